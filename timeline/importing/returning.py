"""Our own CSV that comes back: each row beside what the export would write of the event now.

Some columns say what an editor may change; all others follow from them, or from evidence that is kept at the
desk, and must agree. An untouched export therefore changes nothing, whatever stands in its cells.
"""

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kb.models import Article, Entity, Tag
from timeline.characters import has_breaks, has_controls
from timeline.dates import EdtfDate
from timeline.exports.columns import FULL, Address, Boolean, Column, List, Text
from timeline.exports.csv import Dialect, lines
from timeline.exports.guard import unguarded
from timeline.exports.reading import OF_PARTICIPANTS, Chunk, chunks
from timeline.exports.verifying import CUT
from timeline.fields import derive
from timeline.importing.files import BadFile, Table
from timeline.importing.outcomes import Difference, Draft, Outcome, Problem, Refused, Revision, Verdict
from timeline.models import DateBasis, Event, Evidence

COLUMNS = {column.name: column for column in FULL}
REQUIRED = ("event_id", "revision")

AN_ID = gettext_lazy("identifies the event, and is never changed")
A_DATE = gettext_lazy("follows from date_edtf: edit that column instead")
AN_ACTOR = gettext_lazy("follows from actor_ids, and names are kept at the desk: edit that column instead")
A_PLACE = gettext_lazy("belongs to the place: edit place_name instead, or the place at the desk")
WHO_OR_WHERE = gettext_lazy("follows from actor_ids and place_name: edit those columns instead")
A_PROOF = gettext_lazy("follows from the event's evidence, which is kept at the desk")
A_NOTE = gettext_lazy("follows from date_disputed and correction_note")
THE_SITE = gettext_lazy("is kept by the site")

FOLLOWS = {
    name: reason
    for reason, names in {
        AN_ID: "event_id event_url",
        A_DATE: "date_display date_earliest date_latest date_precision date_qualifier date_kind year month day "
        "date_basis start_latest end_earliest date_precision_wikidata date_rule calendar",
        AN_ACTOR: "actor_names wikidata_ids",
        WHO_OR_WHERE: "countries",
        A_PLACE: "latitude longitude geo_precision place_id",
        A_PROOF: "date_text date_anchor date_disputed source_count independent_source_count source_urls "
        "primary_source primary_published primary_quote date_alternatives primary_article_id "
        "primary_archived_url quote_prefix quote_suffix quote_start quote_end article_text_sha256 "
        "extraction_method extraction_score language",
        A_NOTE: "status",
        THE_SITE: "first_published_at updated_at revision review_decision reviewed_at created_at merged_ids licence",
    }.items()
    for name in names.split()
}
# What of these the new value of a column brings with it.
FOLLOWING = {
    "date_edtf": (*(name for name, why in FOLLOWS.items() if why is A_DATE), "date_anchor"),
    "actor_ids": (*(name for name, why in FOLLOWS.items() if why is AN_ACTOR), "countries"),
    "place_name": (*(name for name, why in FOLLOWS.items() if why is A_PLACE), "countries"),
    "correction_note": ("status",),
}
OF_A_PLACE = ("public_id", "iso3", "latitude", "longitude", "geo_precision")
# What may be older in a file whose row otherwise says what the event says now.
PASSING = {"revision", "updated_at", "reviewed_at", "review_decision"}
OF_A_NEW_ROW = {"date_text", "source_urls", "primary_source", "primary_quote"}  # its evidence
CONTROLS = re.compile("[\\x00-\\x08\\x0b-\\x1f]")  # which no export writes, in any column
A_CONTROL = gettext_lazy("a character stands in it that no text has (NUL, or another control)")
SPLIT = re.compile("\r\n?")

Cells = dict[str, str]


def is_ours(header: Iterable[str]) -> bool:
    """Whether most columns are ours; a foreign file that happens to share a few names is not."""
    header = list(header)
    return 2 * len(COLUMNS.keys() & header) > len(header)


def is_raw(name: str) -> bool:
    """Whether a file was exported with profile=raw, which its name then says."""
    return name.removesuffix(".gz").endswith("_raw.csv")


