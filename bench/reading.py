"""How fast articles are read: `python bench/reading.py [TIMES] [FOLDER]`.

Each plain text of FOLDER (the development articles beside the project, else the demo's) is read TIMES over (10; 50 takes
some minutes), on one core: by timeline.engine.read, which parses only the sentences that hold a time expression, and,
in the same run, by the whole pipeline of the same language model with nothing left out: as spaCy loads it, and with the
faster products that reading has (docs/speed.md). Processor time counts, for it is disturbed least. They take turns at
every article; a round is all articles once, and what is told is the median of the rounds.
A last line tells what memory reading 5,000 articles took beyond the first 500: of these only the first paragraphs are
read, which takes minutes less and keeps as much as the whole would, were anything kept.
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
TIMES, MANY, FEW = 10, 5000, 500
BEGINNING = 600  # characters of an article of which only the memory is measured


def texts(folder: Path | None) -> list[str]:
    development = ROOT.parent / "shared" / "data" / "events" / "texts"
    chosen = folder or (development if development.exists() else ROOT / "seeds" / "articles")
    return [file.read_text(encoding="utf-8") for file in sorted(chosen.glob("*.txt"))]


def spent(read, article: str) -> float:
    """Seconds of processor time."""
    began = time.process_time()
    read(article)
    return time.process_time() - began


def memory() -> float:
    """Most memory the process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    articles = texts(Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    if not articles:
        print("no texts to read")
        return 0
    import spacy

    from timeline.engine import read
    from timeline.engine.parsing import DEFAULT_MODEL, installed_name, numpys_products

    model = installed_name(os.environ.get("SPACY_MODEL") or DEFAULT_MODEL)
    with numpys_products():
        with_numpys = spacy.load(model)
    readers = {
        "timeline.engine.read": lambda text: read(text, date(2020, 6, 15)),
        "whole spaCy pipeline": spacy.load(model),
        "... with numpy's BLAS": with_numpys,
    }
    for reader in readers.values():
        reader(articles[0])
    rounds = []
    for _round in range(times):
        turns = [[spent(reader, article) for reader in readers.values()] for article in articles]
        rounds.append([sum(seconds) for seconds in zip(*turns, strict=True)])
    words = sum(len(text.split()) for text in articles) / len(articles)
    print(f"{len(articles)} articles of {words:.0f} words, {times} rounds, one core")
    for name, found in zip(readers, zip(*rounds, strict=True), strict=True):
        rates = sorted(len(articles) / seconds for seconds in found)
        print(f"{name:<24} {statistics.median(rates):8.1f} articles/s   ({rates[0]:.1f} to {rates[-1]:.1f})")
    for place, what in ((1, "ratio"), (2, "ratio, with numpy's BLAS")):
        ratios = sorted(seconds[place] / seconds[0] for seconds in rounds)
        goal = "; goal: 3" if place == 1 else ""
        print(f"{what:<24} {statistics.median(ratios):8.2f}   ({ratios[0]:.2f} to {ratios[-1]:.2f}{goal})")
    beginnings = [text[: text.rfind(" ", 0, BEGINNING)] for text in articles]
    for number in range(MANY):
        readers["timeline.engine.read"](beginnings[number % len(beginnings)])
        if number == FEW - 1:
            early = memory()
    print(f"memory after {FEW:,} articles {early:.0f} MB, after {MANY:,} {memory():.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
