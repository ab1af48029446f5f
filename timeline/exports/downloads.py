"""The one door of all downloads: a request is read strictly, and answered from one state of the data.

A format (timeline.exports.formats) says its name and how its bytes are written; everything else is decided here: the
state, the version, headers, 304, HEAD, gzip, and that a failure breaks the connection.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import BinaryIO
from urllib.parse import parse_qsl

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from timeline.citing import site_of
from timeline.exports.columns import CORE, FULL, Column
from timeline.exports.reading import Chunk, chunks
from timeline.exports.snapshot import snapshot
from timeline.exports.version import Version, version_of
from timeline.query import GROUPS, BadQuery, EventQuery

COLUMNS = {"core": CORE, "full": FULL}
LONGEST_NAME = 120
PIECE = 64 * 1024
NO_GZIP = re.compile(r"q=0(\.0*)?")


@dataclass(frozen=True, slots=True)
class Download:
    """What is asked for, and the connection (`using`) that shows one state of the data to its end."""

    query: EventQuery
    site: str  # begins the permalinks
    using: str
    version: Version

    @property
    def columns(self) -> tuple[Column, ...]:
        return columns_of(self.query)

    @property
    def events(self) -> QuerySet:
        """What the query lists, in its order, read from that state."""
        return self.query.events().using(self.using)

    def chunks(self, columns: Iterable[Column]) -> Iterator[Chunk]:
        """The events in chunks that can give these columns."""
        sources = [column.type.source for column in columns]
        return chunks(self.query.events(), sources, site=self.site, using=self.using)


class Finished:
    """A file that is whole before its first byte leaves, so that its size is known; gone when it is closed."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self.size = file.seek(0, 2)
        file.seek(0)

    def __iter__(self):
        return iter(partial(self._file.read, PIECE), b"")

    def close(self):
        self._file.close()


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file of any filter. `write` gives its bytes as they are read, or a Finished one."""

    name: str  # of the file; its door is /<folder>/<name>
    label: str
    use: str  # what it is good for, in a few words
    content_type: str
    write: Callable[[Download], Iterator[bytes] | Finished]
    takes: tuple[str, ...] = ()  # which parameters of the group "format" mean something to it
    rows: Callable[[EventQuery], QuerySet] = EventQuery.events  # what X-Total-Count counts
    most: int | None = None  # rows it can hold
    filtered: bool = True  # whether the timeline's filters mean something to it
    paged: bool = False  # one page an answer, from the cursor `after` on
    packed: bool = False  # compressed as it is; gzip would gain nothing
    library: str = ""  # that the site may do without
    folder: str = "export"

    @property
    def available(self) -> bool:
        return not self.library or find_spec(self.library) is not None

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.name}"

    @property
    def url_name(self) -> str:
        return "export_" + self.name.replace(".", "_")


def door(form: Format, *, gz: bool = False):
    """The view that answers with files of this format; `gz`: as a .gz file, whatever the client's software takes."""

    @require_safe
    def download(request):
        try:
            query = read(request.GET, form)
        except BadQuery as bad:
            return refused(f"{bad.param}: {bad}")
        if not form.available:
            return refused(_("%s: this site does not offer the format.") % form.name, status=501)
        site = site_of(request)
        asked = [
            form.name,
            query.urlencode(),
            query.cursor,
            *sorted(format_values(query)),
            site,
            gz,
            get_language(),
        ]
        with ExitStack() as while_open:
            using = while_open.enter_context(snapshot())
            version = version_of(form.rows(query), " ".join(map(str, asked)), using=using)
            if form.most is not None and version.count > form.most:
                return refused(too_many(form, version.count))
            return answer(
                request,
                partial(form.write, Download(query, site, using, version)),
                version,
                name=file_name(query, form),
                content_type=form.content_type,
                gzip="file" if gz else "" if form.packed else "transport",
                while_open=while_open,
            )

    return download


def answer(
    request,
    write: Callable[[], Iterator[bytes] | Finished],
    version: Version,
    *,
    name: str = "",
    content_type: str,
    gzip: str = "",
    while_open: ExitStack,
):
    """The response to a request that has been understood; `write` is called only if its bytes are wanted.

    `name` is that of the file to be kept; without one it is shown, not kept. Pages of other sites may read it, for it
    is the same for everybody.
    `gzip` is "file" for a .gz file, "transport" where the client's software may ask for it, or empty. What is in
    `while_open` ends with the last byte, or when the reader has gone.
    """
    squeezed = gzip == "file" or (
        gzip == "transport" and accepts_gzip(request.headers.get("Accept-Encoding"))
    )
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Content-Disposition, ETag, X-Dataset-Version, X-Total-Count",
        "X-Total-Count": version.count,
        "X-Dataset-Version": str(version),
        "ETag": version.etag,
        "Cache-Control": "no-cache",  # keep it, but ask whether it still holds
    }
    if name:
        kept = f"{name}.gz" if gzip == "file" else name
        headers["Content-Disposition"] = content_disposition_header(True, kept)
    if squeezed and gzip == "transport":
        headers["Content-Encoding"] = "gzip"
    content_type = "application/gzip" if gzip == "file" else content_type
    empty = StreamingHttpResponse((), content_type=content_type, headers=headers)  # states no length
    if gzip == "transport":
        patch_vary_headers(empty, ["Accept-Encoding"])
    settled = get_conditional_response(request, etag=version.etag, response=empty)
    if settled is not empty or request.method == "HEAD":
        return settled
    pieces = write()
    if isinstance(pieces, Finished) and not squeezed:
        empty["Content-Length"] = pieces.size
    closing = [pieces.close, while_open.pop_all().close]
    empty.streaming_content = Stream(gzipped(pieces) if squeezed else pieces, closing)
    return empty


