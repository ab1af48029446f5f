"""English: its lexicon, its rules, its tense."""

import re

from ..language import Language, woken
from ..rule import SPACE, alternatives
from .clauses import looks_forward
from .rules import RULES
from .words import LEXICON, PIECES

_LEFT = (
    "a an the this that last past previous preceding prior next coming following upcoming ensuing succeeding "
    "subsequent current same every each few several some many couple of number recent various first second half "
    "hundred thousand dozen and one two 's years months weeks days"
).split()

_MODIFIERS = {
    "early": "START", "the beginning of": "START", "the start of": "START", "beginning of": "START",
    "earlier": "START", "late": "END", "later": "END", "the end of": "END", "end of": "END", "mid": "MID",
    "middle of": "MID", "the middle of": "MID", "about": "APPROX", "around": "APPROX", "roughly": "APPROX",
    "approximately": "APPROX", "circa": "APPROX", "nearly": "LESS_THAN", "almost": "LESS_THAN",
    "less than": "LESS_THAN", "more than": "MORE_THAN", "over": "MORE_THAN", "at least": "EQUAL_OR_MORE",
    "up to": "EQUAL_OR_LESS", "at most": "EQUAL_OR_LESS", "no more than": "EQUAL_OR_LESS",
}  # fmt: skip

_TABLES = {
    **{
        name: set(LEXICON[name])
        for name in ("months", "weekdays", "units", "seasons", "dayparts", "decades", "references", "sets")
    },
    "near": {"today", "yesterday", "tomorrow", "tonight"},
}


def english() -> Language:
    triggers, numbers = woken(RULES, _TABLES, PIECES)
    left = set(_LEFT) | set(LEXICON["numbers"]) | set(LEXICON["tens"]) | set(LEXICON["ordinals"])
    modifiers = alternatives(_MODIFIERS).replace(" ", SPACE)
    return Language(
        triggers=triggers,
        number_rules=numbers,
        left=frozenset(left | set(LEXICON["weekdays"])),
        modifier=re.compile(
            rf"(?<![\w-])(?P<modifier>{modifiers})(?:{SPACE}|-)(?:the{SPACE})?\Z", re.I | re.A
        ),
        modifiers=_MODIFIERS,
        lead=re.compile(
            rf"(?<![\w-])(?P<lead>since|until|till|by|before|after|from|between|through){SPACE}\Z",
            re.I | re.A,
        ),
        looks_forward=looks_forward,
        refused=lambda text, start, end: False,
    )
