"""The data package that comes back: whole and untouched, or refused with the file named."""

import csv
import hashlib
import io
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from timeline import review
from timeline.exports.tables import TABLES
from timeline.models import Event, Participation
from timeline.tests.factories import entity, event, evidence

pytestmark = pytest.mark.django_db


def download(query: str = "") -> bytes:
    return b"".join(Client().get(f"/export/package.zip{query}").streaming_content)


def contents() -> dict[str, bytes]:
    """The files of a package of all events, but for the checksums."""
    with zipfile.ZipFile(io.BytesIO(download())) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "SHA256SUMS"}


def packed(files: dict[str, bytes], sums: dict[str, bytes] | None = None) -> bytes:
    """A ZIP of the files, with the checksums of `sums` (those of the files themselves)."""
    said = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in (sums or files).items())
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**files, "SHA256SUMS": said.encode()}.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.fixture
def into(tmp_path):
    def run(data: bytes, *options) -> list[str]:
        path, out = tmp_path / "package.zip", io.StringIO()
        path.write_bytes(data)
        failed = []
        try:
            call_command("import_events", path, *options, stdout=out, verbosity=0)
        except CommandError as why:
            failed = [str(why)]
        return out.getvalue().splitlines() + failed

    return run


@pytest.fixture
def world():
    """Two events with hostile words, rival quotes, people and a place."""
    port = entity("=Port, Aland", latitude="-12.5", longitude="31.03", geo_precision="locality")
    one = event(
        '\'=One "bridge"', date="2014-06~", who=["Aland", "@Borduria"], tags=["Arms trade"], place=port
    )
    evidence(one, exact="-It opened\nin 2015.", date="2015")
    event("Two", date=None)
    return one


@pytest.mark.parametrize("query", ["", "?profile=raw", "?lf=1", "?entity=aland"])
def test_an_untouched_package_changes_nothing(world, into, query):
    count = 1 if "entity" in query else 2
    assert into(download(query)) == [f"0 created, 0 changed, {count} same, 0 conflicts, 0 refused"]


@pytest.mark.one_database
def test_a_package_packed_anew_is_as_good(world, into):
    assert into(packed(contents())) == ["0 created, 0 changed, 2 same, 0 conflicts, 0 refused"]


def test_its_events_are_edited_as_those_of_a_csv(world, into):
    files = contents()
    files["events.csv"] = files["events.csv"].replace(b",Two,", b",Three,")
    assert into(packed(files))[-1] == "0 created, 1 changed, 1 same, 0 conflicts, 0 refused"
    assert Event.objects.filter(title="Three").exists()


def test_an_edit_taken_by_chunks_does_not_make_its_own_quotes_disagree(world, into):
    files = contents()
    files["events.csv"] = files["events.csv"].replace(b",Two,", b",Three,")
    said = into(packed(files), "--chunk", "1")
    assert said[-1] == "0 created, 1 changed, 1 same, 0 conflicts, 0 refused"


@pytest.mark.parametrize(
    ("table", "before", "after", "why"),
    [
        (
            "evidence",
            b"in 2015.",
            b"in 2016.",
            "evidence.csv, row 3, {id}: refused: quote: it is kept at the desk",
        ),
        ("entities", b"Aland,", b"Oland,", "entities.csv, row "),
        (
            "articles",
            b"Harbour news",
            b"Old news",
            "articles.csv, row 2: refused: title: it is kept at the desk",
        ),
        (
            "event_entities",
            b",actor",
            b",recipient",
            "event_entities.csv, row 2, {id}: refused: role: it is kept",
        ),
        ("date_claims", b",2015,", b",2016,", "date_claims.csv, row 3, {id}: refused: date_edtf: it is kept"),
    ],
)
def test_what_stands_beside_the_events_is_not_changed_by_a_file(world, into, table, before, after, why):
    files = contents()
    changed = files[f"{table}.csv"].replace(before, after, 1)
    assert changed != files[f"{table}.csv"]
    said = into(packed(files | {f"{table}.csv": changed}))
    assert said[0].startswith(why.format(id=world.public_id)), said
    assert "nothing was imported" in said[-1]


def test_rows_beside_that_are_not_in_the_record_are_refused(world, into):
    files = contents()
    alien = files["event_entities.csv"].replace(world.public_id.encode(), b"ev-0000000000", 1)
    assert (
        "event_id: there is no such event in events.csv"
        in into(packed(files | {"event_entities.csv": alien}))[0]
    )
    twice = files["articles.csv"] + files["articles.csv"].splitlines(keepends=True)[1]
    assert "the same row stands in the table already" in into(packed(files | {"articles.csv": twice}))[0]
    new = files["evidence.csv"].replace(b"\r\n", b"\r\n9", 1)
    assert "the record has no such row" in into(packed(files | {"evidence.csv": new}))[0]


