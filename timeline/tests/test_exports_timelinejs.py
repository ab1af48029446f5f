"""TimelineJS: slides whose dates have the known parts and no others."""

import json

import pytest

from timeline.dates import EdtfDate
from timeline.tests.factories import event, evidence

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # of one file


def document(client, query="") -> dict:
    answer = client.get(f"/export/timelinejs.json?{query}")
    assert answer.status_code == 200 and answer["Access-Control-Allow-Origin"] == "*"
    return json.loads(b"".join(answer))


@pytest.mark.parametrize(
    ("date", "start", "end", "words"),
    [
        ("2014-11-20", (2014, 11, 20), None, "20 November 2014"),
        ("2014-06~", (2014, 6), None, "about June 2014"),
        ("2014", (2014,), None, "2014"),
        ("2014-22", (2014, 6), (2014, 8), "summer 2014"),
        ("2015-35", (2015, 7), (2015, 9), "third quarter of 2015"),
        ("18XX", (1800,), (1899,), "the 19th century"),
        ("[2014-06..2014-11]", (2014, 6), (2014, 11), "between June and November 2014"),
        ("[2014-06-05..2014-06-09,2014-07]", (2014, 6, 5), (2014, 7), None),
        ("[..2014-10]", (2014, 10), None, "before November 2014"),
        ("2016/..", (2016,), None, "since 2016"),
        ("199X/2003-05", (1990,), (2003, 5), None),
        ("2016-02-10/2016-02-12", (2016, 2, 10), (2016, 2, 12), "from 10 to 12 February 2016"),
    ],
)
def test_a_slide_has_the_parts_of_its_date_that_are_known(client, date, start, end, words):
    event(date=date)
    (slide,) = document(client)["events"]
    assert tuple(slide["start_date"].values()) == start
    assert list(slide["start_date"]) == ["year", "month", "day"][: len(start)]
    assert tuple(slide.get("end_date", {}).values()) == (end or ())
    assert words is None or slide["display_date"] == words


def test_slides_are_safe_and_lead_back_and_what_has_no_place_is_counted(client):
    one = event("A <b>bold</b> step", tags=["Water"], event_type="AGREE", proof=False)
    evidence(one, exact="A <script>bold</script> step, said all.", rank="preferred")
    event("Some time", date=None, tags=["Water"])
    disputed = event("Hardly", date="2014-06-20", tags=["Roads"], factuality="negated")
    evidence(disputed, date=EdtfDate.parse("2014-07"))
    made = document(client, "tag=water")
    (slide,) = made["events"]
    assert (slide["unique_id"], slide["group"]) == (one.public_id, "agree")
    address = f"http://testserver/events/{one.public_id}/"
    assert slide["text"]["headline"] == f'<a href="{address}">A &lt;b&gt;bold&lt;/b&gt; step</a>'
    assert "&lt;script&gt;" in slide["text"]["text"] and "The Harbour Post" in slide["text"]["text"]
    assert made["title"]["text"]["headline"] == "Events, tagged Water"
    assert "2 events. 1 is left out, for its date is not known." in made["title"]["text"]["text"]
    assert 'href="http://testserver/?tag=water"' in made["title"]["text"]["text"]
    (slide,) = document(client, "tag=roads")["events"]
    assert slide["text"]["text"].startswith("<p>Sources differ; did not happen</p>")
