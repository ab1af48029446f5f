"""The second opinion: what a query must find, worked out the slow way over EdtfDate, knowing nothing of the query.

    from timeline.tests.oracle import FILTERS_OF_A_DOOR, asked

    @FILTERS_OF_A_DOOR
    def test_the_csv_holds_what_the_oracle_expects(client, oracle, number):
        for params in oracle.filters(number):
            answer = client.get("/export/events.csv", params) ...
            assert ids == oracle.expected_ids(params), params

The `oracle` fixture (conftest.py) fills the database with generated events first. `params` are what a URL has:
name -> text, or a list of texts. Ids are primary keys, in the order of the list; `public_ids` turns them round.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from random import Random

import pytest
from django.db.models import Prefetch
from django.http import QueryDict

from timeline.dates import EdtfDate
from timeline.models import Event, Evidence, Participation

MANY = pytest.param(500, marks=pytest.mark.soak)
FILTERS = pytest.mark.parametrize("number", [50, MANY])  # of the query itself
FILTERS_OF_A_DOOR = pytest.mark.parametrize("number", [20, MANY])  # of what answers with what the query finds


def asked(params: dict) -> QueryDict:
    """The parameters as a request brings them."""
    query = QueryDict(mutable=True)
    for name, value in params.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def each(params: dict, name: str) -> list[str]:
    value = params.get(name, [])
    return value if isinstance(value, list) else [value]


class Oracle:
    """Knows every event there is at the time it is made."""

    def __init__(self):
        self.events = list(
            Event.objects.select_related("place").prefetch_related(
                "tags",
                Prefetch(
                    "participations",
                    Participation.objects.select_related("entity").prefetch_related("entity__merged"),
                ),
                Prefetch("evidence", Evidence.objects.select_related("article__source")),
            )
        )
        self.public = [event for event in self.events if event.status == "published"]
        self.by_id = {event.pk: event for event in self.public}
        self.texts = {event.pk: fields_of(event) for event in self.public}
        self.traits = {event.pk: Traits(event) for event in self.public}
        self.became = {
            merged.slug: entity.slug
            for event in self.public
            for entity in [p.entity for p in event.participations.all()]
            for merged in entity.merged.all()
        }

    # what must be found

    def expected_possible(self, params: dict) -> list[int]:
        """What may have happened in the window, and passes every other filter."""
        first, last = window(params)
        return self.in_order(params, lambda date: may_lie(date, first, last))

    def expected_certain(self, params: dict) -> list[int]:
        """What cannot have happened outside the window; all, where there is none."""
        first, last = window(params)
        return self.in_order(params, lambda date: must_lie(date, first, last))

    def expected_ids(self, params: dict) -> list[int]:
        """What the list holds, in its order: the possible ones, or with certain=1 the certain ones."""
        return (
            self.expected_certain(params) if params.get("certain") == "1" else self.expected_possible(params)
        )

    def expected_bins(self, params: dict, unit: str) -> tuple[dict, dict, int]:
        """Bins and bands, each (unit, first day) -> number, and the number of unknown dates."""
        return self.bins_of(self.expected_ids(params), unit)

    def bins_of(self, ids: list[int], unit: str) -> tuple[dict, dict, int]:
        """The same of any events."""
        bins, bands, unknown = {}, {}, 0
        for event in map(self.by_id.get, ids):
            if event.date is None:
                unknown += 1
                continue
            holder = smallest_holder(event.date, unit)
            where = bins if holder[0] == unit else bands
            where[holder] = where.get(holder, 0) + 1
        return bins, bands, unknown

    def public_ids(self, ids: list[int]) -> list[str]:
        return [self.by_id[pk].public_id for pk in ids]

    def reach(self, ids: list[int]) -> tuple[dt.date, dt.date] | None:
        """First and last day of those that are closed on both sides."""
        dates = [self.by_id[pk].date for pk in ids]
        closed = [date for date in dates if date and date.earliest and date.latest]
        return (min(d.earliest for d in closed), max(d.latest for d in closed)) if closed else None

    def in_order(self, params: dict, lies) -> list[int]:
        found = [event for event in self.public if lies(event.date) and self.passes(event, params)]
        newest = params.get("order") == "newest"
        dated = sorted((e for e in found if e.date is not None), key=place_in_time, reverse=newest)
        undated = sorted((e for e in found if e.date is None), key=lambda e: e.pk, reverse=newest)
        return [event.pk for event in dated + undated]

    def passes(self, event: Event, params: dict) -> bool:
        its = self.traits[event.pk]
        place = [self.became.get(slug, slug) for slug in each(params, "place")]
        return (
            all(self.became.get(slug, slug) in its.entities for slug in each(params, "entity"))
            and its.tags.issuperset(each(params, "tag"))
            and (not place or its.place in place)
            and ("source" not in params or not its.sources.isdisjoint(each(params, "source")))
            and ("type" not in params or event.event_type in each(params, "type"))
            and ("precision" not in params or precision(event) in each(params, "precision"))
            and ("factuality" not in params or event.factuality in each(params, "factuality"))
            and ("disputed" not in params or self.is_disputed(event))
            and ("q" not in params or says(self.texts[event.pk], params["q"]))
        )

    @staticmethod
    def is_disputed(event: Event) -> bool:
        dates = [e.date for e in event.evidence.all() if e.date is not None and e.rank != "deprecated"]
        return any(not one.can_both_hold(two) for one in dates for two in dates)

    # what to ask

    def filters(self, number: int = 50, seed: int = 20140620) -> Iterator[dict]:
        """Random filters, the same for the same seed; most take their values from an event, so that they find it."""
        random = Random(seed)
        yield {}
        yield {"order": "newest"}
        for _ in range(number - 2):
            yield self.a_filter(random)

    def some_lanes(self, random: Random) -> list[str]:
        """Up to eight, taken from events, so that most hold something."""
        lanes = sorted(set().union(*(self.traits[event.pk].lanes for event in random.sample(self.public, 3))))
        return random.sample(lanes, min(len(lanes), random.randint(0, 8)))

    def a_filter(self, random: Random) -> dict:
        event = random.choice(self.public)
        params = {}
        if random.random() < 0.7:
            params |= a_window(random, event.date)
        for name, values in choices_of(event, self.texts[event.pk]).items():
            if values and random.random() < 0.15:
                several = random.sample(values, min(len(values), random.choice([1, 1, 2])))
                params[name] = several if len(several) > 1 else several[0]
        if isinstance(params.get("q"), list):
            params["q"] = " ".join(params["q"])
        if random.random() < 0.1:
            params["precision"] = random.sample(
                ["day", "month", "year", "season", "range", "unknown", "decade"], 3
            )
        if random.random() < 0.1 and self.became:
            params["entity"] = random.choice(sorted(self.became))
        params |= {"certain": "1"} if random.random() < 0.25 else {}
        params |= {"disputed": "1"} if random.random() < 0.07 else {}
        params |= {"order": random.choice(["oldest", "newest"])} if random.random() < 0.4 else {}
        return params


class Traits:
    """The slugs of what goes with an event."""

    def __init__(self, event: Event):
        self.place = event.place.slug if event.place else None
        self.entities = {p.entity.slug for p in event.participations.all()} | {self.place} - {None}
        self.tags = {tag.slug for tag in event.tags.all()}
        self.sources = {e.article.source.slug for e in event.evidence.all() if e.article and e.article.source}
        # In which lanes it lies, as in a URL: entity:pakistan.
        self.lanes = {
            *(f"entity:{slug}" for slug in self.entities),
            *(f"tag:{slug}" for slug in self.tags),
            *([f"type:{event.event_type}"] if event.event_type else []),
        }


def window(params: dict) -> tuple[dt.date | None, dt.date | None]:
    first = EdtfDate.read(params["from"]).earliest if "from" in params else None
    last = EdtfDate.read(params["to"]).latest if "to" in params else None
    return first, last


def may_lie(date: EdtfDate | None, first, last) -> bool:
    if first is None and last is None:
        return True
    if date is None:
        return False
    begins_too_late = last is not None and date.earliest is not None and date.earliest > last
    ends_too_early = first is not None and date.latest is not None and date.latest < first
    return not begins_too_late and not ends_too_early


def must_lie(date: EdtfDate | None, first, last) -> bool:
    if first is None and last is None:
        return True
    if date is None or date.qualifier != "exact" or date.earliest is None or date.latest is None:
        return False
    return (first is None or first <= date.earliest) and (last is None or date.latest <= last)


def place_in_time(event: Event):
    """An imprecise date stands at its start, the wider one first; where the start is open, at its end."""
    date = event.date
    return (date.earliest or date.latest, -width_class(date), event.pk)


def width_class(date: EdtfDate) -> int:
    if date.earliest is None or date.latest is None:
        return 5
    days = (date.latest - date.earliest).days + 1
    for number, most in enumerate((1, 31, 366, 3653, 36525)):
        if days <= most:
            return number
    return 5


def precision(event: Event) -> str:
    return event.date.precision if event.date else "unknown"


def smallest_holder(date: EdtfDate, unit: str) -> tuple[str, dt.date | None]:
    """The bin, or else the smallest standard period, that holds the whole date, and its first day."""
    if date.earliest is None or date.latest is None:
        return "longer", None
    day = date.earliest
    winter = day.year - 1 if day.month < 3 else day.year
    periods = {
        "day": [EdtfDate.day(day)],
        "month": [EdtfDate.month(day.year, day.month)],
        "season": [
            EdtfDate.season(winter, 24),
            *(EdtfDate.season(day.year, code) for code in (21, 22, 23, 24)),
        ],
        "year": [EdtfDate.year(day.year)],
        "decade": [EdtfDate.decade(day.year)],
        "century": [EdtfDate.century(day.year // 100)],
    }
    for name in (unit, *periods):
        for period in periods[name]:
            if period.earliest <= date.earliest and date.latest <= period.latest:
                return name, period.earliest
    return "longer", None


# words, read in another way than timeline.search does


def plain(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return re.findall(r"[^\W_]+", "".join(c for c in folded if not unicodedata.combining(c)))


def fields_of(event: Event) -> list[list[str]]:
    who = [p.entity.name for p in event.participations.all()]
    tags = [tag.name for tag in event.tags.all()]
    quotes = [evidence.exact for evidence in event.evidence.all()]
    place = event.place.name if event.place else ""
    return [plain(text) for text in (event.title, event.summary, place, *who, *tags, *quotes)]


def says(fields: list[list[str]], q: str) -> bool:
    """Each word or "phrase" of q stands in one of the fields; what has a minus before it in none."""
    for minus, quoted, word in re.findall(r'(-?)(?:"([^"]+)"|(\S+))', q):
        text = quoted or word
        wanted = plain(text)
        there = any(stands(field, wanted, text.endswith("*")) for field in fields)
        if there == bool(minus):
            return False
    return True


def stands(field: list[str], wanted: list[str], begins: bool) -> bool:
    text = " " + " ".join(field) + " "
    return (" " + " ".join(wanted) + ("" if begins else " ")) in text


def choices_of(event: Event, fields: list[list[str]]) -> dict[str, list[str]]:
    """Values that find the event, by parameter."""
    words = sorted({word for field in fields for word in field if len(word) > 3})
    return {
        "entity": [p.entity.slug for p in event.participations.all()],
        "tag": [tag.slug for tag in event.tags.all()],
        "place": [event.place.slug] if event.place else [],
        "source": [e.article.source.slug for e in event.evidence.all()],
        "type": [event.event_type] if event.event_type else [],
        "factuality": [event.factuality],
        "q": [
            *words[:3],
            *(word[:3] + "*" for word in words[:2]),
            "-jets",
            '"signed a pact"',
            "Su-35",
            "-U.S.",
            "gö*",
        ],
    }


def a_window(random: Random, date: EdtfDate | None) -> dict:
    """From and to, or one of them, as people type them, around the date or anywhere; or just at its edge."""
    if date and random.random() < 0.4:
        return at_the_edge(random, date)
    near = (
        (date.earliest or date.latest).year if date and random.random() < 0.7 else random.randint(1988, 2022)
    )
    one, two = sorted(
        (an_end(random, near), an_end(random, near + random.choice([0, 0, 1, 5]))), key=first_day
    )
    return random.choice(
        [{"from": one, "to": two}] * 3 + [{"from": one}, {"to": two}, {"from": one, "to": one}]
    )


def at_the_edge(random: Random, date: EdtfDate) -> dict:
    """Windows that just meet the date, just miss it, just hold it, or just do not."""
    one_day = dt.timedelta(days=random.choice([0, 0, 1]))
    first, last = date.earliest or date.latest, date.latest or date.earliest
    return random.choice(
        [
            {"from": (last + one_day).isoformat()},
            {"to": (first - one_day).isoformat()},
            {"from": first.isoformat(), "to": (last - one_day if last > first else last).isoformat()},
            {"from": (first + one_day if last > first else first).isoformat(), "to": last.isoformat()},
        ]
    )


def an_end(random: Random, year: int) -> str:
    month, day = random.randint(1, 12), random.randint(1, 28)
    name = dt.date(2000, month, 1).strftime("%B")
    typed = (
        *(
            f"{year:04d}",
            f"{year:04d}-{month:02d}",
            f"{year:04d}-{month:02d}-{day:02d}",
            f"{year // 10:03d}X",
        ),
        *(f"{name} {year:04d}", f"{day} {name[:3]} {year:04d}", f"about {year:04d}", f"{year:04d}-24"),
    )
    return random.choice(typed)


def first_day(text: str) -> dt.date:
    return EdtfDate.read(text).earliest
