"""manage.py sample_headlines DIR: headlines the engine makes, each with its sentence, for a reader to judge blind."""

import html
import random
import re
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from timeline.engine import read

TEXT = re.compile(r"<TEXT>(.*)</TEXT>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
WRITTEN = re.compile(r'<DCT>.*?value="(\d{4}-\d\d-\d\d)', re.DOTALL)


def opened(file: Path) -> tuple[str, date | None]:
    """The text of a plain or a TimeML file, and the day it was written where the file says so."""
    raw = file.read_text(encoding="utf-8", errors="replace")
    if file.suffix != ".tml":
        return raw, None
    text, written = TEXT.search(raw), WRITTEN.search(raw)
    if text is None:
        raise CommandError(f"{file} has no <TEXT>; it is no TimeML file.")
    return html.unescape(TAG.sub("", text[1])), date.fromisoformat(written[1]) if written else None


class Command(BaseCommand):
    help = (
        "Prints random findings of the texts in DIR (.txt, .tml), each as the sentence, the headline made of it and its "
        "date, so that a reader who knows nothing of the engine can say whether the headline is grammatical, true to "
        "the sentence, and stands alone. Nothing is stored."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--seed", type=int, default=0, help="another number, another sample (0)")
        parser.add_argument("--count", type=int, default=60, help="how many (60)")

    def handle(self, *, folder, seed, count, **options):
        files = sorted(f for f in folder.glob("*") if f.suffix in (".txt", ".tml"))
        if not files:
            raise CommandError(f"There are no .txt or .tml files in {folder}.")
        chance = random.Random(seed)
        chance.shuffle(files)
        sample = []
        for file in files:  # of each file one, so that no long article speaks for all; then of each another
            text, written = opened(file)
            found = read(text, written)
            chance.shuffle(found)
            sample += [(place, file.name, finding) for place, finding in enumerate(found)]
            if sum(place == 0 for place, *_rest in sample) >= count:
                break
        sample.sort(key=lambda one: one[0])
        for number, (_place, name, finding) in enumerate(sample[:count], 1):
            sentence = " ".join(finding.quote.split())
            self.stdout.write(f"{number}. {name}\n   {sentence}\n   => {finding.title} ({finding.date})\n")
        if len(sample) < count:
            self.stderr.write(f"Only {len(sample)} findings in {folder}.")
