"""A recalled number beside the one that had been displayed: how far off, and whether it goes along."""

from dataclasses import dataclass
from math import atanh, inf, isclose, nan, sqrt, tanh

import numpy as np
from numpy.typing import ArrayLike

from scoring.estimators.arms import seen
from scoring.estimators.estimate import LEVEL, check_level
from scoring.laws import t_ppf

FEWEST = 4
"""Pairs below which a correlation has no interval."""
METHOD = "Pearson's correlation, Fisher's z interval"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """n: who has both numbers. bias: median of recalled less displayed; off: mean absolute difference; exact:
    how many recalled the very number; both in points of the score. correlation, low..high: at `level`, nan
    where they do not vary or are too few. warnings: whole sentences.
    """

    n: int
    bias: float = nan
    off: float = nan
    exact: int = 0
    correlation: float = nan
    low: float = nan
    high: float = nan
    level: float = LEVEL
    method: str = METHOD
    warnings: tuple[str, ...] = ()


def recall(recalled: ArrayLike, displayed: ArrayLike, *, level: float = LEVEL) -> Recall:
    """recalled, displayed: shape (n,), one pair a participant, on the score's scale; nan is missing.

    The median for the direction: one who types a number of followers would decide a mean. The interval is
    Fisher's (1921, Metron 1:3), for pairs of different people. Raises ValueError for arrays of different
    length or a level outside 0..1.
    """
    check_level(level)
    told, shown = np.asarray(recalled, dtype=float).ravel(), np.asarray(displayed, dtype=float).ravel()
    if len(told) != len(shown):
        raise ValueError(f"recalled and displayed must be equally long: {len(told)} and {len(shown)}")
    both = ~(np.isnan(told) | np.isnan(shown))
    told, shown = told[both], shown[both]
    n = len(told)
    if not n:
        return Recall(n=0, level=level, warnings=("Nobody recalled a score.",))
    apart = seen(told - shown)
    correlation, why = _correlation(told.tolist(), shown.tolist())
    low, high, few = _ends(correlation, n, level)
    return Recall(
        n=n,
        bias=float(np.median(apart)),
        off=float(np.abs(apart).mean()),
        exact=int((apart == 0).sum()),
        correlation=correlation,
        low=low,
        high=high,
        level=level,
        warnings=(*why, *few),
    )


def _correlation(a: list[float], b: list[float]) -> tuple[float, tuple[str, ...]]:
    for name, values in (("recalled", a), ("displayed", b)):
        if isclose(min(values), max(values), rel_tol=1e-12, abs_tol=0.0):
            return nan, (f"All {name} scores are the same, so there is no correlation.",)
    return float(np.clip(np.corrcoef(a, b)[0, 1], -1, 1)), ()


def _ends(r: float, n: int, level: float) -> tuple[float, float, tuple[str, ...]]:
    if np.isnan(r):
        return nan, nan, ()
    if n < FEWEST:
        few = f"Too few for an interval: {n} recalled a score, at least {FEWEST} are needed."
        return nan, nan, (few,)
    if abs(r) > 1 - 1e-12:
        return nan, nan, ("Recalled and displayed scores lie on a line, so there is no interval.",)
    half = t_ppf(0.5 + level / 2, inf) / sqrt(n - 3)
    return tanh(atanh(r) - half), tanh(atanh(r) + half), ()
