"""What pages say about dates, quotes and the history of a record."""

import pytest
from django.utils import translation

from timeline import review
from timeline.dates import EdtfDate
from timeline.engine.timex.periods import Period
from timeline.engine.timex.reasons import Reason
from timeline.models import Event, Evidence
from timeline.pages.cards import badges, date_note, iso_when_plain, sources_words
from timeline.pages.history import history
from timeline.pages.quotes import Quote, fragment_url, quote_of
from timeline.pages.why import left_open, why
from timeline.tests import factories

pytestmark = pytest.mark.one_database  # what pages say


def event_of(edtf, **fields):
    event = Event(title="A bridge opened", date=edtf and EdtfDate.parse(edtf), **fields)
    event.derive()
    return event


@pytest.mark.parametrize(
    ("edtf", "note"),
    [
        ("2014-06-20", ""),
        ("2014-06", "day not stated"),
        ("2014-22", "month not stated"),
        ("2014", "month not stated"),
        ("201X", "year not stated"),
        ("2015-08~", "approximate"),
        ("2015-08?", ""),  # the date itself says "(uncertain)"
        ("[2015-09..2015-12]", "some day from 1 September to 31 December 2015"),  # "late 2015"
        ("[2014-06..2014-11]", "day not stated"),
        ("[..2014-10]", "day not stated"),
        ("2014-06/2014-11", ""),
        (None, ""),
    ],
)
def test_the_small_words_say_what_the_source_leaves_open(edtf, note):
    assert date_note(event_of(edtf)) == note


@pytest.mark.parametrize(
    ("edtf", "iso"),
    [
        ("2014-06-20", "2014-06-20"),
        ("2014-06", "2014-06"),
        ("2014", "2014"),
        ("2014-06~", ""),
        ("[..2014-10]", ""),
        ("2014/2015", ""),
        ("2014-22", ""),
        (None, ""),
    ],
)
def test_machines_are_given_a_date_only_where_html_can_say_it_honestly(edtf, iso):
    assert iso_when_plain(event_of(edtf)) == iso


def test_badges_and_sources_in_words():
    event = event_of("2016", factuality="planned", disputed=True, correction_note="The year was wrong.")
    event.source_count, event.independent_source_count = 5, 3
    assert badges(event) == ["Sources differ", "Corrected", "Planned"]
    assert sources_words(event) == "3 independent sources, which differ on the date"
    event.source_count = event.independent_source_count = 1
    assert sources_words(event) == "1 source"


@pytest.mark.parametrize(
    ("fields", "marked"),
    [
        ({"start": 100, "date_start": 118, "date_text": "in May"}, "in May"),
        ({"start": 100, "date_start": 101, "date_text": "in May"}, "in May"),  # moved: there only once
        ({"start": None, "date_start": None, "date_text": "in May"}, "in May"),
        (
            {"start": None, "date_start": None, "date_text": "e"},
            "",
        ),  # there more than once: nothing is marked
        ({"start": 100, "date_start": 40, "date_text": "last year"}, ""),  # in another sentence
        ({"start": 100, "date_start": None, "date_text": ""}, ""),
    ],
)
def test_the_words_of_the_date_are_marked_only_where_they_certainly_stand(fields, marked):
    exact = "The bridge opened in May, the mayor said."
    quote = quote_of(Evidence(exact=exact, **fields))
    assert quote.marked == marked
    assert quote.before + quote.marked + quote.after == exact


def test_a_quote_without_words_is_no_fault():
    assert quote_of(Evidence(exact="", citation="Town archive, box 7")) == Quote("", "", "")
    assert fragment_url("https://example.org/a", "") == "https://example.org/a"


def steps(event, evidence=None):
    return [step.words for step in why(event, evidence)]