def shown(
    request,
    rows: QuerySet,
    asked: Iterable,
    write: Callable[[str, Version], Iterator[bytes]],
    *,
    content_type: str,
    gzip: str = "transport",
):
    """What is shown rather than kept, from one state of the data: `write` is told where it is read, and its version.

    The version counts the rows; `asked` is all else that decides the bytes.
    """
    with ExitStack() as while_open:
        using = while_open.enter_context(snapshot())
        version = version_of(rows, " ".join(map(str, [*asked, get_language()])), using=using)
        written = partial(write, using, version)
        return answer(request, written, version, content_type=content_type, gzip=gzip, while_open=while_open)


class Stream:
    """What goes out piece by piece. Closing it, at the end or when the reader has gone, ends the snapshot.

    A failure on the way is left to raise: the server breaks the connection, and no error text can pass for data.
    """

    def __init__(self, pieces: Iterable[bytes], closing: list[Callable[[], None]]):
        self._pieces, self._closing = pieces, closing

    def __iter__(self):
        return iter(self._pieces)

    def close(self):
        for close in self._closing:
            close()


def gzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes for the same pieces (no time in the header). The first piece leaves at once, the others not late."""
    packing, waiting = zlib.compressobj(level=1, wbits=31), PIECE
    for piece in pieces:
        packed, waiting = packing.compress(piece), waiting + len(piece)
        if waiting >= PIECE:
            packed, waiting = packed + packing.flush(zlib.Z_SYNC_FLUSH), 0
        if packed:
            yield packed
    yield packing.flush()


def accepts_gzip(header: str | None) -> bool:
    """
    >>> accepts_gzip("br, gzip;q=0.8"), accepts_gzip("gzip;q=0"), accepts_gzip(None)
    (True, False, False)
    """
    for coding in (header or "").lower().split(","):
        name, _semicolon, weight = coding.partition(";")
        if name.strip() == "gzip":
            return not NO_GZIP.fullmatch(weight.strip())
    return False


def read(params, form: Format) -> EventQuery:
    """The query, strictly; raises BadQuery, also for a parameter that would change nothing in this format."""
    groups = ("filter", "format", "view") if form.paged else ("filter", "format")
    query = EventQuery.strict(params, groups=groups)
    meaningless = set(GROUPS["format"]) - set(form.takes) | (
        set() if form.filtered else set(GROUPS["filter"])
    )
    for param in query.values:
        if param in meaningless:
            raise BadQuery(param, _("It means nothing for %s.") % form.name)
    if "columns" in form.takes:
        columns_of(query)
    return query


def columns_of(query: EventQuery) -> tuple[Column, ...]:
    (asked,) = query.values.get("columns", ["core"])
    if asked not in COLUMNS:
        known = ", ".join(COLUMNS)
        raise BadQuery("columns", _("“%(value)s” is none of: %(known)s.") % {"value": asked, "known": known})
    return COLUMNS[asked]


def format_values(query: EventQuery) -> list[tuple[str, str]]:
    """(parameter, value) of the group "format", as far as they are given."""
    return [(param, value) for param in GROUPS["format"] for value in query.values.get(param, ())]


def refused(message: str, status: int = 400) -> HttpResponse:
    return HttpResponse(f"{message}\n", status=status, content_type="text/plain; charset=utf-8")


def too_many(form: Format, count: int) -> str:
    said = _("%(name)s: it holds %(most)d rows, and these are %(count)d. Narrow the filter, or take the CSV.")
    return said % {"name": form.name, "most": form.most, "count": count}


def file_name(query: EventQuery, form: Format) -> str:
    """events_from-2014_to-2014.csv: the filter, as far as a file name can say it."""
    stem, _dot, ending = form.name.partition(".")
    said = [f"{param}-{slugify(value)}" for param, value in parse_qsl(query.urlencode())]
    said += [value for _param, value in format_values(query) if value in ("full", "raw")]
    said += [f"since-{slugify(value)}" for value in query.values.get("since", ())]
    return "_".join([stem, *said])[:LONGEST_NAME].rstrip("_-") + f".{ending}"
