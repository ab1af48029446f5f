"""What looks like a time and is a name, a number or a verb.

A check is asked after its rules have matched, and sees the words with thirty characters on both sides.
"""

import re

from ..language import Found
from ..rule import alternatives
from .words import LEXICON, plain

_REACH = 30
_YEARS = LEXICON["years"]


def _ends_with(words: list[str], between: str = r"[ -]?\s*") -> re.Pattern:
    return re.compile(rf"\b(?:{alternatives(words)})\.?{between}\Z", re.I)


_TIMELY = _ends_with(_YEARS["before"] + _YEARS["perhaps_before"])
_SURELY_TIMELY = _ends_with(_YEARS["before"], r"(?: (?:the )?(?:early|late|mid))?[ -]\s*")
_NEVER = re.compile(rf"(?:[$£€¥#№]|\b(?:{alternatives(_YEARS['never_after'])})\.?) ?\Z", re.I)
_HARDLY = _ends_with(_YEARS["never_after"] + _YEARS["hardly_after"])
_COUNTED = re.compile(rf"[ -](?:{alternatives(_YEARS['counted'])})s?\b|\s?%|/[0-9]{{5}}", re.I)
_STREETS = r"(?:Street|St\.|Avenue|Ave\.|Road|Rd\.|Lane|Boulevard|Blvd|Drive|Way|Place|Square)"
_ADDRESS = re.compile(rf"(?: [A-Z][a-z]+){{1,3}} {_STREETS}")
_STREET = re.compile(rf"\b{_STREETS},? \Z")
_MORE_FIGURES = re.compile(r"(?!-(?:1[0-9]|20)[0-9]{2}(?![-0-9]))[-.][0-9]{3,}|[0-9]")
_JOINED = re.compile(r"[0-9][.,:/-]\Z|\w-\Z")
_RANGE = re.compile(r"\b[12][0-9]{3}[-–/]\Z")
_EDGE = re.compile(r"\b(?:mid|early|late|pre|post)[-–]\Z", re.I)
_DATED = re.compile(r"(?:early|late|mid|c|ca|circa|pre|post)\b", re.I)
_PLURAL = re.compile(r" (?:(?!and |or |but )[a-z]+ )?[a-z]{3,}s\b")
_TO_A_YEAR = re.compile(r"[-–—](?:1[0-9]|20)[0-9]{2}\b")
_DESCRIBES = re.compile(
    r"\b(?:the|this|(?-i:That)|of|in|and|for|during|before|after|since|[a-z]+['’]s)[ -]\Z", re.I
)

_CAPITAL_BEFORE = re.compile(r"(?:\A|[^.!?:;\"“”'\s(]\s|,\s)(?P<word>[A-Z][\w’'.-]{1,20}) \Z")
_CAPITAL_AFTER = re.compile(r" (?P<word>[A-Z][a-z]+(?:-[A-Za-z]+)?)")
_NOT_NAMES = {
    *"i the a an he she it they we in on at and but when after before while as if his her their its this that".split(),
    *"these those bc ad gmt est edt".split(), *LEXICON["months"], *LEXICON["weekdays"], *LEXICON["seasons"],
}  # fmt: skip
_GIVEN_NAMES = {"may", "march", "april", "june", "august"}
_MONTH_LEAD = re.compile(
    r"\b(?:in|since|by|until|till|during|through|throughout|from|between|of|for|before|after|to|and|or|late|early|mid"
    r"|last|next|this) ?-?\Z|[a-z][-–/]\Z",
    re.I,
)
_TO_A_MONTH = re.compile(rf" (?:to|through) (?:{alternatives(LEXICON['months'])})\b", re.I)
_PERHAPS_A_NAME = re.compile(r"\b(?:of|and|for|to|by|from|before|after) \Z")
_PAPERS = re.compile(r" (?:Times|Telegraph|Mail|Express|Herald|Mirror|Post|Independent|Night Live|school)\b")
_OUR_TIMES = re.compile(
    r"['’]s (?:[a-z]+ )?(?:world|youth|young|children|kids|generations?|society|standards|age|culture|teenagers|parents)\b"
)
_NAMED_DAYS = re.compile(r"\b(?:Black|Bloody|Ruby|Man|Super|Holy|Palm|Good|Cyber) \Z")


def refused(text: str, found: Found) -> bool:
    """True where the words around say that it is no time."""
    check = _CHECKS.get(found.rule)
    if check is None:
        return False
    before, after = text[max(0, found.start - _REACH) : found.start], text[found.end : found.end + _REACH]
    return check(text[found.start : found.end], before, after)


def _year(words: str, before: str, after: str) -> bool:
    """A bare number between 1000 and 2099 is a year only where something speaks for it."""
    if _certainly_a_number(before, after):
        return True
    if _RANGE.search(before) or _DATED.match(words):
        return False
    if not words[0].isdigit() and not words.lower().startswith(("about", "around", "roughly", "the ")):
        return True  # "more than 1500"
    if _SURELY_TIMELY.search(before):
        return False
    if _HARDLY.search(before):
        return True
    if _name(_CAPITAL_BEFORE.search(before)) and after[:1] not in (")", ".", ";"):
        return not _TO_A_YEAR.match(after)  # "Eastern Theater 1861-1863"
    counted = _PLURAL.match(after) is not None
    if _TIMELY.search(before) or re.search(r"[-–—(]\s?\Z|\bthe \Z|['’]s \Z", before):
        return counted and not _DESCRIBES.search(before)
    if int(re.search(r"[0-9]{4}", words)[0]) >= 1900:
        return counted and re.search(r"[a-z] \Z", before) is not None
    return counted or not re.search(r"(?:\A|\n|[,(] ?)\Z", before)


