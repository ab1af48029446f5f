"""The knowledge base as readers see it: articles, people and places, publishers, topics, each with what it proves."""

from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from kb.models import Article, Entity
from timeline.models import Event, Evidence, Participation
from timeline.pages.cards import evidence_for_pages, with_cards
from timeline.pages.event import with_quote
from timeline.pages.listing import listing
from timeline.public import proving, public_articles, public_entities, public_sources, public_tags

PER_PAGE = 100
NAMES_PER_PAGE = 300
KIND_HEADINGS = {  # in the order of the index
    Entity.Kind.PERSON: _("People"),
    Entity.Kind.PLACE: _("Places"),
    Entity.Kind.ORGANISATION: _("Organisations"),
    Entity.Kind.THING: _("Things"),
}
KIND_ORDER = Case(*(When(kind=kind, then=place) for place, kind in enumerate(KIND_HEADINGS)))


def articles(request):
    found = public_articles().select_related("source").defer("text", "cuts").annotate(proves=events_proved())
    page = Paginator(found.order_by("-published", "-id"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "kb/articles.html", {"here": "articles", "page": page})


def article(request, pk):
    found = get_object_or_404(public_articles().select_related("source"), pk=pk)
    context = {
        "here": "articles",
        "article": found,
        "proved": proved_by(found),
        "full_text": found.text if request.user.has_perm("kb.view_article") else "",
    }
    return render(request, "kb/article.html", context)


def events_proved():
    """How many published events an article proves, as a column."""
    count = (
        proving(article=OuterRef("pk")).order_by().values("article").annotate(n=Count("event", distinct=True))
    )
    return Coalesce(Subquery(count.values("n")), 0)


def proved_by(article: Article) -> list[tuple[Event, list[Evidence]]]:
    """The published events the article proves, in the one order, each with its quotes from this article."""
    quotes: dict[int, list[Evidence]] = {}
    mine = evidence_for_pages().filter(article=article, event__status=Event.Status.PUBLISHED)
    for evidence in mine.order_by("start", "id"):
        quotes.setdefault(evidence.event_id, []).append(with_quote(evidence))
    events = with_cards(Event.objects.filter(pk__in=quotes).chronological())
    return [(event, quotes[event.pk]) for event in events]


def entities(request):
    """An index of names; `q` narrows it to names that contain the words, `kind` to one kind."""
    words, kind = request.GET.get("q", "").replace("\0", "").strip(), request.GET.get("kind", "")
    found = public_entities().annotate(events_there=events_with_entity())
    if words:
        found = found.filter(Q(name__icontains=words) | Q(aliases__name__icontains=words)).distinct()
    if kind in Entity.Kind.values:
        found = found.filter(kind=kind)
    page = Paginator(found.order_by(KIND_ORDER, "name", "id"), NAMES_PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "here": "entities",
        "page": page,
        "groups": [(KIND_HEADINGS[kind], list(group)) for kind, group in groupby(page, key=lambda e: e.kind)],
        "words": words,
        "kind": kind,
        "kinds": Entity.Kind.choices,
        "query": urlencode({name: value for name, value in (("q", words), ("kind", kind)) if value}),
    }
    return render(request, "kb/entities.html", context)


def events_with_entity():
    """How many published events an entity took part in or was the place of, as a column."""
    took_part = Participation.objects.filter(entity=OuterRef(OuterRef("pk"))).values("event")
    events = Event.objects.published().filter(Q(pk__in=took_part) | Q(place=OuterRef("pk")))
    return Coalesce(Subquery(events.order_by().values("status").annotate(n=Count("pk")).values("n")), 0)


def entity(request, slug):
    found = get_object_or_404(Entity, slug=slug)
    if found.state == Entity.State.MERGED:
        return redirect(
            "entity", get_object_or_404(public_entities(), pk=last_of(found).pk).slug, permanent=True
        )
    found = get_object_or_404(public_entities().prefetch_related("aliases"), pk=found.pk)
    also = [alias.name for alias in found.aliases.all() if alias.name != found.name]
    context = {"here": "entities", "entity": found, "also": also, **listing(request, "entity", slug)}
    return render(request, "kb/entity.html", context)


def last_of(entity: Entity) -> Entity:
    """What a merged entity has become in the end."""
    seen = {entity.pk}
    while entity.merged_into and entity.merged_into_id not in seen:
        entity = entity.merged_into
        seen.add(entity.pk)
    return entity


def source(request, slug):
    found = get_object_or_404(public_sources(), slug=slug)
    proving_articles = (
        public_articles().filter(source=found).defer("text", "cuts").annotate(proves=events_proved())
    )
    context = {
        "here": "articles",
        "source": found,
        "articles": proving_articles.order_by("-published", "-id")[:PER_PAGE],
        "article_count": proving_articles.count(),
        **listing(request, "source", slug),
    }
    return render(request, "kb/source.html", context)


def tag(request, slug):
    found = get_object_or_404(public_tags(), slug=slug)
    return render(request, "kb/tag.html", {"here": "timeline", "tag": found, **listing(request, "tag", slug)})
