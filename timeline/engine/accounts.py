"""Figures: what a thing cost, earned, counted. A line about them says what moved, or only at what it stood."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.engine.clauses import VERBAL
from timeline.engine.grammar import subject_of
from timeline.engine.lexicon import ACCOUNTS, ALWAYS_ACCOUNTS, MEASURING, MOVES, QUOTED_PRICES, SAYING, TRADED

if TYPE_CHECKING:
    from spacy.tokens import Token

MEASURES = ("PERCENT", "MONEY", "QUANTITY")
AMOUNTS = ("PERCENT", "MONEY")
HAVING = frozenset(
    "be have post report see show close trade take record earn expect predict forecast pay".split()
)
COUNTING = frozenset("record register log count see report have".split())
STANDING = frozenset("be stand remain stay total average".split())
CLOSING = frozenset("open close end finish settle trade quote".split())
WAYS_TO_MOVE = frozenset("up down higher lower off".split())
PRICING = frozenset("push boost lift pull send drive bid knock".split())
FIGURES = re.compile(r"\d|\b(?:per ?cent|million|billion|trillion|dozen|thousand)\b|[%$£€]")
OF_A_SHARE = re.compile(
    r"\b(?:cents?|pence|a share|apiece|points?|an ounce|a barrel|basis)\b|\d/\d|\$ ?\d+\.\d"
)
A_YEAR_BEFORE = re.compile(r"\b(?:year|quarter|period|month)s?[- ](?:ago|earlier|before)\b", re.I)


def statistic(verb: Token) -> bool:
    """Whether a verb of measure has a figure: "the population rose to 207 million"."""
    lemma = verb.lemma_.lower()
    counted = (*MEASURES, "CARDINAL") if lemma in MEASURING else MEASURES if lemma in HAVING else ()
    return FIGURES.search(" ".join(t.text for t in verb.subtree if t.ent_type_ in counted)) is not None


def tally(verb: Token) -> bool:
    """Whether a verb only counts: "the city recorded two in 2021 and none in 2020", "put the number of deaths at 220"."""
    if verb.lemma_ == "put" and any(
        c.lower_ == "at" and any(t.like_num for t in c.children) for c in verb.children
    ):
        return True
    counted = (c for c in verb.children if c.dep_ == "dobj" and c.left_edge.i == c.right_edge.i)
    bare = any(c.tag_ == "CD" and c.lower_ != "one" or c.lower_ == "none" for c in counted)
    return verb.lemma_.lower() in COUNTING and bare


def level(verb: Token) -> bool:
    """Whether a verb only says at what a figure stood: "sales were $3 million", "shares closed at $43.50", not "closed up
    50 cents"."""
    if verb.lemma_.lower() in STANDING or tally(verb):
        return True
    moved = any(word.lower_ in WAYS_TO_MOVE for word in verb.subtree)
    return verb.lemma_.lower() in CLOSING and not moved


def account(trigger: Token, noun: bool, date_text: str = "", news: bool = False) -> bool:
    """Whether it is told what an exchange quoted or a balance sheet holds: "shares closed at $43.50", "net rose 4%".

    `news` tells that the date is counted from the day of publication: shares that fell yesterday are no happening,
    shares that fell in 1929 are.
    """
    words = list(trigger.subtree)
    amounts = [t for t in words if t.ent_type_ in AMOUNTS or t.text in ("$", "%")]
    if noun:
        return trigger.lower_ in ACCOUNTS and bool(amounts)
    lemma = trigger.lemma_.lower()
    subject = subject_of(trigger)
    about = subject.lower_ if subject is not None else ""
    if about in ALWAYS_ACCOUNTS or tally(trigger):
        return True
    if about in ACCOUNTS:
        return lemma in MOVES or lemma in MEASURING or bool(amounts)
    if lemma == "trade" and amounts and any(c.lower_ == "at" for c in trigger.children):
        return True  # "they traded at $10"
    if about in TRADED and lemma in ("open", "close", "end", "begin", "resume"):
        return True
    figures = amounts or any(t.ent_type_ in MEASURES or t.ent_type_ == "CARDINAL" for t in words)
    if about in QUOTED_PRICES and lemma in MOVES:
        return news or bool(figures)
    if amounts and A_YEAR_BEFORE.search(date_text):
        return True  # "from $93 million a year earlier"
    if lemma in MOVES and OF_A_SHARE.search(" ".join(t.text for t in words)):
        return True
    if lemma in SAYING:
        said = next((c for c in trigger.children if c.dep_ == "ccomp" and c.pos_ in VERBAL), None)
        if said is not None:
            return account(said, False)
    if lemma in PRICING and OF_A_SHARE.search(" ".join(t.text for t in words)):
        return any(c.dep_ == "dobj" and c.lower_ in QUOTED_PRICES for c in trigger.children)
    return lemma in HAVING and any(
        c.dep_ in ("dobj", "attr") and (c.lower_ in ACCOUNTS or c.ent_type_ in AMOUNTS)
        for c in trigger.children
    )
