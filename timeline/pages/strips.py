"""The density strips of a page, with their words: the whole of what is asked or the part of time that is looked at,
its lanes, and the window within it."""

import datetime as dt
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from timeline.addresses import of_page, with_query
from timeline.calendars import SHORT_MONTH_ALONE
from timeline.date_words import calendar_of
from timeline.dates import EdtfDate
from timeline.density import Density, Period, density
from timeline.pages.laid import MOST, PIXELS, ROW, Laid, laid_out
from timeline.pages.lanes import Lanes, Row, Tie, in_lanes, shared, shared_words
from timeline.pages.strip import Axis, Block, Strip, axis_of, draw, shapes, stacked
from timeline.query import ZOOMS, EventQuery, Lane

MOST_MARKS = 1200  # shapes on a page, whatever there is to count: a bar is two, itself and what is clicked
CLOSEST = 31  # days; nothing is looked at more closely
SEASONS = {3: 21, 6: 22, 9: 23, 12: 24}  # by the month they begin in
KEYS = {
    "day": gettext_lazy("date known to the day"),
    "month": gettext_lazy("date known to the month or better"),
    "year": gettext_lazy("date known to the year or better"),
    "decade": gettext_lazy("date known to the decade or better"),
    "century": gettext_lazy("date known to the century or better"),
}
NAMES = {
    "day": gettext_lazy("Events by day"),
    "month": gettext_lazy("Events by month"),
    "year": gettext_lazy("Events by year"),
    "decade": gettext_lazy("Events by decade"),
    "century": gettext_lazy("Events by century"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A link to another part of time; `name` tells scripts which. Not `there`: it would change nothing."""

    name: str
    words: str
    url: str
    there: bool


@dataclass(slots=True)
class Captioned:
    """A strip with its words. `apart`: what no bar or band can show; `before`, `after`: whether more lies there;
    `looked`: the days that the axis asks for, however many of them the drawing needs to have borders at its labels."""

    strip: Strip
    name: str
    key: str
    note: str
    apart: str
    within: bool = False
    before: bool = False
    after: bool = False
    lanes: Lanes | None = None
    laid: list[Laid] | None = None
    steps: list[Step] | None = None
    looked: tuple[dt.date, dt.date] | None = None

    @property
    def pixels(self) -> int:
        return max(self.strip.pixels, PIXELS if self.laid else 0)

    @property
    def laid_height(self) -> int:
        return max(one.base for one in self.laid) + ROW // 4

    @property
    def ties(self) -> list[Tie]:
        """The events laid out that lie in several lanes."""
        return [Tie(one, one.lanes) for one in self.laid or [] if len(one.lanes) > 1]


@dataclass(frozen=True, slots=True)
class Undrawn:
    """What is said where nothing has a place on an axis: of all, of each lane, and of several lanes at once."""

    apart: str
    lanes: list[tuple[Lane, str]]
    said: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What the database says of one strip and its lanes; a lane without a question holds nothing."""

    query: EventQuery
    found: Density
    lanes: list[tuple[Lane, EventQuery | None, Density | None]]

    @property
    def marks(self) -> int:
        drawn = [self.found, *(found for _lane, _query, found in self.lanes if found)]
        return sum(2 * len(one.bins) + len(one.bands) for one in drawn)

    @property
    def shared_words(self) -> str:
        return shared_words(*shared(self.query, [query for _lane, query, _found in self.lanes]))


def strips_or_words(query: EventQuery) -> dict:
    """For templates: the strips, or what is said in their place."""
    strips = strips_of(query)
    return {"strips": strips, "undrawn": None if strips else undrawn(query)}


def undrawn(query: EventQuery) -> Undrawn | None:
    """None where there is nothing at all."""
    counted = count(replace(query, first=None, last=None, certain=False, zoom=None), MOST_MARKS)
    if not counted.found.total:
        return None
    lanes = [(lane, lane_note(found)) for lane, _asked, found in counted.lanes]
    said = counted.shared_words if lanes else ""
    return Undrawn(apart(counted.found), lanes, said)


def strips_of(query: EventQuery) -> list[Captioned]:
    """The strip of everything the other filters let through, or of the part of it that the axis asks for, the window
    tinted in it; and, where a window is set and finer bins fit into it, the strip of the window alone."""
    whole = replace(query, first=None, last=None, certain=False)
    two = query.windowed and query.axis is None
    most = MOST_MARKS // 2 if two else MOST_MARKS
    counted = None
    if query.axis:
        counted = count(replace(whole, first=query.axis[0], last=query.axis[1]), most)
        if part(counted) is None:
            counted = None
    counted = counted or count(replace(whole, zoom=None) if query.windowed else whole, most)
    if counted.found.reach is None:
        return []
    first = captioned(query, counted, window=(query.first, query.last) if query.windowed else None)
    if not two:
        return [first]
    inside = count(replace(query, lanes=[]), most)
    if (
        part(inside) is None
        or inside.found.unit == counted.found.unit
        and (first.laid or not few(inside.found))
    ):
        return [first]
    return [first, captioned(query, inside, within=True)]


def count(query: EventQuery, most: int) -> Counted:
    """In the finest bins that need no more marks than that, all lanes together."""
    found = density(query)
    asked = [(lane, query.in_lane(lane)) for lane in query.lanes]
    counted = Counted(
        query, found, [(lane, one, one and density(replace(one, zoom=found.unit))) for lane, one in asked]
    )
    if counted.marks <= most or found.unit == ZOOMS[0]:
        return counted
    return count(replace(query, zoom=ZOOMS[ZOOMS.index(found.unit) - 1]), most)


def part(counted: Counted) -> tuple[dt.date, dt.date] | None:
    """The days that are drawn: those looked at, as far as there is anything; None where there is nothing."""
    if counted.found.reach is None:
        return None
    (begin, end), (first, last) = counted.query.window, counted.found.reach
    first, last = max(begin, first), min(end, last)
    return (first, last) if first <= last else None


def captioned(query: EventQuery, counted: Counted, *, window=None, within=False) -> Captioned:
    """query: what the links keep; counted: what is drawn."""
    found, days = counted.found, part(counted)
    axis = axis_of(found.unit, days)
    strip = draw(axis, *blocks(query, found), axis_label(found.unit), window)
    name = str(NAMES[found.unit])
    if within:
        name = _("%(strip)s, within the chosen days") % {"strip": name}
    before, after = days[0] > found.reach[0], days[1] < found.reach[1]
    note = extent(query, days, window)
    drawn = Captioned(strip, name, KEYS[found.unit], note, apart(found), within, before, after)
    if few(found):
        drawn.laid = laid_events(axis, counted.query, query.lanes)
    if query.lanes and not within:
        drawn.lanes = lanes_of(query, counted, axis)
    if not within:
        drawn.steps = steps(query, days, found.reach)
        drawn.looked = counted.query.window if counted.query.windowed else None
    return drawn


def few(found: Density) -> bool:
    return 0 < found.total - found.unknown <= MOST


def blocks(query: EventQuery, found: Density) -> tuple[list[Block], list[Block]]:
    return (
        [block(query, period) for period in found.bins],
        [block(query, period) for period in found.bands if period.first is not None],
    )


def laid_events(axis: Axis, query: EventQuery, chosen: list[Lane]) -> list[Laid]:
    rows = in_lanes(query.few_dated(), chosen).only(
        "public_id", "title", "date", "date_display", "earliest", "latest", "kind", "qualifier"
    )
    made = laid_out(axis, list(rows))
    for one in made:
        one.lanes = [n for n in range(len(chosen)) if getattr(one.event, f"lane_{n}")]
    return made


def lanes_of(query: EventQuery, counted: Counted, axis: Axis) -> Lanes:
    """On the same axis and the same scale, so that lanes compare."""
    drawn = []
    for lane, _asked, found in counted.lanes:
        asked = found and query.in_lane(lane)
        drawn.append((lane, found, stacked(axis, *blocks(asked, found)) if found else None))
    tallest = max((stack.tallest for _lane, _found, stack in drawn if stack), default=1)
    rows = [
        Row(lane, n, lane_note(found), *(shapes(axis, stack, tallest) if stack else ([], [])))
        for n, (lane, found, stack) in enumerate(drawn)
    ]
    return Lanes(rows, counted.shared_words)


def lane_note(found: Density | None) -> str:
    total = found.total if found else 0
    said = ngettext("%d event", "%d events", total) % total
    left = found and apart(found)
    return _("%(events)s. %(apart)s") % {"events": said, "apart": left} if left else said


def steps(query: EventQuery, days: tuple[dt.date, dt.date], reach: tuple[dt.date, dt.date]) -> list[Step]:
    """Links to the parts of time around the one that is drawn."""
    first, last = (day.toordinal() for day in days)
    begin, end = (day.toordinal() for day in reach)
    length, half = last - first + 1, (last - first + 1) // 2
    closer = max(CLOSEST, half)
    inside = first + (length - closer) // 2
    to = (
        ("closer", _("Closer"), inside, inside + closer - 1, length > CLOSEST),
        ("wider", _("Wider"), first - half, last + half, days != reach),
        ("earlier", _("Earlier"), first - half, last - half, first > begin),
        ("later", _("Later"), first + half, last + half, last < end),
        ("whole", _("The whole"), begin, end, days != reach),
    )
    return [
        Step(name, words, of_page(query, axis=axis_text(a, b, begin, end) if there else None), there)
        for name, words, a, b, there in to
    ]


def axis_text(first: int, last: int, begin: int, end: int) -> str | None:
    """As the query string has it; None for all there is."""
    if first <= begin and last >= end:
        return None
    ends = (EdtfDate.day(dt.date.fromordinal(day)) for day in (max(first, begin), min(last, end)))
    return str(EdtfDate.span(*ends))


def timeline_url(query: EventQuery, **changes) -> str:
    """Of the list, wherever the strip stands."""
    return with_query(reverse("timeline"), query.urlencode(**changes))


def block(query: EventQuery, period: Period) -> Block:
    """A bin or band with its link, whose label states what the link lists."""
    begin, end, label = asked(period)
    lists = _("%(certain)d certainly, %(possibly)d possibly") % {
        "certain": period.certain,
        "possibly": period.possible - period.certain,
    }
    drawn = ngettext("%d event", "%d events", period.count) % period.count
    words = _("%(period)s: %(events)s; its list: %(lists)s") % {
        "period": label,
        "events": drawn,
        "lists": lists,
    }
    url = timeline_url(query, from_=begin, to=end)
    return Block(period.first, period.last, period.count, label, url, words, lists)


def asked(period: Period) -> tuple[str, str, str]:
    """From, to and the name of a period, as one would type them."""
    when = named(period)
    if when is None:
        begin, end = EdtfDate.day(period.first), EdtfDate.day(period.last)
        return str(begin), str(end), EdtfDate.span(begin, end).words(_)
    return str(when), str(when), when.words(_)


def named(period: Period) -> EdtfDate | None:
    """The period as one date; None for the winter that the calendar's first day cuts."""
    first = period.first
    if period.unit == "season":
        return EdtfDate.season(first.year, SEASONS[first.month]) if first.month in SEASONS else None
    return {
        "day": lambda: EdtfDate.day(first),
        "month": lambda: EdtfDate.month(first.year, first.month),
        "year": lambda: EdtfDate.year(first.year),
        "decade": lambda: EdtfDate.decade(first.year),
        "century": lambda: EdtfDate.century(first.year // 100),
    }[period.unit]()


def axis_label(unit: str):
    """(bin number, whether it is the first label) -> the few letters under it; empty outside the calendar."""
    calendar = calendar_of(_)

    def label(number: int, first: bool) -> str:
        if unit == "day":
            day = dt.date.fromordinal(number) if 0 < number <= dt.date.max.toordinal() else None
            return (
                calendar.say(calendar.short_day if first else calendar.short_day_and_month, day)
                if day
                else ""
            )
        if unit == "month":
            year, month = divmod(number, 12)
            day = dt.date(year, month + 1, 1) if dt.MINYEAR <= year <= dt.MAXYEAR else None
            with_year = first or month == 0
            return calendar.say(calendar.short_month if with_year else SHORT_MONTH_ALONE, day) if day else ""
        return str(number * {"year": 1, "decade": 10, "century": 100}[unit])

    return label


def extent(query: EventQuery, days: tuple[dt.date, dt.date], window) -> str:
    """From which year to which the axis has events, and which part of it is chosen."""
    years = [EdtfDate.year(day.year).words(_) for day in days]
    words = (
        years[0]
        if years[0] == years[1]
        else _("%(first)s to %(last)s") % {"first": years[0], "last": years[1]}
    )
    if window is None:
        return words
    return _("%(chosen)s, out of %(whole)s") % {"chosen": query.window_words(), "whole": words}


def apart(found: Density) -> str:
    """The events that have no place on the axis, so that nothing is hidden without a count."""
    longer = sum(p.count for p in found.bands if p.first is None)
    said = []
    if longer:
        said.append(
            ngettext("%d with an open or longer date", "%d with open or longer dates", longer) % longer
        )
    if found.unknown:
        said.append(
            ngettext("%d whose date is not known", "%d whose dates are not known", found.unknown)
            % found.unknown
        )
    return _("Not drawn: %s") % ", ".join(said) if said else ""
