"""The one query: a query string <-> filters <-> words. List, counts, strip, feeds and exports all ask through it.

    query = EventQuery.from_params(request.GET)                                   # pages: errors beside the fields
    query = EventQuery.strict(request.GET, groups=("filter", "format"))           # machine doors: BadQuery -> 400

Parameters are declared in GROUPS; each door uses its own groups and ignores the other declared ones.
"""

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from urllib.parse import urlencode

import numpy as np
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kb.models import Alias, Entity
from timeline import search
from timeline.columns import FIRST_DAY, LAST_DAY, NO_DAY, Events
from timeline.cursors import BACK, NEWEST, OLDEST, ON, BadCursor, Cursor, ordered
from timeline.dates import EdtfDate, NotADate, shown
from timeline.engine.event_types import EVENT_TYPES
from timeline.models import Event, Evidence, Participation, Snapshot
from timeline.public import public_entities, public_sources, public_tags
from timeline.remembering import State

FILTER = (
    "q", "from", "to", "certain", "entity", "tag", "place", "source", "type", "precision", "factuality",
    "disputed", "order",
)  # fmt: skip
GROUPS = {
    "filter": FILTER,
    "view": ("lane", "zoom", "axis", "after"),
    "format": ("columns", "profile", "lf", "trailer", "since"),
}
DECLARED = tuple(name for names in GROUPS.values() for name in names)
REPEATED = {"entity", "tag", "place", "source", "type", "precision", "factuality", "lane"}
PRECISIONS = (
    "day", "month", "season", "quarter", "half", "year", "decade", "century", "range", "unknown",
)  # fmt: skip
ZOOMS = ("century", "decade", "year", "month", "day")
# Of an EventQuery: what does not decide which events it lists; and what holds rows.
NOT_ASKED = {
    "values", "errors", "misnamed", "order", "lanes", "zoom", "axis", "since", "cursor", "about", "state",
}  # fmt: skip
OF_ROWS = {"entities", "tags", "places", "sources"}
LONGEST_VALUE = 500
MOST_VALUES = 20
MOST_CANDIDATES = 10  # offered for a name that is not one of ours, or of several
UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # no database takes these
MOST_LANES = 8
LANES = ("entity", "tag", "type")  # what a lane may hold the events of: lane=entity:pakistan
SLUG = re.compile(r"[-\w]{1,100}")
VERSION = re.compile(r"v[A-Za-z0-9.-]{1,39}")  # of a frozen one


