"""pytest plugin, loaded before the settings (see addopts in pyproject.toml): tests need no environment of their own."""

import atexit
import os
import shutil
import tempfile

from config import catalogues

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # the browser's driver runs an event loop in our thread
os.environ.setdefault("API_RATE", "0")  # tests ask as often as they like
os.environ.setdefault("REPORT_RATE", "0")
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="dateline-tests-")
# Where collected files would be: whitenoise looks for it.
os.mkdir(os.path.join(os.environ["DATA_DIR"], "static"))
catalogues.compile()
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
