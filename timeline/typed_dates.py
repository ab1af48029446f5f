"""A date as people type it in English, in a text box or an address: words and numbers -> EdtfDate.

A text is first read as EDTF, then by the shapes below, from the widest (two dates and what joins
them) to the narrowest (one date). What could be two dates is refused with both of them named.
"""

import re
from collections.abc import Callable
from functools import reduce

from timeline.dates import MONTHS, NO_MONTH, TOO_LONG, EdtfDate, NotADate, gettext_noop, shown

Reader = Callable[[str], EdtfDate | None]

LONGEST_TYPED = 400  # the longest words this app itself prints for a date are shorter

NOT_UNDERSTOOD = gettext_noop(
    "“%(text)s” is not understood as a date. Write it like 20 November 2014, June 2014, summer 2014, "
    "about 2014, before June 2014, June to November 2014, or as EDTF: 2014-06."
)
NOTHING_TYPED = gettext_noop("There is no date here.")
TWO_READINGS = gettext_noop("“%(text)s” can be %(first)s or %(second)s: write the month as a word.")
TWO_MEANINGS = gettext_noop(
    "“%(text)s” can be %(first)s (%(first_edtf)s) or %(second)s (%(second_edtf)s): write one of the two."
)
FULL_YEAR = gettext_noop("Write the year of “%(text)s” with four digits.")
YEAR_MISSING = gettext_noop("“%(text)s” has no year.")
BEFORE_CHRIST = gettext_noop("Years before our era cannot be kept here: years run from 0001 to 9999.")
WRONG_WEEKDAY = gettext_noop("%(date)s was a %(weekday)s.")
RELATIVE_DAY = gettext_noop("“%(text)s” depends on the day it was written: type the date itself.")
NO_SUCH_CENTURY = gettext_noop("Centuries run from the 1st to the 100th.")

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()

ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
).split()
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
TENS = {"noughties": 0, "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6}
TENS |= {"seventies": 7, "eighties": 8, "nineties": 9}

MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
MONTH_NUMBERS |= {name[:3]: number for name, number in MONTH_NUMBERS.items()} | {"sept": 9}

MONTH = rf"(?P<month>{'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})\.?"
DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>[0-9]{4}|ad [0-9]{1,4}|[0-9]{1,4} (?:ad|ce))"
OF = r"(?: of|,| in)? (?:the year )?"


def read(text: str) -> EdtfDate:
    """EDTF, or English words and numbers; NotADate says why not.

    >>> [str(read(t)) for t in ("20 November 2014", "before June 2014", "the eighties", "winter 2014")]
    ['2014-11-20', '[..2014-05]', '198X', '2014-24']
    >>> read("10/11/2014")
    Traceback (most recent call last):
    timeline.dates.NotADate: “10/11/2014” can be 10 November 2014 or 11 October 2014: write the month as a word.

    A second year is never taken from two digits: 1973-90 has the shape of a year and a month, as
    1973-12 does, and there is no month 90.
    """
    if len(text) > LONGEST_TYPED:
        raise NotADate(TOO_LONG, longest=LONGEST_TYPED)
    stripped = text.strip(" ")
    if not stripped:
        raise NotADate(NOTHING_TYPED)
    try:
        return EdtfDate.parse(stripped)
    except NotADate as why:
        no_edtf = why
    typed = _plain_typing(stripped)
    if typed is None:
        raise NotADate(NOT_UNDERSTOOD, text=shown(text))
    if (when := _any(typed)) is not None:
        return when
    raise no_edtf if EDTF_LIKE.fullmatch(stripped) else _not_understood(stripped, typed)


DASHES = str.maketrans(
    dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("‘’ʼ`", "'") | {"\N{NO-BREAK SPACE}": " "}
)


def _plain_typing(text: str) -> str | None:
    """Lower case, plain dashes, single spaces; None where other characters remain."""
    plain = text.translate(DASHES)
    if not (plain.isascii() and plain.isprintable()):
        return None
    return " ".join(plain.lower().split())


# Why not

EDTF_LIKE = re.compile(r"[0-9][0-9X~?%-]*|-[0-9].*|[\[{].*|.*\.\..*|[0-9X-]+/[0-9X-]+")
BEFORE_OUR_ERA = re.compile(r".*[0-9] ?(?:bc|bce|b\.c\.)")
RELATIVE = re.compile(r"today|yesterday|tomorrow|now|(?:last|next|this) .+|.+ ago")
SHORT_YEAR = re.compile(r"(.*[a-z., /-])'?[0-9]{2,3}")


