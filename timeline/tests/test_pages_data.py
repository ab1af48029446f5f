"""The page of the data, frozen versions, and queries that can be cited."""

import datetime as dt
import html
import re
from dataclasses import replace

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from timeline import review
from timeline.exports import freezing
from timeline.exports.columns import FULL
from timeline.exports.formats import FORMATS
from timeline.models import CitedQuery, Snapshot
from timeline.pages import cited, data
from timeline.tests.factories import article, event, evidence, source

pytestmark = pytest.mark.django_db
SITE = "https://dateline.example"


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_DIR, settings.SITE_URL = tmp_path, SITE
    cache.clear()


def page(client, address, status=200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return html.unescape(answer.content.decode())


def words(text: str) -> str:
    """What a page says, without its tags, each run of white space as one blank."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def freeze(version="v1.0") -> Snapshot:
    return freezing.freeze(version, site=SITE, now=dt.datetime(2026, 11, 26, 4, tzinfo=dt.UTC))


# the page of the data


@pytest.mark.one_database
def test_the_page_offers_every_format_with_its_size_and_its_use(client):
    event("One")
    said = page(client, "/data/")
    for form in FORMATS:
        if form.available and form.filtered and not form.paged:
            assert f'href="/{form.path}"' in said and str(form.use) in said
    sizes = {choice.form.name: choice for choice in client.get("/data/").context["choices"]}
    whole = len(b"".join(client.get("/export/events.csv").streaming_content))
    assert (sizes["events.csv"].size, sizes["events.csv"].exact) == (whole, True)
    assert f"{whole}\xa0bytes" in said


@pytest.mark.one_database
def test_the_size_of_a_long_list_is_told_from_its_beginning(client, monkeypatch):
    monkeypatch.setattr(data, "SAMPLE", 5)
    for number in range(20):
        event(f"Event {number:02}", date="2014-06-03")
    (csv, *_more) = client.get("/data/").context["choices"]
    whole = len(b"".join(client.get("/export/events.csv").streaming_content))
    assert not csv.exact and 0.8 * whole < csv.size < 1.5 * whole
    assert "about" in page(client, "/data/")


def test_a_format_that_cannot_hold_the_list_says_so_and_is_no_link(client, monkeypatch):
    monkeypatch.setattr(data, "FORMATS", [replace(form, most=1) for form in FORMATS[:1]])
    event("One")
    event("Two")
    said = page(client, "/data/")
    assert "It holds at most 1 rows." in said and "data-download" not in said


def test_the_page_shows_the_first_rows_as_the_file_has_them(client):
    event("Zebra", date="2015")
    event("=1+1, quoted", date="2014-06")
    rows = client.get("/data/").context["rows"]
    assert [row[2] for row in rows] == ["=1+1, quoted", "Zebra"]
    assert "<td>2014-06</td><td>2014-06-01</td><td>2014-06-30</td><td>month</td>" in page(client, "/data/")


def test_the_page_counts_by_precision_and_by_publisher(client):
    event("One", date="2014-06")
    two = event("Two", date="2014", proof=False)
    evidence(
        two, article("Two, in 2014, he said.", source=source("The Lantern")), exact="Two, in 2014, he said."
    )
    said = words(page(client, "/data/"))
    assert "the month 1 the year 1" in said
    assert "The Harbour Post 1" in said and "The Lantern 1" in said


@pytest.mark.one_database
def test_the_page_explains_every_column(client):
    event()
    said = page(client, "/data/")
    for column in FULL:
        assert f"<code>{column.name}</code>" in said


def test_the_page_takes_the_filters_of_the_timeline(client):
    event("Seen", tags=["Roads"])
    event("Not asked for")
    event("A secret", status="proposed", tags=["Roads"])
    said = page(client, "/data/?tag=roads")
    assert "Events, tagged Roads: 1 event" in words(said)
    assert f"{SITE}/export/events.csv?tag=roads" in said
    assert 'href="/export/events.csv?tag=roads"' in said and 'href="/q/?tag=roads"' in said
    assert "Not asked for" not in said and "A secret" not in said
    assert "There is nothing called “nowhere” here." in page(client, "/data/?tag=nowhere")


def test_without_events_the_page_stands(client):
    said = words(page(client, "/data/"))
    assert "Download all 0 events" in said and "The first rows" not in said and "There is none yet" in said


@pytest.mark.one_database
def test_the_licence_and_the_contact_are_said_where_the_site_has_them(client, settings):
    assert "Licence" not in page(client, "/data/")
    settings.DATA_LICENCE, settings.DATA_CONTACT = "CC-BY-4.0", "data@dateline.example"
    settings.DATA_LICENCE_URL = "https://licence.example/by/4.0/"
    event()
    freeze()
    for address in ("/data/", "/data/v1.0/"):
        said = page(client, address)
        assert '<a rel="license" href="https://licence.example/by/4.0/">CC-BY-4.0</a>' in said
        assert "mailto:data@dateline.example" in said


def test_the_page_names_the_version_and_where_to_hear_of_changes(client):
    one = event()
    stamp = f"live@{one.changed_at:%Y-%m-%dT%H:%M:%S.%fZ}"
    assert f"/export/changes.csv?since={stamp}" in page(client, "/data/")


@pytest.mark.one_database  # queries are counted
def test_the_number_of_queries_does_not_grow_with_the_events(client):
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client, "/data/")
        return len(seen)

    event(who=["Pakistan"], tags=["Roads"])
    asked()  # the first one tells the sizes of a set of this version
    few = asked()
    for number in range(10):
        event(f"Event {number}", date=f"20{number:02}", who=["Pakistan"], tags=["Roads"])
    asked()
    assert asked() == few


# frozen versions


@pytest.mark.one_database
def test_a_frozen_version_is_listed_and_has_a_page_with_files_checksums_and_citation(client):
    event("One")
    made = freeze()
    assert 'href="/data/v1.0/"' in page(client, "/data/")
    said = page(client, "/data/v1.0/")
    for file in made.files:
        assert f'href="/data/v1.0/{file["name"]}"' in said and file["sha256"] in said
    assert "(2026, November 26). 1 event (version v1.0) [Data set]." in said
    assert "@misc{v10," in said


def test_its_files_are_served_as_they_were_made_and_may_be_kept_for_ever(client):
    event("Before")
    made = freeze()
    event("After")
    for file in made.files:
        answer = client.get(f"/data/v1.0/{file['name']}")
        sent = b"".join(answer.streaming_content)
        assert sent == (freezing.folder_of("v1.0") / file["name"]).read_bytes() and b"After" not in sent
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert (answer["ETag"], answer["X-Dataset-Version"]) == (f'"{file["sha256"]}"', "v1.0")
        assert answer["Content-Length"] == str(file["bytes"])
        assert answer["Content-Disposition"] == f'attachment; filename="{file["name"]}"'
        held = {"If-None-Match": answer["ETag"]}
        assert client.get(f"/data/v1.0/{file['name']}", headers=held).status_code == 304
    assert client.head("/data/v1.0/events.csv")["Content-Length"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    "address",
    [
        "/data/v9/",
        "/data/v9/events.csv",
        "/data/v1.0/passwords.txt",
        "/data/v1.0/..%2F..%2Fdateline.sqlite3",
        "/data/..%2F..%2F/dateline.sqlite3",
        "/data/v1.0/%00",
        "/data/v%00/",
        "/q/%00/",
    ],
)
def test_nothing_else_can_be_had_by_those_addresses(client, address):
    event()
    freeze()
    (freezing.folder_of("v1.0").parent.parent / "dateline.sqlite3").write_text("secret")
    page(client, address, status=404)


def test_an_older_version_names_the_newest(client):
    event()
    freeze("v1.0")
    freeze("v2.0")
    assert "The newest version is" in page(client, "/data/v1.0/")
    assert "The newest version is" not in page(client, "/data/v2.0/")


# queries to be cited


def address_of(client, query="") -> str:
    answer = client.post(f"/q/?{query}")
    assert answer.status_code == 302
    return answer["Location"]


def test_a_query_gets_a_short_address_that_says_what_it_was_and_of_which_version(client):
    one = event("Seen", tags=["Roads"])
    event("Not asked for")
    stamp = f"live@{one.changed_at:%Y-%m-%dT%H:%M:%S.%fZ}"
    before = words(page(client, "/q/?tag=roads&zoom=year&lane=tag:roads"))
    assert "Events, tagged Roads" in before and "1 event" in before
    address = address_of(client, "tag=roads&zoom=year&lane=tag:roads")
    assert re.fullmatch(r"/q/[0-9a-z]{10}/", address)
    said = page(client, address)
    kept = CitedQuery.objects.get()
    assert (kept.query, kept.events) == ("tag=roads", 1)
    assert f"Events, tagged Roads (version {kept.version}, 1 event) [Data set]." in said
    assert kept.version >= stamp and f"{SITE}{address}" in said
    assert 'href="/?tag=roads"' in said and 'href="/data/?tag=roads"' in said


def test_the_same_query_at_the_same_version_has_one_address(client):
    one = event(tags=["Roads", "Water"], changed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    first = address_of(client, "tag=water&tag=roads")
    assert address_of(client, "tag=roads&tag=water") == first != address_of(client, "tag=roads")
    review.edit(one, by=get_user_model().objects.create_user("editor"), title="Another title")
    assert address_of(client, "tag=roads&tag=water") != first
    assert CitedQuery.objects.count() == 3


def test_where_nothing_has_changed_since_a_version_was_frozen_that_version_is_cited(client):
    event()
    freeze()
    address = address_of(client)
    assert CitedQuery.objects.get().version == "v1.0"
    assert 'href="/data/v1.0/"' in page(client, address)


def test_its_page_says_what_has_changed_since(client):
    editor = get_user_model().objects.create_user("editor")
    one, two = event("One"), event("Two")
    address = address_of(client)
    assert "It listed 2 events Today 2 events , none of them new or changed since" in words(
        page(client, address)
    )
    review.edit(one, by=editor, title="One, corrected")
    review.retract(two, by=editor, reason="A hoax.")
    assert "It listed 2 events Today 1 event , 1 of them new or changed since" in words(page(client, address))


def test_a_query_whose_filter_has_gone_keeps_its_address_and_says_so(client):
    one = event(tags=["Roads"])
    address = address_of(client, "tag=roads")
    review.retract(one, by=get_user_model().objects.create_user("editor"), reason="A hoax.")
    said = words(page(client, address))
    assert "It listed 1 event" in said and "There is nothing called “roads” here." in said
    assert "See the events" not in said


def test_a_query_that_means_nothing_is_not_cited(client):
    assert "There is nothing called “nowhere” here." in page(client, "/q/?tag=nowhere")
    assert client.post("/q/?tag=nowhere").status_code == 200
    assert not CitedQuery.objects.exists()


def test_looking_makes_no_address_and_making_one_needs_the_pages_form(client):
    page(client, "/q/")
    assert not CitedQuery.objects.exists()
    assert Client(enforce_csrf_checks=True).post("/q/").status_code == 403


def test_too_many_new_addresses_an_hour_are_refused_until_later(client, monkeypatch):
    monkeypatch.setattr(cited, "MOST_AN_HOUR", 1)
    event(date="2014")
    address = address_of(client, "from=2014")
    answer = client.post("/q/?from=2013")
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert address_of(client, "from=2014") == address


def test_unknown_addresses_are_not_found(client):
    page(client, "/q/0123456789/", status=404)
