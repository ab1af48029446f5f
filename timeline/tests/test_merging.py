"""Merging and taking apart again: what goes where, what stays, what is told."""

import pytest
from django.contrib.auth import get_user_model

from kb.models import Alias, Entity, Mention
from timeline import decisions, integrity, merging, review, states, undoing, unmerging
from timeline.dates import EdtfDate
from timeline.models import Decision, Event, Evidence, Participation, PublicChange
from timeline.tests.factories import article, entity, event, evidence, tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return get_user_model().objects.create_user("editor")


@pytest.fixture
def colleague():
    return get_user_model().objects.create_user("colleague", first_name="Ayla", last_name="Noor")


def state(*records) -> list[dict]:
    """The records with their quotes, participants and names, less what counts and times them."""
    found = []
    for record in records:
        record = type(record).objects.get(pk=record.pk)
        rows = [record, *(record.evidence.all() if isinstance(record, Event) else record.aliases.all())]
        rows += record.participations.all()
        found += [states.comparable(states.snapshot(row)) for row in rows]
    return found


def told(one: Event) -> list[str]:
    return list(PublicChange.objects.filter(public_id=one.public_id).values_list("kind", flat=True))


def two(**of_the_other):
    kept = event("Russia ended its embargo", date="2014-06", who=["Russia"])
    fields = {"date": "2014-07", "who": ["Pakistan"], "tags": ["Arms trade"], **of_the_other}
    return kept, event("Moscow lifted the embargo", **fields)


# merging, field by field


def test_the_survivor_takes_the_fields_an_editor_chose_and_keeps_the_rest(editor):
    port = entity("Port Amber")
    kept, lost = two(summary="In short.", place=port, factuality="planned")
    merging.merge(lost, into=kept, by=editor, taking=["summary", "place"])
    kept.refresh_from_db()
    assert (kept.title, kept.summary, kept.place) == ("Russia ended its embargo", "In short.", port)
    assert (str(kept.date), kept.factuality) == ("2014-06", "actual")
    assert Decision.objects.count() == 1


def test_taking_the_others_date_prefers_its_quote_and_keeps_the_rival(editor):
    kept, lost = two()
    before = state(kept, lost)
    merging.merge(lost, into=kept, by=editor, taking=["date"])
    kept.refresh_from_db()
    assert (str(kept.date), kept.disputed) == ("2014-07", True)
    assert Evidence.objects.get(rank="preferred").date == EdtfDate.parse("2014-07")
    assert list(integrity.problems()) == []
    undoing.undo_last(by=editor)
    assert state(kept, lost) == before
    assert list(integrity.problems()) == []


def test_only_what_is_said_of_an_event_can_be_taken_over(editor):
    kept, lost = two()
    with pytest.raises(TypeError, match="status"):
        merging.merge(lost, into=kept, by=editor, taking=["status"])


# taking events apart


@pytest.mark.parametrize("taking", [[], ["date", "title"]])
def test_taking_apart_at_once_is_as_an_undo(editor, taking):
    kept, lost = two(summary="In short.")
    before = state(kept, lost)
    merging.merge(lost, into=kept, by=editor, taking=taking)
    unmerging.unmerge(lost, by=editor)
    assert state(kept, lost) == before
    assert told(lost) == ["created", "merged", "created"] and told(kept) == ["created", "updated", "updated"]
    assert list(integrity.problems()) == []


def test_what_editors_have_done_since_stays(editor, colleague):
    kept, lost = two()
    merging.merge(lost, into=kept, by=editor, taking=["title"])
    quote = lost_quote = Evidence.objects.get(date=EdtfDate.parse("2014-07"))
    review.edit(
        kept, by=colleague, summary="In short.", tags=[*kept.tags.all(), tag("Water")],
        participants=[(entity("Russia"), "actor"), (entity("Pakistan"), "recipient")],
    )  # fmt: skip
    with decisions.act("edit", by=colleague) as this:
        this.change(quote, note="From the second edition.")
    back = unmerging.unmerge(lost, by=editor)
    kept.refresh_from_db()
    assert (kept.title, kept.summary) == ("Russia ended its embargo", "In short.")
    assert [t.name for t in kept.tags.all()] == ["Water"]
    assert {p.entity.name: p.role for p in kept.participations.all()} == {
        "Russia": "actor",
        "Pakistan": "recipient",  # another role than it came with: an editor has meant it
    }
    lost_quote.refresh_from_db()
    assert (back.status, back.evidence.get(), lost_quote.note) == (
        "published",
        lost_quote,
        "From the second edition.",
    )
    assert (back.tags.get().name, back.entities.get().name) == ("Arms trade", "Pakistan")
    assert list(integrity.problems()) == []


