"""Events at the desk: the quote beside the date, one button or action a decision, nothing overwritten unseen."""

import re

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from timeline import (
    bulk,
    corroboration,
    decisions,
    merging,
    proposing,
    public,
    review,
    search,
    telling,
    undoing,
)
from timeline.desk import changing, importing, paginating, reports, reviewing
from timeline.desk.comparing import Comparing
from timeline.desk.event_form import DONE, OF_THE_EVENT, EventForm, ParticipantFormSet, decide, pressed
from timeline.desk.history import LoggedHistory
from timeline.models import Change, ErrorReport, Event, Evidence, Participation, Work
from timeline.query import PRECISIONS


class ParticipationInline(admin.TabularInline):
    model = Participation
    formset = ParticipantFormSet
    autocomplete_fields = ["entity"]
    extra = 0


class QuoteInline(admin.StackedInline):
    """The evidence there is: what the source says, and how its date was read."""

    model = Evidence
    verbose_name_plural = gettext_lazy("evidence")
    fields = readonly_fields = ["in_context", "source", "date", "date_text", "date_reading", "rank", "score"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj):
        return False

    @admin.display(description=gettext_lazy("quote"))
    def in_context(self, evidence):
        before, words, after = evidence.marked()
        return format_html("<blockquote>{}<mark>{}</mark>{}</blockquote>", before, words, after)

    @admin.display(description=gettext_lazy("source"))
    def source(self, evidence):
        if evidence.article_id is None:
            return evidence.citation or evidence.url
        where = reverse("admin:kb_article_change", args=[evidence.article_id])
        return format_html('<a href="{}">{}</a>', where, evidence.article)


class CitationInline(admin.StackedInline):
    """For an event written by hand: where it says so."""

    model = Evidence
    verbose_name_plural = gettext_lazy("evidence")
    fields = ["citation", "url", "exact", "date_text", "note"]
    extra = 0
    min_num, max_num = 1, 5

    def get_formset(self, request, obj=None, **kwargs):
        public = {"note": _("Public: stands beneath the quote.")}
        return super().get_formset(request, obj, **kwargs, validate_min=True, help_texts=public)


PAGES = {f"kb.{name}": f"admin:kb_{name}_change" for name in ("entity", "article", "tag", "source")}


def page_of(change: Change) -> str | None:
    """The page of the record that an act has changed, unless the act has made it."""
    if change.event_id is not None:
        return reverse("admin:timeline_event_change", args=[change.event_id])
    if change.model in PAGES and change.before is not None:
        return reverse(PAGES[change.model], args=[change.row])
    return None


MOST_OFFERED = 1000  # events, the latest, among which one is looked for by its words while they are typed
AROUND_THE_DATE = 80  # characters of a quote shown in the list, before the words of the date and after them


def first_words(text: str, most: int = AROUND_THE_DATE) -> str:
    """The beginning of a text, cut between words.

    >>> first_words("one two three", most=9)
    'one two …'
    """
    return text if len(text) <= most else text[: most + 1].rsplit(maxsplit=1)[0] + " …"


def last_words(text: str, most: int = AROUND_THE_DATE) -> str:
    """The end of a text, cut between words.

    >>> last_words("one two three", most=9)
    '… two three'
    """
    return text if len(text) <= most else "… " + re.split(r"\s", text[-most - 1 :], maxsplit=1)[-1]


class StatusFilter(admin.SimpleListFilter):
    """What waits, unless something else is asked for. A merged record is listed only when it is asked for."""

    title = gettext_lazy("status")
    parameter_name = "status__exact"
    ALL = "all"

    def lookups(self, request, model_admin):
        return [*Event.Status.choices, (self.ALL, _("All but merged"))]

    def value(self):
        return super().value() or Event.Status.PROPOSED

    def choices(self, changelist):
        _any, *offered = super().choices(changelist)
        return offered

    def queryset(self, request, events):
        if self.value() == self.ALL:
            return events.exclude(status=Event.Status.MERGED)
        return events.filter(status=self.value())


class PrecisionFilter(admin.SimpleListFilter):
    """Of what there can be: to ask which of them there are would read the whole table."""

    title = gettext_lazy("precision")
    parameter_name = "precision"

    def lookups(self, request, model_admin):
        return [(name, _(name)) for name in PRECISIONS]

    def queryset(self, request, events):
        return events.filter(precision=self.value()) if self.value() else events


class FlaggedFilter(admin.BooleanFieldListFilter):
    """Those that are flagged are few, and an index has them; the list would look for them among all."""

    def queryset(self, request, events):
        if self.lookup_val != "1":
            return super().queryset(request, events)
        return events.filter(pk__in=Event.objects.filter(flagged=True).order_by().values("pk"))


class ReportedFilter(admin.SimpleListFilter):
    title = gettext_lazy("readers")
    parameter_name = "reported"

    def lookups(self, request, model_admin):
        return [("1", _("say that something is wrong"))]

    def queryset(self, request, events):
        reports = ErrorReport.objects.waiting().order_by()
        return events.filter(pk__in=reports.values("event")) if self.value() else events


