import os
import socket
import subprocess
import sys
from contextlib import closing, contextmanager

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from kb.models import Article

EDITOR, PASSWORD = "editor", "dateline-demo"


class Command(BaseCommand):
    help = (
        "What `make run` does: migrate, load and read the seeds the first time, print where it serves, serve."
    )
    requires_system_checks = []

    def handle(self, **options):
        port = port_from_environment()
        if in_use(port):
            raise CommandError(f"Port {port} is taken. Choose another one: make run PORT={port + 1}")
        try:
            call_command("migrate", verbosity=0)
        except OperationalError as why:
            raise CommandError(f"The database cannot be opened: {why}") from why
        if not Article.objects.exists():
            self.stdout.write("Loading and reading the demo's articles, the first time only ...")
            call_command("load_seeds", stdout=self.stdout, stderr=self.stderr)
        self.stdout.write(f"\n{settings.SITE_TITLE} is at  http://127.0.0.1:{port}/")
        self.stdout.write(f"The desk is at  http://127.0.0.1:{port}/admin/")
        if settings.DEBUG:
            demo_editor()
            self.stdout.write(f"  login {EDITOR}, password {PASSWORD} (this demo only)")
        self.stdout.write("Stop it with Ctrl-C.\n")
        self.stdout.flush()
        with worker():
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, skip_checks=True)


@contextmanager
def worker():
    """A process of its own for long work. It ends with this one, however this one ends; Ctrl-C is meant for us alone."""
    command = [sys.executable, settings.BASE_DIR / "manage.py", "run_worker", "--parent", str(os.getpid())]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()


def port_from_environment() -> int:
    port = os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CommandError(f"PORT must be a number from 1 to 65535, not {port!r}.")
    return int(port)


def in_use(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def demo_editor():
    """Made once, and only where DEBUG is on: its password is printed for everybody to see."""
    users = get_user_model().objects
    if not users.filter(username=EDITOR).exists():
        users.create_superuser(EDITOR, password=PASSWORD)
