import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from timeline import review
from timeline.decisions import act
from timeline.exports.version import version_of
from timeline.facets import entity_choices, entity_counts, source_choices, tag_choices
from timeline.models import PublicChange
from timeline.query import EventQuery
from timeline.remembering import State
from timeline.tests.factories import entity, event, tag

pytestmark = pytest.mark.django_db


def asked(text=""):
    return EventQuery.from_params(QueryDict(text))


def said(choices, text=""):
    return [(choice.words, choice.count) for choice in choices(asked(text))]


@pytest.fixture
def public(remembering):
    """An event that readers see with all its names."""
    found = event(title="Arms sold", date="2014", status="published", who=[entity("Ardane")])
    found.tags.set([tag("Arms trade")])
    remembering()
    return found


def test_the_same_question_asks_the_database_once(public, django_assert_num_queries):
    query = asked()
    first = entity_counts(query)
    with django_assert_num_queries(0):
        assert entity_counts(query) == first != {}
        assert entity_counts(replace(query, zoom="year", order="newest")) == first


def test_questions_that_differ_have_answers_of_their_own(public):
    assert said(entity_choices) == [("Ardane", 1)]
    for other in ("from=2015", "q=nothing", "type=AID", "precision=day", "disputed=1", "factuality=planned"):
        assert said(entity_choices, other) == [], other
    assert said(entity_choices, "from=2014-02&to=2014-03") == [("Ardane", 1)]
    assert said(entity_choices, "from=2014-02&to=2014-03&certain=1") == []


def test_a_decision_is_seen_at_once(public):
    assert said(entity_choices) == [("Ardane", 1)]
    review.retract(public, by=None, reason="Made up.")
    assert said(entity_choices) == []


def test_new_names_are_seen_at_once(public):
    """Those of publishers and topics stand in no log."""
    assert said(tag_choices) and said(source_choices) and said(entity_choices)
    (who,), topic, paper = public.entities.all(), public.tags.get(), public.evidence.first().article.source
    with act("rename", by=None) as this:
        this.change(who, name="Belmory")
    topic.name, paper.name = "Gas", "Ferry Gazette"
    topic.save()
    paper.save()
    assert said(entity_choices) == [("Belmory", 1)]
    assert said(tag_choices) == [("Gas", 1)]
    assert said(source_choices) == [("Ferry Gazette", 1)]


def test_a_change_that_is_told_late_is_seen(public):
    """As PostgreSQL may show it: after one of a later time and number."""
    before = State().digest
    last = PublicChange.objects.latest("id")
    told = {"public_id": "ev-late", "kind": "created", "revision": 1}
    PublicChange.objects.create(pk=last.pk - 1000, at=last.at - dt.timedelta(minutes=5), **told)
    assert State().digest != before


def test_what_an_export_holds_is_counted_once_until_the_data_change(public):
    def version():
        return version_of(asked().events(), "events.csv", using="default")

    PublicChange.objects.update(at=timezone.now() - dt.timedelta(days=1))
    assert version().count == 1
    with CaptureQueriesContext(connection) as seen:
        assert version().count == 1
    assert not [query["sql"] for query in seen.captured_queries if "COUNT" in query["sql"]]
    review.retract(public, by=None, reason="Made up.")
    assert version().count == 0


def test_a_page_is_made_once_for_all_readers_until_something_changes(public, client, admin_client):
    def shown(address="/", reader=client, **headers):
        with CaptureQueriesContext(connection) as asked_for:
            page = reader.get(address, headers=headers)
        return page.content.decode(), any("timeline_event" in query["sql"] for query in asked_for)

    first, looked_up = shown()
    assert "Arms sold" in first and looked_up
    assert shown() == (first, False)

    assert 'lang="ru"' in shown(**{"accept-language": "ru"})[0]
    assert "Events from 2014 on" in shown("/?from=2014")[0]
    slip, looked_up = shown("/?entity=nobody"), shown("/?entity=nobody")[1]
    assert "nobody" in slip[0] and looked_up
    assert shown(reader=admin_client)[1] and shown(reader=admin_client)[1]

    review.retract(public, by=None, reason="Made up.")
    assert "Arms sold" not in shown()[0]
