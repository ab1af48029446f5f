"""Query strings as the addresses of other doors take them."""

from timeline.query import GROUPS, EventQuery


def with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def filters_of(query: EventQuery) -> str:
    """The filters in their one spelling: of order, lanes and zoom a feed or a picture knows nothing."""
    return query.urlencode(order=None, **dict.fromkeys(GROUPS["view"]))
