"""The strips of any filter, their lanes and the links of their bars, held to the oracle."""

import re
from random import Random

from django.http import QueryDict

from timeline.pages.strips import MOST_MARKS, strips_of
from timeline.query import EventQuery
from timeline.tests.oracle import FILTERS, Oracle, asked, may_lie, window

WINDOW = ("from", "to", "certain")


def counts(shapes) -> dict:
    return {(shape.block.first, shape.block.last): shape.block.count for shape in shapes}


def numbers(words: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", words)]


def holds(oracle: Oracle, ids: list[int], unit: str, bars, bands, left_out: int) -> None:
    """Bars and bands are these events, each once; `left_out` of them have no place on an axis."""
    bins, wider, unknown = oracle.bins_of(ids, unit)
    assert {first: n for (first, _last), n in counts(bars).items()} == {key[1]: n for key, n in bins.items()}
    placed = {key: n for key, n in wider.items() if key[1] is not None}
    assert sorted((first, n) for (first, _last), n in counts(bands).items()) == sorted(
        (key[1], n) for key, n in placed.items()
    )
    assert sum(bins.values()) + sum(placed.values()) + left_out == len(ids)


def drawn(oracle: Oracle, params: dict, ids: list[int], axis: str | None, within: bool) -> list[int]:
    """What a strip counts: the chosen window; else the axis, as far as there is anything on it; else all of time."""
    if within:
        return oracle.expected_ids(params)
    if axis:
        (begin, end), (first, last) = oracle.reach(ids), window({"from": axis, "to": axis})
        if begin <= last and first <= end:
            return [pk for pk in ids if may_lie(oracle.by_id[pk].date, first, last)]
    return ids


@FILTERS
def test_strips_and_lanes_draw_each_event_once_and_their_bars_list_what_they_state(oracle: Oracle, number):
    random = Random(number)
    seen = {"within": 0, "several": 0, "lanes": 0}
    for params in oracle.filters(number):
        chosen = oracle.some_lanes(random)
        axis = random.choice([None, None, "2005/2009", "2007-05-03/2007-09-30", "1850", "1990/2020"])
        view = {"lane": chosen} | ({"axis": axis} if axis else {})
        strips = strips_of(EventQuery.strict(asked(params | view), groups=("filter", "view")))
        whole = oracle.expected_ids({name: value for name, value in params.items() if name not in WINDOW})
        assert bool(strips) == (oracle.reach(whole) is not None), params
        marks, links = 0, []
        for captioned in strips:
            strip = captioned.strip
            ids = drawn(oracle, params, whole, axis, captioned.within)
            holds(oracle, ids, strip.axis.unit, strip.bars, strip.bands, sum(numbers(captioned.apart)))
            marks += 2 * len(strip.bars) + len(strip.bands)
            seen["within"] += captioned.within
            if not captioned.lanes:
                continue
            assert [str(row.lane) for row in captioned.lanes.rows] == chosen
            for row in captioned.lanes.rows:
                mine = [pk for pk in ids if str(row.lane) in oracle.traits[pk].lanes]
                total, *left_out = numbers(row.note)
                assert total == len(mine), (params, view)
                holds(oracle, mine, strip.axis.unit, row.bars, row.bands, sum(left_out))
                marks += 2 * len(row.bars) + len(row.bands)
                links += [(str(row.lane), shape.block) for shape in row.bars + row.bands]
                seen["lanes"] += bool(mine)
            number_of = [len(oracle.traits[pk].lanes.intersection(chosen)) for pk in ids]
            several, none = sum(n > 1 for n in number_of), number_of.count(0)
            assert numbers(captioned.lanes.said) == [n for n in (several, none) if n], (params, view)
            seen["several"] += bool(several)
        assert marks <= MOST_MARKS
        if links:
            lists_its_own(oracle, params, *random.choice(links))
    assert min(seen.values()) > number / 15, seen  # else little has been shown


def lists_its_own(oracle: Oracle, params: dict, lane: str, block) -> None:
    """The link of a lane's bar lists the lane's events of that period."""
    days = {"from": block.first.isoformat(), "to": block.last.isoformat()}
    expected = [pk for pk in oracle.expected_ids(params | days) if lane in oracle.traits[pk].lanes]
    query = EventQuery.strict(QueryDict(block.url.partition("?")[2]), groups=("filter", "view"))
    assert list(query.events().values_list("pk", flat=True)) == expected, (params, lane, block)
    certainly, possibly = numbers(block.lists)
    assert len(expected) == (certainly if query.certain else certainly + possibly)
