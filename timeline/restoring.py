"""An earlier version of a record: how it stood after an act of the log, or before it, and putting that back.

What is put back is what the record says: its fields, topics, participants and quotes, or names. Its status stays, for
undoing the decision is what changes that back; so do an article's text, cuts and day, which are corrected on its own
pages, where what rests on them is read again. To restore is an act like any other, undone by one undo.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kb.models import Article, Entity, Source, Tag
from timeline import decisions, states, telling, undoing
from timeline.models import Change, Decision, Event, Evidence
from timeline.review import EDITABLE, NotPossible, confirm_involved

FIELDS = {
    "timeline.event": (*EDITABLE, "date_basis", "tags"),
    "timeline.evidence": (
        *("article", "citation", "url", "archived_url", "exact", "prefix", "suffix", "start", "end"),
        *("text_sha256", "anchor_state", "date_text", "date_start", "date", "date_basis", "rank", "note"),
    ),
    "timeline.participation": ("entity", "role"),
    "kb.entity": (
        *(
            "name",
            "kind",
            "slug",
            "description",
            "wikidata",
            "iso3",
            "latitude",
            "longitude",
            "geo_precision",
        ),
    ),
    "kb.alias": ("name", "kind"),
    "kb.tag": ("name", "slug", "description"),
    "kb.source": ("name", "slug", "homepage", "country", "language"),
    "kb.article": ("title", "source", "url", "authors", "dateline", "language", "syndication_group"),
}


@dataclass
class Version:
    """Of each row of a record that is another now: as it was then (None: not there) and as it is (None: gone)."""

    record: Event | Entity | Article | Tag | Source
    rows: list[tuple[str, int, dict | None, dict | None]] = field(default_factory=list)

    def states(self):
        return [(model, state) for model, _pk, then, now in self.rows for state in (then, now) if state]

    def differences(self, names) -> list[tuple[str, int, list]]:
        """What would change, row by row; what stays although it was another then is left out."""
        told = []
        for model, pk, then, now in self.rows:
            found = telling.differences(model, only(model, now), only(model, then), names)
            if found:
                told.append((model, pk, found))
        return told


def only(model: str, state: dict | None) -> dict | None:
    """Of a state, what is put back."""
    known = FIELDS[model]
    return state and {n: v for n, v in state.items() if n in known or n.removesuffix("_id") in known}


def changes_of(record):
    """What the log says of the record and its rows."""
    if isinstance(record, Event):
        return Change.objects.filter(event=record, model__startswith="timeline.")
    if isinstance(record, Entity):
        return Change.objects.filter(entity=record)
    model, pk = states.key_of(record)
    return Change.objects.filter(model=model, row=pk)


def version(record, act: Decision, *, before=False) -> Version:
    """As it stood after the act, or before it. NotPossible where a merger lies between."""
    later = {"decision__gte" if before else "decision__gt": act}
    changes = list(changes_of(record).filter(**later).select_related("decision").order_by("id"))
    if isinstance(record, (Event, Entity)):
        check_no_merger(record, changes)
    first = {}
    for change in changes:
        if change.model in FIELDS:
            first.setdefault((change.model, change.row), change)
    now = undoing.rows_now(list(first.values()))
    found = Version(record)
    for (model, pk), change in first.items():
        row = now.get((model, pk))
        present = states.snapshot(row) if row is not None else None
        if only(model, change.before) != only(model, present):
            found.rows.append((model, pk, change.before, present))
    return found


def check_no_merger(record, changes: list[Change]) -> None:
    """A merger moves what is of two records: one of them alone cannot go back behind it."""
    acts = {change.decision_id for change in changes if change.model == states.key_of(record)[0]}
    pointing = "event_id" if isinstance(record, Event) else "entity_id"
    moving = Change.objects.filter(decision__in=acts, model__in=["timeline.evidence", "kb.alias"])
    for change in [*changes, *moving.filter(**{f"before__{pointing}": record.pk})]:
        before, after = change.before or {}, change.after or {}
        moved = change.model in ("timeline.evidence", "kb.alias") and before and after
        if (moved and before[pointing] != after[pointing]) or (
            change.model in ("timeline.event", "kb.entity")
            and before.get("merged_into_id") != after.get("merged_into_id")
        ):
            words = _("Between then and now it was merged or taken apart, by %(who)s. Undo that first.")
            raise NotPossible(words % {"who": decisions.name_of(change.decision.user)})


def restore(record, act: Decision, *, by, before=False, seen=None):
    """Put the record back to that version; `seen` is the version (the number) of it that the editor has seen."""
    with decisions.act("restore", by=by) as this:
        if isinstance(record, Event):
            record = this.lock(record, seen)
        else:
            (record,) = decisions.rows_of(type(record), [record.pk])
            if seen is not None and decisions.version_of(record) != seen:
                raise decisions.Conflict(record, decisions.last_writer(*states.key_of(record)))
        if getattr(record, "merged_into_id", None) is not None:
            raise NotPossible(_("It is part of another record now. Take it apart first."))
        found = version(record, act, before=before)
        if not found.rows:
            raise NotPossible(_("It stands like that already."))
        write(this, found)
        if isinstance(record, Event):
            check_what_dates(record)
            if record.status == Event.Status.PROPOSED:
                this.change(record, touched=True)
            if record.status == Event.Status.PUBLISHED:
                confirm_involved(this, record)
    return record


def write(this, found: Version) -> None:
    record = found.record
    key = states.key_of(record)
    rows = sorted(found.rows, key=lambda row: (row[2] is not None, row[1]))  # what goes, before what comes
    for model, pk, then, _now in rows:
        if then is None:
            this.delete(one(model, pk))
    preferred = [pk for model, pk, then, _now in rows if then and then.get("rank") == Evidence.Rank.PREFERRED]
    if preferred:
        for row in record.evidence.filter(rank=Evidence.Rank.PREFERRED).exclude(pk__in=preferred):
            this.change(row, rank=Evidence.Rank.NORMAL)
    for model, pk, then, now in rows:
        if then is None:
            continue
        if (model, pk) == key:
            this.change(checked(states.restored(record, only(model, then))))
            if model == "timeline.event" and then["tags"] != now["tags"]:
                this.set_tags(record, topics(then["tags"]))
        elif now is None:
            made = states.restored(states.model_of(model)(), then, everything=True)
            this.create(checked(made))
        else:
            this.change(checked(states.restored(one(model, pk), only(model, then))))


def one(model: str, pk: int):
    return states.model_of(model)._base_manager.get(pk=pk)


def topics(pks: list[int]):
    found = Tag.objects.filter(pk__in=pks)
    if len(found) < len(pks):
        raise NotPossible(_("A topic it had then is gone."))
    return found


def checked(row):
    """The row, if it may be written as it is; what it points at must be there, and stand for itself."""
    for of in row._meta.concrete_fields:
        pk = getattr(row, of.attname) if of.is_relation else None
        if pk is None:
            continue
        at = of.related_model._base_manager.filter(pk=pk).first()
        if at is None:
            words = _("%(what)s it had then is gone.")
            raise NotPossible(words % {"what": str(of.verbose_name).capitalize()})
        if isinstance(at, Entity) and at.merged_into_id is not None:
            words = _("“%(name)s” has been merged into “%(into)s” since: name that instead.")
            raise NotPossible(words % {"name": at, "into": at.merged_into})
        if isinstance(row, Evidence) and isinstance(at, Article) and row.start is not None:
            if row.text_sha256 != at.text_sha256:
                words = _("The text of “%s” has been corrected since: its quotes are not those of then.")
                raise NotPossible(words % at)
    try:
        row.validate_unique()
        if not isinstance(row, Event):  # whose derived columns are filled when the act ends
            row.validate_constraints()
    except ValidationError as why:
        raise NotPossible(" ".join(why.messages)) from None
    return row


def check_what_dates(event: Event) -> None:
    preferred = event.evidence.filter(rank=Evidence.Rank.PREFERRED).count()
    if event.status == Event.Status.PUBLISHED and preferred != 1:
        raise NotPossible(_("No quote would date it: it stood on others then, which are gone."))
