"""What the files of a package hold, said for programs: Frictionless, CSVW and JSON Schema, from the tables of columns."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import override

from timeline.exports.columns import (
    FULL,
    SCHEMA_VERSION,
    Address,
    Boolean,
    Code,
    Column,
    Day,
    Edtf,
    Identifier,
    Integer,
    List,
    Moment,
    Number,
    Text,
    Type,
)
from timeline.exports.csv import Dialect
from timeline.exports.objects import NESTED, nested_columns
from timeline.exports.tables import TABLES, Table


@dataclass(frozen=True, slots=True)
class Written:
    """A file of a package as it has been written."""

    name: str
    bytes: int
    sha256: str
    rows: int | None = None  # of a table


@dataclass(frozen=True, slots=True)
class Words:
    """What type of value a column has, in the words of each standard."""

    frictionless: dict
    csvw: str | dict
    json: dict  # of the value itself; null is added where it can be unknown


STRING = Words({"type": "string"}, "string", {"type": "string"})
WORDS: dict[type[Type], Words] = {
    Text: STRING,
    Address: Words({"type": "string"}, "anyURI", {"type": "string"}),
    Identifier: STRING,
    Edtf: STRING,
    Code: STRING,
    Day: Words(
        {"type": "date"}, {"base": "date", "format": "yyyy-MM-dd"}, {"type": "string", "format": "date"}
    ),
    Moment: Words({"type": "datetime"}, "dateTimeStamp", {"type": "string", "format": "date-time"}),
    Integer: Words({"type": "integer"}, "integer", {"type": "integer"}),
    Number: Words({"type": "number"}, "decimal", {"type": "number"}),
    Boolean: Words(
        {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
        {"base": "boolean", "format": "true|false"},
        {"type": "boolean"},
    ),
    List: Words({"type": "list", "delimiter": "|", "itemType": "string"}, "string", {"type": "array"}),
}


def in_english(function: Callable) -> Callable:
    """The meanings of columns are part of a file that is the same in every language of the site."""

    def said(*given):
        with override("en"):
            return function(*given)

    return said


# Frictionless


@in_english
def data_package(about: dict, files: dict[str, Written], dialect: Dialect) -> dict:
    """`about`: title, description, homepage and version of the whole; `files`: by table name."""
    return {
        "profile": "tabular-data-package",
        "name": "events",
        **about,
        "schema_version": SCHEMA_VERSION,
        **({"licenses": [licence()]} if settings.DATA_LICENCE else {}),
        **(
            {"contributors": [{"title": settings.DATA_CONTACT, "role": "contact"}]}
            if settings.DATA_CONTACT
            else {}
        ),
        "resources": [resource(TABLES[name], written, dialect) for name, written in files.items()],
    }


def licence() -> dict:
    path = {"path": settings.DATA_LICENCE_URL} if settings.DATA_LICENCE_URL else {}
    return {"name": settings.DATA_LICENCE, **path}


def resource(table: Table, written: Written, dialect: Dialect) -> dict:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": written.name,
        "description": str(table.holds),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": written.bytes,
        "hash": f"sha256:{written.sha256}",
        "rows": written.rows,
        "dialect": {
            "delimiter": ",",
            "lineTerminator": dialect.end,
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": table_schema(table),
    }


def table_schema(table: Table) -> dict:
    references = table.refers | table.may_refer
    return {
        "fields": [field(column, table.is_filled(column)) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {"fields": [column], "reference": {"resource": there, "fields": [name]}}
            for column, (there, name) in references.items()
        ],
    }


def field(column: Column, is_filled: bool) -> dict:
    constraints = {"required": True} if is_filled else {}
    if isinstance(column.type, Code):
        constraints["enum"] = list(column.type.allowed)
    return {
        "name": column.name,
        **WORDS[type(column.type)].frictionless,
        "description": str(column.meaning),
        **({"constraints": constraints} if constraints else {}),
    }


# CSVW


@in_english
def csvw(about: dict, files: dict[str, Written], dialect: Dialect) -> dict:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": about["title"],
        "dc:description": about["description"],
        **(
            {"dc:license": settings.DATA_LICENCE_URL or settings.DATA_LICENCE}
            if settings.DATA_LICENCE
            else {}
        ),
        "dialect": {
            "encoding": "utf-8",
            "lineTerminators": [dialect.end],
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "tables": [
            {
                "url": written.name,
                "dc:description": str(TABLES[name].holds),
                "tableSchema": csvw_schema(TABLES[name], files),
            }
            for name, written in files.items()
        ],
    }


def csvw_schema(table: Table, files: dict[str, Written]) -> dict:
    """Only references that are never empty: to CSVW an empty cell of a foreign key is a wrong one."""
    return {
        "columns": [csvw_column(column, table.is_filled(column)) for column in table.columns],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {
                "columnReference": [column],
                "reference": {"resource": files[there].name, "columnReference": [name]},
            }
            for column, (there, name) in table.refers.items()
        ],
    }


def csvw_column(column: Column, is_filled: bool) -> dict:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": str(column.meaning),
        "datatype": WORDS[type(column.type)].csvw,
        "null": "",
        **({"separator": "|"} if isinstance(column.type, List) else {}),
        **({"required": True} if is_filled else {}),
    }


# JSON Schema


@in_english
def json_schema() -> dict:
    """Of one event as timeline.exports.objects makes it."""
    properties = {column.name: json_property(column, TABLES["events"]) for column in FULL}
    for name, table in NESTED.items():
        items = json_object(
            {column.name: json_property(column, TABLES[table]) for column in nested_columns(name)}
        )
        properties[name] = {"type": "array", "items": items, "description": str(TABLES[table].holds)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Event",
        "description": f"One event, schema version {SCHEMA_VERSION}; what is not known is null.",
        **json_object(properties),
    }


def json_object(properties: dict) -> dict:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def json_property(column: Column, table: Table) -> dict:
    said = dict(WORDS[type(column.type)].json)
    known = table.is_filled(column) or isinstance(column.type, (List, Boolean))
    if isinstance(column.type, List):
        said["items"] = {"type": ["string", "null"]}
    if isinstance(column.type, Code):
        said["enum"] = [*column.type.allowed, *([] if known else [None])]
    if not known:
        said["type"] = [said["type"], "null"]
    return said | {"description": str(column.meaning)}