def _not_understood(text: str, typed: str) -> NotADate:
    said = shown(text)
    if BEFORE_OUR_ERA.fullmatch(typed):
        return NotADate(BEFORE_CHRIST)
    if RELATIVE.fullmatch(typed):
        return NotADate(RELATIVE_DAY, text=said)
    if (match := SHORT_YEAR.fullmatch(typed)) and _would_be_a_date(f"{match[1]}2000"):
        return NotADate(FULL_YEAR, text=said)
    if _any(f"{typed} 2000") is not None:  # or raises: no year has a 31 June
        return NotADate(YEAR_MISSING, text=said)
    return NotADate(NOT_UNDERSTOOD, text=said)


def _would_be_a_date(text: str) -> bool:
    try:
        return _any(text) is not None
    except NotADate:
        return True


# From here on, who reads a shape returns None where the text has another one, and raises NotADate
# where it has this one but no calendar has the date. Only the widest shapes call narrower ones, so
# that no text costs more than its length.


def _any(text: str) -> EdtfDate | None:
    for shape in (_one, _bounded, _alternatives, _joined):
        if (when := shape(text)) is not None:
            return when
    return None


def _first_match(rules: tuple, text: str) -> EdtfDate | None:
    for pattern, meaning in rules:
        if match := pattern.fullmatch(text):
            if (when := meaning(match)) is not None:
                return when
    return None


# Two dates and what joins them

JOINED = (
    (re.compile(r"(?:some ?time |some day )?between (.+) and (.+)"), EdtfDate.between),
    (re.compile(r"(?:from )?(.+?) (?:up to|to|until|till|through) (.+)"), EdtfDate.span),
)
DASHED = re.compile(r"(?P<lead>from |(?:some ?time |some day )?between )?(?P<dates>.+-.+)")
MONTH_FIRST = re.compile(rf"{MONTH} {DAY}")
DAY_AND_YEAR = re.compile(rf"{DAY},? {YEAR}")
DAY_ALONE = re.compile(DAY)
OR = re.compile(r",? or ")
YEAR_ALONE = re.compile(YEAR)


def _joined(text: str) -> EdtfDate | None:
    """
    >>> [str(_joined(t)) for t in ("from june to november 2014", "1973-1990", "between 10 and 20 june 2014")]
    ['2014-06/2014-11', '1973/1990', '[2014-06-10..2014-06-20]']
    """
    for pattern, join in JOINED:
        match = pattern.fullmatch(text)
        if match and (dates := _pair(match[1], match[2])):
            return join(*dates)
    return _dashed(text)


def _dashed(text: str) -> EdtfDate | None:
    match = DASHED.fullmatch(text)
    if match is None:
        return None
    dates = match["dates"]
    join = EdtfDate.between if "between" in (match["lead"] or "") else EdtfDate.span
    spaced = [dash.start() + 1 for dash in re.finditer(" - ", dates)]
    for place in spaced or [dash.start() for dash in re.finditer("-", dates)]:
        if pair := _pair(dates[:place].strip(), dates[place + 1 :].strip()):
            return join(*pair)
    return None


def _alternatives(text: str) -> EdtfDate | None:
    """
    >>> [str(_alternatives(t)) for t in ("june, august or november 2014", "before 2014 or between 2016 and 2018")]
    ['[2014-06,2014-08,2014-11]', '[..2013,2016..2018]']
    """
    *firsts, last = OR.split(text.removeprefix("either "))
    if not firsts:
        return None
    *others, nearest = [part for first in firsts for part in _listed(first)]
    pair = _pair(nearest, last, _alternative)
    if pair is None:
        return None
    dates = [*(_completed(part, pair[1], _alternative) for part in others), *pair]
    return None if None in dates else reduce(EdtfDate.either, dates)


def _listed(text: str) -> list[str]:
    """Split at commas, but not at the one of a date.

    >>> _listed("nov 20, 2014, 2015"), _listed("2015, 2016")
    (['nov 20, 2014', '2015'], ['2015', '2016'])
    """
    parts: list[str] = []
    for part in text.split(", "):
        if parts and YEAR_ALONE.fullmatch(part) and _alternative(parts[-1]) is None:
            parts[-1] += f", {part}"
        else:
            parts.append(part)
    return parts


def _alternative(text: str) -> EdtfDate | None:
    for shape in (_one, _bounded, _joined):
        if (when := shape(text)) is not None:
            return when
    return None


