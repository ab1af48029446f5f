"""Does the clause around an expression look forward or back? Verb forms only, no tagger."""

import re

from .words import LEXICON

_WORD = re.compile(r"[A-Za-z]+(?:n't)?|'ll|[.;!?](?=\s)|\n")
_FORWARD = frozenset(LEXICON["verbs"]["forward"])
_BACK = frozenset(LEXICON["verbs"]["back"])
_REACH = 90


def looks_forward(text: str, start: int, end: int) -> bool:
    """True where the nearest verb form before the words (else after them) points ahead."""
    verdict = None
    for match in _WORD.finditer(text, max(0, start - _REACH), start):
        word = match[0].lower()
        if word in ".;!?\n":
            verdict = None
        elif word in _FORWARD:
            verdict = True
        elif word in _BACK or word.endswith("ed"):
            if not (verdict and word.endswith("ed")):
                verdict = False
    if verdict is not None:
        return verdict
    for match in _WORD.finditer(text, end, end + _REACH):
        word = match[0].lower()
        if word in ".;!?\n":
            return False
        if word in _FORWARD:
            return True
        if word in _BACK or word.endswith("ed"):
            return False
    return False
