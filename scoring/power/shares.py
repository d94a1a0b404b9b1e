"""Power for choices: proportions of participants, and shares of the choices that each participant makes."""

from collections.abc import Callable
from dataclasses import replace
from math import inf, nan, sqrt

from scoring.power.law import WANTED, z_power
from scoring.power.result import Power, check_counts, power
from scoring.roots import root


def proportions(effect: float, *, base: float, n: int, n_control: int, alpha: float = 0.05) -> Power:
    """A difference of two proportions, one choice a participant, by the normal distribution.

    base: the control's proportion; effect: the other's minus it; se: at that effect. smallest: upwards, or
    downwards where effect is negative; nan where not even 0 or 1 would be found. Raises ValueError for
    proportions outside 0..1.
    """
    check_counts(n=n, n_control=n_control)
    _check_shares(base=base, base_plus_effect=base + effect)
    if not (n and n_control):
        return power(effect, 0, 0, alpha=alpha)

    def se(difference: float) -> float:
        other = min(max(base + difference, 0), 1)
        return sqrt(other * (1 - other) / n + base * (1 - base) / n_control)

    found = power(effect, se(effect), inf, alpha=alpha)
    return replace(found, smallest=_smallest(se, -base if effect < 0 else 1 - base, alpha))


def shares(
    effect: float,
    *,
    base: float,
    icc: float,
    n_shown: int,
    n_hidden: int,
    k_shown: int = 1,
    k_hidden: int = 1,
    alpha: float = 0.05,
) -> Power:
    """A difference in the mean share of each participant's k choices, by the normal distribution.

    base: how often it is chosen; icc: correlation of one participant's choices; k_shown 1 and k_hidden k is
    one level against hidden. Both arms' variance is that at base. Raises ValueError for base or icc outside
    0..1.
    """
    check_counts(n_shown=n_shown, n_hidden=n_hidden, k_shown=k_shown, k_hidden=k_hidden)
    _check_shares(base=base, icc=icc)
    if not (n_shown and n_hidden and k_shown and k_hidden):
        return power(effect, 0, 0, alpha=alpha)
    arms = ((n_shown, k_shown), (n_hidden, k_hidden))
    variance = sum(base * (1 - base) * (1 + (k - 1) * icc) / k / n for n, k in arms)
    return power(effect, sqrt(variance), inf, alpha=alpha)


def _smallest(se: Callable[[float], float], farthest: float, alpha: float) -> float:
    """The difference found in 80 %, between none and the farthest there is."""

    def miss(difference: float) -> float:
        spread = se(difference)
        return (z_power(difference / spread, alpha) if spread else 1.0) - WANTED

    return root(miss, farthest * 1e-9, farthest) if farthest and miss(farthest) > 0 else nan


def _check_shares(**values: float) -> None:
    for name, value in values.items():
        if not 0 <= value <= 1:
            raise ValueError(f"{name} must lie from 0 to 1, not {value}")
