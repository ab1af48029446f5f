"""Sentences parsed by spaCy: the only file that loads the language model."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache, reduce
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc, Token

DEFAULT_MODEL = "en_core_web_sm"
BATCH = 64


class NoModel(RuntimeError):
    """The language model that SPACY_MODEL names is not installed."""


def installed_name(wanted: str) -> str:
    """The package that holds a model: its own name, or the name a repackaged wheel gives it (name_suffix)."""
    from spacy.util import get_installed_models

    installed = sorted(get_installed_models())
    names = [name for name in installed if name == wanted] or [
        name for name in installed if name.startswith(wanted + "_")
    ]
    if names:
        return names[0]
    if os.path.isdir(wanted):
        return wanted
    raise NoModel(f"the language model {wanted!r} is not installed (SPACY_MODEL names another)")


@lru_cache(maxsize=2)
def load(name: str) -> Language:
    import spacy

    with numpys_products():
        nlp = spacy.load(installed_name(name), exclude=["senter"])
    if nlp.has_pipe("attribute_ruler"):
        ruler = nlp.get_pipe("attribute_ruler")
        ruler.matcher = Patterns(ruler)
    return nlp


def numpys_products() -> AbstractContextManager:
    """What is loaded within it multiplies matrices by numpy's library (OpenBLAS), three times as fast as by spaCy's own.

    Only where that is told to keep to one thread: with more, reading takes several times as long as with spaCy's.
    """
    from thinc.api import NumpyOps, get_current_ops, use_ops

    one_thread = os.environ.get("OPENBLAS_NUM_THREADS") == "1"
    return (
        use_ops("numpy", use_blis=False)
        if one_thread and type(get_current_ops()) is NumpyOps
        else nullcontext()
    )


class Patterns:
    """The matcher of the model's attribute ruler, with the same matches in a third of the time.

    spaCy's own tries every pattern at every word, and nearly all ask for nothing but a word's tag, dependency or lower-case
    form. What these give is worked out once for each tag, dependency and form that they ask for.
    """

    ASKED = ("TAG", "DEP", "LOWER", "IS_SPACE")

    def __init__(self, ruler: AttributeRuler):
        from spacy.matcher import Matcher

        self.strings = ruler.vocab.strings
        self.others = Matcher(ruler.vocab)
        self.of_a_word: list[tuple[int, list]] = []
        for number, pattern in enumerate(ruler.patterns):
            for words in pattern["patterns"]:
                conditions = [self._condition(words[0].get(name, {})) for name in self.ASKED]
                if len(words) > 1 or not words[0].keys() <= set(self.ASKED) or None in conditions:
                    self.others.add(str(number), [words])
                else:
                    self.of_a_word.append((self.strings[str(number)], conditions))
        forms = [conditions[self.ASKED.index("LOWER")] for _, conditions in self.of_a_word]
        self.forms = {form for asked in forms for values in asked.values() for form in values}
        self.matching = lru_cache(maxsize=None)(self._matching)

    def _condition(self, asked: object) -> dict[str, frozenset[int]] | None:
        """As spaCy's IN and NOT_IN; None for any other."""
        if not isinstance(asked, dict):
            asked = {"IN": [asked]}
        if not asked.keys() <= {"IN", "NOT_IN"}:
            return None
        return {
            way: frozenset(self.strings.add(value) if isinstance(value, str) else value for value in values)
            for way, values in asked.items()
        }

    def _matching(self, *word: int) -> list[int]:
        return [
            number
            for number, conditions in self.of_a_word
            if all(
                (value in values) == (way == "IN")
                for value, asked in zip(word, conditions, strict=True)
                for way, values in asked.items()
            )
        ]

    def __call__(self, doc: Doc, **options) -> list[tuple[int, int, int]]:
        found = self.others(doc, **options)
        for i, (tag, dep, form, space) in enumerate(doc.to_array(self.ASKED).tolist()):
            matching = self.matching(tag, dep, form if form in self.forms else 0, space)
            found += [(number, i, i + 1) for number in matching]
        return found


def language_model(name: str | None = None) -> Language:
    """The model, loaded once a process."""
    return load(name or os.environ.get("SPACY_MODEL") or DEFAULT_MODEL)


LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def printable(text: str) -> str:
    """The text with lone surrogates replaced one for one: spaCy can only hash what UTF-8 can write."""
    return LONE_SURROGATE.sub("\ufffd", text)


TEXT = "the text of the sentence"


def text_of(doc: Doc) -> str:
    """What `doc.text` gives, which makes it anew of all its words each time it is asked for."""
    return doc.user_data.get(TEXT) or doc.user_data.setdefault(TEXT, doc.text)


def parse(texts: Iterable[str], name: str | None = None) -> list[Doc]:
    """One parsed Doc a text, each held to be one sentence, in the order given."""
    nlp = language_model(name)
    docs = []
    for text in texts:
        doc = nlp.make_doc(text)
        for token in doc:
            token.is_sent_start = token.i == 0
        docs.append(doc)
    repairs = (_with_lemmas, _with_whole_words, _with_joined_nouns, _with_apart_decades, _with_main_verb)
    return [reduce(lambda doc, repair: repair(doc), repairs, doc) for doc in nlp.pipe(docs, batch_size=BATCH)]


LEMMAS = {"hopes": "hope", "hoped": "hope", "hoping": "hope"}  # of which the model makes "hop"


