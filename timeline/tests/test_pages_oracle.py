"""The page of any filter, followed by its links to the end, and the choices beside it, held to the oracle."""

import re
from urllib.parse import parse_qs

from timeline.density import numbers
from timeline.pages.facets import names, ticks, times
from timeline.query import EventQuery
from timeline.tests.oracle import FILTERS, Oracle, asked

IN_LIST = re.compile(r'<li class="event[^"]*" id="(ev-[0-9a-z]{10})"')
NEXT = re.compile(r'<a class="button" rel="next" href="(\?[^"]+)"')


def shown(client, where: str) -> list[str]:
    """Ids of the events on a page and on all that follow it."""
    ids = []
    while where:
        text = client.get(where).content.decode()
        ids += IN_LIST.findall(text)
        onward = NEXT.search(text)
        where = "/" + onward[1].replace("&amp;", "&") if onward else ""
    return ids


@FILTERS
def test_the_pages_of_a_filter_show_what_the_oracle_expects(oracle: Oracle, client, number):
    filters = list(oracle.filters(number))
    for params in filters[:: 1 if number > 50 else 3]:  # pages are slow to draw: every third in the daily run
        expected = oracle.public_ids(oracle.expected_ids(params))
        assert shown(client, "/?" + asked(params).urlencode()) == expected, params


def params_of(url: str) -> dict:
    """As the oracle takes them: one value as a text."""
    return {name: one[0] if len(one) == 1 else one for name, one in parse_qs(url[1:]).items()}


@FILTERS
def test_every_choice_beside_the_list_states_how_many_it_leaves(oracle: Oracle, number):
    seen = set()
    for params in list(oracle.filters(number))[:: 1 if number > 50 else 6]:
        query = EventQuery.from_params(asked(params))
        groups = {group.name: group.links for group in names(query)}
        groups["time"] = [
            link
            for link in times(query, [y for y in numbers(query).years if y is not None])
            if not link.chosen
        ]
        for name, links in groups.items():
            for link in (*links[:2], *links[-1:]):
                besides = name in ("place", "source") and name in params  # any may be: it is counted alone
                asks = params | {name: [link.value]} if besides else params_of(link.url)
                assert link.count == len(oracle.expected_ids(asks)), (params, name, link)
                seen.add(name)
        for group in ticks(query):
            for check in group.checks:
                alone = oracle.expected_ids(params | {group.name: [check.value]})
                assert (check.count or 0) == len(alone), (params, group.name, check)
                seen.add(group.name)
    assert seen == {"entity", "tag", "place", "source", "time", "precision", "type", "factuality"}
