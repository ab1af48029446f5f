"""Years, months and gaps of the list; no database."""

import datetime as dt
from types import SimpleNamespace

import pytest

from timeline.dates import EdtfDate
from timeline.fields import derive
from timeline.pages.chronology import Gap, chronology, gaps


def dated(*edtf):
    """Events in the one order, undated ones last."""
    events = []
    for text in edtf:
        when = EdtfDate.parse(text) if text else None
        events.append(SimpleNamespace(date=when, **derive(when)))
    return sorted(events, key=lambda e: (e.sort_day, -e.span_class))


def said(*edtf, **options):
    return [gap and gap.words for gap in gaps(dated(*edtf), **options)]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("2014-06", "2014-11"), ["4 months without a record"]),
        (("2014-01-31", "2014-09-01"), ["7 months without a record"]),
        (("2014-06", "2014-09"), [None]),  # July and August only
        (("2014-06", "2016-07"), ["2 years without a record"]),
        (("2014-06", "2017-01"), ["more than 2 years without a record"]),
        (("2014", "2014-06", "2014-11"), [None, None]),  # the event of 2014 may fall in any of these months
        (
            ("2010", "2010-02/..", "2014-06"),
            [None, "more than 3 years without a record"],
        ),  # an open side tells nothing
        (("[..2014-01]", "2014-08"), ["6 months without a record"]),
    ],
)
def test_gaps_are_said_where_no_event_can_have_been(dates, expected):
    assert said(*dates) == expected


def test_a_gap_of_a_filtered_list_claims_no_more_than_the_list():
    assert said("2014-06", "2014-11", filtered=True) == ["4 months without a matching record"]


def test_no_gap_is_said_for_days_nobody_asked_for():
    assert said("1965/..", "2014-06", since=dt.date(2014, 1, 1)) == ["5 months without a record"]
    assert said("1965/..", "2014-02", since=dt.date(2014, 1, 1)) == [None]


def test_gaps_read_the_same_with_the_newest_first():
    events = dated("2014-06", "2014-11", "2014-12", "2015-08")
    assert gaps(events[::-1]) == gaps(events)[::-1]


def test_a_year_states_its_own_count_and_neighbours_even_where_a_page_breaks_it():
    (year,) = chronology(dated("2014-06", "2014-11"), {2012: 1, 2014: 7, 2015: 2})
    assert (year.count, year.earlier, year.later, year.divided) == (7, 2012, 2015, False)


def test_a_year_of_more_than_twelve_events_is_divided_into_months():
    events = dated("2014", "2014-22", *[f"2014-0{n}" for n in range(1, 8)] * 2)
    (year,) = chronology(events, {2014: len(events)})
    headings = [run.month and run.month.month for run in year.runs]
    assert headings == [None, 1, 2, 3, 4, 5, None, 6, 7]
    assert year.level == 4
    assert [len([r for r in run.rows if not isinstance(r, Gap)]) for run in year.runs] == [
        1,
        2,
        2,
        2,
        2,
        2,
        1,
        2,
        2,
    ]


def test_events_without_a_date_are_a_group_of_their_own_at_the_end():
    years = chronology(dated("2014-06", None, None), {2014: 1, None: 2})
    assert [(year.year, year.count) for year in years] == [(2014, 1), (None, 2)]


def test_no_events_make_no_years():
    assert chronology([], {}) == []


def test_the_gap_between_two_pages_is_said_on_the_second_unless_an_older_event_reaches_over_it():
    before, first, _second = dated("1901-01-05", "1950-03", "1950-04")

    def rows(**options):
        (year,) = chronology([first, _second], {1950: 2}, before=before, **options)
        return [getattr(row, "words", "") for row in year.runs[0].rows]

    assert rows() == ["more than 49 years without a record", "", ""]
    assert rows(reached=dt.date(1950, 1, 31)) == ["", ""]
