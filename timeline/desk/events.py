"""Events at the desk: the quote beside the date, one button or action a decision, nothing overwritten unseen."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from timeline import corroboration, decisions, merging, review, search
from timeline.desk import importing
from timeline.desk.looking_up import CarefulLookups
from timeline.desk.paginating import CappedPaginator
from timeline.models import Decision, Event, Evidence, Participation


class EventForm(forms.ModelForm):
    """The event with the version it had when the form was opened, so that two editors never overwrite each other."""

    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Event
        fields = [*review.EDITABLE, "tags"]
        widgets = {"title": forms.TextInput(attrs={"class": "vLargeTextField"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["opened_version"].initial = self.instance.version

    def clean(self):
        cleaned = super().clean()
        opened = cleaned.get("opened_version")
        if self.instance.pk and opened is not None:
            present = Event.objects.get(pk=self.instance.pk)
            if present.version != opened:
                self.refuse_overwriting(present)
        return cleaned

    def refuse_overwriting(self, present):
        """Say who changed it and what it is now, field by field; the editor's own entries stay in the form."""
        who = decisions.last_editor(present)
        self.add_error(
            None,
            _("%s has changed this event since you opened it. What it says now stands beside each field that "
              "differs; save again to keep what you have entered.") % who,
        )  # fmt: skip
        for name in review.EDITABLE:
            if name in self.cleaned_data and getattr(present, name) != self.cleaned_data[name]:
                self.add_error(name, _("Now: %s") % (getattr(present, name) or "-"))
        self.data = self.data.copy()
        self.data[self.add_prefix("opened_version")] = present.version


class ParticipationInline(admin.TabularInline):
    model = Participation
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
        return super().get_formset(request, obj, **kwargs, validate_min=True)


DECIDING = {
    "accept": lambda event, by, reason, version: review.accept([event], by=by, version=version),
    "reject": lambda event, by, reason, version: review.reject(
        [event], by=by, reason=reason, version=version
    ),
    "retract": lambda event, by, reason, version: review.retract(
        event, by=by, reason=reason, version=version
    ),
}


