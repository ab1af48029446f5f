"""What stands in each column: the table, its dictionary, and rows of events worth looking at."""

import csv
import datetime as dt
import io
import zipfile

import pytest
from django.core.management import call_command

from timeline.dates import EdtfDate
from timeline.exports import csv as written
from timeline.exports import dictionary
from timeline.exports.columns import CORE, EXTRA, FULL
from timeline.exports.tables import TABLES
from timeline.models import Change, Decision, Event, Evidence, Participation, PublicChange
from timeline.tests.factories import article, entity, event, evidence, source, tag

pytestmark = pytest.mark.django_db


def rows(client, query="") -> list[dict]:
    answer = client.get(f"/export/events.csv{query}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def row(client) -> dict:
    (only,) = rows(client)
    return only


def test_the_columns_are_these_in_this_order_for_ever():
    assert [column.name for column in CORE] == (
        "event_id event_url title summary date_display date_edtf date_earliest date_latest date_precision "
        "date_qualifier date_kind year month day date_text date_basis date_anchor date_disputed event_type tags "
        "actor_ids actor_names countries place_name latitude longitude geo_precision source_count "
        "independent_source_count source_urls primary_source primary_published primary_quote status confidence "
        "first_published_at updated_at revision"
    ).split()


def test_the_columns_of_the_full_set_follow_them():
    assert FULL[: len(CORE)] == CORE
    assert [column.name for column in EXTRA] == (
        "start_latest end_earliest date_precision_wikidata date_alternatives date_rule calendar primary_article_id "
        "primary_archived_url quote_prefix quote_suffix quote_start quote_end article_text_sha256 extraction_method "
        "extraction_score review_decision reviewed_at created_at merged_ids language wikidata_ids licence factuality "
        "place_id correction_note"
    ).split()


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("events", " ".join(column.name for column in FULL)),
        (
            "evidence",
            "evidence_id event_id article_id article_url archived_url publisher article_title author published_edtf "
            "retrieved_at quote quote_prefix quote_suffix quote_start quote_end text_sha256 anchor_state "
            "syndication_group extraction_method extraction_score decided_at rank",
        ),
        (
            "articles",
            "article_id article_page article_url title publisher author published_edtf language retrieved_at "
            "text_sha256 syndication_group",
        ),
        (
            "entities",
            "entity_id entity_page name kind description aliases wikidata_id country latitude longitude geo_precision",
        ),
        ("event_entities", "event_id entity_id role name"),
        (
            "date_claims",
            "event_id date_edtf date_earliest date_latest rank evidence_id note date_text date_basis date_anchor "
            "date_rule",
        ),
        ("changes", "event_id change changed_at revision merged_into"),
    ],
)
def test_the_tables_have_these_columns_in_this_order_for_ever(table, names):
    assert [column.name for column in TABLES[table].columns] == names.split()


def test_every_column_has_a_meaning_and_a_writer():
    for table in TABLES.values():
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
        for column in table.columns:
            assert column.name.isascii() and column.name == column.name.lower()
            assert str(column.meaning).endswith(".")
            assert written.writer_of(column, written.Dialect())


def test_keys_and_references_name_columns_there_are():
    for table in TABLES.values():
        names = {column.name for column in table.columns}
        references = table.refers | table.may_refer
        assert {*table.key, *references} <= names
        for there, column in references.values():
            assert TABLES[there].key == (column,)


def test_the_data_dictionary_is_the_table_of_columns():
    assert dictionary.PATH.read_text(encoding="utf-8") == dictionary.text(), "run: manage.py data_dictionary"


def test_the_command_writes_the_dictionary(tmp_path, monkeypatch):
    monkeypatch.setattr(dictionary, "PATH", tmp_path / "docs" / "data-dictionary.md")
    dictionary.PATH.parent.mkdir()
    call_command("data_dictionary")
    assert dictionary.PATH.read_text(encoding="utf-8") == dictionary.text()


