"""Of two headlines, whether they tell of one happening: pairs marked by hand, half of them hard to tell apart."""

import pytest

from bench.likeness import BY_HAND, FOR, left_out
from timeline.engine.likeness import WEIGHTS, likeness, told
from timeline.tests.pairs import pairs_of

LEAST = {  # pairs: precision and recall
    "near": (0.76, 0.96),
    "desks": (0.94, 0.96),
    "far": (0.88, 0.78),
    "unseen": (0.72, 0.82),
    "week": (0.68, 0.98),
}
LEFT_OUT = {  # the same, of weights that were learned from all files but this one
    "near": (0.74, 0.94),
    "desks": (0.92, 0.96),
    "far": (0.86, 0.74),
    "unseen": (0.72, 0.82),
    "week": (0.66, 0.98),
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


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_is_learned_from_other_pairs_holds_for_these(name):
    found = left_out(name)
    assert all(figure >= least for figure, least in zip(found, LEFT_OUT[name], strict=True)), found


def test_no_sign_speaks_against_its_sense():
    assert {name for name, weight in WEIGHTS.items() if weight > 0} == FOR
    assert set(BY_HAND) <= set(WEIGHTS) - FOR


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("Kenya became a republic", "Kenya's parliament proclaimed a republic", True),
        ("Peru became a member of the bank", "Peru became independent of Spain", False),
    ],
)
def test_what_an_empty_verb_does_is_said_by_its_noun(one, other, same):
    deeds = told(one).deeds & told(other).deeds
    assert bool(deeds) == same
