"""All published events in columns, from which everything is counted that stands beside a list.

They hold what filters ask for and what is counted; only the words of a search are left to the database. They are kept in
a file that all workers of a machine map into memory, named by the state of the log of public changes. When the log has
gone on, the newest file is brought up to date: the events that the log has named since are read again, the others
copied. Two workers may do so at once; the file is the same, and takes its name when it is whole.
"""

import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

import numpy as np
from django.conf import settings
from django.db.models import Case, F, Max, Q, QuerySet, When

from kb.models import Entity
from timeline import search
from timeline.dates import UNDATED_SPAN_CLASS
from timeline.models import LONGEST_ACT, Event, Evidence, Participation, PublicChange

KEPT = 3  # files: others may be about to open the one before
CHUNK = 10_000  # rows read at once
MOST_NAMED = 500  # keys in one question to the database
NO_DAY = 0  # the ordinal of a day that is not known
FIRST_DAY, LAST_DAY = dt.date.min.toordinal(), dt.date.max.toordinal()


class Events(NamedTuple):
    """In the order of their keys. Days are ordinals, months counted from the year 0 on, words codes (Columns.words);
    0 is no place, or one not confirmed."""

    id: np.ndarray
    first: np.ndarray
    last: np.ndarray
    sort_day: np.ndarray
    span_class: np.ndarray
    first_month: np.ndarray
    last_month: np.ndarray
    exact: np.ndarray
    precision: np.ndarray
    event_type: np.ndarray
    factuality: np.ndarray
    place: np.ndarray
    disputed: np.ndarray


class Names(NamedTuple):
    """The confirmed entities that took part in an event or were its place, each once; `at`: its row in Events."""

    at: np.ndarray
    entity: np.ndarray


class Tags(NamedTuple):
    at: np.ndarray
    tag: np.ndarray


class Proofs(NamedTuple):
    """The articles that prove an event, each once, in the order of their publishers (0: none), with its day."""

    at: np.ndarray
    source: np.ndarray
    article: np.ndarray
    published: np.ndarray


class Order(NamedTuple):
    """The rows of Events in the order of every list: oldest first, the wider span first, then by key."""

    at: np.ndarray


TABLES = (Events, Names, Tags, Proofs, Order)
CODED = ("precision", "event_type", "factuality")
SHAPE = [[kind.__name__, *kind._fields] for kind in TABLES]  # files of another one are not read


class Words(dict):
    """Word -> its code; a new word gets the next one."""

    def __missing__(self, word: str) -> int:
        self[word] = code = len(self)
        return code


@dataclass(frozen=True, slots=True)
class Log:
    """How much of the log of public changes is in the columns: the last one by number and its time, the time of the
    latest, and the numbers of those so late that one told before them may yet appear beside them."""

    last: int
    last_at: dt.datetime
    latest: dt.datetime
    told: np.ndarray


