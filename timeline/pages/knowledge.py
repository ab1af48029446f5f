"""What we know, as readers see it: an article, a name, a publisher, a topic, each with its events and what they lead to."""

from dataclasses import replace

from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kb.models import Article, Entity
from timeline.facets import article_count, source_counts
from timeline.models import Event, Evidence
from timeline.pages.cards import evidence_for_pages, with_cards
from timeline.pages.company import company_of, topics_of
from timeline.pages.event import with_quote
from timeline.pages.indexes import newest
from timeline.pages.listing import listing
from timeline.pages.strips import strips_or_words
from timeline.public import public_articles, public_entities, public_sources, public_tags
from timeline.query import EventQuery

CHOICES = ("from", "to", "certain", "axis", "zoom", "after")  # that a page of a name leaves to its address


def article(request, pk):
    found = get_object_or_404(public_articles().select_related("source"), pk=pk)
    proved = proved_by(found)
    cards = [event.card for event, _quotes in proved]
    context = {
        "here": "articles",
        "article": found,
        "proved": proved,
        "who": in_order_of_name(one for card in cards for one in card.who),
        "where": in_order_of_name(card.place for card in cards if card.place),
        "topics": in_order_of_name(tag for event, _quotes in proved for tag in event.tags.all()),
        "full_text": found.text if request.user.has_perm("kb.view_article") else "",
    }
    return render(request, "kb/article.html", context)


def in_order_of_name(rows) -> list:
    """Each once."""
    return sorted({row.pk: row for row in rows}.values(), key=lambda row: (row.name, row.pk))


def proved_by(article: Article) -> list[tuple[Event, list[Evidence]]]:
    """The published events the article proves, in the one order, each with its quotes from this article."""
    quotes: dict[int, list[Evidence]] = {}
    mine = evidence_for_pages().filter(article=article, event__status=Event.Status.PUBLISHED)
    for evidence in mine.order_by("start", "id"):
        quotes.setdefault(evidence.event_id, []).append(with_quote(evidence))
    events = with_cards(Event.objects.filter(pk__in=quotes).chronological())
    return [(event, quotes[event.pk]) for event in events]


def entity(request, slug):
    found = get_object_or_404(Entity, slug=slug)
    if found.state == Entity.State.MERGED:
        return redirect(
            "entity", get_object_or_404(public_entities(), pk=last_of(found).pk).slug, permanent=True
        )
    found = get_object_or_404(public_entities().prefetch_related("aliases"), pk=found.pk)
    whole, query = queries_of(request.GET, "entity", slug)
    context = {
        "here": "entities",
        "entity": found,
        "also": [alias.name for alias in found.aliases.all() if alias.name != found.name],
        "coordinates": coordinates(found),
        "articles": newest(whole),
        "article_count": article_count(whole),
        "company": company_of(whole, apart_from=found),
        **around(request, whole, query, found),
    }
    return render(request, "kb/entity.html", context)


def queries_of(given: QueryDict, name: str, slug: str) -> tuple[EventQuery, EventQuery]:
    """All events of `name=slug`, and what the address asks of them: chosen days, a part of time, a place in the list."""
    params = QueryDict(mutable=True)
    params[name] = slug
    whole = replace(EventQuery.from_params(params), about=name)
    asked = [one for one in CHOICES if one in given]
    if not asked:
        return whole, whole
    for one in asked:
        params.setlist(one, given.getlist(one))
    return whole, replace(EventQuery.from_params(params), about=name, state=whole.state)


def around(request, whole: EventQuery, query: EventQuery, about) -> dict:
    """What the pages of a name, a publisher and a topic have in common."""
    return {
        **strips_or_words(query),
        "strips_url": f"{reverse('strips')}?about={whole.about}&{whole.urlencode()}",
        "errors": query.errors,
        "chosen": query.window_words(),
        "chips": [chip for chip in query.chips() if chip.param in CHOICES],
        "topics": topics_of(whole),
        **listing(request, query, about),
    }


def coordinates(entity: Entity) -> str:
    """In words, to the places of decimals that are known; empty where no point is.

    >>> coordinates(Entity(latitude="41.30000", longitude="-69.25000"))
    '41.3° N, 69.25° W'
    """
    if entity.latitude is None:
        return ""
    latitude, longitude = float(entity.latitude), float(entity.longitude)
    degrees = {"latitude": f"{abs(latitude):g}", "longitude": f"{abs(longitude):g}"}
    words = {
        (True, True): _("%(latitude)s° N, %(longitude)s° E"),
        (True, False): _("%(latitude)s° N, %(longitude)s° W"),
        (False, True): _("%(latitude)s° S, %(longitude)s° E"),
        (False, False): _("%(latitude)s° S, %(longitude)s° W"),
    }
    return words[latitude >= 0, longitude >= 0] % degrees


def last_of(entity: Entity) -> Entity:
    """What a merged entity has become in the end."""
    seen = {entity.pk}
    while entity.merged_into and entity.merged_into_id not in seen:
        entity = entity.merged_into
        seen.add(entity.pk)
    return entity


def source(request, slug):
    found = get_object_or_404(public_sources(), slug=slug)
    whole, query = queries_of(request.GET, "source", slug)
    context = {
        "here": "articles",
        "source": found,
        "articles": newest(whole, found),
        "article_count": source_counts(whole)[found.pk][1],
        "company": company_of(whole),
        **around(request, whole, query, found),
    }
    return render(request, "kb/source.html", context)


def tag(request, slug):
    found = get_object_or_404(public_tags(), slug=slug)
    whole, query = queries_of(request.GET, "tag", slug)
    context = {
        "here": "entities",
        "tag": found,
        "articles": newest(whole),
        "article_count": article_count(whole),
        "company": company_of(whole),
        **around(request, whole, query, found),
    }
    return render(request, "kb/tag.html", context)