@admin.register(Event)
class EventAdmin(CarefulLookups, admin.ModelAdmin):
    form = EventForm
    fieldsets = [
        (None, {"fields": ["title", "date", "words_of_the_source", "summary", "tags"]}),
        (None, {"fields": ["event_type", "place", "factuality", "confidence"]}),
        (_("For the desk"), {"fields": ["flagged", "note"]}),
        (_("For readers"), {"fields": ["correction_note", "opened_version"]}),
    ]
    readonly_fields = ["words_of_the_source"]
    autocomplete_fields = ["place", "tags"]
    list_display = ["title", "when", "quote", "status", "article", "flag"]
    list_filter = ["status", "flagged", "disputed", "precision", "factuality", "event_type"]
    search_fields = ["title"]  # shows the box; search.py answers
    search_help_text = gettext_lazy('Words, "phrases", beginnings*, -without')
    ordering = ["-status", "sort_day", "-span_class", "id"]
    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    actions = ["accept_selected", "reject_selected", "retract_selected"]
    change_list_template = "admin/timeline/event/change_list.html"
    change_form_template = "admin/timeline/event/change_form.html"

    def get_queryset(self, request):
        quotes = Evidence.objects.select_related("article__source").order_by("-rank", "id")
        return super().get_queryset(request).prefetch_related(Prefetch("evidence", quotes, to_attr="quotes"))

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        try:
            return search.matching(queryset, search.parse(search_term)), False
        except search.NothingToSearch as why:
            self.message_user(request, str(why), messages.WARNING)
            return queryset.none(), False

    def get_inlines(self, request, event):
        return [ParticipationInline, QuoteInline] if event else [ParticipationInline, CitationInline]

    def lookup_allowed(self, lookup, value, request):
        return super().lookup_allowed(lookup, value, request) or lookup == "evidence__article"

    def has_delete_permission(self, request, obj=None):
        return False  # ids are permanent: a proposal is rejected, a public event retracted

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
            event.quotes[0].date_reading,
        )

    @admin.display(description=gettext_lazy("flag"))
    def flag(self, event):
        return _("flagged") if event.flagged else ""

    @admin.display(description=gettext_lazy("quote"))
    def quote(self, event):
        if not event.quotes:
            return ""
        before, words, after = event.quotes[0].marked()
        return format_html("{}<mark>{}</mark>{}", before[-80:], words, after[:80])

    @admin.display(description=gettext_lazy("article"))
    def article(self, event):
        articles = [e.article for e in event.quotes if e.article_id]
        return articles[0] if articles else ""

    # decisions on one event

    def get_urls(self):
        decide = path(
            "<int:pk>/decide/", self.admin_site.admin_view(self.decide), name="timeline_event_decide"
        )
        undo = path("undo/", self.admin_site.admin_view(self.undo), name="timeline_event_undo")
        return [decide, undo, *importing.urls(self), *super().get_urls()]

    def decide(self, request, pk):
        """One button: accept, reject, retract or merge; POST only, answers with the next page to look at."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        event = get_object_or_404(Event, pk=pk)
        if not self.has_change_permission(request, event):
            raise PermissionDenied
        verb, reason = request.POST.get("verb", ""), request.POST.get("reason", "").strip()
        version = request.POST.get("version", "")
        try:
            if verb == "merge":
                into = request.POST.get("into", "")
                survivor = get_object_or_404(Event, pk=into if into.isdecimal() else 0)
                merging.merge(event, into=survivor, by=request.user)
                event = survivor
            else:
                decide = DECIDING.get(verb)
                if decide is None:
                    raise review.NotPossible(_("There is no decision called “%s”.") % verb)
                decide(event, request.user, reason, int(version) if version.isdecimal() else None)
        except (review.NotPossible, decisions.Conflict) as why:
            self.message_user(request, str(why), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:timeline_event_change", args=[pk]))
        self.message_user(request, self.done_words(verb, event), messages.SUCCESS)
        return HttpResponseRedirect(self.after(event))

    def after(self, event):
        """The next proposal of the same article, else the event decided upon."""
        articles = event.evidence.exclude(article=None).values("article")
        waiting = Event.objects.awaiting_review().filter(evidence__article__in=articles).exclude(pk=event.pk)
        following = waiting.order_by("evidence__article", "evidence__trigger_start", "id").first()
        return reverse("admin:timeline_event_change", args=[(following or event).pk])

    def done_words(self, verb, event):
        done = {
            "accept": _("Accepted: %s"),
            "reject": _("Rejected: %s"),
            "retract": _("Retracted: %s"),
            "merge": _("Merged into: %s"),
        }
        return done[verb] % event

    def undo(self, request):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            undone = decisions.undo_last(by=request.user).undoes
            words = ngettext(
                "Undone: %(verb)s, %(n)d record.", "Undone: %(verb)s, %(n)d records.", undone.changes.count()
            )
            self.message_user(
                request, words % {"verb": undone.verb, "n": undone.changes.count()}, messages.SUCCESS
            )
        except (decisions.CannotUndo, decisions.Conflict) as why:
            self.message_user(request, str(why), messages.ERROR)
        back = request.POST.get("next", "")
        here = reverse("admin:timeline_event_changelist")
        return HttpResponseRedirect(back if back.startswith(here) else here)

    # decisions on several

    @admin.action(description=gettext_lazy("Accept the selected events"), permissions=["change"])
    def accept_selected(self, request, events):
        self.decide_on_all(request, events, review.accept, _("%d accepted."))

    @admin.action(description=gettext_lazy("Reject the selected events"), permissions=["change"])
    def reject_selected(self, request, events):
        self.decide_on_all(request, events, review.reject, _("%d rejected."))

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
        )

    def decide_on_all(self, request, events, deed, done):
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
        fields = {name: given[name] for name in review.EDITABLE if name in form.changed_data or not change}
        participants = [
            (row["entity"], row["role"])
            for formset in formsets if formset.model is Participation
            for row in formset.cleaned_data if row and not row.get("DELETE")
        ]  # fmt: skip
        if change:
            event = review.edit(
                form.instance, by=request.user, version=given["opened_version"], participants=participants,
                tags=given["tags"], **fields,
            )  # fmt: skip
        else:
            proofs = [
                f for formset in formsets if formset.model is Evidence for f in formset.save(commit=False)
            ]
            event = review.add_by_hand(
                by=request.user, evidence=proofs, participants=participants, tags=given["tags"], **fields
            )
        form.instance.pk = event.pk
        for formset in formsets:
            formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except decisions.Conflict as why:  # between the form's check and its writing
            self.message_user(request, str(why), messages.ERROR)
            return HttpResponseRedirect(request.path)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.status == Event.Status.PROPOSED:
            context["likely_same"] = corroboration.likely_same(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(self, request, object_id, extra_context=None):
        """From the one log, newest first: who did what, and what it was before."""
        event = get_object_or_404(Event, pk=object_id)
        acts = Decision.objects.filter(changes__event=event).distinct().select_related("user")
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of “%s”") % event,
            "event": event,
            "acts": acts.prefetch_related("changes"),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/timeline/event/history.html", context)
