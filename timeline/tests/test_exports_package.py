"""The data package: tables that fit together, described for programs and proved whole; and what tells a cut file."""

import csv
import gzip
import hashlib
import io
import json
import random
import zipfile

import jsonschema
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from timeline import merging, review
from timeline.dates import EdtfDate
from timeline.exports import descriptors, reading
from timeline.exports.tables import TABLES
from timeline.models import Evidence
from timeline.tests.factories import article, entity, event, evidence
from timeline.tests.oracle import FILTERS_OF_A_DOOR, Oracle, asked

pytestmark = pytest.mark.django_db
BESIDE = ("datapackage.json", "csv-metadata.json", "event.schema.json", "README.md", "SHA256SUMS")


def fetched(client, query="") -> bytes:
    return b"".join(client.get(f"/export/package.zip{query}").streaming_content)


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def rows(package: zipfile.ZipFile, table: str) -> list[dict]:
    text = package.read(f"{table}.csv").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_user("editor")


# what is in it


def test_the_tables_come_first_and_the_checksums_of_all_last(client):
    event()
    package = opened(fetched(client))
    assert package.namelist() == [*(f"{name}.csv" for name in TABLES), *BESIDE]
    sums = dict(line.split("  ")[::-1] for line in package.read("SHA256SUMS").decode().splitlines())
    assert list(sums) == package.namelist()[:-1]
    for name, digest in sums.items():
        assert hashlib.sha256(package.read(name)).hexdigest() == digest


def test_nothing_found_gives_tables_with_headers_alone(client):
    package = opened(fetched(client))
    for name, table in TABLES.items():
        header = ",".join(column.name for column in table.columns)
        assert package.read(f"{name}.csv").decode() == header + "\r\n"


def test_the_tables_hold_what_belongs_to_the_events_of_the_filter(client):
    paper = article("It was in 1999. So they say.", url="https://quay.example/1", language="ur")
    port = entity("Port", aliases=["Harbour", "Quay"], wikidata="Q7", latitude="-12.5", longitude="31.03")
    one = event("One", date="2014-06", who=["Pakistan"], place=port, proof=False)
    quote = evidence(one, paper, exact="It was in 1999.", date=EdtfDate.parse("1999"), rank="preferred")
    event("Another", date="2001", who=["Russia"])
    package = opened(fetched(client, "?from=2010"))
    found = {name: rows(package, name) for name in TABLES}
    assert [row["event_id"] for row in found["events"]] == [one.public_id]
    assert [(row["evidence_id"], row["article_id"]) for row in found["evidence"]] == [
        (str(quote.pk), str(paper.pk))
    ]
    (of_article,) = found["articles"]
    assert (of_article["article_url"], of_article["language"]) == ("https://quay.example/1", "ur")
    assert of_article["article_page"] == f"http://testserver/articles/{paper.pk}/"
    by_name = {row["name"]: row for row in found["entities"]}
    assert by_name.keys() == {"Pakistan", "Port"}
    assert by_name["Port"]["aliases"] == "Harbour|Quay" and by_name["Port"]["latitude"] == "-12.5"
    assert by_name["Port"]["entity_page"] == "http://testserver/entities/port/"
    assert [(row["name"], row["role"]) for row in found["event_entities"]] == [("Pakistan", "actor")]
    assert [(row["date_edtf"], row["rank"]) for row in found["date_claims"]] == [("1999", "preferred")]
    assert [(row["event_id"], row["change"]) for row in found["changes"]] == [(one.public_id, "created")]


def test_nothing_the_public_may_not_see_is_in_any_file(client):
    paper = article(
        "Seen, in June 2014, the record says. It goes on for a while, and this is far from the quote."
    )
    suggested = entity("Secret Person", "person", state="suggested", wikidata="Q666")
    seen = event("Seen", note="secret note", flagged=True, who=[suggested], place=suggested, proof=False)
    evidence(seen, paper, exact="Seen, in June 2014, the record says.", rank="preferred")
    for status in ("proposed", "rejected"):
        event(f"Secret {status}", status=status)
    event("Secret retracted", status="retracted", retraction_reason="Secret hoax.")
    package = opened(fetched(client))
    for name in package.namelist():
        text = package.read(name).decode().casefold()
        assert "secret" not in text and "q666" not in text and "far from the quote" not in text, name