def test_taking_apart_is_one_decision_with_one_undo(editor):
    kept, lost = two()
    merging.merge(lost, into=kept, by=editor, taking=["date"])
    review.edit(kept, by=editor, summary="In short.")
    merged = state(kept, lost)
    unmerging.unmerge(lost, by=editor)
    undoing.undo_last(by=editor)
    assert state(kept, lost) == merged
    unmerging.unmerge(lost, by=editor)
    assert Event.objects.published().count() == 2
    assert list(integrity.problems()) == []


def test_of_a_chain_the_first_comes_back_from_where_it_has_got_to(editor):
    a, b, c = (event(name, date=f"2014-0{n}", tags=[name]) for n, name in enumerate(("A", "B", "C"), start=1))
    before = state(a, b, c)
    merging.merge(a, into=b, by=editor)
    merging.merge(b, into=c, by=editor)
    a = unmerging.unmerge(a, by=editor)
    assert (a.status, a.evidence.get().date, a.evidence.get().rank) == ("published", a.date, "preferred")
    b.refresh_from_db()
    assert (b.status, b.merged_into) == ("merged", c)
    b = unmerging.unmerge(b, by=editor)
    assert state(a, b, c) == before
    assert list(integrity.problems()) == []


def test_of_a_chain_the_second_comes_back_with_the_first(editor):
    a, b, c = (event(name, date=f"2014-0{n}") for n, name in enumerate(("A", "B", "C"), start=1))
    merging.merge(a, into=b, by=editor)
    between = state(a, b, c)
    merging.merge(b, into=c, by=editor, taking=["date", "title"])
    review.edit(c, by=editor, summary="In short.")
    unmerging.unmerge(b, by=editor)
    a.refresh_from_db()
    c.refresh_from_db()
    assert (a.merged_into, c.summary, c.title, str(c.date)) == (b, "In short.", "C", "2014-03")
    review.edit(c, by=editor, summary="")
    assert state(a, b, c) == between
    assert list(integrity.problems()) == []


def test_of_a_chain_the_second_takes_the_first_along_also_where_that_was_out_of_it_meanwhile(editor):
    a, b, c = (event(name, date=f"2014-0{n}", tags=[name]) for n, name in enumerate(("A", "B", "C"), start=1))
    merging.merge(a, into=b, by=editor)
    between = state(a, b, c)
    merging.merge(b, into=c, by=editor)
    unmerging.unmerge(a, by=editor)
    undoing.undo_last(by=editor)
    unmerging.unmerge(b, by=editor)
    assert state(a, b, c) == between


def test_what_was_typed_on_the_second_of_a_chain_goes_with_its_merger_and_brings_nothing_of_the_first_back(
    editor,
):
    a, b, c = (
        event(name, date=f"2014-0{n}", tags=[name], who=[name])
        for n, name in enumerate(("A", "B", "C"), start=1)
    )
    before = state(a, b, c)
    merging.merge(a, into=b, by=editor, taking=["title"])
    with decisions.act("merge", by=editor):
        review.edit(b, by=editor, title="Typed")
        merging.merge(b, into=c, by=editor, participants=[], tags=[])
    unmerging.unmerge(a, by=editor)
    unmerging.unmerge(b, by=editor)
    assert state(a, b, c) == before


def test_a_topic_two_merged_records_gave_stays_while_one_of_them_is_in(editor):
    kept = event("Kept")
    one, other = event("One", tags=["Water"], who=["Russia"]), event("Other", tags=["Water"], who=["Russia"])
    merging.merge(one, into=kept, by=editor)
    merging.merge(other, into=kept, by=editor)
    unmerging.unmerge(one, by=editor)
    assert [t.name for t in kept.tags.all()] == ["Water"] and kept.entities.get().name == "Russia"
    unmerging.unmerge(other, by=editor)
    assert not kept.tags.exists() and not kept.participations.exists()


