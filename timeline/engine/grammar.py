"""What hangs on what in a parsed sentence: subjects through clauses, passives, what stands for an object, titles, names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.engine.clauses import (
    PRENOMINAL,
    SUBJECTS,
    VERBAL,
    child,
    event_noun,
    finite,
    has_child,
    infinitive,
    plans,
)
from timeline.engine.lexicon import TITLES, TYING_ADVERBS, VESSELS
from timeline.engine.parsing import text_of
from timeline.engine.references import entity_at, is_other, is_person

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

QUOTES = ('"', "“", "``", "`")
BRACKETING = re.compile(r"[(\[—–]|--|-\s")
NUMBERED = {"was": False, "were": True, "is": False, "are": True, "has": False}
ACTIVE_ONLY = frozenset(
    "graduate die go come return resign retire serve become fall rise arrive emerge remain live work travel happen "
    "occur collapse surrender escape flee emigrate move rejoin".split()
)
TRANSITIVE = frozenset(
    "sell build complete ratify sign abandon approve adopt publish release destroy rebuild restore abolish annex rename "
    "replace convert dissolve ban execute arrest convict sentence jail elect appoint dismiss exile award bury capture "
    "deport depose destroy disband nationalise nationalize privatise privatize repeal suspend tear test".split()
)
OBJECT_CONTROL = frozenset(
    "ask order invite urge tell instruct force allow permit persuade authorise authorize require request direct "
    "subpoena summon command compel encourage enable help cause want expect advise warn let make see hear watch".split()
)
RELATIVE = ("which", "that", "who", "whom", "whose", "where", "when")
NAMES = frozenset("PERSON ORG GPE LOC FAC NORP PRODUCT WORK_OF_ART LAW EVENT".split())
SIGNED = frozenset(
    "treaty agreement accord pact deal letter memorandum contract declaration protocol convention truce law".split()
)
# Whoever does this with a plan means to do what is planned; a plan that is approved may be another's.
MAKING_A_PLAN = frozenset(
    "announce unveil have make reach sign disclose reveal outline strike conclude declare".split()
)
PLURAL_NOUNS = frozenset("police people cattle troops forces".split())


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, found through coordination, relative clauses and participles."""
    seen = set()
    while verb.i not in seen:
        seen.add(verb.i)
        own = own_subject(verb) or noun_joined(verb)
        if own is not None:
            himself = own.lower_ in ("himself", "herself", "itself")  # "who himself escaped"
            if not himself and not (own.lower_ in RELATIVE and own.tag_ in ("WDT", "WP", "IN", "DT")):
                return own
            first = verb
            while first.dep_ == "conj" and first.head.pos_ in VERBAL:
                first = first.head  # "which sank in May and | which was raised in June"
            return all_of(first, verb) if first.dep_ == "relcl" and first.head.i != first.i else None
        head = verb.head
        if head.i == verb.i:
            return None
        if (
            verb.dep_ == "ccomp"
            and verb.tag_ == "VB"
            and head.lemma_ in ("let", "make", "see", "hear", "watch", "help")
        ):
            before = verb.doc[verb.i - 1]  # "let the offensive begin"
            return before if before.head.i in (head.i, verb.i) and before.dep_ in ("ccomp", "amod") else None
        if verb.dep_ == "ccomp" and head.dep_ == "relcl" and own_subject(head) is not None:
            if any(c.dep_ == "dobj" and c.tag_ in ("WDT", "WP") for c in head.children):
                return all_of(head, verb)  # "a curfew, which the governor said | would stay in force"
        if verb.dep_ == "advcl" and any(c.lower_ in ("thus", "thereby") for c in verb.children):
            return None  # what followed from all that
        if verb.dep_ == "advcl" and finite(verb) and has_child(verb, "mark", "advmod") and verb.tag_ == "VBD":
            return None  # its own subject was not understood
        if (
            verb.dep_ in ("acl", "relcl")
            and infinitive(verb)
            and head.dep_ == "attr"
            and head.head.lemma_ == "be"
        ):
            named = subject_of(head.head)
            if named is not None and named.pos_ == "PROPN" and not plans(head):
                return named  # "X was the first to land"
        if verb.dep_ == "acl" and infinitive(verb) and plans(head):
            owner = child(head, "poss")
            if owner is not None:
                return owner
            if head.dep_ != "dobj" or head.head.lemma_.lower() not in MAKING_A_PLAN:
                return head
            verb = head.head  # "X announced an agreement to buy Y"
            continue
        if verb.dep_ == "acl" and any(c.lower_ == "having" for c in verb.children):
            above = next((a for a in verb.ancestors if a.pos_ in VERBAL), None)
            if above is None:
                return None
            verb = above
            continue
        if verb.dep_ == "acl" and verb.i == verb.left_edge.i and verb.i and verb.doc[verb.i - 1].text == ",":
            near = noun_before(verb)
            if near is not None and near.i != head.i:
                return near  # "the peace process, set to resume"
        measured = head.head.head if head.dep_ == "pobj" else head
        if (
            verb.dep_ == "relcl"
            and head.tag_ == "NNS"
            and measured.lemma_ in ("surge", "wave", "series", "spate", "rash")
        ):
            return measured  # "a surge in gains that began last fall"
        if verb.dep_ in ("acl", "relcl"):
            return head if head.pos_ in ("NOUN", "PROPN", "PRON") else None
        if verb.dep_ == "advcl" and verb.tag_ == "VBN" and child(verb, "aux", "auxpass") is None:
            near = noun_before(verb)
            if near is not None:
                return near
        given = head.lemma_ == "give" and verb.dep_ in ("xcomp", "advcl") and infinitive(verb)
        if given and child(head, "dative", "dobj") is not None and not is_passive(head):
            return child(head, "dative", "dobj")  # "gave them until Friday to leave"
        if verb.dep_ == "xcomp" and head.lower_ == "due" and noun_before(head) is not None:
            return noun_before(head)  # "would extend its bid, due to expire on Thursday"
        made = child(head, "dobj") if verb.dep_ == "xcomp" and infinitive(verb) else None
        if made is not None and is_passive(verb) and verb.doc[verb.left_edge.i - 1].text == ",":
            return made  # "plans a placement of shares, to be completed in May"
        if verb.dep_ == "xcomp" and head.lemma_.lower() in OBJECT_CONTROL and not is_passive(head):
            controlled = child(head, "dobj")
            if controlled is not None:
                return controlled
        if verb.dep_ == "pcomp" and head.head.i != head.i:
            verb = head.head
            if verb.pos_ in ("NOUN", "PROPN"):
                return None
            listed = child(verb, "dobj")
            if head.lower_ == "as" and listed is not None and listed.i < head.i:
                return listed  # "listed her as having paid"
            continue
        if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp", "dep") and head.pos_ in ("ADJ", "ADV"):
            head = head.head
        if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp", "dep", "aux", "auxpass") and head.pos_ in VERBAL:
            verb = head
            continue
        return None
    return None


