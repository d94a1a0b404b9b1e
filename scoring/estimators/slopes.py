"""Each participant's least-squares line over the levels rated: one slope, one number a participant.

Their mean is the effect of the level for this pool of profiles. Ratings of one person are not independent;
their slopes are.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.estimate import LEVEL, Estimate, t_row
from scoring.estimators.hedges import standardised
from scoring.moments import moments

Floats = NDArray[np.float64]

_ROUNDING = 1e-14
METHOD = "Mean of participants' least-squares slopes, one-sample t; generalises over participants, this pool"
SLOPE_SD = "SD of the participants' slopes, exact J, noncentral-t interval"


@dataclass(frozen=True, slots=True)
class Slopes:
    """One line a participant, all arrays of shape (participants,) in the order of the sorted ids.

    slope: outcome per `per` units of the level, nan where fewer than two different levels were rated;
    mean: the participant's mean rating; n_ratings: how many ratings were not missing.
    """

    participants: NDArray[np.generic]
    slope: Floats
    mean: Floats
    n_ratings: NDArray[np.int64]
    per: float


def participant_slopes(
    participants: ArrayLike, levels: ArrayLike, ratings: ArrayLike, *, per: float = 10.0
) -> Slopes:
    """The least-squares slope of each participant's ratings over the levels.

    participants, levels, ratings: shape (ratings,), one row a rating; a row with a missing level or rating
    counts as not rated. per: units of the level, e.g. 10 points, or highest minus lowest level for the
    whole range.

    Raises ValueError for arrays of different length, or `per` of 0 or less.
    """
    ids = np.asarray(participants).ravel()
    x, y = np.asarray(levels, dtype=float).ravel(), np.asarray(ratings, dtype=float).ravel()
    if not len(ids) == len(x) == len(y):
        raise ValueError(
            f"participants, levels and ratings must be equally long: {len(ids)}, {len(x)}, {len(y)}"
        )
    if not per > 0:
        raise ValueError(f"per must be above 0, such as 10 for a slope per 10 points, not {per}")
    names, who = np.unique(ids, return_inverse=True)
    seen = ~(np.isnan(x) | np.isnan(y))
    x, y, who = x[seen], y[seen], who[seen]
    n = np.bincount(who, minlength=len(names))
    with np.errstate(invalid="ignore", divide="ignore"):
        x_mean, y_mean = (np.bincount(who, v, len(names)) / n for v in (x, y))
        dx = x - x_mean[who]
        sxx, sxy = (np.bincount(who, dx * v, len(names)) for v in (dx, y - y_mean[who]))
        # Below the rounding of the ratings themselves a slope is 0: flat answers must not get one.
        sxy[np.abs(sxy) <= _ROUNDING * np.bincount(who, np.abs(dx * y), len(names))] = 0
        slope = np.where(_different(who, x, len(names)), sxy / sxx * per, np.nan)
    return Slopes(participants=names, slope=slope, mean=y_mean, n_ratings=n, per=per)


def mean_slope(
    slopes: Slopes,
    *,
    level: float = LEVEL,
    sd: float | None = None,
    sd_df: float | None = None,
    standardiser: str = "",
    n_profiles: int | None = None,
) -> Estimate:
    """The mean slope against 0, with its t interval.

    The effect is g by the SD of the slopes, unless a standardiser is given: sd in the outcome's units on
    sd_df degrees of freedom, and in words, e.g. the SD of a rating in the hidden arm. (An SD of slopes says
    how alike people react, not how far the rating moves in its own spread.)

    Raises ValueError where only part of the standardiser is given.
    """
    if len({sd is None, sd_df is None, not standardiser}) > 1:
        raise ValueError("sd, sd_df and standardiser must be given together, or none of them")
    known = ~np.isnan(slopes.slope)
    m = moments(slopes.slope)
    same = m.n > 1 and m.sd <= _ROUNDING * 100 * abs(m.mean)
    row = replace(
        t_row(m.mean, float("nan") if same else m.se, m.n - 1, level=level),
        n_participants=m.n,
        n_profiles=n_profiles,
        n_ratings=int(slopes.n_ratings[known].sum()),
        method=f"{METHOD}; per {slopes.per:g} points",
        warnings=_warnings(m.n, len(slopes.slope), same=same),
    )
    if m.n < 2 or same:
        return row
    divisor, divisor_df, words = (
        (m.sd, m.n - 1.0, SLOPE_SD) if sd is None or sd_df is None else (sd, sd_df, standardiser)
    )
    return row.with_effect(standardised(row, sd=divisor, sd_df=divisor_df, standardiser=words))


def spread(ratings: ArrayLike) -> tuple[float, float]:
    """SD of single ratings and its df, to standardise a slope by. nan is missing; nan below two."""
    m = moments(ratings)
    return m.sd, m.n - 1.0


def _different(who: NDArray[np.intp], x: Floats, people: int) -> NDArray[np.bool_]:
    """Who rated at least two different levels. By the levels themselves: rounding leaves a sum above 0."""
    low, high = np.full(people, np.inf), np.full(people, -np.inf)
    np.minimum.at(low, who, x)
    np.maximum.at(high, who, x)
    return high > low


def _warnings(n: int, people: int, *, same: bool) -> tuple[str, ...]:
    found = []
    if n < people:
        found.append(f"{people - n} of {people} rated fewer than two different levels and have no slope.")
    if n < 2:
        found.append(f"Too few for an interval: {n} participants have a slope, at least 2 are needed.")
    elif same:
        found.append("All slopes are the same, so nothing can be inferred.")
    return tuple(found)
