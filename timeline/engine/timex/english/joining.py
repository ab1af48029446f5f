"""Neighbours that are one expression: a time of the day and its day."""

import re
from dataclasses import replace

from ..language import Found
from ..senses import On, Sense, Shift

_GAP = re.compile(r"(?:,? (?:on |of |in )?|, )\Z")


def merged(first: Found, gap: str, second: Found) -> Sense | None:
    """The sense of both together ("noon" + "Thursday"), or None where they are two.

    >>> from ..examples import read
    >>> read("It begins at noon Thursday.", "2016-02-11")
    ['noon Thursday = 2016-02-11']
    """
    if len(gap) > 5 or not _GAP.match(" ".join(gap.split("\n")).replace("  ", " ")):
        return None
    a, b = first.sense, second.sense
    if _clock_only(a) and _is_day(b) and not b.clock:
        return replace(b, clock=a.clock)
    if _clock_only(b) and _is_day(a) and not a.clock and gap.strip() in ("", ","):
        return replace(a, clock=b.clock)
    return None


def _clock_only(sense: Sense) -> bool:
    return isinstance(sense, On) and sense == On(clock=sense.clock) and bool(sense.clock)


def _is_day(sense: Sense) -> bool:
    if isinstance(sense, Shift):
        return sense.unit == "day"
    return isinstance(sense, On) and bool(sense.day or sense.weekday)
