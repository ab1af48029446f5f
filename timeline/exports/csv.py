"""Chunks of events as CSV (RFC 4180): bytes as they go out, each type of column written by one writer.

Beside the RFC: UTF-8 with a byte order mark, null as an empty cell without quotes, lists joined by |, LF alone
inside a cell, and texts that look like formulas guarded. docs/data-dictionary.md says it to researchers.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from timeline.exports.columns import (
    Address,
    Boolean,
    Code,
    Column,
    Day,
    Edtf,
    Identifier,
    Integer,
    List,
    Moment,
    Number,
    Text,
)
from timeline.exports.guard import dangerous, guarded
from timeline.exports.reading import Chunk

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
SIGNS = frozenset(
    "'=+-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
needs_quotes = re.compile('[",\n]').search
LINE_ENDS = re.compile("\r\n?")
CONTROLS = re.compile("[\\x00-\\x08\\x0b-\\x1f]")


@dataclass(frozen=True, slots=True)
class Dialect:
    raw: bool = False  # no byte order mark, nothing guarded
    lf: bool = False
    trailer: bool = False  # a last record #END,<rows>,<sha256 of all bytes before it>
    bom: bool = True

    @property
    def end(self) -> str:
        return "\n" if self.lf else "\r\n"


def lines(chunks: Iterable[Chunk], columns: tuple[Column, ...], dialect: Dialect) -> Iterator[bytes]:
    """The header, then each chunk as soon as it is read, then the trailer if there is one."""
    digest, rows = hashlib.sha256(), 0
    writers = [(column.type.source, writer_of(column, dialect)) for column in columns]

    def sent(text: str) -> bytes:
        data = text.encode()
        if dialect.trailer:
            digest.update(data)
        return data

    header = ",".join(column.name for column in columns) + dialect.end
    yield sent(BOM + header if dialect.bom and not dialect.raw else header)
    for chunk in chunks:
        cells = [write(chunk[source]) for source, write in writers]
        rows += len(chunk)
        yield sent(dialect.end.join(map(",".join, zip(*cells, strict=True))) + dialect.end)
    if dialect.trailer:
        yield f"#END,{rows},{digest.hexdigest()}{dialect.end}".encode()


def writer_of(column: Column, dialect: Dialect) -> Callable[[Iterable], list[str]]:
    if dialect.raw and type(column.type) in RAW_WRITERS:
        return RAW_WRITERS[type(column.type)]
    return WRITERS[type(column.type)]


def text_cell(text: str) -> str:
    """
    >>> text_cell("plain"), text_cell('a "b", c'), text_cell("=1+1")
    ('plain', '"a ""b"", c"', '"\\'=1+1"')
    """
    text = cleaned(text)
    return quoted(guarded(text)) if dangerous(text) else quoted_if_needed(text)


def raw_cell(text: str) -> str:
    return quoted_if_needed(cleaned(text))


def cleaned(text: str) -> str:
    """Line ends as LF; control characters, which no reader of CSV expects, left out."""
    return CONTROLS.sub("", LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    return " ".join(cleaned(text).split())


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def quoted_if_needed(text: str) -> str:
    return quoted(text) if needs_quotes(text) else text


# Nearly every text is printable, without comma and quotation mark, and begins with a letter: it stands as it is, and
# methods of str find that out in a third of the time of a regular expression.


def texts(values) -> list[str]:
    return [
        v
        if v and v.isprintable() and "," not in v and '"' not in v and v[0] not in SIGNS
        else text_cell(v)
        if v
        else ""
        for v in values
    ]


def raw_texts(values) -> list[str]:
    return [
        v if v and v.isprintable() and "," not in v and '"' not in v else raw_cell(v) if v else ""
        for v in values
    ]


def joined(lists) -> list[str]:
    """A | inside a value, which names and tags cannot have and addresses should not, is written %7C."""
    if "|" in "".join(chain.from_iterable(lists)):
        lists = [[value.replace("|", "%7C") for value in values] for values in lists]
    return list(map("|".join, lists))


def lists(values) -> list[str]:
    return texts(joined(values))


def raw_lists(values) -> list[str]:
    return raw_texts(joined(values))


def codes(values) -> list[str]:
    return [v or "" for v in values]


def integers(values) -> list[str]:
    return ["" if v is None else str(v) for v in values]


def numbers(values) -> list[str]:
    """Decimals without trailing noughts, so that both databases give the same bytes."""
    return ["" if v is None else f"{v.normalize() + 0:f}" for v in values]


def booleans(values) -> list[str]:
    return ["true" if v else "false" for v in values]


WRITERS = {
    Text: texts,
    List: lists,
    Address: raw_texts,
    Identifier: codes,
    Code: codes,
    Edtf: raw_texts,
    Day: codes,
    Moment: codes,
    Integer: integers,
    Number: numbers,
    Boolean: booleans,
}
RAW_WRITERS = {Text: raw_texts, List: raw_lists}
