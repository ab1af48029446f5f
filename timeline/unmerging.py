"""Taking apart again what was merged, straight away or long after.

What the merger moved goes back to where it came from: the other's quotes, names, mentions, participations and places,
and the records that had been merged into it before. Where the survivor has been merged on, it comes back from there.
What the merger changed of the survivor is changed back, field by field. What an editor has changed since stays as the
editor left it: a quote goes back with its new note, a title written since remains, a participant given another role
stays. It is refused, saying why, where a record would be left without the quote that dates it.
"""

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from kb.models import Entity, Tag
from timeline import decisions
from timeline.fields import DATED
from timeline.models import Change, Decision, Event, Evidence, Participation
from timeline.review import NotPossible

# Columns that hold the survivor where they are as the merger left them, by the model that was merged.
POINTING = {
    "timeline.event": {"event_id", "merged_into_id"},
    "kb.entity": {"entity_id", "place_id", "merged_into_id"},
}
# What follows from others; and that a proposal has been touched, which stays true.
FOLLOWS = {*DATED, "disputed", "source_count", "independent_source_count", "search_tokens", "touched", "tags"}
AS_ONE = {"date", "date_basis"}  # each means something with the other only


def unmerge(loser: Event | Entity, *, by, version=None) -> Event | Entity:
    """The loser, a record of its own again. One act, undone by one undo, that undoes the one that merged."""
    decision = act_that_merged(loser)
    if decision is None:
        raise NotPossible(_("The log does not say how “%s” was merged.") % loser)
    with decisions.act("unmerge", by=by, undoes=decision) as this:
        decisions.check_still_stands(decision)
        loser = type(loser)._base_manager.select_for_update().get(pk=loser.pk)
        if version is not None and loser.version != version:
            raise decisions.Conflict(loser, decisions.last_writer(*decisions.key_of(loser)))
        if loser.merged_into_id is None:
            raise NotPossible(_("“%s” is not merged into another.") % loser)
        Taking(this, loser, list(decision.changes.order_by("-id"))).apart()
    return type(loser).objects.get(pk=loser.pk)


def act_that_merged(loser: Event | Entity) -> Decision | None:
    model, pk = decisions.key_of(loser)
    for change in Change.objects.filter(model=model, row=pk).select_related("decision").order_by("-id"):
        if merges(change):
            return change.decision
    return None


def merges(change: Change) -> bool:
    """Whether it made a record that stood for itself a part of another."""
    if change.model not in POINTING or not change.before or not change.after:
        return False
    return change.before["merged_into_id"] is None and change.after["merged_into_id"] is not None