class BadQuery(ValueError):
    """A query string a machine door cannot answer: `param` is at fault, the message says how."""

    def __init__(self, param: str, message: str):
        self.param = param
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter: what it says, and the query string without it."""

    param: str
    value: str
    label: str
    without: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane of the strip: the listed events of one entity, topic or type. `row`: of the database, or the code."""

    param: str
    value: str
    row: object
    words: str

    def __str__(self) -> str:
        return f"{self.param}:{self.value}"

    def holds(self) -> Q:
        """Which events lie in it."""
        if self.param == "type":
            return Q(event_type=self.row)
        return with_entity(self.row) if self.param == "entity" else with_tag(self.row)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list; `next` and `previous` are query strings, None at the ends; shown_from counts from 1.

    `before`: the event right before those of the page. `total`: how many events the list has.
    """

    events: list[Event]
    next: str | None
    previous: str | None
    shown_from: int
    before: Event | None = None
    total: int = 0


@dataclass
class EventQuery:
    """Read from a query string; never changed afterwards. `errors`: parameter -> what is wrong with it.

    `values` hold what was understood, each value in its one spelling: dates as EDTF, names as the slugs they are now.
    `about`: the filter that the page itself stands for (entity, on the page of a name), which its own links leave out.
    """

    values: dict[str, list[str]]
    errors: dict[str, str] = field(default_factory=dict)
    misnamed: dict[str, list["Misnamed"]] = field(default_factory=dict)  # the errors of names, one by one
    search_words: search.Words | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    entities: list = field(default_factory=list)
    tags: list = field(default_factory=list)
    places: list = field(default_factory=list)
    sources: list = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    precisions: list[str] = field(default_factory=list)
    factualities: list[str] = field(default_factory=list)
    certain: bool = False
    disputed: bool = False
    order: str = OLDEST
    zoom: str | None = None
    lanes: list[Lane] = field(default_factory=list)
    axis: tuple[dt.date, dt.date] | None = None
    since: dt.datetime | None = None
    cursor: Cursor | None = None
    about: str = ""
    state: State = field(default_factory=State, repr=False, compare=False)

    # reading

    @classmethod
    def from_params(cls, params) -> "EventQuery":
        """Lenient, for pages: what is malformed is left out and said in `errors`; what is not declared is ignored."""
        query = cls({})
        for name in DECLARED:
            given = list(dict.fromkeys(value.strip() for value in params.getlist(name) if value.strip()))
            if given:
                query._read(name, given)
        query._read_window()
        query._read_cursor()
        return query

    @classmethod
    def strict(cls, params, groups: Iterable[str] = ("filter",)) -> "EventQuery":
        """For machine doors: raises BadQuery for what is malformed or not declared; other groups are ignored."""
        used = {name for group in groups for name in GROUPS[group]}
        for name in params:
            if name not in DECLARED:
                raise BadQuery(name, _("There is no such parameter."))
        kept = params.copy()
        for name in DECLARED:
            if name not in used:
                kept.pop(name, None)
        query = cls.from_params(kept)
        for name, message in query.errors.items():
            raise BadQuery(name, message)
        return query

    def _read(self, name: str, given: list[str]) -> None:
        self.values[name] = given
        if len(given) > 1 and name not in REPEATED:
            self._refuse(name, _("Given more than once."))
        elif len(given) > MOST_VALUES:
            self._refuse(name, _("Given more than %d times.") % MOST_VALUES)
        elif any(len(value) > LONGEST_VALUE for value in given):
            self._refuse(name, _("Too long: at most %(most)d characters.") % {"most": LONGEST_VALUE})
        elif name in READERS:
            try:
                READERS[name](self, given)
            except Refused as why:
                self._refuse(name, str(why))

    def _refuse(self, name: str, message: str) -> None:
        self.errors[name] = message
        self.values.pop(name, None)

    def _read_words(self, given):
        try:
            self.search_words = search.parse(given[0])
        except search.NothingToSearch as why:
            raise Refused(str(why)) from None
        self.values["q"] = [self.search_words.text]

    def _read_from(self, given):
        date = typed_date(given[0])
        if date.earliest is None:
            raise Refused(_("“%s” has no first day to begin with.") % date.words(_))
        self.first, self.values["from"] = date.earliest, [str(date)]

    def _read_to(self, given):
        date = typed_date(given[0])
        if date.latest is None:
            raise Refused(_("“%s” has no last day to end with.") % date.words(_))
        self.last, self.values["to"] = date.latest, [str(date)]

    def _read_window(self):
        """A window that ends before it begins is no window."""
        if self.first and self.last and self.first > self.last:
            words = _("“%(to)s” ends before “%(from)s” begins.")
            message = words % {name: date_words(self.values[name][0]) for name in ("to", "from")}
            self._refuse("to", message)
            self._refuse("from", message)
            self.first = self.last = None

    def _read_certain(self, given):
        self.certain = self._switch("certain", given[0])

    def _read_disputed(self, given):
        self.disputed = self._switch("disputed", given[0])

    def _switch(self, name: str, value: str) -> bool:
        if value not in ("0", "1"):
            raise Refused(_("Write 1, or leave it out."))
        if value == "0":
            del self.values[name]
        return value == "1"

    def _read_entities(self, given):
        self.entities = self._named_rows("entity", given, public_entity)

    def _read_places(self, given):
        self.places = self._named_rows("place", given, public_entity)

    def _read_tags(self, given):
        self.tags = self._named_rows("tag", given, lambda text: known(public_tags(), text))

    def _read_sources(self, given):
        self.sources = self._named_rows("source", given, lambda text: known(public_sources(), text))

    def _named_rows(self, name: str, given: list[str], find: Callable) -> list:
        """Each row once; two slugs may have become one. What names no single row is left out, and said."""
        rows, wrong = {}, []
        for text in given:
            try:
                rows[find(text)] = None
            except Misnamed as why:
                wrong.append(why)
        self.values[name] = [row.slug for row in rows]
        if not rows:
            del self.values[name]
        if wrong:
            self.misnamed[name] = wrong
            self.errors[name] = " ".join(map(str, wrong))
        return list(rows)

    def _read_types(self, given):
        self.types = [one_of([code for code, _words in EVENT_TYPES], value) for value in given]

    def _read_precisions(self, given):
        self.precisions = [one_of(PRECISIONS, value) for value in given]

    def _read_factualities(self, given):
        self.factualities = [one_of(Event.Factuality.values, value) for value in given]

    def _read_order(self, given):
        self.order = one_of((OLDEST, NEWEST), given[0])

    def _read_zoom(self, given):
        self.zoom = one_of(ZOOMS, given[0])

    def _read_axis(self, given):
        """The part of time that the strip draws; both its ends are days."""
        date = typed_date(given[0])
        if date.earliest is None or date.latest is None:
            raise Refused(_("“%s” has no first or no last day, so that it cannot be drawn.") % date.words(_))
        self.axis, self.values["axis"] = (date.earliest, date.latest), [str(date)]

    def _read_lanes(self, given):
        if len(given) > MOST_LANES:
            raise Refused(_("At most %d lanes can be drawn.") % MOST_LANES)
        self.lanes = list({str(lane): lane for lane in map(lane_of, given)}.values())
        self.values["lane"] = [str(lane) for lane in self.lanes]

    def _read_columns(self, given):
        one_of(("core", "full"), given[0])

    def _read_profile(self, given):
        one_of(("raw",), given[0])

    def _read_lf(self, given):
        self._switch("lf", given[0])

    def _read_trailer(self, given):
        self._switch("trailer", given[0])

    def _read_since(self, given):
        """A day, a time, or a version: live@2026-11-20T08:30:00Z, or a frozen one, v2026-11-26."""
        named = Snapshot.objects.exclude(changed_at=None).filter(version=given[0])
        frozen = named.first() if VERSION.fullmatch(given[0]) else None
        self.since = frozen.changed_at.replace(microsecond=0) if frozen else moment_of(given[0])
        self.values["since"] = [stamp(self.since)]

    def _read_cursor(self):
        if "after" in self.values:
            try:
                self.cursor = Cursor.read(self.values["after"][0], self.order)
            except BadCursor as why:
                self._refuse("after", str(why))

    # asking

    @property
    def windowed(self) -> bool:
        return self.first is not None or self.last is not None

    @property
    def window(self) -> tuple[dt.date, dt.date]:
        """First and last day asked for, both included; an open side reaches the calendar's end."""
        return self.first or dt.date.min, self.last or dt.date.max

    @property
    def newest(self) -> bool:
        return self.order == NEWEST

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list (its order does not)."""
        return any(name in self.values for name in FILTER if name != "order")

    @property
    def question(self) -> tuple:
        """All that decides which events are listed: queries of one question have one answer."""
        return tuple(
            (one.name, [row.pk for row in value] if one.name in OF_ROWS else value)
            for one in fields(self)
            if one.name not in NOT_ASKED and (value := getattr(self, one.name))
        )

    @property
    def at_any_time(self) -> "EventQuery":
        """The same question without its window."""
        return replace(self, first=None, last=None, certain=False)

    def matching(self) -> QuerySet:
        """Published events that every filter but the window lets through, in no order."""
        events = Event.objects.published()
        if self.search_words:
            events = search.matching(events, self.search_words)
        for entity in self.entities:
            events = events.filter(with_entity(entity))
        for tag in self.tags:
            events = events.filter(with_tag(tag))
        if self.sources:
            events = events.filter(
                Exists(Evidence.objects.filter(event=OuterRef("pk"), article__source__in=self.sources))
            )
        for column, allowed in (
            ("place__in", self.places),
            ("event_type__in", self.types),
            ("precision__in", self.precisions),
            ("factuality__in", self.factualities),
        ):
            if allowed:
                events = events.filter(**{column: allowed})
        return events.filter(disputed=True) if self.disputed else events

    def in_lane(self, lane: Lane) -> "EventQuery | None":
        """The same question of the lane alone; None where the types asked for rule out the lane's own."""
        if lane.param == "type" and self.types and lane.row not in self.types:
            return None
        name = {"entity": "entities", "tag": "tags", "type": "types"}[lane.param]
        rows = [lane.row] if lane.param == "type" else list(dict.fromkeys([*getattr(self, name), lane.row]))
        spelt = list(dict.fromkeys([*self.values.get(lane.param, ()), lane.value]))
        values = self.values | {lane.param: [lane.value] if lane.param == "type" else spelt}
        return replace(self, values=values, **{name: rows})

    def possible(self) -> QuerySet:
        """Those that may have happened in the window; without one, all."""
        return self.matching().possibly_within(*self.window) if self.windowed else self.matching()

    def surely(self) -> QuerySet:
        """Those that certainly happened in the window; without one, all."""
        return self.matching().certainly_within(*self.window) if self.windowed else self.matching()

    def listed(self) -> QuerySet:
        """What the query lists, in no order."""
        return self.surely() if self.certain else self.possible()

    def events(self) -> QuerySet:
        """What the query lists, in its order."""
        return ordered(self.listed(), self.order)

    def matching_rows(self) -> np.ndarray:
        """What `matching` lets through, as a mask of the rows of the columns, from which everything is counted."""
        columns = self.state.columns
        asked = [columns.found_by(self.search_words)] if self.search_words else []
        asked += [columns.in_pairs(columns.names, "entity", [entity.pk]) for entity in self.entities]
        asked += [columns.in_pairs(columns.tags, "tag", [tag.pk]) for tag in self.tags]
        if self.sources:
            asked.append(columns.in_pairs(columns.proofs, "source", [source.pk for source in self.sources]))
        for column, allowed in (
            ("place", [place.pk for place in self.places]),
            ("event_type", self.types),
            ("precision", self.precisions),
            ("factuality", self.factualities),
        ):
            if allowed:
                asked.append(columns.having(column, allowed))
        if self.disputed:
            asked.append(columns.events.disputed)
        return np.logical_and.reduce(asked) if asked else columns.everywhere()

    def listed_rows(self) -> np.ndarray:
        """What `listed` holds, as such a mask."""
        if not self.windowed:
            return self.matching_rows()
        events, (first, last) = self.state.columns.events, (day.toordinal() for day in self.window)
        if self.certain:
            inside = events.exact & (events.first >= first) & (events.last <= last)
            inside &= (events.first > FIRST_DAY) & (events.last < LAST_DAY)
        else:
            inside = (events.first != NO_DAY) & (events.first <= last) & (events.last >= first)
        return inside & self.matching_rows()

    def few_dated(self) -> QuerySet:
        """What the query lists that has a date, in its order, by their numbers: for where they are few."""
        events = self.state.columns.events
        dated = self.listed_rows() & (events.first != NO_DAY)
        return ordered(Event.objects.published().filter(pk__in=events.id[dated].tolist()), self.order)

    def possible_count(self) -> int:
        return self.possible().count()

    def certain_count(self) -> int:
        return self.surely().count()

    def count(self) -> int:
        """How many the query lists."""
        return self.events().order_by().count()

    def page(self, size: int, *, using: str | None = None) -> Page:
        """`size` events after the cursor, or before it where it leads back, with links to both sides.

        Past the end (events may have gone meanwhile) it is the last page, and before the beginning the first, a full
        one. `using`: the connection to read from, if not the usual one.
        """
        query = replace(self, state=State(using)) if using else self
        columns = query.state.columns
        rows = columns.in_order(query.listed_rows(), self.newest)
        begin = self._begin(rows, columns.events, size)
        shown = rows[begin : begin + size].tolist()
        if not shown:
            return Page([], None, None, 0)
        keys = columns.events.id[rows[max(begin - 1, 0) : begin + size]].tolist()
        there = Event.objects.published().using(using).in_bulk(keys)
        before = there.pop(keys[0], None) if begin else None
        first, last = (self._place(columns.events, row) for row in (shown[0], shown[-1]))
        return Page(
            [there[pk] for pk in keys if pk in there],  # one may have been taken back since
            self.on_page(after=Cursor(self.order, ON, *last)) if begin + size < rows.size else None,
            self.on_page(after=Cursor(self.order, BACK, *first)) if begin else None,
            begin + 1,
            before,
            rows.size,
        )

    def _begin(self, rows: np.ndarray, events: Events, size: int) -> int:
        """Where in the rows of the list the page begins."""
        if self.cursor is None:
            return 0
        beyond = bisect_left if self.cursor.way == BACK else bisect_right
        here = self.cursor.key
        begin = beyond(rows, here, key=lambda row: Cursor(self.order, ON, *self._place(events, row)).key)
        if self.cursor.way == BACK:
            return max(begin - size, 0)
        return begin if begin < rows.size else max(rows.size - size, 0)

    @staticmethod
    def _place(events: Events, row: int) -> tuple[dt.date, int, int]:
        """What a cursor at the event of this row says of it."""
        day = dt.date.fromordinal(int(events.sort_day[row]))
        return day, int(events.span_class[row]), int(events.id[row])

    # saying

    def urlencode(self, **changes) -> str:
        """The query string in its one spelling, without the cursor; changes: name=value, values, or None to drop.

        A name that Python reserves takes an underscore: from_="2014".
        """
        values = {
            name: given for name, given in self.values.items() if name not in ("after", *GROUPS["format"])
        }
        for name, value in changes.items():
            name = name.rstrip("_")
            if value is None:
                values.pop(name, None)
            else:
                values[name] = [str(v) for v in (value if isinstance(value, (list, tuple)) else [value])]
        return urlencode([(name, value) for name in DECLARED for value in in_order(name, values)])

    def on_page(self, **changes) -> str:
        """The same as the links of a page to itself have it."""
        own = {self.about: None} if self.about else {}
        return self.urlencode(**changes | own)

    def without(self, param: str, value: str | None = None) -> str:
        """The query string without a parameter, or without one of its values."""
        left = [v for v in self.values.get(param, ()) if value is not None and v != value]
        return self.on_page(**{param: left or None})

    @cached_property
    def named(self) -> dict[tuple[str, str], str]:
        """(parameter, value) -> the name people know it by."""
        groups = {"entity": self.entities, "tag": self.tags, "place": self.places, "source": self.sources}
        names = {(param, row.slug): str(row) for param, rows in groups.items() for row in rows}
        names |= {("type", code): _(words) for code, words in EVENT_TYPES}
        names |= {("precision", name): _(name) for name in PRECISIONS}
        return names | {("factuality", code): str(words) for code, words in Event.Factuality.choices}

    def chips(self) -> list[Chip]:
        """The active filters in the order of the parameters, each with the query string that drops it."""
        return [
            Chip(param, value, self._label(param, value), self.without(param, value))
            for param in FILTER
            if param != "order"
            for value in self.values.get(param, ())
        ]

    def _label(self, param: str, value: str) -> str:
        phrases = {
            "q": _("“%s”"),
            "from": _("from %s"),
            "to": _("to %s"),
            "certain": _("certainly in range"),
            "disputed": _("sources differ"),
            "place": _("at %s"),
            "source": _("source: %s"),
            "type": _("type: %s"),
            "precision": _("date known to: %s"),
        }
        name = self.named.get((param, value))
        if name is None:
            name = date_words(value) if param in ("from", "to") else value
        phrase = phrases.get(param, "%s")
        return phrase % name if "%s" in phrase else phrase

    def words(self) -> str:
        """The query as the words of a heading; empty where nothing is asked.

        "Events from 2012 to 2016 with Pakistan, tagged Arms trade". Each phrase wraps the one before it, so that
        a translation may put them in another order.
        """
        if not self.filtered:
            return ""
        said = _("Disputed events") if self.disputed else _("Events")
        if self.windowed:
            phrase = _("%(events)s certainly %(window)s") if self.certain else _("%(events)s %(window)s")
            said = phrase % {"events": said, "window": self.window_words()}
        together, either = _("%(some)s and %(last)s"), _("%(some)s or %(last)s")
        for param, phrase, joined in (
            ("place", _("%(events)s in %(names)s"), either),
            ("entity", _("%(events)s with %(names)s"), together),
            ("tag", _("%(events)s, tagged %(names)s"), together),
            ("type", _("%(events)s, of type %(names)s"), either),
            ("factuality", _("%(events)s, marked “%(names)s”"), either),
            ("precision", _("%(events)s, date known to: %(names)s"), either),
            ("source", _("%(events)s, reported by %(names)s"), either),
            ("q", _("%(events)s, matching %(names)s"), together),
        ):
            names = [self.named.get((param, value), value) for value in self.values.get(param, ())]
            if names:
                said = phrase % {"events": said, "names": listed_names(names, joined)}
        return said

    def window_words(self) -> str:
        """The window as it stands in a sentence ("from 2012 to 2016"); empty without one."""
        ends = {name: EdtfDate.read(self.values[name][0]) for name in ("from", "to") if name in self.values}
        if len(ends) == 2 and ends["from"] == ends["to"]:
            return self._same_window_words(ends["from"])
        days = {"from": self.first, "to": self.last}
        said = {
            name: (EdtfDate.day(days[name]) if end.precision == "range" else end).words(_)
            for name, end in ends.items()
        }
        if len(ends) == 2:
            return _("from %(from)s to %(to)s") % said
        if "from" in ends:
            return _("from %s on") % said["from"]
        if not ends:
            return ""
        return (_("to %s") if ends["to"].precision in ("range", "day") else _("to the end of %s")) % said[
            "to"
        ]

    def _same_window_words(self, date: EdtfDate) -> str:
        words = date.words(_)
        if date.precision == "range" or date.qualifier != "exact":
            return words  # "between 1965 and 1970", "about 2014"
        if self.first == self.last:
            return _("on %s") % words
        return (_("in the %s") if date.precision in ("quarter", "half") else _("in %s")) % words

    def drop_suggestions(self, limit: int = 5) -> list[tuple[Chip, int]]:
        """For an empty list: which one filter to drop and how many events there are then, the most first. Where no
        one alone is in the way: those together that leave nothing beside the ones before them, as one."""
        chips = self.chips()
        found = [(chip, count) for chip in chips if (count := _listed_by(chip.without))]
        if not found and len(chips) > 1:
            found = self._several_to_drop(chips)
        return sorted(found, key=lambda f: -f[1])[:limit]

    def _several_to_drop(self, chips: list[Chip]) -> list[tuple[Chip, int]]:
        kept, dropped, count, left = [], [], 0, self
        for chip in chips:
            more = _listed_by(urlencode([*kept, (chip.param, chip.value)]))
            if more:
                kept, count = [*kept, (chip.param, chip.value)], more
            else:
                dropped.append(chip)
                left = EventQuery.from_params(QueryDict(left.without(chip.param, chip.value)))
        label = ", ".join(chip.label for chip in dropped)
        return [(Chip("", "", label, left.on_page()), count)] if count else []


