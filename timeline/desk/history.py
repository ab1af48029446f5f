"""The history of a record, from the one log: who did what and when, what it was before; undo, restore, take apart.

A page of acts takes the same number of queries whatever it shows, and leads to older ones by the number of the last.
"""

from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kb.models import Entity
from timeline import bulk, decisions, large_acts, proposing, restoring, states, telling, undoing, unmerging
from timeline.desk.looking_up import number
from timeline.models import Change, Decision, Event, Work
from timeline.review import NotPossible

ON_A_PAGE = 20
BENEATH = (
    "timeline.evidence",
    "timeline.participation",
    "kb.alias",
)  # rows a record consists of besides its own


@dataclass(frozen=True, slots=True)
class Row:
    """What an act did to one row of the record."""

    heading: str  # empty for the record's own row
    name: str
    became: str  # "ins", "del", or empty
    differences: list[telling.Difference]


@dataclass
class Told:
    """One act, as the page of one record tells it."""

    act: Decision
    verb: str
    rows: list[Row] = field(default_factory=list)
    besides: str = ""  # what else it touched
    merged: Event | Entity | None = None  # the record it made a part of another, which may be taken apart
    newest: bool = False

    @property
    def undone(self) -> Decision | None:
        return getattr(self.act, "undone_by", None)


def page_of(record, before: int | None) -> tuple[list[Told], int | None]:
    """Acts, the newest first, from below that number on; and below which number older ones are."""
    of_record = restoring.changes_of(record)
    if isinstance(
        record, Event
    ):  # a quote that has left it is told at the event it has gone to, and in this act
        of_record = Change.objects.filter(Q(event=record) | Q(model="timeline.event", row=record.pk))
    known = of_record.order_by("-decision").values_list("decision", flat=True).distinct()
    numbers = list((known.filter(decision__lt=before) if before else known)[: ON_A_PAGE + 1])
    shown = numbers[:ON_A_PAGE]
    acts = Decision.objects.filter(pk__in=shown).select_related("user", "undoes__user", "undone_by__user")
    told = {act.pk: Told(act, telling.said(act.verb)) for act in acts.order_by("-pk")}
    changes = list(rows_told(record, of_record, shown).order_by("id"))
    names = telling.Names((c.model, state) for c in changes for state in (c.before, c.after) if state)
    for change in changes:
        row = row_of(change, record, names)
        if row is not None:
            told[change.decision_id].rows.append(row)
    add_what_else(told, changes)
    add_mergers(told, record, shown)
    if before is None and told:
        next(iter(told.values())).newest = True
    return list(told.values()), shown[-1] if len(numbers) > ON_A_PAGE else None


def rows_told(record, of_record, acts: list[int]):
    """Changes of these acts that belong to the record, those of quotes that left it among them."""
    mine = of_record.filter(decision__in=acts).values("pk")
    if not isinstance(record, (Event, Entity)):
        return Change.objects.filter(pk__in=mine)
    pointing = "event_id" if isinstance(record, Event) else "entity_id"
    left = Q(decision__in=acts, model__in=BENEATH, **{f"before__{pointing}": record.pk})
    return Change.objects.filter(Q(pk__in=mine) | left)


def row_of(change: Change, record, names: telling.Names) -> Row | None:
    """None where nothing of it is told."""
    found = telling.differences(change.model, change.before, change.after, names)
    model = states.model_of(change.model)
    if change.model not in BENEATH:
        made = change.before is None
        return Row("", "", "", [] if made else found) if found or made or change.after is None else None
    pointing = "entity_id" if change.model == "kb.alias" else "event_id"
    was, now = ((state or {}).get(pointing) == record.pk for state in (change.before, change.after))
    heading = str(model._meta.verbose_name)
    name = name_in(change, names)
    if was and now:
        return Row(heading, name, "", found) if found else None
    elsewhere = change.before if now else change.after
    if elsewhere is not None:
        other = names.name("kb.entity" if pointing == "entity_id" else "timeline.event", elsewhere[pointing])
        name = (_("%(what)s, from “%(record)s”") if now else _("%(what)s, to “%(record)s”")) % {
            "what": name, "record": other,
        }  # fmt: skip
    return Row(heading, name, "ins" if now else "del", [])


def name_in(change: Change, names: telling.Names) -> str:
    """What the row was called in that act."""
    state = change.after or change.before
    if change.model == "timeline.participation":
        role = telling.value(change.model, "role", state["role"], names)
        return f"{names.name('kb.entity', state['entity_id'])} ({role})"
    if change.model == "kb.alias":
        return state["name"]
    quote = state["exact"] or state["citation"] or state["url"]
    where = names.name("kb.article", state["article_id"]) if state["article_id"] else state["citation"]
    return f"“{quote}”, {where}" if where and where != quote else f"“{quote}”"


OTHERS = {  # rows of other records, as the page of one counts them
    "timeline.event": lambda n: ngettext("%d event", "%d events", n) % n,
    "kb.entity": lambda n: ngettext("%d name", "%d names", n) % n,
    "kb.article": lambda n: ngettext("%d article", "%d articles", n) % n,
    "kb.mention": lambda n: ngettext("%d mention", "%d mentions", n) % n,
}


