"""English: its lexicon, its rules, its tense."""

import re
from functools import cache

from ..language import Language, woken
from ..periods import last_day
from ..rule import SPACE, Rule, alternatives, compiled
from . import clock, counted, dates, lengths
from .words import LEXICON, PIECES, day_of_month, month

#: All rules; of equally long matches the first wins.
RULES: tuple[Rule, ...] = dates.RULES + counted.RULES + lengths.RULES + clock.RULES

_LEFT = (
    "a an the this that these those last past previous preceding prior next coming following upcoming ensuing succeeding "
    "subsequent current same every each few several some many couple of number recent various numerous first second "
    "half hundred thousand dozen and or to early late later earlier final full whole entire latest most comparable corresponding "
    "like similar fiscal financial calendar academic trading more long straight consecutive business working additional "
    "further solid short extra once twice times single other just year month week quarter day years months weeks days "
    "before after near distant foreseeable immediate right very until till high in on at short-term million billion "
    "bloody bitter crucial successive mere hundreds small over thousands dozens ad mid good palm ash holy boxing memorial labor labour "
    "veterans columbus independence bastille election valentine mother armistice new martin luther king presidents st patrick o "
    "sixteen seventeen eighteen nineteen q h fy season morning evening wee predawn per during remaining bi latter closing opening weekend fortnight"
).split()

#: word -> TIMEX3 mod, and what it does to a date: a part of it, what of it is over or to come, or "about".
_MODIFIERS = {
    **dict.fromkeys(("early", "early in", "very early", "early part of", "turn of"), ("START", "early")),
    **dict.fromkeys(("beginning of", "start of"), ("START", "start")),
    **dict.fromkeys(("late", "late in", "very late", "latter part of"), ("END", "late")),
    **dict.fromkeys(("end of", "close of"), ("END", "end")),
    **dict.fromkeys(("mid", "middle of", "midst of"), ("MID", "mid")),
    "earlier": ("START", "so far"), "later": ("END", "to come"),
    "rest of": ("END", "to come"), "remainder of": ("END", "to come"),
    **dict.fromkeys(("about", "around", "roughly", "approximately", "circa", "c.", "ca.", "some"), ("APPROX", "about")),
    **dict.fromkeys(("nearly", "almost", "under", "just under"), ("LESS_THAN", "about")),
    "less than": ("LESS_THAN", "within"),
    **dict.fromkeys(("more than", "well over", "just over"), ("MORE_THAN", "about")),
    "at least": ("EQUAL_OR_MORE", ""),
    "pre": ("BEFORE", "before"),
    "post": ("AFTER", "after"),
    **dict.fromkeys(("up to", "at most", "no more than", "as long as"), ("EQUAL_OR_LESS", "")),
}  # fmt: skip

_TABLES = {
    **{
        name: set(LEXICON[name])
        for name in ("months", "weekdays", "units", "seasons", "dayparts", "decades", "references", "sets")
    },
    "years": {"1234"},  # any three or four figures
    "figures": {"12"},  # one or two
    "digits": {"12", "1234"},
    "near": {"today", "yesterday", "tomorrow", "tonight"},
    "midseasons": {"mid" + season for season in LEXICON["seasons"]},
    "midparts": {"mid", "midmorning", "midafternoon"},
    "spoken_years": {"sixteen", "seventeen", "eighteen", "nineteen", "thousand"},
    "quarters": {"q", "h"},
    "fiscal": {"fiscal", "financial", "fy"},
    "holidays": {name.split()[-1] for name in LEXICON["holidays"]}
    | {name.split()[0] for name in LEXICON["holidays"]},
    "parts": {"part", "third", "half"},
    "periods": {"period", "time", "point"},
    "whiles": {"while"},
    "weekday_plurals": {name + "s" for name in LEXICON["weekdays"] if len(name) > 4},
    "adjectives": {"current", "former", "recent"},
    "tenses": {"future", "past", "term"},
    "clock": {"o"},
    "days": {"days", "present", "moment"},
    "noons": {"noon", "midday", "midnight"},
}


_FISCAL_END = (
    "(?:fiscal|financial) year,? (?:which |that )?(?:end(?:s|ed|ing)?|clos(?:es|ed|ing)|runs (?:to|through)) (?:on )?"
    "(?:{month} {day}|{day:early_day} {month:late_month})"
)


@cache
def _fiscal_end_pattern() -> re.Pattern:
    return compiled(_FISCAL_END, PIECES)


def fiscal_end(text: str) -> tuple[int, int] | None:
    """The month and day on which the text says its fiscal years end.

    >>> fiscal_end("The fiscal year ends on June 30.")
    (6, 30)
    """
    m = _fiscal_end_pattern().search(text)
    if not m:
        return None
    which, day = month(m["month"] or m["late_month"]), day_of_month(m["day"] or m["early_day"])
    return (which, day) if day <= last_day(2000, which).day else None


@cache
def english() -> Language:
    """Made when first asked for: compiling the rules takes longer than importing them."""
    from .clauses import measures, some_day, tense
    from .joining import merged
    from .names import refused

    triggers = woken(RULES, _TABLES, PIECES)
    left = {*_LEFT, *LEXICON["numbers"], *LEXICON["tens"], *LEXICON["ordinals"], *LEXICON["weekdays"]}
    modifiers = alternatives(_MODIFIERS).replace(" ", SPACE)
    return Language(
        triggers=triggers,
        years=triggers.pop("1234"),
        figures=triggers.pop("12"),
        left=frozenset(left),
        modifier=re.compile(
            rf"(?<![\w-])(?:the{SPACE})?(?P<modifier>{modifiers})(?:{SPACE}|-)(?:(?<=of )the{SPACE})?\Z",
            re.I | re.A,
        ),
        modifiers=_MODIFIERS,
        lead=re.compile(
            rf"(?<![\w-])(?P<lead>(?:ever{SPACE})?since|until|till|by|before|prior{SPACE}to|after|from|between)"
            rf"{SPACE}(?P<article>the{SPACE})?\Z",
            re.I | re.A,
        ),
        onwards=re.compile(rf"{SPACE}(?:onwards?|and{SPACE}after(?!{SPACE}\w))\b", re.I | re.A),
        owning=re.compile(r"['’]s\b", re.I),
        within=re.compile(rf"(?<![\w-])(?:in|within){SPACE}\Z", re.I | re.A),
        range_gap=re.compile(
            rf"{SPACE}?(?P<dash>[-–—/]){SPACE}?|{SPACE}(?P<to>to|until|till|through){SPACE}(?:the{SPACE})?|{SPACE}(?P<and>and){SPACE}(?:the{SPACE})?",
            re.I,
        ),
        list_gap=re.compile(
            rf"(?:,{SPACE}?(?:and{SPACE}|or{SPACE})?|{SPACE}(?:and|or|to|until|through){SPACE}(?:in{SPACE}|early{SPACE}|late{SPACE}|mid-)?|{SPACE}?[-–—/]{SPACE}?)",
            re.I,
        ),
        fiscal_end=fiscal_end,
        tense=tense,
        refused=refused,
        merged=merged,
        measures=measures,
        some_day=some_day,
    )
