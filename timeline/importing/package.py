"""The data package that comes back: checked against its checksums before a row is read.

Its events are judged as a CSV of ours. What stands beside them (quotes, articles, people, roles, claims) is kept at
the desk and must agree with the record; changes.csv is history and is not read.
"""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q
from django.utils.translation import gettext as _

from timeline.exports import checksums, relations
from timeline.exports.columns import Column
from timeline.exports.csv import Dialect, lines
from timeline.exports.guard import unguarded
from timeline.exports.tables import TABLES
from timeline.importing import files
from timeline.importing.files import BadFile, Table, table, table_at
from timeline.importing.outcomes import Outcome, Problem, Verdict
from timeline.importing.returning import Returning, check_ours, is_ours, is_raw, rows_read_back, same
from timeline.models import Event

EVENTS = "events"
UNREAD = ("changes",)
BOMB = 200  # times its packed size: no table of text unpacks to that
SMALL = 1_000_000  # bytes that do no harm, however they are packed
BATCH = 500


@dataclass(frozen=True, slots=True)
class Opened:
    """A file ready to be judged; of a foreign table the judge is still to be made, by a mapping."""

    table: Table
    judge: Returning | None
    beside: Callable[[], Iterator[Outcome]] = field(default=lambda: iter(()))


def open_file(path: Path, name: str = "", *, raw: bool = False) -> Opened:
    """A CSV of ours or a foreign one, or a data package. Raises BadFile, OSError."""
    name = name or path.name
    with path.open("rb") as file:
        start = file.read(len(files.ZIP))
    if start == files.ZIP:
        tables = Package(path).tables()
        judge = Returning(tables[EVENTS])
        return Opened(tables[EVENTS], judge, lambda: beside(tables, judge))
    found = table_at(path, name)
    return Opened(found, Returning(found, raw=raw or is_raw(name)) if is_ours(found.header) else None)


class Package:
    """A ZIP whose directory, sizes and checksums hold. Nothing of it is unpacked to the disk."""

    def __init__(self, path: Path):
        try:
            self._zip = zipfile.ZipFile(path)
        except zipfile.BadZipFile:
            raise BadFile(
                _("The package ends in the middle, or is no ZIP: it has not come down whole.")
            ) from None
        self._files = {}
        for member in self._zip.infolist():
            self._take(member)
        if f"{EVENTS}.csv" not in self._files:
            raise BadFile(
                _(
                    "There is no events.csv in this ZIP: it is no data package. Save a workbook as “CSV UTF-8” first."
                )
            )
        self._check_sums()
        for name in TABLES:
            if f"{name}.csv" not in self._files:
                raise BadFile(_("%s is missing in the package.") % f"{name}.csv")

    def _take(self, member: zipfile.ZipInfo) -> None:
        name = member.filename
        if name in self._files:
            raise BadFile(_("%s stands in the package twice.") % name)
        if member.flag_bits & 1:
            raise BadFile(_("%s is encrypted.") % name)
        self._files[name] = member
        whole = sum(m.file_size for m in self._files.values())
        if whole > settings.MAX_IMPORT_BYTES * files.UNPACKED or (
            member.file_size > max(SMALL, BOMB * member.compress_size)
        ):
            raise BadFile(_("%s unpacks to more than is reasonable; the package is not read.") % name)

    def _check_sums(self) -> None:
        if checksums.SUMS not in self._files:
            raise BadFile(_("The package has no SHA256SUMS: it has not come down whole, or is not ours."))
        try:
            with files.said_plainly():
                checksums.check(self._zip)
        except checksums.NotWhole as why:
            words = _(
                "%s. If you have edited it, import it by itself, or write SHA256SUMS anew; else the package is damaged."
            )
            raise BadFile(words % why) from why

    def _opened(self, name: str):
        return self._zip.open(self._files[name])

    def tables(self) -> dict[str, Table]:
        """Its tables by name, each looked through to its end."""
        found = {}
        for name in TABLES:
            member = f"{name}.csv"
            if name not in UNREAD:
                try:
                    found[name] = table(member, partial(self._opened, member))
                    check_ours(
                        found[name], [column.name for column in TABLES[name].columns], TABLES[name].key
                    )
                except BadFile as why:
                    raise BadFile(f"{member}: {why}") from why
        return found


def beside(tables: dict[str, Table], events: Returning) -> Iterator[Outcome]:
    """What disagrees with the record in the other tables, once the events are judged.

    Rows of an event that has changed since the export, or is refused, say nothing new and are passed over.
    """
    for name, found in tables.items():
        if name != EVENTS:
            yield from Beside(name, found, events).outcomes()


