"""A text with what proves something, the words of dates and what is cut marked in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an article as the desk shows it; its kind is one of KINDS, or "plain"."""

    words: str
    kind: str
    reason: str = ""


KINDS = (
    "quote",
    "now",
    "date",
    "cut",
)  # what proves something, what is before the editor; the strongest last


def cut_marks(cuts) -> list[tuple]:
    return [(cut["start"], cut["end"], "cut", cut["reason"]) for cut in cuts]


def quote_marks(findings) -> list[tuple]:
    """What proves each finding, and the words of its date."""
    marks = [(f.start, f.end, "quote", f.title) for f in findings]
    return marks + [(f.date_start, f.date_end, "date", f.title) for f in findings]


def pieces(text: str, marks: list[tuple]) -> list[Piece]:
    """The whole text in stretches, in order, by marks of (start, end, kind, reason); of several the strongest shows."""
    edges = sorted({0, len(text), *(m[0] for m in marks), *(m[1] for m in marks)})
    starting = sorted(marks, key=lambda m: m[0])
    open_now, at, shown = [], 0, []
    for start, end in zip(edges, edges[1:], strict=False):
        while at < len(starting) and starting[at][0] <= start:
            open_now.append(starting[at])
            at += 1
        open_now = [m for m in open_now if m[1] > start]
        strongest = max(open_now, key=lambda m: KINDS.index(m[2]), default=None)
        kind, reason = (strongest[2], strongest[3]) if strongest else ("plain", "")
        shown.append(Piece(text[start:end], kind, reason))
    return shown
