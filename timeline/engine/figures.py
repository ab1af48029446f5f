"""Dates of a figure or of a paper's terms, which date no happening of their sentence.

"Sales fell to $3 million from $5 million a year earlier": a year earlier it was $5 million. "A dividend payable Dec. 7":
nothing that is told happened on that day.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.engine.lexicon import CHANGES, MEASURING, PAPERS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FARTHEST = 30  # words back to what a figure is compared with
LEADING = frozenset(
    "in at for on during of the a an about nearly just only late early same year-ago year-earlier comparable"
    " corresponding prior previous period quarter time level levels its".split()
)
PREPOSITIONS = frozenset("in at for on during".split())
MONEY = re.compile(
    r"[$#£€¥%]|percent|percentage|cents?|dollars?|dlrs|million|billion|trillion|points?|pence|yen|francs?|marks?"
)
CLAUSES = frozenset("; that which who whom when while where because but".split())
OF_A_RANGE = frozenset("to until till through onward onwards on - – —".split())
APPROXIMATE = frozenset("more less fewer".split())
DEADLINES = frozenset("later earlier sooner longer".split())
COUNTED_AS = frozenset("early recently late soon far long well such just".split())  # "as early as 1988"
LIKENED = frozenset("as same twice".split())
PLAIN = LEADING | frozenset(
    "whole entire following next last past current present mid recent coming first second".split()
)
TERMS = frozenset(
    "payable maturing mature matures matured redeemable puttable callable exercisable convertible".split()
)


def of_a_figure(date: list[Token], dates: set[int]) -> bool:
    """Whether a date says when a figure stood that another is compared with, or since when a superlative holds."""
    doc, first, last = date[0].doc, min(t.i for t in date), max(t.i for t in date)
    if _so_far(date):
        return True
    at = first
    while at > 0 and doc[at - 1].lower_ in LEADING:
        at -= 1
    for i in range(at - 1, max(-1, at - 1 - FARTHEST), -1):
        word = doc[i].lower_
        between = doc[i + 1 : at]
        if word == "to" and i and doc[i - 1].lower_ == "compared":
            continue
        if word == "compared":
            told = doc[i].tag_ != "VBN" and any(c.dep_ == "nsubj" for c in doc[i].children)
            return not told or doc[i - 1].text == ","
        if word in ("versus", "vs", "vs.", "against"):
            return i == at - 1 and word != "against" or _counts(between)
        if word == "from":
            return _from(doc, i, at, last)
        if word in ("than", "over", "as", "since") and i == at - 1:
            return {"than": _than, "over": _over, "as": _as, "since": _since}[word](doc, i, first)
        other_date = i in dates and doc[i].pos_ != "ADP"
        verb = doc[i].pos_ in ("VERB", "AUX") and doc[i].dep_ != "amod"
        if word in CLAUSES or word == "to" or other_date or verb:
            return False
    return False


def _counts(words) -> bool:
    """Whether money, a share or points are named."""
    return any(MONEY.fullmatch(word.lower_) or word.ent_type_ in ("MONEY", "PERCENT") for word in words)


def _measured(doc: Doc, preposition: int) -> bool:
    """Whether a change of a figure stands before "from" or "over"."""
    head, before = doc[preposition].head, doc[max(0, preposition - 6) : preposition]
    passive = any(child.dep_ == "auxpass" for child in head.children)  # "was sold off from 2004"
    return (
        not passive
        and head.lemma_.lower() in MEASURING | CHANGES
        or any(word.lower_ in ("up", "down", "unchanged", "changed", "higher", "lower") for word in before)
        or any(word.lemma_.lower() in CHANGES for word in before)
        or _counts(doc[max(0, preposition - 3) : preposition])
    )


def _from(doc: Doc, at: int, first: int, last: int) -> bool:
    ranged = last + 1 < len(doc) and doc[last + 1].lower_ in OF_A_RANGE
    if first == at + 1:
        return _measured(doc, at) and not ranged
    between = doc[at + 1 : first]
    if not any(word.like_num or word.ent_type_ in ("MONEY", "PERCENT", "CARDINAL") for word in between[:6]):
        return False
    return _counts(between) or _measured(doc, at)


def _than(doc: Doc, at: int, first: int) -> bool:
    """ "Lower than a year ago", but not "more than a year ago" nor "later than Friday"."""
    before = doc[at - 1].lower_ if at else ""
    if before in APPROXIMATE:
        return doc[at + 1].lower_ in PREPOSITIONS
    return before not in DEADLINES


def _over(doc: Doc, at: int, first: int) -> bool:
    return doc[at + 1].lower_ not in ("the", "a", "an") and _measured(doc, at)


def _as(doc: Doc, at: int, first: int) -> bool:
    before = doc[max(0, at - 8) : at]
    return (
        bool(before)
        and before[-1].lower_ not in COUNTED_AS
        and any(word.lower_ in LIKENED for word in before)
    )


def _ranks(word: Token) -> bool:
    """ "The first", "the 11th", "the only", "the worst"."""
    number = word.ent_type_ == "ORDINAL" and word.pos_ == "ADJ"
    return number or word.lower_ in ("first", "only") or word.tag_ == "JJS"


def _so_far(date: list[Token]) -> bool:
    """ "It was the first such theft this year" counts, and tells of no deed."""
    doc, first = date[0].doc, min(t.i for t in date)
    before = doc[max(0, first - 3) : first].text.lower()
    if before.endswith(("so far", "so far in")):
        return True
    if doc[first].lower_ != "this":
        return False
    verbs = [above for above in doc[first].ancestors if above.lemma_ == "be"][:1]
    counts = [c for verb in verbs for c in verb.children if c.dep_ == "attr" and c.i < first]
    return any(_ranks(noun) or any(map(_ranks, noun.children)) for noun in counts)


def _since(doc: Doc, at: int, first: int) -> bool:
    """ "The lowest level since 1974", but not "since the 1974 strike"."""
    if doc[first].dep_ in ("nummod", "compound", "amod", "nmod") and doc[first].head.pos_ == "NOUN":
        return False
    for above in doc[at].ancestors:
        ranked = [above, *(c for c in above.children if c.dep_ == "attr" and above.lemma_ == "be")]
        if any(_ranks(c) for noun in ranked for c in (noun, *noun.children) if noun.pos_ in ("NOUN", "ADJ")):
            return True  # "the first time that Berg had been let in since May", "the 11th to be freed since 1973"
    for i in range(at - 1, max(-1, at - 9), -1):
        if doc[i].tag_ in ("JJS", "RBS") or doc[i].lower_ in ("first", "only"):
            return True
        if doc[i].pos_ in ("VERB", "AUX") and doc[i].dep_ != "acl" or doc[i].text in (",", ";"):
            return False
    return False


def of_a_term(date: list[Token]) -> bool:
    """Whether a date is a paper's day of payment, record, expiry or maturity."""
    doc, at = date[0].doc, min(t.i for t in date)
    while at > 1 and doc[at - 1].lower_ in ("in", "on", "at", "about", "by"):
        at -= 1
    before = doc[at - 1] if at else None
    if before is None:
        return False
    if before.lower_ == "record":
        return at > 1 and doc[at - 2].lower_ == "of"
    if before.lower_ == "effective" and at > 1 and doc[at - 2].text == ",":
        return True  # "named a new head, effective Dec. 7", but not "will close effective Dec. 7"
    if before.lower_ == "due" and before.head.lemma_ in ("fall", "come"):
        return False  # "the rent falls due on 25 March"
    if before.lower_ in ("due", "expire", "expires", "expiring", "expired"):
        return any(word.lemma_.lower() in PAPERS for word in doc[max(0, at - 9) : at - 1])
    return before.lower_ in TERMS


def of_a_period(date: list[Token], root: Token) -> bool:
    """Whether a period itself is told of: "after a flat second quarter", "in a record 1988"."""
    first = min(t.i for t in date)
    before = date[0].doc[first - 1] if first else None
    return (
        before is not None
        and before.tag_ == "JJ"
        and before.head.i == root.i
        and root.dep_ in ("pobj", "dobj", "nsubj")
        and before.lower_ not in PLAIN
    )
