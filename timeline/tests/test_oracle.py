"""List, counts, strip and CSV give what a brute-force oracle gives, for random filters over dates of every kind."""

import csv
import io
import os
import re

import pytest
from django.http import QueryDict

from timeline.density import density
from timeline.query import EventQuery
from timeline.tests.oracle import World, query_string

pytestmark = pytest.mark.django_db

FILTERS = 500 if os.environ.get("SOAK") else 50
IN_LIST = re.compile(r'<li class="event[^"]*" id="(ev-[0-9a-z]{10})"')


@pytest.fixture
def world():
    return World.made(seed=1948, size=300)


def asked(params) -> EventQuery:
    query = EventQuery.from_params(QueryDict(query_string(params)))
    assert set(query.errors) <= ({"from", "to"} if "from" in params and "to" in params else set())
    return query


def walked(query: EventQuery, size: int) -> list[str]:
    """All ids, page by page along the links; then back again to the start, which must show the same."""
    pages = []
    while True:
        page = query.page(size)
        assert page.shown_from == (sum(map(len, pages)) + 1 if page.events else 0)
        pages.append([event.public_id for event in page.events])
        if page.next is None:
            break
        query = EventQuery.from_params(QueryDict(page.next))
    for before in reversed(pages[:-1]):
        query = EventQuery.from_params(QueryDict(query.page(size).previous))
        assert [event.public_id for event in query.page(size).events] == before
    assert query.page(size).previous is None
    return [public_id for page in pages for public_id in page]


def test_random_filters_list_page_and_count_what_the_oracle_does(world):
    seen = 0
    for params in world.filters(seed=2014, count=FILTERS):
        query, expected = asked(params), world.expected(params)
        assert [e.public_id for e in query.events()] == expected, params
        assert walked(query, size=max(7, len(expected) // 4)) == expected, params
        assert query.possible_count() == len(world.possible(params)), params
        assert query.certain_count() == len(world.certain(params)), params
        seen += bool(expected)
    assert seen > FILTERS * 0.4  # the filters are not all empty


def test_the_strip_counts_each_listed_event_once_and_its_labels_say_what_its_links_list(world):
    for number, params in enumerate(world.filters(seed=2015, count=FILTERS)):
        drawn = density(asked(params))
        assert drawn.total == len(world.expected(params)), params
        if number % 10 == 0:
            for period in (*drawn.bins[:5], *drawn.bands[:5]):
                if period.first is None:
                    continue
                linked = params | {"from": [period.first.isoformat()], "to": [period.last.isoformat()]}
                linked.pop("certain", None)
                assert period.possible == len(world.possible(linked)), (params, period)
                assert period.certain == len(world.certain(linked)), (params, period)


def test_the_page_shows_what_the_oracle_lists(world, client):
    for params in list(world.filters(seed=2016, count=FILTERS))[:: 1 if FILTERS > 50 else 5]:
        expected, shown, where = world.expected(params), [], "/?" + query_string(params)
        while where:
            text = client.get(where).content.decode()
            shown += IN_LIST.findall(text)
            onward = re.search(r'<a class="button" rel="next" href="(\?[^"]+)"', text)
            where = "/" + onward[1].replace("&amp;", "&") if onward else None
        assert shown == expected, params


def test_the_csv_holds_what_the_oracle_lists(world, client):
    for params in world.filters(seed=2017, count=FILTERS):
        if EventQuery.from_params(QueryDict(query_string(params))).errors:
            continue
        answer = client.get("/export/events.csv?" + query_string(params))
        assert answer.status_code == 200, (params, answer.content)
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [row["event_id"] for row in rows] == world.expected(params), params
        assert answer["X-Total-Count"] == str(len(rows))
