"""A few events laid out one by one under the strip: each with its title and with what is known of its date.

Positions are in percent of the drawing, and so are the boxes of the titles: they never meet, however wide it is.
"""

import datetime as dt
from dataclasses import dataclass, field

from timeline.dates import EdtfDate
from timeline.models import Event
from timeline.pages.strip import Axis

MOST = 14  # events; more are bars only
PIXELS = 960  # the drawing is at least so wide where titles are laid out
ROW = 32  # pixels a row is high: a title, and its date beneath
LETTER = 0.7  # percent of that width a letter of a title takes, amply
WIDEST = 40  # percent; a longer title is cut short in the drawing
AIR = 1  # percent between neighbours in a row
OPEN = 3  # percent an open end reaches beyond the last known day


@dataclass(slots=True)
class Laid:
    """One event: from `start` to `end` it may have happened or did last; `sure_*` is when it certainly lasted."""

    event: Event
    start: float
    end: float
    title_at: float = 0
    width: float = 0
    row: int = 0
    sure_start: float | None = None
    sure_end: float | None = None
    lanes: list[int] = field(default_factory=list)

    @property
    def top(self) -> int:
        return self.row * ROW

    @property
    def base(self) -> int:
        """Where its date is drawn."""
        return self.top + ROW - 7

    @property
    def middle(self) -> float:
        return round((self.start + self.end) / 2, 3)

    @property
    def sort(self) -> str:
        """day: one known day. lasted: from one day to another. between: once, some time between two days."""
        if self.event.kind == "span":
            return "lasted"
        return "day" if self.event.earliest == self.event.latest else "between"

    @property
    def unsure(self) -> bool:
        return self.event.qualifier != "exact"

    @property
    def begins(self) -> bool:
        return self.event.earliest > dt.date.min

    @property
    def ends(self) -> bool:
        return self.event.latest < dt.date.max


def laid_out(axis: Axis, events: list[Event]) -> list[Laid]:
    """In the order given, each in the first row that has room for its date and its title."""
    rows: list[list[tuple[float, float]]] = []
    laid = []
    for event in events:
        one = placed(axis, event)
        begin, end = min(one.start, one.title_at), max(one.end, one.title_at + one.width) + AIR
        free = (n for n, row in enumerate(rows) if all(end <= a or b <= begin for a, b in row))
        one.row = next(free, len(rows))
        if one.row == len(rows):
            rows.append([])
        rows[one.row].append((begin, end))
        laid.append(one)
    return laid


def placed(axis: Axis, event: Event) -> Laid:
    days = [event.earliest, event.latest]
    known = [day for day in days if dt.date.min < day < dt.date.max] or days
    start, end = axis.place(known[0]), axis.place(known[-1], end=True)
    one = Laid(event, start, end)
    if not one.begins:
        one.start = max(0.0, round(start - OPEN, 3))
    if not one.ends:
        one.end = min(100.0, round(end + OPEN, 3))
    if one.sort == "lasted":
        one.sure_start, one.sure_end = certainly(axis, event.date, one)
    one.width = round(min(WIDEST, len(event.title) * LETTER + AIR), 3)
    one.title_at = round(min(one.start, 100 - one.width), 3)
    return one


def certainly(axis: Axis, date: EdtfDate, one: Laid) -> tuple[float | None, float | None]:
    """Where it had begun for sure and had not ended yet; nothing where the two leave nothing between them."""
    start = axis.place(date.start_latest) if date.start_latest else one.start
    end = axis.place(date.end_earliest, end=True) if date.end_earliest else one.end
    return (start, end) if start < end else (None, None)
