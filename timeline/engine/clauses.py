"""Which happening of a sentence a date belongs to, by the parse.

A date phrase hangs on a word (`governor`); from there one climbs to the verb or event noun that happened. What only
names something, measures something or supposes something is no happening.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from timeline.engine.deadlines import IN_FORCE, in_force, put_to, set_as
from timeline.engine.figures import of_a_figure, of_a_period, of_a_term
from timeline.engine.lexicon import (
    ACCOUNTS,
    ACCUSING,
    ADDRESSING,
    AFTERWARDS,
    AROUND,
    ATTENDING,
    BARRING,
    CHANGES,
    CHOOSING,
    DURING,
    EVENT_ENDINGS,
    EVENT_NOUNS,
    FIXING,
    HARMING,
    HELD,
    JUDGING,
    LASTING_NOUNS,
    LEGAL_NOUNS,
    LINKING,
    LOOKING,
    MAKING,
    PLANNING,
    PLANNING_NOUNS,
    POSTPONING,
    PUBLISHING,
    RELATING,
    RUINING,
    SAYING,
    SCHEDULING,
    SPEAKING,
    STATES,
    WINNING,
    WRITINGS,
)
from timeline.engine.parsing import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

VERBAL = ("VERB", "AUX")
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
PRENOMINAL = ("compound", "nummod", "amod", "nmod", "poss", "det", "quantmod")
QUOTATION_MARK = re.compile("[\"“”«»„]|``|''")
WHEN = frozenset("on in at by since until till from after before during".split())
OPENING = frozenset("after before when as while because since until although though if unless".split())
HIGHEST = 40  # steps up a parse tree; a tree is never so high in a sentence people wrote


@dataclass(frozen=True, slots=True)
class Happening:
    """A trigger and how the date came to it. `way`: direct, fronted, through-noun, noun, account, heading, or those of
    `deadlines`."""

    trigger: Token
    way: str
    # What it is told of where the verb is left out: "launched X on 1 May, and | Y on 2 May".
    part: Token | None = None
    role: str = "object"  # of that part: object, subject, place
    span: tuple[int, int] | None = None  # the places of all its words, where they are known
    others: frozenset[int] = frozenset()  # the places of words that are told of with another date

    @property
    def noun(self) -> bool:
        return self.trigger.pos_ not in VERBAL


def root_of(tokens: Iterable[Token]) -> Token:
    """The word of a stretch that the others hang on: the highest one that is no punctuation."""
    tokens = list(tokens)
    inside = {token.i for token in tokens}
    outward = [t for t in tokens if t.head.i not in inside or t.head.i == t.i]
    worded = [t for t in outward if not t.is_punct and t.pos_ != "ADP"] or outward or tokens
    return min(worded, key=lambda token: (sum(1 for _ in token.ancestors), token.i))


def sentence_root(doc: Doc) -> Token:
    return next((t for t in doc if t.head.i == t.i and t.dep_ == "ROOT"), doc[0])


def has_child(token: Token, *deps: str) -> bool:
    return any(child.dep_ in deps for child in token.children)


def child(token: Token, *deps: str) -> Token | None:
    return next((c for c in token.children if c.dep_ in deps), None)


def infinitive(verb: Token) -> bool:
    base = verb.tag_ == "VB" or any(c.dep_ == "auxpass" and c.lower_ == "be" for c in verb.children)
    return base and any(c.tag_ == "TO" for c in verb.children)


def finite(verb: Token) -> bool:
    """Whether a verb stands in a tense of its own."""
    if verb.tag_ in ("VBD", "VBZ", "VBP"):
        return True
    return any(c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP", "MD") for c in verb.children)


def event_noun(token: Token, *, listed_only: bool = False) -> bool:
    """Whether a noun happens: a listed one, or one made of a verb ("annexation")."""
    if token.pos_ not in ("NOUN", "PROPN") or token.lower_ in ("sales", "losses"):
        return False
    lemma = token.lemma_.lower()
    if lemma in ("loss", "gain", "rise", "fall", "increase") and of_money(token):
        return False
    if token.dep_ == "pobj" and token.head.lower_ == "under" and not has_child(token, "det"):
        return False  # "a bomb under construction"
    if lemma in EVENT_NOUNS or token.lower_ in EVENT_NOUNS:
        return True
    return (
        not listed_only
        and token.pos_ == "NOUN"
        and lemma.endswith(EVENT_ENDINGS)
        and lemma not in LASTING_NOUNS
    )


def of_money(noun: Token) -> bool:
    """ "A loss of $3 million"."""
    after = noun.doc[noun.i + 1 : noun.i + 4]
    return (
        bool(after)
        and after[0].lower_ == "of"
        and any(word.ent_type_ == "MONEY" or word.is_currency for word in after)
    )


def main_verb(verb: Token) -> Token:
    while verb.dep_ in ("aux", "auxpass") and verb.head.i != verb.i and verb.head.pos_ in VERBAL:
        verb = verb.head
    return verb


def plans(token: Token) -> bool:
    """A word whose complement is yet to come: "agreed to", "is due to", "a plan to", "has been called to"."""
    if token.lemma_ == "call" and has_child(token, "auxpass"):
        return any(c.lower_ in ("has", "have") for c in token.children)
    return token.lemma_.lower() in (PLANNING if token.pos_ not in ("NOUN", "PROPN") else PLANNING_NOUNS)


def ahead(verb: Token) -> bool:
    """Whether a verb is itself in the future: "will be invited to"."""
    return any(c.dep_ == "aux" and c.lower_ in ("will", "shall", "'ll", "’ll") for c in verb.children)


def cleft(verb: Token) -> Token:
    """The verb that "be" leads to: "it was in 1947 that Pakistan became independent", "they are to meet"."""
    if verb.lemma_ == "be" and not has_child(verb, "attr", "acomp"):
        inner = next((c for c in verb.children if c.dep_ in ("xcomp", "ccomp") and infinitive(c)), None)
        if inner is not None:
            return inner
    doing = verb.dep_ == "pcomp" and verb.head.dep_ == "prep" and verb.head.head.lemma_ == "be"
    being = verb.head.head if doing else verb  # "it was on leaving the hall on 28 June that he was shot"
    if being.lemma_ != "be" or not any(c.lower_ == "it" and c.dep_ in SUBJECTS for c in being.children):
        return verb
    clauses = ("ccomp", "advcl", "relcl")
    that = [
        t for t in (*being.subtree, being.head) if any(c.i < t.i and c.lower_ == "that" for c in t.children)
    ]
    inner = [t for t in that if t.i > verb.i and finite(t) and (t.dep_ in clauses or t.i == being.head.i)]
    inner += [c for c in being.children if c.dep_ in clauses and c.i > verb.i and finite(c)]
    return inner[0] if inner else verb


LEADING_DATE = ("last", "next", "this", "late", "early")


def opened_clause(root: Token, date: list[Token]) -> Token | None:
    """The verb of the clause that a date opens, which the parser took for what is done: "won, and | the next year she left", or
    for a part of who did it: "won, and | last May state officials left"."""
    who = root.head
    first = date[0]
    part = root.dep_ in PRENOMINAL and root.dep_ != "poss"
    if part and who.dep_ in SUBJECTS and first.lower_ in LEADING_DATE:
        before = first.doc[first.i - 1].dep_ if first.i else "punct"
        if (
            first.i == who.left_edge.i
            and before in ("cc", "punct")
            and who.head.pos_ in VERBAL
            and not event_noun(who)
        ):
            return who.head
    if root.dep_ != "conj" or root.head.pos_ not in VERBAL:
        return None
    after = (
        *(c for c in root.children if c.dep_ == "relcl"),
        *(c for c in root.head.children if c.dep_ == "conj"),
    )
    for verb in sorted(after, key=lambda verb: verb.i):
        subject = child(verb, *SUBJECTS)
        if verb.i > root.i and verb.pos_ in VERBAL and subject is not None and root.i < subject.i < verb.i:
            return None if subject.tag_ in ("WDT", "WP") else verb
    return None


def top_of(verb: Token) -> Token:
    """The verb of a side clause that says what another tells: "said" of "a missile, which it said could | reach Oslo,"."""
    while verb.dep_ in ("ccomp", "xcomp") and verb.head.pos_ in VERBAL and verb.head.dep_ != "ROOT":
        verb = verb.head
    return verb


def after_insertion(verb: Token, date: list[Token]) -> bool:
    """Whether a date stands behind the comma that closes the verb's insertion: "X left the land, seen as ..., in 1967"."""
    doc, first = verb.doc, min(t.i for t in date)
    while first > 0 and doc[first - 1].pos_ in ("ADP", "DET", "ADV"):
        first -= 1
    opening = verb.left_edge.i - 1
    return (
        verb.dep_ in ("advcl", "acl", "relcl")
        and first > verb.i + 1
        and doc[first - 1].text in (",", "—", "–")
        and opening > 0
        and doc[opening].text in (",", "—", "–")
        and verb.head.pos_ in (*VERBAL, "NOUN", "PROPN")
    )


