"""Of two headlines, whether they tell of one happening: pairs marked by hand, half of them hard to tell apart."""

from pathlib import Path

import pytest

from timeline.dates import EdtfDate
from timeline.engine.likeness import likeness

PAIRS = [
    [field.strip() for field in line.split("|")]
    for line in (Path(__file__).parent / "gold" / "same_event.txt").read_text().splitlines()
    if not line.startswith("#")
]


def alike(pair: list[str]) -> bool:
    _, date, who, title, other_date, others, other = pair
    return (
        EdtfDate.parse(date).can_both_hold(EdtfDate.parse(other_date))
        and likeness(title, other, who.split(", "), others.split(", ")) > 0
    )


def test_of_a_hundred_pairs_what_is_one_happening_is_told_from_what_is_not():
    offered = [pair for pair in PAIRS if alike(pair)]
    right = sum(pair[0] == "same" for pair in offered)
    same = sum(pair[0] == "same" for pair in PAIRS)
    assert (len(PAIRS), same) == (100, 50)
    assert right / len(offered) >= 0.92, [pair[3:] for pair in offered if pair[0] != "same"]
    assert right / same >= 0.92, [pair[3:] for pair in PAIRS if pair[0] == "same" and pair not in offered]


@pytest.mark.parametrize("pair", PAIRS[::10])
def test_it_does_not_matter_which_comes_first(pair):
    _, _, who, title, _, others, other = pair
    who, others = who.split(", "), others.split(", ")
    assert likeness(title, other, who, others) == likeness(other, title, others, who)