class Known:
    """Topics, people and places by the names files give them, each looked up once. Raises Refused."""

    def __init__(self):
        self._found = {}

    def tag(self, slug: str) -> Tag:
        return self._one(
            ("tag", slug),
            lambda: Tag.objects.filter(slug=slug),
            _("there is no topic “%s”; make it at the desk"),
        )

    def actor(self, public_id: str) -> Entity:
        return self._one(
            ("actor", public_id),
            lambda: Entity.objects.confirmed().filter(public_id=public_id),
            _("nobody who is confirmed has the id “%s”"),
        )

    def actor_named(self, name: str) -> Entity:
        return self._one(
            ("name", name),
            lambda: Entity.objects.confirmed().filter(name=name),
            _("nobody who is confirmed has the name “%s”, or more than one has"),
        )

    def place(self, name: str) -> Entity:
        return self._one(
            ("place", name),
            lambda: Entity.objects.confirmed().filter(name=name, kind=Entity.Kind.PLACE),
            _("no confirmed place has the name “%s”, or more than one has; see to it at the desk"),
        )

    def _one(self, key: tuple, rows: Callable, otherwise: str):
        if key not in self._found:
            self._found[key] = list(rows()[:2])
        if len(self._found[key]) != 1:
            raise Refused(otherwise % key[1])
        return self._found[key][0]


def split(cell: str) -> list[str]:
    return [value.strip().replace("%7C", "|") for value in cell.split("|") if value.strip()]


def a_field(name: str) -> Callable[[str, Known], object]:
    """The reader of a column that is a plain field of the event."""
    field = Event._meta.get_field(name)

    def read(cell: str, known: Known):
        if has_controls(cell):
            raise Refused(str(A_CONTROL))
        try:
            return field.clean(cell, None)
        except ValidationError as why:
            raise Refused(" ".join(why.messages)) from why

    return read


def a_title(cell: str, known: Known) -> str:
    if has_breaks(cell):
        raise Refused(_("a title is one line"))
    if not cell.strip():
        raise Refused(_("an event has a title"))
    return a_field("title")(cell, known)


def a_place(cell: str, known: Known) -> Entity | None:
    return known.place(cell) if cell else None


def topics(cell: str, known: Known) -> list[Tag]:
    return sorted({known.tag(slug) for slug in split(cell)}, key=lambda tag: tag.slug)


def actors(cell: str, known: Known) -> list[Entity]:
    return sorted({known.actor(public_id) for public_id in split(cell)}, key=lambda entity: entity.public_id)


@dataclass(frozen=True, slots=True)
class Editable:
    """A column an editor may change: how its cell is read, and how the value would be exported."""

    read: Callable[[str, Known], object]
    cell: Callable[[object], str]
    field: str = ""


EDITABLE = {
    "title": Editable(a_title, str, "title"),
    "summary": Editable(a_field("summary"), str, "summary"),
    "date_edtf": Editable(a_field("date"), lambda date: str(date or ""), "date"),
    "event_type": Editable(a_field("event_type"), str, "event_type"),
    "tags": Editable(topics, lambda tags: "|".join(tag.slug for tag in tags)),
    "actor_ids": Editable(actors, lambda found: "|".join(entity.public_id for entity in found)),
    "place_name": Editable(a_place, lambda place: place.name if place else "", "place"),
    "confidence": Editable(a_field("confidence"), str, "confidence"),
    "factuality": Editable(a_field("factuality"), str, "factuality"),
    "correction_note": Editable(a_field("correction_note"), str, "correction_note"),
}


