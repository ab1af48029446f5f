"""Pages of a feed: what changed last stands first, and a signed place between two changes begins each page."""

import datetime as dt
from dataclasses import dataclass

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from timeline.cursors import BACK, ON
from timeline.query import BadQuery

SIGNER = signing.Signer(salt="timeline.feeds")
PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Right after a row, or right before it where the way is BACK."""

    way: str
    at: dt.datetime
    pk: int

    @classmethod
    def asked(cls, params) -> "Place | None":
        """Raises BadQuery."""
        given = params.getlist("after")
        if not given:
            return None
        if len(given) > 1:
            raise BadQuery("after", _("Given more than once."))
        try:
            way, at, pk = SIGNER.unsign_object(given[0])
        except signing.BadSignature:
            said = _("This is not a page of the feed. Start again at its beginning.")
            raise BadQuery("after", said) from None
        return cls(way, dt.datetime.fromisoformat(at), pk)

    def __str__(self):
        return SIGNER.sign_object((self.way, self.at.isoformat(), self.pk))


@dataclass(frozen=True, slots=True)
class Page:
    """`next` leads to older changes, `previous` to newer ones; None at the ends."""

    rows: list
    next: Place | None
    previous: Place | None


def page_of(rows: QuerySet, moment: str, place: Place | None) -> Page:
    """At most PER_PAGE rows by that field, the newest first."""
    newest_first = rows.order_by(f"-{moment}", "-pk")
    if place is not None and place.way == BACK:
        newer = Q(**{f"{moment}__gte": place.at}) & (Q(**{f"{moment}__gt": place.at}) | Q(pk__gt=place.pk))
        found = list(newest_first.filter(newer).reverse()[: PER_PAGE + 1])
        if len(found) > PER_PAGE:
            return _page(found[:PER_PAGE][::-1], moment, more_before=True, more_after=True)
        place = None  # the beginning: a full first page rather than a short one
    older = Q()
    if place is not None:
        older = Q(**{f"{moment}__lte": place.at}) & (Q(**{f"{moment}__lt": place.at}) | Q(pk__lt=place.pk))
    found = list(newest_first.filter(older)[: PER_PAGE + 1])
    return _page(found[:PER_PAGE], moment, more_before=place is not None, more_after=len(found) > PER_PAGE)


def _page(found: list, moment: str, *, more_before: bool, more_after: bool) -> Page:
    if not found:
        return Page([], None, None)
    first, last = ((getattr(row, moment), row.pk) for row in (found[0], found[-1]))
    return Page(
        found,
        Place(ON, *last) if more_after else None,
        Place(BACK, *first) if more_before else None,
    )
