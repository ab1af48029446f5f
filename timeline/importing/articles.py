"""Many articles at once: text files and saved pages, zip archives of them, tables of articles (docs/adding-articles.md).

All that is given is looked through first; only where nothing is wrong is anything taken in. Then it is long work
(timeline.tasks): each article is stored and read for itself, and one that is here already is said and left alone.
"""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.contrib.admin.models import ADDITION, LogEntry
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kb import archives, intake
from kb.models import Article
from timeline import proposing, tasks
from timeline.dates import EdtfDate, NotADate
from timeline.importing.files import BadFile, Unpacking, said_plainly, table_at

KIND = "add articles"
COLUMNS = ("url", "title", "source", "published", "authors", "language", "text", "html")
PAGES = (".html", ".htm", ".xhtml")
ARTICLES = (*PAGES, ".txt", ".text", ".md", "")
TABLES = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
LINES = (".ndjson", ".jsonl", ".ndjson.gz", ".jsonl.gz")
IN_ORDER = re.compile(r"\d{5}_")  # before the name of each file of a work, so that they keep their order
MOST_TOLD = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in the way, and where."""

    where: str
    why: str
    field: str = ""

    def __str__(self):
        where = ", ".join(filter(None, [self.where, self.field]))
        return f"{where}: {self.why}" if where else self.why


@dataclass(frozen=True, slots=True)
class Item:
    """An article to be: where it comes from, how its text or page is got, and what is said of it besides."""

    what: str
    read: Callable[[], bytes | str]
    filename: str
    given: dict[str, str]

    def problems(self, today: date) -> Iterator[Problem]:
        """What is wrong with what is said of it; its text is not looked into."""
        for why in intake.refusals(**{name: v for name, v in self.given.items() if name != "published"}):
            yield Problem(self.what, str(why), why.field)
        try:
            published(self.given, today)
        except NotADate as why:
            yield Problem(self.what, str(why), "published")


def published(given: dict[str, str], today: date) -> date | None:
    """The day said, None if none is. NotADate where it is no one day, or has not come yet."""
    if not given.get("published"):
        return None
    when = EdtfDate.read(given["published"])
    if when.precision != "day" or when.qualifier != "exact":
        raise NotADate(_("“%s” is not one day, as 2016-02-11 is.") % given["published"])
    if when.earliest > today:
        raise NotADate(_("The day %s lies in the future.") % date_format(when.earliest))
    return when.earliest


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look through all of it has found."""

    items: int
    problems: list[Problem]  # the first MOST_TOLD
    more: int  # problems that are not among them


class Shipment:
    """Files given together, in their order; iterating gives an Item for each article in them."""

    def __init__(self, files: list[Path]):
        self.files = files

    @classmethod
    def in_folder(cls, name: str) -> "Shipment":
        return cls(sorted(tasks.folder(name).iterdir()))

    def __iter__(self) -> Iterator[Item]:
        for path in self.files:
            yield from (item for item in items_of(path) if isinstance(item, Item))

    def look_through(self) -> Looked:
        """To the end, storing nothing."""
        items, problems, more, today = 0, [], 0, timezone.localdate()
        for path in self.files:
            for found in checked(path, today):
                if isinstance(found, Item):
                    items += 1
                elif len(problems) < MOST_TOLD:
                    problems.append(found)
                else:
                    more += 1
        if not items and not problems:
            problems.append(Problem("", _("There is no article in it.")))
        if items > settings.MOST_ARTICLES_AT_ONCE:
            words = _("These are %(found)d articles; at most %(most)d are taken in at once.")
            problems.append(Problem("", words % {"found": items, "most": settings.MOST_ARTICLES_AT_ONCE}))
        return Looked(items, problems, more)


def checked(path: Path, today: date) -> Iterator[Item | Problem]:
    """Each article of the file, and all that is wrong with it."""
    try:
        for found in items_of(path):
            yield found
            if isinstance(found, Item):
                yield from found.problems(today)
                yield from without_text(found)
    except (BadFile, archives.BadArchive) as why:
        yield Problem(called(path), str(why))


def without_text(item: Item) -> Iterator[Problem]:
    """A row must hold the words themselves; of a file they are read when its turn comes."""
    if isinstance(item.read, Cell):
        text, page = item.read.text.strip(), item.read.html.strip()
        if not text and not page:
            yield Problem(item.what, _("There is no text in it."), "text")
        elif text and page:
            yield Problem(item.what, _("Give the text or the page, not both."), "html")
        elif (size := len((text or page).encode("utf-8", "replace"))) > settings.MAX_ARTICLE_BYTES:
            yield Problem(item.what, intake.too_large(size), "text" if text else "html")


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a row: of its text, or the source of its page."""

    text: str
    html: str

    def __call__(self) -> str:
        return self.text if self.text.strip() else self.html


def called(path: Path) -> str:
    """A file's name as it was given."""
    return IN_ORDER.sub("", path.name, count=1)


def items_of(path: Path) -> Iterator[Item | Problem]:
    """Raises BadFile or BadArchive where there is no going on."""
    name = called(path)
    small = name.lower()
    if small.endswith(".zip"):
        for entry in archives.entries(path, limits()):
            yield Item(f"{name}: {entry.name}", entry.read, entry.name, {})
    elif small.endswith(TABLES):
        yield from rows(path, name)
    elif small.endswith(LINES):
        yield from lines(path, name)
    else:
        yield Item(name, path.read_bytes, name, {})