def before_insertion(verb: Token, date: list[Token]) -> bool:
    """Whether a date stands before the comma that opens the verb's insertion: "Bush on Monday, asked whether ..., replied"."""
    doc, last = verb.doc, max(t.i for t in date)
    opens = (
        last + 1 < len(doc) and doc[last + 1].text == "," and last < verb.i and verb.left_edge.i <= last + 2
    )
    return (
        opens
        and verb.dep_ in ("acl", "advcl")
        and verb.tag_ in ("VBN", "VBG")
        and child(verb, *SUBJECTS) is None
    )


def leading_word(date: list[Token]) -> str:
    """The preposition right before a date, or nothing."""
    first = min(t.i for t in date)
    return date[0].doc[first - 1].lower_ if first else ""


def before_clause(verb: Token, date: list[Token]) -> bool:
    """Whether a date stands before the word that opens the verb's clause: "vote next year after delegates agreed"."""
    opening = next((c for c in verb.children if c.dep_ in ("mark", "advmod") and c.lower_ in OPENING), None)
    first = min(t.i for t in date)
    return (
        opening is not None
        and verb.dep_ == "advcl"
        and verb.head.pos_ in VERBAL
        and verb.head.i < first < opening.i < verb.i
    )


def supposed(verb: Token) -> bool:
    """Whether a verb stands under "if", "unless" or "whether": nothing is said to have happened."""
    for token in (verb, *verb.ancestors):
        if token.pos_ in VERBAL and any(
            c.dep_ in ("mark", "advmod") and c.lower_ in ("if", "unless", "whether") for c in token.children
        ):
            return True
    return False


def tells(verb: Token) -> bool:
    """Whether an infinitive after a noun tells a happening: "a plan to build", "the first to land", "to be held"."""
    noun = verb.head
    return (
        plans(noun)
        or has_child(verb, "auxpass")
        or noun.lower_ in ("first", "last", "only")
        or any(c.lower_ in ("first", "last", "only", "second", "third", "next") for c in noun.children)
    )


def harms_others(verb: Token) -> bool:
    """Whether a verb, or the noun of one without its helper, only goes on with what the one before tells: "killed ten people
    and wounded 20 others", "ten people were killed and 20 wounded"."""
    if harmed_beside(verb):
        return True
    if verb.dep_ != "conj" or verb.head.pos_ not in VERBAL or verb.tag_ != verb.head.tag_:
        return False
    thing = child(verb, "dobj")
    others = thing is not None and (
        thing.lower_ == "others" or any(c.lower_ == "other" for c in thing.children)
    )
    return others and not has_child(verb, *SUBJECTS)


def harmed_beside(token: Token) -> bool:
    """Whether a verb without its helper, or the noun before it, goes on with what was told: "ten people were killed and 20
    | wounded"."""
    verb = token.head
    if token.dep_ != "conj" or not has_child(verb, "auxpass") or verb.lemma_.lower() not in HARMING:
        return False
    if token.pos_ in ("NOUN", "NUM"):
        return any(c.dep_ == "acl" and c.i > token.i and c.lemma_.lower() in HARMING for c in token.children)
    subject = child(token, *SUBJECTS)
    if subject is None or token.tag_ != "VBN" or token.lemma_.lower() not in HARMING:
        return False
    return (
        not has_child(token, "aux", "auxpass") or subject.tag_ in ("CD", "JJ") or subject.lower_ == "others"
    )


