"""The lanes under the strip: the same bins, of one entity, topic or type each, and how many events lie in several."""

from dataclasses import dataclass

import numpy as np
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from timeline.pages.laid import Laid
from timeline.pages.strip import Shape
from timeline.query import EventQuery, Lane

HEIGHT = 3.5  # rem a lane takes, of which NAME is its name's
NAME = 1.25
DRAWN = 2


@dataclass(slots=True)
class Row:
    """One lane as it is drawn; `note` says how many events it holds, and how many of them it cannot draw."""

    lane: Lane
    number: int
    note: str
    bars: list[Shape]
    bands: list[Shape]

    @property
    def top(self) -> float:
        return self.number * HEIGHT + NAME

    @property
    def foot(self) -> float:
        return self.top + DRAWN


@dataclass(frozen=True, slots=True)
class Tie:
    """An event laid out that lies in several lanes, by their numbers."""

    laid: Laid
    numbers: list[int]

    @property
    def knots(self) -> list[float]:
        return [n * HEIGHT + NAME + DRAWN / 2 for n in self.numbers]

    @property
    def ends(self) -> tuple[float, float]:
        return self.knots[0], self.knots[-1]


@dataclass(slots=True)
class Lanes:
    rows: list[Row]
    said: str

    @property
    def height(self) -> float:
        return len(self.rows) * HEIGHT


def in_lanes(events: QuerySet, lanes: list[Lane]) -> QuerySet:
    """The events, each with `lane_0`, `lane_1` ...: 1 where it lies in that lane, else 0."""
    one, none = Value(1), Value(0)
    return events.annotate(
        **{
            f"lane_{n}": Case(When(lane.holds(), then=one), default=none, output_field=IntegerField())
            for n, lane in enumerate(lanes)
        }
    )


def shared(query: EventQuery, lanes: list[EventQuery | None]) -> tuple[int, int]:
    """How many of the events that the query lists lie in several lanes, and how many in none. `lanes`: the query of
    each, as EventQuery.in_lane gives it."""
    listed = query.listed_rows()
    number = sum((lane.listed_rows() for lane in lanes if lane), start=np.zeros(listed.size, int))[listed]
    return int((number > 1).sum()), int((number == 0).sum())


def shared_words(several: int, none: int) -> str:
    said = []
    if several:
        said.append(
            ngettext("%d event is in several lanes", "%d events are in several lanes", several) % several
        )
    if none:
        said.append(ngettext("%d event is in none", "%d events are in none", none) % none)
    return _("%s.") % ", ".join(said) if said else ""
