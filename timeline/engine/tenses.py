"""The year or week that a clause's tense gives a bare date: "launches June 28" lies ahead, "noted in October" behind."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from timeline.dates import EdtfDate, NotADate
from timeline.engine.clauses import VERBAL, Happening, fixes_a_day, has_child, infinitive, plans
from timeline.engine.deadlines import OF_A_DEADLINE
from timeline.engine.factuality import planned, was_able
from timeline.engine.grammar import is_passive
from timeline.engine.lexicon import EXPECTING, SAYING, STATES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from timeline.engine.timex import Timex

FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")
YEAR = re.compile(r"(?<![\d-])\d{4}(?=-\d\d)")
SURE = re.compile(r"\d{4}|\b(?:last|next|this|past|coming|ago|yesterday|tomorrow|today|tonight|later)\b")
UNCHANGED = (
    "hurt",
    "put",
    "cut",
    "set",
    "hit",
    "let",
    "cost",
    "shut",
    "quit",
    "spread",
    "split",
    "beat",
    "bid",
)
LETTING = ("let", "make", "see", "watch", "help", "hear")
GIVING = ("give", "grant", "allow", "have", "set")
WEEKDAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.I)
MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.I)


def looks_back(verb: Token) -> bool:
    """A finite past: "noted", "had noted", "was noted"."""
    if planned(verb):
        return False
    if was_able(verb):
        return True
    if verb.tag_ == "VBD" or verb.tag_ == "VBN" and verb.dep_ == "acl" and has_child(verb, "agent"):
        return True
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if verb.dep_ == "conj" and not helpers and verb.head.pos_ in VERBAL and verb.tag_ not in ("VBZ", "VBP"):
        return looks_back(verb.head)  # "was arrested and charged"
    return verb.tag_ == "VBN" and any(c.tag_ == "VBD" or c.lemma_ == "have" for c in helpers)


def in_present(verb: Token) -> bool:
    """A present, no perfect: "explodes", "is killed"."""
    return verb.tag_ in ("VBZ", "VBP") or any(
        c.tag_ in ("VBZ", "VBP") and c.lemma_ in ("be", "do")
        for c in verb.children
        if c.dep_ in ("aux", "auxpass")
    )


def looks_ahead(verb: Token) -> bool:
    """A plan, or a timetable's present: "flies on June 28"."""
    helpers = [c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if planned(verb) or ("would" in helpers and "have" not in helpers):
        return True
    lemma = verb.lemma_.lower()
    if _is_due(verb):
        return True
    if verb.tag_ == "VBP" and lemma in UNCHANGED:
        return False  # "it hurt", which the parser may take for the present
    return verb.tag_ in ("VBZ", "VBP") and lemma not in SAYING and lemma not in STATES


def _is_due(verb: Token) -> bool:
    """ "Elections are due by October"."""
    due = verb.lemma_ == "be" and any(c.dep_ == "acomp" and c.lower_ == "due" for c in verb.children)
    return due and in_present(verb)


def telling_verb(happening: Happening) -> Token:
    """The verb whose tense tells when: the happening's own, or for a noun the nearest above it."""
    verb = happening.trigger
    if not happening.noun:
        return verb.head if verb.dep_ == "ccomp" and verb.head.lemma_ in LETTING else verb  # "let it begin"
    return next((a for a in happening.trigger.ancestors if a.pos_ in VERBAL), happening.trigger)


def fixes_ahead(verb: Token) -> bool:
    """Whether the day that a verb fixes lies ahead of it: "set elections for May 3", "has called a rally for Friday"; not "called
    a rally for Friday", which a text may tell long after."""
    has = any(c.dep_ == "aux" and c.lower_ in ("has", "have", "'s", "'ve") for c in verb.children)
    return fixes_a_day(verb) and (has or verb.lemma_ != "call")


FAR = 180  # days ahead at which what "was to be" is rather of the year before
LATELY = 60  # days for which what "would" come may have come since, and to which a day without its year may lie ahead


def by_tense(timex: Timex, happening: Happening, published: date | None) -> EdtfDate:
    """The date as found, or a year (a week, for a weekday) to the side that the clause's tense asks for.

    Only dates counted from the day of publication move, and only bare ones: a weekday, a month, a day of a month.
    """
    when, words = timex.date, timex.text.lower()
    fixing = not happening.noun and fixes_ahead(happening.trigger)
    if published is not None and timex.basis == "inherited" and not SURE.search(words):
        if fixing and when.latest is not None and 0 < (published - when.latest).days < 366:
            return shifted(when, 1, by_week=False) or when  # "set elections for 12 and 19 November"
        return _ahead_of_the_story(when, telling_verb(happening), published)
    if published is None or timex.basis != "relative" or SURE.search(words):
        return when
    if happening.way in ("heading", "account", *OF_A_DEADLINE):
        return when  # "expects to report a third-quarter loss": the quarter that is over
    if WEEKDAY.search(words) and MONTH.search(words):
        return when  # the weekday has told the year
    if happening.noun and any(c.dep_ == "poss" and c.text in timex.text for c in happening.trigger.children):
        return when  # "Tuesday's ruling", whatever the verb that tells of it
    verb = telling_verb(happening)
    if when.earliest is None and verb.lemma_ in GIVING:
        return when  # "gave the firm until November": the end may lie ahead of what happened
    if happening.noun and plans(verb):
        verb = happening.trigger  # "scheduled a meeting for Monday"
    if not happening.noun and not fixing and (fixes_a_day(verb) or verb.lemma_ == "invite"):
        return when  # "invited them to a ceremony on March 12"
    if verb.lemma_ in ("declare", "proclaim") and any(c.lower_ == "day" for c in verb.children):
        ahead = when.latest is not None and when.latest < published and WEEKDAY.search(words)
        return shifted(when, 1, by_week=True) if ahead else when  # "declared Tuesday a day of mourning"
    step = 0
    days_ahead = ((when.earliest or when.latest) - published).days
    awaited = verb.lemma_.lower() in EXPECTING and is_passive(verb)  # "results were expected on Wednesday"
    if (
        days_ahead > 0
        and not fixing
        and not awaited
        and (
            looks_back(verb)
            or days_ahead > LATELY
            and _had_to_be(verb)
            or days_ahead > FAR
            and _was_to_be(verb)
        )
    ):
        step = -1
    elif (when.latest or when.earliest) < published and (fixing or looks_ahead(verb)):
        would = any(c.lower_ == "would" for c in verb.children)  # of what was ahead when it was said
        lately = (published - (when.latest or when.earliest)).days < LATELY
        step = 0 if would and lately or _was_planned(verb) else 1
    if not step:
        return when
    try:
        moved = shifted(when, step, by_week=bool(WEEKDAY.search(words) and not MONTH.search(words)))
    except NotADate:
        return when
    if timex.rule == "feast" and when.earliest is not None and when.earliest == when.latest:
        moved = feast(timex.text, when.earliest.year + step)
    if moved is None or (step < 0 and (moved.earliest or moved.latest) > published):
        return when
    return when if step > 0 and (moved.latest or moved.earliest) < published else moved


def feast(name: str, year: int) -> EdtfDate | None:
    """The day of a feast in another year.

    >>> str(feast("Labor Day", 2002))
    '2002-09-02'
    """
    from timeline.engine.timex import find

    found = find(f"{name} {year}", None)
    return found[0].date if found else None


def _ahead_of_the_story(when: EdtfDate, verb: Token, published: date) -> EdtfDate:
    """A date of the year that a story has come to, in the first year it lies ahead where what is told is still planned."""
    now = not any(
        c.tag_ == "VBD" for c in (verb, verb.head, *verb.children, *verb.head.children) if c.pos_ in VERBAL
    )
    last = when.latest
    if (
        not now
        or last is None
        or last >= published
        or not (planned(verb) or _is_due(verb) or fixes_a_day(verb))
    ):
        return when
    for year in (published.year, published.year + 1):
        try:
            moved = shifted(when, year - last.year, by_week=False)
        except NotADate:
            return when
        if moved is not None and moved.latest is not None and moved.latest >= published:
            return moved
    return when


def _was_planned(verb: Token) -> bool:
    """Whether a plan stood in the past: "was supposed to begin", "was due to begin"."""
    above = [a for a in (verb.head, verb.head.head) if verb.dep_ in ("xcomp", "ccomp") and a.i < verb.i]
    return any(c.tag_ == "VBD" for a in above for c in (a, *a.children) if c.pos_ in VERBAL and c.i < verb.i)


def _was_to_be(verb: Token) -> bool:
    """ "The deadline was to be the end of November"."""
    past = (c for c in (verb.head, *verb.children) if c.lower_ in ("was", "were"))
    return infinitive(verb) and (any(c.i < verb.i for c in past) or verb.lower_ in ("was", "were"))


def _had_to_be(verb: Token) -> bool:
    """Whether what was planned has not come about: "was supposed to begin in January", "had been due to begin"."""
    supposed = any(a.lemma_ == "suppose" for a in (verb.head, verb.head.head))
    had = any(c.lower_ == "had" for a in (verb.head, verb.head.head) for c in a.children if c.dep_ == "aux")
    return _was_planned(verb) and (supposed or had)


def shifted(when: EdtfDate, step: int, *, by_week: bool) -> EdtfDate | None:
    """A week or a year to the side; None for a date that is not written in days or months.

    >>> str(shifted(EdtfDate.parse("2011-06-28"), 1, by_week=False)), str(shifted(EdtfDate.parse("2016-02-29"), 1, by_week=True))
    ('2012-06-28', '2016-03-07')
    """
    if by_week:
        moved = FULL_DAY.sub(
            lambda day: str(date.fromisoformat(day[0]) + timedelta(days=7 * step)), when.edtf
        )
    else:
        moved = YEAR.sub(lambda year: f"{int(year[0]) + step:04d}", when.edtf)
    return EdtfDate.parse(moved) if moved != when.edtf else None
