"""A text with what proves something, the words of dates and what is cut marked in it, whole or line by line; and in words,
why something is cut and where a day was found."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from kb.text import BY_HAND

REASONS = {  # of cuts
    "advertisement": _("advertisement"),
    "byline": _("byline"),
    "caption": _("caption"),
    "copyright": _("copyright line"),
    "credit": _("picture credit"),
    "masthead": _("masthead"),
    "navigation": _("menu"),
    "newsletter": _("newsletter"),
    "promotion": _("promotion"),
    "read also": _("link to another story"),
    "repeated": _("repeated"),
    "share bar": _("share bar"),
    "shouted": _("headline of another story"),
    "teaser": _("teaser"),
    "time stamp": _("time stamp"),
    "title": _("title"),
    BY_HAND: _("cut by hand"),
}


HOW = {  # a day of publication was found
    "json-ld": _("in the page's own data"),
    "meta": _("in the page's head"),
    "time": _("in the page's time stamp"),
    "url": _("in the address"),
    "dateline": _("in the dateline"),
    "text": _("in a line of the text"),
    "editor": _("given by an editor"),
}


def reason_words(reason: str) -> str:
    """Why something is cut, in the editor's language."""
    return REASONS.get(reason, reason)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an article as the desk shows it; its kind is one of KINDS, or "plain"."""

    words: str
    kind: str
    reason: str = ""
    href: str = ""


KINDS = (
    "quote",
    "now",
    "date",
    "cut",
)  # what proves something, what is before the editor; the strongest last


def cut_marks(cuts) -> list[tuple]:
    return [(cut["start"], cut["end"], "cut", reason_words(cut["reason"])) for cut in cuts]


def quote_marks(findings) -> list[tuple]:
    """What proves each finding, and the words of its date."""
    marks = [(f.start, f.end, "quote", f.title) for f in findings]
    return marks + [(f.date_start, f.date_end, "date", f.title) for f in findings]


def pieces(text: str, marks: list[tuple], start: int = 0, end: int | None = None) -> list[Piece]:
    """The text in stretches, in order, by marks of (start, end, kind, reason, href); of several the strongest shows.

    The reason, and the address a mark leads to, may be left out.
    """
    end = len(text) if end is None else end
    marks = sorted((m for m in marks if m[0] < end and start < m[1]), key=lambda m: m[0])
    edges = sorted({start, end, *(max(m[0], start) for m in marks), *(min(m[1], end) for m in marks)})
    open_now, at, shown = [], 0, []
    for first, last in zip(edges, edges[1:], strict=False):
        while at < len(marks) and marks[at][0] <= first:
            open_now.append(marks[at])
            at += 1
        open_now = [m for m in open_now if m[1] > first]
        strongest = max(open_now, key=lambda m: KINDS.index(m[2]), default=("", "", "plain"))
        shown.append(Piece(text[first:last], *strongest[2:]))
    return shown


@dataclass(slots=True)
class Line:
    """A line of a text, and the cuts that begin in it."""

    start: int
    end: int
    pieces: list[Piece]
    cuts: list[dict] = field(default_factory=list)  # start, end, words, reason of each
    whole: bool = False  # whether all of it is cut

    @property
    def words(self) -> str:
        return " ".join("".join(piece.words for piece in self.pieces).split())[:60]


def lines(text: str, marks: list[tuple], cuts: list[dict] = ()) -> list[Line]:
    """The text line by line."""
    marks = sorted([*marks, *cut_marks(cuts)], key=lambda m: m[0])
    cuts = sorted(cuts, key=lambda cut: cut["start"])
    found, start, at, open_now, next_cut = [], 0, 0, [], 0
    for words in text.split("\n"):
        end = start + len(words)
        while at < len(marks) and marks[at][0] < end:
            open_now.append(marks[at])
            at += 1
        open_now = [m for m in open_now if m[1] > start]
        line = Line(start, end, pieces(text, open_now, start, end) if words else [])
        while next_cut < len(cuts) and cuts[next_cut]["start"] <= end:
            cut = cuts[next_cut]
            shown = " ".join(text[cut["start"] : cut["end"]].split())[:60]
            line.cuts.append({**cut, "words": shown, "reason": reason_words(cut["reason"])})
            next_cut += 1
        line.whole = bool(words.strip()) and all(
            piece.kind == "cut" or not piece.words.strip() for piece in line.pieces
        )
        found.append(line)
        start = end + 1
    return found
