"""Names in a text -> the entities they name, by every name an editor gave them; unknown names -> suggestions.

All names of the knowledge base are looked up in one pass (Aho-Corasick). The longest name wins, only whole words count,
and capitals matter: "US" is no "us". What an editor wrote into the aliases always wins over what was guessed.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind
from django.db import transaction

from kb.models import Alias, Article, Entity, Mention, free_slug
from kb.text import Cut, masked

FOLDED = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "–": "-", "—": "-", "‑": "-", "−": "-"})
SHOUTED = 4  # letters a name must have to be recognised in capitals: "RUSSIA", but not "US" from "us"
MOST_STEPS_OF_A_MERGER = 20


@dataclass(frozen=True, slots=True)
class Link:
    """text[start:end] names the entity."""

    start: int
    end: int
    entity_id: int


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an entity. Of two entities of one name the lower rank wins; of equal ranks neither."""

    text: str
    entity_id: int
    rank: int = 0
    kind: str = ""
    demonym: bool = False


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with white space runs as one space and odd quotes and dashes made plain; `at` leads back."""

    text: str
    at: list[int]

    @classmethod
    def of(cls, text: str) -> Folded:
        out, at, space = [], [], False
        for i, char in enumerate(text):
            if char.isspace():
                if not space:
                    out.append(" ")
                    at.append(i)
                space = True
                continue
            space = False
            out.append("?" if "\ud800" <= char <= "\udfff" else char)  # a lone surrogate is in no name
            at.append(i)
        return cls("".join(out).translate(FOLDED), at)

    def lowered(self) -> str:
        """Lower case, one for one."""
        low = self.text.lower()
        return (
            low
            if len(low) == len(self.text)
            else "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)
        )


def in_word(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char).startswith("M")


def same_case(found: str, name: str) -> bool:
    """Whether a stretch is the name as written, the name in capitals, or a common noun at the start of a sentence.

    >>> same_case("RUSSIA", "Russia"), same_case("us", "US"), same_case("russia", "Russia")
    (True, False, False)
    >>> same_case("Gas pipeline", "gas pipeline"), same_case("Us", "US")
    (True, False)
    """
    if found == name:
        return True
    if name == name.lower():
        return found[:1].lower() + found[1:] == name
    return found == name.upper() and sum(c.isalpha() for c in name) >= SHOUTED


class Linker:
    """Looks up names. Made once, used for many texts."""

    def __init__(self, names: Iterable[Name]):
        self._names: dict[str, list[Name]] = {}
        for name in _with_plurals(names):
            words = Folded.of(name.text.strip()).text
            if len(words) > 1:
                self._names.setdefault(words.lower(), []).append(_retold(name, words))
        self._patterns = sorted(self._names)
        self._automaton = (
            AhoCorasick(self._patterns, matchkind=MatchKind.Standard) if self._patterns else None
        )
        self._people = {
            n.entity_id: n for group in self._names.values() for n in group if n.kind == Entity.Kind.PERSON
        }

    @classmethod
    def from_db(cls) -> Linker:
        """All names of all living entities; names of a merged entity lead to the one it was merged into."""
        merged_into = dict(
            Entity.objects.filter(state=Entity.State.MERGED).values_list("id", "merged_into_id")
        )
        confirmed = set(Entity.objects.confirmed().values_list("id", flat=True))
        kinds = dict(Entity.objects.living().values_list("id", "kind"))
        names = []
        for entity_id, text in Entity.objects.values_list("id", "name").iterator():
            names.append((entity_id, text, False, False))
        for entity_id, text, kind in Alias.objects.values_list("entity_id", "name", "kind").iterator():
            names.append((entity_id, text, True, kind == Alias.Kind.DEMONYM))
        found = []
        for entity_id, text, alias, demonym in names:
            final = entity_id
            for _ in range(MOST_STEPS_OF_A_MERGER):
                if final not in merged_into:
                    break
                final = merged_into[final]
            rank = 1 if demonym else 0
            if final not in confirmed and not alias:
                rank = 2  # a guessed name never takes the place of an editor's
            found.append(Name(text, final, rank, kinds.get(final, ""), demonym))
        return cls(found)

    def links(self, text: str, spans: Iterable[tuple[int, int]] | None = None) -> list[Link]:
        """Names in reading order, none overlapping; with `spans`, only those inside one of these stretches.

        A surname alone is the person whose full name stands in the same text, if only one has it.
        """
        if self._automaton is None:
            return []
        folded = Folded.of(text)
        found = self._found(folded)
        found += self._surnames(folded, found)
        found = _longest(found)
        if spans is not None:
            inside = list(spans)
            found = [f for f in found if any(a <= f.start and f.end <= b for a, b in inside)]
        return found

    def _found(self, folded: Folded) -> list[Link]:
        low, found = folded.lowered(), []
        for at, start, end in self._automaton.find_matches_as_indexes(low, overlapping=True):
            if not _whole(folded.text, start, end):
                continue
            words = folded.text[start:end]
            entity_id = _named(
                name for name in self._names[self._patterns[at]] if same_case(words, name.text)
            )
            if entity_id is not None:
                found.append(Link(folded.at[start], folded.at[end - 1] + 1, entity_id))
        return found

    def _surnames(self, folded: Folded, found: list[Link]) -> list[Link]:
        """Later mentions of people by their last word, where it is a name of nobody else."""
        owners: dict[str, set[int]] = {}
        for link in found:
            if link.entity_id in self._people:
                words = folded_words(folded, link)
                if len(words) > 1 and len(words[-1]) > 2 and words[-1][:1].isupper():
                    owners.setdefault(words[-1], set()).add(link.entity_id)
        clear = {
            word: ids for word, ids in owners.items() if len(ids) == 1 and word.lower() not in self._names
        }
        if not clear:
            return []
        patterns = sorted(clear)
        extra = []
        for at, start, end in AhoCorasick(patterns).find_matches_as_indexes(folded.text):
            if _whole(folded.text, start, end):
                (entity_id,) = clear[patterns[at]]
                extra.append(Link(folded.at[start], folded.at[end - 1] + 1, entity_id))
        return extra


def folded_words(folded: Folded, link: Link) -> list[str]:
    start = _index(folded.at, link.start)
    end = _index(folded.at, link.end - 1) + 1
    return folded.text[start:end].split()


def _index(at: list[int], offset: int) -> int:
    return bisect_left(at, offset)


def _with_plurals(names: Iterable[Name]) -> Iterable[Name]:
    """Every name, and of a demonym the people: "Russian", "Russians"."""
    for name in names:
        yield name
        if (
            name.demonym
            and name.text[-1:].isalpha()
            and not name.text.lower().endswith(("s", "sh", "ch", "ese"))
        ):
            yield _retold(name, name.text + "s")


def _retold(name: Name, text: str) -> Name:
    return Name(text, name.entity_id, name.rank, name.kind, name.demonym)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins and ends with its words."""
    if start and in_word(text[start - 1]) and in_word(text[start]):
        return False
    return not (end < len(text) and in_word(text[end]) and in_word(text[end - 1]))


