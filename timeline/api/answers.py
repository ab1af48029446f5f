"""How an answer is written: JSON, and for a list the page with its neighbours, their addresses and the version."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import JsonResponse

from timeline.api.asking import Asked
from timeline.api.pages import link_header, page_of
from timeline.citing import site_of
from timeline.exports.version import Version


def json(data, *, status: int = 200, headers: dict | None = None) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False}, headers=headers)


def keyed_list(
    request, name: str, asking: Asked, rows: QuerySet, objects: Callable[[list[int]], list[dict]]
) -> JsonResponse:
    """A page of rows in the order they were recorded; `objects` says what they are, by their primary keys."""
    page = page_of(rows, asking.after, asking.limit)
    neighbours = [cursor and asking.query.urlencode(after=cursor) for cursor in (page.next, page.previous)]
    return a_list(request, name, objects(page.pks), asking, rows.count(), *neighbours)


def a_list(
    request,
    name: str,
    objects: list[dict],
    asking: Asked,
    total: int,
    following: str | None,
    previous: str | None,
) -> JsonResponse:
    """`following` and `previous` are query strings, None where there is no such page."""
    here = site_of(request) + request.path
    first, following, previous = (
        None if place is None else asking.url(here, place)
        for place in (asking.query.urlencode(), following, previous)
    )
    version = str(Version(total, asking.query.state.changed_at, ""))
    headers = {
        "Link": link_header([("first", first), ("next", following), ("prev", previous)]),
        "X-Total-Count": str(total),
        "X-Dataset-Version": version,
    }
    body = {name: objects, "total": total, "version": version, "next": following, "prev": previous}
    return json(body, headers=headers)
