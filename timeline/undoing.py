"""Taking an act of the log back: every row as it was before, in one act more, which can itself be taken back.

Undo refuses, naming who, where somebody has changed a row since.
"""

from django.db import IntegrityError, models
from django.db.models import Subquery, prefetch_related_objects
from django.utils.translation import gettext as _

from kb.models import Entity, Tag
from timeline import telling
from timeline.decisions import (
    PART_OF,
    Act,
    Conflict,
    act,
    entities_beside,
    keep,
    last_writer,
    name_of,
    rows_of,
)
from timeline.models import Change, Decision, Event, Participation
from timeline.states import WITH_A_DIGEST, comparable, key_of, model_of, restored, snapshot, still_as_left


class CannotUndo(Exception):
    """The act cannot be undone; the message says why."""


class NothingToUndo(CannotUndo):
    pass


class TooMuchAtOnce(Exception):
    """The act has changed more rows than the caller wants undone while somebody waits; `decision` is the act."""

    def __init__(self, decision: Decision):
        self.decision = decision


def undo(decision: Decision, *, by, took_ms=None) -> Decision:
    """Put every row the decision touched back as it was; of an undo, this is doing the act again.

    Raises Conflict, naming who and what, where one has been changed since; CannotUndo where a row it made is in use by
    now, or it has been undone already. Where a text names somebody (Mention) is read from the text, not decided: what
    has been read anew since is left.
    """
    return _undo(Decision.objects.filter(pk=decision.pk), by=by, took_ms=took_ms)


def undo_last(*, by, took_ms=None, most: int | None = None) -> Decision:
    """Undo the editor's last act that still stands; NothingToUndo if there is none, TooMuchAtOnce beyond `most` rows."""
    return _undo(standing(by)[:1], by=by, took_ms=took_ms, most=most)


def last_of(by) -> Decision:
    last = standing(by).first()
    if last is None:
        raise NothingToUndo(_("There is nothing of yours to undo."))
    return last


def standing(by) -> models.QuerySet:
    """What the editor has done that nobody has undone, the last first."""
    return Decision.objects.filter(user=by, undone_by=None).exclude(verb="undo").order_by("-id")


def _undo(one, *, by, took_ms, most=None) -> Decision:
    decision = None
    try:
        with act("undo", by=by, took_ms=took_ms) as this:
            decision, changes = with_changes(one)
            this.decision.undoes, this.decision.verb = decision, verb_of_undoing(decision)
            if most is not None and len(changes) > most:
                raise TooMuchAtOnce(decision)
            take_back(this, decision, changes[::-1])
        return this.decision
    except (IntegrityError, Conflict) as why:
        check_not_undone(decision)  # by somebody else at the same time, who was first to lock it
        if isinstance(why, Conflict):
            raise
        words = _("It cannot be as it was: another record has the same name, address or text by now.")
        raise CannotUndo(words) from why


def with_changes(one) -> tuple[Decision, list[Change]]:
    """The act, locked, and what it has changed: in one query, if it has changed anything."""
    beside = Change.objects.select_related("decision__undone_by__user").select_for_update(of=["decision"])
    changes = list(beside.filter(decision=Subquery(one.values("pk")[:1])))
    if not changes:
        decision = one.select_for_update(of=["self"]).first()
        if decision is None:
            raise NothingToUndo(_("There is nothing of yours to undo."))
        check_not_undone(decision)
        return decision, []
    decision = changes[0].decision
    if undone := getattr(decision, "undone_by", None):
        raise undone_already(undone)
    keep(decision, "changes", changes)
    return decision, changes


def undo_part(decision: Decision, changes: list[Change], *, by, into: Decision | None) -> Decision:
    """Undo some of what a long act has changed, in a transaction of its own; `into`: the undo, from the second time on."""
    with act(verb_of_undoing(decision), by=by, undoes=decision, into=into) as this:
        if into is None:
            check_still_stands(decision)
        take_back(this, decision, changes)
    return this.decision


def verb_of_undoing(decision: Decision) -> str:
    """What it is to undo it: of what itself undoes another, to do that again."""
    return "redo" if decision.verb in ("undo", "unmerge") else "undo"


