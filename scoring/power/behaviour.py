"""Power for one number a participant that is no mean of a scale: counts, days stayed, ordered answers."""

from collections.abc import Sequence
from dataclasses import replace
from math import exp, inf, nan, sqrt

import numpy as np

from scoring.power.law import WANTED, z_power
from scoring.power.result import Power, check_counts, check_spread, power
from scoring.roots import root

FARTHEST = 10.0
"""Logarithm beyond which no ratio is looked for."""


def ratio(effect: float, *, mean: float, spread: float, n: int, n_control: int, alpha: float = 0.05) -> Power:
    """A ratio of two mean counts, on the log scale, by the normal distribution.

    effect: log ratio; mean: the control's; counts vary by mean + spread mean^2 in either arm (spread 0:
    Poisson), so that the log of an arm's mean has the variance (1/mean + spread) / n. se: at that effect;
    smallest: upwards. Raises ValueError for a mean of 0 or less or a negative spread.
    """
    check_counts(n=n, n_control=n_control)
    check_spread(spread=spread)
    if not mean > 0:
        raise ValueError(f"mean must be above 0, not {mean}")
    if not (n and n_control):
        return power(effect, 0, 0, alpha=alpha)

    def se(size: float) -> float:
        return sqrt((1 / (mean * exp(size)) + spread) / n + (1 / mean + spread) / n_control)

    found = power(effect, se(effect), inf, alpha=alpha)

    def miss(size: float) -> float:
        return z_power(size / se(size), alpha) - WANTED

    return replace(found, smallest=root(miss, 1e-9, FARTHEST) if miss(FARTHEST) > 0 else nan)


def ordered(effect: float, *, shares: Sequence[float], n: int, n_control: int, alpha: float = 0.05) -> Power:
    """Proportional odds of a higher answer, by the normal distribution (Whitehead 1993, Stat. Med. 12:2257).

    effect: log odds ratio; shares: of all answers, each of them, both arms together: the variance of the log
    odds ratio is 3 (1/n + 1/n_control) / (1 - sum of shares^3). Raises ValueError where shares do not add up
    to 1, or are fewer than two.
    """
    check_counts(n=n, n_control=n_control)
    if len(shares) < 2 or min(shares) < 0 or abs(sum(shares) - 1) > 1e-9:
        raise ValueError(f"shares must be two or more and add up to 1, not {tuple(shares)}")
    if not (n and n_control):
        return power(effect, 0, 0, alpha=alpha)
    variance = 3 * (1 / n + 1 / n_control) / (1 - sum(share**3 for share in shares))
    return power(effect, sqrt(variance), inf, alpha=alpha)


def days_stayed(
    effect: float, *, leaving: float, last: int, n: int, n_control: int, alpha: float = 0.05
) -> Power:
    """A difference of restricted mean days, up to `last`, by the normal distribution.

    leaving: in the control, of those there at the end of a day, who leave then, at the end of day 0 already;
    whoever is there at the end of the last day is known to be there. effect: in days; both arms' variance is
    that at `leaving`. Raises ValueError for a chance outside 0..1 or last below 1.
    """
    check_counts(n=n, n_control=n_control)
    if not 0 < leaving < 1 or last < 1:
        raise ValueError(f"leaving must lie between 0 and 1 and last be 1 or more: {leaving} and {last}")
    if not (n and n_control):
        return power(effect, 0, 0, alpha=alpha)
    variance = stay(leaving, last)[1]
    return power(effect, sqrt(variance * (1 / n + 1 / n_control)), inf, alpha=alpha)


def stay(leaving: float, last: int) -> tuple[float, float]:
    """Mean and variance of the days stayed, at most `last`, where each day so many of those there leave."""
    staying = (1 - leaving) ** np.arange(1, last + 1)
    mean = float(staying.sum())
    # E[T^2] is the sum over t of (2 t - 1) P(T >= t).
    square = float(((2 * np.arange(1, last + 1) - 1) * staying).sum())
    return mean, square - mean**2


def leaving_at(days: float, last: int) -> float:
    """The chance of leaving each day at which so many days are stayed on average, up to `last`.

    Kept within .0001 and .9999: beyond, nobody or everybody leaves at once.
    """
    low, high = 1e-4, 1 - 1e-4
    if days >= stay(low, last)[0]:
        return low
    if days <= stay(high, last)[0]:
        return high
    return root(lambda chance: days - stay(chance, last)[0], low, high)