def all_of(clause: Token, verb: Token) -> Token:
    """What a relative clause tells of: of "five men and a woman who were questioned", all; of "a meeting with the two men,
    which is to take place", the meeting. `verb` is the one of the clause that is told."""
    noun = singled_out(clause.head, clause)
    above = noun.head.head
    who = any(c.lower_ == "who" and c.dep_ in ("nsubj", "nsubjpass") for c in clause.children)
    if who and noun.ent_type_ in ("GPE", "LOC") and noun.dep_ == "pobj" and above.pos_ == "NOUN":
        return above  # "the emir of Kano, who was away"
    one = helped_as_plural(verb) is False and noun.tag_ == "NNS" and noun.dep_ == "pobj"
    if one and above.tag_ == "NN" and not any(c.dep_ == "conj" for c in noun.children):
        return above
    while helped_as_plural(verb) and noun.dep_ == "conj" and noun.tag_ in ("NN", "NNP", "JJ"):
        noun = noun.head
    return noun


DECIDING_BODIES = frozenset("court tribunal council committee commission parliament assembly".split())


def singled_out(noun: Token, verb: Token) -> Token:
    """What a relative clause tells of: without a comma no name has one, so of "the mill at Karachi which they built" the
    mill; of "a court in The Hague, which ruled" the court."""
    first = verb.left_edge.i
    above = noun.head.head
    place = noun.pos_ == "PROPN" and noun.ent_type_ in NAMES and not has_child(noun, "det")
    under = noun.dep_ == "pobj" and noun.head.lower_ in ("at", "in", "near", "of") and above.pos_ == "NOUN"
    if place and under and first > noun.i and verb.doc[first - 1].i == noun.i:
        return above
    if noun.ent_type_ in ("DATE", "TIME") and noun.dep_ == "pobj":
        thing = above if above.pos_ == "NOUN" else child(above, "dobj")
        return thing if thing is not None and thing.i < noun.i else noun  # "a pause in May, which it lifted"
    decides = above.lemma_.lower() in DECIDING_BODIES and noun.ent_type_ == "GPE"
    return above if decides and noun.dep_ == "pobj" and noun.head.lower_ in ("at", "in") else noun


