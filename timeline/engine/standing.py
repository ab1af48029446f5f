"""Whether a line stands alone, or leans on things that only the text before it explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.engine.clauses import PRENOMINAL, QUOTATION_MARK, SUBJECTS, harms_others
from timeline.engine.lexicon import (
    BODIES_BY_NOUN,
    BODY_PARTS,
    CONTENT,
    LACKING,
    PERSONS,
    POSTS,
    RELATIONAL,
    SETTLED,
    TRADING,
    UNIQUE,
)
from timeline.engine.parsing import text_of
from timeline.engine.references import POINTERS

if TYPE_CHECKING:
    from spacy.tokens import Token

NAMING = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT", "ORDINAL")
TELLING = ("prep", "relcl", "acl", "appos")
WHERE = ("in", "at", "on", "near", "off", "outside", "inside", "along", "across", "around")
ASIDE = ("relcl", "acl", "advcl", "pcomp", "poss", "conj")


def unexplained(verb: Token, used: set[int], named: set[int]) -> set[int]:
    """The nouns of a line that only the text before explains: "the chip", "the Ohio carrier".

    `used` are the places of the line's words, `named` those that gave way to a name. What stands in a clause beside the
    deed is not looked at.
    """
    doc = verb.doc
    found = {
        i
        for i in used - named
        if definite(doc[i], used) and not quoted_word(doc[i]) and not aside(doc[i], verb, used)
    }
    return {i for i in found if described(doc[i]) or not is_told(doc[i], used - {verb.i})}


def lacking(verb: Token, used: set[int]) -> bool:
    """Whether a verb lacks where, after what or for what: "Berg arrived", "Berg was indicted"."""
    if verb.pos_ != "VERB" or verb.lemma_.lower() not in LACKING:
        return False
    if verb.dep_ == "relcl" and not any(
        c.dep_ in SUBJECTS and c.tag_ in ("WP", "WDT") for c in verb.children
    ):
        return False  # "the letter he published"
    after = [c for c in verb.children if c.i > verb.i and c.i in used and c.dep_ not in ("punct", "prt")]
    beside = ("by", "including") if verb.lemma_ == "charge" else ("with", "by", "including")
    return not any(c.dep_ != "prep" or c.lower_ not in beside for c in after)


def incomplete(noun: Token, used: set[int], verb: Token) -> bool:
    """Whether a noun lacks what it is of, in or for: "reduced its stake", not "its stake in Volvo", "Volvo shares"."""
    reduced = verb.dep_ == "acl" and verb.head.i == noun.i  # "statements made by Berg"
    done_to = noun.dep_ in ("dobj", "nsubjpass") or reduced
    deed = verb if reduced else noun.head
    traded = noun.lower_ == "shares" and deed.lemma_ in TRADING and done_to
    post = noun.lower_ in POSTS and (
        noun.dep_ in ("attr", "oprd") or noun.dep_ == "pobj" and noun.head.lower_ == "as"
    )
    if noun.pos_ != "NOUN" or noun.dep_ in PRENOMINAL:
        return False
    if noun.lower_ == "others":
        return not harms_others(noun.head)  # "1,000 others were wounded"
    word = noun.lemma_.lower() in CONTENT and done_to
    if not (traded or post or word or noun.lower_ in RELATIONAL):
        return False
    own = [c for c in noun.children if c.i in used and c.i != verb.i]
    if any(c.dep_ in TELLING and c.i > noun.i for c in own):
        return False
    if noun.dep_ == "pobj" and noun.head.lower_ in ("of", "per"):
        return False
    if word and any(c.dep_ in ("compound", "amod", "poss") and c.lower_ not in ("joint", "new") for c in own):
        return False  # "a nuclear agreement"
    beside = (c for c in noun.head.children if c.i > noun.i and c.i in used and c.dep_ != "agent")
    if word and any(c.lower_ not in (*WHERE, "from", "to") for c in beside):
        return False  # "introduced legislation to ban it"
    return not any(
        t.pos_ == "PROPN" or t.ent_type_ in NAMING or t.tag_ == "WP$"
        for c in own
        if c.i < noun.i
        for t in c.subtree
    )


def aside(noun: Token, verb: Token, used: set[int] | None = None) -> bool:
    """Whether a noun stands in a clause beside the deed, says where, is an owner, or is joined to another."""
    if noun.dep_ == "poss" and (
        noun.lower_ in PERSONS or noun.head.dep_ in SUBJECTS and noun.head.head.i == verb.i
    ):
        return False  # "found the man's body", "the boy's father offered"
    if noun.dep_ == "pobj" and noun.head.lower_ in WHERE and noun.head.head.i == verb.i:
        return True  # "sank in the strait"
    alone = all(c.dep_ in ("det", "case") or used is not None and c.i not in used for c in noun.children)
    up: set[str] = set()
    for above in (noun, *noun.ancestors):
        if above.i == verb.i:
            break
        up.add(above.dep_)
    if (
        alone
        and "pcomp" not in up
        and (noun.dep_ == "dobj" or noun.dep_ == "pobj" and not up & {"relcl", "acl"})
    ):
        return False  # "met to assess the situation"
    return bool(up.intersection(ASIDE))


def definite(noun: Token, used: set[int]) -> bool:
    """Whether a word of the line is a common noun that is spoken of as known: "the chip", "these flaws"."""
    if (
        noun.pos_ != "NOUN"
        or noun.tag_ not in ("NN", "NNS")
        or noun.dep_ in PRENOMINAL
        and noun.dep_ != "poss"
    ):
        return False
    if noun.ent_type_ in ("DATE", "TIME"):
        return False
    return any(
        c.dep_ == "det" and c.lower_ in (*POINTERS, "each", "every") and c.i in used for c in noun.children
    )


def is_told(noun: Token, used: set[int]) -> bool:
    """Whether the line says which one it is, or there is but one."""
    if noun.lower_ in (UNIQUE if noun.dep_ == "poss" else SETTLED):
        return True
    if any(c.i > noun.i and c.i in used and c.dep_ in TELLING for c in noun.children):
        return True
    if noun.lower_ == "minister" and any(c.lower_ == "prime" for c in noun.children):
        return True
    above = noun.head.head
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and above.pos_ == "NOUN" and above.head.pos_ == "ADP":
        return True  # "talks about the terms of the offer"
    before = [t for c in noun.lefts if c.dep_ != "det" for t in c.subtree if t.i in used]
    if any(t.pos_ == "PROPN" or t.ent_type_ in NAMING or t.tag_ == "JJS" for t in before):
        return True
    if any(t.text != t.text.lower() and t.i or t.tag_ in ("VBG", "VBN") for t in before):
        return True  # "the iPhone software", "the winning design"
    return any(t.lemma_ == noun.lemma_ and t.i in used for t in noun.doc[: noun.left_edge.i])


def described(noun: Token) -> bool:
    """Whether a body is told by where it is or what it belongs to, not by its name: "the Ohio carrier", "the X unit"."""
    lemma = noun.lemma_.lower()
    if noun.tag_ != "NN" or lemma not in BODIES_BY_NOUN | BODY_PARTS:
        return False
    if any(c.i > noun.i and c.dep_ in TELLING for c in noun.children):
        return False
    before = [t for c in noun.lefts for t in c.subtree]
    if any(t.tag_ == "JJS" or t.ent_type_ == "ORDINAL" for t in before):
        return False
    last = noun.doc[noun.i - 1]
    its_name = last.pos_ == "PROPN" and last.ent_type_ not in ("GPE", "LOC", "NORP")
    return lemma in BODY_PARTS or not its_name


def quoted_word(token: Token) -> bool:
    """Whether a word stands between quotation marks."""
    return len(QUOTATION_MARK.findall(text_of(token.doc)[: token.idx])) % 2 == 1
