"""Lists beside the timeline that narrow it: choices with their counts, each a link that sets it or lets it go."""

from dataclasses import dataclass, field, replace

from django.db.models import Count
from django.utils.translation import gettext as _

from timeline.engine.event_types import EVENT_TYPES
from timeline.facets import Choice, entity_choices, precision_choices, source_choices, tag_choices
from timeline.models import Event
from timeline.query import EventQuery


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    count: int
    url: str
    chosen: bool


@dataclass(slots=True)
class Facet:
    name: str
    heading: str
    links: list[Link] = field(default_factory=list)


def facets(query: EventQuery) -> list[Facet]:
    """Those that have something to choose, in a fixed number of queries."""
    precisions, types = precision_words(), dict(EVENT_TYPES)
    made = [
        facet(query, "entity", _("People and places"), entity_choices(query)),
        facet(query, "tag", _("Topic"), tag_choices(query)),
        facet(query, "precision", _("Date known to"), worded(precision_choices(query), precisions)),
        facet(query, "type", _("Type"), column_choices(replace(query, types=[]), "event_type", types)),
        facet(
            query,
            "factuality",
            _("Did it happen?"),
            column_choices(replace(query, factualities=[]), "factuality", dict(Event.Factuality.choices)),
        ),
        facet(query, "source", _("Publisher"), source_choices(query)),
    ]
    return [one for one in made if len(one.links) > 1 or any(link.chosen for link in one.links)]


def facet(query: EventQuery, name: str, heading: str, choices: list[Choice]) -> Facet:
    chosen = query.values.get(name, [])
    made = Facet(name, heading)
    for choice in choices:
        if choice.value in chosen:
            url = query.without(name, choice.value)
        else:
            url = query.urlencode(**{name: [*chosen, choice.value]})
        made.links.append(Link(choice.words, choice.count, f"?{url}", choice.value in chosen))
    return made


def worded(choices: list[Choice], words: dict[str, str]) -> list[Choice]:
    return [replace(choice, words=words[choice.value]) for choice in choices]


def column_choices(query: EventQuery, column: str, words: dict[str, str]) -> list[Choice]:
    """Values of a column among what the query lists, in the vocabulary's order."""
    counted = dict(query.events().order_by().values_list(column).annotate(n=Count("pk")))
    return [Choice(value, _(label), counted[value]) for value, label in words.items() if value in counted]


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