def raised(verb: Token) -> Token:
    """From a purpose or a complement up to the verb that happened."""
    for _ in range(HIGHEST):
        verb = main_verb(verb)
        head = verb.head
        if head.i == verb.i:
            return verb
        if verb.dep_ == "xcomp":
            if head.lemma_ == "be" and infinitive(verb) and not has_child(head, "attr", "acomp"):
                return verb
            if head.pos_ in VERBAL and (not plans(head) or ahead(head)):
                verb = head
                continue
            if head.pos_ in ("ADJ", "ADV") and not plans(head) and head.head.pos_ in VERBAL:
                verb = head.head
                continue
            return verb
        if harms_others(verb):
            verb = head
            continue
        if verb.dep_ == "acl" and harmed_beside(head):
            verb = head.head
            continue
        if verb.tag_ == "VBG" and verb.dep_ in ("advcl", "acl") and verb.lemma_.lower() in SPEAKING:
            above = next((a for a in verb.ancestors if a.pos_ in VERBAL), None)
            if above is not None and finite(above):
                verb = above  # "speaking on Tuesday, he rejected the claim"
                continue
        if verb.dep_ == "advcl" and infinitive(verb) and head.pos_ in VERBAL and not plans(head):
            verb = head
            continue
        if verb.dep_ == "pcomp" and head.lower_ == "from" and head.head.lemma_.lower() in BARRING:
            verb = head.head  # "barred him from working until April"
            continue
        if verb.dep_ in ("acl", "relcl") and infinitive(verb) and not tells(verb):
            above = next((a for a in verb.ancestors if a.pos_ in VERBAL), None)
            if above is None:
                return verb
            verb = above
            continue
        if verb.dep_ == "conj" and not finite(verb) and head.pos_ in VERBAL and infinitive(head):
            if raised(head).i != head.i:
                return raised(head)
            return verb
        return verb
    return verb


def planned_deed(verb: Token, date: list[Token]) -> Token | None:
    """What a verb of planning leads to: "complete" in "hopes to complete the bridge"; of several the one a date stands at."""
    deed = next((c for c in verb.children if c.dep_ == "xcomp" and infinitive(c)), None)
    if deed is None or not plans(verb):
        return None
    joined = [deed]
    for last in joined:
        joined += (c for c in last.children if c.dep_ == "conj" and infinitive(c))
    return next((c for c in reversed(joined) if any(a.i == c.i for a in root_of(date).ancestors)), deed)


def aim(verb: Token, date: list[Token]) -> Token | None:
    """The infinitive below a verb that a date stands in: "begin" in "has the papers to begin work next week"."""
    inner = next((a for a in root_of(date).ancestors if a.pos_ in VERBAL and infinitive(a)), None)
    below = inner is not None and inner.i != verb.i and verb in inner.ancestors
    return inner if below and not before_its_to(inner, date) else None


def before_its_to(verb: Token, date: list[Token]) -> bool:
    """Whether a date stands before the "to" of an infinitive: "invited him to a ceremony on 12 March to mark the day"."""
    to = next((c for c in verb.children if c.tag_ == "TO"), None)
    return to is not None and max(t.i for t in date) < to.i


def fixes_a_day(verb: Token) -> bool:
    """Whether a verb fixes when its object is to happen: "scheduled a news conference", "called a rally for Friday"."""
    noun, lemma = child(verb, "dobj", "oprd", "nsubjpass"), verb.lemma_.lower()
    called = lemma in ("call", "set") and any(c.lower_ == "for" and c.i > verb.i for c in verb.children)
    return noun is not None and (lemma in SCHEDULING or called) and event_noun(noun)


def fixed_by(noun: Token) -> Token | None:
    """The verb with which somebody fixes when a noun is to happen: "Berg has scheduled a news conference"."""
    verb = noun.head
    told = verb.pos_ in VERBAL and (verb.dep_ == "conj" or has_child(verb, "nsubj"))
    return verb if told and noun.dep_ == "dobj" and fixes_a_day(verb) else None


def told_in(verb: Token) -> Token | None:
    """The verb of what is told in a writing, for a participle that says when that appeared: "said in a letter published
    Wednesday", "in a report released Tuesday, the bank warned"."""
    writing = verb.head
    if verb.dep_ != "acl" or verb.tag_ != "VBN" or verb.lemma_.lower() not in PUBLISHING:
        return None
    if (
        writing.lemma_.lower() not in WRITINGS
        or writing.dep_ != "pobj"
        or writing.head.lower_ not in ("in", "on")
    ):
        return None
    above = writing.head.head
    return raised(above) if above.pos_ in VERBAL and finite_past(above) else None


def plans_now(verb: Token) -> bool:
    """Whether a plan stands at the time of writing: "hopes", "is expected"; not "hoped", "was expected"."""
    return verb.tag_ in ("VBZ", "VBP") or (
        verb.tag_ == "VBN" and any(c.dep_ == "auxpass" and c.tag_ in ("VBZ", "VBP") for c in verb.children)
    )


def plan_maker(happening: Happening) -> Token | None:
    """The verb that made the plan a happening is: "signed an agreement to build a bridge", "was invited to join"."""
    plan, deed = happening.trigger.head, happening.trigger
    if happening.noun or not infinitive(deed):
        return None
    if deed.dep_ in ("xcomp", "ccomp", "advcl") and plan.lemma_.lower() in ADDRESSING:
        told = plan.tag_ == "VBD" or any(
            c.tag_ == "VBD" for c in plan.children if c.dep_ in ("aux", "auxpass")
        )
        return plan if told else None
    if deed.dep_ not in ("acl", "relcl"):
        return None
    made = plan.dep_ == "dobj" and plans(plan) and plan.head.tag_ == "VBD"
    return plan.head if made and plan.head.lemma_.lower() not in SAYING else None


def inside_quotes(doc: Doc, token: Token, open_before: bool = False) -> bool:
    """Whether quotation marks stand open at a word."""
    return quotes_open(text_of(doc)[: token.idx], open_before)


