"""The one log: every act of an editor, groupable, undoable.

    with act("accept", by=editor) as this:
        this.change(event, status=Event.Status.PUBLISHED)

An act is one transaction. It notes each row it touches before and after, brings what is derived from the
evidence up to date, counts `version` (every write) and `revision` (what readers see has changed), and writes
one Decision with its Changes, and a PublicChange for each event that readers see changed. Undo puts the rows
back as they were before and is itself a decision; it refuses, naming who, where somebody has changed a row
since. Nothing lowers version or revision.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Max, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from kb.models import Article, Entity, Tag
from timeline import corroboration, search
from timeline.models import Change, Decision, Event, Evidence, Participation, PublicChange, whole

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
READ_FROM = ("text_sha256", "published", "cuts")  # of an article: what its proposals are read from
HIDDEN = {Event.Status.PROPOSED, Event.Status.REJECTED}
SHOWN = {  # of other rows, by the events that name them
    "kb.entity": ("name", "iso3", "wikidata", "latitude", "longitude", "geo_precision", "state"),
    "kb.article": ("title", "url", "authors", "published", "source", "language", "syndication_group"),
}
# Of an event, what follows from such rows; and what tells of a change.
SHOWN_OF_OTHERS = (
    *("disputed", "source_count", "independent_source_count", "search_tokens"),
    *("revision", "changed_at"),
)
PRIVATE = {"note", "flagged", "flagged_for_id", "touched", "search_tokens"}


class Conflict(Exception):
    """Somebody else has written the row since it was read; `who` names them, `row` is its present state."""

    def __init__(self, row, who: str):
        self.row, self.who = row, who
        super().__init__(_("“%(row)s” has been changed since by %(who)s.") % {"row": row, "who": who})


class CannotUndo(Exception):
    """The act cannot be undone; the message says why."""


class NothingToUndo(CannotUndo):
    pass


_open: ContextVar["Act | None"] = ContextVar("open act", default=None)


@contextmanager
def act(verb: str, *, by, reason="", public_note="", took_ms=None, undoes=None):
    """One act of an editor (`by`: a user, or None for the site itself); yields the Act to do it with.

    An act within another is a part of it, whatever its verb: to correct a proposal and accept it is one decision,
    undone by one undo.
    """
    outer = _open.get()
    if outer is not None:
        outer.decision.reason = outer.decision.reason or reason
        outer.decision.public_note = outer.decision.public_note or public_note
        yield outer
        return
    with transaction.atomic():
        decision = Decision(
            verb=verb, user=by, reason=reason, public_note=public_note, took_ms=took_ms, undoes=undoes
        )
        this = Act(decision)
        opened = _open.set(this)
        try:
            yield this
        finally:
            _open.reset(opened)
        this.finish()


class Act:
    def __init__(self, decision: Decision):
        self.decision = decision
        self._locked = {}  # pk -> an event as it stood when the act locked it, unless it has changed it since
        self._before = {}  # (model, pk) -> snapshot before the act, None if the act made the row
        self._rows = {}  # (model, pk) -> the instance last written, None if the act removed it
        self._events = {}  # pk -> what the public saw before the act
        self._told = []  # a PublicChange for each event the public sees changed

    def lock(self, event: Event, version: int | None = None) -> Event:
        """The event as it stands now, locked until the act ends; Conflict if it is not at `version`.

        One that the act has changed already is the instance it has changed.
        """
        mine = self._rows.get(key_of(event))
        if mine is not None:
            return mine
        present = Event.objects.select_for_update().get(pk=event.pk)
        if version is not None and present.version != version:
            raise Conflict(present, last_editor(present))
        self._locked[present.pk] = present
        return present

    def change(self, row: models.Model, **fields) -> models.Model:
        """Set the fields of a row that is there already, and write it. Of an event, change one instance only."""
        self._watch(row)
        for name, value in fields.items():
            setattr(row, name, value)
        if isinstance(row, (Evidence, Participation)):
            self._watch_event(row.event)  # which may have become another
        if isinstance(row, (Article, Entity)) and self.differs(row):
            row.version += 1
        self._rows[key_of(row)] = row
        if not isinstance(row, Event):  # an event is written once, when the act ends
            row.save()
            self._forget()
        return row

    def set_tags(self, event: Event, tags) -> None:
        self._watch(event)
        event.tags.set(tags)
        self._forget()

    def create(self, row: models.Model) -> models.Model:
        event = getattr(row, "event", None)
        if event is not None:
            self._watch_event(event)
        row.save(force_insert=True)
        self._before.setdefault(key_of(row), None)
        self._rows[key_of(row)] = row
        if isinstance(row, Event):
            self._events.setdefault(row.pk, None)
        self._forget()
        return row

    def delete(self, row: models.Model) -> None:
        self._watch(row)
        self._rows[key_of(row)] = None
        row.delete()
        self._forget()

    def differs(self, row: models.Model) -> bool:
        """Whether a row the act has touched is another one than before, bookkeeping apart."""
        return self._is_changed(key_of(row), row)

    def finish(self) -> None:
        """Write the act. One that changed nothing is not told of, unless it undoes: an undo is done only once."""
        self._unread()
        self._derive()
        changed = [key for key in self._before if self._is_changed(key, self._rows.get(key))]
        if not changed and self.decision.undoes is None:
            return
        for pk in self._events:
            self._settle(pk)
        self._tell_of_shown()
        self.decision.save()
        changes = []
        for key in changed:
            before, row = self._before[key], self._rows.get(key)
            after = snapshot(row) if row is not None else None
            before, after = without_same_text(before, after)
            event_id, revision = self._event_of(key, before, after)
            model, pk = key
            changes.append(
                Change(
                    decision=self.decision, model=model, row=pk, before=before, after=after,
                    event_id=event_id, revision=revision,
                )
            )  # fmt: skip
        Change.objects.bulk_create(changes)
        PublicChange.objects.bulk_create(self._told)
        self._forget()

    def _is_changed(self, key, row) -> bool:
        after = snapshot(row) if row is not None else None
        return without_bookkeeping(self._before[key]) != without_bookkeeping(after)

    def _watch(self, row):
        """Note the row as the database has it, the first time the act touches it."""
        if isinstance(row, Event):
            self._watch_event(row)
            return
        key = key_of(row)
        if key not in self._before:
            self._before[key] = snapshot(type(row)._base_manager.get(pk=row.pk))
            if isinstance(row, (Evidence, Participation)):
                self._watch_event(row.event)

    def _watch_event(self, event):
        if event.pk not in self._events:
            present = self._locked.get(event.pk) or Event.objects.get(pk=event.pk)
            prefetch_related_objects([present], *whole())
            self._events[event.pk] = public_face(present)
            self._before[key_of(event)] = snapshot(present)

    def _unread(self):
        """What was proposed from a text, a day or cuts that are no longer the article's goes: it is to be read again."""
        for (model, pk), row in self._rows.items():
            before = self._before[model, pk]
            if model != "kb.article" or row is None or before is None:
                continue
            now = snapshot(row)
            if all(before[name] == now[name] for name in READ_FROM):
                continue
            Event.objects.untouched_proposals_of(row).delete()
            if before["text_sha256"] != row.text_sha256:
                row.mentions.all().delete()
            if row.state == Article.State.READ:
                row.state = Article.State.READY
                row.save(update_fields=["state", "updated_at"])

    def _derive(self):
        """Bring up to date what follows from the evidence of the touched events."""
        keys = [("timeline.event", pk) for pk in self._events]
        for key in keys:
            if key not in self._rows:
                self._rows[key] = self._locked.get(key[1]) or Event.objects.get(pk=key[1])
        events = [self._rows[key] for key in keys if self._rows[key] is not None]
        prefetch_related_objects(events, *whole())
        for event in events:
            corroboration.derive(event)
            event.search_tokens = search.event_tokens(event)

    def _forget(self):
        """A row has been written: what events consist of is read again when it is needed."""
        for row in (*self._rows.values(), *self._locked.values()):
            if isinstance(row, Event):
                forget_whole(row)

    def _settle(self, pk):
        """Write a touched event, with its version and revision brought up to date."""
        key = ("timeline.event", pk)
        event, seen = self._rows[key], self._events[pk]
        if event is None:
            self._tell_it_is_gone(self._before[key], seen)
            return
        now = timezone.now()
        if self._before[key] is not None:
            event.version += 1
        elif event.revision:  # a record put back
            event.revision = max(event.revision, last_revision_told(event.public_id))
        if event.status == Event.Status.PUBLISHED and event.first_published_at is None:
            event.first_published_at = now
        if public_face(event) != seen:
            event.revision += 1
            event.changed_at = now
            if event.first_published_at is not None:
                was_published = seen is not None and seen["status"] == Event.Status.PUBLISHED
                self._told.append(PublicChange.of(event, was_published=was_published))
        event.save()

    def _tell_it_is_gone(self, before, seen):
        """The record is gone with the act that made it; who has a copy learns that it was taken back."""
        if seen is not None and before["first_published_at"] is not None:
            self._told.append(
                PublicChange(
                    public_id=before["public_id"],
                    kind=PublicChange.Kind.DELETED,
                    at=timezone.now(),
                    revision=before["revision"] + 1,
                )
            )

    def _tell_of_shown(self):
        """Events show something of who took part, of where it happened and of the articles that prove them: count their
        sources, index and tell them again where that is new."""
        changed = {model: [] for model in SHOWN}
        for (model, pk), row in self._rows.items():
            if model in SHOWN and row is not None and looks_other(row, self._before[model, pk]):
                changed[model].append(pk)
        if not any(changed.values()):
            return
        entities, articles = changed["kb.entity"], changed["kb.article"]
        with_them = Event.objects.filter(
            Q(participations__entity__in=entities) | Q(place__in=entities) | Q(evidence__article__in=articles)
        ).distinct()
        now, told = timezone.now(), {change.public_id for change in self._told}
        for event in with_them.whole():
            corroboration.derive(event)
            event.search_tokens = search.event_tokens(event)
            if event.status == Event.Status.PUBLISHED and event.public_id not in told:
                event.revision, event.changed_at = event.revision + 1, now
                self._told.append(PublicChange.of(event, was_published=True))
            event.save(
                update_fields=SHOWN_OF_OTHERS
            )  # the version stays: nothing an editor has open is another

    def _event_of(self, key, before, after):
        state = after or before
        pk = key[1] if key[0] == "timeline.event" else state.get("event_id")
        event = self._rows.get(("timeline.event", pk))
        return (pk, event.revision) if event is not None else (None, None)


