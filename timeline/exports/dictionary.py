"""docs/data-dictionary.md, made from the table of columns so that it cannot fall behind it."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from timeline.exports.columns import CORE, EXTRA, SCHEMA_VERSION, Code, Column
from timeline.exports.downloads import Format
from timeline.exports.formats import FORMATS
from timeline.exports.tables import TABLES, Table

PATH = Path(settings.BASE_DIR) / "docs" / "data-dictionary.md"

HEAD = """\
# Data dictionary

`/export/events.csv`, schema version {version}: one row an event, exactly the events that the timeline lists for the
same query string, in the same order. `manage.py data_dictionary` writes this page from
`timeline/exports/columns.py` and `tables.py`; the examples are one invented event, which a test exports.

"""
HEADINGS = """\
| # | Column | Type | Meaning | Example |
|---|---|---|---|---|
"""
EXTRA_HEAD = """
`columns=full` puts these after them:

"""
TABLES_HEAD = """
## The tables beside it

`/export/package.zip`, the data package of a filter, has them as files of their own, beside `events.csv` with all of the
columns above: the rows that belong to the events of the filter. `datapackage.json` (Frictionless), `csv-metadata.json`
(CSVW) and `event.schema.json` (JSON Schema) say the same as this page for programs, `README.md` says which filter it is,
of when and under which licence, and `SHA256SUMS` proves it whole.
"""

RULES = r"""
## How it is written

- **Encoding.** UTF-8, with a byte order mark, because Excel misreads files without one. `profile=raw`: without.
- **Records** end with CRLF; `lf=1`: with LF. A line end inside a cell is LF. Control characters are left out.
- **Quoting** as in RFC 4180: where needed, `""` for `"`. The header is always there, the separator always a comma.
- **Not known, or not applicable,** is an empty cell without quotes; never `NA`, `null`, `0`, `-` or a made-up date.
  What is known to be unknown has a word of its own: `date_precision` is then `unknown`.
- **Lists** are separated by `|`. `tags`, `actor_ids` and `countries` are sorted, `source_urls` begin with the oldest
  article. `actor_names` keeps the order of `actor_ids`. A `|` inside a value is written `%7C`.
- **Dates.** `date_edtf` is the truth. `date_earliest` and `date_latest` are the two days it leaves, both included; empty
  where a side is open. A spreadsheet may turn `2014-06` into a date of its own and save it as `Jun-14`: rely on the two
  days, on `year`, `month`, `day` (each filled only as far as the source goes) and on `date_precision`.
- **Numbers** have a decimal point and no thousands marks; **booleans** are `true` and `false`.
- **Order.** By the first day (by the last where the start is open), the wider date first, then by age of the record;
  unknown dates come last. `order=newest` is the reverse, unknown dates last again. The same data and the same query
  give the same bytes.
- **Formulas.** A spreadsheet runs text that begins with `=`, `+`, `-` or `@`. In text and list columns, a value that
  matches `^'*[=+\-@\t\r\n＝＋－＠]` gets one `'` before it, and is quoted. To have the text itself, take exactly one `'`
  from any value that matches `^'+[=+\-@\t\r\n＝＋－＠]`. Numbers are left alone. `profile=raw` leaves everything alone:
  do not open it in a spreadsheet.
- **Quotes** are cut at the site's limit (300 characters unless it says otherwise); the text of articles is in no export.
- **Who is in it.** Published events only. Proposals, rejected, merged and retracted events are not, nor are private
  notes, nor people and places that no editor has confirmed.

## The same events in other formats

`/export/events.ndjson` has a line and an object an event: all columns above under their names, lists as arrays, numbers
as numbers, `null` for what is not known, nothing guarded. Inside each stand `participants`, `evidence` and `date_claims`,
with the columns of `event_entities.csv`, `evidence.csv` and `date_claims.csv`. `/export/events.json` has the same objects
a thousand at a time: `next` is the address of the next page, `null` at the end, and `total` counts them all. A change
between two pages is seen, while every other file shows one state of the data.

| Format | Takes, besides the filter |
|---|---|
{formats}

A name with `.gz` after it (`events.csv.gz`) gives that file packed.

## Parameters

Those that filter the timeline, and five for the file. What may be given several times is marked so.

