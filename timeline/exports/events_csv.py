"""/export/events.csv: exactly the events that the page lists for the same query string."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from timeline.exports.csv import Dialect, lines
from timeline.exports.downloads import Download, Format
from timeline.query import EventQuery


def written(download: Download) -> Iterator[bytes]:
    columns = download.columns
    return lines(download.chunks(columns), columns, dialect_of(download.query))


def dialect_of(query: EventQuery) -> Dialect:
    return Dialect(raw="profile" in query.values, lf="lf" in query.values, trailer="trailer" in query.values)


EVENTS_CSV = Format(
    name="events.csv",
    label="CSV",
    use=_("for statistics and spreadsheets"),
    content_type="text/csv; charset=utf-8; header=present",
    write=written,
    takes=("columns", "profile", "lf", "trailer"),
)
