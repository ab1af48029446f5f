"""How a value stands in a cell: guarded, quoted, cleaned, joined, and whole again when it is read back."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from timeline.exports import columns
from timeline.exports.columns import Column
from timeline.exports.csv import WRITERS, Dialect, text_cell, texts, writer_of
from timeline.exports.guard import guarded, unguarded

pytestmark = pytest.mark.one_database  # of one cell

SIGNS = "=+-@\t\r\n＝＋－＠"
hostile = st.text(st.sampled_from(SIGNS + "''ab\",|"))


@given(hostile | st.text())
@example("''=1")
def test_the_guard_comes_off_without_loss_and_lets_no_formula_begin(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in list(SIGNS)


@given(st.lists(hostile | st.text(), min_size=1))
def test_any_texts_are_read_back_as_they_were_but_for_line_ends_and_control_characters(values):
    line = ",".join([*texts(values), "end"]) + "\r\n"
    (cells,) = csv.reader(io.StringIO(line, newline=""))
    assert [unguarded(cell) for cell in cells] == [expected(value) for value in values] + ["end"]


def expected(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\t\n" or c >= " ")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("A plain headline", "A plain headline"),
        ("", ""),
        ("a, b", '"a, b"'),
        ('the "bridge"', '"the ""bridge"""'),
        ("two\nlines", '"two\nlines"'),
        ("two\r\nlines\rmore", '"two\nlines\nmore"'),
        ("=HYPERLINK(1)", '"\'=HYPERLINK(1)"'),
        ("+49 30", '"\'+49 30"'),
        ("-jets", '"\'-jets"'),
        ("@home", '"\'@home"'),
        ("\tindented", '"\'\tindented"'),
        ("＝1", '"\'＝1"'),
        ("'=1", "\"''=1\""),
        ("'tis", "'tis"),
        ("a = b", "a = b"),
        ("\0=1", '"\'=1"'),  # what a reader would drop must not hide a formula
        ("bell\a", "bell"),
        ("🙂 مرحبا بالعالم", "🙂 مرحبا بالعالم"),
        (" padded ", " padded "),
        ("NA", "NA"),
    ],
)
def test_a_text(text, cell):
    assert texts([text]) == [cell]


def test_raw_texts_are_quoted_but_not_guarded():
    write = writer_of(Column("title", columns.Text("title"), ""), Dialect(raw=True))
    assert write(["=1+1", "a,b", None]) == ["=1+1", '"a,b"', ""]


@pytest.mark.parametrize(
    ("type_", "value", "cell"),
    [
        (columns.Day, "0476-09-04", "0476-09-04"),
        (columns.Moment, "2026-11-24T09:15:00Z", "2026-11-24T09:15:00Z"),
        (columns.Integer, 0, "0"),
        (columns.Number, Decimal("-12.50000"), "-12.5"),
        (columns.Number, Decimal("100.00000"), "100"),
        (columns.Number, Decimal("0.00000"), "0"),
        (columns.Number, Decimal("-0.00000"), "0"),
        (columns.Boolean, True, "true"),
        (columns.Boolean, False, "false"),
        (columns.Boolean, 0, "false"),
        (columns.List, ["b", "a"], "b|a"),
        (columns.List, [], ""),
        (columns.List, ["=1", "x"], '"\'=1|x"'),
        (columns.List, ["a|b", "c, d"], '"a%7Cb|c, d"'),
        (columns.Edtf, "[2014-06,2014-11]", '"[2014-06,2014-11]"'),
        (columns.Code, "", ""),
    ],
)
def test_each_type_has_one_writer(type_, value, cell):
    assert WRITERS[type_]([value]) == [cell]


@pytest.mark.parametrize("type_", [t for t in WRITERS if t not in (columns.List, columns.Boolean)])
def test_what_is_not_known_is_an_empty_cell_without_quotes(type_):
    assert WRITERS[type_]([None]) == [""]


def test_a_number_is_never_taken_for_a_formula():
    assert WRITERS[columns.Number]([Decimal("-77.03653")]) == ["-77.03653"]
    assert text_cell("-77.03653") == '"\'-77.03653"'
