"""Rows of the tables beside the events, read for the events of an export: in the order of the events, in chunks.

As in timeline.exports.reading a source is what a column prints; here each table has its own. Articles and entities,
which many events share, come once each, by their ids.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import ExpressionWrapper, F, Model, Q, QuerySet, TextField
from django.urls import reverse

from kb.models import Alias, Article, Entity
from timeline.dates import EdtfDate
from timeline.exports import reading
from timeline.exports.reading import (
    Chunk,
    DayText,
    MomentText,
    anchors,
    capped,
    date_rules,
    decimals,
    iso,
    review,
)
from timeline.models import Event, Evidence, Participation


@dataclass(frozen=True, slots=True)
class Reader:
    """How the rows of one table are found for events, and where its columns' sources are. `order` ends in the key."""

    model: type[Model]
    of: Callable[[QuerySet | Sequence[int]], Q]  # which rows belong to events, given as a query or as ids
    order: tuple[str, ...]
    stored: dict
    derived: dict[str, tuple] = field(default_factory=dict)
    gathered: dict[str, Callable] = field(default_factory=dict)
    an_event: bool = True  # whether each row belongs to one event


def rows(table: str, events: QuerySet, *, site: str, using: str) -> Iterator[Chunk]:
    """All rows of the table that belong to the events, in chunks."""
    reader = READERS[table]
    if reader.an_event:
        ids = events.using(using).values_list("pk", flat=True).iterator(chunk_size=reading.CHUNK)
        while some := list(islice(ids, reading.CHUNK)):
            if chunk := rows_of(table, some, site=site, using=using):
                yield chunk
        return
    found = selected(reader, events.order_by(), using).order_by(*reader.order)
    found = found.values_list(*reader.stored.values()).iterator(chunk_size=reading.CHUNK)
    while some := list(islice(found, reading.CHUNK)):
        yield chunk_of(reader, some, site, using)


def rows_of(table: str, ids: Sequence[int], *, site: str, using: str) -> Chunk:
    """The rows that belong to the events with these ids, event by event; chunk["event.id"] says to which."""
    reader = READERS[table]
    place = {event: number for number, event in enumerate(ids)}
    at = list(reader.stored).index("event.id")
    found = selected(reader, ids, using).order_by(*reader.order).values_list(*reader.stored.values())
    return chunk_of(reader, sorted(found, key=lambda row: place[row[at]]), site, using)


def selected(reader: Reader, events, using: str) -> QuerySet:
    return reader.model._base_manager.using(using).filter(reader.of(events))


def chunk_of(reader: Reader, found: list[tuple], site: str, using: str) -> Chunk:
    columns = zip(*found, strict=True) if found else ([] for _name in reader.stored)
    stored = dict(zip(reader.stored, columns, strict=True))
    return Chunk(stored, using, site, reader.derived, reader.gathered)


def fields(*names: str, **others) -> dict:
    """Sources that are the model's own fields, and others by name: article__url is the source "article.url"."""
    return {name: F(name) for name in names} | {
        name.replace("__", "."): F(read) if isinstance(read, str) else read for name, read in others.items()
    }


# derived


def first_of_two(one, other) -> list:
    return [a or b for a, b in zip(one, other, strict=True)]


def capped_quotes(quotes) -> list[str | None]:
    return [capped(quote) for quote in quotes]


def earliest(dates) -> list[str | None]:
    return [iso(EdtfDate.parse(date).earliest) for date in dates]


def latest(dates) -> list[str | None]:
    return [iso(EdtfDate.parse(date).latest) for date in dates]


def article_pages(ids, site: str) -> list[str]:
    before, after = reverse("article", args=[0]).split("0")
    return [f"{site}{before}{pk}{after}" for pk in ids]


def entity_pages(slugs, site: str) -> list[str]:
    before, after = reverse("entity", args=["SLUG"]).split("SLUG")
    return [f"{site}{before}{slug}{after}" for slug in slugs]


# gathered


def aliases(ids, using) -> dict[str, list]:
    """Other names than the one an entity is known by."""
    found = defaultdict(set)
    others = Alias.objects.using(using).filter(entity__in=ids).exclude(name=F("entity__name"))
    for entity, name in others.values_list("entity", "name"):
        found[entity].add(name)
    return {"name": [sorted(found[entity]) for entity in ids]}


def review_of_their_events(ids, using) -> dict[str, list]:
    """For each of the evidences with these ids."""
    events = dict(Evidence.objects.using(using).filter(pk__in=ids).values_list("pk", "event"))
    return review([events[evidence] for evidence in ids], using)


CONFIRMED = Entity.State.CONFIRMED
READERS = {
    "evidence": Reader(
        Evidence,
        lambda events: Q(event__in=events),
        ("id",),
        fields(
            *("id", "url", "archived_url", "citation", "exact", "prefix", "suffix", "start", "end"),
            *("text_sha256", "anchor_state", "method", "rank"),
            score_as_stored="score",
            event__id="event",
            event__public_id="event__public_id",
            article__id="article",
            article__url="article__url",
            source__name="article__source__name",
            article__title="article__title",
            article__authors="article__authors",
            article__published=DayText("article__published"),
            article__retrieved_at=MomentText("article__retrieved_at"),
            article__syndication_group="article__syndication_group",
        ),
        {
            "address": (first_of_two, "article.url", "url"),
            "publisher": (first_of_two, "source.name", "citation"),
            "quote": (capped_quotes, "exact"),
            "score": (decimals, "score_as_stored"),
        },
        {"review": review_of_their_events},
    ),
    "articles": Reader(
        Article,
        lambda events: Q(pk__in=Evidence.objects.filter(event__in=events).values("article")),
        ("id",),
        fields(
            *("id", "url", "title", "authors", "language", "text_sha256", "syndication_group"),
            published=DayText("published"),
            retrieved_at=MomentText("retrieved_at"),
            source__name="source__name",
        ),
        {"page": (article_pages, "id", "site")},
        an_event=False,
    ),
    "entities": Reader(
        Entity,
        lambda events: (
            Q(state=CONFIRMED)
            & (
                Q(pk__in=Participation.objects.filter(event__in=events).values("entity"))
                | Q(pk__in=Event.objects.filter(pk__in=events, place__isnull=False).values("place"))
            )
        ),
        ("public_id",),
        fields(
            *("id", "public_id", "slug", "name", "kind", "description", "wikidata", "iso3"),
            *("latitude", "longitude", "geo_precision"),
        ),
        {"page": (entity_pages, "slug", "site")},
        {"aliases": aliases},
        an_event=False,
    ),
    "event_entities": Reader(
        Participation,
        lambda events: Q(event__in=events, entity__state=CONFIRMED),
        ("entity__public_id",),
        fields(
            *("id", "role"),
            event__id="event",
            event__public_id="event__public_id",
            entity__public_id="entity__public_id",
            entity__name="entity__name",
        ),
    ),
    "date_claims": Reader(
        Evidence,
        lambda events: Q(event__in=events, date__isnull=False),
        ("id",),
        fields(
            *("id", "rank", "note", "date_text", "date_basis"),
            event__id="event",
            event__public_id="event__public_id",
            evidence__date_anchor="date_anchor",
            evidence__date_rule="date_rule",
            date=ExpressionWrapper(F("date"), TextField()),
        ),
        {
            "first_day": (earliest, "date"),
            "last_day": (latest, "date"),
            "anchor": (anchors, "date_basis", "evidence.date_anchor"),
            "date_rule": (date_rules, "date_basis", "evidence.date_rule"),
        },
    ),
}
