"""Of two headlines, whether they tell of one happening: precision and recall over pairs marked by hand, with the weights
as they stand and, file by file, with weights learned from all other files; and the weights that all files would give.

    python bench/likeness.py
"""

import random
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from timeline.dates import EdtfDate  # noqa: E402
from timeline.engine.likeness import BIAS, WEIGHTS, signs  # noqa: E402
from timeline.tests.pairs import GOLD, Pair, pairs_of  # noqa: E402

FILES = sorted(path.stem for path in GOLD.glob("*.txt"))
STRANGE = 225  # headlines of two different pairs, for each file; two thirds of them share a name
WEIGHT_OF_STRANGE = 0.1
STIFFNESS = 0.7  # of the pull to nothing, or to BY_HAND
LENIENCE = 0.5  # on top of the learned bias: rather one too many
FOR = {
    "same deed",
    "kindred deeds",
    "deed named aside",
    "deeds unknown",
    "shared kinds",
    "shared countries",
    "numbers agree",
}  # all others speak against
BY_HAND = {  # what such pairs seldom show
    "one failed": -3.0,
    "one later": -1.6,
    "begun and ended": -1.0,
    "ordinals differ": -3.0,
    "turned round": -3.1,
}


def row(pair: Pair) -> list[float]:
    found = signs(pair.title, pair.other_title, set(pair.who), set(pair.others))
    return [1.0, *(float(found[name]) for name in WEIGHTS)]


def strange(pairs: list[Pair], rng: random.Random) -> list[Pair]:
    sides = [(n, pair.who, pair.title) for n, pair in enumerate(pairs)]
    sides += [(n, pair.others, pair.other_title) for n, pair in enumerate(pairs)]
    mixed = [
        Pair(False, "", who, title, "", others, other)
        for n, who, title in sides
        for m, others, other in sides
        if n < m
    ]
    rng.shuffle(mixed)
    sharing = [pair for pair in mixed if set(pair.who) & set(pair.others)]
    return sharing[: STRANGE * 2 // 3] + mixed[: STRANGE // 3]


def fitted(names: list[str]) -> np.ndarray:
    """Bias and weights by Newton's steps, projected: a weight that would turn against its sense stays at nothing."""
    rng, rows, same, counts = random.Random(5), [], [], []
    for name in names:
        pairs = [pair for pair in pairs_of(name) if can_agree(pair)]
        mixed = strange(pairs_of(name), rng)
        rows += map(row, pairs + mixed)
        same += [float(pair.same) for pair in pairs] + [0.0] * len(mixed)
        counts += [1.0] * len(pairs) + [WEIGHT_OF_STRANGE] * len(mixed)
    x, y, count = np.array(rows), np.array(same), np.array(counts)
    sense = np.array([0] + [1 if name in FOR else -1 for name in WEIGHTS])
    stand = np.array([0.0, *(BY_HAND.get(name, 0.0) for name in WEIGHTS)])
    pull = np.array([1e-3] + [STIFFNESS] * len(WEIGHTS))
    found = stand.copy()
    for _ in range(100):
        chance = 1 / (1 + np.exp(-x @ found))
        slope = x.T @ (count * (chance - y)) + pull * (found - stand)
        bend = x.T @ (x * (count * chance * (1 - chance))[:, None]) + np.diag(pull)
        free = ~((sense != 0) & (found * sense <= 0) & (slope * sense > 0))
        found[free] -= np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        found[found * sense < 0] = 0.0
    found[0] += LENIENCE
    return found


def can_agree(pair: Pair) -> bool:
    return EdtfDate.parse(pair.date).can_both_hold(EdtfDate.parse(pair.other_date))


def precision_and_recall(pairs: list[Pair], weights: np.ndarray) -> tuple[float, float]:
    offered = [pair for pair in pairs if can_agree(pair) and np.dot(row(pair), weights) > 0]
    right, same = sum(pair.same for pair in offered), sum(pair.same for pair in pairs)
    return right / max(len(offered), 1), right / same


def left_out(name: str) -> tuple[float, float]:
    """Precision and recall over one file, of weights learned from all others."""
    return precision_and_recall(pairs_of(name), fitted([other for other in FILES if other != name]))


def main() -> None:
    stand = np.array([BIAS, *WEIGHTS.values()])
    print("pairs      precision  recall    left out: precision  recall")
    for name in FILES:
        here, there = precision_and_recall(pairs_of(name), stand), left_out(name)
        print(f"{name:10} {here[0]:9.2f}  {here[1]:6.2f}    {there[0]:19.2f}  {there[1]:6.2f}")
    print("\nweight                 stands  fitted")
    for name, stands, fits in zip(["bias", *WEIGHTS], stand, fitted(FILES), strict=True):
        print(f"{name:22} {stands:6.2f}  {fits:6.2f}")


if __name__ == "__main__":
    main()
