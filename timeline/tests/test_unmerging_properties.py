"""In whatever order mergers are taken apart, each record is what it would be had those mergers never been.

What that is, is reckoned here in the simplest way: all that was done is done again, from the start, on plain values,
those mergers left out.
"""

from contextlib import suppress
from copy import deepcopy
from itertools import count

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.models import Alias, Entity, Mention
from timeline import decisions, integrity, merging, review, states, undoing, unmerging
from timeline.dates import EdtfDate
from timeline.models import Decision, Event, Evidence, Participation
from timeline.tests.factories import article, entity, event, tag

pytestmark = pytest.mark.django_db

REFUSED = (review.NotPossible, undoing.CannotUndo, decisions.Conflict)
ROLES = ("actor", "recipient", "other")
EXAMPLES = pytest.mark.parametrize("examples", [6, pytest.param(1500, marks=pytest.mark.soak)])
NUMBERS = st.tuples(*[st.integers(0, 59)] * 3)


@pytest.fixture
def editor():
    return get_user_model().objects.create_user("editor")


class Told:
    """What was done, in order, each to be left out or put in again."""

    def __init__(self, start: dict):
        self.start, self.deeds, self.stack = start, [], []

    def did(self, deed, loser=None) -> None:
        self.deeds.append([deed, loser, True])
        self.stack.append((self.deeds[-1], False))

    def took_apart(self, loser) -> None:
        deed = next(deed for deed in reversed(self.deeds) if deed[1] == loser and deed[2])
        deed[2] = False
        self.stack.append((deed, True))

    def undid(self) -> None:
        deed, standing = self.stack.pop()
        deed[2] = standing

    def state(self) -> dict:
        state = deepcopy(self.start)
        for deed, _loser, stands in self.deeds:
            if stands:
                deed(state)
        return state


class World:
    """Some records to do things to, and what is told of it."""

    def __init__(self, editor):
        self.editor, self.number = editor, count()
        self.make()
        self.told = Told(self.found())

    def living(self, n: int):
        return self.records()[n % len(self.records())]

    def do(self, deed: str, numbers) -> None:
        """Nothing is told of what changed nothing, for the log does not know of it either."""
        before = Decision.objects.count()
        with suppress(*REFUSED), transaction.atomic():
            tell = getattr(self, deed)(*numbers)
            if Decision.objects.count() > before:
                tell()

    def merge(self, n, m, k):
        loser, into = self.living(n), self.living(m)
        was = self.told.state()
        taking = [name for bit, name in enumerate(self.TAKING) if k >> bit & 1]
        taking = [name for name in taking if was[loser.pk][name] != was[into.pk][name]]
        typed = self.typed(n + k)
        self.merge_them(loser, into, taking, **typed)
        deed = self.merged(loser.pk, into.pk, taking, **typed)
        return lambda: self.told.did(deed, loser.pk)

    def typed(self, k) -> dict:
        return {}

    def unmerge(self, n, m, k):
        merged = self.model.objects.filter(merged_into__isnull=False).order_by("pk")
        if not merged:
            raise review.NotPossible
        loser = merged[n % len(merged)]
        unmerging.unmerge(loser, by=self.editor)
        return lambda: self.told.took_apart(loser.pk)

    def undo(self, n, m, k):
        undoing.undo_last(by=self.editor)
        return self.told.undid

    def expected(self) -> dict:
        return self.told.state()

    def check(self) -> None:
        state, found = self.expected(), self.found()
        assert found == {pk: state[pk] for pk in found}

    def run(self, acts, order) -> None:
        for deed, numbers in acts:
            self.do(deed, numbers)
            self.check()
        for n in order:
            self.do("unmerge", (n, 0, 0))
            self.check()
        assert list(integrity.problems()) == []
        assert not self.model.objects.filter(merged_into__isnull=False).exists()


