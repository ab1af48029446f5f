"""Statistics: what editors decided in a period, and what rules and publishers propose."""

import csv
import datetime as dt
import io

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from timeline import decisions, merging, review, undoing
from timeline.dates import EdtfDate
from timeline.models import Decision
from timeline.tests import factories

pytestmark = pytest.mark.django_db


def proposal(rule="month_and_year", publisher="The Harbour Post", **fields):
    made = factories.event(status="proposed", proof=False, **fields)
    text = f"{made.title}, by {rule}, number {made.pk}."
    article = factories.article(text, source=factories.source(publisher))
    factories.evidence(made, article, exact=text, rank="preferred", date_rule=rule)
    return made


def table(client, name, **asked) -> list[dict]:
    answer = client.get(f"/admin/statistics/{name}.csv", asked)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


@pytest.fixture
def decided(desk, editor):
    """One of each fate by one rule, by an editor; and what does not count."""
    review.accept([proposal()], by=editor, took_ms=4_000)
    review.reject([proposal()], by=editor, took_ms=8_200, reason="not an event")
    edited = proposal()
    with decisions.act("accept", by=editor, took_ms=60_000):
        review.accept([review.edit(edited, by=editor, date=EdtfDate.parse("2014-07"))], by=editor)
    titled = proposal()
    with decisions.act("accept", by=editor):
        review.accept([review.edit(titled, by=editor, title="The bridge was opened")], by=editor)
    merging.merge(proposal(), into=proposal("another_rule", "The Lantern"), by=editor, took_ms=4_900)
    review.accept([proposal("another_rule")], by=editor)
    undoing.undo_last(by=editor)
    return editor


def test_a_rule_is_told_by_what_became_of_its_proposals(desk, decided):
    assert table(desk, "rules") == [
        {
            "rule": "month_and_year", "decided": "5", "accepted_as_proposed": "1", "accepted_edited": "2",
            "of_these_another_date": "1", "merged": "1", "rejected": "1", "rejected_per_cent": "20",
            "reasons": "not an event (1)",
        }
    ]  # fmt: skip


def test_publishers_are_told_apart_the_most_rejected_first(desk, decided, editor):
    for n in range(2):
        review.reject([proposal(publisher="The Lantern")], by=editor, reason="=1+1" if n else "")
    told = [
        (row["publisher"], row["decided"], row["rejected"], row["reasons"])
        for row in table(desk, "publishers")
    ]
    assert told == [
        ("The Lantern", "2", "2", "'=1+1 (1)"),
        ("The Harbour Post", "5", "1", "not an event (1)"),
    ]


def test_an_editor_has_a_pace_from_the_cards_whose_time_is_known(desk, decided):
    assert table(desk, "editors") == [
        {
            "editor": "editor", "decisions": "5", "accepted": "3", "rejected": "1", "merged": "1",
            "median_seconds": "4", "decisions_an_hour": str(round(4 * 3_600_000 / 77_100)),
        }
    ]  # fmt: skip


def test_an_undone_decision_counts_again_when_its_undo_is_undone(desk, editor):
    review.accept([proposal()], by=editor)
    undo = undoing.undo_last(by=editor)
    assert table(desk, "rules") == table(desk, "days") == []
    undoing.undo(undo, by=editor)
    assert [row["decided"] for row in table(desk, "rules")] == ["1"]
    assert [row["decisions"] for row in table(desk, "days")] == ["1"]


def test_a_period_takes_in_its_first_day_and_its_last(desk, editor):
    for day, hour in ((9, 23), (10, 0), (12, 23), (13, 0)):
        review.accept([proposal()], by=editor)
        at = dt.datetime(2026, 3, day, hour, 30, tzinfo=dt.UTC)
        Decision.objects.filter(pk=Decision.objects.latest("id").pk).update(at=at)
    asked = {"first": "2026-03-10", "last": "2026-03-12"}
    assert [row["day"] for row in table(desk, "days", **asked)] == ["2026-03-12", "2026-03-10"]
    assert [row["decided"] for row in table(desk, "rules", **asked)] == ["2"]
    assert table(desk, "days") == [] or timezone.localdate() < dt.date(2026, 4, 10)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"first": "banana"}, "Enter a valid date."),
        ({"first": "2026-03-12", "last": "2026-03-10"}, "The last day is before the first."),
        ({"first": "2024-01-01", "last": "2026-01-01"}, "At most a year at a time."),
    ],
)
def test_a_period_that_is_none_is_answered_beside_its_box(desk, asked, says):
    assert says in desk.get("/admin/statistics/", asked).content.decode()
    assert desk.get("/admin/statistics/rules.csv", asked).status_code == 404


def test_the_page_shows_the_tables_and_asks_as_much_for_many_as_for_few(desk, decided):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            page = desk.get("/admin/statistics/").content.decode()
        return len(queries), page

    few, page = asked()
    assert "month_and_year" in page and "1 (20%)" in page and "not an event (1)" in page
    for n in range(5):
        somebody = get_user_model().objects.create_user(f"editor {n}")
        review.reject([proposal(f"rule_{n}", f"Paper {n}")], by=somebody, reason=f"reason {n}")
    many, page = asked()
    assert few == many and "rule_4" in page


def test_a_period_without_decisions_says_so(desk):
    assert desk.get("/admin/statistics/").content.decode().count("Nothing was decided.") == 4
