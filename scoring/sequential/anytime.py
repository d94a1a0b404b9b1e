"""Intervals that hold at every look: the asymptotic confidence sequence for one number a participant.

Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas, arXiv 2103.06476. Valid for means of one number a
participant, so for this pool of profiles; it does not carry over to crossed models.
"""

from dataclasses import replace
from math import log, sqrt

from scoring.estimators.estimate import Estimate
from scoring.moments import Moments
from scoring.sequential.bare import bare

BURN_IN = 20
METHOD = "asymptotic confidence sequence (Waudby-Smith et al. 2021), valid at every look; no p"


def multiplier(n: int, *, planned: int, alpha: float = 0.05) -> float:
    """Half-width in standard errors at n finished, tuned to be narrowest about the planned n.

    Raises ValueError for n or planned below 1 or alpha outside 0..1.
    """
    if n < 1 or planned < 1 or not 0 < alpha < 1:
        raise ValueError(
            f"n and planned must be 1 or more and alpha between 0 and 1: {n}, {planned}, {alpha}"
        )
    rho2 = (-2 * log(alpha) + log(-2 * log(alpha) + 1)) / planned
    m = n * rho2 + 1
    return sqrt(n) * sqrt(2 * m / (n * n * rho2) * log(sqrt(m) / alpha))


def at_any_look(row: Estimate, a: Moments, b: Moments, *, planned: int, alpha: float = 0.05) -> Estimate:
    """The row (a minus b) with its fixed interval replaced by the sequence's, and without p, statistic and
    effect.

    No interval before 20 finished in each arm, or while an arm does not vary: earlier it excludes 0 too
    often. planned: finished in both arms; alpha: already divided by the number of confirmatory tests.
    """
    shown = bare(row, level=1 - alpha, method=METHOD)
    if min(a.n, b.n) < BURN_IN:
        early = f"Too early to look: {a.n} and {b.n} finished, at least {BURN_IN} in each arm are needed."
        return replace(shown, warnings=(*row.warnings, early))
    if not (a.m2 > 0 and b.m2 > 0):
        return replace(
            shown, warnings=(*row.warnings, "No interval while the outcome does not vary in an arm.")
        )
    half = multiplier(a.n + b.n, planned=planned, alpha=alpha) * row.se
    return replace(shown, low=row.estimate - half, high=row.estimate + half)


def alone_at_any_look(row: Estimate, m: Moments, *, planned: int, alpha: float = 0.05) -> Estimate:
    """The same of a mean of one number a participant, such as their own slopes, against 0.

    m: of the numbers. No interval before 20 of them, or while they do not vary. planned: of them.
    """
    shown = bare(row, level=1 - alpha, method=METHOD)
    if m.n < BURN_IN:
        early = f"Too early to look: {m.n} finished, at least {BURN_IN} are needed."
        return replace(shown, warnings=(*row.warnings, early))
    if not m.m2 > 0:
        return replace(shown, warnings=(*row.warnings, "No interval while the outcome does not vary."))
    half = multiplier(m.n, planned=planned, alpha=alpha) * row.se
    return replace(shown, low=row.estimate - half, high=row.estimate + half)
