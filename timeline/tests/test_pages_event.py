"""The page of one event, and who may see it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from timeline import merging, review
from timeline.dates import EdtfDate
from timeline.models import Event
from timeline.pages.event import neighbours
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


def test_before_and_after_follow_the_one_order():
    year = factories.event("a year", date="2014")
    month = factories.event("a month", date="2014-01")
    day = factories.event("a day", date="2014-01-01")
    same_day = factories.event("the same day", date="2014-01-01")
    factories.event("unknown", date=None)
    factories.event("hidden", date="2014-01-01", status="proposed")
    in_order = [year, month, day, same_day]
    assert list(Event.objects.published().exclude(date=None).chronological()) == in_order
    for i, event in enumerate(in_order):
        before = in_order[i - 1] if i else None
        after = in_order[i + 1] if i < 3 else None
        assert neighbours(event) == (before, after)


def test_an_unknown_date_is_said_and_has_no_neighbours(client):
    factories.event("another", date="2014")
    page = text_of(client, factories.event("It happened once", date=None))
    assert "Date not known" in page and "Before and after" not in page


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
    assert counts[0] == counts[1] <= 16
