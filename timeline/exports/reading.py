"""Events read for export: one cursor over the stored columns, one query a kind of list and chunk for the rest.

A source is the name of what a column prints: a stored field ("title", "place.name"), something derived from
other sources ("first_day"), or one column of a list that is gathered for the whole chunk ("tags.slug"). All
work is done a column of a chunk at a time, so a million events take the memory of some hundred.

Days and times come out of the database as they stand in every format, "2014-06-01" and "2016-02-11T08:30:00Z":
to make an object of each and words of that again would take longer than all the rest.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from django.conf import settings
from django.db import connections
from django.db.models import ExpressionWrapper, F, FilteredRelation, Func, Q, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.urls import reverse

from kb.models import Entity
from timeline.dates import EdtfDate
from timeline.models import Change, DateBasis, Event, Evidence, Participation
from timeline.states import public_part

CHUNK = 500  # events: more do not stay in the processor's cache, fewer ask for their lists too often


class DayText(Func):
    """A day as YYYY-MM-DD, which is how SQLite stores it."""

    output_field = TextField()

    def as_sqlite(self, compiler, connection, **context):
        plain = "+%(expressions)s"  # no column any more, so that no date is made of it
        return self.as_sql(compiler, connection, template=plain, **context)

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="to_char(%(expressions)s, 'YYYY-MM-DD')", **context)


class MomentText(Func):
    """A moment as YYYY-MM-DDTHH:MM:SSZ; SQLite stores it in UTC, a blank between day and time of day."""

    output_field = TextField()

    def as_sqlite(self, compiler, connection, **context):
        template = "substr(%(expressions)s, 1, 10) || 'T' || substr(%(expressions)s, 12, 8) || 'Z'"
        return self.as_sql(compiler, connection, template=f"({template})", **context)

    def as_postgresql(self, compiler, connection, **context):
        form = """'YYYY-MM-DD"T"HH24:MI:SS"Z"'"""
        template = f"to_char(%(expressions)s AT TIME ZONE 'UTC', {form})"
        return self.as_sql(compiler, connection, template=template, **context)


STORED = {
    "date": ExpressionWrapper(F("date"), TextField()),  # the EDTF text itself; nothing is parsed
    "stored_disputed": ExpressionWrapper(F("disputed"), TextField()),  # 0 or 1, False or True
    "earliest": DayText("earliest"),
    "latest": DayText("latest"),
    "first_published_at": MomentText("first_published_at"),
    "changed_at": MomentText("changed_at"),
    "created_at": MomentText("created_at"),
    "place.public_id": F("confirmed_place__public_id"),
    "place.name": F("confirmed_place__name"),
    "place.iso3": F("confirmed_place__iso3"),
    "place.latitude_text": Cast("confirmed_place__latitude", TextField()),
    "place.longitude_text": Cast("confirmed_place__longitude", TextField()),
    "place.geo_precision": F("confirmed_place__geo_precision"),
} | {
    name: F(name)
    for name in (
        "id",
        "public_id",
        "title",
        "summary",
        "date_display",
        "precision",
        "qualifier",
        "kind",
        "date_basis",
        "event_type",
        "correction_note",
        "confidence",
        "source_count",
        "independent_source_count",
        "revision",
        "factuality",
    )
}


class Chunk:
    """Some hundred events, column by column: chunk["title"] holds their titles in order.

    Rows of other tables likewise, by sources of their own (timeline.exports.relations).
    """

    def __init__(self, stored: dict[str, Sequence], using: str, site: str, derived=None, gathered=None):
        self.using, self.site = using, site
        self._columns = {"site": site, **stored}
        self._derived = DERIVED if derived is None else derived
        self._gathered = GATHERED if gathered is None else gathered

    def __getitem__(self, source: str):
        if source not in self._columns:
            self._columns.update(self._made(source))
        return self._columns[source]

    def __len__(self):
        return len(self["id"])

    def _made(self, source: str) -> dict[str, list]:
        if source in self._derived:
            function, *needed = self._derived[source]
            return {source: function(*(self[name] for name in needed))}
        group = source.partition(".")[0]
        gathered = self._gathered[group](self["id"], self.using)
        return {f"{group}.{name}": column for name, column in gathered.items()}


def chunks(events: QuerySet, sources: Iterable[str], *, site: str, using: str) -> Iterator[Chunk]:
    """The events in their order, in chunks that can give the sources. `site` begins the permalinks."""
    needed = sorted({"id", *stored_behind(sources)})
    confirmed = FilteredRelation("place", condition=Q(place__state=Entity.State.CONFIRMED))
    rows = (
        events.using(using)
        .annotate(confirmed_place=confirmed)
        .values_list(*(STORED[name] for name in needed))
    )
    # The database's rows as they come, for all are texts and numbers: a queryset would look at each of them again.
    compiler = rows.query.get_compiler(using)
    for some in compiler.execute_sql(chunked_fetch=True, chunk_size=CHUNK):
        yield Chunk(dict(zip(needed, zip(*some, strict=True), strict=True)), using, site)


def stored_behind(sources: Iterable[str]) -> set[str]:
    """The stored fields that have to be read to give the sources."""
    found = set()
    for source in sources:
        if source in STORED:
            found.add(source)
        elif source in DERIVED:
            found |= stored_behind(DERIVED[source][1:])
    return found


# derived: a function over whole columns, and the sources it needs


def addresses(public_ids, site: str) -> list[str]:
    before, after = reverse("event", args=["ID"]).split("ID")
    return [f"{site}{before}{public_id}{after}" for public_id in public_ids]


def booleans(stored) -> list[bool]:
    return list(map(bool, stored))


def degrees(texts) -> list[Decimal | None]:
    return [None if text is None else Decimal(text) for text in texts]


FIRST_EVER, LAST_EVER = dt.date.min.isoformat(), dt.date.max.isoformat()


def first_days(earliest, dates) -> list[str | None]:
    """None where the start is open; the calendar's first day stands for that in the database."""
    return [
        None if day == FIRST_EVER and date.startswith(("[..", "../")) else day
        for day, date in zip(earliest, dates, strict=True)
    ]