def own_subject(verb: Token) -> Token | None:
    """The subject that hangs on a verb; of two, as the parser gives for a title and a name, the nearer."""
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "csubj", "csubjpass")]
    before = [c for c in subjects if c.i < verb.i]
    nearest = before[-1] if before else subjects[0] if subjects else None
    if nearest is not None and nearest.dep_ == "csubj" and nearest.tag_ == "VBG":
        comma = child(nearest, "punct")
        after = [
            c for c in nearest.children if c.pos_ in ("NOUN", "PROPN") and comma is not None and c.i > comma.i
        ]
        return after[-1] if after else nearest  # "Taking the stand, a friend said ..."
    return nearest


def noun_joined(verb: Token) -> Token | None:
    """The subject that the parser gave to the verb before: "guests left and police found a bag"."""
    if (
        verb.dep_ not in ("conj", "advcl")
        or verb.tag_ != "VBD"
        or child(verb, "aux", "auxpass", "mark") is not None
    ):
        return None
    i = verb.i - 1
    if i > 0 and verb.doc[i].text in ("--", "—", "–"):  # "since dealers -- among them Berg -- appeared"
        opening = next((j for j in range(i - 1, 0, -1) if verb.doc[j].text == verb.doc[i].text), 0)
        noun = verb.doc[opening - 1] if opening else verb
        return noun if noun.pos_ in ("NOUN", "PROPN") and noun.dep_ in ("pobj", "dobj") else None
    while i > 0 and verb.doc[i].pos_ == "ADV":
        i -= 1
    noun = verb.doc[i]
    if (
        noun.pos_ not in ("NOUN", "PROPN")
        or noun.left_edge.i < 1
        or noun.dep_ not in ("conj", "dobj", "pobj", "npadvmod")
    ):
        return None
    return noun if verb.doc[noun.left_edge.i - 1].dep_ == "cc" else None


def noun_before(verb: Token) -> Token | None:
    """The noun that a participle after a comma speaks of: "..., a treaty, signed in 1996"."""
    i = verb.left_edge.i - 1
    if i < 1 or verb.doc[i].text != ",":
        return None
    word = verb.doc[i - 1]
    while word.text in (")", '"', "”") or word.i > 0 and word.dep_ in ("appos", "punct"):
        if word.i == 0:
            return None
        word = word.head if word.dep_ in ("appos", "punct") and word.head.i < verb.i else verb.doc[word.i - 1]
        if word.pos_ in ("NOUN", "PROPN") and word.dep_ != "appos":
            break
    while word.dep_ in (*PRENOMINAL, "conj") and word.head.pos_ in ("NOUN", "PROPN") and word.head.i < verb.i:
        word = word.head
    if word.pos_ in ("NOUN", "PROPN") and word.dep_ in ("dobj", "pobj", "attr", "nsubj", "nsubjpass"):
        return word
    return None


def is_passive(verb: Token) -> bool:
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(c.dep_ == "auxpass" for c in helpers):
        return True
    if not helpers and verb.tag_ == "VBN" and has_child(verb, "agent") and not has_child(verb, "dobj"):
        return True  # "most of them built by Volvo"
    if helpers or child(verb, "nsubj") is not None or verb.lemma_.lower() in ACTIVE_ONLY:
        return False
    if (
        verb.dep_ == "conj"
        and verb.head.pos_ in VERBAL
        and is_passive(verb.head)
        and child(verb, "dobj") is None
    ):
        reduced = not any(c.dep_ in ("aux", "auxpass") for c in verb.head.children)
        return verb.tag_ == "VBN" or (verb.tag_ == "VBD" and (reduced or verb.lemma_.lower() in TRANSITIVE))
    if verb.tag_ == "VBD":
        return verb.dep_ in ("acl", "advcl") and verb.lemma_.lower() in TRANSITIVE
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl", "relcl", "ROOT")


