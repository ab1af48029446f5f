"""What looks like a time and is a name, a number or a verb."""

import re

from ..language import Found
from .words import LEXICON, plain

_TIMELY = re.compile(
    r"\b(?:in|since|by|until|till|before|after|from|to|between|during|through|throughout|around|about|circa|early|late"
    r"|mid|of|and|or|for|on|as|due|a|that|than|year|years|election|at|last|next|this|each|every|past|of early|of late)[ -]?\s*\Z",
    re.I,
)
_STRICTLY_TIMELY = re.compile(
    r"\b(?:in|since|by|until|till|from|during|throughout|circa|early|late|mid)(?: (?:the )?(?:early|late|mid))?[ -]\s*\Z",
    re.I,
)
_NUMBERED = re.compile(
    r"(?:[$£€¥#№]|\b(?:no|nos|number|page|pages|p|pp|chapter|section|article|resolution|room|flight|route|highway|interstate"
    r"|boeing|airbus|channel|code|box|case|docket|apartment|apt|suite|level|model|version|windows|office|act|law|bill|code"
    r"|act of|law of|code of|bill of|acts of|tel|phone|call|dial|fax|ext|hwy|rd|ave|grade|unit|battalion|sq|file|lot|tp"
    r"|i|us|m|vol|volume|issue|iso|rfc|ibm|nikkei|dow|s&p|about|nearly|almost|some|over|exceeding|than|only|just|roughly"
    r"|approximately|least|most|up to|another|additional|estimated)\.?)[ -]?\s*\Z",
    re.I,
)
_ALWAYS_NUMBERED = re.compile(
    r"(?:[$£€¥#№]|\b(?:no|nos|page|pages|p|pp|chapter|section|resolution|room|flight|route|highway|interstate|boeing|airbus"
    r"|channel|box|case|model|version|windows|act of|law of|code of|bill of|acts of|tel|phone|fax|volume|vol)\.?) ?\Z",
    re.I,
)
_COUNTED = re.compile(
    r"(?:[ -](?:million|billion|thousand|hundred|percent|per cent|people|men|women|children|troops|soldiers|km|kilo\w+|miles?|feet"
    r"|meters?|metres?|yards?|tons?|tonnes?|dollars?|pounds?|euros?|rupees|rubles|roubles|votes?|shares?|points?|guns?|killed"
    r"|wounded|dead|prisoners|casualties|strong|ships?|aircraft|tanks?|horses?|cc|mm|cm|kg|lbs?|calories|rpm|hp|mhz|ft|m|units|degrees?"
    r"|words|pages|hours|days|weeks|months|years|minutes|seconds|acres|hectares|square|members|homes|houses|jobs|students"
    r"|employees|workers|passengers|cars|vehicles|copies|villages|sorties|rounds|residents|officers|civilians|planes|rebels"
    r"|rifles|artillery|pieces|block|street|avenue|road|lane|drive|building)\b|\s?%|[/][0-9]{5})",
    re.I,
)
_ADDRESS = re.compile(
    r"(?: [A-Z][a-z]+){1,3} (?:Street|St\.|Avenue|Ave\.|Road|Rd\.|Lane|Boulevard|Blvd|Drive|Way|Place|Square)"
)
_MORE_FIGURES = re.compile(r"(?!-(?:1[0-9]|20)[0-9]{2}(?![-0-9]))[-.][0-9]{3,}|[0-9]")
_STREET = re.compile(r"\b(?:Street|St\.|Avenue|Ave\.|Road|Rd\.|Lane|Boulevard|Drive|Square),? \Z")
_CAPITAL_BEFORE = re.compile(r"(?:\A|[^.!?:;\"“”'\s(]\s|,\s)(?P<word>[A-Z][\w’'.-]{1,20}) \Z")
_CAPITAL_AFTER = re.compile(r" (?P<word>[A-Z][a-z]+(?:-[A-Za-z]+)?)")
_MONTH_LEAD = re.compile(
    r"\b(?:in|since|by|until|till|before|after|from|to|between|during|through|throughout|around|about|early|late|mid|of|and|or|for"
    r"|on|last|next|this|each|every|past|the|a|its|their|his|her|previous|ending|ended|begin|begins|beginning|began|end|starting"
    r"|effective|as of|than|with|,)[ -]\s?\Z",
    re.I,
)
_PLACE_LEAD = re.compile(
    r"\b(?:in|since|by|until|till|during|through|throughout|from|between|of|for|before|after|to|and|or|late|early|mid|last|next|this) ?-?\Z|[a-z][-–/]\Z",
    re.I,
)
_NOT_NAMES = {
    *("i the a an he she it they we in on at and but when after before while as if his her their its this that these those".split()),
    *LEXICON["months"], *LEXICON["weekdays"], *LEXICON["seasons"], "bc", "ad", "gmt", "est", "edt",
}  # fmt: skip


def refused(text: str, found: Found) -> bool:
    """True where the words around say that it is no time."""
    check = _CHECKS.get(found.rule)
    if check is None:
        return False
    before, after = text[max(0, found.start - 30) : found.start], text[found.end : found.end + 30]
    return check(text[found.start : found.end], before, after)


