"""How many events a query lists, by time: what the strip above the list draws.

Each event counts once. In the bin that holds its whole interval it is exact; one whose interval no bin holds
stands in a band: the smallest standard period (month, season, year, decade, century) that holds it, else
"longer" (so does every open date). bins + bands + unknown = total, always. The database groups, Python places.
"""

import calendar
import datetime as dt
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import Count

from timeline.query import EventQuery
from timeline.remembering import remembered

UNITS = ("day", "month", "season", "year", "decade", "century")
MOST_BINS = 200
MOST_ZOOMED = 1200  # bins, where the reader has chosen the unit; a drawing of more is slow
LONGER = "longer"


@dataclass(frozen=True, slots=True)
class Period:
    """A bin or a band: its first and last day, how many events are drawn in it, and what its link lists.

    The link asks for the same filter from the first to the last day; `certain` and `possible` are what that list
    states. A band of unit "longer" has no days.
    """

    unit: str
    first: dt.date | None
    last: dt.date | None
    count: int
    certain: int
    possible: int


@dataclass(frozen=True, slots=True)
class Density:
    """The bins (those with events, in time order), the bands, the undated; unit is the bins' own.

    `reach`: first and last day of what the other filters let through, the window and open dates aside.
    """

    unit: str
    bins: tuple[Period, ...]
    bands: tuple[Period, ...]
    unknown: int
    reach: tuple[dt.date, dt.date] | None = None

    @property
    def total(self) -> int:
        return sum(p.count for p in (*self.bins, *self.bands)) + self.unknown


def density(query: EventQuery) -> Density:
    """Of what the query lists, in bins of its zoom; one query, however many events there are."""
    return _density(query, query.zoom)


