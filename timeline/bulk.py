"""The same change to many events: one decision in the log, which one undo takes back."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kb.models import Entity, Tag
from timeline import decisions, large_acts, review, tasks, telling, undoing
from timeline.models import Change, DateBasis, Decision, Event, Work

MOST = 10_000  # events that are changed at once
AT_ONCE = 500  # while the editor waits; more are long work
CHUNK = 100  # events of a long work in one transaction

VERDICTS = {  # decision -> the status it needs
    "accept": (Event.Status.PROPOSED, Event.Status.REJECTED),
    "reject": (Event.Status.PROPOSED,),
    "retract": (Event.Status.PUBLISHED,),
}
KEEP = "keep"  # the place as it is


@dataclass(frozen=True)
class Wanted:
    """What is to become of each event, in values that JSON can hold."""

    add: list[int] = field(default_factory=list)  # tags
    remove: list[int] = field(default_factory=list)
    place: int | None | str = KEEP
    event_type: str = ""  # empty: as it is
    verdict: str = ""
    reason: str = ""

    def fitting(self, events: QuerySet) -> QuerySet:
        """Those whose status allows it. What has been merged is only ever changed where it is now."""
        allowed = Q(status__in=VERDICTS[self.verdict]) if self.verdict else ~Q(status=Event.Status.MERGED)
        return events.filter(allowed)

    def fits(self, event: Event) -> bool:
        return event.status in VERDICTS[self.verdict] if self.verdict else event.status != Event.Status.MERGED

    def fields(self) -> dict:
        """What is set in every one."""
        place = {} if self.place == KEEP else {"place": Entity.objects.filter(pk=self.place).first()}
        return place | ({"event_type": self.event_type} if self.event_type else {})


def change(ids: list[int], wanted: Wanted, *, by, into: Decision | None = None) -> tuple[Decision, int]:
    """Change those that fit, in one transaction; the decision (unsaved where nothing was changed), and how many fit."""
    fields, add, remove = wanted.fields(), set(Tag.objects.filter(pk__in=wanted.add)), set(wanted.remove)
    with decisions.act(wanted.verdict or "edit", by=by, reason=wanted.reason[:300], into=into) as this:
        there = Event.objects.filter(pk__in=ids).values_list("pk", flat=True)
        events = [event for event in this.lock_all(sorted(there)).values() if wanted.fits(event)]
        for event in events:
            had = set(event.tags.all())
            tags = {tag for tag in had | add if tag.pk not in remove}
            if fields or tags != had:
                review.revise(this, event, basis=DateBasis.EDITOR, tags=tags, **fields)
        if wanted.verdict == "accept":
            review.accept(events, by=by)
        elif wanted.verdict == "reject":
            review.reject(events, by=by, reason=wanted.reason[:300])
        elif wanted.verdict == "retract":
            review.retract_all(events, by=by, reason=wanted.reason)
    return this.decision, len(events)


def change_all(progress, ids: list[int], wanted: dict, decision: int | None = None) -> tuple[str, str]:
    """Long work (timeline.tasks): a chunk in a transaction, all of them one decision."""
    work, wanted = progress.work, Wanted(**wanted)
    by = get_user_model().objects.get(pk=work.user_id)
    made = Decision.objects.filter(pk=decision).first()
    while work.done < len(ids):
        progress.go_on_or_stop()
        if made and Decision.objects.filter(undoes=made).exists():
            return _("Undone while it was under way; the rest is left as it was."), page()
        chunk = ids[work.done : work.done + CHUNK]
        with transaction.atomic():
            made, changed = change(chunk, wanted, by=by, into=made)
            if made.pk and work.arguments.get("decision") != made.pk:
                work.arguments = work.arguments | {"decision": made.pk}
                work.save(update_fields=["arguments"])
        made = made if made.pk else None
        progress.count(changed=changed, left_out=len(chunk) - changed)
        progress.step(len(chunk))
    return done(progress.counts["changed"], progress.counts["left_out"]), page()


def undo(decision: Decision, *, by) -> Decision | Work:
    """Few rows at once, and where no worker lives; those of a long act as long work, one decision as well."""
    rows = decision.changes.count()
    made_or_gone = decision.changes.filter(Q(before__isnull=True) | Q(after__isnull=True))
    whole = decision.verb in ("merge", "unmerge") or made_or_gone.exists()
    if rows <= AT_ONCE or whole or not tasks.worker_lives():
        return large_acts.undo(decision, by=by)
    undoing.check_still_stands(decision)
    name = telling.said(decision.verb)
    return tasks.start("undo", {"act": decision.pk}, by=by, total=len(parts_of(decision)), name=name)


def parts_of(decision: Decision) -> list[list[int]]:
    """Its changes, those of one event together; what it changed besides comes last, as other events may rest on it."""
    parts: dict[int, list[int]] = {}
    rows = decision.changes.order_by("-id").values_list("pk", "event_id")
    for pk, event in rows:
        parts.setdefault(event or 0, []).append(pk)
    rest = parts.pop(0, None)
    return [*parts.values(), *([rest] if rest else [])]


def undo_all(progress, act: int, made: int | None = None) -> tuple[str, str]:
    """Long work (timeline.tasks): nothing is begun where a row has been changed since the act; what somebody changes while
    it is under way stays as that one wants it, and is told of."""
    work, decision = progress.work, Decision.objects.get(pk=act)
    by, undone = get_user_model().objects.get(pk=work.user_id), Decision.objects.filter(pk=made).first()
    parts = parts_of(decision)
    if undone is None:
        for chunk in chunks(parts):
            with transaction.atomic():
                changes = changes_in(chunk)
                now = undoing.rows_now(changes)
            try:
                for change in changes:
                    undoing.check_unchanged_since(change, now.get((change.model, change.row)))
            except decisions.Conflict as why:
                return _("Nothing was undone: %s") % why, page()
    while work.done < len(parts):
        progress.go_on_or_stop()
        chunk = parts[work.done : work.done + CHUNK]
        try:
            undone = undo_chunk(work, decision, chunk, by, undone)
        except decisions.Conflict:
            for part in chunk:
                try:
                    undone = undo_chunk(work, decision, [part], by, undone)
                except decisions.Conflict as why:
                    progress.skip(telling.name_of(why.row), str(why))
        progress.step(len(chunk))
    return _("Undone: %s.") % telling.said(decision.verb), page()


def undo_chunk(
    work: Work, decision: Decision, parts: list[list[int]], by, undone: Decision | None
) -> Decision:
    with transaction.atomic():
        undone = undoing.undo_part(decision, changes_in(parts), by=by, into=undone)
        if work.arguments.get("made") != undone.pk:
            work.arguments = work.arguments | {"made": undone.pk}
            work.save(update_fields=["arguments"])
    return undone


def changes_in(parts: list[list[int]]) -> list[Change]:
    return list(Change.objects.filter(pk__in=[pk for part in parts for pk in part]).order_by("-id"))


def chunks(parts: list) -> Iterator[list]:
    return (parts[at : at + CHUNK] for at in range(0, len(parts), CHUNK))


def arguments(ids: list[int], wanted: Wanted) -> dict:
    return {"ids": ids, "wanted": asdict(wanted)}


def done(changed: int, left_out: int) -> str:
    words = _("%(n)d changed as one decision, which one undo takes back.") % {"n": changed}
    if left_out:
        words += " " + _("%(n)d left out: their status does not allow it.") % {"n": left_out}
    return words


def page() -> str:
    return reverse("admin:timeline_event_changelist")
