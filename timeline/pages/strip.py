"""The density strip above the list: where its bars, bands, axis labels and window stand, in percent of the drawing.

In percent, because then the drawing has no scale of its own: hatching and lines are never stretched with it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class Strip:
    unit: str
    columns: int
    bars: list[Shape]
    bands: list[Shape]
    labels: list[str]
    window: tuple[float, float] | None = None  # x and width
    rows: list[Block] = field(default_factory=list)

    @property
    def pixels(self) -> int:
        """Wide enough for every bar to be a target and every label to be read; used where the strip scrolls."""
        return max(self.columns * TARGET, len(self.labels) * LABEL)

    @property
    def window_end(self) -> float | None:
        return self.window and self.window[0] + self.window[1]


def draw(
    unit: str,
    bins: list[Block],
    bands: list[Block],
    label: Callable[[int, bool], str],
    window: tuple[dt.date | None, dt.date | None] | None = None,
) -> Strip | None:
    """Bins beside each other and the bands above them, scaled to the tallest; None where nothing has a date.

    The axis is widened so that it begins and ends at a labelled bin: the labels then share the width evenly and
    need no position of their own. label: what an axis label says, given the number of its bin (bin_number)
    and whether it is the first.
    """
    if not bins and not bands:
        return None
    first, last, step = _axis(unit, [*bins, *bands])
    columns = last - first + 1
    tops = [0] * columns
    bars = []
    for block in bins:
        column = bin_number(unit, block.first) - first
        tops[column] = block.count
        bars.append((block, column, column, 0))
    layers = []
    for block in sorted(bands, key=lambda b: (b.last - b.first, b.first)):
        start = max(0, bin_number(unit, block.first) - first)
        end = min(columns - 1, bin_number(unit, block.last) - first)
        base = max(tops[start : end + 1])
        tops[start : end + 1] = [base + block.count] * (end - start + 1)
        layers.append((block, start, end, base))
    scale = FULL / max(tops)
    return Strip(
        unit=unit,
        columns=columns,
        bars=[_shape(columns, scale, *bar) for bar in bars],
        bands=[_shape(columns, scale, *layer) for layer in layers],
        labels=[label(number, number == first) for number in range(first, last + 1, step)],
        window=_window(unit, first, columns, window) if window else None,
        rows=sorted([*bins, *bands], key=lambda b: (b.first, b.first - b.last)),
    )


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


def _axis(unit: str, blocks: list[Block]) -> tuple[int, int, int]:
    """First and last bin, and how many bins a label stands for; both ends fall on a label's border."""
    first = min(bin_number(unit, b.first) for b in blocks)
    last = max(bin_number(unit, b.last) for b in blocks)
    for step in STEPS[unit]:
        start = first - first % step
        end = last + (step - 1 - last % step)
        if (end - start + 1) // step <= MOST_LABELS:
            break
    return start, end, step


def _shape(columns: int, scale: float, block: Block, start: int, end: int, base: float) -> Shape:
    height = max(block.count * scale, LOWEST)
    y = max(0.0, 100 - base * scale - height)
    return Shape(
        block, _percent(start, columns), _percent(end - start + 1, columns), round(y, 2), round(height, 2)
    )


def _window(unit, first: int, columns: int, window) -> tuple[float, float]:
    """The chosen window on the axis, cut to it; an open side reaches the axis's end."""
    begin, end = window
    start = _clamped(bin_number(unit, begin) - first, columns) if begin else 0
    stop = _clamped(bin_number(unit, end) - first + 1, columns) if end else columns
    return _percent(start, columns), _percent(max(0, stop - start), columns)


def _clamped(column: int, columns: int) -> int:
    return min(max(column, 0), columns)


def _percent(part: int, columns: int) -> float:
    return round(100 * part / columns, 3)
