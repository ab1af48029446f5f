"""The year or week that a clause's tense gives a bare date: "launches June 28" lies ahead, "noted in October" behind."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from timeline.dates import EdtfDate, NotADate
from timeline.engine.clauses import Happening
from timeline.engine.factuality import planned
from timeline.engine.lexicon import SAYING, STATES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from timeline.engine.timex import Timex

FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")
YEAR = re.compile(r"(?<![\d-])\d{4}(?=-\d\d)")
WEEKDAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.I)
MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.I)


def looks_back(verb: Token) -> bool:
    """A finite past: "noted", "had noted", "was noted"."""
    if planned(verb):
        return False
    if verb.tag_ == "VBD":
        return True
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    return verb.tag_ == "VBN" and any(c.tag_ == "VBD" or c.lemma_ == "have" for c in helpers)


def looks_ahead(verb: Token) -> bool:
    """A plan, or a timetable's present: "flies on June 28"."""
    if planned(verb):
        return True
    lemma = verb.lemma_.lower()
    return verb.tag_ in ("VBZ", "VBP") and lemma not in SAYING and lemma not in STATES


def by_tense(timex: Timex, happening: Happening, published: date | None) -> EdtfDate:
    """The date as found, or a year (a week, for a weekday) to the side that the clause's tense asks for.

    Only dates counted from the day of publication move, and only bare ones: a weekday, a month, a day of a month.
    """
    when = timex.date
    if published is None or timex.basis != "relative" or happening.noun or re.search(r"\d{4}", timex.text):
        return when
    first, last = when.earliest, when.latest
    if first is None or last is None:
        return when
    if first > published and looks_back(happening.trigger):
        step = -1
    elif last < published and looks_ahead(happening.trigger):
        step = 1
    else:
        return when
    words = timex.text.lower()
    if re.search(r"\b(?:last|next|this|past|coming|ago|yesterday|tomorrow|today)\b", words):
        return when
    moved = None
    try:
        if WEEKDAY.search(words) and not MONTH.search(words) and FULL_DAY.fullmatch(when.edtf):
            moved = EdtfDate.day(first + timedelta(days=7 * step))
        elif MONTH.search(words):
            moved = EdtfDate.parse(YEAR.sub(lambda year: f"{int(year[0]) + step:04d}", when.edtf))
    except NotADate:
        return when
    if moved is None or (step < 0 and moved.earliest > published) or (step > 0 and moved.latest < published):
        return when
    return moved
