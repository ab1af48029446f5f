"""Two editors at once. A form carries the value each field was opened with, which is the base; the record as it stands is
theirs, what is sent is mine. What only one of us has changed is as that one wants it; where both have changed one field, or
one row beneath the record, to different ends, base, theirs and mine are shown, and nothing is written before the editor has
taken one of them.

Every form of the desk is such a form: `Desk.register` puts `EditedTogether` beneath each admin.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field

from django import forms
from django.apps import apps
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.models import Max
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from timeline import decisions, restoring, states, telling
from timeline.dates import EdtfDate
from timeline.desk import presence
from timeline.models import Change, Decision, Event

THEIRS, MINE, TYPED = "theirs", "mine", "typed"
ROWS = {"timeline.evidence", "timeline.participation", "kb.alias"}
MOST_TOLD = 50  # acts since the form was opened, of which is told


@dataclass
class Dispute:
    """What two editors have made of one field, or of one row; `kept` is what the page sends back to tell it again."""

    name: str
    label: str
    base: str
    theirs: str
    mine: str
    kept: list[tuple[str, str]] = field(default_factory=list)
    typed: bool = True  # whether a third value can be typed apart from mine


class TogetherForm(forms.ModelForm):
    """The form of one record that others may be changing."""

    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.disputes, self.outdated, self.others, self.looked, self.unknown = [], False, {}, False, False
        if self.instance.pk:
            self.fields["opened_version"].initial = number_of(self.instance)
            for name in self.compared():
                self.fields[name].show_hidden_initial = True

    def compared(self) -> list[str]:
        """The fields two editors may both have changed."""
        mine = {of.name for of in (*self.instance._meta.fields, *self.instance._meta.many_to_many)}
        return [name for name, of in self.fields.items() if name in mine and not of.disabled]

    def full_clean(self):
        if self.is_bound and self.instance.pk and not self.looked and self.opened():
            self.looked = True
            self.rebase()
        super().full_clean()

    def opened(self) -> str:
        return self.data.get(self.add_prefix("opened_version"), "")

    def rebase(self) -> None:
        """Bring what was sent to the record as it stands: from here on `changed_data` is what differs from that."""
        opened, present = self.opened(), number_of(self.instance)
        counted = hasattr(self.instance, "version")  # at every write; of other records each field is compared
        self.unknown = not (
            opened.isdecimal() and len(opened) <= len(str(present)) and int(opened) <= present
        )
        self.outdated = opened != str(present)
        chosen = any(name.startswith("mine-") for name in self.data)
        if self.unknown or (counted and not self.outdated and not chosen):
            return
        now, self.data = type(self)(instance=self.instance), self.data.copy()
        anew = [name for name in self.compared() if self.bring_up(name, now[name].value())]
        if not counted:
            self.outdated = bool(anew)
        if self.outdated or chosen:
            labels = [telling.label_of(self.instance._meta.label_lower, name) for name in anew]
            self.others = since(self.instance, opened) if counted else written(self.instance, opened, labels)
        self.data[self.add_prefix("opened_version")] = str(present)
        self.__dict__.pop("changed_data", None)

    def bring_up(self, name, theirs) -> bool:
        """Whether they have another value than the form was opened with."""
        field, sent, opened = self.fields[name], self.add_prefix(name), self.add_initial_prefix(name)
        told, unsettled = self.data.getlist(opened), take(self.data, sent, opened)
        base, mine = value_of(field.hidden_widget(), self, opened), value_of(field.widget, self, sent)
        anew, touched = differs(field, base, theirs), differs(field, base, mine)
        if unsettled or (anew and touched and differs(field, theirs, mine)):
            if unsettled:
                told, mine = carried(self.data, f"base-{sent}"), carried(self.data, f"mine-{sent}")
                mine = mine if isinstance(theirs, list) else "".join(mine[:1])
                base = told if isinstance(theirs, list) else "".join(told[:1])
            raw = mine if isinstance(mine, list) else [sendable(mine)]
            kept = [(f"base-{sent}", v) for v in told or [""]] + [(f"mine-{sent}", v) for v in raw or [""]]
            said = [words_of(field, value) for value in (base, theirs, mine)]
            self.disputes.append(Dispute(sent, str(field.label or name), *said, kept=kept))
        elif anew and not touched:
            put(self.data, sent, theirs)
        put(self.data, opened, theirs)
        return anew

    def clean(self):
        cleaned = super().clean()
        if self.unknown:
            self.add_error(None, _("There is no such version of it. Open it anew."))
        elif self.disputes:
            self.add_error(None, both_changed(self.others))
            for dispute in self.disputes:
                name = dispute.name.removeprefix(f"{self.prefix}-" if self.prefix else "")
                self.add_error(name, _("Changed by both: take one above."))
        elif self.outdated:
            cleaned["opened_version"] = number_of(self.instance)
        return cleaned

    def told(self) -> str:
        """What others have changed meanwhile, for the one who has just saved; empty where they have not."""
        return _("Meanwhile changed by %(who)s, and kept: %(what)s.") % self.others if self.outdated else ""


class Row:
    """A row as it was sent: what it was opened with, and what it is to be; None where it is to go."""

    def __init__(self, data, at: str, names):
        self.pk = data.get(f"{at}-id", "")
        self.base = {name: data.get(f"initial-{at}-{name}", "") for name in names}
        self.mine = {name: data.get(f"{at}-{name}", "") for name in names}
        if f"{at}-DELETE" in data:
            self.mine = None
        taken = data.get(f"take-{at}")
        self.unsettled = f"base-{at}" in data and taken not in (THEIRS, MINE)
        self.told = data.get(f"base-{at}", "")
        if taken == THEIRS:
            self.mine = dict(self.base)


class TogetherFormSet(forms.BaseInlineFormSet):
    """The rows beneath a record, each known by its number; a new one by `named`, which is there once only."""

    rows = ()  # the fields of a row
    named = ""  # that of them which no two rows share

    def __init__(self, data=None, files=None, **kwargs):
        self.disputes = []
        if data is not None and data.get("opened_version") and kwargs["instance"].pk:
            data = self.rebased(data, type(self)(**kwargs))
        super().__init__(data, files, **kwargs)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name in form.fields.keys() & set(self.rows):
            form.fields[name].show_hidden_initial = True

    def has_changed(self) -> bool:
        return any({*self.rows, "DELETE"} & set(form.changed_data) for form in self.forms)

    def clean(self):
        super().clean()
        if self.disputes:
            raise ValidationError(_("Changed by both: take one above."))

    def rebased(self, data, now):
        """What was sent, as if by a form opened on the rows that are there."""
        pattern, count = (
            re.compile(rf"(?:initial-)?{now.prefix}-\d+-"),
            data.get(f"{now.prefix}-TOTAL_FORMS", ""),
        )
        if not count.isdecimal() or int(count) > now.absolute_max:
            return data
        sent = [Row(data, f"{now.prefix}-{n}", self.rows) for n in range(int(count))]
        opened = {row.pk: row for row in sent if row.pk}
        new = {row.mine[self.named]: row for row in sent if not row.pk and row.mine and row.mine[self.named]}
        self.fresh, self.now, self.number = data.copy(), now, 0
        for name in [name for name in data if pattern.match(name)]:
            del self.fresh[name]
        for form in now.initial_forms:
            theirs = {name: sendable(form[name].value()) for name in self.rows}
            row = opened.pop(str(form.instance.pk), None) or new.pop(theirs[self.named], None)
            self.put_row(form.instance.pk, theirs, row)
        self.fresh[f"{now.prefix}-INITIAL_FORMS"] = str(self.number)
        for row in opened.values():  # which another has removed
            if row.unsettled or row.mine not in (None, row.base):
                self.put_row("", None, row)
        for row in new.values():
            self.put_row("", dict.fromkeys(self.rows, ""), row)
        self.fresh[f"{now.prefix}-TOTAL_FORMS"] = str(self.number)
        return self.fresh

    def put_row(self, pk, theirs: dict | None, row: Row | None) -> None:
        at, mine = f"{self.now.prefix}-{self.number}", theirs
        self.number += 1
        if row is not None:
            anew, touched = row.base != theirs, row.mine != row.base
            mine = row.mine if touched else theirs
            if row.unsettled or (anew and touched and row.mine != theirs and (row.pk or pk)):
                base = row.told or (self.words(row.base) if row.pk else _("not there"))
                said = [self.words(values) for values in (theirs, row.mine)]
                name = str(self.model._meta.verbose_name)
                self.disputes.append(Dispute(at, name, base, *said, kept=[(f"base-{at}", base)], typed=False))
        for name in self.rows:
            self.fresh[f"initial-{at}-{name}"] = (theirs or {}).get(name, "")
            self.fresh[f"{at}-{name}"] = (mine or theirs or {}).get(name, "")
        self.fresh[f"{at}-id"] = str(pk)
        self.fresh[f"{at}-{self.fk.name}"] = str(self.now.instance.pk)
        if mine is None:
            self.fresh[f"{at}-DELETE"] = "on"

    def words(self, values: dict | None) -> str:
        if not values or not any(values.values()):
            return _("removed")
        return ", ".join(words_of(self.now.empty_form.fields[name], values[name]) for name in self.rows)


def take(data, name: str, opened: str) -> bool:
    """Put what the editor has taken of a disputed field into the field; whether nothing has been taken yet."""
    if f"mine-{name}" not in data:
        return False
    taken = data.get(f"take-{name}")
    if taken == THEIRS:
        data.setlist(name, data.getlist(opened))
    elif taken == MINE:
        data.setlist(name, carried(data, f"mine-{name}"))
    return taken not in (THEIRS, MINE, TYPED)


def carried(data, name: str) -> list[str]:
    """Values a page sends back to tell them again; none was sent as an empty one."""
    return [value for value in data.getlist(name) if value]


def value_of(widget, form, name: str):
    return widget.value_from_datadict(form.data, form.files, name)


def differs(field, one, other) -> bool:
    """Whether two values of a field, as they are kept or as they are sent, mean different things."""
    try:
        return field.has_changed(field.to_python(one), other)
    except ValidationError:
        return one != other


def sendable(value):
    """As a form sends it."""
    return "" if value is None else value if isinstance(value, list) else str(value)


def put(data, name: str, value) -> None:
    """Set a value, or a list of values, in what was sent."""
    if isinstance(value, (list, tuple)):
        data.setlist(name, [sendable(item) for item in value])
    else:
        data[name] = "" if value is None or value is False else sendable(value)


def words_of(field, value) -> str:
    """A value of a field as people read it."""
    try:
        read = field.to_python(value)
    except ValidationError:
        read = value
    if isinstance(field, forms.BooleanField):
        return _("yes") if read else _("no")
    if isinstance(field, forms.ModelMultipleChoiceField):
        read = ", ".join(map(str, read))
    elif isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        read = dict(field.choices).get(str(read), read)
    elif isinstance(read, EdtfDate):
        read = read.words(_)
    return str(read) if read not in (None, "") else "–"


def since(record, version: str) -> dict[str, str]:
    """Who has changed the record since that version, and what of it, in words."""
    behind = record.version - int(version) if version.isdecimal() else 1
    acts = Decision.objects.order_by("-id").select_related("user")
    if isinstance(record, Event):
        acts, changes = acts.filter(changes__event=record), Change.objects.filter(event=record)
    else:
        of_it = {"model": record._meta.label_lower, "row": record.pk}
        acts = acts.filter(**{f"changes__{name}": value for name, value in of_it.items()})
        changes = Change.objects.filter(**of_it)
    acts = list(acts.distinct()[: min(max(behind, 1), MOST_TOLD)])
    changes = changes.filter(decision__in=acts).order_by("id")
    who = dict.fromkeys(decisions.name_of(act.user) for act in acts)
    what = dict.fromkeys(label for change in changes for label in labels(change))
    who = get_text_list(list(who) or [_("somebody")], _("and"))
    return {"who": who, "what": ", ".join(what) or _("something")}


def written(record, number: str, labels: list[str]) -> dict[str, str]:
    """The same of a record that counts no versions, by the entries about it since that number."""
    entries = entries_of(record).filter(pk__gt=number).order_by("pk")[:MOST_TOLD]
    users = [entry.decision.user if isinstance(entry, Change) else entry.user for entry in entries]
    who = list(dict.fromkeys(map(decisions.name_of, users))) or [_("somebody")]
    return {"who": get_text_list(who, _("and")), "what": ", ".join(labels) or _("something")}


def entries_of(record):
    """What the log says of a record; of one that is none of the log's, what Django's own says of its form."""
    model, pk = states.key_of(record)
    if model in restoring.FIELDS:
        return Change.objects.filter(model=model, row=pk).select_related("decision__user")
    kind = ContentType.objects.get_for_model(record)
    return LogEntry.objects.filter(content_type=kind, object_id=str(pk)).select_related("user")


def number_of(record) -> int:
    """What a form carries of the record it was opened with: its version, else the number of the last entry about it."""
    if hasattr(record, "version"):
        return record.version
    return entries_of(record).aggregate(last=Max("pk"))["last"] or 0


def labels(change: Change) -> list[str]:
    """Names of what an act has changed: fields of the record, or the kind of rows beneath it."""
    model = apps.get_model(change.model)
    if change.model not in ROWS:
        columns = telling.columns_between(change.before, change.after)
        return [
            telling.label_of(change.model, name) for name in columns if telling.is_told(change.model, name)
        ]
    return [str(model._meta.verbose_name_plural)]


def both_changed(others: dict) -> str:
    return _(
        "%(who)s has changed this since you opened it (%(what)s). Where both have changed the same, take one; "
        "everything else of both is kept. Nothing is saved yet."
    ) % others  # fmt: skip


def form_for(form: type) -> type[TogetherForm]:
    """The form of an admin, as one of a record that others may be changing."""
    if issubclass(form, TogetherForm):
        return form
    return TogetherForm if issubclass(TogetherForm, form) else type(form.__name__, (form, TogetherForm), {})


class EditedTogether:
    """For the admin of a record that several editors may have open."""

    def get_fieldsets(self, request, obj=None):
        """The version goes with the form of a record, whether or not an admin says itself which fields there are."""
        found = [
            (name, options | {"fields": [one for one in options["fields"] if one != "opened_version"]})
            for name, options in super().get_fieldsets(request, obj)
        ]
        if obj and self.has_change_permission(request, obj):
            found[-1][1]["fields"].append("opened_version")
        return found

    def get_object(self, request, object_id, from_field=None):
        """Locked from here to the end of the request where the form may be written: what it is compared with stays."""
        if request.method == "POST" and connection.in_atomic_block:
            key = self.model._meta.get_field(from_field) if from_field else self.model._meta.pk
            with suppress(ValidationError, ValueError):
                number = key.to_python(object_id)
                self.model._base_manager.select_for_update().filter(**{key.name: number}).values_list(
                    "pk"
                ).first()
        return super().get_object(request, object_id, from_field)

    def changeform_view(self, request, *given, **more):
        """What another has taken at this very moment, a name or an address, is looked at once more, and said by the form."""
        try:
            return super().changeform_view(request, *given, **more)
        except IntegrityError:
            return super().changeform_view(request, *given, **more)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj is not None and self.has_change_permission(request, obj):
            context["presence"] = presence.opened(obj, request.user)
        together = [
            context["adminform"].form,
            *(inline.formset for inline in context["inline_admin_formsets"]),
        ]
        context["disputes"] = [dispute for one in together for dispute in getattr(one, "disputes", [])]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.tell_of_others(request, form)

    def tell_of_others(self, request, form) -> None:
        told = form.told() if isinstance(form, TogetherForm) else ""  # of a new user there is another form
        if told:
            self.message_user(request, told, messages.INFO)
