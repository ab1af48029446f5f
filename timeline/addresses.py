"""Query strings as the addresses of other doors take them."""

from django.urls import reverse

from timeline.query import GROUPS, EventQuery

NO_VIEW = dict.fromkeys(("order", *GROUPS["view"]))


def with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def of_page(query: EventQuery, **changes) -> str:
    """Of the page that the query is asked on: of a name, a publisher or a topic, or the timeline."""
    own = reverse(query.about, args=query.values[query.about]) if query.about else reverse("timeline")
    return with_query(own, query.on_page(**changes))


def filters_of(query: EventQuery) -> str:
    """The filters in their one spelling: of order, lanes and zoom a feed or a picture knows nothing."""
    return query.urlencode(**NO_VIEW)
