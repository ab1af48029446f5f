"""The pictures of docs/gallery and docs/editing.md: `make screenshots`.

Serves the demo on a database of its own, photographs each page as the tables say, and writes the gallery anew. The
pictures have few colours, which makes them a third as large. `docs/screenshots.py desk-` takes only those whose names
begin so; `--site` takes them of a site that runs already.
"""

import argparse
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

DOCS = Path(__file__).resolve().parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
TITLE = "Pakistan and Russia, 1947 to today"
COLOURS = 64
STARTS_WITHIN = 300  # seconds: the demo reads its articles first
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
NARROW = {"width": 1024, "height": 900}
EDITOR, PASSWORD = "editor", "dateline-demo"  # of the demo
EVENT = "/api/v1/events?disputed=1"  # whose first event is shown


@dataclass(frozen=True)
class Picture:
    name: str
    says: str
    path: str
    size: dict = field(default_factory=lambda: DESKTOP)
    dark: bool = False
    language: str = "en"
    keys: tuple[str, ...] = ()  # pressed before the picture is taken
    media: str = "screen"
    whole: bool = False  # the whole page, not only what the screen shows
    steps: tuple[
        tuple[str, str | None], ...
    ] = ()  # before it is taken: a box and what to write there, a choice, or a button
    signed_in: bool = False


FILTERED = "/?from=2014&to=2016&entity=russia"
PICTURES = (
    Picture("timeline", "The timeline, with its density above the list", "/"),
    Picture("timeline-phone", "The same on a phone, in the dark", "/", size=PHONE, dark=True),
    Picture("filtered", "Some years of one country: what is asked, and what is found", FILTERED),
    Picture("filtered-dark", "The same in the dark", FILTERED, dark=True),
    Picture("lanes", "Two countries in lanes", "/?lane=entity:pakistan&lane=entity:india"),
    Picture("searched", "A search, with what it found marked", "/?q=agreement"),
    Picture("nothing", "Nothing matches: which filter to drop", "/?q=agreement&from=1950&to=1951"),
    Picture("keys", "The keys of the list", "/", keys=("?",)),
    Picture("urdu", "In Urdu, from right to left", "/", language="ur"),
    Picture("russian-phone", "In Russian, on a phone", "/", language="ru", size=PHONE),
    Picture("paper", "On paper", FILTERED, media="print"),
    Picture("event", "An event whose sources differ", "/events/{event}/", whole=True),
    Picture("event-phone", "The same on a phone, in the dark", "/events/{event}/", size=PHONE, dark=True),
    Picture("report", "Reporting an error", "/events/{event}/report/"),
    Picture("entity", "All that is known of one country", "/entities/russia/"),
    Picture("entities", "People and places", "/entities/"),
    Picture("articles", "The articles", "/articles/"),
    Picture("embed", "What another site shows in a frame", "/embed/?entity=india", size=PHONE),
    Picture("follow", "Feeds, calendar and frame of a filter", "/follow/?entity=russia"),
    Picture("data", "The data: formats, sizes, first rows", "/data/"),
    Picture("cite", "A query to cite", "/q/?entity=russia"),
    Picture("api", "The API's reference", "/api/v1/"),
)

ARTICLE = """The bridge at the harbour

By our correspondent, 12 May 2016

The two governments signed the agreement in June 2014. Work began two years ago and the bridge opened on 3 May 2016.

Read also: The port is to be widened
Opinion: Who pays for bridges?
"""
PREVIEWED = (
    ("textarea[name=text]", ARTICLE),
    ("input[name=published]", "2016-05-12"),
    ("[name=_preview]", None),
)
TWO = tuple(
    (f"tr:has-text('{words}') .action-select", None)
    for words in ("held their first joint", "began their first joint")
)
COMPARED = (*TWO, ("select[name=action]", "compare_selected"), ("button[name=index]", None))
DESK = (  # name, what it shows, address, steps
    ("front", "The desk: what needs people", "/admin/", ()),
    ("queue", "The review queue", "/admin/timeline/event/review/", ()),
    ("preview", "An article before it is added", "/admin/kb/article/add/", PREVIEWED),
    ("compare", "Two records side by side", "/admin/timeline/event/?q=joint&status__exact=all", COMPARED),
    ("events", "Events that wait", "/admin/timeline/event/", ()),
    ("articles", "The articles", "/admin/kb/article/", ()),
    ("names", "People, organisations and places", "/admin/kb/entity/", ()),
    ("statistics", "What became of proposals", "/admin/statistics/", ()),
)
SIZES = (("", DESKTOP, ""), ("-1024", NARROW, ", at 1024 pixels"))
SCHEMES = (("", False, ""), ("-dark", True, ", in the dark"))
PICTURES += tuple(
    Picture(
        f"desk-{name}{narrow}{dark}",
        says + how_wide + how_dark,
        path,
        size,
        is_dark,
        steps=steps,
        whole=bool(steps),
        signed_in=True,
    )
    for name, says, path, steps in DESK
    for narrow, size, how_wide in SIZES
    for dark, is_dark, how_dark in SCHEMES
)


