"""What becomes of each row, said before anything is written: created, changed, same, conflict or refused, and why."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kb.models import Entity, Tag
from timeline.models import Evidence

LONGEST_SHOWN = 120


class Verdict(models.TextChoices):
    CREATED = "created", gettext_lazy("created")
    CHANGED = "changed", gettext_lazy("changed")
    SAME = "same", gettext_lazy("same")
    CONFLICT = "conflict", gettext_lazy("conflict")
    REFUSED = "refused", gettext_lazy("refused")


class Refused(ValueError):
    """A cell means nothing here; the message says why, `column` which cell where the caller does not know."""

    def __init__(self, why: str, column: str = ""):
        super().__init__(why)
        self.column = column


@dataclass(frozen=True, slots=True)
class Difference:
    column: str
    before: str
    after: str

    def __str__(self):
        return f"{self.column}: {shown(self.before)} → {shown(self.after)}"


@dataclass(frozen=True, slots=True)
class Problem:
    column: str
    why: str

    def __str__(self):
        return f"{self.column}: {self.why}"


@dataclass(frozen=True, slots=True)
class Revision:
    """What to set in an event that is there, as it was at `version`; None: leave as it is."""

    event: int
    version: int
    fields: dict
    tags: list[Tag] | None = None
    actors: list[Entity] | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An event to be made. Names that nobody has are suggested as new people, organisations or places."""

    fields: dict
    evidence: list[Evidence]
    tags: list[Tag] = field(default_factory=list)
    actors: list[Entity] = field(default_factory=list)
    actor_names: list[str] = field(default_factory=list)
    place_name: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    row: int  # 0: of a row that is missing
    verdict: Verdict
    event_id: str = ""
    title: str = ""
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()
    deed: Revision | Draft | None = None
    table: str = ""  # of a data package, where it is not that of the events

    def __str__(self):
        """One line: row, event, verdict, and what differs or is wrong, column by column."""
        where = ", ".join(filter(None, [self.table, self.row and _("row %s") % self.row, self.event_id]))
        what = "; ".join(map(str, [*self.problems, *self.differences])) or shown(self.title)
        return f"{where}: {self.verdict.label}: {what}"


def shown(value: str) -> str:
    """
    >>> shown("two lines, \\nand more"), shown("")
    ('“two lines, ↵and more”', '“”')
    """
    value = "".join(
        c if c.isprintable() else "↵" if c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in value
    )
    return f"“{value[:LONGEST_SHOWN]}…”" if len(value) > LONGEST_SHOWN else f"“{value}”"


class Tally(Counter):
    """Rows by verdict."""

    def __str__(self):
        """
        >>> str(Tally({Verdict.CHANGED: 2}))
        '0 created, 2 changed, 0 same, 0 conflicts, 0 refused'
        """
        return (
            f"{self[Verdict.CREATED]} created, {self[Verdict.CHANGED]} changed, {self[Verdict.SAME]} same, "
            f"{self[Verdict.CONFLICT]} conflicts, {self[Verdict.REFUSED]} refused"
        )

    @property
    def in_the_way(self) -> int:
        """Rows that keep a file from being imported as a whole."""
        return self[Verdict.CONFLICT] + self[Verdict.REFUSED]
