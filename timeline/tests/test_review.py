"""What an editor decides, and undoes."""

import pytest
from django.contrib.auth import get_user_model

from kb.models import Entity
from timeline import decisions, integrity, merging, review, states, undoing
from timeline.dates import EdtfDate
from timeline.models import Change, Decision, Event, Evidence
from timeline.tests.factories import entity, event, evidence, tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return get_user_model().objects.create_user("editor")


@pytest.fixture
def colleague():
    return get_user_model().objects.create_user("colleague", first_name="Ayla", last_name="Noor")


def record(of: Event) -> dict:
    """The event as it stands, less what counts and times it."""
    return states.without_bookkeeping(states.snapshot(Event.objects.get(pk=of.pk)))


def test_accepting_publishes_and_confirms_who_took_part(editor):
    proposal = event(status="proposed", who=[entity("Nur Khan", "person", state="suggested")])
    assert review.accept([proposal], by=editor) == 1
    public = Event.objects.published().get()
    assert (public.revision, public.version) == (1, 2)
    assert public.first_published_at is not None
    assert public.entities.get().state == "confirmed"


def test_accepting_several_is_one_decision_undone_by_one_undo(editor):
    proposals = [event(f"Event {n}", status="proposed") for n in range(3)]
    before = [record(p) for p in proposals]
    review.accept(proposals, by=editor)
    assert Decision.objects.get().changes.count() == 3
    undoing.undo_last(by=editor)
    assert [record(p) for p in proposals] == before
    assert Event.objects.published().count() == 0


def test_undoing_one_acceptance_leaves_confirmed_who_takes_part_in_another(editor):
    person = entity("Nur Khan", "person", state="suggested")
    one, two = (event(title, status="proposed", who=[person]) for title in ("One", "Two"))
    review.accept([one], by=editor)
    review.accept([two], by=editor)
    undoing.undo(Decision.objects.get(changes__event=one, verb="accept"), by=editor)
    assert [e.title for e in Event.objects.published()] == ["Two"]
    assert entity("Nur Khan", "person").state == "confirmed"
    assert list(integrity.problems()) == []


def test_a_new_entity_that_is_in_use_is_not_undone_away(editor, colleague):
    with decisions.act("add", by=editor) as this:
        made = this.create(Entity(name="Burma", slug="burma", kind="place", state="confirmed"))
    event(who=[made])
    with pytest.raises(undoing.CannotUndo, match="in use"):
        undoing.undo_last(by=editor)
    assert Entity.objects.filter(name="Burma").exists()


def test_accepting_what_is_published_already_writes_nothing(editor):
    assert review.accept([event()], by=editor) == 0
    assert not Decision.objects.exists()


def test_a_published_event_is_not_rejected_but_retracted_with_a_reason(editor):
    public = event()
    with pytest.raises(review.NotPossible, match="retracted"):
        review.reject([public], by=editor)
    with pytest.raises(review.NotPossible, match="why"):
        review.retract(public, by=editor, reason=" ")
    review.retract(public, by=editor, reason="The meeting was of another year.")
    public.refresh_from_db()
    assert (public.status, public.revision) == ("retracted", 2)


def test_a_refused_act_leaves_nothing_half_written(editor):
    proposal, public = event("One", status="proposed"), event("Two")
    with pytest.raises(review.NotPossible):
        review.reject([proposal, public], by=editor)
    proposal.refresh_from_db()
    assert proposal.status == "proposed"
    assert not Decision.objects.exists()


def test_an_edited_date_is_the_editors_and_undo_gives_the_old_one_back(editor):
    public = event(date="2014-06")
    review.edit(public, by=editor, date=EdtfDate.parse("2014-06~"), tags=[tag("Arms trade")])
    public.refresh_from_db()
    assert (str(public.date), public.date_basis, public.qualifier) == ("2014-06~", "editor", "approximate")
    assert public.revision == 2
    undoing.undo_last(by=editor)
    public.refresh_from_db()
    assert (str(public.date), public.date_basis, public.tags.count()) == ("2014-06", "explicit", 0)
    assert (public.revision, public.version) == (3, 3)


def test_a_private_note_is_no_new_revision(editor):
    public = event()
    review.edit(public, by=editor, note="ask the archive")
    public.refresh_from_db()
    assert (public.version, public.revision) == (2, 1)


def test_editing_with_an_old_version_is_a_conflict_that_names_the_colleague(editor, colleague):
    public = event()
    review.edit(public, by=colleague, version=1, title="A better title")
    with pytest.raises(decisions.Conflict, match="Ayla Noor"):
        review.edit(public, by=editor, version=1, title="Another title")
    assert Event.objects.get().title == "A better title"


