"""Does the clause around an expression look ahead or back? Verb forms only, no tagger."""

import re

from ..rule import alternatives
from .words import LEXICON

_WORD = re.compile(r"[A-Za-z]+|['’]ll|[.;!?](?=\s)|\n\s*\n", re.A)
_FORWARD = frozenset(LEXICON["verbs"]["forward"])
_PLANNED = frozenset(LEXICON["verbs"]["planned"])
_BACK = frozenset(LEXICON["verbs"]["back"])
_NOT_PAST = frozenset(LEXICON["verbs"]["not_past"])
_PLANNED_TO = frozenset(LEXICON["verbs"]["planned_to"])
_REACH = 160
_LEAD = re.compile(
    r"\b(?:until|till|through|by|as early as|as soon as|deadline|payable|effective|record)(?: on| the)? \Z",
    re.I | re.A,
)

_HAD_DONE = -1.5  # "had filed by Wednesday"
_BE = frozenset("be is are was were been being".split())
_SAYS = re.compile(rf"(?:{alternatives(LEXICON['verbs']['says'])}) (?:on )?\Z", re.I | re.A)
_OVER = re.compile(r",[^.;!?,\n]{1,60} (?:had|was|were)\b", re.A)  # "Until Thursday, they had not called"
_UNABLE = re.compile(r"(?:n['’]t| not)\b", re.I | re.A)  # "could not be reached Wednesday": tried, and over


def tense(text: str, start: int, end: int) -> int:
    """1 ahead, -1 back, 0 where no verb form near it says."""
    before = _verdict(text, max(0, start - _REACH), start)
    if _LEAD.search(text, max(0, start - 16), start):
        if before < -1:
            return 0
        return -1 if not before and _OVER.match(text, end) else 1
    return max(-1, before) or _first(text, end, end + _REACH)


_MEASURES = re.compile(
    r"\b(?:after|before|than|over|since)(?: an?| the| its)?(?: [a-z-]{1,12})? \Z", re.I | re.A
)


def measures(text: str, start: int) -> bool:
    """ "After a flat second quarter": another one is told."""
    return _MEASURES.search(text, max(0, start - 28), start) is not None


def _verdict(text: str, start: int, end: int) -> float:
    """What the last verb form before the words says; -2 after "had", which a plan does not outweigh ("had been due")."""
    said, planned, word = 0, -9, ""
    for place, match in enumerate(_WORD.finditer(text, start, end)):
        last, word = word, match[0].lower()
        if not word[0].isalpha() and word[0] not in "'’":
            said, planned = 0, -9
        elif word == "had":
            said = -2
        elif word in _FORWARD or word[0] in "'’":
            said, planned = 1, place
        elif word == "could" and _UNABLE.match(text, match.end(), end):
            said = -1
        elif word == "set" and last not in _BE and not text.startswith((" to ", " for "), match.end(), end):
            said = -1 if said < 1 or place - planned > 3 else said
        elif word in _PLANNED or (word in _PLANNED_TO and text.startswith(" to ", match.end(), end)):
            if said > -2:
                said, planned = 1, place
        elif said == -2 and word in ("been", "previously"):
            continue
        elif word in _BACK:
            said = -1
        elif _past(word) and said <= _HAD_DONE:
            said = _HAD_DONE
        elif _past(word) and (place - planned > 3 or said < 1):
            said = -1
        elif last not in _BE and _SAYS.match(text, match.start(), end):  # "will resist, he predicted Monday"
            said = -1
    return said


def _past(word: str) -> bool:
    return word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST


def _first(text: str, start: int, end: int) -> int:
    """What the first verb form after the words says."""
    for match in _WORD.finditer(text, start, end):
        word = match[0].lower()
        if not word[0].isalpha() and word[0] not in "'’":
            return 0
        if word == "set" and not text.startswith((" to ", " for "), match.end()):
            return -1
        if word in _FORWARD or word in _PLANNED or word[0] in "'’":
            return 1
        if word in _BACK or word == "had" or _past(word):
            return -1
    return 0
