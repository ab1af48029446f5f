"""Does the clause around an expression look ahead or back? Verb forms only, no tagger."""

import re

from .words import LEXICON

_WORD = re.compile(r"\b(?!May\b)[A-Za-z]+|['’]ll|[.;!?](?=\s)|\n\s*\n", re.A)
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
_BE_TO = frozenset("is are was were".split())  # "is to be sentenced"
_AUXILIARIES = _BE | {"have", "had"} | _FORWARD
_DONE = frozenset(LEXICON["verbs"]["done"])
_BEGINS = frozenset(LEXICON["verbs"]["begins"])
_UNCHANGED = frozenset(LEXICON["verbs"]["unchanged"])
_SHORTENED = re.compile(
    r"\b(?:M[rs]|Mrs|Drs?|Gens?|Se[cn]s?|Reps?|Govs?|Col|Maj|Capt|Lt|Sgt|Cpl|Rev|Profs?|Hon|St|vs?|No|[A-Z])\Z"
)
_OVER = re.compile(r",[^.;!?,\n]{1,60} (?:had|was|were)\b", re.A)  # "Until Thursday, they had not called"
_AFTER = re.compile(r"\b(?:following|after|since|despite) \Z", re.I | re.A)
_WHOSE = re.compile(r"['’]s ")  # "leaves the club after Saturday's defeat"
_AHEAD = re.compile(r"\b(?:will|would|shall|may|could|to)\b[^.;!?]*\Z|['’]ll\b[^.;!?]*\Z", re.A)
_ARTICLE = re.compile(r"\b(?:the|an?|its|his|her|their|that|this) \Z", re.I | re.A)
_ATTRIBUTE = re.compile(r" [a-z]", re.A)  # "the June 3 vote": the verb is not the vote's
_A_PLAN = frozenset("plan plans hope hopes".split())
_NOUNS = _UNCHANGED | _A_PLAN
_BEFORE_NOUNS = frozenset("the a an its his her their this that with of for by from in on at".split())
_OF_WHOM = frozenset("the a its his her their this that".split())
_UNABLE = re.compile(r"(?:n['’]t| not)\b", re.I | re.A)  # "could not be reached Wednesday": tried, and over
_NOBODY = re.compile(r"\b(?:neither|nobody|none|no one)\b", re.I | re.A)


def tense(text: str, start: int, end: int) -> int:
    """1 ahead, -1 back, -2 where what is over stands just before it, 0 where no verb form near it says."""
    if (
        text[end - 1].isdigit()
        and _ATTRIBUTE.match(text, end)
        and _ARTICLE.search(text, max(0, start - 8), start)
    ):
        return 0
    if text[end : end + 1] == ":" and text[max(0, start - 1) : start] in ("", "\n"):
        return -1  # "Thursday: The mayor resigns", a line of a chronology
    before = _verdict(text, max(0, start - _REACH), start)
    if _LEAD.search(text, max(0, start - 16), start):
        if before < -1:
            return 0
        return -1 if not before and _OVER.match(text, end) else 1
    if before > 0 and _AFTER.search(text, max(0, start - 12), start) and _WHOSE.match(text, end):
        before = before if _AHEAD.search(text, max(0, start - _REACH), start) else -1
    said = max(-1, before) or _first(text, end, end + _REACH)
    return said if said >= 0 or not _done_on(text, start) else -2


_JUST_BEFORE = re.compile(r"([a-z]{3,15})(?: on| in)? \Z", re.A)


def _done_on(text: str, start: int) -> bool:
    """ "Ended March 31", "was closed on 4 May": the day is the verb's own."""
    m = _JUST_BEFORE.search(text, max(0, start - 20), start)
    return m is not None and _done(m[1]) and m[1] not in _PLANNED


_MEASURES = re.compile(
    r"\b(?:after|before|than|over|since)(?: an?| the| its)?(?: [a-z-]{1,12})? \Z", re.I | re.A
)


def measures(text: str, start: int) -> bool:
    """ "After a flat second quarter": another one is told."""
    return _MEASURES.search(text, max(0, start - 28), start) is not None


