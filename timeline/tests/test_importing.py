"""Our own CSV that comes back: what is the same, what has changed, what is refused and why; and how it is written."""

import csv
import gzip
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS

from kb.models import Entity
from timeline import review, undoing
from timeline.exports.columns import CORE, FULL
from timeline.exports.csv import Dialect, lines
from timeline.exports.reading import chunks
from timeline.importing import returning
from timeline.importing.files import table_at
from timeline.importing.running import Import, NotImported
from timeline.models import Decision, Event, Evidence, ImportRun
from timeline.tests.factories import article, entity, event, tag
from timeline.tests.keeping import kept

pytestmark = pytest.mark.django_db

NAMES = [column.name for column in CORE]
HOSTILE = [
    "=1+1",
    "'=1",
    "''@home",
    "-jets",
    "+49",
    "\tindented",
    "＝1",
    'a "b", c',
    "two\nlines",
    "two\r\nlines\rmore",
    "a|b",
    "🙂 مرحبا بالعالم",
    " padded ",
    "NA",
    "x;y",
    "Ångström",
    "e\u0301",
    "bell\a",
]


def exported(columns=CORE, **dialect) -> bytes:
    read = chunks(
        Event.objects.published().chronological(),
        [column.type.source for column in columns],
        site="https://dateline.example",
        using=DEFAULT_DB_ALIAS,
    )
    return b"".join(lines(read, columns, Dialect(**dialect)))


