"""Days, months and years as CLDR writes them in a language, by Babel; no sentence is made here."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale, localedata
from babel.dates import tokenize_pattern

PLACES = {
    "d": "%(day)s",
    "MMMM": "%(month)s",
    "LLLL": "%(month_alone)s",
    "MMM": "%(month_short)s",
    "LLL": "%(month_short_alone)s",
    "y": "%(year)s",
}
SHORT_MONTH_ALONE = "%(month_short_alone)s"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A language's patterns, as templates for `%`, and its names.

    A month alone ("ноябрь 2014 г.") may have another form than one that follows a day ("20 ноября 2014 г.") or a
    preposition: CLDR calls the first "stand-alone" and the second "format".
    """

    day: str
    day_and_month: str
    month: str
    governed_month: str  # after a preposition: "до ноября 2014 г."
    year: str
    short_day: str
    short_day_and_month: str
    short_month: str
    months: dict[str, dict[int, str]]
    weekdays: dict[int, str]  # Monday is 0

    def say(self, pattern: str, day: date, year: str = "") -> str:
        """
        >>> calendar("ru").say(calendar("ru").day, date(2014, 11, 20))
        '20 ноября 2014\\u202fг.'
        """
        names = {name: months[day.month] for name, months in self.months.items()}
        return pattern % {"day": day.day, "year": year or day.year, **names}


@cache
def calendar(code: str) -> Calendar:
    """The calendar of a language by its code in CLDR.

    >>> calendar("en_GB").day, calendar("ur").day
    ('%(day)s %(month)s %(year)s', '%(day)s %(month)s، %(year)s')
    """
    locale, names = Locale.parse(code), _names(code)
    skeletons = locale.datetime_skeletons
    month = _template(skeletons["yMMMM"].pattern)
    return Calendar(
        day=_template(locale.date_formats["long"].pattern),
        day_and_month=_template(skeletons["MMMMd"].pattern),
        month=month,
        governed_month=month.replace("%(month_alone)s", "%(month)s"),
        year=_template(skeletons["y"].pattern),
        short_day=_template(skeletons["yMMMd"].pattern),
        short_day_and_month=_template(skeletons["MMMd"].pattern),
        short_month=_template(skeletons["yMMM"].pattern),
        months={
            "month": dict(names["months"]["format"]["wide"]),
            "month_alone": dict(names["months"]["stand-alone"]["wide"]),
            "month_short": dict(names["months"]["format"]["abbreviated"]),
            "month_short_alone": dict(names["months"]["stand-alone"]["abbreviated"]),
        },
        weekdays=dict(names["days"]["stand-alone"]["wide"]),
    )


def _names(code: str) -> localedata.LocaleDataDict:
    """Of months and days, from a copy: where a language leaves a form to the root that all share, Babel writes what it
    comes to into that root, and the next language would be given the names of this one.

    >>> calendar("ur").weekdays[1], calendar("ru").weekdays[1]
    ('منگل', 'вторник')
    """
    shared = localedata.load(code)
    return localedata.LocaleDataDict(deepcopy({name: shared[name] for name in ("months", "days")}))


def _template(pattern: str) -> str:
    """
    >>> _template("LLLL y 'г'.")
    '%(month_alone)s %(year)s г.'
    """
    said = ""
    for kind, value in tokenize_pattern(pattern):
        if kind == "field":
            letter, count = value
            said += PLACES[letter * count]
        else:
            said += value.replace("%", "%%")
    return said
