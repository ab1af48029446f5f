"""Taking apart again what was merged, straight away or long after, in whatever order.

Exact means: afterwards the two say what they would say if that merger had never been and all else had.

The one taken out has what it had when it was merged, with what had been merged into it by then and still is; what the
same act changed of it besides goes back. The survivor, and what that has been merged into since, has what it had of its
own and what the mergers that still stand bring to it. Its own is what it had before its first merger, and what editors
have done to it since: a title written, a topic, name or participant added or another role given, further evidence, all
stay the survivor's. What editors took away from it stays away. A value taken from another record (title, date, place)
stays while that merger stands and no later hand has written another; so does a participant's role.

Quotes and mentions go back to the record they were given to, with what has been noted on them since; one that was
deprecated meanwhile stays so. The quote that dates a record is the one last chosen for it, by hand or with a date that
was taken over, of those it still has: it is refused, saying why, where an editor chose one that would leave, or where
a record would be left without any. Whether the dates are in dispute follows from the quotes that each then has.
A name suggested before and confirmed by a merger is suggested again, unless a published event names it.
"""

from collections import defaultdict

from django.db.models import Q
from django.utils.translation import gettext as _

from kb.models import Alias, Entity, Mention, Tag
from timeline import decisions, states, undoing
from timeline.belonging import Family, home, logs, merges, origin
from timeline.merging import OF_ENTITIES, OF_EVENTS
from timeline.models import Change, DateBasis, Decision, Event, Evidence, Participation
from timeline.review import NotPossible

AS_ONE = ("date", "date_basis")  # each means something with the other only
POINT = ("latitude", "longitude")


def unmerge(loser: Event | Entity, *, by, version=None) -> Event | Entity:
    """The loser, a record of its own again. One act, undone by one undo, that undoes the one that merged."""
    decision = act_that_merged(loser)
    if decision is None:
        raise NotPossible(_("The log does not say how “%s” was merged.") % loser)
    with decisions.act("unmerge", by=by, undoes=decision) as this:
        undoing.check_still_stands(decision)
        loser = type(loser)._base_manager.select_for_update().get(pk=loser.pk)
        if version is not None and loser.version != version:
            raise decisions.Conflict(loser, decisions.last_writer(*states.key_of(loser)))
        if loser.merged_into_id is None:
            raise NotPossible(_("“%s” is not merged into another.") % loser)
        taking = EventTaking if isinstance(loser, Event) else EntityTaking
        taking(this, loser, decision).apart()
    return type(loser).objects.get(pk=loser.pk)


def act_that_merged(loser: Event | Entity) -> Decision | None:
    model, pk = states.key_of(loser)
    for change in Change.objects.filter(model=model, row=pk).select_related("decision").order_by("-id"):
        if merges(change):
            return change.decision
    return None


class Taking:
    """One taking apart, as a part of an act: of the family of all that is merged into one, the loser's branch leaves."""

    def __init__(self, this, loser, decision: Decision):
        self.this = this
        self.model = states.key_of(loser)[0]
        self.family = Family(self.locked(type(loser), loser.merged_into_id))
        self.loser, self.top = (self.family.members[pk] for pk in (loser.pk, loser.merged_into_id))
        self.path = self.family.above(loser.pk)  # the survivors it was a part of, the nearest first
        self.family.take_out(loser.pk)
        self.branch, self.stay = (self.family.below(record.pk) for record in (self.loser, self.top))
        self.changes = list(origin(decision).changes.order_by("-id"))
        self.merger = next(c for c in self.changes if (c.model, c.row) == states.key_of(loser))

    def locked(self, model, top: int) -> dict:
        pks = [top, *model._base_manager.filter(merged_into=top).values_list("pk", flat=True)]
        return self.this.lock_all(pks) if model is Event else {r.pk: r for r in decisions.rows_of(model, pks)}

    def stands_again(self) -> None:
        """What the act changed of the loser is changed back, as far as it is as it was left; its own lead to it."""
        present, before, after = states.snapshot(self.loser), self.merger.before, self.merger.after
        columns = {c for c in before if c in present and present[c] == after[c]} - {"touched"}
        columns |= {"merged_into_id", "status", "state"} & before.keys()
        states.restored(self.loser, {column: before[column] for column in columns})
        for pk in self.branch - {self.loser.pk}:
            self.family.members[pk].merged_into = self.loser

    def set_values(self, groups) -> None:
        """What the survivors say, from the one nearest to the loser on; columns that mean something together only are
        set together."""
        for pk in self.path:
            for columns in groups:
                states.restored(self.family.members[pk], self.family.values(pk, columns))

    def write(self) -> None:
        self.this.change_all([self.family.members[pk] for pk in sorted({*self.branch, *self.path})])


