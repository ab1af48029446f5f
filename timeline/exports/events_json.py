"""/export/events.json: a page of the objects that NDJSON has a line for, and the address of the next page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from timeline.cursors import ordered
from timeline.exports.columns import FULL
from timeline.exports.downloads import Download, Format
from timeline.exports.objects import encode, objects
from timeline.exports.reading import chunks
from timeline.models import Event

PER_PAGE = 1000


def written(download: Download) -> Iterator[bytes]:
    query = download.query
    page = query.page(PER_PAGE, using=download.using)
    here = f"{download.site}{reverse(EVENTS_JSON.url_name)}?"
    head = {
        "version": str(download.version),
        "total": download.version.count,
        "next": page.next and here + page.next,
        "prev": page.previous and here + page.previous,
    }
    yield (encode(head)[:-1] + ',"events":[').encode()
    between = "\n"
    listed = ordered(
        Event.objects.published().filter(pk__in=[event.pk for event in page.events]), query.order
    )
    sources = [column.type.source for column in FULL]
    for chunk in chunks(listed, sources, site=download.site, using=download.using):
        yield (between + ",\n".join(map(encode, objects(chunk)))).encode()
        between = ",\n"
    yield b"\n]}\n"


EVENTS_JSON = Format(
    name="events.json",
    label="JSON",
    use=_("for programs that read page by page: a thousand events and the address of the next"),
    content_type="application/json; charset=utf-8",
    write=written,
    paged=True,
)
