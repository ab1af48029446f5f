from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from timeline.importing.files import BadFile, table_at
from timeline.importing.returning import Returning
from timeline.importing.running import Import, NotImported


class Command(BaseCommand):
    help = (
        "Take events back in from a CSV of ours, edited or not. Says of each row what would become of it; "
        "the last line counts them. All rows are imported as one act, or none."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would become of each row")
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
            raise CommandError(f"{file}: {why.strerror}.") from why
        except BadFile as why:
            raise CommandError(f"{file}: {why} Nothing was imported.") from why
        except NotImported as why:
            if why.tally is not None:
                self.stdout.write(str(why.tally))
            raise CommandError(str(why)) from why
        self.stdout.write(str(tally))

    def prepared(self, file: Path, options: dict) -> Import:
        table = table_at(file)
        raw = options["raw"] or file.name.removesuffix(".gz").endswith("_raw.csv")
        return Import(
            table,
            Returning(table, raw=raw),
            tell=lambda outcome: self.stdout.write(str(outcome)),
            progress=lambda rows: tqdm(
                rows, total=table.count, unit="row", disable=None if options["verbosity"] else True
            ),
        )

    def editor(self, name: str | None):
        if name is None:
            return None
        user = get_user_model().objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no user {name}.")
        return user
