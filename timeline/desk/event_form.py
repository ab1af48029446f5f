"""The form of one event. Every field is sent with the value it was opened with, and the event with its version, so that
only what the editor has changed is written, and two editors never overwrite each other.
"""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timeline import decisions, merging, review
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
        number = self.prepare_value(value)
        if number is None and value not in self.empty_values:
            raise forms.ValidationError(_("No event that could take this one in is called “%s”.") % value)
        return super().to_python(number)

    def prepare_value(self, value):
        """The number of the event; None where there is none."""
        named = str(value or "").strip()
        if not named or len(named) > LONGEST_NAME or not named.isprintable():
            return None
        known = {"pk": named} if named.isdecimal() else {"public_id": named}
        return self.queryset.filter(**known).values_list("pk", flat=True).first()


def pressed(data) -> list[str]:
    """The button that sends the form: the verb and, for a merge into a likely other, its number and version."""
    return data.get("_decide", "").split("-")


DONE = {
    "accept": gettext_lazy("Accepted: %s"),
    "reject": gettext_lazy("Rejected: %s"),
    "retract": gettext_lazy("Retracted: %s"),
    "merge": gettext_lazy("Merged into: %s"),
}


def decide(event: Event, form: "EventForm", by) -> None:
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
        merging.merge(event, into=given["into"], by=by, into_version=given.get("into_version"))
    elif verb:
        raise review.NotPossible(_("There is no decision called “%s”.") % verb)


class EventForm(forms.ModelForm):
    """The event, and what a decision needs besides."""

    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["opened_version"].initial = self.instance.version
            for name in self.of_the_event():
                self.fields[name].show_hidden_initial = True

    def of_the_event(self) -> list[str]:
        return [name for name in OF_THE_EVENT if name in self.fields]

    def clean(self):
        cleaned = super().clean()
        verb, *likely = pressed(self.data)
        if likely:
            cleaned["into"] = self.fields["into"].clean(likely[0])
            cleaned["into_version"] = forms.IntegerField().clean(likely[-1])
        for name, needed_for in self.NEEDED.items():
            if cleaned.get(name) and verb != needed_for:
                self.add_error(name, _("Press the button beside it, or leave this empty."))
        opened = cleaned.get("opened_version")
        if opened and opened != self.instance.version:
            self.show_what_it_says_now(Event.objects.get(pk=self.instance.pk))
        elif self.refused is not None:
            self.add_error(None, str(self.refused))
        return cleaned

    def show_what_it_says_now(self, present):
        """Say who has changed it, and take over the fields the editor has not touched; the others stay as typed."""
        mine, now = self.changed_data, type(self)(instance=present)
        self.add_error(
            None,
            _("%s has changed this event since you opened it. The form now holds what it says, with your own "
              "entries; look at it, then save or decide again.") % decisions.last_editor(present),
        )  # fmt: skip
        self.data = self.data.copy()
        for name in self.of_the_event():
            theirs = now[name].value()
            if name not in mine:
                put(self.data, self.add_prefix(name), theirs or "")
            elif name in self.cleaned_data and self.fields[name].has_changed(opened_with(self, name), theirs):
                self.add_error(name, _("Now: %s") % (said(present, name) or "-"))
            put(self.data, self.add_initial_prefix(name), "" if theirs is None else theirs)
        self.data[self.add_prefix("opened_version")] = present.version


def opened_with(form, name):
    """The value of a field when its form was opened."""
    field = form.fields[name]
    hidden = field.hidden_widget()
    return field.to_python(hidden.value_from_datadict(form.data, form.files, form.add_initial_prefix(name)))


def put(data, name, value):
    """Set a value, or a list of values, in what was sent."""
    if isinstance(value, list):
        data.setlist(name, value)
    else:
        data[name] = value


def said(event, name) -> str:
    if name == "tags":
        return ", ".join(map(str, event.tags.all()))
    display = getattr(event, f"get_{name}_display", None)
    return display() if display else getattr(event, name)


class ParticipantFormSet(forms.BaseInlineFormSet):
    """Who took part. What the editor has not touched is shown as it is now, whatever it was when it was opened."""

    def __init__(self, data=None, files=None, **kwargs):
        super().__init__(data, files, **kwargs)
        if self.is_bound and not self.has_changed() and self.is_outdated():
            del self.forms, self.management_form
            super().__init__(**kwargs)

    def has_changed(self) -> bool:
        """By the editor: a row that is not there any more is another's doing."""
        return any({"entity", "role", "DELETE"} & set(form.changed_data) for form in self.forms)

    def is_outdated(self) -> bool:
        return self.data.get("opened_version") not in ("", None, str(self.instance.version))

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name in {"entity", "role"} & form.fields.keys():
            form.fields[name].show_hidden_initial = True
