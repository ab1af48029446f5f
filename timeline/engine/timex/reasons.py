"""Why words mean a date: a sentence of a table, and the values that fill it in.

Kept as values, and said when it is read, in the reader's language: each sentence is marked with `gettext_noop`, so that
it is extracted, and `words(reasons, gettext, ngettext)` says it. Without those two it is English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from timeline.dates import EdtfDate, gettext_noop

from .periods import Period

Translate = Callable[[str], str]
Plural = Callable[[str, str, int], str]
Value = Period | EdtfDate | int | str


def ngettext_noop(one: str, many: str) -> tuple[str, str]:
    """As gettext_noop, for a text with a plural."""
    return one, many


SENTENCES = {
    "stated": gettext_noop("%(date)s, as the text says"),
    "figures": gettext_noop("%(date)s, as the figures say"),
    "figures turned": gettext_noop("%(date)s, with the day and the month the other way round"),
    "or": gettext_noop("it could be %(date)s"),
    "this year": gettext_noop("%(date)s, of the year of %(anchor)s"),
    "year taken": gettext_noop("%(date)s, the year taken from %(anchor)s"),
    "year counted": gettext_noop("%(date)s, the year counted from %(anchor)s"),
    "century taken": gettext_noop("%(date)s, the century taken from %(anchor)s"),
    "looking back": gettext_noop("%(date)s, looking back from %(anchor)s"),
    "looking ahead": gettext_noop("%(date)s, looking ahead from %(anchor)s"),
    "weekday back": gettext_noop("%(weekday)s, counted back from %(anchor)s"),
    "weekday forward": gettext_noop("%(weekday)s, counted forward from %(anchor)s"),
    "time of": gettext_noop("that time of %(anchor)s"),
    "unit of": gettext_noop("%(date)s, the %(unit)s of %(anchor)s"),
    "unit told": gettext_noop("%(date)s, the %(unit)s the text is about"),
    # Translators: %(length)s is a message like "3 weeks".
    "before": gettext_noop("%(date)s, %(length)s before %(anchor)s"),
    "after": gettext_noop("%(date)s, %(length)s after %(anchor)s"),
    "up to": gettext_noop("the %(length)s up to %(anchor)s"),
    "from": gettext_noop("the %(length)s from %(anchor)s"),
    "fiscal": gettext_noop("the twelve months to %(date)s, as the text defines its fiscal year"),
    "quarter to": gettext_noop("the three months to %(date)s, as the text says"),
    # These give no date, so that no reader sees them.
    "no anchor": "the day it counts from is not known",
    "no year": "no year known",
    "no day": "a time of an unknown day",
    "before Christ": "a day before Christ",
    "length": "a length of time",
    "again": "again and again",
    "no time": "no time a calendar could show",
}
SEVERAL = gettext_noop("%(first)s; %(rest)s")

UNITS = {
    "day": gettext_noop("day"),
    "weekend": gettext_noop("weekend"),
    "week": gettext_noop("week"),
    "month": gettext_noop("month"),
    "quarter": gettext_noop("quarter"),
    "season": gettext_noop("season"),
    "half": gettext_noop("half of the year"),
    "year": gettext_noop("year"),
    "decade": gettext_noop("decade"),
    "century": gettext_noop("century"),
}
# So many of a unit "before" or "after" a date.
LENGTHS = {
    "day": ngettext_noop("%(count)d day", "%(count)d days"),
    "weekend": ngettext_noop("%(count)d weekend", "%(count)d weekends"),
    "week": ngettext_noop("%(count)d week", "%(count)d weeks"),
    "fortnight": ngettext_noop("%(count)d fortnight", "%(count)d fortnights"),
    "month": ngettext_noop("%(count)d month", "%(count)d months"),
    "quarter": ngettext_noop("%(count)d quarter", "%(count)d quarters"),
    "season": ngettext_noop("%(count)d season", "%(count)d seasons"),
    "half": ngettext_noop("%(count)d half-year", "%(count)d half-years"),
    "year": ngettext_noop("%(count)d year", "%(count)d years"),
    "decade": ngettext_noop("%(count)d decade", "%(count)d decades"),
    "century": ngettext_noop("%(count)d century", "%(count)d centuries"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """`sentence` names one of SENTENCES. A `unit` beside a `count` fills %(length)s."""

    sentence: str
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, sentence: str, **values: Value) -> Reason:
        return cls(sentence, tuple(values.items()))

    def kept(self) -> dict:
        """For JSON; `Reason.read` makes the same of it.

        >>> why = Reason.of("before", date=Period.month(2015, 5), count=3, unit="month", anchor=Period.month(2015, 8))
        >>> why.kept()
        {'sentence': 'before', 'date': ['month', 24184], 'count': 3, 'unit': 'month', 'anchor': ['month', 24187]}
        >>> Reason.read(why.kept()) == why
        True
        """
        return {"sentence": self.sentence} | {name: _kept(value) for name, value in self.values}

    @classmethod
    def read(cls, kept: dict) -> Reason:
        values = {name: _read(name, value) for name, value in kept.items() if name != "sentence"}
        return cls.of(kept["sentence"], **values)


def words(reasons: Iterable[Reason], translate: Translate = str, plural: Plural | None = None) -> str:
    """One sentence for them all; empty where there are none.

    >>> words([Reason.of("weekday back", weekday=1, anchor=Period.day(2016, 2, 11))])
    'Tuesday, counted back from 11 February 2016'
    >>> words([Reason.of("stated", date=Period.year(1995)), Reason.of("or", date=Period.year(1996))])
    '1995, as the text says; it could be 1996'
    """
    first, *rest = [_sentence(reason, translate, plural or _english_plural) for reason in reasons] or [""]
    for said in rest:
        first = translate(SEVERAL) % {"first": first, "rest": said}
    return first


OTHER_WAY = {  # what was done -> what is done for the other reading of the same words
    "figures": "figures turned",
    "looking back": "looking ahead",
    "looking ahead": "looking back",
    "weekday back": "weekday forward",
    "weekday forward": "weekday back",
}


def of_the_other(reasons: Iterable[Reason], other: EdtfDate) -> list[Reason]:
    """Why the same words can mean another date, by the reasons of the one that was chosen.

    >>> back = Reason.of("looking back", date=Period.month(2015, 6), anchor=Period.day(2016, 2, 11))
    >>> words(of_the_other([back], EdtfDate.parse("2016-06")))
    'June 2016, looking ahead from 11 February 2016'
    """
    for reason in reasons:
        if reason.sentence in OTHER_WAY:
            values = dict(reason.values) | ({"date": other} if "weekday" not in reason.sentence else {})
            return [Reason.of(OTHER_WAY[reason.sentence], **values)]
    return [Reason.of("or", date=other)]


def _sentence(reason: Reason, translate: Translate, plural: Plural) -> str:
    values = dict(reason.values)
    if "count" in values:
        count = values.pop("count")
        values["length"] = plural(*LENGTHS[values.pop("unit")], count) % {"count": count}
    said = {name: _value_words(name, value, translate) for name, value in values.items()}
    return translate(SENTENCES[reason.sentence]) % said


def _value_words(name: str, value: Value, translate: Translate) -> str:
    from timeline.date_words import value_words  # knows the calendars of all languages

    if isinstance(value, Period):
        return value.words(translate)
    return translate(UNITS[value]) if name == "unit" else value_words(name, value, translate)


def _english_plural(one: str, many: str, count: int) -> str:
    return one if count == 1 else many


def _kept(value: Value) -> list | int | str:
    if isinstance(value, Period):
        return [value.grain, value.number]
    return str(value) if isinstance(value, EdtfDate) else value


def _read(name: str, value) -> Value:
    if isinstance(value, list):
        return Period(*value)
    return EdtfDate.parse(value) if isinstance(value, str) and name != "unit" else value