def test_a_quote_that_dates_the_survivor_by_now_does_not_leave_it(editor, colleague):
    kept, lost = two()
    merging.merge(lost, into=kept, by=editor)
    quote = Evidence.objects.get(date=EdtfDate.parse("2014-07"))
    review.prefer(quote, by=colleague)
    with pytest.raises(review.NotPossible, match="prefer another"):
        unmerging.unmerge(lost, by=editor)
    review.prefer(kept.evidence.exclude(pk=quote.pk).get(), by=colleague)
    assert unmerging.unmerge(lost, by=editor).status == "published"
    assert list(integrity.problems()) == []


def test_another_quote_preferred_since_goes_on_dating_the_survivor(editor):
    kept, lost = two()
    merging.merge(lost, into=kept, by=editor, taking=["date"])
    kept.refresh_from_db()
    third = evidence(kept, exact="It was in August 2014.", date=EdtfDate.parse("2014-08"))
    review.prefer(third, by=editor)
    unmerging.unmerge(lost, by=editor)
    kept.refresh_from_db()
    assert (str(kept.date), kept.evidence.get(rank="preferred")) == ("2014-08", third)
    assert list(integrity.problems()) == []


def test_a_record_whose_dating_quote_has_gone_is_not_taken_apart_and_who_did_it_is_named(editor, colleague):
    kept, lost = two()
    merging.merge(lost, into=kept, by=editor)
    with decisions.act("edit", by=colleague) as this:
        this.delete(Evidence.objects.get(date=EdtfDate.parse("2014-07")))
    with pytest.raises(review.NotPossible, match="Ayla Noor"):
        unmerging.unmerge(lost, by=editor)
    lost.refresh_from_db()
    assert lost.merged_into == kept


def test_what_is_not_merged_is_not_taken_apart(editor):
    kept, lost = two()
    with pytest.raises(review.NotPossible):
        unmerging.unmerge(lost, by=editor)
    merging.merge(lost, into=kept, by=editor)
    undoing.undo_last(by=editor)
    with pytest.raises((review.NotPossible, undoing.CannotUndo)):
        unmerging.unmerge(lost, by=editor)


def test_the_readers_history_of_the_survivor_tells_of_it(client, editor):
    kept, lost = two()
    merging.merge(lost, into=kept, by=editor)
    assert client.get(lost.get_absolute_url()).url == kept.get_absolute_url()
    unmerging.unmerge(lost, by=editor)
    assert "stands by itself again" in client.get(kept.get_absolute_url()).content.decode()
    assert client.get(lost.get_absolute_url()).status_code == 200


# entities


def burma_and_myanmar():
    burma = entity("Burma", aliases=["Burmese", "Union of Burma"], description="A country.")
    myanmar = entity("Myanmar", aliases=["Burmese"], iso3="MMR")
    place = article("Burma said so. In Burma it was heard.")
    Mention.objects.create(article=place, entity=burma, start=0, end=5)
    return burma, myanmar


def test_an_entity_is_merged_with_its_names_mentions_participations_and_places(client, editor):
    burma, myanmar = burma_and_myanmar()
    one = event("One", who=[burma], place=burma)
    both, other = event("Both", who=[burma, myanmar]), event("Other", who=["Russia"])
    before = state(burma, myanmar, one, both)
    merging.merge_entities(burma, into=myanmar, by=editor, taking=["description"])
    myanmar.refresh_from_db()
    assert {a.name for a in myanmar.aliases.all()} == {"Burmese", "Union of Burma", "Burma"}
    assert (myanmar.description, myanmar.iso3) == ("A country.", "MMR")
    one.refresh_from_db()
    assert (one.entities.get(), one.place, Mention.objects.get().entity) == (myanmar, myanmar, myanmar)
    assert both.entities.get() == myanmar and "burma" not in one.search_tokens.split()
    assert [told(e)[-1] for e in (one, both, other)] == ["updated", "updated", "created"]
    assert client.get("/entities/burma/").url == "/entities/myanmar/"
    assert list(integrity.problems()) == []
    undoing.undo_last(by=editor)
    assert state(burma, myanmar, one, both) == before and Mention.objects.get().entity == burma
    assert list(integrity.problems()) == []


