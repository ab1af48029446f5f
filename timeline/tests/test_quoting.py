"""Quotes by a clause more or less, and more evidence: each an act of the log."""

import pytest

from timeline import decisions, quoting, review, undoing
from timeline.dates import EdtfDate
from timeline.models import Decision, Evidence
from timeline.tests.factories import article, event, evidence

pytestmark = pytest.mark.django_db

SENTENCE = "Moscow, which had sold it arms, lifted its ban in June 2014 and signed a pact."
TEXT = f"Delhi took note. {SENTENCE} Read also: bread. Nothing else was said."


@pytest.fixture
def proposal():
    """One whose quote is a sentence, before words that are cut out of the article."""
    cut = TEXT.index("Read also: bread.")
    paper = article(TEXT, cuts=[{"start": cut, "end": cut + 17, "reason": "read also"}])
    made = event("Ban lifted", date="2014-06", status="proposed", proof=False)
    evidence(
        made,
        paper,
        exact=SENTENCE,
        rank="preferred",
        date_text="June 2014",
        date_start=TEXT.index("June 2014"),
        trigger="lifted",
        trigger_start=TEXT.index("lifted"),
    )
    return made


def quote(event) -> Evidence:
    return Evidence.objects.get(event=event, rank="preferred")


def test_a_quote_shrinks_to_what_it_is_about_and_says_that_it_cannot_be_shorter(proposal, editor):
    seen = []
    with pytest.raises(review.NotPossible, match="cannot be shorter"):
        while True:
            seen.append(quoting.shorten(proposal, by=editor).exact)
    assert seen[-1] == "lifted its ban in June 2014"
    now = quote(proposal)
    assert (now.exact, TEXT[now.start : now.end]) == (seen[-1], seen[-1])
    assert TEXT[: now.start].endswith(now.prefix) and TEXT[now.end :].startswith(now.suffix)
    assert now.text_sha256 == now.article.text_sha256 and now.marked()[1] == "June 2014"
    assert [d.verb for d in Decision.objects.all()] == ["quote"] * len(seen)
    for before in [*seen[-2::-1], SENTENCE]:
        undoing.undo_last(by=editor)
        assert quote(proposal).exact == before
    proposal.refresh_from_db()
    assert not proposal.touched


def test_a_quote_never_grows_over_what_is_cut_out(proposal, editor):
    assert quoting.lengthen(proposal, by=editor).exact == f"Delhi took note. {SENTENCE}"
    with pytest.raises(review.NotPossible, match="cut out"):
        quoting.lengthen(proposal, by=editor)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "fields", [{"anchor_state": "orphan"}, {"start": 1, "end": 9}, {"start": None, "end": None}]
)
def test_a_quote_that_is_not_in_its_place_is_left_alone(proposal, editor, fields):
    proposal.evidence.update(**fields)
    with pytest.raises(review.NotPossible):
        quoting.shorten(proposal, by=editor)


def test_nobodys_change_is_overwritten(proposal, editor):
    with pytest.raises(decisions.Conflict):
        quoting.shorten(proposal, by=editor, version=proposal.version - 1)


def test_more_evidence_may_dispute_the_date_and_is_taken_back_whole(editor):
    one = event("Ban lifted", date="2014-06")
    paper = article("In July 2014 the ban was lifted, he said.")
    given = {"by": editor, "date": EdtfDate.parse("2014-07")}
    made = quoting.add(one, paper, 0, 32, **given)
    one.refresh_from_db()
    assert made.exact == "In July 2014 the ban was lifted," and made.rank == "normal"
    assert one.disputed and one.source_count == 2 and str(one.date) == "2014-06" and one.revision == 2
    with pytest.raises(review.NotPossible, match="already"):
        quoting.add(one, paper, 0, 32, **given)
    undoing.undo_last(by=editor)
    one.refresh_from_db()
    assert not one.disputed and one.evidence.count() == 1


@pytest.mark.parametrize(
    ("span", "status", "why"),
    [
        ((0, 5), "rejected", "takes no evidence"),
        ((10, 25), "published", "cut out"),
        ((5, 5), "published", "no words"),
        ((4, 5), "published", "no words"),
        ((0, 999), "published", "no words"),
    ],
)
def test_words_that_prove_nothing_are_refused(editor, span, status, why):
    paper = article(
        "Here is an article. Read also: bread.", cuts=[{"start": 20, "end": 37, "reason": "read also"}]
    )
    with pytest.raises(review.NotPossible, match=why):
        quoting.add(event(status=status), paper, *span, by=editor)
    assert Decision.objects.count() == 0
