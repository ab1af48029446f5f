"""An event in the words of schema.org (JSON-LD), for machines that read its page. Dates stay as precise as they are."""

import json

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kb.models import Entity
from timeline.citing import site_of
from timeline.dates import EdtfDate
from timeline.models import Event, Evidence
from timeline.pages.citing import permalink, terms

TYPES = {
    Entity.Kind.PERSON: "Person",
    Entity.Kind.ORGANISATION: "Organization",
    Entity.Kind.PLACE: "Place",
    Entity.Kind.THING: "Thing",
}
IN_A_PAGE = {
    ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"
}  # no end of the element can be in it
PLAIN = ("day", "month", "year")  # what ISO 8601, and so schema.org's Date, can say


def linked_data(request, event: Event, evidence: list[Evidence]) -> SafeString | None:
    """The text of a script element of type application/ld+json; None for what did not happen."""
    if event.factuality == Event.Factuality.NEGATED:
        return None
    said = {"@context": "https://schema.org", **described(request, event, evidence)}
    return mark_safe(json.dumps(said, ensure_ascii=False).translate(IN_A_PAGE))  # noqa: S308


def described(request, event: Event, evidence: list[Evidence]) -> dict:
    site, url, dates = site_of(request), permalink(request, event), dates_of(event)
    card = event.card
    words = [event.summary]
    if not dates:
        when = event.date.words(_) if event.date else _("not known")
        words.append(_("Date: %s.") % when)
    words += [f"{badge}." for badge in card.badges]  # what its name and date do not say
    page = {
        "@type": "WebPage",
        "@id": url,
        "datePublished": event.first_published_at.date().isoformat(),
        "dateModified": event.changed_at.date().isoformat(),
        "license": terms()["licence_url"],
    }
    said = {
        "@type": "Event",
        "@id": f"{url}#event",
        "url": url,
        "identifier": event.public_id,
        "name": event.title,
        "description": " ".join(filter(None, words)),
        **dates,
        "location": card.place and named(card.place, site),
        "about": [named(one, site) for one in card.who],
        "keywords": [tag.name for tag in event.tags.all()],
        "subjectOf": articles(evidence),
        "mainEntityOfPage": without_gaps(page),
    }
    if event.factuality == Event.Factuality.PLANNED:
        said["eventStatus"] = "https://schema.org/EventScheduled"
    return without_gaps(said)


def dates_of(event: Event) -> dict[str, str]:
    """startDate, and endDate of what lasted, where days, months or years say exactly what the sources say.

    An approximate, uncertain, disputed or one-sided date, and one like "summer 2014", has no such form: saying less
    is true, and saying more is not.
    """
    date = event.date
    if date is None or event.disputed or event.qualifier != "exact":
        return {}
    if event.kind == "point":
        return {"startDate": str(date)} if date.precision in PLAIN else {}
    first, last = date.ends
    ends = {"startDate": first, "endDate": last}
    return {name: str(end) for name, end in ends.items() if plain(end)}


def plain(end: EdtfDate | None) -> bool:
    return end is not None and end.qualifier == "exact" and end.precision in PLAIN


def named(entity: Entity, site: str) -> dict:
    said = {
        "@type": TYPES[entity.kind],
        "@id": site + reverse("entity", args=[entity.slug]),
        "name": entity.name,
        "sameAs": entity.wikidata and f"https://www.wikidata.org/entity/{entity.wikidata}",
    }
    if entity.latitude is not None:
        said["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(entity.latitude),
            "longitude": float(entity.longitude),
        }
    return without_gaps(said)


def articles(evidence: list[Evidence]) -> list[dict]:
    """The articles that say so, each once."""
    found = {one.article_id: one.article for one in evidence if one.article}
    return [
        without_gaps(
            {
                "@type": "NewsArticle",
                "headline": article.title,
                "url": article.url,
                "datePublished": article.published and article.published.isoformat(),
                "publisher": article.source and {"@type": "Organization", "name": article.source.name},
            }
        )
        for article in found.values()
    ]


def without_gaps(said: dict) -> dict:
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}