def test_changes_tell_of_the_events_in_it_and_of_what_was_merged_into_them(client, editor):
    one, two = event("One", date="2014"), event("Two", date="2014")
    gone = event("Gone", date="2014")
    merging.merge(two, into=one, by=editor)
    review.retract(gone, by=editor, reason="A hoax.")
    event("Elsewhere", date="1999")
    narrow = [
        (row["event_id"], row["change"]) for row in rows(opened(fetched(client, "?from=2010")), "changes")
    ]
    assert (two.public_id, "merged") in narrow and (one.public_id, "updated") in narrow
    assert {event_id for event_id, _change in narrow} == {one.public_id, two.public_id}
    everything = [(row["event_id"], row["change"]) for row in rows(opened(fetched(client)), "changes")]
    assert (gone.public_id, "retracted") in everything


def test_the_package_has_no_byte_order_mark_and_guards_unless_it_is_asked_not_to(client):
    event("=1+1")
    assert b'"\'=1+1"' in (guarded := opened(fetched(client)).read("events.csv"))
    assert guarded.startswith(b"event_id,")
    raw = opened(fetched(client, "?profile=raw&lf=1"))
    assert b",=1+1," in raw.read("events.csv") and b"\r" not in raw.read("events.csv")
    assert "do not open the files in a spreadsheet" in raw.read("README.md").decode()
    dialect = json.loads(raw.read("datapackage.json"))["resources"][0]["dialect"]
    assert dialect["lineTerminator"] == "\n"


def test_the_read_me_says_what_it_is_of_when_and_under_which_licence(client, settings):
    settings.SITE_TITLE, settings.SITE_URL = "Harbours", "https://harbours.example"
    settings.DATA_LICENCE, settings.DATA_CONTACT = "CC-BY-4.0", "data@harbours.example"
    settings.DATA_LICENCE_URL = "https://creativecommons.example/by/4.0/"
    one = event(date="2014", who=["Pakistan"])
    package = opened(fetched(client, "?from=2012&to=2016&entity=pakistan"))
    said = package.read("README.md").decode()
    version = f"live@{one.changed_at:%Y-%m-%dT%H:%M:%S.%fZ}"
    for words in (
        "Events from 2012 to 2016 with Pakistan: 1 of them.",
        f"`{version}`",
        "https://harbours.example/?from=2012&to=2016&entity=pakistan",
        "CC-BY-4.0",
        "data@harbours.example",
        f"Events from 2012 to 2016 with Pakistan (version {version}) [Data set].",
        "| `evidence.csv` | 1 |",
    ):
        assert words in said
    descriptor = json.loads(package.read("datapackage.json"))
    assert descriptor["schema_version"] == "1" and descriptor["version"] == version
    assert descriptor["licenses"] == [{"name": "CC-BY-4.0", "path": settings.DATA_LICENCE_URL}]
    assert descriptor["contributors"] == [{"title": "data@harbours.example", "role": "contact"}]
    assert descriptor["resources"][0]["rows"] == 1


def test_the_same_data_gives_the_same_bytes(client):
    event(who=["Russia", "Pakistan"], tags=["B", "A"])
    assert fetched(client) == fetched(client)


@pytest.mark.one_database
def test_it_leaves_while_it_is_read_and_queries_grow_by_chunks(client, monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 5)

    def queries():
        for number in range(5):
            event(f"Event {number}", who=["Russia"])
        with CaptureQueriesContext(connection) as seen:
            fetched(client)
        return len(seen)

    one, two, three = queries(), queries(), queries()
    assert three - two == two - one <= len(reading.GATHERED) + 6
    pieces = iter(client.get("/export/package.zip").streaming_content)
    with CaptureQueriesContext(connection) as seen:
        next(pieces)
    assert len(seen) == 0


