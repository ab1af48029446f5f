"""Same event, several sources: who says so independently, whether their dates can all hold, what may be the same."""

from itertools import combinations

from django.db.models import Q

from timeline import search
from timeline.models import Event, Evidence

LIKELY_SAME = 0.5  # of the smaller title's content words; below it the words differ
MOST_CANDIDATES = 200


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

    Their dates can agree, and participants and the words of the titles overlap.
    """
    if event.date is None:
        return []
    near = (
        Event.objects.filter(status__in=[Event.Status.PROPOSED, Event.Status.PUBLISHED])
        .exclude(pk=event.pk)
        .filter(Q(earliest__lte=event.latest) & Q(latest__gte=event.earliest))
        .prefetch_related("participations")
        .order_by("-status", "sort_day", "id")[:MOST_CANDIDATES]
    )
    who, words = participants(event), content_words(event.title)
    scored = [(other, likeness(who, words, other)) for other in near if event.date.can_both_hold(other.date)]
    return sorted((s for s in scored if s[1] >= LIKELY_SAME), key=lambda s: (-s[1], s[0].pk))[:limit]


def likeness(who: set, words: set, other: Event) -> float:
    theirs = participants(other)
    if who and theirs and not who & theirs:
        return 0.0
    other_words = content_words(other.title)
    smaller = min(len(words), len(other_words))
    return len(words & other_words) / smaller if smaller else 0.0


def participants(event: Event) -> set[int]:
    return {p.entity_id for p in event.participations.all()}


def content_words(title: str) -> set[str]:
    """Words of four letters and more, cut to their first five: a stem good enough to compare headlines."""
    return {token[:5] for token in search.tokens(title) if len(token) > 3}
