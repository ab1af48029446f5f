"""Reading an article into proposals, and reading it again."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from kb.models import Article, Mention
from timeline import decisions, integrity, merging, review, undoing
from timeline.models import Event, Evidence, PublicChange
from timeline.proposing import CannotRead, propose_events
from timeline.tests.factories import article, entity, event, evidence, source

pytestmark = pytest.mark.django_db

TEXT = """Russia lifted its embargo on arms supplies to Pakistan in June 2014 and signed a defence cooperation agreement with Pakistan in November 2014.

A Russian delegation visited Pakistan last month.
"""


@pytest.fixture
def editor():
    return get_user_model().objects.create_user("editor")


@pytest.fixture
def read_article():
    entity("Russia", aliases=["Russian"])
    entity("Pakistan")
    one = article(TEXT, published=dt.date(2016, 2, 11))
    propose_events(one)
    return one


def dated(events) -> list[tuple[str, str]]:
    return [(str(e.date), e.evidence.get().trigger) for e in events]


def test_each_finding_becomes_a_proposal_with_its_evidence(read_article):
    proposals = Event.objects.awaiting_review().chronological()
    assert dated(proposals) == [("2014-06", "lifted"), ("2014-11", "signed"), ("2016-01", "visited")]
    assert {p.name for p in proposals[0].entities.all()} == {"Russia", "Pakistan"}
    proof = proposals[2].evidence.get()
    assert proof.exact == "A Russian delegation visited Pakistan last month."
    assert (proof.date_text, proof.date_basis, proof.rank) == ("last month", "relative", "preferred")
    assert read_article.state == Article.State.READ
    assert Mention.objects.filter(article=read_article, entity__name="Russia").exists()
    assert list(integrity.problems()) == []


def test_nothing_proposed_is_public(read_article):
    assert not Event.objects.published().exists()


def test_reading_again_replaces_what_nobody_has_touched(read_article):
    propose_events(read_article)
    assert Event.objects.count() == 3


def test_reading_again_keeps_what_an_editor_decided(read_article, editor):
    first, second, third = Event.objects.chronological()
    review.accept([first], by=editor)
    review.reject([second], by=editor)
    review.edit(third, by=editor, title="Guests from Moscow")
    assert propose_events(read_article) == []
    assert [e.status for e in Event.objects.chronological()] == ["published", "rejected", "proposed"]
    assert Event.objects.get(pk=third.pk).title == "Guests from Moscow"


def test_reading_again_keeps_a_proposal_whose_acceptance_was_undone(read_article, editor):
    first = Event.objects.chronological().first()
    review.accept([first], by=editor)
    undoing.undo_last(by=editor)
    propose_events(read_article)
    assert Event.objects.filter(pk=first.pk, status="proposed").exists()
    assert Event.objects.count() == 3


def test_reading_again_keeps_merged_evidence_where_it_is(read_article, editor):
    known = event("The embargo ended", date="2014-06")
    merging.merge(Event.objects.awaiting_review().chronological().first(), into=known, by=editor)
    assert len(propose_events(read_article)) == 2
    assert known.evidence.count() == 2
    assert list(integrity.problems()) == []


def test_an_unknown_name_is_suggested_with_its_kind(read_article):
    one = article("Sergei Shoigu visited Islamabad in November 2014.")
    propose_events(one)
    assert entity("Sergei Shoigu", "person").state == "suggested"


def test_an_article_without_a_publication_date_is_not_read():
    with pytest.raises(CannotRead, match="publication date"):
        propose_events(article(TEXT, published=None, state="draft"))
    assert not Event.objects.exists()


def test_a_doubtful_day_is_not_read_against_until_an_editor_settles_it():
    one = article(TEXT, state="draft", published_doubtful=True, published_alternatives=["2009-03-14"])
    with pytest.raises(CannotRead, match="doubtful .2016-02-11, 2009-03-14.; an editor must settle the day"):
        propose_events(one)
    with pytest.raises(CommandError, match="1 could not be read"):
        call_command("read_articles", str(one.pk))
    assert not Event.objects.exists()
    assert Article.objects.get().state == "draft"


def test_a_withdrawn_article_is_not_read():
    with pytest.raises(CannotRead, match="withdrawn"):
        propose_events(article(TEXT, state="withdrawn"))


def test_an_article_changed_while_it_was_read_is_left_for_the_next_reading(read_article):
    stale = Article.objects.get(pk=read_article.pk)
    Article.objects.update(published=dt.date(2015, 2, 11))
    with pytest.raises(CannotRead, match="again"):
        propose_events(stale)
    assert Evidence.objects.get(trigger="visited").date.edtf == "2016-01"


def test_a_safe_proposal_has_a_full_date_a_high_score_and_no_likely_duplicate(read_article):
    safe = set(Evidence.objects.filter(safe=True).values_list("trigger", flat=True))
    assert "lifted" in safe and "visited" not in safe
    propose_events(article("Russia lifted its embargo on arms supplies to Pakistan in June 2014."))
    assert not Evidence.objects.filter(
        safe=True,
        article__text__startswith="Russia lifted its embargo on arms supplies to Pakistan in June 2014.",
    ).exists()


@pytest.mark.parametrize("number", ["7", "9" * 23, "-" + "9" * 23])
def test_a_number_no_article_has_is_named_and_nothing_is_read(number):
    article(TEXT)
    with pytest.raises(CommandError, match=f"There is no article {number}. Nothing was read."):
        call_command("read_articles", "--", number)
    assert not Event.objects.exists()


def test_what_turns_out_to_be_a_copy_is_one_voice_and_readers_are_told(read_article):
    kept = event("Embargo lifted", status="published", proof=False)
    for paper in (read_article, article(TEXT + "It was a cold day.", source=source("Ferry Gazette"))):
        evidence(
            kept,
            paper,
            exact="Russia lifted its embargo",
            rank="preferred" if paper == read_article else "normal",
        )
    kept.refresh_from_db()
    assert (kept.independent_source_count, kept.revision) == (2, 1)
    propose_events(Article.objects.latest("pk"))
    kept.refresh_from_db()
    assert (kept.independent_source_count, kept.revision, kept.version) == (1, 2, 1)
    assert PublicChange.objects.get(public_id=kept.public_id, revision=2).kind == "updated"
    assert list(integrity.problems()) == []


def test_another_publisher_of_an_article_is_another_voice(editor):
    kept = event("Embargo lifted", status="published")
    other = article("The embargo ended in June 2014.")
    evidence(kept, other, exact=other.text)
    assert kept.independent_source_count == 1
    with decisions.act("edit", by=editor) as this:
        this.change(other, source=source("Ferry Gazette"))
    kept.refresh_from_db()
    assert (kept.independent_source_count, kept.revision) == (2, 2)
    assert list(integrity.problems()) == []
