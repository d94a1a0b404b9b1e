"""Equivalence by two one-sided tests, in raw bounds, on any row with its own standard error and df.

Schuirmann 1987 (J. Pharmacokinet. Biopharm. 15:657); Lakens 2017 (Soc. Psychol. Personal. Sci. 8:355).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isnan, nan
from typing import Literal

from scoring.estimators.estimate import Estimate, t_row
from scoring.laws import t_sf
from scoring.roots import root

Verdict = Literal["different", "equivalent", "both", "inconclusive", ""]


@dataclass(frozen=True, slots=True)
class Equivalence:
    """bound_low, bound_high: in the outcome's units. t_low, p_low: against an effect at or below the lower
    bound; t_high, p_high: at or above the upper one; p: the larger. low, high: the 1 - 2 alpha interval,
    inside the bounds exactly when p < alpha. verdict: different (from 0), equivalent, both, inconclusive;
    empty where nothing could be computed, and `warnings` says why.
    """

    bound_low: float
    bound_high: float
    t_low: float
    p_low: float
    t_high: float
    p_high: float
    p: float
    low: float
    high: float
    verdict: Verdict
    warnings: tuple[str, ...]


def tost(
    row: Estimate,
    *,
    bound_low: float,
    bound_high: float,
    alpha: float = 0.05,
    p_adjusted: float | None = None,
) -> Equivalence:
    """Whether the row's effect lies between the bounds.

    p_adjusted: the row's p after correction, which then decides "different"; equivalence p have a
    correction of their own (`multiplicity.holm`), after which `verdict` says the same in the adjusted p.

    Raises ValueError where bound_low is not below bound_high, or alpha does not lie between 0 and .5.
    """
    if not bound_low < bound_high:
        raise ValueError(f"bound_low must be below bound_high: {bound_low} and {bound_high}")
    if not 0 < alpha < 0.5:
        raise ValueError(f"alpha must lie between 0 and .5, such as .05, not {alpha}")
    if isnan(row.p) or isnan(row.se):
        empty = (nan,) * 7
        return Equivalence(
            bound_low,
            bound_high,
            *empty,
            "",
            (*row.warnings, "No standard error: equivalence cannot be tested."),
        )
    t_low, t_high = (row.estimate - bound_low) / row.se, (row.estimate - bound_high) / row.se
    p_low, p_high = t_sf(t_low, row.df), t_sf(-t_high, row.df)
    interval = t_row(row.estimate, row.se, row.df, level=1 - 2 * alpha)
    p = max(p_low, p_high)
    said = verdict(row.p if p_adjusted is None else p_adjusted, p, alpha=alpha)
    return Equivalence(
        bound_low,
        bound_high,
        t_low,
        p_low,
        t_high,
        p_high,
        p,
        interval.low,
        interval.high,
        said,
        row.warnings,
    )


def tost_by_interval(
    interval_at: Callable[[float], Estimate], *, bound_low: float, bound_high: float, alpha: float = 0.05
) -> Equivalence:
    """The same of a row without a standard error, by its own intervals.

    interval_at: the row at a confidence level, its interval narrower at lower levels; p is the smallest alpha
    whose 1 - 2 alpha interval lies within the bounds, .5 at most, where not even the estimate does.

    Raises ValueError where bound_low is not below bound_high, or alpha does not lie between 0 and .5.
    """
    row = interval_at(1 - 2 * alpha)
    found = tost(replace(row, se=nan), bound_low=bound_low, bound_high=bound_high, alpha=alpha)
    if isnan(row.p) or isnan(row.low):
        return found

    def sticks_out(at: float) -> float:
        wide = interval_at(1 - 2 * at)
        return max(bound_low - wide.low, wide.high - bound_high)

    least, most = 1e-12, 0.5 - 1e-9
    p = least if sticks_out(least) < 0 else most if sticks_out(most) >= 0 else root(sticks_out, least, most)
    said = verdict(row.p, p, alpha=alpha)
    return replace(found, p=p, low=row.low, high=row.high, verdict=said, warnings=row.warnings)


def verdict(p_difference: float, p_equivalence: float, *, alpha: float = 0.05) -> Verdict:
    """One of four, empty where either p is nan."""
    if isnan(p_difference) or isnan(p_equivalence):
        return ""
    if p_difference < alpha:
        return "both" if p_equivalence < alpha else "different"
    return "equivalent" if p_equivalence < alpha else "inconclusive"
