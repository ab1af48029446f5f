"""Somebody else's table: columns guessed and confirmed, dates as precise as the rows give them, each row once."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from timeline.importing.mapping import BadMapping, from_json, guess
from timeline.models import Decision, Event, Evidence
from timeline.tests.factories import entity, tag

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # of one table

TABLE = """Headline,When,Details,People,City,Link,Topics
The bridge opened,about June 1988,Three bands played.,Aland; Borduria,Port Aland,https://post.example/1,Arms trade
The ferry sank,between 1912 and 1914,,,,,
"""
ACLED = """event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,actor2,location,latitude,longitude,source,notes,fatalities
ALD1,20 June 2014,2014,1,Battles,Armed clash,Harbour Guard,Dock Militia,Lower Quay,1.5,2.5,The Harbour Post,"On 20 June, the two clashed.",3
ALD2,18 June 2014,2014,2,Protests,Peaceful protest,Dockers (Aland),,Lower Quay,1.5,2.5,Quay Courier,Dockers marched.,0
ALD3,15 June 2014,2014,3,Strategic developments,Agreement,Harbour Guard,,Lower Quay,1.5,2.5,Quay Courier,A truce was signed.,0
"""
TIMELINEJS = """Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,Media Caption,Media Thumbnail,Type,Group,Background
,,,,,,,,,The harbour,All about it,,,,,title,,
1988,6,,,,,,,,The <b>bridge</b> opened,<p>Three bands &amp; a king.</p>,https://post.example/1.jpg,The Post,,,,,
1912,4,15,,1912,4,18,,,The search,,<iframe src=x></iframe>,,,,,,
1900,,,,1910,,,,,An era,,,,,,era,,
2014,,3,,,,,,,No month,,,,,,,,
"""


@pytest.fixture
def into(tmp_path):
    """Runs the command on a table (and a mapping); returns what it prints, and on the last line why it failed, if it did."""

    def run(text: str, *options, mapping=None, name="table.csv") -> list[str]:
        path, out = tmp_path / name, io.StringIO()
        path.write_text(text, encoding="utf-8")
        if mapping is not None:
            given = tmp_path / "mapping.json"
            given.write_text(mapping if isinstance(mapping, str) else json.dumps(mapping), encoding="utf-8")
            options = (*options, "--mapping", given)
        failed = []
        try:
            call_command("import_events", path, *options, stdout=out, verbosity=0)
        except CommandError as why:
            failed = [str(why)]
        return out.getvalue().splitlines() + failed

    return run


def guessed(text: str, name="table.csv") -> dict:
    return json.loads(guess(tuple(text.splitlines()[0].split(",")), name).as_json())


def test_columns_are_guessed_from_their_names():
    assert guessed(TABLE) == {
        "title": "Headline",
        "summary": "Details",
        "date": "When",
        "tags": "Topics",
        "place": "City",
        "url": "Link",
    }


def test_ids_are_those_of_the_dataset_that_the_file_is_named_for():
    found = guessed("ID,Headline,When\n7,The ferry sank,1912\n", "ferries.2014.csv")
    assert (found["id"], found["dataset"]) == ("ID", "ferries")


def test_nothing_is_imported_before_an_editor_has_confirmed_the_mapping(into):
    tag("Arms trade")
    said = into(TABLE)
    assert "save it in a file, and give that as --mapping" in said[-1] and not Event.objects.exists()
    dry = into(TABLE, "--dry-run")
    assert dry[-1] == "2 created, 0 changed, 0 same, 0 conflicts, 0 refused" and not Event.objects.exists()
    assert dry[:-3] == said[:-1]  # the mapping, shown both times


def test_a_table_is_taken_in_by_its_mapping_as_proposals(into):
    tag("Arms trade")
    aland = entity("Aland")
    said = into(TABLE, mapping=guessed(TABLE) | {"actors": "People"})
    assert said[-1] == "2 created, 0 changed, 0 same, 0 conflicts, 0 refused"
    bridge, ferry = Event.objects.order_by("-sort_day")
    assert (bridge.title, str(bridge.date), bridge.date_basis) == ("The bridge opened", "1988-06~", "import")
    assert (bridge.status, bridge.place.name, bridge.place.state) == ("proposed", "Port Aland", "suggested")
    assert list(bridge.entities.order_by("id").values_list("name", "state")) == [
        (aland.name, "confirmed"),
        ("Borduria", "suggested"),
    ]
    assert [tag.name for tag in bridge.tags.all()] == ["Arms trade"]
    assert bridge.evidence.get().url == "https://post.example/1"
    assert str(ferry.date) == "[1912..1914]" and ferry.evidence.get().citation == "table.csv, row 3"
    assert Decision.objects.get().verb == "import"


def test_acled_is_recognised_and_its_dates_are_no_more_precise_than_it_says(into):
    mapping = into(ACLED, name="acled.csv")[:-1]
    assert (
        into(ACLED, mapping="\n".join(mapping))[-1] == "3 created, 0 changed, 0 same, 0 conflicts, 0 refused"
    )
    found = [(e.title, str(e.date), e.event_type) for e in Event.objects.order_by("id")]
    assert found == [
        ("Armed clash, Harbour Guard, Dock Militia, Lower Quay", "2014-06-20", "ASSAULT"),
        ("Peaceful protest, Dockers (Aland), Lower Quay", "2014-06-18~", "PROTEST"),
        ("Agreement, Harbour Guard, Lower Quay", "2014-06", ""),
    ]
    assert Evidence.objects.filter(method="import:ACLED:ALD1", citation="The Harbour Post").exists()


def test_a_row_that_has_come_in_before_is_the_same_whatever_became_of_it(into):
    mapping = "\n".join(into(ACLED)[:-1])
    into("\n".join(ACLED.splitlines()[:3]) + "\n", mapping=mapping)
    Event.objects.filter(title__startswith="Armed").update(status="rejected")
    assert into(ACLED, mapping=mapping)[-1] == "1 created, 0 changed, 2 same, 0 conflicts, 0 refused"
    assert Event.objects.count() == 3


def test_timelinejs_is_recognised_its_slides_are_no_events_and_its_dates_as_precise_as_the_cells(into):
    mapping = "\n".join(into(TIMELINEJS)[:-1])
    said = into(TIMELINEJS, "--chunk", "10", mapping=mapping)
    assert said[-1] == "2 created, 0 changed, 0 same, 0 conflicts, 3 refused"
    assert "row 6: refused: Month: a day needs its month" in said
    bridge, search = Event.objects.order_by("id")
    assert (bridge.title, bridge.summary, str(bridge.date)) == (
        "The bridge opened",
        "Three bands & a king.",
        "1988-06",
    )
    assert str(search.date) == "1912-04-15/1912-04-18" and search.evidence.get().url == ""


@pytest.mark.parametrize(
    ("cell", "order", "date"),
    [
        ("1988", "", "1988"),
        ("1988-06", "", "1988-06"),
        ("June 1988", "", "1988-06"),
        ("20/06/1988", "", "1988-06-20"),
        ("10/11/1988", "day first", "1988-11-10"),
        ("10/11/1988", "month first", "1988-10-11"),
        ("the 1980s", "", "198X"),
        ("", "", "None"),
    ],
)
def test_a_date_is_read_as_people_write_it(into, cell, order, date):
    mapping = {"title": "a", "date": "b"} | ({"order": order} if order else {})
    into(f"a,b\nSomething,{cell}\n", mapping=mapping)
    assert str(Event.objects.get().date) == date


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",1988,,,", "a: an event has a title"),
        ("x" * 201 + ",1988,,,", "a: Ensure this value has at most 200 characters (it has 201)."),
        ("One,10/11/1988,,,", "b: “10/11/1988” can be 10 November 1988 or 11 October 1988: write the month as a word."),
        ("One,31 June 1988,,,", "b: June has 30 days."),
        ("One,last week,,,", "b: “last week” depends on the day it was written: type the date itself."),
        ("One,1988,1987,,", "b: This ends before it begins"),
        ("One,1988,,http//x,", "d: “http//x” is no web address"),
        ("One,1988,,javascript:alert(1),", "d: “javascript:alert(1)” is no web address"),
        ("One,1988,,,WAR", "e: “WAR” is none of our types"),
        ("O\0ne,1988,,,", "a: a character stands in it that no text has"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_column(into, row, why):
    mapping = {"title": "a", "date": "b", "end_date": "c", "url": "d", "event_type": "e"}
    said = into(f"a,b,c,d,e\n{row}\n", mapping=mapping)
    assert said[0].startswith(f"row 2: refused: {why}"), said
    assert said[-2] == "0 created, 0 changed, 0 same, 0 conflicts, 1 refused"
    assert not Event.objects.exists()


def test_an_id_that_stands_twice_in_the_table_is_refused(into):
    said = into(
        "a,b,c\nOne,1988,7\nTwo,1989,7\n", mapping={"title": "a", "date": "b", "id": "c", "dataset": "x"}
    )
    assert said[1] == "row 3: refused: c: the same id stands in row 2 already"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "This is no JSON"),
        (b"\xff\xfe", "This is no JSON"),
        ("[]", "A mapping is an object"),
        ('{"title": 1}', "title: give the name of a column."),
        ('{"titel": "a"}', "“titel” is none of: title, summary"),
        ('{"url": ["a", "b"]}', "url: only one column can hold it."),
        ('{"order": 1}', "“order” is none of"),
        ('{"title": "z", "date": "b"}', "title: there is no column “z”."),
        ('{"date": "b"}', "Say which column holds the title."),
        ('{"title": "a"}', "Say which column holds the date, or the year."),
        ('{"title": "a", "date": "b", "id": "a"}', "dataset: give the name of the dataset"),
        ('{"title": "a", "date": "b", "order": "backwards"}', "order: “day first” or “month first”."),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(text, why):
    with pytest.raises(BadMapping) as refused:
        from_json(text).checked(("a", "b"))
    assert str(refused.value).startswith(why)


def test_a_mapping_survives_being_saved():
    for table in (TABLE, ACLED, TIMELINEJS):
        mapping = guess(tuple(table.splitlines()[0].split(",")), "table.csv")
        assert from_json(mapping.as_json()) == mapping


def test_a_table_may_end_without_a_line_end_where_its_last_row_has_all_its_cells(into):
    given = {"title": "Headline", "date": "When"}
    assert into("Headline,When\nThe ferry sank,1912", mapping=given)[-1].startswith("1 created")
    assert "Row 2 has 1 cells, the header 2" in into("Headline,When\nThe ferry sank", mapping=given)[-1]