def test_undo_refuses_where_a_colleague_has_changed_the_event_since(editor, colleague):
    proposal = event(status="proposed")
    review.accept([proposal], by=editor)
    review.edit(proposal, by=colleague, title="A better title")
    with pytest.raises(decisions.Conflict, match="Ayla Noor"):
        undoing.undo_last(by=editor)
    assert Event.objects.get().status == "published"


def test_undo_refuses_to_put_somebody_back_whom_a_colleague_has_put_back_already(editor, colleague):
    one = event(status="proposed", who=["Russia", "Iran"])
    russia, iran = (row.entity for row in one.participations.all())
    review.edit(one, by=editor, participants=[(iran, "actor")])
    review.edit(one, by=colleague, participants=[(iran, "actor"), (russia, "recipient")])
    with pytest.raises(decisions.Conflict, match="Russia.*Ayla Noor"):
        undoing.undo_last(by=editor)
    undoing.undo_last(by=colleague)
    undoing.undo_last(by=editor)
    assert [str(row) for row in one.participations.all()] == ["Russia (actor)", "Iran (actor)"]


def test_undo_goes_back_step_by_step_and_then_says_there_is_nothing(editor):
    proposal = event(status="proposed", who=["Pakistan"])
    before = record(proposal)
    review.edit(proposal, by=editor, title="First", participants=[(entity("Russia"), "actor")])
    review.edit(proposal, by=editor, title="Second", tags=[tag()])
    review.accept([proposal], by=editor)
    for _ in range(3):
        undoing.undo_last(by=editor)
    assert record(proposal) == before
    assert [p.entity.name for p in proposal.participations.all()] == ["Pakistan"]
    with pytest.raises(undoing.NothingToUndo):
        undoing.undo_last(by=editor)


def test_merging_unites_quotes_keeps_rival_dates_and_redirects(editor):
    kept = event("Russia ended its embargo", date="2014-06", who=["Russia"])
    lost = event("Moscow lifted the embargo", date="2014-07", who=["Pakistan"], tags=["Arms trade"])
    earlier = event("An embargo ended", date="2014-07", status="merged", merged_into=lost)
    merging.merge(lost, into=kept, by=editor)
    kept.refresh_from_db()
    lost.refresh_from_db()
    earlier.refresh_from_db()
    assert kept.disputed and kept.source_count == 2
    assert kept.independent_source_count == 1  # both stand in the same paper
    assert str(kept.date) == "2014-06"
    assert {e.name for e in kept.entities.all()} == {"Russia", "Pakistan"}
    assert (lost.status, lost.merged_into, earlier.merged_into) == ("merged", kept, kept)
    assert list(integrity.problems()) == []


def test_merging_into_a_public_event_confirms_who_comes_along(editor):
    kept, lost = event("One"), event("Two", status="proposed", who=[entity("Sverdlovsk", state="suggested")])
    merging.merge(lost, into=kept, by=editor)
    assert entity("Sverdlovsk").state == "confirmed"
    assert list(integrity.problems()) == []


def test_a_quote_that_joins_a_public_event_is_told_though_nothing_else_is_new(editor):
    kept = event("Embargo lifted", who=["Russia"])
    merging.merge(event("Embargo lifted", who=["Russia"], status="proposed"), into=kept, by=editor)
    kept.refresh_from_db()
    assert (kept.source_count, kept.revision) == (2, 2)


def test_a_merge_is_undone_whole(editor):
    kept, lost = event("One", date="2014-06", who=["Russia"]), event("Two", date="2014-07", who=["Pakistan"])
    before = record(kept), record(lost)
    merging.merge(lost, into=kept, by=editor)
    undoing.undo_last(by=editor)
    assert (record(kept), record(lost)) == before
    assert lost.evidence.get().rank == "preferred"
    assert list(integrity.problems()) == []


def test_an_event_is_not_merged_into_itself(editor):
    public = event()
    with pytest.raises(review.NotPossible):
        merging.merge(public, into=public, by=editor)


@pytest.mark.parametrize("status", ["rejected", "retracted", "proposed"])
def test_what_has_been_public_is_merged_only_into_what_is(editor, status):
    public, hidden = event("One"), event("Two", status=status, retraction_reason="A hoax.")
    with pytest.raises(review.NotPossible):
        merging.merge(public, into=hidden, by=editor)
    assert Event.objects.published().get() == public
    assert not Decision.objects.exists()


def test_preferring_a_rival_date_moves_the_event_there(editor):
    public = event(date="2014-06")
    rival = evidence(public, exact="It happened in July 2014.", date=EdtfDate.parse("2014-07"))
    review.prefer(rival, by=editor)
    public.refresh_from_db()
    assert (str(public.date), public.disputed) == ("2014-07", True)
    assert Evidence.objects.get(rank="preferred") == rival
    undoing.undo_last(by=editor)
    public.refresh_from_db()
    assert str(public.date) == "2014-06"
    assert list(integrity.problems()) == []