class EventTaking(Taking):
    def apart(self) -> None:
        self.read_quotes()
        dating = {pk: self.dating(pk) for pk in (self.loser.pk, self.top.pk)}
        self.check_what_dates(dating)
        self.stands_again()
        # Of what was merged into it, some may have been taken out meanwhile: it is looked at too.
        self.path = [self.loser.pk, *self.path]
        self.set_values([*((Event._meta.get_field(n).attname,) for n in OF_EVENTS if n != "date"), AS_ONE])
        for pk in self.path:
            place = self.family.members[pk].place
            if place is not None and place.merged_into_id is not None:
                self.family.members[pk].place = place.merged_into
        self.write()
        self.undo_the_rest()
        for pk in self.path:
            self.set_topics(self.family.members[pk])
        set_participants(self.this, self.family, self.path)
        self.suggest_again()
        self.give_back_quotes(dating)

    def undo_the_rest(self) -> None:
        """Who takes part in the loser and what it is about, where the same act changed that."""
        mine = [c for c in self.changes if c.model == "timeline.participation"]
        mine = [c for c in mine if (c.before or c.after)["event_id"] == self.loser.pk]
        rows = undoing.rows_now(mine)
        left = {key: states.snapshot(row) for key, row in rows.items()}
        as_left = [c for c in mine if states.still_as_left(left.get((c.model, c.row)), c.after)]
        undoing.put_back(self.this, as_left, rows)
        if self.merger.before["tags"] != self.merger.after["tags"]:
            self.this.set_tags(self.loser, Tag.objects.filter(pk__in=self.merger.before["tags"]))

    def suggest_again(self) -> None:
        """Names that were confirmed because the survivor is published, where no published event has them now."""
        confirmed = [c for c in self.changes if c.model == "kb.entity" and c.before]
        found = [e for e in undoing.rows_now(confirmed).values() if e.state == Entity.State.CONFIRMED]
        named = undoing.still_named([entity.pk for entity in found])
        self.this.change_all([e for e in found if e.pk not in named], state=Entity.State.SUGGESTED)

    def set_topics(self, event: Event) -> None:
        wanted = self.family.own_topics(event.pk)
        for child in self.family.children(event.pk):
            wanted |= {tag.pk for tag in self.family.members[child].tags.all()}
        self.this.set_tags(event, [tag for tag in event.tags.all() if tag.pk in wanted])

    # the quotes, and which of them dates what

    def read_quotes(self) -> None:
        pks = Evidence.objects.filter(event=self.top).values_list("pk", flat=True)
        self.quotes = {row.pk: row for row in decisions.rows_of(Evidence, pks)}
        self.logs = logs("timeline.evidence", self.quotes)
        moved = Change.objects.filter(decision__in=self.family.moving(), model="timeline.evidence")
        every = {change.pk: change for log in [moved, *self.logs.values()] for change in log}
        self.of_quotes = [every[pk] for pk in sorted(every, reverse=True)]
        self.family.acts.read(self.of_quotes)
        self.home = {
            pk: home(self.logs[pk], "event_id", row.event_id, self.family.acts)
            for pk, row in self.quotes.items()
        }

    def dating(self, pk: int) -> Evidence | None:
        """The quote last chosen to date this one, of those it has."""
        family, has = self.family, self.family.below(pk)
        rows = {n: row for n, row in self.quotes.items() if self.home[n] in has}
        rows = {n: row for n, row in rows.items() if row.rank != Evidence.Rank.DEPRECATED}
        for change in self.of_quotes:
            act = change.decision_id
            if not prefers(change.after, pk) or prefers(change.before, pk):
                continue
            if not family.acts.counts(act) or act == family.gone:
                continue
            child = family.loser.get(act)
            if family.parent.get(child) == pk:
                found = self.dating(child)
            else:
                found = rows.get(change.row)
                if found is None and pk == self.top.pk and self.dates_now(change.row):
                    return None
            if found is not None:
                return found
        return next((row for n, row in rows.items() if prefers(self.first(n), pk)), None)

    def dates_now(self, number: int) -> bool:
        return number in self.quotes and self.quotes[number].rank == Evidence.Rank.PREFERRED

    def first(self, number: int) -> dict | None:
        """What the quote was before the log tells of it."""
        log = self.logs[number]
        return log[0].before if log else states.snapshot(self.quotes[number])

    def check_what_dates(self, dating: dict) -> None:
        """Each of the two must have the one quote that dates it."""
        dated = [
            c for c in self.changes if c.model == "timeline.evidence" and prefers(c.before, self.loser.pk)
        ]
        if dated and dating[self.loser.pk] is None:
            who = decisions.last_writer("timeline.evidence", dated[0].row, after=dated[0])
            words = _("“%(event)s” has lost the quote that dated it: %(who)s has changed that since.")
            raise NotPossible(words % {"event": self.loser, "who": who})
        if any(map(self.dates_now, self.quotes)) and dating[self.top.pk] is None:
            words = _(
                "“%(event)s” is dated by a quote that would leave it: prefer another of its quotes first."
            )
            raise NotPossible(words % {"event": self.top})

    def give_back_quotes(self, dating: dict) -> None:
        for number, row in self.quotes.items():
            row.event = self.loser if self.home[number] in self.branch else self.top
            if row is dating[row.event_id]:
                row.rank = Evidence.Rank.PREFERRED
            elif row.rank == Evidence.Rank.PREFERRED:
                row.rank = Evidence.Rank.NORMAL
        self.this.change_all(list(self.quotes.values()))
        for event in (self.loser, self.top):  # the date of a quote may have been corrected since
            row, by_editor = dating[event.pk], event.date_basis in (DateBasis.EDITOR, DateBasis.IMPORT)
            if row is not None and row.date not in (None, event.date) and not by_editor:
                self.this.change(event, date=row.date, date_basis=row.date_basis)