class Returning:
    """Judges the rows of one file, in batches; remembers which events it has met."""

    def __init__(self, table: Table, *, raw: bool = False):
        check_ours(table, COLUMNS.keys(), REQUIRED)
        self._columns = [COLUMNS[name] for name in table.header]
        self._raw = raw
        self._unmarked = not table.marked
        self._known = Known()
        self.met = {}  # event id -> the row it stood in first
        self.settled = {}  # those that are here as they were when the file was made: id -> revision

    def judge(self, batch: list[tuple[int, list[str]]]) -> list[Outcome]:
        """One outcome a row, in order; nothing is written."""
        rows = [
            (number, dict(zip((c.name for c in self._columns), cells, strict=True)))
            for number, cells in batch
        ]
        ids = {cells["event_id"].strip() for _number, cells in rows}
        events = {event.public_id: event for event in Event.objects.filter(public_id__in=ids)}
        present = self._present([event.pk for event in events.values()])
        return [self._judged(number, cells, events, present) for number, cells in rows]

    def _present(self, pks: list[int]) -> dict[str, Cells]:
        """The events as the export writes them now, by id; those that are not public are not among them."""
        published = Event.objects.published().filter(pk__in=pks)
        sources = [column.type.source for column in self._columns]
        read = chunks(published, sources, site="", using=DEFAULT_DB_ALIAS)
        data = b"".join(lines(read, tuple(self._columns), Dialect(raw=True, lf=True)))
        return {row["event_id"]: row for row in rows_read_back(data)}

    def _judged(
        self, number: int, cells: Cells, events: dict[str, Event], present: dict[str, Cells]
    ) -> Outcome:
        event_id = cells["event_id"].strip()

        def refused(column: str, why: str) -> Outcome:
            return Outcome(
                number, Verdict.REFUSED, event_id, cells.get("title", ""), problems=(Problem(column, why),)
            )

        for name, cell in cells.items():
            if CONTROLS.search(SPLIT.sub("\n", cell) if "\r" in cell else cell):
                return refused(name, str(A_CONTROL))
        if not event_id:
            return self._new(number, cells)
        if event_id in self.met:
            return refused("event_id", _("the same event stands in row %s already") % self.met[event_id])
        self.met[event_id] = number
        event = events.get(event_id)
        if event is None:
            return refused("event_id", _("there is no such event; leave the cell empty to make a new one"))
        if event.status == Event.Status.MERGED:
            return refused(
                "event_id", _("it has been merged into %s: edit that") % event.merged_into.public_id
            )
        if event_id not in present:
            return refused("event_id", _("it is not public: %s") % event.get_status_display())
        return self._compared(number, event, cells, present[event_id])

    def _compared(self, number: int, event: Event, cells: Cells, present: Cells) -> Outcome:
        given = {column.name: self._plain(column, cells[column.name], present) for column in self._columns}
        differing = [c.name for c in self._columns if not same(c, given[c.name], present[c.name])]
        about = {"row": number, "event_id": event.public_id, "title": event.title}
        if not given["revision"].isdecimal() or int(given["revision"]) > event.revision:
            why = _("revisions are counted by the site: the event is at %s") % event.revision
            return Outcome(verdict=Verdict.REFUSED, problems=(Problem("revision", why),), **about)
        older = int(given["revision"]) < event.revision
        if not older:
            self.settled[event.public_id] = event.revision
        if set(differing) <= (PASSING if older else set()):
            return Outcome(verdict=Verdict.SAME, **about)
        differences = tuple(Difference(name, present[name], given[name]) for name in differing)
        if older:
            why = _("the file was made at revision %(file)s, the event is at %(now)s: export it again")
            problem = Problem("revision", why % {"file": given["revision"], "now": event.revision})
            return Outcome(verdict=Verdict.CONFLICT, differences=differences, problems=(problem,), **about)
        return self._edited(event, given, present, differing, about)

    def _edited(
        self, event: Event, given: Cells, present: Cells, differing: list[str], about: dict
    ) -> Outcome:
        values, problems = {}, []
        for name in EDITABLE.keys() & differing:
            try:
                value = EDITABLE[name].read(given[name], self._known)
            except Refused as why:
                problems.append(Problem(name, str(why)))
            else:
                if EDITABLE[name].cell(value) != present[name]:
                    values[name] = value
        expected = following(values, event, present)
        for name in differing:
            if name not in EDITABLE and given[name] != expected.get(name):
                words = _("%(why)s (the record says %(now)s)")
                problems.append(
                    Problem(name, words % {"why": FOLLOWS[name], "now": shown_cell(present[name])})
                )
        if problems:
            return Outcome(verdict=Verdict.REFUSED, problems=in_file_order(problems, given), **about)
        if not values:
            return Outcome(verdict=Verdict.SAME, **about)
        changed = tuple(
            Difference(name, present[name], EDITABLE[name].cell(values[name]))
            for name in given
            if name in values
        )
        deed = Revision(
            event.pk,
            event.version,
            {EDITABLE[name].field: value for name, value in values.items() if EDITABLE[name].field},
            tags=values.get("tags"),
            actors=values.get("actor_ids"),
        )
        return Outcome(verdict=Verdict.CHANGED, differences=changed, deed=deed, **about)

    def _new(self, number: int, cells: Cells) -> Outcome:
        """A row without an id: an event to be made, proved by the sources it names."""
        given = {column.name: self._plain(column, cells[column.name]) for column in self._columns}
        values, problems, evidence = {}, [], []
        for name in [name for name in EDITABLE if given.get(name) or name == "title"]:
            try:
                values[name] = EDITABLE[name].read(given.get(name, ""), self._known)
            except Refused as why:
                problems.append(Problem(name, str(why)))
        try:
            if given.get("actor_names") and not given.get("actor_ids"):
                values["actor_ids"] = [self._known.actor_named(n) for n in split(given["actor_names"])]
            evidence = proofs(given)
        except Refused as why:
            problems.append(Problem(why.column or "actor_names", str(why)))
        nothing = {"date_edtf": None, "actor_ids": [], "place_name": None}
        expected = {} if problems else following(nothing | values, None, {})
        for name, cell in given.items():
            if cell and name not in EDITABLE and name not in OF_A_NEW_ROW and cell != expected.get(name):
                why = _("%s: leave it empty in a new row") % FOLLOWS[name]
                problems.append(Problem(name, why))
        title = given.get("title", "")
        if problems:
            return Outcome(number, Verdict.REFUSED, title=title, problems=in_file_order(problems, given))
        deed = Draft(
            {EDITABLE[name].field: value for name, value in values.items() if EDITABLE[name].field},
            evidence,
            tags=values.get("tags", []),
            actors=values.get("actor_ids", []),
        )
        return Outcome(number, Verdict.CREATED, title=title, deed=deed)

    def _plain(self, column, cell: str, present: Cells | None = None) -> str:
        """What the cell says: the guard against formulas taken off, line ends and letters in their one form."""
        if isinstance(column.type, (Text, List)):
            untouched = present is not None and self._unmarked and cell == present[column.name]
            if not self._raw and not untouched:
                cell = unguarded(cell)
            if "\r" in cell:
                cell = SPLIT.sub("\n", cell)
            return cell if cell.isascii() else unicodedata.normalize("NFC", cell)
        cell = cell.strip()
        return cell.lower() if isinstance(column.type, Boolean) else cell


