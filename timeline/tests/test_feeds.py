"""The feeds: events by their last public change, and what has gone, as programs that follow them read it."""

import datetime as dt
from xml.etree import ElementTree

import feedparser
import pytest
from django.contrib.auth import get_user_model

from timeline import merging, review, undoing
from timeline.citing import uuid_of
from timeline.feeds import paging
from timeline.models import Event
from timeline.tests.factories import article, entity, event, evidence
from timeline.tests.oracle import FILTERS_OF_A_DOOR, Oracle, asked

pytestmark = pytest.mark.django_db
FEED = "/feeds/events.atom"
AT = "{http://purl.org/atompub/tombstones/1.0}"


@pytest.fixture
def editor():
    return get_user_model().objects.create_user("editor")


def fetched(client, address: str) -> tuple:
    answer = client.get(address)
    text = b"".join(answer)
    assert answer.status_code == 200, text
    read = feedparser.parse(text)
    assert not read.bozo, read.bozo_exception
    return answer, read


def linked(read) -> dict[str, str]:
    return {link["rel"]: link["href"] for link in read.feed.links}


def walked(client, address: str, way: str = "next") -> list:
    """The entries of a page and of all that follow it."""
    entries = []
    while address:
        _answer, read = fetched(client, address)
        entries.append(read.entries)
        address = linked(read).get(way)
    return entries


