"""The form of one event. Every field is sent with the value it was opened with, and the event with its version, so that
only what the editor has changed is written, and two editors never overwrite each other.
"""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timeline import merging, review
from timeline.desk.together import TogetherForm, TogetherFormSet
from timeline.models import Event

OF_THE_EVENT = (*review.EDITABLE, "tags")
LONGEST_NAME = 18  # characters of a number or an id


class EventSearch(AutocompleteSelect):
    """A box that offers events while one types, and says so when it is empty."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return {**attrs, "data-placeholder": _("Its words, or its id")}


class EventChoice(forms.ModelChoiceField):
    """One event, named by its number or its public id."""

    def to_python(self, value):
        event = self.named(value)
        if event is None and value not in self.empty_values:
            raise forms.ValidationError(_("No event that could take this one in is called “%s”.") % value)
        return event

    def prepare_value(self, value):
        """The number of the event; None where there is none."""
        event = self.named(value)
        return event.pk if event else None

    def named(self, value) -> Event | None:
        named = str(value or "").strip()
        if not named or len(named) > LONGEST_NAME or not named.isprintable():
            return None
        known = {"pk": named} if named.isdecimal() else {"public_id": named}
        return self.queryset.filter(**known).first()


def pressed(data) -> list[str]:
    """The button that sends the form: the verb and, for a merge into a likely other, its number and version."""
    return data.get("_decide", "").split("-")


UNDECIDED = {"", "save", "flag", "shorter", "longer", "skip", "back", "undo"}  # what leaves a proposal one
DONE = {
    "accept": gettext_lazy("Accepted: %s"),
    "reject": gettext_lazy("Rejected: %s"),
    "retract": gettext_lazy("Retracted: %s"),
    "merge": gettext_lazy("Merged into: %s"),
}


def decide(event: Event, form: "EventForm", by, **written_with_it) -> None:
    """What the button says, once what was typed is written: both are to be one act."""
    verb, given = pressed(form.data)[0], form.cleaned_data
    if verb == "accept":
        review.accept([event], by=by)
    elif verb == "reject":
        review.reject([event], by=by)
    elif verb == "retract":
        review.retract(event, by=by, reason=given["reason"])
    elif verb == "merge":
        if given["into"] is None:
            raise review.NotPossible(_("Say which event it is the same as."))
        version = given.get("into_version")
        merging.merge(event, into=given["into"], by=by, into_version=version, **written_with_it)
    elif verb:
        raise review.NotPossible(_("There is no decision called “%s”.") % verb)


class EventForm(TogetherForm):
    """The event, and what a decision needs besides."""

    reason = forms.CharField(
        label=gettext_lazy("Reason, for readers"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"form": "event_form", "class": "vTextField"}),
    )
    into = EventChoice(
        label=gettext_lazy("Same event as"),
        required=False,
        queryset=Event.objects.filter(status__in=merging.TAKING),
        widget=EventSearch(Event._meta.get_field("merged_into"), admin.site, attrs={"form": "event_form"}),
    )
    NEEDED = {"reason": "retract", "into": "merge"}  # field -> the one decision it belongs to

    refused = None  # why what is sent has just not been possible; set by the admin

    class Meta:
        model = Event
        fields = OF_THE_EVENT
        widgets = {"title": forms.TextInput(attrs={"class": "vLargeTextField"})}

    def compared(self) -> list[str]:
        return [name for name in (*OF_THE_EVENT, "who") if name in self.fields]

    def clean(self):
        cleaned = super().clean()
        verb, *likely = pressed(self.data)
        if likely:
            cleaned["into"] = Event(pk=forms.IntegerField(max_value=2**63 - 1).clean(likely[0]))
            cleaned["into_version"] = forms.IntegerField().clean(likely[-1])
        for name, needed_for in self.NEEDED.items():
            if cleaned.get(name) and verb != needed_for:
                self.add_error(name, _("Press the button beside it, or leave this empty."))
        if self.outdated and verb not in UNDECIDED and not self.disputes:
            self.add_error(
                None,
                _("%(who)s has changed this event since you opened it (%(what)s). The form now holds what it says, with "
                  "your own entries; look at it, then decide again.") % self.others,
            )  # fmt: skip
        elif self.refused is not None:
            self.add_error(None, str(self.refused))
        return cleaned


class ParticipantFormSet(TogetherFormSet):
    """Who took part."""

    rows, named = ("entity", "role"), "entity"
