"""Difference of two means whose variances may differ (Welch 1947, Biometrika 34:28; Satterthwaite df)."""

from dataclasses import replace
from math import nan, sqrt

from numpy.typing import ArrayLike

from scoring.estimators.estimate import LEVEL, Estimate, t_row
from scoring.estimators.hedges import hedges_g
from scoring.moments import Moments, moments

METHOD = "Welch's t-test (Welch 1947), Satterthwaite df; two-sided"


def welch(
    a: ArrayLike,
    b: ArrayLike,
    *,
    level: float = LEVEL,
    n_profiles: int | None = None,
    n_ratings: int | None = None,
) -> Estimate:
    """a minus b. a, b: shape (n,), one number a participant; nan is missing and not counted."""
    row = welch_of_moments(moments(a), moments(b), level=level)
    return replace(row, n_profiles=n_profiles, n_ratings=n_ratings)


def welch_of_moments(a: Moments, b: Moments, *, level: float = LEVEL) -> Estimate:
    """a minus b from the moments of both arms, with Hedges' g by the pooled SD."""
    difference = a.mean - b.mean if a.n and b.n else nan
    se, df = _se_df(a, b)
    row = replace(
        t_row(difference, se, df, level=level),
        n_participants=a.n + b.n,
        method=METHOD,
        warnings=_warnings(a, b, se),
    )
    return row if row.warnings and not se > 0 else row.with_effect(hedges_g(a, b, level=level))


def _se_df(a: Moments, b: Moments) -> tuple[float, float]:
    if a.n < 2 or b.n < 2:
        return nan, nan
    va, vb = a.variance / a.n, b.variance / b.n
    if not va + vb > 0:
        return 0.0, nan
    # Shares instead of squares of variances: tiny variances must not underflow.
    share = va / (va + vb)
    return sqrt(va + vb), 1 / (share**2 / (a.n - 1) + (1 - share) ** 2 / (b.n - 1))


def _warnings(a: Moments, b: Moments, se: float) -> tuple[str, ...]:
    if a.n < 2 or b.n < 2:
        return (f"Too few to compare: {a.n} and {b.n} participants, at least 2 in each arm are needed.",)
    if se == 0:
        return ("The outcome is the same for everybody in each arm, so nothing can be inferred.",)
    if a.m2 == 0 or b.m2 == 0:
        return ("In one arm the outcome is the same for everybody: its variance is estimated as 0.",)
    return ()
