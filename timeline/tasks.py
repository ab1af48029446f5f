"""Long work: in the background where a worker lives, else in the request up to a stated size.

    work = tasks.start("read articles", {"ids": ids}, by=request.user, total=len(ids))
    return HttpResponseRedirect(work.get_absolute_url())

What is done is a function named in KINDS. It takes a Progress and the arguments; it goes through its items by
`progress.each`, which takes up a work that was stopped where it stopped, and ends one that is to be cancelled. An
item is done in a short transaction of its own, and is safe to do again: a process may die between the item and the
note that it is done. It returns what to say at the end, and where the result is to be seen.

    def read_all(progress: Progress, ids: list[int]) -> tuple[str, str]:
        for pk in progress.each(ids):
            ...
            progress.skip(str(article), str(why), url)  # left out, and why
            progress.count(proposed=3)                  # added up; survives a stop
        return f"{progress.counts['proposed']} proposed.", "/admin/..."

Files that the work needs lie in a folder made by `new_folder`; it is removed when the work is done or cancelled.
"""

import datetime as dt
import logging
import shutil
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tasks import task

from timeline.models import Heartbeat, Skip, Work

logger = logging.getLogger(__name__)

BEAT = 5  # seconds between two signs of life
LIVES = dt.timedelta(seconds=30)  # after the last of them
LEFT_LYING = dt.timedelta(days=1)
State = Work.State

stopping = threading.Event()  # set in a worker that is to end: its work stops after the present item
runners: set[str] = set()  # the runs of this process, for its heartbeat


@dataclass(frozen=True, slots=True)
class Kind:
    label: str
    function: str  # dotted; loaded when it is needed


KINDS = {
    "change events": Kind(gettext_lazy("Changing events"), "timeline.bulk.change_all"),
    "add articles": Kind(gettext_lazy("Adding articles"), "timeline.importing.articles.add_all"),
    "import events": Kind(gettext_lazy("Importing events"), "timeline.desk.importing.import_kept"),
    "merge names": Kind(gettext_lazy("Merging names"), "timeline.large_acts.merge_names"),
    "take apart": Kind(gettext_lazy("Taking apart"), "timeline.large_acts.take_apart"),
    "undo": Kind(gettext_lazy("Undoing"), "timeline.bulk.undo_all"),
    "undo whole": Kind(gettext_lazy("Undoing"), "timeline.large_acts.undo_whole"),
    "read articles": Kind(gettext_lazy("Reading articles"), "timeline.proposing.read_all"),
    "read feeds": Kind(gettext_lazy("Reading feeds"), "timeline.news.read_all"),
}


class NoWorker(ValueError):
    """Too large for a request, and no worker lives; the message says how to start one."""


class Stopped(Exception):
    """Raised out of `each`: the work ends here, in this state; None: another run has taken it over."""

    def __init__(self, state: str | None):
        super().__init__(state)
        self.state = state


class Progress:
    """What the function of a work holds in its hand."""

    def __init__(self, work: Work):
        self.work = work
        self.counts = Counter(work.counts)

    def each(self, items: Iterable, *, by: int = 1) -> Iterator:
        """The items that are not done yet, in their order; each is noted as done when the next is asked for, or `by`
        so many together."""
        undone = islice(items, self.work.done, None)
        while together := list(islice(undone, by)):
            self.go_on_or_stop()
            yield from together
            self.step(len(together))

    def begin_again(self) -> None:
        """For work that cannot go on in the middle, or knows by itself what is done."""
        self.step(-self.work.done)

    def step(self, n: int = 1) -> None:
        """n items more are done."""
        self.work.done += n
        self.work.counts = dict(self.counts)
        self.save(done=self.work.done, counts=self.work.counts)

    def count(self, **more: int) -> None:
        """Add up; written with the next step."""
        self.counts.update(more)

    def skip(self, what: str, why: str, url: str = "") -> None:
        Skip.objects.create(work=self.work, what=what[:300], why=why, url=url)

    @property
    def cancelled(self) -> bool:
        """Whether somebody has asked to cancel it."""
        return Work.objects.filter(pk=self.work.pk, cancel_asked=True).exists()

    def go_on_or_stop(self) -> None:
        if self.cancelled:
            raise Stopped(State.CANCELLED)
        if stopping.is_set():
            raise Stopped(State.INTERRUPTED)

    def save(self, **fields) -> None:
        """Write, with a sign of life; a run that was thought dead, and whose work another has taken up, stops."""
        fields = {"state": State.RUNNING, "beat_at": timezone.now()} | fields
        present = Work.objects.filter(pk=self.work.pk, runner=self.work.runner)
        if not present.filter(state__in=[State.RUNNING, State.INTERRUPTED]).update(**fields):
            raise Stopped(None)


def start(
    kind: str, arguments: dict, *, by, total: int, name: str = "", folder: str = "", here: type | None = None
) -> Work:
    """Set the work going: `by` whom (None: the site), of `total` items, `name` what it is about.

    `here`, a kind of Progress: do it in this process, whatever its size, as a command does. Raises NoWorker, and then
    nothing is kept.
    """
    work = Work(
        kind=kind,
        arguments=arguments,
        user=by,
        total=total,
        name=name[:200],
        folder=folder,
        language=translation.get_language() or settings.LANGUAGE_CODE,
    )
    if here is not None:
        work.save()
        return run(work, here)
    try:
        return set_going(work)
    except NoWorker:
        remove(folder)
        raise


