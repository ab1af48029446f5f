"""Articles, people and places, publishers and topics as readers see them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kb.models import Entity
from timeline.tests import factories

pytestmark = pytest.mark.django_db

SECRET = "Nobody may copy this sentence."


@pytest.fixture
def bridge():
    event = factories.event(
        "The bridge opened", date="2014-06", who=["Pakistan"], tags=["Roads"], proof=False
    )
    paper = factories.article(
        f"The bridge opened in June 2014, the mayor said. {SECRET}",
        title="Across the river",
        source=factories.source("The Lantern"),
        url="https://example.org/bridge",
    )
    factories.evidence(
        event, paper, exact="The bridge opened in June 2014, the mayor said.", rank="preferred"
    )
    return event


def get(client, name, *args, status=200):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status
    return answer.content.decode()


def test_articles_lists_what_proves_an_event_and_nothing_else(client, bridge):
    factories.article("Not read yet.", title="Unread")
    factories.event("A secret", status="proposed")
    page = get(client, "articles")
    assert "Across the river" in page and "proves 1 event" in page and "The Lantern" in page
    assert "Unread" not in page and "A secret" not in page and SECRET not in page


def test_an_article_says_what_it_proves_but_not_its_text(client, bridge):
    paper = bridge.evidence.get().article
    page = get(client, "article", paper.pk)
    assert "The bridge opened in <mark>June 2014</mark>, the mayor said." in page
    assert "It proves 1 event" in page and "https://example.org/bridge" in page
    assert SECRET not in page


def test_only_those_with_permission_read_the_full_text(client, bridge, admin_user, django_user_model):
    paper = bridge.evidence.get().article
    client.force_login(django_user_model.objects.create_user("reader"))
    assert SECRET not in get(client, "article", paper.pk)
    client.force_login(admin_user)
    assert SECRET in get(client, "article", paper.pk)


def test_an_article_shows_no_proposal_it_would_prove(client, bridge):
    paper = bridge.evidence.get().article
    hidden = factories.event("A proposal", status="proposed", proof=False)
    factories.evidence(hidden, paper, exact=SECRET)
    page = get(client, "article", paper.pk)
    assert "A proposal" not in page and SECRET not in page


@pytest.mark.parametrize(
    ("name", "arg"), [("article", 999999), ("entity", "nobody"), ("source", "none"), ("tag", "none")]
)
def test_unknown_names_are_not_found(client, name, arg):
    get(client, name, arg, status=404)


def test_what_occurs_in_no_published_event_is_not_found(client):
    hidden = factories.event("A proposal", status="proposed", who=["Atlantis"], tags=["Myths"])
    paper = hidden.evidence.get().article
    get(client, "article", paper.pk, status=404)
    get(client, "source", paper.source.slug, status=404)
    get(client, "entity", "atlantis", status=404)
    get(client, "tag", "myths", status=404)
    assert "Atlantis" not in get(client, "entities")


def test_a_name_has_its_own_timeline(client, bridge):
    factories.event("Elsewhere", date="2015", who=["Peru"])
    page = get(client, "entity", "pakistan")
    assert "The bridge opened" in page and "Elsewhere" not in page
    assert "/export/events.csv?entity=pakistan" in page and "/?entity=pakistan" in page


def test_a_place_lists_what_happened_there(client):
    factories.event("They met", date="1966-01", place=factories.entity("Tashkent"))
    assert "They met" in get(client, "entity", "tashkent")


def test_a_merged_name_leads_to_what_it_became(client, bridge):
    kept = Entity.objects.get(slug="pakistan")
    middle = factories.entity("Islamic Republic", state="merged", merged_into=kept)
    factories.entity("Pak", state="merged", merged_into=middle)
    answer = client.get(reverse("entity", args=["pak"]))
    assert (answer.status_code, answer["Location"]) == (301, "/entities/pakistan/")


def test_a_name_merged_into_one_that_is_not_public_is_not_found(client):
    kept = factories.entity("Atlantis")
    factories.entity("Atlantida", state="merged", merged_into=kept)
    get(client, "entity", "atlantida", status=404)


def test_names_are_found_by_part_alias_and_kind(client, bridge):
    factories.event("She spoke", who=[factories.entity("Cora Lind", "person", aliases=["the envoy"])])
    for query, expected in (
        ("q=pakis", ["Pakistan"]),
        ("q=ENVOY", ["Cora Lind"]),
        ("kind=person", ["Cora Lind"]),
        ("kind=banana", ["Cora Lind", "Pakistan"]),
        ("q=%00", ["Cora Lind", "Pakistan"]),
        ("q=zzz", []),
    ):
        page = client.get(f"/entities/?{query}").content.decode()
        assert re.findall(r'<li><a href="/entities/[^"]+">([^<]+)</a>', page) == expected, query
    assert "No such name" in client.get("/entities/?q=zzz").content.decode()


def test_a_publisher_shows_its_articles_and_the_events_they_prove(client, bridge):
    page = get(client, "source", "the-lantern")
    assert "Across the river" in page and "The bridge opened" in page
    assert "1 article proves events here" in page


def test_a_topic_has_its_own_timeline(client, bridge):
    assert "The bridge opened" in get(client, "tag", "roads")


def test_empty_indexes_say_what_will_be_there(client):
    assert "No article proves a public event yet" in get(client, "articles")
    assert "Nobody is named yet" in get(client, "entities")


def test_the_data_page_explains_every_column(client):
    from timeline.exports.columns import CORE

    page = get(client, "data")
    for column in CORE:
        assert f"<code>{column.name}</code>" in page


def test_the_number_of_queries_does_not_grow_with_the_rows(client):
    def counts():
        numbers = []
        for path in (
            "/articles/",
            "/entities/",
            "/entities/pakistan/",
            "/tags/roads/",
            "/sources/the-harbour-post/",
        ):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(path).status_code == 200
            numbers.append(len(seen))
        return numbers

    factories.event("First", date="2014", who=["Pakistan", "Russia"], tags=["Roads", "Bridges"])
    few = counts()
    for n in range(20):
        factories.event(
            f"Event {n}", date=f"20{n:02}", who=["Pakistan", f"Name {n}"], tags=["Roads", f"Topic {n}"]
        )
    assert counts() == few
    assert max(few) <= 18
