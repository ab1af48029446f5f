"""The strip's lanes, the events laid out one by one, and the part of time that is looked at."""

import re

import pytest
from django.http import QueryDict

from timeline.pages import strips
from timeline.pages.laid import MOST
from timeline.pages.strips import strips_of
from timeline.query import EventQuery
from timeline.tests import factories

pytestmark = pytest.mark.django_db


def first_strip(query_string=""):
    return strips_of(EventQuery.from_params(QueryDict(query_string)))[0]


def dated(*dates, **fields):
    for date in dates:
        factories.event(f"On {date}", date=date, proof=False, **fields)


def steps(strip) -> dict:
    return {
        step.name: QueryDict(step.url.partition("?")[2]).get("axis") for step in strip.steps if step.there
    }


def test_lanes_share_the_axis_and_the_scale_and_say_what_they_cannot_draw():
    dated("2010", "2012", "2012-05", None, "2013/..", who=["Pakistan"])
    dated("2012", who=["Pakistan", "Russia"])
    dated("2011")
    drawn = first_strip("zoom=year&lane=entity:russia&lane=entity:pakistan")
    russia, pakistan = drawn.lanes.rows
    assert (russia.note, pakistan.note) == (
        "1 event",
        "6 events. Not drawn: 1 with an open or longer date, 1 whose date is not known",
    )
    assert [shape.block.count for shape in pakistan.bars] == [1, 3]
    assert russia.bars[0].x == pakistan.bars[1].x and russia.bars[0].height < pakistan.bars[1].height
    assert drawn.lanes.said == "1 event is in several lanes, 1 event is in none."
    assert (
        "entity=russia" in russia.bars[0].block.url and "lane=entity%3Apakistan" in russia.bars[0].block.url
    )


def test_a_lane_of_another_type_than_those_asked_for_is_empty():
    dated("2010", event_type="AGREE")
    dated("2011", event_type="AID")
    agree, aid = first_strip("zoom=year&type=AGREE&lane=type:AGREE&lane=type:AID").lanes.rows
    assert (len(agree.bars), aid.bars, aid.note) == (1, [], "0 events")


def test_a_tie_joins_the_lanes_of_an_event_that_is_laid_out():
    dated("2014-06-20", who=["Pakistan", "Russia"], tags=["Gas"])
    dated("2015-06", who=["Russia"])
    drawn = first_strip("lane=entity:pakistan&lane=tag:gas&lane=entity:russia")
    assert [(tie.laid.event.title, tie.numbers) for tie in drawn.ties] == [("On 2014-06-20", [0, 1, 2])]
    dated(*(f"20{n:02}" for n in range(MOST)))
    assert first_strip("lane=entity:pakistan&lane=entity:russia").ties == []


def test_few_events_are_laid_out_as_far_as_their_dates_are_known_and_no_two_meet():
    dates = (
        "2014-06-20",
        "2014-06",
        "2014-06~",
        "2013/2015",
        "2014-11/..",
        "[..2014-02]",
        "2014-06-21",
        "201X",
    )
    dated(*dates, *["2014-06-22"] * 6)
    laid = first_strip().laid
    assert len(laid) == MOST == 14
    kinds = {str(one.event.date): (one.sort, one.unsure, one.begins, one.ends) for one in laid}
    assert kinds["2014-06-20"] == ("day", False, True, True)
    assert kinds["2014-06"] == ("between", False, True, True)
    assert kinds["2014-06~"] == ("between", True, True, True)
    assert kinds["2013/2015"] == ("lasted", False, True, True)
    assert kinds["2014-11/.."] == ("lasted", False, True, False)
    assert kinds["[..2014-02]"] == ("between", False, False, True)
    for one in laid:
        assert 0 <= one.title_at and one.title_at + one.width <= 100 and one.start <= one.end
        for two in laid:
            if one is not two and one.row == two.row:
                left, right = sorted((one, two), key=lambda it: min(it.start, it.title_at))
                assert max(left.end, left.title_at + left.width) <= min(right.start, right.title_at)
    dated("2014-06-23")
    assert first_strip().laid is None


def test_the_axis_shows_a_part_of_time_in_finer_bins_and_leads_to_the_parts_around_it():
    dated("1950", "2009", *(f"2000-{month:02}" for month in range(1, 13)), "199X")
    whole = first_strip()
    assert whole.strip.axis.unit == "year" and steps(whole) == {"closer": "1965-01-01/1994-12-31"}
    part = first_strip("axis=2000")
    assert part.strip.axis.unit == "month" and len(part.strip.bars) == 12 and part.before and part.after
    assert steps(part) == {
        "closer": "2000-04-01/2000-09-30",
        "wider": "1999-07-02/2001-07-02",
        "earlier": "1999-07-02/2000-07-01",
        "later": "2000-07-02/2001-07-02",
        "whole": None,
    }
    assert first_strip("axis=2010/2020").strip.axis == whole.strip.axis  # nothing is there


@pytest.mark.one_database
def test_bins_grow_coarser_until_strip_and_lanes_together_need_no_more_marks_than_allowed(monkeypatch):
    dated(*(f"{year}-{month:02}" for year in (2013, 2014) for month in range(1, 13)), "2013", who=["Russia"])
    assert (
        first_strip("lane=entity:russia").strip.axis.unit == "month"
    )  # 24 bars of two shapes, and a band, twice
    monkeypatch.setattr(strips, "MOST_MARKS", 97)
    drawn = first_strip("lane=entity:russia")
    assert drawn.strip.axis.unit == "year" and len(drawn.strip.bars) == len(drawn.lanes.rows[0].bars) == 2


def test_lanes_are_chosen_by_a_plain_form_that_says_what_is_wrong(client):
    dated("2014", who=["Pakistan"], tags=["Gas"], event_type="AGREE")
    page = client.get("/?from=2014&lane=tag:gas").content.decode()
    form = page[page.index('id="lanes"') :]
    form = form[: form.index("</form>")]
    boxes = re.findall(r'name="lane" value="([^"]+)"( checked)?', form)
    assert boxes == [("entity:pakistan", ""), ("tag:gas", " checked"), ("type:AGREE", "")]
    assert '<input type="hidden" name="from" value="2014">' in form and "Lanes: 1 drawn" in form
    said = client.get("/?lane=tag:gas&lane=tag:nothing").content.decode()
    assert "There is nothing called “nothing” here." in said and 'id="lanes" open' in said


def test_an_empty_window_still_has_the_strip_to_choose_another_one_on(client):
    dated("2010", "2020")
    page = client.get("/?from=2014&to=2015").content.decode()
    assert "Nothing matches" in page and 'class="window"' in page and 'data-said="0 events"' in page


def test_where_nothing_can_be_drawn_that_is_said_in_words_and_lanes_can_be_chosen(client):
    dated(None, "2013/..", who=["Pakistan"])
    dated(None, who=["Pakistan", "Russia"])
    dated("2010")
    page = client.get("/?entity=pakistan&lane=entity:russia&lane=entity:pakistan").content.decode()
    said = " ".join(re.sub("<[^>]*>", " ", page).split())
    apart = "Not drawn: 1 with an open or longer date, 2 whose dates are not known"
    assert 'class="drawing"' not in page and 'id="lanes"' in page
    assert f"{apart} Russia 1 event. Not drawn: 1 whose date is not known Pakistan 3 events. {apart}" in said
    assert "1 event is in several lanes" in said
    assert apart in client.get("/strip/?entity=pakistan").content.decode()
    assert "Not drawn" not in client.get("/?q=nothing").content.decode()
