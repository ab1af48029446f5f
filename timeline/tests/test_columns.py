"""The columns that all counts are made from: brought up to date by the log, they are what the database says."""

import datetime as dt
import os
from random import Random

import pytest
from django.http import QueryDict

from kb.models import Entity
from timeline import columns, generated, merging, review
from timeline.columns import KEPT, Columns
from timeline.decisions import Conflict, act
from timeline.models import Decision, Event, Evidence, PublicChange
from timeline.public import public_sources
from timeline.query import EventQuery
from timeline.remembering import State
from timeline.tests.factories import article, entity, source, tag
from timeline.undoing import CannotUndo, undo

pytestmark = pytest.mark.django_db


def said(found: Columns) -> list:
    """What the tables say, whatever the codes and rows by which they say it."""
    events = found.events._asdict()
    for name in ("precision", "event_type", "factuality"):
        events[name] = [found.words[code] for code in events[name]]
    pairs = [
        sorted(
            zip(found.events.id[table.at].tolist(), *(column.tolist() for column in table[1:]), strict=True)
        )
        for table in found.tables()[1:]
    ]
    return [{name: list(values) for name, values in events.items()}, *pairs]


def as_kept() -> list:
    return said(State().columns)


def as_in_the_database() -> list:
    return said(Columns("default"))


@pytest.fixture
def public(remembering) -> Random:
    """Sixty events, most of them published, in columns that are kept."""
    generated.generate(60, seed=47, statuses=[Event.Status.PUBLISHED] * 4 + [Event.Status.PROPOSED])
    remembering()
    assert as_kept() == as_in_the_database()
    return Random(1969)


@pytest.fixture
def never_all_anew(public, monkeypatch) -> Random:
    def fail(using):
        raise AssertionError("all events were read again")

    monkeypatch.setattr(columns, "present_log", fail)
    return public


def decide(random: Random) -> None:
    """One act of an editor's, of any kind."""
    some, other = random.sample(list(Event.objects.exclude(status=Event.Status.MERGED)), 2)
    who, article = random.choice(Entity.objects.confirmed()), random.choice(Evidence.objects.all()).article
    date, participants = generated.a_date(random), [(who, "actor")] if random.random() < 0.7 else []
    random.choice(
        [
            lambda: review.accept([some, other], by=None),
            lambda: review.retract(some, by=None, reason="Made up."),
            lambda: merging.merge(some, into=other, by=None),
            lambda: review.edit(some, by=None, date=date, participants=participants),
            lambda: review.edit(some, by=None, tags=[tag("New")], place=who, factuality="planned"),
            lambda: with_others(random),
            lambda: change(who, name=f"{who.name} anew", state=random.choice(["confirmed", "suggested"])),
            lambda: change(article, source=random.choice([source("The New Post"), None])),
            lambda: add(date, who),
            lambda: undo(random.choice(Decision.objects.filter(undoes=None)[:5]), by=None),
            lambda: undo(random.choice(Decision.objects.filter(verb="add")), by=None),
        ]
    )()


def with_others(random: Random) -> None:
    proof = random.choice(Evidence.objects.filter(event__status=Event.Status.PUBLISHED))
    review.prefer(proof, by=None)


def change(row, **fields) -> None:
    with act("edit", by=None) as this:
        this.change(row, **fields)


def add(date, who) -> Event:
    proof = Evidence(article=article(), exact="Nothing happened in the harbour today.")
    fields = {"title": "New", "date": date, "place": who}
    return review.add_by_hand(by=None, evidence=[proof], participants=[(who, "actor")], **fields)


def test_after_every_decision_they_are_as_if_read_anew(never_all_anew):
    moved, before = 0, as_kept()
    for _ in range(60):
        try:
            decide(never_all_anew)
        except (review.NotPossible, Conflict, CannotUndo, IndexError):
            continue
        after = as_kept()
        assert after == as_in_the_database()
        moved, before = moved + (after != before), after
    assert moved > 15


def test_an_event_whose_record_is_gone_is_gone_from_them(never_all_anew):
    added = add(None, entity("Ardane"))
    assert added.pk in as_kept()[0]["id"]
    undo(Decision.objects.latest("pk"), by=None)
    assert added.pk not in as_kept()[0]["id"]
    assert as_kept() == as_in_the_database()


def test_many_decisions_are_caught_up_with_at_once(never_all_anew):
    published = list(Event.objects.published()[:10])
    for one in published:
        review.retract(one, by=None, reason="Made up.")
    assert not {one.pk for one in published} & set(as_kept()[0]["id"])
    assert as_kept() == as_in_the_database()


