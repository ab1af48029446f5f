from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from timeline.exports import verifying

WHOLE, NOT_WHOLE, CANNOT_TELL = range(3)


class Command(BaseCommand):
    help = (
        "Tell by the file alone whether a download is whole: CSV or NDJSON by their trailer, the data package by its "
        "checksums, gzip, XLSX and Parquet by how they end. Exit code 1: it is not; 2: the file does not tell."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, files, **options):
        codes = set()
        for path in files:
            code, words = verdict(path)
            codes.add(code)
            self.stdout.write(f"{path}: {words}")
        if codes != {WHOLE}:
            raise CommandError("Not every file is proved whole.", returncode=min(codes - {WHOLE}))


def verdict(path: Path) -> tuple[int, str]:
    try:
        return WHOLE, f"whole: {verifying.verify(path)}."
    except verifying.NotWhole as why:
        return NOT_WHOLE, f"NOT WHOLE: {why}."
    except verifying.CannotTell as why:
        return CANNOT_TELL, str(why)
    except OSError as why:
        return NOT_WHOLE, f"cannot be read: {why.strerror}."
