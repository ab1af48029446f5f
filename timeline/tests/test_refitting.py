"""Scores learned from decisions: what editors reject sinks, what they accept rises, and little is learned from little."""

import pytest
from django.core.management import CommandError, call_command

from timeline.engine.scoring import WEIGHTS, score
from timeline.models import Event, Evidence, ScoreWeights
from timeline.refitting import PULL, Refit, TooFew, refit, weights_in_force
from timeline.tests import factories

pytestmark = pytest.mark.django_db
SURE = ["every finding", "a name takes part", "a full headline"]
FIGURES = [*SURE, "a figure or statistic"]
NOUNS = [*SURE, "an event noun alone"]


def proposals(article, reasons, status, how_many):
    chance, parts = score(reasons)
    for number in range(how_many):
        event = factories.event(title=f"Event {number}", status=status, proof=False)
        Evidence.objects.create(event=event, article=article, exact="x", score=chance, score_parts=parts)


@pytest.fixture
def decided():
    """In five articles editors took every figure and no noun, against what the weights by hand expect."""
    for _number in range(5):
        article = factories.article()
        proposals(article, SURE, Event.Status.PUBLISHED, 4)
        proposals(article, FIGURES, Event.Status.PUBLISHED, 6)
        proposals(article, NOUNS, Event.Status.REJECTED, 6)


@pytest.mark.one_database
def test_what_editors_reject_is_worth_less_and_what_they_accept_more(decided):
    learned = refit()
    assert (learned.decisions, learned.accepted) == (80, 50)
    assert learned.weights["an event noun alone"] < WEIGHTS["an event noun alone"] - 1
    assert learned.weights["a figure or statistic"] > WEIGHTS["a figure or statistic"] + 1
    assert learned.weights["a question"] == WEIGHTS["a question"]  # never seen, never moved
    assert learned.after < learned.before / 2


def test_kept_weights_score_what_waits_and_what_is_read(decided):
    proposals(factories.article(), NOUNS, Event.Status.PROPOSED, 1)
    before = Evidence.objects.get(event__status="proposed").score
    call_command("refit_score", verbosity=0)
    assert not ScoreWeights.objects.exists()
    call_command("refit_score", keep=True, verbosity=0)
    waiting = Evidence.objects.get(event__status="proposed")
    assert waiting.score < before - 0.2
    assert waiting.score_parts["an event noun alone"] == weights_in_force()["an event noun alone"]


def test_weights_that_are_no_better_are_not_kept(decided):
    Refit(
        weights={"an event noun alone": -9.0, "a figure or statistic": 9.0},
        decisions=1,
        accepted=1,
        before=0,
        after=0,
    ).keep()
    with pytest.raises(CommandError, match="no better"):
        call_command("refit_score", keep=True, verbosity=0)
    assert ScoreWeights.objects.count() == 1


@pytest.mark.one_database
def test_from_few_decisions_or_of_one_kind_nothing_is_learned():
    article = factories.article()
    proposals(article, SURE, Event.Status.PUBLISHED, 60)
    with pytest.raises(TooFew, match="60 decisions .60 accepted, 0 rejected. in 1 articles"):
        refit()
    with pytest.raises(CommandError, match="at least 50"):
        call_command("refit_score", verbosity=0)


@pytest.mark.one_database
def test_one_odd_decision_moves_a_weight_little(decided):
    proposals(factories.article(), [*SURE, "a question"], Event.Status.PUBLISHED, 1)
    assert 0 < refit().weights["a question"] - WEIGHTS["a question"] <= 1 / PULL
