"""A worker as the process it is in earnest."""

import datetime as dt
import os
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from timeline import tasks
from timeline.models import Event, Heartbeat, Work
from timeline.tests.factories import article

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 40


@pytest.fixture
def start_worker():
    """Called: start `manage.py run_worker` on the database of the test; each is ended with the test."""
    name, given = connection.settings_dict["NAME"], os.environ.get("DATABASE_URL")
    url = urlsplit(given)._replace(path=f"/{name}").geturl() if given else f"sqlite:///{name}"
    started = []

    def start(parent=None):
        command = [sys.executable, "manage.py", "run_worker", "--parent", str(parent or os.getpid())]
        started.append(
            subprocess.Popen(command, cwd=settings.BASE_DIR, env={**os.environ, "DATABASE_URL": url})
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def eventually(holds, seconds=120):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.1)


def test_a_worker_that_is_killed_leaves_a_work_that_another_finishes_with_nothing_done_twice(start_worker):
    ids = [article(f"The mill number {n} closed on 3 May 2014.").pk for n in range(COUNT)]
    killed = start_worker()
    eventually(tasks.worker_lives)
    work = tasks.start("read articles", {"ids": ids}, by=None, total=COUNT)
    eventually(lambda: Work.objects.get().done)
    killed.kill()
    killed.wait()
    assert Work.objects.get().state == Work.State.RUNNING  # nobody could say otherwise

    Heartbeat.objects.all().delete()
    Work.objects.update(beat_at=timezone.now() - dt.timedelta(minutes=1))
    tasks.mark_interrupted()
    ending = start_worker()
    eventually(tasks.worker_lives)
    work.refresh_from_db()
    assert work.state == Work.State.INTERRUPTED and 0 < work.done < COUNT
    tasks.go_on(work)
    eventually(lambda: Work.objects.get().state == Work.State.DONE)
    assert Work.objects.get().done == COUNT
    assert Event.objects.awaiting_review().count() == COUNT

    ending.terminate()
    assert ending.wait(timeout=30) == 0
    assert not tasks.worker_lives()


def test_a_worker_ends_when_who_started_it_is_gone(start_worker):
    orphan = start_worker(parent=1 if os.getpid() != 1 else 2)
    assert orphan.wait(timeout=60) == 0
    assert not tasks.worker_lives()
