"""Cuts as a form carries them, and the buttons beside the lines of a text that cut one or put it back.

Nothing is stored by them: each press shows the text, and what is read in it then. The form carries the words of what an
editor has cut or put back as well, so that they are found again where the text has become another.
"""

import json

from kb.text import BY_HAND, Cut
from timeline import correcting

BUTTONS = {"_cut", "_back"}


def state_of(text_sha256: str, cuts, text: str = "", back: list[str] = ()) -> str:
    """What the form carries: the digest of the text, and its cuts; of a text that may change, the words an editor has cut,
    and those put back."""
    state = {"of": text_sha256, "cuts": [[cut.start, cut.end, cut.reason] for cut in sorted(cuts)]}
    hand = [text[cut.start : cut.end] for cut in sorted(cuts) if cut.reason == BY_HAND]
    return json.dumps(state | ({"hand": hand, "back": list(back)} if text else {}))


def words(state: str) -> tuple[list[str], list[str]]:
    """The words that an editor has cut, and those put back, as the form carries them."""
    try:
        sent = json.loads(state)
        found = [sent["hand"], sent["back"]]
    except (ValueError, TypeError, KeyError):
        return [], []
    fit = all(isinstance(some, list) and all(isinstance(one, str) and one for one in some) for some in found)
    return tuple(found) if fit else ([], [])


def found_again(text: str, cuts, hand: list[str], back: list[str]) -> tuple[list[Cut], list[str]]:
    """The cuts of another text with what an editor has done: what was put back is not cut, what was cut is, where its words
    stand once. And the words for which that cannot be said."""
    cuts = [cut for cut in cuts if text[cut.start : cut.end] not in back]
    for one in hand:
        if text.count(one) == 1:
            cuts = correcting.with_cut(text, cuts, text.index(one), text.index(one) + len(one))
    return cuts, [one for one in hand if text.count(one) != 1]


def carried(state: str) -> tuple[str, list[Cut]] | None:
    """The digest and the cuts that a form carries; None where it carries none."""
    try:
        sent = json.loads(state)
        cuts = [Cut(start, end, reason) for start, end, reason in sent["cuts"]]
        digest = sent["of"]
    except (ValueError, TypeError, KeyError):
        return None
    fit = isinstance(digest, str) and all(is_cut(cut) for cut in cuts)
    return (digest, cuts) if fit else None


def is_cut(cut: Cut) -> bool:
    numbers = type(cut.start) is int and type(cut.end) is int
    return numbers and 0 <= cut.start < cut.end and isinstance(cut.reason, str) and len(cut.reason) <= 40


def pressed(post, text: str, cuts: list[Cut]) -> list[Cut]:
    """The cuts after the button that was pressed. correcting.NotPossible where it names no words of the text."""
    cut, back = span_in(post.get("_cut", "")), span_in(post.get("_back", ""))
    if cut:
        cuts = correcting.with_cut(text, cuts, *cut)
    if back:
        cuts = correcting.without_cut(cuts, *back)
    return list(cuts)


def span_in(words: str) -> tuple[int, int] | None:
    """The two places of "12-34"."""
    start, dash, end = words.partition("-")
    numbers = start.isascii() and end.isascii() and start.isdecimal() and end.isdecimal() and len(words) < 30
    return (int(start), int(end)) if dash and numbers else None
