import shutil
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from timeline import tasks
from timeline.dates import NotADate
from timeline.importing import articles
from timeline.models import Work


class Command(BaseCommand):
    help = (
        "Take in many articles and read them for events: text files, saved web pages, zip archives of them, CSV and "
        "NDJSON of articles (docs/adding-articles.md). All is looked through first: where anything is wrong, nothing is "
        "taken in. Each article is then stored for itself; one that is broken off goes on with --resume."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument(
            "--published", default="", metavar="DAY", help="of those that do not say it themselves"
        )
        parser.add_argument(
            "--source", default="", metavar="NAME", help="publisher, likewise; made if not known"
        )
        parser.add_argument("--language", default="", metavar="CODE", help="likewise, e.g. en or ur")
        parser.add_argument("--dry-run", action="store_true", help="only look them through")
        parser.add_argument("--user", help="the editor whose work it is; without it, the site's")
        parser.add_argument(
            "--resume", type=int, metavar="N", help="go on with this work, which was broken off"
        )

    def handle(self, files, resume, dry_run, user, verbosity, **options):
        if bool(files) == (resume is not None):
            raise CommandError("Name files, or a work to go on with by --resume.")
        held = progress_of(self, quiet=verbosity == 0)
        if resume is not None:
            work = Work.objects.filter(pk=resume, kind=articles.KIND).first()
            if work is None:
                raise CommandError(f"There is no such work {resume}.")
            tasks.mark_interrupted()
            work.refresh_from_db()
            if work.state not in Work.STOPPED:
                raise CommandError(
                    f"Work {resume} is {work.get_state_display()}: there is nothing to go on with."
                )
            return self.tell(tasks.go_on(work, here=held))
        given = {name: options[name] for name in ("published", "source", "language") if options[name]}
        total = self.looked_through(files, given)
        if dry_run:
            self.stdout.write(f"{total} articles; nothing is wrong with what is said of them.")
            return None
        names = ", ".join(path.name for path in files)
        folder = tasks.new_folder()
        for number, path in enumerate(files):
            shutil.copyfile(path, tasks.folder(folder) / f"{number:05}_{path.name}")
        arguments = {"given": given}
        by = self.editor(user)
        self.tell(
            tasks.start(articles.KIND, arguments, by=by, total=total, name=names, folder=folder, here=held)
        )
        return None

    def looked_through(self, files: list[Path], given: dict[str, str]) -> int:
        """How many articles there are. CommandError where anything is wrong, after saying what."""
        try:
            articles.published(given, timezone.localdate())
            looked = articles.Shipment(files).look_through()
        except NotADate as why:
            raise CommandError(f"--published: {why}") from why
        except OSError as why:
            raise CommandError(f"{why.filename}: {why.strerror}. Nothing was taken in.") from why
        for problem in looked.problems:
            self.stderr.write(str(problem))
        if looked.problems:
            raise CommandError(f"{len(looked.problems) + looked.more} faults. Nothing was taken in.")
        return looked.items

    def editor(self, name: str | None):
        user = get_user_model().objects.filter(username=name).first()
        if name is not None and user is None:
            raise CommandError(f"There is no user {name}.")
        return user

    def tell(self, work: Work) -> None:
        if work.state != Work.State.DONE:
            raise CommandError(
                f"Stopped after {work.done} of {work.total}. Go on with: manage.py add_articles --resume {work.pk}"
            )
        self.stdout.write(work.result)


def progress_of(command: BaseCommand, *, quiet: bool) -> type[tasks.Progress]:
    """A Progress that moves a bar, and says at once what is left out."""

    class Told(tasks.Progress):
        def __init__(self, work):
            super().__init__(work)
            self.bar = tqdm(total=work.total, initial=work.done, unit="article", disable=quiet)

        def step(self, n=1):
            super().step(n)
            self.bar.update(n)

        def skip(self, what, why, url=""):
            super().skip(what, why, url)
            command.stderr.write(f"{what}: {why}")

    return Told
