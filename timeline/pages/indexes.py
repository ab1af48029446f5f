"""Indexes of the knowledge base: names, places, topics, publishers and articles, each with what it leads to."""

from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from urllib.parse import urlencode

import numpy as np
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kb.models import Article, Entity, Source
from timeline.dates import EdtfDate, NotADate
from timeline.facets import (
    article_keys,
    column_counts,
    entity_counts,
    newest_articles,
    source_counts,
    tag_counts,
)
from timeline.pages.company import articles_of
from timeline.pages.shelf import Page, Part, Shelf
from timeline.public import proving, public_articles, public_entities, public_sources, public_tags
from timeline.query import LONGEST_VALUE, UNSTORABLE, EventQuery, called
from timeline.remembering import recalled

PER_PAGE = 100
NAMES_PER_PAGE = 300
MOST_WORDS = 10
NEWEST_ARTICLES = 5
FEW = 500  # articles
BY_NAME = ("name", "id")
KIND_HEADINGS = {  # in the order of the index
    Entity.Kind.PERSON: gettext_lazy("People"),
    Entity.Kind.PLACE: gettext_lazy("Places"),
    Entity.Kind.ORGANISATION: gettext_lazy("Organisations"),
    Entity.Kind.THING: gettext_lazy("Things"),
}


def typed(request, name: str) -> str:
    """What stands in a field, without what no database takes."""
    return " ".join(UNSTORABLE.sub(" ", request.GET.get(name, ""))[:LONGEST_VALUE].split())


def found_by(rows: QuerySet, words: str) -> QuerySet:
    return called(rows, "icontains", words) if words else rows


def answer(request, template: str, here: str, page: Page, **context):
    """`kept`: what the links to other pages of the index keep."""
    kept = urlencode([pair for pair in context.pop("kept") if pair[1]])
    return render(request, template, {"here": here, "page": page, "kept": kept, **context})


def entities(request):
    """Everyone and everything; `q` narrows it to names that contain the words, `kind` to one kind."""
    words, kind = typed(request, "q"), request.GET.get("kind", "")
    found = found_by(public_entities(), words)
    kinds = [kind] if kind in Entity.Kind.values else list(KIND_HEADINGS)
    shelf = Shelf(*(Part(found.filter(kind=one), BY_NAME) for one in kinds))
    counts = entity_counts(EventQuery({}))  # of everyone and everything there is
    total = None if words or kind else len(counts)
    page = shelf.page(request.GET.get("after"), NAMES_PER_PAGE, total)
    for row in page.rows:
        row.events_there = counts.get(row.pk, 0)
    return answer(
        request, "kb/entities.html", "entities", page,
        groups=[(KIND_HEADINGS[one], list(rows)) for one, rows in groupby(page.rows, key=lambda e: e.kind)],
        words=words, kind=kind, kinds=Entity.Kind.choices, kept=[("q", words), ("kind", kind)],
    )  # fmt: skip


def places(request):
    """Countries, then other places; each with what happened there."""
    words = typed(request, "q")
    found = found_by(public_entities().filter(kind=Entity.Kind.PLACE), words)
    shelf = Shelf(Part(found.exclude(iso3=""), BY_NAME), Part(found.filter(iso3=""), BY_NAME))
    page = shelf.page(request.GET.get("after"), PER_PAGE)
    everything = EventQuery({})
    counts, there = entity_counts(everything), column_counts(everything, "place")
    for row in page.rows:
        row.events_in_all, row.events_there = counts.get(row.pk, 0), there.get(row.pk, 0)
    headings = {True: _("Countries"), False: _("Towns and other places")}
    groups = groupby(page.rows, key=lambda e: bool(e.iso3))
    return answer(
        request, "kb/places.html", "entities", page,
        groups=[(headings[country], list(rows)) for country, rows in groups],
        words=words, kept=[("q", words)],
    )  # fmt: skip


