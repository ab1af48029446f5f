"""/export/changes.csv: every change of an event that the public could see, so that a copy can follow the original."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from timeline.exports.csv import lines
from timeline.exports.downloads import Download, Format
from timeline.exports.events_csv import dialect_of
from timeline.exports.reading import MomentText
from timeline.exports.tables import CHANGES
from timeline.models import PublicChange
from timeline.query import EventQuery

STORED = {
    "event_id": F("public_id"),
    "change": F("kind"),
    "changed_at": MomentText("at"),
    "revision": F("revision"),
    "merged_into": F("merged_into"),
}
CHUNK = 2000


class Changes(dict):
    """Some changes, column by column, as timeline.exports.csv takes them."""

    def __len__(self):
        return len(self["event_id"])


def changes(query: EventQuery) -> QuerySet:
    """The oldest first; from `since` on, that moment included, where it is given."""
    every = PublicChange.objects.order_by("id")
    return every if query.since is None else every.since(query.since)


def chunks(rows: QuerySet) -> Iterator[Changes]:
    sources = [column.type.source for column in CHANGES]
    told = rows.values_list(*(STORED[source] for source in sources)).iterator(chunk_size=CHUNK)
    while some := list(islice(told, CHUNK)):
        yield Changes(zip(sources, zip(*some, strict=True), strict=True))


def written(download: Download) -> Iterator[bytes]:
    rows = changes(download.query).using(download.using)
    return lines(chunks(rows), CHANGES, dialect_of(download.query))


CHANGES_CSV = Format(
    name="changes.csv",
    label=_("Changes"),
    use=_("to keep a copy up to date: what was created, updated, merged, retracted or deleted, and when"),
    content_type="text/csv; charset=utf-8; header=present",
    write=written,
    takes=("profile", "lf", "trailer", "since"),
    rows=changes,
    filtered=False,
)