@FILTERS_OF_A_DOOR
def test_the_package_of_a_filter_holds_what_the_oracle_expects(oracle: Oracle, client, number):
    by_id = {one.pk: one for one in oracle.public}
    for params in oracle.filters(number):
        package = opened(fetched(client, "?" + asked(params).urlencode()))
        expected = [by_id[pk] for pk in oracle.expected_ids(params)]
        assert [row["event_id"] for row in rows(package, "events")] == [one.public_id for one in expected]
        quotes = [str(pk) for one in expected for pk in sorted(e.pk for e in one.evidence.all())]
        assert [row["evidence_id"] for row in rows(package, "evidence")] == quotes, params
        papers = {e.article_id for one in expected for e in one.evidence.all()}
        assert [int(row["article_id"]) for row in rows(package, "articles")] == sorted(papers), params
        who = {p.entity.public_id for one in expected for p in one.participations.all()}
        where = {one.place.public_id for one in expected if one.place}
        assert {row["entity_id"] for row in rows(package, "entities")} == who | where, params


# as programs read it


@pytest.fixture
def unpacked(client, tmp_path, oracle, editor, settings):
    """The package of a filtered set, with cells that are hard to read, in a folder."""
    settings.DATA_LICENCE, settings.DATA_CONTACT = "CC-BY-4.0", "data@harbours.example"
    evil = '=cmd|"x",\n🙂 مرحبا'
    hard = event(
        evil, summary=evil, date="2004", who=[entity("@Max", wikidata="Q1"), "Russia"], tags=["Water"]
    )
    hard.evidence.update(date_text="-5", score=0.5)
    event("By hand", date="2005", proof=False)
    Evidence.objects.create(event=event("Old", date="0476", proof=False), citation="Annals", rank="preferred")
    merging.merge(event("Twice", date="2004"), into=hard, by=editor)
    package = tmp_path / "package.zip"
    package.write_bytes(fetched(client, "?to=2010"))
    zipfile.ZipFile(package).extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


@pytest.mark.one_database
def test_frictionless_accepts_it(unpacked):
    frictionless = pytest.importorskip("frictionless")
    frictionless.system.trusted = True
    for where in (unpacked / "datapackage.json", unpacked.parent / "package.zip"):
        report = frictionless.validate(str(where))
        assert report.valid, report.flatten(["resourceName", "rowNumber", "fieldName", "note"])
        assert len(report.tasks) == len(TABLES)


@pytest.mark.one_database
def test_frictionless_finds_a_key_that_leads_nowhere(unpacked):
    frictionless = pytest.importorskip("frictionless")
    frictionless.system.trusted = True
    path = unpacked / "articles.csv"
    path.write_text(path.read_text().splitlines(keepends=True)[0])
    report = frictionless.validate(str(unpacked / "datapackage.json"))
    assert not report.valid


@pytest.mark.one_database
def test_csvw_accepts_it(unpacked):
    csvw = pytest.importorskip("csvw")
    checked = csvw.CSVW(str(unpacked / "csv-metadata.json"), validate=True)
    assert checked.is_valid, checked.warnings
    assert not checked.warnings
    tables = {table.local_name: list(table.iterdicts(strict=True)) for table in checked.tables}
    assert len(tables) == len(TABLES)
    (hard,) = [row for row in tables["events.csv"] if row["title"].startswith("'=cmd")]
    assert hard["tags"] == ["water"] and len(hard["wikidata_ids"]) == 2
    assert hard["first_published_at"].tzinfo is not None


@pytest.mark.one_database
def test_the_json_schema_accepts_every_object_and_knows_every_column(client, oracle):
    answer = client.get("/export/events.ndjson")
    schema = descriptors.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for line in b"".join(answer.streaming_content).splitlines():
        check.validate(json.loads(line))


