"""Clauses whose verb is not said again: "Greece joined in 1952, | Spain in 1982", "re-elected in 1996 and | again in 2000"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline.engine.clauses import VERBAL, Happening, child
from timeline.engine.grammar import subject_of
from timeline.engine.references import entity_at

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

OWN_WAYS = ("direct", "through-noun")
JOINING = frozenset((",", ";", "and", "but", "or", "then", "finally", "lastly"))
CLOSING = frozenset((",", ";", ".", ":", "!", "?", ")", "—", "–", "--", "and", "but", "or", '"', "”", "''"))
NOMINAL = ("DET", "ADJ", "NOUN", "PROPN", "NUM", "ADP", "PART")
AGAIN = re.compile(
    r"(?:once |yet )?(?:again|once more|later|finally)|(?:again |finally )?for the (?:first|second|third|fourth|last|final) time"
)
WHICH_ONE = frozenset("first second third fourth fifth sixth last latest next other another one both".split())
QUANTIFYING = frozenset("about around nearly almost roughly some at least".split())  # "about 50 in May"
WHERE = ("in", "at", "near", "outside", "to", "from")
PLACES = ("GPE", "LOC", "FAC")
LONGEST = 8  # words that stand for what is told anew


def told_again(first: Happening, before: list[Token], date: list[Token]) -> Happening | None:
    """What `date` dates where the verb of `first`, dated by `before`, is left out between them; None where nothing is, or
    nobody can say what takes whose place."""
    verb, doc = first.trigger, first.trigger.doc
    if first.noun or first.way not in OWN_WAYS or verb.i > before[0].i:
        return None
    words = _between(doc, before[-1].i + 1, date[0].i)
    if words is None or date[-1].i + 1 < len(doc) and doc[date[-1].i + 1].lower_ not in CLOSING:
        return None
    if any(t.pos_ in VERBAL and verb.i < t.i < before[0].i for t in verb.subtree):
        return None  # "was expanded to include Greece in 1952, Germany in 1955"
    if AGAIN.fullmatch(words.text.lower()):
        return replace(first, span=first.span or (words.start, words.end))
    others = WHICH_ONE | QUANTIFYING
    if any(t.pos_ not in NOMINAL and t.tag_ != "PRP$" and t.lower_ not in others for t in words):
        return None
    role = _role(first, words, before[0].i)
    return replace(first, part=_noun(words), role=role, span=(words.start, words.end)) if role else None


def _between(doc: Doc, start: int, end: int) -> Span | None:
    """The words between two dates, without what joins them and the preposition of the second; None where they are not so
    joined, or too many."""
    first = start
    while start < end and doc[start].lower_ in JOINING:
        start += 1
    while start < end and doc[end - 1].pos_ in ("ADP", "DET") and doc[end - 1].lower_ not in WHICH_ONE:
        end -= 1
    if start == first or start == end or end - start > LONGEST or any(t.is_punct for t in doc[start:end]):
        return None
    return doc[start:end]


def _noun(words: Span) -> Token:
    nouns = [t for t in words if t.pos_ in ("NOUN", "PROPN")]
    inside = [t for t in nouns if t.head.i not in range(words.start, words.end) or t.head.pos_ == "ADP"]
    return (inside or nouns or [words[-1]])[0]


def _role(first: Happening, words: Span, at: int) -> str | None:
    """Whether some words stand for the subject, the object or the place of a happening that is dated at `at`."""
    verb, thing = first.trigger, _noun(words)
    subject, done = subject_of(verb), child(verb, "dobj")
    done = done if done is not None and done.i < at else None
    within = (t for t in verb.subtree if t.dep_ == "pobj" and verb.i < t.i < at)
    placed = any(t.ent_type_ in PLACES and t.head.lower_ in WHERE for t in within)
    if words[0].pos_ == "ADP":
        return "place" if placed and thing.pos_ == "PROPN" else None
    if placed and (
        thing.ent_type_ in PLACES if done is None else done.pos_ == "NOUN" and thing.pos_ == "PROPN"
    ):
        return "place"
    if any(t.lower_ in WHICH_ONE for t in words) and words.text.lower() != "another":
        one_of = subject is not None and any(
            t.lower_ in WHICH_ONE or t.pos_ == "NUM" for t in subject.subtree
        )
        if one_of or done is None:
            return "subject" if one_of else None
    if done is None:
        return "subject"
    kind, whose, what = (_kind(t) for t in (thing, subject, done))
    return "subject" if kind and kind == whose and kind != what else "object"


def _kind(word: Token | None) -> str:
    entity = entity_at(word) if word is not None else None
    return entity.label_ if entity is not None else ""
