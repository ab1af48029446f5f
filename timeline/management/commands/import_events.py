from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from timeline.importing.files import BadFile, Table
from timeline.importing.foreign import Foreign
from timeline.importing.mapping import BadMapping, from_json, guess
from timeline.importing.package import open_file
from timeline.importing.running import Import, NotImported


class Command(BaseCommand):
    help = (
        "Take events in: a CSV or a data package of ours, edited or not, or another table by a mapping of its "
        "columns. Says of each row what becomes of it; the last line counts them. All rows are imported as one act, or none."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would become of each row")
        parser.add_argument(
            "--mapping", type=Path, metavar="FILE", help="what the columns of a foreign table mean"
        )
        parser.add_argument("--chunk", type=int, metavar="N", help="an act of the log for each N rows")
        parser.add_argument(
            "--resume", action="store_true", help="go on with an import by chunks that stopped"
        )
        parser.add_argument("--publish", action="store_true", help="new events are public at once")
        parser.add_argument(
            "--again", action="store_true", help="import a file that has made events once more"
        )
        parser.add_argument("--raw", action="store_true", help="the file was exported with profile=raw")
        parser.add_argument("--user", help="the editor whose act it is; without it, the site's")

    def handle(self, file, **options):
        by = self.editor(options["user"])
        chunk = options["chunk"] or (1000 if options["resume"] else None)
        if chunk is not None and chunk < 1:
            raise CommandError("--chunk is the number of rows of an act: 1 or more.")
        try:
            work = self.prepared(file, options)
            if options["dry_run"]:
                tally = work.dry_run()
            elif chunk:
                tally = work.by_chunks(
                    chunk, by=by, publish=options["publish"], again=options["again"], resume=options["resume"]
                )
            else:
                tally = work.whole(by=by, publish=options["publish"], again=options["again"])
        except OSError as why:
            raise CommandError(f"{why.filename or file}: {why.strerror}.") from why
        except (BadFile, BadMapping) as why:
            raise CommandError(f"{file}: {why} Nothing was imported.") from why
        except NotImported as why:
            if why.tally is not None:
                self.stdout.write(str(why.tally))
            raise CommandError(str(why)) from why
        self.stdout.write(str(tally))

    def prepared(self, file: Path, options: dict) -> Import:
        opened = open_file(file, raw=options["raw"])
        return Import(
            opened.table,
            opened.judge or self.of_a_foreign_table(opened.table, options),
            tell=lambda outcome: self.stdout.write(str(outcome)),
            progress=lambda steps, count, what: tqdm(
                steps, desc=what, total=count, leave=False, disable=None if options["verbosity"] else True
            ),
            beside=opened.beside,
        )

    def of_a_foreign_table(self, table: Table, options: dict) -> Foreign:
        """By the mapping given. A dry run shows the mapping that would be guessed, and goes by it."""
        if options["mapping"]:
            return Foreign(table, from_json(options["mapping"].read_bytes()))
        guessed = guess(table.header, table.name)
        self.stdout.write(guessed.as_json())
        if not options["dry_run"]:
            raise CommandError(
                "This is not a CSV of ours. Look through the mapping above, save it in a file, and give that as "
                "--mapping. Nothing was imported."
            )
        return Foreign(table, guessed)

    def editor(self, name: str | None):
        if name is None:
            return None
        user = get_user_model().objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no user {name}.")
        return user
