"""The density strip above the list: where its bars, bands, axis labels and window stand, in percent of the drawing.

In percent, because then the drawing has no scale of its own: hatching and lines are never stretched with it, and
to zoom is to make it wider.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from timeline.density import period_of

FULL = 96  # the tallest column's height; the rest is air
LOWEST = 3  # a bar or band lower than this would not be seen
TARGET = 24  # CSS pixels a bar is wide where the strip scrolls
LABEL = 64  # CSS pixels a label has there: "Mar 2014"
MOST_LABELS = 16

STEPS = {
    "day": (1, 7, 14, 28),
    "month": (1, 3, 6, 12, 24, 60, 120),
    "year": (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000),
    "decade": (1, 2, 5, 10, 20, 50, 100),
    "century": (1, 2, 5, 10, 20, 50),
}


@dataclass(frozen=True, slots=True)
class Block:
    """A period and how many events are drawn in it; `words` are its link's label, `lists` what the link lists."""

    first: dt.date
    last: dt.date
    count: int
    label: str
    url: str
    words: str
    lists: str = ""


@dataclass(slots=True)
class Shape:
    """A block as it is drawn: x, y, width and height in percent."""

    block: Block
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Axis:
    """The bins from `first` to `last`, both included, by their numbers; a label stands for `step` of them."""

    unit: str
    first: int
    last: int
    step: int

    @property
    def columns(self) -> int:
        return self.last - self.first + 1

    @property
    def numbers(self) -> range:
        """Of the bins that are labelled."""
        return range(self.first, self.last + 1, self.step)

    def percent(self, column: float) -> float:
        return round(100 * column / self.columns, 3)

    def column(self, day: dt.date) -> int:
        return bin_number(self.unit, day) - self.first

    def place(self, day: dt.date, *, end: bool = False) -> float:
        """Where a day begins or ends, in percent; what lies outside stands at the edge."""
        first, last = period_of(day, self.unit)
        within = ((day - first).days + end) / ((last - first).days + 1)
        return self.percent(min(max(self.column(day) + within, 0), self.columns))


@dataclass(slots=True)
class Stack:
    """Bars and the bands above them, each (block, first column, last column, how many are drawn below it)."""

    bars: list[tuple[Block, int, int, int]]
    bands: list[tuple[Block, int, int, int]]
    tallest: int


@dataclass(slots=True)
class Strip:
    axis: Axis
    bars: list[Shape]
    bands: list[Shape]
    labels: list[str]
    window: tuple[float, float] | None  # x and width
    rows: list[Block]

    @property
    def pixels(self) -> int:
        """Wide enough for every bar to be a target and every label to be read; used where the strip scrolls."""
        return max(self.axis.columns * TARGET, len(self.labels) * LABEL)

    @property
    def window_end(self) -> float | None:
        return self.window and self.window[0] + self.window[1]


def draw(
    axis: Axis,
    bins: list[Block],
    bands: list[Block],
    label: Callable[[int, bool], str],
    window: tuple[dt.date | None, dt.date | None] | None = None,
) -> Strip:
    """Bins beside each other and the bands above them, scaled to the tallest.

    label: what an axis label says, given the number of its bin (bin_number) and whether it is the first.
    """
    stack = stacked(axis, bins, bands)
    bars, layers = shapes(axis, stack, stack.tallest)
    return Strip(
        axis=axis,
        bars=bars,
        bands=layers,
        labels=[label(number, number == axis.first) for number in axis.numbers],
        window=_window(axis, window) if window else None,
        rows=sorted([*bins, *bands], key=lambda b: (b.first, b.first - b.last)),
    )


def stacked(axis: Axis, bins: list[Block], bands: list[Block]) -> Stack:
    """A band stands on the tallest of what is drawn below any part of it, the shorter bands first."""
    tops = [0] * axis.columns
    bars, layers = [], []
    for block in bins:
        column = axis.column(block.first)
        tops[column] = block.count
        bars.append((block, column, column, 0))
    for block in sorted(bands, key=lambda b: (b.last - b.first, b.first)):
        start = max(0, axis.column(block.first))
        end = min(axis.columns - 1, axis.column(block.last))
        base = max(tops[start : end + 1])
        tops[start : end + 1] = [base + block.count] * (end - start + 1)
        layers.append((block, start, end, base))
    return Stack(bars, layers, max(tops))


def shapes(axis: Axis, stack: Stack, tallest: int) -> tuple[list[Shape], list[Shape]]:
    """Bars and bands as they are drawn where a column of `tallest` events fills the height."""
    scale = FULL / max(tallest, 1)
    return tuple([_shape(axis, scale, *one) for one in some] for some in (stack.bars, stack.bands))


def bin_number(unit: str, day: dt.date) -> int:
    """Which bin of that unit a day falls into, counted so that neighbours follow each other.

    >>> bin_number("month", dt.date(2014, 2, 1)) - bin_number("month", dt.date(2013, 12, 31))
    2
    """
    return {
        "day": day.toordinal(),
        "month": day.year * 12 + day.month - 1,
        "year": day.year,
        "decade": day.year // 10,
        "century": day.year // 100,
    }[unit]


def axis_of(unit: str, days: tuple[dt.date, dt.date]) -> Axis:
    """Widened so that it begins and ends on a label's border: the labels then share the width evenly and need no
    position of their own."""
    first, last = (bin_number(unit, day) for day in days)
    for step in STEPS[unit]:
        start = first - first % step
        end = last + (step - 1 - last % step)
        if (end - start + 1) // step <= MOST_LABELS:
            break
    return Axis(unit, start, end, step)


def _shape(axis: Axis, scale: float, block: Block, start: int, end: int, base: float) -> Shape:
    height = max(block.count * scale, LOWEST)
    y = max(0.0, 100 - base * scale - height)
    return Shape(block, axis.percent(start), axis.percent(end - start + 1), round(y, 2), round(height, 2))


def _window(axis: Axis, window) -> tuple[float, float]:
    """The chosen window on the axis, cut to it; an open side reaches the axis's end."""
    begin, end = window
    start = _clamped(axis.column(begin), axis.columns) if begin else 0
    stop = _clamped(axis.column(end) + 1, axis.columns) if end else axis.columns
    return axis.percent(start), axis.percent(max(0, stop - start))


def _clamped(column: int, columns: int) -> int:
    return min(max(column, 0), columns)
