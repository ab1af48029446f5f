from datetime import date
from importlib import import_module

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, models
from django.template import Context, Template
from django.test.utils import isolate_apps
from django.utils import translation

from timeline.dates import EdtfDate
from timeline.fields import DATED, EdtfDateField, derive
from timeline.tests.factories import event

JUNE = EdtfDate.parse("2014-06")


@pytest.fixture
def happening(transactional_db):
    """A model with nothing but a date, and its table."""
    with isolate_apps("timeline"):

        class Happening(models.Model):
            when = EdtfDateField(null=True, blank=True)

            class Meta:
                app_label = "timeline"

            def __str__(self):
                return str(self.when)

        with connection.schema_editor() as schema:
            schema.create_model(Happening)
        yield Happening
        with connection.schema_editor() as schema:
            schema.delete_model(Happening)


def test_a_date_comes_back_as_it_was_stored(happening):
    for when in ("2014-06~", "[2014-06..2014-11]", "../2015-03", "199X"):
        stored = happening.objects.create(when=EdtfDate.parse(when))
        assert happening.objects.get(pk=stored.pk).when == EdtfDate.parse(when)


def test_an_unknown_date_is_null(happening):
    happening.objects.create(when=None)
    happening.objects.create(when="")
    assert happening.objects.filter(when__isnull=True).count() == 2


def test_assigned_text_becomes_a_date_when_the_record_is_saved_or_cleaned(happening):
    saved = happening.objects.create(when="2014-06-XX")
    assert saved.when == JUNE
    cleaned = happening(when="2014-06")
    cleaned.full_clean()
    assert cleaned.when == JUNE


def test_many_at_once_are_stored_alike(happening):
    happening.objects.bulk_create([happening(when="2014-06-XX"), happening(when=JUNE), happening()])
    assert happening.objects.filter(when="2014-06").count() == 2
    changed = list(happening.objects.filter(when=JUNE))
    for one in changed:
        one.when = "2016/"
    happening.objects.bulk_update(changed, ["when"])
    assert happening.objects.filter(when="2016/..").count() == 2
    assert happening.objects.filter(when="2016/..").update(when=JUNE) == 2
    assert happening.objects.filter(when__in=["2014-06", EdtfDate.year(2014)]).count() == 2


def test_text_that_is_no_date_is_refused_before_the_database_sees_it(happening):
    with pytest.raises(ValidationError, match="June has 30 days"):
        happening(when="2014-06-31").full_clean()
    with pytest.raises(ValidationError, match="June has 30 days"):
        happening.objects.create(when="2014-06-31")
    with pytest.raises(ValidationError, match="not an EDTF date"):
        happening.objects.filter(when="banana").exists()


@pytest.mark.parametrize("lookup", ("gt", "lt", "contains", "startswith", "range"))
def test_the_text_cannot_be_asked_for_its_order(happening, lookup):
    with pytest.raises(FieldError):
        happening.objects.filter(**{f"when__{lookup}": "2014"})


def test_a_record_can_be_written_to_a_fixture_and_read_again(happening):
    field = happening._meta.get_field("when")
    assert field.value_to_string(happening(when=JUNE)) == "2014-06"
    assert field.value_to_string(happening()) == ""
    assert field.to_python("2014-06") == JUNE


def test_a_migration_can_rebuild_the_field():
    _name, path, args, kwargs = EdtfDateField(null=True, blank=True).deconstruct()
    assert (args, kwargs) == ([], {"null": True, "blank": True})
    module, _, name = path.rpartition(".")
    assert getattr(import_module(module), name) is EdtfDateField


def test_the_text_box_takes_typed_words():
    box = EdtfDateField(null=True, blank=True).formfield()
    assert str(box.clean("  June-Nov 2014 ")) == "2014-06/2014-11"
    assert box.clean("") is None
    assert 'value="2014-06"' in box.widget.render("date", box.prepare_value(JUNE))


@pytest.mark.parametrize(
    ("typed", "reason"),
    (
        ("31 June 2014", "June has 30 days."),
        ("10/11/2014", "can be 10 November 2014 or 11 October 2014"),
        ("banana", "is not understood as a date"),
        ("\x00", "is not understood as a date"),
    ),
)
def test_the_text_box_says_what_is_wrong(typed, reason):
    with pytest.raises(ValidationError) as refused:
        EdtfDateField().formfield().clean(typed)
    assert reason in " ".join(refused.value.messages)


def test_another_wording_of_the_same_date_is_no_change():
    box = EdtfDateField(null=True, blank=True).formfield()
    assert not box.has_changed(JUNE, "June 2014")
    assert not box.has_changed(None, "")
    assert box.has_changed(JUNE, "2014-06~")
    assert box.has_changed(JUNE, "banana")


def test_what_is_derived_from_a_date_is_real_days_even_where_it_is_open():
    assert derive(EdtfDate.parse("[..2014-10]")) == {
        "earliest": date.min,
        "latest": date(2014, 10, 31),
        "sort_day": date(2014, 10, 31),
        "span_class": 5,
        "precision": "range",
        "qualifier": "exact",
        "kind": "point",
        "date_display": "before November 2014",
    }
    assert derive(EdtfDate.parse("2016~/.."))["latest"] == date.max


def test_an_unknown_date_comes_last_and_has_no_days():
    derived = derive(None)
    assert tuple(derived) == DATED
    assert derived["earliest"] is derived["latest"] is None
    assert (derived["sort_day"], derived["span_class"]) == (date.max, -1)
    assert (derived["precision"], derived["qualifier"], derived["kind"]) == ("unknown", "", "")


def test_a_template_says_dates_in_words():
    page = Template("{% load dates %}{{ when|edtf_words }}: {{ when|edtf_bounds }}")
    with translation.override("en"):
        assert page.render(Context({"when": JUNE})) == "June 2014: some day from 1 to 30 June 2014"
        assert page.render(Context({"when": None})) == "date unknown: "


def test_the_names_of_months_follow_the_language():
    with translation.override("ru"):
        assert "июнь 2014" in Template("{% load dates %}{{ when|edtf_words }}").render(
            Context({"when": JUNE})
        )


@pytest.mark.django_db
def test_a_date_of_many_alternatives_is_stored_with_all_its_words():
    date = "[" + ",".join(f"201{n}-09-2{n}" for n in range(7)) + "]"
    one = event(date=date)
    one.refresh_from_db()
    assert len(one.date_display) > 120 and one.date_display == one.date.words()
