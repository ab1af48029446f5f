"""Which words of a text a quote takes: a clause more or a clause less, and where words that are given stand.

The clauses are found by punctuation and a few small words, without a language model: a reader who asks for one more
sees at once what was added.
"""

import re
from itertools import pairwise
from operator import itemgetter

from kb.text.sentences import sentences

LONGEST = 1_000  # characters of a quote; one that is longer proves nothing better
CLOSING = r"\"'”’»)\]"
SEPARATORS = ",;:–— \t\r\n\xa0"
VERBS = (
    "am|are|became|began|broke|brought|came|can|could|did|does|drew|fell|felt|flew|found|gave|got|grew|had|has|have|"
    "held|is|kept|led|left|lost|made|may|met|must|paid|put|ran|rose|said|sat|saw|sent|set|shall|should|sold|spoke|stood|"
    "struck|swore|then|told|took|was|went|were|will|withdrew|won|would|wrote"
)
BREAK = re.compile(
    rf"""[,;:–—][{CLOSING}]*\s+ | \s+[–—]\s+
    | \s+(?=(?:which|who|whose|whom|while|when|where|because|although|though|unless|if|whereas)\s)
    | \s+(?=(?:after|before|until)\s+[a-z])
    | \s+(?=(?:and|but|or)\s+(?:(?:[a-z]+ly|not|later|also)\s+)*(?:[a-z]{{2,}}ed|he|it|she|they|we|{VERBS})\b)""",
    re.VERBOSE,
)


class CannotMove(ValueError):
    """The quote cannot be another one; `why` is "needed", "cut", "edge" or "long"."""

    def __init__(self, why: str):
        self.why = why
        super().__init__(why)


def clauses(text: str) -> list[tuple[int, int, int]]:
    """(start, end, number of its sentence) of every clause, in order, the commas between them left out.

    >>> text = "Moscow, which sold arms, lifted its ban in June 2014 and signed a pact. So it went."
    >>> [text[a:b] for a, b, _sentence in clauses(text)]
    ['Moscow', 'which sold arms', 'lifted its ban in June 2014', 'and signed a pact.', 'So it went.']
    """
    found = []
    for number, (start, end) in enumerate(sentences(text)):
        edges = [m.span() for m in BREAK.finditer(text, start, end) if not _holds_together(text, *m.span())]
        for (_end, a), (b, _start) in pairwise([(start, start), *edges, (end, end)]):
            b = a + len(text[a:b].rstrip(SEPARATORS))
            if a < b:
                found.append((a, b, number))
    return found


def _holds_together(text: str, start: int, end: int) -> bool:
    """A comma within a date ("10 June, 2014"), a number, or between two names ("Washington, D.C.")."""
    if text[start] != "," or end >= len(text):
        return False
    before = re.search(r"\S*\Z", text[max(0, start - 40) : start])[0]
    return text[end].isdigit() or (before[:1].isupper() and text[end].isupper())


def longer(text: str, start: int, end: int, core: tuple[int, int], cuts=()) -> tuple[int, int]:
    """The quote text[start:end] with the nearest clause more.

    `core` are the words it is about: what stands in their sentence comes first, then what is nearer to them.
    `cuts` are (start, end) of what is no part of the article; a quote never reaches over one.
    """
    every = clauses(text)
    before, after = [c for c in every if c[0] < start][-1:], [c for c in every if c[1] > end][:1]
    far = _Distance(every, core)
    ways = [(far(c), c[0], end) for c in before] + [(far(c), start, c[1]) for c in after]
    clean = [way for way in ways if not any(a < way[2] and way[1] < b for a, b in cuts)]
    if not clean:
        raise CannotMove("cut" if ways else "edge")
    _far, start, end = min(clean, key=itemgetter(0))  # of two as near, that before
    if end - start > LONGEST:
        raise CannotMove("long")
    return start, end


def shorter(text: str, start: int, end: int, core: tuple[int, int]) -> tuple[int, int]:
    """The quote with its farthest clause less; it always holds the core."""
    every = clauses(text)
    far, inside = _Distance(every, core), [c for c in every if c[1] > start and c[0] < end]
    ways = [(far(right), start, left[1]) for left, right in pairwise(inside) if core[1] <= left[1] < end]
    ways += [(far(left), right[0], end) for left, right in pairwise(inside) if start < right[0] <= core[0]]
    if not ways:
        raise CannotMove("needed")
    _far, start, end = max(ways, key=itemgetter(0))  # of two as far, that behind
    return start, end


class _Distance:
    """Of a clause from the core: sentences between them, then characters."""

    def __init__(self, every: list[tuple[int, int, int]], core: tuple[int, int]):
        self.core = core
        self.numbers = [c[2] for c in every if c[0] < max(core[1], core[0] + 1) and c[1] > core[0]]

    def __call__(self, clause: tuple[int, int, int]) -> tuple[int, int]:
        start, end, number = clause
        sentence = min((abs(number - one) for one in self.numbers), default=0)
        return sentence, self.core[0] - end if end <= self.core[0] else start - self.core[1]


def places(text: str, words: str) -> list[tuple[int, int]]:
    """Where the words stand: as they are; else with other white space, or other marks for quotes and dashes.

    >>> places("One day.\\nThe “big”  day.", 'the "big" day'), places("a b, a b", "a b")
    ([], [(0, 3), (5, 8)])
    >>> places("One day.\\nThe “big”  day.", 'The "big" day')
    [(9, 23)]
    """
    words = words.strip()
    if not words:
        return []
    exact = [m.span() for m in re.finditer(re.escape(words), text)]
    if exact:
        return exact
    pattern = "".join(_alike(part) for part in re.findall(r"\s+|\S", words))
    return [m.span() for m in re.finditer(pattern, text)]


MARKS = ('"“”„«»', "'‘’‚", "-–—‐‑")


def _alike(part: str) -> str:
    if part.isspace():
        return r"\s+"
    return next((f"[{re.escape(marks)}]" for marks in MARKS if part in marks), re.escape(part))
