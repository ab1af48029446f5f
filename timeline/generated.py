"""Invented events of every kind of date, the same for the same seed: for tests, and to measure with many.

The records are as the site itself would write them: evidence whose words stand in its article, columns derived,
tokens indexed. Dates come from EdtfDate's constructors, so that every kind there is has its turn.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import ceil
from random import Random

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from kb.models import Article, Entity, Source, Tag
from timeline import corroboration, search
from timeline.dates import EdtfDate, NotADate
from timeline.engine.event_types import EVENT_TYPES
from timeline.models import Event, Evidence, Participation, PublicChange

BATCH = 2000  # events a transaction
WRITTEN = 20_000  # events that `fill` writes one by one; the others are copies of these
A_DAY = dt.timedelta(days=1)  # since they became public: as on most days, nothing has changed just now
AN_ARTICLE = 8  # events it proves
NAMES = (
    "Ardane",
    "Belmory",
    "Castrel",
    "Dunhallow",
    "Éstrava",
    "Fennmark",
    "Göltz",
    "Harrowby",
    "Ístan",
    "Juno-4",
)
TOPICS = ("Arms trade", "Gas and oil", "Exercises", "Diplomacy", "Sanctions", "Space", "Fisheries")
PLACES = ("Port Amber", "Lower Quay", "Old Ferry", "Saint-Rémy", "Northgate")
PAPERS = ("The Amber Post", "Quay Courier", "Ferry Gazette", "Northgate Daily")
VERBS = (
    "met",
    "signed a pact with",
    "sold Su-35 jets to",
    "lifted the embargo on",
    "sent the U.S. envoy to",
    "left",
)
MORE = (
    "",
    "Nobody was surprised.",
    "The pact had been long in the making.",
    "An embargo followed.",
    "Jets flew over.",
)
STATUSES = [Event.Status.PUBLISHED] * 17 + [
    Event.Status.PROPOSED,
    Event.Status.REJECTED,
    Event.Status.RETRACTED,
]


def a_date(random: Random, first_year: int = 1992, last_year: int = 2019) -> EdtfDate | None:
    """A date of any kind, now and then from another age; None (not known) as well."""
    if random.random() < 0.05:
        return None
    if random.random() < 0.04:
        first_year, last_year = random.choice([(476, 476), (1790, 1870), (2090, 2101)])
    while True:
        try:
            made = random.choice(KINDS)(random, first_year, last_year)
        except NotADate:  # a pair the wrong way round, or no such combination
            continue
        return (
            made
            if random.random() < 0.8
            else made.qualified(random.choice(["approximate", "uncertain", "both"]))
        )


def _day(random, first, last):
    begin, end = dt.date(first, 1, 1).toordinal(), dt.date(last, 12, 31).toordinal()
    return EdtfDate.day(dt.date.fromordinal(random.randint(begin, end)))


def _month(random, first, last):
    return EdtfDate.month(random.randint(first, last), random.randint(1, 12))


def _year(random, first, last):
    return EdtfDate.year(random.randint(first, last))


def _simple(random, first, last):
    return random.choice([_day, _month, _year])(random, first, last)


def _two(random, first, last) -> tuple[EdtfDate, EdtfDate]:
    """Two dates not far from each other, mostly, the earlier one first."""
    near = random.randint(first, last)
    bounds = (near, min(near + 1, last)) if random.random() < 0.8 else (first, last)
    one, two = sorted(
        (_simple(random, *bounds), _simple(random, *bounds)), key=lambda d: (d.earliest, d.latest)
    )
    return one, two


def _part(random, first, last):
    whole = random.choice([_month, _year, lambda *a: EdtfDate.decade(_year(*a).earliest.year)])(
        random, first, last
    )
    return EdtfDate.part(whole, random.choice(["early", "mid", "late"]))


KINDS: tuple[Callable[[Random, int, int], EdtfDate], ...] = (
    *(_day, _day, _day, _day, _month, _month, _month, _year, _year),
    lambda r, a, b: EdtfDate.season(r.randint(a, b), r.randint(21, 24)),
    lambda r, a, b: EdtfDate.season(r.randint(a, b), 24),  # the winter that reaches into the next year
    lambda r, a, b: EdtfDate.quarter(r.randint(a, b), r.randint(1, 4)),
    lambda r, a, b: EdtfDate.half(r.randint(a, b), r.randint(1, 2)),
    lambda r, a, b: EdtfDate.decade(r.randint(a, b)),
    lambda r, a, b: EdtfDate.century(r.randint(a, b) // 100),
    _part,
    lambda r, a, b: EdtfDate.between(*_two(r, a, b)),
    lambda r, a, b: EdtfDate.either(*_two(r, a, b)),
    lambda r, a, b: EdtfDate.span(*_two(r, a, b)),
    lambda r, a, b: EdtfDate.before_or_in(_simple(r, a, b)),
    lambda r, a, b: EdtfDate.from_on(_simple(r, a, b)),
    lambda r, a, b: EdtfDate.since(_simple(r, a, b)),
    lambda r, a, b: EdtfDate.until(_simple(r, a, b)),
)


@dataclass
class World:
    """Who and what the events are about; some of it never shown to the public, some merged into another."""

    entities: list[Entity]
    places: list[Entity]
    tags: list[Tag]
    sources: list[Source]

    @classmethod
    def made(cls) -> "World":
        entities = [_entity(name, Entity.Kind.ORGANISATION) for name in NAMES]
        _merged(entities[0], "Ardane Republic")
        return cls(
            entities,
            [_entity(name, Entity.Kind.PLACE) for name in PLACES],
            [Tag.objects.get_or_create(name=name, defaults={"slug": _slug(name)})[0] for name in TOPICS],
            [Source.objects.named(name) for name in PAPERS],
        )


def _entity(name: str, kind: str) -> Entity:
    fields = {"name": name, "kind": kind, "state": Entity.State.CONFIRMED}
    return Entity.objects.get_or_create(slug=_slug(name), defaults=fields)[0]


def _merged(into: Entity, name: str) -> None:
    fields = {"name": name, "kind": into.kind, "state": Entity.State.MERGED, "merged_into": into}
    Entity.objects.get_or_create(slug=_slug(name), defaults=fields)


def _slug(name: str) -> str:
    return "made-up-" + "-".join(search.tokens(name))


@dataclass
class Draft:
    """An event and what goes with it, before the database has given it an id."""

    event: Event
    who: list[Entity]
    tags: list[Tag]
    proofs: list[Evidence] = field(default_factory=list)


def fill(
    count: int, seed: int, *, statuses=tuple(STATUSES), say: Callable[[int], None] = lambda n: None
) -> None:
    """Write `count` events into a database that holds none; `say` is told now and then how many are done."""
    copies = min(max(ceil(count / WRITTEN), 1), MOST_COPIES + 1)
    each = count // copies
    generate(each, seed, statuses=statuses, say=say)
    multiply(copies, say=lambda copy: say(copy * each))
    done = each * copies
    generate(count - done, seed + 1, statuses=statuses, say=lambda n: say(done + n))


def generate(
    count: int, seed: int, *, statuses=tuple(STATUSES), say: Callable[[int], None] = lambda n: None
) -> None:
    """Write `count` events of mixed status; `say` is told after each batch how many are done.

    Each batch is one transaction. The same seed gives the same records, their public ids and times apart.
    """
    random = Random(seed)
    world = World.made()
    done = 0
    while done < count:
        drafts = [a_draft(random, world, statuses) for _ in range(min(BATCH, count - done))]
        with transaction.atomic():
            write(random, world, drafts, f"{seed}-{done}")
        done += len(drafts)
        say(done)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # tables never analysed are planned for as if they were empty


COPIED = (Article, Event, Evidence, Participation, Event.tags.through, PublicChange)
WRITTEN_BY_IT = (Source, Tag, Entity, *COPIED)
MOST_COPIES = 99
# What has to differ in a copy, or to go with what does, beside the keys. Its mark, "u" and a number in two digits,
# begins no real id or digest, which know no u.
DIFFERENT = {
    "public_id": "'ev-%(mark)s' || substr(public_id, 7)",
    "text_sha256": "'%(mark)s' || substr(text_sha256, 4)",
    "url": "CASE WHEN url = '' THEN '' ELSE url || '-%(mark)s' END",
}


def multiply(
    times: int, *, models=COPIED, after: dict | None = None, say: Callable[[int], None] = lambda n: None
) -> None:
    """Copy all that was generated until there is `times` as much of it: for measuring with more than can be written.

    The database does it itself, in some ten thousand events a second. The digests of the copies are made up.
    `after`: model -> the last key of what is not to be copied.
    """
    if not 1 <= times <= MOST_COPIES + 1:
        raise ValueError(f"not {times} times: from 1 to {MOST_COPIES + 1}")
    step = last_keys(models)
    for copy in range(1, times):
        with transaction.atomic(), connection.cursor() as cursor:
            for model in models:
                cursor.execute(*copying(model, copy, step, (after or {}).get(model, 0)))
        say(copy + 1)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def last_keys(models) -> dict:
    return {model: model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in models}


def copying(model, copy: int, step: dict, after: int) -> tuple[str, list[int]]:
    """The statement that adds copy number `copy` of the model's first rows, and its parameters."""
    columns, values = [], []
    for column in model._meta.concrete_fields:
        columns.append(name := connection.ops.quote_name(column.column))
        moved = step.get(model if column.primary_key else column.related_model)
        values.append(f"{name} + {moved * copy}" if moved else DIFFERENT.get(column.column, name))
    table = connection.ops.quote_name(model._meta.db_table)
    made = ", ".join(values) % {"mark": f"u{copy:02}"}
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {made} FROM {table} WHERE id > %s AND id <= %s",
        [
            after,
            step[model],
        ],
    )


