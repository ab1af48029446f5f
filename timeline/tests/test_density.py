import datetime as dt

import pytest
from django.http import QueryDict

from timeline.density import MOST_BINS, MOST_ZOOMED, density, period_of
from timeline.query import EventQuery
from timeline.tests.factories import event

pytestmark = pytest.mark.django_db


def of(query_string=""):
    return density(EventQuery.from_params(QueryDict(query_string)))


def said(periods):
    return [(p.unit, p.first and p.first.isoformat(), p.count) for p in periods]


def dated(*dates):
    for date in dates:
        event(date=date, proof=False)


def test_each_event_counts_once_in_its_bin_or_in_the_smallest_period_that_holds_it():
    dated("2010-03", "2014-06-20", "2014-06", "2014-22", "2014-35", "2014", "201X", "20XX", "2014/..", None)
    found = of("zoom=month")
    assert said(found.bins) == [("month", "2010-03-01", 1), ("month", "2014-06-01", 2)]
    assert said(found.bands) == [
        ("season", "2014-06-01", 1),
        ("year", "2014-01-01", 2),  # the third quarter crosses two seasons
        ("decade", "2010-01-01", 1),
        ("century", "2000-01-01", 1),
        ("longer", None, 1),
    ]
    assert found.unknown == 1 and found.total == 10


def test_a_winter_is_a_season_even_where_bins_are_years():
    dated("2019-24", "2014", "2014-24~")
    found = of("zoom=year")
    assert said(found.bands) == [("season", "2014-12-01", 1), ("season", "2019-12-01", 1)]
    assert found.bands[1].last == dt.date(2020, 2, 29)


@pytest.mark.parametrize(
    "date", ["[..2014-10]", "2016/..", "../2015-03", "[2014-07..]", "[..0005]", "9999-12-31/.."]
)
def test_open_dates_are_longer_than_any_period(date):
    dated(date)
    assert said(of().bands) == [("longer", None, 1)] and of().bins == ()


@pytest.mark.parametrize(
    ("last", "unit"),
    [
        ("2014-01-01", "day"),
        ("2014-07-19", "day"),
        ("2014-07-20", "month"),
        ("2030-08", "month"),
        ("2030-09", "year"),
        ("2213", "year"),
        ("2214", "decade"),
        ("4009", "decade"),
        ("4010", "century"),
    ],
)
def test_bins_are_as_fine_as_two_hundred_of_them_allow(last, unit):
    dated("2014-01-01", last)
    assert of().unit == unit
    assert MOST_BINS == 200


def test_a_zoom_is_kept_until_there_would_be_more_bars_than_can_be_drawn():
    dated("2014-01-01", "2017-04-14")
    assert of("zoom=day").unit == "day"
    dated("2017-04-15")
    assert of("zoom=day").unit == "month"
    assert MOST_ZOOMED == 1200
    dated("0476", "9998")
    assert of("zoom=day").unit == "decade"
    assert of("zoom=century").unit == "century"


def test_a_bar_says_what_its_link_lists():
    dated(
        "2014-06-20", "2014-06", "2014-06~", "2014", "2014-05-31/2014-06-02", "2014/..", "[..2014-05]", None
    )
    june = next(p for p in of("zoom=month").bins if p.first == dt.date(2014, 6, 1))
    assert (june.count, june.certain, june.possible) == (3, 2, 6)
    listed = EventQuery.from_params(QueryDict("from=2014-06&to=2014-06"))
    assert (listed.certain_count(), listed.possible_count()) == (2, 6)


def test_in_a_window_a_bar_at_its_edge_still_says_what_its_own_period_lists():
    dated("2014-06-05", "2014-06-25")
    june = of("from=2014-06-20&to=2014-12&zoom=month").bins[0]
    assert (june.count, june.possible) == (1, 2)


def test_only_certain_ones_are_drawn_where_only_they_are_listed():
    dated("2014-06-05", "2014-06~", "2014")
    found = of("from=2014-06&to=2014-06&certain=1&zoom=month")
    assert found.total == 1 and said(found.bins) == [("month", "2014-06-01", 1)]
    assert (found.bins[0].certain, found.bins[0].possible) == (1, 3)


def test_bins_are_as_fine_as_the_window_allows_whatever_reaches_beyond_it():
    dated("1950", "2014-06-20", "20XX", "2013/2015")
    assert of().unit == "year" and of().reach == (dt.date(1950, 1, 1), dt.date(2099, 12, 31))
    june = of("from=2014-06&to=2014-06")
    assert june.unit == "day" and said(june.bins) == [("day", "2014-06-20", 1)]
    assert said(june.bands) == [("decade", "2010-01-01", 1), ("century", "2000-01-01", 1)]


def test_nothing_gives_nothing():
    assert of().total == 0 and of().bins == () and of().bands == ()


def test_an_answer_takes_one_query_however_many_events(django_assert_num_queries):
    dated("2014", "2015-06", "199X")
    query = EventQuery.from_params(QueryDict(""))
    assert query.state.digest  # which data there are is read once for all answers
    with django_assert_num_queries(1):
        density(query)


@pytest.mark.parametrize("unit", ["day", "month", "season", "year", "decade", "century"])
@pytest.mark.parametrize(
    "day", [dt.date.min, dt.date(1, 2, 28), dt.date(9999, 1, 1), dt.date.max, dt.date(2016, 2, 29)]
)
def test_every_day_of_the_calendar_has_its_period(unit, day):
    first, last = period_of(day, unit)
    assert first <= day <= last