def undo(decision: Decision, *, by, took_ms=None) -> Decision:
    """Put every row the decision touched back as it was.

    Raises Conflict where one has been changed since, CannotUndo where a row it made is in use by now.
    """
    with act("undo", by=by, took_ms=took_ms, undoes=decision) as this:
        changes = list(decision.changes.order_by("-id"))
        for change in changes:
            check_unchanged_since(change)
        for change in sorted(changes, key=comes_back_first, reverse=True):
            if not still_needed(change, decision):
                put_back(this, change)
    return this.decision


def comes_back_first(change: Change) -> bool:
    """Whether the act took away a row that others point at."""
    return change.after is None and change.model in ("kb.article", "kb.entity", "timeline.event")


def still_needed(change: Change, decision: Decision) -> bool:
    """Whether an entity the act confirmed takes part in what other acts have published: it then stays confirmed."""
    if change.model != "kb.entity" or not change.before or change.before["state"] != Entity.State.SUGGESTED:
        return False
    here = Q(participations__entity=change.row) | Q(place=change.row)
    return Event.objects.published().filter(here).exclude(changes__decision=decision).exists()


def undo_last(*, by, took_ms=None) -> Decision:
    """Undo the editor's last act that still stands; NothingToUndo if there is none."""
    last = Decision.objects.filter(user=by, undoes=None, undone_by=None).order_by("-id").first()
    if last is None:
        raise NothingToUndo(_("There is nothing of yours to undo."))
    return undo(last, by=by, took_ms=took_ms)


