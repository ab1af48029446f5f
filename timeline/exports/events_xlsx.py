"""/export/events.xlsx: the same rows as the CSV for who works in a spreadsheet. Texts and dates are written as texts,
so that nothing is run as a formula and no month becomes a day; a second sheet says what the file is.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import count
from tempfile import TemporaryFile
from xml.sax.saxutils import escape

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from timeline.addresses import with_query
from timeline.exports.columns import Address, Boolean, Column, Integer, List, Number, Text, Type
from timeline.exports.csv import WRITERS, cleaned, joined
from timeline.exports.downloads import Download, Finished, Format

MOST_ROWS = 1_048_576  # of a sheet, its header included
MOST_CHARACTERS = 32_767  # of a cell, as UTF-16 counts them
EPOCH = dt.datetime(1980, 1, 1)
NO_XML = str.maketrans(dict.fromkeys("\ufffe\uffff", "\N{REPLACEMENT CHARACTER}"))
WIDE, USUAL = 48, 16


def written(download: Download) -> Finished:
    file = TemporaryFile()  # closed by who sends it
    book = Workbook(file, {"constant_memory": True})
    book.use_zip64()
    book.set_properties({"title": settings.SITE_TITLE, "created": download.version.changed_at or EPOCH})
    bold = book.add_format({"bold": True})
    fill(book.add_worksheet("events"), download, bold)
    with override("en"):
        explain(book.add_worksheet("about"), download, bold)
    book.close()
    return Finished(file)


def fill(sheet: Worksheet, download: Download, bold) -> None:
    columns = download.columns
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, download.version.count, len(columns) - 1)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDE if isinstance(column.type, Text) else USUAL)
        sheet.write_string(0, place, column.name, bold)
    puts = [put(sheet, column) for column in columns]
    makers = [(column.type.source, values_of(column)) for column in columns]
    rows = count(1)
    for chunk in download.chunks(columns):
        cells = [made(chunk[source]) for source, made in makers]
        for values, row in zip(zip(*cells, strict=True), rows, strict=False):
            for place, value in enumerate(values):
                if value is not None and value != "":
                    puts[place](row, place, value)


def explain(sheet: Worksheet, download: Download, bold) -> None:
    """What the file holds, of when, and what each column means."""
    query = download.query
    address = with_query(download.site + reverse("timeline"), query.urlencode())
    said = [
        ("Events", query.words() or "All events"),
        ("Number", str(download.version.count)),
        ("Version", str(download.version)),
        ("Address", address),
        ("Licence", settings.DATA_LICENCE or "not stated"),
    ]
    meanings = [(column.name, str(column.meaning)) for column in download.columns]
    sheet.set_column(0, 0, WIDE // 2)
    sheet.set_column(1, 1, 2 * WIDE)
    for row, (name, words) in enumerate([*said, *meanings]):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, fitting(words))


def put(sheet: Worksheet, column: Column) -> Callable:
    return {Integer: sheet.write_number, Number: sheet.write_number, Boolean: sheet.write_boolean}.get(
        type(column.type), sheet.write_string
    )


def values_of(column: Column) -> Callable[[Iterable], Iterable]:
    """Values of a chunk as they go into cells: None or an empty text for an empty cell."""
    return VALUES.get(type(column.type), WRITERS[type(column.type)])


def texts(values) -> list[str]:
    return [fitting(value) if value else "" for value in values]


def lists(values) -> list[str]:
    return [fitting(text, "|") if text else "" for text in joined(values)]


def fitting(text: str, between: str = "") -> str:
    """The text as a cell can hold it: one too long ends in “…”, after the last whole value if it is a list."""
    text = cleaned(text).translate(NO_XML)
    if len(text) > MOST_CHARACTERS // 2 and in_utf16(text) > MOST_CHARACTERS:
        text = cut(text, MOST_CHARACTERS - 1)
        text = text[: text.rindex(between) + 1] if between and between in text else text
        return text + "…"
    return as_run(text) if text.startswith("<r>") and text.endswith("</r>") else text


def as_run(text: str) -> str:
    """The library takes <r>...</r> for markup made by itself and writes it as it is: so it gets markup that says it."""
    run = f'<r><t xml:space="preserve">{escape(text)}</t></r>'
    return run if in_utf16(run) <= MOST_CHARACTERS else cut(text, MOST_CHARACTERS // 2) + "…"


def in_utf16(text: str) -> int:
    """Characters as a spreadsheet counts them."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, most: int) -> str:
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")


VALUES: dict[type[Type], Callable[[Iterable], Iterable]] = {
    Text: texts,
    Address: texts,
    List: lists,
    Integer: list,
    Number: list,
    Boolean: list,
}


EVENTS_XLSX = Format(
    name="events.xlsx",
    label="XLSX",
    use=_("for spreadsheets"),
    content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write=written,
    takes=("columns",),
    most=MOST_ROWS - 1,
    packed=True,
)
