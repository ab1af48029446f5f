"""What an article is about, for a line that leans on the text before it: "Elian Gonzalez: the injunction was issued".

In a newspaper such a line stands under its article's headline; on a timeline it stands among others. The name most
told of is put before it, as a slug does, where the line does not hold it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline.engine.countries import countries_named
from timeline.engine.headlines import LONGEST
from timeline.engine.references import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from spacy.tokens import Doc

    from timeline.engine.findings import Finding

LEAST_MENTIONS = 3
LEAD = 700  # characters from the beginning within which what an article is about is named
HERE = 2  # times its weight has a name that stands in the sentence itself
COUNTRY = 0.5  # a country is named in much that is not about it
TOLD_OF = ("PERSON", "ORG", "GPE", "FAC", "PRODUCT", "EVENT")
TITLED = re.compile(r"\A(?:the|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Sgt\.?|Gen\.?|Sen\.?)\s+", re.I)
FIRM = re.compile(r",? (?:amp )?(?:Inc|Corp|Co|Cos|Ltd|PLC|N\.?V|S\.?A|Corporation|Company)\.?\Z")
PAPERS = re.compile(
    r"\b(?:Times|Post|News|Journal|Press|Reuters|Xinhua|Agency|AP|AFP|BBC|CNN|NPR|Nasdaq|Exchange|Commission)\b"
)

LEANING = frozenset(
    (
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


def _plain(name: str) -> str:
    return FIRM.sub("", TITLED.sub("", name))


def _weights(text: str, docs: Iterable[Doc]) -> dict[str, float]:
    """The names an article tells of, by how often it does, the first among them first."""
    people: set[str] = set()
    others: set[str] = set()
    for doc in docs:
        for entity in doc.ents:
            name = _plain(name_of(entity))
            if entity.label_ in TOLD_OF and name[:1].isupper() and len(name) > 2 and not PAPERS.search(name):
                (people if entity.label_ == "PERSON" else others).add(name)
    others -= people
    whole = [name for name in people if " " in name]
    shared = Counter(word for name in whole for word in {*name.split()[:1], *name.split()[-1:]})
    weights: dict[str, float] = {}
    for name in sorted(people | others):
        forms = [name]
        if name in people and " " in name:
            forms += [word for word in (name.split()[0], name.split()[-1]) if shared[word] == 1]
        elif name in others and " " in name and name.split()[0] in people | others:
            forms.append(name.split()[0])
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})\b")
        found = [m.start() for m in pattern.finditer(text)]
        if len(found) >= LEAST_MENTIONS and found[0] < LEAD:
            country = name in countries_named(name)
            weights[name] = len(found) * (COUNTRY if country else 1) + 0.1 * len(name.split())
    return dict(sorted(weights.items(), key=lambda item: -item[1]))


class Topics:
    """What an article is about. `parsed` gives its parsed sentences; it is asked when the first line leans on them."""

    def __init__(self, text: str, parsed: Callable[[], Iterable[Doc]]):
        self.text = text
        self.parsed = parsed
        self._weights: dict[str, float] | None = None

    def before(self, finding: Finding) -> Finding:
        """The finding, its line led by what the article is about where it leans on that."""
        if not LEANING & finding.score_parts.keys() or PRONOUN.search(finding.title):
            return finding
        if self._weights is None:
            self._weights = _weights(self.text, self.parsed())
        line = finding.title
        if not self._weights or _told(next(iter(self._weights)), line):
            return finding
        here = {name: HERE if _told(name, finding.quote) else 1 for name in self._weights}
        names = sorted(self._weights, key=lambda name: -here[name] * self._weights[name])
        best = next((name for name in names if not _told(name, line)), "")
        if not best or len(best) + 2 + len(line) > LONGEST:
            return finding
        return replace(finding, title=f"{best}: {line}")


def _told(name: str, text: str) -> bool:
    """Whether a text holds a name or one of its words."""
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in name.split() if word[0].isupper())