@remembered
def _density(query: EventQuery, zoom: str | None) -> Density:
    rows = intervals(query)
    listed = [row for row in rows if lists(query, row)]
    dated = [row for row in listed if row.first is not None]
    unit = unit_for(reach(dated, query.window), zoom)
    places = Counter()
    for row in dated:
        places[placed(row, unit)] += row.count
    bins = {key: n for key, n in places.items() if key[0] == unit}
    bands = {key: n for key, n in places.items() if key[0] != unit}
    answer = Answers([row for row in rows if row.first is not None])
    return Density(
        unit,
        tuple(answer.period(*key, n) for key, n in sorted(bins.items(), key=lambda b: b[0][1])),
        tuple(
            answer.period(*key, n)
            for key, n in sorted(bands.items(), key=lambda b: (rank(b[0][0]), b[0][1] or dt.date.min))
        ),
        sum(row.count for row in listed if row.first is None),
        reach(rows),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """Events of one interval; open sides hold the calendar's first and last day, undated ones None."""

    first: dt.date | None
    last: dt.date | None
    exact: bool
    count: int
    sort_day: dt.date

    @property
    def closed(self) -> bool:
        return self.first > dt.date.min and self.last < dt.date.max


def intervals(query: EventQuery) -> list[Row]:
    """Of all that every filter but the window lets through; a window moved over it takes no new question."""
    return [Row(*row) for row in _intervals(query.at_any_time)]


@remembered
def _intervals(query: EventQuery) -> list[tuple]:
    columns = "earliest", "latest", "qualifier", "sort_day"
    grouped = query.matching().order_by().values_list(*columns).annotate(n=Count("pk"))
    return [(first, last, qualifier == "exact", n, day) for first, last, qualifier, day, n in grouped]


def how_many(query: EventQuery) -> int:
    """The query lists, told from the same intervals as everything else on its page."""
    found = numbers(query)
    return found.certain if query.certain else found.possible


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many events may have happened in the query's window and how many certainly did; how many it lists of each
    year, None for those whose date is not known."""

    possible: int
    certain: int
    years: dict[int | None, int]


@remembered
def numbers(query: EventQuery) -> Numbers:
    rows, years = intervals(query), Counter()
    possible, surely = replace(query, certain=False), replace(query, certain=True)
    for row in rows:
        if lists(query, row):
            years[row.sort_day.year if row.first is not None else None] += row.count
    return Numbers(
        sum(row.count for row in rows if lists(possible, row)),
        sum(row.count for row in rows if lists(surely, row)),
        dict(years),
    )


def lists(query: EventQuery, row: Row) -> bool:
    """Whether the query's window lets the row through, as EventQuery.events asks the database."""
    if not query.windowed:
        return True
    if row.first is None:
        return False
    first, last = query.window
    if query.certain:
        return row.exact and row.closed and first <= row.first and row.last <= last
    return row.first <= last and first <= row.last


def reach(rows: list[Row], window=(dt.date.min, dt.date.max)) -> tuple[dt.date, dt.date] | None:
    """First and last day of what is closed on both sides, cut to the window that all of it meets."""
    closed = [row for row in rows if row.first is not None and row.closed]
    if not closed:
        return None
    return max(window[0], min(row.first for row in closed)), min(window[1], max(row.last for row in closed))


def unit_for(days: tuple[dt.date, dt.date] | None, zoom: str | None = None) -> str:
    """The finest unit that needs at most MOST_BINS bins for these days.

    A chosen zoom is the finest to begin with, and may need MOST_ZOOMED.
    """
    if days is None:
        return zoom or "year"
    first, last = days
    counts = {
        "day": (last - first).days + 1,
        "month": (last.year - first.year) * 12 + last.month - first.month + 1,
        "year": last.year - first.year + 1,
        "decade": last.year // 10 - first.year // 10 + 1,
        "century": 1,
    }
    units, most = list(counts), MOST_BINS
    if zoom:
        units, most = units[units.index(zoom) :], MOST_ZOOMED
    return next(unit for unit in units if counts[unit] <= most)


def placed(row: Row, unit: str) -> tuple[str, dt.date | None, dt.date | None]:
    """The bin, else the smallest band, that holds the whole interval; a winter may be shorter than a bin of years."""
    if row.closed:
        for holder in (unit, *UNITS):
            first, last = period_of(row.first, holder)
            if row.last <= last:
                return holder, first, last
    return LONGER, None, None


def rank(unit: str) -> int:
    return UNITS.index(unit) if unit in UNITS else len(UNITS)


@lru_cache(maxsize=100_000)  # the same days come again in every strip
def period_of(day: dt.date, unit: str) -> tuple[dt.date, dt.date]:
    """First and last day of the period of that unit that holds the day (meteorological seasons, as in dates.py).

    >>> [d.isoformat() for d in period_of(dt.date(2015, 1, 20), "season")]
    ['2014-12-01', '2015-02-28']
    >>> [d.isoformat() for d in period_of(dt.date(1999, 5, 4), "century")]
    ['1900-01-01', '1999-12-31']
    """
    if unit == "day":
        return day, day
    if unit == "month":
        return months(day.year, day.month, 1)
    if unit == "season":
        start = day.month // 3 * 3 or 12
        year = day.year - 1 if day.month < 3 else day.year
        return months(year, start, 3) if year else (dt.date.min, months(1, 1, 2)[1])
    length = {"year": 1, "decade": 10, "century": 100}[unit]
    begin = day.year // length * length
    return dt.date(max(begin, 1), 1, 1), dt.date(min(begin + length - 1, 9999), 12, 31)


def months(year: int, month: int, count: int) -> tuple[dt.date, dt.date]:
    """So many months from that one on; the calendar's last day cuts the last winter."""
    end = year * 12 + month - 1 + count - 1
    end_year, end_month = end // 12, end % 12 + 1
    if end_year > 9999:
        return dt.date(year, month, 1), dt.date.max
    return dt.date(year, month, 1), dt.date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])


class Answers:
    """What a link to any standard period will list, from intervals counted once."""

    def __init__(self, rows: list[Row]):
        self.all = sum(row.count for row in rows)
        self.rows = rows
        self.firsts = Cumulated((row.first, row.count) for row in rows)
        self.lasts = Cumulated((row.last, row.count) for row in rows)
        self.certain_in = {}  # unit -> first day of a period -> how many certainly lie in it

    def period(self, unit, first, last, count) -> Period:
        if first is None:
            return Period(unit, None, None, count, 0, self.all)
        over_before = self.lasts.below(first)
        begun_after = self.all - self.firsts.below(last) - self.firsts.at(last)
        return Period(
            unit, first, last, count, self.certain(unit)[first], self.all - over_before - begun_after
        )

    def certain(self, unit: str) -> Counter:
        if unit not in self.certain_in:
            found = self.certain_in[unit] = Counter()
            for row in self.rows:
                if row.exact and row.closed:
                    first, last = period_of(row.first, unit)
                    if row.last <= last:
                        found[first] += row.count
        return self.certain_in[unit]


class Cumulated:
    """How many lie below a day, and at it."""

    def __init__(self, counted):
        totals = Counter()
        for day, count in counted:
            totals[day] += count
        self.totals = totals
        self.days = sorted(totals)
        self.sums = [0]
        for day in self.days:
            self.sums.append(self.sums[-1] + totals[day])

    def below(self, day: dt.date) -> int:
        return self.sums[bisect_left(self.days, day)]

    def at(self, day: dt.date) -> int:
        return self.totals[day]
