"""The filter form as the page shows it again: what was typed, and what is wrong with it beside the field."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from timeline.query import EventQuery

FIELDS = ("from", "to", "certain", "disputed", "order")  # of the form itself
LISTED = ("entity", "tag", "place", "source", "type", "precision", "factuality")  # chosen by links


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    value: str
    error: str = ""


class Filters:
    """The form beside the list; `kept` are the filters chosen elsewhere, which it hands on."""

    def __init__(self, query: EventQuery, params):
        errors = query.errors
        self.dates = [
            Field("from", _("From"), params.get("from", ""), errors.get("from", "")),
            Field("to", _("To"), params.get("to", ""), errors.get("to", "")),
        ]
        self.certain = query.certain
        self.disputed = query.disputed
        self.newest = query.newest
        self.kept = pairs(query, ("q", *LISTED))
        self.elsewhere = [message for name, message in errors.items() if name not in ("from", "to", "q")]
        self.active = len(query.chips())
        self.wrong = bool(errors)


class Search:
    """The box in the masthead: it searches within the filters that are set."""

    def __init__(self, query: EventQuery, params):
        self.value = params.get("q", "")
        self.error = query.errors.get("q", "")
        self.kept = pairs(query, (*FIELDS, *LISTED))


def pairs(query: EventQuery, names) -> list[tuple[str, str]]:
    return [(name, value) for name in names for value in query.values.get(name, [])]
