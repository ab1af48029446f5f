"""How soon the strip can be used, and how long a step of its zoom takes: `python bench/graphic.py [EVENTS ...]`.

In chromium, in one run, on temporary SQLites with so many invented events (1,000 and 10,000), served as README says for
a real site; beside it, where npm can install it into a temporary folder, vis-timeline with the same events, from the same
server. Ours is the whole timeline page, list and filters and counts with the strip. vis-timeline is the graphic and
nothing else, from a file of its events, which no server has to look for.

Both can be used when the graphic stands in the page, its script has put up all that answers wheel and keys, and a frame
has been painted with that: of our strip, when it has its two handles; of vis-timeline, when it says that it has drawn.

- First visit: from the start of the navigation until it can be used. The browser runs, and has nothing of the page.
  Others have asked for the page since the data last changed.
- All of it: of the same visit, until all else has come in and run as well.
- Again: the same page once more, scripts and styles in the browser's cache.
- Made anew: a first visit where the data have changed since anybody asked.
- In the browser: of a first visit, from when the page itself had come in.
- Zoom step: from a turn of the wheel over the strip that has the focus until the next frame has been painted;
  median and longest of ten. Finer bins, which the server sends once the wheel rests, may come later.

Medians of eleven visits in turns with vis-timeline, which is asked no more once it has taken a minute in all (a load may
take as long; where one needs longer, the table says so), and of three made anew.
"""

import json
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
VISITS, VISITS_ANEW, STEPS, WORKERS = 11, 3, 10, 4
A_MINUTE = 60_000
GOAL_INTERACTIVE, GOAL_STEP = 0.2, 40
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
VIS = {
    "vis.css": "styles/vis-timeline-graph2d.min.css",
    "vis.js": "standalone/umd/vis-timeline-graph2d.min.js",
}
VIS_PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="vis.css">
<div id="box"></div><script src="vis.js"></script><script src="items.js"></script><script>
const timeline = new vis.Timeline(document.getElementById("box"), new vis.DataSet(items), {height: 400});
timeline.on("changed", () => requestAnimationFrame(() => setTimeout(() => { window.drawn ??= performance.now(); })));
</script>"""
OURS_DRAWN = """new MutationObserver((_, watching) => {
    if (!document.querySelector(".strip-moves .handle")) return;
    watching.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.drawn = performance.now(); }));
}).observe(document, {childList: true, subtree: true})"""
TOOK = """() => {
    const { responseEnd, loadEventEnd } = performance.getEntriesByType("navigation")[0];
    return [drawn, Math.max(drawn, loadEventEnd), drawn - responseEnd];
}"""
WATCH = """() => {
    window.steps = [];
    addEventListener("wheel", () => {
        const began = performance.now();
        requestAnimationFrame(() => setTimeout(() => window.steps.push(performance.now() - began)));
    }, {capture: true, passive: true});
}"""


def database(folder: str) -> str:
    return f"{folder}/bench.sqlite3"


def environment(folder: str) -> dict:
    return os.environ | {
        "SECRET_KEY": "only-for-the-bench",
        "DATA_DIR": folder,
        "DATABASE_URL": f"sqlite:///{database(folder)}",
        "DEBUG": "0",
    }


class Site:
    """The site with so many events, served from processes of its own; `vis`: where vis-timeline was installed."""

    def __init__(self, folder: str, events: int, vis: Path | None):
        Path(folder).mkdir()
        self._database, self._env = database(folder), environment(folder)
        manage = [sys.executable, str(ROOT / "manage.py")]
        self._run([*manage, "migrate", "-v0"])
        self._run([*manage, "generate_events", str(events), "--seed", "7", "--published", "-v0"])
        self._run([*manage, "collectstatic", "--noinput"])
        if vis:
            beside = Path(folder, "static", "vis")
            beside.mkdir()
            for name, file in VIS.items():
                shutil.copy(vis / "node_modules" / "vis-timeline" / file, beside / name)
            (beside / "items.js").write_text(self._run([sys.executable, __file__, "--items"]))
            (beside / "page.html").write_text(VIS_PAGE)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/"
        gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--workers", str(WORKERS)]
        self._process = subprocess.Popen(
            [*gunicorn, "--bind", f"127.0.0.1:{port}", "--timeout", "300"],
            cwd=ROOT,
            env=self._env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def change(self) -> None:
        """As if a name had been edited: what was kept of pages and counts is no longer asked for."""
        with sqlite3.connect(self._database) as rows:
            now = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
            rows.execute(
                f"UPDATE kb_entity SET updated_at = {now} WHERE id = (SELECT min(id) FROM kb_entity)"
            )
        rows.close()

    def _run(self, command: list[str]) -> str:
        return subprocess.run(command, env=self._env, check=True, capture_output=True, text=True).stdout

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


def print_items() -> None:
    """In the environment of a site."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from timeline.models import Event

    dated = Event.objects.published().exclude(date=None)
    items = []
    for pk, title, first, last in dated.values_list("pk", "title", "earliest", "latest"):
        if first.year > 1 and last.year < 9999:
            items.append({"id": pk, "content": title, "start": str(first)})
            if last > first:
                items[-1]["end"] = str(last)
    print(f"const items = {json.dumps(items)};")


@dataclass(frozen=True, slots=True)
class Visit:
    """Milliseconds."""

    first: float
    whole: float
    browsers: float
    again: float


