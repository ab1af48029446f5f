"""The page of one event, and who may see it."""

import datetime as dt

import extruct
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from timeline import merging, review
from timeline.dates import EdtfDate
from timeline.pages import story
from timeline.pages.cards import with_cards
from timeline.query import EventQuery
from timeline.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_user("editor")


def text_of(client, event, status=200):
    answer = client.get(reverse("event", args=[event.public_id]))
    assert answer.status_code == status
    return answer.content.decode()


def test_the_page_says_what_when_who_and_why(client):
    event = factories.event(
        "The bridge opened", date="2014-06", who=["Pakistan"], tags=["Roads"], proof=False
    )
    source = factories.article(
        "A long story. The bridge opened in June 2014, the mayor said. More of the story nobody may copy.",
        title="Across the river",
        url="https://example.org/bridge",
    )
    factories.evidence(
        event,
        source,
        exact="The bridge opened in June 2014, the mayor said.",
        rank="preferred",
        date_text="in June 2014",
        date_start=source.text.index("in June"),
        date_reading="a month and a year, stated in full",
    )
    page = text_of(client, event)
    for words in (
        '<time datetime="2014-06">June 2014</time>',
        "day not stated",
        "The bridge opened <mark>in June 2014</mark>, the mayor said.",
        "a month and a year, stated in full",
        "<code>2014-06</code>",
        "some day from 1 to 30 June 2014",
        "No source gives the day, so none is shown.",
        "Across the river",
        "https://example.org/bridge#:~:text=The%20bridge%20opened%20in%20June%202014%2C%20the%20mayor%20said.",
        reverse("entity", args=["pakistan"]),
        reverse("tag", args=["roads"]),
        reverse("article", args=[source.pk]),
        event.public_id,
        "revision 1",
    ):
        assert words in page
    assert "nobody may copy" not in page
    assert "2014-06-0" not in page and "1 June 2014" not in page


@pytest.mark.parametrize("status", ["proposed", "rejected"])
def test_a_reader_never_sees_what_is_not_public(client, status):
    event = factories.event("A secret", status=status)
    assert "A secret" not in text_of(client, event, status=404)


@pytest.mark.parametrize(
    "path", ["/events/ev-0000000000/", "/events/banana/", "/events/ev-%00/", "/events/999/"]
)
def test_unknown_ids_are_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_retracted_event_says_so_and_why(client, editor):
    event = factories.event("A false report")
    review.retract(event, by=editor, reason="The source has withdrawn it.")
    page = text_of(client, event, status=410)
    assert "The source has withdrawn it." in page
    assert "A false report" not in page


def test_a_merged_event_leads_to_the_one_it_became(client, editor):
    kept, merged = factories.event("The bridge opened"), factories.event("The bridge was opened")
    merging.merge(merged, into=kept, by=editor)
    answer = client.get(reverse("event", args=[merged.public_id]))
    assert (answer.status_code, answer["Location"]) == (301, reverse("event", args=[kept.public_id]))


def test_a_proposal_merged_into_a_proposal_is_not_found(client, editor):
    kept, merged = factories.event("One", status="proposed"), factories.event("Two", status="proposed")
    merging.merge(merged, into=kept, by=editor)
    assert client.get(reverse("event", args=[merged.public_id])).status_code == 404


def test_where_sources_differ_both_dates_stand_with_their_quotes(client):
    event = factories.event("The bridge opened", date="2014-06")
    other = factories.article("The bridge opened in July 2014, said another paper.", title="Another view")
    factories.evidence(
        event,
        other,
        exact=other.text,
        date=EdtfDate.parse("2014-07"),
        date_text="in July 2014",
        date_start=None,
    )
    page = text_of(client, event)
    assert "Sources differ" in page and "The sources differ" in page
    assert page.index("<h3>June 2014</h3>") < page.index("<h3>July 2014</h3>")
    assert "<mark>in July 2014</mark>" in page


def test_history_has_no_private_word(client, editor):
    event = factories.event("The bridge opened", status="proposed")
    review.accept([event], by=editor)
    event.refresh_from_db()
    review.edit(
        event, by=editor, title="The new bridge opened", reason="a private reason", note="a private note"
    )
    page = text_of(client, event)
    assert "Title changed; it was “The bridge opened”." in page
    assert "private" not in page and "editor" not in page.lower().replace("editors", "")


def test_names_that_no_editor_has_confirmed_are_not_shown(client):
    suggested = factories.entity("Somebody Unsure", "person", state="suggested")
    assert "Somebody Unsure" not in text_of(
        client, factories.event("It happened", who=[suggested], place=suggested)
    )


def test_an_event_written_by_hand_cites_what_the_editor_cites(client):
    event = factories.event("The bridge opened", date="2014-06-20", proof=False)
    event.evidence.create(citation="Town archive, box 7", rank="preferred")
    assert "Town archive, box 7" in text_of(client, event)


def test_markup_in_titles_and_quotes_is_shown_not_obeyed(client):
    event = factories.event("<script>alert(1)</script>", date="2014-06")
    assert "<script>alert" not in text_of(client, event)


def titles(neighbours):
    return [one.event.title for one in neighbours]