def check_ours(table: Table, names: Iterable[str], required: tuple[str, ...]) -> None:
    """Raises BadFile where the header names what is no column of ours, or lacks what rows are told apart by, and where
    the last row has no line end: we write one, and without it half a text would be taken for the whole.
    """
    for place, name in enumerate(table.header, 1):
        if name not in names:
            close = difflib.get_close_matches(name, names, 1)
            words = _("Row 1, column %(n)s: there is no column “%(name)s”.")
            if close:
                words += " " + _("Is “%(close)s” meant?")
            raise BadFile(words % {"n": place, "name": name[:80], "close": close and close[0]})
    missing = [name for name in required if name not in table.header]
    if missing:
        words = _("The file lacks %s: without it no row can be compared with the record.")
        raise BadFile(words % ", ".join(missing))
    if table.open_row:
        words = _(
            "Row %(row)s: %(cut)s; half a cell would be taken for the whole. If nothing is missing (some spreadsheets "
            "write no last line end), add a line end."
        )
        raise BadFile(words % {"row": table.open_row, "cut": CUT})


def rows_read_back(data: bytes) -> Iterable[Cells]:
    return csv.DictReader(io.StringIO(data.decode(), newline=""))


def same(column: Column, given: str, present: str) -> bool:
    if given == present:
        return True
    if isinstance(column.type, Address) and present.startswith(
        "/"
    ):  # of a page of ours, whatever the site's name
        return given.endswith(present)
    return not given.isascii() and given == unicodedata.normalize("NFC", present)