@pytest.fixture
def event_of_the_dictionary(settings):
    settings.SITE_URL = "https://dateline.example"
    settings.DATA_LICENCE = "CC-BY-4.0"
    text = "PORT ALAND - Aland lifted its timber embargo last month, the ministry said."
    quote = text.removeprefix("PORT ALAND - ")
    post = source("The Harbour Post")
    later = article(published=dt.date(2014, 7, 9), source=post, url="https://post.example/2")
    first = article(text, pk=1968, published=dt.date(2014, 7, 3), source=post, url="https://post.example/1")
    aland = entity("Aland", public_id="en-9z7x5v3t1r", iso3="ALD", wikidata="Q1", aliases=["Alandish"])
    borduria = entity("Borduria", public_id="en-2b4d6f8h0k", iso3="BDR", wikidata="Q2")
    point = {"latitude": "-12.5", "longitude": "31.03", "geo_precision": "locality"}
    port = entity("Port Aland", public_id="en-4c6e8g0j2m", iso3="ALD", **point)
    one = event(
        "Aland lifted its timber embargo on Borduria",
        public_id="ev-7q2k9x4m1c",
        summary="The embargo had stood for nine years.",
        date="2014-06",
        date_basis="relative",
        event_type="YIELD",
        who=[aland, borduria],
        tags=["Embargoes", "Arms trade"],
        place=port,
        confidence="high",
        correction_note="The month had been given as July.",
        note="Ask the ministry.",
        proof=False,
    )
    told = {"date_text": "last month", "date_start": text.index("last month"), "date_rule": "months_ago"}
    found = {
        "method": "rule:timeline.engine@1",
        "score": 0.85,
        "archived_url": "https://archive.example/post/1",
        "note": "As the ministry told it.",
    }
    evidence(one, first, pk=1947, exact=quote, rank="preferred", date_anchor="2014-07-03", **told, **found)
    evidence(one, later, exact=later.text)
    accepted = Decision.objects.create(verb="accept")
    Change.objects.create(
        decision=accepted, model="timeline.event", row=one.pk, event=one, after={}, revision=1
    )
    Decision.objects.update(at=dt.datetime(2016, 2, 11, 8, 30, tzinfo=dt.UTC))
    Event.objects.update(
        first_published_at=dt.datetime(2016, 2, 11, 8, 30, tzinfo=dt.UTC),
        changed_at=dt.datetime(2016, 2, 12, 9, 0, 0, 123456, tzinfo=dt.UTC),
        created_at=dt.datetime(2016, 2, 11, 8, 0, tzinfo=dt.UTC),
        revision=3,
    )
    changed = {"kind": "updated", "at": dt.datetime(2016, 2, 12, 9, 0, tzinfo=dt.UTC), "revision": 3}
    PublicChange.objects.update(**changed)


def test_the_event_of_the_dictionary_is_exported_as_the_dictionary_says(client, event_of_the_dictionary):
    assert row(client) == {column.name: column.example for column in CORE}
    (full,) = rows(client, "?columns=full")
    assert full == {column.name: column.example for column in FULL}


@pytest.mark.parametrize("table", TABLES)
def test_so_are_the_rows_of_the_other_tables(client, event_of_the_dictionary, table):
    package = zipfile.ZipFile(io.BytesIO(b"".join(client.get("/export/package.zip"))))
    text = package.read(f"{table}.csv").decode()
    example = {column.name: column.example for column in TABLES[table].columns}
    assert example in list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("date", "cells"),
    [
        ("2014-11-20", "2014-11-20 2014-11-20 2014 11 20 day exact point"),
        ("2014-11-20~", "2014-11-20 2014-11-20 2014 11 20 day approximate point"),
        ("2014-11", "2014-11-01 2014-11-30 2014 11 - month exact point"),
        ("2014?", "2014-01-01 2014-12-31 2014 - - year uncertain point"),
        ("2014-22%", "2014-06-01 2014-08-31 2014 - - season both point"),
        ("2014-24", "2014-12-01 2015-02-28 - - - season exact point"),
        ("199X", "1990-01-01 1999-12-31 - - - decade exact point"),
        ("[2014-06-01..2014-06-10]", "2014-06-01 2014-06-10 2014 6 - range exact point"),
        ("[..2014-10]", "- 2014-10-31 - - - range exact point"),
        ("[2014-07..]", "2014-07-01 - - - - range exact point"),
        ("2016/..", "2016-01-01 - - - - range exact span"),
        ("../2015-03", "- 2015-03-31 - - - range exact span"),
        ("2016-02-10/2016-02-12", "2016-02-10 2016-02-12 2016 2 - range exact span"),
        ("0001-01", "0001-01-01 0001-01-31 1 1 - month exact point"),  # the calendar's first day, not an open side
        ("9999-12-31", "9999-12-31 9999-12-31 9999 12 31 day exact point"),
        (None, "- - - - - unknown - -"),
    ],
)  # fmt: skip
def test_a_date_is_no_finer_in_the_file_than_in_its_source(client, date, cells):
    event(date=date, date_basis="explicit" if date else "")
    found = row(client)
    names = "date_earliest date_latest year month day date_precision date_qualifier date_kind".split()
    assert [found[name] or "-" for name in names] == cells.split()
    assert found["date_edtf"] == (date or "")


