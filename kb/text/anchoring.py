"""Where words stand in a text that has been corrected: found for certain, or not at all."""

import re
from collections import Counter
from collections.abc import Iterable

from kb.text.sentences import sentences
from kb.text.spans import Cut

CONTEXT = 32  # characters beside the words that tell their place from others
OPENING, CLOSING = "\x02", "\x03"  # stand for the two ends of a text; no clean text holds them
LEAST_ALIKE = 0.4  # of the words; a passage with fewer in common is no help


def found_again(old: str, new: str, start: int, end: int) -> int | None:
    """Where the words old[start:end] begin in the new text; None where that is not certain.

    It is certain where they stand once in each of the two texts and what is right before them, or right after them,
    is as it was; and where they stand in more places, if both are, and that in one place of each text. The ends of a
    text count as what is beside the words.

    >>> old = "Rain fell. The ferry sank in June. Nobody was hurt."
    >>> found_again(old, "Rain fell. Then the wind rose. The ferry sank in June. Nobody was hurt.", 11, 34)
    31
    >>> found_again(old, "Rain fell. The ferry sank in July. Nobody was hurt.", 11, 34)
    >>> found_again("A fire. Rain. A fire.", "Rain. A fire.", 0, 7)
    """
    words, old, new = old[start:end], f"{OPENING}{old}{CLOSING}", f"{OPENING}{new}{CLOSING}"
    before, after = old[: start + 1][-CONTEXT:], old[end + 1 :][:CONTEXT]
    at = _only(new, words)
    if at is not None and _only(old, words) is not None:
        certain = new[:at].endswith(before) or new[at + len(words) :].startswith(after)
        return at - 1 if certain else None
    whole = before + words + after
    at = _only(new, whole)
    return at + len(before) - 1 if at is not None and _only(old, whole) is not None else None


def _only(text: str, words: str) -> int | None:
    """Where the words stand in the text, if they stand in one place."""
    at = text.find(words)
    return at if at >= 0 and text.find(words, at + 1) < 0 else None


def moved(old: str, new: str, cuts: Iterable[Cut]) -> tuple[list[Cut], list[Cut]]:
    """The cuts at their places in the new text, and those that are not found there.

    Words that stand once in both texts are enough: a mask proves nothing.
    """
    held, lost = [], []
    for cut in cuts:
        words = old[cut.start : cut.end]
        at = found_again(old, new, cut.start, cut.end)
        if at is None and _only(old, words) is not None:
            at = _only(new, words)
        if at is None:
            lost.append(cut)
        else:
            held.append(Cut(at, at + len(words), cut.reason))
    return held, lost


def nearest(text: str, words: str, most: int = 3) -> list[tuple[int, int]]:
    """Passages most like the words, as many sentences long, the likest first: a help for people, who choose.

    >>> text = "Rain fell. The ferry sank in July. Nobody was hurt."
    >>> [text[a:b] for a, b in nearest(text, "The ferry sank in June.")]
    ['The ferry sank in July.']
    """
    wanted = _bag(words)
    length = max(1, len(sentences(words)))
    ends = sentences(text)
    runs = [(ends[n][0], ends[n + length - 1][1]) for n in range(len(ends) - length + 1)]
    scored = sorted(
        ((_likeness(wanted, _bag(text[a:b])), a, b) for a, b in runs), key=lambda s: (-s[0], s[1])
    )
    chosen: list[tuple[int, int]] = []
    for likeness, start, end in scored:
        if likeness < LEAST_ALIKE or len(chosen) == most:
            break
        if all(end <= a or b <= start for a, b in chosen):
            chosen.append((start, end))
    return chosen


def _bag(words: str) -> Counter:
    return Counter(re.findall(r"\w+", words.casefold()))


def _likeness(one: Counter, other: Counter) -> float:
    """Of all words of the two, counted double, how many they share."""
    every = one.total() + other.total()
    return 2 * (one & other).total() / every if every else 0.0
