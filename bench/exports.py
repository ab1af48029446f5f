"""How fast, and in how much memory, the CSV leaves: `python bench/exports.py [EVENTS]` (20,000).

On a temporary SQLite with invented events, in one run: our CSV, and beside it what a Django site usually does,
`csv.writer` over the ORM with prefetched relations, in chunks (over the whole list at once SQLite refuses the query
at this size). Both write the same 38 columns, and the bytes are compared. Each runs in a process of its own, the best
of three; memory is what it adds to an idle Django, at its highest; the first byte is timed from the request on.
"""

import csv
import hashlib
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
QUERY = "profile=raw"  # the usual writer guards nothing, so ours does not here either


def set_up(folder: str) -> None:
    """Django over the database of that folder; nothing of the site's own is touched."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "only-for-the-bench",
        "DATA_DIR": folder,
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "SITE_URL": "https://bench.example",
        "DEBUG": "0",
    }
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


def fill(folder: str, events: int) -> None:
    set_up(folder)
    from django.core.management import call_command

    from timeline import generated
    from timeline.models import Event

    call_command("migrate", verbosity=0)
    generated.generate(events, seed=7, statuses=(Event.Status.PUBLISHED,))


def ours(query: str):
    """The door itself, from request to bytes."""
    from django.test import RequestFactory

    from timeline.exports.downloads import door
    from timeline.exports.events_csv import EVENTS_CSV

    answer = door(EVENTS_CSV)(RequestFactory().get(f"/export/events.csv?{query}", HTTP_HOST="localhost"))
    yield from answer
    answer.close()


def usual(query: str):
    """Every event an object, its relations prefetched, a list for each row."""
    from timeline.models import Event

    related = ("tags", "participations__entity", "evidence__article__source")
    events = Event.objects.published().chronological().select_related("place").prefetch_related(*related)
    yield from written(events.iterator(chunk_size=500))


def written(events):
    from timeline.exports.columns import CORE

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.name for column in CORE])
    for event in events:
        writer.writerow(usual_row(event))
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()


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


WAYS = {"ours": ours, "csv.writer and prefetch": usual}


def peak() -> int:
    """Highest memory of this process so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def run(folder: str, way: str) -> None:
    """One way, once, in this process; prints rows, seconds, seconds to the first byte, bytes of memory, digest."""
    set_up(folder)
    from timeline.models import Event

    Event.objects.first()  # idle: everything imported, the database open
    idle, digest, size, first = peak(), hashlib.sha256(), 0, None
    began = time.perf_counter()
    for piece in WAYS[way](QUERY):
        first = first or time.perf_counter() - began
        size += len(piece)
        digest.update(piece)
    spent = time.perf_counter() - began
    print(spent, first, peak() - idle, size, digest.hexdigest())


def measured(folder: str, way: str) -> tuple[float, float, int, int, str]:
    """The best of several rounds."""
    rounds = []
    for _ in range(ROUNDS):
        command = [sys.executable, __file__, "--run", folder, way]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        rounds.append((float(said[0]), float(said[1]), int(said[2]), int(said[3]), said[4]))
    return min(rounds)


def main(events: int) -> int:
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        subprocess.run([sys.executable, __file__, "--fill", folder, str(events)], check=True)
        found = {way: measured(folder, way) for way in WAYS}
    slowest = found["csv.writer and prefetch"][0]
    print(f"{events:,} events, 38 columns, SQLite; best of {ROUNDS}")
    print(f"{'':<24}{'rows/s':>10}{'ratio':>8}{'first byte':>12}{'memory':>10}{'size':>10}")
    for way, (spent, first, memory, size, _digest) in found.items():
        print(
            f"{way:<24}{events / spent:>10,.0f}{slowest / spent:>7.1f}x{first * 1000:>9.0f} ms"
            f"{memory / 1e6:>7.1f} MB{size / 1e6:>7.1f} MB"
        )
    same = len({digest for *_rest, digest in found.values()}) == 1
    print("the same bytes from each" if same else "NOT the same bytes from each")
    return 0 if same else 1


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--fill", folder, events]:
            fill(folder, int(events))
        case ["--run", folder, way]:
            run(folder, way)
        case []:
            sys.exit(main(20_000))
        case [events]:
            sys.exit(main(int(events)))
        case _:
            sys.exit(__doc__)
