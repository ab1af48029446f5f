"""English: its lexicon, its rules, its tense."""

import re

from ..language import Language, woken
from ..rule import SPACE, Rule, alternatives
from . import clock, counted, dates, lengths
from .clauses import tense
from .joining import merged
from .names import refused
from .words import LEXICON, PIECES

#: All rules; of equally long matches the first wins.
RULES: tuple[Rule, ...] = dates.RULES + counted.RULES + lengths.RULES + clock.RULES

_LEFT = (
    "a an the this that these those last past previous preceding prior next coming following upcoming ensuing succeeding "
    "subsequent current same every each few several some many couple of number recent various numerous first second "
    "half hundred thousand dozen and or to early late later earlier final full whole entire latest most comparable corresponding "
    "like similar fiscal financial calendar academic trading more long straight consecutive business working additional "
    "further solid short extra once twice times single other just year month week quarter day years months weeks days "
    "before after near distant foreseeable immediate right very until till high in on at short-term million billion "
    "bloody bitter crucial successive mere hundreds thousands dozens ad mid good palm ash holy boxing memorial labor labour "
    "veterans columbus independence bastille election valentine mother armistice new martin luther king presidents st patrick o "
    "sixteen seventeen eighteen nineteen q h fy season during remaining"
).split()

_MODIFIERS = {
    "early": "START", "early in": "START", "beginning of": "START", "start of": "START", "earlier": "START",
"late": "END", "late in": "END", "later": "END", "end of": "END",
    "close of": "END", "mid": "MID", "middle of": "MID", "midst of": "MID", "very early": "START", "very late": "END",
    "early part of": "START", "latter part of": "END", "rest of": "END", "remainder of": "END", "turn of": "START",
    "about": "APPROX", "around": "APPROX", "roughly": "APPROX", "approximately": "APPROX", "circa": "APPROX",
    "some": "APPROX", "nearly": "LESS_THAN", "almost": "LESS_THAN", "less than": "LESS_THAN", "under": "LESS_THAN",
    "more than": "MORE_THAN", "at least": "EQUAL_OR_MORE", "up to": "EQUAL_OR_LESS", "at most": "EQUAL_OR_LESS",
    "no more than": "EQUAL_OR_LESS", "as long as": "EQUAL_OR_LESS", "well over": "MORE_THAN", "just over": "MORE_THAN",
    "just under": "LESS_THAN", "over a": "MORE_THAN",
}  # fmt: skip

_TABLES = {
    **{
        name: set(LEXICON[name])
        for name in ("months", "weekdays", "units", "seasons", "dayparts", "decades", "references", "sets")
    },
    "near": {"today", "yesterday", "tomorrow", "tonight"},
    "midseasons": {"mid" + season for season in LEXICON["seasons"]},
    "midparts": {"mid", "midmorning", "midafternoon"},
    "spoken_years": {"sixteen", "seventeen", "eighteen", "nineteen", "thousand"},
    "apostrophe": set(),
    "quarters": {"q", "h"},
    "fiscal": {"fiscal", "financial", "fy"},
    "holidays": {name.split()[-1] for name in LEXICON["holidays"]}
    | {name.split()[0] for name in LEXICON["holidays"]},
    "parts": {"part", "third"},
    "periods": {"period", "time", "point"},
    "whiles": {"while"},
    "weekday_plurals": {name + "s" for name in LEXICON["weekdays"] if len(name) > 4},
    "tenses": {"future", "past", "term"},
    "clock": {"o"},
    "days": {"days", "present", "moment"},
    "noons": {"noon", "midday", "midnight"},
}


def english() -> Language:
    triggers, digits = woken(RULES, _TABLES, PIECES)
    left = {*_LEFT, *LEXICON["numbers"], *LEXICON["tens"], *LEXICON["ordinals"], *LEXICON["weekdays"]}
    modifiers = alternatives(_MODIFIERS).replace(" ", SPACE)
    return Language(
        triggers=triggers,
        digits=digits,
        left=frozenset(left),
        modifier=re.compile(
            rf"(?<![\w-])(?:the{SPACE})?(?P<modifier>{modifiers})(?:{SPACE}|-)(?:the{SPACE})?\Z", re.I | re.A
        ),
        modifiers=_MODIFIERS,
        lead=re.compile(
            rf"(?<![\w-])(?P<lead>(?:ever{SPACE})?since|until|till|by|before|prior{SPACE}to|after|from|between)"
            rf"{SPACE}(?:the{SPACE})?\Z",
            re.I | re.A,
        ),
        range_gap=re.compile(
            rf"{SPACE}?(?P<dash>[-–—]){SPACE}?|{SPACE}(?P<to>to|until|till|through){SPACE}(?:the{SPACE})?|{SPACE}(?P<and>and){SPACE}(?:the{SPACE})?",
            re.I,
        ),
        list_gap=re.compile(
            rf"(?:,{SPACE}?(?:and{SPACE}|or{SPACE})?|{SPACE}(?:and|or|to|until|through){SPACE}(?:in{SPACE}|early{SPACE}|late{SPACE}|mid-)?|{SPACE}?[-–—]{SPACE}?)",
            re.I,
        ),
        tense=tense,
        refused=refused,
        merged=merged,
    )
