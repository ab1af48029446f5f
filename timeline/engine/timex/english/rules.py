"""English time expressions: each rule its pattern, its meaning and its examples.

Of the rules that fit at a place the longest match wins; of equals, the first in RULES.
"""

import re

from ..periods import Period
from ..rule import Rule, rule
from ..senses import UNIT_LETTERS, Every, Length, Of, On, Sense, Shift, Stretch, Vague
from .words import (
    LEXICON,
    day_of_month,
    month,
    number,
    ordinal,
    plain,
    spoken_year,
    unit,
    weekday,
    year_of,
)  # fmt: skip

# --- dates with a year ---------------------------------------------------------------------------


@rule("{day}(?: of)?(?: |-){month},?(?: |-)(?:{year}|{any_year} {era})", on="months")
def day_month_year(m: re.Match) -> Sense:
    return On(
        year=year_of(m["any_year"] or m["year"], m["era"]),
        month=month(m["month"]),
        day=day_of_month(m["day"]),
    )


@rule("(?:{weekday},? )?{month} {day},? {year}", on="months weekdays")
def month_day_year(m: re.Match) -> Sense:
    return On(year=int(m["year"]), month=month(m["month"]), day=day_of_month(m["day"]))


@rule("{month},? (?:of )?(?:{year}|{any_year} {era}|{spoken_year})", on="months")
def month_year(m: re.Match) -> Sense:
    if m["spoken_year"]:
        return On(year=spoken_year(m["spoken_year"]), month=month(m["month"]))
    return On(year=year_of(m["any_year"] or m["year"], m["era"]), month=month(m["month"]))


@rule("{weekday},? {day}(?: of)? {month},? {year}", on="weekdays")
def weekday_day_month_year(m: re.Match) -> Sense:
    return On(year=int(m["year"]), month=month(m["month"]), day=day_of_month(m["day"]))


# --- dates without a year ------------------------------------------------------------------------


@rule(
    "(?:{weekday},? )?(?:{month} (?:the )?(?:{day}|{spoken_day})|(?:{day:early_day}|{spoken_day:ordinal_day})(?: of)? {month:late_month})",
    on="months weekdays",
)
def month_day(m: re.Match) -> Sense:
    digits, spoken = m["day"] or m["early_day"], m["spoken_day"] or m["ordinal_day"]
    return On(
        month=month(m["month"] or m["late_month"]), day=day_of_month(digits) if digits else ordinal(spoken)
    )


@rule("{month}", on="months")
def month_alone(m: re.Match) -> Sense:
    return On(month=month(m["month"]))


@rule("(?:(?P<way>{last:}|{next:}|this) )?{weekday}(?: {daypart})?", on="weekdays")
def weekday_alone(m: re.Match) -> Sense:
    return On(weekday=weekday(m["weekday"]), clock=_tail(m["daypart"]), direction=_way(m["way"]))


@rule("(?P<way>{last:}|{next:}|this) {month}", on="months")
def last_month_by_name(m: re.Match) -> Sense:
    return On(month=month(m["month"]), direction=_way(m["way"]))


@rule("{month},? (?:(?P<way>last|this|next)|of (?P<way2>last|this|next)) year", on="months")
def month_of_last_year(m: re.Match) -> Sense:
    return Of(On(month=month(m["month"])), Shift("year", _way(m["way"] or m["way2"])))


# --- years and longer ----------------------------------------------------------------------------


@rule("{year}(?!s)|{any_year} {era}|AD {any_year:ad}", on="digits")
def year_alone(m: re.Match) -> Sense:
    return On(year=year_of(m["year"] or m["any_year"] or m["ad"], m["era"]))


@rule("{year}['’]?s(?![a-z])", on="digits")
def decade_in_digits(m: re.Match) -> Sense | None:
    year = int(m["year"])
    if year % 100 == 0 and year < 2000:
        return Stretch(Period.century(year))
    return Stretch(Period.decade(year)) if year % 10 == 0 else None


@rule("(?:(?P<century>nineteen|eighteen|seventeen)(?:-| ))?{spoken_decade}", on="decades")
def decade_in_words(m: re.Match) -> Sense:
    base = LEXICON["numbers"][plain(m["century"])] * 100 if m["century"] else 1900
    return Stretch(Period.decade(base + LEXICON["decades"][plain(m["spoken_decade"])] * 10))


@rule("(?:the )?{ordinal} century(?: {era})?", on="units")
def century_by_number(m: re.Match) -> Sense | None:
    which = ordinal(m["ordinal"])
    if not which or which > 30:
        return None
    if m["era"] and m["era"].lower().startswith("b"):
        return Vague(f"BC{which - 1:02d}")
    return Stretch(Period.century((which - 1) * 100))


@rule(
    "(?:the )?{season}(?: of|,)? (?:{year}|{spoken_year})|{year:early_year} {season:late_season}",
    on="seasons digits",
)
def season_of_year(m: re.Match) -> Sense:
    season = LEXICON["seasons"][plain(m["season"] or m["late_season"])] - 20
    year = spoken_year(m["spoken_year"]) if m["spoken_year"] else int(m["year"] or m["early_year"])
    return On(year=year, part=("season", season))