@contextlib.contextmanager
def demo() -> Iterator[str]:
    """The address of a demo that is served as long as the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="dateline-screenshots-") as folder:
        ours = {"DEBUG": "1", "DATA_DIR": folder, "PORT": str(port), "DATABASE_URL": "", "SITE_TITLE": TITLE}
        command = [sys.executable, str(DOCS.parent / "manage.py"), "demo"]
        server = subprocess.Popen(
            command, env=os.environ | ours, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            site = f"http://127.0.0.1:{port}"
            await_answer(site, server)
            yield site
        finally:
            server.terminate()
            server.wait()


def await_answer(site: str, server: subprocess.Popen) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(site).close()
            return
        time.sleep(1)
    raise SystemExit("The demo did not start.")


def sign_in(browser: Browser, site: str) -> dict:
    """The cookies of an editor."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/admin/login/")
    page.fill("[name=username]", EDITOR)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/admin/")
    kept = context.storage_state()
    context.close()
    return kept


def photograph(browser: Browser, url: str, picture: Picture, cookies: dict | None) -> bytes:
    context = browser.new_context(
        viewport=picture.size,
        locale=picture.language,
        color_scheme="dark" if picture.dark else "light",
        storage_state=cookies,
    )
    page = context.new_page()
    page.set_default_timeout(STARTS_WITHIN * 1000)  # the first preview loads the language model
    page.goto(url, wait_until="networkidle")
    page.emulate_media(media=picture.media)
    for where, text in picture.steps:
        if text is None:
            page.locator(where).first.click()
            page.wait_for_load_state("networkidle")
        elif where.startswith("select"):
            page.locator(where).first.select_option(text)
        else:
            page.locator(where).first.fill(text)
    for key in picture.keys:
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    taken = page.screenshot(full_page=picture.whole)
    context.close()
    small = BytesIO()
    Image.open(BytesIO(taken)).convert("RGB").quantize(COLOURS).save(small, "PNG", optimize=True)
    return small.getvalue()


def gallery() -> str:
    shown = [f"## {picture.says}\n\n![{picture.says}]({picture.name}.png)\n" for picture in PICTURES]
    return "\n".join(["# The pages, in pictures\n\nMade by `make screenshots` from the demo.\n", *shown])


def asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument(
        "names", nargs="*", help="only pictures whose names begin so; none: all, and the gallery"
    )
    words.add_argument("--site", help="the address of a site that runs already")
    return words.parse_args()


def main() -> None:
    given, folder = asked(), DOCS / "gallery"
    wanted = [p for p in PICTURES if not given.names or p.name.startswith(tuple(given.names))]
    if not given.names:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    serving = contextlib.nullcontext(given.site) if given.site else demo()
    with serving as site, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        with urllib.request.urlopen(site + EVENT) as answer:
            event = json.load(answer)["events"][0]["event_id"]
        editor = sign_in(browser, site) if any(picture.signed_in for picture in wanted) else None
        for picture in wanted:
            cookies = editor if picture.signed_in else None
            made = photograph(browser, site + picture.path.format(event=event), picture, cookies)
            (folder / f"{picture.name}.png").write_bytes(made)
            print(f"{picture.name}.png  {len(made) // 1000} kB")
        browser.close()
    (folder / "README.md").write_text(gallery())


if __name__ == "__main__":
    main()
