"""Pages of rows in the order of their ids: a signed place to go on from, and Link headers. Never an offset."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from timeline.cursors import BACK, ON
from timeline.query import BadQuery

SIGNER = signing.Signer(salt="timeline.api.pages")


@dataclass(frozen=True, slots=True)
class Page:
    """`next` and `previous` are cursors, None at the ends."""

    pks: list[int]
    next: str | None
    previous: str | None


def page_of(rows: QuerySet, after: str | None, size: int) -> Page:
    """At most `size` rows after the cursor (None: from the beginning), or right before it where it leads back."""
    way, pk = read(after) if after else (ON, 0)
    pks = rows.values_list("pk", flat=True)
    if way == BACK:
        found = list(pks.filter(pk__lt=pk).order_by("-pk")[: size + 1])
        more_before, more_after = len(found) > size, True
        found = found[:size][::-1]
    else:
        found = list(pks.filter(pk__gt=pk).order_by("pk")[: size + 1])
        more_before, more_after = pk > 0, len(found) > size
        found = found[:size]
    if not found:
        return Page([], None, None)
    return Page(
        found,
        cursor(ON, found[-1]) if more_after else None,
        cursor(BACK, found[0]) if more_before else None,
    )


def cursor(way: str, pk: int) -> str:
    return SIGNER.sign_object((way, pk))


def read(text: str) -> tuple[str, int]:
    try:
        way, pk = SIGNER.unsign_object(text)
    except signing.BadSignature:
        raise BadQuery("after", _("This is not a page of the list. Start again at its beginning.")) from None
    return way, pk


def link_header(links: Iterable[tuple[str, str | None]]) -> str:
    """RFC 8288.

    >>> link_header([("first", "/a"), ("next", None), ("prev", "/b")])
    '</a>; rel="first", </b>; rel="prev"'
    """
    return ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links if url)
