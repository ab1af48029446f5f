"""What is a record's own and what mergers have brought it, reckoned from the log.

Of the log only what stands counts: an act that has been undone is left out, and so is its undoing. What then remains
was either done by hand, and is the record's own, or by a merger that still stands.
"""

from collections import defaultdict

from timeline import decisions, states
from timeline.models import Change, Decision


def merges(change: Change) -> bool:
    """Whether it made a record that stood for itself a part of another."""
    if change.model not in ("timeline.event", "kb.entity") or not change.before or not change.after:
        return False
    return change.before["merged_into_id"] is None and change.after["merged_into_id"] is not None


def logs(model: str, rows) -> dict[int, list[Change]]:
    """What the log says of each of these rows of a model, the oldest first."""
    found = defaultdict(list)
    for chunk in decisions.batched(rows):
        for change in Change.objects.filter(model=model, row__in=chunk).order_by("id"):
            found[change.row].append(change)
    return found


class Acts(dict):
    """Acts of the log by their numbers, read together."""

    def read(self, changes) -> None:
        unread = {change.decision_id for change in changes} - self.keys()
        for chunk in decisions.batched(unread):
            self |= Decision.objects.select_related("undone_by__undone_by__undone_by").in_bulk(chunk)

    def counts(self, number: int) -> bool:
        """Whether it is in force, and no undoing of another."""
        return self[number].undoes_id is None and self[number].stands

    def by_hand(self, number: int) -> bool:
        return self.counts(number) and self[number].verb != "merge"


def origin(act: Decision) -> Decision:
    """Of an undoing of an undoing, the act that it did again."""
    while act.undoes_id is not None:
        act = act.undoes.undoes
    return act


class Family:
    """Records that stand for themselves with all that has been merged into them: which into which, and when."""

    def __init__(self, members: dict):
        self.members = members  # pk -> record
        self.model = next(iter(members.values()))._meta.label_lower
        self.log = logs(self.model, members)
        self.acts = Acts()
        self.acts.read(self.changes())
        self.parent, self.merged_by = {}, {}
        for pk, record in members.items():
            if record.merged_into_id is not None:
                last = next(filter(merges, reversed(self.log[pk])), None)
                self.merged_by[pk] = origin(self.acts[last.decision_id]).pk if last else 0
                first = next((c for c in self.log[pk] if c.decision_id == self.merged_by[pk]), None)
                self.parent[pk] = first.after["merged_into_id"] if first else record.merged_into_id
        self.loser = {act: pk for pk, act in self.merged_by.items()}
        self.gone = None

    def changes(self):
        return [change for changes in self.log.values() for change in changes]

    def moving(self) -> set[int]:
        """The acts by which one of them was merged, merged on or taken apart."""
        both = [change for change in self.changes() if change.before and change.after]
        return {c.decision_id for c in both if c.before["merged_into_id"] != c.after["merged_into_id"]}

    def above(self, pk: int) -> list[int]:
        """What it is a part of, the nearest first."""
        found = []
        while pk in self.parent:
            pk = self.parent[pk]
            found.append(pk)
        return found

    def below(self, pk: int) -> set[int]:
        """Itself and all that is a part of it."""
        return {other for other in self.members if other == pk or pk in self.above(other)}

    def children(self, pk: int) -> list[int]:
        """What was merged into it and still is, in the order of the mergers."""
        return sorted((c for c, p in self.parent.items() if p == pk), key=self.merged_by.get)

    def place_of(self, pk: int, top: int) -> tuple:
        """To sort by: whose word goes first in what `top` says, its own or one merged into it earlier."""
        above = [pk, *self.above(pk)]
        return tuple(self.merged_by[one] for one in reversed(above[: above.index(top)]))

    def take_out(self, pk: int) -> None:
        self.gone = self.merged_by.pop(pk)
        del self.loser[self.gone], self.parent[pk]

    def brought(self, pk: int, change: Change) -> bool:
        """Whether a merger or what came of one made what the change says of it, rather than somebody's hand."""
        act = change.decision_id
        return not self.acts.counts(act) or act == self.gone or self.loser.get(act, pk) != pk

    def setting(self, pk: int, columns):
        """The last change in force that gave it its values in these columns, and what was merged then, if that did."""
        for change in reversed(self.log[pk]):
            act, before, after = change.decision_id, change.before, change.after
            if after is None or not self.acts.counts(act) or act == self.gone:
                continue
            if self.acts[act].verb == "merge" and act not in self.loser:
                continue  # one of names, which gives an event no other
            if before is None or any(before.get(column) != after.get(column) for column in columns):
                loser = self.loser.get(act)
                return change, loser if self.parent.get(loser) == pk else None
        return None, None

    def values(self, pk: int, columns) -> dict:
        """What it says in these columns: what was set by hand, or by a merger that stands, whichever came last."""
        change, loser = self.setting(pk, columns)
        if loser is not None:
            state = states.snapshot(self.members[loser])
        elif change is not None:
            state = change.after
        else:
            state = (self.log[pk] and self.log[pk][0].before) or {}
        return {column: state[column] for column in columns if column in state}

    def replaced(self, pk: int) -> set[str]:
        """What it was called when a merger that stands gave it the other's name."""
        log, found = self.log[pk], set()
        name = (log[0].before or log[0].after)["name"] if log else ""
        for change in log:
            act, before, after = change.decision_id, change.before, change.after
            if not before or not after or before["name"] == after["name"]:
                continue
            if not self.acts.counts(act) or act == self.gone:
                continue
            loser = self.loser.get(act)
            if self.parent.get(loser) == pk:
                found.add(name)
            name = self.members[loser].name if self.parent.get(loser) == pk else after["name"]
        return found

    def own_topics(self, pk: int) -> set[int]:
        log = self.log[pk]
        if not log:
            return {tag.pk for tag in self.members[pk].tags.all()}
        own = set((log[0].before or {}).get("tags", ()))
        for change in log:
            if not self.brought(pk, change):
                before, after = (
                    set((state or {}).get("tags", ())) for state in (change.before, change.after)
                )
                own = own - (before - after) | (after - before)
        return own


def home(log: list[Change], column: str, present, acts: Acts):
    """Whose a row is by right: where somebody's hand has put it, mergers left aside."""
    for change in reversed(log):
        was, now = ((state or {}).get(column) for state in (change.before, change.after))
        if was is not None and now is not None and was != now and acts.by_hand(change.decision_id):
            return now
    first = log[0] if log else None
    return (first.before or first.after)[column] if first else present