def moved_object(verb: Token) -> Token | None:
    """The object that stands before its relative clause ("the treaty it signed") or after the next verb of two."""
    if verb.dep_ in ("relcl", "acl") and child(verb, "nsubj") is not None and not is_passive(verb):
        if any(t.tag_ == "WP$" for t in verb.subtree):
            return None
        if led_to(verb):
            return None
        relative = any(c.dep_ == "dobj" and c.lower_ in RELATIVE for c in verb.children)
        if not relative and child(verb, "xcomp", "ccomp", "mark") is not None:
            return None
        relative = child(verb, "nsubj")
        other = child(verb, "dobj")
        if relative.lower_ not in RELATIVE and (other is None or other.lower_ in RELATIVE):
            if not any(c.tag_ == "WRB" for c in verb.children) and verb.head.pos_ in ("NOUN", "PROPN"):
                return spoken_of(verb.head, verb)
        return None
    following = child(verb, "conj")
    if (
        following is not None
        and following.pos_ in VERBAL
        and child(verb, "dobj", "prep", "ccomp", "xcomp") is None
    ):
        if following.i - verb.i <= 3 and child(following, "nsubj") is None:
            return child(following, "dobj")
    return None


def led_to(verb: Token) -> bool:
    """Whether what a relative clause's verb leads to is said before it: "Berg, with whom the king met"."""
    return verb.dep_ == "relcl" and any(
        c.dep_ == "prep"
        and c.lower_ in ("with", "to", "from", "for", "of", "about", "on")
        and any(g.tag_ in ("WP", "WDT") for g in c.children)
        for c in verb.children
    )


def spoken_of(noun: Token, verb: Token) -> Token:
    """What a relative clause speaks of: in "an agreement on cooperation that he signed", the agreement."""
    noun = singled_out(noun, verb)
    above = noun.head.head
    if verb.lemma_ in ("sign", "ratify", "initial", "conclude") and noun.lemma_.lower() not in SIGNED:
        paper = next((a for a in noun.ancestors if a.lemma_.lower() in SIGNED), None)
        if paper is not None:
            return paper
    if noun.dep_ == "pobj" and not event_noun(noun, listed_only=True) and event_noun(above):
        return above
    return noun


def half_a_clause(preposition: Token) -> bool:
    """Whether a clause was taken for a preposition and its noun: "after one of his lawyers | asked whether ..."."""
    noun = child(preposition, "pobj")
    if noun is None or preposition.lower_ not in (
        "after",
        "before",
        "since",
        "until",
        "as",
        "because",
        "while",
    ):
        return False
    for following in preposition.doc[
        noun.right_edge.i + 1 if noun.lower_ == "one" else noun.i + 1 : noun.i + 12
    ]:
        if following.tag_ in ("VBD", "VBZ", "VBP", "MD"):
            relative = any(c.tag_ in ("WDT", "WP", "WRB") or c.dep_ in SUBJECTS for c in following.children)
            return following.dep_ not in ("relcl",) and not relative and following.head.i <= following.i
        if following.text == "," and listed_subject(preposition.doc, following.i + 1):
            return True  # "after his mother | , his sister and others died"
        if following.pos_ in ("ADP", "CCONJ", "SCONJ"):
            return False
    return False


def listed_subject(doc: Doc, at: int) -> bool:
    """Whether a list of nouns that is the subject of a clause begins at a place."""
    if at >= len(doc):
        return False
    noun = doc[at].head if doc[at].dep_ in ("det", "poss") else doc[at]
    return noun.dep_ in ("nsubj", "nsubjpass") and has_child(noun, "conj")


def without_clause(pronoun: Token, noun: Token) -> bool:
    """Whether a relative pronoun stands in a noun phrase without its clause: "most of which"."""
    return pronoun.tag_ in ("WDT", "WP") and not any(
        a.dep_ == "relcl" and noun.is_ancestor(a) for a in pronoun.ancestors
    )


def negation(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ == "neg" and c.i < verb.i]


def helped_as_plural(verb: Token) -> bool | None:
    """What the verb's own helper says about the number of its subject; None where it says nothing."""
    for helper in verb.children:
        if helper.dep_ in ("aux", "auxpass") and helper.lower_ in NUMBERED:
            return NUMBERED[helper.lower_]
    if verb.lower_ in NUMBERED:
        return NUMBERED[verb.lower_]
    return False if verb.tag_ == "VBZ" else None


def is_plural(subject: Token) -> bool:
    if subject.tag_ in ("NNS", "NNPS") or subject.lower_ in PLURAL_NOUNS:
        return subject.ent_type_ not in ("GPE", "ORG", "PERSON", "FAC", "PRODUCT") and subject.tag_ != "NNPS"
    if subject.lower_ in ("most", "some", "all"):
        return any(t.tag_ in ("NNS", "NNPS") or t.lower_ in ("them", "us") for t in subject.subtree)
    return subject.lower_ in ("they", "we", "you", "both", "many", "these", "those") or any(
        c.dep_ == "conj" for c in subject.children
    )


