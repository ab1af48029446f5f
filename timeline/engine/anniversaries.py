"""The year an anniversary leads back to: "the 50th anniversary of the first flight, when Gagarin lifted off"."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from timeline.dates import EdtfDate
from timeline.engine.clauses import Happening, event_noun

if TYPE_CHECKING:
    from spacy.tokens import Token

    from timeline.engine.timex import Timex

RULE = "anniversary"
ANNIVERSARY = re.compile(r"\b(?P<count>[1-9]\d{0,2})(?:st|nd|rd|th)[ \xa0]anniversar(?:y|ies)(?=[ \xa0]of\b)")
NEAR = 200  # characters before or after in which a date with its year may say when it is celebrated


def anniversaries(body: str, dated: list[Timex], published: date | None) -> list[Timex]:
    """Each anniversary as a time expression of the year that is celebrated.

    Counted from the year of a date in the same sentence, else from the year of publication.
    """
    from timeline.engine.timex import Timex
    from timeline.engine.timex.periods import Period
    from timeline.engine.timex.reasons import Reason

    found = []
    for match in ANNIVERSARY.finditer(body):
        year = _year_near(body, dated, match) or (published.year if published else None)
        if year is None or year - int(match["count"]) < 1:
            continue
        when = EdtfDate.year(year - int(match["count"]))
        years = int(match["count"])
        reason = Reason.of(
            "before", date=Period.year(year - years), count=years, unit="year", anchor=Period.year(year)
        )
        found.append(
            Timex(
                match.start(), match.end(), match[0], "DATE", when.edtf, None, when, "relative", f"{year:04d}", RULE,
                (reason,), (), match.start(), None,
            )
        )  # fmt: skip
    return found


def _year_near(body: str, dated: list[Timex], match: re.Match) -> int | None:
    for timex in dated:
        if (
            timex.basis != "explicit"
            or timex.date is None
            or not timex.date.earliest
            or not timex.date.latest
        ):
            continue
        gap = body[min(timex.end, match.end()) : max(timex.start, match.start())]
        if len(gap) <= NEAR and not re.search(r"[.!?]\s|\n", gap):
            return timex.date.earliest.year if timex.date.earliest.year == timex.date.latest.year else None
    return None


def celebrated(tokens: list[Token]) -> Happening | None:
    """What the anniversary is of: the event noun after "of", or the verb of its "when" clause."""
    word = next((t for t in tokens if t.lower_.startswith("anniversar")), None)
    of = next((c for c in word.children if c.lower_ == "of"), None) if word is not None else None
    noun = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    if noun is None:
        return None
    clause = next(
        (c for c in noun.children if c.dep_ == "relcl" and any(g.lower_ == "when" for g in c.children)), None
    )
    if clause is not None:
        return Happening(clause, "through-noun")
    return Happening(noun, "noun") if event_noun(noun) else None
