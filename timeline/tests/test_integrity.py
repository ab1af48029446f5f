"""Each fault the proof is there to find, made on purpose behind the records' back."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kb.models import Article
from timeline import integrity, review
from timeline.models import Event, Evidence, PublicChange
from timeline.tests.factories import article, entity, event

pytestmark = pytest.mark.django_db


def test_sound_records_hold(capsys):
    event(who=["Pakistan"], tags=["Arms trade"])
    event("No date is known", date=None)
    call_command("check_integrity")
    assert "All records hold" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda: Evidence.objects.update(exact="Other words."), "is not what article"),
        (lambda: Article.objects.update(text="Another text altogether."), "is not the one its digest"),
        (lambda: Event.objects.update(precision="day"), "precision is day"),
        (lambda: Event.objects.update(disputed=True), "disputed or its counts"),
        (lambda: Event.objects.update(search_tokens=""), "not indexed"),
        (lambda: Evidence.objects.update(rank="normal"), "0 preferred evidences"),
        (lambda: Evidence.objects.update(date="2015"), "its preferred evidence says 2015"),
        (lambda: Article.objects.update(state="withdrawn"), "withdrawn"),
        (lambda: PublicChange.objects.all().delete(), "does not tell of revision 1"),
        (
            lambda: Article.objects.update(cuts=[{"start": 5, "end": 10**6, "reason": "teaser"}]),
            "outside the text",
        ),
        (lambda: Article.objects.update(cuts=[{"start": 5, "reason": "teaser"}]), "is no cut"),
        (lambda: Article.objects.update(cuts=["teaser"]), "is no cut"),
        (lambda: Article.objects.update(cuts={"start": 5}), "are no list"),
        (
            lambda: Article.objects.update(cuts=[{"start": 5, "end": 9, "reason": "teaser"}]),
            "lies over its quote",
        ),
        (lambda: Article.objects.update(state="draft"), "publication date is not settled"),
        (lambda: Evidence.objects.update(prefix="Elsewhere"), "around its quote"),
        (lambda: Evidence.objects.update(suffix="Elsewhere"), "around its quote"),
        (lambda: Evidence.objects.update(start=None, end=None), "its place is not known"),
        (lambda: Evidence.objects.update(anchor_state="orphan"), "no longer found in article"),
        (lambda: Event.objects.update(place=entity("Atlantis", state="suggested")), "which is suggested"),
    ],
)
def test_a_fault_is_found_and_named(broken, said, capsys):
    event()
    broken()
    with pytest.raises(CommandError, match="found"):
        call_command("check_integrity", skip_checks=True)
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("status", ["proposed", "rejected"])
def test_what_is_not_published_may_rest_on_what_is_not_settled(status):
    event(status=status, place=entity("Atlantis", state="suggested"))
    Article.objects.update(state="draft", cuts=[{"start": 5, "end": 9, "reason": "teaser"}])
    Evidence.objects.update(anchor_state="orphan")
    assert list(integrity.problems()) == []


def test_an_editor_may_cite_a_draft_quote_a_cut_headline_and_say_it_in_other_words():
    text = "Bridge opens\n\nThe king opened it."
    title = {"start": 0, "end": 12, "reason": "title"}
    one = article(text, published=None, state="draft", cuts=[title], url="https://courier.example/bridge")
    told = Evidence(article=one, exact="Bridge opens", start=0, end=12, text_sha256=one.text_sha256)
    retold = Evidence(article=one, exact="The bridge was opened.")
    review.add_by_hand(by=None, evidence=[told, retold], title="The bridge opened", date="2014-06")
    assert list(integrity.problems()) == []
