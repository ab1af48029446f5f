"""/api/v1/: the OpenAPI document as a page people read."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from timeline.api.v1 import api


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a member of an object. `holds` is the schema of the object that it holds, if it does."""

    name: str
    kind: str
    holds: str
    meaning: str
    required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    anchor: str
    says: str
    parameters: list[Field]
    body: str  # name of its schema
    gives: Field
    problems: list[tuple[str, str]]  # status, meaning
    needs_token: bool

    @property
    def example(self) -> str:
        """Where it can be looked at in the browser; empty if it needs more than its address."""
        needs_more = "{" in self.path or self.needs_token or any(p.required for p in self.parameters)
        return "" if needs_more else self.path


def reference(request):
    document = api.get_openapi_schema()
    schemas = document["components"]["schemas"]
    described = list(operations(document))
    context = {
        "here": "data",
        "reading": [operation for operation in described if not operation.needs_token],
        "writing": [operation for operation in described if operation.needs_token],
        "schemas": [(name, said.get("description", ""), members(said)) for name, said in schemas.items()],
        "address": request.build_absolute_uri(reverse("api:reference")),
        "openapi_url": reverse("api:openapi-json"),
    }
    return render(request, "api/reference.html", context)


def operations(document: dict) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            good = next(answer for status, answer in said["responses"].items() if int(status) < 300)
            body = (
                said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            )
            yield Operation(
                method.upper(),
                path,
                said["operationId"],
                said.get("description", ""),
                [
                    field(one["name"], one["schema"], one.get("description", ""), one["required"])
                    for one in said["parameters"]
                ],
                name_of(body),
                field("", good["content"]["application/json"]["schema"], "", True),
                [(str(s), a["description"]) for s, a in said["responses"].items() if int(s) >= 300],
                "security" in said,
            )


def members(schema: dict) -> list[Field]:
    required = schema.get("required", ())
    return [
        field(name, said, said.get("description", ""), name in required)
        for name, said in schema.get("properties", {}).items()
    ]


def field(name: str, schema: dict, meaning: str, required: bool) -> Field:
    return Field(name, kind_of(schema), name_of(schema), meaning or meaning_within(schema), required)


def meaning_within(schema: dict) -> str:
    return next((s["description"] for s in schema.get("anyOf", ()) if "description" in s), "")


def name_of(schema: dict) -> str:
    """The schema that it refers to, itself or in its items or alternatives; empty if there is none."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    within = [
        *filter(None, [schema.get("items")]),
        *schema.get("anyOf", ()),
        *schema.get("properties", {}).values(),
    ]
    return next(filter(None, map(name_of, within)), "")


def kind_of(schema: dict) -> str:
    """What may stand there, in a few words."""
    if "$ref" in schema:
        return name_of(schema)
    if "enum" in schema:
        said = _("one of: %s") % ", ".join(f"`{value}`" for value in schema["enum"] if value)
        return _("%s, or null") % said if None in schema["enum"] else said
    if "anyOf" in schema:
        return _(" or ").join(map(kind_of, schema["anyOf"]))
    if schema.get("type") == "array":
        return _("list of %s") % kind_of(schema["items"])
    if "minimum" in schema and "maximum" in schema:
        return _("whole number, %(minimum)d to %(maximum)d") % schema
    kinds = schema.get("type", "object")
    words = {
        "string": {"date": _("day"), "date-time": _("time")}.get(schema.get("format"), _("text")),
        "integer": _("whole number"),
        "number": _("number"),
        "boolean": _("true or false"),
        "object": _("object"),
        "null": _("null"),
    }
    return _(" or ").join(words[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))
