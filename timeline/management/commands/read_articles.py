from django.core.management.base import BaseCommand, CommandError
from django.db.models import BigAutoField
from tqdm import tqdm

from kb.models import Article
from timeline.proposing import CannotRead, propose_events


class Command(BaseCommand):
    help = (
        "Read articles for dated events and store what is found as proposals. Without ids: those not read yet. "
        "Reading again is safe: what an editor has decided or touched stays."
    )

    def add_arguments(self, parser):
        parser.add_argument("ids", nargs="*", type=int, metavar="ID", help="numbers of articles")

    def handle(self, ids, **options):
        known = [number for number in ids if abs(number) <= BigAutoField.MAX_BIGINT]
        chosen = Article.objects.filter(pk__in=known) if ids else Article.objects.unread()
        articles = list(chosen.order_by("pk"))
        missing = set(ids) - {article.pk for article in articles}
        if missing:
            raise CommandError(
                f"There is no article {', '.join(map(str, sorted(missing)))}. Nothing was read."
            )
        proposed, skipped = 0, []
        for article in tqdm(articles, unit="article", disable=options["verbosity"] == 0):
            try:
                proposed += len(propose_events(article))
            except CannotRead as why:
                skipped.append(f"article {article.pk}, {article}: {why}")
        for line in skipped:
            self.stderr.write(line)
        if options["verbosity"]:
            read = len(articles) - len(skipped)
            self.stdout.write(f"{read} read, {proposed} proposed, {len(skipped)} skipped.")
        if skipped:
            raise CommandError(
                f"{len(skipped)} could not be read; the others are done. Run it again to retry."
            )
