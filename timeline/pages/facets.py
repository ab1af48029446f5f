"""Lists beside the timeline that narrow it: choices with their counts, in the form or as links that set them."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from kb.models import Entity
from timeline.dates import EdtfDate
from timeline.engine.event_types import EVENT_TYPES
from timeline.facets import (
    Choice,
    column_choices,
    entity_choices,
    place_choices,
    precision_choices,
    source_choices,
    tag_choices,
    time_choices,
)
from timeline.models import Event
from timeline.query import EventQuery


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    count: int
    url: str
    chosen: bool = False
    value: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One value of a short vocabulary, to be ticked; `count` is None where the list has none of it."""

    value: str
    label: str
    count: int | None
    checked: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    label: str
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A text field for one more name: what was typed, what is wrong with it, and what may be meant."""

    id: str
    value: str = ""
    error: str = ""
    candidates: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class Names:
    """A filter by names: those chosen, the most frequent others as links, and fields to type one more."""

    name: str
    heading: str
    label: str
    chosen: list[tuple[str, str]]
    links: list[Link]
    fields: list[Typed]
    open: bool


@dataclass(slots=True)
class Ticks:
    """A filter by a short vocabulary."""

    name: str
    heading: str
    checks: list[Check] = field(default_factory=list)

    @property
    def open(self) -> bool:
        return any(check.checked for check in self.checks)


def names(query: EventQuery) -> list[Names]:
    return [
        of_names(query, "entity", _("People and places"), _("Add a name"), entity_choices(query)),
        of_names(query, "tag", _("Topic"), _("Add a topic"), tag_choices(query)),
        of_names(query, "place", _("Where"), _("Add a place"), place_choices(query)),
        of_names(query, "source", _("Publisher"), _("Add a publisher"), source_choices(query)),
    ]


def of_names(query: EventQuery, name: str, heading: str, label: str, choices: list[Choice]) -> Names:
    chosen = query.values.get(name, [])
    links = [
        Link(choice.words, choice.count, with_one_more(query, name, choice.value), value=choice.value)
        for choice in choices
        if choice.value not in chosen
    ]
    fields = typed(query, name)
    return Names(
        name,
        heading,
        label,
        [(value, query.named[name, value]) for value in chosen],
        links,
        fields,
        open=bool(chosen or fields[0].error or name in ("entity", "tag")),
    )


def with_one_more(query: EventQuery, name: str, value: str) -> str:
    return "?" + query.urlencode(**{name: [*query.values.get(name, []), value]})


def typed(query: EventQuery, name: str) -> list[Typed]:
    """One field for each text that named nothing or several; else an empty one."""
    wrong = [
        Typed(
            f"{name}-{number}",
            why.text,
            str(why),
            tuple(
                Candidate(str(row), kind_of(row), with_one_more(query, name, row.slug))
                for row in why.candidates
            ),
        )
        for number, why in enumerate(query.misnamed.get(name, []), 1)
    ]
    return wrong or [Typed(f"{name}-1")]


def kind_of(row) -> str:
    """What tells an entity from another one of its name; topics and publishers have no kinds."""
    return str(row.get_kind_display()) if isinstance(row, Entity) else ""


def times(query: EventQuery, years) -> list[Link]:
    """Years, decades or centuries in the order of time; that which is the window lets it go."""
    links = []
    for choice in time_choices(query, years):
        chosen = query.values.get("from") == query.values.get("to") == [choice.value]
        value = None if chosen else choice.value
        url = "?" + query.urlencode(from_=value, to=value, axis=None)
        links.append(Link(EdtfDate.parse(choice.value).words(_), choice.count, url, chosen))
    return links


def ticks(query: EventQuery) -> list[Ticks]:
    fact_words = dict(Event.Factuality.choices)
    return [
        of_ticks(query, "precision", _("Date known to"), precision_words(), precision_choices(query)),
        of_ticks(query, "type", _("Type"), dict(EVENT_TYPES), column_choices(query, "event_type")),
        of_ticks(query, "factuality", _("Did it happen?"), fact_words, column_choices(query, "factuality")),
    ]


def of_ticks(query: EventQuery, name: str, heading: str, words: dict, choices: list[Choice]) -> Ticks:
    """The values of the vocabulary, in its order, that the list has or that are chosen."""
    counts = {choice.value: choice.count for choice in choices}
    chosen = query.values.get(name, [])
    return Ticks(
        name,
        heading,
        [
            Check(value, _(label), counts.get(value), value in chosen)
            for value, label in words.items()
            if value in counts or value in chosen
        ],
    )


def worded(choices: list[Choice], words: dict[str, str]) -> list[Choice]:
    return [replace(choice, words=words[choice.value]) for choice in choices]


def precision_words() -> dict[str, str]:
    return {
        "day": _("the day"),
        "month": _("the month"),
        "season": _("the season"),
        "quarter": _("the quarter"),
        "half": _("the half-year"),
        "year": _("the year"),
        "decade": _("the decade"),
        "century": _("the century"),
        "range": _("a range of days"),
        "unknown": _("date not known"),
    }
