"""A date as readers see it: "about June 2014", "between June and November 2014".

How it is translated: every phrase below is a template with named places, marked with `gettext_noop` so that it is
extracted; `words(date, gettext)` runs it through `gettext` before it fills the places in. What has no phrase, days
and months and years, is written as CLDR writes them (timeline.calendars), in the language whose name `gettext` gives
for LOCALE. English words are read back by `EdtfDate.read`.
"""

from collections.abc import Callable
from datetime import date

from timeline.calendars import Calendar, calendar
from timeline.dates import EdtfDate, gettext_noop, part_and_whole, step

Translate = Callable[[str], str]

# Translators: no word, but the code of your language in CLDR, which knows its months and the order of a date: ru, ur.
LOCALE = gettext_noop("en_GB")
YEAR = gettext_noop("%(year)s")
EARLY_YEAR = gettext_noop("AD %(year)d")  # before 1000, where a bare number would not look like a year
PARTS_OF_YEAR = {
    "21": gettext_noop("spring %(year)s"),
    "22": gettext_noop("summer %(year)s"),
    "23": gettext_noop("autumn %(year)s"),
    "24": gettext_noop("winter %(year)s"),
    "33": gettext_noop("first quarter of %(year)s"),
    "34": gettext_noop("second quarter of %(year)s"),
    "35": gettext_noop("third quarter of %(year)s"),
    "36": gettext_noop("fourth quarter of %(year)s"),
    "40": gettext_noop("first half of %(year)s"),
    "41": gettext_noop("second half of %(year)s"),
}
DECADE = gettext_noop("the %(year)ss")
DECADE_BARE = gettext_noop("%(year)ss")  # after "early", "mid-", "late"
FIRST_DECADE = gettext_noop("the decade %(first)s–%(last)s")  # "the 1900s" could be a century
CENTURY = gettext_noop("the %(ordinal)s century")
CENTURY_BARE = gettext_noop("%(ordinal)s century")
# Translators: the number of a century in the phrases above: %(ordinal)s is 19th, %(number)s is 19, %(roman)s is XIX.
ORDINAL = gettext_noop("%(ordinal)s")
ABOUT = gettext_noop("about %(date)s")
UNCERTAIN = gettext_noop("%(date)s (uncertain)")
PARTS = {
    "early": gettext_noop("early %(date)s"),
    "mid": gettext_noop("mid-%(date)s"),
    "late": gettext_noop("late %(date)s"),
}
BETWEEN = gettext_noop("between %(first)s and %(last)s")
OR = gettext_noop("%(first)s or %(last)s")
LIST = gettext_noop("%(first)s, %(rest)s")
BEFORE = gettext_noop("before %(date)s")
AFTER = gettext_noop("after %(date)s")
NO_LATER = gettext_noop("no later than %(date)s")
NO_EARLIER = gettext_noop("no earlier than %(date)s")
FROM_TO = gettext_noop("from %(first)s to %(last)s")
THROUGHOUT = gettext_noop("throughout %(date)s")
SINCE = gettext_noop("since %(date)s")
UNTIL = gettext_noop("until %(date)s")
SOME_DAY_FROM_TO = gettext_noop("some day from %(first)s to %(last)s")
SOME_DAY_UNTIL = gettext_noop("some day up to %(date)s")
SOME_DAY_SINCE = gettext_noop("some day from %(date)s on")
AT_MOST = gettext_noop("from %(first)s to %(last)s at most")
NOT_BEFORE = gettext_noop("not before %(date)s")
NOT_AFTER = gettext_noop("not after %(date)s")


GOVERNED = "after a preposition"


def pgettext_noop(context: str, text: str) -> str:
    """As gettext_noop, for a text with a context, in the form that catalogues know it by."""
    return f"{context}\x04{text}"


# The same dates where they follow "before", "since", "early" and the like: many languages inflect them there.
GOVERNED_FORMS = (
    pgettext_noop("after a preposition", "%(year)s"),
    pgettext_noop("after a preposition", "spring %(year)s"),
    pgettext_noop("after a preposition", "summer %(year)s"),
    pgettext_noop("after a preposition", "autumn %(year)s"),
    pgettext_noop("after a preposition", "winter %(year)s"),
    pgettext_noop("after a preposition", "first quarter of %(year)s"),
    pgettext_noop("after a preposition", "second quarter of %(year)s"),
    pgettext_noop("after a preposition", "third quarter of %(year)s"),
    pgettext_noop("after a preposition", "fourth quarter of %(year)s"),
    pgettext_noop("after a preposition", "first half of %(year)s"),
    pgettext_noop("after a preposition", "second half of %(year)s"),
    pgettext_noop("after a preposition", "the %(year)ss"),
    pgettext_noop("after a preposition", "the decade %(first)s–%(last)s"),
    pgettext_noop("after a preposition", "the %(ordinal)s century"),
)


