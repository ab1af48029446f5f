"""Of two headlines, whether they tell of one happening: precision and recall over pairs marked by hand, and the weights
that regression over those pairs would give. Those of `unseen.txt` are never learned from.

    python bench/likeness.py
"""

import random
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from timeline.engine.likeness import BIAS, WEIGHTS, signs  # noqa: E402
from timeline.tests.pairs import GOLD, Pair, pairs_of  # noqa: E402

LEARNED = {"near": 1.0, "desks": 1.0, "far": 0.4}  # file -> how much a pair of it counts
STRANGE = 225  # headlines of two different pairs, for each file; two thirds of them share a name
WEIGHT_OF_STRANGE = 0.3
STIFFNESS = 0.7  # of the pull to the weights as they stand


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


def fitted() -> np.ndarray:
    """Bias and weights: logistic regression, pulled to the weights as they stand where the pairs say little."""
    rng, rows, same, counts = random.Random(5), [], [], []
    for name, count in LEARNED.items():
        pairs = pairs_of(name)
        mixed = strange(pairs, rng)
        rows += map(row, pairs + mixed)
        same += [float(pair.same) for pair in pairs] + [0.0] * len(mixed)
        counts += [count] * len(pairs) + [WEIGHT_OF_STRANGE] * len(mixed)
    x, y, count = np.array(rows), np.array(same), np.array(counts)
    stand = np.array([BIAS, *WEIGHTS.values()])
    pull = np.diag([1e-3] + [STIFFNESS] * len(WEIGHTS))
    found = stand.copy()
    for _ in range(50):  # Newton's steps
        chance = 1 / (1 + np.exp(-x @ found))
        slope = x.T @ (count * (chance - y)) + pull @ (found - stand)
        found -= np.linalg.solve(x.T @ (x * (count * chance * (1 - chance))[:, None]) + pull, slope)
    return found


def main() -> None:
    print("pairs      offered  right  same  precision  recall")
    for path in sorted(GOLD.glob("*.txt")):
        pairs = pairs_of(path.stem)
        offered = [pair for pair in pairs if pair.alike]
        right, same = sum(pair.same for pair in offered), sum(pair.same for pair in pairs)
        print(
            f"{path.stem:10} {len(offered):7}  {right:5}  {same:4}  {right / len(offered):9.2f}  {right / same:6.2f}"
        )
    print("\nweight                 stands  fitted")
    for name, stands, fits in zip(["bias", *WEIGHTS], [BIAS, *WEIGHTS.values()], fitted(), strict=True):
        print(f"{name:22} {stands:6.2f}  {fits:6.2f}")


if __name__ == "__main__":
    main()
