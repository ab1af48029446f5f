"""The CSV as other programs read it: the same cells from Python's csv, pandas, DuckDB, R and LibreOffice.

A program that is not on this machine is skipped, and the line says so.
"""

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest

from timeline.exports.columns import CORE
from timeline.tests.factories import article, entity, event, evidence

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # of one file
NAMES = [column.name for column in CORE]
HOSTILE = (
    "=cmd|' /C calc'!A0", "+1", "-jets", "@home", "\ttab", "'=1", "'tis so", "＝1", 'the "bridge", said', "a\r\nb\nc",
    " padded ", "NA", "null", "NULL", "TRUE", "1e5", "007", "2014-06", "🙂 مرحبا بالعالم", "x" * 199, "#END,1,abc", ",",
)  # fmt: skip


@pytest.fixture
def file(client, tmp_path) -> Path:
    """A CSV of events of hostile words and of every kind of gap."""
    for number, words in enumerate(HOSTILE):
        one = event(
            f"Event {number}",
            date=f"19{number + 10}-06",
            who=[entity(f"@{number}", "person")],
            tags=["Water"],
        )
        one.title = one.summary = words
        one.save()
    evidence(event("Long", date="2014/.."), article("y" * 40_000), exact="y" * 40_000, date="1999")
    event("Unknown", date=None, date_basis="", proof=False)
    path = tmp_path / "events.csv"
    path.write_bytes(b"".join(client.get("/export/events.csv").streaming_content))
    return path


def cells(file: Path) -> list[list[str]]:
    text = file.read_bytes().decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert header == NAMES and len(rows) == len(HOSTILE) + 2
    return rows


def test_pythons_csv_reads_rows_of_equal_length_strictly(file):
    text = file.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(row) for row in rows} == {len(NAMES)}
    assert rows[1:] == cells(file)


def test_pandas_reads_the_same_cells(file):
    pandas = pytest.importorskip("pandas", reason="NO PANDAS: install requirements-dev.txt to run this test")
    frame = pandas.read_csv(file, dtype=str, keep_default_na=False)
    assert list(frame.columns) == NAMES
    assert frame.to_numpy().tolist() == cells(file)


def test_duckdb_reads_the_same_cells(file):
    duckdb = pytest.importorskip("duckdb", reason="NO DUCKDB: install requirements-dev.txt to run this test")
    read = f"SELECT * FROM read_csv('{file}', all_varchar=true, header=true, quote='\"', escape='\"', nullstr='')"
    found = duckdb.sql(read)
    assert found.columns == NAMES
    assert [[cell or "" for cell in row] for row in found.fetchall()] == cells(file)


@pytest.mark.skipif(not shutil.which("Rscript"), reason="NO R: install it (Rscript) to run this test")
def test_r_reads_the_same_cells(file):
    """R writes what it has read with every cell in quotes."""
    code = (
        'd <- read.csv(commandArgs(TRUE)[1], colClasses="character", na.strings=character(), check.names=FALSE, '
        'fileEncoding="UTF-8-BOM", encoding="UTF-8", strip.white=FALSE);'
        'write.csv(d, commandArgs(TRUE)[2], row.names=FALSE, fileEncoding="UTF-8")'
    )
    again = file.with_name("again.csv")
    subprocess.run(["Rscript", "-e", code, str(file), str(again)], check=True, timeout=120)
    assert cells(again) == cells(file)


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(not OFFICE, reason="NO LIBREOFFICE: install it (soffice) to run this test")
def test_libreoffice_reads_the_same_cells(file, tmp_path):
    """As text in every column (format 2), which is what its dialogue offers; written back as CSV."""
    columns = "/".join(f"{number}/2" for number in range(1, len(NAMES) + 1))
    command = [
        OFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", f"--infilter=CSV:44,34,76,1,{columns}",
        "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", str(tmp_path / "again"), str(file),
    ]  # fmt: skip
    subprocess.run(command, check=True, timeout=180, capture_output=True)
    assert cells(tmp_path / "again" / "events.csv") == cells(file)