def a_draft(random: Random, world: World, statuses) -> Draft:
    who = random.sample(world.entities, random.choice([0, 1, 1, 2, 2, 2, 3]))
    said = [e.name for e in who] + ["Somebody", "nobody"]
    event = Event(
        title=f"{said[0]} {random.choice(VERBS)} {said[1]}",
        summary=random.choice(MORE),
        date=a_date(random),
        date_basis="explicit",
        event_type=random.choice(["", *(code for code, _words in EVENT_TYPES)]),
        place=random.choice([None, None, *world.places, *world.entities[:1]]),
        factuality=random.choice([Event.Factuality.ACTUAL] * 5 + list(Event.Factuality)),
        status=random.choice(statuses),
    )
    if event.date is None:
        event.date_basis = ""
    if event.status in (Event.Status.PUBLISHED, Event.Status.RETRACTED):
        event.first_published_at = event.changed_at = timezone.now() - A_DAY
        event.revision = 1
    if event.status == Event.Status.RETRACTED:
        event.retraction_reason = "Made up."
    return Draft(event, who, random.sample(world.tags, random.choice([0, 0, 1, 1, 2])))


def write(random: Random, world: World, drafts: list[Draft], name: str) -> None:
    for draft in drafts:
        draft.event.derive()
    prove(random, world, drafts, name)
    for draft in drafts:
        dates = [proof.date for proof in draft.proofs if proof.date is not None]
        draft.event.disputed = corroboration.dates_disagree(dates)
        draft.event.source_count = len({p.article_id for p in draft.proofs})
        draft.event.independent_source_count = len({p.article.source_id for p in draft.proofs})
        draft.event.search_tokens = search.tokens_of(
            draft.event,
            [e.name for e in draft.who],
            [t.name for t in draft.tags],
            [p.exact for p in draft.proofs],
        )
    Event.objects.bulk_create(draft.event for draft in drafts)
    Evidence.objects.bulk_create(_given(proof, draft.event) for draft in drafts for proof in draft.proofs)
    Participation.objects.bulk_create(
        Participation(event=draft.event, entity=entity, role=random.choice(Participation.Role.values))
        for draft in drafts
        for entity in draft.who
    )
    tagged = Event.tags.through
    tagged.objects.bulk_create(tagged(event=draft.event, tag=tag) for draft in drafts for tag in draft.tags)
    PublicChange.objects.bulk_create(
        PublicChange.of(draft.event, was_published=False)
        for draft in drafts
        if draft.event.first_published_at
    )


