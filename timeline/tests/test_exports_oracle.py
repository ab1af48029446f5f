"""The CSV of any filter, held to the oracle: these events, all of them, in this order, each said truly."""

import csv
import io

from timeline.models import Event
from timeline.tests.oracle import FILTERS, Oracle, asked


def rows(answer) -> list[dict]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@FILTERS
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
