"""Who "he", "it", "they" and "the company" are, where that is certain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.engine.clauses import SUBJECTS, VERBAL, child, sentence_root
from timeline.engine.countries import countries_named
from timeline.engine.lexicon import (
    BODIES_BY_NOUN,
    DEALS,
    DEALT,
    DEED_OF,
    FIRMS,
    IN_TURN,
    KILLING,
    KILLINGS,
    NOT_DESCRIBING,
    PERSONS,
    SAYING,
    VESSELS,
)
from timeline.engine.parsing import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Span, Token

PERSONAL = frozenset("he she him her his hers".split())
NEUTRAL = frozenset("it its".split())
PLURAL = frozenset("they them their theirs".split())
BODIES = ("ORG", "GPE")
OTHERS = "last words of the other names of the article"
PEOPLE = "last names of the people of the article"
OF_HE, OF_SHE = "men of the article", "women of the article"
SUBJECT = "who the subject of the sentence is"
MOST_WORDS = 8  # of a subject that takes the place of a pronoun


def name_of(span: Span) -> str:
    """The name without a possessive ending."""
    text = " ".join(span.text.split())
    for ending in ("'s", "’s", "'", "’"):
        text = text.removesuffix(ending)
    return text


def entity_at(token: Token) -> Span | None:
    if not token.ent_type:
        return None  # without making a span of each name of the sentence
    return next((ent for ent in token.doc.ents if ent.start <= token.i < ent.end), None)


def main_subject(doc: Doc) -> Token | None:
    return next((c for c in sentence_root(doc).children if c.dep_ in SUBJECTS), None)


def subject_name(doc: Doc, labels: tuple[str, ...]) -> str | None:
    """The name that is the subject of a sentence's main clause; with "" among the labels, also an unlabelled one."""
    subject = main_subject(doc)
    if subject is None:
        return None
    named = (
        subject.pos_ == "PROPN"
        or subject.ent_type_
        or subject.text.istitle()
        and is_person(doc, subject.text)
    )
    if not named:
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
    known = "PERSON" in labels and is_person(subject.doc, name) and found.label_ not in ("GPE", "LOC")
    return name if found.label_ in labels or known else None


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
    of_he, of_she = _told_apart(docs)
    for doc in docs:
        doc.user_data[PEOPLE], doc.user_data[OTHERS] = people, others
        doc.user_data[OF_HE], doc.user_data[OF_SHE] = of_he - of_she, of_she - of_he


MEN = frozenset(
    "husband son father brother uncle nephew boyfriend grandfather grandson widower mr. mr sir king prince".split()
)
WOMEN = frozenset(
    "wife daughter mother sister aunt niece girlfriend grandmother granddaughter widow mrs. mrs ms. ms miss dame queen princess".split()
)


def _told_apart(docs: Sequence[Doc]) -> tuple[set[str], set[str]]:
    """The people of whom a word before the name says that they are men, and women: "her husband, Jens Berg"; in full."""
    men: set[str] = set()
    women: set[str] = set()
    for doc in docs:
        for entity in doc.ents:
            if entity.label_ == "PERSON":
                near = doc[max(0, entity.start - 3) : entity.start]
                before = next((t.lower_ for t in reversed(near) if t.text != ","), "")
                words = {before, entity[0].lower_}
                men.update([name_of(entity)] if words & MEN else [])
                women.update([name_of(entity)] if words & WOMEN else [])
    return men, women


def other_sex(pronoun: Token, name: str) -> bool:
    """Whether the article tells that a name is not that of a "she", or of a "he"."""
    she = pronoun.lower_ in ("she", "her", "hers")
    he = pronoun.lower_ in ("he", "him", "his")
    return (she or he) and name in pronoun.doc.user_data.get(OF_HE if she else OF_SHE, ())


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
            beside = {t.i for t in subject.subtree}  # "Acme, a unit of Norvik, extended its offer"
            others = [
                e
                for e in pronoun.doc.ents
                if e.label_ in labels
                and e.end <= pronoun.i
                and e.start > found.start
                and e.start not in beside
            ]
            return None if any(name_of(e) != name_of(found) for e in others) else name_of(found)
    return None