@rule(
    "(?:the )?{ordinal}(?:-| )(?P<part>quarter|half) (?:of )?(?:(?:fiscal |calendar )?{year}|(?P<way>last|next|this) year)",
    on="units",
)
def part_of_year(m: re.Match) -> Sense | None:
    part = (m["part"].lower(), ordinal(m["ordinal"]))
    if not 1 <= part[1] <= (4 if part[0] == "quarter" else 2):
        return None
    if m["year"]:
        return On(year=int(m["year"]), part=part)
    return Of(On(part=part), Shift("year", _way(m["way"])))


# --- counted from an anchor ----------------------------------------------------------------------

_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}


@rule("(?P<day>today|yesterday|tomorrow|tonight)(?: {daypart})?", on="near")
def near_day(m: re.Match) -> Sense:
    tail = "TNI" if plain(m["day"]) == "tonight" else _tail(m["daypart"])
    return Shift("day", _NEAR[plain(m["day"])], clock=tail)


@rule("(?:the )?(?P<way>{last:}|{next:}|this|current|that|the same) {unit}", on="units")
def neighbour(m: re.Match) -> Sense | None:
    way = plain(m["way"])
    if _unit(m) in ("second", "minute", "hour") or m["unit"].lower().endswith("s"):
        return None
    if way in ("past",):
        return Length("P1" + UNIT_LETTERS[_unit(m)], _unit(m), 1, -1)
    then = way in ("that", "the same", "previous", "preceding", "following", "ensuing", "subsequent", "prior")
    return Shift(_unit(m), _way(way), "then" if then else "now")


@rule(
    "(?:{number}|(?P<one>an?)|{many}) {unit} (?P<side>ago|earlier|before|later|after|afterwards?|from now|hence)(?! (?:the|[a-z]+ed) )",
    on="units",
)
def counted_from(m: re.Match) -> Sense | None:
    side = plain(m["side"])
    sign = -1 if side in ("ago", "earlier", "before") else 1
    count = 1 if m["one"] else number(m["number"]) if m["number"] else None
    name = _unit(m)
    if count is None or count != int(count):
        return Vague("PAST_REF" if sign < 0 else "FUTURE_REF")
    base = "now" if side in ("ago", "from now", "hence") else "then"
    if name == "weekend":
        name, count = "week", count
    return Shift(name, sign * int(count), base)


# --- lengths of time -----------------------------------------------------------------------------


@rule("(?:{number}|(?P<one>an?)|{many})(?:-| ){unit}(?:-old| old)?", on="units")
def length(m: re.Match) -> Sense | None:
    count = 1 if m["one"] else number(m["number"]) if m["number"] else None
    return _length(_unit(m), count)


@rule("(?:the )?(?P<way>{last:}|{next:})(?: (?:{number}|{many}))? {unit}", on="units")
def past_length(m: re.Match) -> Sense | None:
    if not (m["number"] or m["many"]) and not m["unit"].lower().endswith("s"):
        return None
    return _length(_unit(m), number(m["number"]) if m["number"] else None, _way(m["way"]))


@rule("{unit}", on="units")
def bare_plural(m: re.Match) -> Sense | None:
    return _length(_unit(m), None) if m["unit"].lower().endswith("s") else None


# --- again and again, and no time in particular ---------------------------------------------------


@rule("{adverb}", on="sets")
def adverb(m: re.Match) -> Sense:
    return Every(LEXICON["sets"][plain(m["adverb"])])


@rule("(?:every|each) {unit}", on="units")
def every_unit(m: re.Match) -> Sense:
    return _every(_unit(m))


@rule("{reference}", on="references")
def reference(m: re.Match) -> Sense:
    return Vague(LEXICON["references"][plain(m["reference"])])


def _unit(m: re.Match) -> str:
    return unit(m["unit"])


def _tail(daypart: str | None) -> str:
    return "T" + LEXICON["dayparts"][plain(daypart)] if daypart else ""


def _way(word: str | None) -> int:
    """-1 for "last" and its like, +1 for "next" and its like, else 0."""
    word = plain(word or "")
    if word in LEXICON_LAST:
        return -1
    return 1 if word in LEXICON_NEXT else 0


LEXICON_LAST = {"last", "past", "previous", "preceding", "prior"}
LEXICON_NEXT = {"next", "coming", "following", "upcoming", "ensuing", "succeeding", "subsequent"}


def _length(name: str, count, direction: int = 0) -> Sense:
    letters = UNIT_LETTERS[name]
    prefix = "PT" if letters.startswith("T") else "P"
    letter = letters.removeprefix("T")
    if count is None:
        return Length(f"{prefix}X{letter}", name, None, direction)
    shown = 2 * count if name == "fortnight" else count
    whole = int(count) if count == int(count) else None
    return Length(f"{prefix}{shown}{letter}", name, whole, direction)


def _every(name: str) -> Sense:
    letters = UNIT_LETTERS[name]
    return Every(("PT1" + letters[1:]) if letters.startswith("T") else "P1" + letters)


RULES: tuple[Rule, ...] = (
    day_month_year, month_day_year, month_year, weekday_day_month_year, month_day, month_alone,
    weekday_alone, last_month_by_name, month_of_last_year, year_alone, decade_in_digits,
    decade_in_words, century_by_number, season_of_year, part_of_year, near_day, neighbour,
    counted_from, length, past_length, bare_plural, adverb, every_unit, reference,
)  # fmt: skip
