"""Events as objects: every column under its name, lists as arrays, and nested in each what has a table of its own.

NDJSON, JSON and the API give these objects, and the JSON Schema describes them. Nothing is guarded or cut to fit a
cell; what is not known is null.
"""

import json
from collections.abc import Callable, Iterable

from timeline.exports.columns import (
    FULL,
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
from timeline.exports.csv import CONTROLS, cleaned
from timeline.exports.reading import Chunk
from timeline.exports.relations import rows_of
from timeline.exports.tables import TABLES

NESTED = {  # name in the object -> the table whose rows stand there, without the event they belong to
    "participants": "event_entities",
    "evidence": "evidence",
    "date_claims": "date_claims",
}


unclean = CONTROLS.search  # a carriage return is one of them
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def nested_columns(name: str) -> tuple[Column, ...]:
    return tuple(column for column in TABLES[NESTED[name]].columns if column.name != "event_id")


def objects(chunk: Chunk, columns: Iterable[Column] = FULL, nested: Iterable[str] = NESTED) -> list[dict]:
    """The events of the chunk in its order, ready for JSON."""
    made = flat(chunk, columns)
    for name in nested:
        by_event = {pk: [] for pk in chunk["id"]}
        rows = rows_of(NESTED[name], chunk["id"], site=chunk.site, using=chunk.using)
        for pk, row in zip(rows["event.id"], flat(rows, nested_columns(name)), strict=True):
            by_event[pk].append(row)
        for one, pk in zip(made, chunk["id"], strict=True):
            one[name] = by_event[pk]
    return made


def flat(chunk: Chunk, columns: Iterable[Column]) -> list[dict]:
    """The rows of the chunk, column name -> value."""
    columns = list(columns)
    names = [column.name for column in columns]
    values = [VALUES[type(column.type)](chunk[column.type.source]) for column in columns]
    if not columns:
        return [{} for _row in range(len(chunk))]
    return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]


def texts(values) -> list[str | None]:
    return [(cleaned(v) if unclean(v) else v) or None if v else None for v in values]


def as_they_are(values) -> list:
    return [v or None for v in values]


def lists(values) -> list[list[str | None]]:
    return [texts(items) for items in values]


def integers(values) -> list[int | None]:
    return list(values)


def numbers(values) -> list[float | None]:
    return [None if v is None else float(v) for v in values]


def booleans(values) -> list[bool]:
    return [bool(v) for v in values]


VALUES: dict[type, Callable[[Iterable], list]] = {
    Text: texts,
    List: lists,
    Address: texts,
    Identifier: as_they_are,
    Code: as_they_are,
    Edtf: as_they_are,
    Day: as_they_are,
    Moment: as_they_are,
    Integer: integers,
    Number: numbers,
    Boolean: booleans,
}