def test_an_event_written_by_hand_needs_evidence_and_is_public_at_once(editor):
    with pytest.raises(review.NotPossible, match="evidence"):
        review.add_by_hand(by=editor, evidence=[], title="Recognition", date=EdtfDate.parse("1948-05-01"))
    made = review.add_by_hand(
        by=editor,
        evidence=[Evidence(citation="A yearbook")],
        participants=[(entity("Pakistan"), "actor")],
        title="Diplomatic relations were established",
        date=EdtfDate.parse("1948-05-01"),
    )
    assert Event.objects.published().get() == made
    assert (made.revision, made.source_count, made.date_basis) == (1, 1, "editor")
    assert list(integrity.problems()) == []
    undoing.undo_last(by=editor)
    assert not Event.objects.exists()


def test_every_change_of_a_public_event_carries_its_revision(editor):
    public = event()
    review.edit(public, by=editor, summary="In short.")
    assert Change.objects.get(model="timeline.event").revision == 2


def test_a_renamed_entity_is_found_by_its_new_name(editor):
    public = event(who=[entity("Burma")])
    with decisions.act("edit", by=editor) as this:
        this.change(entity("Burma"), name="Myanmar")
    public.refresh_from_db()
    assert "myanmar" in public.search_tokens and "burma" not in public.search_tokens


def test_an_act_that_changes_nothing_is_not_logged_and_counts_no_version(editor):
    proposal = event(status="proposed", who=["Pakistan"], tags=["Water"])
    same = {"title": proposal.title, "date": proposal.date, "participants": [(entity("Pakistan"), "actor")]}
    edited = review.edit(proposal, by=editor, tags=[tag("Water")], **same)
    assert not Decision.objects.exists()
    proposal.refresh_from_db()
    assert (edited.version, proposal.version, proposal.touched) == (1, 1, False)


def test_a_proposal_whose_participants_are_changed_is_touched(editor):
    proposal = event(status="proposed", who=["Pakistan"])
    review.edit(proposal, by=editor, participants=[(entity("Pakistan"), "recipient")])
    assert Event.objects.get().touched


@pytest.mark.parametrize("outdated", ["version", "into_version"])
def test_merging_checks_the_versions_of_both(editor, colleague, outdated):
    kept, lost = event("One"), event("Two")
    review.edit(kept if outdated == "into_version" else lost, by=colleague, summary="In short.")
    with pytest.raises(decisions.Conflict, match="Ayla Noor"):
        merging.merge(lost, into=kept, by=editor, **{outdated: 1})
    assert Event.objects.published().count() == 2


def test_an_act_within_an_act_is_a_part_of_it(editor):
    """To correct a proposal and accept it is one decision; so is its undo."""
    proposal = event("Embargo lifted", status="proposed", who=["Russia"], tags=["Arms trade"])
    before = record(proposal)
    with decisions.act("accept", by=editor):
        review.edit(
            proposal, by=editor, version=1, title="Russia lifted its embargo", participants=[], tags=[]
        )
        review.accept([proposal], by=editor, version=1)
    assert [d.verb for d in Decision.objects.all()] == ["accept"]
    public = Event.objects.published().get()
    assert (public.title, public.version, public.entities.count()) == ("Russia lifted its embargo", 2, 0)
    assert list(integrity.problems()) == []
    undoing.undo_last(by=editor)
    assert record(proposal) == before
    assert proposal.entities.get().name == "Russia"


def test_a_failed_act_leaves_none_open(editor):
    with pytest.raises(review.NotPossible), decisions.act("retract", by=editor):
        review.retract(event(status="proposed"), by=editor, reason="Made up.")
    review.accept([event(status="proposed")], by=editor)
    assert [d.verb for d in Decision.objects.all()] == ["accept"]


def test_a_decision_takes_few_queries(editor, django_assert_max_num_queries):
    first, second, kept = (event("Embargo lifted", who=["Russia"], tags=["Arms"], status=status)
                           for status in ("proposed", "proposed", "published"))  # fmt: skip
    with django_assert_max_num_queries(11):
        review.accept([first], by=editor, version=1)
    with django_assert_max_num_queries(21):
        merging.merge(second, into=kept, by=editor)


def test_an_undo_that_took_an_event_away_can_itself_be_undone(editor):
    made = review.add_by_hand(
        by=editor, title="A bridge opened", date=EdtfDate.parse("2014"), evidence=[Evidence(citation="Gazette")],
        participants=[(entity("Russia"), "actor")], tags=[tag("Roads")],
    )  # fmt: skip
    before = record(made)
    taken_back = undoing.undo_last(by=editor)
    assert not Event.objects.exists()
    undoing.undo(taken_back, by=editor)
    assert record(made) == before
    assert (made.evidence.count(), made.participations.count()) == (1, 1)
    assert list(integrity.problems()) == []