@dataclass(frozen=True, slots=True)
class Seen:
    visits: list[Visit]
    steps: list[float]
    anew: list[Visit] = field(default_factory=list)

    def middle(self, what: str) -> float:
        return statistics.median(getattr(visit, what) for visit in self.visits)


@dataclass(frozen=True, slots=True)
class Subject:
    """A page to visit; the script says in it when it can be used."""

    site: Site
    address: str
    script: str = ""

    def visit(self, browser) -> tuple:
        """The page after it has been opened twice, and how long that took."""
        page = browser.new_context().new_page()
        page.set_default_timeout(A_MINUTE)
        page.goto(f"{self.site.address}robots.txt")  # the browser's process for this site runs
        page.add_init_script(self.script)
        took = []
        for _ in range(2):
            page.goto(self.address)
            page.wait_for_function("() => window.drawn")
            took += page.evaluate(TOOK)
        return page, Visit(*took[:4])

    def timed(self, browser) -> Visit:
        page, took = self.visit(browser)
        page.context.close()
        return took


def steps(page, x: float, y: float) -> list[float]:
    page.mouse.move(x, y)
    page.evaluate(WATCH)
    for step in range(STEPS):
        page.mouse.wheel(0, -60 if step < STEPS // 2 else 60)
        page.wait_for_function("n => window.steps.length > n", arg=step)
    return page.evaluate("window.steps")


def compared(browser, site: Site, beside: bool) -> tuple[Seen, Seen | None]:
    """Ours and vis-timeline, in turns; None: it is not there, or took longer than a minute."""
    from playwright.sync_api import TimeoutError

    our = Subject(site, site.address, OURS_DRAWN)
    vis = Subject(site, f"{site.address}static/vis/page.html") if beside else None
    wait_for(site.address)
    anew = []
    for _ in range(VISITS_ANEW):
        site.change()
        anew.append(our.timed(browser))
    for _ in range(WORKERS * 5):  # each process keeps its own
        urlopen(site.address).read()
    mine, theirs = [], []
    for _ in range(VISITS):
        mine.append(our.timed(browser))
        if vis and sum(took.first + took.again for took in theirs) < A_MINUTE:
            try:
                theirs.append(vis.timed(browser))
            except TimeoutError:
                vis = None
                for context in browser.contexts:
                    context.close()
    page, _took = our.visit(browser)
    strip = page.locator(".strip-scroll").first
    strip.focus()
    box = strip.bounding_box()
    moved = steps(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.context.close()
    if not vis:
        return Seen(mine, moved, anew), None
    page, _took = vis.visit(browser)
    seen = Seen(theirs, steps(page, 400, 200))
    page.context.close()
    return Seen(mine, moved, anew), seen


def wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urlopen(address).read()
            return
        except URLError:  # refused while the server starts
            time.sleep(0.3)
    raise SystemExit("the site does not start")


def vis_installed(folder: Path) -> bool:
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "vis-timeline@7"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
    except (subprocess.SubprocessError, OSError) as why:
        print(f"vis-timeline is left out, for it cannot be installed here: {why}")
        return False
    return True


def line(name: str, seen: Seen | None) -> str:
    if seen is None:
        return f"{name:<28}{'more than a minute':>20}"
    anew = f"{statistics.median(visit.first for visit in seen.anew):,.0f} ms" if seen.anew else ""
    return (
        f"{name:<28}{seen.middle('first'):>13,.0f} ms{seen.middle('whole'):>9,.0f} ms{seen.middle('again'):>9,.0f} ms{anew:>12}"
        f"{seen.middle('browsers'):>16,.0f} ms{statistics.median(seen.steps):>11,.0f} ms{max(seen.steps):>9,.0f} ms"
    )


def ratios(mine: Seen, theirs: Seen) -> str:
    first, whole, again, browsers = (
        mine.middle(n) / theirs.middle(n) for n in ("first", "whole", "again", "browsers")
    )
    return f"{'':<28}{first:>14.2f} x{whole:>10.2f} x{again:>10.2f} x{'':12}{browsers:>17.2f} x"


def main(sizes: list[int]) -> None:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder, sync_playwright() as driver:
        beside = Path(folder) / "vis"
        beside.mkdir()
        installed = beside if vis_installed(beside) else None
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
        heads = {
            "first visit": 16,
            "all of it": 12,
            "again": 12,
            "made anew": 12,
            "in the browser": 19,
            "zoom step": 14,
            "longest": 12,
        }
        print(" " * 28 + "".join(f"{head:>{width}}" for head, width in heads.items()), flush=True)
        for events in sizes:
            site = Site(f"{folder}/{events}", events, installed)
            try:
                mine, theirs = compared(browser, site, installed is not None)
                print(line(f"{events:,} events, our page", mine), flush=True)
                if installed:
                    print(line(f"{events:,} events, vis-timeline", theirs), flush=True)
                if theirs:
                    print(ratios(mine, theirs), flush=True)
            finally:
                site.close()
        print(
            f"goals: first visit {GOAL_INTERACTIVE} x vis-timeline at 1,000; a step {GOAL_STEP} ms at every size"
        )
        browser.close()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--items"]:
            print_items()
        case []:
            main([1000, 10_000])
        case sizes if all(size.isdecimal() for size in sizes):
            main([int(size) for size in sizes])
        case _:
            sys.exit(__doc__)
