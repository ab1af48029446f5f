"""What every test may ask for: a browser that never leaves the site, and --orm."""

import fcntl
import gc
import os
import shutil
import warnings
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as site_settings
from django.utils import translation

# The headless shell draws the same pages without the browser around them, which takes as much again.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
SHARED = Path(__file__).resolve().parent.parent / "shared"


def pytest_addoption(parser):
    parser.addoption(
        "--orm", action="store_true", help="only the tests that another database could answer otherwise"
    )


def pytest_configure(config):
    if config.getoption("--orm"):  # examples in docstrings ask no database
        config.option.doctestmodules = False
    # A password is hashed for each editor of each test; the site's own way takes a sixth of a second, as it should.
    site_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A busy machine is no failure. The same examples for everybody: new ones are looked for by `make soak`.
    searching = bool(os.environ.get("SOAK"))
    hypothesis.settings.register_profile("ours", deadline=None, derandomize=not searching)
    hypothesis.settings.load_profile("ours")


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """All is imported and nothing thrown away: looking for garbage meanwhile took an eighth of it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish():
    """What has been imported stays: looked through for garbage again and again, it took a tenth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config, items):
    for item in items:
        if item.get_closest_marker("browser") and CHROMIUM is None:
            if os.environ.get("REQUIRE_BROWSER") == "1":
                pytest.exit("REQUIRE_BROWSER=1, and there is no chromium on this machine.", returncode=1)
            item.add_marker(pytest.mark.skip(reason="NO BROWSER: install chromium to run this test"))
        if item.get_closest_marker("browser"):  # they share two cores with all else; a fault fails twice
            item.add_marker(pytest.mark.flaky(reruns=1))
        if item.get_closest_marker("soak") and not os.environ.get("SOAK"):
            item.add_marker(pytest.mark.skip(reason="long random run: make soak"))
    if config.getoption("--orm"):
        touching = [i for i in items if asks_the_database(i) and not i.get_closest_marker("one_database")]
        config.hook.pytest_deselected(items=[i for i in items if i not in set(touching)])
        items[:] = touching
    done = yield
    items[:] = with_browsers_among_the_rest(items)
    return done


def asks_the_database(item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures or item.get_closest_marker("django_db"))


def with_browsers_among_the_rest(items: list) -> list:
    """Files of the browser, which leave the cores idle half of the time, each with as many of the others behind it.

    The longest come first and none in the last quarter, so that the workers end together.
    """
    files = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    browsers = [its for its in files.values() if its[0].get_closest_marker("browser")]
    others = [its for its in files.values() if not its[0].get_closest_marker("browser")]
    browsers.sort(key=lambda its: its[0].path.stat().st_size, reverse=True)
    share = len(others) * 3 // 4 // max(len(browsers), 1)
    for turn, its in enumerate(browsers):
        others.insert(turn * (share + 1), its)
    return [item for its in others for item in its]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, tmp_path_factory):
    """A copy of the database that the first worker has migrated, which takes as long as fifty tests."""
    from django.db import DatabaseError, connection

    makes, database = connection.creation, connection.settings_dict
    worker, folder = os.environ.get("PYTEST_XDIST_WORKER"), tmp_path_factory.getbasetemp()
    folder = folder.parent if worker else folder
    if connection.vendor == "sqlite":
        database["TEST"]["NAME"] = str(folder / "test.sqlite3")
    with open(folder / "lock", "w") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        migrated = folder / "migrated"
        if not migrated.exists():
            migrated.write_text(makes.create_test_db(verbosity=0, autoclobber=True, serialize=False))
        database["NAME"] = migrated.read_text()
        connection.close()
        makes.clone_test_db(worker or "main", verbosity=0, autoclobber=True)
        database.update(makes.get_test_db_clone_settings(worker or "main"))
        fcntl.flock(lock, fcntl.LOCK_UN)
        yield
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            makes.destroy_test_db(migrated.exists() and migrated.read_text(), verbosity=0)
            if migrated.exists():
                migrated.unlink()
                makes.destroy_test_db(verbosity=0)
        except DatabaseError as kept:  # a thread of some test still holds it; the server is the tests' own
            warnings.warn(f"a test's database was left: {kept}", stacklevel=1)


@pytest.fixture(autouse=True)
def _own_language():
    """A request leaves its thread in the reader's language, until the next one."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def remembering(settings, tmp_path):
    """Nothing is remembered in a test that changes rows past the log of changes; called, it is from then on."""
    as_set, nothing = settings.CACHES, {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}

    def switch(on=True):
        kept = {name: as_set[name] | {"LOCATION": str(tmp_path / name)} for name in ("answers", "pages")}
        settings.CACHES = as_set | (kept if on else dict.fromkeys(kept, nothing))
        settings.COLUMNS = tmp_path / "columns" if on else None

    switch(on=False)
    return switch


@pytest.fixture
def web(monkeypatch):
    """A web server of our own under invented names; the rest of the network is not there."""
    from django.core.cache import cache

    from kb import fetching
    from kb.tests.web import Web

    cache.clear()  # of other tests' robots.txt
    web = Web()
    monkeypatch.setattr(fetching, "resolve", web.resolve)
    monkeypatch.setattr(fetching, "connect", web.connect)
    web.run()
    yield web
    web.stop()


@pytest.fixture
def shared() -> Path:
    """The development data beside the project; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the development data (../shared) is not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
        ],
    }


@pytest.fixture
def site(live_server, page):
    """The running site in a browser page: `site.goto(path)`; the test fails if any request leaves it."""
    left = []
    page.on("request", lambda r: r.url.startswith((live_server.url, "data:", "blob:")) or left.append(r.url))
    open_page, page.site_url = page.goto, live_server.url
    page.goto = lambda url, **kw: open_page(url if "://" in url else live_server.url + url, **kw)
    yield page
    assert left == [], f"requests that left the site: {left}"


@pytest.fixture
def shifts(site):
    """Called: how far parts of the page have moved without the reader's doing, and which."""
    site.add_init_script("""window.shifted = []; new PerformanceObserver(list => {
        for (const entry of list.getEntries()) {
            if (!entry.hadRecentInput) window.shifted.push([entry.value, ...entry.sources.map(s => s.node?.outerHTML?.slice(0, 80))]);
        }
    }).observe({type: "layout-shift", buffered: true})""")
    return lambda: site.evaluate("window.shifted")