def _listed_by(query: str) -> int:
    return EventQuery.from_params(QueryDict(query)).count()


class Refused(ValueError):
    """A value that cannot be used; the message stands beside its field."""


class Misnamed(Refused):
    """A text that names no one row: nothing, or several; `candidates` are what may be meant."""

    def __init__(self, message: str, text: str, candidates: Iterable):
        super().__init__(message)
        self.text = text
        self.candidates = list(candidates)


def in_order(name: str, values: dict[str, list[str]]) -> list[str]:
    """The values of a parameter as the query string has them: sorted, but lanes stand as they were chosen."""
    given = values.get(name, [])
    return given if name == "lane" else sorted(given)


def listed_names(names: list[str], joined: str) -> str:
    """
    >>> listed_names(["Gas", "Oil", "Arms"], "%(some)s and %(last)s")
    'Gas, Oil and Arms'
    """
    if len(names) == 1:
        return names[0]
    return joined % {"some": ", ".join(names[:-1]), "last": names[-1]}


def typed_date(text: str) -> EdtfDate:
    try:
        return EdtfDate.read(text)
    except NotADate as why:
        raise Refused(why.words(_)) from None


def moment_of(text: str) -> dt.datetime:
    """Without an offset it is UTC, and a day is its first moment; `live@` may stand before it.

    >>> stamp(moment_of("2026-11-20")), stamp(moment_of("live@2026-11-20T08:30:00+02:00"))
    ('2026-11-20T00:00:00Z', '2026-11-20T06:30:00Z')
    """
    try:
        moment = dt.datetime.fromisoformat(text.removeprefix("live@").replace(" ", "+"))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        return moment.astimezone(dt.UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise Refused(
            _("“%s” is no time; write a day, 2026-11-20, or a time, 2026-11-20T08:30:00Z.") % shown(text)
        ) from None


def stamp(moment: dt.datetime) -> str:
    """The time as exports write it: UTC, to the second."""
    return moment.astimezone(dt.UTC).isoformat()[:19] + "Z"


def date_words(text: str) -> str:
    return EdtfDate.read(text).words(_)


def one_of(allowed, value: str) -> str:
    if value not in allowed:
        raise Refused(
            _("“%(value)s” is none of: %(allowed)s.") % {"value": shown(value), "allowed": ", ".join(allowed)}
        )
    return value


def known(rows: QuerySet, text: str):
    """The row of that slug or, as people type it, of that name; raises Misnamed."""
    if SLUG.fullmatch(text) and (found := rows.filter(slug=text).first()):
        return found
    text = " ".join(UNSTORABLE.sub(" ", text).split())
    found = list(called(rows, "iexact", text)[:MOST_CANDIDATES])
    own = [row for row in found if row.name.casefold() == text.casefold()]
    found = own or found or list(rows.filter(slug=slugify(text)))  # "Estrava" for "Éstrava"
    if len(found) == 1:
        return found[0]
    if found:
        raise Misnamed(_("“%s” is the name of several: choose one.") % shown(text), text, found)
    near = called(rows, "icontains", text)[:MOST_CANDIDATES] if text else []
    raise Misnamed(_("There is nothing called “%s” here.") % shown(text), text, near)


def called(rows: QuerySet, lookup: str, text: str) -> QuerySet:
    """Rows whose name, or another name of theirs, stands so to the text; those that begin with it first."""
    named = Q(**{f"name__{lookup}": text})
    if issubclass(rows.model, Entity):
        named |= Q(pk__in=Alias.objects.filter(**{f"name__{lookup}": text}).values("entity"))
    begins = Case(When(name__istartswith=text, then=Value(0)), default=Value(1))
    return rows.filter(named).order_by(begins, "name", "pk")


def public_entity(text: str) -> Entity:
    """The public entity of that slug or name; a merged one stands for what it has become."""
    if SLUG.fullmatch(text):
        became = public_entities().filter(merged__slug=text, merged__state=Entity.State.MERGED).first()
        if became is not None:
            return became
    return known(public_entities(), text)


def lane_of(text: str) -> Lane:
    param, _colon, value = text.partition(":")
    if param not in LANES or not value:
        raise Refused(
            _("“%(value)s” is no lane; write entity:, tag: or type: and a value after it.")
            % {"value": shown(text)}
        )
    if param == "type":
        words = dict(EVENT_TYPES)
        code = one_of(words, value)
        return Lane(param, code, code, _(words[code]))
    row = public_entity(value) if param == "entity" else known(public_tags(), value)
    return Lane(param, row.slug, row, str(row))


def with_entity(entity: Entity) -> Q:
    """Events in which it took part, or which happened there."""
    took_part = Participation.objects.filter(event=OuterRef("pk"), entity=entity)
    return Q(Exists(took_part)) | Q(place=entity)


def with_tag(tag) -> Q:
    return Q(Exists(Event.tags.through.objects.filter(event=OuterRef("pk"), tag=tag)))


READERS = {
    "q": EventQuery._read_words,
    "from": EventQuery._read_from,
    "to": EventQuery._read_to,
    "certain": EventQuery._read_certain,
    "entity": EventQuery._read_entities,
    "tag": EventQuery._read_tags,
    "place": EventQuery._read_places,
    "source": EventQuery._read_sources,
    "type": EventQuery._read_types,
    "precision": EventQuery._read_precisions,
    "factuality": EventQuery._read_factualities,
    "disputed": EventQuery._read_disputed,
    "order": EventQuery._read_order,
    "zoom": EventQuery._read_zoom,
    "axis": EventQuery._read_axis,
    "lane": EventQuery._read_lanes,
    "columns": EventQuery._read_columns,
    "profile": EventQuery._read_profile,
    "lf": EventQuery._read_lf,
    "trailer": EventQuery._read_trailer,
    "since": EventQuery._read_since,
}
