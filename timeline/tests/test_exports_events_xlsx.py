"""The workbook: what a spreadsheet finds in its cells, whatever the words, and what it says about itself."""

import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pandas
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from xlsxwriter import Workbook

from timeline.exports import reading
from timeline.exports.columns import CORE
from timeline.exports.csv import cleaned
from timeline.exports.events_xlsx import EVENTS_XLSX, MOST_CHARACTERS, fitting, in_utf16
from timeline.models import Event, Evidence
from timeline.tests.factories import article, entity, event, evidence
from timeline.tests.oracle import FILTERS_OF_A_DOOR, Oracle, asked

DB = pytest.mark.django_db
pytestmark = pytest.mark.one_database  # of one file; its events are those of the CSV


def fetched(client, query="") -> bytes:
    answer = client.get(f"/export/events.xlsx{query}")
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def book(client, query=""):
    return openpyxl.load_workbook(io.BytesIO(fetched(client, query)))


def rows(client, query="") -> list[dict]:
    header, *found = book(client, query)["events"].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in found]


def read_back(texts: list[str]) -> list[str]:
    """The texts, written as the export writes them and read by another library."""
    file = io.BytesIO()
    with Workbook(file, {"constant_memory": True}) as written:
        sheet = written.add_worksheet()
        for row, text in enumerate(texts):
            assert sheet.write_string(row, 0, text) == 0
    found = openpyxl.load_workbook(file).active
    assert all(cell.data_type in "sn" for (cell,) in found.iter_rows())
    return [unescape(value or "") for (value,) in found.iter_rows(values_only=True)]


# whose events


@FILTERS_OF_A_DOOR
def test_the_workbook_of_a_filter_holds_what_the_oracle_expects(oracle: Oracle, client, number):
    for params in oracle.filters(number):
        answer = client.get("/export/events.xlsx?" + asked(params).urlencode())
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)), read_only=True)[
            "events"
        ]
        found = [row[0] for row in sheet.iter_rows(min_row=2, max_col=1, values_only=True)]
        expected = oracle.expected_ids(params)
        assert [i for i in found if i] == oracle.public_ids(expected), params
        assert answer["X-Total-Count"] == str(len(expected)), params


# which cells


@DB
@pytest.mark.parametrize("columns", ["core", "full"])
def test_a_workbook_and_a_csv_of_the_same_query_hold_the_same_cells(client, columns):
    event("Plain", date="2014-06", who=["Russia", "Pakistan"], tags=["Water"], summary="-5, she said.")
    event("=1+1", date="2016/..", place=entity("Port Amber", latitude="-12.5", longitude="100"))
    event("Unknown", date=None, date_basis="", proof=False)
    text = b"".join(
        client.get(f"/export/events.csv?profile=raw&columns={columns}").streaming_content
    ).decode()
    from_csv = list(csv.DictReader(io.StringIO(text, newline="")))
    from_xlsx = [
        {name: as_text(value) for name, value in row.items()} for row in rows(client, f"?columns={columns}")
    ]
    assert from_xlsx == from_csv


