"""Where a page of the list begins: a signed place in the one order. Never an offset, so page 10,000 costs what page 1 does."""

import datetime as dt
from dataclasses import dataclass

from django.core import signing
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from timeline.dates import UNDATED_SPAN_CLASS

SIGNER = signing.Signer(salt="timeline.cursors")  # without the time: the same page has one address
OLDEST, NEWEST = "oldest", "newest"
ON, BACK = "on", "back"
UNDATED = Q(span_class=UNDATED_SPAN_CLASS)
DATED = Q(span_class__gt=UNDATED_SPAN_CLASS)


class BadCursor(ValueError):
    """The text is no cursor of this order; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of one event, and whether the page goes on after it or back before it."""

    order: str
    way: str
    sort_day: dt.date
    span_class: int
    id: int

    @classmethod
    def at(cls, event, order: str, way: str) -> "Cursor":
        return cls(order, way, event.sort_day, event.span_class, event.pk)

    @classmethod
    def read(cls, text: str, order: str) -> "Cursor":
        try:
            made_for, way, day, span_class, pk = SIGNER.unsign_object(text)
        except signing.BadSignature:
            raise BadCursor(_("This is not a page of the list. Start again at its beginning.")) from None
        if made_for != order:
            raise BadCursor(
                _("This page belongs to another order of the list. Start again at its beginning.")
            )
        return cls(made_for, way, dt.date.fromordinal(day), span_class, pk)

    @property
    def key(self) -> tuple:
        """Its place among others of its order: the lower, the earlier in the list."""
        if self.order == OLDEST:
            return self.sort_day, -self.span_class, self.id
        undated = self.span_class == UNDATED_SPAN_CLASS
        return undated, -self.sort_day.toordinal(), self.span_class, -self.id

    def __str__(self):
        key = (self.order, self.way, self.sort_day.toordinal(), self.span_class, self.id)
        return SIGNER.sign_object(key)


def ordered(events: QuerySet, order: str) -> QuerySet:
    """Oldest first; or newest first, which is the exact reverse among the dated, with the undated last again."""
    if order == OLDEST:
        return events.chronological()
    undated_last = Case(When(span_class=UNDATED_SPAN_CLASS, then=Value(1)), default=Value(0))
    return events.order_by(undated_last, "-sort_day", "span_class", "-id")


def beyond(cursor: Cursor) -> Q:
    """The events that come after the cursor's place in its order."""
    day, span_class, pk = cursor.sort_day, cursor.span_class, cursor.id
    if cursor.order == OLDEST:
        same_day = Q(span_class__lt=span_class) | Q(span_class=span_class, id__gt=pk)
        return Q(sort_day__gte=day) & (Q(sort_day__gt=day) | same_day)  # the first part is the index's
    if span_class == UNDATED_SPAN_CLASS:
        return UNDATED & Q(id__lt=pk)
    same_day = Q(span_class__gt=span_class) | Q(span_class=span_class, id__lt=pk)
    return UNDATED | DATED & Q(sort_day__lte=day) & (Q(sort_day__lt=day) | same_day)


def short_of(cursor: Cursor) -> Q:
    """The events that come before the cursor's place in its order."""
    day, span_class, pk = cursor.sort_day, cursor.span_class, cursor.id
    if cursor.order == OLDEST:
        same_day = Q(span_class__gt=span_class) | Q(span_class=span_class, id__lt=pk)
        return Q(sort_day__lte=day) & (Q(sort_day__lt=day) | same_day)
    if span_class == UNDATED_SPAN_CLASS:
        return DATED | Q(id__gt=pk)
    same_day = Q(span_class__lt=span_class) & DATED | Q(span_class=span_class, id__gt=pk)
    return DATED & Q(sort_day__gte=day) & (Q(sort_day__gt=day) | same_day)


class Walk:
    """Steps through a list in its order; every part of it is in the order of an index, so no step sorts them all."""

    def __init__(self, events: QuerySet, order: str, *, undated: bool = True):
        """`undated`: whether there may be events without a date."""
        if order == OLDEST:
            self.parts = [events.chronological()]
        else:
            self.parts = [events.filter(DATED).order_by("-sort_day", "span_class", "-id")]
            if undated:
                self.parts.append(events.filter(UNDATED).order_by("-id"))

    def on(self, cursor: Cursor | None, size: int) -> tuple[list, bool]:
        """At most `size` events after the cursor (None: from the beginning), and whether there are more."""
        found = []
        for part in self.parts:
            if len(found) <= size:
                found += (part.filter(beyond(cursor)) if cursor else part)[: size + 1 - len(found)]
        return found[:size], len(found) > size

    def back(self, cursor: Cursor | None, size: int) -> list:
        """At most `size` events right before the cursor (None: the end), in the order of the list."""
        found = []
        for part in reversed(self.parts):
            if len(found) < size:
                before = part.filter(short_of(cursor)) if cursor else part
                found += before.reverse()[: size - len(found)]
        return found[::-1]
