"""Outcomes of one yes or no a person: risk difference, exact tests, and counts against their weights.

Not for repeated choices, which are not independent: those are averaged to a share a participant first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, inf, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.estimate import LEVEL, Estimate, at_odds, check_level
from scoring.estimators.freeman_halton import exact_p, tables
from scoring.laws import chi2_sf, t_ppf

METHOD = "Risk difference, Newcombe's hybrid score interval (1998, method 10); Fisher's exact test, two-sided"

ARCSINE = "Cohen's h, the difference of arcsines (Cohen 1988), normal interval with variance 1/n in each arm"

FISHER = "Fisher's exact test, two-sided"
MOST_TABLES = 3_000_000


@dataclass(frozen=True, slots=True)
class Attrition:
    """p, two-sided, of "finishing does not depend on the arm", and by which test; nan with a sentence."""

    p: float
    method: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChiSquare:
    """statistic, df and p of a chi-square test; nan with a sentence where it cannot be computed."""

    statistic: float
    df: int
    p: float
    warnings: tuple[str, ...] = ()


def risk_difference(x1: int, n1: int, x2: int, n2: int, *, level: float = LEVEL) -> Estimate:
    """x1/n1 - x2/n2 with Newcombe's interval (Stat. Med. 17:873) and Fisher's p.

    The row has no standard error, df or statistic: both the interval and p are made without. They come from
    different methods, so that at the edge one can exclude what the other does not: a sentence then says so.
    effect: Cohen's h (1988, Statistical Power Analysis, ch. 6), 2 asin sqrt p of one less that of the other.
    Its variance is 1/n1 + 1/n2 whatever the shares, so that arms without a yes have an interval too (Ruecker,
    Schwarzer, Carpenter & Olkin 2009, Stat. Med. 28:721).
    Raises ValueError unless 0 <= x <= n in both.
    """
    check_level(level)
    for x, n in ((x1, n1), (x2, n2)):
        if not 0 <= x <= n:
            raise ValueError(f"counts must have 0 <= x <= n, not {x} of {n}")
    if not n1 or not n2:
        short = f"Nothing to compare: {n1} and {n2} participants."
        return Estimate(estimate=nan, level=level, n_participants=n1 + n2, method=METHOD, warnings=(short,))
    from scipy import stats  # slow to import, and needed here only

    p1, p2 = x1 / n1, x2 / n2
    (l1, h1), (l2, h2) = wilson(x1, n1, level=level), wilson(x2, n2, level=level)
    difference = p1 - p2
    low = difference - sqrt((p1 - l1) ** 2 + (h2 - p2) ** 2)
    high = difference + sqrt((h1 - p1) ** 2 + (p2 - l2) ** 2)
    p = float(stats.fisher_exact(np.array([[x1, n1 - x1], [x2, n2 - x2]])).pvalue)
    odd = at_odds(p, low, high, level=level)
    h, half = _angle(p1) - _angle(p2), t_ppf(0.5 + level / 2, inf) * sqrt(1 / n1 + 1 / n2)
    return Estimate(
        estimate=difference,
        p=p,
        low=low,
        high=high,
        level=level,
        effect=h,
        effect_low=h - half,
        effect_high=h + half,
        standardiser=ARCSINE,
        n_participants=n1 + n2,
        method=METHOD,
        warnings=(odd,) if odd else (),
    )


def _angle(share: float) -> float:
    return 2 * asin(sqrt(share))


def difference_of(a: ArrayLike, b: ArrayLike, *, level: float = LEVEL) -> Estimate:
    """Of two arrays of 0 and 1, shape (n,), nan is missing. Raises ValueError for any other value."""
    counts = [_count(values) for values in (a, b)]
    return risk_difference(*counts[0], *counts[1], level=level)


def wilson(x: int, n: int, *, level: float = LEVEL) -> tuple[float, float]:
    """Score interval of one proportion (Wilson 1927); exactly 0 or 1 at the ends."""
    z = t_ppf(0.5 + level / 2, inf)
    p, denominator = x / n, 1 + z * z / n
    centre, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = (centre - half) / denominator, (centre + half) / denominator
    return (0.0 if x == 0 else low), (1.0 if x == n else high)


def attrition(finished: Sequence[int], lost: Sequence[int]) -> Attrition:
    """Finished and lost by arm: Fisher's exact test (Freeman & Halton 1951, Biometrika 38:141).

    Empty arms do not count. Of more tables than can be listed (four large arms), Pearson's chi-square
    instead. Raises ValueError for rows of different length or negative counts.
    """
    if len(finished) != len(lost) or min((*finished, *lost), default=0) < 0:
        raise ValueError("finished and lost must be counts of 0 or more, one of each an arm")
    counts = np.array([finished, lost], dtype=np.int64)
    counts = counts[:, counts.sum(axis=0) > 0]
    arms = counts.sum(axis=0)
    if len(arms) < 2:
        return Attrition(nan, FISHER, (f"Nothing to compare: {len(arms)} arms with participants.",))
    if tables(arms) > MOST_TABLES and counts.sum(axis=1).min() > 0:
        from scipy import stats  # slow to import, and needed here only

        return Attrition(
            float(stats.chi2_contingency(counts, correction=False).pvalue), "Pearson's chi-square"
        )
    return Attrition(exact_p(counts[counts.sum(axis=1).argmin()], arms), FISHER)


def chi_square(counts: Sequence[int], weights: Sequence[float]) -> ChiSquare:
    """Starts by arm against their weights, for simple or minimised allocation (it is blind on blocks).

    Raises ValueError for fewer than two arms, another number of weights, or a weight of 0 or less.
    """
    if len(counts) < 2 or len(counts) != len(weights) or min(weights) <= 0 or min(counts) < 0:
        raise ValueError("counts and weights must name the same two or more arms, each with a weight above 0")
    total = sum(counts)
    df = len(counts) - 1
    if not total:
        return ChiSquare(nan, df, nan, ("Nobody has started.",))
    expected = np.asarray(weights, dtype=float) / sum(weights) * total
    statistic = float(((np.asarray(counts) - expected) ** 2 / expected).sum())
    few = ("Fewer than 8 in an arm: the chi-square is not to be relied on.",) if min(expected) < 8 else ()
    return ChiSquare(statistic, df, chi2_sf(statistic, df), few)


def _count(values: ArrayLike) -> tuple[int, int]:
    found: NDArray[np.float64] = np.asarray(values, dtype=float).ravel()
    found = found[~np.isnan(found)]
    if not np.isin(found, (0.0, 1.0)).all():
        raise ValueError("values must be 0 or 1, or nan")
    return int(found.sum()), len(found)
