"""The one result of every closed form."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import nan, sqrt

from scoring.power.law import WANTED, equivalence_power, smallest_ncp, t_power


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """What a design finds of one effect.

    effect, se, smallest: in the outcome's units; df: of the t test, inf for the normal; alpha: two-sided,
    for a Holm family of m already divided by m; power: of finding the effect; smallest: effect found in
    80 %; equivalence: power of the equivalence test where bounds were asked for, at no effect. Whatever
    could not be computed is nan, and `warnings` says why.
    """

    effect: float
    se: float
    df: float
    alpha: float
    power: float
    smallest: float
    equivalence: float = nan
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stratum:
    """A mean square, already divided so that it adds to the estimate's variance, and its df; times: how
    often it is added, -1 where it is taken off again.
    """

    mean_square: float
    df: float
    times: int = 1


def power(effect: float, se: float, df: float, *, alpha: float = 0.05) -> Power:
    """Of a t test of an estimate with this standard error. Raises ValueError for alpha outside 0..1."""
    check_alpha(alpha)
    if not (se > 0 and df > 0):
        short = (
            "Too few participants, profiles or ratings for a standard error: nothing can be said of power."
        )
        return Power(effect=effect, se=nan, df=nan, alpha=alpha, power=nan, smallest=nan, warnings=(short,))
    found = t_power(effect / se, df, alpha)
    smallest = smallest_ncp(df, alpha, power=WANTED) * se
    return Power(effect=effect, se=se, df=df, alpha=alpha, power=found, smallest=smallest)


def power_of_strata(effect: float, strata: Iterable[Stratum], *, alpha: float = 0.05) -> Power:
    """The same where the variance is a sum of mean squares.

    df by Satterthwaite 1946 (Biometrics Bull. 2:110). A stratum of 0 has no share in either.
    """
    seen = [stratum for stratum in strata if stratum.mean_square > 0]
    variance = sum(stratum.times * stratum.mean_square for stratum in seen)
    if not seen or any(not stratum.df > 0 for stratum in seen):
        return power(effect, nan, nan, alpha=alpha)
    df = variance**2 / sum((stratum.times * stratum.mean_square) ** 2 / stratum.df for stratum in seen)
    return power(effect, sqrt(variance), df, alpha=alpha)


def equivalence(found: Power, bound: float, *, alpha: float = 0.05) -> float:
    """Power of showing that the effect lies within +-bound when there is none."""
    check_alpha(alpha)
    return equivalence_power(found.se, found.df, low=-bound, high=bound, alpha=alpha)


def check_alpha(alpha: float) -> None:
    """Raises ValueError for alpha outside 0..1."""
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie between 0 and 1, such as .05, not {alpha}")


def check_counts(**counts: int) -> None:
    """Raises ValueError for a negative count, by its name."""
    for name, count in counts.items():
        if count < 0:
            raise ValueError(f"{name} must be 0 or more, not {count}")


def check_spread(**amounts: float) -> None:
    """Raises ValueError for a negative variance or SD, by its name."""
    for name, amount in amounts.items():
        if not amount >= 0:
            raise ValueError(f"{name} must be 0 or more, not {amount}")