def words(when: EdtfDate, translate: Translate = str) -> str:
    if when.kind == "span":
        return _span(when, translate)
    if when.precision == "range":
        return _set(when.pieces, translate)
    return _one(when, translate)


def bounds_words(when: EdtfDate, translate: Translate = str) -> str:
    """The real days, both included.

    >>> bounds_words(EdtfDate.parse("2014-06/2014-11")), bounds_words(EdtfDate.parse("[..2014-10]"))
    ('from 1 June to 30 November 2014 at most', 'some day up to 31 October 2014')
    """
    first = when.earliest and EdtfDate.day(when.earliest)
    last = when.latest and EdtfDate.day(when.latest)
    if first == last:
        return _one(first, translate)
    lasted = when.kind == "span"
    if first is None:
        return _governing(NOT_AFTER if lasted else SOME_DAY_UNTIL, last, translate)
    if last is None:
        return _governing(NOT_BEFORE if lasted else SOME_DAY_SINCE, first, translate)
    if not lasted:
        return translate(SOME_DAY_FROM_TO) % _pair(first, last, translate)
    known_days = when.ends[0].precision == when.ends[1].precision == "day"
    return translate(FROM_TO if known_days else AT_MOST) % _pair(first, last, translate)


def day_words(day: date, translate: Translate = str) -> str:
    calendar = calendar_of(translate)
    return calendar.say(calendar.day, day, _year(day.year, translate))


def month_name(number: int, translate: Translate = str) -> str:
    """Of a month that stands alone: "November"."""
    return calendar_of(translate).months["month_alone"][number]


def weekday_name(number: int, translate: Translate = str) -> str:
    """Monday is 0, as in `date.weekday`."""
    return calendar_of(translate).weekdays[number]


def value_words(name: str, value, translate: Translate = str):
    """What stands for a value of a message: a date, or the number of a `month` or `weekday`, in words."""
    if isinstance(value, EdtfDate):
        return words(value, translate)
    if name == "month":
        return month_name(value, translate)
    if name == "weekday":
        return weekday_name(value, translate)
    return value


def calendar_of(translate: Translate) -> Calendar:
    return calendar(translate(LOCALE))


def ordinal(number: int) -> str:
    """
    >>> [ordinal(n) for n in (1, 2, 3, 11, 12, 21, 93)]
    ['1st', '2nd', '3rd', '11th', '12th', '21st', '93rd']
    """
    last = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"


