"""Cuts as a form carries them, and the buttons beside the lines of a text that cut one or put it back.

Nothing is stored by them: each press shows the text, and what is read in it then.
"""

import json

from kb.text import Cut
from timeline import correcting

BUTTONS = {"_cut", "_back"}


def state_of(text_sha256: str, cuts) -> str:
    """What the form carries: the digest of the text, and its cuts."""
    return json.dumps({"of": text_sha256, "cuts": [[cut.start, cut.end, cut.reason] for cut in sorted(cuts)]})


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
