"""Snapshots: all public data of one moment, as files that never change."""

import csv
import datetime as dt
import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError

from timeline import review
from timeline.exports import freezing
from timeline.exports.formats import FORMATS
from timeline.models import Snapshot
from timeline.tests.factories import event

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 26, 4, tzinfo=dt.UTC)
SITE = "https://dateline.example"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR, settings.SITE_URL, settings.SITE_TITLE = tmp_path, SITE, "Dateline"
    return tmp_path / "snapshots"


def freeze(version="", now=NOW) -> Snapshot:
    return freezing.freeze(version, site=SITE, now=now)


def test_a_snapshot_holds_every_format_its_checksums_and_its_citation(folder):
    one = event("Seen", who=["Pakistan"])
    event("A secret", status="proposed")
    made = freeze()
    assert (made.version, made.events, made.changed_at) == ("v2026-11-26", 1, one.changed_at)
    names = {file["name"] for file in made.files}
    offered = {form.name for form in FORMATS if form.available and not form.paged}
    assert names == offered | {"CITATION.txt", "citation.bib", "citation.json", "SHA256SUMS"}
    assert names == {path.name for path in (folder / made.version).iterdir()}
    for file in made.files:
        data = (folder / made.version / file["name"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"])
        assert b"A secret" not in data
    (row,) = csv.DictReader(io.StringIO((folder / "v2026-11-26/events.csv").read_text("utf-8-sig")))
    assert row["event_url"] == f"{SITE}/events/{one.public_id}/"
    (item,) = json.loads((folder / "v2026-11-26/citation.json").read_text())
    assert (item["version"], item["URL"]) == ("version v2026-11-26", f"{SITE}/data/v2026-11-26/")


@pytest.mark.one_database
def test_the_package_in_it_names_the_version_and_its_address(folder):
    event()
    freeze()
    with zipfile.ZipFile(folder / "v2026-11-26/package.zip") as package:
        readme = package.read("README.md").decode()
        described = json.loads(package.read("datapackage.json"))
    assert "- Version: `v2026-11-26`, frozen: its files never change" in readme
    assert f"(version v2026-11-26) [Data set]. {SITE}/data/v2026-11-26/" in readme
    assert described["version"] == "v2026-11-26"


def test_the_checksums_are_as_sha256sum_reads_them(folder):
    event()
    freeze()
    lines = (folder / "v2026-11-26/SHA256SUMS").read_text().splitlines()
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / "v2026-11-26" / name).read_bytes()).hexdigest() == digest
    assert len(lines) == len(Snapshot.objects.get().files) - 1


def test_a_snapshot_stays_as_it_was_when_the_data_change(folder):
    one = event("Before")
    freeze()
    before = {path.name: path.read_bytes() for path in (folder / "v2026-11-26").iterdir()}
    review.edit(one, by=get_user_model().objects.create_user("editor"), title="After")
    second = freeze()
    assert second.version == "v2026-11-26.2"
    assert {path.name: path.read_bytes() for path in (folder / "v2026-11-26").iterdir()} == before
    assert "After" in (folder / "v2026-11-26.2/events.csv").read_text()


def test_nothing_is_frozen_twice_unless_it_is_given_a_name():
    event()
    freeze()
    with pytest.raises(freezing.NothingNew, match="since v2026-11-26"):
        freeze(now=NOW + dt.timedelta(7))
    assert freeze("v1.0").version == "v1.0"


@pytest.mark.one_database
def test_a_name_that_is_taken_is_refused_and_nothing_is_touched(folder):
    event()
    freeze("v1.0")
    event("Two")
    before = (folder / "v1.0/events.csv").read_bytes()
    with pytest.raises(freezing.CannotFreeze, match="is there already"):
        freeze("v1.0")
    (folder / "v2.0").mkdir()
    with pytest.raises(freezing.CannotFreeze, match="is there already"):
        freeze("v2.0")
    assert (folder / "v1.0/events.csv").read_bytes() == before
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("version", ["2026", "v", "v/../../x", "v 1", "v" + "1" * 40, "../v1"])
def test_a_name_that_is_no_version_is_refused(version):
    with pytest.raises(freezing.CannotFreeze, match="A version is named"):
        freeze(version)


def test_a_failure_on_the_way_leaves_nothing_behind(folder, monkeypatch):
    event()
    monkeypatch.setattr(freezing, "citation_files", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        freeze()
    assert list(folder.iterdir()) == [] and not Snapshot.objects.exists()


def test_a_format_that_cannot_hold_the_events_is_left_out_and_said(folder, monkeypatch):
    event("One")
    event("Two")
    small = [form for form in FORMATS if form.name == "events.xlsx"]
    monkeypatch.setattr(freezing, "FORMATS", [replace(form, most=1) for form in small])
    said = []
    made = freezing.freeze("v1", site=SITE, now=NOW, say=said.append)
    assert said == ["events.xlsx is left out: it can hold 1 rows."]
    assert "events.xlsx" not in {file["name"] for file in made.files}


def test_the_command_names_it_by_the_day_and_says_what_it_wrote(capsys):
    event()
    call_command("make_snapshot")
    said = capsys.readouterr().out
    assert "events.csv: " in said and f"{Snapshot.objects.get()}: 1 events" in said
    call_command("make_snapshot")
    assert "Nothing has changed since" in capsys.readouterr().out
    call_command("make_snapshot", "--version", "v1.0")
    assert Snapshot.objects.first().version == "v1.0"
    with pytest.raises(CommandError, match="is there already"):
        call_command("make_snapshot", "--version", "v1.0")


def test_the_command_asks_for_the_sites_address(settings):
    settings.SITE_URL = ""
    with pytest.raises(CommandError, match="SITE_URL"):
        call_command("make_snapshot")
