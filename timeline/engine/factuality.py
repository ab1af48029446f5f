"""Did it happen? Actual, planned, negated, or only reported."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from timeline.engine.clauses import VERBAL, Happening, child, finite, infinitive, plans
from timeline.engine.deadlines import OF_A_DEADLINE
from timeline.engine.findings import ACTUAL, NEGATED, PLANNED, REPORTED
from timeline.engine.lexicon import CLAIMING, EVIDENTIAL_ADVERBS, EVIDENTIAL_NOUNS, FAILING, SAYING

if TYPE_CHECKING:
    from spacy.tokens import Token

WILL = ("will", "shall", "'ll", "’ll", "wo")
ISSUE = (
    1  # days by which an issue bears a later date than what is printed in it: it has been said all the same
)
PERHAPS = ("may", "might", "could")


def auxiliaries(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in ("aux", "auxpass") and c.i < verb.i]


def negated(verb: Token) -> bool:
    if any(c.dep_ == "neg" for c in verb.children) or nobody(verb):
        return True
    head = verb.head
    to_be_done = verb.dep_ == "xcomp" or verb.dep_ == "ccomp" and not finite(verb)
    return to_be_done and head.i != verb.i and head.lemma_.lower() in FAILING


def nobody(verb: Token) -> bool:
    """Whether the subject says no: "no minister came"."""
    subject = child(verb, "nsubj", "nsubjpass")
    return subject is not None and (
        subject.lower_ in ("nobody", "none", "nothing")
        or any(c.lower_ in ("no", "neither") and c.dep_ == "det" for c in subject.children)
    )


def was_able(verb: Token) -> bool:
    """Whether what one was able to do was done: "before he was able to form a government"."""
    head = verb.head
    able = verb.dep_ == "xcomp" and head.lower_ in ("able", "forced", "obliged", "compelled")
    was = [head.head, *head.children] if able else []
    return any(c.tag_ == "VBD" and c.lemma_ == "be" for c in was)


def planned(verb: Token) -> bool:
    """By the words alone: "will", "must", "is to", "is due to", "plans to", "going to"."""
    helpers = auxiliaries(verb)
    if any(c.lower_ in WILL for c in helpers) or obliged(helpers):
        return True
    if infinitive(verb) or any(c.tag_ == "TO" for c in helpers):
        head = verb.head
        if was_able(verb):
            return False
        if head.i == verb.i or verb.dep_ in ("xcomp", "ccomp", "advcl") and plans(head):
            return True
        if verb.dep_ in ("acl", "relcl") and (plans(head) or any(c.dep_ == "auxpass" for c in helpers)):
            return True
        if head.lemma_ == "be" and verb.dep_ in ("xcomp", "ccomp"):
            return True
    joined = verb.dep_ == "conj" and verb.head.pos_ in VERBAL
    if joined and verb.tag_ == "VB" and not any(c.tag_ in ("VBD", "MD") for c in helpers):
        return planned(verb.head)
    schedule = child(verb, "xcomp", "acomp", "prep")
    return (
        bool(helpers)
        and verb.lemma_ in ("schedule", "slate", "plan", "expect", "set", "call")
        and verb.tag_ == "VBN"
        and (schedule is not None and schedule.lower_ == "for")
    )


def obliged(helpers: list[Token]) -> bool:
    """Whether the helpers of a verb say that it must come: "must leave by Friday", not "must have left"."""
    return any(c.lower_ == "must" for c in helpers) and not any(c.lower_ == "have" for c in helpers)


def claimed(verb: Token) -> bool:
    """Told by somebody the writer does not vouch for, or with "may", "reportedly", "believed to"."""
    if any(c.lower_ in PERHAPS for c in auxiliaries(verb)):
        return True
    if any(c.lower_ in EVIDENTIAL_ADVERBS for c in verb.children):
        return True
    if verb.lemma_.lower() not in SAYING and according(verb) is not None:
        return True
    token = verb
    while token.dep_ in ("conj", "ccomp", "xcomp", "advcl", "relcl", "acl") and token.head.i != token.i:
        above = token.head
        if token.i < above.i and any(t.text == ";" for t in token.doc[token.i : above.i]):
            break  # "the town voted; it says it will pay"
        if token.dep_ in ("ccomp", "xcomp") and above.lemma_.lower() in CLAIMING:
            return True
        if token.dep_ == "acl" and above.lemma_.lower() in EVIDENTIAL_NOUNS:
            return True
        if token.dep_ == "relcl":
            break
        token = above
    return False


def according(verb: Token) -> Token | None:
    """The "according" (to somebody) that a clause hangs on: its own, or that of the sentence it is part of."""
    for above in (verb, *verb.ancestors):
        if above.dep_ == "relcl":
            own = next((c for c in above.children if c.lower_ == "according"), None)
            return own
        if above.pos_ in VERBAL and above.lemma_.lower() not in SAYING:
            found = next((c for c in above.children if c.lower_ == "according"), None)
            if found is not None:
                return found
    return None


def factuality(happening: Happening, first_day: date | None, published: date | None) -> str:
    """`first_day` is the earliest day of the date; what lies after the publication can only be planned."""
    trigger = happening.trigger
    days = (first_day - published).days if first_day is not None and published is not None else 0
    ahead = days > 0
    if not happening.noun:
        if negated(trigger):
            return NEGATED
        past = any(t.tag_ == "VBD" for t in (trigger, *auxiliaries(trigger)))
        if planned(trigger) or (ahead and not (past and days <= ISSUE)):
            return PLANNED
        return REPORTED if claimed(trigger) else ACTUAL
    return PLANNED if ahead or happening.way in OF_A_DEADLINE else ACTUAL
