"""A whole page pasted as plain text -> Page; and the Page itself."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from kb.text import lines as kinds
from kb.text.datelines import Dateline, find_dateline
from kb.text.decoding import Unreadable, clean
from kb.text.furniture import Layout, layout
from kb.text.publication import Claim, weigh
from kb.text.spans import Cut

UPDATED = re.compile(r"\W*(?:story\s|last\s)?(?:updated|modified)\b", re.I)


@dataclass(frozen=True, slots=True)
class Page:
    """What was read from a page or a paste. Offsets are code points of `text`.

    `published` is None where the page does not say; `published_doubtful` where
    it says so in a way an editor should check, the rival days being the
    alternatives. `published_how`: json-ld, meta, time, url, dateline, text or "".
    """

    title: str | None
    published: date | None
    published_at: datetime | None
    published_how: str
    published_doubtful: bool
    published_alternatives: tuple[date, ...]
    text: str
    cuts: tuple[Cut, ...]
    dateline: Dateline | None = None
    authors: tuple[str, ...] = ()
    publisher: str = ""
    url: str = ""
    language: str = ""


def read_paste(text: str, *, max_date: date) -> Page:
    """Read a plain text: title, day of publication, dateline, and what is no part of the article.

    `max_date` is today, or the day the text was found: nothing was published
    later. Raises Unreadable where no text is left to read.
    """
    text = clean(text).strip("\n")
    if not text.strip():
        raise Unreadable("There is no text in it.")
    found = layout(text)
    story = [(line.start, line.end) for line in found.lines if line.reason is None]
    if not story:
        raise Unreadable("There is no article in it: only menus, links and the like.")
    dateline = find_dateline(text, story)
    verdict = weigh(written_claims(found), max_date, dateline)
    return Page(
        title=found.lines[found.title].text if found.title is not None else None,
        published=verdict.published,
        published_at=verdict.published_at,
        published_how=verdict.how,
        published_doubtful=verdict.doubtful,
        published_alternatives=verdict.alternatives,
        text=text,
        cuts=found.cuts(),
        dateline=dateline,
        authors=_authors(found),
    )


def written_claims(found: Layout) -> list[Claim]:
    """What the publication lines say, the most trusted first; numbers that read two ways are guesses."""
    ranked = []
    for order, at in enumerate(found.bylines):
        line = found.lines[at]
        if line.day is None:
            continue
        label = line.text if line.labelled_day else _label_above(found.lines, at)
        updated = bool(UPDATED.match(label))
        near = found.title is None or at <= (found.lead or at)
        rank = 4 if updated else 0 if label and near else 1 if near else 2
        sure = len(line.days[0].days) == 1
        claims = [
            Claim(day, "text", sure=sure, ambiguous=not sure, weighs=not updated and rank < 2 or not sure)
            for day in line.days[0].days
        ]
        if updated and len(line.days) > 1:  # "Updated 3 May 2016; published 1 May 2016"
            claims.insert(0, Claim(line.days[-1].days[0], "text"))
            rank = 1
        ranked.append((rank, order, claims))
    claims = [claim for _, _, group in sorted(ranked, key=lambda row: row[:2]) for claim in group]
    for at in found.mastheads:
        day = found.lines[at].day
        if day and not any(claim.day == day for claim in claims):
            claims.append(Claim(day, "text", sure=False, weighs=not claims))
    return claims


def _label_above(lines: list[kinds.Line], at: int) -> str:
    return lines[at - 1].text if at and kinds.LABEL_ALONE.fullmatch(lines[at - 1].text) else ""


def _authors(found: Layout) -> tuple[str, ...]:
    """Names behind "By" among the cut lines of the head."""
    for at, line in enumerate(found.lines[: (found.lead or 0) + 3]):
        if line.reason != "byline" or not re.match(r"(?:written\s|story\s|reported\s)?by\b", line.text, re.I):
            continue
        names = re.sub(r"^(?:\w+\s)?by\b:?\s*", "", line.text, flags=re.I)
        if not names and at + 1 < len(found.lines) and found.lines[at + 1].reason == "byline":
            names = found.lines[at + 1].text
        names = re.split(r"\s[|·•]|,?\s\d|,\s(?:updated|published)\b", names, maxsplit=1)[0]
        listed = [name.strip(" ,|") for name in re.split(r",\s|\s(?:and|&)\s", names)]
        people = (name for name in listed if name and name[0].isupper() and not kinds.STAFF.fullmatch(name))
        return tuple(people)
    return ()