def _pair(left: str, right: str, reader: Reader | None = None) -> tuple[EdtfDate, EdtfDate] | None:
    """Both dates; what the left one leaves out is the right one's ("June", "10"; "Feb 10-12, 2016")."""
    reader = reader or _one
    month_first, day_and_year = MONTH_FIRST.fullmatch(left), DAY_AND_YEAR.fullmatch(right)
    if month_first and day_and_year:
        left = f"{month_first['day']} {month_first['month']} {day_and_year['year']}"
        right = f"{day_and_year['day']} {month_first['month']} {day_and_year['year']}"
    last = reader(right)
    first = last and _completed(left, last, reader)
    return (first, last) if first else None


def _completed(text: str, other: EdtfDate, reader: Reader) -> EdtfDate | None:
    """The date of a text that may leave out what `other` says: its year, or its month and year."""
    if (when := reader(text)) is not None:
        return when
    if other.precision in ("year", "decade", "century") or other.earliest is None or other.latest is None:
        return None
    year = f"ad {other.earliest.year}"
    if DAY_ALONE.fullmatch(text):
        if other.precision != "day":
            return None
        return reader(f"{text} {MONTHS[other.earliest.month - 1].lower()} {year}")
    if other.precision == "range" and other.earliest.year != other.latest.year:
        return None
    return reader(f"{text} {year}")


# One date and what bounds it on one side

BOUNDED = (
    (re.compile(r"(?:before|prior to|earlier than) (.+)"), EdtfDate.before),
    (re.compile(r"(?:after|later than|following) (.+)"), EdtfDate.after),
    (
        re.compile(r"(?:by|(?:on|in) or before|no later than|not later than|not after) (.+)"),
        EdtfDate.before_or_in,
    ),
    (re.compile(r"(.+?),? (?:or (?:earlier|before)|at the latest)"), EdtfDate.before_or_in),
    (
        re.compile(r"(?:(?:on|in) or after|no earlier than|not earlier than|not before) (.+)"),
        EdtfDate.from_on,
    ),
    (re.compile(r"(.+?),? (?:or (?:later|after)|at the earliest)"), EdtfDate.from_on),
    (re.compile(r"(?:from )?(.+?),? (?:on|onwards?|and since)"), EdtfDate.since),
    (
        re.compile(r"(?:from )?(.+?) ?(?:to|until|-) ?(?:the present|present|today|now|this day)"),
        EdtfDate.since,
    ),
    (re.compile(r"(?:ever )?(?:since|from) (.+)"), EdtfDate.since),
    (re.compile(r"(?:until|till|up to|through) (?:the end of )?(.+)"), EdtfDate.until),
    (
        re.compile(r"(?:throughout|all of|all through|the whole of) (.+)"),
        lambda whole: EdtfDate.span(whole, whole),
    ),
)


def _bounded(text: str) -> EdtfDate | None:
    """
    >>> [str(_bounded(t)) for t in ("by october 2014", "after june 2014", "since 2016", "until march 2015")]
    ['[..2014-10]', '[2014-07..]', '2016/..', '../2015-03']
    """
    for pattern, bound in BOUNDED:
        match = pattern.fullmatch(text)
        if match and (when := _one(match[1])):
            return bound(when)
    return None


# One date, its marks and its parts

ABOUT = re.compile(
    r"(?:some ?time |in )?(?:(?:about|around|circa|approximately|approx\.?|roughly|ca|c) |(?:ca\.|c\.|c(?=[0-9])|~) ?)(?P<rest>.+)"
    r"|(?P<before>.+?),? ?(?:~|\(?(?:circa|approximately|approx\.?|or so|roughly)\)?)"
)
UNSURE = re.compile(
    r"(?:possibly|perhaps|probably|presumably|maybe|uncertain):? (?P<rest>.+)"
    r"|(?P<before>.+?),? ?(?:\(?\?\)?|\(?(?:uncertain|unsure|not sure|not certain)\)?)"
)
LITTLE_WORDS = r"(?:(?:some ?time in|some day in|on|in|during|the|year) ){0,4}"
PART = re.compile(rf"{LITTLE_WORDS}(?P<which>early|mid|middle|late)(?:-| in | on | )(?P<whole>.+)")
END_OF = re.compile(rf"{LITTLE_WORDS}(?P<which>beginning|start|middle|end) of (?P<whole>.+)")
WHICH = {"beginning": "early", "start": "early", "middle": "mid", "end": "late"}