def _given(proof: Evidence, event: Event) -> Evidence:
    proof.event = event
    return proof


def prove(random: Random, world: World, drafts: list[Draft], name: str) -> None:
    """Give every event a preferred evidence, and one in eight a second one, whose date may be another."""
    first = [(draft, draft.event.date, Evidence.Rank.PREFERRED) for draft in drafts]
    more = [(d, random.choice([d.event.date, a_date(random)]), Evidence.Rank.NORMAL) for d in drafts[::8]]
    articles, proofs = [], []
    for number, claims in enumerate([*chunks(first), *chunks(more)]):
        article = Article(source=random.choice(world.sources), title=f"Made up {name}-{number}")
        article.url = f"https://made-up.example/{name}-{number}"
        sentences = []
        at = len(article.title) + 1
        for draft, date, rank in claims:
            words = date.words() if date else ""
            exact = f"{draft.event.title}{', ' + words if words else ''}, it was said."
            proof = Evidence(article=article, exact=exact, rank=rank, start=at, end=at + len(exact))
            proof.date, proof.date_basis, proof.method = date, "explicit" if date else "", "generated"
            proof.date_text = words
            proof.date_start = at + len(draft.event.title) + 2 if words else None
            draft.proofs.append(proof)
            proofs.append(proof)
            sentences.append(exact)
            at += len(exact) + 1
        articles.append(_printed(random, article, sentences))
    Article.objects.bulk_create(articles)
    for proof in proofs:
        for name, value in Evidence.place(proof.article, proof.start, proof.end).items():
            setattr(proof, name, value)  # the article again, now that it has an id


def _printed(random: Random, article: Article, sentences: list[str]) -> Article:
    article.text = "\n".join([article.title, *sentences])
    article.text_sha256 = hashlib.sha256(article.text.encode()).hexdigest()
    article.published = dt.date(2020, 1, 1) + dt.timedelta(days=random.randrange(1500))
    article.published_how = "generated"
    article.state = Article.State.READ
    return article


def chunks(claims: list, size: int = AN_ARTICLE) -> Iterator[list]:
    for at in range(0, len(claims), size):
        yield claims[at : at + size]
