"""How well and how fast time expressions are read: `python bench/timex.py [DATA]`.

Scores TimeBank, AQUAINT and WikiWars with the shared scorer, beside the value F1 HeidelTime 2.2
reaches on the same files, and, in the same run, dateparser.search_dates. DATA defaults to
../shared/data/timex; where it is absent the bench says so and ends well.
"""

import importlib.util
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
HEIDELTIME = {"TimeBank": 79.6, "AQUAINT": 73.1, "WikiWars": 82.7}
UNREAD = 40  # the last TimeBank documents by name: no rule was written from them


def scorer(path: Path):
    spec = importlib.util.spec_from_file_location("score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def published(document: dict) -> date | None:
    try:
        return date.fromisoformat(document["dct"][:10])
    except ValueError:
        return None


def ours(document: dict) -> list[dict]:
    from timeline.engine.timex import find

    return [
        {"start": t.start, "end": t.end, "type": t.type, "value": t.value}
        for t in find(document["text"], published(document))
    ]


def dateparsers(document: dict) -> list[dict]:
    """Its finds as DATEs of a day: it knows no other grain."""
    from dateparser.search import search_dates

    text, day, position, result = document["text"], published(document), 0, []
    settings = {"RELATIVE_BASE": datetime(day.year, day.month, day.day)} if day else {}
    for words, when in search_dates(text, languages=["en"], settings=settings) or []:
        start = text.find(words, position)
        if start >= 0:
            position = start + len(words)
            result.append({"start": start, "end": position, "type": "DATE", "value": when.date().isoformat()})
    return result


def measure(score, documents: list[dict], tag) -> tuple[dict, float]:
    """The scores, and characters a second of processor time."""
    began = time.process_time()
    found = {document["doc"]: tag(document) for document in documents}
    spent = time.process_time() - began
    return score.score(documents, found)[0], sum(len(d["text"]) for d in documents) / spent


def line(name: str, result: dict, speed: float, note: str = "") -> str:
    return (
        f"{name:<28} strict {result['strict']['F1']:5.1f}  relaxed {result['relaxed']['F1']:5.1f}  "
        f"type {result['type_F1']:5.1f}  value {result['value_F1']:5.1f}  {speed:>11,.0f} chars/s  {note}"
    )


def import_time() -> float:
    """Milliseconds of processor time the import takes over an empty interpreter, the best of five, once the modules
    have been compiled, as they are after the first import of any installation."""
    with tempfile.TemporaryDirectory() as compiled:
        settings = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
        settings.pop("PYTHONDONTWRITEBYTECODE", None)

        def run(code: str) -> float:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=settings)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000

        code = "import timeline.engine.timex"
        run(code)
        return min(run(code) for _ in range(5)) - min(run("pass") for _ in range(5))


def main() -> int:
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "timex"
    print(f"import of timeline.engine.timex: {import_time():.0f} ms")
    if not (data / "score.py").exists():
        print(f"no development sets in {data}: nothing to score")
        return 0
    score = scorer(data / "score.py")
    from timeline.engine.timex import find

    find("Warm on 1 May 2014.", None)
    for name, heideltime in HEIDELTIME.items():
        documents = score.load_gold(str(data / name))
        print(line(name, *measure(score, documents, ours), f"(HeidelTime's value F1: {heideltime})"))
        if name == "TimeBank":
            print(line(f"  its {UNREAD} unread documents", *measure(score, documents[-UNREAD:], ours)))
            sample = documents[::6]
    print("the same every sixth TimeBank document:")
    print(line("  ours", *measure(score, sample, ours)))
    print(line("  dateparser.search_dates", *measure(score, sample, dateparsers)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
