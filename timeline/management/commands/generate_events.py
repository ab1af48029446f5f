from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from timeline import generated
from timeline.models import Event


class Command(BaseCommand):
    help = (
        "Fill a database with invented events, to try the site or measure it with many: the same for the same seed. "
        f"The first {generated.WRITTEN:,} are each their own; more are copies of these."
    )

    def add_arguments(self, parser):
        parser.add_argument("count", type=int)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--published", action="store_true", help="all of them, not some of every status")
        parser.add_argument(
            "--beside-others",
            action="store_true",
            help="even where there are events already (no copies, slower)",
        )

    def handle(self, count, seed, **options):
        if count < 1:
            raise CommandError("How many events? 1 or more.")
        others = Event.objects.count()
        if others and not options["beside_others"]:
            raise CommandError(
                f"There are {others} events in this database, and invented ones could not be told from them. "
                "Give another DATABASE_URL, or --beside-others."
            )
        statuses = (Event.Status.PUBLISHED,) if options["published"] else tuple(generated.STATUSES)
        make = generated.generate if others else generated.fill
        with tqdm(total=count, unit="event", disable=options["verbosity"] == 0) as bar:
            make(count, seed, statuses=statuses, say=lambda done: bar.update(done - bar.n))
        self.stdout.write(f"{count} invented events are there.")
