"""Long names in the letters that the article itself uses for them: "the Organization of African Unity", "the OAU"."""

from __future__ import annotations

import re
from collections.abc import Callable

LETTERS = re.compile(r"\b[A-Z]{3,6}\b")
WORD = r"[A-Z][\w’'-]{0,30}"
NAME = re.compile(rf"\b(?:[Tt]he )?({WORD}(?: (?:and|of|for|the|on|in|to|{WORD})){{0,12}} {WORD})")
DEFINED = re.compile(NAME.pattern + r" \(([A-Z]{3,6})\)")
# "NATO said" and "the NATO summit", but never "the NATO said": letters that stand without an article.
BARE = re.compile(r"(?<!\b[Tt]he )(?<!\()\b([A-Z]{3,6})\b")
NOT_BARE = re.compile(
    r"\b[Tt]he ([A-Z]{3,6})\b(?=[’'.,;:]|\s+(?:is|was|has|had|said|will|would|to|in|on|for|and|that|of|are|did|by|from"
    r"|with|as|at|which|who)\b)"
)
ENDING = re.compile(r"[’']s?$")


def shortener(text: str) -> Callable[[str], str]:
    """What puts, in a line, the letters for names whose first letters stand alone in `text`, or in brackets behind them.

    >>> shorten = shortener("The Organization of African Unity met. Ghana left the OAU. The Immigration Office is no IO.")
    >>> shorten("The Organization of African Unity said the Organization of African Unity's chairman left")
    "The OAU said the OAU's chairman left"
    >>> shortener("NATO was enlarged.")("Troops joined the North Atlantic Treaty Organization")
    'Troops joined NATO'
    >>> shortener("the Comprehensive Nuclear Test Ban Treaty (CTBT)")("They left the Comprehensive Nuclear Test Ban Treaty")
    'They left the CTBT'
    """
    known = set(LETTERS.findall(text))
    if not known:
        return str
    called = {m[1]: m[2] for m in DEFINED.finditer(text)}
    bare = set(BARE.findall(text)) - set(NOT_BARE.findall(text))

    def letters_of(words: list[str]) -> str | None:
        if not (words[0][0].isupper() and words[-1][0].isupper()):
            return None
        name = ENDING.sub("", " ".join(words))
        first = "".join(part[0] for word in words for part in word.split("-") if part[:1].isupper())
        if name in called:
            return called[name] if _within(called[name], first) else None
        return first if first in known else None

    def short(match: re.Match) -> str:
        words, article = match[1].split(" "), match[0].removesuffix(match[1])
        for first in range(len(words) - 2):
            for last in range(len(words), first + 2, -1):
                letters = letters_of(words[first:last])
                if letters is None:
                    continue
                ending = ENDING.search(words[last - 1])
                kept = article if first or letters not in bare else ""
                new = letters + (ending[0] if ending else "")
                return kept + " ".join([*words[:first], new, *words[last:]])
        return match[0]

    return lambda line: NAME.sub(short, line)


def _within(letters: str, others: str) -> bool:
    """Whether letters stand among others in their order."""
    rest = iter(others)
    return all(letter in rest for letter in letters)
