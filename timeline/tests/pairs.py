"""Pairs of headlines as two reports give them, marked by hand: whether both tell of one happening.

    same or other | date | who, who | headline | date | who, who | headline

`near`: worded much alike, half of them hard to tell apart. `desks`: as two desks word the news and, later, its
background. `far`: worded as differently as can be, for those who know the world. `unseen`: as `desks`. `week`: of one week,
half of them another happening of the same people. `desks`, `far` and `unseen` were marked by people who did not know how
pairs are told apart.
"""

from dataclasses import dataclass
from pathlib import Path

from timeline.dates import EdtfDate
from timeline.engine.likeness import likeness

GOLD = Path(__file__).parent / "gold" / "same_event"


@dataclass(frozen=True)
class Pair:
    same: bool
    date: str
    who: tuple[str, ...]
    title: str
    other_date: str
    others: tuple[str, ...]
    other_title: str

    @property
    def alike(self) -> bool:
        """Whether one would be offered beside the other."""
        both = EdtfDate.parse(self.date).can_both_hold(EdtfDate.parse(self.other_date))
        return both and likeness(self.title, self.other_title, self.who, self.others) > 0


def pairs_of(name: str) -> list[Pair]:
    lines = (GOLD / f"{name}.txt").read_text("utf-8").splitlines()
    found = []
    for line in lines:
        if line.strip() and not line.startswith("#"):
            mark, date, who, title, other_date, others, other = (field.strip() for field in line.split("|"))
            who, others = (tuple(name.strip() for name in side.split(",")) for side in (who, others))
            found.append(Pair(mark == "same", date, who, title, other_date, others, other))
    return found
