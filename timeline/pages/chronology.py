"""The list as readers scan it: years, months where a year is full, and the gaps between records."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

FULL_YEAR = 12  # events; a year with more is divided into months
SHORTEST_GAP = 3  # whole months; less is no news


@dataclass(slots=True)
class Run:
    """Events under one heading; `month` is the month's first day, None for a year that is not divided.

    `wide`: the dates of these events are wider than a month, so that they stand under none.
    """

    month: dt.date | None = None
    wide: bool = False
    rows: list = field(default_factory=list)


@dataclass(slots=True)
class Year:
    """One section of the list; `year` is None for events whose date is not known.

    `earlier` and `later`: the nearest years of the filtered list that have events; `links` leads to them.
    """

    year: int | None
    count: int
    earlier: int | None = None
    later: int | None = None
    runs: list[Run] = field(default_factory=list)
    links: list = field(default_factory=list)

    @property
    def divided(self) -> bool:
        return any(run.month or run.wide for run in self.runs)

    @property
    def level(self) -> int:
        """Of the headings of events: under the year's h2, or under a month's h3."""
        return 4 if self.divided else 3


@dataclass(frozen=True, slots=True)
class Gap:
    """Months into which no event of the list can fall, those with open dates apart."""

    words: str


def chronology(events: Iterable, counts: dict[int | None, int], *, before=None, **options) -> list[Year]:
    """The events of one page, in the order given, as years with their runs and gaps.

    counts: how many events the whole filtered list has in each year (None: date not known), so that a heading
    states the year's number even where a page breaks it. before: the event of the list right before these, so that
    no gap is lost between two pages. Rows are events and Gaps; options are those of gaps().
    """
    events = list(events)
    neighbours = _neighbours(sorted(year for year in counts if year is not None))
    years: list[Year] = []
    dated = [e for e in (before, *events) if e is not None and e.date is not None]
    said = [*([] if before else [None]), *gaps(dated, **options)]
    for event, gap in zip_longest(events, said[: len(events)]):  # undated events have none
        if gap and years:
            years[-1].runs[-1].rows.append(gap)
        year = year_of(event)
        first = not years
        if first or years[-1].year != year:
            years.append(Year(year, counts.get(year, 0), *neighbours.get(year, (None, None))))
        run = _run_of(event, years[-1])
        run.rows += [gap, event] if gap and first else [event]
    return years


def gaps(
    events: list, *, reached: dt.date | None = None, filtered: bool = False, since: dt.date | None = None
) -> list[Gap | None]:
    """What is to be said between each two neighbours of dated events, which come oldest or newest first.

    reached: the last day that older events reach. since: the first day asked for; what lies before it was not looked
    for, so that no gap is said there.
    """
    if len(events) > 1 and _start(events[0]) > _start(events[-1]):
        return gaps(events[::-1], reached=reached, filtered=filtered, since=since)[::-1]
    asked = since - dt.timedelta(days=1) if since and since > dt.date.min else dt.date.min
    said, reached = [], max(reached or asked, asked)
    for place, event in enumerate(events):
        if place:
            said.append(_gap(reached, _start(event), filtered))
        reached = max(reached, _end(event))
    return said


def _start(event) -> dt.date:
    """First day the event may fall on; an open side tells nothing, so there the day it is sorted by."""
    return event.earliest if event.earliest > dt.date.min else event.sort_day


def _end(event) -> dt.date:
    return event.latest if event.latest < dt.date.max else event.sort_day


def _gap(reached: dt.date, start: dt.date, filtered: bool) -> Gap | None:
    months = (start.year - reached.year) * 12 + start.month - reached.month - 1
    if months < SHORTEST_GAP:
        return None
    length = _length(months)
    if filtered:
        return Gap(_("%(length)s without a matching record") % {"length": length})
    return Gap(_("%(length)s without a record") % {"length": length})


def _length(months: int) -> str:
    """
    >>> _length(7), _length(24), _length(30)
    ('7 months', '2 years', 'more than 2 years')
    """
    if months < 24:
        return ngettext("%d month", "%d months", months) % months
    years = months // 12
    words = ngettext("%d year", "%d years", years) % years
    return words if months % 12 == 0 else _("more than %(length)s") % {"length": words}


def year_of(event) -> int | None:
    return event.sort_day.year if event.date is not None else None


def _neighbours(years: list[int]) -> dict[int, tuple[int | None, int | None]]:
    return {
        year: (years[i - 1] if i else None, years[i + 1] if i + 1 < len(years) else None)
        for i, year in enumerate(years)
    }


def _run_of(event, year: Year) -> Run:
    """The run the event belongs to, begun where the last one has another heading."""
    month, wide = None, False
    if year.year is not None and year.count > FULL_YEAR:
        month = month_of(event)
        wide = month is None
    if not year.runs or (year.runs[-1].month, year.runs[-1].wide) != (month, wide):
        year.runs.append(Run(month, wide))
    return year.runs[-1]


def month_of(event) -> dt.date | None:
    """First day of the month that holds the whole of the event's date; None if none does."""
    first, last = event.earliest, event.latest
    return first.replace(day=1) if (first.year, first.month) == (last.year, last.month) else None
