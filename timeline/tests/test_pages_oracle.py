"""The page of any filter, followed by its links to the end, held to the oracle."""

import re

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
