from django.core.management.base import BaseCommand

from timeline.exports import dictionary


class Command(BaseCommand):
    help = "Write docs/data-dictionary.md from the table of columns. Nothing else is changed."

    def handle(self, **options):
        dictionary.PATH.write_text(dictionary.text(), encoding="utf-8")
        self.stdout.write(f"Wrote {dictionary.PATH.relative_to(dictionary.PATH.parent.parent)}.")
