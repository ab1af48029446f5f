"""Dates as precise as their source (ISO 8601-2:2019, "EDTF"): the value every other file speaks.

Here are the value, its parsing, its bounds and its constructors. What people type is read in
`timeline.typed_dates`; what readers see is written in `timeline.date_words`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST = 80  # characters of a canonical EDTF text; the column that stores it is as wide
UNDATED_SORT_DAY = date.max  # events without a date come last
UNDATED_SPAN_CLASS = -1

MARKS = {"": "exact", "~": "approximate", "?": "uncertain", "%": "both"}
MARK_OF = {name: mark for mark, name in MARKS.items()}


def gettext_noop(text: str) -> str:
    """Mark a text for makemessages without importing Django; `translate` turns it into words later."""
    return text


MONTHS = "January February March April May June July August September October November December".split()

NO_EDTF = gettext_noop("“%(text)s” is not an EDTF date.")
TOO_LONG = gettext_noop("This is too long for a date: at most %(longest)d characters.")
NO_YEAR = gettext_noop("Years run from 0001 to 9999.")
SHORT_YEAR = gettext_noop("A year has four digits, with leading zeros if need be: 0476.")
NO_MONTH = gettext_noop("There is no month %(number)s: months are 01 to 12.")
NO_CODE = gettext_noop(
    "There is no month %(number)s: months are 01 to 12, seasons 21 to 24, quarters 33 to 36, halves 40 and 41."
)
NO_DAY = gettext_noop("There is no day %(day)d: days begin at 1.")
MONTH_DAYS = gettext_noop("%(month)s has %(days)d days.")
MONTH_DAYS_THAT_YEAR = gettext_noop("%(month)s %(year)s has %(days)d days.")
SEASON_DAY = gettext_noop("A season, quarter or half of a year has no numbered days.")
MONTH_UNKNOWN = gettext_noop(
    "A day needs its month, and a month its year: write 2014, 2014-06 or 2014-06-20."
)
MARK_LAST = gettext_noop(
    "The marks ~ ? % stand once, at the end of a date: 2014-06~ (for both marks, write %)."
)
ALL_OF_A_SET = gettext_noop("Braces mean every one of these dates: write one event for each.")
EMPTY = gettext_noop("There is no date here.")
OPEN_ON_BOTH_SIDES = gettext_noop("Open on both sides says nothing: leave an unknown date empty.")
REVERSED = gettext_noop("This ends before it begins: %(first)s comes after %(last)s.")
NO_SUCH_PART = gettext_noop(
    "Only a month, a year, a decade or a century has an early, a mid and a late part."
)
SPAN_INSIDE = gettext_noop("What lasted from one date to another cannot be a part of a further date.")
OPEN_INSIDE = gettext_noop("An open date cannot be an end of a further date.")


class NotADate(ValueError):
    """No calendar has it, or nobody can tell what it means; the message says why, in plain words.

    >>> str(NotADate(MONTH_DAYS, month=6, days=30))
    'June has 30 days.'

    `words(gettext)` says it in the reader's language: the template, a date among the values, and the
    number of a `month` or `weekday`.
    """

    def __init__(self, template: str, **values):
        self.template = template
        self.values = values
        super().__init__(self.words())

    def words(self, translate: Callable[[str], str] = str) -> str:
        if not self.values:
            return translate(self.template)
        from timeline.date_words import value_words  # it speaks of dates

        values = {name: value_words(name, value, translate) for name, value in self.values.items()}
        return translate(self.template) % values

    def __reduce__(self):
        return _raise_again, (self.template, self.values)


def _raise_again(template: str, values: dict) -> NotADate:
    return NotADate(template, **values)


def shown(text: str) -> str:
    """The start of a text that was refused, safe to print and to encode."""
    start = text[:40].encode("utf-8", "replace").decode("utf-8")
    start = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in start)
    return start + ("…" if len(text) > 40 else "")


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """A date as precise as its source (ISO 8601-2:2019, EDTF).

    >>> june = EdtfDate.parse("2014-06")
    >>> june.earliest.isoformat(), june.latest.isoformat(), june.precision
    ('2014-06-01', '2014-06-30', 'month')

    `earliest` and `latest` are real days, both included, and None where the date is open. A `point`
    happened once, some time between the two; a `span` lasted from the one to the other. Built only
    through its class methods; all of them raise NotADate and nothing else for what is no date.
    """

    edtf: str
    earliest: date | None
    latest: date | None
    precision: str  # day month season quarter half year decade century range
    qualifier: str  # exact approximate uncertain both
    kind: str  # point span

    # Building

    @classmethod
    def parse(cls, text: str) -> "EdtfDate":
        """EDTF, and ISO date-times (the time is dropped), made canonical.

        >>> [str(EdtfDate.parse(t)) for t in ("2014-06-XX", "2016/", "[2014-11, 2014-06]", "2014-11-20T09:30Z")]
        ['2014-06', '2016/..', '[2014-06,2014-11]', '2014-11-20']

        Inside sets and intervals only days, months and years are written: a season there becomes
        its months. A set has bounds only, so decades become years in it; the ends of an interval
        keep them (199X/.. did not begin in 1990), as years with a digit unknown.
        """
        match = PLAIN.fullmatch(text)
        return _plain(*match.groups()) if match else _parse_rarer(text)

    @classmethod
    def read(cls, text: str) -> "EdtfDate":
        """EDTF, or English words and numbers as people type them.

        >>> [str(EdtfDate.read(t)) for t in ("about 2014", "June-Nov 2014", "Nov 20, 2014")]
        ['2014~', '2014-06/2014-11', '2014-11-20']
        """
        from timeline.typed_dates import read  # it builds this class

        return read(text)

    @classmethod
    def day(cls, day: date) -> "EdtfDate":
        """
        >>> str(EdtfDate.day(date(2014, 11, 20)))
        '2014-11-20'
        """
        return _plain(f"{day.year:04d}", f"{day.month:02d}", f"{day.day:02d}", "")

    @classmethod
    def month(cls, year: int, month: int) -> "EdtfDate":
        if not 1 <= month <= 12:
            raise NotADate(NO_MONTH, number=month)
        return _plain(_year_text(year), f"{month:02d}", None, "")

    @classmethod
    def season(cls, year: int, code: int) -> "EdtfDate":
        """`code` is EDTF's: 21 spring, 22 summer, 23 autumn, 24 winter (which ends in the next year).

        Northern, meteorological seasons of whole months; source: NOAA.

        >>> winter = EdtfDate.season(2014, 24)
        >>> winter.earliest.isoformat(), winter.latest.isoformat()
        ('2014-12-01', '2015-02-28')
        """
        return _part_of_year(year, code, 21, 24)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "EdtfDate":
        """
        >>> str(EdtfDate.quarter(2015, 3))
        '2015-35'
        """
        return _part_of_year(year, quarter + 32, 33, 36)

    @classmethod
    def half(cls, year: int, half: int) -> "EdtfDate":
        return _part_of_year(year, half + 39, 40, 41)

    @classmethod
    def year(cls, year: int) -> "EdtfDate":
        return _plain(_year_text(year), None, None, "")

    @classmethod
    def decade(cls, year: int) -> "EdtfDate":
        """The decade with this year in it.

        >>> str(EdtfDate.decade(1994))
        '199X'
        """
        return cls.parse(_year_text(year)[:3] + "X")

    @classmethod
    def century(cls, first_two_digits: int) -> "EdtfDate":
        """The hundred years that begin with these digits: 18 is the 19th century.

        >>> EdtfDate.century(18).latest.isoformat()
        '1899-12-31'
        """
        if not 0 <= first_two_digits <= 99:
            raise NotADate(NO_YEAR)
        return cls.parse(f"{first_two_digits:02d}XX")

    @classmethod
    def between(cls, first: "EdtfDate", last: "EdtfDate") -> "EdtfDate":
        """Once, some time from the start of `first` to the end of `last`.

        >>> str(EdtfDate.between(EdtfDate.month(2014, 6), EdtfDate.month(2014, 11)))
        '[2014-06..2014-11]'
        """
        if first == last:
            return first
        return _set([(_closed(_low(first)), _closed(_high(last)))])

    @classmethod
    def either(cls, first: "EdtfDate", second: "EdtfDate") -> "EdtfDate":
        """Once, in the one or in the other.

        >>> str(EdtfDate.either(EdtfDate.month(2014, 6), EdtfDate.month(2014, 11)))
        '[2014-06,2014-11]'
        """
        return first if first == second else _set(_pieces(first) + _pieces(second))

    @classmethod
    def before_or_in(cls, last: "EdtfDate") -> "EdtfDate":
        """Once, not later than the end of `last`: "by October" is [..2014-10]."""
        return _set([(None, _closed(_high(last)))])

    @classmethod
    def from_on(cls, first: "EdtfDate") -> "EdtfDate":
        """Once, not earlier than the start of `first`."""
        return _set([(_closed(_low(first)), None)])

    @classmethod
    def before(cls, limit: "EdtfDate") -> "EdtfDate":
        """Once, and earlier than all of `limit`.

        >>> str(EdtfDate.before(EdtfDate.month(2014, 11)))
        '[..2014-10]'
        """
        return _set([(None, _must_step(_closed(_low(limit)), -1))])

    @classmethod
    def after(cls, limit: "EdtfDate") -> "EdtfDate":
        """Once, and later than all of `limit`.

        >>> str(EdtfDate.after(EdtfDate.month(2014, 6)))
        '[2014-07..]'
        """
        return _set([(_must_step(_closed(_high(limit)), 1), None)])

    @classmethod
    def span(cls, first: "EdtfDate", last: "EdtfDate") -> "EdtfDate":
        """Lasted from the start of `first` to the end of `last`."""
        return _interval(_closed(_start(first)), _closed(_end(last)))

    @classmethod
    def since(cls, first: "EdtfDate") -> "EdtfDate":
        return _interval(_closed(_start(first)), None)

    @classmethod
    def until(cls, last: "EdtfDate") -> "EdtfDate":
        return _interval(None, _closed(_end(last)))

    @classmethod
    def part(cls, whole: "EdtfDate", which: str) -> "EdtfDate":
        """The "early", "mid" or "late" part of a month, year, decade or century.

        >>> [str(EdtfDate.part(EdtfDate.parse(d), "late")) for d in ("2014-06", "2013", "197X", "18XX")]
        ['[2014-06-21..2014-06-30]', '[2013-09..2013-12]', '[1976..1979]', '[1867..1899]']
        """
        if whole.precision not in ("month", "year", "decade", "century"):
            raise NotADate(NO_SUCH_PART)
        mark = MARK_OF[whole.qualifier]
        first, last = _part_bounds(whole.edtf.rstrip("~?%"), which)
        return _set([(cls.parse(first + mark), cls.parse(last + mark))])

    def qualified(self, qualifier: str) -> "EdtfDate":
        """The same date, every part of it marked so ("exact" takes the marks off).

        >>> str(EdtfDate.parse("2014-06").qualified("approximate"))
        '2014-06~'
        """
        bare = MARK.sub("", self.edtf)
        return EdtfDate.parse(COMPONENT.sub(rf"\g<0>{MARK_OF[qualifier]}", bare))

    # Order, storage, comparing

    @property
    def sort_day(self) -> date:
        """Where it stands in a list: its first day, or its last where the start is open."""
        return self.earliest or self.latest

    @property
    def span_class(self) -> int:
        """0 a day, 1 up to 31 days, 2 up to 366, 3 up to 3,653, 4 up to 36,525, 5 the rest and the open ones."""
        if self.earliest is None or self.latest is None:
            return 5
        days = (self.latest - self.earliest).days + 1
        return sum(days > limit for limit in CLASS_DAYS)

    @property
    def sort_key(self) -> tuple[date, int]:
        """The order of every list; events of one key follow their id."""
        return self.sort_day, -self.span_class

    @property
    def stored_earliest(self) -> date:
        return self.earliest or date.min

    @property
    def stored_latest(self) -> date:
        return self.latest or date.max

    @property
    def start_latest(self) -> date | None:
        """The last day a span can have begun; None for points and open starts.

        >>> EdtfDate.parse("2014-06/2014-11").start_latest.isoformat()
        '2014-06-30'
        """
        start, end = self.ends
        if start is None:
            return None
        return start.latest if end is None else min(start.latest, end.latest)

    @property
    def end_earliest(self) -> date | None:
        """The first day a span can have ended; None for points and open ends."""
        start, end = self.ends
        if end is None:
            return None
        return end.earliest if start is None else max(start.earliest, end.earliest)

    @property
    def ends(self) -> tuple["EdtfDate | None", "EdtfDate | None"]:
        """The dates a span began and ended in, None where open; (None, None) for points."""
        return _split(self.edtf, "/") if self.kind == "span" else (None, None)

    @property
    def pieces(self) -> list[tuple["EdtfDate | None", "EdtfDate | None"]]:
        """The alternatives of a point, each a first and a last date (the same, where it is one date)."""
        return _pieces(self)

    def can_both_hold(self, other: "EdtfDate") -> bool:
        """Whether one event can have both dates.

        >>> june, november = EdtfDate.parse("2014-06"), EdtfDate.parse("2014-11")
        >>> june.can_both_hold(EdtfDate.parse("2014-06-19")), june.can_both_hold(november)
        (True, False)

        An approximate date reaches as far again to either side as it is long. Two spans must agree
        on their beginnings and on their ends; an open end agrees with any.
        """
        if self.kind == other.kind == "span":
            return all(
                one is None or two is None or _meet(_reach(one, one), _reach(two, two))
                for one, two in zip(self.ends, other.ends, strict=True)
            ) and _meet(_reach(*self.ends), _reach(*other.ends))
        return any(_meet(one, two) for one in _reaches(self) for two in _reaches(other))

    # Words

    def words(self, translate: Callable[[str], str] = str) -> str:
        """For readers; read back by `EdtfDate.read`. See timeline.date_words for `translate`.

        >>> EdtfDate.parse("[2014-06..2014-11]").words()
        'between June and November 2014'
        """
        from timeline.date_words import words

        return words(self, translate)

    def bounds_words(self, translate: Callable[[str], str] = str) -> str:
        """The real days behind the date.

        >>> EdtfDate.parse("2014-06").bounds_words()
        'some day from 1 to 30 June 2014'
        """
        from timeline.date_words import bounds_words

        return bounds_words(self, translate)

    def __str__(self) -> str:
        return self.edtf


Piece = tuple[EdtfDate | None, EdtfDate | None]

CLASS_DAYS = (1, 31, 366, 3_653, 36_525)

PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
DATE_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?:[01][0-9]|2[0-3])(?::?[0-5][0-9](?::?(?:[0-5][0-9]|60)(?:[.,][0-9]{1,9})?)?)?"
    r" ?(?:Z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)?"
)
UNKNOWN_DIGITS = re.compile(r"([0-9]{2})([0-9]X|XX)([~?%]?)")
FOLDED = re.compile(
    r"([0-9]{2}(?:[0-9]{2}|[0-9]X|XX)(?=-XX)|[0-9]{4}-(?:0[0-9]|1[0-2])(?=-XX[~?%]?\Z))(?:-XX){1,2}([~?%]?)"
)
COMPONENT = re.compile(r"[0-9]{2}[0-9X]{2}(?:-[0-9]{2}){0,2}")
MARK = re.compile(r"[~?%]")

# code: precision, first month, number of months (a season's winter runs into the next year)
PARTS_OF_YEAR = {
    21: ("season", 3, 3),
    22: ("season", 6, 3),
    23: ("season", 9, 3),
    24: ("season", 12, 3),
    33: ("quarter", 1, 3),
    34: ("quarter", 4, 3),
    35: ("quarter", 7, 3),
    36: ("quarter", 10, 3),
    40: ("half", 1, 6),
    41: ("half", 7, 6),
}

WHY_NOT = (  # what a refused text looks like -> the reason; the first that fits is given
    (re.compile(r"\{.*"), ALL_OF_A_SET),
    (re.compile(r"-[0-9]+.*|Y-?[0-9]+.*|\+?[0-9]{5,}(-.*)?"), NO_YEAR),
    (re.compile(r"[0-9]{1,3}(-[0-9]{2}){0,2}[~?%]?"), SHORT_YEAR),
    (re.compile(r"[0-9]{2,3}X+-[0-9]{2}.*|[0-9]{4}-XX-[0-9]{2}.*|XX.*"), MONTH_UNKNOWN),
    (re.compile(r"[0-9]{4}-[234][0-9]-[0-9X]{2}.*"), SEASON_DAY),
    (re.compile(r"[0-9X-]*[~?%][0-9X~?%-]+|[~?%].*"), MARK_LAST),
    (re.compile(r""), EMPTY),
)


def _plain(year: str, month: str | None, day: str | None, mark: str) -> EdtfDate:
    number = int(year)
    if not number:
        raise NotADate(NO_YEAR)
    if month is None:
        return EdtfDate(year + mark, date(number, 1, 1), date(number, 12, 31), "year", MARKS[mark], "point")
    month_number = int(month)
    if not 1 <= month_number <= 12:
        return _coded(number, month_number, day, mark)
    last = last_day(number, month_number)
    if day is None:
        return EdtfDate(
            f"{year}-{month}{mark}",
            date(number, month_number, 1),
            date(number, month_number, last),
            "month",
            MARKS[mark],
            "point",
        )
    day_number = int(day)
    if not 1 <= day_number <= last:
        raise _no_such_day(number, month_number, day_number)
    the_day = date(number, month_number, day_number)
    return EdtfDate(f"{year}-{month}-{day}{mark}", the_day, the_day, "day", MARKS[mark], "point")


def _coded(year: int, code: int, day: str | None, mark: str) -> EdtfDate:
    if code not in PARTS_OF_YEAR:
        raise NotADate(NO_CODE, number=f"{code:02d}")
    if day is not None:
        raise NotADate(SEASON_DAY)
    precision, first_month, months = PARTS_OF_YEAR[code]
    last_year, last_month = divmod(year * 12 + first_month + months - 2, 12)
    if last_year > 9999:
        raise NotADate(NO_YEAR)
    last_month += 1
    return EdtfDate(
        f"{year:04d}-{code}{mark}",
        date(year, first_month, 1),
        date(last_year, last_month, last_day(last_year, last_month)),
        precision,
        MARKS[mark],
        "point",
    )


def last_day(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _no_such_day(year: int, month: int, day: int) -> NotADate:
    if day < 1:
        return NotADate(NO_DAY, day=day)
    if month == 2:
        return NotADate(MONTH_DAYS_THAT_YEAR, month=2, year=f"{year:04d}", days=last_day(year, 2))
    return NotADate(MONTH_DAYS, month=month, days=last_day(year, month))


def _unknown_digits(century: str, rest: str, mark: str) -> EdtfDate:
    """199X and 18XX; the year 0, which no calendar here has, is left out of 000X and 00XX."""
    first, last = int((century + rest).replace("X", "0")), int((century + rest).replace("X", "9"))
    precision = "century" if rest == "XX" else "decade"
    return EdtfDate(
        century + rest + mark,
        date(max(first, 1), 1, 1),
        date(last, 12, 31),
        precision,
        MARKS[mark],
        "point",
    )


def _parse_rarer(text: str) -> EdtfDate:
    if len(text) > LONGEST:
        raise NotADate(TOO_LONG, longest=LONGEST)
    if text.startswith("[") and text.endswith("]"):
        return _set([_piece(part.strip(" ")) for part in text[1:-1].split(",")])
    if match := DATE_TIME.fullmatch(text):
        return EdtfDate.parse(match[1])
    if text.count("/") == 1:
        return _interval(*_split(text, "/"))
    return _simple(text)


def _simple(text: str) -> EdtfDate:
    """One date: no set and no interval."""
    if match := PLAIN.fullmatch(text):
        return _plain(*match.groups())
    if match := UNKNOWN_DIGITS.fullmatch(text):
        return _unknown_digits(*match.groups())
    if match := FOLDED.fullmatch(text):
        return _simple(match[1] + match[2])
    for pattern, reason in WHY_NOT:
        if pattern.fullmatch(text):
            raise NotADate(reason)
    raise NotADate(NO_EDTF, text=shown(text))


def _split(text: str, separator: str) -> Piece:
    first, _, last = text.partition(separator)
    return (
        None if first in ("", "..") else _simple(first),
        None if last in ("", "..") else _simple(last),
    )


def _piece(text: str) -> Piece:
    if text == "":
        raise NotADate(EMPTY)
    if ".." in text:
        first, last = _split(text, "..")
        return first and _low(first), last and _high(last)
    one = _simple(text)
    return _low(one), _high(one)


def _pieces(point: EdtfDate) -> list[Piece]:
    if point.kind == "span":
        raise NotADate(SPAN_INSIDE)
    if point.precision == "range":
        return [_piece(part) for part in point.edtf[1:-1].split(",")]
    return [(_low(point), _high(point))]


def _low(when: EdtfDate) -> EdtfDate | None:
    """The day, month or year a date begins with; None where it is open."""
    return _edge(when, first=True)


def _high(when: EdtfDate) -> EdtfDate | None:
    return _edge(when, first=False)


def _edge(when: EdtfDate, first: bool) -> EdtfDate | None:
    if when.precision in ("day", "month", "year"):
        return when
    if when.precision == "range":
        return _outermost(_pieces(when), first)
    day, mark = when.earliest if first else when.latest, MARK_OF[when.qualifier]
    if when.precision in ("decade", "century"):
        return _plain(f"{day.year:04d}", None, None, mark)
    return _plain(f"{day.year:04d}", f"{day.month:02d}", None, mark)


def _outermost(pieces: list[Piece], first: bool) -> EdtfDate | None:
    edges = [piece[0] if first else piece[1] for piece in pieces]
    if None in edges:
        return None
    return min(edges, key=lambda e: e.earliest) if first else max(edges, key=lambda e: e.latest)


def _start(when: EdtfDate) -> EdtfDate | None:
    """How the beginning of a span is written: decades stay, seasons become months."""
    return when if when.precision in ("decade", "century") else _low(when)


def _end(when: EdtfDate) -> EdtfDate | None:
    return when if when.precision in ("decade", "century") else _high(when)


def _closed(edge: EdtfDate | None) -> EdtfDate:
    if edge is None:
        raise NotADate(OPEN_INSIDE)
    return edge


def _set(pieces: Iterable[Piece]) -> EdtfDate:
    written = {}
    for first, last in pieces:
        _check_order(first, last)
        written[_piece_text(first, last)] = (first, last)
    ordered = _one_open_a_side(sorted(written.values(), key=_piece_order))
    if len(ordered) == 1 and ordered[0][0] == ordered[0][1]:
        return ordered[0][0]
    starts = [first.earliest if first else None for first, _ in ordered]
    ends = [last.latest if last else None for _, last in ordered]
    earliest = None if None in starts else min(starts)
    latest = None if None in ends else max(ends)
    if earliest is None and latest is None:
        raise NotADate(OPEN_ON_BOTH_SIDES)
    return EdtfDate(
        _fitting("[" + ",".join(_piece_text(*piece) for piece in ordered) + "]"),
        earliest,
        latest,
        "range",
        _qualifier(edge for piece in ordered for edge in piece),
        "point",
    )


def _interval(first: EdtfDate | None, last: EdtfDate | None) -> EdtfDate:
    first, last = first and _start(first), last and _end(last)
    _check_order(first, last)
    return EdtfDate(
        _fitting(f"{first or '..'}/{last or '..'}"),
        first and first.earliest,
        last and last.latest,
        "range",
        _qualifier((first, last)),
        "span",
    )


def _check_order(first: EdtfDate | None, last: EdtfDate | None) -> None:
    if first is None and last is None:
        raise NotADate(OPEN_ON_BOTH_SIDES)
    if first is not None and last is not None and first.earliest > last.latest:
        raise NotADate(REVERSED, first=first.edtf, last=last.edtf)


def _piece_text(first: EdtfDate | None, last: EdtfDate | None) -> str:
    return first.edtf if first == last else f"{first or ''}..{last or ''}"


def _piece_order(piece: Piece) -> tuple:
    """EDTF wants an open start first and an open end last; the rest stands by its days."""
    first, last = piece
    side = 0 if first is None else 2 if last is None else 1
    return side, first.earliest if first else date.min, last.latest if last else date.max, _piece_text(*piece)


def _one_open_a_side(ordered: list[Piece]) -> list[Piece]:
    """Before 1900 or before 2010 is before 2010; EDTF has room for one open piece a side."""
    open_starts = [piece for piece in ordered if piece[0] is None]
    open_ends = [piece for piece in ordered if piece[1] is None]
    closed = [piece for piece in ordered if None not in piece]
    return open_starts[-1:] + closed + open_ends[:1]


def _fitting(text: str) -> str:
    if len(text) > LONGEST:
        raise NotADate(TOO_LONG, longest=LONGEST)
    return text


def _qualifier(parts: Iterable[EdtfDate | None]) -> str:
    found = {part.qualifier for part in parts if part is not None} - {"exact"}
    if not found:
        return "exact"
    return found.pop() if len(found) == 1 else "both"


def step(when: EdtfDate, by: int) -> EdtfDate | None:
    """The day, month or year so many after this one, marked alike; None beyond the calendar."""
    mark, first = MARK_OF[when.qualifier], when.earliest
    if when.precision == "day":
        number = first.toordinal() + by
        if not 1 <= number <= date.max.toordinal():
            return None
        return EdtfDate.parse(date.fromordinal(number).isoformat() + mark)
    year, month = first.year + by, first.month
    if when.precision == "month":
        year, month = divmod(first.year * 12 + first.month - 1 + by, 12)
        month += 1
    if not 1 <= year <= 9999:
        return None
    return _plain(f"{year:04d}", f"{month:02d}" if when.precision == "month" else None, None, mark)


def _must_step(when: EdtfDate, by: int) -> EdtfDate:
    stepped = step(when, by)
    if stepped is None:
        raise NotADate(NO_YEAR)
    return stepped


def _part_bounds(whole: str, which: str) -> tuple[str, str]:
    """First and last date of the early, mid or late part of 2014-06, 2013, 197X or 18XX."""
    number = ("early", "mid", "late").index(which)
    if len(whole) == 7:
        last = last_day(int(whole[:4]), int(whole[5:]))
        first, last = ((1, 10), (11, 20), (21, last))[number]
        return f"{whole}-{first:02d}", f"{whole}-{last:02d}"
    if whole.endswith("XX"):
        first, last = ((0, 33), (34, 66), (67, 99))[number]
        return f"{max(int(whole[:2] + '00') + first, 1):04d}", f"{whole[:2]}{last:02d}"
    if whole.endswith("X"):
        first, last = ((0, 3), (4, 6), (6, 9))[number]
        return f"{max(int(whole[:3] + '0') + first, 1):04d}", f"{whole[:3]}{last}"
    first, last = ((1, 4), (5, 8), (9, 12))[number]
    return f"{whole}-{first:02d}", f"{whole}-{last:02d}"


def part_and_whole(first: EdtfDate, last: EdtfDate) -> tuple[str, EdtfDate] | None:
    """Which part of which month, year, decade or century runs from `first` to `last`.

    >>> which, whole = part_and_whole(EdtfDate.year(1976), EdtfDate.year(1979))
    >>> which, str(whole)
    ('late', '197X')
    """
    if first.qualifier != last.qualifier or first.precision != last.precision:
        return None
    bare_first, bare_last = first.edtf.rstrip("~?%"), last.edtf.rstrip("~?%")
    wholes = {
        "day": (bare_first[:7],),
        "month": (bare_first[:4],),
        "year": (bare_first[:3] + "X", bare_first[:2] + "XX"),
    }[first.precision]
    for whole in wholes:
        for which in ("early", "mid", "late"):
            if _part_bounds(whole, which) == (bare_first, bare_last):
                return which, EdtfDate.parse(whole)
    return None


def _year_text(year: int) -> str:
    if not 1 <= year <= 9999:
        raise NotADate(NO_YEAR)
    return f"{year:04d}"


def _part_of_year(year: int, code: int, lowest: int, highest: int) -> EdtfDate:
    if not lowest <= code <= highest:
        raise NotADate(NO_CODE, number=code)
    return _plain(_year_text(year), str(code), None, "")


def _reaches(when: EdtfDate) -> list[tuple[date, date]]:
    pieces = [when.ends] if when.kind == "span" else _pieces(when)
    return [_reach(first, last) for first, last in pieces]


def _reach(first: EdtfDate | None, last: EdtfDate | None) -> tuple[date, date]:
    return (
        date.min if first is None else _widened(first)[0],
        date.max if last is None else _widened(last)[1],
    )


def _widened(when: EdtfDate) -> tuple[date, date]:
    if when.qualifier not in ("approximate", "both"):
        return when.earliest, when.latest
    length = (when.latest - when.earliest).days + 1
    return (
        date.fromordinal(max(when.earliest.toordinal() - length, 1)),
        min(date.max - timedelta(length), when.latest) + timedelta(length),
    )


def _meet(one: tuple[date, date], two: tuple[date, date]) -> bool:
    return one[0] <= two[1] and two[0] <= one[1]
