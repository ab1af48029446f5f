"""What the tagger finds in passages an editor could write, and what it must leave alone.

A passage stands in timeline/tests/gold/timex-*.txt below a line "#: date; date" with the EDTF
dates it gives in reading order, or "#: nothing". "#: published DAY" and "#: mode NAME" hold
from there on.
"""

from datetime import date
from pathlib import Path

import pytest

from timeline.engine.timex import find

GOLD = sorted((Path(__file__).parent / "gold").glob("timex-*.txt"))


def passages(path: Path):
    """(expected dates, text, published, mode), one a passage."""
    published, mode, expected, lines = None, "auto", None, []
    for line in [*path.read_text("utf-8").splitlines(), "#: end"]:
        if not line.startswith("#:"):
            lines.append(line)
            continue
        if expected is not None and lines:
            yield expected, "\n".join(lines).strip(), published, mode
            expected = None
        lines, words = [], line[2:].strip()
        if words.startswith("published "):
            published = date.fromisoformat(words.split()[1])
        elif words.startswith("mode "):
            mode = words.split()[1]
        else:
            expected = [] if words == "nothing" else [word.strip() for word in words.split(";")]


CASES = [pytest.param(*case, id=f"{path.stem}: {case[1][:50]}") for path in GOLD for case in passages(path)]


@pytest.mark.parametrize(("expected", "text", "published", "mode"), CASES)
def test_a_passage_gives_its_dates(expected, text, published, mode):
    found = find(text, published, mode=mode)
    assert [t.date.edtf for t in found if t.date] == expected


NOTHINGS = [text for path in GOLD if path.stem == "timex-nothing" for _, text, _, _ in passages(path)]


@pytest.mark.parametrize("text", NOTHINGS)
def test_nothing_means_nothing_at_all(text):
    assert [t.text for t in find(text, date(2016, 2, 11))] == []


def only(text, published=None, **options):
    (found,) = find(text, published, **options)
    return found


def test_a_date_that_reads_both_ways_keeps_both():
    found = only("Signed 11/10/2014.")
    assert {found.date.edtf, *(a.edtf for a in found.alternatives)} == {"2014-10-11", "2014-11-10"}
    assert only("Signed 11/10/2014.", day_first=True).date.edtf == "2014-10-11"
    assert only("Signed 11/10/2014.", day_first=False).date.edtf == "2014-11-10"
    assert only("Signed 11/10/2014.", day_first=True).alternatives == ()


def test_every_date_says_how_it_was_read():
    found = only("He spoke on Wednesday.", date(2016, 2, 11))
    assert (found.basis, found.anchor, found.rule) == ("relative", "2016-02-11", "weekday-alone")
    assert found.reading == "Wednesday, counted back from 11 February 2016"


def test_without_a_publication_date_relative_words_have_no_date():
    text = "He spoke on Wednesday, last month and two years ago; yesterday he left."
    assert [t.date for t in find(text, None)] == [None] * 4


def test_the_preposition_is_in_the_date_but_not_in_the_span():
    text = "It stood until March 2015."
    found = only(text)
    assert found.text == "March 2015"
    assert text[found.lead_start : found.start] == "until "


def test_the_second_end_of_a_range_belongs_to_the_first():
    first, second = find("It was built from 2011 to 2013.", None)
    assert first.date.edtf == "2011/2013" and (second.date, second.part_of) == (None, first.start)


def test_a_month_whose_year_is_shared_is_inherited():
    first, second = find("Floods came in May and June 2014.", None)
    assert (first.basis, second.basis) == ("inherited", "explicit")


@pytest.mark.parametrize(
    ("text", "type", "value"),
    [
        ("They waited for weeks.", "DURATION", "PXW"),
        ("They waited for 24 hours.", "DURATION", "PT24H"),  # never turned into a day
        ("They waited two and a half years.", "DURATION", "P2Y6M"),
        ("They meet annually.", "SET", "P1Y"),
        ("They meet every morning.", "SET", "XXXX-XX-XXTMO"),
        ("They are rich now.", "DATE", "PRESENT_REF"),
        ("They met in the 1980s.", "DATE", "198"),
        ("They met in the third quarter of 1989.", "DATE", "1989-Q3"),
        ("They met on 5 May 1945 at 10 p.m.", "DATE", "1945-05-05"),
    ],
)
def test_timex3_types_and_values(text, type, value):
    found = find(text, date(2016, 2, 11))[0]
    assert (found.type, found.value) == (type, value)


def test_what_is_said_of_an_edge_is_a_mod():
    assert only("It broke in late 2013.").mod == "END"
    assert only("It took more than two years.").mod == "MORE_THAN"


def test_other_dates_in_figures_show_the_order():
    found = find("Signed 11/10/2014, sealed 25/10/2014.", None)
    assert [t.date.edtf for t in found] == ["2014-10-11", "2014-10-25"]
    assert found[0].alternatives == ()


def test_a_doubtful_direction_keeps_the_other_reading():
    found = only("Talks: Wednesday", date(2016, 2, 11))
    assert (found.date.edtf, [a.edtf for a in found.alternatives]) == ("2016-02-10", ["2016-02-17"])
    assert only("They talked on Wednesday.", date(2016, 2, 11)).alternatives == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Until Monday, they had not named him.", "2016-02-08"),
        ("Until Monday, the road will be closed.", "2016-02-15"),
        ("The minister could not be reached on Monday.", "2016-02-08"),
        ("A deal could be signed on Monday.", "2016-02-15"),
    ],
)
def test_the_clause_says_which_way_a_weekday_looks(text, value):
    assert only(text, date(2016, 2, 11)).value == value