def quotes_open(text: str, open_before: bool = False) -> bool:
    """Whether a quotation is open at the end of a stretch.

    >>> quotes_open('He said "we'), quotes_open("“We are here,” he said"), quotes_open("to the end", True)
    (True, False, True)
    """
    is_open = open_before
    for found in QUOTATION_MARK.finditer(text):
        mark, begins = found[0], found.start() == 0 or text[found.start() - 1].isspace()
        if mark == '"' or (
            mark == "''" and begins and not is_open
        ):  # ''We are here,'' as some agencies write
            is_open = not is_open
        else:
            is_open = mark in ("“", "``", "„", "«")
    return is_open


def fronted(doc: Doc, tokens: list[Token], root: Token) -> bool:
    """Whether a date opens its sentence and belongs to no noun after it."""
    first = min(t.i for t in tokens)
    if any(t.pos_ in ("NOUN", "PROPN", "PRON", "NUM", *VERBAL) for t in doc[:first]):
        return False
    led = (
        first > 0 and doc[first - 1].pos_ == "ADP"
    )  # "On 1 June 2014 Russia ..." names no "1 June 2014 Russia"
    owner = root.head if root.dep_ in PRENOMINAL and root.head.i > root.i else None
    named = owner is not None and owner.dep_ in SUBJECTS and owner.ent_type_ in ("GPE", "PERSON")
    if not led and owner is not None and owner.pos_ in ("NOUN", "PROPN") and not named:
        return False  # but "The following January Manila took its case to the court"
    last = max(t.i for t in tokens)
    return last + 1 < len(doc) and not (doc[last + 1].dep_ == "case" or doc[last + 1].lower_ in ("'s", "’s"))


def inverted(verb: Token) -> bool:
    """Whether a verb is a condition without an "if": "should the next attempts fail"."""
    subject = child(verb, *SUBJECTS)
    helper = child(verb, "aux", "auxpass")
    return (
        subject is not None
        and helper is not None
        and helper.i < subject.i
        and helper.lower_ in ("should", "had", "were")
    )


def opening_verb(doc: Doc) -> Token | None:
    """The verb a fronted date belongs to: the main one, or what a trailing "..., officials said" reports."""
    root = sentence_root(doc)
    if root.pos_ not in VERBAL:
        return None
    for _ in range(3):
        if root.lemma_.lower() not in SAYING:
            first = next((c for c in root.children if c.dep_ == "ccomp" and c.i < root.i and finite(c)), None)
            parted = first is not None and any(t.text in (";", ":") for t in doc[first.i : root.i])
            return first if parted or first is not None and inverted(root) else root
        subject = child(root, "nsubj", "nsubjpass")
        reported = next(
            (c for c in root.children if c.dep_ == "ccomp" and c.i < root.i and c.pos_ in VERBAL), None
        )
        if reported is None or (subject is not None and subject.i < reported.i):
            break
        root = reported
    return root


def governor(root: Token, dates: set[int]) -> tuple[Token, Token]:
    """The word a date phrase hangs on, and the last word of the phrase on the way there."""
    token = root
    for _ in range(HIGHEST):
        head = token.head
        if head.i == token.i:
            return token, token
        if (
            head.i in dates
            or head.pos_ == "ADP"
            or head.dep_ in ("prep", "agent")
            and head.pos_ in ("SCONJ", "ADV")
        ):
            token = head
            continue
        if head.pos_ in ("ADV",) and head.dep_ in ("advmod", "npadvmod", "advcl") and head.head.i != head.i:
            token = head
            continue
        if head.pos_ == "ADJ" and head.dep_ == "amod" and token.dep_ in ("npadvmod", "prep"):
            token = head
            continue
        return head, token
    return token, token


def ancestors_below(low: Token, high: Token) -> Iterable[Token]:
    for token in low.ancestors:
        if token.i == high.i or token.pos_ in VERBAL and token.lower_ != "according":
            return
        yield token


