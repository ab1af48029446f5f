"""An article corrected: what moves is said first, then it is one act; decided events keep what editors gave them."""

import datetime as dt

import pytest

from kb.models import Article
from kb.text import Cut
from timeline import correcting, decisions, proposing, review, undoing
from timeline.integrity import problems
from timeline.models import Decision, Event, Evidence
from timeline.tests.factories import article, event, evidence
from timeline.tests.keeping import kept

pytestmark = pytest.mark.django_db

STORY = """A bridge over the strait

The bridge over the strait was opened by the king in June 1988. A ferry sank in the strait last month.

A storm closed the bridge last month. Anna Lind resigned on Tuesday.

The port of Aland was founded in 1901.
"""
DAY = dt.date(2016, 2, 11)


@pytest.fixture
@kept
def read():
    """An article that has been read, each of its proposals by its trigger."""
    stored = article(STORY, published=DAY)
    proposing.propose_events(stored)
    return stored, {e.evidence.get().trigger: e for e in Event.objects.all()}


def carry_out(plan, editor, verb="correct"):
    done = correcting.carry_out(plan, by=editor, seen=plan.seen, verb=verb)
    if done:
        proposing.read_again(done)
    return done


def dates():
    return {e.evidence.first().trigger: str(e.date) for e in Event.objects.all()}


# the day of publication


def test_relative_dates_move_with_the_day_and_absolute_ones_stay(read, editor):
    stored, found = read
    review.accept([found["sank"], found["opened"]], by=editor)
    review.edit(found["resigned"], by=editor, date="2016-02-01")
    plan = correcting.plan_day(stored, dt.date(2015, 2, 12))
    assert [(m.evidence.trigger, str(m.before), str(m.after)) for m in plan.dates if not m.event_stays] == [
        ("sank", "2016-01", "2015-01")
    ]
    assert [m.evidence.trigger for m in plan.dates if m.by_editor] == ["resigned"]
    assert [(e.evidence.get().trigger, str(f.date)) for e, f in plan.proposals.move] == [
        ("closed", "2015-01")
    ]
    assert dates()["sank"] == "2016-01"  # nothing yet

    carry_out(plan, editor)
    assert dates() == {
        "opened": "1988-06",
        "sank": "2015-01",
        "closed": "2015-01",
        "resigned": "2016-02-01",
        "founded": "1901",
    }
    assert str(Evidence.objects.get(trigger="resigned").date) == "2015-02-10"
    assert list(problems()) == []
    stored.refresh_from_db()
    assert (stored.published, stored.published_how, stored.state) == (dt.date(2015, 2, 12), "editor", "read")


def test_one_undo_takes_a_corrected_day_back_with_all_its_dates(read, editor):
    stored, found = read
    review.accept([found["sank"]], by=editor)
    before = dates()
    carry_out(correcting.plan_day(stored, dt.date(2015, 2, 12)), editor)
    proposing.read_again(undoing.undo_last(by=editor))
    assert dates() == before
    stored.refresh_from_db()
    assert (stored.published, stored.state) == (DAY, "read")
    assert list(problems()) == []


def test_readers_are_told_of_a_date_that_moves(read, editor):
    stored, found = read
    review.accept([found["sank"], found["opened"]], by=editor)
    revisions = dict(Event.objects.values_list("evidence__trigger", "revision"))
    carry_out(correcting.plan_day(stored, dt.date(2015, 2, 12)), editor)
    sank = Event.objects.get(evidence__trigger="sank")
    assert sank.revision == revisions["sank"] + 1


def test_a_day_to_come_is_refused(read):
    with pytest.raises(correcting.NotPossible, match="lies in the future"):
        correcting.plan_day(read[0], dt.date(2999, 1, 1))


def test_a_draft_that_is_given_its_day_is_read(editor):
    draft = article(STORY, published=None, state="draft")
    plan = correcting.plan_day(draft, DAY)
    assert not plan.asks and len(plan.proposals.come) == 5
    carry_out(plan, editor)
    assert dates()["sank"] == "2016-01"


def test_what_was_decided_since_the_plan_was_shown_is_looked_at_again(read, editor):
    stored, found = read
    plan = correcting.plan_day(stored, dt.date(2015, 2, 12))
    review.accept([found["sank"]], by=editor)
    with pytest.raises(correcting.ChangedSince):
        carry_out(plan, editor)
    stored.refresh_from_db()
    assert stored.published == DAY and dates()["sank"] == "2016-01"


# cuts