def limits() -> archives.Limits:
    return archives.Limits(
        files=settings.MOST_ARTICLES_AT_ONCE,
        each=settings.MAX_ARTICLE_BYTES,
        total=settings.MAX_ARTICLES_BYTES * 10,
    )


# tables


def rows(path: Path, name: str) -> Iterator[Item]:
    """Of a CSV, whatever its delimiter; numbered as a spreadsheet does, the header is row 1."""
    table = table_at(path, name)
    refuse_unknown(table.header)
    for number, cells in table:
        where = _("%(file)s, row %(row)d") % {"file": name, "row": number}
        yield row(where, dict(zip(table.header, cells, strict=True)))


def lines(path: Path, name: str) -> Iterator[Item | Problem]:
    """Of a file with a JSON object in each line."""
    number = 0
    longest = settings.MAX_ARTICLE_BYTES * 2  # JSON may write a letter with several
    packed = name.lower().endswith(".gz")
    opening = (lambda: Unpacking(gzip.open(path))) if packed else partial(path.open, "rb")
    with said_plainly(lambda: number), opening() as file:
        while line := file.readline(longest + 1):
            number += 1
            where = _("%(file)s, line %(line)d") % {"file": name, "line": number}
            if len(line) > longest:
                raise BadFile(f"{where}: {intake.too_large(len(line))}")
            if line.strip():
                try:
                    yield row(where, of_line(line))
                except BadFile as why:
                    yield Problem(where, str(why))


def of_line(line: bytes) -> dict[str, str]:
    """The cells of one line. Raises BadFile."""
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadFile(_("This is not UTF-8.")) from None
    except (json.JSONDecodeError, RecursionError) as why:
        raise BadFile(_("This is not JSON: %s") % why) from None
    if not isinstance(found, dict):
        raise BadFile(_("This is not an object, {…}."))
    refuse_unknown(found)
    return {name: text_of(value, name) for name, value in found.items()}


def text_of(value: Any, name: str) -> str:
    """A text, a list of them (as authors are), or nothing."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    if value is not None and not isinstance(value, str):
        raise BadFile(_("“%s”: a text is expected there.") % name)
    return value or ""


def refuse_unknown(names) -> None:
    """A column under another name would be lost in silence."""
    for name in names:
        if name not in COLUMNS:
            told = _("“%(name)s” is none of the columns that are read: %(known)s.")
            raise BadFile(told % {"name": name[:60], "known": ", ".join(COLUMNS)})


def row(where: str, cells: dict[str, str]) -> Item:
    cell = Cell(cells.get("text", ""), cells.get("html", ""))
    given = {name: value.strip() for name, value in cells.items() if name not in ("text", "html")}
    return Item(where, cell, "" if cell.text.strip() else "page.html", given)


# taking in


def add_all(progress: tasks.Progress, given: dict[str, str]) -> tuple[str, str]:
    """Long work: every article of the work's files. `given` holds for those that say nothing else themselves."""
    for item in progress.each(Shipment.in_folder(progress.work.folder)):
        add(progress, item, given)
    counts = progress.counts
    told = _("%(added)d added, %(present)d here already, %(refused)d refused; events proposed: %(proposed)d.")
    numbers = {name: counts[name] for name in ("added", "present", "refused", "proposed")}
    return told % numbers, added_articles(counts["first"], counts["last"])


def add(progress: tasks.Progress, item: Item, given: dict[str, str]) -> None:
    """Store one article and read it; say why where that is not to be."""
    if PurePosixPath(item.filename).suffix.lower() not in ARTICLES:
        progress.count(refused=1)
        progress.skip(item.what, _("By its name it is neither a text file nor a web page."))
        return
    given = given | {name: value for name, value in item.given.items() if value}
    day = published(given, timezone.localdate())
    try:
        article, created = intake.add_article(
            item.read(), filename=item.filename, **given | {"published": day}
        )
    except (intake.IntakeError, archives.BadArchive) as why:
        progress.count(refused=1)
        progress.skip(item.what, str(why))
        return
    where = reverse("admin:kb_article_change", args=[article.pk])
    if not created:
        progress.count(present=1)
        progress.skip(item.what, _("This text is here already: “%s”.") % article, where)
    else:
        progress.count(added=1)
        progress.counts["first"] = progress.counts["first"] or article.pk
        progress.counts["last"] = article.pk
        if user := progress.work.user:
            LogEntry.objects.log_actions(user.pk, [article], ADDITION, [{"added": {}}], single_object=True)
    if (
        created or article.state == Article.State.READY
    ):  # ours of before a stop, or anybody's that nobody has read
        try:
            progress.count(proposed=len(proposing.propose_events(article)))
        except proposing.CannotRead as why:
            progress.skip(item.what, _("Kept as a draft, and not read: %s.") % why, where)


def added_articles(first: int, last: int) -> str:
    """Where they are listed; nowhere if there are none."""
    if not first:
        return ""
    return reverse("admin:kb_article_changelist") + f"?id__gte={first}&id__lte={last}"