class Columns:
    """Read from the database as they are asked for: of the events of these keys, or of all."""

    def __init__(self, using: str, pks: list[int] | None = None, words: Words | None = None):
        self._using, self._pks = using, pks
        self._words = Words() if words is None else words
        self._found = {}

    # which events: as masks of their rows

    def everywhere(self) -> np.ndarray:
        return np.ones(self.events.id.size, bool)

    def having(self, column: str, values: list) -> np.ndarray:
        """Those with any of the values in a column of Events."""
        cells = getattr(self.events, column)
        if column in CODED:
            values = [code for word, code in self._words.items() if word in values]
        return np.isin(cells, values)

    def in_pairs(self, table: NamedTuple, column: str, keys: list[int]) -> np.ndarray:
        """Those with any of the keys in a table of pairs."""
        found = ~self.everywhere()
        found[table.at[np.isin(getattr(table, column), keys)]] = True
        return found

    def found_by(self, words) -> np.ndarray:
        """Those in which the words stand, which only the database knows; asked once."""
        if words not in self._found:
            pks = search.matching(Event.objects.published(), words).using(self._using).order_by()
            keys = np.fromiter(pks.values_list("pk", flat=True).iterator(chunk_size=CHUNK), np.int64)
            self._found[words] = found = ~self.everywhere()
            found[located(self.events.id, keys)[0]] = True
        return self._found[words]

    # what they have

    @cached_property
    def events(self) -> Events:
        code = self._words.__getitem__
        days, months, flags = array_of(np.int32, ordinal), array_of(np.int32, month), array_of(bool)
        codes = array_of(np.uint16, code)
        confirmed = Case(When(place__state=Entity.State.CONFIRMED, then=F("place_id")))
        found = arrays(
            (
                rows.values_list(
                    *("pk", "earliest", "latest", "sort_day", "span_class"),
                    *("earliest", "latest", "qualifier", "precision", "event_type", "factuality", confirmed, "disputed"),
                )
                for rows in self._asked(Event.objects.published(), "pk")
            ),
            keys, days, days, days, array_of(np.int8), months, months, array_of(bool, "exact".__eq__), codes, codes, codes, keys, flags,
        )  # fmt: skip
        order = np.argsort(found[0], kind="stable")
        return Events(*(column[order] for column in found))

    @property
    def words(self) -> list[str]:
        """By their codes; complete once the events have been read."""
        return list(self._words)

    @cached_property
    def names(self) -> Names:
        took_part = Participation.objects.filter(entity__state=Entity.State.CONFIRMED)
        at, entity = self._pairs(took_part, "entity")
        there = np.flatnonzero(self.events.place)
        at, entity = np.concatenate((at, there)), np.concatenate((entity, self.events.place[there]))
        return Names(*each_once(at, entity))

    @cached_property
    def tags(self) -> Tags:
        return Tags(*each_once(*self._pairs(Event.tags.through.objects.all(), "tag")))

    @cached_property
    def proofs(self) -> Proofs:
        of_articles = Evidence.objects.filter(article__isnull=False)
        return Proofs(
            *each_once(*self._pairs(of_articles, "article__source", "article", "article__published"))
        )

    def _pairs(self, rows: QuerySet, *columns: str) -> list[np.ndarray]:
        """The row numbers of the events that these rows belong to, and the columns."""
        published = rows.filter(event__status=Event.Status.PUBLISHED)
        kinds = [array_of(np.int32, ordinal) if name.endswith("published") else keys for name in columns]
        asked = (some.values_list("event", *columns) for some in self._asked(published, "event"))
        event, *values = arrays(asked, keys, *kinds)
        at, there = located(self.events.id, event)
        return [at.astype(np.int32), *(column[there] for column in values)]

    def _asked(self, rows: QuerySet, column: str) -> Iterator[QuerySet]:
        rows = rows.using(self._using).order_by()
        if self._pks is None:
            yield rows
        else:
            for some in chunks(self._pks):
                yield rows.filter(**{f"{column}__in": some})

    @cached_property
    def order(self) -> Order:
        events = self.events
        place = (
            events.sort_day * 8 - events.span_class
        )  # the classes are less than eight; rows stand by their keys
        return Order(np.argsort(place, kind="stable").astype(np.int32))

    def in_order(self, rows: np.ndarray, newest: bool = False) -> np.ndarray:
        """The numbers of the rows of a mask, in the order of the list; what has no date comes last, either way round."""
        found = self.order.at if rows.all() else self.order.at[rows[self.order.at]]
        if not newest:
            return found
        dated = found.size - np.count_nonzero(self.events.span_class[found] == UNDATED_SPAN_CLASS)
        return np.concatenate((found[:dated][::-1], found[dated:][::-1]))

    def tables(self) -> list[NamedTuple]:
        return [self.events, *self.pairs(), self.order]

    def pairs(self) -> list[NamedTuple]:
        """The tables whose rows belong to a row of Events."""
        return [self.names, self.tags, self.proofs]

    @classmethod
    def of_tables(cls, using: str, words: list[str], tables: list) -> "Columns":
        """Those that have been read, or all but the last, their order."""
        made = cls(using, words=Words({word: code for code, word in enumerate(words)}))
        made.events, made.names, made.tags, made.proofs = tables[:4]
        if len(tables) > 4:
            made.order = tables[4]
        return made

    def with_anew(self, pks: list[int]) -> "Columns":
        """The same with the events of these keys read again, wherever they are now."""
        fresh = Columns(self._using, pks, self._words)
        stay = ~np.isin(self.events.id, pks)
        order = np.argsort(np.concatenate((self.events.id[stay], fresh.events.id)), kind="stable")
        events = Events(
            *(np.concatenate((a[stay], b))[order] for a, b in zip(self.events, fresh.events, strict=True))
        )
        place = np.empty(order.size, np.int32)
        place[order] = np.arange(order.size, dtype=np.int32)
        moved = np.empty(stay.size, np.int32)
        moved[stay] = place[: order.size - fresh.events.id.size]
        come = place[order.size - fresh.events.id.size :]
        tables = [events]
        for ours, theirs in zip(self.pairs(), fresh.pairs(), strict=True):
            left = stay[ours.at]
            at = np.concatenate((moved[ours.at[left]], come[theirs.at]))
            order = np.argsort(at, kind="stable")
            rest = (np.concatenate((a[left], b))[order] for a, b in zip(ours[1:], theirs[1:], strict=True))
            tables.append(type(ours)(at[order], *rest))
        return Columns.of_tables(self._using, self.words, tables)