def prefers(state: dict | None, event: int) -> bool:
    return bool(state) and state["event_id"] == event and state["rank"] == Evidence.Rank.PREFERRED


def set_participants(this, family: Family, events, *, gained=frozenset()) -> None:
    """Who takes part in these events because of others merged into them, each as the first of those has it; what was
    added or given another role by hand is left. `gained`: names that an event gets where a part of it has them."""
    rows = defaultdict(dict)
    for chunk in decisions.batched(family.members):
        for row in Participation.objects.filter(event__in=chunk).order_by("pk"):
            rows[row.event_id][row.entity_id] = row
    log = logs("timeline.participation", [row.pk for event in events for row in rows[event].values()])
    family.acts.read(change for changes in log.values() for change in changes)
    for event in sorted(events, key=lambda pk: -len(family.above(pk))):
        roles = {}
        for child in family.children(event):
            roles = {row.entity_id: row.role for row in rows[child].values()} | roles
        for row in list(rows[event].values()):
            if not brought(family, event, log[row.pk]):
                continue
            if row.entity_id not in roles:
                del rows[event][row.entity_id]
                this.delete(row)
            elif row.role != roles[row.entity_id]:
                this.change(row, role=roles[row.entity_id])
        for pk, entity in gained:
            if pk == event and entity in roles and entity not in rows[event]:
                rows[event][entity] = this.create(
                    Participation(event_id=event, entity_id=entity, role=roles[entity])
                )


def brought(family: Family, event: int, log: list[Change]) -> bool:
    """Whether a merger made this row, and nobody has given it another role since."""
    if not log or log[0].before is not None or not family.brought(event, log[0]):
        return False
    both = [c for c in log if c.before and c.after and c.before["role"] != c.after["role"]]
    return not any(family.acts.by_hand(change.decision_id) for change in both)


