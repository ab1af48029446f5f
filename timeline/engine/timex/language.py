"""A language is a lexicon and a tuple of rules; the engine knows neither's words."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .rule import Rule, compiled

Anchored = tuple[str, Callable, Callable]  # rule id, pattern.match, build


@dataclass(frozen=True)
class Language:
    """Everything the engine asks of a language.

    `triggers` maps a lower-case word to the rules it wakes; `number_rules` are woken by digits;
    `left` are the words an expression may begin with, before the word that wakes it.
    """

    triggers: dict[str, tuple[Anchored, ...]]
    number_rules: tuple[Anchored, ...]
    left: frozenset[str]
    modifier: re.Pattern
    modifiers: dict[str, str]
    lead: re.Pattern
    looks_forward: Callable[[str, int, int], bool]
    refused: Callable[[str, int, int], bool]


def load_lexicon(path: Path) -> dict[str, dict]:
    return tomllib.loads(path.read_text("utf-8"))


def woken(rules: tuple[Rule, ...], tables: dict[str, set[str]], pieces: dict[str, str]):
    """The word table and the rules for digits, each rule compiled once, in the order given."""
    triggers: dict[str, list[Anchored]] = {}
    numbers: list[Anchored] = []
    for one in rules:
        ready = (one.id, compiled(one.source, pieces).match, one.build)
        words = set()
        for name in one.on:
            if name == "digits":
                numbers.append(ready)
            else:
                words |= tables[name]
        for word in words:
            triggers.setdefault(word, []).append(ready)
    return {word: tuple(ready) for word, ready in triggers.items()}, tuple(numbers)
