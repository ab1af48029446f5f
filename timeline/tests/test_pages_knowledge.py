"""Articles, people and places, publishers and topics as readers see them."""

import datetime as dt
import html
import re
from itertools import pairwise
from urllib.parse import urljoin

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kb.models import Article, Entity
from timeline.pages.company import company_of
from timeline.pages.indexes import on_shelf
from timeline.pages.listing import PER_PAGE
from timeline.public import public_entities
from timeline.query import EventQuery
from timeline.tests import factories
from timeline.tests.keeping import kept

pytestmark = pytest.mark.django_db

SECRET = "Nobody may copy this sentence."


@pytest.fixture
@kept
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


@pytest.mark.one_database
@pytest.mark.parametrize("path", ["/entities/pakistan/", "/sources/the-lantern/", "/tags/roads/"])
@pytest.mark.parametrize(
    "query", ["from=garbage", "from=2015&to=2014", "certain=perhaps", "axis=garbage", "after=nowhere"]
)
def test_the_page_of_a_name_says_what_is_wrong_with_its_address(client, bridge, path, query):
    right, wrong = (client.get(f"{path}?{asked}").content.decode() for asked in ("from=2014", query))
    assert '<p class="error">' not in right
    errors = EventQuery.from_params(QueryDict(query)).errors
    assert errors.keys() == {pair.partition("=")[0] for pair in query.split("&")}
    for name, message in errors.items():
        assert f'<p class="error"><code>{name}</code>: {message}</p>' in wrong
    assert "The bridge opened" in wrong


@pytest.mark.one_database  # where links lead
@pytest.mark.parametrize("name", ["entity", "source", "tag"])
def test_the_page_of_a_name_has_one_address_and_its_links_stay_on_it(client, name):
    paper = factories.article("Something happened.", source=factories.source("The Lantern"))
    for number in range(PER_PAGE + 1):
        happened = factories.event(
            f"{number}", date=f"{1900 + number}", who=["Pakistan"], tags=["Roads"], proof=False
        )
        factories.evidence(happened, paper, exact="Something happened.")
    slug = {"entity": "pakistan", "source": "the-lantern", "tag": "roads"}[name]
    path = reverse(name, args=[slug])
    page = client.get(path, {"to": "1990", "axis": "1910/1949"}).content.decode()
    strip = client.get("/strip/", {"about": name, name: slug, "to": "1990", "axis": "1910/1949"})

    def links(kind):
        return [html.unescape(link) for link in re.findall(kind, page)]

    own = links(r'class="chip" href="([^"]+)') + links(r'rel="next" href="([^"]+)')
    steps = links(r'href="([^"]+)" data-step')
    assert len(own) == 2 and len(steps) == 5
    for link in own + steps:
        assert urljoin(path, link).partition("?")[0] == path and f"{name}=" not in link
        assert client.get(urljoin(path, link)).status_code == 200
    assert f"{path}?to=1990" in steps  # the whole
    assert re.findall(r'href="([^"]+)" data-step', strip.content.decode()) == [html.escape(s) for s in steps]
    to_the_timeline = links(r'href="([^"]+)" aria-label="19') + links(r'class="small found"><a href="([^"]+)')
    assert len(to_the_timeline) > 1
    for link in to_the_timeline:
        assert link.startswith("/?") and f"{name}={slug}" in link


def test_empty_indexes_say_what_will_be_there(client):
    assert "No article proves a public event yet" in get(client, "articles")
    assert "Nobody is named yet" in get(client, "entities")
    assert "No place is named yet" in get(client, "places")
    assert "No event has a topic yet" in get(client, "tags")
    assert "No publisher proves a public event yet" in get(client, "sources")


def test_the_data_page_explains_every_column(client):
    from timeline.exports.columns import CORE

    page = get(client, "data")
    for column in CORE:
        assert f"<code>{column.name}</code>" in page


def listed_by(url: str) -> int:
    """How many events the timeline lists at an address."""
    return EventQuery.from_params(QueryDict(url.partition("?")[2])).count()


def test_a_name_says_who_appears_with_it_and_when_and_leads_to_the_list_of_it(client):
    factories.event(
        "They met", date="1966-01", who=["Russia", "Pakistan"], place=factories.entity("Tashkent")
    )
    factories.event("They met again", date="2014", who=["Russia", "Pakistan"], tags=["Arms trade"])
    factories.event("Nobody knows when", date=None, who=["Russia", "Tashkent"])
    factories.event("At home", date="2015", who=["Russia"], place=factories.entity("Russia"))
    factories.event("hidden", date="2020", who=["Russia", "Pakistan"], status="proposed")
    unsure = factories.entity("Somebody Unsure", "person", state="suggested")
    factories.event("Unconfirmed", date="2021", who=["Russia", unsure])
    query = EventQuery.from_params(QueryDict("entity=russia"))
    company = company_of(query, apart_from=query.entities[0])
    assert [(one.name, one.count, one.years) for one in company.companions] == [
        ("Tashkent", 2, "1966"),
        ("Pakistan", 2, "1966 to 2014"),
    ]
    assert all(listed_by(one.list_url) == one.count for one in company.companions)
    page = get(client, "entity", "russia")
    assert "Appears with" in page and "/?entity=pakistan&amp;entity=russia" in page
    assert "/?entity=russia&amp;tag=arms-trade" in page and "Events by" in page
    assert "Somebody Unsure" not in page


def test_names_beyond_the_most_frequent_are_counted(client):
    for n in range(15):
        factories.event(f"Talks {n}", who=["Russia", factories.entity(f"Envoy {n}", "person")])
    assert "3 more names occur in these events." in get(client, "entity", "russia")