def add_what_else(told: dict[int, Told], shown: list[Change]) -> None:
    """How many other records each act touched: one decision may be about thousands."""
    counted = Change.objects.filter(decision__in=told, model__in=OTHERS).order_by()
    own = {}
    for change in shown:
        own[change.decision_id, change.model] = own.get((change.decision_id, change.model), 0) + 1
    for decision, model, count in counted.values_list("decision", "model").annotate(n=Count("pk")):
        more = count - own.get((decision, model), 0)
        if more > 0:
            words = OTHERS[model](more)
            told[decision].besides = ", ".join(filter(None, [told[decision].besides, words]))


def add_mergers(told: dict[int, Told], record, acts: list[int]) -> None:
    """Records these acts made a part of this one, or this one a part of another, that are still."""
    model, pk = states.key_of(record)
    if not isinstance(record, (Event, Entity)):
        return
    mergers = Change.objects.filter(decision__in=acts, model=model, after__merged_into_id__isnull=False)
    mergers = [change for change in mergers if unmerging.merges(change)]
    still = type(record).objects.filter(merged_into__isnull=False).in_bulk([change.row for change in mergers])
    for change in mergers:
        merged = still.get(change.row)
        concerned = pk in (change.row, change.after["merged_into_id"]) or (
            merged is not None and pk == merged.merged_into_id
        )
        if merged is not None and concerned and told[change.decision_id].undone is None:
            told[change.decision_id].merged = merged


class LoggedHistory:
    """For the admin of a record that the log tells of: its history page, and one for each act; to write it is an act."""

    def save_model(self, request, record, form, change):
        with decisions.act("edit" if change else "add", by=request.user) as this:
            (this.change if change else this.create)(record)

    def delete_queryset(self, request, records):
        for record in records:
            self.delete_model(request, record)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_act"
        act = path(
            "<path:object_id>/history/<int:number>/", self.admin_site.admin_view(self.act_view), name=name
        )
        return [act, *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        record = self.record_of(request, object_id)
        told, older = page_of(record, number(request.GET.get("before")))
        context = {
            "told": told,
            "older": older,
            "paged": "before" in request.GET,
            "may_change": self.has_change_permission(request),  # one that is merged can be taken apart
        }
        return self.answer(request, record, _("History of “%s”") % record, "history", context)

    def act_view(self, request, object_id, number):
        """What would become of the record at the version of this act; POST undoes, takes apart or restores."""
        record = self.record_of(request, object_id)
        if not self.has_change_permission(request):
            raise PermissionDenied
        act = get_object_or_404(Decision.objects.select_related("user"), pk=number)
        if not restoring.changes_of(record).filter(decision=act).exists():
            raise Http404
        before = "before" in (request.POST or request.GET)
        if request.method == "POST":
            return self.done(request, record, act, before)
        context = {
            "act": act,
            "verb": telling.said(act.verb),
            "before": before,
            "version": decisions.version_of(record),
        }
        try:
            found = restoring.version(record, act, before=before)
        except NotPossible as why:
            context["refused"] = str(why)
        else:
            names = telling.Names(found.states())
            context["rows"] = [self.would_be(found, *row, names) for row in found.differences(names)]
        return self.answer(request, record, _("An earlier version of “%s”") % record, "version", context)

    def would_be(self, found, model: str, pk: int, differences, names) -> Row:
        then, now = next((then, now) for m, row, then, now in found.rows if (m, row) == (model, pk))
        change = Change(model=model, row=pk, before=now, after=then)
        row = row_of(change, found.record, names)
        return row or Row("", "", "", differences)

    def done(self, request, record, act: Decision, before: bool):
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[record.pk])
        try:
            said = self.do(request, record, act, before)
        except (NotPossible, decisions.Conflict, undoing.CannotUndo) as why:
            self.message_user(request, str(why), messages.ERROR)
        else:
            if isinstance(said, Work):
                return HttpResponseRedirect(said.get_absolute_url())
            self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(back)

    def do(self, request, record, act: Decision, before: bool) -> str | Work:
        """What is to be said of it, or the long work that does it."""
        match request.POST.get("_do"):
            case "undo":
                undo = bulk.undo(act, by=request.user)
                if isinstance(undo, Work):
                    return undo
                proposing.read_again(undo)
                return _("Undone: %s.") % telling.said(act.verb)
            case "unmerge":
                merged = self.model.objects.filter(pk=number(request.POST.get("merged"))).first()
                if merged is None:
                    raise NotPossible(
                        _("It is not said which record is to be taken apart. Open the history anew.")
                    )
                if unmerging.act_that_merged(merged) != act:
                    raise NotPossible(_("“%s” is not merged by this act any more.") % merged)
                apart = large_acts.unmerge(merged, by=request.user)
                return apart if isinstance(apart, Work) else _("“%s” stands by itself again.") % apart
            case "restore":
                seen = number(request.POST.get("version"))
                if seen is None:
                    raise NotPossible(_("It is not said which version you have seen. Open the history anew."))
                restoring.restore(record, act, by=request.user, before=before, seen=seen)
                return _("The earlier version is restored.")
        raise NotPossible(_("Nothing was to be done."))

    def record_of(self, request, object_id):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return record

    def answer(self, request, record, title: str, name: str, context: dict):
        here = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        context |= {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "record": record,
            "list_url": reverse(f"{here}_changelist"),
            "record_url": reverse(f"{here}_change", args=[record.pk]),
            "history_url": reverse(f"{here}_history", args=[record.pk]),
            "act_url": f"{here}_act",
        }
        return TemplateResponse(request, f"admin/timeline/{name}.html", context)