@pytest.mark.one_database
@pytest.mark.parametrize("table", ["evidence", "articles", "entities", "event_entities", "date_claims"])
def test_a_row_dropped_from_a_table_beside_the_events_is_named(world, into, table):
    files = contents()
    rows = list(csv.reader(io.StringIO(files[f"{table}.csv"].decode(), newline="")))
    assert len(rows) > 1
    fewer = io.StringIO(newline="")
    csv.writer(fewer).writerows(rows[:-1])
    column = TABLES[table].key[-1]
    key = rows[-1][rows[0].index(column)]
    said = into(packed(files | {f"{table}.csv": fewer.getvalue().encode()}))
    assert said[0].startswith(f"{table}.csv") and "row 0" not in said[0]
    assert f"refused: {column}: the row of “{key}” is missing" in said[0], said
    assert "nothing was imported" in said[-1]


@pytest.mark.one_database
@pytest.mark.parametrize("table", [name for name in TABLES if name != "events"])
def test_a_package_without_one_of_its_tables_is_refused(world, into, table):
    files = {name: data for name, data in contents().items() if name != f"{table}.csv"}
    assert f"{table}.csv is missing in the package." in into(packed(files))[-1]


def test_a_table_beside_the_events_that_is_cut_in_its_last_cell_is_refused(world, into):
    files = contents()
    cut = files["entities.csv"].removesuffix(b"\r\n")
    assert "entities.csv: Row " in into(packed(files | {"entities.csv": cut}))[-1]


def test_what_has_come_to_an_event_since_is_not_missing_in_an_older_package(world, into):
    data = packed(contents())
    review.edit(world, by=None, title="By a colleague")
    Participation.objects.create(event=world, entity=entity("Sylvania"), role="actor")
    said = into(data)
    assert not [line for line in said if "is missing" in line]


def test_what_an_import_by_chunks_has_just_added_is_not_missing(world, into):
    files = contents()
    rows = list(csv.DictReader(io.StringIO(files["events.csv"].decode(), newline="")))
    actor = next(row for row in rows if row["title"] != "Two")["actor_ids"].split("|")[0]
    edited = io.StringIO(newline="")
    writer = csv.DictWriter(edited, rows[0].keys())
    writer.writeheader()
    writer.writerows(row | {"actor_ids": actor} if row["title"] == "Two" else row for row in rows)
    said = into(packed(files | {"events.csv": edited.getvalue().encode()}), "--chunk", "1")
    assert Event.objects.get(title="Two").participations.count() == 1
    assert not [line for line in said if "is missing" in line], said


def test_an_older_package_is_in_conflict_only_where_it_differs(world, into):
    data = packed(contents())
    review.edit(world, by=None, title="By a colleague")
    said = into(data)
    assert said[-2] == "0 created, 0 changed, 1 same, 1 conflicts, 0 refused"


# packages that are not what was exported


def test_a_wrong_checksum_names_its_file(world, into):
    files = contents()
    spoilt = files | {"evidence.csv": files["evidence.csv"] + b"\r\n"}
    assert "evidence.csv is not what its checksum says" in into(packed(spoilt, sums=files))[-1]


def test_a_file_more_or_less_than_the_checksums_say_is_named(world, into):
    files = contents()
    more, fewer = files | {"more.csv": b"a"}, {n: d for n, d in files.items() if n != "entities.csv"}
    assert "more.csv is not among the checksums" in into(packed(more, sums=files))[-1]
    assert "entities.csv is missing" in into(packed(fewer, sums=files))[-1]


def test_half_a_package_is_refused(world, into):
    data = packed(contents())
    assert "it has not come down whole" in into(data[: len(data) // 2])[-1]


def test_a_damaged_package_is_refused(world, into):
    data = bytearray(packed(contents()))
    data[200] ^= 0xFF
    assert "events.csv is damaged" in into(bytes(data))[-1]


def test_a_zip_bomb_is_not_read(into):
    assert "unpacks to more than is reasonable" in into(packed({"events.csv": b" " * 20_000_000}))[-1]


def test_a_zip_that_is_no_package_says_so(into):
    assert "it is no data package" in into(packed({"xl/workbook.xml": b"<x/>"}))[-1]


def test_a_package_without_checksums_is_refused(into):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("events.csv", "event_id,revision\r\n")
    assert "The package has no SHA256SUMS" in into(file.getvalue())[-1]


def test_a_table_with_a_wrong_header_is_named(world, into):
    files = contents()
    files["evidence.csv"] = files["evidence.csv"].replace(b"quote_prefix", b"quote_prefx", 1)
    assert "evidence.csv: Row 1, column 12: there is no column “quote_prefx”." in into(packed(files))[-1]
