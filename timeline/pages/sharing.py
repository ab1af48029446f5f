"""What a page tells programs that share, follow or embed it: Open Graph, its feed, its oEmbed."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from timeline.addresses import NO_VIEW, filters_of, of_page, with_query
from timeline.citing import site_of, titled
from timeline.models import Event
from timeline.query import EventQuery

OEMBED = {"json": "application/json+oembed", "xml": "text/xml+oembed"}


@dataclass(frozen=True, slots=True)
class Sharing:
    """All addresses are whole. `feed` is empty where nothing can be followed."""

    title: str
    description: str
    url: str
    picture: str
    picture_words: str
    oembed: list[tuple[str, str]]  # type and address of what describes the page to those who embed it
    kind: str = "website"
    feed: str = ""


def sharing_of_list(request, query: EventQuery, listed: int, *, about=None) -> Sharing:
    """Of a timeline; `about` is the entity, topic or publisher on whose page it stands."""
    site, filters = site_of(request), filters_of(query)
    events = ngettext("%d event", "%d events", listed) % listed
    whole = about and not query.window_words()
    title = str(about) if whole else query.words() or settings.SITE_TITLE
    url = site + of_page(query, **NO_VIEW)
    return Sharing(
        title=title,
        description=(whole and getattr(about, "description", ""))
        or _("%(events)s, each with the words that prove it.") % {"events": events},
        url=url,
        picture=with_query(site + reverse("picture"), filters),
        picture_words=_("%(title)s: %(events)s, drawn by time") % {"title": title, "events": events},
        oembed=oembed_of(site, url),
        feed=with_query(site + reverse("feed_events"), filters),
    )


def sharing_of_event(request, event: Event) -> Sharing:
    """Needs the event's card."""
    site = site_of(request)
    title, url = titled(event), site + event.get_absolute_url()
    return Sharing(
        title=title,
        description=event.summary
        or _("With the words that prove it: %(sources)s.") % {"sources": event.card.sources},
        url=url,
        picture=site + reverse("picture_event", args=[event.public_id]),
        picture_words=title,
        oembed=oembed_of(site, url),
        kind="article",
    )


def oembed_of(site: str, url: str) -> list[tuple[str, str]]:
    door = site + reverse("oembed")
    return [(kind, f"{door}?{urlencode({'url': url, 'format': name})}") for name, kind in OEMBED.items()]
