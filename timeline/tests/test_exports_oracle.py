"""The CSV, the calendar and the slides of any filter, held to the oracle: these events, all of them, in this order, each said truly."""

import csv
import io
import json
import re

from timeline.citing import uuid_of
from timeline.models import Event
from timeline.tests.oracle import FILTERS_OF_A_DOOR, Oracle, asked


def rows(answer) -> list[dict]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@FILTERS_OF_A_DOOR
def test_the_csv_of_a_filter_holds_what_the_oracle_expects(oracle: Oracle, client, number):
    for params in oracle.filters(number):
        answer = client.get("/export/events.csv?" + asked(params).urlencode())
        assert answer.status_code == 200, (params, answer.content)
        expected = oracle.expected_ids(params)
        assert [row["event_id"] for row in rows(answer)] == oracle.public_ids(expected), params
        assert answer["X-Total-Count"] == str(len(expected)), params


def test_each_row_of_generated_events_is_what_its_date_says(oracle: Oracle, client):
    events = {event.public_id: event for event in oracle.public}
    found = rows(client.get("/export/events.csv"))
    assert len(found) == len(events) == Event.objects.published().count()
    for row in found:
        date = events[row["event_id"]].date
        assert row["date_edtf"] == str(date or "")
        assert row["date_earliest"] == (date.earliest.isoformat() if date and date.earliest else "")
        assert row["date_latest"] == (date.latest.isoformat() if date and date.latest else "")
        assert bool(row["day"]) == (date is not None and date.precision == "day")
        if date and date.precision in ("year", "month", "day"):
            assert row["year"] == str(date.earliest.year)
        if date and date.precision == "year":
            assert row["month"] == row["day"] == ""


@FILTERS_OF_A_DOOR
def test_calendar_and_slides_of_a_filter_hold_what_the_oracle_expects_less_what_has_no_place_there(
    oracle: Oracle, client, number
):
    dates = {event.pk: event.date for event in oracle.public}
    closed = {pk for pk, date in dates.items() if date and date.earliest and date.latest}
    for params in oracle.filters(number):
        query, expected = asked(params).urlencode(), oracle.expected_ids(params)
        answer = client.get(f"/calendar/events.ics?{query}")
        text = b"".join(answer).decode().replace("\r\n ", "")
        uids = [
            str(uuid_of(public_id))
            for public_id in oracle.public_ids([pk for pk in expected if pk in closed])
        ]
        assert re.findall(r"^UID:(.+)\r$", text, re.M) == uids, params
        left_out = len(expected) - len(uids)
        assert (
            re.findall(r"^DESCRIPTION:[^\r]*?(\d+) events? (?:is|are) left out", text, re.M)
            == [str(left_out)][: bool(left_out)]
        ), params
        assert answer["X-Total-Count"] == str(len(uids)), params
        made = json.loads(b"".join(client.get(f"/export/timelinejs.json?{query}")))
        slides = oracle.public_ids([pk for pk in expected if dates[pk]])
        assert [slide["unique_id"] for slide in made["events"]] == slides, params
