"""Counts, one total a participant: the ratio of two arms' means, whatever the counts' distribution."""

from dataclasses import replace
from math import log, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from scoring.estimators.arms import seen, small, too_few, with_ratio
from scoring.estimators.estimate import LEVEL, Estimate, check_level, t_row
from scoring.moments import Moments, moments

METHOD = (
    "Log ratio of means, robust standard error (each arm's own variance, the sandwich of a quasi-Poisson "
    "regression with HC2), Satterthwaite df"
)
RATIO = "ratio of the two means (exp of the estimate)"


def ratio_of_means(a: ArrayLike, b: ArrayLike, *, level: float = LEVEL) -> Estimate:
    """log(mean of a / mean of b); the effect is the ratio with its interval.

    a, b: shape (n,), a participant's total, 0 or more; nan is missing. Unequal rounds are not divided by: how
    many somebody took part in is an outcome. By the delta method, variance / (n mean^2) in each arm: the HC2
    sandwich of a Poisson regression on the arm (White 1982, Econometrica 50:1), right whether counts are more
    or less spread than Poisson's.

    Fewer than three in an arm, an arm of zeros alone, or no spread give nan with a sentence.
    Raises ValueError for a count below 0 or without end.
    """
    check_level(level)
    arms = []
    for values in (a, b):
        found = seen(values)
        if not (np.isfinite(found).all() and (found >= 0).all()):
            raise ValueError("counts must be 0 or more, or nan")
        arms.append(moments(found))
    row, notes = _row(arms[0], arms[1], level)
    return replace(row, n_participants=arms[0].n + arms[1].n, method=METHOD, warnings=notes)


def _row(a: Moments, b: Moments, level: float) -> tuple[Estimate, tuple[str, ...]]:
    nothing = Estimate(estimate=nan, level=level)
    if why := too_few(a.n, b.n):
        return nothing, (why,)
    if not a.mean > 0 or not b.mean > 0:
        return nothing, (_zeros(a, b),)
    spread = [arm.variance / arm.n / arm.mean**2 for arm in (a, b)]
    total = sum(spread)
    if not total > 0:
        same = "The count is the same for everybody in each arm, so nothing can be inferred."
        return replace(nothing, estimate=log(a.mean / b.mean)), (same,)
    share = spread[0] / total
    df = 1 / (share**2 / (a.n - 1) + (1 - share) ** 2 / (b.n - 1))
    notes = small(a.n, b.n)
    if min(spread) == 0:
        notes += ("In one arm the count is the same for everybody: its variance is estimated as 0.",)
    return with_ratio(t_row(log(a.mean / b.mean), sqrt(total), df, level=level), RATIO), notes


def _zeros(a: Moments, b: Moments) -> str:
    if a.mean == b.mean:
        return "All counts are 0 in both arms, so there is no ratio."
    zero, other = (a, b) if a.mean == 0 else (b, a)
    return (
        f"All {zero.n} counts are 0 in one arm and {other.mean:.3g} on average in the other: no ratio can be "
        "told, only the difference of means."
    )