def last_days(latest, dates) -> list[str | None]:
    return [
        None if day == LAST_EVER and date.endswith(("..]", "/..")) else day
        for day, date in zip(latest, dates, strict=True)
    ]


def years(first_days, last_days) -> list[int | None]:
    """The year, where the whole interval lies in one."""
    return [
        int(first[:4]) if first and last and first[:4] == last[:4] else None
        for first, last in zip(first_days, last_days, strict=True)
    ]


def months(first_days, last_days) -> list[int | None]:
    return [
        int(first[5:7]) if first and last and first[:7] == last[:7] else None
        for first, last in zip(first_days, last_days, strict=True)
    ]


def days(first_days, precisions) -> list[int | None]:
    return [
        int(first[8:]) if precision == "day" else None
        for first, precision in zip(first_days, precisions, strict=True)
    ]


def anchors(bases, anchors) -> list[str | None]:
    """What the event's date was read against; an editor's date, or a plain one, was read against nothing."""
    read_against = (DateBasis.RELATIVE, DateBasis.INHERITED)
    return [anchor if basis in read_against else None for basis, anchor in zip(bases, anchors, strict=True)]


def statuses(disputed, correction_notes) -> list[str]:
    return [
        "disputed" if differ else "corrected" if note else "published"
        for differ, note in zip(disputed, correction_notes, strict=True)
    ]


def countries(of_participants, of_places) -> list[list[str]]:
    return [
        sorted({*codes, place} - {"", None}) for codes, place in zip(of_participants, of_places, strict=True)
    ]


def start_latest(kinds, dates) -> list[str | None]:
    return [
        iso(EdtfDate.parse(date).start_latest) if kind == "span" else None
        for kind, date in zip(kinds, dates, strict=True)
    ]


def end_earliest(kinds, dates) -> list[str | None]:
    return [
        iso(EdtfDate.parse(date).end_earliest) if kind == "span" else None
        for kind, date in zip(kinds, dates, strict=True)
    ]


def iso(day: dt.date | None) -> str | None:
    return day and day.isoformat()


WIKIDATA_PRECISIONS = {"day": 11, "month": 10, "year": 9, "decade": 8, "century": 7}


def wikidata_precisions(precisions) -> list[int | None]:
    return [WIKIDATA_PRECISIONS.get(precision) for precision in precisions]


def date_rules(bases, rules) -> list[str | None]:
    """The rule that read the date; an editor's date, or an imported one, was read by none."""
    read_in_text = (DateBasis.EXPLICIT, DateBasis.RELATIVE, DateBasis.INHERITED)
    return [rule if basis in read_in_text else None for basis, rule in zip(bases, rules, strict=True)]


