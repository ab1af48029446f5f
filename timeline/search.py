"""Full text, the same on both databases: tokens are made here, and the database only looks them up.

A token is a run of letters and digits, casefolded, without diacritics, not stemmed. An event's tokens stand in
`Event.search_tokens`, separated by blanks; SQLite indexes them by FTS5, PostgreSQL by
to_tsvector('simple', ...) (timeline.full_text makes and keeps the indexes). What people type is cut into the
same tokens, so that Su-35, U.S. and -jets need no special case.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connections
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from timeline.characters import CONTROL
from timeline.full_text import INDEX, PHRASES

LONGEST_TOKEN = 40  # characters; longer ones are cut, in texts and in queries alike
MOST_TOKENS = 4000  # of an event: PostgreSQL refuses texts above a megabyte
MOST_TERMS = 32  # of a query
LONGEST_QUERY = 500  # characters

# Between two fields, so that no phrase reaches across: a letter to both databases, and one that folding always
# turns into a plain "a", so that nobody can search for it.
BREAK = "\N{FEMININE ORDINAL INDICATOR}"

UNWRITTEN = re.compile(
    f"[{CONTROL}\ufffe\uffff]"
)  # what people type is written into titles, also in XML, which has none of these
DROPPED = {"\N{SOFT HYPHEN}", "\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}"}
TERM = re.compile(
    r"""(?:(?<!\S)(?P<minus>-))?
        (?: ["“”„«»] (?P<phrase>[^"“”„«»]*) (?:["“”„«»]|$) | (?P<word>[^\s"“”„«»]+) )
        (?P<star>\*?)""",
    re.X,
)


class NothingToSearch(ValueError):
    """A query that names no word, or too many; the message says so in plain words."""


class _Folding(dict):
    """Code point -> what it counts as, for str.translate; filled as letters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


def _fold(char: str) -> str:
    if char in DROPPED:
        return ""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold().lower())
    return "".join(_letter_or_digit(c) for c in plain if not unicodedata.category(c).startswith("M"))


def _letter_or_digit(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.digit(char))  # whatever script the number is written in
    return char if char.isalpha() else " "


FOLDING = _Folding()


def tokens(text: str) -> list[str]:
    """The words of a text as search sees them, in order.

    >>> tokens("The U.S. sold Su-35s to Perú — in ٢٠١٦!")
    ['the', 'u', 's', 'sold', 'su', '35s', 'to', 'peru', 'in', '2016']
    """
    return [token[:LONGEST_TOKEN] for token in text.translate(FOLDING).split()]


def event_tokens(event) -> str:
    """What `Event.search_tokens` holds: title, who, where, topics, summary and quotes, kept apart by BREAK.

    Quotes come last, so that only they can be cut off. Of several events, read them whole() first.
    """
    who = [p.entity.name for p in event.participations.all()]
    tags = [tag.name for tag in event.tags.all()]
    quotes = [evidence.exact for evidence in event.evidence.all()]
    return tokens_of(event, who, tags, quotes)


def tokens_of(event, who: Iterable[str], tags: Iterable[str], quotes: Iterable[str]) -> str:
    """The same for bulk paths, which know the names already; in whatever order these come."""
    place = [event.place.name] if event.place else []
    return joined_tokens(
        [event.title, *sorted(who), *place, *sorted(tags), event.summary, *sorted(set(quotes))]
    )


def joined_tokens(fields: Iterable[str]) -> str:
    """The tokens of several fields as one text in which no phrase reaches from one field into the next.

    >>> joined_tokens(["Arms sold", "", "To Pakistan"]) == f"arms sold {BREAK} to pakistan"
    True
    """
    found = f" {BREAK} ".join(" ".join(words) for words in map(tokens, fields) if words).split(" ")
    return " ".join(found[:MOST_TOKENS])


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that must stand one after the other (the last one may go on, if `prefix`), or must not, if `minus`."""

    tokens: tuple[str, ...]
    prefix: bool = False
    minus: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A query as it was typed (blanks apart) and what it asks for."""

    text: str
    terms: tuple[Term, ...]

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.minus)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.minus)