def test_a_change_that_is_told_late_is_in_them(never_all_anew):
    """As PostgreSQL may show it: after one of a later time and number."""
    review.retract(Event.objects.published()[0], by=None, reason="Made up.")
    assert as_kept() == as_in_the_database()
    late, last = Event.objects.published()[0], PublicChange.objects.latest("pk")
    Event.objects.filter(pk=late.pk).update(status="retracted", retraction_reason="Made up.")
    fields = {"public_id": late.public_id, "kind": "retracted", "revision": 9}
    PublicChange.objects.create(pk=last.pk - 1000, at=last.at - dt.timedelta(minutes=5), **fields)
    assert late.pk not in as_kept()[0]["id"]


def test_after_an_older_copy_of_the_database_is_put_back_they_are_read_anew(public):
    lost = Event.objects.published()[0]
    review.retract(lost, by=None, reason="Made up.")
    assert lost.pk not in as_kept()[0]["id"]
    Event.objects.filter(pk=lost.pk).update(status="published")
    PublicChange.objects.latest("pk").delete()
    review.retract(Event.objects.published()[1], by=None, reason="Made up.")
    assert lost.pk in as_kept()[0]["id"]
    assert as_kept() == as_in_the_database()


@pytest.mark.parametrize("kept", [False, True])
def test_a_filter_finds_in_them_what_it_finds_in_the_database(public, remembering, kept):
    remembering(kept)
    source = public_sources().first().slug
    for asked in (
        *(
            "",
            "q=pact",
            "q=-pact",
            "type=AID",
            "precision=day&precision=unknown",
            "factuality=planned",
            "disputed=1",
        ),
        *("entity=made-up-ardane", "place=made-up-port-amber&place=made-up-ardane", "tag=made-up-arms-trade"),
        *(
            f"source={source}",
            "from=2010&certain=1",
            "to=2012",
            "type=AID&from=2000&to=2015",
            "q=nosuchword",
        ),
    ):
        query = EventQuery.from_params(QueryDict(asked))
        rows, listed = query.listed_rows(), query.listed().order_by("pk").values_list("pk", flat=True)
        assert query.errors == {}
        assert query.state.columns.events.id[rows].tolist() == list(listed), asked


def spoil(how: str, file) -> None:
    if how == "removed":
        file.unlink()
    elif how == "cut short":
        file.write_bytes(file.read_bytes()[:-100])
    elif how == "empty":
        file.write_bytes(b"")
    else:
        file.write_bytes(file.read_bytes().replace(b"sort_day", b"day_sort"))


@pytest.mark.parametrize("how", ["removed", "cut short", "empty", "of other columns"])
def test_a_spoilt_file_is_made_anew(public, settings, how):
    for file in settings.COLUMNS.iterdir():
        spoil(how, file)
    assert as_kept() == as_in_the_database()
    for file in settings.COLUMNS.iterdir():
        spoil(how, file)
    review.retract(Event.objects.published()[0], by=None, reason="Made up.")
    assert as_kept() == as_in_the_database()


def test_a_file_that_is_cleared_away_can_still_be_read(public, settings):
    held = State().columns
    for file in settings.COLUMNS.iterdir():
        file.unlink()
    assert said(held) == as_in_the_database()


@pytest.mark.parametrize("cleared", [False, True])
def test_two_workers_at_once_do_no_harm(never_all_anew, settings, monkeypatch, cleared):
    """The other one is done just before the first names its file, and may have cleared that away."""
    replace = os.replace
    review.retract(Event.objects.published()[0], by=None, reason="Made up.")

    def late(file, path):
        monkeypatch.setattr(os, "replace", replace)
        assert as_kept() == as_in_the_database()
        if cleared:
            os.remove(file)
        replace(file, path)

    monkeypatch.setattr(os, "replace", late)
    assert as_kept() == as_in_the_database()
    assert os.replace is replace
    assert as_kept() == as_in_the_database()


def test_old_files_do_not_pile_up(public, settings):
    for one in Event.objects.published()[: KEPT + 3]:
        review.retract(one, by=None, reason="Made up.")
        State().columns  # noqa: B018
    assert len(list(settings.COLUMNS.iterdir())) == KEPT


def test_bringing_them_up_to_date_takes_a_fixed_number_of_queries(public, django_assert_max_num_queries):
    for number in (1, 10):
        for one in Event.objects.published()[:number]:
            review.retract(one, by=None, reason="Made up.")
        state = State()
        assert state.log
        with django_assert_max_num_queries(7):
            state.columns  # noqa: B018
