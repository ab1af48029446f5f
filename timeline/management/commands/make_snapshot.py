from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from timeline.exports.freezing import CannotFreeze, NothingNew, freeze


class Command(BaseCommand):
    help = (
        "Freeze all public data as a version: files in every format under DATA_DIR/snapshots, listed at /data/. "
        "Without a name, and where nothing has changed since the last one, none is made."
    )

    def create_parser(self, prog_name, subcommand, **kwargs):
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser):
        parser.add_argument(  # in place of Django's own --version
            "--version", default="", help="its name, v2026-11-26 or v1.0; without one the day names it"
        )

    def handle(self, *, version, **options):
        if not settings.SITE_URL:
            raise CommandError("SITE_URL is not set; the files name the addresses of events by it.")
        try:
            made = freeze(version, site=settings.SITE_URL, now=timezone.now(), say=self.stdout.write)
        except NothingNew as why:
            self.stdout.write(str(why))
            return
        except CannotFreeze as why:
            raise CommandError(str(why)) from None
        self.stdout.write(f"{made}: {made.events} events, {len(made.files)} files.")