def test_a_place_has_its_coordinates_as_text_and_its_index_says_what_happened_there(client):
    town = factories.entity("Tashkent", latitude="41.30000", longitude="-69.25", geo_precision="locality")
    factories.event("They met", who=[factories.entity("Pakistan", iso3="PAK")], place=town)
    factories.event("It was named", who=[town, factories.entity("Cora Lind", "person")])
    assert "41.3° N, 69.25° W (town or village)" in get(client, "entity", "tashkent")
    index = get(client, "places")
    assert index.index("Countries") < index.index("PAK") < index.index("Towns and other places")
    assert "in 2 events" in index and "1 happened there" in index and "Cora Lind" not in index
    assert listed_by("/?place=tashkent") == 1 and listed_by("/?entity=tashkent") == 2


def test_topics_and_publishers_are_found_by_their_names_with_counts_that_hold(client, bridge):
    factories.event("The road opened", tags=["Roads", "Water"])
    factories.event("hidden", status="proposed", tags=["Roads", "Myths"])
    topics, papers = get(client, "tags"), get(client, "sources")
    assert re.findall(r">([A-Z]\w+)</a></span>\s*<span[^>]*>(\d+) event", topics) == [
        ("Roads", "2"),
        ("Water", "1"),
    ]
    assert re.findall(r">([\w ]+)</a></span>\s*<span[^>]*>(\d+) event", papers) == [
        ("The Harbour Post", "1"),
        ("The Lantern", "1"),
    ]
    assert "Water" not in client.get("/tags/?q=road").content.decode()
    assert "No such topic" in client.get("/tags/?q=zebra").content.decode()
    assert "No such publisher" in client.get("/sources/?q=zebra").content.decode()


def test_articles_are_found_by_title_publisher_day_and_what_their_events_have_to_do_with(client, bridge):
    factories.evidence(
        factories.event("Jets came", date="2015", who=["Russia"], tags=["Arms trade"], proof=False),
        factories.article("Jets came in 2015.", title="New wings", published=dt.date(2015, 3, 2)),
        exact="Jets came in 2015.",
    )
    for query, expected in (
        ("", ["Across the river", "New wings"]),
        ("q=river", ["Across the river"]),
        ("q=WINGS+harbour", ["New wings"]),
        ("q=wings+lantern", []),
        ("published=March+2015", ["New wings"]),
        ("published=2016", ["Across the river"]),
        ("published=banana", ["Across the river", "New wings"]),
        ("source=the-lantern", ["Across the river"]),
        ("entity=russia", ["New wings"]),
        ("tag=roads&entity=pakistan", ["Across the river"]),
        ("tag=roads&entity=russia", []),
        ("entity=nobody&q=%00", ["Across the river", "New wings"]),
    ):
        page = client.get(f"/articles/?{query}").content.decode()
        assert re.findall(r'<span class="name"><a[^>]+>([^<]+)</a>', page) == expected, query
        assert ('aria-invalid="true"' in page) == ("banana" in query)


def test_an_article_leads_to_who_and_what_its_events_have_to_do_with(client, bridge):
    page = get(client, "article", bridge.evidence.get().article.pk)
    assert "/entities/pakistan/" in page and "/tags/roads/" in page


def test_a_long_index_is_paged_without_gaps_or_repeats_in_both_directions():
    days = [dt.date(2016, 1, n % 5 + 1) for n in range(20)] + [None] * 5
    made = [
        factories.article(title=f"Number {n}", published=day, state="draft") for n, day in enumerate(days)
    ]
    shelf = on_shelf(Article.objects.all())
    whole = shelf.page(None, 100)
    assert whole.whole and {one.pk for one in whole.rows} == {one.pk for one in made}
    assert [one.published for one in whole.rows][-5:] == [None] * 5
    pages, after = [], None
    while not pages or after:
        pages.append(shelf.page(after, 4))
        after = pages[-1].next
    assert [row.pk for page in pages for row in page.rows] == [row.pk for row in whole.rows]
    assert [page.first for page in pages] == [1, 5, 9, 13, 17, 21, 25]
    for earlier, page in pairwise(pages):
        back = shelf.page(page.previous, 4)
        assert ([row.pk for row in back.rows], back.first) == (
            [row.pk for row in earlier.rows],
            earlier.first,
        )
    assert shelf.page("no place of ours", 4).rows == pages[0].rows


@pytest.mark.one_database  # queries are counted
def test_the_number_of_queries_does_not_grow_with_the_rows(client):
    def counts():
        numbers = []
        for path in (
            "/articles/",
            "/entities/",
            "/places/",
            "/tags/",
            "/sources/",
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
    many = counts()
    assert all(now <= before for now, before in zip(many, few, strict=True)), (few, many)
    assert max(few) <= 30  # eight of them tell which data there are


@pytest.mark.one_database  # PostgreSQL plans by how many rows there are, which no table of a test has
def test_whether_anything_happened_at_a_name_is_asked_of_an_index_of_places(db):
    """Most names are no event's place: each of them would be looked for among all events."""
    assert "event_by_place" in public_entities().order_by("name", "id")[:300].explain()


def test_the_index_of_names_says_how_many_there_are_without_asking_each(client):
    factories.event(who=["Pakistan", "Russia"], place=factories.entity("Karachi", kind="place"))
    factories.event(who=["Nowhere"], status="proposed")
    factories.entity("Elsewhere")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/entities/").context["page"]
    assert page.total == len(page.rows) == 3
    assert not [q["sql"] for q in queries if q["sql"].startswith("SELECT COUNT") and "kb_entity" in q["sql"]]
    assert client.get("/entities/?q=kara").context["page"].total == 1