def calendars(dates) -> list[str | None]:
    """EDTF knows no other; an unknown date has none."""
    return ["gregorian" if date else None for date in dates]


def review_decisions(times, methods, *edited) -> list[str | None]:
    return [
        None if at is None else "manual" if method == "manual" else "edited" if any(changed) else "accepted"
        for at, method, *changed in zip(times, methods, *edited, strict=True)
    ]


def licences(ids) -> list[str]:
    return [settings.DATA_LICENCE] * len(ids)


DERIVED: dict[str, tuple] = {
    "address": (addresses, "public_id", "site"),
    "disputed": (booleans, "stored_disputed"),
    "place.latitude": (degrees, "place.latitude_text"),
    "place.longitude": (degrees, "place.longitude_text"),
    "first_day": (first_days, "earliest", "date"),
    "last_day": (last_days, "latest", "date"),
    "year": (years, "first_day", "last_day"),
    "month": (months, "first_day", "last_day"),
    "day": (days, "first_day", "precision"),
    "anchor": (anchors, "date_basis", "evidence.date_anchor"),
    "status": (statuses, "disputed", "correction_note"),
    "countries": (countries, "participants.iso3", "place.iso3"),
    "start_latest": (start_latest, "kind", "date"),
    "end_earliest": (end_earliest, "kind", "date"),
    "wikidata_precision": (wikidata_precisions, "precision"),
    "date_rule": (date_rules, "date_basis", "proof.date_rule"),
    "calendar": (calendars, "date"),
    "review_decision": (
        review_decisions,
        "review.at",
        "proof.method",
        "review.edited",
        "proposals.edited",
    ),
    "licence": (licences, "id"),
}


# gathered: one query a chunk; gives columns as long as the chunk, a list (or a value) for each event


def among(ids, using: str) -> RawSQL:
    """The ids as one parameter: to write one for each takes longer than to read the rows."""
    if connections[using].vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(ids)])
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])


def tags(ids, using) -> dict[str, list]:
    links = Event.tags.through.objects.using(using).filter(event__in=among(ids, using))
    found = defaultdict(list)
    for event, *names in links.values_list("event", "tag__slug", "tag__name"):
        found[event].append(names)
    ordered = [sorted(found[event]) for event in ids]
    return {
        name: [[tag[place] for tag in tags] for tags in ordered]
        for place, name in enumerate(("slug", "name"))
    }


OF_PARTICIPANTS = ("public_id", "name", "iso3", "wikidata")


def participants(ids, using) -> dict[str, list]:
    """Confirmed entities, whatever their role, in the order of their public ids."""
    rows = Participation.objects.using(using).filter(
        event__in=among(ids, using), entity__state=Entity.State.CONFIRMED
    )
    found = defaultdict(list)
    for row in rows.values_list("event", *(f"entity__{name}" for name in OF_PARTICIPANTS)):
        found[row[0]].append(row)
    ordered = [sorted(found[event]) for event in ids]
    return {
        name: [[entity[place] for entity in entities] for entities in ordered]
        for place, name in enumerate(OF_PARTICIPANTS, start=1)
    }


EVIDENCE = (
    "event",
    DayText("article__published"),
    "article",
    "id",
    "article__url",
    "url",
    "rank",
    "date_text",
    "date_anchor",
    "exact",
    "citation",
    "article__source__name",
)


def evidence(ids, using) -> dict[str, list]:
    """What supports an event: the addresses of all of it, the oldest article first, and the words of the preferred.

    None where an event has no preferred evidence.
    """
    rows = Evidence.objects.using(using).filter(event__in=among(ids, using))
    found = defaultdict(list)
    for row in rows.exclude(rank=Evidence.Rank.DEPRECATED).values_list(*EVIDENCE):
        found[row[0]].append(row)
    nothing = (None,) * len(EVIDENCE)
    addresses, preferred = [], []
    for event in ids:
        of_event = found[event]
        if len(of_event) > 1:
            of_event.sort(key=age)
        addresses.append(list(dict.fromkeys([row[4] or row[5] for row in of_event if row[4] or row[5]])))
        chosen = [row for row in of_event if row[6] == Evidence.Rank.PREFERRED]
        preferred.append(chosen[0] if chosen else nothing)
    _event, published, *_placed, words, anchors, quotes, citations, publishers = zip(*preferred, strict=True)
    return {
        "address": addresses,
        "date_text": words,
        "date_anchor": anchors,
        "quote": [capped(quote) for quote in quotes],
        "publisher": [name or cited for name, cited in zip(publishers, citations, strict=True)],
        "published": published,
    }


