"""The same change to many events of the list: shown first, asked once, one decision, one undo."""

import lxml.html
import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from timeline import bulk, integrity, review, tasks
from timeline.models import Decision, Event, Heartbeat, Work
from timeline.tests.factories import entity, event, tag

pytestmark = pytest.mark.django_db

EVENTS = "/admin/timeline/event/"


def many(n=3, **fields):
    return [event(f"Event {k}", **{"status": "proposed", "tags": ["Water"]} | fields) for k in range(n)]


class Once(tasks.Progress):
    """Stops before the second chunk."""

    def go_on_or_stop(self):
        if self.work.done:
            raise tasks.Stopped(Work.State.INTERRUPTED)


def choose(desk, events=(), asked="", **sent):
    """The answer to the action on some, or (events empty) on all the list shows."""
    first = [e.pk for e in events] or [Event.objects.order_by("pk").first().pk]
    across = {} if events else {"select_across": "1"}
    data = {"action": "change_selected", "_selected_action": first, **across, **sent}
    return desk.post(EVENTS + asked, data, follow=True)


def press(desk, answer, button="_sure", asked=""):
    """What the page sends when a button of it is pressed."""
    form = [f for f in lxml.html.fromstring(answer.content.decode()).forms if "looked" in f.fields][0]
    data = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    return desk.post(EVENTS + asked, data | {button: "1"}, follow=True)


def state():
    fields = ("title", "status", "event_type", "place", "touched", "retraction_reason")
    return {
        e.pk: ([getattr(e, name) for name in fields], sorted(t.name for t in e.tags.all()))
        for e in Event.objects.all()
    }


def test_what_would_change_is_counted_and_shown_and_done_at_one_press_and_undone_by_one(desk):
    ones, other = many(12), event("Another", status="proposed")
    tag("Arms trade"), entity("Moscow")
    before = state()
    page = choose(desk, ones).content.decode()
    assert "12 events are chosen" in page and "Event 0" in page and "Event 11" not in page
    wanted = {"add": "arms trade", "remove": "Water", "place": "Moscow", "event_type": "PROTEST"}
    answer = choose(desk, ones, looked="", **wanted)
    page = answer.content.decode()
    assert "12 events would be changed" in page and "and 2 more" in page and "<ins>Arms trade</ins>" in page
    assert state() == before
    assert "12 changed as one decision" in press(desk, answer).content.decode()
    for one in ones:
        one.refresh_from_db()
        assert (one.place.name, one.event_type, one.status) == ("Moscow", "PROTEST", "proposed")
        assert [t.name for t in one.tags.all()] == ["Arms trade"]
    assert other.tags.count() == 0 and Decision.objects.count() == 1
    assert list(integrity.problems()) == []
    desk.post(reverse("admin:timeline_event_undo"))
    assert state() == before


def test_all_that_the_filter_lists_are_changed_and_no_others(desk):
    many(60)
    event("Public", status="published"), event("Flagged", status="proposed", flagged=True)
    flagged = "?flagged__exact=0"
    answer = choose(desk, asked=flagged, looked="", verdict="reject", reason="off topic")
    assert "60 events would be changed" in answer.content.decode()
    press(desk, answer, asked=flagged)
    assert Event.objects.filter(status="rejected").count() == 60
    assert (Decision.objects.get().verb, Decision.objects.get().reason) == ("reject", "off topic")


@pytest.mark.parametrize(
    ("verdict", "status", "result"),
    [
        ("accept", "proposed", "published"),
        ("accept", "rejected", "published"),
        ("retract", "published", "retracted"),
    ],
)
def test_status_is_decided_with_what_is_changed_besides(desk, verdict, status, result):
    ones = many(2, status=status)
    sent = {"looked": "", "verdict": verdict, "reason": "A hoax.", "add": "Arms", "remove": ""}
    tag("Arms")
    press(
        desk, choose(desk, ones, asked=f"?status__exact={status}", **sent), asked=f"?status__exact={status}"
    )
    for one in Event.objects.all():
        assert (one.status, sorted(t.name for t in one.tags.all())) == (result, ["Arms", "Water"])
    assert Decision.objects.count() == 1 and list(integrity.problems()) == []