def shown_cell(cell: str) -> str:
    return f"“{cell[:80]}”" if cell else _("nothing")


def in_file_order(problems: list[Problem], given: Cells) -> tuple[Problem, ...]:
    order = list(given)
    return tuple(sorted(problems, key=lambda p: order.index(p.column) if p.column in order else len(order)))


def following(values: dict, event: Event | None, present: Cells) -> Cells:
    """The cells that follow from new values, as the export makes and writes them."""
    stored = {}
    if "date_edtf" in values:
        stored |= as_stored(values["date_edtf"])
    if "actor_ids" in values or "place_name" in values:
        who = values.get("actor_ids")
        if who is None:
            who = [p.entity for p in event.participations.select_related("entity")]
        place = values["place_name"] if "place_name" in values else event.place
        who = [entity for entity in who if entity.state == Entity.State.CONFIRMED]
        stored |= {f"participants.{name}": [getattr(one, name) for one in who] for name in OF_PARTICIPANTS}
        if place is not None and place.state != Entity.State.CONFIRMED:
            place = None
        stored |= {f"place.{name}": getattr(place, name, None) for name in OF_A_PLACE}
    if "correction_note" in values:
        stored |= {
            "disputed": present.get("status") == "disputed",
            "correction_note": values["correction_note"],
        }
    columns = [COLUMNS[name] for given in values for name in FOLLOWING.get(given, ())]
    chunk = Chunk({name: (value,) for name, value in {"id": 0, **stored}.items()}, DEFAULT_DB_ALIAS, "")
    (cells,) = (
        rows_read_back(b"".join(lines([chunk], columns, Dialect(raw=True, lf=True)))) if columns else [{}]
    )
    return cells


def as_stored(date: EdtfDate | None) -> dict:
    """What an export reads of an event with that date, imported."""
    days = {
        name: day and day.isoformat() for name, day in derive(date).items() if name in ("earliest", "latest")
    }
    nothing = {"evidence.date_anchor": None, "proof.date_rule": None}
    return {**derive(date), **days, **nothing, "date": date and str(date), "date_basis": DateBasis.IMPORT}


def proofs(given: Cells) -> list[Evidence]:
    """Evidence of a new event: the first source proves it, with the quote and the words of the date."""
    urls, cited = split(given.get("source_urls", "")), given.get("primary_source", "")
    if not urls and not cited:
        raise Refused(
            _("an event needs evidence: say here, or in source_urls, where it is written"), "primary_source"
        )
    words = {"exact": given.get("primary_quote", ""), "date_text": given.get("date_text", "")}
    rows = [proof(urls[0] if urls else "", citation=cited, **words), *map(proof, urls[1:])]
    for row in rows:
        try:
            row.clean_fields(exclude=["event", "article", "date"])
        except ValidationError as why:
            name, messages = next(iter(why.message_dict.items()))
            raise Refused(" ".join(messages), SAID_IN[name]) from why
    return rows


SAID_IN = {
    "citation": "primary_source",
    "url": "source_urls",
    "date_text": "date_text",
    "exact": "primary_quote",
}


def proof(url: str, *, citation: str = "", exact: str = "", date_text: str = "") -> Evidence:
    """What stands at the address; of the article itself where it has been taken in, at the words if they are there once."""
    known = Article.objects.exclude(state=Article.State.WITHDRAWN).at(url)
    if known is None:
        return Evidence(url=url, citation=citation, exact=exact, date_text=date_text)
    if exact and known.text.count(exact) == 1:
        start = known.text.index(exact)
        return Evidence(date_text=date_text, **Evidence.place(known, start, start + len(exact)))
    return Evidence(article=known, exact=exact, date_text=date_text)
