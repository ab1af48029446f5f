"""Rows of the one table of columns as JSON objects: null for what is not known, arrays for lists, nothing guarded."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from timeline.exports.columns import Boolean, Column, List, Type
from timeline.exports.reading import chunks


def objects(events, columns: Sequence[Column], *, site: str) -> list[dict]:
    """The events in their order."""
    sources = [column.type.source for column in columns]
    return [
        row
        for chunk in chunks(events, sources, site=site, using=events.db)
        for row in rows({column.name: (column.type, chunk[column.type.source]) for column in columns})
    ]


def rows(columns: dict[str, tuple[Type, Iterable]]) -> list[dict]:
    values = [[value_of(kind, value) for value in column] for kind, column in columns.values()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]


def value_of(kind: Type, value):
    if isinstance(kind, List):
        return list(value)
    if isinstance(kind, Boolean):
        return bool(value)
    if isinstance(value, Decimal):
        return float(value)
    return None if value == "" else value
