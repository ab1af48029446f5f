"""/export/events.csv: exactly the events that the page lists for the same query string."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from timeline.exports.columns import CORE
from timeline.exports.csv import Dialect, lines
from timeline.exports.reading import chunks
from timeline.exports.snapshot import snapshot
from timeline.exports.version import version_of
from timeline.query import BadQuery, EventQuery

CONTENT_TYPE = "text/csv; charset=utf-8; header=present"
LONGEST_NAME = 120
COLUMNS = {"core": CORE}


@require_safe
def events_csv(request):
    try:
        query = EventQuery.strict(request.GET, groups=("filter", "format"))
        columns, dialect = COLUMNS[choice(query, "columns", tuple(COLUMNS))], dialect_of(query)
    except BadQuery as bad:
        return HttpResponse(f"{bad.param}: {bad}\n", status=400, content_type="text/plain; charset=utf-8")
    site = settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    with ExitStack() as while_open:
        using = while_open.enter_context(snapshot())
        events = query.events()
        version = version_of(events, f"{query.urlencode()} {dialect} {site}", using=using)
        headers = {
            "Content-Disposition": content_disposition_header(True, file_name(query, dialect)),
            "X-Total-Count": version.count,
            "X-Dataset-Version": str(version),
            "ETag": version.etag,
            "Cache-Control": "no-cache",  # keep it, but ask whether it still holds
        }
        empty = StreamingHttpResponse((), content_type=CONTENT_TYPE, headers=headers)  # states no length
        answer = get_conditional_response(request, etag=version.etag, response=empty)
        if answer is not empty or request.method == "HEAD":
            return answer
        sources = [column.type.source for column in columns]
        rows = chunks(events, sources, site=site, using=using)
        stream = Stream(lines(rows, columns, dialect), while_open.pop_all().close)
        return StreamingHttpResponse(stream, content_type=CONTENT_TYPE, headers=headers)


class Stream:
    """What goes out piece by piece. Closing it, at the end or when the reader has gone, ends the snapshot.

    A failure on the way is left to raise: the server breaks the connection, and no error text can pass for data.
    """

    def __init__(self, pieces: Iterator[bytes], close: Callable[[], None]):
        self._pieces, self._close = pieces, close

    def __iter__(self):
        return self._pieces

    def close(self):
        self._pieces.close()
        self._close()


def dialect_of(query: EventQuery) -> Dialect:
    return Dialect(
        raw=choice(query, "profile", ("", "raw")) == "raw",
        lf=choice(query, "lf", ("0", "1")) == "1",
        trailer=choice(query, "trailer", ("0", "1")) == "1",
    )


def choice(query: EventQuery, param: str, allowed: tuple[str, ...]) -> str:
    """The parameter's value, the first of the allowed ones if it is not given; raises BadQuery."""
    value = query.values.get(param, [allowed[0]])[0]
    if value not in allowed:
        known = ", ".join(filter(None, allowed))
        raise BadQuery(param, _("“%(value)s” is none of: %(known)s.") % {"value": value, "known": known})
    return value


def file_name(query: EventQuery, dialect: Dialect) -> str:
    """events_from-2014_to-2014.csv: the filter, as far as a file name can say it."""
    said = [f"{param}-{slugify(value)}" for param, value in parse_qsl(query.urlencode())]
    name = "_".join(["events", *said])[:LONGEST_NAME].rstrip("_-")
    return f"{name}_raw.csv" if dialect.raw else f"{name}.csv"
