"""A brute-force oracle: events of every kind, kept in plain Python beside the database, and asked by plain loops.

    world = World.made(seed=1, size=300)      # stored in the database too
    world.expected(params)                    # ids in order, as a page, a strip or a CSV of these params must give
    for params in world.filters(seed=2, count=50): ...

It shares no code with timeline.query, search or density: only EdtfDate's own two days.
"""

import datetime as dt
import hashlib
import random
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils import timezone

from kb.models import Article, Entity, Source, Tag
from timeline.dates import EdtfDate
from timeline.fields import derive
from timeline.models import Event, Evidence, Participation
from timeline.search import joined_tokens

WORDS = "treaty visit embargo harbour bridge strike vote court storm rescue accord border".split()
NAMES = ["Aral Bank", "Bela Kun", "Cora Lind", "Dover", "Elbe", "Fiume"]
TOPICS = ["Arms trade", "Water", "Courts"]
PAPERS = ["The Post", "The Wire", "The Lantern"]
TYPES = ["AGREE", "CONSULT", "ASSAULT", ""]
FACTS = ["actual", "actual", "actual", "planned", "negated", "reported"]


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


@dataclass
class Known:
    """One event as the oracle knows it."""

    public_id: str
    pk: int
    date: EdtfDate | None
    title: str
    who: list[str]
    place: str | None
    tags: list[str]
    papers: list[str]
    type: str
    factuality: str
    disputed: bool
    fields: list[list[str]] = field(default_factory=list)

    @property
    def precision(self):
        return self.date.precision if self.date else "unknown"


