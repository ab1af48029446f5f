"""What must stand before anything runs: a virtual environment with the pinned packages, and for tests a browser.

    python3 config/ground.py venv requirements.txt      make or refresh .venv
    python3 config/ground.py browser                    see to a Chromium of Debian's

Only the standard library, and syntax that old Pythons read too, so that they can be told what is wrong.
"""

import hashlib
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(HERE, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")


def stop(words):
    sys.stderr.write("Dateline: " + words + "\n")
    sys.exit(1)


def venv(requirements):
    if sys.version_info < OLDEST:
        stop(
            "needs Python %d.%d or newer, and %s is %d.%d. Name another one: make PYTHON=python3.11 ..."
            % (OLDEST + (sys.executable,) + tuple(sys.version_info[:2]))
        )
    path = os.path.join(HERE, requirements)
    with open(path, "rb") as file:
        wanted = hashlib.sha256(file.read() + sys.version.encode()).hexdigest()
    stamps = os.path.join(VENV, "installed")
    if os.path.exists(PYTHON) and wanted in read(stamps):
        return
    if not os.path.exists(PYTHON):
        say("making .venv")
        try:
            import ensurepip  # noqa: F401  Debian keeps it in a package of its own
        except ImportError:
            stop("this Python cannot make virtual environments; on Debian: apt-get install python3-venv")
        if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]) != 0:
            stop("could not make the virtual environment .venv; is the disk full or not yours to write?")
    say("installing what %s pins (about a minute the first time)" % requirements)
    install = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        path,
    ]
    done = subprocess.run(install, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
    if done.returncode != 0:
        errors = [
            line for line in done.stderr.splitlines() if line.startswith("ERROR")
        ] or done.stderr.splitlines()
        stop(
            "could not install the packages; is there a network? pip says: %s"
            % (errors[-1] if errors else "nothing")
        )
    with open(stamps, "a") as file:
        file.write(wanted + "\n")


def browser():
    """Chromium for the browser tests: installed where we may; said loudly where there is none.

    Its headless shell draws the same pages at half the cost, so that it is wanted even where the whole browser is.
    """
    if os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell"):
        return
    whole = shutil.which("chromium") or shutil.which("chromium-browser")
    why = "only root can install it"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("installing chromium-headless-shell for the browser tests")
        if installed("chromium-headless-shell") or not whole and installed("chromium"):
            return
        why = "apt-get could not install it"
    if whole:
        return
    if os.environ.get("REQUIRE_BROWSER") == "1":
        stop("REQUIRE_BROWSER=1, but there is no chromium and %s." % why)
    say("NO BROWSER: there is no chromium and %s; the browser tests are SKIPPED." % why)


def installed(package):
    """Whether Debian's package could be installed: as its lists stand, else by new ones."""
    apt = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::http::Timeout=20"]
    quiet = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "env": dict(os.environ, DEBIAN_FRONTEND="noninteractive"),
    }
    install = apt + ["install", "--no-install-recommends", package]
    if subprocess.call(install, **quiet) == 0:
        return True
    return subprocess.call(apt + ["update"], **quiet) == 0 and subprocess.call(install, **quiet) == 0


def read(path):
    try:
        with open(path) as file:
            return file.read().split()
    except OSError:
        return []


def say(words):
    sys.stderr.write("Dateline: " + words + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["venv"] and len(sys.argv) == 3:
        venv(sys.argv[2])
    elif sys.argv[1:] == ["browser"]:
        browser()
    else:
        stop("usage: ground.py venv FILE | ground.py browser")
