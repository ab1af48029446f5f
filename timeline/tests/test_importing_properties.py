"""Whatever stands in an event: exported and imported back it is the same, and one changed cell is one change."""

import csv
import io
import re
import unicodedata

import pytest
from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.models import Entity
from timeline.characters import BREAK, CONTROL
from timeline.engine.event_types import EVENT_TYPES
from timeline.exports.columns import CORE, FULL
from timeline.exports.csv import BOM, Dialect, cleaned, lines
from timeline.exports.guard import guarded
from timeline.exports.reading import chunks
from timeline.importing.files import table_at
from timeline.importing.outcomes import Verdict
from timeline.importing.returning import FOLLOWING, Returning
from timeline.importing.running import Import
from timeline.models import Event, Evidence, Participation
from timeline.tests import generated_dates
from timeline.tests.factories import derived, entity, tag

pytestmark = pytest.mark.django_db

ROWS = 6  # of a file
FILES = pytest.mark.parametrize(
    "files", [pytest.param(20, marks=pytest.mark.one_database), pytest.param(1667, marks=pytest.mark.soak)]
)
SIGNS = "=+-@\t\r\n＝＋－＠"
LETTERS = st.sampled_from(SIGNS + "''''ab\",,|; \a🙂é\u0301\u200fمN") | st.characters(
    exclude_categories=["Cs"], exclude_characters="\0"
)
short = st.text(LETTERS, max_size=30)
hostile = st.one_of(*[short] * 20, st.just("x" * 40_000))  # longer than a spreadsheet's cell can be
line = st.text(LETTERS, min_size=1, max_size=30).filter(str.strip)
typed = hostile.map(lambda text: unicodedata.normalize("NFC", cleaned(text)))  # as a file can say it
typed = typed.map(lambda text: re.sub(f"[{CONTROL}]", "", text))
typed_line = typed.map(lambda text: re.sub(f"[{BREAK}]", " ", text)[:200]).filter(str.strip)
dates = st.none() | generated_dates.dates
types = st.sampled_from(["", *(code for code, _words in EVENT_TYPES)])
grades = st.sampled_from(["", *Event.Confidence.values])
some = st.sets(st.integers(0, 2))

events = st.fixed_dictionaries(
    {
        "title": line,
        "summary": hostile,
        "date": dates,
        "event_type": types,
        "confidence": grades,
        "factuality": st.sampled_from(Event.Factuality.values),
        "correction_note": hostile,
    }
)
proofs = st.fixed_dictionaries(
    {
        "exact": hostile,
        "citation": line,
        "date_text": line,
        "prefix": line,
        "url": st.sampled_from(["", "https://post.example/a|b", "https://post.example/?q=1,2"]),
    }
)
records = st.tuples(events, proofs, some, some, st.booleans())
dialects = st.builds(Dialect, raw=st.booleans(), lf=st.booleans(), trailer=st.booleans())
edits = st.one_of(
    st.tuples(st.just("title"), typed_line),
    st.tuples(st.just("summary"), typed),
    st.tuples(st.just("correction_note"), typed),
    st.tuples(st.just("date_edtf"), dates.map(lambda date: str(date or ""))),
    st.tuples(st.just("event_type"), types),
    st.tuples(st.just("confidence"), grades),
    st.tuples(st.just("factuality"), st.sampled_from(Event.Factuality.values)),
    st.tuples(st.just("tags"), some),
    st.tuples(st.just("actor_ids"), some),
    st.tuples(st.just("place_name"), st.booleans()),
)
COUNTED = {"revision", "updated_at", "reviewed_at", "review_decision"}


def make(fields: dict, proof: dict, topics: list, who: list, place: Entity | None) -> Event:
    now = timezone.now()
    made = Event.objects.create(
        **fields, place=place, status="published", revision=1, first_published_at=now, changed_at=now
    )
    Evidence.objects.create(event=made, date=made.date, rank="preferred", **proof)
    made.tags.set(topics)
    Participation.objects.bulk_create(Participation(event=made, entity=one, role="actor") for one in who)
    return derived(made)