def _verdict(text: str, start: int, end: int) -> float:
    """What the last verb form before the words says; -2 after "had", which a plan does not outweigh ("had been due")."""
    said, word, whose = 0, "", "asked"
    for match in _WORD.finditer(text, start, end):
        last, word = word, match[0].lower()
        if word == "to":
            whose = last
        if not word[0].isalpha() and word[0] not in "'’":
            if not _SHORTENED.search(text, max(0, match.start() - 5), match.start()):
                said = 0
        elif word == "had":
            said = -2
        elif word in _FORWARD or word[0] in "'’" or (word == "to" and last in _BE_TO):
            said = 1
        elif (
            word.endswith("ly") and last in _AUXILIARIES and word not in _PLANNED
        ):  # "will be formally named"
            word = last
        elif last in ("be", "get") and _done(word):
            # "will be held", "guidelines to be issued"; not "asked to be paid"
            said = 1 if said > -2 and not _done(whose) else said or 1
        elif word == "have" and last in _FORWARD:  # "will have met"
            continue
        elif (
            last in ("is", "are") and _done(word) and word not in _PLANNED
        ):  # "when the case is heard in May"
            continue
        elif word == "could" and _in_vain(text, start, match, end):
            said = -1
        elif word in _NOUNS and text[match.end() : match.end() + 4] not in (" to ", " for"):
            said = _of_a_noun_or_verb(word, last, said)
        elif word in _PLANNED or (word in _PLANNED_TO and text.startswith(" to ", match.end(), end)):
            said = max(said, 1) if said > -2 else said
        elif said == -2 and word in ("been", "previously"):
            continue
        elif last in _BEFORE_NOUNS and word not in _BACK and word != "been":  # "will sign a revised treaty"
            continue
        elif _past(word) and said <= _HAD_DONE:
            said = _HAD_DONE
        elif _done(word):
            said = -1
        elif (
            word in _BEGINS and said == 0 and (last in _BE or not word.endswith("ing"))
        ):  # "they meet Friday"
            said = 1
    return said


def _in_vain(text: str, start: int, could: re.Match, end: int) -> bool:
    return bool(_UNABLE.match(text, could.end(), end) or _NOBODY.search(text, start, could.start()))


def _of_a_noun_or_verb(word: str, last: str, said: float) -> float:
    """ "The bank cut rates", "will cut rates"; "announced the plan", "they plan a fair"."""
    if word in _A_PLAN:
        return said if last in _OF_WHOM or said == -2 else 1
    if last in _BE:
        return 1 if word == "set" and said > -2 else said
    return said if last == "to" or last in _FORWARD or last in _PLANNED else -1


def _done(word: str) -> bool:
    return word in _BACK or word in _DONE or _past(word)


def _past(word: str) -> bool:
    return word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST


def _first(text: str, start: int, end: int) -> int:
    """What the first verb form after the words says."""
    word = ""
    for match in _WORD.finditer(text, start, end):
        last, word = word, match[0].lower()
        if not word[0].isalpha() and word[0] not in "'’":
            if _SHORTENED.search(text, max(0, match.start() - 5), match.start()):
                continue
            return 0
        if (word in _FORWARD or word in _PLANNED) and last in ("that", "who", "which"):
            continue  # "a strike on the only hospital that could still operate killed ten"
        if word in _UNCHANGED and last not in _BE and not text.startswith((" to ", " for "), match.end()):
            return -1
        if word in _FORWARD or word in _PLANNED or word[0] in "'’" or (word == "to" and last in _BE_TO):
            return 1
        if word in _BE_TO and text.startswith(" to ", match.end()):
            continue
        if word == "had" or _done(word):
            return -1
    return 0


_SOME = re.compile(r"\b(?:an?|one|any|some) ([a-z]{2,8} )?\Z", re.I)
_OF_A_TIME = re.compile(r" (?:in|during|of) ")  # "a wet Friday in June"; not "a rally Friday by workers"
_NO_NOUN = re.compile(
    r"(?:[.,;:)]|\s*\Z| (?:in|during|of|when|and|or|after|before|with|at|by|to|that) )"
)  # not "a Sunday service"


def some_day(text: str, start: int, end: int) -> bool:
    """Whether a weekday is one of many, and not known: "on a Monday", "on a wet Friday in June"."""
    some = _SOME.search(text, max(0, start - 12), start)
    return some is not None and (_OF_A_TIME if some[1] else _NO_NOUN).match(text, end) is not None
