"""Does the clause around an expression look ahead or back? Verb forms only, no tagger."""

import re

from .words import LEXICON

_WORD = re.compile(r"[A-Za-z]+|['’]ll|[.;!?](?=\s)|\n\s*\n", re.A)
_FORWARD = frozenset(LEXICON["verbs"]["forward"])
_PLANNED = frozenset(LEXICON["verbs"]["planned"])
_BACK = frozenset(LEXICON["verbs"]["back"])
_NOT_PAST = frozenset(LEXICON["verbs"]["not_past"])
_REACH = 110
_LEAD = re.compile(
    r"\b(?:until|till|through|by|as early as|as soon as|deadline|payable|effective|record)(?: on| the)? \Z",
    re.I | re.A,
)


def tense(text: str, start: int, end: int) -> int:
    """1 ahead, -1 back, 0 where no verb form near it says."""
    if _LEAD.search(text, max(0, start - 16), start):
        return 1 if _verdict(text, max(0, start - _REACH), start) >= 0 else 0
    return _verdict(text, max(0, start - _REACH), start) or _first(text, end, end + _REACH)


def _verdict(text: str, start: int, end: int) -> int:
    """What the last verb form before the words says."""
    said, planned = 0, False
    for match in _WORD.finditer(text, start, end):
        word = match[0].lower()
        if not word[0].isalpha() and word[0] not in "'’":
            said, planned = 0, False
        elif word in _FORWARD or word[0] in "'’":
            said, planned = 1, True
        elif word in _PLANNED:
            if not (said < 0 and text.endswith(("had been ", "was ", "were "), 0, match.start()) and word in ("due", "scheduled")):
                said, planned = 1, True
        elif word in _BACK or (word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST):
            if not planned or word in ("said", "told", "announced"):
                said = -1
            planned = False
    return said


def _first(text: str, start: int, end: int) -> int:
    """What the first verb form after the words says."""
    for match in _WORD.finditer(text, start, end):
        word = match[0].lower()
        if not word[0].isalpha() and word[0] not in "'’":
            return 0
        if word in _FORWARD or word in _PLANNED or word[0] in "'’":
            return 1
        if word in _BACK or (word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST):
            return -1
    return 0
