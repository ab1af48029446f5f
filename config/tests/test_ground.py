"""What is said when the ground is missing: one line that names it, and what to do."""

import os
import socket
import subprocess
import sys
from contextlib import nullcontext

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from timeline.management.commands import demo

GROUND = settings.BASE_DIR / "config" / "ground.py"


def run_ground(*arguments) -> str:
    """Python code that runs ground.py as a script, after whatever pretence stands before it."""
    argv = ["ground.py", *arguments]
    return f"import runpy, sys; sys.argv = {argv!r}; runpy.run_path({str(GROUND)!r}, run_name='__main__')"


def test_an_old_python_is_told_which_one_is_needed():
    pretend = "import sys; sys.version_info = (3, 9, 2); " + run_ground("venv", "requirements.txt")
    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("python", ["/usr/bin/false", "/usr/bin/true", "no-such-python"])
def test_a_python_that_does_not_run_is_named(python):
    done = subprocess.run(
        ["make", f"PYTHON={python}", "ground"], cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert f"PYTHON={python} is no Python that runs" in done.stderr.splitlines()[0]


def test_without_a_network_one_line_says_so(tmp_path):
    """A copy of the ground whose pip can reach no registry."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "ground.py").write_text(GROUND.read_text())
    (tmp_path / ".venv").symlink_to(sys.prefix)  # to make another one takes pip some seconds
    (tmp_path / "requirements.txt").write_text(
        "no-such-package-anywhere==1.0 --hash=sha256:" + "0" * 64 + "\n"
    )
    done = subprocess.run(
        [sys.executable, str(tmp_path / "config" / "ground.py"), "venv", "requirements.txt"],
        env={**os.environ, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "is there a network?" in done.stderr.splitlines()[-1]


def test_a_required_browser_that_is_missing_is_a_failure(tmp_path):
    for code, required in ((1, "1"), (0, "0")):
        done = subprocess.run(
            [sys.executable, "-c", "import os; os.geteuid = lambda: 1000; " + run_ground("browser")],
            env={"PATH": str(tmp_path), "REQUIRE_BROWSER": required},
            capture_output=True,
            text=True,
        )
        assert done.returncode == code
        assert "no chromium" in done.stderr


def test_a_port_that_is_taken_is_said_with_another_one_to_try(monkeypatch):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        monkeypatch.setenv("PORT", str(holder.getsockname()[1]))
        with pytest.raises(CommandError, match="taken. Choose another one"):
            call_command("demo")


def test_a_port_that_is_no_port_is_named(monkeypatch):
    monkeypatch.setenv("PORT", "eighty")
    with pytest.raises(CommandError, match="PORT must be a number"):
        call_command("demo")


@pytest.mark.django_db
def test_the_demo_editor_is_made_once_and_can_log_in(client):
    demo.demo_editor()
    get_user_model().objects.filter(username="editor").update(first_name="Kept")
    demo.demo_editor()
    assert get_user_model().objects.get().first_name == "Kept"
    assert client.login(username="editor", password="dateline-demo")


@pytest.mark.django_db
@pytest.mark.parametrize(("debug", "users"), [(True, 1), (False, 0)])
def test_without_debug_there_is_no_demo_editor(settings, monkeypatch, debug, users):
    settings.DEBUG = debug
    monkeypatch.setenv("PORT", "8999")
    monkeypatch.setattr(demo, "in_use", lambda port: False)
    monkeypatch.setattr(demo, "call_command", lambda *args, **options: None)
    monkeypatch.setattr(demo, "worker", nullcontext)
    call_command("demo")
    assert get_user_model().objects.count() == users