def tags(request):
    words = typed(request, "q")
    page = Shelf(Part(found_by(public_tags(), words), BY_NAME)).page(request.GET.get("after"), PER_PAGE)
    counts = tag_counts(EventQuery({}))
    for row in page.rows:
        row.events_there = counts.get(row.pk, 0)
    return answer(request, "kb/tags.html", "entities", page, words=words, kept=[("q", words)])


def sources(request):
    words = typed(request, "q")
    page = Shelf(Part(found_by(public_sources(), words), BY_NAME)).page(request.GET.get("after"), PER_PAGE)
    counts = source_counts(EventQuery({}))
    for row in page.rows:
        row.events_there, row.articles_there = counts.get(row.pk, (0, 0))
    return answer(request, "kb/sources.html", "articles", page, words=words, kept=[("q", words)])


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A name or topic whose articles are listed, and the query string without it."""

    label: str
    without: str


def articles(request):
    """Newest first; by words of title or publisher, by the days of publication, by what their events have to do with."""
    words, day = typed(request, "q"), typed(request, "published")
    within, error, said = None, "", Q()
    for word in words.split()[:MOST_WORDS]:
        said &= Q(title__icontains=word) | Q(source__name__icontains=word)
    try:
        within = EdtfDate.read(day) if day else None
    except NotADate as why:
        error = why.words(_)
    found = public_articles().filter(said, published_within(within) if within else Q())
    asked, chosen, queries = [("q", words), ("published", day)], {}, [EventQuery({})]
    if source := public_sources().filter(slug=typed(request, "source")).first():
        found, chosen["source"] = found.filter(source=source), source
    for name in ("entity", "tag"):
        query = EventQuery.from_params(QueryDict(urlencode({name: typed(request, name)})))
        if rows := query.entities or query.tags:
            found, chosen[name] = found.filter(pk__in=articles_of(query).values("pk")), rows[0]
            queries.append(query)
    asked += [(name, row.slug) for name, row in chosen.items()]

    def how_many() -> tuple[int, list[int] | None]:
        """And their keys where they are few: only where many match are a page of them soon found along the index."""
        keys = [article_keys(query, source and source.pk, within) for query in queries]
        if words:
            keys.append(np.fromiter(Article.objects.filter(said).values_list("pk", flat=True), np.int64))
        keys = reduce(np.intersect1d, keys)
        return keys.size, keys.tolist() if keys.size <= FEW else None

    total, few = recalled(("articles found", asked, queries[0].state.digest), how_many)
    if few is not None:
        found = Article.objects.filter(pk__in=few)
    page = on_shelf(with_details(found)).page(request.GET.get("after"), PER_PAGE, total)
    return answer(
        request, "kb/articles.html", "articles", page,
        words=words, day=day, error=error, kept=asked,
        hidden=[(name, row.slug) for name, row in chosen.items()],
        narrowed=[
            Narrowed(str(row), urlencode([pair for pair in asked if pair[1] and pair[0] != name]))
            for name, row in chosen.items()
        ],
    )  # fmt: skip


def on_shelf(found: QuerySet) -> Shelf:
    """The newest first; those whose day is not known last."""
    return Shelf(
        Part(found.filter(published__isnull=False), ("-published", "-id")),
        Part(found.filter(published__isnull=True), ("-id",)),
    )


def newest(query: EventQuery, source: Source | None = None) -> list[Article]:
    """The last articles that prove listed events; of a publisher."""
    pks = newest_articles(query, NEWEST_ARTICLES, source and source.pk)
    rows = with_details(Article.objects.all()).in_bulk(pks)
    return [rows[pk] for pk in pks]


def with_details(found: QuerySet) -> QuerySet:
    return found.select_related("source").defer("text", "cuts").annotate(proves=events_proved())


def published_within(when: EdtfDate) -> Q:
    within = Q(published__isnull=False)
    if when.earliest:
        within &= Q(published__gte=when.earliest)
    return within & Q(published__lte=when.latest) if when.latest else within


def events_proved():
    """How many published events an article proves, as a column."""
    count = (
        proving(article=OuterRef("pk")).order_by().values("article").annotate(n=Count("event", distinct=True))
    )
    return Coalesce(Subquery(count.values("n")), 0)
