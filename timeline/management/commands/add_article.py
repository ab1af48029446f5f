from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from kb.intake import IntakeError, add_article
from timeline.dates import EdtfDate, NotADate


class Command(BaseCommand):
    help = (
        "Take in text files and saved web pages as articles, each in a transaction of its own. Safe to run again: "
        "a text that is here already is skipped. One without a certain publication date is kept as a draft."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--published", metavar="DAY", help="day of publication, e.g. 2016-02-11; of all the files"
        )
        parser.add_argument(
            "--source", default="", metavar="NAME", help="the publisher, made if it is not known"
        )
        parser.add_argument("--title", default="", help="for one file only")

    def handle(self, files, published, source, title, **options):
        if title and len(files) > 1:
            raise CommandError("--title is for one file; there are several. Nothing was taken in.")
        day = _day(published) if published else None
        added, skipped, refused = 0, [], []
        for path in tqdm(files, unit="article", disable=options["verbosity"] == 0):
            try:
                article, created = add_article(
                    path.read_bytes(), filename=path.name, source=source, published=day, title=title
                )
            except IntakeError as why:
                refused.append(f"{path}: refused: {why}")
            except OSError as why:
                refused.append(f"{path}: refused: {why.strerror or why}")
            else:
                added += created
                if not created:
                    skipped.append(
                        f"{path}: skipped: this text is here already, as article {article.pk}, {article}"
                    )
                elif article.state == article.State.DRAFT:
                    skipped.append(f"{path}: draft: {_missing(article)}")
        for line in skipped + refused:
            self.stderr.write(line)
        if options["verbosity"]:
            present = len(files) - added - len(refused)
            self.stdout.write(f"{added} taken in, {present} here already, {len(refused)} refused.")
        if refused:
            raise CommandError(
                f"{len(refused)} refused; the others are done. Run it again once they are mended."
            )


def _day(words: str):
    try:
        when = EdtfDate.read(words)
    except NotADate as why:
        raise CommandError(f"--published: {why}") from why
    if when.precision != "day" or when.qualifier != "exact":
        raise CommandError(f"--published: {words} is not one day, as 2016-02-11 is.")
    return when.earliest


def _missing(article) -> str:
    """What an editor is asked about an article's day."""
    others = ", ".join(article.published_alternatives)
    if article.published is None:
        hint = f" (it names {others})" if others else ""
        return f"article {article.pk} does not say when it was published{hint}; give --published or set it at the desk"
    also = f", but also {others}" if others else ""
    return f"article {article.pk} was published on {article.published}{also}: an editor has to say"
