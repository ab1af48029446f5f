"""Rows of an index, a page at a time, from a signed place in their order. Never an offset."""

import datetime as dt
from dataclasses import dataclass

from django.core import signing
from django.db.models import Q, QuerySet

from timeline.cursors import BACK, ON

SIGNER = signing.Signer(salt="timeline.pages.shelf")


@dataclass(frozen=True, slots=True)
class Part:
    """Rows in one order, which ends in a column that tells any two apart; "-name" is downwards."""

    rows: QuerySet
    order: tuple[str, ...]

    def in_order(self, backwards: bool = False) -> QuerySet:
        rows = self.rows.order_by(*self.order)
        return rows.reverse() if backwards else rows

    def key(self, row) -> list:
        values = [getattr(row, name.lstrip("-")) for name in self.order]
        return [value.isoformat() if isinstance(value, dt.date) else value for value in values]

    def beyond(self, key: list, backwards: bool = False) -> Q:
        """The rows after that place in the order, or those before it."""
        found, same = Q(), Q()
        for name, value in zip(self.order, key, strict=True):
            column, downwards = name.lstrip("-"), name.startswith("-")
            found |= same & Q(**{f"{column}__{'lt' if downwards != backwards else 'gt'}": value})
            same &= Q(**{column: value})
        return found


@dataclass(frozen=True, slots=True)
class Page:
    """`next` and `previous` are values of `after`, None at the ends; rows are counted from 1."""

    rows: list
    next: str | None
    previous: str | None
    first: int
    total: int

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def whole(self) -> bool:
        return len(self.rows) == self.total


class Shelf:
    """Parts one after the other."""

    def __init__(self, *parts: Part):
        self.parts = parts

    def page(self, after: str | None, size: int, total: int | None = None) -> Page:
        """`size` rows after the place, or before it where it leads back; at the beginning for what is no place.

        `total`: how many there are in all, where that is known.
        """
        place = self.read(after)
        found, more = [], False
        if place is not None and place[0] == BACK:
            found, more = self.walk(place, size), True
            if len(found) < size:  # the beginning: a full first page rather than a short one
                found, place = [], None
        if not found:
            found = self.walk(place or (ON, 0, None), size + 1)
            found, more = found[:size], len(found) > size
        if not found and place is not None:  # its rows have gone meanwhile
            found, more = self.walk((BACK, len(self.parts) - 1, None), size), False
        before = self.before(found[0]) if found and place is not None else 0
        return Page(
            [row for _part, row in found],
            self.place(ON, found[-1]) if more else None,
            self.place(BACK, found[0]) if before else None,
            before + 1,
            sum(part.rows.count() for part in self.parts) if total is None else total,
        )

    def walk(self, place, size: int) -> list[tuple[int, object]]:
        """At most `size` rows with the numbers of their parts, in the order of the shelf."""
        way, start, key = place
        back = way == BACK
        found = []
        for number in range(start, -1, -1) if back else range(start, len(self.parts)):
            if len(found) < size:
                part = self.parts[number]
                rows = part.in_order(back)
                if number == start and key is not None:
                    rows = rows.filter(part.beyond(key, back))
                found += [(number, row) for row in rows[: size - len(found)]]
        return found[::-1] if back else found

    def before(self, found) -> int:
        number, row = found
        part = self.parts[number]
        here = part.rows.filter(part.beyond(part.key(row), backwards=True)).count()
        return here + sum(part.rows.count() for part in self.parts[:number])

    def place(self, way: str, found) -> str:
        number, row = found
        return SIGNER.sign_object((way, number, self.parts[number].key(row)))

    def read(self, after: str | None):
        try:
            way, number, key = SIGNER.unsign_object(after or "")
        except signing.BadSignature:
            return None
        fits = number < len(self.parts) and len(key) == len(self.parts[number].order)
        return (way, number, key) if fits else None
