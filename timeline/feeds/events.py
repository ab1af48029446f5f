"""/feeds/events.atom: the events of any filter by their last public change, the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from timeline.addresses import filters_of, with_query
from timeline.citing import site_of, titled, uuid_of
from timeline.exports.downloads import refused, shown
from timeline.exports.reading import capped
from timeline.exports.version import Version
from timeline.feeds.atom import CONTENT_TYPE, PagedFeed, page_links, removed_link
from timeline.feeds.paging import Place, page_of
from timeline.models import Event
from timeline.pages.cards import with_cards
from timeline.query import BadQuery, EventQuery


@dataclass(frozen=True, slots=True)
class Asked:
    query: EventQuery
    place: Place | None
    site: str
    using: str
    version: Version

    @property
    def filters(self) -> str:
        return filters_of(self.query)


@require_safe
def events(request):
    """Strict: BadQuery answers 400. The order of the list is understood, and means nothing here."""
    try:
        query, place = EventQuery.strict(request.GET), Place.asked(request.GET)
    except BadQuery as bad:
        return refused(f"{bad.param}: {bad}")
    site = site_of(request)

    def written(using: str, version: Version) -> Iterator[bytes]:
        yield feed(Asked(query, place, site, using, version)).to_bytes()

    asked = ["events.atom", filters_of(query), place, site]
    return shown(request, query.events(), asked, written, content_type=CONTENT_TYPE)


def feed(asked: Asked) -> PagedFeed:
    listed = asked.query.events().using(asked.using)
    page = page_of(listed, "changed_at", asked.place)
    here, words = asked.site + reverse("feed_events"), asked.query.words()
    count = asked.version.count
    made = PagedFeed(
        f"{settings.SITE_TITLE}: {words}" if words else settings.SITE_TITLE,
        site=asked.site,
        address=with_query(here, asked.filters),
        page=asked.site + with_query(reverse("timeline"), asked.filters),
        updated=listed.order_by("-changed_at").values_list("changed_at", flat=True).first(),
        subtitle=ngettext("%d event", "%d events, the last changed first", count) % count,
    )
    cursors = [
        ("self", str(asked.place or "")),
        ("first", ""),
        ("next", page.next),
        ("previous", page.previous),
    ]
    made.links = [*page_links(here, asked.filters, cursors), removed_link(asked.site)]
    if settings.DATA_LICENCE_URL:
        made.links.append(("license", "", settings.DATA_LICENCE_URL))
    for event in with_cards(page.rows):
        add(made, event, asked.site)
    return made


def add(made: PagedFeed, event: Event, site: str) -> None:
    proof = event.card.proof
    if proof is not None and len(proof.exact) > settings.MAX_QUOTE_CHARACTERS:
        proof.quote = type(proof.quote)(capped(proof.exact), "", "")
    made.add_item(
        titled(event),
        site + event.get_absolute_url(),
        None,
        unique_id=uuid_of(event.public_id).urn,
        pubdate=event.first_published_at,
        updateddate=event.changed_at,
        terms=terms(event, site),
        content=render_to_string("feeds/entry.html", {"event": event, "evidence": proof, "site": site}),
    )


def terms(event: Event, site: str) -> Iterator[tuple[str, str, str]]:
    """(scheme, term, label) of its topics and its type; scheme and term together are the address of their list."""
    list_of = site + reverse("timeline")
    for tag in event.tags.all():
        yield f"{list_of}?tag=", tag.slug, tag.name
    if event.event_type:
        yield f"{list_of}?type=", event.event_type, event.card.type_name
