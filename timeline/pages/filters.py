"""The filter form as the page shows it again: what was typed, and what is wrong with it beside the field."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from timeline.pages.facets import names, ticks, times
from timeline.query import FILTER, GROUPS, EventQuery

BESIDE_THEIR_FIELD = {"q", "from", "to", "entity", "place", "tag", "source"}


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    value: str
    error: str = ""


class Filters:
    """The form beside the list. `years`: those with events in what the query lists."""

    def __init__(self, query: EventQuery, params, years):
        errors = query.errors
        self.words = Field("q", _("Words"), params.get("q", ""), errors.get("q", ""))
        self.dates = [
            Field("from", _("From"), params.get("from", ""), errors.get("from", "")),
            Field("to", _("To"), params.get("to", ""), errors.get("to", "")),
        ]
        self.times = times(query, years)
        self.certain = query.certain
        self.disputed = query.disputed
        self.newest = query.newest
        self.names = names(query)
        self.ticks = ticks(query)
        self.kept = pairs(query, view())
        self.elsewhere = [message for name, message in errors.items() if name not in BESIDE_THEIR_FIELD]
        self.active = len(query.chips())
        self.wrong = bool(errors)


class Search:
    """The box in the masthead: it searches within the filters that are set."""

    def __init__(self, query: EventQuery, params):
        self.value = params.get("q", "")
        self.error = query.errors.get("q", "")
        self.kept = pairs(query, [name for name in (*FILTER, *view()) if name != "q"])


def view() -> list[str]:
    """How the reader looks at the list, which outlives a change of filters; the place in it does not."""
    return [name for name in GROUPS["view"] if name != "after"]


def pairs(query: EventQuery, names) -> list[tuple[str, str]]:
    return [(name, value) for name in names for value in query.values.get(name, [])]
