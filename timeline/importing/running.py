"""An import from its first row to its last: judged only, written as one act, or act by act so that it can be resumed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from timeline import decisions
from timeline.importing.files import Table
from timeline.importing.outcomes import Outcome, Tally, Verdict
from timeline.importing.writing import Writer
from timeline.models import ImportRun

BATCH = 500  # rows judged together
VERB = "import"
ROWS_READ = "rows read"  # what `progress` is told of
COUNTED = {
    Verdict.CREATED: "created",
    Verdict.CHANGED: "changed",
    Verdict.SAME: "same",
    Verdict.CONFLICT: "conflicts",
    Verdict.REFUSED: "refused",
}


class NotImported(Exception):
    """Nothing (more) was written; the message says why, `tally` what was found in the rows."""

    def __init__(self, why: str, tally: Tally | None = None):
        super().__init__(why)
        self.tally = tally


class Judge(Protocol):
    def judge(self, batch: list[tuple[int, list[str]]]) -> list[Outcome]: ...


class DoneAlready(NotImported):
    """The very file has made events before."""


@dataclass(frozen=True, slots=True)
class Import:
    """A file with the judge of its rows. `tell` gets every outcome but "same", `progress` wraps rows and deeds, of
    which it is told the number and the name.

    `beside` tells, once the rows are judged, what disagrees in the other tables of a package.
    """

    table: Table
    judge: Judge
    tell: Callable[[Outcome], None] = lambda outcome: None
    progress: Callable[[Iterable, int, str], Iterable] = lambda steps, count, what: steps
    beside: Callable[[], Iterable[Outcome]] = tuple

    def dry_run(self) -> Tally:
        """What would become of each row; nothing is written."""
        tally = Tally()
        for outcomes in self._judged(BATCH):
            tally.update(outcome.verdict for outcome in outcomes)
        return tally

    def whole(self, *, by, publish: bool = False, again: bool = False) -> Tally:
        """All rows as one act, or none: NotImported where one is refused or in conflict, or has changed meanwhile."""
        check_not_done(self.table, again=again)
        tally, deeds = Tally(), []
        for outcomes in self._judged(BATCH):
            tally.update(outcome.verdict for outcome in outcomes)
            deeds += [outcome.deed for outcome in outcomes if outcome.deed is not None]
        if tally.in_the_way:
            raise NotImported(_("Rows are refused or in conflict: nothing was imported."), tally)
        with transaction.atomic():
            run = ImportRun(file_name=self.table.name[:200], sha256=self.table.sha256, user=by)
            run.save()
            self._write(run, deeds, Writer(publish=publish))
            self._note(run, tally, last_row=None)
        return tally

    def by_chunks(
        self, size: int, *, by, publish: bool = False, again: bool = False, resume: bool = False
    ) -> Tally:
        """An act for each `size` rows, those refused and in conflict left out; what is done is noted with each act.

        `resume` goes on after the last row of an import of the same file that was broken off.
        """
        run = unfinished(self.table)
        if run is not None and not resume:
            words = _("An import of this file was broken off after row %s: resume it.")
            raise NotImported(words % run.rows_done)
        if run is None:
            check_not_done(self.table, again=again)
            run = ImportRun(file_name=self.table.name[:200], sha256=self.table.sha256, user=by)
            run.save()
        writer = Writer(publish=publish)
        for outcomes in self._judged(size, after=run.rows_done):
            tally = Tally(outcome.verdict for outcome in outcomes)
            with transaction.atomic():
                self._write(run, [o.deed for o in outcomes if o.deed is not None], writer)
                self._note(run, tally, last_row=max(run.rows_done, outcomes[-1].row))
        self._note(run, Tally(), last_row=None)
        return Tally({verdict: getattr(run, name) for verdict, name in COUNTED.items()})

    def _judged(self, size: int, after: int = 0) -> Iterator[list[Outcome]]:
        """Outcomes of the rows after the given one. The rows before are judged too: an id may stand among them."""
        rows = iter(self.progress(self.table, self.table.count, ROWS_READ))
        while batch := list(islice(rows, size)):
            outcomes = [outcome for outcome in self.judge.judge(batch) if outcome.row > after]
            for outcome in outcomes:
                if outcome.verdict != Verdict.SAME:
                    self.tell(outcome)
            if outcomes:
                yield outcomes
        for outcome in self.beside():
            self.tell(outcome)
            yield [outcome]

    def _write(self, run: ImportRun, deeds: list, writer: Writer) -> None:
        if not deeds:
            return
        try:
            with decisions.act(VERB, by=run.user, reason=self.table.name[:300]) as this:
                for deed in self.progress(deeds, len(deeds), "rows written"):
                    writer.write(this, deed)
        except decisions.Conflict as why:
            raise NotImported(_("Somebody was quicker: %s Run it again.") % why) from why
        if this.decision.pk is not None:
            run.decisions.add(this.decision)

    def _note(self, run: ImportRun, tally: Tally, last_row: int | None) -> None:
        for verdict, name in COUNTED.items():
            setattr(run, name, getattr(run, name) + tally[verdict])
        if last_row is None:
            run.finished_at = timezone.now()
        else:
            run.rows_done = last_row
        run.save()


def unfinished(table: Table) -> ImportRun | None:
    return ImportRun.objects.filter(sha256=table.sha256, finished_at=None).first()


def check_not_done(table: Table, *, again: bool) -> None:
    """A file that has made events would make them a second time; undone, it may."""
    if again:
        return
    runs = ImportRun.objects.filter(sha256=table.sha256, created__gt=0).prefetch_related("decisions")
    if run := next((run for run in runs if any(act.stands for act in run.decisions.all())), None):
        words = _("This very file has been imported already (%(when)s, %(n)s events made).")
        raise DoneAlready(words % {"when": f"{run.started_at:%Y-%m-%d %H:%M}", "n": run.created})
