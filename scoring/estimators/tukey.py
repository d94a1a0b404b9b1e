"""All pairs of means at once: Tukey's honest significant differences, unequal n after Kramer 1956.

Tukey 1949 (Biometrics 5:99); Kramer 1956 (Biometrics 12:307); conservative for unequal n (Hayter 1984, Ann.
Stat. 12:61). Variances are taken to be equal.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import isfinite, nan, sqrt
from typing import Any

from numpy.typing import ArrayLike

from scoring.estimators.anova import one_way_of_moments
from scoring.estimators.estimate import LEVEL, Estimate, check_level, t_row
from scoring.estimators.hedges import standardised
from scoring.laws import t_sf
from scoring.moments import Moments, by_group

METHOD = "Tukey-Kramer, all pairs of {k} means, two-sided p and interval adjusted together"
NOISE = 1e-9
STANDARDISER = "root mean square error, exact J, noncentral-t interval (not adjusted)"


@dataclass(frozen=True, slots=True)
class Pair:
    """row: first minus second; its p and interval hold for all pairs together, so it has no t and no df."""

    first: Hashable
    second: Hashable
    row: Estimate


def tukey(values: ArrayLike, groups: ArrayLike, *, level: float = LEVEL) -> tuple[Pair, ...]:
    """values: (n,), nan is missing; groups: (n,) labels. Raises ValueError for arrays of different length."""
    found = by_group(values, groups)
    table = one_way_of_moments(found)
    means = {name: (m.mean, m.n) for name, m in found.items()}
    return tukey_of_means(means, mse=table.mse, df=table.residual_df, level=level)


def tukey_of_moments(groups: Mapping[Any, Moments], *, level: float = LEVEL) -> tuple[Pair, ...]:
    """From each group's moments."""
    table = one_way_of_moments(groups)
    means = {name: (m.mean, m.n) for name, m in groups.items()}
    return tukey_of_means(means, mse=table.mse, df=table.residual_df, level=level)


def tukey_of_means(
    means: Mapping[Any, tuple[float, int]], *, mse: float, df: float, level: float = LEVEL
) -> tuple[Pair, ...]:
    """From (mean, n) of each group, in order, and the residual mean square with its df, such as printed ones.

    Groups with n = 0 have no pairs. Raises ValueError for a level outside 0..1.
    """
    check_level(level)
    held = {name: found for name, found in means.items() if found[1] > 0}
    if len(held) < 2:
        return ()
    possible = isfinite(mse) and mse > 0 and df >= 1
    reach = _quantile(level, len(held), df) / sqrt(2) if possible else nan
    return tuple(
        Pair(a, b, _row(held[a], held[b], mse=mse, df=df, k=len(held), reach=reach, level=level))
        for a, b in combinations(held, 2)
    )


def _row(
    a: tuple[float, int],
    b: tuple[float, int],
    *,
    mse: float,
    df: float,
    k: int,
    reach: float,
    level: float,
) -> Estimate:
    """reach: half-width of the interval in standard errors, nan where nothing can be inferred."""
    difference, n, method = a[0] - b[0], a[1] + b[1], METHOD.format(k=k)
    if not isfinite(reach):
        flat = "No residual variance to compare the means by, so nothing can be inferred."
        return Estimate(estimate=difference, level=level, n_participants=n, method=method, warnings=(flat,))
    se = sqrt(mse * (1 / a[1] + 1 / b[1]))
    single = t_row(difference, se, df, level=level)
    effect = standardised(single, sd=sqrt(mse), sd_df=df, standardiser=STANDARDISER)
    joint = replace(
        single,
        df=nan,
        statistic=nan,
        p=_tail(sqrt(2) * abs(difference) / se, k, df),
        low=difference - reach * se,
        high=difference + reach * se,
        n_participants=n,
        method=method,
    )
    return joint.with_effect(effect)


def _quantile(level: float, k: int, df: float) -> float:
    from scipy import stats  # slow to import, and needed here only

    return float(stats.studentized_range.ppf(level, k, df))


def _tail(q: float, k: int, df: float) -> float:
    """P(the range of k means is above q standard errors of a mean), exact down to 1e-9.

    Further out scipy's integral is noise of some 1e-12, and 0 at last: there the sum of the pairs' own p
    stands for it (Bonferroni's inequality), which is no smaller, and close to it so far out.
    """
    from scipy import stats  # slow to import, and needed here only

    exact = float(stats.studentized_range.sf(q, k, df))
    return min(exact, 1.0) if exact > NOISE else k * (k - 1) * t_sf(q / sqrt(2), df)