def test_those_whose_status_does_not_allow_it_are_left_out_and_counted(desk):
    ones, public = many(2), event("Public", status="published")
    listed = "?status__exact=all"
    answer = choose(desk, [*ones, public], asked=listed, looked="", verdict="reject")
    assert "1 is left out" in answer.content.decode()
    assert "2 changed as one decision" in press(desk, answer, asked=listed).content.decode()
    public.refresh_from_db()
    assert public.status == "published"


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({}, "Choose what to change."),
        ({"reason": "because"}, "Choose what to change."),
        ({"add": "Nowhere"}, "Nothing here is called “Nowhere”"),
        ({"add": "Water", "remove": "Water"}, "cannot be given and taken away"),
        ({"verdict": "retract"}, "readers see the reason"),
        ({"place": "Moscow", "no_place": "on"}, "There is a place given as well"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(desk, sent, why):
    ones = many(1)
    entity("Moscow")
    page = choose(desk, ones, looked="", **sent).content.decode()
    assert why in page and "_sure" not in page


def test_what_somebody_has_changed_since_is_shown_again_before_anything_is_written(desk):
    ones = many(2)
    answer = choose(desk, ones, looked="", event_type="PROTEST")
    review.edit(ones[0], by=get_user_model().objects.create_user("ayla"), event_type="ACCUSE")
    again = press(desk, answer)
    assert "Somebody has changed some of these" in again.content.decode()
    assert not Event.objects.filter(event_type="PROTEST").exists()
    press(desk, again)
    assert Event.objects.filter(event_type="PROTEST").count() == 2


def test_more_than_can_be_done_at_once_is_long_work_in_chunks_and_still_one_decision_and_one_undo(
    desk, monkeypatch
):
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    monkeypatch.setattr(bulk, "CHUNK", 2)
    many(5)
    before = state()
    answer = choose(desk, looked="", verdict="reject")
    assert "no worker is running" in press(desk, answer).content.decode() and state() == before
    Heartbeat.objects.create(worker="one", at=timezone.now())
    press(desk, answer)
    work = tasks.run(Work.objects.get())
    assert (work.state, work.done, work.result[:30]) == ("done", 5, "5 changed as one decision, whi")
    assert Event.objects.filter(status="rejected").count() == 5
    assert Decision.objects.get().changes.count() == 5
    desk.post(reverse("admin:timeline_event_undo"))
    tasks.run(Work.objects.first())
    assert state() == before


def test_long_work_that_is_undone_under_way_ends_and_one_that_was_stopped_goes_on(desk, editor, monkeypatch):
    monkeypatch.setattr(bulk, "CHUNK", 2)
    ids = [one.pk for one in many(5)]
    work = Work.objects.create(
        kind="change events",
        user=editor,
        language="en",
        total=5,
        arguments=bulk.arguments(ids, bulk.Wanted(verdict="reject")),
    )
    tasks.run(work, Once)
    assert (work.state, work.done, Event.objects.filter(status="rejected").count()) == ("interrupted", 2, 2)
    work = tasks.run(Work.objects.get())
    assert Event.objects.filter(status="rejected").count() == 5 and Decision.objects.count() == 1
    Work.objects.update(state="interrupted", done=2)
    desk.post(reverse("admin:timeline_event_undo"))
    work = tasks.run(Work.objects.get())
    assert work.result.startswith("Undone while") and not Event.objects.filter(status="rejected").exists()


def test_more_than_are_ever_changed_at_once_are_refused(desk, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    many(3)
    assert "More than 2 events: narrow the filter" in choose(desk).content.decode()


@pytest.fixture
def by_twos(monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    monkeypatch.setattr(bulk, "CHUNK", 2)
    Heartbeat.objects.create(worker="one", at=timezone.now())


def decided(desk, button="reject_selected") -> Work:
    """The work that rejects all of the list."""
    first = Event.objects.order_by("pk").first().pk
    desk.post(EVENTS, {"action": button, "_selected_action": first, "select_across": "1"})
    return tasks.run(Work.objects.get())


def test_deciding_on_all_of_a_long_list_and_undoing_that_are_long_works_and_one_decision_each(desk, by_twos):
    many(5, who=["Russia"])
    before = state()
    assert decided(desk).counts == {"changed": 5, "left_out": 0}
    assert Event.objects.filter(status="rejected").count() == 5
    answer = desk.post(reverse("admin:timeline_event_undo"))
    work = Work.objects.first()
    assert answer.url == work.get_absolute_url() and state() != before
    work = tasks.run(work)
    assert (work.state, work.done, work.result, work.skips.count()) == ("done", 5, "Undone: Rejected.", 0)
    assert state() == before and list(integrity.problems()) == []
    undo, reject = Decision.objects.all()
    assert (undo.undoes, undo.changes.count()) == (reject, 5)
    desk.post(
        reverse("admin:timeline_event_history", args=[Event.objects.first().pk]) + f"{undo.pk}/",
        {"_do": "undo"},
    )
    tasks.run(Work.objects.first())
    assert Event.objects.filter(status="rejected").count() == 5


def test_the_queues_own_undo_of_so_much_is_long_work_as_well(desk, by_twos):
    many(5)
    before = state()
    decided(desk)
    queue = reverse("admin:timeline_event_review")
    answer = desk.post(queue, {"_decide": "undo"}, headers={"x-fragment": "card"})
    assert "“Rejected” is being undone" in answer.content.decode() and state() != before
    assert tasks.run(Work.objects.first()).result == "Undone: Rejected."
    assert state() == before


def test_a_long_undo_is_not_begun_where_somebody_has_changed_one_since(desk, by_twos):
    many(5)
    decided(desk)
    review.accept([Event.objects.last()], by=get_user_model().objects.create_user("ayla"))
    desk.post(reverse("admin:timeline_event_undo"))
    work = tasks.run(Work.objects.first())
    assert work.result.startswith("Nothing was undone: ") and "by ayla" in work.result
    assert Event.objects.filter(status="rejected").count() == 4


def test_a_long_undo_that_was_stopped_goes_on_and_leaves_what_was_changed_meanwhile(
    desk, by_twos, monkeypatch
):
    many(5)
    decided(desk)
    desk.post(reverse("admin:timeline_event_undo"))
    work = tasks.run(Work.objects.first(), Once)
    assert (work.state, work.done, Event.objects.filter(status="rejected").count()) == ("interrupted", 2, 3)
    review.accept(
        [Event.objects.filter(status="rejected")[0]], by=get_user_model().objects.create_user("ayla")
    )
    work = tasks.run(Work.objects.get(pk=work.pk))
    assert (work.state, work.skips.count()) == ("done", 1) and "by ayla" in work.skips.get().why
    assert sorted(e.status for e in Event.objects.all()) == ["proposed"] * 4 + ["published"]
    assert Decision.objects.filter(verb="undo").count() == 1


def test_more_than_are_ever_changed_at_once_are_not_decided_on_either(desk, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    many(3)
    first = Event.objects.first().pk
    desk.post(EVENTS, {"action": "accept_selected", "_selected_action": first, "select_across": "1"})
    assert not Event.objects.filter(status="published").exists()