def test_why_this_date_leads_from_the_words_to_the_days():
    june = EdtfDate.parse("2014-06")
    evidence = Evidence(
        date=june,
        date_text="in June 2014",
        date_reading="a month and a year, stated in full",
        date_basis="explicit",
    )
    event = event_of("2014-06", date_basis="explicit")
    assert steps(event, evidence) == [
        "the source says “in June 2014”",
        "a month and a year, stated in full",
        "2014-06",
        "some day from 1 to 30 June 2014",
    ]
    assert left_open(event) == "No source gives the day, so none is shown."


def test_why_this_date_names_what_a_relative_date_was_read_against():
    evidence = Evidence(
        date=EdtfDate.parse("2016-01"),
        date_text="last month",
        date_reading="the month before",
        date_anchor="2016-02-11",
    )
    assert "read against 11 February 2016" in steps(event_of("2016-01", date_basis="relative"), evidence)


def test_why_this_date_names_the_anchor_once():
    evidence = Evidence(
        date=EdtfDate.parse("2015-08"),
        date_text="August",
        date_reading="August 2015, looking back from 19 October 2015",
        date_anchor="2015-10-19",
    )
    assert steps(event_of("2015-08", date_basis="relative"), evidence)[1:3] == [
        "August 2015, looking back from 19 October 2015",
        "2015-08",
    ]


def test_why_this_date_says_that_an_editor_set_it():
    evidence = Evidence(
        date=EdtfDate.parse("2016"), date_text="in 2016", date_reading="a year, stated in full"
    )
    event = event_of("2016-03-02", date_basis="editor")
    assert steps(event, evidence) == [
        "the source says “in 2016”",
        "an editor set the date",
        "2016-03-02",
        "2 March 2016",
    ]
    assert left_open(event) == ""


def test_why_an_unknown_date_is_unknown():
    assert steps(event_of(None)) == ["no source says when"]


@pytest.mark.django_db
def test_history_tells_public_changes_in_words_and_nothing_else(django_user_model):
    editor = django_user_model.objects.create_user("a.secret.name")
    event = factories.event("A bridge opened", date="2014-06", status="proposed")
    review.accept([event], by=editor)
    event.refresh_from_db()
    review.edit(event, by=editor, flagged=True, note="private words")
    review.edit(
        event,
        by=editor,
        date=EdtfDate.parse("2014-07"),
        correction_note="The month was wrong.",
        reason="private",
    )
    event.refresh_from_db()
    entries = history(event)
    assert [entry.revision for entry in entries] == [1, 2]
    assert entries[0].words == ["Published."]
    assert entries[1].words == ["Date changed from June 2014 to July 2014."]
    assert entries[1].note == "The month was wrong."
    assert "private" not in str(entries) and "secret" not in str(entries)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "June 2015, 3 months before 19 September 2015; Tuesday, counted back from 19 September 2015"),
        (
            "ru",
            "июнь 2015\u202fг., за 3 месяца до даты: 19 сентября 2015\u202fг.; вторник, отсчёт назад от даты: 19 сентября 2015\u202fг.",
        ),
        (
            "ur",
            "جون 2015، اس تاریخ سے 3 مہینے پہلے: 19 ستمبر، 2015؛ منگل، اس تاریخ سے پیچھے گنا گیا: 19 ستمبر، 2015",
        ),
    ],
)
def test_why_this_date_is_said_in_the_readers_language(language, said):
    day = Period.day(2015, 9, 19)
    reasons = (
        Reason.of("before", date=Period.month(2015, 6), count=3, unit="month", anchor=day),
        Reason.of("weekday back", weekday=1, anchor=day),
    )
    evidence = Evidence(
        date=EdtfDate.parse("2015-06"),
        date_text="three months earlier",
        date_anchor="2015-09-19",
        date_reading="The sentence in English.",
        date_reasons=[reason.kept() for reason in reasons],
    )
    with translation.override(language):
        assert steps(event_of("2015-06", date_basis="relative"), evidence)[1:3] == [said, "2015-06"]
