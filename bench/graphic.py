"""How soon the strip can be used, and how long a step of its zoom takes: `python bench/graphic.py [EVENTS ...]`.

In chromium, in one run, on temporary SQLites with so many invented events (1,000 and 10,000), served by the site
itself; beside it, where npm can install it into a temporary folder, vis-timeline with the same events, from a file.

- Interactive: from the start of the navigation until the scripts have run and a frame has been painted; median of
  five loads of a page that has been asked for before. vis-timeline: until it says that it has drawn; two loads.
- Of that, in the browser: from when the page had come in. vis-timeline reads its events from a file, so no server
  works for it; ours has asked the database and written the whole page, list and filters with it.
- Zoom step: from a turn of the wheel over the strip that has the focus until the next frame has been painted;
  median and longest of ten. Finer bins, which the server sends once the wheel rests, may come later.
- vis-timeline gets a minute for each load; where it needs longer, the table says so.
"""

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOADS, VIS_LOADS, STEPS = 5, 2, 10
A_MINUTE = 60_000
GOAL_INTERACTIVE, GOAL_STEP = 0.2, 40
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
VIS_PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="node_modules/vis-timeline/styles/vis-timeline-graph2d.min.css">
<div id="box"></div><script src="node_modules/vis-timeline/standalone/umd/vis-timeline-graph2d.min.js"></script>
<script src="items-%(events)d.js"></script><script>
const timeline = new vis.Timeline(document.getElementById("box"), new vis.DataSet(items), {height: 400});
timeline.on("changed", () => requestAnimationFrame(() => setTimeout(() => { window.drawn ??= performance.now(); })));
</script>"""
DRAWN = "() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"
WATCH = """() => {
    window.steps = [];
    addEventListener("wheel", () => {
        const began = performance.now();
        requestAnimationFrame(() => setTimeout(() => window.steps.push(performance.now() - began)));
    }, {capture: true, passive: true});
}"""


def environment(folder: str) -> dict:
    return os.environ | {
        "SECRET_KEY": "only-for-the-bench",
        "DATA_DIR": folder,
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "DEBUG": "1",  # the site serves its own scripts and styles
    }


class Site:
    """The site with so many events, served from a process of its own."""

    def __init__(self, folder: str, events: int):
        Path(folder).mkdir()
        self._env = environment(folder)
        manage = [sys.executable, str(ROOT / "manage.py")]
        self._run([*manage, "migrate", "-v0"])
        self._run([*manage, "generate_events", str(events), "--seed", "7", "--published", "-v0"])
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/"
        serve = [*manage, "runserver", f"127.0.0.1:{port}", "--noreload", "--skip-checks"]
        self._process = subprocess.Popen(
            serve, env=self._env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def _run(self, command: list[str]) -> str:
        return subprocess.run(command, env=self._env, check=True, capture_output=True, text=True).stdout

    def items(self) -> str:
        """The dated events as vis-timeline takes them: title, first and last day; open sides are left out."""
        return self._run([sys.executable, __file__, "--items"])

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


def ours(page, site: Site) -> tuple[list[tuple[float, float]], list[float]]:
    wait_for(page, site.address)
    loads = []
    for _ in range(LOADS):
        page.goto(site.address, wait_until="load")
        loads.append(since(page, page.evaluate(DRAWN)))
    strip = page.locator(".strip-scroll").first
    strip.focus()
    box = strip.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.evaluate(WATCH)
    for step in range(STEPS):
        page.mouse.wheel(0, -60 if step < STEPS // 2 else 60)
        page.wait_for_function("n => window.steps.length > n", arg=step)
    return loads, page.evaluate("window.steps")


def since(page, moment: float) -> tuple[float, float]:
    """Milliseconds from the start of the navigation, and from when the page had come in."""
    came_in = page.evaluate("performance.getEntriesByType('navigation')[0].responseEnd")
    return moment, moment - came_in


def wait_for(page, address: str) -> None:
    for _ in range(100):
        try:
            page.goto(address)
            return
        except Exception as why:  # of the browser's driver: refused while the server starts
            if "REFUSED" not in str(why):
                raise
            time.sleep(0.3)
    raise SystemExit("the site does not start")


def vis(page, folder: Path, site: Site, events: int) -> tuple[list[tuple[float, float]], list[float]] | None:
    """None: it took longer than a minute."""
    from playwright.sync_api import TimeoutError

    (folder / f"items-{events}.js").write_text(site.items())
    (folder / f"{events}.html").write_text(VIS_PAGE % {"events": events})
    loads = []
    try:
        for _ in range(VIS_LOADS):
            page.goto(f"file://{folder}/{events}.html", timeout=A_MINUTE)
            page.wait_for_function("window.drawn", timeout=A_MINUTE)
            loads.append(since(page, page.evaluate("window.drawn")))
        page.mouse.move(400, 200)
        page.evaluate(WATCH)
        for step in range(STEPS):
            page.mouse.wheel(0, -60 if step < STEPS // 2 else 60)
            page.wait_for_function("n => window.steps.length > n", arg=step, timeout=A_MINUTE)
        return loads, page.evaluate("window.steps")
    except TimeoutError:
        return None


def vis_installed(folder: Path) -> bool:
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "vis-timeline@7"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
    except (subprocess.SubprocessError, OSError) as why:
        print(f"vis-timeline is left out, for it cannot be installed here: {why}")
        return False
    return True


def middle(loads: list[tuple[float, float]], which: int) -> float:
    return statistics.median(load[which] for load in loads)


def line(name: str, seen: tuple[list[tuple[float, float]], list[float]] | None) -> str:
    if seen is None:
        return f"{name:<28}{'more than a minute':>20}"
    loads, steps = seen
    return (
        f"{name:<28}{middle(loads, 0):>17,.0f} ms{middle(loads, 1):>17,.0f} ms"
        f"{statistics.median(steps):>14,.0f} ms{max(steps):>11,.0f} ms"
    )


def main(sizes: list[int]) -> None:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder, sync_playwright() as driver:
        beside = Path(folder) / "vis"
        beside.mkdir()
        with_vis = vis_installed(beside)
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
        print(
            f"{'':<28}{'interactive':>20}{'in the browser':>20}{'zoom step':>17}{'longest':>14}", flush=True
        )
        for events in sizes:
            site = Site(f"{folder}/{events}", events)
            try:
                mine = ours(browser.new_page(), site)
                print(line(f"{events:,} events, the strip", mine), flush=True)
                if with_vis:
                    theirs = vis(browser.new_page(), beside, site, events)
                    print(line(f"{events:,} events, vis-timeline", theirs), flush=True)
                    if theirs:
                        whole, browsers = (middle(mine[0], n) / middle(theirs[0], n) for n in (0, 1))
                        print(f"{'':<28}{whole:>18.2f} x{browsers:>18.2f} x", flush=True)
            finally:
                site.close()
        print(
            f"goals: interactive {GOAL_INTERACTIVE} x vis-timeline at 1,000; a step {GOAL_STEP} ms at every size"
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
