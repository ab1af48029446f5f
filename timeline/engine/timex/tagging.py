"""From a text to its time expressions: scan, match, resolve, in one walk through the text.

The scan looks at each word once; only words a rule is woken by cost more. Of the rules that fit
there, the longest match that begins furthest left wins. Expressions never overlap.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from timeline.dates import EdtfDate, NotADate

from .english import english
from .language import Language
from .senses import Context, Meaning, On, Sense, Shift

_TOKEN = re.compile(r"[A-Za-z]+|[0-9]+")
_BEFORE = re.compile(
    r"(?<![\w])(?P<word>[A-Za-z]{1,14}|['’]s|[0-9][0-9.,/]{0,8}(?:st|nd|rd|th)?)\.?"
    r"(?:[ \xa0\u2009\u202f]{1,2}|[-–‑]|,[ \xa0]|[ ]?\r?\n[ ]{0,3})\Z",
    re.A | re.I,
)
_FARTHEST = 6  # words an expression may begin before the word that wakes its rule
_LONGEST = 120  # characters a rule may look at


@dataclass(frozen=True, slots=True)
class Timex:
    """One time expression: `text[start:end]` are its words.

    `type` and `value` are TIMEX3's, `mod` too. `date` is the honest date those words give with
    the preposition before them ("by October"), which begins at `lead_start`; None for lengths,
    sets and vague times. `basis`: explicit (the words alone say it), relative (they need the
    publication date or another event), inherited (the year or month stands elsewhere). `anchor`
    is the EDTF of what it was read against. `part_of`: the start of the expression whose date
    includes this one ("from 2011 to 2013").
    """

    start: int
    end: int
    text: str
    type: str
    value: str
    mod: str | None
    date: EdtfDate | None
    basis: str
    anchor: str | None
    rule: str
    reading: str
    alternatives: tuple[EdtfDate, ...] = ()
    lead_start: int = -1
    part_of: int | None = None


class Found(NamedTuple):
    start: int
    end: int
    sense: Sense
    rule: str
    mod: str | None


@dataclass
class Effort:
    """How often a rule was tried: what the tests count instead of seconds."""

    rule_calls: int = 0


_ENGLISH = english()


def find(
    text: str,
    dct: date | None,
    *,
    mode: str = "auto",
    day_first: bool | None = None,
    effort: Effort | None = None,
) -> list[Timex]:
    """Time expressions in reading order, none overlapping.

    `dct` is the day of publication; None leaves relative words without a date. `mode`: "news"
    counts from the publication, "narrative" from the last date told, "auto" asks the text.
    `day_first` says how to read 11/10/2014; None keeps both readings.
    """
    found = extract(text, _ENGLISH, effort or Effort())
    narrative = _tells_a_story(found, dct) if mode == "auto" else mode == "narrative"
    context = Context(dct, narrative)
    result = []
    for one in found:
        context.forward = _ENGLISH.looks_forward(text, one.start, one.end)
        try:
            meaning = one.sense.resolve(context)
        except NotADate:
            continue
        if meaning is None:
            continue
        if meaning.period:
            context.remember(meaning.period)
        result.append(_timex(text, one, meaning))
    return result


def extract(text: str, language: Language, effort: Effort) -> list[Found]:
    """Every expression with its sense, not yet resolved."""
    found, floor = [], 0
    triggers, numbers = language.triggers, language.number_rules
    for token in _TOKEN.finditer(text):
        word = token[0]
        rules = triggers.get(word.lower()) if word[0] > "9" else (numbers if len(word) <= 4 else None)
        if not rules or token.start() < floor:
            continue
        best = _longest(text, token.start(), floor, rules, language, effort)
        if best:
            best = _grown(text, best, floor, language)
            if not language.refused(text, best.start, best.end):
                found.append(best)
                floor = best.end
    return found


def _longest(text, at, floor, rules, language, effort) -> Found | None:
    best, limit = None, at + _LONGEST
    for start in _starts(text, at, floor, language):
        for name, match, build in rules:
            effort.rule_calls += 1
            m = match(text, start, limit)
            if not m or m.end() <= at or (best and m.end() <= best.end) or _inside_a_word(text, m):
                continue
            sense = build(m)
            if sense is not None:
                best = Found(m.start(), m.end(), sense, name, None)
        if best:
            return best
    return None


def _starts(text: str, at: int, floor: int, language: Language) -> list[int]:
    """Where an expression around `at` may begin, furthest left first."""
    starts = [at]
    for _ in range(_FARTHEST):
        m = _BEFORE.search(text, max(floor, starts[0] - 24), starts[0])
        if not m or not (m["word"][0].isdigit() or m["word"].lower() in language.left):
            break
        starts.insert(0, m.start())
    return starts


def _inside_a_word(text: str, m: re.Match) -> bool:
    start, end = m.span()
    return (start > 0 and text[start - 1].isalnum() and text[start].isalnum()) or (
        end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    )


def _grown(text: str, one: Found, floor: int, language: Language) -> Found:
    """Grow to the left over "early", "about", "the end of"."""
    start, mod = one.start, one.mod
    for _ in range(2):
        m = language.modifier.search(text, max(floor, start - 28), start)
        if not m:
            break
        start, mod = m.start(), language.modifiers.get(" ".join(m["modifier"].lower().split()))
    return one._replace(start=start, mod=mod)


def _tells_a_story(found: list[Found], dct: date | None) -> bool:
    """Dates with their years far from the publication outnumber words that lean on it."""
    if dct is None:
        return True
    years = sum(
        isinstance(f.sense, On) and f.sense.complete and abs(f.sense.year - dct.year) > 1 for f in found
    )
    leaning = sum(
        (isinstance(f.sense, Shift) and f.sense.base == "now") or _is_weekday(f.sense) for f in found
    )
    return years >= 6 and years > 2 * leaning


def _is_weekday(sense: Sense) -> bool:
    return isinstance(sense, On) and sense.weekday is not None


_PARTS = {"START": "early", "MID": "mid", "END": "late"}


def _timex(text: str, one: Found, meaning: Meaning) -> Timex:
    when = meaning.date
    if when is not None and meaning.type != "DURATION":
        if one.mod in _PARTS and when.precision in ("month", "year", "decade"):
            when = EdtfDate.part(when, _PARTS[one.mod])
        elif one.mod == "APPROX":
            when = when.qualified("approximate")
    lead = _ENGLISH.lead.search(text, max(0, one.start - 12), one.start)
    lead_start = one.start
    if lead and when is not None and meaning.type != "DURATION":
        word = lead["lead"].lower()
        make = {
            "since": EdtfDate.since, "until": EdtfDate.until, "till": EdtfDate.until, "by": EdtfDate.before_or_in,
        }.get(word)  # fmt: skip
        if make:
            try:
                when, lead_start = make(when), lead.start()
            except NotADate:
                pass
    return Timex(
        one.start, one.end, text[one.start : one.end], meaning.type, meaning.value, one.mod or meaning.mod, when,
        meaning.basis, meaning.anchor.date.edtf if meaning.anchor and meaning.anchor.date else None,
        one.rule, meaning.reading, meaning.alternatives, lead_start,
    )  # fmt: skip
