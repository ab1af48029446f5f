"""python -m kb.text FILE: one JSON object {"title", "published", "text", "cuts"} on standard output."""

import argparse
import json
import signal
import sys
from datetime import date
from pathlib import Path

from kb.text import Page, Unreadable, decode, is_html, read_bytes, read_page, read_paste, visible


def day(words: str) -> date:
    """A day of the calendar as YYYY-MM-DD."""
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{words!r} is not a day like 2016-02-11") from error


def report(page: Page) -> dict:
    """What is printed: `text` is what a reader would call the article, `cuts` is what was left out of it."""
    return {
        "title": page.title,
        "published": page.published.isoformat() if page.published else None,
        "text": visible(page.text, page.cuts),
        "cuts": [
            {"start": cut.start, "end": cut.end, "reason": cut.reason, "text": page.text[cut.start : cut.end]}
            for cut in page.cuts
        ],
    }


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m kb.text", description="Read a saved web page or a plain text as an article."
    )
    parser.add_argument("file", type=Path, help="an HTML page or a plain text")
    parser.add_argument(
        "--today", type=day, default=None, help="nothing was published later (default: today)"
    )
    options = parser.parse_args(arguments)
    try:
        with options.file.open("rb") as file:
            text = decode(read_bytes(file))
        read = read_page if is_html(text) else read_paste
        page = read(text, max_date=options.today or date.today())
    except OSError as error:
        print(f"{options.file}: {error.strerror or error}", file=sys.stderr)
        return 1
    except Unreadable as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return 1
    sys.stdout.buffer.write(json.dumps(report(page), ensure_ascii=False).encode("utf-8") + b"\n")
    return 0


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a reader that closes early ends us, as any filter
    sys.exit(main())