def _named(names: Iterable[Name]) -> int | None:
    """The one entity of the best rank; None where two have the name with equal right."""
    best: dict[int, set[int]] = {}
    for name in names:
        best.setdefault(name.rank, set()).add(name.entity_id)
    if not best:
        return None
    winners = best[min(best)]
    return next(iter(winners)) if len(winners) == 1 else None


def _longest(found: list[Link]) -> list[Link]:
    kept, last = [], 0
    for link in sorted(set(found), key=lambda f: (f.start, -f.end, f.entity_id)):
        if link.start >= last:
            kept.append(link)
            last = link.end
    return kept


def cuts_of(article: Article) -> list[Cut]:
    return [Cut(cut["start"], cut["end"], cut.get("reason", "")) for cut in article.cuts]


def link_article(article: Article, linker: Linker | None = None) -> list[Mention]:
    """Store where the article names known entities, its cut parts left out; what was stored before is replaced."""
    linker = linker or Linker.from_db()
    links = linker.links(masked(article.text, cuts_of(article)))
    mentions = [Mention(article=article, entity_id=f.entity_id, start=f.start, end=f.end) for f in links]
    with transaction.atomic():
        article.mentions.all().delete()
        return Mention.objects.bulk_create(mentions)


def entity_named(name: str, kind: str, linker: Linker | None = None) -> Entity | None:
    """The entity of that name, suggested as a new one where nobody has it; None for a name of unknown kind.

    A name that only holds a known one ("Russian Army") names no new entity: it is the known one's.
    """
    name = " ".join(name.split())[:200].replace("|", " ")
    links = (linker or Linker.from_db()).links(name)
    if links:
        whole = next((f for f in links if (f.start, f.end) == (0, len(name))), links[0])
        return Entity.objects.get(pk=whole.entity_id)
    known = Entity.objects.living().filter(name__iexact=name).order_by("state", "id").first()
    if known is not None:
        return known
    if kind not in Entity.Kind.values or not any(char.isalpha() for char in name):
        return None
    return Entity.objects.create(
        name=name, kind=kind, slug=free_slug(Entity, name), state=Entity.State.SUGGESTED
    )
