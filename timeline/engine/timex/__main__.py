"""`python -m timeline.engine.timex < in.jsonl > out.jsonl`: the tagger as a filter.

Reads {"doc", "dct", "text"} and writes {"doc", "timexes": [{"start", "end", "type", "value"}]},
a document a line. A bad line stops it with the line's number.
"""

import json
import signal
import sys
from collections.abc import Iterator
from datetime import date

from . import find

LONGEST_LINE = 10_000_000  # bytes; as much as an article may have (kb.text.MOST_BYTES)


class BadLine(ValueError):
    """What is wrong with a line, in plain words."""


def tag(line: str) -> str:
    try:
        document = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadLine(f"not JSON ({error.msg})") from None
    except RecursionError:
        raise BadLine("nested too deeply") from None
    except ValueError:  # Python reads no number of more than 4,300 digits
        raise BadLine("a number with too many digits") from None
    if not isinstance(document, dict):
        raise BadLine("not a JSON object")
    if not isinstance(document.get("text"), str):
        raise BadLine('no "text"')
    timexes = [
        {"start": t.start, "end": t.end, "type": t.type, "value": t.value}
        for t in find(document["text"], published(document.get("dct")))
    ]
    return json.dumps({"doc": document.get("doc"), "timexes": timexes}, ensure_ascii=True)


def published(dct: object) -> date | None:
    """The day of an ISO date or date-time; None for nothing."""
    if dct in (None, ""):
        return None
    if not isinstance(dct, str):
        raise BadLine('"dct" is not a text such as "2016-02-11"')
    try:
        return date.fromisoformat(dct[:10])
    except ValueError:
        raise BadLine(f'"dct" is no date: {dct[:40]!r}') from None


def lines() -> Iterator[bytes]:
    """The lines of standard input; no more of one is read than tells that it is too long."""
    return iter(lambda: sys.stdin.buffer.readline(LONGEST_LINE + 1), b"")


def main() -> int:
    for number, line in enumerate(lines(), 1):
        try:
            if len(line) > LONGEST_LINE:
                raise BadLine(f"longer than {LONGEST_LINE / 1_000_000:g} MB")
            text = line.decode("utf-8")
            if text.strip():
                print(tag(text))
        except UnicodeDecodeError:
            print(f"line {number}: not UTF-8", file=sys.stderr)
            return 1
        except BadLine as error:
            print(f"line {number}: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a reader that closes early ends us, as any filter
    sys.exit(main())
