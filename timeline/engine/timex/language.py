"""A language is a lexicon and a tuple of rules; the engine knows neither's words."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from .rule import Rule, compiled
from .senses import Sense


class Anchored(NamedTuple):
    """A rule ready to be tried at a place; `after` is None unless it goes on from what stands before."""

    id: str
    match: Callable[..., re.Match | None]
    build: Callable[..., Sense | None]
    after: Callable[..., re.Match | None] | None


class Found(NamedTuple):
    """An expression with its sense, not yet resolved."""

    start: int
    end: int
    sense: Sense
    rule: str
    modifier: tuple[str, str] | None


@dataclass(frozen=True)
class Language:
    """Everything the engine asks of a language.

    `triggers` maps a lower-case word to the rules it wakes; `years` are woken by three or four
    figures, `figures` by one or two;
    `left` are the words an expression may begin with, before the word that wakes its rule.
    `modifier` finds a word like "early" that ends where an expression starts, `lead` a
    preposition there, `within` one that says "some time in";
    `owning` finds what makes an expression another word's ("Friday's"), so that "around" before it is no "about".
    `onwards` finds the words after a date that leave its end open. `tense` is 1, -1 (-2: surely) or 0: the clause looks ahead, back, or does not say.
    `measures`: the words before a period say that another is measured by it. `some_day`: a weekday is one of many ("a Monday").
    `refused` knows what only looks like a time. `merged` joins two neighbours ("noon" and
    "Thursday") given the words between. `range_gap`, `list_gap`: what stands between the ends
    of a range and the members of a list. `fiscal_end` is the month and day on which the text
    says its fiscal years end. `heading` finds a date that heads a chronology's line.
    """

    triggers: dict[str, tuple[Anchored, ...]]
    years: tuple[Anchored, ...]
    figures: tuple[Anchored, ...]
    left: frozenset[str]
    modifier: re.Pattern
    modifiers: dict[str, tuple[str, str]]
    lead: re.Pattern
    within: re.Pattern
    owning: re.Pattern
    onwards: re.Pattern
    range_gap: re.Pattern
    list_gap: re.Pattern
    fiscal_end: Callable[[str], tuple[int, int] | None]
    tense: Callable[[str, int, int], int]
    refused: Callable[[str, Found], bool]
    merged: Callable[[Found, str, Found], Sense | None]
    measures: Callable[[str, int], bool]
    some_day: Callable[[str, int, int], bool]


def load_lexicon(path: str) -> dict[str, dict]:
    """By a plain path, and JSON: importing pathlib takes a tenth of what importing this engine does, a TOML reader a sixth."""
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def woken(
    rules: tuple[Rule, ...], tables: dict[str, set[str]], pieces: dict[str, str]
) -> dict[str, tuple[Anchored, ...]]:
    """The word table, each rule compiled once, in the order given.

    Rules for figures stand under a figure of that length.
    """
    triggers: dict[str, list[Anchored]] = {}
    for one in rules:
        after = compiled(one.after, pieces).fullmatch if one.after else None
        ready = Anchored(one.id, compiled(one.source, pieces).match, one.build, after)
        words: set[str] = set()
        for name in one.on:
            words |= tables[name]
        for word in words:
            triggers.setdefault(word, []).append(ready)
    return {word: tuple(ready) for word, ready in triggers.items()}