def _with_lemmas(doc: Doc) -> Doc:
    for token in doc:
        if token.lower_ in LEMMAS:
            token.lemma_ = LEMMAS[token.lower_]
    return doc


def _with_whole_words(doc: Doc) -> Doc:
    """Join what the tokenizer splits at hyphens: "Commander-in-Chief", "re-elected", "Su-35" are words."""
    runs, start = [], 0
    for i in range(1, len(doc) + 1):
        joined = (
            i < len(doc)
            and not doc[i - 1].whitespace_
            and (
                _hyphen(doc[i])
                and i + 1 < len(doc)
                and not doc[i].whitespace_
                or _hyphen(doc[i - 1])
                and i - 1 > start
            )
        )
        if not joined:
            if i - start > 2:
                runs.append((start, i))
            start = i
    if runs:
        with doc.retokenize() as retokenizer:
            for first, last in runs:
                span = doc[first:last]
                lemma = span.text[: span.root.idx - span.start_char] + span.root.lemma_
                retokenizer.merge(span, attrs={"LEMMA": lemma if span.root.i == last - 1 else span.text})
    return doc


def _with_joined_nouns(doc: Doc) -> Doc:
    """Hang a noun that the parser joined to the verb on the object it stands beside: "lost his mother and | stepfather"."""
    for noun in doc[2:]:
        verb, joining = noun.head, doc[noun.i - 1]
        if noun.dep_ != "conj" or noun.pos_ not in ("NOUN", "PROPN") or verb.pos_ not in ("VERB", "AUX"):
            continue
        beside = doc[noun.i - 2]
        if joining.dep_ == "cc" and beside.dep_ == "dobj" and beside.head.i == joining.head.i == verb.i:
            noun.head = joining.head = beside
    return doc


DECADE = re.compile(r"(?:1[5-9]|20)\d0s")


def _with_apart_decades(doc: Doc) -> Doc:
    """Give a sentence the subject that the parser took for more of a decade before it: "in the 1980s | observers found"."""
    for decade in doc[1:]:
        who = decade.head
        if not DECADE.fullmatch(decade.text) or who.i <= decade.i or who.dep_ != "pobj":
            continue
        verb = who.head.head
        bare = who.left_edge.i >= decade.i - 1 and not any(
            c.dep_ in ("nsubj", "nsubjpass") for c in verb.children
        )
        if bare and verb.i > who.i and verb.pos_ == "VERB" and who.head.i < decade.i:
            passive = any(c.dep_ == "auxpass" for c in verb.children)
            decade.head, decade.dep_ = who.head, "pobj"
            for child in [child for child in who.children if child.i < decade.i]:
                child.head = decade
            who.head, who.dep_ = verb, "nsubjpass" if passive else "nsubj"
    return doc


def _with_main_verb(doc: Doc) -> Doc:
    """Give a sentence its verb that the parser took for a participle of its first noun: "Volvo, which ..., | announced that"."""
    root = next((token for token in doc if token.head.i == token.i), None)
    if root is None or "." not in doc[-2:].text:
        return doc
    subjects = [child for child in root.children if child.dep_ == "nsubj" and child.i < root.i]
    noun = subjects[0] if len(subjects) > 1 else root
    if noun.pos_ not in ("NOUN", "PROPN"):
        return doc
    verb = next(filter(_is_main, noun.children), None) if noun is root else None
    for thing in noun.children:
        done = doc[thing.i - 1]
        apart = thing.dep_ == "appos" and done.i > noun.i + 1 and doc[done.i - 1].text == ","
        if apart and done.dep_ == "amod" and done.tag_ == "VBN":
            verb = done  # "Berg, then a major, | seized power"
            aside = [child for child in thing.children if child.i < done.i and child.dep_ != "punct"]
            for child in aside:
                child.head = aside[-1]
            for child in aside[-1:]:
                child.head, child.dep_ = noun, "appos"
            verb.head, thing.head, thing.dep_ = noun, verb, "dobj"
            break
    if verb is None:
        return doc
    after = [child for child in noun.children if child.i > verb.i]
    if noun is not root:
        after += [child for child in root.children if child.dep_ == "cc" and child.i < root.i]
        root.head, root.dep_ = verb, "conj"
    verb.head, verb.dep_, verb.tag_, verb.pos_ = verb, "ROOT", "VBD", "VERB"
    for child in after:
        child.head = verb
    noun.head, noun.dep_ = verb, "nsubj"
    return doc


def _is_main(verb: Token) -> bool:
    """Whether what the parser hung on a noun can be the verb of the sentence."""
    below = [child.dep_ for child in verb.children]
    if verb.i < verb.head.i or verb.tag_ not in ("VBN", "VBD") or not OF_A_CLAUSE.isdisjoint(below):
        return False
    active = verb.dep_ == "acl" and not ACTIVE.isdisjoint(below)
    return active or verb.dep_ == "conj" and verb.tag_ == "VBD"


# What hangs on a verb with a clause of its own, or that is a passive's; and what only an active verb has.
OF_A_CLAUSE = frozenset(("nsubj", "nsubjpass", "mark", "aux", "auxpass", "agent"))
ACTIVE = frozenset(("dobj", "prt", "ccomp"))


def _hyphen(token) -> bool:
    return token.text in ("-", "‑", "–")
