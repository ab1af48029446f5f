"""What else the events of a query have to do with: who appears in them and when, their topics, their articles."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kb.models import Article, Entity
from timeline.dates import EdtfDate
from timeline.facets import MOST_CHOICES, entity_counts, entity_years, tag_choices
from timeline.models import Evidence
from timeline.pages.facets import with_one_more
from timeline.query import EventQuery


@dataclass(frozen=True, slots=True)
class Companion:
    """A name or topic in the events of a query: in how many, in which years, and the list of them."""

    name: str
    url: str  # of its own page
    count: int
    list_url: str
    years: str = ""


@dataclass(frozen=True, slots=True)
class Company:
    companions: list[Companion]
    others: int  # names that are not among them


def company_of(query: EventQuery, apart_from: Entity | None = None) -> Company:
    """The names that occur in most of the listed events, and how many more there are."""
    counts = entity_counts(query)
    if apart_from is not None:
        counts.pop(apart_from.pk, None)
    top = sorted(counts, key=lambda pk: (-counts[pk], pk))[:MOST_CHOICES]
    rows, years = Entity.objects.in_bulk(top), entity_years(query, top)
    companions = [
        Companion(
            rows[pk].name,
            reverse("entity", args=[rows[pk].slug]),
            counts[pk],
            reverse("timeline") + with_one_more(query, "entity", rows[pk].slug),
            years_words(*years[pk]) if pk in years else "",
        )
        for pk in top
    ]
    return Company(companions, len(counts) - len(top))


def years_words(first: int, last: int) -> str:
    begin, end = EdtfDate.year(first).words(_), EdtfDate.year(last).words(_)
    return begin if first == last else _("%(first)s to %(last)s") % {"first": begin, "last": end}


def topics_of(query: EventQuery) -> list[Companion]:
    """The topics of most of the listed events, those asked for apart."""
    return [
        Companion(
            choice.words,
            reverse("tag", args=[choice.value]),
            choice.count,
            reverse("timeline") + with_one_more(query, "tag", choice.value),
        )
        for choice in tag_choices(query)
        if choice.value not in query.values.get("tag", [])
    ]


def articles_of(query: EventQuery) -> QuerySet:
    """The articles that prove listed events."""
    proving = Evidence.objects.filter(event__in=query.listed(), article__isnull=False)
    return Article.objects.filter(pk__in=proving.order_by().values("article"))