def as_text(value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


@DB
def test_rows_follow_one_another_from_chunk_to_chunk(client, monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 2)
    for number in range(5):
        event(f"Event {number}", date=f"200{number}")
    assert [row["title"] for row in rows(client)] == [f"Event {number}" for number in range(5)]


@DB
def test_dates_are_texts_and_numbers_are_numbers(client):
    event(date="2014-06", place=entity("Port Amber", latitude="-12.5", longitude="31.03"))
    (row,) = rows(client)
    assert (row["date_edtf"], row["date_earliest"]) == ("2014-06", "2014-06-01")
    assert (row["year"], row["month"], row["day"]) == (2014, 6, None)
    assert (row["latitude"], row["longitude"]) == (-12.5, 31.03)
    assert row["date_disputed"] is False
    assert isinstance(row["updated_at"], str) and row["updated_at"].endswith("Z")


@DB
def test_nothing_is_a_formula_or_a_link(client):
    paper = article(url="https://post.example/1")
    evidence(event("=1+1", summary="https://example.org/"), paper, exact=paper.text)
    data = fetched(client)
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet
    (row,) = rows(client)
    assert row["title"] == "=1+1" and "https://post.example/1" in row["source_urls"]


hostile = st.text(st.sampled_from("=+-@<>&\"'/rt_x0041\t\r\n \0\x1b\ufffe🙂م"), min_size=1) | st.text(
    min_size=1
)


@given(st.lists(hostile, min_size=1))
@example(["<r>bold</r>", "<r><t>x</t></r>", "<r>&</r>", "_x0041_", "\ufffe\uffff", " padded ", "<r></r>"])
def test_any_text_is_read_back_as_it_was_but_for_line_ends_and_what_xml_cannot_hold(texts):
    expected = [cleaned(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") for text in texts]
    assert read_back([fitting(text) for text in texts]) == expected


@pytest.mark.parametrize("character", ["a", "م", "🙂", "&"])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(character):
    for text in (character * 40_000, f"<r>{character * 32_000}</r>", f"<r>{character * 40_000}</r>"):
        made = fitting(text)
        (back,) = read_back([made])
        assert in_utf16(back) <= MOST_CHARACTERS
        assert back == text or (back.endswith("…") and text.startswith(back[:-1]) and len(back) > 10_000)
    fits = character * (MOST_CHARACTERS // in_utf16(character))
    assert fitting(fits) == fits


@DB
def test_a_list_too_long_for_a_cell_ends_after_a_whole_value(client):
    one = event()
    Evidence.objects.bulk_create(
        Evidence(event=one, citation="A page", url=f"https://a.example/{number}/{'x' * 900}")
        for number in range(40)
    )
    (row,) = rows(client)
    assert 31_000 < len(row["source_urls"]) <= MOST_CHARACTERS
    *whole, last = row["source_urls"].split("|")
    assert last == "…" and all(url.endswith("x" * 900) for url in whole)
    (full,) = Event.objects.all()
    assert full.evidence.count() > len(whole)


# what it says about itself


@DB
def test_the_header_is_frozen_and_filters(client):
    event()
    sheet = book(client)["events"]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:AL2"
    assert [cell.value for cell in sheet[1]] == [column.name for column in CORE]


@DB
def test_a_second_sheet_says_what_the_file_is(client, settings):
    settings.SITE_URL = "https://dateline.example"
    settings.DATA_LICENCE = "CC-BY-4.0"
    one = event(date="2014-06", tags=["Arms trade"])
    about = dict(book(client, "?tag=arms-trade&from=2014")["about"].iter_rows(values_only=True))
    assert about["Events"] == "Events from 2014 on, tagged Arms trade"
    assert about["Number"] == "1"
    assert about["Version"] == f"live@{one.changed_at:%Y-%m-%dT%H:%M:%S.%fZ}"
    assert about["Address"] == "https://dateline.example/?from=2014&tag=arms-trade"
    assert about["Licence"] == "CC-BY-4.0"
    assert about["date_edtf"].startswith("The date exactly as precise as the source")


@DB
def test_nothing_found_is_the_header_alone(client):
    assert rows(client) == []
    assert book(client)["about"]["B1"].value == "All events"


@DB
def test_the_same_data_gives_the_same_bytes(client):
    event(who=["Russia", "Pakistan"], tags=["B", "A"])
    Event.objects.update(changed_at=dt.datetime(2026, 11, 24, 9, 15, tzinfo=dt.UTC))
    assert fetched(client) == fetched(client)


@DB
def test_pandas_reads_it(client):
    event("One", date="2014-06")
    frame = pandas.read_excel(io.BytesIO(fetched(client)))
    assert list(frame.columns) == [column.name for column in CORE]
    assert frame["date_edtf"].tolist() == ["2014-06"] and frame["year"].tolist() == [2014]


def test_the_limit_of_a_sheet_counts_its_header():
    assert EVENTS_XLSX.most == 1_048_575
