"""The names that take part in a happening, and the part each has, by the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.engine.clauses import VERBAL, Happening, child
from timeline.engine.findings import (
    ACTOR,
    ORGANISATION,
    OTHER,
    PERSON,
    PLACE,
    RECIPIENT,
    THING,
    Participant,
)
from timeline.engine.grammar import is_passive, office, subject_of, titled
from timeline.engine.parsing import text_of
from timeline.engine.references import entity_at

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

KINDS = {
    "PERSON": PERSON, "ORG": ORGANISATION, "GPE": PLACE, "LOC": PLACE, "FAC": PLACE, "NORP": "",
    "PRODUCT": THING, "WORK_OF_ART": THING, "LAW": THING, "EVENT": THING,
}  # fmt: skip
RANK = {ACTOR: 0, RECIPIENT: 1, OTHER: 2}
TOWARDS = frozenset("to with against on at for from".split())
WHERE = frozenset("in at near outside inside off over across throughout aboard".split())


def is_name(entity: Span) -> bool:
    text = entity.text.strip()
    return entity.label_ in KINDS and any(c.isalpha() and c.isupper() for c in text) and len(text) > 1


def trimmed(entity: Span) -> tuple[int, int]:
    """Offsets of a name in its sentence, without article, possessive and white space."""
    start, end = entity.start_char, entity.end_char
    text = text_of(entity.doc)
    for article in ("the ", "The ", "a ", "an "):
        if text.startswith(article, start) and end - start > len(article):
            start += len(article)
    for ending in ("'s", "’s", "'", "’"):
        if text[start:end].endswith(ending):
            end -= len(ending)
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ".)"):
        end -= 1
    while end > start and text[start].isspace():
        start += 1
    return start, end


def taking_part(
    happening: Happening, offset: int, without: frozenset[int]
) -> tuple[tuple[Participant, ...], Participant | None]:
    """Everybody named in the happening's clause, in reading order, and the place it happened at.

    `offset` is where the sentence stands in the article; `without` are the places of date words.
    """
    verb = happening.trigger
    roles: dict[int, str] = {}
    others = happening.others
    subject = subject_of(verb) if not happening.noun else None
    if subject is not None and happening.role == "subject":
        others, subject = others | _clause(subject), happening.part
    if happening.noun:
        _noun_roles(verb, roles)
    else:
        _verb_roles(verb, subject, roles)
    words = _clause(verb) | (_clause(subject) if subject is not None else set())
    if happening.span is not None:
        words.update(range(*happening.span))
    words -= others
    found: dict[str, Participant] = {}
    place = None
    for span in _names(verb.doc, roles, without):
        if not any(t.i in words for t in span):
            continue
        start, end = trimmed(span)
        if end <= start:
            continue
        role = next((roles[t.i] for t in span if t.i in roles), OTHER)
        text = text_of(verb.doc)[start:end]
        one = Participant(text, offset + start, offset + end, role, _kind(span))
        if text not in found or RANK[role] < RANK[found[text].role]:
            found[text] = one
        if place is None and one.kind == PLACE and role == OTHER and span.root.head.lower_ in WHERE:
            place = one
    return tuple(sorted(found.values(), key=lambda one: one.start)), place


def _clause(top: Token) -> set[int]:
    """The places of a word and what hangs on it, clauses with subjects of their own left out."""
    found, stack = set(), [top]
    while stack:
        word = stack.pop()
        found.add(word.i)
        stack.extend(
            c
            for c in word.children
            if c.dep_ not in ("relcl", "parataxis", "advcl") and not (c.dep_ == "conj" and c.pos_ in VERBAL)
        )
    return found


def _names(doc: Doc, roles: dict[int, str], without: frozenset[int]) -> list[Span]:
    """What the tagger takes for names, and proper nouns with a part in the clause that it missed."""
    found = [entity for entity in doc.ents if is_name(entity) and not any(t.i in without for t in entity)]
    taken = {t.i for entity in found for t in entity} | without
    for i in sorted(roles):
        if i in taken or doc[i].pos_ != "PROPN" or doc[i].dep_ in ("compound", "nmod"):
            continue
        first = i
        while (
            first > 0
            and first - 1 not in taken
            and doc[first - 1].pos_ == "PROPN"
            and not office(doc[first - 1])
        ):
            first -= 1
        if i + 1 == len(doc) or doc[i + 1].lower_ != "of":  # "Treaty" of "the Treaty of Rome" is no name
            found.append(doc[first : i + 1])
    return sorted(found, key=lambda span: span.start)


def _kind(span: Span) -> str:
    if span.label_:
        return KINDS[span.label_]
    return PERSON if any(office(c) for t in span for c in t.lefts) else ""


def _mark(token: Token, role: str, roles: dict[int, str]) -> None:
    """Give a role to a noun phrase's own names: its head's, its possessor's and its coordinates'."""
    stack = [token]
    while stack:
        word = stack.pop()
        roles.setdefault(word.i, role)
        entity = entity_at(word)
        if entity is not None:
            for inner in entity:
                roles.setdefault(inner.i, role)
        stack.extend(
            c
            for c in word.children
            if c.dep_ in ("conj", "compound", "amod", "poss", "nmod") and c.i not in roles and not titled(c)
        )


def _verb_roles(verb: Token, subject: Token | None, roles: dict[int, str]) -> None:
    passive = is_passive(verb)
    agent = child(verb, "agent")
    if agent is not None:
        for inner in agent.children:
            _mark(inner, ACTOR, roles)
    if subject is not None:
        _mark(subject, RECIPIENT if passive else ACTOR, roles)
    for c in verb.children:
        if c.dep_ in ("dobj", "dative", "oprd"):
            for inner in [c, *c.children] if c.dep_ == "dative" else [c]:
                _mark(inner, RECIPIENT, roles)
            for preposition in c.children:
                if preposition.dep_ == "prep" and preposition.lower_ in TOWARDS:
                    for inner in preposition.children:
                        _mark(inner, RECIPIENT, roles)
        elif c.dep_ == "prep" and c.lower_ in TOWARDS and c.lower_ not in ("on", "at", "for", "from"):
            for inner in c.children:
                _mark(inner, RECIPIENT, roles)


def _noun_roles(noun: Token, roles: dict[int, str]) -> None:
    """ "the Soviet invasion of Afghanistan": who before it or after "by", whom after "of"."""
    for c in noun.children:
        if c.dep_ in ("poss", "amod", "compound", "nmod"):
            _mark(c, ACTOR, roles)
        elif c.dep_ in ("prep", "agent"):
            role = {"by": ACTOR, "of": RECIPIENT, "against": RECIPIENT, "with": RECIPIENT}.get(c.lower_)
            if role:
                for inner in c.children:
                    _mark(inner, role, roles)
