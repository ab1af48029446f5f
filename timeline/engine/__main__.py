"""python -m timeline.engine --published 2016-02-11 FILE: one JSON line a finding, without a database.

FILE is a plain text; a web page becomes one by python -m kb.text. `start` and `end` are code points of FILE's text
as given. Exit code 0; 1 where the file cannot be read, 2 where the command is not understood.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from datetime import date
from pathlib import Path

from timeline.engine import Finding, read


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no day of the calendar, written like 2016-02-11"
        ) from None


def arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m timeline.engine", description="The dated events of an article."
    )
    parser.add_argument("file", metavar="FILE", help="a plain text; - for standard input")
    parser.add_argument(
        "--published", type=day, metavar="DAY", help="the day of publication, e.g. 2016-02-11"
    )
    return parser.parse_args(argv)


def as_json(finding: Finding) -> dict:
    when = finding.date
    return {
        "title": finding.title,
        "date_edtf": when.edtf,
        "earliest": when.earliest.isoformat() if when.earliest else None,
        "latest": when.latest.isoformat() if when.latest else None,
        "quote": finding.quote,
        "start": finding.start,
        "end": finding.end,
        "trigger": finding.trigger,
        "trigger_start": finding.trigger_start,
        "date_text": finding.date_text,
        "basis": finding.basis,
        "rule": finding.rule,
        "factuality": finding.factuality,
        "participants": [
            {"text": p.text, "start": p.start, "end": p.end, "role": p.role, "kind": p.kind}
            for p in finding.participants
        ],
        "score": finding.score,
    }


def text_of(name: str) -> str:
    from kb.text import Unreadable, decode, is_html, read_bytes

    with sys.stdin.buffer if name == "-" else Path(name).open("rb") as file:
        text = decode(read_bytes(file))
    if not text.strip():
        raise Unreadable("There is no text in it.")
    if is_html(text):
        raise Unreadable("This is a web page; a plain text is wanted. python -m kb.text gives the page's.")
    return text


def main(argv: list[str] | None = None) -> int:
    from kb.text import Unreadable
    from timeline.engine.parsing import NoModel

    given = arguments(argv)
    try:
        for finding in read(text_of(given.file), given.published):
            print(json.dumps(as_json(finding), ensure_ascii=True))
    except OSError as error:
        print(f"{given.file}: {(error.strerror or str(error)).lower()}", file=sys.stderr)
        return 1
    except (Unreadable, NoModel) as error:
        print(f"{given.file}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a reader that closes early ends us, as any filter
    sys.exit(main())
