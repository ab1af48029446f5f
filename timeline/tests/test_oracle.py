"""The query, its counts, its pages, its density and its facets, held to the oracle's slower opinion."""

import pytest
from django.http import QueryDict

from kb.models import Article
from timeline import generated, integrity
from timeline.density import MOST_BINS, density
from timeline.facets import entity_choices, precision_choices, source_choices, tag_choices
from timeline.models import Event
from timeline.query import EventQuery
from timeline.tests.oracle import FILTERS, Oracle, asked


def walked(query: EventQuery, size: int) -> list[int]:
    """The ids of all pages, each found by the link on the one before."""
    ids, pages = [], 0
    while True:
        page = query.page(size)
        assert page.shown_from == (len(ids) + 1 if page.events else 0)
        assert (page.previous is None) == (not ids)
        ids += [event.pk for event in page.events]
        if page.next is None:
            return ids
        query = EventQuery.strict(QueryDict(page.next), groups=("filter", "view"))
        pages += 1
        assert pages < 1000


def walked_back(query: EventQuery, size: int) -> list[int]:
    """The same from the last page to the first."""
    page = query.page(size)
    while page.next:
        page = EventQuery.from_params(QueryDict(page.next)).page(size)
    ids = [event.pk for event in page.events]
    while page.previous:
        page = EventQuery.from_params(QueryDict(page.previous)).page(size)
        fresh = [event.pk for event in page.events if event.pk not in ids]
        ids = fresh + ids
    return ids


@FILTERS
def test_list_and_counts_agree_with_the_oracle(oracle: Oracle, number):
    found = 0
    for params in oracle.filters(number):
        query = EventQuery.strict(asked(params))
        expected = oracle.expected_ids(params)
        assert list(query.events().values_list("pk", flat=True)) == expected, params
        assert query.state.columns.events.id[query.listed_rows()].tolist() == sorted(expected), params
        assert query.count() == len(expected), params
        assert query.possible_count() == len(oracle.expected_possible(params)), params
        assert query.certain_count() == len(oracle.expected_certain(params)), params
        found += bool(expected)
    assert found > number / 3  # filters that find nothing prove little


@FILTERS
def test_pages_by_their_links_hold_the_whole_list_once_in_both_directions(oracle: Oracle, number):
    filters = list(oracle.filters(number))
    for turn, params in enumerate(
        filters[:: 1 if number > 50 else 2]
    ):  # a page at a time: half in the daily run
        expected = oracle.expected_ids(params)
        size = (7, 30, 3)[turn % 3] if len(expected) < 60 else 41
        query = EventQuery.from_params(asked(params))
        assert walked(query, size) == expected, params
        assert walked_back(query, size) == expected, params


@FILTERS
def test_density_agrees_with_the_oracle(oracle: Oracle, number):
    for turn, params in enumerate(oracle.filters(number)):
        zoom = {"zoom": ("day", "month", "year", "decade", "century")[turn % 5]} if turn % 2 else {}
        found = density(EventQuery.from_params(asked(params | zoom)))
        bins, bands, unknown = oracle.expected_bins(params, found.unit)
        assert {(p.unit, p.first): p.count for p in found.bins} == bins, params
        assert {(p.unit, p.first): p.count for p in found.bands} == bands, params
        assert found.unknown == unknown
        assert found.total == len(oracle.expected_ids(params))
        assert zoom or len(found.bins) <= MOST_BINS
        for period in (*found.bins[:6], *[band for band in found.bands if band.first][:6]):
            link = params | {"from": period.first.isoformat(), "to": period.last.isoformat()}
            assert period.possible == len(oracle.expected_possible(link)), (params, period)
            assert period.certain == len(oracle.expected_certain(link)), (params, period)


@FILTERS
def test_each_facet_states_what_choosing_it_lists(oracle: Oracle, number):
    facets = {
        "entity": entity_choices,
        "tag": tag_choices,
        "source": source_choices,
        "precision": precision_choices,
    }
    for params in oracle.filters(number):
        query = EventQuery.from_params(asked(params))
        for name, choices in facets.items():
            for choice in choices(query)[:2]:
                several = (
                    [*query.values.get(name, []), choice.value]
                    if name in ("entity", "tag")
                    else [choice.value]
                )
                assert choice.count == len(oracle.expected_ids(params | {name: several})), (
                    params,
                    name,
                    choice,
                )


def test_a_query_string_written_out_finds_the_same_again(oracle: Oracle):
    for params in oracle.filters(50):
        query = EventQuery.from_params(asked(params))
        again = EventQuery.strict(QueryDict(query.urlencode()))
        assert again.urlencode() == query.urlencode()
        assert list(again.events()) == list(query.events())


def test_generated_events_are_as_the_site_itself_would_write_them(oracle: Oracle):
    kinds = {(e.precision, e.qualifier, e.kind, e.span_class) for e in oracle.public}
    assert len(kinds) > 40
    assert {e.precision for e in oracle.public} == {
        *("day", "month", "season", "quarter", "half", "year", "decade", "century", "range", "unknown"),
    }
    assert {e.status for e in oracle.events} >= {"proposed", "rejected", "retracted"}
    assert any(e.disputed for e in oracle.public)
    assert list(integrity.problems()) == []


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_events():
    said = []
    for _ in range(2):
        generated.generate(30, seed=7)
        said.append(
            list(Event.objects.order_by("pk").values_list("title", "date", "status", "search_tokens"))
        )
        for model in (Event, Article):
            model.objects.all().delete()
    assert said[0] == said[1] and len(said[0]) == 30


@pytest.mark.django_db
def test_multiplied_events_hang_together_like_those_they_are_copies_of():
    generated.generate(30, seed=7)
    before = {model: model.objects.count() for model in generated.COPIED}
    generated.multiply(3)
    assert {model: model.objects.count() for model in generated.COPIED} == {
        model: 3 * count for model, count in before.items()
    }
    assert [said for said in integrity.problems() if "digest was taken of" not in said] == []
    generated.generate(30, seed=8)  # the keys go on after the copies


@pytest.mark.django_db
def test_only_so_many_copies_can_be_told_apart():
    with pytest.raises(ValueError, match="from 1 to 100"):
        generated.multiply(101)
