import logging
import os
import signal
import threading
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker

from timeline import tasks
from timeline.models import Heartbeat

logger = logging.getLogger(__name__)
PAUSE = 5  # seconds, after the database was not to be reached
WATCH = 1  # seconds between two looks at whether the parent still lives
KEPT_DAYS = 14


class Command(BaseCommand):
    help = (
        "Do the long work that editors start at the desk, until stopped (Ctrl-C; what it is at stops after the present "
        "item and can go on later). Several may run, on one machine or on several that share the media folder."
    )

    def add_arguments(self, parser):
        parser.add_argument("--batch", action="store_true", help="do what waits, then end")
        parser.add_argument("--parent", type=int, help="a process; the worker ends when that one is gone")

    def handle(self, *, batch, parent, **options):
        worker = Worker(batch)
        tasks.mark_interrupted()
        tasks.tidy()
        call_command("prune_db_task_results", min_age_days=KEPT_DAYS, verbosity=0)
        if batch:
            worker.run()
            return
        worker.configure_signals()
        tasks.beat(worker.worker_id)
        threading.Thread(target=keep_beating, args=[worker.worker_id, parent], daemon=True).start()
        try:
            worker.run_whatever_befalls()
        finally:
            Heartbeat.objects.filter(worker=worker.worker_id).delete()


class Worker(db_worker.Worker):
    def __init__(self, batch: bool):
        super().__init__(
            queue_names=["default"], excluded_queue_names=[], backend_name="default", interval=1, batch=batch,
            startup_delay=False, max_tasks=None, worker_id=get_random_string(32),
        )  # fmt: skip

    def shutdown(self, signum, frame):
        """The first time the work under way stops after its present item, the second time at once."""
        tasks.stopping.set()
        super().shutdown(signum, frame)

    def run_whatever_befalls(self):
        """A database that is away for a while, or busy, ends no worker."""
        while self.running:
            try:
                self.run()
            except DatabaseError as why:
                logger.warning("The database: %s. The worker tries again.", why)
                connection.close()
                time.sleep(PAUSE)


def keep_beating(worker: str, parent: int | None) -> None:
    """Tell that the worker lives, and end it when its parent is gone."""
    beaten = time.monotonic()
    while True:
        time.sleep(WATCH)
        if parent is not None and os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        if time.monotonic() - beaten >= tasks.BEAT:
            beaten = time.monotonic()
            try:
                close_old_connections()
                tasks.beat(worker)
            except DatabaseError as why:
                logger.warning("The worker's sign of life: %s.", why)
