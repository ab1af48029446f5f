"""The feed of public changes, and /export/changes.csv: whoever follows it has what the site shows."""

import csv
import datetime as dt
import io
from contextlib import suppress
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.models import Entity
from timeline import decisions, integrity, merging, review, undoing
from timeline.models import Decision, Event, Evidence, PublicChange, Snapshot
from timeline.tests.factories import entity, event

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return get_user_model().objects.create_user("editor")


def told(one: Event) -> list[tuple[str, int]]:
    return list(PublicChange.objects.filter(public_id=one.public_id).values_list("kind", "revision"))


def by_hand(editor, title="Written by hand"):
    proof = Evidence(citation="The harbour register, p. 12", exact=title)
    return review.add_by_hand(by=editor, title=title, date="2014-06", evidence=[proof])


def test_publishing_editing_and_retracting_are_told_with_their_revisions(editor):
    one = event(status="proposed")
    assert told(one) == []
    review.accept([one], by=editor)
    review.edit(one, by=editor, title="Another title")
    review.retract(one, by=editor, reason="A hoax.")
    assert told(one) == [("created", 1), ("updated", 2), ("retracted", 3)]
    undoing.undo_last(by=editor)
    assert told(one)[-1] == ("created", 4)


def test_a_new_name_is_told_for_every_event_that_shows_it_and_again_when_it_is_undone(editor):
    port = entity("Port Amber")
    there, not_there = event("One", who=["Russia"], place=port), event("Two")
    proposal = event("Three", who=["Russia"], status="proposed")
    with decisions.act("edit", by=editor) as this:
        this.change(Entity.objects.get(name="Russia"), name="Russian Federation")
        this.change(port, iso3="AMB")
    assert told(there) == [("created", 1), ("updated", 2)] and told(not_there) == [("created", 1)]
    assert told(proposal) == []
    there.refresh_from_db()
    assert (there.revision, there.version) == (2, 1)  # an editor who has it open is in nobody's way
    undoing.undo_last(by=editor)
    assert told(there)[-1] == ("updated", 3)
    assert list(integrity.problems()) == []


def test_an_articles_new_headline_is_told_for_every_event_it_proves(editor):
    proved, other = event("One"), event("Two")
    proving = proved.evidence.get().article
    with decisions.act("edit", by=editor) as this:
        this.change(proving, title="Another headline")
    assert told(proved) == [("created", 1), ("updated", 2)] and told(other) == [("created", 1)]
    with decisions.act("edit", by=editor) as this:
        this.change(proving, dateline="Port Amber")
    assert len(told(proved)) == 2


def test_an_entity_that_looks_the_same_in_events_as_before_is_not_told(editor):
    one = event("One", who=["Russia"])
    with decisions.act("edit", by=editor) as this:
        this.change(Entity.objects.get(name="Russia"), description="A country.")
    assert told(one) == [("created", 1)]


def test_what_the_public_cannot_see_is_not_told(editor):
    one, never = event(), event("A secret", status="proposed")
    review.edit(one, by=editor, note="private", flagged=True)
    review.edit(never, by=editor, title="Still a secret")
    review.reject([never], by=editor)
    assert told(one) == [("created", 1)] and told(never) == []


def test_a_proposal_merged_away_is_not_told_for_nobody_knew_its_id(editor):
    one, proposal = event("One"), event("The same", status="proposed")
    merging.merge(proposal, into=one, by=editor)
    assert told(proposal) == [] and told(one) == [("created", 1), ("updated", 2)]


def test_a_merge_says_into_which_and_says_so_again_when_that_one_is_merged_on(editor):
    first, second, third = event("First"), event("Second"), event("Third")
    merging.merge(first, into=second, by=editor)
    merging.merge(second, into=third, by=editor)
    into = (
        PublicChange.objects.filter(kind="merged").order_by("revision").values_list("merged_into", flat=True)
    )
    assert list(into.filter(public_id=first.public_id)) == [second.public_id, third.public_id]
    assert list(into.filter(public_id=second.public_id)) == [third.public_id]


def test_an_event_that_is_taken_back_is_told_deleted_and_returns_under_a_later_revision(editor):
    one = event(status="proposed")
    review.accept([one], by=editor)
    undoing.undo_last(by=editor)
    review.accept([one], by=editor)
    assert told(one) == [("created", 1), ("deleted", 2), ("created", 3)]


def test_a_record_that_is_gone_leaves_its_id_in_the_feed(editor):
    one = by_hand(editor)
    undoing.undo_last(by=editor)
    assert not Event.objects.exists() and told(one) == [("created", 1), ("deleted", 2)]
    undoing.undo(Decision.objects.get(verb="undo"), by=editor)
    assert told(one)[-1] == ("created", 3)
    assert Event.objects.get().revision == 3


def test_on_an_older_site_the_feed_begins_with_the_present_state_of_what_has_been_public(editor):
    one, gone, kept = event("One"), event("Merged away"), event("Kept")
    taken_back = event("Taken back", status="retracted", retraction_reason="A hoax.")
    never = event("Never public", status="proposed")
    merging.merge(gone, into=kept, by=editor)
    PublicChange.objects.all().delete()
    begin = import_module("timeline.migrations.0003_public_changes").begin_the_feed
    begin(apps, SimpleNamespace(connection=connection))
    assert told(one) == [("created", 1)] and told(kept) == [("created", 2)]
    assert told(taken_back) == [("retracted", 1)] and told(never) == []
    assert PublicChange.objects.get(public_id=gone.public_id).merged_into == kept.public_id
    assert list(integrity.told()) == []


