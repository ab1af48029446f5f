"""The chance that an editor accepts a finding, as a sum of reasons (log-odds) that can be shown in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

# A finding above it may be accepted in bulk, if its date is explicit and nothing looks like a duplicate of it.
SAFE_SCORE = 0.80
# A finding below it is not proposed.
LEAST_SCORE = 0.005
# What is no happening, or would be said wrongly, is not proposed, whatever speaks for it.
OUT = -10.0

# What each reason is worth. The names are the words an editor sees.
WEIGHTS = {
    "every finding": 0.6,
    # the date
    "the text says the date in full": 0.5,
    "the date is counted from another": 0.2,
    "the year or month stands elsewhere": 0.3,
    "the date can be read in two ways": -0.5,
    "the date is open at one side": -0.6,
    "the date is vague": -0.5,
    # the clause
    "the date stands at the verb": 0.8,
    "the date opens the sentence": 0.8,
    "the date stands at a noun of the clause": 0.2,
    "an event noun with a date": 0.0,
    "an event noun alone": -0.6,
    "an event noun that names nobody": -1.0,
    "that nobody would comment": OUT,
    "it says little": -2.4,
    "whose word it is finds no room": OUT,
    "a line cut short": -1.6,
    "named in passing": -1.0,
    "a noun that does not tell what was said": -1.2,
    "a line under or after its date": 0.8,
    "a main clause": 0.3,
    "a state rather than a happening": -1.2,
    "a figure or statistic": -1.8,
    "a price or an account": -2.0,
    "the level of a price or an account": OUT,
    "a question": OUT,
    "only possible": -2.6,
    "only expected": -1.0,
    "not said to have happened": -2.0,
    "the tense does not fit the date": -1.5,
    "a general truth in the present tense": -1.4,
    "what is usual": OUT,
    "what is so today": OUT,
    "it only announces what follows": OUT,
    "a state of now with a date that is over": OUT,
    "only reported to have happened": -0.2,
    "it did not happen": -0.4,
    "planned": 0.1,
    "somebody's words": -0.1,
    "inside a quotation": -1.2,
    # the headline
    "a full headline": 0.4,
    "no full headline": -3.0,
    "a name takes part": 0.5,
    "nobody named takes part": -0.4,
    "its subject is an unresolved pronoun": -2.0,
    "a pronoun in it is unresolved": -1.0,
    "its subject stands only in the text before": -0.8,
    "its subject is an event that the text before tells of": -0.8,
    "what it speaks of stands only in the text before": -1.7,
    "a plan of something that stands only in the text before": -1.5,
    "what it was done to stands only in the text before": -0.8,
    "who reads it alone does not learn what happened": -1.5,
}


def score(reasons: Iterable[str], weights: Mapping[str, float] = WEIGHTS) -> tuple[float, dict[str, float]]:
    """The chance (0 to 1) and what each reason added to its log-odds. A reason without a weight adds nothing.

    >>> score(["every finding"])
    (0.646, {'every finding': 0.6})
    """
    parts = {reason: weights.get(reason, 0.0) for reason in reasons}
    return round(1 / (1 + math.exp(-sum(parts.values()))), 3), parts
