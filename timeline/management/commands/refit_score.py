from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from timeline.engine.scoring import WEIGHTS
from timeline.refitting import TooFew, refit, score_waiting_again, weights_in_force


class Command(BaseCommand):
    help = (
        "Learn again from editors' decisions what each reason of a score is worth. Prints the weights and how good they "
        "are on articles left out of the learning; --keep puts them in force, for what is read from now on and for what "
        "waits in the queue."
    )

    def add_arguments(self, parser):
        parser.add_argument("--keep", action="store_true", help="put the learned weights in force")

    def handle(self, *, keep, **options):
        try:
            learned = refit()
        except TooFew as why:
            raise CommandError(str(why)) from None
        present = weights_in_force()
        for reason in sorted(WEIGHTS, key=lambda r: -abs(learned.weights[r] - present[r])):
            self.stdout.write(f"{present[reason]:+6.2f} -> {learned.weights[reason]:+6.2f}  {reason}")
        self.stdout.write(
            f"{learned.decisions} decisions, {learned.accepted} accepted. Brier score: {learned.before:.3f} with the "
            f"weights in force, {learned.after:.3f} learned (each article by weights learned without it)."
        )
        if not keep:
            self.stdout.write("Nothing was changed; --keep puts the learned weights in force.")
            return
        if learned.after >= learned.before:
            raise CommandError("The learned weights are no better. Nothing was changed.")
        with transaction.atomic():
            learned.keep()
            changed = score_waiting_again()
        self.stdout.write(f"Kept. {changed} waiting proposals have another score now.")