def test_entities_merged_on_lead_to_the_last_and_come_back_one_by_one(client, editor):
    a, b, c = (entity(name) for name in ("Aland", "Beland", "Celand"))
    one = event("One", who=[a])
    merging.merge_entities(a, into=b, by=editor)
    merging.merge_entities(b, into=c, by=editor)
    assert client.get("/entities/aland/").url == client.get("/entities/beland/").url == "/entities/celand/"
    assert list(integrity.problems()) == []
    unmerging.unmerge(a, by=editor)
    assert one.entities.get() == a and client.get("/entities/aland/").status_code == 200
    unmerging.unmerge(b, by=editor)
    assert {e.state for e in Entity.objects.all()} == {"confirmed"}
    assert {alias.name for alias in Alias.objects.filter(entity=c)} == set()
    assert list(integrity.problems()) == []


def test_taking_entities_apart_later_leaves_what_has_happened_since(editor):
    burma, myanmar = burma_and_myanmar()
    old, both = event("Old", who=[burma], place=burma), event("Both", who=[burma, myanmar])
    merging.merge_entities(burma, into=myanmar, by=editor, taking=["description"])
    new = event("New", who=[myanmar])
    review.edit(old, by=editor, place=None)
    with decisions.act("edit", by=editor) as this:
        this.change(Entity.objects.get(pk=myanmar.pk), description="A country in Asia.")
    Mention.objects.all().delete()  # the article was read again
    burma = unmerging.unmerge(burma, by=editor)
    myanmar.refresh_from_db()
    old.refresh_from_db()
    assert (burma.state, myanmar.description, old.place) == ("confirmed", "A country in Asia.", None)
    assert (old.entities.get(), new.entities.get()) == (burma, myanmar)
    assert set(both.entities.all()) == {burma, myanmar}
    assert {a.name for a in burma.aliases.all()} == {"Burmese", "Union of Burma"}
    assert list(integrity.problems()) == []


def test_a_name_it_had_before_it_took_others_stays_while_one_of_those_is_merged(editor):
    a, b, c = (entity(name) for name in ("Aland", "Beland", "Celand"))
    for one in (a, b):
        merging.merge_entities(one, into=c, by=editor, taking=["name"])
    with decisions.act("edit", by=editor) as this:
        this.change(Entity.objects.get(pk=c.pk), name="Deland")
    unmerging.unmerge(a, by=editor)
    assert [alias.name for alias in c.aliases.all()] == ["Celand"]
    unmerging.unmerge(b, by=editor)
    c.refresh_from_db()
    assert (c.name, c.aliases.count()) == ("Deland", 0)


def test_a_suggestion_that_takes_in_a_confirmed_one_is_confirmed(editor):
    known, found = entity("Burma"), entity("Myanmar", state="suggested")
    event("One", who=[known])
    merging.merge_entities(known, into=found, by=editor)
    assert Entity.objects.get(name="Myanmar").state == "confirmed"
    assert list(integrity.problems()) == []
    unmerging.unmerge(known, by=editor)
    assert Entity.objects.get(name="Myanmar").state == "suggested"
    assert list(integrity.problems()) == []


def test_merging_an_entity_sees_that_somebody_has_changed_it_since(editor, colleague):
    burma, myanmar = burma_and_myanmar()
    with decisions.act("edit", by=colleague) as this:
        this.change(myanmar, description="A country.")
    with pytest.raises(decisions.Conflict, match="Ayla Noor"):
        merging.merge_entities(burma, into=myanmar, by=editor, version=1, into_version=1)
    assert not Entity.objects.filter(state="merged").exists()


def test_the_queries_of_merging_an_entity_do_not_grow_by_the_event(editor, django_assert_max_num_queries):
    burma, myanmar = burma_and_myanmar()
    events = [event(f"Event {n}", who=[burma], place=burma, proof=False) for n in range(60)]
    with django_assert_max_num_queries(60):
        merging.merge_entities(burma, into=myanmar, by=editor)
    assert Participation.objects.filter(entity=myanmar).count() == 60
    with django_assert_max_num_queries(60):
        unmerging.unmerge(burma, by=editor)
    assert Event.objects.filter(place=burma).count() == len(events)
