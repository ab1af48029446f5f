"""Of two headlines, whether they tell of one happening: pairs marked by hand, half of them hard to tell apart."""

import pytest

from timeline.engine.likeness import likeness
from timeline.tests.pairs import pairs_of

LEAST = {  # pairs: precision and recall
    "near": (0.72, 0.96),
    "desks": (0.92, 0.90),
    "far": (0.80, 0.50),
    "unseen": (0.60, 0.60),
}


@pytest.mark.parametrize("name", LEAST)
def test_what_is_one_happening_is_told_from_what_is_not(name):
    pairs = pairs_of(name)
    offered = [pair for pair in pairs if pair.alike]
    right, same = sum(pair.same for pair in offered), sum(pair.same for pair in pairs)
    precision, recall = LEAST[name]
    assert (len(pairs), same) == (100, 50)
    assert right / len(offered) >= precision, [pair for pair in offered if not pair.same]
    assert right / same >= recall, [pair for pair in pairs if pair.same and not pair.alike]


@pytest.mark.parametrize("pair", pairs_of("desks")[::5], ids=lambda pair: pair.title)
def test_it_does_not_matter_which_comes_first(pair):
    there = likeness(pair.title, pair.other_title, pair.who, pair.others)
    assert there == likeness(pair.other_title, pair.title, pair.others, pair.who)