def test_the_feed_names_the_very_time_the_record_has(editor):
    one = event()
    review.edit(one, by=editor, title="Another title")
    assert PublicChange.objects.latest("id").at == Event.objects.get(pk=one.pk).changed_at


def rows(client, query="") -> list[dict]:
    answer = client.get(f"/export/changes.csv?{query}")
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    assert answer["X-Total-Count"] == str(len(found))
    return found


def test_the_csv_tells_what_happened_when_and_under_which_revision(client, editor):
    one, other = event("One"), event("Other")
    merging.merge(one, into=other, by=editor)
    last = rows(client)[-2:]
    assert {row["event_id"]: row["change"] for row in last} == {
        one.public_id: "merged",
        other.public_id: "updated",
    }
    assert {row["merged_into"] for row in last} == {other.public_id, ""}
    assert {row["revision"] for row in last} == {"2"}
    assert last[0]["changed_at"].endswith("Z")


def test_since_gives_what_happened_from_that_moment_on(client):
    for day in (1, 2, 3):
        event(changed_at=dt.datetime(2026, 3, day, 12, tzinfo=dt.UTC))
    for since, expected in (
        ("2026-03-02", 2),
        ("2026-03-02T12:00:00Z", 2),
        ("2026-03-02T12:00:01Z", 1),
        ("2026-03-02T15:00:00%2B03:00", 2),
        ("live@2026-03-03T12:00:00Z", 1),
        ("2027-01-01", 0),
    ):
        assert len(rows(client, f"since={since}")) == expected, since


def test_since_takes_the_name_of_a_frozen_version(client):
    for day in (1, 2, 3):
        event(changed_at=dt.datetime(2026, 3, day, 12, tzinfo=dt.UTC))
    made = dt.datetime(2026, 3, 2, 20, tzinfo=dt.UTC)
    Snapshot.objects.create(
        version="v1.0", made_at=made, changed_at=made.replace(hour=12), events=2, files=[]
    )
    assert len(rows(client, "since=v1.0")) == 2


@pytest.mark.parametrize(
    "since", ["banana", "v9", "31 June", "2026-13-01", "0001-01-01T00:00:00%2B14:00", "%00"]
)
def test_a_since_that_is_no_time_is_refused_with_its_name(client, since):
    answer = client.get(f"/export/changes.csv?since={since}")
    assert answer.status_code == 400 and answer.content.decode().startswith("since: ")


def test_the_feed_refuses_filters_rather_than_ignore_them(client):
    event(who=["Pakistan"])
    answer = client.get("/export/changes.csv?entity=pakistan")
    assert answer.status_code == 400 and answer.content.decode().startswith("entity: ")


def test_each_since_has_an_etag_of_its_own_that_ends_with_the_next_change(client, editor):
    one = event()
    etag = client.get("/export/changes.csv?since=2026-01-01")["ETag"]
    assert etag != client.get("/export/changes.csv?since=2026-01-02")["ETag"]
    again = {"headers": {"If-None-Match": etag}}
    assert client.get("/export/changes.csv?since=2026-01-01", **again).status_code == 304
    review.retract(one, by=editor, reason="A hoax.")
    assert client.get("/export/changes.csv?since=2026-01-01", **again).status_code == 200


def test_the_version_moves_on_where_a_record_is_gone(client, editor):
    by_hand(editor)
    PublicChange.objects.update(at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert client.get("/export/events.csv")["X-Dataset-Version"] == "live@2026-01-01T00:00:00.000000Z"
    undoing.undo_last(by=editor)
    gone = PublicChange.objects.get(kind="deleted")
    assert client.get("/export/events.csv")["X-Dataset-Version"] == f"live@{gone.at:%Y-%m-%dT%H:%M:%S.%fZ}"


DEEDS = {
    "accept": lambda one, other, by: review.accept([one], by=by),
    "reject": lambda one, other, by: review.reject([one], by=by),
    "edit": lambda one, other, by: review.edit(one, by=by, title=f"{one.title[:40]}!"),
    "note": lambda one, other, by: review.edit(one, by=by, note=f"{one.note}."),
    "retract": lambda one, other, by: review.retract(one, by=by, reason="A hoax."),
    "merge": lambda one, other, by: merging.merge(one, into=other, by=by),
    "add": lambda one, other, by: by_hand(by, f"Written by hand, beside {one.pk}"),
    "undo": lambda one, other, by: undoing.undo_last(by=by),
}
ACTS = st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 5), st.integers(0, 5))


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(ACTS, max_size=10))
def test_who_follows_the_feed_has_what_the_site_shows(editor, acts):
    with transaction.atomic():
        for number in range(3):
            event(f"Event {number}", status="proposed")
        for verb, this, that in acts:
            events = list(Event.objects.order_by("id"))
            with suppress(review.NotPossible, decisions.Conflict, undoing.CannotUndo):
                DEEDS[verb](events[this % len(events)], events[that % len(events)], editor)
        copy = {}
        for change in PublicChange.objects.all():
            assert change.revision > copy.get(change.public_id, (0, ""))[0]
            copy[change.public_id] = (change.revision, change.kind)
        kept = {public_id: at for public_id, (at, kind) in copy.items() if kind in ("created", "updated")}
        assert kept == dict(Event.objects.published().values_list("public_id", "revision"))
        transaction.set_rollback(True)
