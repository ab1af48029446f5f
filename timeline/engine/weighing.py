"""What speaks for and against a finding: the reasons of its score, in the words an editor sees."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from timeline.engine.accounts import account, level, statistic
from timeline.engine.clauses import (
    PRENOMINAL,
    event_noun,
    finite,
    has_child,
    infinitive,
    inside_quotes,
    is_a_right,
    plans,
)
from timeline.engine.deadlines import OF_A_DEADLINE
from timeline.engine.factuality import was_able
from timeline.engine.findings import NEGATED, PLANNED, REPORTED
from timeline.engine.grammar import subject_of
from timeline.engine.lexicon import (
    ACCUSING,
    EXPECTING,
    HAVING_DONE,
    LASTING,
    POINTING,
    SAID_NOUNS,
    SAYING,
    STATES,
)
from timeline.engine.parsing import text_of
from timeline.engine.references import known_body
from timeline.engine.tenses import in_present, looks_back

if TYPE_CHECKING:
    from spacy.tokens import Token

    from timeline.engine.headlines import Headline
    from timeline.engine.reading import Dated
    from timeline.engine.timex import Timex

POSSIBLE = ("may", "might", "could", "would", "should", "can", "must")
USUAL = frozenset("normally usually typically generally traditionally often regularly always".split())
COMMENT = re.compile(
    r"\b(?:declined|refused|(?:un)?available|reached|return(?:ed)? calls?)\b.{0,12}\b(?:for|to|seeking)? ?comment",
    re.I,
)
NEWS = 400  # days for which what has happened is still spoken of as known
MOVED = frozenset("postpone delay adjourn extend move defer put set schedule reschedule fix slate".split())

WAYS = {
    "direct": "the date stands at the verb",
    "fronted": "the date opens the sentence",
    "through-noun": "the date stands at a noun of the clause",
    "account": "the date stands at a noun of the clause",
    "noun": "an event noun with a date",
    **dict.fromkeys(OF_A_DEADLINE, "an event noun with a date"),
    "heading": "a line under or after its date",
}
BASES = {
    "explicit": "the text says the date in full",
    "relative": "the date is counted from another",
    "inherited": "the year or month stands elsewhere",
}


def reasons(
    dated: Dated,
    fact: str,
    line: Headline,
    names: dict[int, str | None],
    quoted: bool,
    published: date | None,
    first: bool = False,
    news: bool = False,
) -> list[str]:
    """`first` tells that no text stands before the sentence, so that nothing in it can lean on that; `news` that its
    article speaks of the days around its publication."""
    timex, happening, trigger = dated.timex, dated.happening, dated.happening.trigger
    reasons = ["every finding", BASES[timex.basis], WAYS[happening.way]]
    if timex.alternatives:
        reasons.append("the date can be read in two ways")
    if timex.date.earliest is None or timex.date.latest is None:
        reasons.append("the date is open at one side")
    elif timex.date.qualifier != "exact" or timex.date.precision == "century":
        reasons.append("the date is vague")
    reasons.append("a full headline" if line.full else "no full headline")
    reasons.append("a name takes part" if line.names else "nobody named takes part")
    nobody = any(
        name is None
        and (i in line.subject or (not first if happening.noun else news and known_body(trigger.doc[i])))
        for i, name in names.items()
    )
    if nobody:
        reasons.append("its subject is an unresolved pronoun")
    elif any(name is None for name in names.values()):
        reasons.append("a pronoun in it is unresolved")
    if fact == PLANNED:
        reasons.append("planned")
    elif fact == REPORTED:
        reasons.append("only reported to have happened")
    elif fact == NEGATED:
        reasons.append("it did not happen")
    if (
        happening.noun
        and trigger.lemma_.lower() in SAID_NOUNS
        and not any(c.lower_ in ("of", "on", "about", "that", "to") for c in trigger.children)
    ):
        reasons.append("a noun that does not tell what was said")
    if line.leans and happening.noun:
        reasons.append("an event noun that names nobody")
    elif line.leans and _event_told(trigger, line.names):
        reasons.append("its subject is an event that the text before tells of")
    elif line.leans and line.names:
        reasons.append("its subject stands only in the text before")
    elif line.leans and fact == PLANNED:
        reasons.append("a plan of something that stands only in the text before")
    elif line.leans:
        reasons.append("what it speaks of stands only in the text before")
    paper = (  # "stock purchase agreement"
        happening.noun
        and line.leans
        and trigger.lemma_.lower() in POINTING
        and not has_child(trigger, "prep", "relcl", "acl")
    )
    told = line.leans and not happening.noun and not _event_told(trigger, line.names)
    if line.object_leans and not first:
        reasons.append("what it was done to stands only in the text before")
    we = any(name is None and trigger.doc[i].lower_ in ("we", "i", "you") for i, name in names.items())
    of_the_day = published is not None and timex.anchor == published.isoformat()
    recent = _of_its_time(timex, published)
    opens = first and not any(t.ent_type_ == "ORG" for t in trigger.doc[: line.first])
    leans = of_the_day and (told or paper or line.object_leans) or (of_the_day or news) and nobody
    leans = leans or news and happening.noun and line.leans
    lost = recent and (line.lacks or not line.stands and not opens)
    if nobody and we or lost or leans and not first:
        reasons.append("who reads it alone does not learn what happened")
    elif line.says_little and not first and of_the_day:
        reasons.append("it says little")
    if line.silent:
        reasons.append("whose word it is finds no room")
    if line.chopped:
        reasons.append("a line cut short")
    if COMMENT.search(line.title):
        reasons.append("that nobody would comment")
    if account(trigger, happening.noun, timex.text, timex.basis == "relative"):
        moved = happening.noun or not level(trigger)
        reasons.append("a price or an account" if moved else "the level of a price or an account")
    elif not happening.noun and statistic(trigger):
        reasons.append("a figure or statistic")
    bare = happening.noun and not any(
        c.dep_ not in ("det", "punct") and c.ent_type_ != "DATE" for c in trigger.children
    )
    if bare and len(line.title.split()) < 3:
        reasons.append("an event noun alone")
    by_word = timex.basis == "relative" and not any(c.isdigit() for c in timex.text)
    if happening.noun and by_word and _named_by_date(trigger, timex):
        reasons.append("named in passing")
    if not happening.noun:
        reasons += _verb_reasons(trigger, fact, quoted, happening.way)
        if _out_of_tense(trigger, timex, published):
            reasons.append("the tense does not fit the date")
        if _is_now(trigger) and happening.way != "heading" and _is_over(timex, published):
            reasons.append("a state of now with a date that is over")
        if timex.text.lower() == "today" and in_present(trigger) and _lasting(trigger) and not first:
            reasons.append("what is so today")
    return reasons


def _lasting(verb: Token) -> bool:
    """Whether a verb tells what is so for long: "employs 300 people", "looks like the moon"; not "are in Oslo for talks"."""
    if verb.lemma_ == "be" and not has_child(verb, "attr"):
        return False
    return verb.lemma_.lower() in STATES | LASTING and verb.tag_ in ("VBZ", "VBP")


def _is_now(verb: Token) -> bool:
    """ "Tourism is the chief source, with 550,000 visitors in 2005"."""
    return verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP") and verb.dep_ == "ROOT"


def _is_over(timex: Timex, published: date | None) -> bool:
    last = timex.date.latest
    return published is not None and last is not None and last.year < published.year


def _of_its_time(timex: Timex, published: date | None) -> bool:
    """Whether a date is of the news: counted from the day of publication, or little before it."""
    return published is not None and (
        timex.anchor == published.isoformat() or not long_past(timex, published)
    )


def long_past(timex: Timex, published: date) -> bool:
    """Whether what is dated so is no longer spoken of as known when the text appears."""
    last = timex.date.latest if timex.date is not None else None
    return last is not None and (published - last).days >= NEWS


def _named_by_date(noun: Token, timex: Timex) -> bool:
    """ "Today's announcement", "the third-quarter loss"."""
    return any(c.dep_ in PRENOMINAL and c.i < noun.i and c.text in timex.text for c in noun.children)


def _verb_reasons(verb: Token, fact: str, quoted: bool, way: str) -> list[str]:
    reasons = []
    lemma = verb.lemma_.lower()
    if verb.dep_ == "ROOT":
        reasons.append("a main clause")
    returned = any(c.lower_ == "back" for c in verb.children)  # "was back"
    usual = any(c.lower_ in USUAL for c in verb.children if c.dep_ == "advmod")
    if in_present(verb) and usual and way != "heading":
        reasons.append("what is usual")
    if lemma in STATES and (verb.tag_ != "VBN" or lemma in ("be", "have")) and not returned:
        reasons.append("a state rather than a happening")
    elif in_present(verb) and fact != PLANNED and way != "heading" and finite(verb):
        reasons.append("a general truth in the present tense")
    if unfulfilled(verb, fact):
        reasons.append("not said to have happened")
    expected = verb.head.lemma_.lower() in EXPECTING and verb.dep_ in ("xcomp", "ccomp")
    if fact == PLANNED and (expected or lemma in EXPECTING):
        reasons.append("only expected")
    if any(c.lower_ in POSSIBLE for c in verb.children if c.dep_ == "aux") and fact != PLANNED:
        reasons.append("only possible")
    if text_of(verb.doc).rstrip(" \"”'’)").endswith("?"):
        reasons.append("a question")
    if lemma in SAYING:
        reasons.append("somebody's words")
    follows = text_of(verb.doc).rstrip().endswith(":") and lemma in SAYING and not has_child(verb, "ccomp")
    subject = subject_of(verb)
    if follows or subject is not None and subject.lower_ == "following":
        reasons.append("it only announces what follows")
    if inside_quotes(verb.doc, verb, quoted):
        reasons.append("inside a quotation")
    return reasons


def _event_told(verb: Token, names: bool) -> bool:
    """ "The assault killed eighteen soldiers", "the fight broke out in Hayward" say by themselves what happened."""
    subject = subject_of(verb)
    if subject is None or not event_noun(subject, listed_only=True) or subject.lemma_.lower() in POINTING:
        return False
    return has_child(verb, "dobj") or names


def unfulfilled(verb: Token, fact: str) -> bool:
    """ "made it hard for Sun to meet demand", "set its sights on buying": nothing is said to have happened."""
    if is_a_right(verb):
        return True
    if fact == PLANNED or was_able(verb):
        return False
    if verb.dep_ == "pcomp" and verb.tag_ == "VBG":
        charged = verb.head.lower_ in ("with", "of", "for") and verb.head.head.lemma_.lower() in ACCUSING
        return charged or verb.head.lower_ not in HAVING_DONE or verb.lemma_.lower() in STATES - {"have"}
    return infinitive(verb) and verb.dep_ not in ("acl", "relcl", "ROOT")


def _out_of_tense(verb: Token, timex: Timex, published: date | None) -> bool:
    """Whether a past is told with a date still to come ("voted ... next year"): the date is another happening's."""
    first = timex.date.earliest
    if published is None or first is None:
        return False
    last = timex.date.latest
    if last is not None and last < published:
        return any(c.dep_ == "aux" and c.lower_ in ("will", "shall") for c in verb.children)
    if first <= published or not looks_back(verb):
        return False
    return verb.lemma_.lower() not in MOVED and not plans(verb)
