"""The same change to many events of the list: what to change, how many that are with a sample of them, then one button."""

import hashlib
import json

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timeline import bulk, decisions, review, tasks
from timeline.desk.names import Topics, Where
from timeline.engine.event_types import EVENT_TYPES
from timeline.models import Event

SAMPLE = 10
AS_IT_IS = gettext_lazy("as it is")
STATUS = {
    "accept": Event.Status.PUBLISHED,
    "reject": Event.Status.REJECTED,
    "retract": Event.Status.RETRACTED,
}


class ChangeForm(forms.Form):
    add = Topics(label=gettext_lazy("Give topics"), required=False)
    remove = Topics(label=gettext_lazy("Take topics away"), required=False)
    place = Where(label=gettext_lazy("Place"), required=False)
    no_place = forms.BooleanField(label=gettext_lazy("Take the place away"), required=False)
    event_type = forms.ChoiceField(
        label=gettext_lazy("Type"), required=False, choices=[("", AS_IT_IS), *EVENT_TYPES]
    )
    verdict = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[
            ("", AS_IT_IS),
            ("accept", gettext_lazy("accept")),
            ("reject", gettext_lazy("reject")),
            ("retract", gettext_lazy("retract")),
        ],
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Of a retraction readers see it."),
    )

    def clean(self):
        given = super().clean()
        for name in ("add", "remove", "place"):
            try:
                given[name] = self.fields[name].rows(given.get(name) or "")
            except forms.ValidationError as why:
                self.add_error(name, why)
        if self.errors:
            return given
        if not any(given[name] for name in given if name != "reason"):
            raise forms.ValidationError(_("Choose what to change."))
        if set(given["add"]) & set(given["remove"]):
            self.add_error("remove", _("A topic cannot be given and taken away at once."))
        if given["place"] and given["no_place"]:
            self.add_error("no_place", _("There is a place given as well."))
        if given["verdict"] == "retract" and not given["reason"].strip():
            self.add_error("reason", _("Say why it is retracted; readers see the reason."))
        return given

    def wanted(self) -> bulk.Wanted:
        given = self.cleaned_data
        place = given["place"].pk if given["place"] else None if given["no_place"] else bulk.KEEP
        return bulk.Wanted(
            add=[tag.pk for tag in given["add"]],
            remove=[tag.pk for tag in given["remove"]],
            place=place,
            event_type=given["event_type"],
            verdict=given["verdict"],
            reason=given["reason"].strip(),
        )

    def becomes(self, event: Event) -> list[tuple[str, str, str]]:
        """What of one event would be another: name, before, after."""
        given, had = self.cleaned_data, {tag.name for tag in event.tags.all()}
        has = (had | {t.name for t in given["add"]}) - {t.name for t in given["remove"]}
        place = given["place"] or (None if given["no_place"] else event.place)
        types = dict(EVENT_TYPES)
        status = STATUS.get(given["verdict"], event.status)
        rows = [
            (_("topics"), ", ".join(sorted(had)), ", ".join(sorted(has))),
            (_("place"), str(event.place or ""), str(place or "")),
            (
                _("type"),
                str(types.get(event.event_type, "")),
                str(types.get(given["event_type"] or event.event_type, "")),
            ),
            (_("status"), event.get_status_display(), str(Event.Status(status).label)),
        ]
        return [row for row in rows if row[1] != row[2]]


def page(events_admin, request, events):
    """The answer to the action: what to change, then what that comes to; None, with a message, leads to the list."""
    if (ids := chosen(events_admin, request, events)) is None:
        return None
    rows = list(Event.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "version"))
    form = ChangeForm(request.POST if "looked" in request.POST else None)
    looked, shown = form.is_bound and form.is_valid(), None
    if looked:
        shown = digest(rows, form.wanted())
        if "_sure" in request.POST and request.POST["looked"] == shown:
            return changed(events_admin, request, ids, form.wanted())
        if "_sure" in request.POST:
            words = _(
                "Somebody has changed some of these meanwhile, or you have chosen otherwise: look again."
            )
            events_admin.message_user(request, words, messages.WARNING)
    every = Event.objects.filter(pk__in=ids)
    fitting = form.wanted().fitting(every) if looked else every
    sample = fitting.order_by("pk").select_related("place").prefetch_related("tags")[:SAMPLE]
    fit = fitting.count() if looked else len(ids)
    context = {
        **events_admin.admin_site.each_context(request),
        "title": _("Change many events"),
        "opts": events_admin.opts,
        "form": form,
        "looked": shown,
        "fit": fit,
        "left_out": len(ids) - fit,
        "sample": [(event, form.becomes(event) if looked else []) for event in sample],
        "more": max(fit - SAMPLE, 0),
        "later": fit > bulk.AT_ONCE,
        "checkbox": ACTION_CHECKBOX_NAME,
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "across": request.POST.get("select_across", "0"),
    }
    return TemplateResponse(request, "admin/timeline/event/change_many.html", context)


def chosen(events_admin, request, events) -> list[int] | None:
    """Which events; None, with a message, where they are more than are ever changed at once."""
    ids = list(events.order_by("pk").values_list("pk", flat=True)[: bulk.MOST + 1])
    if len(ids) <= bulk.MOST:
        return ids
    words = _("More than %d events: narrow the filter, or choose fewer.") % bulk.MOST
    events_admin.message_user(request, words, messages.ERROR)
    return None


def digest(rows, wanted: bulk.Wanted) -> str:
    """Of what was shown: which events at which versions, and what is to become of them."""
    return hashlib.sha256(json.dumps([rows, bulk.arguments([], wanted)]).encode()).hexdigest()


def changed(events_admin, request, ids: list[int], wanted: bulk.Wanted):
    """Few at once; many as long work, where a worker lives."""
    say = events_admin.message_user
    try:
        if len(ids) <= bulk.AT_ONCE:
            _decision, count = bulk.change(ids, wanted, by=request.user)
            say(request, bulk.done(count, len(ids) - count), messages.SUCCESS)
            return None
        if not tasks.worker_lives():
            words = _("More than %d events are changed in the background, and no worker is running. Start one with "
                      "`manage.py run_worker`, or narrow the filter.")  # fmt: skip
            say(request, words % bulk.AT_ONCE, messages.ERROR)
            return None
        work = tasks.start("change events", bulk.arguments(ids, wanted), by=request.user, total=len(ids))
        return HttpResponseRedirect(work.get_absolute_url())
    except (review.NotPossible, decisions.Conflict, tasks.NoWorker) as why:
        say(request, _("Nothing was changed: %s") % why, messages.ERROR)
        return None
