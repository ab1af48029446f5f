"""The Parquet file: the CSV's rows with their types, readable whole or not at all."""

import csv
import datetime as dt
import io

import pytest

from timeline.exports import events_parquet, reading
from timeline.exports.columns import CORE, FULL
from timeline.models import Event
from timeline.tests.factories import entity, event, evidence
from timeline.tests.oracle import FILTERS_OF_A_DOOR, Oracle, asked

pytest.importorskip("pyarrow", reason="NO PYARROW: pip install -r requirements-parquet.txt to run this test")
pq = pytest.importorskip("pyarrow.parquet")
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # of one file


def fetched(client, query="") -> bytes:
    answer = client.get(f"/export/events.parquet{query}")
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def table(client, query=""):
    return pq.read_table(io.BytesIO(fetched(client, query)))


def as_text(value) -> str:
    """A value as the CSV has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return "|".join(value)
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return "" if value is None else str(value)


@FILTERS_OF_A_DOOR
def test_the_parquet_of_a_filter_holds_what_the_oracle_expects(oracle: Oracle, client, number):
    for params in oracle.filters(number):
        found = table(client, "?" + asked(params).urlencode())["event_id"].to_pylist()
        assert found == oracle.public_ids(oracle.expected_ids(params)), params


@pytest.mark.parametrize("columns", ["core", "full"])
def test_its_cells_are_those_of_the_csv(oracle, client, columns):
    text = b"".join(
        client.get(f"/export/events.csv?profile=raw&columns={columns}").streaming_content
    ).decode()
    from_csv = list(csv.DictReader(io.StringIO(text, newline="")))
    from_parquet = table(client, f"?columns={columns}").to_pylist()
    assert len(from_csv) > 200
    assert [{name: as_text(value) for name, value in row.items()} for row in from_parquet] == from_csv


def test_days_numbers_and_lists_have_their_types(client):
    evil = '=cmd|"x",\n🙂'
    one = event(evil, date="0476-09-04", who=["Russia", "Pakistan"], place=entity("Port Amber", latitude="-12.5", longitude="31.03"))  # fmt: skip
    (row,) = table(client).to_pylist()
    assert row["title"] == evil and row["date_earliest"] == dt.date(476, 9, 4)
    assert row["date_edtf"] == "0476-09-04" and (row["year"], row["day"]) == (476, 4)
    assert (row["latitude"], row["longitude"], row["date_disputed"]) == (-12.5, 31.03, False)
    assert sorted(row["actor_names"]) == ["Pakistan", "Russia"] and row["tags"] == []
    assert row["updated_at"] == one.changed_at.replace(microsecond=0)
    assert row["summary"] is None and row["event_type"] is None


def test_the_schema_says_what_each_column_means_and_what_the_file_is_of(client):
    one = event(date="2014-06")
    schema = table(client, "?from=2014&columns=full").schema
    assert schema.names == [column.name for column in FULL]
    for column in FULL:
        assert schema.field(column.name).metadata[b"description"].decode() == str(column.meaning)
    assert schema.metadata[b"events"] == b"Events from 2014 on"
    assert schema.metadata[b"dataset_version"].decode() == f"live@{one.changed_at:%Y-%m-%dT%H:%M:%S.%fZ}"


def test_nothing_found_is_a_table_without_rows_of_the_same_schema(client):
    found = table(client)
    assert found.num_rows == 0 and found.schema.names == [column.name for column in CORE]


def test_it_leaves_group_by_group_and_is_the_same_each_time(client, monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 2)
    monkeypatch.setattr(events_parquet, "ROWS_A_GROUP", 4)
    for number in range(9):
        event(f"Event {number}", date=f"200{number}")
    pieces = list(client.get("/export/events.parquet").streaming_content)
    assert pieces[0] == b"PAR1" and len(pieces) == 4  # two whole groups, then the rest and the end
    data = b"".join(pieces)
    assert data == fetched(client)
    read = pq.ParquetFile(io.BytesIO(data))
    assert [read.metadata.row_group(n).num_rows for n in range(3)] == [4, 4, 1]
    assert read.read()["title"].to_pylist() == [f"Event {number}" for number in range(9)]


def test_a_file_cut_short_cannot_be_read(client, monkeypatch):
    event("One")
    monkeypatch.setitem(reading.GATHERED, "tags", lambda ids, using: 1 / 0)
    sent = []
    with pytest.raises(ZeroDivisionError):
        sent.extend(client.get("/export/events.parquet").streaming_content)
    with pytest.raises(Exception, match="Parquet"):
        pq.read_table(io.BytesIO(b"".join(sent)))


def test_pandas_and_duckdb_read_it(client, tmp_path):
    pandas, duckdb = pytest.importorskip("pandas"), pytest.importorskip("duckdb")
    event("One", date="2014-06")
    evidence(event("Two", date="2015"), exact="It happened in 1999.", date=None)
    path = tmp_path / "events.parquet"
    path.write_bytes(fetched(client))
    assert pandas.read_parquet(path)["date_edtf"].tolist() == ["2014-06", "2015"]
    asked = f"SELECT title, year(date_earliest), len(source_urls) FROM '{path}' ORDER BY date_earliest"
    assert duckdb.sql(asked).fetchall() == [("One", 2014, 0), ("Two", 2015, 0)]
    assert Event.objects.count() == 2
