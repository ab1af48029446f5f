"""The one log: every act of an editor, groupable, undoable.

    with act("accept", by=editor) as this:
        this.change(event, status=Event.Status.PUBLISHED)

An act is one transaction. It notes each row it touches before and after, brings what is derived from the
evidence up to date, counts `version` (every write) and `revision` (what readers see has changed), and writes
one Decision with its Changes, and a PublicChange for each event that readers see changed. Its undo
(timeline.undoing) is itself a decision. Nothing lowers version or revision.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy

from django.db import models, transaction
from django.db.models import Max, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from kb.models import Article, Entity, Tag
from timeline import corroboration, search, telling
from timeline.models import Change, Decision, Event, Evidence, Participation, PublicChange, whole
from timeline.states import (
    SHOWN,
    entity_of,
    key_of,
    looks_other,
    model_of,
    public_face,
    snapshot,
    without_bookkeeping,
    without_same_text,
)

READ_FROM = ("text_sha256", "published", "cuts")  # of an article: what its proposals are read from
NAMING = {
    "kb.entity": ("participations__entity", "place"),
    "kb.article": ("evidence__article",),
    "kb.tag": ("tags",),
}
# Of an event, what follows from such rows; and what tells of a change.
SHOWN_OF_OTHERS = (
    *("disputed", "source_count", "independent_source_count", "search_tokens"),
    *("revision", "changed_at"),
)
PART_OF = {  # of an event: where it is read, and what is read with it
    Evidence: ("evidence", "article"),
    Participation: ("participations", "entity"),
}
POINTING = (("participations", "entity", "kb.entity"), ("evidence", "article", "kb.article"))
CHUNK = 500  # rows in a statement


class Conflict(Exception):
    """Somebody else has written the row since it was read; `who` names them, `row` is its present state.

    `where`: what they have written of it, where that is known.
    """

    def __init__(self, row, who: str, where: str = ""):
        self.row, self.who, self.where = row, who, where
        named = {"row": telling.name_of(row), "who": who, "where": where}
        if where:
            super().__init__(_("“%(row)s” has been changed since by %(who)s: %(where)s.") % named)
        else:
            super().__init__(_("“%(row)s” has been changed since by %(who)s.") % named)


_open: ContextVar["Act | None"] = ContextVar("open act", default=None)


@contextmanager
def act(verb: str, *, by, reason="", public_note="", took_ms=None, undoes=None, into: Decision | None = None):
    """One act of an editor (`by`: a user, or None for the site itself); yields the Act to do it with.

    `into`, a decision that is there already: go on with it, in a transaction of its own; the undo takes back all.

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
        decision = into or Decision(
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
        self._locked = {}  # pk -> an event as the act has read it and keeps it locked
        self._read = {}  # (model, pk) -> a row as the act has read it and keeps it locked, by its event or by itself
        self._before = {}  # (model, pk) -> snapshot before the act, None if the act made the row
        self._rows = {}  # (model, pk) -> the instance last written, None if the act removed it
        self._events = {}  # pk -> what the public saw before the act
        self._touched = {}  # pk of an event that the act has written, or something of it; in order
        self._merged = {}  # pk of an event -> those merged into it
        self._told = []  # a PublicChange for each event the public sees changed

    def lock(self, event: Event, version: int | None = None) -> Event:
        """The event as it stands now, locked until the act ends; Conflict if it is not at `version`.

        One that the act has changed already is the instance it has changed.
        """
        present = self.lock_all([event.pk]).get(event.pk)
        if present is None:
            raise Event.DoesNotExist
        read = self._locked.get(event.pk)
        if None not in (version, read) and read.version != version:
            raise Conflict(read, last_editor(read))
        return present

    def lock_all(self, pks) -> dict[int, Event]:
        """Several at once, in the one order of locking that nobody waits for another in; those gone are missing."""
        self._watch_events(pks)
        found = {pk: self._rows.get(("timeline.event", pk)) or self._locked.get(pk) for pk in pks}
        return {pk: event for pk, event in found.items() if event is not None}

    def locked_events(self) -> list[Event]:
        return list(self._locked.values())

    def lock_where(self, them: Q) -> dict[int, Event]:
        """The events of which this holds, in one query."""
        found = list(locked(Event).filter(them))
        self._note_events(event for event in found if event.pk not in self._events)
        return self.lock_all([event.pk for event in found])

    def lock_to_merge(self, loser: int, *others: int) -> dict[int, Event]:
        """The events of these numbers and after them those that are a part of the first, in one query."""
        if loser not in self._merged:
            self.lock_where(Q(pk__in=[loser, *others]) | Q(merged_into=loser))
            self._merged[loser] = [pk for pk, one in self._locked.items() if one.merged_into_id == loser]
        return self.lock_all([loser, *others, *self._merged[loser]])

    def rows(self, keys) -> dict[tuple[str, int], models.Model]:
        """The rows of these keys as they stand, locked; those gone are missing."""
        wanted = {}
        for model, pk in keys:
            wanted.setdefault(model, set()).add(pk)
        events = self.lock_all(wanted.pop("timeline.event", ()))
        found = {key_of(row): row for event in events.values() for row in (event, *parts_of(event))}
        for model, pks in sorted(wanted.items()):
            apart = list(rows_of(model_of(model), [pk for pk in pks if (model, pk) not in found]))
            self._read |= {key_of(row): copy(row) for row in apart}
            found |= {key_of(row): row for row in apart}
        return found

    def change(self, row: models.Model, **fields) -> models.Model:
        """Set the fields of a row that is there already, and write it. Of an event, change one instance only."""
        return self.change_all([row], **fields)[0]

    def change_all(self, rows: list[models.Model], *, beside=(), **fields) -> list[models.Model]:
        """The same for many rows of one model, in a number of queries that grows by chunks of them only.

        `beside`: new rows of the model, none of them an event, which are written with them.
        """
        if not rows:
            self.create_all(beside)
            return rows
        self._watch(rows)
        taken = any(self._may_be_preferred(key_of(row)) for row in rows)
        for row in rows:
            for name, value in fields.items():
                setattr(row, name, value)
            if isinstance(row, (Article, Entity)) and self.differs(row):
                row.version += 1
            self._rows[key_of(row)] = row
        self._touch([*rows, *beside])  # which may be of others now
        if not isinstance(rows[0], Event):  # an event is written once, when the act ends
            preferred = any(getattr(row, "rank", "") == Evidence.Rank.PREFERRED for row in rows)
            write_all([*rows, *beside], freeing=taken and preferred)
            self._made(beside)
            self._follow([*rows, *beside])
        return rows

    def set_tags(self, event: Event, tags) -> None:
        self.set_all_tags({event: tags})

    def set_all_tags(self, wanted: dict[Event, list[Tag]]) -> None:
        """Of several events, in two queries."""
        self._watch(list(wanted))
        new, gone, through = [], Q(), Event.tags.through
        for event, tags in wanted.items():
            present, tags = set(event.tags.all()), set(tags)
            new += [through(event=event, tag=tag) for tag in tags - present]
            if present - tags:
                gone |= Q(event=event, tag__in=present - tags)
            for one in self._instances(event.pk):
                hold(one, "tags", tags)
        if gone:
            through.objects.filter(gone).delete()
        through.objects.bulk_create(new, ignore_conflicts=True, batch_size=CHUNK)

    def create(self, row: models.Model) -> models.Model:
        self._touch([row] if not isinstance(row, Event) else [])
        row.save(force_insert=True)
        self._before.setdefault(key_of(row), None)
        self._rows[key_of(row)] = row
        if isinstance(row, Event):
            self._events.setdefault(row.pk, None)
            self._touched[row.pk] = True
        self._follow([row])
        return row

    def create_all(self, rows: list[models.Model]) -> None:
        """Several rows of one model, none of them an event, in one query."""
        if not rows:
            return
        self._touch(rows)
        type(rows[0])._base_manager.bulk_create(rows)
        self._made(rows)
        self._follow(rows)

    def delete(self, row: models.Model) -> None:
        self.delete_all([row])

    def delete_all(self, rows: list[models.Model]) -> None:
        """Several rows of one model."""
        if not rows:
            return
        self._watch(rows)
        for chunk in batched(row.pk for row in rows):
            type(rows[0])._base_manager.filter(pk__in=chunk).delete()
        self._rows |= {key_of(row): None for row in rows}
        self._follow(rows, gone=True)

    def differs(self, row: models.Model) -> bool:
        """Whether a row the act has touched is another one than before, bookkeeping apart."""
        return self._is_changed(key_of(row), row)

    def finish(self) -> None:
        """Write the act. One that changed nothing is not told of, unless it undoes: an undo is done only once."""
        self._unread()
        self._derive()
        changed = [
            key for key in self._before if key in self._rows and self._is_changed(key, self._rows[key])
        ]
        if not changed and self.decision.undoes is None:
            return
        revised = {("timeline.event", pk) for pk in self._touched if self._settle(pk)}
        write_all([event for pk in self._touched if (event := self._rows["timeline.event", pk]) is not None])
        self._tell_of_shown()
        self.decision.save()
        changes = []
        for key in dict.fromkeys([*changed, *revised]):
            before, row = self._before[key], self._rows.get(key)
            after = snapshot(row) if row is not None else None
            before, after = without_same_text(before, after)
            event_id, revision = self._event_of(key, before, after)
            model, pk = key
            changes.append(
                Change(
                    decision=self.decision, model=model, row=pk, before=before, after=after,
                    event_id=event_id, entity_id=entity_of(key, after or before), revision=revision,
                )
            )  # fmt: skip
        Change.objects.bulk_create(changes)
        PublicChange.objects.bulk_create(self._told)
        self.decision.rows = self._rows

    def _is_changed(self, key, row) -> bool:
        after = snapshot(row) if row is not None else None
        return without_bookkeeping(self._before[key]) != without_bookkeeping(after)

    def _made(self, rows):
        self._before |= {key_of(row): None for row in rows}
        self._rows |= {key_of(row): row for row in rows}

    def _watch(self, rows):
        """Note rows of one model as the database has them, the first time the act touches them."""
        self._touch(rows)
        unseen = [key for row in rows if (key := key_of(row)) not in self._before]
        self.rows(key for key in unseen if key not in self._read)
        present = [self._read[key] for key in unseen if key in self._read]
        self._before |= {key_of(row): snapshot(row) for row in present}
        self._touch(present)

    def _touch(self, rows):
        """Note the events that they are, or are a part of, which are written when the act ends."""
        pks = events_of(rows)
        self._watch_events(pks)
        self._touched |= dict.fromkeys(pks, True)

    def _watch_events(self, pks):
        unseen = sorted({pk for pk in pks if pk not in self._events})
        if not unseen:
            return
        self._note_events(rows_of(Event, unseen))

    def _note_events(self, events):
        events = list(events)
        prefetch_related_objects(events, *whole())
        for event in events:
            self._locked[event.pk] = event
            self._events[event.pk] = public_face(event)
            self._before[key_of(event)] = snapshot(event)
            self._read |= {key_of(row): copy(row) for row in parts_of(event)}

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
        for pk in self._touched:
            self._rows.setdefault(("timeline.event", pk), self._locked.get(pk))
        events = [event for pk in self._touched if (event := self._rows["timeline.event", pk]) is not None]
        prefetch_related_objects(events, "place", *whole())
        for event in events:
            self._point_at_what_is_written(event)
            corroboration.derive(event)
            event.search_tokens = search.event_tokens(event)

    def _may_be_preferred(self, key) -> bool:
        """Of a quote in the database; what the act has written once is not looked at again."""
        return key in self._rows or (self._before[key] or {}).get("rank") == Evidence.Rank.PREFERRED

    def _point_at_what_is_written(self, event):
        """An entity or an article that the act has written stands where another instance of it was read."""
        pointing = [(row, *at) for part, *at in POINTING for row in getattr(event, part).all()]
        for row, name, model in [(event, "place", "kb.entity"), *pointing]:
            written = self._rows.get((model, getattr(row, f"{name}_id")))
            if written is not None:
                setattr(row, name, written)
        tags = [self._rows.get(("kb.tag", tag.pk), tag) for tag in event.tags.all()]
        hold(event, "tags", [tag for tag in tags if tag is not None])

    def _follow(self, rows, *, gone=False):
        """What has been read of the events these rows are a part of, or were, is brought to what has been written."""
        part, beside = PART_OF.get(type(rows[0]), (None, None))
        if part is None:
            return
        theirs = {}
        for row in rows:
            was = (self._before[key_of(row)] or {}).get("event_id")
            for pk in {was, row.event_id} - {None}:
                theirs.setdefault(pk, []).append(row)
        known = all(getattr(row, f"{beside}_id") is None or beside in row._state.fields_cache for row in rows)
        for pk, written in theirs.items():
            for event in self._instances(pk):
                if not known:
                    forget_whole(event, part)
                elif part in getattr(event, "_prefetched_objects_cache", {}):
                    held = {row: row for row in getattr(event, part).all() if row not in written}
                    held |= {} if gone else {row: row for row in written if row.event_id == pk}
                    hold(event, part, held.values())

    def _instances(self, pk) -> list[Event]:
        both = self._rows.get(("timeline.event", pk)), self._locked.get(pk)
        return [event for event in both if event is not None]

    def _settle(self, pk) -> bool:
        """Bring version and revision of a touched event up to date; whether readers see it changed."""
        key = ("timeline.event", pk)
        event, seen = self._rows[key], self._events[pk]
        if event is None:
            self._tell_it_is_gone(self._before[key], seen)
            return False
        now = timezone.now()
        event.derive()
        if self._before[key] is not None:
            event.version += 1
        elif event.revision:  # a record put back
            event.revision = max(event.revision, last_revision_told(event.public_id))
        if event.status == Event.Status.PUBLISHED and event.first_published_at is None:
            event.first_published_at = now
        if public_face(event) == seen:
            return False
        event.revision += 1
        event.changed_at = now
        if event.first_published_at is not None:
            was_published = seen is not None and seen["status"] == Event.Status.PUBLISHED
            self._told.append(PublicChange.of(event, was_published=was_published))
        return True

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
        """Events show something of who took part, of where it happened, of their topics and of the articles that prove
        them: count their sources, index and tell them again where that is new."""
        changed = {model: [] for model in SHOWN}
        for (model, pk), row in self._rows.items():
            if model in SHOWN and row is not None and looks_other(row, self._before[model, pk]):
                changed[model].append(pk)
        if not any(changed.values()):
            return
        naming = Q()
        for model, pks in changed.items():
            for name in NAMING[model] if pks else ():
                naming |= Q(**{f"{name}__in": pks})
        with_them = Event.objects.filter(naming)
        now, told = timezone.now(), {change.public_id for change in self._told}
        rest = sorted(pk for pk, id in set(with_them.values_list("pk", "public_id")) if id not in told)
        for chunk in batched(rest):
            events = list(Event.objects.filter(pk__in=chunk).select_related("place").whole())
            for event in events:
                corroboration.derive(event)
                event.search_tokens = search.event_tokens(event)
                if event.status == Event.Status.PUBLISHED:
                    event.revision, event.changed_at = event.revision + 1, now
                    self._told.append(PublicChange.of(event, was_published=True))
            write_all(events, SHOWN_OF_OTHERS)  # the version stays: nothing an editor has open is another

    def _event_of(self, key, before, after):
        state = after or before
        pk = key[1] if key[0] == "timeline.event" else state.get("event_id")
        event = self._rows.get(("timeline.event", pk))
        return (pk, event.revision) if event is not None else (None, None)


def entities_beside(event: Event) -> list[Entity]:
    """Who takes part in it, and where it happened."""
    return [*(row.entity for row in event.participations.all()), *filter(None, [event.place])]


def forget_whole(event: Event, part: str | None = None) -> None:
    """Drop what has been read of the event besides its own row, or a part of that; it is read again when needed."""
    read = getattr(event, "_prefetched_objects_cache", {})
    for name in [name for name in read if part in (None, name)]:
        del read[name]


def version_of(row) -> int:
    """By what it is known whether somebody has written the row since: its version, else the last number the log has of it."""
    if hasattr(row, "version"):
        return row.version
    model, pk = key_of(row)
    return Change.objects.filter(model=model, row=pk).aggregate(last=Max("pk"))["last"] or 0


def hold(event: Event, part: str, rows) -> None:
    """Take these for what has been read of a part of the event, in the order the database gives them in."""
    for row in rows:
        if not isinstance(row, Tag):
            row.event = event
    keep(event, part, sorted(rows, key=lambda row: (getattr(row, "role", getattr(row, "name", "")), row.pk)))


def keep(record: models.Model, part: str, rows: list[models.Model]) -> None:
    """Take these for what has been read of a part of the record."""
    held = getattr(record, part).all()
    held._result_cache, held._prefetch_done = rows, True
    record.__dict__.setdefault("_prefetched_objects_cache", {})[part] = held


def parts_of(event: Event) -> list[models.Model]:
    return [row for part, _beside in PART_OF.values() for row in getattr(event, part).all()]


def events_of(rows) -> list[int]:
    """The events that these rows are, or are a part of."""
    pks = [row.pk if isinstance(row, Event) else getattr(row, "event_id", None) for row in rows]
    return [pk for pk in dict.fromkeys(pks) if pk is not None]


def batched(items) -> Iterator[list]:
    items = list(items)
    return (items[n : n + CHUNK] for n in range(0, len(items), CHUNK))


def rows_of(model, pks) -> Iterator[models.Model]:
    """Locked, in the order of their numbers."""
    for chunk in batched(sorted(pks)):
        yield from locked(model).filter(pk__in=chunk)


def locked(model) -> models.QuerySet:
    rows = model._base_manager.select_for_update(of=["self"]).order_by("pk")
    if model is Event:
        rows = rows.select_related("place", "lease")  # and since when an editor has it before them
    return rows


def write_all(rows: list[models.Model], columns=None, *, freeing=False) -> None:
    """Save rows of one model, several in a statement: those that are there already and, beside them, new ones.

    `freeing`: some of these quotes are preferred and others are to be. Rows without a number are known by what is
    unique of them.
    """
    if len(rows) < 2:
        for row in rows:
            row.save(update_fields=columns)
        return
    model = type(rows[0])
    if freeing:  # so that no two are preferred while a statement is half done
        preferred = model.objects.filter(pk__in=[row.pk for row in rows], rank=Evidence.Rank.PREFERRED)
        preferred.update(rank=Evidence.Rank.NORMAL)
    fields = [f for f in model._meta.concrete_fields if not f.primary_key and f.name != "created_at"]
    written = [copy(row) for row in rows]  # for it takes the rows to be new and dates them so
    known_by = ["pk"]
    if any(row.pk is None for row in rows):
        (known_by,) = (constraint.fields for constraint in model._meta.total_unique_constraints)
        for row in written:
            row.pk = None
    model._base_manager.bulk_create(
        written,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=known_by,
        update_fields=columns or [field.name for field in fields if field.name not in known_by],
    )
    for row, one in zip(rows, written, strict=True):
        row.pk, row._state.adding, row._state.db = one.pk, False, one._state.db


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
