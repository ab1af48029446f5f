"""Whatever editors do, undoing it all leaves the records as they were; and all of it can be done again."""

from contextlib import suppress

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kb.models import Alias, Entity, Mention
from timeline import decisions, integrity, merging, restoring, review, states, undoing, unmerging
from timeline.dates import EdtfDate
from timeline.models import Decision, Event, Evidence, Participation
from timeline.tests.factories import article, entity, event, tag

pytestmark = pytest.mark.django_db

DATES = ("2014-06", "2014-07", "2014~", "[..2014-10]")
REFUSED = (review.NotPossible, decisions.Conflict, undoing.CannotUndo)


@pytest.fixture
def editor():
    return get_user_model().objects.create_user("editor")


def edit(world, by, n, m):
    one = world.event(n)
    review.edit(one, by=by, title=f"{one.title[:40]}!", date=EdtfDate.parse(DATES[m % len(DATES)]))


def involve(world, by, n, m):
    review.edit(world.event(n), by=by, participants=[(world.living(m), "actor")], place=world.living(m + 1))


def prefer(world, by, n, m):
    quotes = list(Evidence.objects.order_by("id"))
    review.prefer(quotes[n % len(quotes)], by=by)


def rename(world, by, n, m):
    with decisions.act("edit", by=by) as this:
        one = world.living(n)
        this.change(one, name=f"{one.name[:40]}!")
        this.create(Alias(entity=one, name=one.name))


def merge(world, by, n, m):
    taking = [(), ("date",), ("title", "date", "place")][(n + m) % 3]
    merging.merge(world.event(n), into=world.event(m), by=by, taking=taking)


def merge_entities(world, by, n, m):
    taking = [(), ("description", "latitude", "longitude")][(n + m) % 2]
    merging.merge_entities(world.entity(n), into=world.entity(m), by=by, taking=taking)


def restore(world, by, n, m):
    acts = list(Decision.objects.order_by("id"))
    if acts:
        record = world.entity(n) if m % 3 == 0 else world.event(n)
        restoring.restore(record, acts[m % len(acts)], by=by, before=m % 2 == 0)


DEEDS = {
    "accept": lambda world, by, n, m: review.accept([world.event(n)], by=by),
    "reject": lambda world, by, n, m: review.reject([world.event(n)], by=by),
    "retract": lambda world, by, n, m: review.retract(world.event(n), by=by, reason="A hoax."),
    "edit": edit,
    "involve": involve,
    "prefer": prefer,
    "rename": rename,
    "merge": merge,
    "merge entities": merge_entities,
    "unmerge": lambda world, by, n, m: unmerging.unmerge(world.event(n), by=by),
    "unmerge entity": lambda world, by, n, m: unmerging.unmerge(world.entity(n), by=by),
    "restore": restore,
    "undo": lambda world, by, n, m: undoing.undo_last(by=by),
    "undo one": lambda world, by, n, m: undoing.undo(world.act(n), by=by),
}


class World:
    """Four events and three names, to do things to."""

    def __init__(self):
        people = [entity(name, aliases=[f"{name}ish"]) for name in ("Aland", "Beland")]
        people.append(entity("Celand", state="suggested", aliases=["Alandish"]))
        for n, status in enumerate(("published", "published", "proposed", "proposed")):
            who = [people[n % 3]] if status == "proposed" else [people[n % 2]]
            event(
                f"Event {n}", status=status, date=DATES[n], who=who, tags=[tag(f"Tag {n}")], place=people[0]
            )
        Mention.objects.create(article=article(), entity=people[1], start=0, end=7)

    def event(self, n: int) -> Event:
        return Event.objects.order_by("id")[n % 4]

    def entity(self, n: int) -> Entity:
        return Entity.objects.order_by("id")[n % 3]

    def living(self, n: int) -> Entity:
        found = list(Entity.objects.living().order_by("id"))
        return found[n % len(found)]

    def act(self, n: int) -> Decision:
        acts = list(Decision.objects.order_by("id"))
        if not acts:
            raise undoing.NothingToUndo
        return acts[n % len(acts)]


def everything() -> dict:
    """All records, less what counts, times and touches them."""
    rows = [
        *Event.objects.prefetch_related("tags"),
        *(row for model in (Evidence, Participation, Entity, Alias, Mention) for row in model.objects.all()),
    ]
    return {states.key_of(row): states.comparable(states.snapshot(row)) for row in rows}


def as_compared(records: dict, out_of_turn: set) -> dict:
    """A name that one act confirmed stays so for another that published it; undone in another order, that is kept."""
    left_out = {"state"} if "undo one" in out_of_turn else set()
    return {
        key: {name: value for name, value in state.items() if key[0] != "kb.entity" or name not in left_out}
        for key, state in records.items()
    }


HISTORIES = pytest.mark.parametrize(
    "histories", [pytest.param(12, id="a few"), pytest.param(600, id="many", marks=pytest.mark.soak)]
)


@HISTORIES
def test_undoing_everything_leaves_the_records_as_they_were(editor, histories):
    @settings(max_examples=histories, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 11), st.integers(0, 11)), max_size=6
        )
    )
    @example([("involve", 0, 0), ("restore", 0, 2)])  # what goes back is the event's own row alone
    @example([("merge", 1, 0), ("unmerge", 1, 10)])
    @example([("merge entities", 9, 7), ("unmerge entity", 0, 3)])
    @example([("edit", 0, 1), ("involve", 0, 8), ("undo one", 8, 10)])
    def come_back(acts):
        with transaction.atomic():
            world = World()
            before = everything()
            for deed, n, m in acts:
                with suppress(*REFUSED), transaction.atomic():
                    DEEDS[deed](world, editor, n, m)
            assert list(integrity.problems()) == []
            out_of_turn, refused = (
                {"undo one", "unmerge", "unmerge entity"} & {deed for deed, _, _ in acts},
                False,
            )
            for _ in range(2 * len(acts)):
                try:
                    undoing.undo_last(by=editor)
                except undoing.NothingToUndo:
                    break
                except decisions.Conflict:  # in words, and nothing is written
                    refused = True
                    assert out_of_turn
                    break
            assert refused or as_compared(everything(), out_of_turn) == as_compared(before, out_of_turn)
            assert list(integrity.problems()) == []
            transaction.set_rollback(True)

    come_back()
