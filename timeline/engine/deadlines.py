"""Dates until which something lasts, or to which it is put: what is told of such a day is that something ends, takes effect
or takes place, not the deed that set it.

"The firm extended its offer until 9 November": the offer ends then. "The vote was put off until May": the vote is in May.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.engine.lexicon import EXTENDING, LAWS, POSTPONING

if TYPE_CHECKING:
    from spacy.tokens import Token

ENDS, PUT_OFF, IN_FORCE, DUE, ASKED = "ends", "put off", "takes effect", "due", "asked for"
# The ways in which such a date comes to what it is of, and what a line says of that.
OF_A_DEADLINE = (ENDS, PUT_OFF, IN_FORCE, DUE, ASKED)
SAID = {ENDS: "to end", PUT_OFF: "to take place", IN_FORCE: "to take effect", ASKED: "due"}
UNTIL = ("until", "till", "to", "through")
ASKING = ("ask", "call", "demand", "require", "request", "invite", "seek", "want")
DEADLINES = ("deadline", "cutoff")


def put_to(verb: Token, word: str) -> tuple[Token, str] | None:
    """What a verb sets a new day for, and whether it ends or takes place then; `word` leads the date."""
    if word == "by" and verb.lemma_.lower() in ASKING:
        given = next((c for c in verb.children if c.lower_ == "for" and c.i > verb.i), verb)
        asked = next((c for c in given.children if c.dep_ in ("pobj", "dobj") and c.pos_ == "NOUN"), None)
        return (asked, ASKED) if asked is not None else None
    if word not in UNTIL:
        return None
    off = verb.lemma_ in ("put", "push") and any(c.lower_ in ("off", "back") for c in verb.children)
    done_to = verb.head if verb.dep_ == "acl" and verb.tag_ == "VBN" else None
    thing = next((c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")), done_to)
    if thing is None or thing.pos_ != "NOUN":
        return None
    if thing.lower_ in DEADLINES:
        return thing, DUE
    if off or verb.lemma_.lower() in POSTPONING:
        return thing, PUT_OFF
    return (thing, ENDS) if verb.lemma_.lower() in EXTENDING else None


def in_force(word: Token) -> Token | None:
    """The rule that takes effect on a day: "the new rules effective 7 December"; `word` stands before the date."""
    law = word.nbor(-1) if word.lower_ == "effective" and word.i else None
    return law if law is not None and law.lemma_.lower() in LAWS else None


def set_as(verb: Token, date: list[Token]) -> Token | None:
    """The deadline that a day is set as: "set Friday as the deadline"."""
    last = max(t.i for t in date)
    given = next((c for c in verb.children if c.lower_ == "as" and c.i == last + 1), None)
    return next((c for c in given.children if c.lower_ in DEADLINES), None) if given is not None else None
