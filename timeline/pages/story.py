"""What else happened: before and after an event in the same story, and with the same people."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from timeline.addresses import with_query
from timeline.cursors import OLDEST, ON, Cursor, beyond, short_of
from timeline.density import how_many
from timeline.facets import entity_counts
from timeline.models import Event, Participation
from timeline.pages.cards import with_cards
from timeline.query import EventQuery, listed_names

EACH_WAY = 3
MOST_LISTED = 1000  # events that share something, up to which they are looked up by their ids


@dataclass(slots=True)
class Neighbour:
    """An event before or after, and what it shares: the names of people, places and topics."""

    event: Event
    shared: list[str]


@dataclass(slots=True)
class Around:
    """What stands before and after an event in the one order: in its story, and on the whole timeline."""

    before: list[Neighbour]
    after: list[Neighbour]
    plain_before: Event | None
    plain_after: Event | None


def around(event: Event) -> Around | None:
    """None where nothing stands before or after it, and for an event without a date. `event` has its card.

    Its story are the published events that share a participant, the place or a topic with it.
    """
    if event.date is None:
        return None
    here = Cursor.at(event, OLDEST, ON)
    dated = Event.objects.published().exclude(date=None)
    entities, tags = involved(event), {tag.pk: tag.name for tag in event.tags.all()}
    before, after = steps(sharing(dated, entities, tags), here, EACH_WAY)
    plain_before, plain_after = steps(dated, here, 1)
    if not plain_before and not plain_after:
        return None
    with_cards([*before, *after, *plain_before, *plain_after])
    return Around(
        [Neighbour(one, shared(one, entities, tags)) for one in before],
        [Neighbour(one, shared(one, entities, tags)) for one in after],
        next(iter(plain_before), None),
        next(iter(plain_after), None),
    )


def steps(events: QuerySet, here: Cursor, number: int) -> tuple[list[Event], list[Event]]:
    """So many events right before the place, and so many right after it, in order."""
    listed = events.chronological()
    before = listed.filter(short_of(here)).reverse()[:number]
    return list(before)[::-1], list(listed.filter(beyond(here))[:number])


def involved(event: Event) -> dict[int, str]:
    """Who took part and where it happened, as its card shows them: key -> name."""
    card = event.card
    return {one.pk: one.name for one in (*card.who, *filter(None, [card.place]))}


def shared(other: Event, entities: dict[int, str], tags: dict[int, str]) -> list[str]:
    names = [entities[pk] for pk in involved(other) if pk in entities]
    return names + [tag.name for tag in other.tags.all() if tag.pk in tags]


def sharing(events: QuerySet, entities, tags) -> QuerySet:
    """Those that share something. Few are named by their ids; of many, the next one is never far in the order."""
    took_part = Participation.objects.filter(entity__in=entities)
    happened_there = Event.objects.filter(place__in=entities)
    tagged = Event.tags.through.objects.filter(tag__in=tags)
    found = (
        took_part.order_by()
        .values_list("event")
        .union(happened_there.order_by().values_list("pk"), tagged.order_by().values_list("event"), all=True)[
            : MOST_LISTED + 1
        ]
    )
    ids = {pk for (pk,) in found}
    if len(ids) <= MOST_LISTED:
        return events.filter(pk__in=ids)
    return events.filter(
        Exists(took_part.filter(event=OuterRef("pk")))
        | Q(place__in=entities)
        | Exists(tagged.filter(event=OuterRef("pk")))
    )


@dataclass(frozen=True, slots=True)
class Company:
    """Some of an event's participants, in how many other events they occur, and the timeline of these."""

    names: str
    others: int
    url: str


def same_participants(event: Event) -> list[Company]:
    """All of an event's participants together, where there are several; then each alone; only who has other events."""
    who = event.card.who
    if not who:
        return []
    counts = entity_counts(EventQuery({}))
    found = [company([one], counts.get(one.pk, 1)) for one in who]
    if len(who) > 1:
        together = how_many(EventQuery({}, entities=who))
        found.insert(0, company(who, together))
    return [one for one in found if one.others]


def company(who: list, count: int) -> Company:
    names = listed_names([one.name for one in who], _("%(some)s and %(last)s"))
    slugs = urlencode([("entity", slug) for slug in sorted(one.slug for one in who)])
    return Company(names, count - 1, with_query(reverse("timeline"), slugs))