def attach(doc: Doc, date: list[Token], dates: set[int], bare: bool = False) -> Happening | None:
    """The happening that a date phrase dates; None where it only names, measures or supposes.

    `date` are the words of the phrase, `dates` the places of all date words of the sentence; `bare` tells that the
    phrase is counted from the day of publication ("Tuesday", "last week"): such a date seldom belongs to an object.
    """
    root = root_of(date)
    if of_a_figure(date, dates) or of_a_term(date) or of_a_period(date, root):
        return None
    if chosen(date, root):
        deadline = set_as(root.head, date)
        return Happening(deadline, "noun") if deadline is not None else None
    if fronted(doc, date, root):
        verb = opening_verb(doc)
        if verb is not None:
            found = raised(verb)
            return None if supposed(found) else Happening(found, "fronted")
    opened = opened_clause(root, date)
    if opened is not None:
        return Happening(raised(opened), "fronted")
    head, last = governor(root, dates)
    passed = head.pos_ == "NUM" and head.head.head.lemma_ == "age"  # "won it at the age of 17 | in 2004"
    from_then = (
        head.lower_ in ("starting", "beginning") and head.tag_ == "VBG" and head.i < date[0].i <= head.i + 2
    )
    above = next((a for a in head.ancestors if a.pos_ in VERBAL), None)
    if above is not None and (passed or from_then and not finite_past(above)):
        head = above
    made = head.dep_ == "acl" and head.tag_ == "VBN" and head.lemma_.lower() not in PUBLISHING
    of_source = (head, *ancestors_below(root, head), *(() if made else ancestors_below(head, head)))
    if any(t.lower_ == "according" for t in of_source):
        return None  # "according to the institute (2004)", "to a report on Friday": the date of a source
    if head.lower_ == "due" and head.dep_ in ("amod", "acl", "advcl", "nmod", "appos", "relcl"):
        return None  # "debentures due 2007"
    law = in_force(date[0].doc[date[0].i - 1]) if date[0].i else None
    if law is not None:
        return Happening(law, IN_FORCE)
    result = result_of(head, date)
    if result is not None:
        return Happening(result, "account")
    if last.lower_ == "for" and event_noun(head) and head.dep_ == "dobj" and head.head.lemma_ in CALLING:
        return Happening(head, "noun")  # "announced a strike for Tuesday"
    if last.lower_ == "for" and not plans(head) and not fixes_a_day(head) and not fixes_a_day(head.head):
        return None  # "a budget for 2015": a period that is counted
    if head.i in dates:
        head = sentence_root(doc)
    begins = bare and last.lower_ == "from" and head.dep_ == "pobj" and not event_noun(head)
    if last.lower_ == "within" and head.pos_ == "NOUN" or begins:
        # "became the focus of the trial within a week", "will march in three cities from next Monday"
        head = next((a for a in head.ancestors if a.pos_ in VERBAL), head)
    office = held(date)
    if office is not None:
        return Happening(office, "noun")
    thing = before_bracket(date)
    if thing is not None:
        return Happening(thing, "noun") if names_event(thing) else None
    if of_a_ruler(date):
        return None
    found = _from_word(head, last, dates, bare and last.dep_ != "prep", doc)
    near = verb_before(date, root)
    if near is not None and (found is None or near in found.trigger.ancestors and found.trigger.i > root.i):
        found = Happening(raised(near), "direct")
    if found is not None and not found.noun:
        noun = object_before(found.trigger, date)
        found = Happening(noun, "noun") if noun is not None else found
    inserted = subject_before(found, date) if found is not None else None
    if inserted is not None:
        return Happening(inserted, "noun")
    if found is not None and not found.noun and before_clause(found.trigger, date):
        found = Happening(raised(found.trigger.head), "direct")
    if (
        found is not None
        and not found.noun
        and found.trigger.dep_ == "advcl"
        and before_its_to(found.trigger, date)
    ):
        found = Happening(raised(found.trigger.head), "direct")
    if (
        found is not None
        and not found.noun
        and (after_insertion(top_of(found.trigger), date) or before_insertion(found.trigger, date))
    ):
        above = next((a for a in top_of(found.trigger).ancestors if a.pos_ in VERBAL), None)
        if above is not None:
            found = Happening(raised(above), "direct")
    above = told_in(found.trigger) if found is not None and not found.noun else None
    if above is not None:
        found = Happening(above, "through-noun")
    if found is not None and not found.noun:
        found = replace(found, trigger=joined_after(found.trigger, date))
        if found.trigger.dep_ == "acl" and found.trigger.lemma_.lower() in NAMING:
            above = next((a for a in found.trigger.ancestors if a.pos_ in VERBAL), None)
            found = replace(found, trigger=raised(above)) if above is not None else found
        word = leading_word(date)
        thing = put_to(found.trigger, word) or put_to(head, word)  # "voted to postpone the vote until May"
        if thing is not None:
            return Happening(*thing)
        if word in ("until", "till") and head.lemma_ in POSTPONING and head.i != found.trigger.i:
            return None  # "voted to postpone it until May"
        if nothing_told(found.trigger):
            return None
    return found


def result_of(noun: Token, date: list[Token]) -> Token | None:
    """The verb that tells what an account was over a period: "posted a loss for the third quarter", "third-quarter profit
    rose 12%", "reported a decline in third-quarter earnings"; "for the quarter, Volvo earned $3 million"."""
    if not any(PERIODS.fullmatch(word.lower_) for word in date):
        return None
    if noun.pos_ == "VERB":
        return raised(noun) if noun.lemma_ in EARNING else None
    told = noun.lower_ in ACCOUNTS
    above = noun.head.head
    if told and noun.dep_ == "pobj" and above.lemma_.lower() in CHANGES:
        noun = above
    verb = noun.head if told and noun.dep_ in ("dobj", "nsubj") else None
    return raised(verb) if verb is not None and verb.pos_ in VERBAL and noun.i != date[0].i else None


def joined_after(verb: Token, date: list[Token]) -> Token:
    """The verb after an "and" that its date follows at once: of "deserted and in May 1944, as the army came, | escaped" the
    second."""
    doc, first, last = verb.doc, min(t.i for t in date), max(t.i for t in date)
    while first > 0 and doc[first - 1].pos_ == "ADP":
        first -= 1
    if not first or doc[first - 1].dep_ != "cc" or doc[first - 1].i < verb.i:
        return verb
    if any(t.dep_ == "conj" and t.head.pos_ not in VERBAL and t.head.i < first for t in date):
        return verb  # "were freed in August and September, ..."
    after = (c for c in verb.children if c.i > last and c.pos_ in VERBAL)
    bare = ("conj", "advcl")  # the parser may take the second for a clause beside the first
    return next(
        (c for c in after if c.dep_ in bare and finite(c) and not has_child(c, "mark", *SUBJECTS)), verb
    )


def counted_from(length: list[Token]) -> Happening | None:
    """What a length of time is counted from: "two days after | the bombing", "a week before | Norway closed its border"."""
    doc, last = length[0].doc, max(t.i for t in length)
    side = doc[last + 1] if last + 1 < len(doc) else None
    if side is None or side.lower_ not in ("after", "before"):
        return None
    if side.dep_ == "mark" and side.head.pos_ == "VERB" and side.head.i > last:
        return Happening(raised(side.head), "direct")
    noun = child(side, "pobj")
    told = noun is None or length[0].lower_ == "the"  # the deed of "the day before the murder" is known
    return Happening(noun, "noun") if not told and event_noun(noun) else None


def told_of_when(date: list[Token], dates: set[int]) -> Token | None:
    """The verb of the clause that says what happened at a date: "last October, when Berg was shot"."""
    doc, last = date[0].doc, max(t.i for t in date)
    after = next((t for t in doc[last + 1 : last + 3] if t.text not in (",", "--", "—", "–")), None)
    if after is None or after.lower_ != "when" or after.head.i < after.i:
        return None
    verb = after.head
    dated = any(t.i in dates for t in verb.subtree if t.i > after.i)
    past = verb.tag_ == "VBD" or any(c.tag_ == "VBD" for c in verb.children if c.dep_ in ("aux", "auxpass"))
    told = verb.pos_ in VERBAL and past and child(verb, "nsubj", "nsubjpass") is not None and not dated
    state = verb.lemma_.lower() in STATES and verb.tag_ != "VBN"
    return raised(verb) if told and not state and not nothing_told(verb) else None