class Events(World):
    model = Event
    TAKING = ("title", "date", "place", "summary")
    DEEDS = (
        "merge",
        "merge",
        "merge",
        "unmerge",
        "undo",
        "retitle",
        "redate",
        "retag",
        "involve",
        "prove",
        "prefer",
    )

    def make(self):
        self.people = [entity(name) for name in ("Aland", "Beland", "Celand", "Deland")]
        self.tags = [tag(f"Tag {n}") for n in range(3)]
        for n in range(5):
            made = event(
                f"Event {n}", date=f"2014-0{n + 1}", status="proposed" if n == 4 else "published",
                tags=[t for i, t in enumerate(self.tags) if (n + i) % 3], place=self.people[n % 4],
                who=[p for i, p in enumerate(self.people) if (n >> i) & 1 or i == 3], summary=f"Summary {n}",
            )  # fmt: skip
            made.participations.update(role=ROLES[n % 3])

    def records(self):
        return list(Event.objects.filter(merged_into=None).order_by("pk"))

    def found(self) -> dict:
        return {
            one.pk: {
                "title": one.title,
                "date": (str(one.date), one.date_basis),
                "dating": one.evidence.get(rank="preferred").pk,
                "place": one.place_id,
                "summary": one.summary,
                "status": one.status,
                "tags": {t.pk for t in one.tags.all()},
                "who": dict(one.participations.values_list("entity", "role")),
                "quotes": set(one.evidence.values_list("pk", flat=True)),
            }
            for one in self.records()
        }

    def typed(self, k) -> dict:
        """Who and what is named on a record in the act that merges it; nothing in one of two."""
        named = [(who, ROLES[(k + n) % 3]) for n, who in enumerate(self.people) if k >> n & 2]
        return {"participants": named, "tags": self.tags[k % 4 :]} if k % 2 else {}

    def merge_them(self, loser, into, taking, **typed):
        merging.merge(loser, into=into, by=self.editor, taking=taking, **typed)

    def merged(self, loser, into, taking, participants=None, tags=()):
        def deed(state):
            one, other = state[into], state[loser]
            if participants is not None:
                other["who"] = {who.pk: role for who, role in participants}
                other["tags"] = {its.pk for its in tags}
            one["tags"] |= other["tags"]
            one["quotes"] |= other["quotes"]
            one["who"] = other["who"] | one["who"]
            for name in taking:
                one[name] = other[name]
            if "date" in taking:
                one["dating"] = other["dating"]

        return deed

    def edited(self, one, *, by=None, **fields):
        review.edit(one, by=self.editor, **(by or fields))
        return lambda: self.told.did(lambda state: state[one.pk].update(fields))

    def retitle(self, n, m, k):
        return self.edited(self.living(n), title=f"Title {next(self.number)}")

    def redate(self, n, m, k):
        date = f"2015-{1 + next(self.number) % 12:02}-{1 + m % 28:02}"
        return self.edited(self.living(n), by={"date": EdtfDate.parse(date)}, date=(date, "editor"))

    def retag(self, n, m, k):
        one, its = self.living(n), self.tags[m % 3]
        there = its in one.tags.all()
        review.edit(one, by=self.editor, tags=set(one.tags.all()) ^ {its})
        deed = (
            (lambda s: s[one.pk]["tags"].discard(its.pk))
            if there
            else (lambda s: s[one.pk]["tags"].add(its.pk))
        )
        return lambda: self.told.did(deed)

    def involve(self, n, m, k):
        """Somebody more, or in another role; or no longer."""
        one, who, role = self.living(n), self.people[m % 4], (*ROLES, None)[k % 4]
        wanted = dict(one.participations.values_list("entity", "role")) | {who.pk: role}
        pairs = [(Entity.objects.get(pk=pk), role) for pk, role in wanted.items() if role]
        review.edit(one, by=self.editor, participants=pairs)
        put = (
            (lambda s: s[one.pk]["who"].update({who.pk: role}))
            if role
            else (lambda s: s[one.pk]["who"].pop(who.pk, 0))
        )
        return lambda: self.told.did(put)

    def prove(self, n, m, k):
        """Further evidence, added by hand."""
        one = self.living(n)
        text = f"It was said for the {next(self.number)}th time."
        with decisions.act("add_evidence", by=self.editor) as this:
            row = this.create(
                Evidence(
                    event=this.lock(one),
                    citation=text,
                    date=EdtfDate.parse(f"2016-{1 + m % 12:02}"),
                    date_basis="explicit",
                )
            )
        return lambda: self.told.did(lambda state: state[one.pk]["quotes"].add(row.pk))

    def prefer(self, n, m, k):
        """One of its own quotes: one of another's it could not be left with."""
        one = self.living(n)
        own = [pk for pk in sorted(self.told.state()[one.pk]["quotes"]) if home(self.told, pk) == one.pk]
        row = Evidence.objects.get(pk=own[m % len(own)])
        review.prefer(row, by=self.editor)
        date = (str(row.date), row.date_basis)
        return lambda: self.told.did(lambda state: state[one.pk].update(dating=row.pk, date=date))


