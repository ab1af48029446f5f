"""Long work: in the background where a worker lives, in the request where it is small, refused where it is neither."""

import datetime as dt
import os
import threading

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from timeline import tasks
from timeline.models import Event, Heartbeat, Work
from timeline.tests.factories import article

pytestmark = pytest.mark.django_db
State = Work.State

TEXTS = (
    "The bridge opened on 3 May 2014.",
    "The mill closed on 4 June 2013.",
    "The dam burst on 1 July 2012.",
)


@pytest.fixture
def worker(monkeypatch):
    """A worker lives, as its heartbeat says; called, it does what waits, within the transaction of the test."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    Heartbeat.objects.create(worker="one", at=timezone.now())
    return lambda: call_command("run_worker", batch=True)


@pytest.fixture
def three():
    return [article(text).pk for text in TEXTS]


def reading(ids, by=None) -> Work:
    return tasks.start("read articles", {"ids": ids}, by=by, total=len(ids), name="three articles")


def function(monkeypatch, do):
    """Let a work of the kind "trial" do this."""
    monkeypatch.setattr("timeline.tests.test_tasks.trial", do, raising=False)
    monkeypatch.setitem(tasks.KINDS, "trial", tasks.Kind("Trial", "timeline.tests.test_tasks.trial"))


def stored(work) -> Work:
    return Work.objects.get(pk=work.pk)


# where it is done


def test_a_worker_does_it_when_one_lives(worker, three, editor):
    work = reading(three, by=editor)
    assert (work.state, Event.objects.count()) == (State.WAITING, 0)
    worker()
    work = stored(work)
    assert (work.state, work.done, work.total) == (State.DONE, 3, 3)
    assert work.result == "3 read; events proposed: 3."
    assert Event.objects.awaiting_review().count() == 3


def test_without_a_worker_it_is_done_at_once(three):
    work = reading(three)
    assert (work.state, work.done) == (State.DONE, 3)
    assert Event.objects.count() == 3


def test_a_worker_that_has_not_been_heard_of_for_long_is_no_worker(three):
    Heartbeat.objects.create(worker="dead", at=timezone.now() - dt.timedelta(minutes=1))
    assert reading(three).state == State.DONE


def test_without_a_worker_too_much_is_refused_and_it_is_said_how_to_start_one(three, settings):
    settings.WORK_IN_REQUEST = 2
    folder = tasks.new_folder()
    with pytest.raises(
        tasks.NoWorker, match=r"at most 2 items .* here are 3\. Start one with `manage.py run_worker`"
    ):
        tasks.start("read articles", {"ids": three}, by=None, total=3, folder=folder)
    assert not Work.objects.exists() and not tasks.folder(folder).exists()


# what it leaves out


def test_what_is_left_out_is_said_with_its_reason(worker, three):
    undated = article("Nobody knows when.", title="Undated", published=None, state="draft")
    work = reading([three[0], undated.pk, 10**9, three[1]])
    worker()
    work = stored(work)
    assert (work.state, work.done, work.counts["read"]) == (State.DONE, 4, 2)
    assert [(skip.what, skip.why[:32]) for skip in work.skips.all()] == [
        ("Undated", "its publication date is not know"),
        (str(10**9), "it is no longer there"),
    ]


# cancelling


def test_cancelling_stops_it_after_the_present_item_and_keeps_what_is_done(worker, monkeypatch):
    def cancelled_at_two(progress):
        for item in progress.each(range(5)):
            progress.count(seen=1)
            if item == 1:
                tasks.cancel(progress.work)
        return "never said", ""

    function(monkeypatch, cancelled_at_two)
    work = tasks.start("trial", {}, by=None, total=5)
    worker()
    work = stored(work)
    assert (work.state, work.done, work.counts, work.result) == (State.CANCELLED, 2, {"seen": 2}, "")
    assert work.finished_at is not None


def test_what_waits_is_cancelled_at_once_and_never_begun(worker, three):
    work = reading(three)
    tasks.cancel(work)
    worker()
    assert (stored(work).state, Event.objects.count()) == (State.CANCELLED, 0)


def test_what_is_done_cannot_be_cancelled(three):
    work = reading(three)
    tasks.cancel(work)
    assert stored(work).state == State.DONE


# stopping and going on


@pytest.mark.parametrize("broken", [KeyboardInterrupt(), SystemExit(1)])
def test_a_worker_told_to_end_leaves_the_work_to_go_on_where_it_stopped(worker, monkeypatch, broken):
    seen = []

    def told_to_end_once(progress):
        for item in progress.each("abcd"):
            if item == "c" and seen.count("c") == 0:
                seen.append(item)
                raise broken
            seen.append(item)
        return "whole", ""

    function(monkeypatch, told_to_end_once)
    work = tasks.start("trial", {}, by=None, total=4)
    worker()
    assert (stored(work).state, stored(work).done) == (State.INTERRUPTED, 2)
    tasks.go_on(stored(work))
    worker()
    assert (stored(work).state, stored(work).result, seen) == (State.DONE, "whole", [*"ab", "c", *"cd"])


def test_a_graceful_stop_waits_for_the_present_item(worker, monkeypatch):
    def stopped_at_two(progress):
        for item in progress.each(range(4)):
            if item == 1 and progress.work.done == 1:
                tasks.stopping.set()
        return "whole", ""

    monkeypatch.setattr(tasks, "stopping", threading.Event())
    function(monkeypatch, stopped_at_two)
    work = tasks.start("trial", {}, by=None, total=4)
    worker()
    assert (stored(work).state, stored(work).done) == (State.INTERRUPTED, 2)


def test_a_work_whose_process_died_is_found_by_its_missing_sign_of_life(worker, three):
    work = reading(three)
    long_ago = timezone.now() - dt.timedelta(minutes=1)
    Work.objects.update(state=State.RUNNING, runner="dead", beat_at=long_ago, done=1)
    DBTaskResult.objects.update(status="RUNNING")  # as a process leaves it that was killed
    worker()
    assert stored(work).state == State.INTERRUPTED
    tasks.go_on(stored(work))
    worker()
    assert (stored(work).state, stored(work).done, stored(work).counts["read"]) == (State.DONE, 3, 2)


def test_a_heartbeat_keeps_a_slow_item_alive(monkeypatch):
    def slow(progress):
        for _item in progress.each(range(1)):
            Work.objects.update(beat_at=timezone.now() - dt.timedelta(minutes=1))
            tasks.beat("one")
            tasks.mark_interrupted()
            assert stored(progress.work).state == State.RUNNING
        return "", ""

    function(monkeypatch, slow)
    assert tasks.start("trial", {}, by=None, total=1).state == State.DONE


def test_a_run_that_was_thought_dead_leaves_the_work_to_the_one_that_took_it_up(monkeypatch):
    seen = []

    def taken_over(progress):
        for item in progress.each(range(3)):
            seen.append((progress.work.runner, item))
            if item == 1 and len(seen) == 2:
                Work.objects.update(state=State.INTERRUPTED)
                tasks.run(stored(progress.work))
        return "whole", ""

    function(monkeypatch, taken_over)
    work = tasks.start("trial", {}, by=None, total=3)
    assert [item for _runner, item in seen] == [0, 1, 1, 2]
    assert (work.state, work.done, work.result) == (State.DONE, 3, "whole")


def test_a_fault_of_the_program_is_said_and_the_worker_goes_on_to_the_next_work(worker, monkeypatch, three):
    def broken(progress):
        for item in progress.each(range(3)):
            assert item < 1, "one is too many"

    function(monkeypatch, broken)
    work, other = tasks.start("trial", {}, by=None, total=3), reading(three)
    worker()
    assert (stored(work).state, stored(work).done) == (State.FAILED, 1)
    assert "one is too many" in stored(work).failure
    assert stored(other).state == State.DONE


def test_the_files_of_a_work_are_kept_until_it_is_over(worker, monkeypatch):
    def reads_its_file(progress):
        for _item in progress.each(range(1)):
            assert (tasks.folder(progress.work.folder) / "a.txt").read_text() == "words"
        return "", ""

    function(monkeypatch, reads_its_file)
    folder = tasks.new_folder()
    (tasks.folder(folder) / "a.txt").write_text("words")
    work = tasks.start("trial", {}, by=None, total=1, folder=folder)
    assert tasks.folder(folder).exists()
    worker()
    assert stored(work).state == State.DONE and not tasks.folder(folder).exists()


def test_what_was_left_lying_is_taken_away_when_a_worker_starts(worker, editor):
    needed, left, new = tasks.new_folder(), tasks.new_folder(), tasks.new_folder()
    Work.objects.create(
        kind="trial", user=editor, total=1, language="en", state=State.INTERRUPTED, folder=needed
    )
    days_ago = timezone.now() - dt.timedelta(days=2)
    for folder in (needed, left):
        os.utime(tasks.folder(folder), (days_ago.timestamp(),) * 2)
    Heartbeat.objects.create(worker="dead", at=days_ago)
    worker()
    assert [tasks.folder(folder).exists() for folder in (needed, left, new)] == [True, False, True]
    assert not Heartbeat.objects.filter(worker="dead").exists()


def test_a_work_that_is_let_go_on_twice_is_done_once(worker, three):
    work = reading(three)
    Work.objects.update(state=State.INTERRUPTED)
    seen_before = stored(work)
    tasks.go_on(stored(work))
    worker()
    tasks.go_on(seen_before)
    worker()
    assert (stored(work).state, stored(work).done, stored(work).counts["read"]) == (State.DONE, 3, 3)


def test_a_work_says_its_result_in_the_language_of_who_started_it(worker, three):
    with translation.override("ru"):
        work = reading(three)
    assert work.language == "ru"


# the page


@pytest.fixture
def page(desk):
    return lambda work, what="progress", **data: (
        desk.get(reverse("admin:timeline_work_progress", args=[work.pk]), data)
        if what == "progress"
        else desk.post(reverse(f"admin:timeline_work_{what}", args=[work.pk]), follow=True)
    )


def test_the_page_shows_how_far_it_is_and_can_cancel_it(worker, three, page, editor):
    work = reading(three, by=editor)
    Work.objects.update(state=State.RUNNING, beat_at=timezone.now(), done=1)
    shown = page(work).content.decode()
    assert '<progress id="work-progress" max="3" value="1">' in shown and "1 of 3" in shown
    assert "it stops after the present item" in page(work, "cancel").content.decode()
    assert stored(work).cancel_asked


def test_a_stopped_work_goes_on_by_its_button(three, page, editor):
    work = reading(three, by=editor)
    Work.objects.update(state=State.INTERRUPTED, done=1)
    assert "Go on" in page(work).content.decode()
    assert "Done" in page(work, "go_on").content.decode()
    assert stored(work).done == 3


def test_what_cannot_go_on_says_why(three, page, editor, settings):
    work = reading(three, by=editor)
    Work.objects.update(state=State.INTERRUPTED, done=0)
    settings.WORK_IN_REQUEST = 2
    assert "Start one with `manage.py run_worker`" in page(work, "go_on").content.decode()
    assert stored(work).state == State.INTERRUPTED


def test_the_script_gets_only_what_changes(three, page, editor):
    assert "<html" not in page(reading(three, by=editor), part=1).content.decode()


def test_each_sees_their_own_works_and_an_administrator_all(client, editor, three, django_user_model):
    work = reading(three, by=editor)
    other = django_user_model.objects.create_user("other", password="x", is_staff=True)
    client.force_login(other)
    for where in ("progress", "cancel", "go_on"):
        assert client.post(reverse(f"admin:timeline_work_{where}", args=[work.pk])).status_code == 404
    assert "three articles" not in client.get(reverse("admin:timeline_work_changelist")).content.decode()
    client.force_login(django_user_model.objects.create_superuser("chief", password="x"))
    assert "three articles" in client.get(reverse("admin:timeline_work_changelist")).content.decode()
    assert client.get(work.get_absolute_url()).status_code == 200


def test_cancelling_is_no_matter_of_following_a_link(three, page, editor, desk):
    work = reading(three, by=editor)
    assert desk.get(reverse("admin:timeline_work_cancel", args=[work.pk])).status_code == 405


@pytest.mark.one_database
def test_the_list_asks_as_many_questions_for_fifty_as_for_one(
    desk, editor, three, django_assert_max_num_queries
):
    for _n in range(50):
        Work.objects.create(kind="trial", user=editor, total=3, language="en")
    desk.get(reverse("admin:timeline_work_changelist"))
    with django_assert_max_num_queries(9, connection=connection):
        desk.get(reverse("admin:timeline_work_changelist"))
