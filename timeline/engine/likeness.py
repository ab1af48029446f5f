"""Do two headlines tell of one happening? By what was done, to what, by whom; no language model is needed for that."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from timeline.engine.inflection import PAST, past
from timeline.engine.lexicon import EVENT_NOUNS, FAILING, PLANNING, SAYING, words

# Verbs, and nouns that happen, by which reports word one happening differently; a line is one deed.
DEEDS = """
leave withdraw withdrawal depart departure exit quit evacuate pull_out retreat
resign resignation step_down stand_down abdicate abdication quit retire
kill assassinate murder death die slay assassination killing shoot massacre execute hang
overthrow depose oust remove topple coup seize removal
capture seize take occupy conquer enter
begin start launch open beginning opening
end complete finish close conclude stop
lift end remove ease
sign agree agreement accord treaty pact contract deal conclude reach
explode explosion blast blow_up break_apart detonate
meet talk talks summit visit host meeting go travel
become inaugurate inauguration take_office swear_in swear
release free leave liberate
bomb strike bombing attack raid shell airstrike bombardment
buy purchase order contract acquire acquisition
collapse fall crash
invade invasion cross attack
shoot kill hit
strike hit destroy devastate
say announce declare tell
vote elect choose election referendum
win victory defeat beat
arrest detain detention
convict conviction sentence jail
found establish create founding establishment
die death
return come_back
reject refuse veto rejection
ban outlaw prohibit
impose introduce
resume restore reopen
"""
# What such a verb does is said by its noun: held talks, carried out tests, signed a treaty.
LIGHT = words(
    "hold make carry begin start end sign launch take conduct reach give have stage finish complete conclude see go "
    "suffer undergo announce"
)
BEGINNING, ENDING = words("begin start launch open"), words("end complete finish close conclude stop")
ORDINALS = words("second third fourth fifth sixth seventh eighth ninth tenth")
NUMBERS = words("two three four five six seven eight nine ten eleven twelve")
UNTOLD = words(
    "the a an of in to on at by for with from into over against after before and or its their his her it as that was "
    "were be is are had has have would will first last than more some all up down out off about between near he she "
    "they who"
)
LATER = re.compile(r"\b(?:would|will|plan(?:s|ned)?)\b")
PURPOSE = re.compile(r"\bto ([a-z]+)")

stem = lru_cache(maxsize=100_000)(snowballstemmer.stemmer("english").stemWord)

_DEEDS_OF: dict[str, set[str]] = {}  # lemma -> the numbers of its lines
for _line, _lemmas in enumerate(DEEDS.strip().splitlines()):
    for _lemma in _lemmas.split():
        _DEEDS_OF.setdefault(_lemma, set()).add(str(_line))
_VERBS = {lemma.split("_")[0] for lemma in _DEEDS_OF} | SAYING | PLANNING | FAILING | LIGHT | set(PAST)
_PAST = {past(lemma): lemma for lemma in sorted(_VERBS)}
_OTHER_FORMS = {
    form: lemma for lemma in sorted(_VERBS) for form in (lemma, lemma + "s", lemma.rstrip("e") + "ing")
}


@dataclass(frozen=True, slots=True)
class Telling:
    """What a headline says, word by word: its verb, what was done, all else that is named, and how many."""

    verb: str
    deeds: frozenset[str]  # stems, and the numbers of DEEDS
    things: frozenset[str]  # stems
    names: frozenset[str]  # of these, those with a capital
    numbers: frozenset[str]
    ordinals: frozenset[str]
    later: bool  # it is said or planned that it will happen

    @property
    def known(self) -> bool:
        return any(deed.isdigit() for deed in self.deeds)

    @property
    def manner(self) -> str:
        """Whether the thing was done, said or planned, or failed."""
        return "failed" if self.verb in FAILING else "said" if self.verb in SAYING | PLANNING else "done"


@lru_cache(maxsize=4096)
def told(headline: str) -> Telling:
    """
    >>> said = told("Russia lifted its embargo on arms supplies to Pakistan")
    >>> said.verb, sorted(said.things), sorted(said.names)
    ('lift', ['arm', 'embargo', 'pakistan', 'russia', 'suppli'], ['pakistan'])
    """
    cased = re.findall(r"\w[\w-]*", headline.replace("’s", "").replace("'s", ""))
    lower = [word.lower() for word in cased]
    verb, at = _verb(lower)
    happenings, things, names = set(), set(), set()
    for place, word in enumerate(lower):
        if word in UNTOLD or place == at:
            continue
        lemma = _OTHER_FORMS.get(word) or _PAST.get(word)
        if lemma in _DEEDS_OF or word in EVENT_NOUNS or word.removesuffix("s") in EVENT_NOUNS:
            happenings |= {stem(word), *_DEEDS_OF.get(lemma, ())}
        things.add(stem(word))
        if place and cased[place][0].isupper():
            names.add(stem(word))
    deeds = {stem(verb.split("_")[0]), *_DEEDS_OF.get(verb, ())} if verb else set()
    if not verb or verb in LIGHT | SAYING | PLANNING | FAILING:
        deeds |= happenings
        purpose = PURPOSE.search(headline)
        if purpose:
            deeds |= {stem(purpose[1]), *_DEEDS_OF.get(purpose[1], ())}
    return Telling(
        verb=verb,
        deeds=frozenset(deeds),
        things=frozenset(things),
        names=frozenset(names),
        numbers=frozenset(word for word in lower if word in NUMBERS or word.isdigit()),
        ordinals=frozenset(lower) & ORDINALS,
        later=bool(LATER.search(headline)),
    )


def _verb(lower: list[str]) -> tuple[str, int]:
    """The first word that is a verb in the past, as its lemma and, where DEEDS have the two, its particle; and where."""
    for place, word in enumerate(lower[1:], 1):
        lemma = _PAST.get(word) or (stem(word) if len(word) > 4 and word.endswith("ed") else "")
        if lemma and word != "united":
            phrasal = f"{lemma}_{lower[place + 1]}" if place + 1 < len(lower) else ""
            return (phrasal if phrasal in _DEEDS_OF else lemma), place
    return "", -1


def likeness(one: str, other: str, whose: Iterable[str], others: Iterable[str]) -> float:
    """How much two headlines speak for one happening; above 0 they do. `whose` and `others`: the names of those who
    take part in each. That their dates can both hold is not looked at.

    >>> who = ["Russia", "Pakistan"]
    >>> one = "Russia lifted its embargo on arms supplies to Pakistan"
    >>> likeness(one, "Moscow ended an arms embargo against Pakistan", who, who) > 0
    True
    >>> likeness(one, "Russia assured India over arms supplies to Pakistan", who, who) > 0
    False
    """
    first, second = told(one), told(other)
    whose, others = set(whose), set(others)
    taking_part = {stem(word) for name in whose | others for word in re.findall(r"\w+", name.lower())}
    theirs = [side.things - taking_part for side in (first, second)]
    shared = len(theirs[0] & theirs[1]) / (min(map(len, theirs)) + 0.5)
    same_deed = bool(first.deeds & second.deeds)
    points = 1.0 if same_deed else -1.4 if first.known and second.known else -1.0
    points += 2.2 * (shared - 0.35)
    if whose and others:
        together = len(whose & others) / min(len(whose), len(others))
        points += together - 0.6 if together else -2.1
    only = [side.names - taking_part - other.names for side, other in ((first, second), (second, first))]
    points -= 1.5 * all(only)  # each names what the other does not
    points -= 1.0 * (first.manner != second.manner)
    points -= 1.5 * (first.later != second.later)
    points -= 2.5 * (first.ordinals != second.ordinals)
    points -= 1.0 * bool(first.numbers and second.numbers and not first.numbers & second.numbers)
    verbs = {first.verb, second.verb}
    points -= 2.0 * bool(verbs & BEGINNING and verbs & ENDING)
    return points
