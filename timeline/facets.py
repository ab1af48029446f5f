"""How many of the listed events each further choice would leave: counts that respect the other filters."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef
from django.http import QueryDict

from kb.models import Entity
from timeline.models import Event, Evidence, Participation
from timeline.query import PRECISIONS, EventQuery

MOST_CHOICES = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter, the words people know it by, and how many events choosing it leaves."""

    value: str
    words: str
    count: int


def entity_choices(query: EventQuery, limit: int = MOST_CHOICES) -> list[Choice]:
    """Who took part in what is listed, or where it happened, the most frequent first."""
    listed = query.events().order_by()
    took_part = (
        Participation.objects.filter(event__in=listed, entity__state=Entity.State.CONFIRMED)
        .order_by().values_list("entity").annotate(n=Count("event"))
    )  # fmt: skip
    also_there = Participation.objects.filter(event=OuterRef("pk"), entity=OuterRef("place"))
    only_there = (
        listed.filter(place__state=Entity.State.CONFIRMED).exclude(Exists(also_there))
        .values_list("place").annotate(n=Count("pk"))
    )  # fmt: skip
    counts = dict(took_part)
    for entity, count in only_there:
        counts[entity] = counts.get(entity, 0) + count
    top = sorted(counts, key=lambda pk: (-counts[pk], pk))[:limit]
    rows = Entity.objects.in_bulk(top)
    return [Choice(rows[pk].slug, rows[pk].name, counts[pk]) for pk in top]


def tag_choices(query: EventQuery, limit: int = MOST_CHOICES) -> list[Choice]:
    tagged = Event.tags.through.objects.filter(event__in=query.events().order_by())
    counts = tagged.order_by().values_list("tag__slug", "tag__name").annotate(n=Count("event"))
    return [Choice(*row) for row in counts.order_by("-n", "tag__name")[:limit]]


def source_choices(query: EventQuery, limit: int = MOST_CHOICES) -> list[Choice]:
    others = EventQuery.from_params(QueryDict(query.without("source")))
    proofs = Evidence.objects.filter(event__in=others.events().order_by(), article__source__isnull=False)
    counts = proofs.order_by().values_list("article__source__slug", "article__source__name")
    counts = counts.annotate(n=Count("event", distinct=True))
    return [Choice(*row) for row in counts.order_by("-n", "article__source__name")[:limit]]


def precision_choices(query: EventQuery) -> list[Choice]:
    """In the order of the grain, the finest first; several may be chosen, so its own choice does not narrow it."""
    others = EventQuery.from_params(QueryDict(query.without("precision")))
    counts = dict(others.events().order_by().values_list("precision").annotate(n=Count("pk")))
    return [Choice(value, value, counts[value]) for value in PRECISIONS if value in counts]