def _certainly_a_number(before: str, after: str) -> bool:
    """A price, a page, a phone number, an address, a count."""
    if _NEVER.search(before) or _STREET.search(before) or _MORE_FIGURES.match(after):
        return True
    if _JOINED.search(before) and not _RANGE.search(before) and not _EDGE.search(before):
        return True
    return bool(_COUNTED.match(after) or _ADDRESS.match(after))


def _name(match: re.Match | None) -> bool:
    """The capitalised word is none that any sentence may hold."""
    return match is not None and plain(match["word"]) not in _NOT_NAMES


def _month(words: str, before: str, after: str) -> bool:
    """A bare month beside a capitalised name is a person; "may" and "march" need a preposition."""
    name, led = plain(words), _MONTH_LEAD.search(before) is not None
    if words.islower() or (words.isupper() and len(words) > 3 and re.match(r" [A-Z]{2}", after)):
        return True
    if re.match(rf" (?:{_STREETS}|Hill)", after):
        return True
    if name == "march" and re.match(r" (?:on|to|through|for) [A-Z]", after) and not _TO_A_MONTH.match(after):
        return not led or re.search(r"\b(?:of|the|and)[ -]\Z", before, re.I) is not None
    if not led and name in ("may", "mar"):
        return True
    if not led and name == "march":
        return not re.search(r"(?:, | the | its | a )\Z", before) or bool(re.match(r" (?:of|in)\b", after))
    if not led and len(words.rstrip(".")) <= 4 and name not in ("june", "july"):
        return True
    if _name(_CAPITAL_AFTER.match(after)):
        short = len(words) == 3 and name != "may"
        return (
            short
            or not led
            or (name in _GIVEN_NAMES - {"march"} and _PERHAPS_A_NAME.search(before) is not None)
        )
    return not led and name in _GIVEN_NAMES and _name(_CAPITAL_BEFORE.search(before))


def _weekday(words: str, before: str, after: str) -> bool:
    """ "Sun Microsystems", "the Sunday Times", "Black Friday"."""
    if len(plain(words)) <= 5:
        return not words.endswith(".") and not re.match(r"\.?,? (?:[0-9]|[A-Z][a-z]{2}\.? [0-9])", after)
    return bool(_PAPERS.match(after) or _NAMED_DAYS.search(before))


def _today(words: str, before: str, after: str) -> bool:
    """ "USA Today", "today's youth"."""
    if _OUR_TIMES.match(after):
        return True
    return words[0].isupper() and re.search(r"[A-Z]{2,} \Z", before) is not None


def _titled(words: str, before: str, after: str) -> bool:
    """ "This Week" with capitals is a programme, "the Year II" and "Man of the Year" have a year of their own."""
    if words.startswith("the ") and words[4].isupper():
        return True
    return not words.startswith("The ") and re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+", words) is not None


def _film(words: str, before: str, after: str) -> bool:
    """ "The Day After Tomorrow"."""
    return words.istitle()


def _length(words: str, before: str, after: str) -> bool:
    """ "The Hundred Years' War", "the minutes of the meeting", "three quarters of them"."""
    if re.match(r"['’]? War\b", after) or re.search(r"\b(?:[0-9]+ |\A)Minutes\Z", words):  # a programme
        return True
    part = re.match(r" of (?:the|a|all|them|it|his|its)\b", after)
    return bool(part and re.search(r"\b(?:minutes|quarters)\Z", words, re.I) and not words[0].isdigit())


def _noon(words: str, before: str, after: str) -> bool:
    """ "High Noon" is a film."""
    return words.istitle() and " " in words


def _clock(words: str, before: str, after: str) -> bool:
    return re.match(r"[.:][0-9]", after) is not None or re.search(r"[$£€]\Z", before) is not None


def _season(words: str, before: str, after: str) -> bool:
    """ "Spring Street", "the Prague Spring", "Summer of Love"."""
    if words[0].isupper() and re.match(r" of (?:the )?[A-Z]", after):
        return True
    named = (
        re.search(r"[a-z] [A-Z][a-z]+ \Z", before) and words[0].isupper() and not re.match(r" [A-Z]", after)
    )
    return bool(named or re.match(r" (?:Street|Avenue|Hill|Road)", after))


def _feast(words: str, before: str, after: str) -> bool:
    """ "Easter Island"."""
    return (
        not re.search(r"[A-Z]", words)
        or re.match(r" (?:Islands?|Rising|Carol|Offensive|York|Zealand)", after) is not None
    )


_CHECKS = {
    "year-alone": _year, "month-alone": _month, "weekday-alone": _weekday, "near-day": _today, "day-but-one": _film,
    "neighbour": _titled, "clock-of-twelve": _clock, "season-alone": _season, "season-in-passing": _season,
    "feast": _feast, "length": _length, "noon": _noon, "bare-plural": _length,
}  # fmt: skip
