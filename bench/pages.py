"""How long the pages take: `python bench/pages.py [EVENTS [sqlite]]` (5,000), beside the same pages of a site of 1,000.

On temporary SQLites and PostgreSQLs with invented events (or on SQLite alone), in one run: each kind of page by several
addresses, the small site and the large one in turns, in a process each. Milliseconds are from the request to the whole
answer, within Django (its middleware, our view, the template), by one visitor.

- Cold is the first time anybody asks after an editor has changed an event; warm is from then on. Median and 95th
  percentile of two rounds over all addresses of the kind.
- Ratio: median of the large site to that of the small one. The goal is 3.
- Queries: to the database, cold and warm, the highest of any address.
- A page of one word, of a view that does nothing else, stands beside them: what Django itself takes.
- What is compared on one site (that page, the first of the timeline and one far down) is asked in turns, ten times each
  in a round: asked at other times, two pages that take the same differ by what else the machine does.
- Of every five events one is a proposal: pages of the desk are asked for by an administrator.
"""

import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
SMALL = 1000
ROUNDS = 2
TURNS = 10  # of those that are compared on one site
GOAL, DEEP_GOAL = 3.0, 1.5
DEEP = 1000  # a page far down the list, or the last one of a shorter list
QUEUE, LIST = "/admin/timeline/event/review/", "/admin/timeline/event/"
OFFERS = "/admin/autocomplete/?app_label=timeline&model_name=event&field_name=merged_into&term="
TRIVIAL, FIRST, DEEPER = "a view of one word", "timeline: first page", f"timeline: page {DEEP:,}"


