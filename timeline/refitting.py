"""The score of a finding, learned again from what editors accepted and rejected.

A score is the chance that an editor accepts, a sum of reasons in log-odds (timeline.engine.scoring). Learning moves the
weight of each reason from what it is worth by hand, as far as the decisions speak for it: a ridge towards the first
weights, so that a reason seen twice moves little. What it is good for is measured on articles that were left out of the
learning: the Brier score, the mean square of chance less outcome (0 is perfect; whoever says one half always has 0.25).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from timeline.engine.scoring import WEIGHTS, score
from timeline.models import Event, Evidence, ScoreWeights

LEAST_DECISIONS = 50  # fewer say more of chance than of reasons
PULL = 2.0  # towards the weight by hand: worth about so many decisions
MOST_FOLDS = 20
STEPS = 25


class TooFew(ValueError):
    """There are not yet enough decisions, of both kinds, in articles enough, to learn from; the message has the numbers."""


@dataclass(frozen=True)
class Decided:
    """Proposals that editors have decided on: which reasons spoke (rows x reasons, 0 or 1), whether they accepted."""

    reasons: list[str]
    spoke: np.ndarray
    accepted: np.ndarray
    articles: np.ndarray

    @classmethod
    def from_db(cls) -> "Decided":
        """From the evidence the engine found: accepted are those of published and retracted events and those merged
        into another, rejected those of rejected ones."""
        rows = list(
            Evidence.objects.exclude(score=None)
            .filter(event__status__in=[*ACCEPTED, Event.Status.REJECTED])
            .order_by("pk")
            .values_list("score_parts", "event__status", "article_id")
        )
        reasons = list(WEIGHTS)
        return cls(
            reasons,
            np.array(
                [[reason in parts for reason in reasons] for parts, *_rest in rows], dtype=float
            ).reshape(len(rows), len(reasons)),
            np.array([status != Event.Status.REJECTED for _parts, status, _article in rows], dtype=float),
            np.array([article or 0 for *_rest, article in rows]),
        )

    def check(self) -> None:
        """Raises TooFew."""
        number, accepted = len(self.accepted), int(self.accepted.sum())
        articles = len(set(self.articles.tolist()))
        if number < LEAST_DECISIONS or accepted in (0, number) or articles < 2:
            raise TooFew(
                f"{number} decisions ({accepted} accepted, {number - accepted} rejected) in {articles} articles: "
                f"at least {LEAST_DECISIONS} are needed, of both kinds, in two articles or more."
            )


ACCEPTED = (Event.Status.PUBLISHED, Event.Status.RETRACTED, Event.Status.MERGED)


def chances(spoke: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(spoke @ weights)))


def fitted(spoke: np.ndarray, accepted: np.ndarray, first: np.ndarray) -> np.ndarray:
    """The weights that make the decisions likeliest, each pulled towards its first one (logistic ridge, by Newton)."""
    weights = first.copy()
    for _step in range(STEPS):
        chance = chances(spoke, weights)
        slope = spoke.T @ (accepted - chance) - PULL * (weights - first)
        bend = (spoke * (chance * (1 - chance))[:, None]).T @ spoke + PULL * np.eye(len(first))
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def brier(chance: np.ndarray, accepted: np.ndarray) -> float:
    return float(np.mean((chance - accepted) ** 2))


def left_out(decided: Decided, first: np.ndarray) -> np.ndarray:
    """The chance of each proposal by weights learned without its article; articles in at most 20 groups."""
    articles = sorted(set(decided.articles.tolist()))
    groups = np.array([articles.index(article) % MOST_FOLDS for article in decided.articles])
    chance = np.empty(len(groups))
    for group in set(groups.tolist()):
        out = groups == group
        weights = fitted(decided.spoke[~out], decided.accepted[~out], first)
        chance[out] = chances(decided.spoke[out], weights)
    return chance


@dataclass(frozen=True)
class Refit:
    weights: dict[str, float]
    decisions: int
    accepted: int
    before: float  # Brier score of the weights in force
    after: float  # of learned ones, each article by weights learned without it

    def keep(self) -> ScoreWeights:
        """From now on proposals are scored so."""
        return ScoreWeights.objects.create(weights=self.weights, decisions=self.decisions, brier=self.after)


def refit() -> Refit:
    """What the decisions teach; nothing is stored. Raises TooFew."""
    decided = Decided.from_db()
    decided.check()
    by_hand = np.array(list(WEIGHTS.values()))
    present = weights_in_force()
    learned = fitted(decided.spoke, decided.accepted, by_hand)
    return Refit(
        weights={reason: round(float(w), 3) for reason, w in zip(decided.reasons, learned, strict=True)},
        decisions=len(decided.accepted),
        accepted=int(decided.accepted.sum()),
        before=brier(
            chances(decided.spoke, np.array([present.get(reason, 0.0) for reason in decided.reasons])),
            decided.accepted,
        ),
        after=brier(left_out(decided, by_hand), decided.accepted),
    )


def weights_in_force() -> Mapping[str, float]:
    """The newest learned ones; before anything was learned, those by hand."""
    newest = ScoreWeights.objects.order_by("-pk").values_list("weights", flat=True).first()
    return {**WEIGHTS, **newest} if newest else WEIGHTS


def score_waiting_again() -> int:
    """Give proposals that wait their score by the weights in force; how many have another one now."""
    weights = weights_in_force()
    changed = []
    waiting = Evidence.objects.filter(event__status=Event.Status.PROPOSED).exclude(score=None)
    for evidence in waiting.only("score", "score_parts").iterator(chunk_size=2000):
        chance, parts = score(evidence.score_parts, weights)
        if (chance, parts) != (evidence.score, evidence.score_parts):
            evidence.score, evidence.score_parts = chance, parts
            changed.append(evidence)
    Evidence.objects.bulk_update(changed, ["score", "score_parts"], batch_size=500)
    return len(changed)
