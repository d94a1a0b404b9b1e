"""Power for one number a participant: means of two arms, adjusted or not, and of several arms at once."""

from dataclasses import replace
from math import isnan, nan, sqrt

from scipy import special

from scoring.laws import f_ppf
from scoring.power.result import Power, check_alpha, check_counts, check_spread, equivalence, power


def adjusted(
    effect: float,
    *,
    n: int,
    n_control: int,
    sd: float,
    r: float = 0.0,
    covariates: int = 1,
    alpha: float = 0.05,
    bound: float = nan,
    bound_alpha: float = 0.05,
) -> Power:
    """A difference of two arms (or of arms thrown together, in proportion to their size), adjusted for what
    was measured before.

    sd: of the outcome; r: its multiple correlation with the covariates within arms (`multiple_r`). df as of
    the regression with interactions (Lin 2013): n + n_control - 2 - 2 covariates. bound: power is also given
    for showing that the effect lies within +-bound when there is none.

    Raises ValueError for r outside -1..1, a negative sd or count, or a bound not above 0.
    """
    check_counts(n=n, n_control=n_control, covariates=covariates)
    check_spread(sd=sd)
    _check_r(r=r)
    if bound <= 0:
        raise ValueError(f"bound must be above 0, not {bound}")
    se = sd * sqrt((1 - r * r) * (1 / n + 1 / n_control)) if n and n_control else nan
    found = power(effect, se, n + n_control - 2 - 2 * covariates, alpha=alpha)
    if isnan(bound):
        return found
    return replace(found, equivalence=equivalence(found, bound, alpha=bound_alpha))


def multiple_r(first: float, second: float, *, between: float) -> float:
    """The multiple correlation of an outcome with two covariates that correlate with it by first and second,
    and with each other by between. Raises ValueError for correlations that cannot stand together.
    """
    _check_r(first=first, second=second, between=between)
    squared = (first**2 + second**2 - 2 * first * second * between) / (1 - between**2)
    if squared > 1 + 1e-12:
        raise ValueError(f"first, second and between cannot stand together: {first}, {second}, {between}")
    return sqrt(min(squared, 1))


def several_arms(total: int, *, arms: int, eta2: float, alpha: float = 0.05) -> float:
    """Power of the F test of equal means; total: participants in all arms; eta2: share of variance between.

    nan with no df left. Raises ValueError for fewer than two arms or eta2 outside 0..1.
    """
    check_alpha(alpha)
    check_counts(total=total)
    if arms < 2 or not 0 <= eta2 < 1:
        raise ValueError(f"arms must be 2 or more and eta2 from 0 to below 1, not {arms} and {eta2}")
    between, within = arms - 1, total - arms
    if within < 1:
        return nan
    noncentrality = total * eta2 / (1 - eta2)
    bound = f_ppf(1 - alpha, between, within)
    return float(1 - special.ncfdtr(between, within, noncentrality, bound))


def _check_r(**correlations: float) -> None:
    for name, r in correlations.items():
        if not -1 < r < 1:
            raise ValueError(f"{name} must lie between -1 and 1, not {r}")