def take_back(this: Act, decision: Decision, changes: list[Change]) -> None:
    """Put the rows of these changes back, the last first; Conflict where one has been changed since."""
    now = this.rows([*keys_in_place(changes), *named_again(this, changes)])
    changes = [change for change in changes if not (read_anew(change, now) or only_followed(change))]
    there = now | taking_part_again(this, changes)
    for change in changes:
        check_unchanged_since(change, there.get((change.model, change.row)))
    stay = still_needed(changes, decision)
    put_back(this, [change for change in changes if change not in stay], now)


def taking_part_again(this: Act, changes: list[Change]) -> dict[tuple[str, int], Participation]:
    """Of rows that the act took off an event: who takes part in it by another row now, which somebody has added since."""
    theirs = {change.row: change for change in changes if change.model == "timeline.participation"}
    gone = {(c.before["event_id"], c.before["entity_id"]): c for c in theirs.values() if c.after is None}
    events = this.lock_all({event for event, _entity in gone}).values()
    rows = [row for event in events for row in event.participations.all() if row.pk not in theirs]
    again = [(gone.get((row.event_id, row.entity_id)), row) for row in rows]
    return {(change.model, change.row): row for change, row in again if change is not None}


def keys_in_place(changes: list[Change]) -> list[tuple[str, int]]:
    """The rows to look for. A part that the act took off an event is read with the event, if it is there again."""
    parts = {model._meta.label_lower for model in PART_OF}
    return [(c.model, c.row) for c in changes if c.after is not None or c.model not in parts]


def named_again(this: Act, changes: list[Change]) -> list[tuple[str, int]]:
    """Who comes back with the rows of these changes, and is not known to the events as they stand."""
    events = this.lock_all({change.event_id for change in changes} - {None}).values()
    known = {row.pk for event in events for row in entities_beside(event)}
    states = [(c.model, c.before) for c in changes if c.before]
    named = {state["entity_id"] for model, state in states if model == "timeline.participation"}
    named |= {state["place_id"] for model, state in states if model == "timeline.event"} - {None}
    return [("kb.entity", pk) for pk in named - known]


def check_still_stands(decision: Decision) -> None:
    Decision.objects.select_for_update().get(pk=decision.pk)  # two cannot undo it at once
    check_not_undone(decision)


def check_not_undone(decision: Decision) -> None:
    undone = Decision.objects.filter(undoes=decision).select_related("user").first()
    if undone is not None:
        raise undone_already(undone)


def undone_already(by: Decision) -> CannotUndo:
    return CannotUndo(_("That has been undone already by %s.") % name_of(by.user))


def rows_now(changes: list[Change]) -> dict[tuple[str, int], models.Model]:
    """The rows of the changes as they stand, locked; those that are gone are missing."""
    wanted = {}
    for change in changes:
        wanted.setdefault(change.model, set()).add(change.row)
    found = [row for model, pks in sorted(wanted.items()) for row in rows_of(model_of(model), pks)]
    prefetch_related_objects([row for row in found if isinstance(row, Event)], "tags")
    return {key_of(row): row for row in found}


def only_followed(change: Change) -> bool:
    """Whether an event was only told anew, because of its parts: its own fields are not this act's to put back."""
    before, after = comparable(change.before), comparable(change.after)
    return change.model == "timeline.event" and before is not None and before == after


def read_anew(change: Change, now: dict) -> bool:
    row = now.get((change.model, change.row))
    return change.model == "kb.mention" and (row is None or snapshot(row) != change.after)


POINTED_AT = ("kb.source", "kb.tag", "kb.article", "kb.entity", "timeline.event")


def still_needed(changes: list[Change], decision: Decision) -> list[Change]:
    """Those that confirmed an entity which takes part in what other acts have published: it then stays confirmed."""
    confirmed = [c for c in changes if c.model == "kb.entity" and c.before and c.after and (
                 (c.before["state"], c.after["state"]) == (Entity.State.SUGGESTED, Entity.State.CONFIRMED))]  # fmt: skip
    named = still_named([change.row for change in confirmed], apart_from=decision)
    return [change for change in confirmed if change.row in named]