def set_up(folder: str, database: str) -> None:
    """Django over the database named, with its cache in the folder and one more address."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "only-for-the-bench",
        "DATA_DIR": folder,
        "DATABASE_URL": database,
        "DEBUG": "0",
        "API_RATE": "0",
    }
    sys.path.insert(0, str(ROOT))
    import django
    from django.conf import settings
    from django.http import HttpResponse
    from django.urls import include, path

    django.setup()
    settings.ROOT_URLCONF = (
        path("one-word/", lambda request: HttpResponse("word")),
        path("", include("config.urls")),
    )


# in the process of one site


def serve(folder: str, database: str, events: str) -> None:
    """Fill the database; then answer each line, kinds to ask in turns, with what was measured, until there are no more."""
    set_up(folder, database)
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test import Client

    from timeline import generated, review
    from timeline.models import Event

    call_command("migrate", verbosity=0)
    statuses = (*[Event.Status.PUBLISHED] * 4, Event.Status.PROPOSED)
    generated.fill(int(events), seed=7, statuses=statuses)

    published = list(Event.objects.published().order_by("pk")[:SMALL])
    changes = itertools.count(1)

    def change():
        """One that readers see: all that is remembered is of other data from now on."""
        number = next(changes)
        review.edit(published[number % len(published)], by=None, summary=f"Summary number {number}.")

    reader, editor = (Client(headers={"host": "localhost"}) for _ in range(2))
    editor.force_login(get_user_model().objects.create_superuser("editor"))
    client, addresses = {False: reader, True: editor}, kinds()
    change()  # the log of a site that was filled at once is empty, and columns without a log are made anew after a change
    for some in addresses.values():
        asked(client, some[0])  # templates compiled, modules imported
    print(json.dumps(list(addresses)), flush=True)
    for line in sys.stdin:
        together = json.loads(line)
        seen = {kind: {"cold": [], "warm": [], "queries": [0, 0]} for kind in together}
        for _ in range(TURNS if len(together) > 1 else 1):
            for kind in together:
                for address in addresses[kind]:
                    change()
                    seen[kind]["cold"].append(timed(client, address))
                    seen[kind]["warm"] += [timed(client, address), timed(client, address)]
        for kind in together:
            for address in addresses[kind]:
                change()
                seen[kind]["queries"] = [max(n, queries_of(client, address)) for n in seen[kind]["queries"]]
        print(json.dumps(seen), flush=True)


def asked(client: dict, address: str):
    """`client`: whether it is a page of the desk -> who asks for it."""
    answer = client[address.startswith("/admin/")].get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.status_code != 200 or not body:
        raise SystemExit(f"{address} answers {answer.status_code}")
    return answer


def timed(client: dict, address: str) -> float:
    began = time.perf_counter()
    asked(client, address)
    return (time.perf_counter() - began) * 1000


def queries_of(client: dict, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        asked(client, address)
    return len(seen)


def kinds() -> dict[str, list[str]]:
    """What each kind of page is called -> addresses of that kind."""
    from kb.models import Entity, Source, Tag
    from timeline.models import Event
    from timeline.public import public_articles

    entities = [e.slug for e in Entity.objects.confirmed().filter(kind="organisation").order_by("pk")[:3]]
    place = Entity.objects.filter(kind="place").order_by("pk").first().slug
    tag, source = Tag.objects.order_by("pk").first().slug, Source.objects.order_by("pk").first().slug
    events = Event.objects.published().order_by("pk")
    some = [events[n] for n in range(0, SMALL // 2, SMALL // 10)]
    waiting = Event.objects.awaiting_review().order_by("-pk")[:5]
    articles = list(public_articles().order_by("pk").values_list("pk", flat=True)[:5])
    return {
        TRIVIAL: ["/one-word/"],
        FIRST: ["/"],
        DEEPER: [deep("")],
        "timeline: newest first": ["/?order=newest", deep("order=newest")],
        "timeline: some years": ["/?from=2014&to=2016", "/?from=2014-06&to=2014-06", "/?from=1790&to=1870"],
        "timeline: certainly": ["/?from=2014&to=2016&certain=1", "/?from=2000&certain=1"],
        "timeline: words": ["/?q=pact", "/?q=jet*", "/?q=%22lifted+the+embargo%22", "/?q=met+-pact"],
        "timeline: names": [
            f"/?entity={entities[0]}",
            f"/?tag={tag}",
            f"/?place={place}",
            f"/?source={source}",
        ],
        "timeline: all at once": [
            f"/?q=pact&entity={entities[0]}&from=2005&to=2012",
            f"/?entity={entities[0]}&entity={entities[1]}&tag={tag}",
            f"/?place={place}&type=CONSULT&precision=day&disputed=1",
        ],
        "timeline: nothing found": ["/?q=nosuchword", f"/?entity={entities[2]}&from=1500&to=1510"],
        "event": [event.get_absolute_url() for event in some],
        "article": [f"/articles/{pk}/" for pk in articles],
        "entity": [f"/entities/{slug}/" for slug in (*entities, place)],
        "tag": [f"/tags/{tag}/"],
        "source": [f"/sources/{source}/"],
        "index of entities": ["/entities/", "/entities/?q=ar"],
        "index of articles": ["/articles/", "/articles/?q=harbour"],
        "data": ["/data/", "/data/?from=2014&to=2016", "/data/?q=pact"],
        "API: events": ["/api/v1/events", "/api/v1/events?q=pact&from=2005"],
        "API: density": ["/api/v1/density", f"/api/v1/density?entity={entities[0]}"],
        "API: facets": ["/api/v1/facets", f"/api/v1/facets?entity={entities[0]}"],
        "API: suggest": ["/api/v1/suggest?q=ar", "/api/v1/suggest?q=po"],
        "Atom": ["/feeds/events.atom", "/feeds/events.atom?q=pact"],
        "desk: front page": ["/admin/"],
        "desk: a card to review": [f"{QUEUE}?at={event.pk}" for event in waiting]
        + [f"{QUEUE}?order=sources"],
        "desk: queue, filtered": [
            f"{QUEUE}?{q}" for q in ("source=1", "flags=none", "first=2014&last=2016", "last=1500")
        ],
        "desk: queue, none found": [
            f"{QUEUE}?{q}" for q in ("source=999999", "score=1", "flags=me", "first=2500")
        ],
        "desk: events": [
            f"{LIST}?{q}" for q in ("", "status__exact=all", "status__exact=published&p=10", "o=2")
        ],
        "desk: events, filtered": [
            f"{LIST}?status__exact=published&{q}"
            for q in ("flagged__exact=1", "reported=1", "disputed__exact=1", "precision=century")
        ],
        "desk: events, searched": [f"{LIST}?q=pact", f"{LIST}?status__exact=published&q=met+-pact"],
        "desk: other lists": [
            "/admin/kb/article/",
            "/admin/kb/article/?q=made",
            "/admin/kb/entity/",
            "/admin/kb/tag/",
        ],
        "desk: event": [f"/admin/timeline/event/{event.pk}/change/" for event in (*some[:2], *waiting[:2])],
        "desk: history": [
            f"/admin/timeline/event/{some[0].pk}/history/",
            *(
                f"/admin/kb/entity/{pk}/history/"
                for pk in Entity.objects.order_by("pk").values_list("pk", flat=True)[:2]
            ),
        ],
        "desk: offers while typing": [f"{OFFERS}{term}" for term in ("p", "pact", "ardane+met")],
        "desk: statistics": ["/admin/statistics/"],
    }


def deep(query: str) -> str:
    """The address of a page far down, as the links would lead there."""
    from django.http import QueryDict

    from timeline.cursors import ON, Cursor
    from timeline.pages.listing import PER_PAGE
    from timeline.query import EventQuery

    asked = EventQuery.from_params(QueryDict(query))
    events = asked.events()
    page = min(DEEP, -(-events.count() // PER_PAGE))
    last = events[(page - 1) * PER_PAGE - 1]
    return f"/?{asked.urlencode(after=Cursor.at(last, asked.order, ON))}"


# in the process that compares


class Site:
    """A process with a database of so many events."""

    def __init__(self, folder: str, database: str, events: int):
        Path(folder).mkdir()
        command = [sys.executable, __file__, "--serve", folder, database, str(events)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.kinds = self._answer()

    def measure(self, together: list[str]) -> dict:
        """Kinds, asked in turns -> what was measured of each."""
        self._process.stdin.write(json.dumps(together) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()

    def _answer(self):
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("the process of a site has ended")
        return json.loads(line)


class Times(NamedTuple):
    """Milliseconds of all requests of one kind to one site."""

    cold: list[float]
    warm: list[float]
    queries: list[int]

    @classmethod
    def of(cls, rounds: list[dict]) -> "Times":
        every = {name: [ms for one in rounds for ms in one[name]] for name in ("cold", "warm")}
        return cls(**every, queries=[max(one["queries"][n] for one in rounds) for n in (0, 1)])


def middle(times: list[float]) -> float:
    return statistics.median(times)


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)] if len(times) < 20 else statistics.quantiles(times, n=20)[-1]


def compare(name: str, sites: list[Site], events: int) -> None:
    rounds = {kind: [[] for _site in sites] for kind in sites[0].kinds}
    compared = [TRIVIAL, FIRST, DEEPER]
    for together in [compared, *([kind] for kind in rounds if kind not in compared)] * ROUNDS:
        for number, site in enumerate(sites):
            for kind, seen in site.measure(together).items():
                rounds[kind][number].append(seen)
    times = {kind: [Times.of(seen) for seen in found] for kind, found in rounds.items()}
    print(f"\n{name}, ms: median/95th of a site of {SMALL:,} and of {events:,}; goal: {GOAL:g} x at most")
    print(f"{'':<26}{'cold':>26}{'ratio':>7}  {'warm':>24}{'ratio':>7}{'queries':>16}")
    for kind, (small, large) in times.items():
        print(line(kind, small, large))
    first, deeper, trivial = (times[kind][1] for kind in (FIRST, DEEPER, TRIVIAL))
    for said in ("cold", "warm"):
        one, far, none = (middle(getattr(t, said)) for t in (first, deeper, trivial))
        print(
            f"{said}: page {DEEP:,} (or the last) takes {far / one:.2f} x page 1 (goal: {DEEP_GOAL:g}); "
            f"the first page {one / none:,.0f} x a view of one word"
        )


def line(kind: str, small: Times, large: Times) -> str:
    cells = [f"{kind:<26}"]
    for a, b in ((small.cold, large.cold), (small.warm, large.warm)):
        ratio = middle(b) / middle(a)
        cells.append(f"{middle(a):>6.0f}/{p95(a):<5.0f}{middle(b):>7.0f}/{p95(b):<6.0f}")
        cells.append(f"{ratio:>5.1f}{'!' if ratio > GOAL else ' '} ")
    cells.append(f"{small.queries[0]:>5}/{small.queries[1]:<3}{large.queries[0]:>4}/{large.queries[1]:<3}")
    return "".join(cells)


def on_sqlite(events: int) -> None:
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        run("SQLite", folder, [f"sqlite:///{folder}/{n}.sqlite3" for n in (SMALL, events)], events)


def on_postgres(events: int) -> None:
    """Inside config.with_postgres, whose temporary server DATABASE_URL names."""
    import psycopg

    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE DATABASE small")
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        run("PostgreSQL", folder, [urlsplit(url)._replace(path="/small").geturl(), url], events)


def run(name: str, folder: str, databases: list[str], events: int) -> None:
    began = time.perf_counter()
    sites = [
        Site(f"{folder}/{n}", url, size)
        for n, (url, size) in enumerate(zip(databases, (SMALL, events), strict=True))
    ]
    print(f"{name}: events made in {time.perf_counter() - began:,.0f} s", flush=True)
    compare(name, sites, events)
    for site in sites:
        site.close()


def main(events: int, postgres: bool = True) -> int:
    on_sqlite(events)
    if not postgres:
        return 0
    again = [sys.executable, __file__, "--postgres", str(events)]
    return subprocess.run([sys.executable, "-m", "config.with_postgres", *again], cwd=ROOT).returncode


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--serve", folder, database, events]:
            serve(folder, database, events)
        case ["--postgres", events]:
            on_postgres(int(events))
        case []:
            sys.exit(main(5_000))
        case [events]:
            sys.exit(main(int(events)))
        case [events, "sqlite"]:
            sys.exit(main(int(events), postgres=False))
        case _:
            sys.exit(__doc__)
