"""The API as a reader of data meets it: what the page lists, page by page, said in JSON."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kb.models import Source
from timeline import merging, rate, review
from timeline.api.described import FILTERS, PARAMETERS
from timeline.exports.columns import FULL
from timeline.exports.objects import NESTED
from timeline.models import Event, PublicChange
from timeline.query import FILTER
from timeline.tests.factories import article, entity, event, evidence
from timeline.tests.oracle import FILTERS_OF_A_DOOR, Oracle, asked

pytestmark = pytest.mark.django_db


def got(client, path: str, **headers):
    answer = client.get(f"/api/v1/{path}", headers=headers)
    assert answer.status_code == 200, answer.content
    return answer.json()


def followed(client, path: str, name: str, rel: str = "next") -> list[dict]:
    """All pages from this one on, by the links in the answers."""
    rows, address = [], f"/api/v1/{path}"
    while address:
        page = client.get(address).json()
        rows = rows + page[name] if rel == "next" else page[name] + rows
        address = page[rel]
    return rows


def titles(rows: list[dict]) -> list[str]:
    return [row["title"] for row in rows]


# events


@FILTERS_OF_A_DOOR
def test_the_pages_of_a_filter_hold_what_the_oracle_expects(oracle: Oracle, client, number):
    for params in oracle.filters(number):
        path = "events?fields=event_id&limit=97&" + asked(params).urlencode()
        expected = oracle.public_ids(oracle.expected_ids(params))
        assert [row["event_id"] for row in followed(client, path, "events")] == expected, params
        assert got(client, path)["total"] == len(expected), params


def test_an_event_says_what_its_row_of_the_csv_and_its_line_of_the_ndjson_say(client):
    place = entity("Port Aland", latitude="-12.5", longitude="31.03")
    one = event("One", date="2014-06", who=["Pakistan", "Russia"], tags=["Arms trade"], place=place)
    (row,) = got(client, "events")["events"]
    assert list(row) == [*(column.name for column in FULL), *NESTED]
    assert row["event_id"] == one.public_id and row["event_url"].endswith(one.get_absolute_url())
    assert (row["date_edtf"], row["year"], row["month"], row["day"]) == ("2014-06", 2014, 6, None)
    assert row["tags"] == ["arms-trade"] and row["latitude"] == -12.5 and row["summary"] is None
    assert [who["role"] for who in row["participants"]] == ["actor", "actor"]
    assert row["evidence"][0]["quote"] == "One, in June 2014, the record says."
    assert got(client, f"events/{one.public_id}") == row
    line = b"".join(client.get("/export/events.ndjson").streaming_content)
    assert json.loads(line) == row


def test_only_the_columns_that_are_wanted_are_sent_in_the_order_of_the_table(client):
    one = event("=1+1")
    (row,) = got(client, "events?fields=title,event_id")["events"]
    assert list(row.items()) == [("event_id", one.public_id), ("title", "=1+1")]
    assert list(got(client, f"events/{one.public_id}?fields=evidence&fields=year")) == ["year", "evidence"]


def test_pages_lead_on_and_back_and_keep_what_was_asked(client):
    for year in range(2001, 2006):
        event(str(year), date=str(year))
    path = "events?from=2001&order=newest&limit=2&fields=title"
    assert titles(followed(client, path, "events")) == ["2005", "2004", "2003", "2002", "2001"]
    last = client.get(client.get(got(client, path)["next"]).json()["next"])
    assert titles(last.json()["events"]) == ["2001"] and last.json()["next"] is None
    assert titles(followed(client, last.json()["prev"].partition("/api/v1/")[2], "events", "prev")) == [
        *("2005", "2004", "2003", "2002")
    ]
    links = {link.split('rel="')[1][:-1]: link[1 : link.index(">")] for link in last["Link"].split(", ")}
    assert set(links) == {"first", "prev"} and links["prev"] == last.json()["prev"]
    assert titles(client.get(links["first"]).json()["events"]) == ["2005", "2004"]
    assert (last["X-Total-Count"], last.json()["total"]) == ("5", 5)


@pytest.mark.one_database  # queries are counted
@pytest.mark.parametrize(
    "path", ["events", "events?fields=title", "evidence", "entities", "articles", "tags"]
)
def test_a_page_costs_the_same_number_of_queries_whatever_it_holds(client, path, remembering):
    remembering()

    def queries():
        for number in range(10):
            event(f"Event {number}", who=[f"Nation {number}"], tags=[f"Topic {number}"])
        got(client, path)  # the columns are brought up to date by whoever asks first
        with CaptureQueriesContext(connection) as seen:
            got(client, path)
        return len(seen)

    assert queries() == queries() <= 20


def test_the_public_reads_no_proposal_and_nothing_private(client):
    paper = article("Seen, in June 2014, the record says. It was a long and rainy day. It goes on.")
    seen = event("Seen", note="secret note", flagged=True, proof=False)
    evidence(seen, paper, exact="Seen, in June 2014, the record says.", rank="preferred")
    for status in ("proposed", "rejected"):
        hidden = event(f"Hidden {status}", status=status, who=[f"Hidden {status}"], tags=[f"Hidden {status}"])
        assert client.get(f"/api/v1/events/{hidden.public_id}").status_code == 404
    entity("Hidden Suggestion", state="suggested")
    Source.objects.create(name="Hidden Paper", slug="hidden-paper")
    for path in (
        *("events", "evidence", "articles", "entities", "sources", "tags", "changes"),
        *("density", "facets", "suggest?q=hidden"),
    ):
        answer = client.get(f"/api/v1/{path}").content
        assert b"Hidden" not in answer and b"secret" not in answer and b"goes on" not in answer, path


def test_what_is_no_longer_public_says_so(client):
    survivor = event("Survivor")
    merged = event("Merged", status="merged", merged_into=survivor)
    gone = event("Gone", status="retracted", retraction_reason="A hoax.")
    moved = client.get(f"/api/v1/events/{merged.public_id}?fields=title")
    assert moved.status_code == 301
    assert moved["Location"].endswith(f"/api/v1/events/{survivor.public_id}?fields=title")
    answer = client.get(f"/api/v1/events/{gone.public_id}")
    assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
    assert answer.json()["detail"] == "A hoax."
    of_a_proposal = event("Merged unseen", status="merged", merged_into=event("Proposal", status="proposed"))
    assert client.get(f"/api/v1/events/{of_a_proposal.public_id}").status_code == 404
    assert client.get("/api/v1/events/ev-nothing").status_code == 404


# what stands beside the events


def test_what_stands_beside_the_events_is_that_of_the_filter(client):
    event("Old", date="1999", who=["Aland"])
    new = event("New", date="2014", who=["Borduria"], place=entity("Moscow"))
    proof = new.evidence.get()
    (quote,) = got(client, "evidence?from=2010")["evidence"]
    assert (quote["event_id"], quote["article_id"], quote["rank"]) == (
        new.public_id,
        proof.article_id,
        "preferred",
    )
    (paper,) = got(client, "articles?from=2010&fields=article_id,title")["articles"]
    assert paper == {"article_id": proof.article_id, "title": proof.article.title}
    assert [row["name"] for row in got(client, "entities?from=2010")["entities"]] == ["Moscow", "Borduria"]
    assert got(client, "evidence")["total"] == 2 and got(client, "entities")["total"] == 3


@FILTERS_OF_A_DOOR
def test_the_quotes_of_a_filter_are_those_the_oracle_expects(oracle: Oracle, client, number):
    proofs = {event.pk: [e.pk for e in event.evidence.all()] for event in oracle.public}
    for params in oracle.filters(number):
        found = followed(
            client, "evidence?limit=400&fields=evidence_id&" + asked(params).urlencode(), "evidence"
        )
        expected = sorted(pk for event in oracle.expected_ids(params) for pk in proofs[event])
        assert [row["evidence_id"] for row in found] == expected, params


def test_the_feed_of_changes_goes_on_from_any_moment(client):
    editor = get_user_model().objects.create_user("vera")
    one, two = event("One", status="proposed", revision=0), event("Two", status="proposed", revision=0)
    review.accept([one], by=editor)
    review.accept([two], by=editor)
    merging.merge(two, into=one, by=editor)
    review.retract(one, by=editor, reason="A hoax.")
    told = followed(client, "changes?limit=2&since=2014-01-01", "changes")
    assert [(row["event_id"], row["change"]) for row in told[:2]] == [
        (one.public_id, "created"),
        (two.public_id, "created"),
    ]
    assert {row["change"] for row in told[2:]} == {"updated", "merged", "retracted"}
    (merged,) = [row for row in told if row["change"] == "merged"]
    assert (merged["event_id"], merged["merged_into"]) == (two.public_id, one.public_id)
    assert got(client, "changes?since=2999-01-01")["changes"] == []


def test_the_feed_keeps_since_when_it_leads_on(client):
    editor = get_user_model().objects.create_user("vera")
    for number in range(3):
        review.accept([event(f"Event {number}", status="proposed", revision=0)], by=editor)
    PublicChange.objects.filter(pk=PublicChange.objects.first().pk).update(at="2014-01-01T00:00Z")
    first = got(client, "changes?since=2015-01-01&limit=1")
    assert first["total"] == 2 and "since=2015-01-01" in first["next"]
    assert client.get(first["next"]).json()["total"] == 2


def test_sources_and_topics_are_those_of_the_filter(client):
    event("Old", date="1999", tags=["Fisheries"])
    new = event("New", date="2014", tags=["Arms trade"], proof=False)
    mail = Source.objects.create(name="The Harbour Mail", slug="mail")
    evidence(new, article("New, in 2014, the record says.", source=mail), rank="preferred")
    assert [row["slug"] for row in got(client, "tags?from=2010")["tags"]] == ["arms-trade"]
    assert [row["slug"] for row in got(client, "sources?from=2010")["sources"]] == ["mail"]
    both = got(client, "sources?limit=1")
    assert both["total"] == 2 and [row["name"] for row in both["sources"]] == ["The Harbour Post"]
    second = client.get(both["next"]).json()
    assert [row["slug"] for row in second["sources"]] == ["mail"] and second["next"] is None
    assert client.get(second["prev"]).json()["sources"] == both["sources"]


@FILTERS_OF_A_DOOR
def test_the_bins_and_facets_of_a_filter_add_up_to_what_the_oracle_expects(oracle: Oracle, client, number):
    for params in oracle.filters(number):
        query = asked(params).urlencode()
        found = got(client, f"density?{query}")
        bins, bands, unknown = oracle.expected_bins(params, found["unit"])
        assert {(p["unit"], p["first"]): p["count"] for p in found["bins"]} == {
            (unit, first.isoformat()): count for (unit, first), count in bins.items()
        }, params
        assert sum(p["count"] for p in found["bands"]) == sum(bands.values()), params
        assert (found["unknown"], found["total"]) == (unknown, len(oracle.expected_ids(params))), params
        for choice in got(client, f"facets?{query}")["tag"][:2]:
            narrowed = params | {"tag": sorted({choice["value"], *asked(params).getlist("tag")})}
            assert choice["count"] == len(oracle.expected_ids(narrowed)), (params, choice)


def test_names_are_suggested_from_any_part_and_from_aliases(client):
    event(who=[entity("Pakistan", aliases=["Islamic Republic"])], tags=["Republican guard"])
    assert got(client, "suggest?q=republic")["suggestions"] == [
        {"param": "entity", "value": "pakistan", "words": "Pakistan"},
        {"param": "tag", "value": "republican-guard", "words": "Republican guard"},
    ]
    assert got(client, "suggest?q=nobody")["suggestions"] == []


# how it answers


@pytest.mark.parametrize(
    ("path", "param"),
    [
        ("events?from=banana", "from"),
        ("events?entity=nobody", "entity"),
        ("events?banana=1", "banana"),
        ("events?fields=note", "fields"),
        ("events?fields=title,banana", "fields"),
        ("events?limit=0", "limit"),
        ("events?limit=501", "limit"),
        ("events?limit=", "limit"),
        ("events?after=", "after"),
        ("changes?after=", "after"),
        ("changes?fields=", "fields"),
        ("events?limit=1&limit=2", "limit"),
        ("events?limit=%D9%A1", "limit"),
        ("events?after=tampered", "after"),
        ("events/ev-x?banana=1", "banana"),
        ("events/ev-x?fields=banana", "fields"),
        ("sources?after=tampered", "after"),
        ("tags?after=a&after=b", "after"),
        ("tags?fields=slug", "fields"),
        ("evidence?fields=note", "fields"),
        ("articles?fields=text", "fields"),
        ("changes?since=yesterday", "since"),
        ("density?zoom=hour", "zoom"),
        ("facets?limit=3", "limit"),
        ("suggest", "q"),
        ("suggest?q=", "q"),
        ("suggest?q=%00", "q"),
        ("suggest?q=a&limit=2", "limit"),
    ],
)
def test_what_means_nothing_is_refused_with_its_name(client, path, param):
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    problem = answer.json()
    assert (problem["param"], problem["status"], problem["title"]) == (param, 400, "Bad Request")
    assert problem["detail"]


def test_every_failure_is_a_problem_document(client):
    for answer, status in (
        (client.get("/api/v1/nothing"), 404),
        (client.post("/api/v1/events"), 405),
        (client.delete("/api/v1/events/ev-x"), 405),
    ):
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
        assert answer.json()["status"] == status
    assert client.post("/api/v1/events")["Allow"] == "GET"


def test_who_has_the_answer_already_gets_304_until_it_changes(client):
    for number in range(3):
        event(f"Event {number}")
    for path in ("events?limit=1", "tags", "density", "openapi.json"):
        etag = client.get(f"/api/v1/{path}")["ETag"]
        unchanged = client.get(f"/api/v1/{path}", headers={"If-None-Match": etag})
        assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", etag)
    etag = client.get("/api/v1/events?limit=1")["ETag"]
    Event.objects.update(title="Another")
    assert client.get("/api/v1/events?limit=1", headers={"If-None-Match": etag}).status_code == 200


def test_head_gives_the_headers_alone(client):
    event()
    head, whole = client.head("/api/v1/events"), client.get("/api/v1/events")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Link", "X-Total-Count", "X-Dataset-Version", "Content-Type"):
        assert head[name] == whole[name]


def test_any_page_may_read_and_none_may_write(client):
    assert client.get("/api/v1/events")["Access-Control-Allow-Origin"] == "*"
    assert "Link" in client.get("/api/v1/events")["Access-Control-Expose-Headers"]
    preflight = client.options("/api/v1/events")
    assert preflight.status_code == 204
    assert preflight["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "authorization" not in preflight["Access-Control-Allow-Headers"].lower()


def test_who_asks_too_often_is_told_when_to_ask_again(client, settings, monkeypatch):
    cache.clear()
    settings.API_RATE, settings.CLIENT_ADDRESS_HEADER = 3, "X-Real-IP"
    monkeypatch.setattr(rate.time, "time", lambda: 600.0 + 20)

    def asks(address):
        return client.get("/api/v1/tags", headers={"X-Real-IP": address})

    answers = [asks("192.0.2.1") for _time in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert (answers[-1]["Retry-After"], answers[-1]["Content-Type"]) == ("40", "application/problem+json")
    assert asks("192.0.2.2").status_code == 200
    monkeypatch.setattr(rate.time, "time", lambda: 660.0)
    assert asks("192.0.2.1").status_code == 200


def test_the_parameters_are_those_of_the_one_query():
    assert tuple(parameter["name"] for parameter in FILTERS) == FILTER
    assert all(str(parameter["description"]).endswith(".") for parameter in PARAMETERS.values())
