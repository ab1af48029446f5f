"""Neighbours that are one expression: a time of the day and its day."""

import re
from dataclasses import replace

from ..language import Found
from ..senses import Length, On, Sense, Shift

_GAP = re.compile(r"(?:,? (?:on |of |in |and )?|, )\Z")


def merged(first: Found, gap: str, second: Found) -> Sense | None:
    """The sense of both together ("noon" + "Thursday"), or None where they are two.

    >>> from ..examples import read
    >>> read("It begins at noon Thursday.", "2016-02-11")
    ['noon Thursday = 2016-02-11']
    >>> read("Monday, March 29\\n\\n18:40 GMT - The ships move again.", "2021-03-29")
    ['Monday, March 29 = 2021-03-29', '18:40 GMT = 2021-03-29']
    """
    if len(gap) > 5 or "\n\n" in gap or not _GAP.match(" ".join(gap.split("\n")).replace("  ", " ")):
        return None
    a, b = first.sense, second.sense
    if isinstance(a, Length) and isinstance(b, Length):
        return _together(a, b) if gap.strip() in ("", "and") else None
    if "and" in gap:
        return None
    if _clock_only(a) and _is_day(b) and b.clock in ("", a.clock):
        return replace(b, clock=a.clock)
    if _clock_only(b) and _is_day(a) and not a.clock and gap.strip() in ("", ","):
        return replace(a, clock=b.clock)
    return None


_FINER = {"year": "month", "month": "day", "week": "day", "day": "hour", "hour": "minute", "minute": "second"}


def _together(a: Length, b: Length) -> Length | None:
    """ "2 hours and 15 minutes"."""
    if a.count is None or b.count is None or _FINER.get(a.unit) != b.unit or a.direction:
        return None
    joined = a.value + b.value.removeprefix("PT" if a.value.startswith("PT") else "P")
    return Length(joined, b.unit)


def _clock_only(sense: Sense) -> bool:
    return isinstance(sense, On) and sense == On(clock=sense.clock) and bool(sense.clock)


def _is_day(sense: Sense) -> bool:
    if isinstance(sense, Shift):
        return sense.unit == "day"
    return isinstance(sense, On) and bool(sense.day or sense.weekday)