def home(told: Told, quote: int) -> int:
    """The record a quote was given to."""
    alone = deepcopy(told)
    for deed in alone.deeds:
        deed[2] = deed[2] and deed[1] is None
    return next(pk for pk, state in alone.state().items() if quote in state["quotes"])


class Names(World):
    model = Entity
    TAKING = ("name", "description", "wikidata")
    DEEDS = ("merge", "merge", "merge", "unmerge", "undo", "rename", "describe", "call", "place", "involve")

    def make(self):
        names = ("Aland", "Beland", "Celand", "Deland", "Eland")
        aliases = (["X", "Y"], ["Y", "Aland"], ["X", "Z"], ["Z", "Celand", "Y"], ["E"])
        people = [
            entity(name, aliases=more, description=f"Of {name}", wikidata=f"Q{n + 1}", state="suggested" if n == 4 else "confirmed")
            for n, (name, more) in enumerate(zip(names, aliases, strict=True))
        ]  # fmt: skip
        for n in range(1, 14):
            who = [p for i, p in enumerate(people[:4]) if n >> i & 1]
            one = event(f"Event {n}", place=people[n % 4], who=who)
            one.participations.filter(entity=who[0]).update(role=ROLES[n % 3])
        for n, one in enumerate(people):
            Mention.objects.create(article=article(), entity=one, start=0, end=7 + n)

    def records(self):
        return list(Entity.objects.living().order_by("pk"))

    def found(self) -> dict:
        return {
            one.pk: {
                "name": one.name,
                "description": one.description,
                "wikidata": one.wikidata,
                "state": one.state,
                "aliases": set(one.aliases.values_list("name", flat=True)),
                "events": dict(one.participations.values_list("event", "role")),
                "places": set(Event.objects.filter(place=one).values_list("pk", flat=True)),
                "mentions": set(Mention.objects.filter(entity=one).values_list("pk", flat=True)),
            }
            for one in self.records()
        }

    def merge_them(self, loser, into, taking):
        merging.merge_entities(loser, into=into, by=self.editor, taking=taking)

    def merged(self, loser, into, taking):
        def deed(state):
            one, other = state[into], state[loser]
            called = {one["name"], other["name"], *other["aliases"]}
            for name in taking:
                one[name] = other[name]
            one["aliases"] |= called - {one["name"]}
            one["events"] = other["events"] | one["events"]
            one["places"] |= other["places"]
            one["mentions"] |= other["mentions"]
            if other["state"] == "confirmed":
                one["state"] = "confirmed"

        return deed

    def write(self, one, **fields):
        with decisions.act("edit", by=self.editor) as this:
            this.change(one, **fields)
        return lambda: self.told.did(lambda state: state[one.pk].update(fields))

    def rename(self, n, m, k):
        return self.write(self.living(n), name=f"Name {next(self.number)}")

    def describe(self, n, m, k):
        return self.write(self.living(n), description=f"Description {next(self.number)}")

    def call(self, n, m, k):
        """By another name; or no longer by one that nobody else of those merged has."""
        one = self.living(n)
        names = sorted(name for name in self.told.state()[one.pk]["aliases"] if name.startswith("Other"))
        with decisions.act("edit", by=self.editor) as this:
            if names and k % 3 == 0:
                name = names[m % len(names)]
                this.delete(Alias.objects.get(entity=one, name=name))
                return lambda: self.told.did(
                    lambda s: [state["aliases"].discard(name) for state in s.values()]
                )
            row = this.create(Alias(entity=one, name=f"Other {next(self.number)}"))
        return lambda: self.told.did(lambda state: state[one.pk]["aliases"].add(row.name))

    def named(self, one, deed):
        """A published event names it: who was suggested is confirmed by that."""
        suggested = one.state == "suggested"

        def both(state):
            deed(state)
            if suggested:
                state[one.pk]["state"] = "confirmed"

        return lambda: self.told.did(both)

    def place(self, n, m, k):
        one, here = Event.objects.order_by("pk")[m % 13], self.living(n)
        review.edit(one, by=self.editor, place=here)

        def deed(state):
            for other in state.values():
                other["places"].discard(one.pk)
            state[here.pk]["places"].add(one.pk)

        return self.named(here, deed)

    def involve(self, n, m, k):
        """In an event more."""
        one, who = Event.objects.order_by("pk")[m % 13], self.living(n)
        present = dict(one.participations.values_list("entity", "role"))
        if who.pk in present:
            raise review.NotPossible
        roles = present | {who.pk: ROLES[k % 3]}
        pairs = [(Entity.objects.get(pk=pk), role) for pk, role in roles.items()]
        review.edit(one, by=self.editor, participants=pairs)
        return self.named(who, lambda state: state[who.pk]["events"].update({one.pk: ROLES[k % 3]}))

    def expected(self) -> dict:
        state = super().expected()
        for one in state.values():
            if one["events"] or one["places"]:
                one["state"] = "confirmed"
        return state