def still_named(entities: list[int], *, apart_from: Decision | None = None) -> set[int]:
    """Those of them that a published event names, those left aside that the decision has changed."""
    if not entities:
        return set()
    events = Event.objects.published().order_by()
    if apart_from is not None:
        events = events.exclude(changes__decision=apart_from)
    taking_part = (
        Participation.objects.filter(event__in=events, entity__in=entities).order_by().values_list("entity")
    )
    return {pk for (pk,) in taking_part.union(events.filter(place__in=entities).values_list("place"))}


def check_unchanged_since(change: Change, row: models.Model | None) -> None:
    present = snapshot(row) if row is not None else None
    if still_as_left(present, change.after):
        return
    where = ""
    if present is not None and change.after is not None:
        both = present.keys() & change.after.keys() - WITH_A_DIGEST
        differing = [name for name in present if name in both and present[name] != change.after[name]]
        where = telling.labels_of(change.model, differing)
    raise Conflict(
        row or change, last_writer(change.model, row.pk if row else change.row, after=change), where
    )


def put_back(this: Act, changes: list[Change], now: dict) -> None:
    """Bring the rows back to what they were before: what others point at comes back first and goes last."""
    made = [change for change in changes if change.before is None]
    gone = [change for change in changes if change.after is None]
    others = by_model(change for change in changes if change.before is not None and change.after is not None)
    known = {entity.pk: entity for event in this.locked_events() for entity in entities_beside(event)}
    known |= {row.pk: row for row in now.values() if isinstance(row, Entity)}
    for model in POINTED_AT:
        for change in gone:
            if change.model == model:
                bring_back(this, change)
    for same in by_model(change for change in made if change.model not in POINTED_AT).values():
        this.delete_all([now[change.model, change.row] for change in same])
    back = by_model(change for change in gone if change.model not in POINTED_AT)
    for model, same in others.items():
        rows = [now[model, change.row] for change in same]
        rows = [pointed(restored(row, change.before), known) for row, change in zip(rows, same, strict=True)]
        beside = [pointed(as_before(change), known) for change in back.pop(model, ())]
        this.change_all(rows, beside=beside)
        retagged = [change for change in same if change.before.get("tags") != change.after.get("tags")]
        events = {change.row: now[model, change.row] for change in retagged}
        topics = {tag.pk: tag for event in events.values() for tag in event.tags.all()}
        topics |= Tag.objects.in_bulk(
            {pk for change in retagged for pk in change.before["tags"]} - topics.keys()
        )
        this.set_all_tags(
            {events[c.row]: [topics[pk] for pk in c.before["tags"] if pk in topics] for c in retagged}
        )
    for same in back.values():
        this.create_all([pointed(as_before(change), known) for change in same])
    for change in made:
        if change.model in POINTED_AT:
            take_away(this, now[change.model, change.row])


def take_away(this: Act, row) -> None:
    """A row the act made; CannotUndo where others point at it by now."""
    used = isinstance(row, Tag) and row.events.exists()  # of which the database would take it off
    try:
        if not used:
            return this.delete(row)
    except models.ProtectedError:
        pass
    raise CannotUndo(_("“%s” is in use by now; merge or edit it instead.") % row)


def bring_back(this: Act, change: Change) -> None:
    row = this.create(as_before(change))
    if change.model == "timeline.event":
        this.set_tags(row, Tag.objects.filter(pk__in=change.before["tags"]))


def as_before(change: Change) -> models.Model:
    return restored(model_of(change.model)(), change.before, everything=True)


def by_model(changes) -> dict[str, list[Change]]:
    found = {}
    for change in changes:
        found.setdefault(change.model, []).append(change)
    return found


def pointed(row, known: dict[int, Entity]):
    """The row, with the entity that it names where that has been read already."""
    name = {Event: "place", Participation: "entity"}.get(type(row))
    entity = known.get(getattr(row, f"{name}_id")) if name else None
    if entity is not None:
        setattr(row, name, entity)
    return row
