"""The model of ratings of profiles by participants, some of whom see a score beside each profile.

y ~ V + D + H + (1 + D || participant) + (1 + V + D || profile): V is +-1/2; D the displayed score where
shown, else 0; H the placebo score where hidden, else 0; per 10 points, about the design's mean level. D
varies over participants and profiles, H does not: a score that nobody sees cannot vary in its effect. The
slopes are those that the tested effects need (Barr 2013, Front. Psychol. 4:328).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.estimate import LEVEL, Estimate, check_level
from scoring.estimators.mixed.fieller import BreakEven, break_even
from scoring.estimators.mixed.model import Fitted, Model, model
from scoring.estimators.mixed.ratings import MEAN, PER, PLACEBO, SHOWN, VISIBLE, Ratings, ratings


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossed:
    """intercept: the mean rating between shown and hidden at the design's mean level; visibility: V, shown
    minus hidden at the design's mean level; slope: D, per 10 points where shown; placebo: H, the same where
    hidden, a negative control; slope_less_placebo: D - H, only for scores computed from the profile; span: D
    between the lowest and highest level shown; break_even: where shown and hidden are the same, by the line;
    covariates: of each one that the model has, its coefficient per unit.
    """

    about: Fitted
    intercept: Estimate
    visibility: Estimate
    slope: Estimate
    placebo: Estimate
    slope_less_placebo: Estimate
    span: Estimate
    break_even: BreakEven
    covariates: Mapping[str, Estimate]


def crossed(
    outcome: ArrayLike,
    participants: ArrayLike,
    profiles: ArrayLike,
    shown: ArrayLike,
    levels: ArrayLike,
    *,
    mean_level: float,
    correlated: bool = False,
    covariates: Mapping[str, ArrayLike] | None = None,
    level: float = LEVEL,
) -> Crossed:
    """One row a rating, all of shape (n,): outcome in its own units, nan is missing; participants, profiles:
    any labels; shown: 1 where a score was displayed, 0 where hidden; levels: the displayed score, or the
    placebo score where hidden, on the score's scale. mean_level: of the design's levels, not of the data's.
    correlated: whether a unit's effects may covary (a sensitivity row). covariates: further fixed effects by
    name, each of shape (n,), taken about their means; one that adds nothing to the conditions is left out,
    with a sentence. level: of the intervals.

    Without convergence from two starts the rows are two-way clustered and say so. What the data cannot say
    is nan, with n and a sentence. Raises ValueError for arrays of different length or wrong flags.
    """
    check_level(level)
    data = ratings(outcome, participants, profiles, shown, levels, covariates=covariates)
    named = conditions(data, mean_level)
    found = model(data, named, mean_level=mean_level, correlated=correlated)
    displayed = data.levels[data.shown]
    reach = float(np.ptp(displayed)) / PER if len(displayed) else nan
    visibility, slope = found.row({VISIBLE: 1}, level=level), found.row({SHOWN: 1}, level=level)
    return Crossed(
        about=found.about,
        intercept=found.row({MEAN: 1}, level=level),
        visibility=visibility,
        slope=slope,
        placebo=found.row({PLACEBO: 1}, level=level),
        slope_less_placebo=found.row({SHOWN: 1, PLACEBO: -1}, level=level),
        span=found.row({SHOWN: reach}, level=level),
        break_even=_crossing(found, visibility, slope, mean_level, level),
        covariates={
            name: found.row({name: 1}, level=level) for name in data.covariates if name in found.columns
        },
    )


def conditions(data: Ratings, mean_level: float) -> dict[str, NDArray[np.float64]]:
    """The fixed effects: 1, V, D and H, then the covariates, so that a covariate never takes their place."""
    return {
        MEAN: np.ones(data.n),
        VISIBLE: data.visible,
        SHOWN: data.slope(mean_level, shown=True),
        PLACEBO: data.slope(mean_level, shown=False),
        **data.covariates,
    }


def _crossing(
    found: Model, visibility: Estimate, slope: Estimate, mean_level: float, level: float
) -> BreakEven:
    covariances = (nan, nan, nan)
    if found.model is not None:
        v, d = found.weights({VISIBLE: 1}), found.weights({SHOWN: 1})
        covariances = (visibility.se**2, found.model.covariance(v, d), slope.se**2)
    return break_even(
        visibility.estimate, slope.estimate, covariances, slope.df, centre=mean_level, per=PER, level=level
    )
