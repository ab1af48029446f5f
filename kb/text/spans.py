"""Stretches of a text: cuts (masks over it), paragraphs, and what a reader sees between the cuts.

All offsets are code points of the text as given; nothing here changes a text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
BY_HAND = "cut by hand"  # the reason of a cut that an editor has made
BY = re.compile(r"by\s+[A-Z]")
MANY_BREAKS = re.compile(r"\n(?:[^\S\n]*\n){2,}")


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """A stretch that is no part of the article, and why ("caption", "teaser", ...)."""

    start: int
    end: int
    reason: str


def merged(cuts: Iterable[Cut]) -> list[tuple[int, int]]:
    """The stretches the cuts cover, in reading order, none overlapping."""
    spans: list[tuple[int, int]] = []
    for cut in sorted(cuts):
        if cut.end <= cut.start:
            continue
        if spans and cut.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], cut.end))
        else:
            spans.append((cut.start, cut.end))
    return spans


def visible(text: str, cuts: Iterable[Cut]) -> str:
    """What a reader would call the article: the text without its cut parts.

    >>> visible("Fair words.\\n\\nRead: More words\\n\\nThe end.", [Cut(13, 29, "read also")])
    'Fair words.\\n\\nThe end.'
    """
    kept, last = [], 0
    for start, end in merged(cuts):
        kept.append(text[last:start])
        last = end
    kept.append(text[last:])
    joined = LINE_END.sub("\n", "".join(kept))
    return MANY_BREAKS.sub("\n\n", joined).strip()


def masked(text: str, cuts: Iterable[Cut]) -> str:
    """The text with every cut character but line ends replaced by a space: offsets never move.

    >>> masked("ab\\ncd", [Cut(1, 4, "teaser")])
    'a \\n d'
    """
    kept, last = [], 0
    for start, end in merged(cuts):
        kept.append(text[last:start])
        kept.append("".join(c if LINE_END.match(c) else " " for c in text[start:end]))
        last = end
    kept.append(text[last:])
    return "".join(kept)


def _lines(text: str) -> list[tuple[int, int]]:
    """Every line's (start, end) without its outer white space; a blank line has start == end."""
    lines, start = [], 0
    for match in LINE_END.finditer(text):
        lines.append(_stripped(text, start, match.start()))
        start = match.end()
    lines.append(_stripped(text, start, len(text)))
    return lines


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _wrap_width(lines: list[tuple[int, int]]) -> int | None:
    """The width at which the text's lines were broken by a machine, or None if they were not.

    A text counts as wrapped when most lines that have a line right below them are
    nearly as long as the longest: people end lines at will, machines at a margin.
    """
    lengths = [end - start for start, end in lines]
    width = max(lengths, default=0)
    if not 40 <= width <= 100:
        return None
    inner = [lengths[i] for i in range(len(lines) - 1) if lengths[i] and lengths[i + 1]]
    full = sum(length >= width - 20 for length in inner)
    return width if len(inner) >= 4 and full >= 0.6 * len(inner) else None


def _first_word_length(text: str, start: int, end: int) -> int:
    at = start
    while at < end and not text[at].isspace():
        at += 1
    return at - start


def paragraphs(text: str) -> list[tuple[int, int]]:
    """(start, end) of every paragraph, in reading order, outer white space left out.

    A line is a paragraph, unless the text was wrapped at a margin, or the next
    line goes on in lower case: those lines are joined.

    >>> paragraphs("Title\\n\\nThe first words of a line\\nand the rest.\\nSecond.")
    [(0, 5), (7, 46), (47, 54)]
    """
    lines = _lines(text)
    width = _wrap_width(lines)
    found: list[tuple[int, int]] = []
    last_line = (0, 0)
    blank = True
    for start, end in lines:
        if start == end:
            blank = True
            continue
        if not blank and _goes_on(text, found[-1], last_line, (start, end), width):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        last_line = (start, end)
        blank = False
    return found


def _goes_on(text, paragraph, line, following, width) -> bool:
    """Whether `following` continues the paragraph whose last line is `line`."""
    first = text[following[0]]
    last = text[line[1] - 1]
    if (
        first.islower()
        and last not in ".!?:;"
        and line[1] - line[0] >= 25
        and not BY.match(text, following[0])
    ):
        return True
    if width is None or following[1] - paragraph[0] > 20_000:
        return False
    room = width - (line[1] - line[0])
    return room <= _first_word_length(text, *following)