@pytest.mark.parametrize("looked_up_by_ids", [True, False])
def test_before_and_after_are_the_nearest_of_the_same_story_and_say_what_they_share(
    monkeypatch, looked_up_by_ids
):
    monkeypatch.setattr(story, "MOST_LISTED", 1000 if looked_up_by_ids else 0)
    tashkent = factories.entity("Tashkent")
    factories.event("too far", date="1964", tags=["Water"])
    factories.event("a year", date="1965", tags=["Water"])
    factories.event("a month", date="1965-01", place=tashkent)
    factories.event("a day", date="1965-01-01", who=[tashkent, "Russia"])
    factories.event("nothing in common", date="1966-01-03", who=["Peru"])
    factories.event("hidden", date="1966-01-03", who=["Russia"], status="proposed")
    unsure = factories.entity("Somebody Unsure", "person", state="suggested")
    factories.event("an unconfirmed name", date="1966-01-03", who=[unsure])
    event = factories.event(
        "They met", date="1966-01-04", who=["Russia", "Pakistan", unsure], place=tashkent, tags=["Water"]
    )
    factories.event("the same day", date="1966-01-04", who=["Russia", "Pakistan"], tags=["Water"])
    factories.event("nothing in common either", date="1966-01-05")
    factories.event("undated", date=None, who=["Russia"])
    found = story.around(with_cards([event])[0])
    assert titles(found.before) == ["a year", "a month", "a day"]
    assert titles(found.after) == ["the same day"]
    assert [sorted(one.shared) for one in (*found.before, *found.after)] == [
        ["Water"],
        ["Tashkent"],
        ["Russia", "Tashkent"],
        ["Pakistan", "Russia", "Water"],
    ]
    assert (found.plain_before.title, found.plain_after.title) == ("an unconfirmed name", "the same day")


def test_same_participants_leads_to_lists_as_long_as_it_says(client):
    event = factories.event("They met", date="2014-06", who=["Pakistan", "Russia", "Peru"])
    factories.event("They met again", date="2015", who=["Pakistan", "Russia", "Peru"])
    factories.event("Alone", date="2015", who=["Pakistan"], place=factories.entity("Russia"))
    factories.event("At home", date="2015", who=["Pakistan"], place=factories.entity("Pakistan"))
    factories.event("hidden", status="proposed", who=["Russia", "Pakistan"])
    found = story.same_participants(with_cards([event])[0])
    assert [(one.names, one.others) for one in found] == [
        ("Pakistan, Russia and Peru", 1),
        ("Pakistan", 3),
        ("Russia", 2),
        ("Peru", 1),
    ]
    for one in found:
        assert EventQuery.from_params(QueryDict(one.url.partition("?")[2])).count() == one.others + 1
    page = text_of(client, event)
    assert "Same participants" in page and "/?entity=pakistan&amp;entity=peru&amp;entity=russia" in page


def test_an_unknown_date_is_said_and_has_no_neighbours(client):
    factories.event("another", date="2014")
    page = text_of(client, factories.event("It happened once", date=None))
    assert "Date not known" in page and "Before and after" not in page


# what machines read


def linked_data_of(client, event) -> dict:
    """What an independent reader finds in the page."""
    found = extruct.extract(text_of(client, event), syntaxes=["json-ld"])["json-ld"]
    return found[0] if found else {}


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2014-06-19", {"startDate": "2014-06-19"}),
        ("2014-06", {"startDate": "2014-06"}),  # ISO 8601 allows it, and so does schema.org
        ("2014", {"startDate": "2014"}),
        ("2014-06/2014-11-02", {"startDate": "2014-06", "endDate": "2014-11-02"}),
        ("2016/..", {"startDate": "2016"}),
        ("../2015-03", {"endDate": "2015-03"}),
        ("2014-06~", {}),
        ("2014?", {}),
        ("2014-22", {}),
        ("199X", {}),
        ("[..2014-10]", {}),
        ("[2014-06,2014-11]", {}),
        (None, {}),
    ],
)
def test_machines_are_told_no_date_that_is_more_precise_than_its_source(client, date, said):
    data = linked_data_of(client, factories.event("It happened", date=date))
    assert {name: data[name] for name in data if name.endswith("Date")} == said
    assert ("Date: " in data.get("description", "")) == (not said)


def test_machines_are_told_what_people_are(client):
    place = factories.entity("Tashkent", latitude="41.3", longitude="69.25", wikidata="Q269")
    envoy = factories.entity("Cora Lind", "person")
    event = factories.event(
        "</script><b>They met</b> & left", date="1966-01", who=[envoy], place=place, tags=["Water"]
    )
    data = linked_data_of(client, event)
    assert (data["@type"], data["name"]) == ("Event", "</script><b>They met</b> & left")
    assert (data["identifier"], data["url"]) == (
        event.public_id,
        f"http://testserver/events/{event.public_id}/",
    )
    assert data["about"] == [
        {"@type": "Person", "@id": "http://testserver/entities/cora-lind/", "name": "Cora Lind"}
    ]
    assert data["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 41.3, "longitude": 69.25}
    assert data["keywords"] == ["Water"] and data["subjectOf"][0]["headline"] == "Harbour news"


def test_machines_are_told_of_no_event_that_did_not_happen_and_of_no_date_or_fact_without_its_doubt(client):
    assert linked_data_of(client, factories.event("They met", factuality="negated")) == {}
    disputed = factories.event("They met", date="2014-06")
    factories.evidence(disputed, date=EdtfDate.parse("2015"))
    told = linked_data_of(client, disputed)
    assert "startDate" not in told and told["description"] == "Date: June 2014. Sources differ."
    rumour = factories.event("They met", date="2014-06-19", factuality="reported")
    assert linked_data_of(client, rumour)["description"] == "Reported, not established."


@pytest.mark.one_database  # queries are counted
def test_the_number_of_queries_does_not_grow_with_the_evidence(client):
    small, large = factories.event("Small", date="2014-06"), factories.event("Large", date="2014-07")
    for n in range(12):
        text = f"Large, as the paper number {n} had it."
        paper = factories.article(
            text, source=factories.source(f"Paper {n}"), published=dt.date(2016, 1, n + 1)
        )
        factories.evidence(large, paper, exact=text)
    counts = []
    for event in (small, large):
        with CaptureQueriesContext(connection) as seen:
            text_of(client, event)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 26
