"""How many events each choice has beside a list: counts that respect the other filters.

Of entities and topics all that are chosen must hold: the number is what the list has left with one more. Of places,
publishers, types, grains and factualities any may: it is how many events have that value, whatever else of its own
group is chosen.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from kb.models import Entity, Source, Tag
from timeline.columns import LAST_DAY, NO_DAY, Proofs, of_rows, tally
from timeline.dates import EdtfDate
from timeline.density import density
from timeline.query import PRECISIONS, EventQuery
from timeline.remembering import remembered

MOST_CHOICES = 12
MOST_PERIODS = 20  # of time, beside the list
UNIT_YEARS = {"year": 1, "decade": 10}
UNIT_DATES = {
    "year": EdtfDate.year,
    "decade": EdtfDate.decade,
    "century": lambda year: EdtfDate.century(year // 100),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter, the words people know it by, and how many events have it."""

    value: str
    words: str
    count: int


def entity_choices(query: EventQuery, limit: int = MOST_CHOICES) -> list[Choice]:
    """Who took part in what is listed, or where it happened, the most frequent first."""
    counts = entity_counts(query)
    top = sorted(counts, key=lambda pk: (-counts[pk], pk))[:limit]
    rows = Entity.objects.in_bulk(top)
    return [Choice(rows[pk].slug, rows[pk].name, counts[pk]) for pk in top]


@remembered
def entity_counts(query: EventQuery) -> dict[int, int]:
    """In how many of the listed events each confirmed entity took part or was the place."""
    columns = query.state.columns
    return tally(of_rows(columns.names, query.listed_rows()).entity)


@remembered
def entity_years(query: EventQuery, entities: list[int]) -> dict[int, tuple[int, int]]:
    """The first and the last year in which the list has dated events with each entity."""
    columns, found = query.state.columns, {}
    names = of_rows(columns.names, query.listed_rows())
    days = np.where(columns.events.first[names.at] == NO_DAY, NO_DAY, columns.events.sort_day[names.at])
    for pk in entities:
        theirs = days[(names.entity == pk) & (days != NO_DAY)]
        if theirs.size:
            found[pk] = tuple(dt.date.fromordinal(int(day)).year for day in (theirs.min(), theirs.max()))
    return found


def place_choices(query: EventQuery, limit: int = MOST_CHOICES) -> list[Choice]:
    """Where it happened; any of several may be chosen, so its own choice does not narrow it."""
    counts = column_counts(query, "place")
    rows = Entity.objects.confirmed().in_bulk([pk for pk in counts if pk])
    return most_frequent(rows, counts, limit)


def most_frequent(rows: dict, counts: dict[int, int], limit: int) -> list[Choice]:
    """The most frequent of the rows first, those of one number by name."""
    there = sorted(rows.values(), key=lambda row: (-counts[row.pk], row.name))
    return [Choice(row.slug, row.name, counts[row.pk]) for row in there[:limit]]


def tag_choices(query: EventQuery, limit: int = MOST_CHOICES) -> list[Choice]:
    counts = tag_counts(query)
    return most_frequent(Tag.objects.in_bulk(counts), counts, limit)


@remembered
def tag_counts(query: EventQuery) -> dict[int, int]:
    """How many of the listed events each topic has."""
    columns = query.state.columns
    return tally(of_rows(columns.tags, query.listed_rows()).tag)


def source_choices(query: EventQuery, limit: int = MOST_CHOICES) -> list[Choice]:
    counts = {pk: events for pk, (events, _articles) in source_counts(replace(query, sources=[])).items()}
    return most_frequent(Source.objects.in_bulk(counts), counts, limit)


@remembered
def source_counts(query: EventQuery) -> dict[int, tuple[int, int]]:
    """How many of the listed events each publisher proves, and by how many articles."""
    proofs = proofs_of(query)
    first = np.ones(proofs.at.size, bool)  # of an event's articles of one publisher
    first[1:] = (proofs.at[1:] != proofs.at[:-1]) | (proofs.source[1:] != proofs.source[:-1])
    _articles, once = np.unique(proofs.article, return_index=True)
    events, articles = tally(proofs.source[first]), tally(proofs.source[once])
    return {pk: (events[pk], articles[pk]) for pk in events if pk}


