from django.core.management.base import BaseCommand, CommandError

from timeline.integrity import problems


class Command(BaseCommand):
    help = "Prove the records: quotes, dates, evidence, what is public. Prints each fault; exit code 1 if there is one."

    def handle(self, **options):
        found = 0
        for problem in problems():
            self.stdout.write(problem)
            found += 1
        if found:
            raise CommandError(f"{found} fault{'s' if found > 1 else ''} found.")
        self.stdout.write("All records hold.")
