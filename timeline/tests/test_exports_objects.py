"""Events as objects: the same values as the CSV's cells, in types of JSON, with what belongs to them nested inside."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from timeline.dates import EdtfDate
from timeline.exports import events_json, reading, relations
from timeline.exports.columns import FULL, Boolean, Integer, List, Number
from timeline.exports.objects import NESTED
from timeline.models import Event, Evidence
from timeline.tests.factories import article, entity, event, evidence, source
from timeline.tests.oracle import FILTERS_OF_A_DOOR, Oracle, asked

pytestmark = pytest.mark.django_db


def fetched(client, query="") -> list[dict]:
    answer = client.get(f"/export/events.ndjson{query}")
    return [json.loads(line) for line in b"".join(answer.streaming_content).decode().splitlines()]


def csv_rows(client, query="") -> list[dict]:
    answer = client.get(f"/export/events.csv?columns=full&profile=raw{query}")
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_cell(value, column) -> str:
    """The cell of the CSV that says the same."""
    if value is None:
        return ""
    if isinstance(column.type, Boolean):
        return str(value).lower()
    if isinstance(column.type, Number):
        return f"{value:g}"
    if isinstance(column.type, List):
        return "|".join(item or "" for item in value)
    return str(value)


@pytest.mark.one_database
def test_an_object_says_what_the_row_says(client, oracle):
    objects, rows = fetched(client), csv_rows(client)
    assert len(objects) == len(rows) > 200
    for one, row in zip(objects, rows, strict=True):
        assert list(one) == [column.name for column in FULL] + ["participants", "evidence", "date_claims"]
        assert {column.name: as_cell(one[column.name], column) for column in FULL} == row


def test_values_have_the_types_of_json(client):
    place = entity("Port", latitude="-12.50000", longitude="100", iso3="ALD")
    event(date="2014", place=place, who=["Pakistan"], tags=["B", "A"])
    (one,) = fetched(client)
    assert (one["year"], one["month"], one["date_disputed"]) == (2014, None, False)
    assert (one["latitude"], one["longitude"], one["tags"]) == (-12.5, 100, ["a", "b"])
    assert one["summary"] is None and one["wikidata_ids"] == [None]
    for column in FULL:
        if isinstance(column.type, Integer):
            assert one[column.name] is None or type(one[column.name]) is int


def test_participants_stand_inside_with_their_roles(client):
    one = event(who=[entity("Zeta", public_id="en-1111111111"), entity("Alpha", public_id="en-0000000000")])
    one.participations.filter(entity__name="Alpha").update(role="recipient")
    event("Another", date="2015", who=[entity("Nur Khan", "person", state="suggested")])
    first, second = fetched(client)
    assert first["participants"] == [
        {"entity_id": "en-0000000000", "role": "recipient", "name": "Alpha"},
        {"entity_id": "en-1111111111", "role": "actor", "name": "Zeta"},
    ]
    assert second["participants"] == []


def test_every_quote_stands_inside_with_the_date_it_gives(client):
    one = event("One", date="2014-06")
    paper = article(
        "It was in 1999. So they say.", source=source("Quay Courier"), url="https://quay.example/1"
    )
    rival = evidence(
        one, paper, exact="It was in 1999.", date=EdtfDate.parse("1999"), score=0.123456, note="So they say."
    )
    book = Evidence.objects.create(event=one, citation="Annals, volume 2", url="https://annals.example/")
    (found,) = fetched(client)
    assert [proof["evidence_id"] for proof in found["evidence"]] == sorted(
        Evidence.objects.values_list("pk", flat=True)
    )
    by_id = {proof["evidence_id"]: proof for proof in found["evidence"]}
    assert by_id[rival.pk]["publisher"] == "Quay Courier"
    assert by_id[rival.pk]["article_url"] == "https://quay.example/1"
    assert by_id[rival.pk]["extraction_score"] == 0.1235
    assert by_id[book.pk]["publisher"] == "Annals, volume 2" and by_id[book.pk]["article_id"] is None
    assert [(c["date_edtf"], c["date_earliest"], c["rank"], c["note"]) for c in found["date_claims"]] == [
        ("2014-06", "2014-06-01", "preferred", None),
        ("1999", "1999-01-01", "normal", "So they say."),
    ]
    assert found["date_alternatives"] == ["2014-06", "1999"]


def test_nothing_is_guarded_and_no_bar_is_taken_out(client):
    event("=1+1", who=[entity("Beta|Gamma")])
    (one,) = fetched(client)
    assert (one["title"], one["actor_names"]) == ("=1+1", ["Beta|Gamma"])


def test_a_long_quote_is_cut_wherever_it_stands(client, settings):
    settings.MAX_QUOTE_CHARACTERS = 20
    event("A title that is quite long indeed")
    (one,) = fetched(client)
    assert one["primary_quote"] == one["evidence"][0]["quote"] == "A title that is qui…"


def test_the_trailer_is_a_last_line_that_proves_the_rest(client):
    event("One")
    event("Two")
    *events, last = fetched(client, "?trailer=1")
    assert last["#END"]["rows"] == len(events) == 2


@pytest.mark.one_database
def test_queries_grow_by_chunks_not_by_rows(client, monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 5)

    def queries():
        for number in range(5):
            event(f"Event {number}", who=["Russia"], tags=["A"])
        with CaptureQueriesContext(connection) as seen:
            fetched(client)
        return len(seen)

    one, two, three = queries(), queries(), queries()
    evidence_decided_on = 2
    assert three - two == two - one == len(reading.GATHERED) + len(NESTED) + evidence_decided_on


@pytest.mark.one_database  # its events are those of the CSV
@FILTERS_OF_A_DOOR
def test_the_ndjson_of_a_filter_holds_what_the_oracle_expects(oracle: Oracle, client, number):
    for params in oracle.filters(number):
        found = fetched(client, "?" + asked(params).urlencode())
        expected = oracle.public_ids(oracle.expected_ids(params))
        assert [one["event_id"] for one in found] == expected, params


def test_pages_of_json_follow_one_another_and_hold_what_ndjson_holds(client, monkeypatch):
    monkeypatch.setattr(events_json, "PER_PAGE", 2)
    for number in range(5):
        event(f"Event {number}", date=f"201{number}", who=["Pakistan"])
    found, pages = [], 0
    following = "/export/events.json?from=2000"
    while following:
        answer = client.get(following)
        page = json.loads(b"".join(answer))
        assert (page["total"], page["version"]) == (5, answer["X-Dataset-Version"])
        found, following, pages = found + page["events"], page["next"], pages + 1
    assert found == fetched(client, "?from=2000") and pages == 3
    before = json.loads(b"".join(client.get(page["prev"])))
    assert [one["title"] for one in before["events"]] == ["Event 2", "Event 3"]


def test_each_page_of_json_has_an_etag_of_its_own_and_a_tampered_cursor_is_named(client, monkeypatch):
    monkeypatch.setattr(events_json, "PER_PAGE", 1)
    event("One")
    event("Two")
    first = client.get("/export/events.json")
    second = client.get(json.loads(b"".join(first))["next"])
    assert first["ETag"] != second["ETag"]
    refused = client.get("/export/events.json?after=tampered")
    assert (refused.status_code, refused.content.decode().split(":")[0]) == (400, "after")


@FILTERS_OF_A_DOOR
def test_the_pages_of_json_of_a_filter_hold_what_the_oracle_expects(
    oracle: Oracle, client, number, monkeypatch
):
    monkeypatch.setattr(events_json, "PER_PAGE", 60)
    for params in oracle.filters(number):
        found, following = [], "/export/events.json?" + asked(params).urlencode()
        while following:
            page = json.loads(b"".join(client.get(following)))
            found += [one["event_id"] for one in page["events"]]
            following = page["next"]
        assert found == oracle.public_ids(oracle.expected_ids(params)), params


def test_every_row_of_a_table_beside_belongs_to_the_events(oracle: Oracle):
    some = Event.objects.published().filter(disputed=True)
    for table, count in (
        ("evidence", Evidence.objects.filter(event__in=some).count()),
        ("date_claims", Evidence.objects.filter(event__in=some, date__isnull=False).count()),
        ("articles", Evidence.objects.filter(event__in=some).values("article").distinct().count()),
        ("event_entities", some.values("participations").exclude(participations=None).count()),
    ):
        chunks = list(relations.rows(table, some.chronological(), site="", using="default"))
        assert sum(map(len, chunks)) == count, table
