from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kb import feeds
from kb.models import Feed
from timeline.news import read_feed


class Command(BaseCommand):
    help = (
        "Read the feeds that are due: take in what is new, and read it for events. For cron, every few minutes; "
        "each feed keeps its own interval. Safe to run again: an entry is taken in once."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="all active feeds, due or not")
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would be taken in; nothing is written"
        )

    def handle(self, *, dry_run, verbosity, **options):
        chosen = Feed.objects.active().order_by("due_at", "pk")
        chosen = list(chosen if options["all"] else Feed.objects.due(timezone.now()))
        added = proposed = left = 0
        failed = []
        for feed in chosen:
            if dry_run:
                reading = feeds.read_feed(feed, dry_run=True)
                for item in reading.items:
                    self.say(item, item.get_outcome_display() or "would be taken in")
            else:
                reading, here = read_feed(
                    feed, each=lambda item: self.say(item, item.get_outcome_display()) if verbosity else None
                )
                proposed += here
            if reading.error:
                failed.append(f"{feed}: {reading.error}")
            added += len(reading.added)
            left += reading.left
        for line in failed:
            self.stderr.write(line)
        if verbosity:
            words = f"Feeds read: {len(chosen) - len(failed)}, failed: {len(failed)}. "
            if not dry_run:
                words += f"Articles taken in: {added}; events proposed: {proposed}; "
            self.stdout.write(f"{words}entries left for the next reading: {left}.")
        if failed:
            raise CommandError(f"{len(failed)} could not be read; the others are done.")

    def say(self, item, outcome):
        line = f"{item.feed}: {item}: {outcome}"
        self.stdout.write(f"{line}: {item.reason}" if item.reason else line)