def going_on(verb: Token) -> bool:
    """Whether a verb only tells what was going on: "was cooking"."""
    return verb.tag_ == "VBG" and any(c.tag_ == "VBD" and c.dep_ == "aux" for c in verb.children)


def chosen(date: list[Token], root: Token) -> bool:
    """Whether a day is what is chosen: "picked Saturday night", "set 10 May as the deadline"."""
    verb, first, last = root.head, min(t.i for t in date), max(t.i for t in date)
    if (
        verb.lemma_.lower() not in CHOOSING
        or verb.i >= first
        or root.dep_ not in ("dobj", "npadvmod", "nsubj")
    ):
        return False
    follows = date[0].doc[last + 1].lower_ if last + 1 < len(date[0].doc) else ""
    if root.dep_ == "dobj":
        return True
    return not has_child(verb, "dobj") and (follows in ("as", "for") or verb.lemma_ in ("approach", "enter"))


def verb_before(date: list[Token], root: Token) -> Token | None:
    """The finite verb that a date follows at once: "said Tuesday his party had won", "was found Monday clinging to it"."""
    if root.dep_ in PRENOMINAL and root.head.i > root.i and root.head.pos_ not in VERBAL:
        return None  # "said Tuesday's vote was void"
    doc, first = date[0].doc, min(t.i for t in date)
    while first > 0 and doc[first - 1].lower_ in WHEN:
        first -= 1
    verb = doc[first - 1] if first else None
    return verb if verb is not None and verb.pos_ == "VERB" and finite(verb) else None


NAMING = ("know", "call", "dub", "nickname", "title", "entitle")  # "a rock known as 1998 KY26"
EARNING = ("earn", "lose", "net", "report", "post")
CALLING = ("announce", "call", "order", "arrange", "organise", "organize", "propose")
PERIODS = re.compile(r"(?:\w+-)?(?:quarter|half|year|months)|[12]\d{3}")
YEARS = re.compile(r"\A[12]\d{3} ?[-–] ?(?:[12]\d)?\d\d\b")


def of_a_ruler(date: list[Token]) -> bool:
    """Whether years in brackets stand behind a name that does something: "Allende (1970-1973) fled"."""
    doc, first = date[0].doc, min(t.i for t in date)
    bracketed = first > 1 and doc[first - 1].text == "(" and YEARS.search(doc[first : first + 3].text)
    return bool(bracketed) and doc[first - 2].dep_ in SUBJECTS and doc[first - 2].text.istitle()


def held(date: list[Token]) -> Token | None:
    """The office that years right behind it, or in brackets, say how long somebody held: "environment secretary 2014-16"."""
    doc, first = date[0].doc, min(t.i for t in date)
    if not YEARS.search(doc[first : first + 3].text):
        return None
    at = first - 2 if first > 1 and doc[first - 1].text == "(" else first - 1
    noun = doc[at] if at >= 0 else None
    while noun is not None and noun.lemma_.lower() not in HELD:
        prep = noun.head
        if noun.dep_ in PRENOMINAL and noun.i < prep.i <= at:
            noun = prep
        elif (
            noun.dep_ == "pobj"
            and prep.lower_ in ("of", "for", "at", "in", "to")
            and prep.head.pos_ == "NOUN"
        ):
            noun = prep.head
        else:
            return None
    return noun


def before_bracket(date: list[Token]) -> Token | None:
    """What a date in brackets belongs to where that is no part of a verb: "by the Constitution of the Clergy (1790)"."""
    doc, first, last = date[0].doc, min(t.i for t in date), max(t.i for t in date)
    if first < 2 or doc[first - 1].text != "(" or all(t.text != ")" for t in doc[last + 1 : last + 8]):
        return None
    noun = near = doc[first - 2]
    for _ in range(HIGHEST):
        if event_noun(noun) and noun.dep_ not in PRENOMINAL:
            return noun
        if noun.dep_ in PRENOMINAL or noun.dep_ == "appos":
            noun = noun.head
        elif noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ in ("NOUN", "PROPN"):
            noun = noun.head.head
        else:
            break
    if names_event(noun):
        return noun
    if near.ent_type_ == "PERSON" or any(word.is_alpha for word in date):
        return near if near.ent_type_ == "PERSON" else None  # when somebody lived or ruled
    return noun if noun.dep_ == "pobj" and noun.head.lower_ not in DURING else None


def names_event(noun: Token) -> bool:
    """Whether a noun or what stands before it in its name happens: "the siege", "Operation Glory"."""
    return event_noun(noun) or any(c.dep_ == "compound" and event_noun(c) for c in noun.children)


def object_before(verb: Token, date: list[Token]) -> Token | None:
    """The event noun that a date follows and that the verb looks back on or fixes the day of.

    "This followed the election in December", "scheduled a meeting for Monday", "days after his arrest on 4 May".
    """
    doc, first = verb.doc, min(t.i for t in date)
    lemma = verb.lemma_.lower()
    for noun in (doc[i] for i in range(first - 1, verb.i, -1)):
        if noun.text == ";" or noun.pos_ in VERBAL and noun.dep_ not in ("acl", "relcl"):
            return None
        if not event_noun(noun):
            continue
        link = noun.head
        if noun.dep_ == "dobj" and link.lemma_.lower() in AFTERWARDS:
            return noun
        if noun.dep_ == "dobj" and link.i == verb.i:
            in_full = any(t.text[0].isdigit() for t in date)
            return noun if lemma in FIXING or lemma in JUDGING and in_full else None
        if noun.dep_ != "pobj":
            continue
        word = link.lower_
        if word == "for" and link.head.i == verb.i and lemma in ("call", "plan", "push", "press"):
            return noun
        if link.head.lemma_.lower() in LINKING and link.head.tag_ in ("VBN", "VBG", "VBD"):
            return noun
        spans = link.i > 0 and doc[link.i - 1].lemma_ in (
            "hour",
            "day",
            "week",
            "month",
            "year",
            "moment",
            "minute",
        )
        if word in ("after", "of", "before", "following") and spans:
            return noun
        if word in AROUND and word != "of":
            return None
    return None


