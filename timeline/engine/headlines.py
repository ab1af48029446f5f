"""A happening said in a line: subject, verb, object in the simple past ("to" and the verb for a plan).

The words are the sentence's own; what is left out is the date, what is subordinate, and what ties the sentence to its
neighbours. A line longer than LONGEST loses its last free phrases first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from timeline.engine.clauses import (
    HIGHEST,
    PRENOMINAL,
    SUBJECTS,
    VERBAL,
    Happening,
    ahead,
    child,
    event_noun,
    finite,
    fixes_a_day,
    harms_others,
    has_child,
    infinitive,
)
from timeline.engine.deadlines import SAID
from timeline.engine.factuality import according, nobody, planned
from timeline.engine.findings import ACTUAL, NEGATED, PLANNED, REPORTED
from timeline.engine.grammar import (
    NAMES,
    OBJECT_CONTROL,
    QUOTES,
    RELATIVE,
    bracketed,
    chain,
    half_a_clause,
    helped_as_plural,
    is_named,
    is_passive,
    is_plural,
    led_to,
    listing,
    moved_object,
    negation,
    only_dates,
    own_capital,
    own_subject,
    quoted,
    subject_of,
    titled,
    without_clause,
)
from timeline.engine.inflection import participle, past
from timeline.engine.lexicon import (
    BODIES_BY_NOUN,
    CHOOSING,
    CLAIMING,
    DEMANDING,
    EXPECTING,
    HARMING,
    HEDGES,
    HELD,
    HOLDING,
    HOPING,
    PERSONS,
    PLACING,
    POINTING,
    RELATING,
    RUINING,
    RULING,
    SAYING,
    SETTLED,
    STATES,
    TYING_ADVERBS,
    UNIQUE,
    VESSELS,
)
from timeline.engine.nominals import DOES, GATHERINGS, STRIKES, deed_told
from timeline.engine.references import (
    OFFICES,
    PLACES_BY_NOUN,
    POINTERS,
    agrees,
    bare_definite,
    described_body,
    entity_at,
    known_body,
    name_of,
    several,
    tells_a_name,
)
from timeline.engine.standing import aside, definite, incomplete, lacking, quoted_word, unexplained
from timeline.engine.tenses import in_present, looks_back

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST = 110
LONGEST_QUOTATION = 85
LITTLE = 7  # words
MOST_OF_SOURCE = 6  # words of whose word it is
LITTLE_LOST = 25  # characters that a line gives up before long names are told in letters
MOST_LOST = 40  # characters that a line gives up to make room for it
UNNAMED = ("source", "report", "official")
CLOSING = ('"', "”", "''", "'")
UNFINISHED = frozenset(
    "a an the of to in on at by for with and or but from as that which who its their his her".split()
)
CONDITIONS = ("if", "unless", "until", "once", "provided")  # without them a line says more than its sentence
PROFITS = frozenset("profit profits earnings net dividend dividends".split())  # of a firm, not of a country
OF_PROFITS = PROFITS | frozenset(
    "the its income loss operating pretax pre-tax after-tax quarterly annual".split()
)
PRESUMED = ("presumed", "believed", "feared", "reported", "thought")  # "presumed killed"
NEEDING = frozenset(
    "mail send own hold buy sell make take give bring launch build sign issue acquire receive get use find".split()
)
SCHEDULED = ("schedule", "slate", "expect", "plan", "set", "suppose", "call")
MODALS = ("may", "might", "could", "would", "should", "must", "can", "ought")
ESSENTIAL = ("prt", "dobj", "dative", "attr", "acomp", "oprd", "xcomp", "ccomp", "agent", "pobj")
FREE = ("prep", "advmod", "npadvmod", "dep")
PRUNED = ("prep", "advcl", "acl", "relcl", "advmod", "npadvmod", "conj", "agent", "appos")
ASIDES = ("prep", "acl", "relcl", "appos")
NEVER = (
    "advcl",
    "parataxis",
    "intj",
    "meta",
    "mark",
    "cc",
    "conj",
    "punct",
    "aux",
    "auxpass",
    "neg",
    "preconj",
)
ABBREVIATED = re.compile(
    r"\b(?:Corp|Inc|Ltd|Co|Bros|Jr|Sr|St|Cos|Dr|Conn|Mass|Calif|Ill|Pa|Va|Fla|Tex|Wash|Mo|Mich|Minn)\.$"
)
COMMAS = (",", "_", ";", "—", "–", "--", "(", ":")


class Line:
    """Builds the line of one happening."""

    def __init__(
        self,
        happening: Happening,
        dates: set[int],
        factuality: str,
        resolve: Callable[[Token], str | None],
        shorten: Callable[[str], str] = str,
    ):
        self.verb = happening.trigger
        self.noun = happening.noun
        doer = happening.role == "subject"
        self.part = None if doer else happening.part
        self.other = happening.part if doer else None  # who does it, where the verb is left out
        self.place = happening.role == "place"
        self.span = happening.span  # of what stands where the verb is left out
        self.way = happening.way
        self.doc: Doc = self.verb.doc
        self.dates = dates | happening.others
        self.factuality = factuality
        self.resolve = resolve
        self.shorten = shorten
        self.short = False  # long names stand in letters
        self.plain = False  # "the plan" stays so, for the words that brought it in are too long
        self.speaker = None if self.noun else who_speaks_of_itself(self.verb)
        self.victim = None if self.noun else done_by_nobody_known(self.verb)
        self.brackets = bracketed(self.doc)
        if self.verb.i in self.brackets:
            self.brackets = set()  # what is told in brackets is told
        self.commas = [t.i for t in self.doc if t.text == ","]
        self.used: set[int] = {self.verb.i}
        self.subject_places: frozenset[int] = frozenset()
        self.resolved = False  # a pronoun gave way to a name
        self.subject_words = ""
        self.unknown: set[int] = set()  # nouns of the line that only the text before explains
        self.named: set[int] = set()  # words of the line that gave way to a name
        self.off: set[int] = set()  # words pruned from a line that was too long
        self.silent = False  # whose word it is found no room
        self.sourced = False  # whose word it is is told
        self.chopped = False  # it lost words that what is left cannot do without

    # -- phrases -------------------------------------------------------------------------------------------------

    def keeps(self, token: Token, tight: bool) -> bool:
        """Whether a word and what hangs on it stays in a phrase."""
        dep, head = token.dep_, token.head
        if token.i in self.dates or token.i in self.brackets or token.i in self.off:
            return False
        if dep == "prep" and (only_dates(token, self.dates) or token.lower_ == "according"):
            return False
        if dep == "pcomp" and any(c.i in self.dates for c in token.children if c.dep_ in SUBJECTS):
            return False  # "based on the close of 1969 equaling 100"
        if token.pos_ == "PROPN" and self.after_full_date(token):
            return (
                False  # "the attacks of 11 September 2001 | Pakistan broke with ...": the parser joined them
            )
        before = self.doc[token.left_edge.i - 1] if token.left_edge.i else None
        apart = before is not None and before.text in COMMAS
        if dep in ("relcl", "acl", "advcl") and token.i < head.i and head.pos_ in ("NOUN", "PROPN", "PRON"):
            return False  # "Taking the stand, a friend said ..."
        if dep == "acl" and only_dates(token, self.dates):
            return False  # "attacks dating to 1994"
        if dep in ("relcl", "acl"):
            here = any(c.lower_ in ("here", "there") and c.dep_ == "advmod" for c in token.children)
            here = here and not has_child(token, "dobj")
            return not tight and not apart and not here  # "Cubans who left here"
        if apart and dep == "amod" and token.i > head.i:
            return False  # "Mr. Schwarz, 52 years old"
        if apart and token.i > head.i and token.ent_type_ == "GPE" and head.ent_type_ == "ORG":
            return False  # "Acme Inc., Orange, Calif., and its sister"
        if apart and (dep == "appos" or dep in ("npadvmod", "nmod", "dep") and not listing(head)):
            return False
        if dep == "appos" and (token.tag_ in ("WDT", "WP") or token.lower_ in ("both", "all")):
            return False
        if dep in ("parataxis", "intj", "meta"):
            return False
        if token.pos_ == "ADP" and dep in ("prep", "conj"):
            if half_a_clause(token):
                return False
            objects = [c for c in token.children if c.dep_ in ("pobj", "pcomp", "prep")]
            if objects and not any(self.keeps(c, tight) for c in objects):
                return False
            if (
                dep == "prep"
                and apart
                and not listing(head)
                and token.i > head.i
                and token.lower_ != "including"
            ):
                return False
        if token.lower_ in ("due", "payable", "effective") and any(c.i in self.dates for c in token.subtree):
            return False
        if dep == "advcl" and token.i < head.i and self.doc[token.right_edge.i + 1].text == ",":
            return conditional(token)
        if dep == "advcl":
            return not tight and not apart and head.pos_ not in ("NOUN", "PROPN")
        if (
            dep == "conj"
            and token.pos_ in ("NOUN", "PROPN", "PRON", "DET")
            and any(t.i in self.dates for t in token.subtree)
        ):
            return False  # "in Moscow in 1980 and Los Angeles in 1984"
        if dep == "conj" and begins_clause(token):
            return False
        if dep == "conj" and token.pos_ in VERBAL and own_subject(token) is not None:
            return not tight and not any(t.i in self.dates for t in token.subtree)
        if dep == "punct":
            return token.text not in (".", "—", "–", "--", ";", ":", "...", "…") and not (
                token.text == "," and not listing(head)
            )
        if (
            dep in ("advmod", "npadvmod")
            and token.lower_ in TYING_ADVERBS - HEDGES
            and head.pos_ in VERBAL
            and (head.lemma_, token.lower_) not in (("break", "even"), ("do", "so"))
            and not (token.lower_ in CONDITIONS and head.dep_ == "advcl")
            and not has_child(token, "prep")  # "back to Cuba"
        ):
            return False
        if apart and dep == "advmod" and token.lower_ in ("up", "down", "off", "compared"):
            return False  # "up from 20 a year before"
        if dep in (*PRENOMINAL, "appos") and titled(token):
            return False
        if token.lower_ == "the" and dep == "det" and head.ent_type_ == "PERSON" and token.i < head.i - 1:
            return False  # "the 44-year-old Berg", of which the age goes
        if (
            tight
            and dep == "prep"
            and head.pos_ in ("NOUN", "PROPN")
            and token.lower_ != "of"
            and head.dep_ != "dobj"
        ):
            return False
        return True

    def after_full_date(self, token: Token) -> bool:
        first = token.left_edge.i
        run = [t for t in self.doc[first : token.i] if t.i in self.dates]
        return (
            len(run) > 1
            and first in self.dates
            and any(t.ent_type_ == "DATE" and t.text.istitle() for t in run)
        )

    def phrase(self, token: Token, tight: bool = False, without: Iterable[int] = ()) -> list[Token]:
        """A word with what hangs on it, in sentence order."""
        without = set(without)
        kept, stack = [], [token]
        while stack:
            word = stack.pop()
            kept.append(word)
            stack.extend(c for c in self.hanging_on(word) if c.i not in without and self.keeps(c, tight))
        kept += [self.doc[t.i + 1] for t in kept if breaks_even(t)]
        kept = self.with_commas(self.unbroken(kept, token))
        while (
            kept
            and (kept[-1].text in (",", ";", ":", "-") or kept[-1].dep_ == "cc")
            and kept[-1].i != token.i
        ):
            kept.pop()
        return kept

    def hanging_on(self, word: Token) -> Iterator[Token]:
        """What hangs on a word; and what the parser hung on a date beside it, or on what says where a place is: "the attacks
        Aug. 7 | on two embassies", "in Nairobi, Kenya, | and Dar es Salaam"."""
        for after in self.doc[word.i + 1 : word.i + 2] if self.noun and word.i == self.verb.i else ():
            if after.lower_ == "by" and after.head.i != word.i:
                yield after  # "follows two decisions | by the court"
        for c in word.children:
            yield c
            if c.i in self.dates and c.i > word.i:
                days = (t for t in c.subtree if t.i in self.dates and t.pos_ != "NOUN")
                below = (g for t in days for g in t.children)  # not "the evening | of the attack"
                yield from (g for g in below if g.dep_ == "prep" and g.i > c.i and g.i not in self.dates)
            if c.dep_ == "appos" and word.ent_type_ == "GPE":
                places = [g for g in c.children if g.dep_ == "conj" and g.ent_type_ == "GPE"]
                yield from (g for g in c.children if places and (g.dep_ == "cc" or g in places))

    def unbroken(self, kept: list[Token], head: Token) -> list[Token]:
        """Without what is joined by "and" to words that were left out: "two aides | , A and B,"."""
        places = {t.i for t in kept}
        for t in kept:
            before = t.left_edge.i - 2
            if (
                t.i == head.i
                or t.dep_ not in ("conj", "appos")
                or t.pos_ not in ("NOUN", "PROPN")
                or before < 0
            ):
                continue
            joint = self.doc[before + 1]
            if t.dep_ == "appos" and self.doc[t.head.i + 1].text == "," and t.left_edge.i > t.head.i + 2:
                places -= {w.i for w in t.subtree}
            elif joint.dep_ == "cc" and self.doc[before].pos_ in ("NOUN", "PROPN") and before not in places:
                if before not in self.dates | self.brackets:
                    places -= {w.i for w in t.subtree} | {joint.i}
        return [t for t in kept if t.i in places]

    def with_commas(self, kept: list[Token]) -> list[Token]:
        """In sentence order, with the commas that stand between two words that stay side by side."""
        places = {t.i for t in kept}
        places |= {i for i in self.commas if i - 1 in places and i + 1 in places and i not in self.dates}
        return [self.doc[i] for i in sorted(places)]

    def text(self, tokens: list[Token], pronouns: bool = False, complement: bool = False) -> str:
        """The words of a phrase; `pronouns` are named where that is certain, after the verb those that mean others."""
        out = ""
        previous = None
        bodies = self.bodies(tokens, pronouns)
        replaced = {t.i for i, name in bodies.items() if name for c in self.doc[i].lefts for t in c.subtree}
        himself = self.speaker if complement and self.speaker in tokens else None
        if himself is not None:
            replaced |= {t.i for t in himself.subtree if t.i != himself.i}
        for token in tokens:
            self.used.add(token.i)
            word = token.text
            if token.i in replaced or counted(token, tokens, self.verb):
                continue
            if himself is not None and token.i == himself.i:
                said = own_subject(self.verb)
                word = said.lower_ if said.tag_ == "PRP" else "it"
            elif bodies.get(token.i):
                word = bodies[token.i]
                self.named.add(token.i)
                self.resolved = self.resolved or tells_a_name(word)
            elif token.lower_ in ("himself", "herself", "itself") and token.dep_ in ("npadvmod", "appos"):
                continue  # "the president himself met"
            elif pronouns and token.tag_ in ("PRP", "PRP$") and not token.lower_.endswith(("self", "selves")):
                own = own_possessive(token, tokens) if not self.noun else names_owner(token, tokens)
                name = None if own else self.resolve(token)
                if name:
                    self.resolved = tells_a_name(name)
                    word = possessive(name) if token.tag_ == "PRP$" else name
            elif complement and self.owned_by_another(token, tokens):
                name = self.resolve(token)
                if name:
                    self.resolved = self.resolved or tells_a_name(name)
                    word = possessive(name)
                else:
                    self.unknown.add(token.i)
            elif complement and self.points_elsewhere(token):
                name = self.resolve(token)
                if name and name not in self.subject_words:
                    self.resolved = self.resolved or tells_a_name(name)
                    word = name
                elif token.lower_ in ("him", "her", "it", "them"):
                    self.unknown.add(token.i)
            elif token.tag_ == "WP$" and self.verb.dep_ == "relcl":
                word = possessive(
                    self.text(self.phrase(self.named_after(self.verb.head), True, {self.verb.i}))
                )
            elif (token.i == 0 or after_colon(token)) and not own_capital(token):
                word = word[:1].lower() + word[1:]
            if (
                token.dep_ == "advcl"
                and told_as_past(token)
                and token.head.i == self.verb.i
                and self.tells_why(token)
            ):
                word = past(token.lemma_)  # "is killed when a bomb explodes"
            if token.i and self.doc[token.i - 1].dep_ == "case" and token.i - 1 in self.dates:
                word = "the " + word  # "Monday's attack"
            if previous is not None and (token.i != previous.i + 1 or previous.whitespace_):
                out += " "
            out += word
            previous = token
        return tidy(out)

    def bodies(self, tokens: list[Token], pronouns: bool) -> dict[int, str | None]:
        """Who "the company" and what "the plan" is, by their places in the sentence."""
        leaning = {t.i for t in tokens if pronouns and known_body(t) or self.points(t)}
        told = {t.i for t in tokens if pronouns and described_body(t) or self.could_be_told(t)}
        names = {i: self.resolve(self.doc[i]) for i in sorted(leaning | told)}
        own = self.subject_words if len(self.subject_words) > 3 else None
        for i, name in names.items():
            # "Volvo launched | the Volvo offer"
            repeats = name and own and name.removeprefix("the ").startswith(own)
            if bare_definite(self.doc[i]) and not known_body(self.doc[i]) and (self.plain or repeats):
                owned = not self.plain and re.match(rf"{re.escape(own)}(?:[’']s|[’']) ", name)
                names[i] = "its " + name[owned.end() :] if owned and not of_people(self.subject()) else None
        self.unknown |= {i for i in leaning if not names[i] and self.doc[i].lower_ not in OFFICES}
        return names

    # -- subject -------------------------------------------------------------------------------------------------

    def subject(self) -> Token | None:
        return self.other or self.speaker or self.victim or subject_of(self.verb)

    def subject_text(self, token: Token, tight: bool) -> str:
        if self.other is not None:
            noun = subject_of(self.verb)
            words = self.text(self.left_over(), pronouns=True)
            named = token.pos_ in ("NOUN", "PROPN") or noun is None or noun.pos_ == "NUM"
            return words if named else f"{words} {noun.lemma_}"
        without = {self.verb.i}
        if token.i == self.verb.head.i or self.verb in token.subtree:
            without |= {t.i for t in chain(self.verb, token) if t.dep_ != "conj"}
        named = self.named_after(token)
        if named.i != token.i:
            self.brackets = self.brackets - {t.i for t in named.subtree}  # "the suspect -- Jens Berg --"
        tokens = self.phrase(named, tight, without)
        if named.i != token.i and named.i < token.i:
            tokens = [t for t in tokens if t.i <= named.i]  # the name alone
        if self.verb.dep_ == "acl" and named.i == token.i == self.verb.head.i:
            others = [c for c in token.children if c.dep_ == "acl" and c.i < self.verb.i]
            tokens = [t for t in tokens if not any(o == t or o.is_ancestor(t) for o in others)]
        while tokens and tokens[0].pos_ == "CCONJ":
            tokens = tokens[1:]
        kind = token.head
        if token.dep_ == "appos" and kind.lower_ in VESSELS and kind.i == token.left_edge.i - 1:
            tokens = [*(c for c in kind.lefts if c.dep_ == "det"), kind, *tokens]  # "the carrier X"
        if token.dep_ == "poss":
            tokens = [t for t in tokens if t.dep_ != "case" or t.head.i != token.i]
        self.subject_places = frozenset(
            t.i for t in tokens if t.i == token.i or t.dep_ == "poss" and t.head.i == token.i
        )
        whose = self.accountant(token, tokens)
        if not whose:
            return self.text(tokens, pronouns=True)
        self.resolved = True
        self.named.add(token.i)
        return f"{whose} {self.text([t for t in tokens if t.dep_ not in ('det', 'poss')], pronouns=True)}"

    def accountant(self, noun: Token, phrase: list[Token]) -> str:
        """Whose account a bare one is: of "Volvo said profit rose 12%" it is "Volvo's"."""
        above = self.verb.head
        said = self.verb.dep_ == "ccomp" and above.lemma_.lower() in SAYING
        words = {t.lower_ for t in phrase}
        speaker = own_subject(above) if said and words & PROFITS and words <= OF_PROFITS else None
        if speaker is None:
            return ""
        if known_body(speaker) or speaker.tag_ == "PRP":
            name = self.resolve(speaker) or ""
            return possessive(name) if tells_a_name(name) else ""
        entity = entity_at(speaker)
        return possessive(name_of(entity)) if entity is not None and entity.label_ == "ORG" else ""

    def named_after(self, subject: Token) -> Token:
        """The name that follows a common noun: of "the company that was to own it, the X Corporation", the corporation."""
        if subject.pos_ != "NOUN":
            return subject
        if subject.dep_ == "appos" and subject.head.pos_ == "PROPN" and subject.head.i < subject.i:
            return subject.head  # "Coleco, a maker of toys that ..."
        for c in subject.children:
            found = entity_at(c) if c.dep_ == "appos" and c.i > subject.i and c.pos_ == "PROPN" else None
            if (
                found is not None
                and (subject.tag_ == "NN" or has_child(c, "conj"))
                and found.label_
                in (
                    ("ORG", "GPE")
                    if subject.lemma_.lower() in BODIES_BY_NOUN | PLACES_BY_NOUN
                    else ("PERSON",)
                )
                and self.doc[c.left_edge.i - 1].text in (",", "—", "–", "--")
            ):
                return c
        return subject

    # -- verb ----------------------------------------------------------------------------------------------------

    def verb_text(self, subject: Token | None) -> str:
        """The verb with the adverbs before it that the line would say too much without: "to almost double"."""
        words = self.bare_verb_text(subject)
        if breaks_even(self.verb):
            words += " even"
        hedges = " ".join(
            c.lower_
            for c in self.verb.children
            if c.dep_ == "advmod" and c.lower_ in HEDGES and c.i < self.verb.i and c.i not in self.dates
        )
        if self.verb.i and self.doc[self.verb.i - 1].lower_ in PRESUMED:
            hedges = self.doc[self.verb.i - 1].lower_
        first, _, rest = words.partition(" ")
        if first in ("to", "was", "were", *MODALS) and rest and hedges:
            return f"{first} {hedges} {rest}"
        return f"{hedges} {words}" if hedges and words else words

    def bare_verb_text(self, subject: Token | None) -> str:
        verb = self.verb
        lemma = verb.lemma_.lower()
        passive = is_passive(verb)
        if self.victim is not None:
            return f"{past('be', plural=is_plural(self.victim))} {participle(lemma)}"
        plural = helped_as_plural(verb) if self.other is None else self.other.tag_ in ("NNS", "NNPS")
        if plural is None:
            plural = subject is not None and is_plural(subject)
        helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
        modal = next((c for c in helpers if c.lower_ in MODALS), None)
        base = ("be " + verb.lower_) if passive else lemma
        if self.factuality == PLANNED and fixes_a_day(verb) and not passive:
            return "to hold"  # "has scheduled a news conference for Thursday"
        if self.factuality == PLANNED and not (looks_back(verb) and not planned(verb)):
            head = verb.head
            intended = head.lemma_.lower() == "intend" and head.tag_ == "VBD"  # "intends to" is a plan
            if verb.dep_ in ("xcomp", "ccomp") and (
                intended or head.lemma_.lower() in HOPING and not ahead(head)
            ):
                own = subject is not None and subject_of(head) == subject
                foretold = head.lemma_.lower() in ("expect", "forecast", "predict", "project")
                if foretold and not own and not passive and not is_passive(head):
                    return f"{past('be', plural=plural)} {participle(head.lemma_.lower())} to {base}"  # by somebody else
                hopes = head.lower_ if own and in_present(head) else past(head.lemma_.lower())
                return f"{hopes} to {base}"
            if lemma in EXPECTING:
                return past(lemma)  # "expects a recovery next year"
            if lemma == "be" and any(c.dep_ == "acomp" and c.lower_ == "due" for c in verb.children):
                return ""  # "Putin due in New Delhi"
            if passive and lemma in SCHEDULED and child(verb, "xcomp") is None:
                return verb.lower_  # "talks scheduled"
            if modal is not None and modal.i < verb.i and not (modal.lower_ == "would" and reported(verb)):
                return " ".join([modal.lower_, *["not" for _ in negation(verb)], base])
            if lemma == "be" and child(verb, "acomp", "attr") is None and child(verb, "prep") is None:
                return "to be"
            if verb.dep_ == "xcomp" and head.lemma_ != "be" and has_child(head, "neg"):
                return "not to " + base  # "did not plan to remove"
            if head.lemma_ == "be" and head.tag_ == "VBD" and infinitive(verb) and not reported(head):
                return f"{past('be', plural=plural)} to {base}"  # "was to open in 1993"
            return "to " + base
        negative = self.factuality == NEGATED and not nobody(verb)
        if modal is not None and modal.i < verb.i:
            before = sorted([*(h for h in helpers if h.i < verb.i), *negation(verb)], key=lambda word: word.i)
            said = ["not" if word.lower_ in ("n't", "n’t") else word.text for word in before]
            return " ".join([*said, verb.lower_])
        if self.lasting():
            has = "have" if plural else "has"
            return " ".join([has, *["not"] * negative, *["been"] * passive, verb.lower_])
        if passive:
            return f"{past('be', plural=plural)} {'not ' if negative else ''}{verb.lower_}"
        if verb.tag_ == "VBG" and any(c.lower_ in ("was", "were") for c in helpers):
            return f"{past('be', plural=plural)} {'not ' if negative else ''}{verb.lower_}"
        if lemma == "be":
            return past("be", plural=plural) + (" not" if negative else "")
        if negative:
            return f"did not {lemma}"
        if verb.tag_ == "VBD":
            return verb.lower_
        return past(lemma, plural=plural)

    def lasting(self) -> bool:
        """Whether it is told as what has been so since the date and still is: "has been independent since 1901"."""
        perfect = any(c.lower_ in ("has", "have") and c.dep_ == "aux" for c in self.verb.children)
        since = any(self.doc[i].lower_ == "since" for i in self.dates)
        return perfect and since and self.verb.tag_ == "VBN" and self.verb.lemma_.lower() in STATES | HOLDING

    # -- complements ---------------------------------------------------------------------------------------------

    def complements(self, subject: Token | None) -> list[tuple[Token, bool]]:
        """What follows the verb, each with whether the line can do without it."""
        verb, lemma = self.verb, self.verb.lemma_.lower()
        if self.part is not None:
            done = child(verb, "dobj") if self.place else None
            kept = [(done, False)] if done is not None else []
            return [*kept, (self.part, False)]  # its preposition is added with its words
        found: list[tuple[Token, bool]] = []
        places: list[tuple[Token, bool]] = []  # "In Paris, police arrested two men"
        for c in verb.children:
            if c.i in self.dates:
                continue
            if harms_others(c):
                found.append((c, True))
                continue
            if (
                c.dep_ == "advcl"
                and c.i > verb.i
                and infinitive(c)
                and any(m.lower_ == "for" for m in c.children)
            ):
                found.append((c, False))  # "called for Oslo to join"
                continue
            if self.tells_why(c) or self.tells_what(c):
                found.append((c, True))
                continue
            if c.dep_ == "advcl" and c.tag_ == "NN" and c.i > verb.i and self.doc[c.left_edge.i].tag_ == "TO":
                found.append((c, False))  # "brought him to power"
                continue
            if c.i in self.brackets or c.dep_ in NEVER or c.dep_ in SUBJECTS:
                continue
            if subject is not None and c.i == subject.i:
                continue
            if c.tag_ in ("WDT", "WP", "WRB") or (
                c.dep_ == "prep" and any(g.tag_ in ("WDT", "WP") for g in c.children)
            ):
                continue
            if c.dep_ == "prep" and only_dates(c, self.dates):
                continue
            if c.dep_ == "npadvmod" and c.ent_type_ in NAMES:
                continue  # no adverb: the parser lost what it is of
            follows = self.doc[c.i + 1].dep_ if c.i + 1 < len(self.doc) else ""
            if c.lower_ in ("more", "less") and follows == "prep" and not has_child(c, "prep"):
                continue  # "fell more on fear than on ...", of which the rest may be lost
            if c.lower_ == "from" and any(
                g.lower_ == "to" and self.dated(g) for g in verb.children if g.i > c.i
            ):
                continue  # "jumped from 100 to 300 last year", of which the parser lost the second
            aside_of_its_own = c.lower_ == "with" and any(t.tag_ == "VBG" for t in c.subtree)
            if aside_of_its_own and any(t.i in self.dates for t in c.subtree):
                continue  # "with the third leaving in August"
            if c.dep_ in ("advmod", "npadvmod"):
                back = (lemma, c.lower_) in (("be", "back"), ("buy", "back"), ("break", "even"))
                tying = c.lower_ in TYING_ADVERBS - HEDGES or only_dates(c, self.dates)
                if (lemma, c.lower_) == ("break", "even"):
                    continue  # said with the verb
                if tying and not back or c.i < verb.i:
                    continue
                if c.lower_ in ("up", "down", "off") and self.doc[c.left_edge.i - 1].text == ",":
                    continue
            if c.dep_ == "prep" and c.i < verb.i:
                if fronted_place(c):
                    places.append((c, True))
                continue
            apart = c.i < verb.i and (lemma not in SAYING | {"rule"} or ";" in self.doc[c.i : verb.i].text)
            if c.dep_ == "ccomp" and apart:
                continue  # "the wall went up in 1961; it fell in 1989"
            if c.lower_ == "according" or (
                c.lower_ in RELATIVE and c.i < verb.i and c.dep_ in ("dobj", "attr")
            ):
                continue
            if c.dep_ == "prep" and c.n_lefts + c.n_rights == 0 and c.i == verb.i + 1 and is_passive(verb):
                found.append((c, False))  # "were shot at"
                continue
            if c.dep_ == "prep" and not bound(c) and self.points_back(c):
                continue  # "soared | on the announcement"
            if c.dep_ == "prep" and (
                not any(
                    self.keeps(g, False)
                    for g in c.children
                    if g.dep_ in ("pobj", "pcomp", "prep", "advmod", "amod")
                )
                or half_a_clause(c)
            ):
                continue
            if (
                c.dep_ in ("dobj", "attr", "npadvmod", "oprd")
                and found
                and self.doc[c.left_edge.i - 1].text == ","
            ):
                continue
            if c.dep_ in ESSENTIAL:
                found.append((c, False))
            elif c.dep_ in FREE:
                being = lemma == "be" and not any(f.dep_ in ("attr", "acomp", "prep") for f, _ in found)
                found.append((c, not (being and c.dep_ == "prep" and child(verb, "attr", "acomp") is None)))
        clause_last = [(c, free) for c, free in found if c.dep_ == "ccomp"][:1]
        if clause_last or any(c.dep_ == "advcl" or c.lower_ in ("in", "at") for c, _ in found):
            places = []
        return [pair for pair in found if pair[0].dep_ != "ccomp"] + clause_last + places[:1]

    def dated(self, preposition: Token) -> bool:
        """Whether the noun of a preposition is a word of a date."""
        noun = child(preposition, "pobj")
        return noun is not None and noun.i in self.dates

    def tells_why(self, clause: Token) -> bool:
        """Whether a clause after the verb says what it was done for or how: "flew over the town to look for survivors"."""
        before = self.doc[clause.left_edge.i - 1] if clause.left_edge.i else None
        if clause.dep_ != "advcl" or clause.i < self.verb.i or before is None or before.text in COMMAS:
            return False
        own = {t.i for c in clause.children if only_dates(c, self.dates) for t in c.subtree}
        words = self.phrase(clause)
        dated = (c.i in self.dates - own for t in words for c in t.children)
        if any(dated) or any(t.i in self.brackets or t.tag_ == "PRP" for t in words):
            return False
        linked = any(c.lower_ in ("when", "after", "as") for c in clause.children)
        if linked and self.verb.lemma_.lower() in HARMING:  # "was killed when a bomb exploded"
            told = clause.tag_ == "VBD" or told_as_past(clause) and in_present(self.verb)
            return told and own_subject(clause) is not None
        bare = not any(
            c.dep_ in ("mark", *SUBJECTS) and c.lower_ != "while" or c.tag_ == "WRB" for c in clause.children
        )  # "was rescued while clinging to a tube"
        return bare and (infinitive(clause) or clause.tag_ == "VBG")

    def tells_what(self, clause: Token) -> bool:
        """Whether a participle after the verb says what was told by it, or whom it harmed: "wrote to the king, demanding that
        he resign", "exploded outside the embassy, killing ten people"."""
        if (
            clause.dep_ != "advcl"
            or clause.tag_ != "VBG"
            or clause.i < self.verb.i
            or own_subject(clause) is not None
        ):
            return False
        lemma = clause.lemma_.lower()
        telling = lemma in SAYING | DEMANDING and any(
            c.dep_ in ("ccomp", "xcomp", "dobj") for c in clause.children
        )
        harming = lemma in HARMING and has_child(clause, "dobj")
        linked = any(c.dep_ in ("mark", "prep") and c.i < clause.i for c in clause.children)
        return (telling or harming) and not linked and not any(t.i in self.dates for t in clause.subtree)

    def complement_text(self, token: Token, tight: bool) -> str:
        thing = child(self.verb, "dobj")
        if token is self.part and token.lower_ == "another" and thing is not None:
            words = [
                t for t in self.phrase(thing, tight) if t.dep_ not in ("det", "poss") or t.head.i != thing.i
            ]
            return f"another {self.text(words, complement=True)}"
        phrase = self.phrase(token, tight)
        while token.dep_ == "ccomp" and phrase[0].dep_ == "cc":
            phrase = phrase[1:]  # "said | but talks have begun"
        if token is self.part and self.span is not None:
            phrase = self.left_over()
        text = self.text(phrase, complement=True)
        if token is self.part and self.place:
            return f"{self.preposition()} {text}"
        if harms_others(token):
            return f"and {text}"
        if self.part is not None and token.head.dep_ == "pobj" and token.head.i not in self.dates:
            text = f"{token.head.head.text} {text}"
        if token.dep_ == "ccomp" and quoted(self.doc, token) and text:
            whole = quotation(self.doc, token)
            if whole is not None and len(whole) <= LONGEST_QUOTATION:
                return f'"{whole}"'
            return '"' + text.replace('"', "").replace("“", "").replace("”", "").strip(" ,") + '"'
        return text

    def left_over(self) -> list[Token]:
        """The words that stand where the verb is left out, without a preposition."""
        words = list(self.doc[slice(*self.span)])
        return words[1:] if words[0].pos_ == "ADP" else words

    def preposition(self) -> str:
        """Of the place where the verb is left out: its own, or that of the place it stands for."""
        first = self.doc[self.span[0]]
        if first.pos_ == "ADP":
            return first.lower_
        inside = (t for t in self.verb.subtree if t.dep_ == "pobj" and t.ent_type_ == self.part.ent_type_)
        return next((t.head.lower_ for t in inside if self.verb.i < t.i < self.part.i), "in")

    def owned_by_another(self, pronoun: Token, tokens: list[Token]) -> bool:
        """Whether "its", "his" cannot be the subject's, nor that of a thing the phrase names: "shares were tendered to
        its offer"."""
        subject = None if self.noun or pronoun.tag_ != "PRP$" else self.subject()
        if subject is None or pronoun.lower_ not in ("its", "his", "her", "their"):
            return False
        if pronoun.lower_ == "their":
            one = subject.ent_type_ == "PERSON" or subject.tag_ == "NN" and subject.lower_ in PERSONS | HELD
            return one and not several(subject) and not own_possessive(pronoun, tokens)
        other = several(subject) or pronoun.lower_ == "its" and subject.lower_ in PERSONS
        return other and not any(t.i < pronoun.i and agrees(pronoun, t) for t in tokens)

    def points_elsewhere(self, pronoun: Token) -> bool:
        """Whether a pronoun after the verb means neither the subject nor something the line has named before it."""
        if pronoun.tag_ not in ("PRP", "PRP$"):
            return False
        if pronoun.lower_ in ("we", "us", "our", "i", "me", "my", "you", "your"):
            return not quoted(self.doc, pronoun.head)
        if pronoun.tag_ != "PRP" or pronoun.lower_.endswith(("self", "selves")) or pronoun.dep_ in SUBJECTS:
            return False
        above = next((a for a in pronoun.ancestors if a.pos_ in VERBAL), None)
        return above is not None and above.i == self.verb.i

    # -- lines ---------------------------------------------------------------------------------------------------

    def clause(self) -> str:
        """The line of a verb: the longest wording that fits, or "" where there is no subject."""
        subject = self.subject()
        if subject is None or subject.i in self.dates:
            return ""
        if any(without_clause(t, subject) for t in self.phrase(subject, False, {self.verb.i})):
            return ""
        if subject.lower_.endswith("ever") or subject.lower_ == "following":
            return ""  # "whatever happens"
        if self.incomplete() or self.part is not None and not self.place and is_passive(self.verb):
            return ""  # "was expanded to include Greece in 1952, Germany in 1955"
        start = self.verb_text(subject)
        moved = moved_object(self.verb) if self.part is None else None
        parts = self.complements(subject)
        if moved is not None and not any(c.dep_ == "dobj" for c, _ in parts):
            parts.insert(0, (moved, False))
            if moved.head.dep_ == "conj" and moved.head.head.i == self.verb.i:
                start += self.second_verb(moved.head)
        if not parts and self.verb.lemma_.lower() == "be" and is_named(subject) and self.verb.dep_ == "ROOT":
            return self.subject_text(subject, False)  # "Christmas Day is this coming Sunday"
        if not parts and self.verb.lemma_.lower() in ("be", "have", "do", "seem"):
            return ""
        line = self.worded(subject, start, parts, moved)
        if self.torn() or self.clause_without_subject():
            return ""
        where = self.place_above()
        if where and where not in line and len(line) + len(where) + 4 <= LONGEST:
            line += f" in {where}"
            self.resolved = True
        source = self.source()
        if not source or source in line:
            return line
        told = f", according to {source}"
        if len(line) + len(told) > LONGEST:
            told = f", {source} said"
        if len(line) + len(told) > LONGEST:
            whole = self.used, self.unknown, set(self.off), self.short, self.chopped, line
            self.off, self.short = set(), True
            rest, line = self.fitting(subject, start, parts, moved, LONGEST - len(told))
            while len(line) + len(told) > LONGEST and self.prune_end(rest):
                line = self.joined(subject, start, rest, moved, False)
            if len(line) < len(whole[-1]) - MOST_LOST or len(line) + len(told) > LONGEST or self.torn():
                self.used, self.unknown, self.off, self.short, self.chopped, line = whole
                self.silent = True
                return line
        self.sourced = True
        return line + told

    def second_verb(self, verb: Token) -> str:
        """The verb that shares the object of the line's own: "mutinied | and killed their chief"."""
        joining = child(self.verb, "cc")
        form = past(verb.lemma_.lower()) if self.verb.tag_ != "VB" else verb.lemma_.lower()
        return f" {joining.lower_ if joining is not None else 'and'} {form}"

    def worded(self, subject: Token, start: str, parts: list, moved: Token | None) -> str:
        """The longest wording that fits."""
        line = self.joined(subject, start, parts, moved, False)
        if len(line) <= LONGEST:
            return line
        full = len(line)
        _, line = self.fitting(subject, start, parts, moved, LONGEST)
        if len(line) <= LONGEST and full - len(line) <= LITTLE_LOST:
            return line
        self.off, self.short = set(), True
        rest, line = self.fitting(subject, start, parts, moved, LONGEST)
        if len(line) <= LONGEST:
            return line
        told, off = line, set(self.off)
        while self.prune_end(rest):
            line = self.joined(subject, start, rest, moved, False)
            if len(told) - len(line) > MOST_LOST:
                break
            if len(line) <= LONGEST:
                return line
        self.off, self.plain = off, True
        line = self.joined(subject, start, rest, moved, False)
        if len(line) <= LONGEST:
            return line
        self.plain = False
        for token, _ in rest:
            mark = child(token, "mark")
            said = self.verb.lemma_.lower() in SAYING
            if said and token.dep_ == "ccomp" and mark is not None and mark.lower_ == "that":
                self.off.add(mark.i)
                line = self.joined(subject, start, rest, moved, False)
                if len(line) <= LONGEST:
                    return line
        every = [*rest, (subject, False)]
        while self.prune_end(every) or self.prune_end(every, of=True) or self.prune_end(every, True, True):
            line = self.joined(subject, start, rest, moved, False)
            if len(line) <= LONGEST:
                return line
        self.chopped = True
        return cut(self.joined(subject, start, rest, moved, True))

    def fitting(
        self, subject: Token, verb: str, parts: list[tuple[Token, bool]], moved: Token | None, room: int
    ) -> tuple[list[tuple[Token, bool]], str]:
        """What is left of the parts of a line when those it can do without have gone, the last first, until it fits or
        none is left; and the line."""
        rest = list(parts)
        while len(line := self.joined(subject, verb, rest, moved, False)) > room:
            loose = [i for i, (token, free) in enumerate(rest) if free and not bound(token)]
            if not loose:
                break
            if (
                rest[-1][0].dep_ == "ccomp"
                and self.verb.lemma_.lower() not in SAYING
                and self.prune_end(rest[-1:])
            ):
                continue
            last = rest[loose[-1]]
            if not self.prune_end([last]):
                del rest[loose[-1]]
        return rest, line

    def verbatim(self) -> str:
        """The sentence as it stands; where it is too long the clause, or the noun with the clause that tells of it."""
        spans = [list(self.doc)]
        for top in (*(() if self.noun else (self.verb,)), *self.verb.ancestors):
            if (
                top.pos_ in ("NOUN", "PROPN", "PRON", "NUM")
                or own_subject(top) is not None
                and top.dep_ != "relcl"
            ):
                spans.append(list(self.doc[top.left_edge.i : max(top.right_edge.i, self.verb.i) + 1]))
        for words in spans:
            while len(words) > 2 and (words[0].dep_ in ("mark", "cc") or words[0].is_punct):
                del words[0]
        undated = [[t for t in words if not self.beside(t)] for words in spans]
        shorter = [
            words[:at] for words in undated for at in ends_of_phrases(words) if self.verb in words[:at]
        ]
        thinner = [words for long in undated for words in without_asides(long, self.verb)]
        source = "" if self.noun else self.source()
        for words in (*spans, *undated, *shorter, *thinner):
            line = as_it_stands(words)
            if source and source.lower() not in line.lower():
                line += f", {source} said"
            if len(line) <= LONGEST:
                self.used = {t.i for t in words} | {self.verb.i}
                return line
        words = spans[min(1, len(spans) - 1)]
        self.used = {t.i for t in words} | {self.verb.i}
        line = cut(as_it_stands(words))
        self.silent = source.lower() not in line.lower()
        return line

    def beside(self, word: Token) -> bool:
        """Whether a word is of a date that its clause can do without, or ties it to the text before."""
        tying = word.lower_ in TYING_ADVERBS and word.dep_ == "advmod" and word.lower_ not in HEDGES
        if tying and word.i not in self.dates:
            return True
        while word.i in self.dates and word.head.i in self.dates and word.head.i != word.i:
            word = word.head
        loose = word.dep_ in ("npadvmod", "prep", "advmod") and word.head.pos_ in VERBAL
        return word.i in self.dates and loose and word.head.lemma_.lower() not in CHOOSING

    def clause_without_subject(self) -> bool:
        """Whether the line lost whose deed is told: "said | made visits"."""
        for clause in self.verb.children:
            subject = own_subject(clause) if clause.dep_ == "ccomp" and clause.i in self.used else None
            if subject is not None and subject.i not in self.used:
                return True
        return False

    def place_above(self) -> str:
        """The place that a clause speaks of as "where": "Oslo, where two men were shot"."""
        verb, place = self.verb, entity_at(self.verb.head)
        where = any(c.lower_ == "where" and c.tag_ == "WRB" for c in verb.children)
        return name_of(place) if where and verb.dep_ == "relcl" and place and place.label_ == "GPE" else ""

    def source(self) -> str:
        """Who says it: "..., according to police"; "" where the line says so itself or speaks of the speaker."""
        verb = self.verb
        foretold = self.factuality == PLANNED and any(
            c.lower_ in ("will", "would", "wo", "must", "should") for c in verb.children if c.dep_ == "aux"
        )
        if (
            self.factuality != REPORTED
            and not foretold
            or verb.lemma_.lower() in SAYING
            and verb.dep_ != "ccomp"
        ):
            return ""
        told = according(verb)
        if told is not None:
            to = child(told, "prep")
            noun = child(to, "pobj") if to is not None else None
        else:
            while verb.dep_ in ("conj", "xcomp", "advcl") and verb.head.pos_ in VERBAL:
                verb = verb.head
            above = verb.head
            if verb.dep_ != "ccomp" or above.lemma_.lower() not in CLAIMING | RULING:
                return ""
            noun = own_subject(above)
            said = above.head
            if (
                noun is not None
                and noun.tag_ == "PRP"
                and above.dep_ == "ccomp"
                and said.lemma_.lower() in CLAIMING
            ):
                noun = own_subject(said)  # "police said they believe"
        subject = self.subject()
        if (
            noun is None
            or noun.i in self.used
            or subject is None
            or subject.tag_ == "PRP"
            or known_body(subject)
        ):
            return ""  # most likely the speaker's own deed
        if noun.tag_ == "PRP" or known_body(noun) and self.resolve(noun):
            name = self.resolve(noun) or ""
            return name if tells_a_name(name) and name not in self.subject_words else ""
        if noun.tag_ not in ("NN", "NNS", "NNP", "NNPS"):
            return ""
        tokens = self.phrase(noun, True)
        if noun.lemma_.lower() in UNNAMED and (bare_definite(noun) or len(tokens) > MOST_OF_SOURCE):
            return noun.lower_ if noun.tag_ == "NNS" else ""
        if noun.lemma_.lower() in ("spokesman", "spokeswoman") or self.points(noun) or known_body(noun):
            return ""  # says nothing of whose word it is
        if any(t.tag_ in ("PRP", "PRP$") for t in tokens) or len(tokens) > MOST_OF_SOURCE:
            return ""
        if any(t.lower_ == subject.lower_ for t in noun.subtree):
            return ""  # "GM ..., according to GM officials"
        named = entity_at(noun)
        if named is not None and re.sub(r"\A[Tt]he ", "", name_of(named)) in self.subject_words:
            return ""  # its own
        used = set(self.used)
        text = self.text(tokens)
        self.used = used
        return text[:1].lower() + text[1:] if tokens[0].pos_ == "DET" else text

    def torn(self) -> bool:
        """Whether the parser gave the verb two objects of which the words between were left out: "sent a team guerrillas"."""
        for verb in (self.doc[i] for i in self.used if self.doc[i].pos_ in VERBAL):
            objects = [c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i and c.i in self.used]
            if len(objects) < 2 or child(verb, "dative") is not None:
                continue
            between = range(objects[0].i + 1, objects[-1].i)
            if any(
                i not in self.used | self.dates | self.brackets and not self.doc[i].is_punct for i in between
            ):
                return True
        return False

    def incomplete(self) -> bool:
        """Whether the verb is left without what it needs: "set 10 November as the deadline", "whom the army said fled"."""
        verb, lemma = self.verb, self.verb.lemma_.lower()
        if verb.dep_ == "ROOT" and infinitive(verb) and child(verb, "auxpass") is None:
            return True  # "one more trip to see the town"
        if child(verb, "expl") is not None:
            return True  # "there was no word"
        if lemma in ("donate", "contribute") and not any(c.lower_ == "to" for c in verb.children):
            return True  # to whom?
        if lemma in RELATING and is_passive(verb) and not self.complements(None):
            return True  # "each index was based"
        subject = self.subject()
        if subject is not None and any(c.lower_ == "nor" for c in subject.subtree):
            return True  # "neither A nor B could be found"
        if lemma in ("set", "fix", "choose", "pick", "propose") and any(
            c.dep_ == "dobj" and c.i in self.dates for c in verb.children
        ):
            return True
        if (
            verb.dep_ == "relcl"
            and not has_child(verb, "nsubjpass", "auxpass")
            and moved_object(verb) is None
        ):
            if any(
                c.lower_ in ("that", "which", "whom") and c.dep_ in ("mark", "dobj") for c in verb.children
            ):
                return True
        objects = [c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i and c.i not in self.dates]
        if led_to(verb) and not objects:
            return True
        given = objects[:1] if child(verb, "dative") is None else []
        if lemma == "give" and given and given[0].tag_ in ("NNS", "NNP") and has_child(verb, "advcl", "prep"):
            if not any(c.lower_ in ("to", "up", "away") for c in verb.children):
                return True  # "gave the relatives | until noon to sign"
        if (
            lemma in CHOOSING
            and verb.i + 1 in self.dates
            and any(c.lower_ in ("as", "for") for c in verb.children)
        ):
            return True
        if (
            verb.dep_ in ("ccomp", "relcl", "xcomp")
            and lemma in NEEDING
            and not objects
            and not is_passive(verb)
        ):
            if (
                moved_object(verb) is None
                and child(verb, "ccomp", "xcomp", "prep", "prt", "attr", "oprd") is None
            ):
                return True
        if (
            verb.dep_ == "relcl"
            and lemma in ("live", "be", "stay", "work", "serve")
            and child(verb, "prep") is None
        ):
            if any(c.lower_ == "where" for c in verb.children):
                return True  # "a home where she lived"
        clauses = [c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i and finite(c)]
        if len(clauses) > 1 and any(own_subject(c) is None for c in clauses[1:]):
            return True  # "confirmed that the body found on a road | belonged to him"
        if lemma == "say":
            said = [c for c in verb.children if c.dep_ == "ccomp" and c.pos_ in (*VERBAL, "ADJ")]
            objects = [c for c in verb.children if c.dep_ == "dobj"]
            whose = own_subject(said[0]) if said else None
            if (
                said
                and said[0].tag_ in ("VBD", "VBZ", "VBP")
                and (
                    subject_of(said[0]) in (None, subject_of(verb))
                    or whose is not None
                    and whose.tag_ == "WDT"
                )
            ):
                return True  # "said | made visits": whose visits was lost
            return (
                not said
                and not any(o.pos_ == "NOUN" for o in objects)
                or (bool(said) and verb.dep_ == "relcl" and own_subject(said[0]) is None)
            )
        return False

    def prune_end(self, parts: list[tuple[Token, bool]], of: bool = False, last: bool = False) -> bool:
        """Take off the last phrase within some parts of the line that they can do without; whether there was one.

        `last` tells that there is nothing else to take off: then also what a verb leads to goes.
        """
        ends = [
            t
            for token, _ in parts
            for t in token.subtree
            if t.i in self.used
            and t.i not in self.off
            and (t.dep_ in PRUNED or told_within(t) or last and aimed(t))
            and not (t.dep_ == "advmod" and (t.lower_ in HEDGES or t.head.pos_ == "NUM" or negation(t.head)))
            and not (t.dep_ == "conj" and (t.head.dep_ in PRENOMINAL or t.pos_ == "PROPN"))
            and (last or not bound(t))
            and (last or not (singling(t) and t.head.head.i in {token.i for token, _ in parts}))
            and not (t.dep_ == "prep" and t.head.lemma_ == "be" and child(t.head, "attr", "acomp") is None)
            and not (t.dep_ == "advcl" and conditional(t))
            and t.i not in (token.i, self.verb.i)
            and (
                t.dep_ != "prep" or t.lower_ != "of" or of and t.head.i not in {token.i for token, _ in parts}
            )
        ]
        if not ends:
            return False
        end = widened(max(ends, key=lambda t: t.i), {t.i for t in ends}, self.verb)
        self.chopped = self.chopped or of or last
        self.off.update(t.i for t in end.subtree)
        if end.dep_ == "advcl" and end.head.pos_ == "ADV":
            self.off.update(t.i for t in end.head.subtree)  # "as long as ..."
            self.chopped = True
        if end.dep_ == "conj":
            self.off.update(c.i for c in end.head.children if c.dep_ in ("cc", "punct") and c.i < end.i)
        return True

    def joined(self, subject: Token, verb: str, parts: list, moved: Token | None, tight: bool) -> str:
        self.used, self.unknown = {self.verb.i}, set()
        self.subject_words = self.subject_text(subject, tight)
        words = [self.subject_words, verb]
        for token, _ in parts:
            if moved is not None and token.i == moved.i:
                words.append(self.text(self.phrase(token, True, {t.i for t in chain(self.verb, token)})))
                continue
            edge = token.left_edge.i
            follows = self.follows_comma(edge)
            text = self.complement_text(token, tight)
            quotes = text.startswith('"') and len(words) > 2  # "said from her home, "I would ...""
            if text and (quotes or follows and edge in self.used or self.tells_what(token)):
                words[-1] += ","
            words.append(text)
        line = tidy(" ".join(w for w in words if w))
        return self.shorten(line) if self.short else line

    def follows_comma(self, first: int) -> bool:
        """Whether a comma stands before a word, and before a date that the line leaves out: "2 a share, in May, compared"."""
        last = max((i for i in self.used if i < first), default=first)
        between = range(last + 1, first)
        apart = {i for i in between if self.doc[i].text == ","}
        opened = any(i - 1 in self.used and i + 1 in self.used for i in self.commas if i < last)
        return {last + 1, first - 1} <= apart and (
            last + 2 == first or opened and all(i in self.dates for i in set(between) - apart)
        )

    def points(self, noun: Token) -> bool:
        """Whether a noun of the line takes up what was told before: "the plan"."""
        if noun.lower_ in OFFICES or noun.dep_ == "poss" and noun.lower_ in PLACES_BY_NOUN | VESSELS:
            return bare_definite(noun)  # "the country's army"
        settled = UNIQUE if noun.dep_ in SUBJECTS else SETTLED
        if not bare_definite(noun) or noun.lower_ in settled:
            return False
        if noun.lemma_.lower() not in POINTING:
            subject = self.subject()
            return (
                subject is not None
                and noun.i == subject.i
                or noun.dep_ == "dobj"
                and noun.head.i == self.verb.i
            )
        above = noun.head.head
        part = noun.dep_ == "pobj" and noun.head.lower_ == "of" and above.pos_ == "NOUN"
        return not (part and above.head.i != self.verb.i)  # "talks about the terms of the offer"

    def points_back(self, preposition: Token) -> bool:
        """Whether a phrase only takes up what was told before, and nobody can say what: "on the announcement"."""
        noun = child(preposition, "pobj")
        taken_up = noun is not None and noun.lemma_.lower() in POINTING and bare_definite(noun)
        return taken_up and not self.resolve(noun)

    def could_be_told(self, noun: Token) -> bool:
        """Whether a noun of the line is told in the words that brought it in, where the text has them."""
        return bare_definite(noun) and noun.lower_ not in SETTLED and not aside(noun, self.verb)

    def leans(self) -> bool:
        """Whether only the text before tells which thing the subject is: one common noun that "the", "this" or nothing
        stands before; for an event noun, whether it names nobody."""
        subject = self.verb if self.noun else self.subject()
        if subject is not None and not self.noun:
            subject = self.named_after(subject)
        if subject is not None and (subject.tag_ == "PRP" or known_body(subject)):
            name = self.resolve(subject)
            return name is not None and not tells_a_name(name) and len(name.split()) < 3
        if subject is not None and not self.noun and subject.tag_ in ("JJ", "CD", "DT"):
            return not any(c.dep_ == "prep" and c.i in self.used for c in subject.children)  # "the third"
        if subject is None or subject.pos_ != "NOUN" or subject.lower_ in UNIQUE:
            return False
        if subject.i in self.named and not self.noun:
            return False
        if (bare_definite(subject) or described_body(subject)) and self.resolve(subject):
            return False
        phrase = [t for t in self.phrase(subject, True, {self.verb.i} - {subject.i}) if t.i in self.used]
        if any(is_named(t) for t in phrase):
            return False
        if any(t.tag_ == "WP$" for t in phrase) and self.verb.dep_ == "relcl":
            return not any(
                is_named(t) for t in self.phrase(self.named_after(self.verb.head), True, {self.verb.i})
            )
        if self.noun:
            told = subject.i in self.named  # "the slaying of a doctor"
            return not (self.resolved or told or self.tells_of_what())
        if any(
            t.lower_ in ("such", "this", "these", "those", "that") and t.dep_ in ("det", "amod", "predet")
            for t in phrase
        ):
            return True
        pointing = subject.lemma_.lower() in POINTING | BODIES_BY_NOUN
        definite = any(c.lower_ in POINTERS for c in subject.children)
        compound = any(t.pos_ == "NOUN" and t.i < subject.i for t in phrase)
        if compound and not (pointing and definite):
            return False
        if any(t.pos_ == "NOUN" and t.i > subject.i for t in phrase):
            return False
        if any(t.dep_ == "nummod" for t in phrase) and not definite:
            return False
        if any(c.dep_ == "prep" and c.i in self.used and c.i > subject.i for c in subject.children):
            return False  # "the change in policy"
        by = child(self.verb, "agent")
        if (
            self.verb.dep_ == "acl"
            and by is not None
            and any(is_named(t) for t in by.subtree if t.i in self.used)
        ):
            dated = any(t.i in self.dates and t.i < subject.i for t in subject.subtree)
            if dated or any(t.dep_ == "amod" and t.head.i == subject.i for t in phrase):
                return False  # "the unilateral move announced by X", "the Feb. 23 accord signed by X"
        before = [t for t in phrase if t.dep_ in ("det", "poss") and t.head.i == subject.i]
        if before and before[0].tag_ == "PRP$":
            return False  # weighed as a pronoun
        if not before:
            return subject.tag_ == "NN" or is_passive(self.verb)  # "products were introduced"
        return before[0].lower_ not in ("a", "an", "some", "another", "no", "every", "each", "several")

    def tells_of_what(self) -> bool:
        """Whether an event noun says to what it was done, as to somebody who does not know it yet: "the discovery of a
        buried rifle", "an attack on a crowded bar"."""
        things = [g for c in self.verb.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"]
        return any(
            thing.i in self.used
            and any(c.lower_ in ("a", "an") or c.dep_ == "nummod" for c in thing.children)
            and any(
                c.dep_ in ("amod", "compound", "acl", "relcl") and c.i in self.used for c in thing.children
            )
            for thing in things
        )

    def object_leans(self) -> bool:
        """Whether only the text before tells what the line says was done to: "approved the plan", "added one more"."""
        if self.noun:
            return False
        if self.unknown & self.used - self.subject_places:
            return True
        for token in (self.doc[i] for i in self.used):
            if token.lower_ in ("he", "she", "they") and token.dep_ in SUBJECTS and quoted_word(token):
                return True  # "a source said "He was told""
            if token.lower_ == "others" and token.dep_ == "dobj" and not harms_others(token.head):
                return True  # "injured 1,000 others"
        if (
            self.doc[max(self.used)].lower_ in ("much", "so")
            and self.doc[max(self.used)].head.i == self.verb.i
        ):
            return True  # "implied as much"
        objects = [c for c in self.verb.children if c.dep_ == "dobj" and c.i in self.used]
        named = self.resolved or any(is_named(self.doc[i]) for i in self.used)
        for token in objects:
            own = [c for c in token.children if c.i in self.used]
            if not named and len(own) == 1 and own[0].tag_ == "PRP$" and token.lemma_.lower() in POINTING:
                return True  # "prosecutors issued their warning"
            if token.tag_ in ("CD", "DT", "JJ") and not any(
                c.dep_ in ("prep", "relcl", "acl") and c.i in self.used or c.i > token.i and c.pos_ == "NOUN"
                for c in token.children
            ):
                return True
        return any(
            self.doc[i].tag_ == "DT"
            and self.doc[i].lower_ in ("that", "this", "these", "those")
            and self.doc[i].dep_ in ("dobj", "pobj", "nsubj", "nsubjpass")
            and not any(c.i in self.used for c in self.doc[i].children)
            for i in self.used
        )

    def says_little(self) -> bool:
        """Whether a line names nobody and has but a subject and a verb: "an accord was signed"."""
        if self.noun or self.resolved or any(is_named(self.doc[i]) for i in self.used):
            return False
        objects = [
            c
            for c in self.verb.children
            if c.i in self.used and c.i > self.verb.i and c.pos_ != "ADV" and c.dep_ not in SUBJECTS
        ]
        return not objects and len(self.used) <= LITTLE

    def stands(self) -> bool:
        """Whether who reads the line alone learns who and what it speaks of."""
        subject = self.verb if self.noun else self.subject()
        unknown = unexplained(self.verb, self.used, self.named)
        if subject is not None and event_noun(subject, listed_only=True):
            unknown -= {subject.i}  # weighed by what else the line says
            if has_child(self.verb, "dobj"):
                return not unknown  # "the assault killed eighteen soldiers"
        told = subject is not None and any(
            c.i > subject.i
            and c.i in self.used
            and c.dep_ in ("prep", "relcl", "acl", "appos")
            and c.i != self.verb.i
            and c.lower_ != "including"
            or c.lower_ in ("a", "an")
            or c.dep_ == "nummod"
            for c in subject.children
        )
        beside = {
            t.i
            for c in (subject.children if subject is not None else ())
            if c.lower_ == "including"
            for t in c.subtree
        }
        known = subject is not None and definite(subject, self.used) and not self.sourced
        ahead = self.factuality == PLANNED and not known
        if subject is not None and subject.lemma_.lower() in BODIES_BY_NOUN:
            after = self.used - {self.verb.i}
            told = any(
                c.i > subject.i and c.i in after for c in subject.children
            )  # not "a conglomerate grew"
        named = self.resolved or any(
            is_named(self.doc[i]) or self.doc[i].lower_ in UNIQUE for i in self.used - beside
        )
        told = told or self.noun and self.verb.i in self.named
        return not unknown and (named or told or ahead)

    def lacks(self) -> bool:
        """Whether a noun or a verb of the line lacks what completes it, whatever stood before: "made a statement"."""
        used, named = self.used, self.used - self.named
        return any(lacking(self.doc[i], used) for i in used) or any(
            incomplete(self.doc[i], used, self.verb) and not quoted_word(self.doc[i]) for i in named
        )

    def joined_after(self) -> set[int]:
        """What is joined to an event noun behind its date, or is another event: "the sale in May and a tax credit"."""
        last = max((i for i in self.dates if i > self.verb.i), default=len(self.doc))
        found = set()
        for t in self.verb.subtree:
            if (
                t.dep_ == "conj"
                and t.i > self.verb.i
                and (t.left_edge.i > last or event_noun(t, listed_only=True))
            ):
                found |= {w.i for w in t.subtree} | {c.i for c in t.head.children if c.dep_ == "cc"}
        return found

    def name(self) -> str:
        """The line of an event noun: told by its verb where it has one, else the noun phrase without its article, and what is
        told of its day."""
        told = "" if self.way in SAID or self.factuality == NEGATED else self.told_by_verb()
        if told:
            return told
        ending = f" {SAID[self.way]}" if self.way in SAID else self.held_or_struck()
        for tight in (False, True):
            tokens = self.phrase(self.verb, tight, self.joined_after())
            while tokens and (tokens[0].dep_ in ("det", "cc", "punct", "predet") or tokens[0].is_punct):
                tokens = tokens[1:]
            tokens = [t for t in tokens if not does_harm(t)]
            line = re.sub(r"\A(?:the|an?) ", "", self.text(tokens, pronouns=True))
            whose = self.verb.head
            if self.verb.lemma_.lower() in HELD and self.verb.dep_ == "appos" and whose.pos_ == "PROPN":
                name = self.text([t for t in self.phrase(whose, True, {self.verb.i}) if t.text not in "()"])
                line = f"{name} was {line}" if whose.ent_type_ == "PERSON" else f"{line}, {name}"
            if " " not in line and self.way not in SAID:
                return line  # "Talks"
            if len(line) + len(ending) <= LONGEST:
                return line + ending
        return cut(line)

    def told_by_verb(self) -> str:
        """ "Communism collapsed" for "the collapse of communism"; "" where the noun has no verb, or the line no room."""
        deed = deed_told(self.verb, self.dates, self.factuality == PLANNED)
        if deed is None:
            return ""
        verb, thing, owner = deed
        rest = [
            c
            for c in self.verb.rights
            if c.dep_ in ("prep", "agent") and c.i > thing.i and c.i not in self.dates
        ]
        more = any(
            c.dep_ not in ("prep", "agent", "punct") and c.i not in self.dates for c in self.verb.rights
        )
        if more or any(map(does_harm, thing.subtree)):
            return ""
        passive = owner is None and verb not in DOES.values()
        done = participle(verb) if passive else past(verb)
        joined = self.joined_after()
        several = thing.tag_ in ("NNS", "NNPS") if joined else is_plural(thing)
        helped = past("be", plural=several) if passive else ""
        if self.factuality == PLANNED:
            helped, done = ("to be", participle(verb)) if passive else ("to", verb)
        for tight in (False, True):
            who, whom, *where = (
                self.text(self.phrase(word, tight, without), pronouns=True) if word is not None else ""
                for word, without in (
                    (owner, case_of(owner)),
                    (thing, case_of(thing) | joined),
                    *((c, ()) for c in rest),
                )
            )
            if verb == "visit":
                where = [words.removeprefix("to ") for words in where]
            order = (who, helped, done, whom) if who else (whom, helped, done)
            line = tidy(" ".join(word for word in (*order, *where) if word))
            if len(line) <= LONGEST:
                self.used.add(thing.head.i)
                return line
        return ""

    def held_or_struck(self) -> str:
        """What completes the line of a noun that is held or strikes: "NATO summit | to be held"."""
        noun = self.verb
        if noun.lemma_.lower() in STRIKES and self.factuality == ACTUAL:
            return " struck"
        if not {noun.lower_, noun.lemma_.lower()} & GATHERINGS or has_child(noun, "acl", "relcl"):
            return ""  # "a ceremony to mark the day"
        be = past("be", plural=noun.tag_ == "NNS")
        return {PLANNED: " to be held", ACTUAL: f" {be} held"}.get(self.factuality, "")

    def dated_name(self) -> str:
        """An event noun that says nothing without its date, with it: "the storm of 1953"; "" where they do not stand together."""
        last = self.verb.i
        while last + 1 < len(self.doc) and last + 1 in self.dates:
            last += 1
        words = [
            t
            for t in self.doc[self.verb.left_edge.i : last + 1]
            if t.i >= self.verb.i or t.i not in self.dates
        ]
        while words and words[0].dep_ in ("det", "predet"):
            words = words[1:]
        line = as_it_stands(words)
        return line if last > self.verb.i and sound(line) and len(line) <= LONGEST else ""


@dataclass(frozen=True, slots=True)
class Headline:
    """A line; the first and last word of the clause it was made of; what an editor would hold against it."""

    title: str
    first: int
    last: int
    full: bool  # subject and verb, not the bare clause
    leans: bool  # "the company", "construction": only the text before says which
    object_leans: bool  # "approved the plan": the same of what it was done to
    says_little: bool  # "negotiations broke off", "an accord was signed"
    names: bool  # somebody or something is named in it
    stands: bool  # nothing in it is explained only by the text before
    lacks: bool  # a noun or a verb in it lacks what completes it
    subject: frozenset[int]  # the places of its subject's words
    silent: bool  # whose word it is found no room
    chopped: bool  # it lost words that what is left cannot do without


def headline(
    happening: Happening,
    dates: set[int],
    factuality: str,
    resolve: Callable[[Token], str | None],
    shorten: Callable[[str], str] = str,
    verbatim: bool = False,
) -> Headline:
    """`dates` are the places of all words of date phrases, prepositions included; `resolve` names a pronoun or gives
    None; `shorten` puts letters for long names in a line that is too long; `verbatim` tells that no line can be made that
    would be true ("charged with robbing a bank")."""
    line = Line(happening, dates, factuality, resolve, shorten)
    title = line.name() if happening.noun else line.clause()
    good = sound(title) and not verbatim and not line.silent
    if not good:
        line.silent = False
        title = happening.noun and line.dated_name() or line.verbatim()
    if not title[1:2].isupper():  # "iPhone" is so at the beginning, too
        title = title[:1].upper() + title[1:]
    return Headline(
        title,
        min(line.used),
        max(line.used),
        good,
        line.leans(),
        line.object_leans(),
        line.says_little(),
        line.resolved or any(is_named(line.doc[i]) for i in line.used),
        line.stands(),
        line.lacks(),
        line.subject_places,
        line.silent,
        line.chopped,
    )


def case_of(word: Token | None) -> set[int]:
    """The place of the "'s" of an owner."""
    return {c.i for c in word.children if c.dep_ == "case"} if word is not None else set()


def does_harm(token: Token) -> bool:
    """Whether a word is the "that" of "the bombing that killed ten", which a line can do without."""
    verb = token.head
    return token.tag_ in ("WDT", "WP") and verb.tag_ == "VBD" and verb.lemma_.lower() in HARMING | RUINING


def who_speaks_of_itself(verb: Token) -> Token | None:
    """The subject of a speech that is the speaker's own name: of "Norvik will close its mill, the company said" it is Norvik."""
    speaker = own_subject(verb) if verb.lemma_.lower() in SAYING else None
    told = child(verb, "ccomp")
    subject = own_subject(told) if speaker is not None and told is not None and told.i < verb.i else None
    if subject is None or quoted(verb.doc, told) or subject.tag_ not in ("NN", "NNP"):
        return None
    if speaker.tag_ == "PRP":
        himself = (
            speaker.lower_ in ("he", "she") and subject.ent_type_ == "PERSON" and agrees(speaker, subject)
        )
        return subject if himself else None
    if not bare_definite(speaker) or speaker.lemma_.lower() not in BODIES_BY_NOUN:
        return None
    return subject if subject.ent_type_ == "ORG" or subject.lemma_ == speaker.lemma_ else None


def done_by_nobody_known(verb: Token) -> Token | None:
    """What was done to somebody, where it is asked by whom: "to find out who shot down the plane" tells of the plane."""
    asks = child(verb, "nsubj")
    asked = asks is not None and asks.tag_ == "WP" and verb.dep_ in ("ccomp", "pcomp") and verb.tag_ == "VBD"
    return child(verb, "dobj") if asked else None


def after_colon(token: Token) -> bool:
    """Whether an article is written large because it opens what stands after a colon."""
    return token.dep_ == "det" and token.i > 0 and token.nbor(-1).text == ":"


def begins_clause(noun: Token) -> bool:
    """Whether a noun joined to another is the subject of what follows: "closed their stalls and passengers | were waiting"."""
    last = noun.right_edge.i
    after = noun.doc[last + 1] if noun.pos_ == "NOUN" and last + 1 < len(noun.doc) else None
    if after is None or after.pos_ != "AUX" or after.tag_ not in ("VBD", "VBZ", "VBP"):
        return False
    verb = after.head if after.dep_ in ("aux", "auxpass") else after
    return verb.i > noun.i and not has_child(verb, *SUBJECTS)


def conditional(clause: Token) -> bool:
    """Whether a clause says on what condition the one above holds."""
    return any(c.lower_ in CONDITIONS for c in clause.children)


def bound(preposition: Token) -> bool:
    """Whether a verb leads to what a preposition opens: "links the man to a crime", "was built around a threat"."""
    verb, word = preposition.head, preposition.lower_
    if word == "in" and verb.ent_type_ == "MONEY":
        return True  # "$172 million in notes"
    if preposition.dep_ != "prep" or verb.pos_ not in VERBAL or preposition.i < verb.i:
        return False
    if word in ("to", "into", "as", "onto") or verb.lemma_.lower() in PLACING and word not in ("by", "since"):
        return True
    before = [c for c in verb.children if verb.i < c.i < preposition.i and c.dep_ in (*ESSENTIAL, "prep")]
    return not before and word in ("for", "with", "on", "of", "around", "upon", "against", "about", "from")


def singling(clause: Token) -> bool:
    """Whether a clause says which one is meant, so that the noun cannot stand without it: "the night | they fled"."""
    return (
        clause.dep_ in ("relcl", "acl")
        and any(c.lower_ in POINTERS for c in clause.head.children if c.dep_ == "det")
        and clause.doc[clause.left_edge.i - 1].text != ","
        and clause.head.dep_ == "pobj"
    )


def widened(part: Token, free: set[int], verb: Token) -> Token:
    """What has to go with a part that a line can do without, so that nothing is left that cannot stand.

    "from the night | the flight went down": the night as well; "listed | on forms": listed as well; "the house, the
    senate | and the press": the senate as well.
    """
    for _ in range(HIGHEST):
        head = part.head
        above = head.head
        if (singling(part) or part.dep_ == "relcl" and head.tag_ == "DT") and above.i in free:
            part = above  # "by those | who fled"
        elif (
            part.dep_ in ("prep", "agent")
            and head.dep_ in ("amod", "acl")
            and head.pos_ == "ADJ"
            and head.i > head.head.i
        ):
            part = head  # "markets untouched | by the crisis"
        elif part.dep_ == "appos" and head.dep_ in ("npadvmod", "appos", "nmod") and head.ent_type_ == "GPE":
            part = head  # "Acme Inc., Orange | , Calif."
        elif part.dep_ == "prep" and head.lower_ == "back" and head.dep_ == "advmod":
            part = head  # "reunited with his father back | in Cuba"
        elif part.dep_ == "conj" and head.dep_ == "conj" and head.i in free:
            part = head
        elif (
            part.dep_ in ("prep", "agent", "advmod")
            and part.i > head.i
            and head.i in free
            and head.i != verb.i
            and head.pos_ in VERBAL
            and not any(c.dep_ in ("dobj", "xcomp", "ccomp", "acomp", "attr", "prt") for c in head.children)
            and not any(c.dep_ in ("prep", "agent") and head.i < c.i < part.i for c in head.children)
        ):
            part = head
        else:
            break
    return part


def counted(article: Token, tokens: list[Token], verb: Token) -> bool:
    """Whether "the" stands before a number that the line does not explain: "shipped the 28,000 systems"."""
    noun = article.head
    done_to = noun.dep_ == "dobj" or verb.dep_ == "relcl" and verb.head.i == noun.i
    if article.lower_ != "the" or article.dep_ != "det" or not done_to:
        return False
    own = [t for t in tokens if t.head.i == noun.i]
    if any(t.i > noun.i and t.dep_ in ("relcl", "acl", "appos") or t.lower_ == "of" for t in own):
        return False
    return noun.pos_ == "NOUN" and any(t.dep_ == "nummod" and t.text[0].isdigit() for t in own)


def of_people(subject: Token | None) -> bool:
    """Whether a subject is no "it"."""
    return subject is None or subject.ent_type_ in ("PERSON", "NORP") or is_plural(subject)


def own_possessive(pronoun: Token, tokens: list[Token]) -> bool:
    """Whether "its" or "their" means a thing that the same phrase has named: "the president and his aides"."""
    return pronoun.tag_ == "PRP$" and any(
        t.i < pronoun.i
        and t.pos_ in ("NOUN", "PROPN")
        and t.i != pronoun.head.i
        and not t.is_ancestor(pronoun.head)
        or t.i < pronoun.i
        and t.pos_ in ("NOUN", "PROPN")
        and t.is_ancestor(pronoun)
        for t in tokens
    )


def names_owner(pronoun: Token, tokens: list[Token]) -> bool:
    """Whether a phrase names before "his" whose it is: "the meeting between Elian and his grandmothers"."""
    return pronoun.tag_ == "PRP$" and any(
        t.i < pronoun.i and t.pos_ == "PROPN" and t.dep_ == "pobj" and agrees(pronoun, t) for t in tokens
    )


def breaks_even(verb: Token) -> bool:
    """ "Volvo to break | even"."""
    return verb.lemma_ == "break" and verb.i + 1 < len(verb.doc) and verb.doc[verb.i + 1].lower_ == "even"


def told_as_past(clause: Token) -> bool:
    """Whether the verb of a clause is in the present itself and has a past: "when a bomb explodes"."""
    return clause.tag_ in ("VBZ", "VBP") and clause.lemma_ not in ("be", "have", "do")


def reported(verb: Token) -> bool:
    """Whether a clause is what somebody said: "he said it would close"."""
    above = verb.head
    return verb.dep_ == "ccomp" and above.lemma_.lower() in SAYING or verb.dep_ == "conj" and reported(above)


def fronted_place(preposition: Token) -> bool:
    """Whether a phrase before the verb says where: "In Paris, ...", "In 20 states, ..."."""
    place = child(preposition, "pobj")
    return (
        place is not None
        and preposition.lower_ in ("in", "at", "near", "outside")
        and (place.ent_type_ in ("GPE", "LOC", "FAC") or has_child(place, "nummod"))
        and preposition.right_edge.i - preposition.i < 6
    )


def quotation(doc: Doc, token: Token) -> str | None:
    """The words between the quotation marks that a clause stands in; None where they do not hold it all."""
    first = token.left_edge.i
    while first < token.i and doc[first].text in QUOTES:
        first += 1
    last = next((i for i in range(token.i, len(doc)) if doc[i].text in CLOSING), None)
    if last is None or any(doc[i].text in QUOTES for i in range(first, last)):
        return None
    return " ".join(doc[first:last].text.split()).rstrip(" ,")


# -- wording ---------------------------------------------------------------------------------------------------------


def possessive(name: str) -> str:
    return name + ("’" if name.endswith("s") else "’s")


def told_within(clause: Token) -> bool:
    """Whether a clause says what a told deed told in turn: "explaining that they were warned | that one might be shot"."""
    above = clause.head
    if clause.dep_ != "ccomp" or not any(c.lower_ == "that" for c in clause.children):
        return False
    return is_passive(above) and any(a.dep_ == "ccomp" for a in (above, *above.ancestors))


def aimed(verb: Token) -> bool:
    """Whether an infinitive says what for, after what the verb above has done: "ratify the expansion | to include them"."""
    above = verb.head
    done = child(above, "dobj") if verb.dep_ == "xcomp" and infinitive(verb) else None
    return done is not None and done.i < verb.i and above.lemma_.lower() not in OBJECT_CONTROL | SAYING


def tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", re.sub(r"` ?`|''", '"', text))
    text = re.sub(r'(?<![^ ])" "(?![^ ])|“ ?”', "", text)  # what was quoted has gone
    text = re.sub(r" ([,.;:!?%)\]’])", r"\1", text)
    text = re.sub(r"([,;:])(?: ?[,;:])+", r"\1", text)
    text = re.sub(r",([\"”])$", r"\1", text)
    text = re.sub(r", (and|or|but)$", "", text)
    if not ABBREVIATED.search(text):
        text = re.sub(r"(?:[\s,;:–—-]|\.(?<![A-Z]\.))+$", "", text)
    if text.count('"') % 2 or text.count("“") != text.count("”"):
        text = text.replace('"', "").replace("“", "").replace("”", "")
    return re.sub(r"\s+", " ", text).strip(" ,;:")


def cut(text: str) -> str:
    """At most LONGEST characters, cut between words."""
    if len(text) <= LONGEST:
        return text
    return tidy(text[: LONGEST - 1].rsplit(" ", 1)[0]) + "…"


def as_it_stands(words: list[Token]) -> str:
    """The words with the white space the text has after each, and between those that do not stand side by side."""
    apart = (" " if after.i > word.i + 1 else word.whitespace_ for word, after in pairwise(words))
    return tidy("".join(word.text + space for word, space in zip_longest(words, apart, fillvalue="")))


def ends_of_phrases(words: list[Token]) -> Iterator[int]:
    """The places from which on some words can do without the rest, the last first: "he sent a team | to find them"."""
    for at in range(len(words) - 1, 2, -1):
        first = words[at].i
        if any(t.head.i >= first for t in words[:at]) or words[at - 1].dep_ in ("cc", "mark", "case"):
            continue
        hanging = [t for t in words[at:] if t.head.i < first]
        if all(t.is_punct or t.dep_ == "cc" or can_go(t) for t in hanging):
            yield at


def without_asides(words: list[Token], verb: Token) -> Iterator[list[Token]]:
    """Some words without one and more of the phrases that stand before a verb and say more of a noun, the last first: "the
    body found | along a road | belonged to him"."""
    for part in sorted((t for t in words if t.dep_ in ASIDES and can_go(t)), key=lambda t: t.i, reverse=True):
        first, last = part.left_edge.i, part.right_edge.i
        whole = range(first, last + 1)
        if verb.i in whole or len(list(part.subtree)) < len(whole) or last + 1 >= len(part.doc):
            continue
        after = part.doc[last + 1]
        if first and part.doc[first - 1].text == "," == after.text:
            whole, after = range(first - 1, last + 2), part.doc[min(last + 2, len(part.doc) - 1)]
        if after.pos_ not in VERBAL or after.head.i in whole:
            continue
        words = [t for t in words if t.i not in whole]
        yield words


def can_go(part: Token) -> bool:
    """Whether a sentence is true without what hangs on a word of it."""
    condition = part.lower_ in CONDITIONS or conditional(part)
    tied = bound(part) or singling(part) or part.lower_ == "of"
    listed = part.dep_ == "conj" and part.pos_ == "PROPN"
    return part.dep_ in PRUNED and not condition and not tied and not listed


def sound(title: str) -> bool:
    """Whether a line can stand: two words or more, starting with a letter or figure."""
    words = title.split()
    return (
        len(words) >= 2
        and words[-1].lower() not in UNFINISHED
        and (title[0].isalnum() or title[0] in "\"“'‘$£€")
    )