def go_on(work: Work, *, here: type | None = None) -> Work:
    """Take up a work that was stopped. Raises NoWorker."""
    if work.state not in Work.STOPPED:
        return work
    return set_going(work) if here is None else run(work, here)


def set_going(work: Work) -> Work:
    background = worker_lives()
    if not background and work.total - work.done > settings.WORK_IN_REQUEST:
        raise NoWorker(
            _(
                "No worker is running, and without one at most %(most)d items are done at once; here are %(items)d. "
                "Start one with `manage.py run_worker`, then try again."
            )
            % {"most": settings.WORK_IN_REQUEST, "items": work.total - work.done}
        )
    with transaction.atomic():
        if not waits_now(work):
            return work  # somebody else has set it going
        if background:
            carry_out.enqueue(work.pk)
    if background:
        return work
    try:
        return run(work)
    except Exception:  # it is noted on the page of the work, where whoever waits for it is led
        logger.exception("Work %s was stopped by a fault", work.pk)
        work.refresh_from_db()
        return work


def waits_now(work: Work) -> bool:
    """Whether it is we who have made it wait: it is new, or was stopped until now."""
    stopped = Work.objects.filter(pk=work.pk, state__in=Work.STOPPED)
    if work.pk is None:
        work.save()
    elif not stopped.update(state=State.WAITING, finished_at=None):
        return False
    work.refresh_from_db()
    return True


@task()
def carry_out(pk: int) -> None:
    """What the worker does."""
    work = Work.objects.filter(pk=pk).first()
    if work is not None:
        run(work)


def run(work: Work, held: type = Progress) -> Work:
    """Do it here and now, to its end or until it is stopped. Does nothing where it is done, cancelled or under way."""
    work.runner = get_random_string(32)
    claimed = {"state": State.RUNNING, "runner": work.runner, "beat_at": timezone.now(), "failure": ""}
    if not Work.objects.filter(pk=work.pk, state__in=[State.WAITING, *Work.STOPPED]).update(**claimed):
        return work
    work.refresh_from_db()
    progress = held(work)
    runners.add(work.runner)
    try:
        with translation.override(work.language):
            function = import_string(KINDS[work.kind].function)
            words, url = function(progress, **work.arguments)
        end(progress, State.DONE, result=words[:500], result_url=url)
    except Stopped as stop:
        if stop.state is not None:
            end(progress, stop.state)
    except BaseException as why:  # noted, and on its way: a fault of ours, or the process is told to end
        fault = isinstance(why, Exception)
        failure = f"{type(why).__name__}: {why}"[:500] if fault else ""
        end(progress, State.FAILED if fault else State.INTERRUPTED, failure=failure)
        raise
    finally:
        runners.discard(work.runner)
    work.refresh_from_db()
    return work


def end(progress: Progress, state: str, **fields) -> None:
    over = state not in Work.UNFINISHED
    with suppress(Stopped):  # another run has it by now, and ends it
        progress.save(state=state, finished_at=timezone.now() if over else None, **fields)
        if over:
            remove(progress.work.folder)


def cancel(work: Work) -> None:
    """One under way stops after its present item; any other that is not finished is cancelled at once."""
    mine = Work.objects.filter(pk=work.pk)
    if mine.filter(state=State.RUNNING).update(cancel_asked=True):
        return
    if mine.unfinished().update(state=State.CANCELLED, finished_at=timezone.now()):
        remove(work.folder)


def named(first: str, count: int) -> str:
    """What a work may be called: the first of what it is about, and how many others there are."""
    words = ngettext("%(first)s and %(n)d more", "%(first)s and %(n)d more", count - 1)
    return words % {"first": first[:150], "n": count - 1} if count > 1 else first


def label(kind: str) -> str:
    """What the desk calls it; an older version may have known kinds that are gone."""
    return KINDS[kind].label if kind in KINDS else kind


# workers


def worker_lives() -> bool:
    return Heartbeat.objects.filter(at__gt=timezone.now() - LIVES).exists()


def beat(worker: str) -> None:
    """A sign of life of this process and of what it does."""
    now = timezone.now()
    Heartbeat.objects.update_or_create(worker=worker, defaults={"at": now})
    if runners:
        Work.objects.filter(runner__in=list(runners), state=State.RUNNING).update(beat_at=now)


def mark_interrupted() -> None:
    """Works whose process has died, as their missing sign of life tells, can go on."""
    silent = Work.objects.filter(state=State.RUNNING, beat_at__lt=timezone.now() - LIVES)
    if silent.exists():  # asked for often: a write would keep others waiting
        silent.filter(cancel_asked=True).update(state=State.CANCELLED, finished_at=timezone.now())
        silent.update(state=State.INTERRUPTED)


def tidy() -> None:
    """Take away what was left lying: files of no work that can still go on, heartbeats of workers long dead."""
    long_ago = timezone.now() - LEFT_LYING
    Heartbeat.objects.filter(at__lt=long_ago).delete()
    needed = set(Work.objects.unfinished().values_list("folder", flat=True))
    for path in folder("").glob("*"):
        if path.name not in needed and path.stat().st_mtime < long_ago.timestamp():
            remove(path.name)


# files


def new_folder() -> str:
    """Make a folder for the files of a work to be; return its name, for `start`."""
    name = get_random_string(20)
    folder(name).mkdir(parents=True)
    return name


def folder(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "works" / name


def remove(name: str) -> None:
    if name:
        shutil.rmtree(folder(name), ignore_errors=True)
