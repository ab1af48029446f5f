"""What the OpenAPI document says of parameters and answers.

It is made from the query's own tables and from the table of columns, so that it says of an event what the JSON Schema
of the data package says.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from timeline.api import problems
from timeline.api.asking import LIMIT, MOST
from timeline.cursors import NEWEST, OLDEST
from timeline.density import LONGER, UNITS
from timeline.engine.event_types import EVENT_TYPES
from timeline.exports.descriptors import json_object, json_property, json_schema
from timeline.exports.tables import TABLES
from timeline.models import Event
from timeline.query import FILTER, LONGEST_VALUE, PRECISIONS, REPEATED, ZOOMS
from timeline.typed_dates import LONGEST_TYPED


def text(**more) -> dict:
    return {"type": "string", "maxLength": LONGEST_VALUE, **more}


def one_of(values: Iterable[str]) -> dict:
    return {"type": "string", "enum": list(values)}


def choice(values: Iterable[str]) -> dict:
    """Of a parameter: an empty one is as good as none, which is what forms send."""
    return one_of((*values, ""))


def parameter(name: str, schema: dict, description) -> dict:
    said = {"name": name, "in": "query", "required": False, "description": description}
    if name in REPEATED:
        return said | {"schema": {"type": "array", "items": schema}, "style": "form", "explode": True}
    return said | {"schema": schema}


PARAMETERS = {
    name: parameter(name, schema, description)
    for name, schema, description in (
        ("q", text(format="words"), _("Full text: words, “phrases”, beginnings*, -without.")),
        (
            "from",
            text(format="date-as-typed", maxLength=LONGEST_TYPED),
            _("From the first day of this date: EDTF, or as people type it."),
        ),
        (
            "to",
            text(format="date-as-typed", maxLength=LONGEST_TYPED),
            _("To the last day of this date: EDTF, or as people type it."),
        ),
        ("certain", choice(("0", "1")), _("1: only what certainly happened in the window.")),
        ("entity", text(format="entity"), _("Slugs of who took part or where it happened: all of them.")),
        ("tag", text(format="tag"), _("Slugs of topics: all of them.")),
        ("place", text(format="place"), _("Slugs of places where it happened: any of them.")),
        ("source", text(format="source"), _("Slugs of publishers that report it: any of them.")),
        ("type", choice(code for code, _words in EVENT_TYPES), _("Codes of PLOVER: any of them.")),
        ("precision", choice(PRECISIONS), _("How exactly the date is known: any of them.")),
        ("factuality", choice(Event.Factuality.values), _("Whether it happened: any of them.")),
        ("disputed", choice(("0", "1")), _("1: only events whose sources give dates that cannot all hold.")),
        ("order", choice((OLDEST, NEWEST)), _("`oldest` first, which is the order without it, or `newest`.")),
        ("zoom", choice(ZOOMS), _("The finest unit of a bin.")),
        (
            "after",
            {"type": "string", "format": "place-in-the-list"},
            _("The place to go on from, out of a `next` or `prev` link; never made by hand."),
        ),
        (
            "since",
            {"type": "string", "format": "moment"},
            _("From this moment on, itself included: a day, a time (RFC 3339), or the name of a version."),
        ),
        (
            "limit",
            {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT},
            _("How many a page."),
        ),
    )
}


def parameters(*names: str) -> list[dict]:
    return [PARAMETERS[name] for name in names]


def fields_among(names: Iterable[str]) -> dict:
    said = _("Only these: names, separated by commas.")
    schema = {"type": "array", "items": one_of(names), "minItems": 1}
    return parameter("fields", schema, said) | {"style": "form", "explode": False}


FILTERS = parameters(*FILTER)
LONGEST_NAME = 100
BEGINNING = {
    **parameter(
        "q",
        {"type": "string", "format": "name", "minLength": 1, "maxLength": LONGEST_NAME},
        _("Words of a name."),
    ),
    "required": True,
}
PAGED = [PARAMETERS["after"] | {"schema": {"type": "string", "format": "row"}}, PARAMETERS["limit"]]


# schemas


def sparse(schema: dict) -> dict:
    """Each member may be left out by `fields`."""
    return {name: said for name, said in schema.items() if name not in ("$schema", "required")}


def row_of(name: str) -> dict:
    table = TABLES[name]
    row = json_object({column.name: json_property(column, table) for column in table.columns})
    return sparse(row) | {"description": table.holds}


def an_object(**properties) -> dict:
    return json_object(properties)


def ref(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}


def array(items: dict) -> dict:
    return {"type": "array", "items": items}


NUMBER, TEXT, OPEN_TEXT = {"type": "integer"}, {"type": "string"}, {"type": ["string", "null"]}
DAY = {"type": ["string", "null"], "format": "date"}

SCHEMAS = {
    "Problem": {
        "type": "object",
        "description": _("RFC 9457. `param` is the parameter or field at fault, where one is."),
        "properties": {
            "type": TEXT, "title": TEXT, "status": NUMBER, "detail": TEXT, "param": TEXT,
        },
        "required": ["type", "title", "status", "detail"],
    },
    "Event": sparse(json_schema()),
    "Evidence": row_of("evidence"),
    "Article": row_of("articles"),
    "Entity": row_of("entities"),
    "Change": row_of("changes"),
    "Source": an_object(slug=TEXT, name=TEXT, homepage=OPEN_TEXT, country=OPEN_TEXT, language=OPEN_TEXT),
    "Tag": an_object(slug=TEXT, name=TEXT, description=OPEN_TEXT),
    "Density": an_object(
        unit=one_of(UNITS), bins=array(ref("Period")), bands=array(ref("Period")), unknown=NUMBER, total=NUMBER
    ),
    "Record": an_object(
        **dict.fromkeys(("event_id", "status", "title", "summary", "date_display", "date_basis"), TEXT),
        **dict.fromkeys(("event_type", "factuality", "confidence"), TEXT),
        **dict.fromkeys(("note", "correction_note", "retraction_reason"), TEXT),
        **dict.fromkeys(("merged_into", "date_edtf", "place"), OPEN_TEXT),
        version=NUMBER,
        revision=NUMBER,
        flagged={"type": "boolean"},
        tags=array(TEXT),
        participants=array(an_object(entity=TEXT, name=TEXT, role=TEXT, state=TEXT)),
        evidence=array(
            an_object(
                evidence_id=NUMBER,
                article_id={"type": ["integer", "null"]},
                quote=TEXT,
                date_text=TEXT,
                date_edtf=OPEN_TEXT,
                rank=TEXT,
                score={"type": ["number", "null"]},
                safe={"type": "boolean"},
            )
        ),
    ),
    "Reading": an_object(
        article_id=NUMBER, title=TEXT, published=DAY, state=TEXT, unread=OPEN_TEXT,
        waiting=NUMBER | {"description": _("How many of its proposals await a decision.")},
        event_ids=array(TEXT),
        proposals={
            "anyOf": [array(ref("Record")), {"type": "null"}],
            "description": _("Null for who may not look at events."),
        },
    ),
    "Facets": an_object(**{param: array(ref("Choice")) for param in ("entity", "tag", "source", "precision")}),
    "Period": an_object(
        unit=one_of((*UNITS, LONGER)), first=DAY, last=DAY, count=NUMBER, certain=NUMBER, possible=NUMBER
    ),
    "Choice": an_object(value=TEXT, words=TEXT, count=NUMBER),
    "Suggestion": an_object(param=one_of(("entity", "place", "tag", "source")), value=TEXT, words=TEXT),
}  # fmt: skip


def listed(name: str, of: str) -> dict:
    """A page of a list."""
    return an_object(
        **{
            name: array(ref(of)),
            "total": {**NUMBER, "description": _("How many there are on all pages.")},
            "version": {
                **TEXT,
                "description": _("The state of the data: `live@` and its last public change."),
            },
            "next": OPEN_TEXT,
            "prev": OPEN_TEXT,
        }
    )


REASONS = {
    200: _("Found."),
    201: _("Made."),
    301: _("It has been merged into another, which is there."),
    400: _("A parameter or field cannot be used; `param` names it."),
    401: _("This needs a token."),
    403: _("The token's owner may not do this."),
    404: _("There is nothing of that name for the public."),
    409: _("It has been changed since the version that you sent, or its status does not allow this."),
    410: _("It has been retracted; `detail` says why."),
    413: _("It is too large."),
    422: _("Its form is right, but this value means nothing here; `param` names it."),
    429: _("Too many requests; `Retry-After` says when to ask again."),
}


def responses(schema: dict, *problem_statuses: int, ok: Iterable[int] = (200,)) -> dict:
    content = {"application/json": {"schema": schema}}
    said = {status: {"description": REASONS[status], "content": content} for status in ok}
    if 301 in problem_statuses:
        said[301] = {"description": REASONS[301]}
    for status in sorted({*problem_statuses, 400, 429} - {301}):
        said[status] = {
            "description": REASONS[status],
            "content": {problems.CONTENT_TYPE: {"schema": ref("Problem")}},
        }
    return said


def operation(schema: dict, *more: list[dict], problems=(), ok=(200,)) -> dict:
    """What the document says of an operation besides its path and its docstring."""
    return {
        "parameters": [said for some in more for said in some],
        "responses": responses(schema, *problems, ok=ok),
    }