def exported(columns, dialect: Dialect) -> bytes:
    sources = [column.type.source for column in columns]
    read = chunks(Event.objects.published(), sources, site="https://dateline.example", using=DEFAULT_DB_ALIAS)
    return b"".join(lines(read, columns, dialect))


def rows_of(data: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def row_of(event: Event) -> dict:
    """As anybody may download it now."""
    return next(
        row for row in rows_of(exported(FULL, Dialect(raw=True))) if row["event_id"] == event.public_id
    )


@FILES
def test_random_events_come_back_the_same_and_a_changed_cell_is_one_change(files, tmp_path):
    path = tmp_path / "events.csv"
    topics = [tag(name) for name in ("Arms trade", "Gas and oil", "Space")]
    parties = [
        entity(name, iso3=code) for name, code in (("=Aland", "ALD"), ("Bor|duria", ""), ("'@Syl", "SYL"))
    ]
    port = entity("+Port, Aland", latitude="-12.5", longitude="31.03", geo_precision="locality", iso3="ALD")

    def imported(data: bytes, raw: bool):
        path.write_bytes(data)
        told, table = [], table_at(path)
        tally = Import(table, Returning(table, raw=raw), tell=told.append).whole(by=None)
        return told, tally

    @settings(max_examples=files, suppress_health_check=list(HealthCheck))
    @given(st.lists(records, min_size=ROWS, max_size=ROWS), dialects, st.integers(0, ROWS - 1), edits)
    def come_back(drawn, dialect, place, edit):
        with transaction.atomic():
            made = [
                make(
                    fields,
                    proof,
                    [topics[n] for n in tagged],
                    [parties[n] for n in involved],
                    port if placed else None,
                )
                for fields, proof, tagged, involved, placed in drawn
            ]
            assert imported(exported(FULL, dialect), dialect.raw) == ([], {Verdict.SAME: ROWS})

            edited = made[place]
            before = row_of(edited)
            column, value = edit
            value = {
                "tags": lambda: "|".join(sorted(topics[n].slug for n in value)),
                "actor_ids": lambda: "|".join(sorted(parties[n].public_id for n in value)),
                "place_name": lambda: port.name if value else "",
            }.get(column, lambda: value)()
            told, tally = imported(with_cell(exported(FULL, Dialect()), edited, column, value), False)
            after = row_of(edited)
            if unicodedata.normalize("NFC", before[column]) == value:
                assert tally == {Verdict.SAME: ROWS} and after == before
            else:
                assert tally == {Verdict.SAME: ROWS - 1, Verdict.CHANGED: 1}, (told, before[column], value)
                (difference,) = told[0].differences
                assert (difference.column, difference.before, difference.after) == (
                    column,
                    before[column],
                    value,
                )
                differing = {name for name in before if after[name] != before[name]}
                assert after[column] == value
                assert {column, "revision"} <= differing <= {column} | COUNTED | {*FOLLOWING.get(column, ())}
            transaction.set_rollback(True)
        assert not Event.objects.filter(pk__in=[one.pk for one in made]).exists()

    come_back()


def with_cell(data: bytes, event: Event, column: str, value: str) -> bytes:
    """The file with another value in one cell, as a spreadsheet would write it."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, [column.name for column in FULL])
    writer.writeheader()
    for row in rows_of(data):
        writer.writerow(row | {column: guarded(value)} if row["event_id"] == event.public_id else row)
    return (BOM + file.getvalue()).encode()


def test_the_core_columns_alone_bring_everything_back_too(tmp_path, oracle):
    path = tmp_path / "events.csv"
    path.write_bytes(exported(CORE, Dialect(trailer=True)))
    table = table_at(path)
    tally = Import(table, Returning(table)).whole(by=None)
    assert tally == {Verdict.SAME: Event.objects.published().count()}