def _one(text: str) -> EdtfDate | None:
    """One date with what is said of its certainty.

    >>> [str(_one(t)) for t in ("about june 2014", "june 2014, unsure", "c. 2014?", "mid-june 2014", "late 1970s")]
    ['2014-06~', '2014-06?', '2014%', '[2014-06-11..2014-06-20]', '[1976..1979]']
    """
    approximate = uncertain = False
    while match := (about := ABOUT.fullmatch(text)) or UNSURE.fullmatch(text):
        text = match["rest"] or match["before"]
        approximate, uncertain = approximate or bool(about), uncertain or not about
    when = _part(text) or _date(text)
    if when is None or not (approximate or uncertain):
        return when
    return when.qualified(QUALIFIERS[approximate, uncertain])


QUALIFIERS = {(True, False): "approximate", (False, True): "uncertain", (True, True): "both"}


def _part(text: str) -> EdtfDate | None:
    match = PART.fullmatch(text) or END_OF.fullmatch(text)
    whole = match and _date(match["whole"])
    return whole and EdtfDate.part(whole, WHICH.get(match["which"], match["which"]))


# One date

WEEKDAY = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in WEEKDAYS) + "|tues|wednes|thur|thurs"
LEAD = re.compile(rf"{LITTLE_WORDS}(?:(?P<weekday>{WEEKDAY})\.?,? )?{LITTLE_WORDS}(?P<date>.+)")


def _date(text: str) -> EdtfDate | None:
    """
    >>> [str(_date(t)) for t in ("thursday, 20 november 2014", "the 20th of november, 2014", "in the 1990s")]
    ['2014-11-20', '2014-11-20', '199X']
    """
    lead = LEAD.fullmatch(text)
    when = lead and _first_match(DATES, lead["date"])
    if when and lead["weekday"]:
        if when.precision != "day":
            return None
        weekday = when.earliest.weekday()
        if not WEEKDAYS[weekday].startswith(lead["weekday"][:3]):
            raise NotADate(WRONG_WEEKDAY, date=when, weekday=weekday)
    return when


def _day(year: int, month: int, day: int) -> EdtfDate:
    if not 1 <= month <= 12:
        raise NotADate(NO_MONTH, number=month)
    return EdtfDate.parse(f"{year:04d}-{month:02d}-{day:02d}")


def _year(match: re.Match) -> int:
    return int(match["year"].replace("ad", "").replace("ce", ""))


def _edtf(match: re.Match) -> EdtfDate:
    return EdtfDate.parse(match[0].upper())


def _named_day(match: re.Match) -> EdtfDate:
    return _day(_year(match), MONTH_NUMBERS[match["month"]], int(match["day"]))


def _named_month(match: re.Match) -> EdtfDate:
    return EdtfDate.month(_year(match), MONTH_NUMBERS[match["month"]])


def _numbered_day(match: re.Match) -> EdtfDate:
    """Day or month first: taken where only one is possible, else refused with both named."""
    one, two, year = int(match["one"]), int(match["two"]), _year(match)
    if one != two and 1 <= one <= 12 and 1 <= two <= 12:
        first, second = _day(year, two, one), _day(year, one, two)
        raise NotADate(TWO_READINGS, text=match[0], first=first, second=second)
    return _day(year, one, two) if two > 12 >= one else _day(year, two, one)


def _year_first_day(match: re.Match) -> EdtfDate:
    return _day(_year(match), int(match["one"]), int(match["two"]))


def _numbered_month(match: re.Match) -> EdtfDate:
    return EdtfDate.month(_year(match), int(match["one"]))


def _season(match: re.Match) -> EdtfDate | None:
    year, until = _year(match), match["until"]
    if until and not (match["season"] == "winter" and f"{year + 1}".endswith(until)):
        return None
    return EdtfDate.season(year, SEASONS[match["season"]])


def _quarter(match: re.Match) -> EdtfDate:
    return EdtfDate.quarter(_year(match), PLACES[match["place"]])


def _half(match: re.Match) -> EdtfDate:
    return EdtfDate.half(_year(match), HALVES[match["place"]])


def _whole_year(match: re.Match) -> EdtfDate:
    return EdtfDate.year(_year(match))