def is_named(token: Token) -> bool:
    """Whether a word is a name or part of one, or was in another sentence of the article."""
    if token.pos_ == "PROPN" or token.ent_type_ in NAMES:
        return True
    if (
        token.i
        and token.text[:1].isupper()
        and token.pos_ in ("NOUN", "ADJ")
        and token.doc[token.i - 1].text not in ('"', "“", "``")
    ):
        return True
    return token.text.istitle() and (is_person(token.doc, token.text) or is_other(token.doc, token.text))


def own_capital(token: Token) -> bool:
    """Whether a word keeps its capital inside a sentence."""
    return (
        token.pos_ == "PROPN"
        or token.dep_ == "compound"
        and token.head.pos_ == "PROPN"  # a first name the parser does not know
        or bool(token.ent_type_)
        and token.ent_type_ not in ("DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT")
        and token.lower_ not in ("the", "a", "an")
        or token.text == "I"
        or token.text[1:] != token.text[1:].lower()
        or (token.tag_ == "JJ" and token.lemma_[:1].isupper())
    )


def titled(token: Token) -> bool:
    """Whether a word is a title or office before a person's name."""
    head = token.head
    entity = entity_at(head)
    if entity is None and head.pos_ == "PROPN":
        offices = [c.i for c in head.lefts if office(c)]
        return bool(offices) and token.i <= offices[-1]  # a person's name the tagger missed
    if token.dep_ == "det" and not any(c.dep_ in ("compound", "nmod") and titled(c) for c in head.children):
        return False  # "the Moon", whoever the tagger takes it for
    if entity is None or entity.label_ != "PERSON" or token.i >= entity.start or token.ent_type_ == "PERSON":
        return False
    if token.lower_ in VESSELS:
        return False
    if token.dep_ in ("compound", "nmod") and token.text.istitle() and token.text not in TITLES:
        return bool(token.ent_type_)  # a first name the tagger missed is no title
    return not (entity.start == head.i and token.dep_ == "poss" and head.tag_ == "NN")


def office(token: Token) -> bool:
    """Whether a word before a name is a title: "Minister", "Commander-in-Chief"."""
    return token.dep_ in ("compound", "nmod") and any(part in TITLES for part in token.text.split("-"))


def bracketed(doc: Doc) -> set[int]:
    """The places of words in brackets or between two dashes, and of the marks."""
    if BRACKETING.search(text_of(doc)) is None:
        return set()
    inside, depth, found, opened = False, 0, set(), 0
    dashes = [t.i for t in doc if t.text in ("—", "–", "--") or t.text == "-" and t.whitespace_ and t.i]
    if len(dashes) == 2 and not any(
        t.pos_ in VERBAL and t.dep_ == "ROOT" for t in doc[dashes[0] : dashes[1]]
    ):
        found.update(range(dashes[0], dashes[1] + 1))
    for token in doc:
        if token.text in ("(", "["):
            depth += 1
            opened, inside = (token.i, True) if depth == 1 else (opened, inside)
        elif token.text in (")", "]") and depth:
            depth -= 1
            if not depth:
                found.update(range(opened, token.i + 1))
                inside = False
    return found if not inside else found | {opened}


def only_dates(token: Token, dates: set[int]) -> bool:
    """Whether all that hangs on a word are dates."""
    hanging = [t for t in token.subtree if t.i != token.i and not t.is_punct]
    objects = [c for c in token.children if c.dep_ == "pobj"]
    if (
        len(objects) > 1 and objects[0].i in dates
    ):  # "of 11 September 2001 Pakistan": the second is no part of it
        hanging = [t for t in hanging if not any(t == o or o.is_ancestor(t) for o in objects[1:])]
    if not any(t.i in dates for t in hanging):
        return False
    return all(
        t.i in dates or t.lower_ in TYING_ADVERBS or t.pos_ in ("ADP", "CCONJ", "DET") for t in hanging
    )


def listing(head: Token) -> bool:
    """Whether the commas of a phrase separate the members of a list."""
    return any(c.dep_ == "conj" for c in head.children) or head.dep_ == "conj"


def chain(low: Token, high: Token) -> list[Token]:
    """The words from one up to the child of another that it hangs under."""
    found, word = [], low
    while word.i != high.i and word.head.i != word.i:
        found.append(word)
        word = word.head
    return found[-1:] if found else []


def quoted(doc: Doc, token: Token) -> bool:
    """Whether a clause is direct speech: a quotation mark opens right before it."""
    edge = token.left_edge.i
    return doc[edge].text in QUOTES or (edge > 0 and doc[edge - 1].text in QUOTES)
