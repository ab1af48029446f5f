"""Who "he", "she" and "it" are, where that is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.engine.clauses import SUBJECTS, VERBAL, sentence_root

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Span, Token

PERSONAL = frozenset("he she him her his hers".split())
NEUTRAL = frozenset("it its".split())
BODIES = ("ORG", "GPE", "NORP")


def name_of(span: Span) -> str:
    """The name without a possessive ending."""
    text = " ".join(span.text.split())
    for ending in ("'s", "’s", "'", "’"):
        text = text.removesuffix(ending)
    return text


def entity_at(token: Token) -> Span | None:
    return next((ent for ent in token.doc.ents if ent.start <= token.i < ent.end), None)


def subject_entity(doc: Doc, labels: tuple[str, ...]) -> Span | None:
    """The name that is the subject of a sentence's main clause."""
    root = sentence_root(doc)
    subject = next((c for c in root.children if c.dep_ in SUBJECTS), None)
    if subject is None:
        return None
    found = entity_at(subject)
    return found if found is not None and found.label_ in labels else None


def same_person(first: str, second: str) -> bool:
    return first == second or first.split()[-1] == second.split()[-1]


def only_person(doc: Doc, before: int) -> str | None:
    """The one person named before a place of the sentence; None for none or several."""
    names = [name_of(e) for e in doc.ents if e.label_ == "PERSON" and e.end <= before]
    if not names or any(not same_person(names[0], other) for other in names[1:]):
        return None
    return max(names, key=len)


def speaker(pronoun: Token, labels: tuple[str, ...]) -> str | None:
    """Who says it: "Peskov said he would travel"."""
    for above in pronoun.ancestors:
        if above.pos_ not in VERBAL:
            continue
        subject = next((c for c in above.children if c.dep_ == "nsubj"), None)
        if subject is None or subject.i == pronoun.i or subject.i > pronoun.i:
            continue
        found = entity_at(subject)
        if found is not None and found.label_ in labels:
            return name_of(found)
    return None


def antecedent(pronoun: Token, before: Sequence[Doc]) -> str | None:
    """The name a pronoun stands for; None where more than one fits. `before`: the sentences before, nearest last."""
    word = pronoun.lower_
    if word in PERSONAL:
        found = speaker(pronoun, ("PERSON",)) or only_person(pronoun.doc, pronoun.i)
        if found:
            return found
        for doc in reversed(before):
            subject = subject_entity(doc, ("PERSON",))
            if subject is not None:
                return name_of(subject)
            people = [e for e in doc.ents if e.label_ == "PERSON"]
            if people:
                return only_person(doc, len(doc))
        return None
    if word in NEUTRAL:
        found = speaker(pronoun, BODIES[:2])
        if found:
            return found
        if before:
            subject = subject_entity(before[-1], BODIES[:2])
            return name_of(subject) if subject is not None else None
    return None
