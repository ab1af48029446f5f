"""Where a page of the list begins: a signed place in the one order. Never an offset, so that it stays what it is when events come before it."""

import datetime as dt
from dataclasses import dataclass

from django.core import signing
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from timeline.dates import UNDATED_SPAN_CLASS

SIGNER = signing.Signer(salt="timeline.cursors")  # without the time: the same page has one address
OLDEST, NEWEST = "oldest", "newest"
ON, BACK = "on", "back"


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


def beyond(place: Cursor) -> Q:
    """The events that come after the place, oldest first."""
    day, span_class, pk = place.sort_day, place.span_class, place.id
    same_day = Q(span_class__lt=span_class) | Q(span_class=span_class, id__gt=pk)
    return Q(sort_day__gte=day) & (Q(sort_day__gt=day) | same_day)  # the first part is the index's


def short_of(place: Cursor) -> Q:
    """The events that come before the place, oldest first."""
    day, span_class, pk = place.sort_day, place.span_class, place.id
    same_day = Q(span_class__gt=span_class) | Q(span_class=span_class, id__lt=pk)
    return Q(sort_day__lte=day) & (Q(sort_day__lt=day) | same_day)