def roman(number: int) -> str:
    """
    >>> [roman(n) for n in (4, 19, 21, 93, 100)]
    ['IV', 'XIX', 'XXI', 'XCIII', 'C']
    """
    said = ""
    for value, letters in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):  # fmt: skip
        said += letters * (number // value)
        number %= value
    return said


def _span(when: EdtfDate, translate: Translate) -> str:
    first, last = when.ends
    if last is None:
        return _governing(SINCE, first, translate)
    if first is None:
        return _governing(UNTIL, last, translate)
    if first == last:
        return _governing(THROUGHOUT, first, translate)
    return translate(FROM_TO) % _pair(first, last, translate)


def _set(pieces: list, translate: Translate) -> str:
    if len(pieces) == 1:
        return _piece(*pieces[0], translate)
    if len(pieces) == 2 and all(first == last for first, last in pieces):
        return translate(OR) % _pair(pieces[0][0], pieces[1][0], translate)
    if len(pieces) == 2:
        return translate(OR) % {
            "first": _piece(*pieces[0], translate),
            "last": _piece(*pieces[1], translate),
        }
    return translate(LIST) % {
        "first": _piece(*pieces[0], translate),
        "rest": _set(pieces[1:], translate),
    }


def _piece(first: EdtfDate | None, last: EdtfDate | None, translate: Translate) -> str:
    if first == last:
        return _one(first, translate)
    if first is None:
        return _open(last, step(last, 1), BEFORE, NO_LATER, translate)
    if last is None:
        return _open(first, step(first, -1), AFTER, NO_EARLIER, translate)
    between = _part(first, last, translate)
    return between or translate(BETWEEN) % _pair(first, last, translate, governed=True)


def _open(limit: EdtfDate, beyond: EdtfDate | None, outside: str, inside: str, translate: Translate) -> str:
    """[..2014-10] is "before November 2014", which nobody can take for the first of October."""
    if beyond is None:
        return _governing(inside, limit, translate)
    return _governing(outside, beyond, translate)


def _governing(phrase: str, when: EdtfDate, translate: Translate) -> str:
    return translate(phrase) % {"date": _one(when, translate, governed=True)}


def _part(first: EdtfDate, last: EdtfDate, translate: Translate) -> str | None:
    found = part_and_whole(first, last)
    if found is None:
        return None
    which, whole = found
    if whole.precision == "decade" and _is_first_decade(whole):
        return None
    said = translate(PARTS[which]) % {"date": _bare(whole, translate)}
    return _marked(said, first.qualifier, translate)


def _pair(first: EdtfDate, last: EdtfDate, translate: Translate, governed: bool = False) -> dict[str, str]:
    """Two dates; what the second repeats is left out of the first ("June", "10")."""
    return {
        "first": _shortened(first, last, translate, governed),
        "last": _one(last, translate, governed),
    }


def _shortened(first: EdtfDate, last: EdtfDate, translate: Translate, governed: bool) -> str:
    alike = first.precision == last.precision in ("day", "month") and first != last
    unmarked = first.qualifier == last.qualifier == "exact"
    if not (alike and unmarked and first.earliest.year == last.earliest.year):
        return _one(first, translate, governed)
    day, calendar = first.earliest, calendar_of(translate)
    if first.precision == "month":
        return calendar.months["month" if governed else "month_alone"][day.month]
    if day.month == last.earliest.month:
        return str(day.day)
    return calendar.say(calendar.day_and_month, day)


def _one(when: EdtfDate, translate: Translate, governed: bool = False) -> str:
    """A date that is no set and no interval."""
    about = when.qualifier in ("approximate", "both")
    return _marked(_unmarked(when, translate, governed or about), when.qualifier, translate)


def _marked(said: str, qualifier: str, translate: Translate) -> str:
    if qualifier in ("approximate", "both"):
        said = translate(ABOUT) % {"date": said}
    if qualifier in ("uncertain", "both"):
        said = translate(UNCERTAIN) % {"date": said}
    return said


def _unmarked(when: EdtfDate, translate: Translate, governed: bool) -> str:
    """`governed`: in the form that follows a preposition."""
    phrase = _governed(translate) if governed else translate
    year = _year(when.earliest.year, translate)
    if when.precision == "day":
        return day_words(when.earliest, translate)
    if when.precision == "month":
        calendar = calendar_of(translate)
        return calendar.say(calendar.governed_month if governed else calendar.month, when.earliest, year)
    if when.precision == "year":
        return phrase(YEAR) % {"year": year} if governed else calendar_of(translate).year % {"year": year}
    if when.precision == "decade" and _is_first_decade(when):
        return phrase(FIRST_DECADE) % {"first": year, "last": _year(when.latest.year, translate)}
    if when.precision == "decade":
        return phrase(DECADE) % _decade_places(when, translate)
    if when.precision == "century":
        return phrase(CENTURY) % _century_places(when, translate)
    return phrase(PARTS_OF_YEAR[when.edtf[5:7]]) % {"year": year}


def _governed(translate: Translate) -> Translate:
    """A text's form after a preposition, where the language has one."""

    def phrase(text: str) -> str:
        asked = pgettext_noop(GOVERNED, text)
        said = translate(asked)
        return translate(text) if said == asked else said

    return phrase


def _bare(when: EdtfDate, translate: Translate) -> str:
    if when.precision == "decade":
        return translate(DECADE_BARE) % _decade_places(when, translate)
    if when.precision == "century":
        return translate(CENTURY_BARE) % _century_places(when, translate)
    return _unmarked(when, translate, governed=True)


def _is_first_decade(when: EdtfDate) -> bool:
    """1900..1909, which "the 1900s" would not tell from the century; "the 2000s" is always the decade."""
    return when.edtf[2] == "0" and when.edtf[:3] != "200"


def _decade_places(when: EdtfDate, translate: Translate) -> dict:
    return {"year": _year(int(when.edtf[:3] + "0"), translate)}


def _century_places(when: EdtfDate, translate: Translate) -> dict:
    number = int(when.edtf[:2]) + 1
    forms = {"number": number, "ordinal": ordinal(number), "roman": roman(number)}
    return {"ordinal": translate(ORDINAL) % forms}


def _year(year: int, translate: Translate) -> str:
    return str(year) if year >= 1000 else translate(EARLY_YEAR) % {"year": year}