def named_behind(pronoun: Token) -> str | None:
    """Whose it is that stands in front of its subject: "Before his speech on Sunday, Berg met the king"."""
    subject = main_subject(pronoun.doc)
    if (
        pronoun.tag_ != "PRP$"
        or subject is None
        or subject.pos_ != "PROPN"
        or pronoun.i > subject.left_edge.i
    ):
        return None
    front = next((a for a in pronoun.ancestors if a.head.i == subject.head.i), None)
    if (
        front is None
        or front.dep_ != "prep"
        or any(e.end <= pronoun.i for e in pronoun.doc.ents if e.label_ == "PERSON")
    ):
        return None
    found = entity_at(subject)
    label = ("PERSON",) if pronoun.lower_ in PERSONAL else BODIES
    return name_of(found) if found is not None and found.label_ in label else None


def main_clause_subject(pronoun: Token, before: Sequence[Doc]) -> str | None:
    """The subject of the clause a pronoun's clause hangs on: "The shuttle was lost when it broke up"."""
    verb = pronoun.head
    if pronoun.dep_ not in SUBJECTS or verb.dep_ != "advcl" or verb.head.pos_ not in VERBAL:
        return None
    subject = next((c for c in verb.head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.i > pronoun.i:
        return None
    if pronoun.lower_ == "it" and subject.tag_ == "NNS":
        # "copies of the rifle were made since it was invented"
        of = next((c for c in subject.children if c.lower_ == "of"), subject)
        subject = next((c for c in of.children if c.dep_ == "pobj"), subject)
    return called(subject, before) if agrees(pronoun, subject) else None


def called(noun: Token, before: Sequence[Doc]) -> str | None:
    """The name of "the company", where that is known, else the words of the phrase."""
    body = known_body(noun) or described_body(noun)
    return body and antecedent(noun, before) or named_so(noun)


def several(noun: Token) -> bool:
    return (
        noun.tag_ in ("NNS", "NNPS")
        and noun.ent_type_ not in BODIES
        and not (noun.text.istitle() and is_person(noun.doc, noun.text))
        or any(c.dep_ == "conj" for c in noun.children)
    )


def agrees(pronoun: Token, noun: Token) -> bool:
    """Whether a noun is of the number and kind that a pronoun asks for."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return False
    if noun.text.istitle() and is_person(noun.doc, noun.text) and noun.ent_type_ in ("", "PERSON"):
        return pronoun.lower_ in PERSONAL
    word = pronoun.lower_
    if word in PLURAL or several(noun):
        return word in PLURAL and several(noun)
    person = noun.ent_type_ == "PERSON" or is_person(noun.doc, noun.text)
    if word in PERSONAL:
        return person or noun.pos_ == "PROPN" and noun.ent_type_ == ""
    return not person


def named_so(noun: Token) -> str | None:
    """The words of a noun phrase up to its noun, or of the members of a list; None where they are many."""
    last = max(
        (c.i for c in noun.subtree if c.dep_ == "conj" and c.head.pos_ in ("NOUN", "PROPN")), default=noun.i
    )
    first = noun.left_edge.i
    whole = entity_at(noun.doc[last])
    if whole is not None and whole.label_ == "ORG":
        last = max(last, whole.end - 1)  # "officials of the Ministry of Trade and | Industry"
    found = entity_at(noun)
    if found is not None and found.label_ == "PERSON" and last == noun.i:
        return name_of(found)
    words = [t for t in noun.doc[first : last + 1] if t.text not in ("``", "''", '"')]
    if len(words) > MOST_WORDS or any(t.tag_ in ("PRP", "PRP$", "WDT", "WP") for t in words):
        return None
    if found is not None and found.label_ == "ORG" and found.end > last + 1 and found.start <= noun.i:
        last = found.end - 1  # "the Bureau of Investigation"
    text = name_of(noun.doc[first : last + 1])
    capital = (
        words[0].pos_ == "PROPN"
        or is_person(noun.doc, words[0].text)
        or words[0].ent_type_ in ("PERSON", "ORG", "GPE", "NORP", "LOC", "FAC")
    )
    return text if first or capital and words[0].pos_ != "DET" else text[:1].lower() + text[1:]


def tells_a_name(text: str) -> bool:
    """Whether the words of an antecedent hold a name: "the Khmer Rouge", not "the shuttle"."""
    return any(word[:1].isupper() for word in text.split() if word.lower() not in ("the", "a", "an"))


def subject_before(pronoun: Token, before: Sequence[Doc]) -> str | None:
    """The only subject before a pronoun in its sentence that agrees: "Khrushchev spoke; two days later he ..."."""
    if pronoun.dep_ not in SUBJECTS:
        return None
    subjects = [
        t for t in pronoun.doc[: pronoun.i] if t.dep_ in ("nsubj", "nsubjpass") and agrees(pronoun, t)
    ]
    names = {called(t, before) for t in subjects}
    name = names.pop() if len(names) == 1 else None
    return (
        None if name and pronoun.lower_ in PERSONAL and others_named(name, pronoun.doc, pronoun.i) else name
    )


def others_named(name: str, doc: Doc, before: int) -> bool:
    """Whether somebody else is named in a sentence before a place of it: "once Berg arrives, those who cared for Lund
    since he was found"."""
    return any(
        e.label_ == "PERSON" and e.end <= before and not same_person(name, name_of(e)) for e in doc.ents
    )


def does_it(pronoun: Token, name: str) -> bool:
    """Whether a name is the subject of the very clause in which a pronoun means another: "Berg travelled with him"."""
    if pronoun.tag_ != "PRP" or pronoun.dep_ in SUBJECTS:
        return False
    verb = next((a for a in pronoun.ancestors if a.pos_ in VERBAL), None)
    subject = (
        next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if verb is not None
        else None
    )
    if subject is not None and subject.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
        subject = verb.head
    found = entity_at(subject) if subject is not None else None
    return found is not None and same_person(name, name_of(found))


def plural_antecedent(pronoun: Token, before: Sequence[Doc]) -> str | None:
    """Who "they" are: the subject of the clause above, or of the sentence before, where it is the only one of several."""
    for above in pronoun.ancestors:
        subject = next((c for c in above.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if (
            above.dep_ == "relcl"
            and subject is not None
            and subject.tag_ in ("WDT", "WP")
            and several(above.head)
        ):
            return named_so(above.head)  # "countries that saw their debts cancelled"
        if (
            above.pos_ in VERBAL
            and subject is not None
            and subject.i < pronoun.i
            and not subject.is_ancestor(pronoun)
            and agrees(pronoun, subject)
        ):
            return named_so(subject)
    if not before or any(several(t) for t in pronoun.doc[: pronoun.i] if t.pos_ in ("NOUN", "PROPN")):
        return None
    subject = main_subject(before[-1])
    if subject is None:
        return None
    if subject.lower_ in PLURAL:
        return before[-1].user_data.get(SUBJECT) or plural_antecedent(subject, before[:-1])
    return named_so(subject) if agrees(pronoun, subject) else None


def told_of(doc: Doc) -> str | None:
    """The organisation of which a sentence lets somebody speak: "Volvo expects a loss, Jens Berg said"."""
    said = sentence_root(doc)
    told = child(said, "ccomp") if said.lemma_.lower() in SAYING else None
    subject = child(told, *SUBJECTS) if told is not None else None
    found = entity_at(subject) if subject is not None else None
    return name_of(found) if found is not None and found.label_ == "ORG" else None


def body_antecedent(noun: Token, before: Sequence[Doc]) -> str | None:
    """Which one "the company" is: the organisation that last was the subject, in the sentence or before it."""
    found = speaker(noun, ("ORG",))
    if found:
        return found
    if any(e.label_ == "ORG" for e in noun.doc.ents if e.end <= noun.i):
        return None
    for doc in reversed(before):
        name = subject_name(doc, ("ORG",)) or told_of(doc)
        if name:
            return name
        if len({name_of(e) for e in doc.ents if e.label_ == "ORG"}) > 1:
            return None
    return None


def known_body(noun: Token) -> bool:
    """Whether a noun is "the company" and nothing more."""
    return (
        noun.lemma_.lower() in BODIES_BY_NOUN
        and noun.tag_ == "NN"
        and [c.lower_ for c in noun.children if c.dep_ not in ("case", "punct")] == ["the"]
    )


def described_body(noun: Token) -> bool:
    """Whether a noun is a body by what it does, as the subject: "the thrift holding company", "the Ohio retailer"."""
    left = [c for c in noun.children if c.dep_ not in ("case", "punct")]
    return (
        noun.lemma_.lower() in BODIES_BY_NOUN
        and noun.tag_ == "NN"
        and noun.dep_ in ("nsubj", "nsubjpass")
        and len(left) > 1
        and left[0].lower_ == "the"
        and all(c.i < noun.i for c in left)
        and not any(
            t.tag_ in ("JJR", "JJS", "VBN", "CD", "PRP$")
            and not t.lower_.endswith("based")
            or t.ent_type_ not in ("", "GPE", "NORP", "LOC")
            or t.lower_ in NOT_DESCRIBING
            or t.dep_ == "poss"
            for c in left[1:]
            for t in c.subtree
        )
    )


def described_antecedent(noun: Token, before: Sequence[Doc]) -> str | None:
    """Which company it is: the one that the sentence before is about."""
    if not before or any(e.label_ == "ORG" for e in noun.doc.ents if e.end <= noun.i):
        return None
    subject = main_subject(before[-1])
    if subject is not None and (subject.lower_ in NEUTRAL or known_body(subject) or described_body(subject)):
        return before[-1].user_data.get(SUBJECT) or antecedent(subject, before[:-1])
    name = subject_name(before[-1], ("ORG",)) or told_of(before[-1])
    return name if name and FIRMS & set(name.lower().replace(".", "").split()) else None


POINTERS = ("the", "this", "that", "these", "those")
TELLING = ("of", "to", "for", "on", "with", "between", "by", "in", "from", "against", "at", "over")
LONGEST_NAMING = 85  # characters of a phrase that takes the place of "the plan"


def bare_definite(noun: Token) -> bool:
    """Whether a common noun is "the plan", "this plan", "the task force" and nothing more."""
    if noun.tag_ not in ("NN", "NNS") or noun.pos_ != "NOUN" or noun.ent_type_:
        return False
    if noun.lower_ == "polls" and noun.head.lower_ == "to":
        return False  # "goes to the polls"
    hanging = [
        c for c in noun.children if c.dep_ not in ("case", "punct") and c.ent_type_ not in ("DATE", "TIME")
    ]
    hanging = [
        c for c in hanging if c.dep_ != "prep" or any(g.ent_type_ not in ("DATE", "TIME") for g in c.children)
    ]
    hanging = [c for c in hanging if not first_part(c) and not inserted(c)]
    return len(hanging) == 1 and hanging[0].dep_ == "det" and hanging[0].lower_ in POINTERS


def inserted(token: Token) -> bool:
    """Whether a clause after a noun stands between commas, so that it adds something and does not say which one."""
    first = token.left_edge.i
    return (
        token.dep_ in ("relcl", "acl")
        and first > token.head.i
        and token.doc[first - 1].text in (",", "--", "—")
    )


def first_part(token: Token) -> bool:
    """Whether a word is the first of two that make a noun: "task" of "the task force"."""
    return (
        token.dep_ == "compound"
        and token.tag_ == "NN"
        and token.i == token.head.i - 1
        and not token.ent_type_
    )


def compounded(noun: Token) -> str:
    """A noun in small letters with the word that makes it one with it: "task force"."""
    before = noun.doc[noun.i - 1] if noun.i else None
    whole = before is not None and first_part(before) and before.head.i == noun.i
    return f"{before.lower_} {noun.lower_}" if whole else noun.lower_


def asked_for(noun: Token) -> str:
    """What sentences told before are looked for, to learn which one a noun is."""
    whole = compounded(noun)
    return noun.lemma_.lower() if whole == noun.lower_ else whole


def in_turn(noun: str) -> list[str]:
    """A noun and those that a text uses in turn with it.

    >>> in_turn("blast"), in_turn("plan")
    (['attack', 'blast', 'bombing', 'explosion'], ['plan'])
    """
    return sorted(next((nouns for nouns in IN_TURN if noun in nouns), (noun,)))


def fuller(noun: Token, told: Sequence[Doc]) -> str | None:
    """What "the plan" is, in the words that brought it in: "a plan to sell the airline"; None where none tell more.

    `told`: earlier sentences that hold the noun, nearest last. The sentence itself comes first.
    """
    whole = compounded(noun)
    single = whole == noun.lower_
    deeds = (noun.lemma_.lower(), DEED_OF.get(whole)) if single else ()
    nouns = in_turn(noun.lemma_.lower())
    alike: list[str] = []  # told by a noun that is used in turn with it
    named: list[str] = []  # by names that end with it
    for doc in (noun.doc, *reversed(told)):
        for token in reversed(doc[: noun.left_edge.i] if doc is noun.doc else doc):
            if token.pos_ == "VERB" and token.lemma_.lower() in deeds:
                text = deed_of(token, noun)
                if text:
                    return text
            same = (
                token.tag_ == noun.tag_ if token.pos_ == "NOUN" else token.tag_ == "NNP" and noun.tag_ == "NN"
            )
            if not same or not (single or compounded(token) == whole):
                continue
            text = told_so(token) if token.lemma_.lower() in nouns else None
            if text and token.lower_ != noun.lower_:
                alike += [text] if tells_a_name(text) else []
            elif text and token.tag_ == "NNP":
                named.append(text)
            elif text and not named:
                return text
    if named:
        return named[0] if len({*named}) == 1 else None
    return alike[0] if alike else None


COUNTRIES_BY_NOUN = frozenset("country nation republic kingdom".split())
TOWNS_BY_NOUN = frozenset("city town village".split())
PLACES_BY_NOUN = frozenset("country city town state nation province republic island kingdom".split())


OFFICES = frozenset(
    "president king queen premier chancellor governor mayor emperor sultan emir bishop judge".split()
)

CROWNED = frozenset("king queen emperor sultan emir".split())  # of whom the first name alone says little


def holder(noun: Token, told: Sequence[Doc]) -> str | None:
    """Who "the president" is: the only one whom the sentences that hold the word call so, "President Jane Roe"."""
    word = noun.lemma_.lower().title()
    named = set()
    for doc in (noun.doc, *told):
        for person in doc.ents:
            if person.label_ != "PERSON":
                continue
            name = name_of(person)
            if person.start and doc[person.start - 1].text == word:
                named.add(name)
            elif name.startswith(word + " "):
                named.add(name.removeprefix(word + " "))
    longest = max(named, key=len, default=None)
    if longest is None or not all(same_person(longest, name) for name in named):
        return None
    return f"{word} {longest}" if noun.lower_ in CROWNED else longest


CHILDREN = frozenset("boy girl child teenager youth".split())
YOUNG = r"\b(?:[1-9]|1[0-7])[ -]+year[ -]+old "  # before a name


def described_person(noun: Token, told: Sequence[Doc]) -> str | None:
    """Who "the boy", "the gunman" is: the only one whom the sentences of `told` call so, "the boy, Jan Berg", "gunman Jan Berg",
    "Jan Berg, a boy of six", "6-year-old Jan Berg"."""
    word, named = noun.lemma_.lower(), set()
    for doc in (noun.doc, *told):
        for person in doc.ents:
            if person.label_ != "PERSON":
                continue
            root = person.root
            beside = [c for c in root.children if c.dep_ == "appos"] + [root.head] * (root.dep_ == "appos")
            before = doc[person.start - 1].lower_ if person.start else ""
            young = word in CHILDREN and re.search(rf"{YOUNG}\Z", text_of(doc)[: doc[person.start].idx])
            if young or before == word or any(t.lemma_.lower() == word and t.tag_ == "NN" for t in beside):
                named.add(name_of(person))
    longest = max(sorted(named), key=len, default=None)
    if longest is None or not all(same_person(longest, name) for name in named):
        return None
    return longest


def dealt(noun: Token, told: Sequence[Doc]) -> str | None:
    """Which deal "the transaction" is: the nearest told before it, "agreed to buy Saab" is the purchase of Saab."""
    if noun.lower_ not in DEALS:
        return None
    for doc in (noun.doc[: noun.left_edge.i], *reversed(told)):
        for token in reversed(doc):
            name = DEALT.get(token.lemma_.lower()) if token.pos_ == "VERB" else None
            what = next((c for c in token.children if c.dep_ == "dobj"), None) if name else None
            of = named_so(what) if what is not None and what.pos_ in ("NOUN", "PROPN") else None
            if of and tells_a_name(of):
                return f"the {name} of {of}"
            made = token.pos_ == "NOUN" and token.lemma_.lower() in DEALT.values()
            text = told_so(token) if made else None
            if text and tells_a_name(text):
                return text
    return None


def named_antecedent(noun: Token, before: Sequence[Doc], told: Sequence[Doc] = ()) -> str | None:
    """Which one "the country", "the ship" is: the only one named before it in the sentence, or in the sentence before;
    who "the president" and "the boy" are, in those of `told`."""
    word = noun.lemma_.lower()
    if word in OFFICES:
        return holder(noun, told)
    if noun.tag_ == "NN" and word in PERSONS:
        return described_person(noun, told)
    label = "GPE" if word in PLACES_BY_NOUN else "PRODUCT" if word in VESSELS else None
    if label is None:
        return None
    for doc, last in ((noun.doc, noun.i), *((doc, len(doc)) for doc in before[-1:])):
        named = {
            name_of(e).removeprefix("the ").removeprefix("The ")
            for e in doc.ents
            if e.label_ == label and e.end <= last
        }
        if word in COUNTRIES_BY_NOUN or word in TOWNS_BY_NOUN:
            lands = {name for name in named if name in countries_named(name)}  # not "Moscow"
            named = lands if word in COUNTRIES_BY_NOUN else named - lands
        if named:
            return named.pop() if len(named) == 1 else None
    return None


def deed_of(verb: Token, noun: Token) -> str | None:
    """Whose deed a noun is that a verb told before: "Oslo protested. The protest ..." is Oslo's protest."""
    name = None if any(c.dep_ == "neg" for c in verb.children) else named_doer(verb)
    return f"{owned_by(name)} {compounded(noun)}" if name else None


def named_doer(verb: Token) -> str | None:
    """The name that is the subject of a verb, or of the verb it hangs on or is joined to; "it" is who says so."""
    for _ in range(3):
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if subject is not None or verb.dep_ not in ("xcomp", "conj") or verb.head.pos_ not in VERBAL:
            break
        verb = verb.head
    if subject is not None and subject.lower_ in ("it", "he", "she"):
        above = verb.head if verb.dep_ == "ccomp" and verb.head.lemma_.lower() in SAYING else None
        subject = next((c for c in above.children if c.dep_ == "nsubj"), None) if above is not None else None
    found = entity_at(subject) if subject is not None and subject.pos_ == "PROPN" else None
    return name_of(found) if found is not None else None


def victim_of(noun: Token, told: Sequence[Doc]) -> str | None:
    """Of whom "the slaying" is, where sentences told before name but one, or tell of one as new: "the slaying of Anna Berg",
    "the slaying of a doctor"."""
    if noun.lemma_.lower() not in KILLINGS:
        return None
    names, unnamed = set(), set()
    for doc in (noun.doc[: noun.left_edge.i], *told):
        for token in doc:
            if token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in KILLINGS and token.i != noun.i:
                of = (g for c in token.children if c.lower_ == "of" for g in c.children)
                hit = [*of, *(c for c in token.children if c.dep_ in ("poss", "compound", "amod"))]
            elif token.pos_ == "VERB" and token.lemma_.lower() in KILLING:
                hit = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass")]
            else:
                continue
            found = [e for e in map(entity_at, hit) if e is not None and e.label_ == "PERSON"]
            names.update(map(name_of, found))
            new = (t for t in hit if t.pos_ == "NOUN" and any(c.lower_ in ("a", "an") for c in t.children))
            unnamed.update(filter(None, map(named_so, new)))
    if not names and len(unnamed) == 1:
        return f"the {noun.text} of {unnamed.pop()}"
    longest = max(sorted(names), key=len, default=None)
    if longest is None or not all(same_person(longest, name) for name in names):
        return None
    return f"the {noun.text} of {longest}"


def owned_by(name: str) -> str:
    name = re.sub(r"\AThe ", "the ", name)
    return name + ("’" if name.endswith("s") else "’s")


def done_before(pronoun: Token, before: Sequence[Doc]) -> str | None:
    """What a deed was done to that a passive verb takes up: "Oslo will build a dam. It will be built in May"."""
    verb = pronoun.head
    if pronoun.dep_ != "nsubjpass" or not before:
        return None
    for told in before[-1]:
        if told.pos_ != "VERB" or told.lemma_ != verb.lemma_:
            continue
        given = next((c for c in told.children if c.dep_ == "prep" and c.lower_ == "with"), None)
        at = given if given is not None and told.lemma_ in ("provide", "supply") else told
        done_to = next((c for c in at.children if c.dep_ in ("dobj", "pobj")), None)
        return named_so(done_to) if done_to is not None and not several(done_to) else None
    return None


def done_to_before(pronoun: Token) -> str | None:
    """Whose the event after a deed is: of whom the deed was done to, "sanctions imposed on Iraq after its invasion"."""
    link = pronoun.head.head
    if pronoun.lower_ != "its" or link.dep_ != "prep" or link.lower_ not in ("after", "since", "for", "over"):
        return None
    verb = link.head
    if verb.pos_ not in VERBAL or verb.tag_ != "VBN":
        return None
    named = [e for e in pronoun.doc.ents if e.label_ in BODIES and verb.i < e.start and e.end <= link.i]
    return name_of(named[0]) if len(named) == 1 else None


def described_anew(token: Token) -> bool:
    """Whether an adjective describes what a text speaks of for the first time: "a buried rifle"."""
    first = token.head.left_edge.lower_
    return (
        token.dep_ == "amod"
        and token.tag_ in ("JJ", "VBN", "VBG")
        and first in ("a", "an")
        and token.lower_ not in NOT_DESCRIBING
    )


def told_so(noun: Token) -> str | None:
    """The words of a noun phrase that say which one it is; None where they do not, or lean on others."""
    doc, end, telling = noun.doc, noun.i, False
    if noun.head.pos_ in VERBAL and any(c.dep_ == "neg" for c in noun.head.children):
        return None
    for c in noun.children:
        if c.dep_ in ("relcl", "appos", "conj") and c.i > noun.i:
            break
        if c.i <= end or c.left_edge.i != end + 1:
            continue
        dated = any(t.ent_type_ in ("DATE", "TIME") for t in c.subtree)
        phrase = (
            c.dep_ == "prep"
            and c.lower_ in TELLING
            or c.dep_ == "acl"
            and any(g.tag_ == "TO" for g in c.children)
        )
        cut = until_date(c) if phrase and dated else None
        if cut is not None:
            end, telling = cut, True
            break
        if (
            not phrase
            or dated
            or any(t.dep_ in ("relcl", "advcl") or t.text in ('"', "``", ";", ",") for t in c.subtree)
        ):
            break
        end, telling = c.right_edge.i, True
    words = undated(list(doc[noun.left_edge.i : end + 1]))
    before = [t for t in words if t.i < noun.i]
    telling = telling or any(t.pos_ == "PROPN" or t.dep_ == "compound" or described_anew(t) for t in before)
    doer = named_doer(noun.head) if noun.dep_ == "dobj" and noun.head.pos_ in VERBAL else None
    if not telling or any(t.tag_ in ("PRP", "WDT", "WP", "WP$", "EX") for t in words):
        return None
    if any(t.tag_ == "PRP$" and (doer is None or t.lower_ not in ("its", "his", "her")) for t in words):
        return None
    if any(t.ent_type_ in ("DATE", "TIME") or t.text in (",", ";", "(", '"', "``", "—", "--") for t in words):
        return None
    if any(t.dep_ == "det" and t.head.i == noun.i for t in words[1:]):
        return None  # "make Australia a republic"
    named = any(t.pos_ == "PROPN" or doer and t.tag_ == "PRP$" for t in words)
    if words[0].lower_ not in ("a", "an") and not named and noun.tag_ == "NN":
        return None
    text = "".join(
        owned_by(doer) + t.whitespace_ if doer and t.tag_ == "PRP$" else t.text_with_ws for t in words
    )
    text = " ".join(text.split())
    if len(text) > LONGEST_NAMING:
        return None
    if words[0].i == noun.i > noun.left_edge.i:
        return f"the {text}"  # "Wednesday's ruling by the court"
    if noun.tag_ == "NNP" and words[0].pos_ == "PROPN" and not any(t.dep_ in ("poss", "case") for t in words):
        return f"the {text}"  # "Nuclear Test Ban Treaty": the ban
    named = words[0].pos_ == "PROPN" or doer and words[0].tag_ == "PRP$"
    return text if named else text[:1].lower() + text[1:]


def until_date(preposition: Token) -> int | None:
    """The last place of a phrase before the date in it: of "for shares of Saab until May 3"; None where nothing is left."""
    words = list(preposition.subtree)
    first = next(n for n, t in enumerate(words) if t.ent_type_ in ("DATE", "TIME"))
    while first and (words[first - 1].pos_ == "ADP" or words[first - 1].dep_ == "det"):
        first -= 1
    noun = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    whole = noun is not None and noun in words[:first]
    clean = not any(t.dep_ in ("relcl", "advcl") or t.text in ('"', "``", ";", ",") for t in words[:first])
    return words[first - 1].i if whole and clean else None


def undated(words: list[Token]) -> list[Token]:
    """The words of a phrase without the date before its noun: "Wednesday's", "last month's"."""
    first = next((n for n, t in enumerate(words) if t.ent_type_ not in ("DATE", "TIME")), 0)
    if first and words[first].dep_ == "case":
        first += 1
    return words[first:]


NO_PERSON = re.compile(  # what the model may take for somebody's name
    r"\b(?:Award|Prize|Cup|Medal|Symphony|Church|University|Street|Park|Stadium|Hospital|Airport|River|Festival|Treaty)s?\Z"
)
A_PAPER = re.compile(
    r"\b(?:treaty|act|agreement|accord|pact|convention|law|bill|protocol|plan|constitution|book|report)\b",
    re.I,
)
WRITTEN = frozenset("conclude sign ratify adopt draft negotiate publish write enact repeal".split())


def _is_written(pronoun: Token) -> bool:
    """Whether what a pronoun means was made as a paper is: "since it was concluded"."""
    return pronoun.dep_ == "nsubjpass" and pronoun.head.lemma_.lower() in WRITTEN


def resolved(pronoun: Token, before: Sequence[Doc]) -> str | None:
    """`antecedent`, remembered with the sentence, so that a chain of "he" leads back to one name."""
    name = antecedent(pronoun, before)
    if name and pronoun.lower_ == "it" and _is_written(pronoun) and not A_PAPER.search(name):
        return None
    if name and pronoun.lower_ in PERSONAL and NO_PERSON.search(name):
        return None
    if name and pronoun.lower_ in PERSONAL and (does_it(pronoun, name) or other_sex(pronoun, name)):
        return None
    subject = main_subject(pronoun.doc)
    if name and subject is not None and subject.i == pronoun.i:
        pronoun.doc.user_data[SUBJECT] = name
    return name


def _before(name: str, word: Token) -> bool:
    """Whether a person is named in a sentence before a word of it."""
    return any(e.end <= word.i and same_person(name, name_of(e)) for e in word.doc.ents)


def antecedent(pronoun: Token, before: Sequence[Doc]) -> str | None:
    """The name a pronoun stands for; None where more than one fits. `before`: the sentences before, nearest last."""
    word = pronoun.lower_
    if known_body(pronoun):
        return body_antecedent(pronoun, before)
    if described_body(pronoun):
        return described_antecedent(pronoun, before)
    if word in PLURAL:
        return plural_antecedent(pronoun, before)
    if word not in PERSONAL and word not in NEUTRAL:
        return None
    near = done_before(pronoun, before) if word == "it" else done_to_before(pronoun)
    near = near or named_behind(pronoun) or main_clause_subject(pronoun, before)
    near = near or subject_before(pronoun, before)
    if near:
        return near
    if word in NEUTRAL:
        if pronoun.head.lemma_ == "be" and any(c.dep_ == "attr" for c in pronoun.head.children):
            return None  # "it was the first visit": a happening, not a body
        found = speaker(pronoun, BODIES)
        if found or not before:
            return found
        subject = main_subject(before[-1])
        if subject is not None and (subject.lower_ in NEUTRAL or known_body(subject)):
            return before[-1].user_data.get(SUBJECT) or antecedent(subject, before[:-1])
        return subject_name(before[-1], BODIES)
    found = speaker(pronoun, ("PERSON",))
    own = main_subject(pronoun.doc)
    if not found and own is not None and own.lower_ in PERSONAL and own.i < pronoun.i:
        return pronoun.doc.user_data.get(SUBJECT) or antecedent(own, before)
    if not found and own is not None and own.i < pronoun.i and own not in pronoun.ancestors:
        named = next((entity_at(c) for c in own.children if c.dep_ == "appos" and c.i < pronoun.i), None)
        if named is not None and named.label_ == "PERSON":
            return name_of(named)  # "His rival, Jens Berg, cancelled a rally he had planned"
    earlier = next((t for t in pronoun.doc[: pronoun.i] if t.lower_ in PERSONAL), None)
    person = only_person(pronoun.doc, pronoun.i)
    if not found and person and earlier is not None and not _before(person, earlier):
        # "His studies with Berg ended when he was deported".
        return pronoun.doc.user_data.get(SUBJECT) or antecedent(earlier, before)
    found = found or person
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
            said = sentence_root(doc).lemma_.lower() in SAYING
            return None if said and others_named(name, doc, len(doc)) else name
        subject = main_subject(doc)
        if subject is not None and subject.lower_ in PERSONAL:
            return doc.user_data.get(SUBJECT) or antecedent(
                subject, before[:at]
            )  # the same person, most likely
        found = only_person(doc, len(doc))
        if found and any(t.lower_ in PERSONAL for t in doc):
            return None  # "conductors, among them Berg, took up his music. His symphony won a prize."
        if found or not any(t.lower_ in PERSONAL for t in doc):
            return found  # else that sentence speaks of the same person, and names nobody
    return None
