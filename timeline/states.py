"""A row as the log keeps it: its columns as JSON can hold them; what of them is compared, put back, and shown to readers."""

from functools import cache

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from kb.models import Article, Entity, Tag
from timeline.models import Event

# What counts and times the record rather than being part of it: never compared, never put back.
BOOKKEEPING = {
    "version",
    "revision",
    "first_published_at",
    "changed_at",
    "created_at",
    "updated_at",
    "read_at",
}
NEVER_IN_PLACE = {"original"}  # of an article: what was taken in stays
WITH_A_DIGEST = {"text"}  # of an article: told by the act that corrects it alone, and compared by its digest
HIDDEN = {Event.Status.PROPOSED, Event.Status.REJECTED}
SHOWN = {  # of other rows, by the events that name them
    "kb.entity": ("name", "iso3", "wikidata", "latitude", "longitude", "geo_precision", "state"),
    "kb.article": ("title", "url", "authors", "published", "source", "language", "syndication_group"),
    "kb.tag": ("name", "slug"),
}
ENCODER = DjangoJSONEncoder()
PRIVATE = {"note", "flagged", "flagged_for_id", "touched", "search_tokens"}


def restored(row, state: dict, *, everything=False):
    for field in row._meta.concrete_fields:
        if field.attname in state and (everything or field.name not in BOOKKEEPING):
            setattr(row, field.attname, field.to_python(state[field.attname]))
    return row


def key_of(row) -> tuple[str, int]:
    return row._meta.label_lower, row.pk


def model_of(name: str) -> type[models.Model]:
    return apps.get_model(name)


def entity_of(key: tuple[str, int], state: dict) -> int | None:
    """Whose history a change belongs to: an entity's own row, and the names it goes by."""
    model, pk = key
    return pk if model == "kb.entity" else state["entity_id"] if model == "kb.alias" else None


@cache
def columns_of(model) -> list[tuple]:
    fields = [field for field in model._meta.concrete_fields if field.name not in NEVER_IN_PLACE]
    return [(field.attname, field.get_prep_value) for field in fields]


def snapshot(row) -> dict:
    """The row as JSON can hold it: column -> value; an event's tags are part of it."""
    state = {name: plain(prepared(getattr(row, name))) for name, prepared in columns_of(type(row))}
    if isinstance(row, Event):
        state["tags"] = sorted(tag.pk for tag in row.tags.all())
    return state


def plain(value):
    """Dates, times and decimals as the text JSON keeps them, so that before, after and now compare equal."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return ENCODER.default(value)


def looks_other(row: Entity | Article | Tag, before: dict | None) -> bool:
    """Whether what events show of it is something else than before the act; a new one has shown nothing yet."""
    fields = [row._meta.get_field(name) for name in SHOWN[key_of(row)[0]]]
    if Entity.State.MERGED not in (getattr(row, "state", ""), (before or {}).get("state")):
        # whether one is suggested or confirmed: what is public names none but confirmed ones, before and after
        fields = [field for field in fields if field.name != "state"]
    return before is not None and any(
        field.to_python(before[field.attname]) != field.to_python(getattr(row, field.attname))
        for field in fields
    )


def without_bookkeeping(state: dict | None) -> dict | None:
    return state and {name: value for name, value in state.items() if name not in BOOKKEEPING}


def still_as_left(present: dict | None, left: dict | None) -> bool:
    """Whether nobody has changed the row since; a column that has come into being since is no change of anybody's."""
    if present is None or left is None:
        return present is left
    present, left = comparable(present), comparable(left)
    return all(present[name] == left[name] for name in present.keys() & left.keys())


def comparable(state: dict | None) -> dict | None:
    """What must be unchanged for an undo: the record itself, not what is derived from its evidence, nor how far the
    site has come with reading it."""
    left_out = {"disputed", "source_count", "independent_source_count", "search_tokens"}
    left_out |= BOOKKEEPING | WITH_A_DIGEST
    readable = ("ready", "read", "failed")
    return state and {
        name: readable if name == "state" and value in readable else value
        for name, value in state.items()
        if name not in left_out
    }


def without_same_text(before: dict | None, after: dict | None) -> tuple[dict | None, dict | None]:
    """The two states of a row; a text that is the same in both is left out, for every title mended would keep it twice."""
    same = {n for n in WITH_A_DIGEST if before and after and n in before and before[n] == after.get(n)}
    if not same:
        return before, after
    return tuple({n: v for n, v in state.items() if n not in same} for state in (before, after))


def public_part(state: dict | None) -> dict | None:
    """Of an event's state, what readers and researchers can see once it is public."""
    return state and {n: v for n, v in without_bookkeeping(state).items() if n not in PRIVATE}


def public_face(event: Event) -> dict | None:
    """All that readers and researchers can see of an event; None while they cannot see it."""
    if event.status in HIDDEN:
        return None
    face = public_part(snapshot(event))
    face["participants"] = sorted((p.entity_id, p.role) for p in event.participations.all())
    face["evidence"] = [
        (
            *(e.article_id, e.citation, e.url, e.archived_url, e.exact, str(e.date or ""), e.date_text),
            *(e.date_basis, e.date_anchor, e.rank, e.anchor_state, e.note),
            *(e.start, e.end, e.text_sha256),
        )
        for e in sorted(event.evidence.all(), key=lambda e: e.pk)
    ]
    return face
