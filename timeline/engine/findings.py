"""What the engine hands over: one dated happening of a text, with its evidence and its reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.dates import EdtfDate
    from timeline.engine.timex.reasons import Reason

ACTOR, RECIPIENT, OTHER = "actor", "recipient", "other"
PERSON, ORGANISATION, PLACE, THING = "person", "organisation", "place", "thing"
ACTUAL, PLANNED, NEGATED, REPORTED = "actual", "planned", "negated", "reported"


@dataclass(frozen=True, slots=True)
class Participant:
    """A name that takes part; `text` stands at text[start:end] of the article. Kind "" is unknown."""

    text: str
    start: int
    end: int
    role: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One happening and the date the text gives it. All offsets are code points of the text as given.

    `quote` is the sentence that proves it, `trigger` the main verb or event noun, `date_text` the date words
    (without the preposition before them; what it says is in `date`). `anchor` is the EDTF date that a relative
    date was counted from, `alternatives` are readings of the words that are as good as `date`.
    `score` is the chance that an editor accepts it, `score_parts` what raised and lowered it (log-odds).
    """

    title: str
    start: int
    end: int
    quote: str
    clause_start: int
    clause_end: int
    trigger: str
    trigger_start: int
    trigger_end: int
    date: EdtfDate
    date_text: str
    date_start: int
    date_end: int
    timex_type: str
    timex_value: str
    basis: str
    anchor: str | None
    rule: str
    reasons: tuple[Reason, ...]
    alternatives: tuple[EdtfDate, ...] = ()
    factuality: str = ACTUAL
    participants: tuple[Participant, ...] = ()
    place: Participant | None = None
    event_type: str = ""
    score: float = 0.0
    score_parts: dict[str, float] = field(default_factory=dict)

    @property
    def reading(self) -> str:
        """Why the words mean the date, in a sentence."""
        from timeline.engine.timex.reasons import words

        return words(self.reasons)