def rows_of(data: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def written(rows: list[dict], names=None, **options) -> bytes:
    """The rows as a spreadsheet saves them."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, names or NAMES, **{"lineterminator": "\r\n"} | options)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


@pytest.fixture
def into(tmp_path):
    """Runs the command on the bytes; returns the lines it prints. `refused=True`: it must fail, and says what on the last line."""

    def run(data: bytes, *options, name="events.csv", refused=False) -> list[str]:
        path, out = tmp_path / name, io.StringIO()
        path.write_bytes(data)
        if refused:
            with pytest.raises(CommandError) as why:
                call_command("import_events", path, *options, stdout=out, verbosity=0)
            return [*out.getvalue().splitlines(), str(why.value)]
        call_command("import_events", path, *options, stdout=out, verbosity=0)
        return out.getvalue().splitlines()

    return run


@kept
def hostile_events():
    for number, text in enumerate(HOSTILE):
        event(text, date=f"20{number:02d}-06", summary=text, who=["Aland"], tags=["Arms trade"])
    for when in ("2014-11-20", "1973/1990", "[..2014-10]", "2016/..", "199X", "18XX~", "2014-24?", None):
        event(f"Dated {when}", date=when)


@pytest.fixture
def world():
    """A few events, among them every hostile text."""
    hostile_events()
    return Event.objects.published()


def edited(columns=CORE, **cells) -> bytes:
    """The export of the one event there is, with these cells set."""
    (row,) = rows_of(exported(columns))
    return written([row | cells], list(row))


# the same


@pytest.mark.parametrize(
    ("dialect", "name"),
    [
        ({}, "events.csv"),
        ({"lf": True}, "events.csv"),
        ({"trailer": True}, "events.csv"),
        ({"raw": True}, "events_raw.csv"),
        ({"raw": True, "trailer": True, "lf": True}, "renamed.csv"),
    ],
)
def test_an_untouched_export_changes_nothing(world, into, dialect, name):
    before = exported()
    assert into(exported(**dialect), name=name) == [
        f"0 created, 0 changed, {len(world)} same, 0 conflicts, 0 refused"
    ]
    assert exported() == before and not Decision.objects.exists()


def test_an_untouched_export_of_all_columns_changes_nothing(world, into):
    said = into(exported(FULL))
    assert said == [f"0 created, 0 changed, {len(world)} same, 0 conflicts, 0 refused"]


def test_what_a_spreadsheet_does_to_the_form_is_no_change(world, into):
    rows = rows_of(exported())
    same = f"0 created, 0 changed, {len(rows)} same, 0 conflicts, 0 refused"
    shouting = [row | {"date_disputed": row["date_disputed"].upper()} for row in rows]
    assert into(written(shouting, delimiter=";", quoting=csv.QUOTE_ALL)) == [same]
    assert into(written(rows, delimiter="\t").decode().encode("utf-16")) == [same]
    assert into(written([*rows, dict.fromkeys(NAMES, "")])) == [same]
    assert into(gzip.compress(exported()), name="events.csv.gz") == [same]


def test_columns_may_be_left_out_and_put_in_another_order(into):
    event("One")
    (row,) = rows_of(exported())
    data = written([row | {"title": "Two"}], ["revision", "title", "event_id"], extrasaction="ignore")
    assert into(data)[-1] == "0 created, 1 changed, 0 same, 0 conflicts, 0 refused"
    assert Event.objects.get().title == "Two"


def test_order_within_a_list_is_no_change(into):
    event("One", tags=["Arms trade", "Gas and oil"])
    assert (
        into(edited(tags="gas-and-oil|arms-trade"))[-1]
        == "0 created, 0 changed, 1 same, 0 conflicts, 0 refused"
    )


# changed


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"title": "Something else"}, "title: “Something happened” → “Something else”"),
        ({"title": "'=HYPERLINK(1)"}, "title: “Something happened” → “=HYPERLINK(1)”"),
        ({"summary": "Two\r\nlines"}, "summary: “” → “Two↵lines”"),
        ({"date_edtf": "2014-07~"}, "date_edtf: “2014-06” → “2014-07~”"),
        ({"date_edtf": ""}, "date_edtf: “2014-06” → “”"),
        ({"event_type": "YIELD"}, "event_type: “” → “YIELD”"),
        ({"confidence": "high"}, "confidence: “” → “high”"),
        ({"tags": "gas-and-oil"}, "tags: “arms-trade” → “gas-and-oil”"),
        ({"place_name": "Port Aland"}, "place_name: “” → “Port Aland”"),
    ],
)
def test_one_cell_changed_is_exactly_that_change(into, cells, told):
    tag("Gas and oil")
    entity("Port Aland", latitude="-12.5", longitude="31.03", geo_precision="locality", iso3="ALD")
    one = event(tags=["Arms trade"])
    before = rows_of(exported(raw=True))[0]
    assert into(edited(**cells)) == [
        f"row 2, {one.public_id}: changed: {told}",
        "0 created, 1 changed, 0 same, 0 conflicts, 0 refused",
    ]
    after = rows_of(exported(raw=True))[0]
    differing = {name for name in NAMES if after[name] != before[name]}
    (name,) = cells
    follows = {
        "date_edtf": set(returning.FOLLOWING["date_edtf"]),
        "place_name": {"latitude", "longitude", "geo_precision", "countries"},
    }
    assert name in differing and after["revision"] == str(int(before["revision"]) + 1)
    assert differing <= {name, "updated_at", "revision"} | follows.get(name, set())


def test_all_columns_tell_of_factuality_and_a_correction_too(into):
    event()
    said = into(edited(FULL, factuality="planned", correction_note="It is but planned.", status="corrected"))
    assert said[-1] == "0 created, 1 changed, 0 same, 0 conflicts, 0 refused"
    one = Event.objects.get()
    assert (one.factuality, one.correction_note) == ("planned", "It is but planned.")


def test_who_took_part_is_changed_by_their_ids_and_roles_are_kept(into):
    one = event(who=["Aland", "Borduria"])
    newcomer = entity("Syldavia")
    aland = Entity.objects.get(name="Aland")
    review.edit(one, by=None, participants=[(aland, "recipient"), (entity("Borduria"), "actor")])
    into(edited(actor_ids=f"{newcomer.public_id}|{aland.public_id}"))
    assert set(one.participations.values_list("entity__name", "role")) == {
        ("Aland", "recipient"),
        ("Syldavia", "other"),
    }


def test_columns_that_follow_may_say_the_new_date_too(into):
    event()
    cells = {
        "date_edtf": "2015",
        "date_display": "2015",
        "date_earliest": "2015-01-01",
        "date_latest": "2015-12-31",
    }
    cells |= {"date_precision": "year", "year": "2015", "month": ""}
    assert into(edited(**cells))[-1] == "0 created, 1 changed, 0 same, 0 conflicts, 0 refused"
    assert str(Event.objects.get().date) == "2015" and Event.objects.get().date_basis == "import"


def test_the_whole_file_is_one_act_with_one_undo(world, into):
    before = rows_of(exported())
    changed = [row | {"summary": f"Number {number}"} for number, row in enumerate(before)]
    assert into(written(changed))[-1] == f"0 created, {len(before)} changed, 0 same, 0 conflicts, 0 refused"
    act = Decision.objects.get()
    assert (act.verb, act.reason, ImportRun.objects.get().changed) == ("import", "events.csv", len(before))
    undoing.undo(act, by=None)
    assert [row["summary"] for row in rows_of(exported())] == [row["summary"] for row in before]


def test_a_dry_run_says_the_same_and_writes_nothing(into):
    event()
    data = edited(title="Other")
    said = into(data, "--dry-run")
    assert Event.objects.get().title == "Something happened" and not ImportRun.objects.exists()
    assert into(data) == said


# conflicts


def test_an_event_that_has_changed_since_is_a_conflict_and_stops_the_file(into):
    one, two = event("One"), event("Two", date="2015")
    rows = rows_of(exported())
    review.edit(one, by=None, title="One, by a colleague")
    said = into(written([rows[0] | {"title": "Mine"}, rows[1] | {"title": "Mine too"}]), refused=True)
    assert said[0].startswith(
        f"row 2, {one.public_id}: conflict: revision: the file was made at revision 1, the event is at 2"
    )
    assert said[-2:] == [
        "0 created, 1 changed, 0 same, 1 conflicts, 0 refused",
        "Rows are refused or in conflict: nothing was imported.",
    ]
    assert Event.objects.get(pk=two.pk).title == "Two"


def test_an_older_file_that_says_what_the_event_says_is_no_conflict(into):
    one = event("One")
    data = exported(FULL)
    review.edit(one, by=None, title="Other")
    review.edit(one, by=None, title="One")
    assert into(data) == ["0 created, 0 changed, 1 same, 0 conflicts, 0 refused"]


def test_whoever_changes_an_event_between_judging_and_writing_is_not_overwritten(tmp_path):
    one = event()
    (path := tmp_path / "events.csv").write_bytes(edited(title="Mine"))
    table = table_at(path)
    work = Import(
        table, returning.Returning(table), tell=lambda _outcome: review.edit(one, by=None, title="Theirs")
    )
    with pytest.raises(NotImported, match="Somebody was quicker"):
        work.whole(by=None)
    assert Event.objects.get().title == "Theirs"


# new


def test_a_row_without_an_id_is_a_new_event_that_waits_for_review(into):
    entity("Aland")
    tag("Arms trade")
    row = dict.fromkeys(NAMES, "") | {
        "title": "A new one", "date_edtf": "[2014-06..2014-11]", "event_type": "AGREE", "tags": "arms-trade",
        "actor_names": "Aland", "source_urls": "https://post.example/1|https://post.example/2",
        "primary_source": "The Post", "primary_quote": "'=It says so.", "date_text": "in summer or autumn",
    }  # fmt: skip
    assert into(written([row])) == [
        "row 2: created: “A new one”",
        "1 created, 0 changed, 0 same, 0 conflicts, 0 refused",
    ]
    made = Event.objects.get()
    assert (made.status, made.date_basis, str(made.date)) == ("proposed", "import", "[2014-06..2014-11]")
    assert list(made.entities.values_list("name", flat=True)) == ["Aland"]
    assert list(made.evidence.values_list("rank", "citation", "url", "exact")) == [
        ("preferred", "The Post", "https://post.example/1", "=It says so."),
        ("normal", "", "https://post.example/2", ""),
    ]


def test_a_new_event_may_be_published_at_once_and_then_comes_back_the_same(into):
    row = {
        "event_id": "",
        "revision": "",
        "title": "A new one",
        "date_edtf": "2014",
        "primary_source": "The Post",
    }
    into(written([row], list(row)), "--publish")
    assert Event.objects.published().get().date_basis == "import"
    assert into(exported())[-1] == "0 created, 0 changed, 1 same, 0 conflicts, 0 refused"
    call_command("check_integrity", stdout=io.StringIO())


def test_a_new_event_is_proved_by_the_article_where_it_is_known(into):
    paper = article("Long ago. The ship sank in 1912. It was cold.", url="https://post.example/1")
    row = {"event_id": "", "revision": "", "title": "The ship sank", "source_urls": paper.url}
    row["primary_quote"] = "The ship sank in 1912."
    into(written([row], list(row)), "--publish")
    proof = Evidence.objects.get()
    assert (proof.article, proof.start, proof.end) == (paper, 10, 32)
    call_command("check_integrity", stdout=io.StringIO())


def test_a_file_that_has_made_events_makes_them_once(into):
    row = {"event_id": "", "revision": "", "title": "A new one", "primary_source": "The Post"}
    data = written([row], list(row))
    into(data)
    assert into(data, refused=True)[-1].startswith("This very file has been imported already")
    into(data, "--again")
    assert Event.objects.count() == 2
    for act in Decision.objects.all():
        undone = undoing.undo(act, by=None)
    done_again = undoing.undo(undone, by=None)
    assert into(data, refused=True)[-1].startswith("This very file has been imported already")
    undoing.undo(done_again, by=None)
    assert into(data)[-1] == "1 created, 0 changed, 0 same, 0 conflicts, 0 refused"


# refused


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"title": " "}, "title: an event has a title"),
        ({"title": "two\nlines"}, "title: a title is one line"),
        ({"title": "two\u2028lines"}, "title: a title is one line"),
        ({"title": "two\x85lines"}, "title: a title is one line"),
        ({"summary": "a\x9fb"}, "summary: a character stands in it that no text has (NUL, or another control)"),
        ({"title": "x" * 201}, "title: Ensure this value has at most 200 characters (it has 201)."),
        ({"title": "x" * 40_000}, "title: Ensure this value has at most 200 characters (it has 40000)."),
        ({"title": "a\0b"}, "title: a character stands in it that no text has (NUL, or another control)"),
        ({"date_edtf": "Jun-14"}, "date_edtf: “Jun-14” is not an EDTF date."),
        ({"date_edtf": "2014-06-31"}, "date_edtf: June has 30 days."),
        ({"event_type": "WAR"}, "event_type: Value 'WAR' is not a valid choice."),
        ({"confidence": "very"}, "confidence: Value 'very' is not a valid choice."),
        ({"tags": "arms-trade|nothing"}, "tags: there is no topic “nothing”; make it at the desk"),
        ({"actor_ids": "en-0000000000"}, "actor_ids: nobody who is confirmed has the id “en-0000000000”"),
        ({"place_name": "Nowhere"}, "place_name: no confirmed place has the name “Nowhere”"),
        ({"date_earliest": "2014-06-02"}, "date_earliest: follows from date_edtf: edit that column instead (the record says “2014-06-01”)"),
        ({"day": "19"}, "day: follows from date_edtf: edit that column instead (the record says nothing)"),
        ({"date_edtf": "2015", "year": "2016"}, "year: follows from date_edtf"),
        ({"actor_names": "Nobody"}, "actor_names: follows from actor_ids"),
        ({"latitude": "91"}, "latitude: belongs to the place: edit place_name instead"),
        ({"primary_quote": "Another."}, "primary_quote: follows from the event's evidence"),
        ({"date_disputed": "true"}, "date_disputed: follows from the event's evidence"),
        ({"status": "corrected"}, "status: follows from"),
        ({"first_published_at": "2016-02-11T08:30:00Z"}, "first_published_at: is kept by the site"),
        ({"updated_at": "2016-02-11T08:30:00Z"}, "updated_at: is kept by the site"),
        ({"event_url": "https://dateline.example/events/ev-0000000000/"}, "event_url: identifies the event"),
        ({"revision": "7"}, "revision: revisions are counted by the site: the event is at 1"),
        ({"revision": ""}, "revision: revisions are counted by the site: the event is at 1"),
        ({"event_id": "ev-0000000000"}, "event_id: there is no such event; leave the cell empty to make a new one"),
        ({"event_id": ""}, "event_url: identifies the event, and is never changed: leave it empty in a new row"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_row_column_and_reason(into, cells, why):
    event(tags=["Arms trade"])
    before = exported()
    said = into(edited(**cells), refused=True)
    assert said[0].startswith("row 2") and f": refused: {why}" in said[0]
    assert said[-2] == "0 created, 0 changed, 0 same, 0 conflicts, 1 refused"
    assert exported() == before and not Decision.objects.exists()


def test_the_same_event_twice_is_refused_the_second_time(into):
    event()
    rows = rows_of(exported()) * 2
    said = into(written(rows), refused=True)
    assert said[0].endswith("refused: event_id: the same event stands in row 2 already")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"status": "proposed"}, "it is not public: proposed"),
        ({"status": "retracted", "retraction_reason": "A hoax."}, "it is not public: retracted"),
    ],
)
def test_only_public_events_come_back(into, fields, why):
    one = event()
    data = exported()
    Event.objects.filter(pk=one.pk).update(**fields)
    assert into(data, refused=True)[0].endswith(why)


def test_a_merged_event_names_the_one_it_has_become(into):
    one, two = event("One"), event("Two", date="2015")
    data = exported()
    Event.objects.filter(pk=one.pk).update(status="merged", merged_into=two)
    assert into(data, refused=True)[0].endswith(f"it has been merged into {two.public_id}: edit that")


def test_a_new_row_says_where_it_is_written(into):
    row = {"event_id": "", "revision": "", "title": "A new one"}
    said = into(written([row], list(row)), refused=True)
    assert "primary_source: an event needs evidence" in said[0]


# files that cannot be read


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda data: b"", "The file is empty."),
        (lambda data: data.replace(b"date_edtf", b"date_edft"), "Row 1, column 6: there is no column “date_edft”. Is “date_edtf” meant?"),
        (lambda data: data.replace(b"title", b"summary"), "Row 1, column 4: “summary” stands there a second time."),
        (lambda data: data.replace(b"summary,", b",", 1), "Row 1, column 4: the header names no column there."),
        (lambda data: b"title,summary\r\nOne,Two\r\n", "The file lacks event_id, revision: "),
        (lambda data: data[: data.rindex(b",,")], "Row 3 has "),
        (lambda data: data + b'"open', "Row 4 cannot be read: "),
        (lambda data: data.replace(b"Second", b"Sec\xffnd"), "Around row 1 the text is not UTF-8."),
        (lambda data: b"PK\x03\x04" + data, "The package ends in the middle, or is no ZIP"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_whole(into, spoil, why):
    event("First")
    event("Second", date="2015")
    data = exported(raw=True)
    assert into(spoil(data), "--chunk", "1", refused=True)[-1].partition("events.csv: ")[2].startswith(why)
    assert not ImportRun.objects.exists()


def test_a_trailer_proves_that_the_file_is_whole_and_unedited(into):
    event("First")
    event("Second", date="2015")
    data = exported(trailer=True)
    for damaged in (data.replace(b"First", b"Other"), data.replace(b"#END,2", b"#END,3"), data[:-20]):
        assert "its last record (#END) gives another digest" in into(damaged, refused=True)[-1] or (
            "The last record says 3 rows, the file has 2." in into(damaged, refused=True)[-1]
        )


def unproved(into, data: bytes) -> str:
    """Why the file is refused; nothing of it is taken in, not even by chunks."""
    said = into(data, "--chunk", "1", refused=True)
    assert len(said) == 1 and not ImportRun.objects.exists()
    return said[0]


@pytest.mark.one_database
@pytest.mark.parametrize(
    "edit",
    [
        lambda data: data + b"\r\n",
        lambda data: data.replace(b"#END,2,", b'"#END","2",'),
        lambda data: data.decode("utf-8-sig").encode("utf-16"),
        lambda data: data.decode("utf-8-sig").replace(",", "\t").encode("utf-16"),
        lambda data: data.replace(b"\r\n#END", b",,,\r\n#END").replace(b"#END,2,", b"#END,2,,,,,"),
        lambda data: b"".join(line for line in data.splitlines(keepends=True) if b",First," not in line),
        lambda data: data + data.splitlines(keepends=True)[1],
        lambda data: data + data,
        lambda data: b"".join(data.splitlines(keepends=True)[-1:]),
        lambda data: data[:-20],
        lambda data: data[: data.index(b"#END") + 4],
    ],
    ids=[
        "a blank line after it",
        "quoted cells, and other rows",
        "UTF-16",
        "UTF-16 with tabs",
        "filled up with empty cells",
        "a row taken out",
        "a row after it",
        "twice the file in one",
        "nothing but the trailer",
        "cut in the trailer",
        "cut after its mark",
    ],
)
def test_no_form_of_a_trailer_lets_an_edited_file_in(into, edit):
    event("First")
    event("Second", date="2015")
    data = exported(trailer=True).replace(b",Second,", b",Edited,")
    said = unproved(into, edit(data))
    assert "#END" in said and "take that line out" in said


def test_rows_after_a_trailer_that_is_right_are_not_dropped_in_silence(into):
    event("First")
    data = exported(trailer=True)
    said = unproved(into, data + data.splitlines(keepends=True)[1])
    assert "Row 3 (#END) is not the last one" in said and "take that line out" in said


def test_a_trailer_that_a_spreadsheet_has_moved_with_its_column_is_no_event(into):
    event("First")
    (row, end) = rows_of(exported(trailer=True))
    names = ["title", "event_id", *(name for name in NAMES if name not in ("title", "event_id"))]
    assert "take that line out" in unproved(into, written([row, end | {"title": ""}], names))


def test_an_edited_file_without_its_trailer_is_taken_in(into):
    event("First")
    data = exported(trailer=True).replace(b",First,", b",Edited,")
    assert into(data[: data.index(b"#END")])[-1] == "0 created, 1 changed, 0 same, 0 conflicts, 0 refused"


@pytest.mark.parametrize("last", ["title", "correction_note"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_half_a_last_cell_is_not_published(into, last, encoding):
    one = event("The bridge opened")
    row = {"event_id": one.public_id, "revision": one.revision, last: "The bridge was opened"}
    whole = written([row], list(row)).decode()
    for cut in (whole[:-8], whole[:-2]):
        said = unproved(into, cut.encode(encoding))
        assert "Row 2: it ends in the middle of a record, or without a line end;" in said
    one.refresh_from_db()
    assert (one.title, one.correction_note) == ("The bridge opened", "")
    assert "1 changed" in into(whole.encode(encoding))[-1]


def test_half_a_header_is_not_taken_for_a_file_without_rows(into):
    assert "Row 1: it ends in the middle of a record" in unproved(into, b"event_id,revision,title")


def test_a_gzip_that_has_not_come_down_whole_is_refused(into, world):
    packed = gzip.compress(exported())
    said = into(packed[: len(packed) // 2], name="events.csv.gz", refused=True)[-1]
    assert "it has not come down whole" in said


def test_a_gzip_that_grows_without_end_is_not_read(into, settings):
    settings.MAX_IMPORT_BYTES = 1000
    bomb = gzip.compress(b"event_id,revision\r\n" + b"," * 1_000_000)
    assert "unpacks to more than" in into(bomb, name="bomb.csv.gz", refused=True)[-1]


def test_a_file_that_is_not_there_is_said_plainly():
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_events", "nowhere.csv", verbosity=0)


# by chunks


def test_by_chunks_the_good_rows_are_imported_and_the_others_named(into, world):
    rows = rows_of(exported())
    changed = [row | {"summary": "New"} for row in rows]
    changed[3]["title"] = ""
    said = into(written(changed), "--chunk", "10")
    assert said[-1] == f"0 created, {len(rows) - 1} changed, 0 same, 0 conflicts, 1 refused"
    assert Decision.objects.count() == 3 and Event.objects.filter(summary="New").count() == len(rows) - 1


def test_a_broken_import_goes_on_where_it_stopped(tmp_path, into, monkeypatch):
    rows = [
        {"event_id": "", "revision": "", "title": f"Number {n}", "primary_source": "The Post"}
        for n in range(10)
    ]
    data = written(rows, list(rows[0]))
    write, written_so_far = Import._write, []

    def broken(self, run, deeds, writer):
        write(self, run, deeds, writer)
        written_so_far.extend(deeds)
        if len(written_so_far) == 6:
            raise KeyboardInterrupt

    monkeypatch.setattr(Import, "_write", broken)
    with pytest.raises(KeyboardInterrupt):
        into(data, "--chunk", "3")
    monkeypatch.undo()
    assert Event.objects.count() == 3 and ImportRun.objects.get().rows_done == 4
    assert "was broken off after row 4" in into(data, "--chunk", "3", refused=True)[-1]
    said = into(data, "--chunk", "3", "--resume")
    assert said[-1] == "10 created, 0 changed, 0 same, 0 conflicts, 0 refused"
    assert sorted(Event.objects.values_list("title", flat=True)) == [f"Number {n}" for n in range(10)]


# the table of columns


def test_every_column_is_either_edited_or_follows():
    assert returning.COLUMNS.keys() == returning.EDITABLE.keys() | returning.FOLLOWS.keys()
    assert not returning.EDITABLE.keys() & returning.FOLLOWS.keys()