@EXAMPLES
@pytest.mark.parametrize("world", [Events, Names])
def test_what_is_taken_apart_is_as_if_it_had_never_been_merged(editor, world, examples):
    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(
        acts=st.lists(st.tuples(st.sampled_from(world.DEEDS), NUMBERS), min_size=3, max_size=12),
        order=st.tuples(*[st.integers(0, 11)] * 5),
    )
    def check(acts, order):
        with transaction.atomic():
            world(editor).run(acts, order)
            transaction.set_rollback(True)

    check()


def everything() -> dict:
    """All records, less what counts, times and touches them."""
    rows = [
        *Event.objects.prefetch_related("tags"),
        *(row for model in (Evidence, Participation, Entity, Alias, Mention) for row in model.objects.all()),
    ]
    records = {states.key_of(row): states.comparable(states.snapshot(row)) for row in rows}
    return {key: {n: v for n, v in state.items() if n != "touched"} for key, state in records.items()}


def merge_some(world, mergers) -> None:
    for of_events, n, m, taking in mergers:
        taken = [
            name for bit, name in enumerate(Events.TAKING if of_events else Names.TAKING) if taking >> bit & 1
        ]
        deed, model = (merging.merge, Event) if of_events else (merging.merge_entities, Entity)
        living = model.objects.filter(merged_into=None).order_by("pk")
        with suppress(*REFUSED), transaction.atomic():
            deed(living[n % len(living)], into=living[m % len(living)], by=world.editor, taking=taken)


def take_all_apart(order) -> None:
    for n in order:
        merged = [
            r
            for model in (Event, Entity)
            for r in model.objects.filter(merged_into__isnull=False).order_by("pk")
        ]
        if merged:
            unmerging.unmerge(merged[n % len(merged)], by=None)


@EXAMPLES
def test_mergers_of_events_and_of_names_taken_apart_leave_everything_as_it_was(editor, examples):
    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(
        mergers=st.lists(
            st.tuples(st.booleans(), NUMBERS).map(lambda t: (t[0], *t[1])), min_size=3, max_size=9
        ),
        order=st.tuples(*[st.integers(0, 11)] * 9),
    )
    def check(mergers, order):
        with transaction.atomic():
            world = Events(editor)
            before = everything()
            merge_some(world, mergers)
            take_all_apart(order)
            assert everything() == before
            assert list(integrity.problems()) == []
            transaction.set_rollback(True)

    check()
