"""How fast articles are read: `python bench/reading.py [TIMES] [FOLDER]`.

Each plain text of FOLDER (the development articles beside the project, else the demo's) is read TIMES over (50), on one
core: by timeline.engine.read, which parses only the sentences that hold a time expression, and, in the same run, by the
whole pipeline of the same language model with nothing left out. Processor time counts, for it is disturbed least. The
two take turns, three rounds. A last line tells what memory reading 5,000 articles took beyond the first 500.
"""

import os
import resource
import statistics
import sys
import time
from datetime import date
from pathlib import Path

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(threads, "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
ROUNDS, MANY, FEW = 3, 5000, 500


def texts(folder: Path | None) -> list[str]:
    development = ROOT.parent / "shared" / "data" / "events" / "texts"
    chosen = folder or (development if development.exists() else ROOT / "seeds" / "articles")
    return [file.read_text(encoding="utf-8") for file in sorted(chosen.glob("*.txt"))]


def spent(read, articles: list[str]) -> float:
    """Articles a second of processor time."""
    began = time.process_time()
    for article in articles:
        read(article)
    return len(articles) / (time.process_time() - began)


def memory() -> float:
    """Most memory the process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    articles = texts(Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    if not articles:
        print("no texts to read")
        return 0
    import spacy

    from timeline.engine import read
    from timeline.engine.parsing import DEFAULT_MODEL, installed_name

    whole = spacy.load(installed_name(os.environ.get("SPACY_MODEL") or DEFAULT_MODEL))
    readers = {
        "timeline.engine.read": lambda text: read(text, date(2020, 6, 15)),
        "whole spaCy pipeline": whole,
    }
    for reader in readers.values():
        reader(articles[0])
    several = articles * max(1, times // ROUNDS)
    rates = {name: [] for name in readers}
    for _round in range(ROUNDS):
        for name, reader in readers.items():
            rates[name].append(spent(reader, several))
    words = sum(len(text.split()) for text in articles) / len(articles)
    print(f"{len(articles)} articles of {words:.0f} words, {len(several) * ROUNDS} readings each, one core")
    for name, found in rates.items():
        print(
            f"{name:<24} {statistics.median(found):8.1f} articles/s   (rounds {', '.join(f'{r:.1f}' for r in found)})"
        )
    ours, theirs = (statistics.median(found) for found in rates.values())
    print(f"ratio                    {ours / theirs:8.2f}   (goal: 3)")
    ours_alone = readers["timeline.engine.read"]
    for number in range(MANY if times >= 50 else FEW):
        ours_alone(articles[number % len(articles)])
        if number == FEW - 1:
            early = memory()
    if times >= 50:
        print(f"memory after {FEW:,} articles {early:.0f} MB, after {MANY:,} {memory():.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
