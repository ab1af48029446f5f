"""What time words mean before anybody knows when they were written.

A rule returns one of these senses; `resolve` turns it into a Meaning, given the context: the
publication date, the last date the text mentioned, and whether the clause looks forward.
Everything is built by moving a Period (anchor, unit, grain); the grain is the unit named.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from timeline.dates import EdtfDate

from .periods import COARSENESS, Period, easter, nth_weekday

UNIT_LETTERS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "weekend": "WE", "week": "W",
    "fortnight": "W", "month": "M", "quarter": "Q", "season": "S", "half": "H",
    "year": "Y", "decade": "DE", "century": "CE", "millennium": "ML",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """One reading of an expression. `period` is what later expressions may lean on."""

    type: str
    value: str
    date: EdtfDate | None = None
    basis: str = "explicit"
    anchor: Period | None = None
    reading: str = ""
    period: Period | None = None
    alternatives: tuple[EdtfDate, ...] = ()
    mod: str | None = None


@dataclass(slots=True)
class Context:
    """Where the reader stands. `reference` is the last period the text mentioned."""

    published: date | None
    narrative: bool
    forward: bool = False
    reference: Period | None = None
    mentioned: dict[str, Period] = field(default_factory=dict)

    @property
    def now(self) -> Period | None:
        return Period.of_day(self.published) if self.published else None

    def then(self) -> Period | None:
        """What "the day before" counts from: the last date mentioned, else the publication."""
        return self.reference or (None if self.narrative else self.now)

    def at_least(self, grain: str) -> Period | None:
        """The last mentioned period at least as fine as `grain`, else the coarser one."""
        return self.reference

    def remember(self, period: Period) -> None:
        self.reference = period
        self.mentioned[period.grain] = period


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
    inherited: bool = False  # the year was taken from a neighbour in a list
    direction: int = 0  # -1 past, +1 future where the words say so ("last May")

    @property
    def complete(self) -> bool:
        return self.year is not None

    def period(self, year: int) -> Period | None:
        """As the calendar has it in that year; None where it has no such day."""
        try:
            if self.holiday:
                return Period.of_day(holiday(self.holiday, year))
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
        if self.year is not None:
            return self._settled(self.period(self.year), "inherited" if self.inherited else "explicit", None)
        if self.month or self.part or self.holiday:
            return self._without_year(context)
        if self.day:
            return self._day_alone(context)
        if self.weekday:
            return self._weekday(context)
        return self._clock_alone(context)

    def _settled(
        self, period: Period | None, basis: str, anchor: Period | None, how: str = ""
    ) -> Meaning | None:
        if period is None:
            if self.year is not None and self.year < 1 and self.month and self.day:  # a day before Christ
                value = f"{Period.month(self.year, self.month).value}-{self.day:02d}"
                return Meaning("DATE", value, None, basis, reading="a day before Christ")
            return None
        return Meaning(
            _time_type(self.clock),
            period.value + self.clock,
            period.date,
            basis,
            anchor,
            how or f"{period.words()}, as the text says",
            period,
        )

    def _without_year(self, context: Context) -> Meaning | None:
        if context.narrative or context.published is None:
            return self._in_the_story(context)
        now = context.now
        base = context.published.year
        candidates = [p for p in (self.period(base + d) for d in (-1, 0, 1)) if p]
        if not candidates:  # 29 February: a leap year is near
            candidates = [p for p in (self.period(base + d) for d in (-4, -3, -2, 2, 3, 4)) if p]
        if not candidates:
            return None
        direction = self.direction or (1 if context.forward else -1)
        past = [p for p in candidates if p.first_day <= context.published]
        future = [p for p in candidates if p.last_day >= context.published]
        if self.direction < 0:
            past = [p for p in past if p.last_day < context.published] or past
        if self.direction > 0:
            future = [p for p in future if p.first_day > context.published] or future
        chosen = (
            (past[-1] if past else candidates[0])
            if direction < 0
            else (future[0] if future else candidates[-1])
        )
        side = "looking back" if direction < 0 else "looking ahead"
        return self._settled(chosen, "relative", now, f"{chosen.words()}, {side} from {now.words()}")

    def _in_the_story(self, context: Context) -> Meaning | None:
        reference = context.reference
        if reference is None:
            return Meaning(
                _time_type(self.clock), self._without_anchor(), None, "relative", reading="no year known"
            )
        year = reference.year_number
        if (
            self.month
            and reference.grain in ("day", "month", "week")
            and self.month - reference.month_number <= -8
        ):
            year += 1
        period = self.period(year)
        how = f"{period.words()}, the year taken from {reference.words()}" if period else ""
        return self._settled(period, "inherited", reference, how)

    def _without_anchor(self) -> str:
        if self.part:
            return f"XXXX-{Period.part(self.part[0], 2000, self.part[1]).value[5:]}{self.clock}"
        tail = f"-{self.month:02d}" if self.month else ""
        return f"XXXX{tail}" + (f"-{self.day:02d}" if self.day else "") + self.clock

    def _day_alone(self, context: Context) -> Meaning | None:
        anchor = context.then()
        if anchor is None or anchor.grain not in ("day", "month", "week"):
            return None
        try:
            period = Period.day(anchor.year_number, anchor.month_number, self.day)
        except ValueError:
            return None
        how = f"{period.words()}, the month taken from {anchor.words()}"
        return self._settled(period, "inherited", anchor, how)

    def _weekday(self, context: Context) -> Meaning | None:
        anchor = context.then() if context.narrative else context.now
        if anchor is None:
            return Meaning(_time_type(self.clock), f"XXXX-WXX-{self.weekday}{self.clock}", None, "relative")
        day = anchor.to("day")
        ahead = (self.weekday - ((day.number - 1) % 7 + 1)) % 7
        forward = self.direction > 0 or (self.direction == 0 and (context.forward or context.narrative))
        if forward:
            shift = ahead or (7 if self.direction else 0)
        else:
            shift = ahead - 7 if ahead or self.direction else 0
        period = day.shift(shift)
        side = "counted forward" if forward else "counted back"
        name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[
            self.weekday - 1
        ]
        return self._settled(period, "relative", day, f"{name}, {side} from {day.words()}")

    def _clock_alone(self, context: Context) -> Meaning | None:
        anchor = context.then() if context.narrative else (context.now or context.reference)
        if anchor is None or anchor.grain != "day":
            return Meaning(
                "TIME", "XXXX-XX-XX" + self.clock, None, "relative", reading="a time of an unknown day"
            )
        return self._settled(anchor, "relative", anchor, f"that time of {anchor.words()}")


@dataclass(frozen=True, slots=True)
class Stretch(Sense):
    """A period the text names whole: a decade, a century, an ISO week."""

    period: Period

    def resolve(self, context: Context) -> Meaning | None:
        p = self.period
        return Meaning("DATE", p.value, p.date, "explicit", None, f"{p.words()}, as the text says", p)


@dataclass(frozen=True, slots=True)
class Shift(Sense):
    """So many units from an anchor: "last week", "two years ago", "a month later".

    `base` is "now" (the publication) or "then" (the last date mentioned).
    """

    unit: str
    count: int
    base: str = "now"
    clock: str = ""
    words: str = ""

    def period(self, context: Context) -> tuple[Period | None, Period | None]:
        anchor = context.now if self.base == "now" else context.then()
        if self.base == "now" and context.narrative:
            anchor = context.reference or anchor
        if anchor is None:
            return None, None
        unit = {"fortnight": "week", "night": "day"}.get(self.unit, self.unit)
        if COARSENESS[anchor.grain] > COARSENESS[unit]:
            return None, anchor  # "three days later" than a bare year is no day
        return anchor.to(unit).shift(self.count * (2 if self.unit == "fortnight" else 1)), anchor

    def resolve(self, context: Context) -> Meaning | None:
        if self.unit in ("second", "minute", "hour"):
            return self._by_the_clock(context)
        if self.unit == "millennium":
            return Meaning("DATE", "PAST_REF" if self.count < 0 else "FUTURE_REF", None, "relative")
        period, anchor = self.period(context)
        if period is None:
            ref = {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[(self.count > 0) - (self.count < 0)]
            return Meaning("DATE", ref, None, "relative", anchor, "the day it counts from is not known")
        if period.year_number > 9999 or (
            period.grain in ("day", "week", "weekend") and period.first_day is None
        ):
            return None
        how = self.words or self._how(period, anchor)
        return Meaning(
            _time_type(self.clock), period.value + self.clock, period.date, "relative", anchor, how, period
        )

    def _how(self, period: Period, anchor: Period) -> str:
        if self.count == 0:
            return f"{period.words()}, the {self.unit} of {anchor.words()}"
        side = "before" if self.count < 0 else "after"
        plural = "s" if abs(self.count) != 1 else ""
        return f"{period.words()}, {abs(self.count)} {self.unit}{plural} {side} {anchor.words()}"

    def _by_the_clock(self, context: Context) -> Meaning | None:
        """Hours are not counted over midnight: the text gives no clock to count from."""
        return Meaning("TIME", "PAST_REF" if self.count < 0 else "FUTURE_REF", None, "relative")


@dataclass(frozen=True, slots=True)
class WeekdayIn(Sense):
    """A weekday of last, this or next week, as "Monday of last week"."""

    weekday: int
    weeks: Shift
    clock: str = ""

    def resolve(self, context: Context) -> Meaning | None:
        week, anchor = self.weeks.period(context)
        if week is None or week.first_day is None:
            return None
        day = Period.of_day(week.first_day + timedelta(days=self.weekday - 1))
        return Meaning(
            _time_type(self.clock), day.value + self.clock, day.date, "relative", anchor,
            f"{day.words()}, counted from {anchor.words()}", day,
        )  # fmt: skip


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
        if period is None:
            return None
        return Meaning(
            _time_type(self.inner.clock), period.value + self.inner.clock, period.date, "relative", anchor,
            f"{period.words()}, the year counted from {anchor.words()}", period,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Length(Sense):
    """A duration. `direction` -1 ("the past three years") and +1 give it a place on the calendar."""

    value: str
    unit: str = ""
    count: int | None = None
    direction: int = 0

    def resolve(self, context: Context) -> Meaning | None:
        meaning = Meaning("DURATION", self.value, reading="a length of time")
        now = context.now
        if not self.direction or now is None or context.narrative or not self.count:
            return meaning
        unit = {"fortnight": "week", "weekend": "week"}.get(self.unit, self.unit)
        if unit not in COARSENESS:
            return meaning
        other = now.to(unit).shift(self.direction * self.count * (2 if self.unit == "fortnight" else 1))
        first, last = (other, now) if self.direction < 0 else (now, other)
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
        how = f"the {self.count} {self.unit}s {'up to' if self.direction < 0 else 'from'} {now.words()}"
        return replace(meaning, date=interval, basis="relative", anchor=now, reading=how)


@dataclass(frozen=True, slots=True)
class Every(Sense):
    """Something that comes again: a SET."""

    value: str

    def resolve(self, context: Context) -> Meaning | None:
        return Meaning("SET", self.value, reading="again and again")


@dataclass(frozen=True, slots=True)
class Vague(Sense):
    """PAST_REF, PRESENT_REF, FUTURE_REF: no place on the calendar."""

    value: str
    type: str = "DATE"

    def resolve(self, context: Context) -> Meaning | None:
        return Meaning(self.type, self.value, basis="relative", reading="no time a calendar could show")


def holiday(spec: str, year: int) -> date:
    """The day a feast falls on: "12-25", "easter-2", "nth 4 4 11" (nth, weekday, month)."""
    if spec.startswith("easter"):
        return easter(year) + timedelta(days=int(spec[6:]))
    if spec.startswith("nth"):
        nth, weekday, month = (int(word) for word in spec.split()[1:])
        return nth_weekday(year, month, weekday, nth)
    month, day = spec.split("-")
    return date(year, int(month), int(day))