def test_a_line_that_is_cut_takes_its_proposals_and_putting_it_back_brings_them(read, editor):
    stored, found = read
    review.accept([found["closed"]], by=editor)
    start = STORY.index("A storm")
    cuts = correcting.with_cut(STORY, [], start, STORY.index("\n", start))
    plan = correcting.plan_cuts(stored, cuts)
    assert [e.evidence.get().trigger for e in plan.proposals.go] == ["resigned"]
    assert [row.trigger for row in plan.covered] == ["closed"]
    carry_out(plan, editor)
    assert set(dates()) == {"opened", "sank", "closed", "founded"}
    assert Event.objects.get(evidence__trigger="closed").status == "published"
    assert list(problems()) == []

    stored.refresh_from_db()
    plan = correcting.plan_cuts(stored, correcting.without_cut(cuts, start, STORY.index("\n", start)))
    assert [f.trigger for f in plan.proposals.come] == ["resigned"]
    carry_out(plan, editor)
    assert set(dates()) == {"opened", "sank", "closed", "resigned", "founded"}


def test_reading_again_after_a_cut_never_undoes_a_decision(read, editor):
    stored, found = read
    review.reject([found["sank"]], by=editor)
    start = STORY.index("The port of")
    carry_out(correcting.plan_cuts(stored, [Cut(start, start + 20, "cut by hand")]), editor)
    assert Event.objects.get(evidence__trigger="sank").status == "rejected"
    assert Event.objects.filter(evidence__trigger="sank").count() == 1


def test_a_cut_swallows_those_within_it_and_holds_words():
    cuts = [Cut(2, 4, "caption"), Cut(10, 12, "teaser")]
    assert correcting.with_cut("a" * 20, cuts, 0, 5) == [Cut(0, 5, "cut by hand"), Cut(10, 12, "teaser")]
    for start, end in ((3, 3), (5, 2), (-1, 4), (0, 21)):
        with pytest.raises(correcting.NotPossible):
            correcting.with_cut("a" * 20, cuts, start, end)


# the text


def test_a_corrected_text_keeps_quotes_that_are_certain_and_orphans_the_rest(read, editor):
    stored, found = read
    review.accept([found["opened"], found["closed"], found["founded"]], by=editor)
    new = STORY.replace("A bridge over", "A new bridge over", 1).replace(
        "closed the bridge", "shut Port Amber"
    )
    plan = correcting.plan_text(stored, new)
    assert [a.row.trigger for a in plan.moved] == ["opened", "founded"]
    assert [a.row.trigger for a in plan.orphans] == ["closed"]
    assert [new[a:b] for a, b in plan.orphans[0].near][0] == "A storm shut Port Amber last month."
    carry_out(plan, editor, "correct text")

    stored.refresh_from_db()
    assert stored.text == new.strip("\n") and stored.state == "read"
    opened = Evidence.objects.get(trigger="opened")
    assert stored.text[opened.trigger_start :].startswith("opened")
    assert stored.text[opened.date_start :].startswith("June 1988")
    assert opened.text_sha256 == stored.text_sha256
    orphan = Evidence.objects.orphans().get()
    assert (orphan.trigger, orphan.anchor_state) == ("closed", "orphan")
    assert orphan.text_sha256 != stored.text_sha256
    assert [p for p in problems() if "no longer found" not in p] == []
    assert Event.objects.get(evidence__trigger="shut").status == "proposed"
    assert Event.objects.filter(evidence__trigger="opened").count() == 1
    assert stored.mentions.count() == Article.objects.get().mentions.count()


def test_one_undo_takes_a_corrected_text_back_with_all_its_quotes(read, editor):
    stored, found = read
    review.accept([found["opened"], found["closed"]], by=editor)
    kept = list(
        Evidence.objects.order_by("trigger").values_list("trigger", "start", "anchor_state", "text_sha256")
    )
    carry_out(correcting.plan_text(stored, "New above.\n" + STORY.replace("closed", "shut")), editor)
    proposing.read_again(undoing.undo_last(by=editor))
    stored.refresh_from_db()
    assert stored.text == STORY
    now = Evidence.objects.order_by("trigger").values_list("trigger", "start", "anchor_state", "text_sha256")
    assert list(now) == kept
    assert list(problems()) == []


def test_the_log_keeps_a_text_only_where_it_was_corrected(read, editor):
    stored, _found = read
    with decisions.act("edit", by=editor) as this:
        this.change(stored, title="Another title")
    (change,) = Decision.objects.first().changes.all()
    assert "text" not in change.before and "text" not in change.after
    stored.refresh_from_db()
    carry_out(correcting.plan_text(stored, STORY + "\nMore."), editor)
    change = Decision.objects.first().changes.get(model="kb.article")
    assert change.before["text"] == STORY and change.after["text"] == STORY + "\nMore."