class Taking:
    """One taking apart, as a part of an act."""

    def __init__(self, this, loser, changes: list[Change]):
        self.this, self.loser, self.changes = this, loser, changes
        model, pk = decisions.key_of(loser)
        merger = next(change for change in changes if (change.model, change.row) == (model, pk))
        self.pointing = POINTING[model]
        self.winner = merger.after["merged_into_id"]  # at the time
        self.now = loser.merged_into_id  # what that has become
        self.rows = decisions.rows_now(changes)
        quotes = [change for change in changes if change.model == "timeline.evidence" and change.before]
        self.quotes = [(c, row) for c in quotes if (row := self.rows.get((c.model, c.row))) is not None]
        took_the_date = [row for change, row in self.quotes if self.dated_both(change)]
        # Whether the survivor's own quote dates it again: unless another has been preferred since.
        self.dates_again = all(self.is_preferred_still(row) for row in took_the_date)

    def apart(self) -> None:
        if self.loser._meta.label_lower == "timeline.event":
            self.this.lock_all({self.loser.pk, self.winner, self.now})
            self.check_what_dates()
        for change in self.changes:
            row = self.rows.get((change.model, change.row))
            if change.before is None and row is not None and not self.kept(change, row):
                self.this.delete(row)
        changed = {}
        for change in self.changes:
            row = self.rows.get((change.model, change.row))
            if change.before and change.after and row is not None:
                changed.setdefault(change.model, []).append((change, row))
        for model, pairs in sorted(changed.items(), key=lambda item: item[0] == "kb.entity"):
            if model == "timeline.event":
                present = self.this.lock_all([row.pk for _change, row in pairs])
                prefetch_related_objects(list(present.values()), "tags")
                pairs = [(change, present[row.pk]) for change, row in pairs]
            self.this.change_all([self.set_back(change, row) for change, row in pairs])
            if model == "timeline.event":
                for change, event in pairs:
                    self.set_back_topics(change, event)
        for change in self.changes:
            if change.after is None and self.may_come_back(change):
                decisions.bring_back(self.this, change)

    def set_back(self, change: Change, row):
        """Each column the act changed as it was before, where it is as the act left it."""
        if change.model == "kb.entity" and self.stays_confirmed(change):
            return row
        present = decisions.snapshot(row)
        columns = {
            column
            for column in change.before.keys() & present.keys() - FOLLOWS - decisions.BOOKKEEPING
            if change.before[column] != change.after[column] and self.as_left(column, present, change.after)
        }
        if change.model == "timeline.event":
            as_left = all(present[column] == change.after[column] for column in AS_ONE)
            columns -= set() if as_left and self.dates_again else AS_ONE
        if change.model == "timeline.evidence":
            columns -= {"rank"}
            if self.gets_its_rank(change, row):
                columns |= {"rank"}
        return decisions.restored(row, {column: change.before[column] for column in columns})

    def stays_confirmed(self, change: Change) -> bool:
        confirmed = change.before["state"] == Entity.State.SUGGESTED != change.after["state"]
        return confirmed and not merges(change) and decisions.still_named(change.row)

    def gets_its_rank(self, change: Change, row: Evidence) -> bool:
        if self.goes_back(
            change, row
        ):  # its rank elsewhere says nothing here, but that it proves nothing does
            return row.rank != Evidence.Rank.DEPRECATED
        return (
            self.dates_again and row.event_id == self.now == self.winner and row.rank == change.after["rank"]
        )

    def as_left(self, column: str, present: dict, after: dict) -> bool:
        if present[column] == after[column]:
            return True
        return column in self.pointing and after[column] == self.winner and present[column] == self.now

    def goes_back(self, change: Change, row: Evidence) -> bool:
        """Whether it is a quote that the act gave the survivor, and that is still there."""
        moved = change.before["event_id"] != change.after["event_id"]
        return moved and row.event_id in (self.winner, self.now)

    def set_back_topics(self, change: Change, event: Event) -> None:
        """Topics the act added go, unless another record merged into it has them too; those taken off come back."""
        added = set(change.after["tags"]) - set(change.before["tags"])
        removed = set(change.before["tags"]) - set(change.after["tags"])
        if not added and not removed:
            return
        others = Event.objects.filter(merged_into=event).exclude(pk=self.loser.pk)
        needed = set(others.values_list("tags", flat=True))
        present = {tag.pk for tag in event.tags.all()}
        wanted = present - (added - needed) | removed
        if wanted != present:
            self.this.set_tags(event, Tag.objects.filter(pk__in=wanted))

    def kept(self, change: Change, row) -> bool:
        """Whether a row that the act made has been changed since, or is another merged record's as well."""
        if not decisions.still_as_left(decisions.snapshot(row), change.after):
            return True
        if not isinstance(row, Participation):
            return False
        others = Participation.objects.filter(event__merged_into=row.event_id, entity=row.entity_id)
        return others.exclude(event=self.loser.pk).exists()

    def may_come_back(self, change: Change) -> bool:
        """A participation the act took away, if its event is there and nobody has put it there meanwhile."""
        if change.model != "timeline.participation":
            return True
        event, entity = change.before["event_id"], change.before["entity_id"]
        if not Event.objects.filter(pk=event).exists():
            return False
        return not Participation.objects.filter(event=event, entity=entity).exists()

    def dated_both(self, change: Change) -> bool:
        """Whether the quote dated the one that was merged, and by the act the survivor too."""
        moved = change.before["event_id"] != change.after["event_id"]
        return moved and change.before["rank"] == change.after["rank"] == Evidence.Rank.PREFERRED

    def is_preferred_still(self, row: Evidence) -> bool:
        return row.rank == Evidence.Rank.PREFERRED and row.event_id == self.now == self.winner

    def check_what_dates(self) -> None:
        """Each of the two must have the one quote that dates it."""
        going = [(change, row) for change, row in self.quotes if self.goes_back(change, row)]
        dated = [c for c in self.changes if c.model == "timeline.evidence" and self.dated_the_loser(c)]
        left = [c for c, row in going if c in dated and row.rank != Evidence.Rank.DEPRECATED]
        if dated and not left:
            who = decisions.last_writer("timeline.evidence", dated[0].row, after=dated[0])
            words = _("“%(event)s” has lost the quote that dated it: %(who)s has changed that since.")
            raise NotPossible(words % {"event": self.loser, "who": who})
        if not any(row.rank == Evidence.Rank.PREFERRED for _change, row in going):
            return
        again = [
            c
            for c, row in self.quotes
            if not self.goes_back(c, row)
            and self.gets_its_rank(c, row)
            and c.before["rank"] == Evidence.Rank.PREFERRED
        ]
        if not again:
            words = _(
                "“%(event)s” is dated by a quote that would leave it: prefer another of its quotes first."
            )
            raise NotPossible(words % {"event": Event.objects.get(pk=self.now)})

    def dated_the_loser(self, change: Change) -> bool:
        before = change.before or {}
        return before.get("event_id") == self.loser.pk and before["rank"] == Evidence.Rank.PREFERRED
