"""What an article is about, for a line that leans on the text before it: "Elian Gonzalez: the injunction was issued".

In a newspaper such a line stands under its article's headline; on a timeline it stands among others. The name most
told of is put before it, as a slug does, where the line does not hold it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from timeline.engine.countries import countries_named
from timeline.engine.headlines import LONGEST
from timeline.engine.lexicon import SAYING
from timeline.engine.references import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from spacy.tokens import Doc

    from timeline.engine.findings import Finding

LEAST_MENTIONS = 3  # in a text of some length
SHORT = 1500  # characters of a text in which two are enough for a body or a thing
LEAD = 700  # characters from the beginning within which what an article is about is named
OUTSPOKEN = (
    2  # times as often as all others who speaks is named, where nothing else is what an article is about
)
HERE = 2  # times its weight has a name that stands in the sentence itself
COUNTRY = 0.5  # a country is named in much that is not about it
TOLD_OF = ("PERSON", "ORG", "GPE", "FAC", "PRODUCT", "EVENT")
TITLED = re.compile(r"\A(?:the|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Sgt\.?|Gen\.?|Sen\.?)\s+", re.I)
FIRM = re.compile(r",? (?:amp )?(?:Inc|Corp|Co|Cos|Ltd|PLC|N\.?V|S\.?A|Corporation|Company)\.?\Z")
NO_TOPIC = re.compile(  # papers, offices, and what the parser takes for names
    r"\b(?:Times|Post|News|Journal|Press|Reuters|Xinhua|Agency|AP|AFP|BBC|CNN|NPR|Nasdaq|Exchange|Commission|Department|Ministry|State|GMT|UTC|BST|CET|CEST|EST|EDT|CST|CDT|PST|PDT)\b"
)

LEANING = frozenset(
    (
        "its subject is an unresolved pronoun",
        "who reads it alone does not learn what happened",
        "its subject stands only in the text before",
        "what it speaks of stands only in the text before",
        "a plan of something that stands only in the text before",
        "what it was done to stands only in the text before",
        "an event noun that names nobody",
        "it says little",
    )
)


# A pronoun would be read as the name before it, which it need not mean; a possessive mostly does.
PRONOUN = re.compile(r"\b(?:he|she|it|they|we|I|you|him|them|us|me)\b", re.I)


WRONG = re.compile(
    r"\b(?:police|court|judge|jail|prison|prosecut|charge|arrest|accus|kill|murder|bomb|attack|search|fraud|guilty|convict|"
    r"sentence|collapse|seize|raid|bribe|rob|stole|steal)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A name an article may be about, how it is told of, and how much it is."""

    name: str
    forms: re.Pattern[str]
    weight: float
    person: bool
    town: bool  # or another place that is no country
    country: bool


def topics(text: str, docs: Iterable[Doc]) -> list[Topic]:
    """The names an article tells of, the one told of most first. Nobody who speaks in it: before a colon the line would be
    read as their words."""
    people, others, speakers, places = _named(docs)
    parts = Counter(word for name in people if " " in name for word in _ends(name))
    found, most, speaking = [], 0, 0
    for name in sorted(people | others):
        forms = [name]
        if name in people:
            own = [word for word in _ends(name) if parts[word] == 1]
            if not speakers.isdisjoint([name, *own]) or " " not in name and own:
                last = name.split()[-1]
                if last in text[:LEAD]:
                    speaking = max(speaking, text.count(last))
                continue  # who speaks; a part of a whole name
            forms += own
        elif " " in name and name.split()[0] in people | others and _first(text, name):
            forms.append(name.split()[0])
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
        if not pattern.search(text, 0, LEAD):
            continue  # so that a long text is searched for few names
        times = sum(1 for _ in pattern.finditer(text))
        country = COUNTRY if name in countries_named(name) else 1
        most = max(most, times)
        if times >= LEAST_MENTIONS - (len(text) < SHORT and country == 1 and name in others):
            weight = times * country + 0.1 * len(name.split())
            found.append(
                Topic(name, pattern, weight, name in people, country == 1 and name in places, country != 1)
            )
    if speaking > OUTSPOKEN * most:
        return []  # it is about somebody who speaks in it, and about nothing else
    return sorted(found, key=lambda topic: -topic.weight)


def _named(docs: Iterable[Doc]) -> tuple[set[str], set[str], set[str], set[str]]:
    """The people, the other names, those who say something, in full and by their last word, and the places."""
    people: set[str] = set()
    others: set[str] = set()
    speakers: set[str] = set()
    places: set[str] = set()
    for doc in docs:
        said = {t.i for t in doc if t.dep_ == "nsubj" and t.head.lemma_.lower() in SAYING}
        speakers |= {doc[i].text for i in said}
        for entity in doc.ents:
            if not said.isdisjoint(range(entity.start, entity.end)):
                speakers.add(name_of(entity))
            name = FIRM.sub("", TITLED.sub("", name_of(entity)))
            if (
                entity.label_ in TOLD_OF
                and name[:1].isupper()
                and len(name) > 2
                and not NO_TOPIC.search(name)
            ):
                (people if entity.label_ == "PERSON" else others).add(name)
                places |= {name} if entity.label_ == "GPE" else set()
    return people, others - people, speakers, places


def _first(text: str, name: str) -> bool:
    """Whether the first word of a name first stands in the whole of it: "Saab Textiles" is not the Saab of an article on Saab."""
    return text.startswith(name, max(0, text.find(name.split()[0])))


def _ends(name: str) -> set[str]:
    """The first and the last word of a name."""
    return {name.split()[0], name.split()[-1]}


class Topics:
    """What an article is about. `parsed` gives its parsed sentences; it is asked when the first line leans on them."""

    def __init__(self, text: str, parsed: Callable[[], Iterable[Doc]]):
        self.text = text
        self.parsed = parsed
        self._topics: list[Topic] | None = None

    def before(self, finding: Finding) -> Finding:
        """The finding, its line led by what the article is about where it leans on that."""
        line = finding.title
        if not LEANING & finding.score_parts.keys() or PRONOUN.search(line):
            return finding
        if self._topics is None:
            self._topics = topics(self.text, self.parsed())
        if not self._topics or _told(self._topics[0], line):
            return finding
        by_weight = sorted(
            self._topics, key=lambda topic: -topic.weight * (HERE if topic.forms.search(finding.quote) else 1)
        )
        best = next((topic for topic in by_weight if not _told(topic, line)), None)
        if best is not None and best.town and not best.forms.search(finding.quote):
            return finding  # where something is told from is not what it is about
        if best is not None and best.country and any(one.text in line for one in finding.participants):
            return finding  # who is told of need not be there: "Kenya: Clinton met with his aides"
        if best is None or len(best.name) + 2 + len(line) > LONGEST:
            return finding
        if best.person and WRONG.search(line) and not best.forms.search(finding.quote):
            return finding  # nobody is put beside a deed that they may have no part in
        return replace(finding, title=f"{best.name}: {line}")


def _told(topic: Topic, line: str) -> bool:
    """Whether a line holds a name or one of its words."""
    return any(re.search(rf"\b{re.escape(word)}\b", line) for word in topic.name.split() if word[0].isupper())