def parse(text: str) -> Words:
    """Words, "phrases", prefix* and -minus; raises NothingToSearch.

    >>> parse('embargo "arms sup*" -Su-35').terms
    (Term(tokens=('embargo',), prefix=False, minus=False),
     Term(tokens=('arms', 'sup'), prefix=True, minus=False),
     Term(tokens=('su', '35'), prefix=False, minus=True))

    A word that is several tokens ("U.S.") is a phrase of them; a quotation mark that nothing closes reaches to
    the end; signs without a letter or digit ask for nothing, and a control character is a blank.
    """
    check_length(text)
    text = UNWRITTEN.sub(" ", text)
    terms = tuple(dict.fromkeys(_terms(text)))
    if not terms:
        raise NothingToSearch(_("There is no word in this: write letters or digits."))
    if len(terms) > MOST_TERMS:
        raise NothingToSearch(_("Too many words: at most %(most)d.") % {"most": MOST_TERMS})
    return Words(" ".join(text.split()), terms)


def check_length(text: str) -> None:
    """NothingToSearch for more than anybody types, which a database may break off at."""
    if len(text) > LONGEST_QUERY:
        raise NothingToSearch(_("Too long: at most %(most)d characters.") % {"most": LONGEST_QUERY})


def _terms(text: str) -> Iterator[Term]:
    for match in TERM.finditer(text):
        said = match["phrase"] if match["phrase"] is not None else match["word"]
        found = tuple(tokens(said))
        if found:
            star = match["star"] or said.rstrip().endswith("*")
            yield Term(found, prefix=bool(star), minus=bool(match["minus"]))


def matching(queryset: QuerySet, words: Words) -> QuerySet:
    """The events that have all wanted terms and none of the unwanted ones."""
    phrases = PHRASES[connections[queryset.db].vendor]
    if words.wanted:
        queryset = queryset.filter(_found(queryset.db, phrases, words.wanted))
    for term in words.unwanted:
        queryset = queryset.exclude(_found(queryset.db, phrases, [term]))
    return queryset


def begun(text: str) -> Words:
    """Of words that are still being typed: the last may go on, unless it is a letter only, with which too much begins."""
    last = (tokens(text) or [""])[-1]
    return parse(text + "*" if len(last) > 1 else text)


def newest(queryset: QuerySet, words: Words, most: int) -> QuerySet:
    """Of the events that have all the terms the latest, as many as `most` at the most: no more is read, however common the
    words are."""
    index, phrases = INDEX[connections[queryset.db].vendor], PHRASES[connections[queryset.db].vendor]
    if not words.wanted:
        return matching(queryset, words)
    for term in words.unwanted:
        queryset = queryset.exclude(_found(queryset.db, phrases, [term]))
    sql = f"SELECT * FROM ({index.lookup} ORDER BY 1 DESC LIMIT %s) latest"
    return queryset.filter(pk__in=RawSQL(sql, [phrases(words.wanted), most]))


def _found(using: str, phrases, terms: Iterable[Term]) -> Q:
    sql = INDEX[connections[using].vendor].lookup
    return Q(pk__in=RawSQL(sql, [phrases(terms)]))


def hits(text: str, words: Words) -> list[tuple[int, int]]:
    """Where the wanted terms stand in a text, to be marked: spans in reading order, none overlapping.

    >>> [ "The U.S. embargo"[a:b] for a, b in hits("The U.S. embargo", parse("u.s. emb*")) ]
    ['U.S', 'embargo']
    """
    placed = list(_placed_tokens(text))
    spans, at = [], 0
    while at < len(placed):
        length = max((len(t.tokens) for t in words.wanted if _stands_at(placed, at, t)), default=0)
        if length:
            spans.append((placed[at][1], placed[at + length - 1][2]))
        at += length or 1
    return spans


def _stands_at(placed: list, at: int, term: Term) -> bool:
    there = [token for token, _start, _end in placed[at : at + len(term.tokens)]]
    if len(there) < len(term.tokens) or there[:-1] != list(term.tokens[:-1]):
        return False
    return there[-1].startswith(term.tokens[-1]) if term.prefix else there[-1] == term.tokens[-1]


def _placed_tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Each token with the first and the last character (excluded) it was made of."""
    token, start, end = "", 0, 0
    for at, char in enumerate(text):
        for piece in FOLDING[ord(char)]:
            if piece != " ":
                token, start, end = token + piece, start if token else at, at + 1
            elif token:
                yield token[:LONGEST_TOKEN], start, end
                token = ""
    if token:
        yield token[:LONGEST_TOKEN], start, end