@pytest.mark.parametrize(
    ("basis", "anchor"), [("relative", "2016-02-11"), ("inherited", "2016-02-11"), ("editor", ""), ("explicit", "")]
)  # fmt: skip
def test_an_anchor_stands_only_beside_a_date_that_was_read_against_it(client, basis, anchor):
    event(date="2016-01", date_basis=basis).evidence.update(date_anchor="2016-02-11")
    assert row(client)["date_anchor"] == anchor


def test_status_says_disputed_before_corrected(client):
    event("Plain")
    event("Corrected", correction_note="The month was wrong.")
    disputed = event("Disputed", correction_note="The month was wrong.")
    evidence(disputed, exact="It happened in 1999.", date=EdtfDate.parse("1999"))
    assert {r["title"]: (r["status"], r["date_disputed"]) for r in rows(client)} == {
        "Plain": ("published", "false"),
        "Corrected": ("corrected", "false"),
        "Disputed": ("disputed", "true"),
    }


def test_a_long_quote_is_cut_and_says_so(client, settings):
    settings.MAX_QUOTE_CHARACTERS = 20
    event("A title that is quite long indeed")
    quote = row(client)["primary_quote"]
    assert quote == "A title that is qui…" and len(quote) == 20


def test_nobody_and_no_place_that_is_only_suggested_stands_in_the_file(client):
    suggested = {"state": "suggested", "iso3": "SGG"}
    event(
        who=[entity("Nur Khan", "person", **suggested), entity("Pakistan", iso3="PAK")],
        place=entity("Nowhere", **suggested),
    )
    found = row(client)
    assert (found["actor_names"], found["countries"], found["place_name"]) == ("Pakistan", "PAK", "")


def test_lists_are_sorted_and_parallel_ones_keep_one_order(client):
    one = event(tags=["Water", "Courts"])
    for name, public_id, role in (
        ("Zeta", "en-1111111111", "other"),
        ("Alpha", "en-3333333333", "actor"),
        ("Beta|Gamma", "en-2222222222", "recipient"),
    ):
        Participation.objects.create(event=one, entity=entity(name, public_id=public_id), role=role)
    found = row(client)
    assert found["tags"] == "courts|water"
    assert found["actor_ids"] == "en-1111111111|en-2222222222|en-3333333333"
    assert found["actor_names"] == "Zeta|Beta%7CGamma|Alpha"


def test_source_urls_are_each_once_oldest_first_and_without_what_was_set_aside(client):
    one = event()
    for url, published, rank in (
        ("https://a.example/late", dt.date(2020, 1, 1), "normal"),
        ("https://a.example/x|y", dt.date(1999, 1, 1), "normal"),
        ("https://a.example/no", dt.date(1998, 1, 1), "deprecated"),
    ):
        paper = article(published=published, url=url)
        evidence(one, paper, exact=paper.text, rank=rank)
        if rank == "normal":
            evidence(one, paper, exact=paper.text[:7], rank=rank)
    Evidence.objects.create(event=one, citation="A book, page 3", url="https://b.example/book", rank="normal")
    assert row(client)["source_urls"] == "|".join(
        ["https://a.example/x%7Cy", "https://a.example/late", "https://b.example/book"]
    )


def test_an_event_written_by_hand_names_the_work_its_editor_cites(client):
    one = event(proof=False)
    Evidence.objects.create(event=one, citation="The Annals, volume 2", rank="preferred")
    found = row(client)
    assert (found["primary_source"], found["primary_published"]) == ("The Annals, volume 2", "")


def test_an_event_without_evidence_or_anything_else_still_makes_a_row(client):
    event(date=None, proof=False, date_basis="")
    found = row(client)
    assert found["date_precision"] == "unknown"
    assert (found["date_text"], found["primary_quote"], found["source_urls"]) == ("", "", "")


def test_a_permalink_begins_with_the_host_that_was_asked_where_no_site_is_set(client, settings):
    settings.SITE_URL = ""
    one = event()
    assert row(client)["event_url"] == f"http://testserver/events/{one.public_id}/"


def test_hostile_words_come_through_every_column_that_holds_words(client):
    evil = '=cmd|"x",\n🙂 مرحبا'
    one = event(evil, summary=evil, who=[entity("@Max")], tags=[tag("Water")])
    one.evidence.update(date_text="-5", exact=evil)
    found = row(client)
    assert found["title"] == found["summary"] == found["primary_quote"] == "'" + evil
    assert (found["actor_names"], found["date_text"]) == ("'@Max", "'-5")
