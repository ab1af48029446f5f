"""Report an error: anybody may say what is wrong with an event; only the desk reads it."""

import lxml.html
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from timeline import merging, review
from timeline.models import ErrorReport
from timeline.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def bridge():
    return factories.event("The bridge opened", date="2014-06")


def send(client, event, **given):
    given = {"text": "It was in July.", "contact": "", "revision": event.revision, "homepage": ""} | given
    return client.post(reverse("report", args=[event.public_id]), given)


def test_a_report_lands_at_the_desk_beside_the_event_and_can_be_settled(client, admin_client, bridge):
    form = client.get(reverse("report", args=[bridge.public_id])).content.decode()
    assert "The bridge opened" in form and f'value="{bridge.revision}"' in form
    answer = send(
        client, bridge, text="It was <i>July</i>.\r\nSee the town archive.", contact="reader@example.org"
    )
    assert answer.status_code == 302
    assert "Thank you" in client.get(answer["Location"]).content.decode()
    report = ErrorReport.objects.get()
    assert report.text == "It was <i>July</i>.\nSee the town archive."

    desk, change = reverse("admin:index"), reverse("admin:timeline_event_change", args=[bridge.pk])
    front = lxml.html.fromstring(admin_client.get(desk).content)
    assert "1 report of an error by a reader" in " ".join(front.text_content().split())
    events = admin_client.get(reverse("admin:timeline_event_changelist") + "?status__exact=all&reported=1")
    assert "published, reported by a reader" in events.content.decode()
    beside = admin_client.get(change).content.decode()
    assert "It was &lt;i&gt;July&lt;/i&gt;.<br>See the town archive." in beside
    assert "reader@example.org" in beside and "about revision" not in beside
    review.edit(bridge, by=None, date="2014-07")
    assert "about revision 1; the record is at revision 2" in admin_client.get(change).content.decode()

    settle = reverse("admin:timeline_errorreport_settle", args=[report.pk])
    assert admin_client.get(settle).status_code == 405
    assert admin_client.post(settle)["Location"] == change
    report.refresh_from_db()
    assert report.settled_by.username == "admin"
    assert "town archive" not in admin_client.get(change).content.decode()
    assert "report of an error" not in admin_client.get(desk).content.decode()


def test_the_list_at_the_desk_settles_several_and_lets_them_wait_again(admin_client, bridge):
    reports = [ErrorReport.objects.create(event=bridge, text=f"Wrong, said {n}.") for n in "12"]
    where = reverse("admin:timeline_errorreport_changelist")
    for action, waiting in (("settle_selected", 0), ("open_again", 2)):
        shown = where + "?state=all"
        admin_client.post(shown, {"action": action, "_selected_action": [one.pk for one in reports]})
        assert ErrorReport.objects.waiting().count() == waiting
        page = admin_client.get(where).content.decode()
        assert ("Wrong, said 1." in page) == bool(waiting)


def test_only_who_may_change_events_reads_reports(client, django_user_model, bridge):
    report = ErrorReport.objects.create(event=bridge, text="It was in July.")
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    assert "report of an error" not in client.get(reverse("admin:index")).content.decode()
    assert client.get(reverse("admin:timeline_errorreport_changelist")).status_code == 403
    assert client.post(reverse("admin:timeline_errorreport_settle", args=[report.pk])).status_code == 403


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": "  "}, "Write what is wrong."),
        ({"text": "x" * 2001}, "at most 2000 characters"),
        ({"contact": "x" * 201}, "at most 200 characters"),
        ({"text": "nul \0"}, "Null characters are not allowed."),
        ({"revision": "banana"}, "Report an error"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_what_was_typed(client, bridge, given, words):
    answer = send(client, bridge, **given)
    assert answer.status_code == 400 and words in answer.content.decode()
    assert not ErrorReport.objects.exists()


def test_a_text_as_long_as_the_browser_counts_it_is_taken(client, bridge):
    assert send(client, bridge, text="x\r\n" * 999 + "xx").status_code == 302


def test_a_machine_that_fills_in_every_field_is_thanked_and_forgotten(client, bridge):
    assert send(client, bridge, homepage="https://example.org").status_code == 302
    assert not ErrorReport.objects.exists()


def test_no_other_site_can_send_a_report_in_a_readers_name(bridge):
    assert send(Client(enforce_csrf_checks=True), bridge).status_code == 403


def test_who_sends_too_many_is_told_when_to_send_it_again_and_keeps_the_text(client, bridge, settings):
    cache.clear()
    settings.REPORT_RATE = 2
    answers = [send(client, bridge) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 3600
    assert "It was in July." in answers[-1].content.decode()
    assert ErrorReport.objects.count() == 2


def test_a_merged_record_is_reported_as_what_it_became(client, admin_client, bridge):
    other = factories.event("The bridge was opened", date="2014-06")
    send(client, other)
    merging.merge(other, into=bridge, by=None)
    where = reverse("report", args=[other.public_id])
    assert client.get(where)["Location"] == reverse("report", args=[bridge.public_id])
    send(client, other, text="Sent while it was being merged.")
    assert ErrorReport.objects.filter(event=bridge).count() == 1
    beside = admin_client.get(reverse("admin:timeline_event_change", args=[bridge.pk])).content.decode()
    assert f"about {other.public_id}, which has become part of this event" in beside


def test_a_retracted_record_can_be_reported_without_being_shown(client, bridge):
    review.retract(bridge, by=None, reason="The source has withdrawn it.")
    where = reverse("report", args=[bridge.public_id])
    assert where in client.get(bridge.get_absolute_url()).content.decode()
    page = client.get(where).content.decode()
    assert "has been retracted" in page and "The bridge opened" not in page
    assert send(client, bridge).status_code == 302


@pytest.mark.parametrize("status", ["proposed", "rejected"])
def test_what_is_not_public_cannot_be_reported(client, status):
    hidden = factories.event("A secret", status=status)
    assert client.get(reverse("report", args=[hidden.public_id])).status_code == 404
    assert send(client, hidden).status_code == 404
