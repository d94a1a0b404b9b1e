"""Two arms of one number a participant, for what rests on large numbers: missing ones out, how few are too
few, and ratios, whose inference is on the log scale.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.estimate import Estimate

Floats = NDArray[np.float64]

FEWEST = 3
"""Participants in an arm below which nothing is said."""
SMALL = 10
"""Participants in an arm below which an interval that rests on large numbers is doubtful."""


def seen(values: ArrayLike) -> Floats:
    """Flat, without what is missing (nan)."""
    found = np.asarray(values, dtype=float).ravel()
    return np.asarray(found[~np.isnan(found)])


def too_few(n_a: int, n_b: int) -> str:
    """A sentence, empty where both arms have enough."""
    if min(n_a, n_b) >= FEWEST:
        return ""
    return f"Too few to compare: {n_a} and {n_b} participants, at least {FEWEST} in each arm are needed."


def small(n_a: int, n_b: int) -> tuple[str, ...]:
    """What an interval that rests on large numbers says of arms this small."""
    if min(n_a, n_b) >= SMALL:
        return ()
    return (f"There are {n_a} and {n_b} participants: the interval holds for larger arms.",)


def with_ratio(row: Estimate, words: str) -> Estimate:
    """A row on the log scale with the ratio itself, and its interval, as the effect; words: ratio of what."""
    with np.errstate(over="ignore"):
        effect, low, high = (float(np.exp(v)) for v in (row.estimate, row.low, row.high))
    return replace(row, effect=effect, effect_low=low, effect_high=high, standardiser=words)
