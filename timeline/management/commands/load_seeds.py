from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from tqdm import tqdm

from timeline import seeding
from timeline.models import Event


class Command(BaseCommand):
    help = "Load the demo: its articles, what the reader proposes in them, and an editor's decisions."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "seeds")

    def handle(self, folder, **options):
        def progress(articles):
            return tqdm(articles, unit="article", desc="Reading", disable=options["verbosity"] == 0)

        loaded = seeding.load(folder, progress=progress)
        for misfit in loaded.misfits:
            self.stderr.write(misfit)
        public, waiting = Event.objects.published().count(), Event.objects.awaiting_review().count()
        self.stdout.write(
            f"{loaded.articles} articles, {public} events published, {waiting} proposals to review."
        )