class World:
    def __init__(self, events: list[Known]):
        self.events = events

    @classmethod
    def made(cls, seed: int, size: int = 300) -> "World":
        """Generate `size` published events and a few that readers must never see, and store them."""
        rng = random.Random(seed)
        entities = {
            n: Entity.objects.create(name=n, slug=slug(n), kind="place", state="confirmed") for n in NAMES
        }
        tags = {n: Tag.objects.create(name=n, slug=slug(n)) for n in TOPICS}
        papers = {n: Source.objects.create(name=n, slug=slug(n)) for n in PAPERS}
        articles = {n: Article.objects.create(title=n, text=n, source=papers[n], state="ready",
                                              published=dt.date(2020, 1, 1),
                                              text_sha256=hashlib.sha256(n.encode()).hexdigest())
                    for n in PAPERS}  # fmt: skip
        known, rows, links = [], [], []
        for number in range(size + size // 5):
            who = rng.sample(NAMES, rng.randint(0, 3))
            place = rng.choice([None, None, *NAMES])
            topics = rng.sample(TOPICS, rng.randint(0, 2))
            title = " ".join(rng.choices(WORDS, k=rng.randint(2, 5))).capitalize()
            said = [title, *sorted(who), *([place] if place else []), *sorted(topics)]
            status = "published" if number < size else rng.choice(["proposed", "rejected", "retracted"])
            public = {"first_published_at": timezone.now(), "changed_at": timezone.now(), "revision": 1}
            row = Event(
                title=title, date=some_date(rng), status=status, event_type=rng.choice(TYPES),
                factuality=rng.choice(FACTS), disputed=rng.random() < 0.1, place=entities.get(place),
                search_tokens=joined_tokens(said), date_basis="explicit",
                retraction_reason="It was a hoax." if status == "retracted" else "",
                **(public if status in ("published", "retracted") else {}),
            )  # fmt: skip
            for name, value in derive(row.date).items():
                setattr(row, name, value)
            rows.append(row)
            links.append((who, topics, rng.sample(PAPERS, rng.randint(1, 2)), said))
        Event.objects.bulk_create(rows)
        Participation.objects.bulk_create(
            Participation(event=row, entity=entities[name], role="actor")
            for row, (who, *_rest) in zip(rows, links, strict=True) for name in who
        )  # fmt: skip
        Event.tags.through.objects.bulk_create(
            Event.tags.through(event=row, tag=tags[name])
            for row, (_who, topics, *_rest) in zip(rows, links, strict=True) for name in topics
        )  # fmt: skip
        Evidence.objects.bulk_create(
            Evidence(event=row, article=articles[name], exact=name, start=0, end=len(name), date=row.date,
                     text_sha256=articles[name].text_sha256, rank="normal" if number else "preferred")
            for row, (_who, _topics, in_papers, _said) in zip(rows, links, strict=True)
            for number, name in enumerate(in_papers)
        )  # fmt: skip
        for row, (who, topics, in_papers, said) in zip(rows, links, strict=True):
            if row.status == "published":
                known.append(
                    Known(row.public_id, row.pk, row.date, row.title, who, row.place.name if row.place else None,
                          topics, in_papers, row.event_type, row.factuality, row.disputed,
                          [text.lower().split() for text in said])
                )  # fmt: skip
        return cls(known)

    def expected(self, params: dict) -> list[str]:
        """Public ids of what the params list, in order."""
        listed = self.certain(params) if params.get("certain") == ["1"] else self.possible(params)
        return [event.public_id for event in in_order(listed, params.get("order") == ["newest"])]

    def possible(self, params: dict) -> list[Known]:
        first, last = window(params)
        found = [e for e in self.events if passes(e, params)]
        if first is None and last is None:
            return found
        first, last = first or dt.date.min, last or dt.date.max
        return [
            e for e in found
            if e.date and (e.date.earliest or dt.date.min) <= last and (e.date.latest or dt.date.max) >= first
        ]  # fmt: skip

    def certain(self, params: dict) -> list[Known]:
        first, last = window(params)
        if first is None and last is None:
            return self.possible(params)
        first, last = first or dt.date.min, last or dt.date.max
        return [
            e for e in self.possible(params)
            if e.date.qualifier == "exact" and e.date.earliest and e.date.latest
            and first <= e.date.earliest and e.date.latest <= last
        ]  # fmt: skip

    def filters(self, seed: int, count: int):
        """Random filters, as dicts of lists (what a QueryDict holds); about half have a window."""
        rng = random.Random(seed)
        for _ in range(count):
            params = {}
            if rng.random() < 0.6:
                year = rng.randint(1900, 2024)
                spoken = [
                    str(year),
                    f"{year}-{rng.randint(1, 12):02}",
                    f"summer {year}",
                    f"before {year}",
                    "1950s",
                ]
                params["from"] = [rng.choice(spoken)]
                if rng.random() < 0.8:
                    params["to"] = [
                        rng.choice([str(year + rng.randint(0, 30)), f"June {year + rng.randint(1, 9)}"])
                    ]
                if rng.random() < 0.2:
                    del params["from"]
                    params.setdefault("to", [str(year)])
            if rng.random() < 0.3:
                params["certain"] = ["1"]
            if rng.random() < 0.3:
                params["entity"] = [slug(n) for n in rng.sample(NAMES, rng.randint(1, 2))]
            if rng.random() < 0.2:
                params["tag"] = [slug(n) for n in rng.sample(TOPICS, rng.randint(1, 2))]
            if rng.random() < 0.15:
                params["place"] = [slug(n) for n in rng.sample(NAMES, rng.randint(1, 3))]
            if rng.random() < 0.15:
                params["source"] = [slug(rng.choice(PAPERS))]
            if rng.random() < 0.15:
                params["type"] = rng.sample(["AGREE", "CONSULT", "ASSAULT"], rng.randint(1, 2))
            if rng.random() < 0.2:
                params["precision"] = rng.sample(
                    ["day", "month", "year", "range", "unknown"], rng.randint(1, 3)
                )
            if rng.random() < 0.15:
                params["factuality"] = rng.sample(["actual", "planned", "negated"], rng.randint(1, 2))
            if rng.random() < 0.1:
                params["disputed"] = ["1"]
            if rng.random() < 0.3:
                params["q"] = [some_words(rng)]
            if rng.random() < 0.4:
                params["order"] = [rng.choice(["newest", "oldest"])]
            yield params


def query_string(params: dict) -> str:
    return urlencode(params, doseq=True)


def some_date(rng: random.Random) -> EdtfDate | None:
    """A date of any kind DESIGN knows, from 1900 to 2025; one in twelve is unknown."""
    year, month, day = rng.randint(1900, 2025), rng.randint(1, 12), rng.randint(1, 28)
    later = f"{year + rng.randint(1, 8)}-{rng.randint(1, 12):02}"
    kinds = [
        f"{year}-{month:02}-{day:02}", f"{year}-{month:02}-{day:02}", f"{year}-{month:02}", f"{year}-{month:02}",
        f"{year}", f"{year}", f"{year // 10}X", f"{year // 100}XX", f"{year}-{rng.randint(21, 24)}",
        f"{year}-{rng.randint(33, 36)}", f"{year}-{rng.randint(40, 41)}", f"{year}-{month:02}~", f"{year}?",
        f"{year}-{month:02}-{day:02}%", f"[{year}-{month:02}..{later}]", f"[{year}-{month:02},{later}]",
        f"[..{year}-{month:02}]", f"[{year}-{month:02}..]", f"{year}-{month:02}/{later}", f"{year}/..",
        f"../{year}-{month:02}", f"{year}-{month:02}-{day:02}/{later}",
    ]  # fmt: skip
    return None if rng.random() < 1 / 12 else EdtfDate.parse(rng.choice(kinds))


def some_words(rng: random.Random) -> str:
    word, other = rng.sample(WORDS, 2)
    return rng.choice(
        [word, f"{word[:4]}*", f"-{word}", f"{word} -{other}", f'"{word} {other}"', "bela", '"arms trade"']
    )


def window(params: dict) -> tuple[dt.date | None, dt.date | None]:
    first = last = None
    if "from" in params:
        first = EdtfDate.read(params["from"][0]).earliest or dt.date.min
    if "to" in params:
        last = EdtfDate.read(params["to"][0]).latest or dt.date.max
    return (None, None) if first and last and first > last else (first, last)


def passes(event: Known, params: dict) -> bool:
    """Every filter but the window."""
    there = {slug(n) for n in event.who} | ({slug(event.place)} if event.place else set())
    return (
        set(params.get("entity", ())) <= there
        and set(params.get("tag", ())) <= {slug(n) for n in event.tags}
        and ("place" not in params or bool(event.place) and slug(event.place) in params["place"])
        and ("source" not in params or bool({slug(n) for n in event.papers} & set(params["source"])))
        and ("type" not in params or event.type in params["type"])
        and ("precision" not in params or event.precision in params["precision"])
        and ("factuality" not in params or event.factuality in params["factuality"])
        and ("disputed" not in params or event.disputed)
        and all(says(event, term) for term in terms(params.get("q", [""])[0]))
    )


def terms(q: str) -> list[str]:
    """The generated queries hold one phrase, or words apart."""
    return [q] if q.startswith('"') else q.split()


def says(event: Known, term: str) -> bool:
    if term.startswith("-"):
        return not says(event, term[1:])
    if term.endswith("*"):
        return any(word.startswith(term[:-1]) for words in event.fields for word in words)
    wanted = term.strip('"').split()
    return any(words[at : at + len(wanted)] == wanted for words in event.fields for at in range(len(words)))


def in_order(events: list[Known], newest: bool) -> list[Known]:
    dated = sorted((e for e in events if e.date), key=place_in_order, reverse=newest)
    undated = sorted((e for e in events if not e.date), key=lambda e: e.pk, reverse=newest)
    return dated + undated


def place_in_order(event: Known) -> tuple:
    """By first day (or last, where the start is open), the wider first, then by id."""
    earliest, latest = event.date.earliest, event.date.latest
    return earliest or latest, -width(earliest, latest), event.pk


def width(earliest: dt.date | None, latest: dt.date | None) -> int:
    """The class of a date's length: a day, up to 31 days, 366, 3,653, 36,525, the rest and the open ones."""
    if earliest is None or latest is None:
        return 5
    days = (latest - earliest).days + 1
    return next((n for n, most in enumerate((1, 31, 366, 3653, 36525)) if days <= most), 5)
