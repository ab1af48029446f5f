"""What would keep an editor waiting, and cannot be done in parts, is done by a worker where one lives."""

import pytest
from django.urls import reverse
from django.utils import timezone

from timeline import integrity, large_acts, tasks
from timeline.models import Decision, Heartbeat, Work
from timeline.tests.factories import entity, event

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(monkeypatch):
    """Names of three events each, which is much here."""
    monkeypatch.setattr(large_acts, "AT_ONCE", 2)
    lost, kept = entity("Burma", aliases=["Burmese"]), entity("Myanmar")
    for n in range(3):
        event(f"Event {n}", who=[lost], place=lost), event(f"Other {n}", who=[kept])
    return lost, kept


def merge(desk, lost, kept):
    sent = {"left": lost.pk, "right": kept.pk, "left_version": 1, "right_version": 1, "stays": "right"}
    return desk.post(reverse("admin:kb_entity_compare"), sent | {"name": "right"})


def act_on(desk, record, **sent):
    act = Decision.objects.filter(verb="merge").get()
    return desk.post(reverse("admin:kb_entity_act", args=[record.pk, act.pk]), sent)


def worked(answer) -> str:
    """What the work says in the end that the answer leads to."""
    work = Work.objects.first()
    assert (answer.url, work.state) == (work.get_absolute_url(), "waiting")
    work = tasks.run(work)
    assert (work.state, work.done, work.total) == ("done", 1, 1)
    return work.result


def events_of(*names) -> list[int]:
    return [name.participations.count() for name in names]


def test_names_of_many_events_are_merged_and_taken_apart_and_that_undone_as_long_work(desk, two):
    Heartbeat.objects.create(worker="one", at=timezone.now())
    lost, kept = two
    assert worked(merge(desk, lost, kept)) == "“Burma” is a part of “Myanmar” now."
    assert events_of(lost, kept) == [0, 6]
    assert worked(act_on(desk, kept, _do="undo")) == "Undone: Merged."
    assert events_of(lost, kept) == [3, 3]
    again = Decision.objects.get(verb="undo")
    desk.post(reverse("admin:kb_entity_act", args=[kept.pk, again.pk]), {"_do": "undo"})
    tasks.run(Work.objects.first())
    act = Decision.objects.get(verb="redo")
    sent = {"_do": "unmerge", "merged": lost.pk}
    answer = desk.post(reverse("admin:kb_entity_act", args=[kept.pk, act.pk]), sent)
    assert worked(answer) == "“Burma” stands by itself again."
    assert events_of(lost, kept) == [3, 3]
    assert list(integrity.problems()) == []


def test_a_long_merger_says_why_it_could_not_be(desk, two):
    Heartbeat.objects.create(worker="one", at=timezone.now())
    answer = merge(desk, *two)
    large_acts.merging.merge_entities(two[0], into=two[1], by=None)
    result = worked(answer)
    assert result.startswith("Nothing was changed: ") and Decision.objects.count() == 1


def test_without_a_worker_it_is_done_at_once(desk, two):
    lost, kept = two
    merge(desk, lost, kept)
    assert events_of(lost, kept) == [0, 6]
    act_on(desk, kept, _do="unmerge", merged=lost.pk)
    assert events_of(lost, kept) == [3, 3] and not Work.objects.exists()