| Parameter | Meaning |
|---|---|
| `q` | Words, `"phrases"`, beginnings with `*`, what must not occur with `-`; case and accents do not count. |
| `from`, `to` | Any date as you would say it: `2014`, `June 2014`, `about 1965`, `1990s`, or EDTF; its first and last day count. Events that may have happened in between are listed. |
| `certain=1` | Only those that certainly did. |
| `entity`, `tag` | Slugs; several: all of them. A place counts as an entity. |
| `place`, `source`, `type`, `precision`, `factuality` | Slugs or codes; several: any of them. |
| `disputed=1` | Only events whose sources differ on the date. |
| `order` | `oldest` (as it is without) or `newest`. |
| `columns=full` | All columns of the events; without it, or with `columns=core`, the first 38. |
| `profile=raw` | No byte order mark, no guard against formulas. |
| `lf=1` | LF between records. |
| `trailer=1` | A last record `#END,<rows>,<sha256>`: the digest is that of all bytes before the record. In NDJSON a last line `{"#END":{"rows":…,"sha256":…}}`. |
| `after` | Of `/export/events.json` alone: where the page begins, as the page before says in `next`. |
| `since` | Of `/export/changes.csv` alone: a day or a time; changes from then on. |

A parameter that does not exist, or means nothing for the format, or whose value means nothing, is answered with 400 and its name. The page's own
parameters (`after`, `lane`, `zoom`) are ignored.

## Whether it is complete, and of when

The answer carries `X-Total-Count` (rows without the header), `X-Dataset-Version` (`live@` and the time of the last
public change; of a frozen version its name) and an `ETag`: sent back as `If-None-Match`, it is answered with 304 as long
as the file would be the same. All rows are read from one state of the data. If something fails on the way the connection
breaks; no error text is ever written into the data. A file that
has to prove its completeness by itself is asked for with `trailer=1`, or as `.gz`; the data package, XLSX and Parquet
prove it by how they end. `manage.py verify_export FILE` tells: exit code 0, whole; 1, not whole; 2, the file does not say.

Within a schema version columns are only ever added at the end, and none changes its meaning.

## Keeping a copy up to date

`/export/changes.csv?since=` lists every change of an event that readers could see, the oldest first, with the columns of
`changes.csv` above: `created` (it became public, or is so again), `updated`, `merged` into another event, `retracted`, or
`deleted` (an editor took the publication back). `since` is a day, a time, or a version as `X-Dataset-Version` names it
(`live@2026-11-20T08:30:00.250000Z`, or a frozen one, `v2026-11-26`); that moment itself is included. To follow the data, ask
from a minute before the version you have, fetch what was created or updated, and drop what was merged, retracted or
deleted. A change that you meet twice has the same `event_id` and `revision`; the later revision of an event holds.
"""


def text() -> str:
    """The whole page, in English."""
    with override("en"):
        events = rows_of(CORE) + EXTRA_HEAD + rows_of(EXTRA, start=len(CORE) + 1)
        others = [chapter(table) for table in TABLES.values() if table.name != "events"]
    rules = RULES.replace("{formats}", "\n".join(map(row_of_format, FORMATS)))
    return HEAD.format(version=SCHEMA_VERSION) + events + TABLES_HEAD + "".join(others) + rules


def row_of_format(form: Format) -> str:
    takes = ", ".join(f"`{param}`" for param in (*form.takes, *(("after",) if form.paged else ())))
    return f"| `/{form.path}` | {takes} |"


def chapter(table: Table) -> str:
    key = " and ".join(f"`{name}`" for name in table.key)
    head = f"\n### `{table.name}.csv`\n\n{table.holds} A row is known by {key}.\n"
    referring = [
        f"`{column}` refers to `{there}.{name}`."
        for column, (there, name) in (table.refers | table.may_refer).items()
    ]
    return head + " ".join(referring) + "\n" * bool(referring) + "\n" + rows_of(table.columns)


def rows_of(columns: tuple[Column, ...], start: int = 1) -> str:
    lines = [row_of(number, column) for number, column in enumerate(columns, start)]
    return HEADINGS + "\n".join(lines) + "\n"


def row_of(number: int, column: Column) -> str:
    meaning = str(column.meaning)
    if isinstance(column.type, Code):
        meaning += f" One of {', '.join(f'`{code}`' for code in column.type.allowed)}."
    example = f"`{column.example}`" if column.example else ""
    cells = [str(number), f"`{column.name}`", str(column.type.name), meaning, example]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