@FILTERS_OF_A_DOOR
def test_the_feed_of_a_filter_holds_what_the_oracle_expects_in_the_order_of_changes(
    oracle: Oracle, client, number, monkeypatch
):
    """The 300 generated events became public all at once, which is the hardest order to walk through."""
    for at, pk in enumerate(Event.objects.published().values_list("pk", flat=True)[:150]):
        changed = dt.datetime(2026, 11, 1, tzinfo=dt.UTC) + dt.timedelta(hours=at * 7919 % 150 // 3)
        Event.objects.filter(pk=pk).update(changed_at=changed)
    monkeypatch.setattr(paging, "PER_PAGE", 37)
    changed = dict(Event.objects.values_list("pk", "changed_at"))
    names = {event.pk: uuid_of(event.public_id).urn for event in oracle.public}
    for turn, params in enumerate(oracle.filters(number)):
        expected = sorted(oracle.expected_ids(params), key=lambda pk: (changed[pk], pk), reverse=True)
        ids, address = [], f"{FEED}?{asked(params).urlencode()}"
        while address:  # as plain XML; the tests below read it as a reader of feeds does, which takes long
            answer = client.get(address)
            assert answer.status_code == 200, params
            feed = ElementTree.fromstring(b"".join(answer))
            ids += [entry.findtext("{*}id") for entry in feed.iterfind("{*}entry")]
            address = next((a.get("href") for a in feed.iterfind("{*}link") if a.get("rel") == "next"), "")
            if number < 500 and turn % 4:  # of most, the first page in the daily run
                break
        assert ids == [names[pk] for pk in expected[: paging.PER_PAGE if address else None]], params
        assert bool(address) == (len(expected) > len(ids)), params


def test_an_entry_says_the_date_in_words_the_quote_and_where_it_leads(client, settings):
    settings.SITE_TITLE, settings.SITE_URL = "Harbour <Times>", "https://harbour.example"
    settings.MAX_QUOTE_CHARACTERS = 60
    one = event(
        "The bridge & the <b>ferry</b> opened", date="2014-06~", who=["Pakistan"], tags=["Water & wind"],
        event_type="AGREE", summary="It had taken <i>long</i>.", place=entity("Tashkent"), proof=False,
    )  # fmt: skip
    paper = article(
        "The bridge opened about June 2014, <script>said</script> the record, and more than once."
    )
    evidence(one, paper, exact=paper.text, rank="preferred", date_text="about June 2014")
    answer, read = fetched(client, FEED)
    (entry,) = read.entries
    assert entry.title == "The bridge & the <b>ferry</b> opened (about June 2014)"
    assert entry.link == f"https://harbour.example/events/{one.public_id}/"
    assert entry.id == uuid_of(one.public_id).urn and entry.id.startswith("urn:uuid:")
    assert dt.datetime.fromisoformat(entry.updated) == one.changed_at
    assert {(tag.scheme, tag.term, tag.label) for tag in entry.tags} == {
        ("https://harbour.example/?tag=", "water-wind", "Water & wind"),
        ("https://harbour.example/?type=", "AGREE", "agree"),
    }
    raw = ElementTree.fromstring(b"".join(client.get(FEED))).find(".//{*}entry/{*}content").text
    assert "<strong>about June 2014</strong>" in raw and "&lt;i&gt;long&lt;/i&gt;" in raw
    assert "<script>" not in raw and "said" in raw and "more than once" not in raw  # cut as in every export
    assert 'href="https://harbour.example/entities/pakistan/"' in raw and 'href="/' not in raw
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not answer.has_header("Content-Disposition")
    assert linked(read)["alternate"] == "https://harbour.example/"
    assert linked(read)["related"] == "https://harbour.example/feeds/removed.atom"
    assert read.feed.title == "Harbour <Times>"


def test_the_id_of_an_entry_outlasts_another_address_of_the_site(client, settings):
    event()
    settings.SITE_URL = "https://one.example"
    _answer, before = fetched(client, FEED)
    settings.SITE_URL = "https://two.example"
    _answer, after = fetched(client, FEED)
    assert before.entries[0].id == after.entries[0].id and before.entries[0].link != after.entries[0].link


def test_pages_lead_to_each_other_and_name_themselves(client, monkeypatch):
    monkeypatch.setattr(paging, "PER_PAGE", 2)
    for number in range(5):
        event(f"Event {number}", tags=["Water"])
    address = f"{FEED}?tag=water&order=newest"
    pages = walked(client, address)
    assert [[entry.title[:7] for entry in page] for page in pages] == [
        ["Event 4", "Event 3"], ["Event 2", "Event 1"], ["Event 0"],
    ]  # fmt: skip
    _answer, first = fetched(client, address)
    assert linked(first)["self"] == linked(first)["first"] == f"http://testserver{FEED}?tag=water"
    assert "previous" not in linked(first)
    _answer, second = fetched(client, linked(first)["next"])
    assert linked(second)["self"] == linked(first)["next"] and second.feed.id == first.feed.id
    _answer, third = fetched(client, linked(second)["next"])
    back = walked(client, linked(third)["self"], way="previous")
    assert [[entry.id for entry in page] for page in back] == [[e.id for e in page] for page in pages[::-1]]


def test_a_reader_who_has_the_feed_is_told_so_until_something_changes(client, editor):
    one = event()
    answer = client.get(FEED)
    again = client.get(FEED, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(FEED)
    assert (head["ETag"], b"".join(head)) == (answer["ETag"], b"")
    review.edit(one, by=editor, title="Something else happened")
    changed = client.get(FEED, headers={"If-None-Match": answer["ETag"]})
    assert changed.status_code == 200 and b"Something else happened" in b"".join(changed)


@pytest.mark.parametrize("door", [FEED, "/feeds/removed.atom"])
@pytest.mark.parametrize(
    "param", ["from=banana", "tag=nothing", "bananas=1", "after=nonsense", "after=a&after=b"]
)
def test_what_cannot_be_read_is_refused_with_its_name(client, door, param):
    answer = client.get(f"{door}?{param}")
    assert (answer.status_code, answer.content.decode().split(": ")[0]) == (400, param.split("=")[0])


def test_an_empty_feed_is_a_feed(client):
    for door in (FEED, "/feeds/removed.atom"):
        _answer, read = fetched(client, door)
        assert read.feed.updated == "1970-01-01T00:00:00+00:00" and read.entries == []


def test_what_is_no_longer_public_stands_in_a_feed_of_its_own_with_the_reason(client, editor, monkeypatch):
    hoax, twice, back = (event(title) for title in ("Hoax", "Twice", "Back"))
    kept = event("Kept")
    review.retract(hoax, by=editor, reason="It was a hoax.")
    merging.merge(twice, into=kept, by=editor)
    review.retract(back, by=editor, reason="A slip.")
    undoing.undo_last(by=editor)
    tombs = list(
        ElementTree.fromstring(b"".join(client.get("/feeds/removed.atom"))).iter(f"{AT}deleted-entry")
    )
    found = {tomb.get("ref"): tomb for tomb in tombs}
    assert list(found) == [uuid_of(one.public_id).urn for one in (twice, hoax)]
    assert found[uuid_of(hoax.public_id).urn].find(f"{AT}comment").text == "Retracted: It was a hoax."
    merged = found[uuid_of(twice.public_id).urn]
    assert merged.find(f"{AT}comment").text == f"Merged into {kept.public_id}."
    assert merged.find("{*}link").get("href") == f"http://testserver/events/{twice.public_id}/"
    twice.refresh_from_db()
    assert dt.datetime.fromisoformat(merged.get("when")) == twice.changed_at
    monkeypatch.setattr(paging, "PER_PAGE", 1)
    _answer, first = fetched(client, "/feeds/removed.atom")
    second = b"".join(client.get(linked(first)["next"])).decode()
    assert uuid_of(hoax.public_id).urn in second and uuid_of(twice.public_id).urn not in second
