"""Stretches of the calendar that can be counted: the 3rd week, the 4th quarter, the 199th decade.

A period is a grain and a running number, so "the month before" is minus one at every grain
and no rule needs calendar arithmetic of its own. Years before Christ are counted
astronomically (1 BC is year 0), and have a TIMEX3 value but no EdtfDate.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from timeline.dates import EdtfDate, gettext_noop

#: From fine to coarse. A weekend is a Saturday and a Sunday; seasons are meteorological and northern.
GRAINS = ("day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century")
COARSENESS = {grain: rank for rank, grain in enumerate(GRAINS)}
MONTHS_IN = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
SEASON_CODES = ("SP", "SU", "FA", "WI")
WEEKS = {"week": gettext_noop("the week of %(date)s"), "weekend": gettext_noop("the weekend of %(date)s")}


@dataclass(frozen=True, slots=True)
class Period:
    """One stretch of the calendar: `number` counts stretches of this grain from a fixed origin.

    >>> Period.of_day(date(2016, 2, 11)).to("week").shift(-1).value
    '2016-W05'
    >>> Period.year(1990).to("decade").value
    '199'
    """

    grain: str
    number: int

    @classmethod
    def of_day(cls, day: date) -> "Period":
        return cls("day", day.toordinal())

    @classmethod
    def day(cls, year: int, month: int, day: int) -> "Period":
        """Raises ValueError where no calendar has that day."""
        return cls("day", date(year, month, day).toordinal())

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        return cls("month", year * 12 + month - 1)

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls("year", year)

    @classmethod
    def part(cls, grain: str, year: int, number: int) -> "Period":
        """The `number`th quarter, half or season (spring is the first) of a year."""
        return cls(grain, year * {"quarter": 4, "season": 4, "half": 2}[grain] + number - 1)

    @classmethod
    def decade(cls, year: int) -> "Period":
        return cls("decade", year // 10)

    @classmethod
    def century(cls, year: int) -> "Period":
        return cls("century", year // 100)

    def shift(self, count: int) -> "Period":
        return Period(self.grain, self.number + count)

    @property
    def year_number(self) -> int:
        """The year this period begins in, astronomically counted."""
        if self.grain in ("day", "week", "weekend"):
            return self.first_day.year if self.first_day else 0
        return self._first_month() // 12

    @property
    def month_number(self) -> int:
        if self.grain in ("day", "week", "weekend"):
            return self.first_day.month if self.first_day else 1
        return self._first_month() % 12 + 1

    def _first_month(self) -> int:
        """Months since January of year 0."""
        offset = 2 if self.grain == "season" else 0  # spring begins in March
        return self.number * MONTHS_IN[self.grain] + offset

    @property
    def first_day(self) -> date | None:
        """None outside the years 1 to 9999."""
        number = {"day": self.number, "week": self.number * 7 + 1, "weekend": self.number * 7 + 6}.get(
            self.grain
        )
        if number is not None:
            return date.fromordinal(number) if 1 <= number <= date.max.toordinal() else None
        year, month = divmod(self._first_month(), 12)
        return date(year, month + 1, 1) if 1 <= year <= 9999 else None

    @property
    def last_day(self) -> date | None:
        number = {"day": self.number, "week": self.number * 7 + 7, "weekend": self.number * 7 + 7}.get(
            self.grain
        )
        if number is not None:
            return date.fromordinal(number) if 1 <= number <= date.max.toordinal() else None
        year, month = divmod(self._first_month() + MONTHS_IN[self.grain] - 1, 12)
        return last_day(year, month + 1) if 1 <= year <= 9999 else None

    def to(self, grain: str) -> "Period":
        """The period of another grain that holds this one's first day."""
        if grain == self.grain:
            return self
        if grain in ("day", "week", "weekend"):
            first = self.first_day
            number = first.toordinal() if first else 1
            return Period(grain, number if grain == "day" else (number - 1) // 7)
        months = self.year_number * 12 + self.month_number - 1
        return Period(grain, (months - (2 if grain == "season" else 0)) // MONTHS_IN[grain])

    @property
    def exists(self) -> bool:
        """False beyond the calendar: a day outside the years 1 to 9999, a year past 9999 before or after Christ."""
        if self.grain in ("day", "week", "weekend"):
            return self.first_day is not None and self.last_day is not None
        return -9998 <= self.year_number <= 9999 and -9998 <= self.shift(1).year_number <= 10000

    @property
    def value(self) -> str:
        """The TIMEX3 value."""
        year = self.year_number
        match self.grain:
            case "day":
                return date.fromordinal(self.number).isoformat()
            case "week" | "weekend":
                iso = self.first_day.isocalendar()
                return f"{iso.year:04d}-W{iso.week:02d}" + ("-WE" if self.grain == "weekend" else "")
            case "decade" | "century":
                return _year_text(year)[: -1 if self.grain == "decade" else -2]
            case "month":
                return f"{_year_text(year)}-{self.month_number:02d}"
            case "season":
                return f"{_year_text(year)}-{SEASON_CODES[self.number % 4]}"
            case "quarter":
                return f"{_year_text(year)}-Q{self.number % 4 + 1}"
            case "half":
                return f"{_year_text(year)}-H{self.number % 2 + 1}"
        return _year_text(year)

    @property
    def date(self) -> EdtfDate | None:
        """As a date of its own grain; a week or a weekend is some day of it. None outside 1 to 9999."""
        if self.first_day is None or self.last_day is None:
            return None
        year = self.year_number
        match self.grain:
            case "day":
                return EdtfDate.day(self.first_day)
            case "week" | "weekend":
                return EdtfDate.between(EdtfDate.day(self.first_day), EdtfDate.day(self.last_day))
            case "month":
                return EdtfDate.month(year, self.month_number)
            case "season":
                return EdtfDate.season(year, 21 + self.number % 4)
            case "quarter":
                return EdtfDate.quarter(year, self.number % 4 + 1)
            case "half":
                return EdtfDate.half(year, self.number % 2 + 1)
            case "year":
                return EdtfDate.year(year)
            case "decade":
                return EdtfDate.decade(year)
        return EdtfDate.century(self.number)

    def words(self, translate: Callable[[str], str] = str) -> str:
        """For reasons: "11 February 2016", "June 2014", "summer 1995"; see timeline.date_words for `translate`."""
        if self.grain in WEEKS and self.first_day:
            return translate(WEEKS[self.grain]) % {"date": EdtfDate.day(self.first_day).words(translate)}
        return self.date.words(translate) if self.date else self.value


def _year_text(year: int) -> str:
    return f"{year:04d}" if year > 0 else f"BC{1 - year:04d}"


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def last_day(year: int, month: int) -> date:
    """Of a month. The calendar module would say it, but brings in locale: a twentieth of what importing this engine takes.

    >>> last_day(2016, 2).day, last_day(1900, 2).day, last_day(9999, 12).day
    (29, 28, 31)
    """
    return date(year, month, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth (or last, -1) ISO weekday of a month."""
    if nth < 0:
        last = last_day(year, month)
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
