"""Do two headlines tell of one happening? By what was done, to what, by whom; no language model is needed for that."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from timeline.engine.countries import COUNTRY, countries_named
from timeline.engine.deeds import AGAINST, COMMENTING, DEEDS, KIN
from timeline.engine.inflection import IRREGULAR, past
from timeline.engine.lexicon import FAILING, PLANNING, SAYING, words
from timeline.engine.places import LEADERS, TOWNS
from timeline.engine.things import ACRONYMS, THINGS

# What such a verb does is said by its noun: held talks, carried out tests, signed a treaty.
LIGHT = words(
    "hold make carry begin start end launch take conduct reach give have stage finish complete conclude see go suffer "
    "undergo announce become get set put win gain issue declare proclaim agree face cause bring lose report say"
)
# And such a verb says nothing beside it.
EMPTY = words("become announce declare proclaim report")
NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    )
} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}
ORDINALS = words("second third fourth fifth sixth seventh eighth ninth tenth")
AUXILIARIES = words("was were had has have been be is are being did does do will would")
UNTOLD = AUXILIARIES | words(
    "the a an of in to on at by for with from into over against after before and or its their his her it as that "
    "first last than more some all up down out off about between near he she they who during while when which whose "
    "under across through ever new own other off aboard amid per cent percent million billion bn no not one two"
)
OFFERING = words("offer bid propose plan threaten demand ask urge call seek consider invite promise vow want")
COMPLETING = words("complete finish finalise finalize end close")
BEGINNING = words("begin start open commence")
LATER = re.compile(r"\b(?:would|will|plan(?:s|ned)?)\b")
TOKEN = re.compile(rf"\b{COUNTRY}|\$?\d[\d,.]*\d|\$?\d\w*|\w[\w-]*")

# What speaks for one happening and what against it: a logistic regression over pairs of headlines marked by hand, in which no
# sign may speak against its sense (`bench/likeness.py` fits them anew).
WEIGHTS = {
    "same deed": 3.22,  # what was done in one was done in the other
    "kindred deeds": 2.04,  # one leads to the other, or is told for it: a siege and a surrender
    "deed named aside": 1.90,  # by a verb or a noun that is not the main one
    "deeds unknown": 0.54,  # so that they may be the same
    "opposed deeds": -1.01,  # what is done in one undoes what is done in the other
    "shared kinds": 0.40,  # of things: a liner and a ship; each half, of three at most
    "shared countries": 1.45,  # the part of those named in one that the other names, by a town or a leader too
    "others beside": -1.07,  # each names somebody the other does not, beside one whom both name
    "other targets": -0.17,  # the same was done, to others
    "one failed": -1.26,  # and in the other it was done
    "one later": -1.59,  # in one it is only to happen
    "one offered": -0.17,  # and in the other it was done
    "one comments": -0.82,  # on what the other tells
    "begun and ended": -0.19,  # the two ends of a thing are two events
    "ordinals differ": -2.47,  # a second test is not the first
    "numbers differ": -0.57,  # other dead, other sums
    "numbers agree": 0.91,  # desks take them from one agency
    "turned round": -3.80,  # who did it to whom
}
BIAS = -2.22  # an editor looks at what is offered, and what is not stays a double: rather one too many

stem = lru_cache(maxsize=100_000)(snowballstemmer.stemmer("english").stemWord)


def _entries(table: str) -> Iterable[tuple[str, list[str]]]:
    for line in table.strip().replace("\n  ", " ").splitlines():
        name, _, rest = line.partition(":")
        yield name, rest.split()


_DEEDS_OF: dict[str, set[str]] = {}  # stem -> deeds
_VERBS: set[str] = set()
for _deed, _lemmas in _entries(DEEDS):
    for _lemma in _lemmas:
        _DEEDS_OF.setdefault(_lemma if "_" in _lemma else stem(_lemma), set()).add(_deed)
        _VERBS.add(_lemma.split("_")[0])
_RELATED = {frozenset((deed, other)) for deed, others in _entries(KIN) for other in others}
_OPPOSED = {frozenset((deed, other)) for deed, others in _entries(AGAINST) for other in others}
_PAST = {form: lemma for lemma, forms in IRREGULAR.items() for form in forms}
_PAST |= {past(lemma): lemma for lemma in sorted(_VERBS | SAYING | PLANNING | FAILING | LIGHT)}
_THINGS_OF: dict[str, set[str]] = {}
for _line, _kind in enumerate(THINGS.strip().replace("\n  ", " ").splitlines()):
    for _word in _kind.split():
        _THINGS_OF.setdefault(stem(_word), set()).add(f"thing {_line}")
_LANDS: dict[str, set[str]] = {}
for _table in (TOWNS, LEADERS):
    for _country, _names in _entries(_table):
        for _name in _names:
            _LANDS.setdefault(_name.replace("-", " "), set()).add(_country)
_LANDS_OF = {name: frozenset(lands) for name, lands in _LANDS.items()}
_LANDS_OF |= {  # and as it is written with its hyphens
    name.replace(" ", "-"): lands for name, lands in _LANDS_OF.items() if " " in name
}
LONG_LAND = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _LANDS_OF), key=len, reverse=True))})\b(?!-)")
_SHORT = {}  # a body's name, in small letters -> its acronym
for _line in ACRONYMS.strip().splitlines():
    _acronym, _, _fulls = _line.partition(":")
    for _full in _fulls.split(";"):
        _SHORT[_full.strip().lower()] = _acronym
SHORTENED = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, _SHORT), key=len, reverse=True))})\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Telling:
    """What a headline says, word by word: its verb, what was done, all else that is named, and how many."""

    verb: str
    deeds: frozenset[str]  # names of DEEDS: what the verb says, or the noun it leaves that to
    aside: frozenset[str]  # by all other words
    things: frozenset[str]  # stems of what is neither a name nor a deed of the verb
    kinds: frozenset[str]  # lines of THINGS
    countries: frozenset[str]  # in the words of the headline
    lands: frozenset[str]  # and by towns, leaders
    doers: frozenset[str]  # stems of names, and countries, before the verb
    targets: frozenset[str]  # and after it
    numbers: frozenset[str]
    ordinals: frozenset[str]
    later: bool  # it is said or planned that it will happen


def deeds_of(word: str) -> frozenset[str]:
    """What a word in small letters can tell of, as names of `deeds.DEEDS`.

    >>> sorted(deeds_of("slaying") & deeds_of("murder"))
    ['kill']
    """
    return frozenset(_DEEDS_OF.get(stem(_PAST.get(word, word)), ()))


def shortened(text: str) -> str:
    """
    >>> shortened("The World Health Organization met")
    'The WHO met'
    """
    return SHORTENED.sub(lambda match: _SHORT[match[0].lower()], text)


@lru_cache(maxsize=8192)
def told(headline: str) -> Telling:
    """
    >>> said = told("Moscow lifted its embargo on arms supplies to Islamabad")
    >>> said.verb, sorted(said.things), sorted(said.countries)
    ('lift', ['arm', 'embargo', 'suppli'], ['Pakistan', 'Russia', 'Soviet Union'])
    """
    plain = shortened(headline.replace("’s", "").replace("'s", "").replace("s' ", "s "))
    tokens = TOKEN.findall(plain)
    lower = [token.lower() for token in tokens]
    lands = [countries_named(token) for token in tokens]
    verb, at = _verb(tokens, lower)
    main = _deeds_of(lower, at) if at >= 0 else set()
    aside, things, kinds = set(), set(), set()
    sides = (set(), set())
    for place, word in enumerate(lower):
        if lands[place]:
            sides[place > at].update(lands[place])
        if lands[place] or word in UNTOLD or place == at or word[0] in "$0123456789":
            continue
        found = _deeds_of(lower, place)
        aside |= found
        root = stem(word)
        capital = tokens[place][0].isupper()
        kinds |= _THINGS_OF.get(root, set()) if not capital or not place else set()
        known = found or root in _THINGS_OF
        if capital and (place or not known or (len(tokens) > 1 and tokens[1][0].isupper() and at != 1)):
            sides[place > at].add(root)
        things.add(root)
    deeds = set() if verb in EMPTY and aside else set(main)
    if not verb or verb in LIGHT or not main and verb in SAYING | PLANNING | FAILING:
        deeds |= aside
    passive = at > 0 and lower[at - 1] in AUXILIARIES and "by" in lower[at:]
    named = frozenset().union(*lands)
    return Telling(
        verb=verb,
        deeds=frozenset(deeds),
        aside=frozenset(aside),
        things=frozenset(things),
        kinds=frozenset(kinds),
        countries=named,
        lands=named.union(*(_LANDS_OF[found] for found in LONG_LAND.findall(plain))),
        doers=frozenset(sides[passive]),
        targets=frozenset(sides[not passive]),
        numbers=frozenset(_numbers(lower)),
        ordinals=frozenset(lower) & ORDINALS,
        later=bool(LATER.search(headline)),
    )


def _numbers(lower: list[str]) -> Iterable[str]:
    for place, word in enumerate(lower):
        digits = re.sub(r"[^\d.]", "", word).strip(".")
        if word in NUMBERS:
            yield str(NUMBERS[word])
        elif digits and word.lstrip("$")[0].isdigit():
            money = (
                word[0] == "$"
                or word.endswith("bn")
                or lower[place + 1 : place + 2] in (["billion"], ["million"])
            )
            yield f"${digits}" if money else digits


def _verb(tokens: list[str], lower: list[str]) -> tuple[str, int]:
    """The first word that is a verb in the past, as its lemma and, where DEEDS have the two, its particle; and where.
    A participle that only describes ("exiles trained by ...", "a stolen car") is passed over."""
    spare = ("", -1)
    for place, word in enumerate(lower):
        if word in AUXILIARIES or tokens[place][0].isupper():
            continue
        lemma = _PAST.get(word) or (stem(word) if len(word) > 4 and word.endswith("ed") else "")
        if not lemma:
            continue
        before = lower[place - 1] if place else ""
        found = _with_particle(lemma, lower, place), place
        bare = lower[place + 1 : place + 2] == ["by"] and before not in AUXILIARIES
        if bare or before in ("the", "a", "an", "of", "its", "in", "by", "with", "for"):
            spare = spare if spare[0] else found
            continue
        return found
    return spare


def _with_particle(lemma: str, lower: list[str], place: int) -> str:
    for ahead in (1, 2):
        if place + ahead < len(lower):
            phrasal = f"{lemma}_{lower[place + ahead]}"
            if phrasal in _DEEDS_OF:
                return phrasal
    return lemma


def _deeds_of(lower: list[str], place: int) -> set[str]:
    word = lower[place]
    lemma = _PAST.get(word, word)
    phrasal = _with_particle(lemma, lower, place)
    if phrasal != lemma:
        return _DEEDS_OF[phrasal]
    phrasal = _with_particle(stem(lemma), lower, place)
    return _DEEDS_OF.get(phrasal) or _DEEDS_OF.get(stem(lemma)) or _DEEDS_OF.get(word, set())


@lru_cache(maxsize=8192)
def lands_of(name: str) -> frozenset[str]:
    """Countries that somebody's name stands for: its own, its leader's, its town's.

    >>> sorted(lands_of("Narendra Modi")), sorted(lands_of("Indian Navy")), sorted(lands_of("Enron"))
    (['India'], ['India'], [])
    """
    words_of = frozenset().union(*map(countries_named, re.findall(COUNTRY, name)))
    return words_of.union(*(_LANDS_OF[found] for found in LONG_LAND.findall(name)))


def likeness(one: str, other: str, whose: Iterable[str], others: Iterable[str]) -> float:
    """How much two headlines speak for one happening; above 0 they do. `whose` and `others`: the names of those who
    take part in each. That their dates can both hold is not looked at.

    >>> who = ["Russia", "Pakistan"]
    >>> one = "Russia lifted its embargo on arms supplies to Pakistan"
    >>> likeness(one, "Moscow ended an arms embargo against Pakistan", who, who) > 0
    True
    >>> likeness(one, "Pakistan bought four helicopters from Russia", who, who) > 0
    False
    """
    return BIAS + sum(
        WEIGHTS[name] * value for name, value in signs(one, other, set(whose), set(others)).items()
    )


def met(some: frozenset[str], others: frozenset[str], pairs: set[frozenset[str]]) -> bool:
    return any(frozenset((deed, other)) in pairs for deed in some for other in others)


def signs(one: str, other: str, whose: set[str], others: set[str]) -> dict[str, float]:
    """Of WEIGHTS, those that speak for or against, and how much of each there is."""
    first, second = told(one), told(other)
    lands = [side.lands.union(*map(lands_of, who)) for side, who in ((first, whose), (second, others))]
    every = [first.deeds | first.aside, second.deeds | second.aside]
    same = bool(first.deeds & second.deeds)
    kin = not same and met(first.deeds, second.deeds, _RELATED)
    aside = not same and not kin and bool(first.deeds & every[1] or second.deeds & every[0])
    verbs = (first.verb.split("_")[0], second.verb.split("_")[0])
    comments = [bool(side.deeds) and side.deeds <= COMMENTING for side in (first, second)]
    return {
        "same deed": same,
        "kindred deeds": kin,
        "deed named aside": aside,
        "deeds unknown": not (first.deeds and second.deeds or aside),
        "opposed deeds": not same and met(first.deeds, second.deeds, _OPPOSED),
        "shared kinds": min(len(first.kinds & second.kinds), 3) / 2,
        "shared countries": len(lands[0] & lands[1]) / min(map(len, lands)) if all(lands) else 0.5,
        "others beside": bool(whose & others and whose - others and others - whose),
        "other targets": same and other_sides(first.targets, second.targets, second.doers, first.doers),
        "one failed": (verbs[0] in FAILING) != (verbs[1] in FAILING),
        "one later": first.later != second.later,
        "one offered": (verbs[0] in OFFERING) != (verbs[1] in OFFERING),
        "one comments": comments[0] != comments[1],
        "begun and ended": bool(set(verbs) & BEGINNING and set(verbs) & COMPLETING),
        "ordinals differ": first.ordinals != second.ordinals,
        "numbers differ": bool(first.numbers and second.numbers) and not first.numbers & second.numbers,
        "numbers agree": bool(first.numbers & second.numbers),
        "turned round": turned_round(first, second),
    }


def other_sides(some: frozenset[str], others: frozenset[str], turned: frozenset, back: frozenset) -> bool:
    """Whether both name somebody on one side, and nobody of the one is named in the other."""
    return bool(some and others) and not (some & others or some & turned or others & back)


def turned_round(first: Telling, second: Telling) -> bool:
    """Whether the same was done, by those it was done to in the other: "A declared war on B", "B declared war on A"."""
    if not first.verb or first.verb != second.verb or first.verb in LIGHT - {"declare"} | PLANNING:
        return False
    return bool(
        first.doers
        and second.doers
        and not first.doers & second.doers
        and first.doers <= second.targets
        and second.doers & first.targets
    )