def test_a_rejected_proposal_is_not_proposed_again_from_a_corrected_text(read, editor):
    stored, found = read
    review.reject([found["sank"]], by=editor)
    carry_out(correcting.plan_text(stored, "New above.\n\n" + STORY), editor)
    assert [e.status for e in Event.objects.filter(evidence__trigger="sank")] == ["rejected"]


def test_an_orphan_in_another_text_decides_nothing_there(read, editor):
    """Its offsets are those of the text it was in; whatever stands there now is something else."""
    stored, found = read
    review.reject([found["sank"]], by=editor)
    new = STORY.replace("A ferry sank in the strait last month.", "A barge sank in the strait last month.")
    carry_out(correcting.plan_text(stored, new), editor)
    assert sorted(e.status for e in Event.objects.filter(evidence__trigger="sank")) == [
        "proposed",
        "rejected",
    ]


def test_an_editor_may_take_the_nearest_words_with_the_correction(read, editor):
    stored, found = read
    review.accept([found["sank"]], by=editor)
    plan = correcting.plan_text(stored, STORY.replace("A ferry sank", "A barge sank"))
    (orphan,) = plan.orphans
    done = correcting.carry_out(
        plan, by=editor, seen=plan.seen, verb="correct text", chosen={orphan.row.pk: orphan.near[0]}
    )
    proposing.read_again(done)
    row = Evidence.objects.get(trigger="sank")
    assert row.exact == "A barge sank in the strait last month." and row.anchor_state == "moved"
    assert list(problems()) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [("  \n ", "no text"), (STORY, "the text as it is"), ("Of another article.", "another article already")],
)
def test_a_text_that_is_none_the_same_or_anothers_is_refused(read, text, said):
    article("Of another article.")
    with pytest.raises(correcting.NotPossible, match=said):
        correcting.plan_text(read[0], text)


def test_cuts_move_with_the_text_and_lost_ones_are_named(editor):
    text = STORY + "\nPhoto: the harbour office\n\nAlso read: The price of bread"
    place = [(text.index("Photo"), text.index("office") + 6), (text.index("Also"), len(text))]
    cuts = [{"start": a, "end": b, "reason": "teaser"} for a, b in place]
    stored = article(text, cuts=cuts)
    plan = correcting.plan_text(stored, "A line.\n" + text.replace("the harbour office", "us"))
    assert plan.lost_cuts == ["Photo: the harbour office"]
    words = [plan.text[c["start"] : c["end"]] for c in plan.fields["cuts"]]
    assert "Also read: The price of bread" in words


# orphans


@pytest.fixture
def orphan():
    stored = article("The port was founded in 1902, they say.\nThe port was founded in 1901.")
    made = event("The port was founded", date="1902", proof=False)
    row = evidence(made, stored, exact="The port was founded in 1902, they say.", rank="preferred")
    Evidence.objects.filter(pk=row.pk).update(
        anchor_state="orphan", exact="The port was founded in 1902.", trigger="founded", trigger_start=13,
        date_text="1902", date_start=24, text_sha256="0" * 64,
    )  # fmt: skip
    return Evidence.objects.get(pk=row.pk)


def test_an_orphan_is_proved_by_the_words_an_editor_chooses(orphan, editor):
    text = orphan.article.text
    start = text.index("\n") + 1
    correcting.anchor(orphan, start, len(text), by=editor, text_sha256=orphan.article.text_sha256)
    row = Evidence.objects.get(pk=orphan.pk)
    assert (row.exact, row.anchor_state) == ("The port was founded in 1901.", "moved")
    assert text[row.trigger_start :].startswith("founded") and row.date_start is None
    assert not Evidence.objects.orphans().exists()
    undoing.undo_last(by=editor)
    assert Evidence.objects.orphans().get().exact == orphan.exact


def test_an_orphan_kept_with_a_note_waits_no_more_but_stays_one(orphan, editor):
    with pytest.raises(correcting.NotPossible):
        correcting.leave_orphan(orphan, " ", by=editor)
    correcting.leave_orphan(orphan, "The paper took the line back.", by=editor)
    assert not Evidence.objects.orphans().exists()
    assert Evidence.objects.orphaned().get().note == "The paper took the line back."


def test_a_quote_an_event_rests_on_is_not_removed(orphan, editor):
    with pytest.raises(correcting.NotPossible, match="rests on this quote"):
        correcting.remove(orphan, by=editor)
    other = evidence(orphan.event)
    review.prefer(other, by=editor)
    orphan.refresh_from_db()
    correcting.remove(orphan, by=editor)
    assert list(orphan.event.evidence.all()) == [other]