@remembered
def article_count(query: EventQuery) -> int:
    """How many articles prove the listed events."""
    return np.unique(proofs_of(query).article).size


@remembered
def newest_articles(query: EventQuery, limit: int, source: int | None = None) -> list[int]:
    """The keys of the articles that prove listed events, the newest first, those of no known day last; of a publisher."""
    proofs = proofs_of(query)
    if source is not None:
        proofs = Proofs(*(column[proofs.source == source] for column in proofs))
    articles, once = np.unique(proofs.article, return_index=True)
    return articles[np.lexsort((articles, proofs.published[once]))[::-1][:limit]].tolist()


def article_keys(query: EventQuery, source: int | None = None, within: EdtfDate | None = None) -> np.ndarray:
    """The keys of all articles that prove listed events, in their order; of a publisher, published within a date."""
    proofs = proofs_of(query)
    these = np.ones(proofs.article.size, bool) if source is None else proofs.source == source
    if within is not None:
        these &= proofs.published != NO_DAY
        these &= proofs.published >= (within.earliest.toordinal() if within.earliest else NO_DAY)
        these &= proofs.published <= (within.latest.toordinal() if within.latest else LAST_DAY)
    return np.unique(proofs.article[these])


def proofs_of(query: EventQuery) -> Proofs:
    columns = query.state.columns
    return of_rows(columns.proofs, query.listed_rows())


def precision_choices(query: EventQuery) -> list[Choice]:
    """In the order of the grain, the finest first."""
    counts = column_counts(query, "precision")
    return [Choice(value, value, counts[value]) for value in PRECISIONS if value in counts]


def column_choices(query: EventQuery, column: str) -> list[Choice]:
    """Values of a column and how many events have each."""
    return [Choice(value, value, count) for value, count in column_counts(query, column).items()]


COLUMNS = {"place": "places", "event_type": "types", "precision": "precisions", "factuality": "factualities"}


def column_counts(query: EventQuery, column: str) -> dict:
    """Value -> how many there are. Any of several may be chosen, so the column's own choice does not narrow it."""
    return _columns_together(replace(query, **{COLUMNS[column]: []}))[column]


@remembered
def _columns_together(query: EventQuery) -> dict[str, dict]:
    """Of all columns at once; most queries narrow none of them."""
    columns = query.state.columns
    events, listed = columns.events, query.listed_rows()
    counts = {column: tally(getattr(events, column)[listed]) for column in COLUMNS}
    coded = [column for column in COLUMNS if column != "place"]
    words = columns.words
    return counts | {name: {words[code]: n for code, n in counts[name].items()} for name in coded}


def time_choices(query: EventQuery, years: Collection[int]) -> list[Choice]:
    """Years, decades or centuries in the order of time; `years`: those with events in what the query lists.

    A value is the period as `from` and `to` take it, and its count what that window lists. A window within a
    decade leaves the choice of the whole decade.
    """
    if not years:
        return []
    first = max(query.first.year, min(years)) if query.first else min(years)
    last = max(first, min(query.last.year, max(years)) if query.last else max(years))
    first, last = first // 10 * 10, last // 10 * 10 + 9
    unit = next((u for u, n in UNIT_YEARS.items() if last - first < MOST_PERIODS * n), "century")
    if query.windowed:
        query = replace(query, first=dt.date(max(first, 1), 1, 1), last=dt.date(min(last, 9999), 12, 31))
    found = density(replace(query, zoom=unit))
    values = [str(UNIT_DATES[found.unit](period.first.year)) for period in found.bins]
    counts = [period.certain if query.certain else period.possible for period in found.bins]
    return [Choice(value, value, count) for value, count in zip(values, counts, strict=True)]
