"""Which stretches of a text are read: sentences that hold a date, and lines that a date governs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from timeline.engine.clauses import quotes_open
from timeline.engine.lexicon import BODIES_BY_NOUN
from timeline.engine.redating import heads_an_entry
from timeline.engine.references import NEUTRAL, PERSONAL, PLURAL

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from timeline.engine.timex import Timex

LONGEST = 900  # characters of one sentence that go to the parser; more is a table or a paste without stops
NO_SENTENCE = 10 * LONGEST  # a run without a stop of which only what stands close around each date is read
SENTENCES_BEFORE = 3  # sentences a pronoun, or "the company", may look back
BODIES = "|".join(sorted(BODIES_BY_NOUN))
LEANING = re.compile(  # also on who "the thrift holding company" is
    rf"\b(?:{'|'.join(sorted(PERSONAL | NEUTRAL | PLURAL))}|the (?:[\w.,&'-]+ ){{0,5}}(?:{BODIES}))\b", re.I
)
BODY = re.compile(rf"\bthe (?:{BODIES})\b", re.I)
A_SENTENCE = 60  # characters of the first sentence that is no title: whose story it is
OPENING_MARKS = " \t\xa0•●▪■*·-–—([\"'“‘"
SEPARATOR = re.compile(r"\)?\s?(?:[:–—]|-{1,2}(?=\s)|\.(?=\s))\s*|\)\s|\t\s*|\s{2,}")
GAP = re.compile(r"\s(?=[^\W\d_])")
LABEL = re.compile(
    r"(?:[•●▪■*·–—-]\s*)?[A-Z][A-Z0-9 ,&/'’-]{2,40}:\s+(?=\S)"
)  # "HISTORY: The British took ..."
JOINING = re.compile(r"\b(?:and|to|until|till|through)\b", re.I)  # between the dates of a heading
SECTION = re.compile(r":.{1,80} -")  # of "- 1972: the mine opens -"
A_LIST = 3  # lines that begin with a date make a chronology, even without a mark after the date


class Unparsed(Sequence):
    """Sentences nobody has parsed yet: as good as none, and whether somebody looked for them is known."""

    asked = False

    def __len__(self) -> int:
        self.asked = True
        return 0

    def __getitem__(self, at):
        self.asked = True
        return ()[at]


@dataclass(slots=True)
class Passage:
    """A stretch that is parsed as one sentence, and the dates that govern it."""

    start: int
    end: int
    sentence: tuple[int, int]
    inside: list[Timex]
    above: Timex | None = None  # the date of its heading, or of the beginning of its line
    quoted: bool = False  # a quotation that began in an earlier sentence is still open
    context: list[tuple[int, int]] = field(default_factory=list)  # sentences a pronoun may look back to
    doc: Doc | None = None
    before: Sequence[Doc] = ()
    asks: set[str] = field(default_factory=set)  # nouns of its lines that only the text before explains
    first: bool = False  # no text stands before it
    told: list[Doc] = field(default_factory=list)  # sentences before that hold one of them


def passages(body: str, dated: list[Timex]) -> list[Passage]:
    """In reading order. A date that opens a line ("1979: ...") governs its first sentence; a line that is nothing but
    a date governs the first sentence of every line below it, down to the next such line; an hour with a title, or alone, as
    live pages have them ("18:40 GMT - Ships move again"), the first sentence below it."""
    from kb.text import paragraphs, sentences

    spans = sentences(body)
    by_sentence = _by_sentence(spans, dated)
    line_ends = dict(paragraphs(body))
    headings = _headings(body, spans, by_sentence, line_ends)
    listed = _begins_lines(body, spans, by_sentence, line_ends) >= A_LIST
    lead = next((span for span in spans if span[1] - span[0] >= A_SENTENCE), None)
    found: list[Passage] = []
    heading, opened, line_end, quoted = None, None, -1, False
    for at, (start, end) in enumerate(spans):
        opens_line = start in line_ends
        if opens_line:
            line_end, opened, quoted = line_ends[start], None, False
        inside = by_sentence.get(at, [])
        open_before, quoted = quoted, quotes_open(body[start:end], quoted)
        if at in headings:
            heading = headings[at]
            continue
        leading = leading_date(body, start, end, inside, listed) if opens_line else None
        governing, opened = opened or (heading if opens_line else None), None
        if opens_line and heading is not None and heading.type == "TIME":
            heading = None  # an entry of a live page: its hour is that of the news it begins with
        if leading is not None:
            governing, rest = leading
            if rest >= end:  # "1979." and its sentence
                opened = governing if end < line_end else None
                continue
            stretches = [(rest, min(end, rest + LONGEST), inside[1:])]
        elif governing is not None:
            stretches = [(start, min(end, start + LONGEST), inside)]
        elif inside:
            stretches = windows(body, start, end, inside)
        else:
            continue
        label = LABEL.match(body, start, end) if opens_line else None
        for first, last, some in stretches:
            if label and first < label.end() < last and all(timex.start >= label.end() for timex in some):
                first = label.end()
            sentence = (start, end) if end - start <= LONGEST else (first, last)
            context = spans[max(0, at - SENTENCES_BEFORE) : at] if LEANING.search(body, first, last) else []
            if (
                lead is not None
                and spans.index(lead) < at - SENTENCES_BEFORE
                and BODY.search(body, first, last)
            ):
                context = [lead, *context]
            found.append(Passage(first, last, sentence, some, governing, open_before, list(context)))
    return found


def _by_sentence(spans: list[tuple[int, int]], dated: list[Timex]) -> dict[int, list[Timex]]:
    starts = [start for start, _ in spans]
    found: dict[int, list[Timex]] = {}
    for timex in dated:
        at = bisect_right(starts, timex.start) - 1
        if at >= 0 and timex.start < spans[at][1]:
            found.setdefault(at, []).append(timex)
    return found


def windows(body: str, start: int, end: int, inside: list[Timex]) -> list[tuple[int, int, list[Timex]]]:
    """A sentence, or of one that is too long to parse the surroundings of its dates.

    These overlap, so that a text without stops would cost several times what it costs with them: of a run that is
    longer than any sentence they are narrow.
    """
    if end - start <= LONGEST:
        return [(start, end, inside)]
    widest = LONGEST if end - start <= NO_SENTENCE else LONGEST // 3
    found: list[tuple[int, int, list[Timex]]] = []
    for timex in inside:
        if found and timex.end <= found[-1][1] - widest // 4:
            found[-1][2].append(timex)
            continue
        first = max(start, timex.start - widest // 3)
        last = min(end, first + widest)
        while start < first < timex.start and not body[first - 1].isspace():
            first += 1
        while timex.end < last < end and not body[last].isspace():
            last -= 1
        found.append((first, last, [timex]))
    return found


def _headings(
    body, spans, by_sentence: dict[int, list[Timex]], line_ends: dict[int, int]
) -> dict[int, Timex]:
    """Lines that are nothing but a date, where there are several: the headings of a chronology. Lines of an hour, too, each
    of the day of the date line above it."""
    found, hours, day = {}, {}, None
    for at, inside in by_sentence.items():
        start, end = spans[at]
        first = inside[0]
        if line_ends.get(start) != end or first.date is None:
            continue
        if first.type == "TIME":
            if len(inside) == 1 and heads_an_entry(body, first):
                hours[at] = (
                    first if day is None else replace(first, date=day.date, bare=None, anchor=day.date.edtf)
                )
            continue
        if first.type != "DATE":
            continue
        gaps = [body[a.end : b.start] for a, b in zip(inside, inside[1:], strict=False)]
        rest = body[inside[-1].end : end]
        section = len(inside) == 1 and body[start : start + 2] == "- " and SECTION.fullmatch(rest)
        around = [body[start : first.start], "" if section else rest]
        if not re.search(r"\w", " ".join(around + [JOINING.sub("", gap) for gap in gaps])):
            found[at] = first
            day = first if first.date.precision == "day" else None
    found = found if len({timex.date.edtf for timex in found.values()}) > 1 else {}
    return found | hours if len(hours) > 1 else found


def _begins_lines(body: str, spans, by_sentence: dict[int, list[Timex]], line_ends: dict[int, int]) -> int:
    """How many lines begin with a date and nothing before it."""
    return sum(
        spans[at][0] in line_ends and not body[spans[at][0] : inside[0].start].strip(OPENING_MARKS)
        for at, inside in by_sentence.items()
    )


def leading_date(
    body: str, start: int, end: int, inside: list[Timex], listed: bool = False
) -> tuple[Timex, int] | None:
    """The date a line begins with ("1979: ...", "June 12 - ..."), and where the rest of its sentence begins.

    Among lines that all begin so (`listed`) no mark is asked for: "1979 Soviet troops invade Afghanistan".
    """
    if not inside:
        return None
    first = inside[0]
    if first.date is None or first.type != "DATE" or body[start : first.start].strip(OPENING_MARKS):
        return None
    if not body[first.end : end].strip(" .)"):
        return first, end
    mark = SEPARATOR.match(body, first.end, end) or (GAP.match(body, first.end, end) if listed else None)
    if mark is None or (mark[0].strip() == "." and first.basis == "relative"):
        return None
    return first, mark.end()