def _decade(match: re.Match) -> EdtfDate:
    """The 1900s may be a decade or a century; of the 2000s only the decade is meant so far."""
    year = _year(match)
    decade = EdtfDate.parse(f"{year // 10:03d}X")
    if year % 100 == 0 and year != 2000:
        raise _two_meanings(match, decade, EdtfDate.century(year // 100))
    return decade


def _short_decade(match: re.Match) -> EdtfDate:
    return _decade_of_ours(match, int(match["tens"]))


def _named_decade(match: re.Match) -> EdtfDate:
    return _decade_of_ours(match, TENS[match["name"]])


def _decade_of_ours(match: re.Match, tens: int) -> EdtfDate:
    """The eighties are the 1980s; the twenties may be the last or the present ones."""
    if tens in (1, 2):
        raise _two_meanings(match, EdtfDate.decade(1900 + 10 * tens), EdtfDate.decade(2000 + 10 * tens))
    return EdtfDate.decade(2000 if tens == 0 else 1900 + 10 * tens)


def _written_out_decade(match: re.Match) -> EdtfDate | None:
    first, last = (int(year.replace("ad ", "")) for year in (match["year"], match["last"]))
    if last % 10 != 9 or first != max(last - 9, 1):
        return None
    return EdtfDate.parse(f"{last // 10:03d}X")


def _century(match: re.Match) -> EdtfDate:
    number = int(match["number"]) if match["number"] else ORDINALS.index(match["name"]) + 1
    if not 1 <= number <= 100:
        raise NotADate(NO_SUCH_CENTURY)
    return EdtfDate.century(number - 1)


def _two_meanings(match: re.Match, first: EdtfDate, second: EdtfDate) -> NotADate:
    edtf = {"first_edtf": str(first), "second_edtf": str(second)}
    return NotADate(TWO_MEANINGS, text=match[0], first=first, second=second, **edtf)


PLACES = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
PLACES |= {"final": 4, "1": 1, "2": 2, "3": 3, "4": 4}
HALVES = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "last": 2, "latter": 2, "other": 2, "1": 1, "2": 2}
QUARTER_PLACE, HALF_PLACE = (
    rf"(?P<place>{'|'.join(place for place in places if not place.isdigit())})" for places in (PLACES, HALVES)
)
SEASON = rf"(?P<season>{'|'.join(SEASONS)})"
NUMBER, OTHER = r"(?P<one>[0-9]{1,2})", r"(?P<two>[0-9]{1,2})"

SHAPES = (  # the first that fits is taken
    (r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?|[0-9]{2}(?:[0-9]x|xx)", _edtf),
    (YEAR, _whole_year),
    (rf"{MONTH}(?:{OF}|-){YEAR}", _named_month),
    (rf"{YEAR},? {MONTH}", _named_month),
    (rf"{DAY}(?: of |[ -]?){MONTH}(?:, ?| |-){YEAR}", _named_day),
    (rf"{MONTH}[ -]?(?:the )?{DAY}(?:, ?| |-){YEAR}", _named_day),
    (rf"{YEAR},? {MONTH} {DAY}", _named_day),
    (rf"{NUMBER}(?P<sep>[./-]) ?{OTHER} ?(?P=sep) ?{YEAR}", _numbered_day),
    (rf"{YEAR}(?P<sep>[./-]){NUMBER}(?P=sep){OTHER}", _year_first_day),
    (rf"{NUMBER}[./-]{YEAR}", _numbered_month),
    (rf"{YEAR}[./-]{NUMBER}", _numbered_month),
    (rf"{SEASON}{OF}{YEAR}(?:[/-](?P<until>[0-9]{{2}}|[0-9]{{4}}))?", _season),
    (rf"{YEAR} {SEASON}(?P<until>)", _season),
    (rf"q(?P<place>[1-4])(?:[/-]|{OF}){YEAR}", _quarter),
    (rf"{YEAR}[ /-]?q(?P<place>[1-4])", _quarter),
    (rf"{QUARTER_PLACE} quarter{OF}{YEAR}", _quarter),
    (rf"h(?P<place>[12])(?:[/-]|{OF}){YEAR}", _half),
    (rf"{YEAR}[ /-]?h(?P<place>[12])", _half),
    (rf"{HALF_PLACE} half{OF}{YEAR}", _half),
    (r"(?P<year>[0-9]{3}0|ad [0-9]{0,2}0)'?s", _decade),
    (r"'?(?P<tens>[0-9])0'?s", _short_decade),
    (rf"(?P<name>{'|'.join(TENS)})", _named_decade),
    (
        r"decade (?P<year>ad [0-9]{1,3}|[0-9]{4}) ?(?:-|to) ?(?P<last>ad [0-9]{1,3}|[0-9]{4})",
        _written_out_decade,
    ),
    (
        rf"(?:(?P<number>[0-9]{{1,3}})(?:st|nd|rd|th)|(?P<name>{'|'.join(ORDINALS)}))[ -](?:century|c\.?)",
        _century,
    ),
)
DATES = tuple((re.compile(pattern), meaning) for pattern, meaning in SHAPES)
