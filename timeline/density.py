"""How many events a query lists, by time: what the strip above the list draws.

Each event counts once. In the bin that holds its whole interval it is exact; one whose interval no bin holds
stands in a band: the smallest standard period (month, season, year, decade, century) that holds it, else
"longer" (so does every open date). bins + bands + unknown = total, always. Counted over the columns of timeline.columns.
"""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from timeline.columns import FIRST_DAY, LAST_DAY, NO_DAY, Events, tally
from timeline.query import EventQuery
from timeline.remembering import remembered

UNITS = ("day", "month", "season", "year", "decade", "century")
MOST_BINS = 200
MOST_ZOOMED = 1200  # bins, where the reader has chosen the unit; a drawing of more is slow
LONGER = "longer"
MONTHS = {"month": 1, "season": 3, "year": 12, "decade": 120, "century": 1200}  # in one period


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
    """Of what the query lists, in bins of its zoom."""
    return _density(query, query.zoom)


@remembered
def _density(query: EventQuery, zoom: str | None) -> Density:
    events, rows = query.state.columns.events, query.listed_rows()
    listed = Dates.of(events, rows)
    matching = Dates.of(events, query.matching_rows()) if query.windowed else listed
    unit = unit_for(listed.reach(query.window), zoom)
    placed = list(listed.placed(unit))
    return Density(
        unit,
        tuple(matching.period(*place) for place in placed if place[0] == unit),
        tuple(matching.period(*place) for place in placed if place[0] != unit),
        int(rows.sum()) - listed.first.size,
        matching.reach(),
    )


def how_many(query: EventQuery) -> int:
    """The query lists, told from the same columns as everything else on its page."""
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
    rows = query.listed_rows()
    dates = Dates.of(query.state.columns.events, rows)
    years = tally(dates.sort_months // MONTHS["year"])
    listed, undated = int(rows.sum()), int(rows.sum()) - dates.first.size
    possible = certain = listed
    if query.windowed:
        other = int(replace(query, certain=not query.certain).listed_rows().sum())
        possible, certain = (other, listed) if query.certain else (listed, other)
    return Numbers(possible, certain, years | {None: undated} if undated else years)


class Dates:
    """Those of events that have one, as columns of timeline.columns."""

    def __init__(self, *columns: np.ndarray):
        self._columns = columns
        self.first, self.last, self.first_month, self.last_month, self.sort_day, self.exact = columns
        self._certain = {}  # unit -> number of a period -> how many certainly lie in it

    @classmethod
    def of(cls, events: Events, rows: np.ndarray) -> "Dates":
        days = events.first, events.last, events.first_month, events.last_month
        everything = cls(*days, events.sort_day, events.exact)
        return everything.some(rows & (events.first != NO_DAY))

    def some(self, these: np.ndarray) -> "Dates":
        return self if these.all() else Dates(*(column[these] for column in self._columns))

    @cached_property
    def closed(self) -> "Dates":
        """Those whose sides are both known."""
        return self.some((self.first > FIRST_DAY) & (self.last < LAST_DAY))

    @property
    def sort_months(self) -> np.ndarray:
        return np.where(self.sort_day == self.first, self.first_month, self.last_month)

    def reach(self, window=(dt.date.min, dt.date.max)) -> tuple[dt.date, dt.date] | None:
        """First and last day of what is closed on both sides, cut to the window that all of it meets."""
        if not self.closed.first.size:
            return None
        first, last = int(self.closed.first.min()), int(self.closed.last.max())
        return max(window[0], dt.date.fromordinal(first)), min(window[1], dt.date.fromordinal(last))

    def periods(self, unit: str) -> tuple[np.ndarray, np.ndarray]:
        """The numbers of the periods of that unit that hold the first and the last days."""
        if unit == "day":
            return self.first, self.last
        shift, length = unit == "season", MONTHS[unit]
        return (self.first_month + shift) // length, (self.last_month + shift) // length

    def placed(self, unit: str) -> Iterable[tuple[str, int | None, int]]:
        """Periods as their unit and number, and how many stand in each: in the bin that holds the whole interval, else
        in the smallest band that does; a winter may be shorter than a bin of years."""
        left, counts = self.closed, {}
        for holder in dict.fromkeys((unit, *UNITS)):
            first, last = left.periods(holder)
            counts[holder] = tally(first[first == last])
            left = left.some(first != last)
        for holder in UNITS:
            for number, count in counts[holder].items():
                yield holder, number, count
        if longer := self.first.size - self.closed.first.size + left.first.size:
            yield LONGER, None, longer

    def period(self, unit: str, number: int | None, count: int) -> Period:
        """The period, with what a link to it will list of these."""
        if number is None:
            return Period(unit, None, None, count, 0, self.first.size)
        first, last = period_of(a_day_in(unit, number), unit)
        begun = np.searchsorted(self._firsts, last.toordinal(), "right")
        over = np.searchsorted(self._lasts, first.toordinal(), "left")
        return Period(unit, first, last, count, self._certainly(unit).get(number, 0), int(begun - over))

    @cached_property
    def _firsts(self) -> np.ndarray:
        return np.sort(self.first)

    @cached_property
    def _lasts(self) -> np.ndarray:
        return np.sort(self.last)

    def _certainly(self, unit: str) -> dict[int, int]:
        if unit not in self._certain:
            first, last = self.closed.periods(unit)
            self._certain[unit] = tally(first[(first == last) & self.closed.exact])
        return self._certain[unit]


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


def a_day_in(unit: str, number: int) -> dt.date:
    """A day of the period of that number.

    >>> a_day_in("season", (2014 * 12 + 12) // 3).isoformat(), a_day_in("century", 20).isoformat()
    ('2014-12-01', '2000-01-01')
    """
    if unit == "day":
        return dt.date.fromordinal(number)
    month = max(number * MONTHS[unit] - (unit == "season"), 12)  # the first winter begins before the calendar
    return dt.date(month // 12, month % 12 + 1, 1)


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
    length = MONTHS[unit] // 12
    begin = day.year // length * length
    return dt.date(max(begin, 1), 1, 1), dt.date(min(begin + length - 1, 9999), 12, 31)


def months(year: int, month: int, count: int) -> tuple[dt.date, dt.date]:
    """So many months from that one on; the calendar's last day cuts the last winter."""
    end = year * 12 + month - 1 + count - 1
    end_year, end_month = end // 12, end % 12 + 1
    if end_year > 9999:
        return dt.date(year, month, 1), dt.date.max
    return dt.date(year, month, 1), dt.date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])
