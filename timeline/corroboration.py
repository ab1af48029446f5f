"""Same event, several sources: who says so independently, whether their dates can all hold, what may be the same."""

import datetime as dt
import math
from itertools import combinations

from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects
from django.db.models.expressions import RawSQL

from timeline.dates import CLASS_DAYS
from timeline.engine.likeness import likeness
from timeline.models import Event, Evidence, Participation

LIKELY_SAME = 0.5  # likeness at which two headlines speak as much for as against one happening
MOST_CANDIDATES = 300
MOST_LOOKED_AT = 500  # events of one status and class of span
WIDE = 2  # span class from which on only events that share a name are looked at: in a year too much happens


def derive(event: Event) -> None:
    """Set disputed, source_count and independent_source_count from the event's evidence (not saved).

    Of several events, read them whole() first.
    """
    counted = [e for e in event.evidence.all() if e.rank != Evidence.Rank.DEPRECATED]
    event.disputed = dates_disagree([e.date for e in counted if e.date is not None])
    event.source_count = len({place_of(e) for e in counted})
    event.independent_source_count = len({voice_of(e) for e in counted})


def dates_disagree(dates) -> bool:
    """Whether two of the dates cannot both hold."""
    return any(not a.can_both_hold(b) for a, b in combinations(set(dates), 2))


def place_of(evidence: Evidence):
    """Where it stands: the article, or what an editor cited."""
    return evidence.article_id or (evidence.url or evidence.citation)


def voice_of(evidence: Evidence):
    """Who speaks: copies of one agency text are one voice, and so is all a publisher prints."""
    article = evidence.article
    if article is None:
        return evidence.url or evidence.citation
    if article.syndication_group:
        return ("group", article.syndication_group)
    return ("source", article.source_id) if article.source_id else ("article", article.pk)


def likely_same(event: Event, *, limit: int = 5) -> list[tuple[Event, float]]:
    """Events that may be this one, the likeliest first, each with a likeness from 0 to 1.

    Their dates can agree, and who takes part, what is done and to what are alike (timeline.engine.likeness).
    """
    others = [] if event.date is None else candidates(event)
    others = [other for other in others if event.date.can_both_hold(other.date)]
    took_part = Prefetch("participations", Participation.objects.select_related("entity"))
    prefetch_related_objects([event, *others], took_part)
    whose = names_in(event)
    scored = [
        (other, 1 / (1 + math.exp(-likeness(event.title, other.title, whose, names_in(other)))))
        for other in others
    ]
    return sorted((s for s in scored if s[1] > LIKELY_SAME), key=lambda s: (-s[1], s[0].pk))[:limit]


def candidates(event: Event):
    """Events beside which this one is laid: those that can have happened at the same time and, where either time is
    wide, that name somebody it names. Of many, those that begin last: wide times, which begin early, have least to say."""
    mine = Participation.objects.filter(event=event).order_by().values("entity")
    sharing = Q(Exists(Participation.objects.filter(event=OuterRef("pk"), entity__in=mine)))
    if event.place_id:
        sharing |= Q(place=event.place_id)
    if event.span_class < WIDE:
        sharing |= Q(span_class__lt=WIDE)
    return (
        Event.objects.filter(pk__in=looked_at(event))
        .exclude(pk=event.pk)
        .filter(sharing, earliest__lte=event.latest, latest__gte=event.earliest)
        .select_related("place")
        .order_by("-status", "-sort_day", "-id")[:MOST_CANDIDATES]
    )


def looked_at(event: Event) -> RawSQL:
    """The ids of events that may meet it in time: of each status and class of span the nearest, along the one index that
    has them in order, so that as many rows are read among a million as among thousands."""
    meeting = []
    for span_class, days in enumerate(CLASS_DAYS):
        since = dt.date.fromordinal(max(event.earliest.toordinal() - days + 1, 1))
        meeting.append((Q(span_class=span_class, sort_day__range=(since, event.latest)), "-"))
    open_sided = len(CLASS_DAYS)  # before, until: by their last day; after, since: by their first
    meeting.append((Q(span_class=open_sided, sort_day__gte=event.earliest), ""))
    meeting.append((Q(span_class=open_sided, sort_day__lt=event.earliest), "-"))
    asked, given = [], []
    for status in (Event.Status.PROPOSED, Event.Status.PUBLISHED):
        for met, back in meeting:
            found = Event.objects.filter(met, status=status).order_by(f"{back}sort_day", f"{back}id")
            statement, values = found.values("pk")[:MOST_LOOKED_AT].query.sql_with_params()
            asked.append(f"SELECT * FROM ({statement}) nearest")
            given.extend(values)
    return RawSQL(" UNION ALL ".join(asked), given)


def participants(event: Event) -> set[int]:
    return {p.entity_id for p in event.participations.all()}


def names_in(event: Event) -> set[str]:
    """Of those who take part, and of the place."""
    names = {p.entity.name for p in event.participations.all()}
    return names | {event.place.name} if event.place else names
