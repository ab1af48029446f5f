"""The demo: `seeds/` taken in, read, and an editor's decisions replayed through the review verbs.

A decision names its proposal by the article, the words of the date, which occurrence of them it is, and the
trigger (seeds/README.md), so that a better reader does not break it.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from kb.intake import add_article
from kb.models import Alias, Article, Entity, Source, Tag
from timeline import merging, review
from timeline.models import Evidence
from timeline.proposing import propose_events

LIST = "|"


@dataclass
class Loaded:
    """What loading did; `misfits` are the decisions that fit no proposal, each said in a sentence."""

    articles: int = 0
    proposals: int = 0
    done: Counter = field(default_factory=Counter)
    misfits: list[str] = field(default_factory=list)


@transaction.atomic
def load(folder: Path, *, progress=lambda articles: articles) -> Loaded:
    """Load the folder into the database, whole or not at all; what is there already is left as it is."""
    loaded = Loaded()
    load_publishers(rows(folder / "publishers.csv"))
    load_entities(rows(folder / "entities.csv"))
    load_tags(rows(folder / "tags.csv"))
    articles = {}
    for row in progress(list(rows(folder / "articles.csv"))):
        article = articles[row["file"]] = load_article(folder / "articles" / row["file"], row)
        loaded.proposals += len(propose_events(article))
    loaded.articles = len(articles)
    for number, row in enumerate(rows(folder / "decisions.csv"), start=2):
        replay(row, number, articles, loaded)
    return loaded


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load_publishers(table):
    for row in table:
        Source.objects.get_or_create(
            slug=row["slug"],
            defaults={"name": row["publisher"], "country": row["country"], "language": row["language"]},
        )


def load_entities(table):
    for row in table:
        columns = ("kind", "name", "description", "wikidata", "iso3", "geo_precision")
        known = {name: row[name] for name in columns}
        known |= {name: row[name] or None for name in ("latitude", "longitude")}
        entity, made = Entity.objects.get_or_create(
            slug=row["slug"], defaults={**known, "state": Entity.State.CONFIRMED}
        )
        if made:
            names = [(name, Alias.Kind.NAME) for name in split(row["aliases"])]
            names += [(name, Alias.Kind.DEMONYM) for name in split(row["demonyms"])]
            Alias.objects.bulk_create(Alias(entity=entity, name=name, kind=kind) for name, kind in names)


def load_tags(table):
    for row in table:
        Tag.objects.get_or_create(
            slug=row["slug"], defaults={"name": row["name"], "description": row["description"]}
        )


def load_article(path: Path, row: dict[str, str]) -> Article:
    article, _created = add_article(
        path.read_bytes(),
        filename=path.name,
        source=Source.objects.get(name=row["publisher"]),
        published=date.fromisoformat(row["published"]),
        title=row["title"],
        url=row["url"],
    )
    return article


def split(cell: str) -> list[str]:
    return [part for part in cell.split(LIST) if part]


def replay(row: dict[str, str], number: int, articles: dict[str, Article], loaded: Loaded) -> None:
    event = proposal(row["article"], row["date_words"], row["occurrence"], row["trigger"], articles)
    into = proposal(*row["into"].split("#"), articles) if row["into"] else None
    if event is None or (row["into"] and into is None):
        key = (
            row["into"]
            if event is not None
            else "#".join(row[c] for c in ("article", "date_words", "occurrence", "trigger"))
        )
        loaded.misfits.append(f"decisions.csv, line {number}: no proposal fits {key}")
        return
    try:
        with transaction.atomic():
            decide(row, event, into)
    except review.NotPossible as why:
        loaded.misfits.append(f"decisions.csv, line {number}: {why}")
        return
    loaded.done[row["verb"]] += 1


def decide(row: dict[str, str], event, into) -> None:
    if row["verb"] == "merge":
        merging.merge(event, into=into, by=None)
    elif row["verb"] == "reject":
        review.reject([event], by=None, reason=row["reason"])
    else:
        set_by_editor = {"title": row["title"], "date": row["date"], "event_type": row["type"]}
        fields = {name: value for name, value in set_by_editor.items() if value}
        if row.get("place"):
            fields["place"] = Entity.objects.get(slug=row["place"])
        tags = Tag.objects.filter(slug__in=split(row["tags"]))
        participants = [party.split(":") for party in split(row.get("participants") or "")]
        who = [(Entity.objects.get(slug=slug), role) for role, slug in participants]
        if fields or tags or who:
            review.edit(event, by=None, tags=tags, participants=who or None, reason=row["reason"], **fields)
        review.accept([event], by=None)


def proposal(file: str, date_words: str, occurrence: str, trigger: str, articles: dict[str, Article]):
    """The event whose evidence in the article has these date words at that occurrence, and that trigger."""
    article = articles.get(file)
    place = nth_place(article.text, date_words, int(occurrence)) if article else None
    if place is None:
        return None
    start, end = place
    for evidence in Evidence.objects.filter(article=article, trigger=trigger).select_related("event"):
        if (
            evidence.date_start is not None
            and evidence.date_start < end
            and start < evidence.date_start + len(evidence.date_text)
        ):
            return evidence.event
    return None


def nth_place(text: str, words: str, number: int) -> tuple[int, int] | None:
    """Where the words stand for the nth time (from 1); any white space between them counts as one space."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    places = [match.span() for match in re.finditer(pattern, text)]
    return places[number - 1] if pattern and 0 < number <= len(places) else None