def as_exported(column: Column, cell: str, present: str) -> bool:
    return same(column, cell, present) or same(column, unguarded(cell), present)


class Beside:
    def __init__(self, name: str, found: Table, events: Returning):
        self._table, self._rows, self._events = TABLES[name], found, events
        # When evidence was decided on moves with every act, with those of this very import too.
        self._columns = tuple(
            c for c in self._table.columns if c.name in found.header and c.name != "decided_at"
        )
        self._seen = set()

    def outcomes(self) -> Iterator[Outcome]:
        yield from self._there()
        yield from self._missing()

    def _there(self) -> Iterator[Outcome]:
        """Rows that are not as the record has them."""
        rows = iter(self._rows)
        while batch := list(islice(rows, BATCH)):
            named = [(number, dict(zip(self._rows.header, cells, strict=True))) for number, cells in batch]
            present = self._present([cells for _number, cells in named])
            for number, cells in named:
                problems = self._problems(cells, present)
                if problems:
                    yield Outcome(
                        number,
                        Verdict.REFUSED,
                        cells.get("event_id", ""),
                        table=self._rows.name,
                        problems=problems,
                    )

    def _missing(self) -> Iterator[Outcome]:
        """Rows of the record that the file lacks, of the events that are still as they were when it was made."""
        missing, ids = {}, iter(self._events.settled)
        while some := list(islice(ids, BATCH)):
            events = Event.objects.published().filter(public_id__in=some)
            still = [
                pk
                for pk, public_id, revision in events.values_list("pk", "public_id", "revision")
                if self._events.settled[public_id] == revision
            ]
            names = {*self._table.key, "event_id"}
            columns = tuple(column for column in self._table.columns if column.name in names)
            for key, cells in self._exported(Event.objects.filter(pk__in=still), columns).items():
                if key not in self._seen:
                    missing[key] = cells.get("event_id", "")
        words = _("the row of “%s” is missing: a file takes away nothing that is kept at the desk")
        for key, event_id in missing.items():
            problem = Problem(self._table.key[-1], words % key[-1])
            yield Outcome(0, Verdict.REFUSED, event_id, table=self._rows.name, problems=(problem,))

    def _key(self, cells: dict[str, str]) -> tuple[str, ...]:
        return tuple(cells[name] for name in self._table.key)

    def _problems(self, cells: dict[str, str], present: dict[tuple, dict[str, str]]) -> tuple[Problem, ...]:
        key = self._key(cells)
        if key in self._seen:
            return (Problem(self._table.key[-1], _("the same row stands in the table already")),)
        self._seen.add(key)
        if "event_id" in cells:
            if cells["event_id"] not in self._events.met:
                return (Problem("event_id", _("there is no such event in events.csv")),)
            if cells["event_id"] not in self._events.settled:
                return ()
        if key not in present:
            return (
                Problem(
                    self._table.key[-1], _("the record has no such row; what is new is added at the desk")
                ),
            )
        return tuple(
            Problem(
                column.name, _("it is kept at the desk, where it says “%s”") % present[key][column.name][:80]
            )
            for column in self._columns
            if not as_exported(column, cells[column.name], present[key][column.name])
        )

    def _present(self, rows: list[dict[str, str]]) -> dict[tuple, dict[str, str]]:
        """The rows of the record that these may be, as the export writes them, by key."""
        return self._exported(self._concerned(rows), self._columns)

    def _exported(self, events, columns: tuple[Column, ...]) -> dict[tuple, dict[str, str]]:
        read = relations.rows(self._table.name, events, site="", using=DEFAULT_DB_ALIAS)
        data = b"".join(lines(read, columns, Dialect(raw=True, lf=True)))
        return {self._key(row): row for row in rows_read_back(data)}

    def _concerned(self, rows: list[dict[str, str]]):
        """The events through which the export comes to these rows."""
        published = Event.objects.published()
        if "event_id" in rows[0]:
            return published.filter(public_id__in={row["event_id"] for row in rows})
        keys = {row[self._table.key[0]] for row in rows}
        if self._table.name == "articles":
            numbers = {int(key) for key in keys if key.isdecimal() and len(key) < 19}
            return published.filter(evidence__article__in=numbers).distinct()
        return published.filter(
            Q(participations__entity__public_id__in=keys) | Q(place__public_id__in=keys)
        ).distinct()