# counting


def tally(values: np.ndarray) -> dict[int, int]:
    """Value -> how often it is there, in the order of the values."""
    if not values.size:
        return {}
    low, high = int(values.min()), int(values.max())
    if high - low > 4 * values.size + CHUNK:  # far apart: not a cell for each
        found, counts = np.unique(values, return_counts=True)
    else:
        counts = np.bincount(values - low)
        found = np.flatnonzero(counts)
        counts, found = counts[found], found + low
    return dict(zip(found.tolist(), counts.tolist(), strict=True))


def of_rows(table: NamedTuple, rows: np.ndarray) -> NamedTuple:
    """What of a table of pairs belongs to these rows."""
    theirs = rows[table.at]
    return table if theirs.all() else type(table)(*(column[theirs] for column in table))


def located(ids: np.ndarray, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the keys stand in the ids, which are in order; and a mask that says which of the keys are there."""
    if not ids.size:
        return np.empty(0, np.intp), np.zeros(keys.size, bool)
    at = np.searchsorted(ids, keys)
    at[at == ids.size] = 0
    there = ids[at] == keys
    return at[there], there


def each_once(*columns: np.ndarray) -> list[np.ndarray]:
    """The rows in order, by the first column first, each once."""
    order = np.lexsort(columns[::-1])
    columns = [column[order] for column in columns]
    new = np.ones(order.size, bool)
    new[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return [column[new] for column in columns]


# reading


def arrays(asked: Iterator[QuerySet], *kinds: Callable) -> list[np.ndarray]:
    """The columns of all the rows; each kind makes values an array."""
    found = [[kind(())] for kind in kinds]
    for rows in asked:
        each = rows.iterator(chunk_size=CHUNK)
        while some := list(islice(each, CHUNK)):
            for parts, kind, values in zip(found, kinds, zip(*some, strict=True), strict=True):
                parts.append(kind(values))
    return [np.concatenate(parts) for parts in found]


def array_of(dtype, said: Callable | None = None) -> Callable:
    return lambda values: np.array([said(value) for value in values] if said else values, dtype)


def keys(values: Iterable[int | None]) -> np.ndarray:
    return np.array([pk or 0 for pk in values], np.int64)


def ordinal(day: dt.date | None) -> int:
    return day.toordinal() if day else NO_DAY


def month(day: dt.date | None) -> int:
    return day.year * 12 + day.month - 1 if day else NO_DAY


def chunks(keys: list) -> Iterator[list]:
    for at in range(0, len(keys), MOST_NAMED):
        yield keys[at : at + MOST_NAMED]


# keeping


def columns_of(log_state: tuple, using: str) -> Columns:
    """The columns of the events as they are; `log_state` tells the present state of the log from any other."""
    if settings.COLUMNS is None:
        return Columns(using)
    name = hashlib.sha256(repr((SHAPE, log_state)).encode()).hexdigest()
    path = settings.COLUMNS / name
    opened = read(path, using)
    return opened[0] if opened else kept(path, using)


def kept(path: Path, using: str) -> Columns:
    """The columns, worked out from the newest ones that are kept, else from the database, and kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for older in newest_first(path.parent):
        if (opened := read(older, using)) and (found := brought_up_to_date(*opened, using)):
            break
    else:
        log = present_log(using)  # before the events are read: they may be newer than it, never older
        found = Columns(using), log
    write(path, *found)
    for old in newest_first(path.parent)[KEPT:]:
        old.unlink(missing_ok=True)
    return found[0]


def brought_up_to_date(columns: Columns, log: Log | None, using: str) -> tuple[Columns, Log] | None:
    """None where the log is another one, or has gone on so far that everything is better read again."""
    told = PublicChange.objects.using(using)
    if log is None or not told.filter(pk=log.last, at=log.last_at).exists():
        return None
    late = Q(pk__gt=log.last) | Q(at__gte=log.latest - LONGEST_ACT)
    rows = list(told.filter(late).order_by().values_list("pk", "at", "public_id"))
    seen = set(log.told.tolist())
    named = list({public_id for pk, _at, public_id in rows if pk not in seen})
    if len(named) > MOST_NAMED + columns.events.id.size // 4:
        return None
    events = Event.objects.using(using).order_by()
    pks = [
        pk for some in chunks(named) for pk in events.filter(public_id__in=some).values_list("pk", flat=True)
    ]
    if len(pks) < len(named):  # some are no longer on record
        there = np.fromiter(events.published().values_list("pk", flat=True), np.int64)
        pks += np.setdiff1d(columns.events.id, there).tolist()
    return columns.with_anew(pks), log_of(rows, log)


def present_log(using: str) -> Log | None:
    told = PublicChange.objects.using(using)
    last = told.order_by("-pk").values_list("pk", "at").first()
    if last is None:
        return None
    latest = told.aggregate(latest=Max("at"))["latest"]
    rows = told.filter(at__gte=latest - LONGEST_ACT).order_by().values_list("pk", "at", "public_id")
    return log_of(list(rows), Log(*last, latest, np.empty(0, np.int64)))


def log_of(rows: list[tuple], before: Log) -> Log:
    last = max([(before.last, before.last_at), *((pk, at) for pk, at, _public_id in rows)])
    latest = max([before.latest, *(at for _pk, at, _public_id in rows)])
    told = [pk for pk, at, _public_id in rows if at >= latest - LONGEST_ACT]
    return Log(*last, latest, np.array(told, np.int64))


def newest_first(folder: Path) -> list[Path]:
    found = []
    for entry in os.scandir(folder):
        try:
            found.append((entry.stat().st_mtime_ns, Path(entry.path)))
        except FileNotFoundError:  # another worker has just removed it
            continue
    return [path for _time, path in sorted(found, reverse=True)]


def write(path: Path, columns: Columns, log: Log | None) -> None:
    """A header in JSON, its length before it, then the arrays one after the other, each from a multiple of eight."""
    told = [] if log is None else [log.told]
    parts = [np.ascontiguousarray(column) for table in columns.tables() for column in table] + told
    header = {
        "shape": SHAPE,
        "words": columns.words,
        "arrays": [(part.dtype.str, part.size) for part in parts],
        "log": log and [log.last, log.last_at.isoformat(), log.latest.isoformat()],
    }
    said = json.dumps(header).encode()
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(len(said).to_bytes(8, "little") + said)
        for part in parts:
            file.write(bytes(-file.tell() % 8))
            part.tofile(file)
    try:
        os.replace(file.name, path)
    except FileNotFoundError:  # cleared away meanwhile
        pass


def read(path: Path, using: str) -> tuple[Columns, Log | None] | None:
    """None where there is no such file, or not a whole one of today's columns."""
    try:
        whole = np.memmap(path, np.uint8, "r")
        begin = 8 + int.from_bytes(whole[:8].tobytes(), "little")
        header = json.loads(whole[8:begin].tobytes())
        if header["shape"] != SHAPE:
            return None
        parts = []
        for dtype, size in header["arrays"]:
            begin += -begin % 8
            parts.append(np.frombuffer(whole, dtype, size, begin))
            begin += parts[-1].nbytes
    except (OSError, ValueError, KeyError):
        return None
    each = iter(parts)
    tables = [kind(*islice(each, len(kind._fields))) for kind in TABLES]
    columns = Columns.of_tables(using, header["words"], tables)
    if header["log"] is None:
        return columns, None
    last, *times = header["log"]
    return columns, Log(last, *map(dt.datetime.fromisoformat, times), next(each))
