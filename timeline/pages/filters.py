"""The filter form as the page shows it again: what was typed, and what is wrong with it beside the field."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from timeline.pages.facets import names, ticks, times
from timeline.query import FILTER, GROUPS, EventQuery

BESIDE_THEIR_FIELD = {"q", "from", "to", "entity", "place", "tag", "source", "lane"}


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
        self.wrong = bool(errors.keys() - {"lane"})


class LaneChooser:
    """The form under the strip: the lanes that are drawn, and the names and types that the filters offer."""

    def __init__(self, query: EventQuery, form: Filters, params):
        self.error = query.errors.get("lane", "")
        self.number = len(query.lanes)
        self.kept = pairs(query, [name for name in (*FILTER, *view()) if name != "lane"])
        offered = [(lane.param, lane.value, lane.words) for lane in query.lanes]
        for group in form.names:
            offered += [(group.name, value, label) for value, label in group.chosen]
            offered += [(group.name, link.value, link.label) for link in group.links]
        offered += [(group.name, check.value, check.label) for group in form.ticks for check in group.checks]
        chosen = {*params.getlist("lane"), *map(str, query.lanes)}
        self.groups = [
            (
                heading,
                {
                    f"{param}:{value}": (words, f"{param}:{value}" in chosen)
                    for param, value, words in offered
                    if param == kind
                },
            )
            for kind, heading in (
                ("entity", _("People and places")),
                ("tag", _("Topic")),
                ("type", _("Type")),
            )
        ]


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