def check_unchanged_since(change: Change) -> None:
    model = apps.get_model(change.model)
    row = model._base_manager.select_for_update().filter(pk=change.row).first()
    present = snapshot(row) if row is not None else None
    if not still_as_left(present, change.after):
        raise Conflict(row or change, last_writer(change.model, change.row, after=change))


def put_back(this: Act, change: Change) -> None:
    model = apps.get_model(change.model)
    if change.before is None:
        made = model._base_manager.get(pk=change.row)
        try:
            this.delete(made)
        except models.ProtectedError:
            raise CannotUndo(_("“%s” is in use by now; merge or edit it instead.") % made) from None
    elif change.after is None:
        row = restored(model(), change.before, everything=True)
        this.create(row)
    else:
        row = restored(model._base_manager.get(pk=change.row), change.before)
        this.change(row)
    if change.model == "timeline.event" and change.before is not None:
        this.set_tags(Event.objects.get(pk=change.row), Tag.objects.filter(pk__in=change.before["tags"]))


def restored(row, state: dict, *, everything=False):
    for field in row._meta.concrete_fields:
        if field.attname in state and (everything or field.name not in BOOKKEEPING):
            setattr(row, field.attname, field.to_python(state[field.attname]))
    return row


def forget_whole(event: Event) -> None:
    """Drop what has been read of the event besides its own row; it is read again when it is needed."""
    read = getattr(event, "_prefetched_objects_cache", {})
    if read:
        event.refresh_from_db(fields=list(read))  # of fields that are lists, which asks the database nothing


def key_of(row) -> tuple[str, int]:
    return row._meta.label_lower, row.pk


def snapshot(row) -> dict:
    """The row as JSON can hold it: column -> value; an event's tags are part of it."""
    state = {
        field.attname: field.get_prep_value(field.value_from_object(row))
        for field in row._meta.concrete_fields
        if field.name not in NEVER_IN_PLACE
    }
    if isinstance(row, Event):
        state["tags"] = sorted(tag.pk for tag in row.tags.all())
    return plain(state)


def plain(value):
    """Dates, times and decimals as the text JSON keeps them, so that before, after and now compare equal."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return DjangoJSONEncoder().default(value)


def looks_other(row: Entity | Article, before: dict | None) -> bool:
    """Whether what events show of it is something else than before the act; a new one has shown nothing yet."""
    fields = [row._meta.get_field(name) for name in SHOWN[key_of(row)[0]]]
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


def last_writer(model: str, row: int, *, after: Change | None = None) -> str:
    changes = Change.objects.filter(model=model, row=row).select_related("decision__user").order_by("-id")
    if after is not None:
        changes = changes.filter(pk__gt=after.pk)
    change = changes.first()
    return name_of(change.decision.user) if change else _("somebody")


def last_revision_told(public_id: str) -> int:
    """0 for an event nobody has been told of; a record that is put back goes on counting from here."""
    return PublicChange.objects.filter(public_id=public_id).aggregate(last=Max("revision"))["last"] or 0


def last_editor(event: Event) -> str:
    return last_writer("timeline.event", event.pk)


def name_of(user) -> str:
    return (user.get_full_name() or user.get_username()) if user else _("the site")