class EntityTaking(Taking):
    def apart(self) -> None:
        names = {pk: self.family.members[pk].name for pk in self.path}
        self.stands_again()
        self.set_values([*((n,) for n in OF_ENTITIES if n not in POINT), POINT])
        self.set_names(names)
        self.give_back_mentions()
        self.give_back_events()
        for record in (self.loser, self.top):
            record.state = self.state(record.pk)
            if record.state == Entity.State.SUGGESTED and self.named(record):
                record.state = Entity.State.CONFIRMED
        self.write()

    def state(self, pk: int) -> str:
        """Suggested or confirmed: by hand, or by one that is a part of it."""
        if any(self.state(child) == Entity.State.CONFIRMED for child in self.family.children(pk)):
            return Entity.State.CONFIRMED
        log = self.family.log[pk]
        for change in reversed(log):
            was, now = ((state or {}).get("state") for state in (change.before, change.after))
            if was != now and self.family.acts.by_hand(change.decision_id):
                return now
        first = log[0].before or log[0].after if log else {}
        return first.get("state", self.family.members[pk].state)

    def named(self, record: Entity) -> bool:
        """Whether a published event names it. Places are written when the act ends."""
        published = Event.objects.published()
        if published.filter(participations__entity=record).exists():
            return True
        if record is self.loser:
            return any(event.status == Event.Status.PUBLISHED for event in self.placed)
        return published.filter(place=record).exclude(pk__in=[event.pk for event in self.placed]).exists()

    def moved(self, model: str) -> list[int]:
        """Rows that the mergers of the family moved or took away."""
        found = Change.objects.filter(decision__in=self.family.moving(), model=model).order_by()
        return list(found.values_list("row", flat=True).distinct())

    def homes(self, log: dict[int, list[Change]]) -> dict[int, int]:
        self.family.acts.read(change for changes in log.values() for change in changes)
        return {pk: home(log[pk], "entity_id", None, self.family.acts) for pk in log}

    def give_back_mentions(self) -> None:
        rows = list(decisions.rows_of(Mention, self.moved("kb.mention")))
        homes = self.homes(logs("kb.mention", [row.pk for row in rows]))
        going = [row for row in rows if row.entity_id == self.top.pk and homes[row.pk] in self.branch]
        self.this.change_all(going, entity=self.loser)

    def give_back_events(self) -> None:
        """Participations and places. Where an event named several of the family, one row stands for all of those that
        are one record, and the rows of the others are in the log only."""
        moved = self.moved("timeline.participation")
        rows = {row.pk: row for row in decisions.rows_of(Participation, moved)}
        log = logs("timeline.participation", moved)
        homes, moving = self.homes(log), self.family.moving()
        going = [
            row for row in rows.values() if row.entity_id == self.top.pk and homes[row.pk] in self.branch
        ]
        absent = [log[pk][-1] for pk in moved if pk not in rows]
        aside = [c for c in absent if c.decision_id in moving and homes[c.row] in {*self.branch, *self.stay}]
        by_hand = {c.before["event_id"] for c in absent if c not in aside and homes[c.row] in self.branch}
        left = {row.event_id for row in going}
        named = left | set(
            Participation.objects.filter(entity=self.top, event__in={c.before["event_id"] for c in aside})
            .values_list("event", flat=True)
        )  # fmt: skip
        self.this.change_all(going, entity=self.loser)
        there = set()
        for chunk in decisions.batched({c.before["event_id"] for c in aside}):
            there |= set(Event.objects.filter(pk__in=chunk).values_list("pk", flat=True))
        back = {}
        for change in sorted(aside, key=lambda c: self.precedence(homes[c.row])):
            event, ours = change.before["event_id"], homes[change.row] in self.branch
            if event in there and (event not in left | by_hand if ours else event in left):
                root = self.loser if ours else self.top
                state = change.before | {"entity_id": root.pk}
                row = states.restored(Participation(), state, everything=True)
                back.setdefault((event, ours), row)
        self.this.create_all(list(back.values()))
        made = {e for (e, _ours), row in back.items() if self.was_made(log[row.pk])}
        self.set_events(named, {event for event, _ours in back} | left, made)

    def was_made(self, log: list[Change]) -> bool:
        """Whether no hand made the row, but a merger of events, which may be one no longer."""
        return log[0].before is None and not self.family.acts.by_hand(log[0].decision_id)

    def precedence(self, pk: int) -> tuple:
        return self.family.place_of(pk, (self.loser if pk in self.branch else self.top).pk)

    def set_events(self, named: set[int], events: set[int], made: set[int]) -> None:
        """The places of events; and who takes part in those that others have been merged into, or were (`made`)."""
        self.placed = []
        here = Event.objects.filter(place=self.top).values("pk")
        told = Change.objects.filter(model="timeline.event", row__in=here, before__place_id__in=self.branch)
        places = made | set(told.order_by().values_list("row", flat=True))
        merged = Q(merged_into__isnull=False) | Q(merged__isnull=False)
        for chunk in decisions.batched(events):
            places |= set(Event.objects.filter(merged, pk__in=chunk).values_list("pk", flat=True))
        tops, every = set(), set()
        for chunk in decisions.batched(places):
            found = Event.objects.filter(pk__in=chunk)
            tops |= {top or pk for pk, top in found.values_list("pk", "merged_into")}
        for chunk in decisions.batched(tops):
            found = Event.objects.filter(Q(pk__in=chunk) | Q(merged_into__in=chunk))
            every |= set(found.values_list("pk", flat=True))
        if not every:
            return
        family = Family(self.this.lock_all(every))
        for pk in sorted(every, key=lambda pk: -len(family.above(pk))):
            event = family.members[pk]
            if (
                event.place_id == self.top.pk
                and family.values(pk, ("place_id",)).get("place_id") in self.branch
            ):
                event.place = self.loser
                self.placed.append(event)
        self.this.change_all(self.placed)
        survivors = made.union(*(family.above(pk) for pk in events & every))
        survivors |= {pk for pk in events & every if family.children(pk)}
        gained = {(pk, self.loser.pk) for pk in survivors & named}
        set_participants(self.this, family, survivors, gained=gained)

    # the names they go by

    def set_names(self, were: dict[int, str]) -> None:
        """A name goes back with who brought it. Where one is lost that a part of the survivor has as well, that follows."""
        family, acts = self.family, self.family.acts
        pks = Alias.objects.filter(entity__in=family.members).values_list("pk", flat=True)
        rows = list(decisions.rows_of(Alias, pks))
        log = logs("kb.alias", [row.pk for row in rows])
        homes = {row.pk: row.entity_id for row in rows} | self.homes(log)
        lost = {(pk, name) for pk, name in were.items() if family.members[pk].name != name}
        mine = {row.name for row in rows if row.entity_id == self.loser.pk}
        going = [
            r for r in rows if r.entity_id in self.stay and homes[r.pk] in self.branch and r.name not in mine
        ]
        lost |= {(row.entity_id, row.name) for row in going}
        self.this.change_all(going, entity=self.loser)
        for row in list(rows):
            at = homes[row.pk]
            made = log[row.pk] and log[row.pk][0].before is None and not any(
                acts.by_hand(change.decision_id) for change in log[row.pk]
            )  # fmt: skip
            if made and at in self.stay and row.name not in self.names_within(at):
                lost |= {(row.entity_id, row.name), (self.loser.pk, row.name)}
                rows.remove(row)
                self.this.delete(row)
        for pk, name in sorted(lost):
            if name == family.members[pk].name or any((r.entity_id, r.name) == (pk, name) for r in rows):
                continue
            within = family.below(pk)
            same = [r for r in rows if r.name == name and r.entity_id in within and homes[r.pk] in within]
            if same:
                row = min(same, key=lambda r: family.place_of(homes[r.pk], pk))
                self.this.change(row, entity=family.members[pk])
            elif name in self.names_within(pk):
                rows.append(self.this.create(Alias(entity=family.members[pk], name=name)))

    def names_within(self, pk: int) -> set[str]:
        """What those merged into it are called, and what they and it were called before they took another's name."""
        within = self.family.below(pk)
        named = {self.family.members[other].name for other in within}
        return named.union(*map(self.family.replaced, within)) - {self.family.members[pk].name}