def _year(words: str, before: str, after: str) -> bool:
    """A bare number between 1000 and 2099 is a year only where something speaks for it."""
    if _ALWAYS_NUMBERED.search(before) or _MORE_FIGURES.match(after) or _STREET.search(before):
        return True
    if re.search(r"[0-9][.,:/-]\Z|[\w]-\Z", before) and not re.search(
        r"\b(?:[12][0-9]{3}|mid|early|late|pre|post)[-–]\Z", before, re.I
    ):
        return True
    if _COUNTED.match(after) or _ADDRESS.match(after):
        return True
    year = int(re.search(r"[0-9]{4}", words)[0])
    if re.search(r"\b[12][0-9]{3}[-–/]\Z", before) or re.match(
        r"(?:early|late|mid|c|ca|circa|pre|post)\b", words, re.I
    ):
        return False
    if re.match(r"(?:more|less|at|up|nearly|almost|under|some|no|well|just)\b", words, re.I):
        return True
    if _STRICTLY_TIMELY.search(before):
        return False
    if _NUMBERED.search(before):
        return True
    named = _CAPITAL_BEFORE.search(before)
    if named and plain(named["word"]) not in _NOT_NAMES and not re.search(r"\A\s*[).;]", after):
        return True
    plural = re.match(r" (?:[a-z]+ )?[a-z]{3,}s\b", after)
    if _TIMELY.search(before) or re.search(r"[-–—(]\s?\Z|\bthe \Z|['’]s \Z", before):
        return bool(plural) and not re.search(
            r"\b(?:the|of|in|and|for|during|before|after|since|[a-z]+['’]s)[ -]\Z", before, re.I
        )
    if 1900 <= year <= 2099:
        return bool(plural) and bool(re.search(r"[a-z] \Z", before))
    return not re.search(r"(?:\A|\n|[,(] ?)\Z", before) or bool(plural)


def _month(words: str, before: str, after: str) -> bool:
    """A bare month beside a capitalised name is a person; "may" and "march" need a preposition."""
    name = plain(words)
    if words.isupper() and len(words) > 3 and re.match(r" [A-Z]{2}", after):
        return True
    if words.islower() or re.match(r" (?:Street|St\.|Avenue|Ave\.|Road|Lane|Hill|Square|Place)", after):
        return True
    lead = _PLACE_LEAD.search(before)
    if name in ("may", "march", "mar") and not lead:
        return (
            not re.search(r"(?:, | the | its | a )\Z", before)
            or name != "march"
            or bool(re.match(r" (?:on|to|of|in|through|for)\b", after))
        )
    if name in ("may", "march") and re.match(r" (?:on|to|through|for) [A-Z]", after) and name == "march":
        return bool(re.search(r"\b(?:of|the|and)[ -]\Z", before, re.I))
    if len(words.rstrip(".")) <= 4 and name not in ("may", "june", "july") and not lead:
        return True
    follows = _CAPITAL_AFTER.match(after)
    if follows and len(words) == 3 and name != "may" and plain(follows["word"]) not in _NOT_NAMES:
        return True
    if follows and plain(follows["word"]) not in _NOT_NAMES and not lead:
        return True
    if (
        follows
        and lead is not None
        and re.search(r"\b(?:of|and|for|to|by|from|before|after) \Z", before)
        and name in ("april", "june", "august", "may")
    ):
        return plain(follows["word"]) not in _NOT_NAMES
    named = _CAPITAL_BEFORE.search(before)
    return (
        bool(named)
        and plain(named["word"]) not in _NOT_NAMES
        and not lead
        and name in ("may", "march", "april", "june", "august")
    )


def _weekday(words: str, before: str, after: str) -> bool:
    """ "Sun Microsystems", "Black Friday", "Fri" in a word."""
    name = plain(words)
    if name in ("sun", "sat", "wed", "mon", "fri", "tue", "thu", "thur", "thurs", "tues"):
        return not re.match(r"\.?,? (?:[0-9]|[A-Z][a-z]{2}\.? [0-9])", after) and not words.endswith(".")
    if re.match(
        r" (?:Times|Telegraph|Mail|Express|Herald|Mirror|Post|Independent|Night Live|school)\b", after
    ):
        return True
    return bool(re.search(r"\b(?:Black|Bloody|Ruby|Man|Super|Holy|Palm|Good|Cyber) \Z", before))


def _today(words: str, before: str, after: str) -> bool:
    """ "USA Today"."""
    return words[0].isupper() and bool(re.search(r"[A-Z]{2,} \Z", before))


def _titled(words: str, before: str, after: str) -> bool:
    """ "This Week" with capitals is a programme."""
    return bool(re.fullmatch(r"(?:The )?[A-Z][a-z]+ [A-Z][a-z]+", words)) and not words.startswith("The ")


def _film(words: str, before: str, after: str) -> bool:
    """ "The Day After Tomorrow"."""
    return words.istitle()


def _length(words: str, before: str, after: str) -> bool:
    """ "The Hundred Years' War", "the minutes of the meeting", "three quarters of them"."""
    if re.match(r"['’]? War\b", after):
        return True
    return bool(
        re.search(r"(?:\A|[^s]\s)(?:minutes|quarters)\Z", words, re.I)
        and re.match(r" of (?:the|a|all|them|it|his|its)\b", after)
    )


def _times(words: str, before: str, after: str) -> bool:
    return bool(re.match(r"[.:][0-9]", after)) or bool(re.search(r"[$£€]\Z", before))


def _season(words: str, before: str, after: str) -> bool:
    named = (
        re.search(r"[a-z] [A-Z][a-z]+ \Z", before) and words[0].isupper() and not re.match(r" [A-Z]", after)
    )
    return bool(named or re.match(r" (?:Street|Avenue|Hill|Road)", after))


def _feast(words: str, before: str, after: str) -> bool:
    """ "Easter Island", "Christmas Carol"."""
    return words[0].islower() or bool(re.match(r" (?:Islands?|Rising|Carol|Offensive|York|Zealand)", after))


_CHECKS = {
    "year-alone": _year, "month-alone": _month, "weekday-alone": _weekday, "near-day": _today, "neighbour": _titled,
    "clock-of-twelve": _times, "season-alone": _season, "season-in-passing": _season, "feast": _feast, "day-but-one": _film,
    "length": _length, "bare-plural": _length,
}  # fmt: skip
