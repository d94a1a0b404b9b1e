"""Power for ratings of profiles: n participants an arm, each sees k of J profiles.

Participants and profiles are both sampled (Westfall, Kenny & Judd 2014, J. Exp. Psychol. Gen. 143:2020).
REML cannot go below zero, so fitted standard errors are a few per cent larger.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.power.result import Power, Stratum, check_counts, check_spread, power, power_of_strata


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How ratings vary. The defaults are variances of a rating with SD 1.

    participants, profiles, rest: variances of means over participants and profiles, and of what is left.
    level_participants, level_profiles: SD over participants and profiles of the effect from the lowest to the
    highest level; visibility_profiles: SD over profiles of the effect of showing a score.
    """

    participants: float = 0.30
    profiles: float = 0.10
    rest: float = 0.60
    level_participants: float = 0.30
    level_profiles: float = 0.15
    visibility_profiles: float = 0.10

    def __post_init__(self) -> None:
        check_spread(**asdict(self))


USUAL = Spread()


def level(
    effect: float,
    *,
    n_shown: int,
    k: int,
    profiles: int,
    levels: Sequence[float],
    spread: Spread = USUAL,
    alpha: float = 0.05,
) -> Power:
    """The slope where the score is shown, as the effect from the lowest to the highest level.

    k: profiles each participant sees, at levels that come equally often. df by Satterthwaite over the mean
    squares of participants' slopes, profiles' slopes and the rest. Raises ValueError for fewer than two
    levels or k above profiles.
    """
    _check(k, profiles, n_shown=n_shown)
    ratings = n_shown * k
    if not (n_shown and profiles and ratings):
        return power(effect, 0, 0, alpha=alpha)
    rest = spread.rest * _stretch(levels) / ratings
    by_participants = spread.level_participants**2 / n_shown + rest
    by_profiles = spread.level_profiles**2 / profiles + rest
    strata = (
        Stratum(by_participants, n_shown - 1),
        Stratum(by_profiles, profiles - 1),
        Stratum(rest, ratings - n_shown - profiles, times=-1),
    )
    return power_of_strata(effect, strata, alpha=alpha)


def visibility(
    effect: float,
    *,
    n_shown: int,
    n_hidden: int,
    k: int,
    profiles: int,
    spread: Spread = USUAL,
    alpha: float = 0.05,
) -> Power:
    """Shown minus hidden, averaged over the levels. Raises ValueError for k above profiles."""
    _check(k, profiles, n_shown=n_shown, n_hidden=n_hidden)
    if not (n_shown and n_hidden and k):
        return power(effect, 0, 0, alpha=alpha)
    of_one = spread.participants + spread.rest / k
    strata = (
        Stratum(of_one * (1 / n_shown + 1 / n_hidden), n_shown + n_hidden - 2),
        Stratum(spread.visibility_profiles**2 / profiles, profiles - 1),
    )
    return power_of_strata(effect, strata, alpha=alpha)


def visibility_at(
    effect: float,
    *,
    n_shown: int,
    n_hidden: int,
    k: int,
    profiles: int,
    k_shown: int = 1,
    away: float = 0.0,
    spread: Spread = USUAL,
    alpha: float = 0.05,
) -> Power:
    """Shown at one level, k_shown ratings each, minus hidden (k ratings each): tau of that level.

    k_shown: 1 where every participant meets every level, k where each meets one level throughout.
    away: how far the level lies from the mean level, in parts of lowest to highest (`away`): slopes that vary
    make tau less certain there; 0 leaves them out. Raises ValueError for k or k_shown above
    profiles.
    """
    _check(k, profiles, n_shown=n_shown, n_hidden=n_hidden)
    _check(k_shown, profiles)
    if not (n_shown and n_hidden and k and k_shown):
        return power(effect, 0, 0, alpha=alpha)
    shown = spread.participants + spread.rest / k_shown + (spread.level_participants * away) ** 2
    hidden = spread.participants + spread.rest / k
    by_profile = spread.visibility_profiles**2 + (spread.level_profiles * away) ** 2
    strata = (
        Stratum(shown / n_shown, n_shown - 1),
        Stratum(hidden / n_hidden, n_hidden - 1),
        Stratum(by_profile / profiles, profiles - 1),
    )
    return power_of_strata(effect, strata, alpha=alpha)


def away(at: float, levels: Sequence[float]) -> float:
    """How far a level lies from the mean of the levels, in parts of the distance from lowest to highest."""
    _check_levels(levels)
    return float((at - np.mean(levels)) / np.ptp(levels))


def step(
    effect: float,
    *,
    n_shown: int,
    profiles: int,
    levels: Sequence[float],
    after: float,
    spread: Spread = USUAL,
    alpha: float = 0.05,
) -> Power:
    """A step between `after` and the next level, beside the line; each participant rates each level once.

    What slopes vary by falls out, as a step's weights take off every line. Raises ValueError where no level
    lies on a side of the step, or too few to tell a step from a line.
    """
    k = len(levels)
    _check(k, profiles, n_shown=n_shown)
    weights = step_weights(levels, after=after)
    if not n_shown:
        return power(effect, 0, 0, alpha=alpha)
    stratum = Stratum(spread.rest * float(weights @ weights) / n_shown, n_shown * (k - 1) - profiles)
    return power_of_strata(effect, (stratum,), alpha=alpha)


def step_weights(levels: Sequence[float], *, after: float) -> NDArray[np.float64]:
    """Weights of the level means that give the step beside the line, by least squares, of shape (levels,)."""
    _check_levels(levels)
    x = np.asarray(levels, dtype=float)
    line = np.column_stack([np.ones(len(x)), x])
    high = (x > after).astype(float)
    beside = high - line @ np.linalg.lstsq(line, high, rcond=None)[0]
    own = float(beside @ beside)
    if own < 1e-9:
        raise ValueError(f"a step after {after} cannot be told from a line through levels {tuple(levels)}")
    return np.asarray(beside / own, dtype=float)


def first_rating(
    effect: float, *, n_shown: int, levels: Sequence[float], spread: Spread = USUAL, alpha: float = 0.05
) -> Power:
    """The slope between participants, by the first rating of each: a consistency check.

    That slopes vary is left out: it hardly counts beside the whole variance of a rating.
    """
    check_counts(n_shown=n_shown)
    stretch = _stretch(levels)
    if n_shown < 3:
        return power(effect, 0, 0, alpha=alpha)
    whole = spread.participants + spread.profiles + spread.rest
    return power_of_strata(effect, (Stratum(whole * stretch / n_shown, n_shown - 2),), alpha=alpha)


def _stretch(levels: Sequence[float]) -> float:
    """(highest - lowest)^2 over the mean squared deviation of the levels."""
    _check_levels(levels)
    return float(np.ptp(levels) ** 2 / np.var(levels))


def _check_levels(levels: Sequence[float]) -> None:
    if len(set(levels)) < 2:
        raise ValueError(f"levels must be at least two different ones, not {tuple(levels)}")


def _check(k: int, profiles: int, **counts: int) -> None:
    check_counts(k=k, profiles=profiles, **counts)
    if k > profiles:
        raise ValueError(f"k must be at most the number of profiles, {profiles}, not {k}")