def subject_before(found: Happening, date: list[Token]) -> Token | None:
    """The subject that a date between commas dates: "The fall of the city, on 2 September 1864, was a turning point"."""
    verb, doc = found.trigger, found.trigger.doc
    if found.noun or verb.lemma_.lower() not in STATES | LOOKING:
        return None
    first, last = min(t.i for t in date), max(t.i for t in date)
    if first and doc[first - 1].pos_ == "ADP":
        first -= 1
    subject = child(verb, "nsubj", "nsubjpass")
    if subject is None or not event_noun(subject) or first < 2 or last + 1 >= len(doc):
        return None
    between = doc[first - 1].text == "," == doc[last + 1].text and subject.i < first <= verb.i
    return subject if between else None


def stands_in(verb: Token) -> bool:
    """Whether a verb only stands for another: "as Russia did in 2000"."""
    return (
        verb.lemma_ == "do"
        and not has_child(verb, "dobj", "xcomp", "ccomp", "prt")
        and not has_child(verb, "auxpass")
    )


def nothing_told(verb: Token) -> bool:
    if verb.dep_ == "relcl" and verb.head.lower_ in ("anyone", "anybody", "everyone", "everybody", "whoever"):
        return True  # "asked anyone who knew him in the 1980s to come forward"
    return (
        verb.lower_ in ("according", "compared")
        or supposed(verb)
        or says_how_old(verb)
        or traces_back(verb)
        or stands_in(verb)
        or ends_a_period(verb)
        or relates(verb)
        or opens_a_term(verb)
        or is_a_right(verb)
        or compares(verb)
        or verb.tag_ == "VBG"
        and verb.dep_ == "acl"
        and has_child(verb, "neg")  # "a guest not working for any party"
    )


def says_how_old(verb: Token) -> bool:
    """ "He was 46 on Tuesday"."""
    number = child(verb, "attr", "acomp") if verb.lemma_ == "be" else None
    return number is not None and number.tag_ == "CD" and number.n_lefts + number.n_rights == 0


def traces_back(verb: Token) -> bool:
    """ "The custom dates to 1948", "they trace it to 1948": what began then is not what the verb says."""
    leads = [c for c in verb.children if c.lower_ in ("to", "back", "from") and c.i > verb.i]
    if verb.lemma_ == "trace":  # not "was traced last winter to a hotel"
        leads = [c for c in leads if all(g.ent_type_ == "DATE" for g in c.children if g.dep_ == "pobj")]
    return verb.lemma_ in ("date", "trace") and bool(leads)


def relates(verb: Token) -> bool:
    """Whether a participle only says how two things are related: "costs associated with the sale"."""
    if verb.tag_ == "VBG" and verb.lemma_ == "date":
        return True  # "shootings dating to 1994"
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl", "prep") and verb.lemma_.lower() in RELATING


def opens_a_term(verb: Token) -> bool:
    """Whether a participle only says from when: "must withdraw within a week, starting at noon"."""
    return (
        verb.tag_ == "VBG"
        and verb.lemma_ in ("start", "begin")
        and verb.dep_ in ("advcl", "prep", "acl", "pcomp")
    )


def is_a_right(verb: Token) -> bool:
    """Whether an infinitive is only what somebody may do: "has an option to buy"."""
    return (
        infinitive(verb)
        and verb.dep_ in ("acl", "relcl")
        and verb.head.lemma_ in ("option", "right", "ability")
    )


def compares(verb: Token) -> bool:
    """Whether a verb only says what another is compared with: "expected to do little better than break even"."""
    return verb.i > 0 and verb.doc[verb.i - 1].lower_ == "than"


def ends_a_period(verb: Token) -> bool:
    """Whether a verb only says when a span of accounts ended: "in the year ended Aug. 31"."""
    if verb.lemma_ not in ("end", "begin"):
        return False
    subject = verb.head if verb.dep_ in ("acl", "relcl") else child(verb, "nsubj")
    return subject is not None and subject.lemma_.lower() in (
        "year",
        "quarter",
        "period",
        "month",
        "week",
        "half",
    )


def _from_word(head: Token, last: Token, dates: set[int], bare: bool, doc: Doc) -> Happening | None:
    for _ in range(HIGHEST):
        if head.lemma_ == "date" and head.dep_ == "acl":  # "in a letter dated 3 March"
            return _from_noun(head.head, head, dates, bare, doc)
        if head.pos_ in VERBAL:
            return Happening(cleft(raised(head)), "direct")
        if head.pos_ in ("NOUN", "PROPN"):
            return _from_noun(head, last, dates, bare, doc)
        if head.head.i == head.i:
            return None
        head, last = head.head, head
    return None


def before_noun(noun: Token, last: Token) -> bool:
    """Whether a date stands before its noun as part of its name: "the 1979 invasion", "Tuesday's vote"."""
    return last.i < noun.i and last.dep_ in PRENOMINAL


def bound_after(noun: Token, last: Token) -> bool:
    """Whether a date after a noun can belong to nothing else: "the invasion of 1979", "Expo 2020"."""
    return last.lower_ == "of" or (
        last.i > noun.i and last.dep_ in (*PRENOMINAL, "npadvmod") and last.i - noun.i == 1
    )


