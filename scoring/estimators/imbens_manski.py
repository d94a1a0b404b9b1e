"""An interval for what lies between Lee's bounds, by resampling participants."""

from dataclasses import dataclass
from math import isfinite, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from scoring.estimators.estimate import LEVEL, check_level
from scoring.estimators.lee import Bounds, lee
from scoring.laws import t_ppf

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

DRAWS = 1_999
CELLS = 1_000_000
"""Numbers held at a time."""
FEWEST_LAST = 64
"""Of the highest rows, so many at least are looked at for what is cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """low..high holds the effect among always-finishers, wherever between the bounds it lies, with
    probability `level`. bounds: the estimates; se_lower, se_upper: theirs, from `draws` resamples with
    `seed`; multiplier: in standard errors, between the one-sided and the two-sided quantile.
    """

    bounds: Bounds
    low: float
    high: float
    level: float
    se_lower: float = nan
    se_upper: float = nan
    multiplier: float = nan
    draws: int = 0
    seed: int | None = None
    warnings: tuple[str, ...] = ()


def lee_interval(
    treated: ArrayLike,
    untreated: ArrayLike,
    *,
    allocated: tuple[int, int],
    seed: int,
    draws: int = DRAWS,
    level: float = LEVEL,
) -> Interval:
    """Lee's bounds with Imbens & Manski's interval (2004, Econometrica 72:1845), bootstrap standard errors.

    Arguments as in `lee`. Each resample draws participants, finished or not, with replacement within their
    arm; which arm is trimmed, and by how much, follows anew. Where both arms finish about equally often the
    bounds have a kink and the interval is approximate.
    Raises ValueError where fewer were allocated than finished, draws are below 2, or level is outside 0..1.
    """
    check_level(level)
    if draws < 2:
        raise ValueError(f"draws must be 2 or more, such as {DRAWS}, not {draws}")
    bounds = lee(treated, untreated, allocated=allocated)
    if min(bounds.n_treated, bounds.n_untreated) < 2:
        n = f"{bounds.n_treated} and {bounds.n_untreated}"
        few = f"Too few for an interval: {n} finished, at least 2 in each arm are needed."
        return Interval(bounds=bounds, low=nan, high=nan, level=level, warnings=(*bounds.warnings, few))
    found = resampled(treated, untreated, allocated=allocated, seed=seed, draws=draws)
    lost = int(np.isnan(found[:, 0]).sum())
    with np.errstate(invalid="ignore"):
        se_lower, se_upper = (float(se) for se in np.nanstd(found, axis=0, ddof=1))
    width = max(bounds.upper - bounds.lower, 0.0)  # equal bounds may cross by rounding
    c = multiplier(width, max(se_lower, se_upper), level=level)
    return Interval(
        bounds=bounds,
        low=bounds.lower - c * se_lower,
        high=bounds.upper + c * se_upper,
        level=level,
        se_lower=se_lower,
        se_upper=se_upper,
        multiplier=c,
        draws=draws,
        seed=seed,
        warnings=_warnings(lost, draws, c),
    )


def multiplier(width: float, se: float, *, level: float = LEVEL) -> float:
    """C with Phi(C + width / se) - Phi(-C) = level (Imbens & Manski 2004); nan where se is not above 0.

    width: upper minus lower bound, 0 or more; se: the larger of the bounds' standard errors.
    """
    check_level(level)
    if not (isfinite(se) and se > 0 and width >= 0):
        return nan
    from scipy import optimize  # slow to import, and needed here only

    def miss(c: float) -> float:
        return float(special.ndtr(c + width / se) - special.ndtr(-c)) - level

    inf = float("inf")
    one, two = t_ppf(level, inf), t_ppf(0.5 + level / 2, inf)
    # At either end the root is the bracket's edge, where rounding decides the sign.
    return float(optimize.brentq(miss, one - 1e-9, two + 1e-9, xtol=1e-13))


def resampled(
    treated: ArrayLike, untreated: ArrayLike, *, allocated: tuple[int, int], seed: int, draws: int
) -> Floats:
    """Lower and upper bound of each resample, (draws, 2); nan where no finisher of an arm was drawn."""
    rng = np.random.Generator(np.random.PCG64(seed))
    arms = [_sorted(values) for values in (treated, untreated)]
    step = max(1, CELLS // max(allocated))
    parts = [
        _bounds(arms, [_drawn(size, count, rng) for size in allocated], allocated)
        for count in (min(step, draws - start) for start in range(0, draws, step))
    ]
    return np.concatenate(parts)


def _bounds(arms: list[Floats], counts: list[Counts], allocated: tuple[int, int]) -> Floats:
    """arms: outcomes ascending; counts: how often each participant was drawn, (draws, allocated), those who
    finished first."""
    held = [c[:, : len(y)] for c, y in zip(counts, arms, strict=True)]
    n = [h.sum(axis=1) for h in held]
    with np.errstate(divide="ignore", invalid="ignore"):
        q = n[0] / allocated[0], n[1] / allocated[1]
        # Of the arm that finishes less, nothing is cut.
        cut = [np.clip(1 - other / own, 0, None) for own, other in (q, q[::-1])]
        low = [_mean_of_lowest(y, h, p) for y, h, p in zip(arms, held, cut, strict=True)]
        high = [-_mean_of_lowest(-y[::-1], h[:, ::-1], p) for y, h, p in zip(arms, held, cut, strict=True)]
        found = np.column_stack([low[0] - high[1], high[0] - low[1]])
    found[np.isnan(found).any(axis=1) | (n[0] == 0) | (n[1] == 0)] = np.nan
    return found


def _mean_of_lowest(ascending: Floats, held: Counts, cut: Floats) -> Floats:
    """As in `lee`, for rows that stand several times: (draws,)."""
    n = held.sum(axis=1)
    keep = (1 - cut) * n
    weights = held.astype(float)
    # Only the highest rows weigh less: as many of them as hold, in every resample, all that is cut off.
    last = FEWEST_LAST
    while last < len(ascending) and (weights[:, -last:].sum(axis=1) < n - keep).any():
        last *= 2
    tail = weights[:, -last:]
    before = n[:, None] - np.cumsum(tail[:, ::-1], axis=1)[:, ::-1]
    weights[:, -last:] = np.clip(keep[:, None] - before, 0, tail)
    found: Floats = weights @ ascending / keep
    return found


def _drawn(size: int, count: int, rng: np.random.Generator) -> Counts:
    """How often each of `size` participants is drawn, (count, size)."""
    # Uniform numbers, not `integers`: how that rejects has changed between releases.
    drawn = rng.random((count, size))
    drawn *= size
    who = drawn.astype(np.int64)
    who += np.arange(count)[:, None] * size
    return np.bincount(who.ravel(), minlength=count * size).reshape(count, size)


def _sorted(values: ArrayLike) -> Floats:
    found: Floats = np.asarray(values, dtype=float).ravel()
    return np.sort(found[~np.isnan(found)])


def _warnings(lost: int, draws: int, c: float) -> tuple[str, ...]:
    found = []
    if lost:
        found.append(f"{lost} of {draws} resamples had nobody who finished in an arm and were left out.")
    if not isfinite(c):
        found.append("The bounds are the same in every resample, so there is no interval.")
    return tuple(found)
