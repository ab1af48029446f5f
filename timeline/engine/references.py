"""Who "he", "she" and "it" are, where that is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.engine.clauses import SUBJECTS, VERBAL, sentence_root

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Span, Token

PERSONAL = frozenset("he she him her his hers".split())
NEUTRAL = frozenset("it its".split())
BODIES = ("ORG", "GPE")
OTHERS = "last words of the other names of the article"
PEOPLE = "last names of the people of the article"
SUBJECT = "who the subject of the sentence is"
MOST_WORDS = 6  # of a subject that takes the place of a pronoun


def name_of(span: Span) -> str:
    """The name without a possessive ending."""
    text = " ".join(span.text.split())
    for ending in ("'s", "’s", "'", "’"):
        text = text.removesuffix(ending)
    return text


def entity_at(token: Token) -> Span | None:
    return next((ent for ent in token.doc.ents if ent.start <= token.i < ent.end), None)


def main_subject(doc: Doc) -> Token | None:
    return next((c for c in sentence_root(doc).children if c.dep_ in SUBJECTS), None)


def subject_name(doc: Doc, labels: tuple[str, ...]) -> str | None:
    """The name that is the subject of a sentence's main clause; with "" among the labels, also an unlabelled one."""
    subject = main_subject(doc)
    if subject is None or subject.pos_ != "PROPN" and not subject.ent_type_:
        return None
    found = entity_at(subject)
    if found is None:
        name = name_of(subject.doc[subject.i : subject.i + 1])
        return (
            name
            if "" in labels and (is_person(subject.doc, name) or not is_other(subject.doc, name))
            else None
        )
    name = name_of(found)
    if found.label_ == "NORP" and not is_person(subject.doc, name):
        return None
    return name if found.label_ in labels else None


def is_person(doc: Doc, name: str) -> bool:
    """Whether the article names a person so somewhere (`remember_names`)."""
    return name.split()[-1] in doc.user_data.get(PEOPLE, ())


def is_other(doc: Doc, name: str) -> bool:
    return name.split()[-1] in doc.user_data.get(OTHERS, ())


def remember_names(docs: Sequence[Doc]) -> None:
    """Give every sentence the last words of all names of its article: of people, and of everything else."""
    people: set[str] = set()
    others: set[str] = set()
    for doc in docs:
        for entity in doc.ents:
            last = name_of(entity).split()[-1:]
            (people if entity.label_ == "PERSON" else others).update(last)
    for doc in docs:
        doc.user_data[PEOPLE], doc.user_data[OTHERS] = people, others


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
            others = [
                e
                for e in pronoun.doc.ents
                if e.label_ in labels and e.end <= pronoun.i and e.start > found.start
            ]
            return None if any(name_of(e) != name_of(found) for e in others) else name_of(found)
    return None


def main_clause_subject(pronoun: Token) -> str | None:
    """The subject of the clause a pronoun's clause hangs on: "The shuttle was lost when it broke up"."""
    verb = pronoun.head
    if pronoun.dep_ not in SUBJECTS or verb.dep_ != "advcl" or verb.head.pos_ not in VERBAL:
        return None
    subject = next((c for c in verb.head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.pos_ not in ("NOUN", "PROPN") or subject.i > pronoun.i:
        return None
    person = subject.ent_type_ == "PERSON"
    if person != (pronoun.lower_ in PERSONAL) or subject.tag_ in ("NNS", "NNPS"):
        return None
    words = [t for t in subject.subtree if t.i <= subject.i]
    return " ".join(t.text for t in words) if len(words) <= MOST_WORDS else None


def resolved(pronoun: Token, before: Sequence[Doc]) -> str | None:
    """`antecedent`, remembered with the sentence, so that a chain of "he" leads back to one name."""
    name = antecedent(pronoun, before)
    subject = main_subject(pronoun.doc)
    if name and subject is not None and subject.i == pronoun.i:
        pronoun.doc.user_data[SUBJECT] = name
    return name


def antecedent(pronoun: Token, before: Sequence[Doc]) -> str | None:
    """The name a pronoun stands for; None where more than one fits. `before`: the sentences before, nearest last."""
    word = pronoun.lower_
    if word not in PERSONAL and word not in NEUTRAL:
        return None
    near = main_clause_subject(pronoun)
    if near:
        return near
    if word in NEUTRAL:
        if pronoun.head.lemma_ == "be" and any(c.dep_ == "attr" for c in pronoun.head.children):
            return None  # "it was the first visit": a happening, not a body
        found = speaker(pronoun, BODIES)
        if found or not before:
            return found
        return subject_name(before[-1], BODIES)
    found = speaker(pronoun, ("PERSON",)) or only_person(pronoun.doc, pronoun.i)
    if found:
        return found
    if pronoun.tag_ == "PRP$" and any(
        t.pos_ == "PROPN" and t.ent_type_ in ("", "PERSON", "ORG", "NORP") for t in pronoun.doc[: pronoun.i]
    ):
        return None  # it may be anybody's who is named before it in the sentence
    for at in range(len(before) - 1, -1, -1):
        doc = before[at]
        name = subject_name(doc, ("PERSON", "NORP", ""))
        if name is not None:
            return name
        subject = main_subject(doc)
        if subject is not None and subject.lower_ in PERSONAL:
            return doc.user_data.get(SUBJECT) or antecedent(
                subject, before[:at]
            )  # the same person, most likely
        return only_person(doc, len(doc))
    return None