def test_the_descriptors_name_the_columns_of_the_table_in_its_order(client):
    package = opened(fetched(client))
    frictionless = json.loads(package.read("datapackage.json"))["resources"]
    of_csvw = json.loads(package.read("csv-metadata.json"))["tables"]
    for table, one, other in zip(TABLES.values(), frictionless, of_csvw, strict=True):
        names = [column.name for column in table.columns]
        assert [field["name"] for field in one["schema"]["fields"]] == names
        assert [column["name"] for column in other["tableSchema"]["columns"]] == names
        assert one["path"] == other["url"] == f"{table.name}.csv"
        assert one["schema"]["primaryKey"] == list(table.key) == other["tableSchema"]["primaryKey"]
    schema = json.loads(package.read("event.schema.json"))
    assert list(schema["properties"])[: len(TABLES["events"].columns)] == [
        column.name for column in TABLES["events"].columns
    ]


# whole, or cut


FILES = ("package.zip", "events.csv?trailer=1", "events.csv.gz", "events.ndjson?trailer=1", "events.ndjson.gz",
         "events.csv?trailer=1&lf=1&profile=raw", "events.xlsx", "changes.csv?trailer=1")  # fmt: skip


def verified(path) -> str:
    said = io.StringIO()
    call_command("verify_export", path, stdout=said)
    return said.getvalue()


def exit_code(path) -> int:
    with pytest.raises(CommandError) as refused:
        verified(path)
    return refused.value.returncode


@pytest.mark.one_database
@pytest.mark.parametrize("asked_for", FILES)
def test_a_whole_file_is_told_from_a_cut_one_by_the_file_alone(client, tmp_path, asked_for):
    for number in range(5):
        event(f"Event {number}", summary="Two\nlines.")
    path = tmp_path / asked_for.partition("?")[0]
    data = b"".join(client.get(f"/export/{asked_for}"))
    path.write_bytes(data)
    assert ": whole: " in verified(path)
    dice = random.Random(7)
    for cut in {1, 5, len(data) // 2, len(data) - 1, *(dice.randrange(1, len(data)) for _ in range(20))}:
        path.write_bytes(data[:cut])
        assert exit_code(path) in (1, 2), cut
    at = len(data) // 3
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    assert exit_code(path) == 1


def test_a_record_that_is_not_ended_is_cut_and_a_file_without_a_trailer_does_not_tell(client, tmp_path):
    event()
    path = tmp_path / "events.csv"
    data = b"".join(client.get("/export/events.csv"))
    path.write_bytes(data)
    assert exit_code(path) == 2
    path.write_bytes(data[:-5])
    assert exit_code(path) == 1


def test_a_package_whose_files_are_not_those_of_its_checksums_is_not_whole(client, tmp_path):
    event()
    path = tmp_path / "package.zip"
    package = opened(fetched(client))
    for changed, more, without in (
        ({"events.csv": b"event_id\r\n"}, {}, ()),
        ({}, {"extra.csv": b"x"}, ()),
        ({}, {}, ("evidence.csv",)),
        ({"SHA256SUMS": b"nonsense\n"}, {}, ()),
    ):
        with zipfile.ZipFile(path, "w") as other:
            for name in package.namelist():
                if name not in without:
                    other.writestr(name, changed.get(name, package.read(name)))
            for name, data in more.items():
                other.writestr(name, data)
        assert exit_code(path) == 1


def test_a_trailer_inside_a_gz_file_counts_too(tmp_path):
    path = tmp_path / "events.csv.gz"
    path.write_bytes(gzip.compress(b"event_id\r\nev-1\r\n#END,1," + b"0" * 64 + b"\r\n"))
    assert exit_code(path) == 1


def test_a_file_that_is_not_there_is_a_message(tmp_path):
    assert exit_code(tmp_path / "nothing.csv") == 1
