"""python -m timeline.engine: what it prints and how it fails."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from timeline.engine.__main__ import main

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "000_31d6ead572574e4d.txt"


@pytest.fixture
def run(capsys):
    def run(*argv):
        try:
            code = main([str(a) for a in argv])
        except SystemExit as stop:
            code = stop.code
        out, err = capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err

    return run


def test_each_finding_is_one_line_of_json(run, tmp_path):
    text = "In June 2014, Russia lifted its embargo.\r\nIt said so on Wednesday.\r\n"
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode())
    code, found, err = run("--published", "2016-02-11", file)
    assert (code, err) == (0, "")
    assert list(found[0]) == [
        "title", "date_edtf", "earliest", "latest", "quote", "start", "end", "trigger", "trigger_start", "date_text",
        "basis", "rule", "factuality", "participants", "score",
    ]  # fmt: skip
    assert (found[0]["title"], found[0]["earliest"], found[0]["latest"]) == (
        "Russia lifted its embargo",
        "2014-06-01",
        "2014-06-30",
    )
    assert [text[f["start"] : f["end"]] for f in found] == [f["quote"] for f in found]


def test_a_file_without_events_gives_no_line(run, tmp_path):
    (tmp_path / "a.txt").write_text("Nothing here is dated.")
    assert run("--published", "2016-02-11", tmp_path / "a.txt") == (0, [], "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b" \n\n", "There is no text in it."),
        (bytes(range(256)) * 4, "binary file"),
        (b"<!doctype html><p>In June 2014 it rained.", "python -m kb.text gives the page's"),
        (b"In June 2014 it rained. " * 500_000, "at most 10 MB"),
    ],
    ids=["empty", "blank", "binary", "a page", "large"],
)
def test_what_cannot_be_read_is_said_in_one_line(run, tmp_path, content, said):
    (tmp_path / "a.txt").write_bytes(content)
    code, found, err = run("--published", "2016-02-11", tmp_path / "a.txt")
    assert (code, found) == (1, [])
    assert said in err and len(err.splitlines()) == 1


@pytest.mark.parametrize("command", ["kb.text", "timeline.engine"])
def test_a_reader_that_closes_early_ends_the_command_without_a_word(command, tmp_path):
    (tmp_path / "a.txt").write_text("The bridge opened in June 2014.\n" * 20)
    running = subprocess.Popen(
        [sys.executable, "-m", command, str(tmp_path / "a.txt")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    running.stdout.close()
    assert running.stderr.read() == b""
    running.wait()


def test_a_missing_file_is_said_in_one_line(run, tmp_path):
    code, _, err = run("--published", "2016-02-11", tmp_path / "none.txt")
    assert code == 1
    assert err.strip().endswith("no such file or directory")


def test_a_day_no_calendar_has_is_refused(run, tmp_path):
    code, _, err = run("--published", "2016-02-31", tmp_path / "a.txt")
    assert code == 2
    assert "2016-02-31" in err


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not beside this project")
def test_the_article_the_project_was_born_from(run):
    code, found, _ = run("--published", "2016-02-11", SEED)
    assert code == 0
    dated = {(f["trigger"], f["date_edtf"]): f["title"] for f in found}
    assert dated["lifted", "2014-06"] == "Russia lifted its embargo on arms supplies to Pakistan"
    assert (
        dated["signed", "2014-11"] == "Russia signed a bilateral defence cooperation agreement with Pakistan"
    )
    assert {("stated", "2016-02-10"), ("announced", "2016-01"), ("visited", "2016-01")} <= set(dated)
    assert not any(f["date_edtf"].startswith("2024") for f in found)
    days = [f for f in found if f["earliest"] == f["latest"]]
    assert [f["date_text"] for f in days] == ["Wednesday"]
