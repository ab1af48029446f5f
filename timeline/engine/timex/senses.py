"""What time words mean before anybody knows when they were written.

A rule returns one of these senses; `resolve` turns it into a Meaning, given the context: the
publication date, the last date the text mentioned, and whether the clause looks forward.
Everything is built by moving a Period (anchor, unit, grain); the grain is the unit named.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import log

from dateutil.relativedelta import relativedelta

from timeline.dates import EdtfDate

from .periods import COARSENESS, Period, easter, nth_weekday
from .reasons import Reason


@dataclass(frozen=True, slots=True)
class Meaning:
    """One reading of an expression. `period` is what later expressions may lean on."""

    type: str
    value: str
    date: EdtfDate | None = None
    basis: str = "explicit"
    anchor: Period | None = None
    reasons: tuple[Reason, ...] = ()
    period: Period | None = None
    alternatives: tuple[EdtfDate, ...] = ()
    mod: str | None = None
    days: tuple[int, int] | None = None  # of its month, the first and the last; the last of all is 0
    compared: bool = False  # named only to compare with: the text is not about it
    decades: bool = False  # so many decades from a day: some years


@dataclass(slots=True)
class Context:
    """Where the reader stands. `reference` is the last period the text mentioned, `told` its date as
    the words have it ("early 2007").

    `tense` is 1 where the clause looks forward, -1 where it looks back, 0 where it does not say.
    `story` is the date the telling has come to, which asides do not move; `near` says whether
    the reference stands in the same sentence, `opening` whether the expression begins one.
    `passage` is the date that a heading, or a date long past, gives the words up to
    `passage_sure`, and those that open a sentence up to `passage_end`; `headed` tells that it is a
    heading's, which it is up to `heading_end`. Up to `months_end` a report tells of "the nine months", not of a quarter; `measures` where a quarter is only what another is
    measured by ("after a flat second quarter").
    """

    published: date | None
    narrative: bool
    tense: int = 0
    reference: Period | None = None
    told: EdtfDate | None = None
    story: Period | None = None
    near: bool = False
    opening: bool = False
    day_first: bool | None = None
    fiscal_end: tuple[int, int] | None = None
    mentioned: dict[str, Period] = field(default_factory=dict)
    aside: Period | None = None
    passage: Period | None = None
    passage_sure: int = 0
    passage_end: int = 0
    heading_end: int = 0
    in_passage: bool = False
    story_end: int = 0  # where what stands near a date long past, with its month, ends
    story_goes_on: int = 0  # where what stands near a second such date ends
    passage_told: bool = False  # it was opened by more than a year: "In August 1976", "In 1983, when"
    headed: bool = False
    measures: bool = False
    months_end: int = 0
    in_months: bool = False

    @property
    def now(self) -> Period | None:
        return Period.of_day(self.published) if self.published else None

    def then(self, grain: str = "century") -> Period | None:
        """What "the day before" counts from: the last date told (not coarser than `grain` if there
        is a choice), else the publication."""
        told, story = self.reference, self.story
        if told and story and COARSENESS[told.grain] > COARSENESS[grain] >= COARSENESS[story.grain]:
            far = abs(told.year_number - story.year_number) > NEAR_THE_STORY
            told = told if far and told.grain == "month" else story
        return told or (None if self.narrative else self.now)

    def base(self, name: str, grain: str = "century", pointing: bool = False) -> Period | None:
        """`pointing` tells that the words point from where the writer stands, in a story too: "last year", "two years ago"."""
        if name == "now" and (not self.narrative or pointing and self.now is not None):
            return self.now
        return self.then(grain)

    def lies_ahead(self, told: Period | None) -> bool:
        """Whether a date told is yet to come where the clause looks back."""
        first = told.first_day if told is not None else None
        return first is not None and self.published is not None and first > self.published and self.tense < 0

    @property
    def quarter(self) -> Period | None:
        """The quarter that figures of "a year earlier" are compared with."""
        return None if self.in_months else self.mentioned.get("quarter")

    def remember(self, period: Period, compared: bool) -> None:
        """Take note of a date told. A year far away, named in passing or planned for does not move the story."""
        self.reference = period
        if period.grain == "quarter" and not compared:
            compared = "quarter" in self.mentioned and (self.measures or self.tense > 0)
        if not compared:
            self.mentioned[period.grain] = period
        if self.story is None or self._moves_the_story(period):
            self.story, self.aside = period, None
        else:
            self.aside = period

    def _moves_the_story(self, period: Period) -> bool:
        years = period.year_number - self.story.year_number
        if self.tense > 0 and years > 0 and not self.opening:
            return False
        if COARSENESS[period.grain] < COARSENESS["year"]:
            again = self.aside is not None and self.aside.year_number == period.year_number
            return abs(years) <= 15 or again or self.opening
        if period.grain != "year" or years == 0:
            return False
        return self.opening or 0 < years <= 2


# Days that a date may leave open from which so many of a unit are counted.
WIDEST = {"day": 31, "week": 31, "month": 366}
NEAR_THE_STORY = 1  # years
NEAR_A_WEEKEND = 14  # days that a date of the sentence may lie off whose weekend is meant, not the last one
_NO_ANCHOR = (Reason.of("no anchor"),)


class Sense:
    def resolve(self, context: Context) -> Meaning | None:
        raise NotImplementedError


def _time_type(clock: str, otherwise: str = "DATE") -> str:
    return "TIME" if clock else otherwise


@dataclass(frozen=True, slots=True)
class On(Sense):
    """A calendar date of which any part may be missing.

    `part` is (grain, number) for a season, quarter or half; `clock` a TIMEX3 tail such as
    "TNI" or "T22:00"; `year` is astronomical.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    part: tuple[str, int] | None = None
    holiday: str | None = None
    clock: str = ""
    direction: int = 0  # -1 past, +1 future where the words say so ("last May")
    weeks: int = 0  # further weeks in that direction ("two Sundays ago")
    this_year: bool = False  # "this May", "this Friday"
    base: str = ""  # "then": counted from the last date told
    short_year: int | None = None
    fiscal: bool = False  # a year of accounts
    grain: str = ""  # a coarser grain the words ask for: the week of a day
    mod: str | None = None
    days: tuple[int, int] | None = None  # of the month, as Meaning has them
    inherited: bool = False  # the year was taken from a neighbour in a list
    until: int = 0  # the weekday with which a stretch of days ends that begins here
    follows: bool = False  # month and year are those of the date just before

    @property
    def complete(self) -> bool:
        return self.year is not None

    def period(self, year: int) -> Period | None:
        """As the calendar has it in that year; None where it has no such day."""
        try:
            if self.grain and self.month and self.day:
                return Period.day(year, self.month, self.day).to(self.grain)
            if self.holiday:
                feast = Period.of_day(holiday(self.holiday, year))
                return feast.to(self.grain) if self.grain else feast
            if self.part:
                return Period.part(self.part[0], year, self.part[1])
            if self.month and self.day:
                return Period.day(year, self.month, self.day)
        except ValueError:
            return None
        if self.month:
            return Period.month(year, self.month)
        return Period.year(year)

    def resolve(self, context: Context) -> Meaning | None:
        meaning = self._resolve(context)
        return replace(meaning, mod=self.mod, days=self.days) if meaning and self.mod else meaning

    def _resolve(self, context: Context) -> Meaning | None:
        if self.year is not None:
            meaning = self._settled(
                self.period(self.year), "inherited" if self.inherited else "explicit", None
            )
            return (
                self._fiscal(meaning, context.fiscal_end) if self.fiscal and context.fiscal_end else meaning
            )
        if self.day and not self.month:
            return self._of_the_month(context)
        if self.follows and context.reference and context.reference.first_day:
            year = context.reference.year_number
            period = self.period(year)
            return period and self._settled(
                period,
                "inherited",
                context.reference,
                Reason.of("year taken", date=period, anchor=context.reference),
            )
        if self.short_year is not None:
            return self._short(context)
        if self.month or self.part or self.holiday:
            return self._without_year(context)
        if self.weekday:
            return self._weekday(context)
        return self._clock_alone(context)

    def _fiscal(self, meaning: Meaning | None, end: tuple[int, int]) -> Meaning | None:
        """The twelve months the text says such a year has; the TIMEX3 value stays the year."""
        if meaning is None or not 2 <= self.year <= 9999:
            return meaning
        months = Period.month(self.year, end[0])
        last = months.last_day if end[1] >= months.last_day.day - 1 else date(self.year, *end)
        before = Period.month(self.year - 1, end[0])
        first = before.last_day if last == months.last_day else date(self.year - 1, *end)
        first += timedelta(days=1)
        when = EdtfDate.between(EdtfDate.day(first), EdtfDate.day(last))
        how = Reason.of("fiscal", date=Period.of_day(last))
        return replace(meaning, date=when, reasons=(how,), basis="inherited")

    def _short(self, context: Context) -> Meaning | None:
        anchor = context.then() or context.now
        if anchor is None:
            return None
        century = anchor.year_number // 100 * 100
        year = century + self.short_year
        if year > anchor.year_number + 10:
            year -= 100
        period = Period.year(year)
        how = Reason.of("century taken", date=period, anchor=anchor)
        return self._settled(period, "inherited", anchor, how)

    def _settled(
        self,
        period: Period | None,
        basis: str,
        anchor: Period | None,
        how: Reason | None = None,
        other: Period | None = None,
    ) -> Meaning | None:
        """The meaning of a period; `other` is the reading that is nearly as good."""
        if period is None or not period.exists:
            if self.year is not None and self.year < 1 and self.month and self.day:  # a day before Christ
                value = f"{Period.month(self.year, self.month).value}-{self.day:02d}"
                return Meaning("DATE", value, None, basis, reasons=(Reason.of("before Christ"),))
            return None
        how = how or Reason.of("stated", date=period)
        others = (other.date,) if other and other.exists and other.date else ()
        value = period.value + self.clock
        return Meaning(_time_type(self.clock), value, period.date, basis, anchor, (how,), period, others)

    def _without_year(self, context: Context) -> Meaning | None:
        if self.base == "then" and context.reference and context.reference.first_day:
            return self._beside(context.reference)
        pointing = self.direction < 0 or self.direction > 0 and context.tense > 0
        if self.direction > 0 and context.in_passage and context.passage and context.tense < 0:
            return self._beside(context.passage)  # "In 1983 she did it. She was honoured the next spring."
        if context.published is None or context.narrative and not pointing:
            return self._in_the_story(context.story or context.reference)
        if (
            context.in_passage
            and context.passage
            and not self.direction
            and not self.this_year
            and (context.tense <= 0 or context.headed)
            and self._goes_on(context)
        ):
            return self._in_the_story(context.passage, forward=context.opening)
        now, year = context.now, context.published.year
        around = (year - 1, year, year + 1)
        candidates = self._real(around) or self._real(range(year - 8, year + 9))  # 29 February
        if not candidates:
            return None
        if self.weekday and self.day:  # "Saturday, April 25" is of a year in which that day is a Saturday
            fitting = [p for p in candidates if p.first_day.isoweekday() == self.weekday]
            candidates = fitting or candidates
        if self.this_year:
            chosen, other, how = candidates[len(candidates) // 2], None, "this year"
        else:
            chosen, other, how = self._nearest(candidates, context)
        return self._settled(chosen, "relative", now, Reason.of(how, date=chosen, anchor=now), other)

    def _beside(self, told: Period) -> Meaning | None:
        """ "That November" is of the year told last, "the following November" the next one after it."""
        year = told.year_number
        period = self.period(year)
        if self.direction and period and period.exists and period.first_day and period.last_day:
            passed = (
                period.first_day <= told.last_day if self.direction > 0 else period.last_day >= told.first_day
            )
            period = self.period(year + self.direction) if passed else period
        if period is None or not period.exists:
            return None
        how = {-1: "looking back", 0: "year taken", 1: "looking ahead"}[self.direction]
        basis = "relative" if self.direction else "inherited"
        return self._settled(period, basis, told, Reason.of(how, date=period, anchor=told))

    def _goes_on(self, context: Context) -> bool:
        """A telling that has come to last year goes forward: what lies before its date is of this year."""
        told = context.passage
        if told.year_number != context.published.year - 1 or told.first_day is None:
            return True
        period = self.period(told.year_number)
        return period is not None and period.exists and period.last_day >= told.first_day

    def _real(self, years: Iterable[int]) -> list[Period]:
        periods = (self.period(year) for year in years if 1 <= year <= 9999)
        return [period for period in periods if period and period.exists and period.last_day]

    def _nearest(self, candidates: list[Period], context: Context) -> tuple[Period, Period | None, str]:
        """The last one before or the first one after the publication; the other too where it is doubtful."""
        day = context.published
        past = [p for p in candidates if (p.last_day < day if self.direction < 0 else p.first_day <= day)]
        future = [p for p in candidates if (p.first_day > day if self.direction > 0 else p.last_day >= day)]
        lean = float(self.direction)
        if not past or not future:
            lean = 9.0 if future else -9.0
        elif not lean:
            lean = self._lean(context.tense, (day - past[-1].last_day).days, (future[0].first_day - day).days)
        before, after = past[-1] if past else None, future[0] if future else None
        chosen, other, side = (after, before, "ahead") if lean > 0 else (before, after, "back")
        doubtful = abs(lean) < 0.5 and other != chosen
        return chosen, other if doubtful else None, f"looking {side}"

    def _lean(self, tense: int, back: int, ahead: int) -> float:
        """Above 0: ahead. The tense decides, unless one of the two is very much nearer (both in days)."""
        nearer = log((max(0, back) + 10) / (max(0, ahead) + 10))
        if self.part and self.part[0] == "quarter":
            return nearer - (0.5 if tense > 0 else 3 if tense < 0 else 2)
        if self.day:  # a day is seldom told without its year when it is far
            return (2.5 if tense > 0 else 0.7) * tense + nearer - 0.45
        return (4 if tense > 0 else 1.6) * tense + nearer - 0.8

    def _of_the_month(self, context: Context) -> Meaning | None:
        """ "On the 5th": of the month told last, where the text is still there."""
        told = context.reference
        if (
            told is None
            or not (context.narrative or context.near)
            or COARSENESS[told.grain] > COARSENESS["month"]
        ):
            return None
        period = replace(self, month=told.month_number).period(told.year_number)
        if period is None:
            return None
        return self._settled(period, "inherited", told, Reason.of("year taken", date=period, anchor=told))

    def _in_the_story(self, reference: Period | None, forward: bool = False) -> Meaning | None:
        """Of the year told last, or the one beside it where that is much nearer; where it goes `forward`, none before."""
        if reference is None:
            none = (Reason.of("no year"),)
            return Meaning(_time_type(self.clock), self._without_anchor(), None, "relative", reasons=none)
        year = reference.year_number
        if reference.grain in ("day", "month", "week"):
            if self.month and self.month - reference.month_number <= -8:
                year += 1
            elif self.month and self.month - reference.month_number >= 10 and not forward:
                year -= 1
        if self.direction and self.part:
            year += self.direction
        period = self.period(year)
        how = Reason.of("year taken", date=period, anchor=reference) if period else None
        return self._settled(period, "inherited", reference, how)

    def _without_anchor(self) -> str:
        if self.part:
            return f"XXXX-{Period.part(self.part[0], 2000, self.part[1]).value[5:]}{self.clock}"
        tail = f"-{self.month:02d}" if self.month else ""
        return f"XXXX{tail}" + (f"-{self.day:02d}" if self.day else "") + self.clock

    def _weekday(self, context: Context) -> Meaning | None:
        anchor = context.then() if self.base == "then" else context.base("now")
        if anchor is None or anchor.first_day is None or COARSENESS[anchor.grain] > COARSENESS["week"]:
            value = f"XXXX-WXX-{self.weekday}{self.clock}"
            return Meaning(_time_type(self.clock), value, None, "relative", anchor, _NO_ANCHOR)
        day = anchor.to("day")
        ahead = (self.weekday - ((day.number - 1) % 7 + 1)) % 7
        coming = context.tense > 0 or context.narrative or (self.this_year and context.tense == 0)
        forward = self.direction > 0 or (self.direction == 0 and coming)
        if forward:
            shift = ahead or (7 if self.direction else 0)
        else:
            shift = ahead - 7 if ahead or self.direction else 0
            if self.until:  # "from Monday to Friday", the last Friday
                shift = -((day.number - self.until) % 7) - (self.until - self.weekday) % 7
        period = day.shift(shift + 7 * self.weeks * self.direction)
        side = "weekday forward" if forward else "weekday back"
        how = Reason.of(side, weekday=self.weekday - 1, anchor=day)
        doubtful = ahead and not (self.direction or context.tense or context.narrative or self.base)
        return self._settled(period, "relative", day, how, day.shift(ahead) if doubtful else None)

    def _clock_alone(self, context: Context) -> Meaning | None:
        told = context.near or context.narrative or (self.clock[1:2].isalpha() and context.tense < 0)
        anchor = context.reference if told else context.now
        if anchor is None or anchor.grain != "day":
            anchor = None if context.narrative else context.now
        if anchor is None:
            none = (Reason.of("no day"),)
            return Meaning("TIME", "XXXX-XX-XX" + self.clock, None, "relative", reasons=none)
        return self._settled(anchor, "relative", anchor, Reason.of("time of", anchor=anchor))


@dataclass(frozen=True, slots=True)
class Stretch(Sense):
    """A period the text names whole: a decade, a century, an ISO week."""

    period: Period

    def resolve(self, context: Context) -> Meaning | None:
        p = self.period
        if not p.exists:
            return None
        return Meaning("DATE", p.value, p.date, "explicit", None, (Reason.of("stated", date=p),), p)


@dataclass(frozen=True, slots=True)
class Shift(Sense):
    """So many units from an anchor: "last week", "two years ago", "a month later".

    `base` is "now" (the publication) or "then" (the last date told). Where a report `compares`
    a quarter with "a year ago", the same quarter is meant. `grain` is a finer one that the words
    add: "ten years ago today" is a day.
    """

    unit: str
    count: int
    base: str = "now"
    clock: str = ""
    compares: bool = False
    grain: str = ""
    counted: bool = False  # a number of units is told: "two decades ago", not "the next decade"

    def period(self, context: Context) -> tuple[Period | None, Period | None]:
        """The period and its anchor; no period where the anchor is coarser than the unit."""
        pointing = self.count != 0 and not self.compares
        anchor = context.base(self.base, "week" if self.unit == "fortnight" else self.unit, pointing)
        if self.base == "then" and self.count < 0 and context.lies_ahead(anchor):
            anchor = context.now  # "two days earlier", after a day that is still to come
        if anchor is None:
            return None, None
        unit, count = ("week", self.count * 2) if self.unit == "fortnight" else (self.unit, self.count)
        if COARSENESS[anchor.grain] > COARSENESS[unit]:
            return None, anchor
        if anchor.first_day is None and unit in ("day", "week", "weekend"):
            return None, anchor
        moved = self._counted_to_the_day(anchor) if self.grain else anchor.to(unit).shift(count)
        return (moved, anchor) if moved and moved.exists else (None, anchor)

    def _counted_to_the_day(self, anchor: Period) -> Period | None:
        try:
            day = anchor.first_day + relativedelta(**{self.unit + "s": self.count})
        except (ValueError, OverflowError):
            return None
        return Period.of_day(day).to(self.grain)

    def resolve(self, context: Context) -> Meaning | None:
        if self.unit not in COARSENESS and self.unit != "fortnight":
            return self._vague(None)
        if self.compares and context.quarter and not context.narrative:
            period, anchor = context.quarter.shift(-4), context.quarter
        elif self.compares and context.in_months and context.now:
            anchor = context.mentioned.get("quarter", context.now)
            period = anchor.to("year").shift(self.count)
        else:
            period, anchor = self.period(context)
        if period is None:
            return replace(self._vague(anchor), date=self._within(context))
        if self._not_yet(period, context):
            return self._vague(anchor)
        year = self._decades_from(anchor)
        return Meaning(
            _time_type(self.clock), period.value + self.clock, year and _about(year) or period.date, "relative",
            anchor, (self._how(year or period, anchor),), period,
            compared=self.compares or self.unit == "quarter", decades=year is not None,
        )  # fmt: skip

    def _decades_from(self, anchor: Period) -> Period | None:
        """ "Two decades ago" is no decade of the calendar, but some twenty years: the year that long ago."""
        year = anchor.year_number + 10 * self.count
        counted = self.unit == "decade" and self.counted and anchor.grain not in ("decade", "century")
        return Period.year(year) if counted and abs(self.count) < 10 and 2 <= year <= 9998 else None

    def _within(self, context: Context) -> EdtfDate | None:
        """Some day of the time that lies so far from a date told more coarsely: five weeks after April 1948."""
        told = context.told
        unit, count = ("week", self.count * 2) if self.unit == "fortnight" else (self.unit, self.count)
        if self.base != "then" or not count or told is None or told.earliest is None or told.latest is None:
            return None
        if unit not in ("day", "week", "month") or (told.latest - told.earliest).days > WIDEST[unit]:
            return None
        counted = relativedelta(**{unit + "s": count})
        try:
            days = (told.earliest + counted, told.latest + counted)
            if unit == "month":
                return EdtfDate.between(*(EdtfDate.month(day.year, day.month) for day in days))
            return EdtfDate.between(*map(EdtfDate.day, days))
        except (ValueError, OverflowError):
            return None

    def _vague(self, anchor: Period | None) -> Meaning:
        if anchor and self.base == "then" and self.unit in ("day", "week", "month"):
            hidden = {"day": "-XX-XX", "week": "-WXX", "month": "-XX"}[self.unit]
            value = anchor.to("year").value + hidden + self.clock
            return Meaning(_time_type(self.clock), value, None, "relative", anchor, _NO_ANCHOR)
        value = ("PRESENT_REF", "FUTURE_REF", "PAST_REF")[(self.count > 0) - (self.count < 0)]
        return Meaning("DATE", value, None, "relative", anchor, _NO_ANCHOR)

    def _not_yet(self, period: Period, context: Context) -> bool:
        """ "A decade later" of an event the text has not dated cannot be counted from the publication."""
        uncounted = self.base == "then" and self.count > 0 and context.reference is None
        return uncounted and context.tense <= 0 and not context.narrative

    def _how(self, period: Period, anchor: Period) -> Reason:
        if self.count == 0:
            return Reason.of("unit of", date=period, unit=self.unit, anchor=anchor)
        side = "before" if self.count < 0 else "after"
        return Reason.of(side, date=period, count=abs(self.count), unit=self.unit, anchor=anchor)


def _about(year: Period) -> EdtfDate:
    """A year more or less."""
    return EdtfDate.between(year.shift(-1).date, year.shift(1).date)


@dataclass(frozen=True, slots=True)
class Same(Sense):
    """The unit the text is about: "the quarter", "the weekend", "the end of the year"."""

    unit: str
    mod: str | None = None
    latest: bool = False  # the last one that is over
    ends: bool = False  # "year-end": TIMEX3 writes its last day, the date stays honest
    just_over: bool = False  # "over the weekend"
    otherwise: On | None = None  # where the text has named none

    def resolve(self, context: Context) -> Meaning | None:
        if self.otherwise and self._told(context) is None:
            return self.otherwise.resolve(context)
        period = self._told(context) or self._counted(context)
        if period is None or not period.exists:
            return None
        value = period.last_day.isoformat() if self.ends and period.last_day else period.value
        how = Reason.of("unit told", date=period, unit=self.unit)
        return Meaning("DATE", value, period.date, "relative", period, (how,), period, mod=self.mod)

    def _told(self, context: Context) -> Period | None:
        """The last such unit the text named, where it is still the one meant."""
        period = context.mentioned.get(self.unit)
        told = context.reference
        if self.unit != "quarter":
            if not (context.narrative or context.near):
                return None
            if (
                self.unit == "weekend"
                and not context.narrative
                and told
                and told.last_day
                and context.published
            ):
                if self.just_over or abs((context.published - told.last_day).days) > NEAR_A_WEEKEND:
                    return None
            if told and told.first_day and COARSENESS[told.grain] <= COARSENESS[self.unit]:
                period = told.to(self.unit)
        if period is None:
            return None
        over = period.last_day and context.published and period.last_day < context.published
        return None if self.latest and not over else period

    def _counted(self, context: Context) -> Period | None:
        now = context.base("now", self.unit)
        if now is None or COARSENESS[now.grain] > COARSENESS[self.unit] or not now.first_day:
            return None
        period = now.to(self.unit)
        back = self.unit == "quarter" or (self.unit == "weekend" and period.number * 7 + 6 > now.number)
        return period.shift(-1) if back and context.tense <= 0 else period


@dataclass(frozen=True, slots=True)
class SameOf(Sense):
    """ "The 1988 quarter": the one the text is about, of another year; else the year."""

    unit: str
    year: int

    def resolve(self, context: Context) -> Meaning | None:
        told = context.quarter
        period = Period.part(self.unit, self.year, told.number % 4 + 1) if told else Period.year(self.year)
        how = (
            Reason.of("unit told", date=period, unit=self.unit) if told else Reason.of("stated", date=period)
        )
        basis = "inherited" if told else "explicit"
        return Meaning("DATE", period.value, period.date, basis, told, (how,), period, compared=True)


@dataclass(frozen=True, slots=True)
class Numeric(Sense):
    """20/11/2014: which number is the day is known only where one of them is above twelve."""

    first: int
    second: int
    year: int | None
    short: int
    mark: str

    def resolve(self, context: Context) -> Meaning | None:
        year = self.year if self.year is not None else self.short + (2000 if self.short < 50 else 1900)
        readings = []
        orders = (
            (self.second, self.first),
            (self.first, self.second),
        )  # (month, day): day first, month first
        if context.day_first is False or (
            context.day_first is None and self.mark == "/" and self.year is None
        ):
            orders = orders[::-1]
        for month, day in orders:
            try:
                readings.append(Period.day(year, month, day))
            except ValueError:
                continue
        if not readings:
            return None
        chosen = readings[0]
        others = () if context.day_first is not None else tuple(p.date for p in readings[1:] if p != chosen)
        how = (Reason.of("figures", date=chosen),)
        if others:
            how += (Reason.of("or", date=readings[1]),)
        return Meaning("DATE", chosen.value, chosen.date, "explicit", None, how, chosen, others)


@dataclass(frozen=True, slots=True)
class Of(Sense):
    """A part of a year that is itself counted: "June last year", "next year's first quarter"."""

    inner: On
    outer: Shift

    def resolve(self, context: Context) -> Meaning | None:
        year, anchor = self.outer.period(context)
        if year is None:
            return None
        period = self.inner.period(year.year_number)
        if period is None or not period.exists:
            return None
        return Meaning(
            _time_type(self.inner.clock), period.value + self.inner.clock, period.date, "relative", anchor,
            (Reason.of("year counted", date=period, anchor=anchor),), period,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Length(Sense):
    """A duration. `direction` -1 ("the past three years") and +1 give it a place on the calendar."""

    value: str
    unit: str = ""
    count: int | None = None
    direction: int = 0
    told: int = 0  # "three weeks after the attack": counted from the last date told
    mod: str | None = None
    the: bool = False  # "the nine months": a stretch the reader knows
    after: bool = False  # "in five years": a point where the clause looks ahead, else how long it took
    within: bool = False  # "within ten days": some time of these where the clause looks ahead

    def resolve(self, context: Context) -> Meaning | None:
        meaning = Meaning("DURATION", self.value, reasons=(Reason.of("length"),), mod=self.mod)
        if self.after and context.tense > 0 and not context.narrative and self.unit in COARSENESS:
            whole = self.count is not None and self.mod is None
            return (Shift(self.unit, self.count) if whole else Vague("FUTURE_REF")).resolve(context)
        if self.told and context.reference and self.unit in COARSENESS and self.count:
            return self._from_the_last_date(context, meaning)
        now = context.now
        direction = self.direction or int(self.within and context.tense > 0)
        if not direction or now is None or context.narrative or not self.count:
            return meaning
        unit = {"fortnight": "week", "weekend": "week"}.get(self.unit, self.unit)
        if unit not in COARSENESS:
            return meaning
        other = now.to(unit).shift(direction * self.count * (2 if self.unit == "fortnight" else 1))
        first, last = (other, now) if direction < 0 else (now, other)
        if (
            first.first_day is None
            or last.last_day is None
            or first.year_number < 1
            or last.year_number > 9999
        ):
            return meaning
        ends = (
            EdtfDate.day(p.first_day)
            if p.grain in ("week", "weekend", "quarter", "season", "half")
            else p.date
            for p in (first, last)
        )
        try:
            interval = EdtfDate.span(*ends)
        except ValueError:
            return meaning
        side = "up to" if direction < 0 else "from"
        how = Reason.of(side, count=self.count, unit=self.unit, anchor=now)
        return replace(meaning, date=interval, basis="relative", anchor=now, reasons=(how,))

    def _from_the_last_date(self, context: Context, meaning: Meaning) -> Meaning:
        """Uncertain: that the date before is the event's is a guess."""
        counted = Shift(self.unit, self.told * self.count, "then").resolve(context)
        ahead = counted and counted.date and context.published and counted.date.earliest > context.published
        if (
            counted is None
            or counted.period is None
            or counted.date is None
            or (ahead and context.tense <= 0)
        ):
            return meaning
        counted = replace(counted, date=counted.date.qualified("uncertain"), period=None)
        return counted if context.narrative else replace(counted, type="DURATION", value=self.value)


@dataclass(frozen=True, slots=True)
class Every(Sense):
    """Something that comes again: a SET."""

    value: str

    def resolve(self, context: Context) -> Meaning | None:
        return Meaning("SET", self.value, reasons=(Reason.of("again"),))


@dataclass(frozen=True, slots=True)
class Vague(Sense):
    """PAST_REF, PRESENT_REF, FUTURE_REF: no place on the calendar.

    `ahead`: only where the clause looks ahead; in what is told, "soon" is a connective like "then".
    `history`: only in a narrative; in news "the former mayor" is a title.
    """

    value: str
    ahead: bool = False
    history: bool = False

    def resolve(self, context: Context) -> Meaning | None:
        if self.history and not context.narrative:
            return None
        if self.ahead and (context.narrative or context.tense <= 0):
            return None
        return Meaning("DATE", self.value, basis="relative", reasons=(Reason.of("no time"),))


def holiday(spec: str, year: int) -> date:
    """The day a feast falls on: "12-25", "easter-2", "nth 4 4 11" (nth, weekday, month), "nth 1 1 11 1" (a day later)."""
    if spec.startswith("easter"):
        return easter(year) + timedelta(days=int(spec[6:]))
    if spec.startswith("nth"):
        nth, weekday, month, *later = (int(word) for word in spec.split()[1:])
        return nth_weekday(year, month, weekday, nth) + timedelta(days=sum(later))
    month, day = spec.split("-")
    return date(year, int(month), int(day))