def age(row: tuple) -> tuple:
    """Sorts evidence by its article's day, and what has none last."""
    _event, published, article, pk, *_rest = row
    return published or LAST_EVER, article is None, article or 0, pk


def capped(quote: str | None) -> str | None:
    """At most as many characters as the site shows of somebody else's text; the cut is shown."""
    most = settings.MAX_QUOTE_CHARACTERS
    return quote[: most - 1].rstrip() + "…" if quote and len(quote) > most else quote


PROOF = (
    "date_rule",
    "article_id",
    "archived_url",
    "prefix",
    "suffix",
    "start",
    "end",
    "text_sha256",
    "method",
    "score",
    "article__language",
)


def proof(ids, using) -> dict[str, list]:
    """What else is known of the preferred evidence; None where an event has none."""
    rows = Evidence.objects.using(using).filter(event__in=among(ids, using), rank=Evidence.Rank.PREFERRED)
    found = {event: row for event, *row in rows.values_list("event", *PROOF)}
    nothing = [None] * len(PROOF)
    columns = zip(*(found.get(event, nothing) for event in ids), strict=True)
    gathered = dict(zip((name.removeprefix("article__") for name in PROOF), map(list, columns), strict=True))
    return gathered | {"score": decimals(gathered["score"])}


def decimals(floats) -> list[Decimal | None]:
    """As many digits as the score is stored with, so that both databases give the same."""
    return [None if value is None else Decimal(str(round(value, 4))) for value in floats]


def claims(ids, using) -> dict[str, list]:
    """The dates that what counts as evidence gives, each once, the preferred first; none where all give one."""
    rows = Evidence.objects.using(using).filter(event__in=among(ids, using), date__isnull=False)
    rows = rows.exclude(rank=Evidence.Rank.DEPRECATED).order_by("id")
    found = defaultdict(dict)
    dates = rows.values_list("event", "rank", ExpressionWrapper(F("date"), TextField()))
    for event, _rank, date in sorted(dates, key=lambda row: row[1] != Evidence.Rank.PREFERRED):
        found[event][date] = None
    return {"rivals": [list(found[event]) if len(found[event]) > 1 else [] for event in ids]}


def merged(ids, using) -> dict[str, list]:
    """Ids that were public and now lead to the event."""
    rows = Event.objects.using(using).filter(
        merged_into__in=among(ids, using), first_published_at__isnull=False
    )
    found = defaultdict(list)
    for event, public_id in rows.values_list("merged_into", "public_id"):
        found[event].append(public_id)
    return {"public_id": [sorted(found[event]) for event in ids]}


def review(ids, using) -> dict[str, list]:
    """What the log tells of acts that readers could see: the last one's time, and whether one was an edit."""
    changes = (
        Change.objects.using(using).filter(event__in=among(ids, using), revision__isnull=False).order_by("id")
    )
    revisions, times, edited = {}, {}, set()
    rows = changes.values_list("event", "revision", "decision__verb", MomentText("decision__at"))
    for event, revision, verb, at in rows:
        if revision > revisions.get(event, 0):
            revisions[event], times[event] = revision, at
            if verb in ("edit", "prefer"):
                edited.add(event)
    return {"at": [times.get(event) for event in ids], "edited": [event in edited for event in ids]}


def proposals(ids, using) -> dict[str, list]:
    """Whether an editor changed, before the event was published, what readers see of it now."""
    edits = Change.objects.using(using).filter(event__in=among(ids, using), revision=0, decision__verb="edit")
    edited = {
        event
        for event, before, after in edits.values_list("event", "before", "after")
        if public_part(before) != public_part(after)
    }
    return {"edited": [event in edited for event in ids]}


GATHERED: dict[str, Callable[..., dict[str, list]]] = {
    "tags": tags,
    "participants": participants,
    "evidence": evidence,
    "proof": proof,
    "claims": claims,
    "merged": merged,
    "review": review,
    "proposals": proposals,
}
