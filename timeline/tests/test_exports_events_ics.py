"""The calendar: only what a calendar can say truly, and how many it has to leave out."""

import datetime as dt

import pytest
from icalendar import Calendar

from timeline.citing import uuid_of
from timeline.dates import EdtfDate
from timeline.models import Event
from timeline.tests.factories import entity, event, evidence

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # of one file
DAY = dt.date


def calendar(client, query="") -> Calendar:
    answer = client.get(f"/calendar/events.ics?{query}")
    data = b"".join(answer)
    assert answer.status_code == 200, data
    assert all(len(line) <= 75 for line in data.split(b"\r\n")) and b"\n" not in data.replace(b"\r\n", b"")
    return Calendar.from_ical(data)


@pytest.mark.parametrize(
    ("date", "first", "end", "words"),
    [
        ("2014-11-20", DAY(2014, 11, 20), DAY(2014, 11, 21), ""),
        ("2014-11-20~", DAY(2014, 11, 20), DAY(2014, 11, 21), " (about 20 November 2014)"),
        ("2014-06", DAY(2014, 6, 1), DAY(2014, 7, 1), " (June 2014)"),
        ("2014-24", DAY(2014, 12, 1), DAY(2015, 3, 1), " (winter 2014)"),
        ("199X", DAY(1990, 1, 1), DAY(2000, 1, 1), " (the 1990s)"),
        ("0476", DAY(476, 1, 1), DAY(477, 1, 1), " (AD 476)"),
        ("[2014-06,2014-11]", DAY(2014, 6, 1), DAY(2014, 12, 1), " (June or November 2014)"),
        ("2016-02-10/2016-02-12", DAY(2016, 2, 10), DAY(2016, 2, 13), " (from 10 to 12 February 2016)"),
    ],
)
def test_an_entry_covers_the_days_its_source_leaves_possible_and_no_time_of_day(
    client, date, first, end, words
):
    event("It happened", date=date)
    (entry,) = calendar(client).walk("VEVENT")
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (first, end)
    assert entry["dtstart"].params["VALUE"] == entry["dtend"].params["VALUE"] == "DATE"
    assert entry["summary"] == f"It happened{words}"
    assert entry["x-edtf"].replace("\\,", ",") == date
    assert entry["transp"] == "TRANSPARENT"


def test_what_has_no_place_in_a_calendar_is_left_out_and_counted(client):
    for date in ("2014-06", "[..2014-10]", "2016/..", None):
        event(f"Event of {date}", date=date, tags=["Water"])
    answer = client.get("/calendar/events.ics?tag=water")
    assert answer["X-Total-Count"] == "1"
    read = calendar(client, "tag=water")
    assert [str(entry["summary"]) for entry in read.walk("VEVENT")] == ["Event of 2014-06 (June 2014)"]
    assert read["x-wr-caldesc"] == read["description"]
    assert read["description"].startswith("Events, tagged Water. Dates are as precise as their sources")
    assert read["description"].endswith(
        "3 events are left out, for their dates are not known or open on a side."
    )
    assert read["x-wr-calname"] == "Dateline: Events, tagged Water"
    assert read["source"] == "http://testserver/calendar/events.ics?tag=water"


def test_an_entry_can_be_told_apart_kept_and_brought_up_to_date(client, settings):
    settings.SITE_URL = "https://dateline.example"
    one = event(
        "Sign, seal; deliver", date="2014-06-20", summary="It was \\ signed,\nat last.", tags=["Arms, trade"],
        place=entity("Tashkent", latitude="41.3", longitude="69.24"), factuality="planned", proof=False,
    )  # fmt: skip
    evidence(one, exact="They will sign on 20 June 2014, said the ministry. " * 3, rank="preferred")
    evidence(one, date=EdtfDate.parse("2014-07"))
    Event.objects.filter(pk=one.pk).update(revision=3)
    one.refresh_from_db()
    (entry,) = calendar(client).walk("VEVENT")
    assert entry["uid"] == str(uuid_of(one.public_id)) and entry["sequence"] == 3
    changed = one.changed_at.replace(microsecond=0)
    assert entry.decoded("dtstamp") == entry.decoded("last-modified") == changed
    assert entry["summary"] == "Sign, seal; deliver (Sources differ; planned)"
    assert entry["url"] == f"https://dateline.example/events/{one.public_id}/"
    assert entry["description"].split("\n")[:2] == ["20 June 2014", "It was \\ signed, at last."]
    assert "said the ministry" in entry["description"] and "The Harbour Post" in entry["description"]
    assert [str(name) for name in entry["categories"].cats] == ["Arms, trade"]
    assert (entry["location"], entry.decoded("geo")) == ("Tashkent", (41.3, 69.24))
