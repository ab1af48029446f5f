"""/export/package.zip: the data package of a filter: its events and all that belongs to them, as tables with keys.

The tables come first, each streamed as it is read; then what describes them and proves them whole, SHA256SUMS last.
"""

import datetime as dt
import json
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from timeline.citing import Work
from timeline.exports import changes, checksums, descriptors, relations
from timeline.exports.columns import FULL, SCHEMA_VERSION
from timeline.exports.csv import Dialect, lines
from timeline.exports.descriptors import Written
from timeline.exports.downloads import Download, Format
from timeline.exports.tables import TABLES
from timeline.exports.zipping import Archive
from timeline.models import PublicChange

A_ROW = 3000  # bytes, with a margin: whether a table may become too large for a plain ZIP entry is guessed from it
EARLIEST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)  # that a ZIP can name

README = """\
# {title}

{what}

- Version: `{version}`{of}
- The same on the site, as it is now: {page}
- Licence: {licence}
{contact}- Cite as: {citation}

## Files

| File | Rows | What it holds |
|---|---|---|
{files}

`datapackage.json` (Frictionless) and `csv-metadata.json` (CSVW) say what each column means, its type, and which
columns refer to which table. `event.schema.json` (JSON Schema) describes an event as `events.ndjson` and the API
give it.

## How to read them

- UTF-8 without a byte order mark; records end with {end}, quoting as in RFC 4180, the first line names the columns.
- An empty cell means not known. Lists are separated by `|`; a `|` inside a value is written `%7C`.
- A date is never more precise than its source: `date_edtf` (ISO 8601-2:2019) is the truth, `date_earliest` and
  `date_latest` are the two days it leaves, both included.
- Order of the events: by the first day (by the last where the start is open), the wider date first, then by age of
  the record; unknown dates come last.{newest}
- {guard}
- Quotes are cut at {most} characters and then end in “…”; the text of articles is not given away.
- `changes.csv` tells what became of events over time, {told}.
- Whether everything is here and unharmed: `sha256sum -c SHA256SUMS`, or `manage.py verify_export package.zip`.

Schema version {schema}: within it columns are only ever added at the end, and none changes its meaning.
"""
GUARDED = (
    "In text and list columns a value that a spreadsheet would take for a formula (it matches `^'*[=+\\-@\\t\\r\\n＝＋－＠]`)\n"
    "  has one `'` before it; take it away to have the text itself, or ask for `profile=raw`."
)
RAW = "Texts stand as they are (`profile=raw`): do not open the files in a spreadsheet, which may run one as a formula."


def written(download: Download) -> Iterator[bytes]:
    dialect = Dialect(raw="profile" in download.query.values, lf="lf" in download.query.values, bom=False)
    archive = Archive(moment_of(download))
    files = {}
    for name, table in TABLES.items():
        rows = Counted(chunks_of(name, download))
        cells = lines(rows, table.columns, dialect)
        path = f"{name}.csv"
        yield from archive.add(path, cells, about_bytes=download.version.count * A_ROW)
        files[name] = Written(path, archive.sizes[path], archive.digests[path], rows.count)
    for path, text in described(download, files, dialect).items():
        yield from archive.add(path, [text.encode()])
    yield from archive.add(checksums.SUMS, [checksums.written(archive.digests)])
    yield from archive.close()


class Counted:
    """The chunks, and how many rows they had."""

    def __init__(self, chunks):
        self._chunks, self.count = chunks, 0

    def __iter__(self):
        for chunk in self._chunks:
            self.count += len(chunk)
            yield chunk


def chunks_of(table: str, download: Download):
    if table == "events":
        return download.chunks(FULL)
    if table == "changes":
        return changes.chunks(told(download))
    return relations.rows(table, download.query.events(), site=download.site, using=download.using)


def told(download: Download):
    """Changes of the events in the package, and of what was merged into them; of all that ever were, without a filter."""
    every = PublicChange.objects.using(download.using).order_by("id")
    if not download.query.filtered:
        return every
    ids = download.query.events().order_by().values("public_id")
    return every.filter(Q(public_id__in=ids) | Q(merged_into__in=ids))


def moment_of(download: Download) -> tuple[int, int, int, int, int, int]:
    """The last change in the data, so that the same data gives the same bytes."""
    changed = download.version.changed_at or EARLIEST
    return max(changed, EARLIEST).astimezone(dt.UTC).timetuple()[:6]


def described(download: Download, files: dict[str, Written], dialect: Dialect) -> dict[str, str]:
    about = {
        "title": settings.SITE_TITLE,
        "description": what_of(download),
        "homepage": page_of(download),
        "version": str(download.version),
    }
    return {
        "datapackage.json": as_json(descriptors.data_package(about, files, dialect)),
        "csv-metadata.json": as_json(descriptors.csvw(about, files, dialect)),
        "event.schema.json": as_json(descriptors.json_schema()),
        "README.md": readme(download, files, dialect),
    }


def as_json(value: dict) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def what_of(download: Download) -> str:
    """The filter in words, in English as all of the package."""
    with override("en"):
        return f"{download.query.words() or 'All events'}: {download.version.count} of them."


def page_of(download: Download) -> str:
    said = download.query.urlencode()
    return f"{download.site}/?{said}" if said else f"{download.site}/"


def readme(download: Download, files: dict[str, Written], dialect: Dialect) -> str:
    with override("en"):
        rows = "\n".join(
            f"| `{written.name}` | {written.rows} | {TABLES[name].holds} |" for name, written in files.items()
        )
    return README.format(
        title=settings.SITE_TITLE,
        what=what_of(download),
        version=download.version,
        of=", frozen: its files never change" if download.version.name else ", the time of the last change",
        page=page_of(download),
        licence=" ".join(filter(None, (settings.DATA_LICENCE, settings.DATA_LICENCE_URL)))
        or "none is stated",
        contact=f"- Contact: {settings.DATA_CONTACT}\n" if settings.DATA_CONTACT else "",
        citation=citation(download),
        files=rows,
        end="LF" if dialect.lf else "CRLF",
        newest=" Here reversed, unknown dates last again." if download.query.newest else "",
        guard=RAW if dialect.raw else GUARDED,
        most=settings.MAX_QUOTE_CHARACTERS,
        told="those of these events and of what was merged into them"
        if download.query.filtered
        else "retracted ones too",
        schema=SCHEMA_VERSION,
    )


def citation(download: Download) -> str:
    """A frozen version is cited by its own address."""
    version, changed = download.version, download.version.changed_at
    with override("en"):
        return Work(
            id=str(version),
            title=download.query.words() or "Events",
            version=f"version {version}",
            day=changed and changed.date(),
            url=download.site + reverse("snapshot", args=[version.name])
            if version.name
            else page_of(download),
        ).apa


PACKAGE_ZIP = Format(
    name="package.zip",
    label=_("Data package"),
    use=_("for databases and archives: all tables with their keys, described and with checksums"),
    content_type="application/zip",
    write=written,
    takes=("profile", "lf"),
    packed=True,
)
