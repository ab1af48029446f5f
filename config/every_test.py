"""Run every test: on SQLite and in a browser, and beside them, on PostgreSQL, those that ask the database.

    python -m config.every_test [what pytest takes]

Browsers and servers keep their tests waiting, so that the two together take little longer than the first alone. What is
told of PostgreSQL is printed at the end. The exit code is 0 where both are well, else that of the first that is not.
"""

import shutil
import subprocess
import sys
import tempfile

# Files in order, so that no long one comes last.
SHARED_OUT = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")


def main(more: list[str]) -> int:
    tests = [sys.executable, "-m", "pytest", "-q", "-rfER", *SHARED_OUT, *more]
    on_postgres = [sys.executable, "-m", "config.with_postgres", *tests, "--orm", "-m", "not browser"]
    with tempfile.TemporaryFile("w+") as told:
        beside = subprocess.Popen(on_postgres, stdout=told, stderr=subprocess.STDOUT)
        try:
            first = subprocess.run(tests).returncode
        finally:
            second = beside.wait()  # who interrupts one interrupts both
        told.seek(0)
        print("\nOn PostgreSQL:", flush=True)
        shutil.copyfileobj(told, sys.stdout)
    return first or second


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
