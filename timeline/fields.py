"""How a date is stored, and everything that is derived from it."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from timeline.dates import LONGEST, UNDATED_SORT_DAY, UNDATED_SPAN_CLASS, EdtfDate, NotADate

DATED = (  # the columns that derive() fills
    "earliest",
    "latest",
    "sort_day",
    "span_class",
    "precision",
    "qualifier",
    "kind",
    "date_display",
)


def derive(when: EdtfDate | None) -> dict:
    """The columns stored beside a date, by name; the only place that makes them.

    Open sides hold the calendar's first or last day, so that an overlap never meets a null; an
    unknown date has no bounds and comes last. `date_display` is English.

    >>> derive(EdtfDate.parse("[..2014-10]"))["earliest"].isoformat()
    '0001-01-01'
    >>> derive(None)["precision"], derive(None)["earliest"]
    ('unknown', None)
    """
    if when is None:
        return dict(
            zip(DATED, (None, None, UNDATED_SORT_DAY, UNDATED_SPAN_CLASS, "unknown", "", "", ""), strict=True)
        )
    return {
        "earliest": when.stored_earliest,
        "latest": when.stored_latest,
        "sort_day": when.sort_day,
        "span_class": when.span_class,
        "precision": when.precision,
        "qualifier": when.qualifier,
        "kind": when.kind,
        "date_display": when.words(),
    }


def _refused(why: NotADate) -> ValidationError:
    return ValidationError(why.words(gettext), code="invalid")


class EdtfDateFormField(forms.CharField):
    """A text box that takes EDTF and typed words; its value is an EdtfDate, or None when empty."""

    def to_python(self, value):
        if isinstance(value, EdtfDate):
            return value
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return EdtfDate.read(text)
        except NotADate as why:
            raise _refused(why) from why

    def prepare_value(self, value):
        return value.edtf if isinstance(value, EdtfDate) else value

    def has_changed(self, initial, data):
        if self.disabled:
            return False
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class EdtfDateField(models.Field):
    """Stores EDTF text; gives an EdtfDate, or None for an unknown date.

    A string may be assigned; it becomes an EdtfDate when the record is cleaned or saved. Only exact,
    in and isnull can be asked of it: the order of the text is not the order of the dates, which the
    derived columns have.
    """

    description = _("A date as precise as its source (EDTF)")
    LOOKUPS = ("exact", "in", "isnull")

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = LONGEST
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def get_internal_type(self):
        return "CharField"

    def from_db_value(self, value, expression, connection):
        return EdtfDate.parse(value) if value else None

    def to_python(self, value):
        if value is None or isinstance(value, EdtfDate):
            return value
        if value == "":
            return None
        try:
            return EdtfDate.parse(str(value))
        except NotADate as why:
            raise _refused(why) from why

    def pre_save(self, model_instance, add):
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value):
        value = self.to_python(super().get_prep_value(value))
        return None if value is None else value.edtf

    def value_to_string(self, obj):
        value = self.to_python(self.value_from_object(obj))
        return "" if value is None else value.edtf

    def get_lookup(self, lookup_name):
        return super().get_lookup(lookup_name) if lookup_name in self.LOOKUPS else None

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": EdtfDateFormField, **kwargs})