def _from_noun(noun: Token, last: Token, dates: set[int], bare: bool, doc: Doc) -> Happening | None:
    """From a dated noun to itself, if it happens, or to the verb it takes part in."""
    if last.lower_ == "from" and not event_noun(noun) and not goes_on(last):
        return None  # "a poster from 1979"
    named = before_noun(noun, last) or (bound_after(noun, last) and not bare)
    for _ in range(HIGHEST):
        happens = event_noun(noun, listed_only=named)
        lemma = noun.lemma_.lower()
        head, dep = noun.head, noun.dep_
        made = made_by(noun) if named and happens else None
        if made is not None:
            return Happening(made, "through-noun")
        if dep in ("conj", "appos") and head.pos_ in ("NOUN", "PROPN") and not happens:
            if dep == "conj" and not named:
                verb = gapped_verb(head)
                if verb is not None and any(i in dates for i in range(head.i, noun.i)):
                    return Happening(raised(verb), "through-noun", part=noun)
            noun = head
            continue
        if dep == "conj" and head.pos_ in VERBAL and not happens and not named and has_child(head, "dobj"):
            return Happening(raised(head), "through-noun", part=noun)
        if named and not happens:
            above = head.head
            amid = dep == "pobj" and head.lower_ in ("in", "during", "amid") and last.lower_ == "of"
            if amid and above.pos_ in VERBAL and lemma not in LEGAL_NOUNS | WRITINGS:
                return Happening(raised(above), "through-noun")  # "lost its shop in the blitz of May 1941"
            if (
                bare
                and lemma in WRITINGS
                and dep == "pobj"
                and head.lower_ in ("in", "on")
                and above.pos_ in VERBAL
            ):
                return Happening(raised(above), "through-noun")  # "in a Tuesday memo, Berg warned"
            if bare and dep == "dobj" and head.lemma_.lower() in ATTENDING and finite_past(head):
                return Happening(raised(head), "through-noun")  # "attended a Sunday night service"
            return None
        if head.i == noun.i:
            return Happening(noun, "noun") if happens else None
        if dep in ("pobj", "pcomp") and head.pos_ in ("ADP", "SCONJ", "VERB"):
            preposition, above = head, head.head
            word = preposition.lower_
            if above.i in dates and above.head.i != above.i:
                above = above.head
            if above.pos_ in VERBAL:
                verb = raised(above)
                if happens and named and word == "in" and above.lemma_.lower() in ACCUSING:
                    return Happening(noun, "noun")
                if happens and (word in AROUND or (named and word not in DURING)):
                    return Happening(noun, "noun")
                if named and lemma in LEGAL_NOUNS:
                    return None
                if verb.lemma_.lower() in STATES and happens and not finite_past(verb):
                    return Happening(noun, "noun")
                return Happening(verb, "through-noun")
            if above.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "PRON"):
                if happens and not named and word in DURING and above.dep_ in ("dobj", "nsubjpass"):
                    noun = above  # "rejected the plan in a referendum in June"
                    continue
                if happens and (named or not event_noun(above)):
                    return Happening(noun, "noun")
                if named:
                    return None
                noun = above
                if noun.pos_ not in ("NOUN", "PROPN"):
                    return _from_word(noun, last, dates, bare, doc)
                continue
            return Happening(noun, "noun") if happens else _from_word(above, last, dates, bare, doc)
        if head.pos_ in VERBAL:
            verb = raised(head)
            if (
                happens
                and bare
                and dep == "nsubj"
                and verb.tag_ == "VBD"
                and verb.lemma_.lower() not in STATES
            ):
                return Happening(verb, "through-noun")  # "Tuesday's ruling overturned ..."
            if happens and dep == "nsubj" and verb.tag_ == "VBD" and verb.lemma_.lower() in HARMING | RUINING:
                return Happening(verb, "through-noun")  # "the 1998 bombings killed 200 people"
            looks = verb.lemma_.lower() in LOOKING and not bare
            if happens and dep == "dobj" and head.lemma_.lower() in WINNING and finite_past(head):
                return Happening(verb, "through-noun")  # "won the 1990 election"
            if happens and (named or looks or not finite_past(verb)):
                return Happening(noun, "noun")
            if happens and dep in ("nsubj", "nsubjpass") and verb.lemma_.lower() in STATES:
                return Happening(noun, "noun")
            if dep in ("dobj", "nsubj", "nsubjpass", "attr", "oprd", "dative", "npadvmod", "acomp"):
                return Happening(verb, "through-noun")
            return Happening(noun, "noun") if happens else Happening(verb, "through-noun")
        if happens:
            return Happening(noun, "noun")
        if named:
            return None
        if head.pos_ in ("NOUN", "PROPN"):
            noun = head
            continue
        return _from_word(head, last, dates, bare, doc)
    return None


def made_by(noun: Token) -> Token | None:
    """The participle that tells who made what a noun is: "the Feb. 23 accord signed by Annan and Aziz"."""
    made = next((c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.i == noun.i + 1), None)
    if made is None or made.lemma_.lower() not in MAKING:
        return None
    by = child(made, "agent")
    whom = child(by, "pobj") if by is not None else None
    return made if whom is not None and (whom.pos_ == "PROPN" or whom.ent_type_) else None


def goes_on(preposition: Token) -> bool:
    """Whether "from" begins a range: "from 1950 to 1960", "from 1950 on"."""
    after = preposition.doc[preposition.i + 1 : preposition.i + 7]
    return any(
        word.lower_ in ("to", "until", "till", "through", "onward", "onwards", "on", "-", "–")
        for word in after
    )


def gapped_verb(first: Token) -> Token | None:
    """The verb whose second object or place has a date of its own: "met in Rome in May and in Paris in June"."""
    verb = first.head.head if first.dep_ == "pobj" and first.head.pos_ == "ADP" else first.head
    return verb if first.dep_ in ("dobj", "pobj") and verb.pos_ in VERBAL and finite_past(verb) else None


def finite_past(verb: Token) -> bool:
    """Whether a verb tells of the past or of a plan, so that a date beside it is its own."""
    if verb.tag_ == "VBD":
        return True
    if any(
        c.dep_ in ("aux", "auxpass") and (c.tag_ in ("VBD", "MD") or c.lemma_ in ("have", "be"))
        for c in verb.children
    ):
        return True
    return verb.tag_ in ("VBN", "VBG", "VB")


def line_happening(doc: Doc) -> Happening | None:
    """What a line under a date tells: its main verb, or the noun it consists of."""
    root = sentence_root(doc)
    verb = opening_verb(doc)
    if verb is not None:
        found = raised(verb)
        return None if supposed(found) else Happening(found, "heading")
    if event_noun(root):
        return Happening(root, "heading")
    taken = next((t for t in doc[:-1] if t.tag_ == "NNS" and t.nbor().dep_ == "det" and t.i), None)
    if taken is not None:  # "the provider emails | the team": a verb that the parser took for a noun
        return Happening(taken, "heading")
    return None