@admin.register(Event)
class EventAdmin(LoggedHistory, Comparing, admin.ModelAdmin):
    form = EventForm
    fieldsets = [
        (None, {"fields": ["title", "date", "words_of_the_source", "summary", "tags"]}),
        (None, {"fields": ["event_type", "place", "factuality", "confidence"]}),
        (_("For the desk"), {"fields": ["flagged", "flagged_for", "note"]}),
        (_("For readers"), {"fields": ["correction_note"]}),
    ]
    readonly_fields = ["words_of_the_source"]
    autocomplete_fields = ["place", "tags"]
    list_display = ["title", "when", "standing", "quote"]
    list_filter = [
        StatusFilter,
        ("flagged", FlaggedFilter),
        ReportedFilter,
        "disputed",
        PrecisionFilter,
        "factuality",
        "event_type",
    ]
    search_fields = ["title"]  # shows the box; search.py answers
    search_help_text = gettext_lazy('Words, "phrases", beginnings*, -without')
    ordering = ["status", "-id"]  # as event_by_status has them: proposals first, the latest first
    actions = [
        "accept_selected",
        "reject_selected",
        "retract_selected",
        "compare_selected",
        "change_selected",
    ]
    change_list_template = "admin/timeline/event/change_list.html"
    change_form_template = "admin/timeline/event/change_form.html"

    def get_queryset(self, request):
        quotes = Evidence.objects.select_related("article__source").order_by("-rank", "id")
        reports = ErrorReport.objects.waiting().filter(event=OuterRef("pk"))
        events = super().get_queryset(request).annotate(reported=Exists(reports))
        return events.prefetch_related(Prefetch("evidence", quotes, to_attr="quotes"))

    def get_search_results(self, request, queryset, search_term):
        """By words, as readers search; who looks for an event to merge into may also give its id."""
        choosing = paginating.choosing(request)
        if choosing:
            queryset = queryset.filter(status__in=merging.TAKING)
        if not search_term.strip():
            return queryset, False
        term = search_term.strip()
        if choosing and term.isprintable() and (named := queryset.filter(public_id=term)):
            return named, False
        try:
            if choosing:
                return search.newest(queryset, search.begun(search_term), MOST_OFFERED), False
            return search.matching(queryset, search.parse(search_term)), False
        except search.NothingToSearch as why:
            return self.nothing_to_search(request, queryset, why)

    def get_inlines(self, request, event):
        return [ParticipationInline, QuoteInline] if event else [ParticipationInline, CitationInline]

    def lookup_allowed(self, lookup, value, request):
        return super().lookup_allowed(lookup, value, request) or lookup == "evidence__article"

    def view_on_site(self, event):
        return event.get_absolute_url() if public.has_page(event) else None

    def has_delete_permission(self, request, obj=None):
        return False  # ids are permanent: a proposal is rejected, a public event retracted

    def get_sortable_by(self, request):
        """By the date within one status, as event_in_order has them."""
        every = request.GET.get(StatusFilter.parameter_name) == StatusFilter.ALL
        return ["standing"] if every else ["standing", "when"]

    @admin.display(description=gettext_lazy("date"), ordering="sort_day")
    def when(self, event):
        return event.date_display or _("not known")

    @admin.display(description=gettext_lazy("the source says"))
    def words_of_the_source(self, event):
        """The evidence beside the date: the quote, and how its words were read."""
        if not event.pk or not event.quotes:
            return _("Give the evidence below.")
        before, words, after = event.quotes[0].marked()
        return format_html(
            "<blockquote>{}<mark>{}</mark>{}</blockquote>{}",
            before,
            words,
            after,
            event.quotes[0].reading_words(),
        )

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def standing(self, event):
        words = event.get_status_display()
        if event.flagged:
            words = _("%s, flagged") % words
        return _("%s, reported by a reader") % words if event.reported else words

    @admin.display(description=gettext_lazy("quote"))
    def quote(self, event):
        """Around the words of the date, and the article it stands in."""
        if not event.quotes:
            return ""
        before, words, after = event.quotes[0].marked()
        if words:
            shown = format_html("{}<mark>{}</mark>{}", last_words(before), words, first_words(after))
        else:
            shown = first_words(before, most=2 * AROUND_THE_DATE)
        where = next((e.article for e in event.quotes if e.article_id), "")
        return format_html('<q>{}</q><span class="quiet">{}</span>', shown, where)

    # decisions on one event

    def get_urls(self):
        undo = path("undo/", self.admin_site.admin_view(self.undo), name="timeline_event_undo")
        return [undo, *reviewing.Reviewing(self).urls(), *importing.urls(self), *super().get_urls()]

    def response_change(self, request, event):
        verb = pressed(request.POST)[0]
        if not verb:
            return super().response_change(request, event)
        decided = Event.objects.select_related("merged_into").get(pk=event.pk)
        decided = decided.merged_into or decided
        self.message_user(request, DONE[verb] % decided, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:timeline_event_change", args=[self.after(decided).pk]))

    def after(self, event):
        """The next proposal of the same article, else the event decided upon."""
        articles = event.evidence.exclude(article=None).values("article")
        waiting = Event.objects.awaiting_review().filter(evidence__article__in=articles).exclude(pk=event.pk)
        return waiting.order_by("evidence__article", "evidence__trigger_start", "id").first() or event

    def undo(self, request):
        """Leads to the record as it is again; where there are several or none, to the list."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        here = reverse("admin:timeline_event_changelist")
        try:
            undo = bulk.undo(undoing.last_of(request.user), by=request.user)
        except (undoing.CannotUndo, decisions.Conflict) as why:
            self.message_user(request, str(why), messages.ERROR)
            back = request.POST.get("next", "")
            return HttpResponseRedirect(back if back.startswith(here) else here)
        if isinstance(undo, Work):
            return HttpResponseRedirect(undo.get_absolute_url())
        proposing.read_again(undo)
        undone = undo.undoes
        records = undone.records()
        words = ngettext(
            "Undone: %(verb)s, “%(name)s”.", "Undone: %(verb)s, “%(name)s” and %(more)d more.", len(records)
        )
        named = {"verb": telling.said(undone.verb), "name": records[0].name, "more": len(records) - 1}
        self.message_user(request, words % named, messages.SUCCESS)
        return HttpResponseRedirect(len(records) == 1 and page_of(records[0]) or here)

    # decisions on several

    @admin.action(description=gettext_lazy("Accept the selected events"), permissions=["change"])
    def accept_selected(self, request, events):
        return self.decide_on_all(request, events, review.accept, _("%d accepted."), verdict="accept")

    @admin.action(description=gettext_lazy("Reject the selected events"), permissions=["change"])
    def reject_selected(self, request, events):
        return self.decide_on_all(request, events, review.reject, _("%d rejected."), verdict="reject")

    @admin.action(description=gettext_lazy("Retract the selected events …"), permissions=["change"])
    def retract_selected(self, request, events):
        """Asks for the reason first: readers see it."""
        reason = request.POST.get("reason", "").strip()
        if not reason:
            context = {
                **self.admin_site.each_context(request),
                "title": _("Retract events"),
                "events": events,
                "opts": self.opts,
                "checkbox": ACTION_CHECKBOX_NAME,
                "asked": "reason" in request.POST,
            }
            return TemplateResponse(request, "admin/timeline/event/retract.html", context)
        return self.decide_on_all(
            request,
            events,
            lambda chosen, by: review.retract_all(chosen, by=by, reason=reason),
            _("%d retracted."),
            verdict="retract",
            reason=reason,
        )

    @admin.action(
        description=gettext_lazy("Change topics, place, type or status of the selected events …"),
        permissions=["change"],
    )
    def change_selected(self, request, events):
        return changing.page(self, request, events)

    def decide_on_all(self, request, events, deed, done, **wanted):
        """Few while the editor waits, all or none; more as long work that leaves out what its status does not allow."""
        if (ids := changing.chosen(self, request, events)) is None:
            return None
        if len(ids) > bulk.AT_ONCE:
            return changing.changed(self, request, ids, bulk.Wanted(**wanted))
        try:
            self.message_user(request, done % deed(list(events), by=request.user), messages.SUCCESS)
        except (review.NotPossible, decisions.Conflict) as why:
            self.message_user(request, _("Nothing was changed: %s") % why, messages.ERROR)

    # saving the form: one act of the log, whatever was changed

    def save_form(self, request, form, change):
        return form.instance if change else form.save(commit=False)

    def save_model(self, request, event, form, change):
        """Written in save_related, where participants and tags are known too."""

    def save_related(self, request, form, formsets, change):
        given = form.cleaned_data
        fields = {name: given[name] for name in OF_THE_EVENT if name in form.changed_data or not change}
        for formset in formsets:
            if formset.model is Participation and (formset.has_changed() or not change):
                rows = [row for row in formset.cleaned_data if row and not row.get("DELETE")]
                fields["participants"] = [(row["entity"], row["role"]) for row in rows]
        if change:
            with decisions.act(pressed(form.data)[0] or "edit", by=request.user):
                event = review.edit(form.instance, by=request.user, version=given["opened_version"], **fields)
                decide(event, form, request.user)
            self.tell_of_others(request, form)
        else:
            proofs = [
                f for formset in formsets if formset.model is Evidence for f in formset.save(commit=False)
            ]
            event = review.add_by_hand(by=request.user, evidence=proofs, **fields)
        form.instance.pk = event.pk
        for formset in formsets:
            formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What cannot be decided, or no longer, is answered by the form as it was sent, with the reason."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (review.NotPossible, decisions.Conflict) as why:  # nothing is written
            request.refused = why
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refused = getattr(request, "refused", None)
        return form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.status == Event.Status.PROPOSED:
            context["likely_same"] = corroboration.likely_same(obj)
        if obj is not None and reports.may_settle(request.user):
            context["reports"] = ErrorReport.objects.about(obj).waiting().select_related("event")
        return super().render_change_form(request, context, add, change, form_url, obj)
