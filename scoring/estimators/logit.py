"""The level effect on choices by logistic regression: a check that does not take the probability to lie on a
line, told as a marginal effect so that it compares with one that does.
"""

from dataclasses import replace
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from scoring.estimators.estimate import LEVEL, Estimate, check_level, t_row
from scoring.estimators.mixed.ratings import FEWEST, PER

Floats = NDArray[np.float64]

METHOD = (
    "Logistic regression, average marginal effect by the delta method, errors clustered on participants "
    "(Liang & Zeger 1986), t with G - 1 df"
)
MOST_STEPS, CLOSE = 50, 1e-10
FURTHEST = 30.0
"""Logits beyond which a fitted probability is 0 or 1: the answers are told apart by the score alone."""
APART = "The displayed score tells yes and no apart without overlap: the logistic slope is without end."


def marginal_slope(
    choices: ArrayLike,
    participants: ArrayLike,
    levels: ArrayLike,
    *,
    level: float = LEVEL,
    n_profiles: int | None = None,
) -> Estimate:
    """Mean change of the probability of yes per 10 points of the displayed score, over all visits.

    All of shape (n,), one row a visit where a score was displayed: choices, 1 for yes, 0 for no; levels, on
    the score's scale; nan is missing in either. With logit p = a + b x the effect is b mean(p (1 - p)); its
    variance follows from that of a and b, clustered on participants (Liang & Zeger 1986, Biometrika 73:13),
    with the factor G/(G-1) (n-1)/(n-2). It speaks of this pool of profiles.

    Fewer than three participants, one level, one answer by all, or answers that the score tells apart
    without overlap give nan with a sentence.
    Raises ValueError for arrays of different length or any other choice.
    """
    check_level(level)
    y, score = (np.asarray(v, dtype=float).ravel() for v in (choices, levels))
    who = np.asarray(participants).ravel()
    if len({len(y), len(score), len(who)}) > 1:
        raise ValueError("choices, participants and levels must be equally long")
    if not np.isin(y[~np.isnan(y)], (0.0, 1.0)).all():
        raise ValueError("choices must be 1 for yes, 0 for no, or nan")
    keep = ~np.isnan(y) & ~np.isnan(score)
    y, score, codes = y[keep], score[keep], np.unique(who[keep], return_inverse=True)[1]
    people = int(codes.max(initial=-1)) + 1
    row, why = Estimate(estimate=nan, level=level), _nothing(y, score, people)
    if not why:
        row, why = _fitted(y, (score - score.mean()) / PER, codes, level)
    return replace(
        row,
        n_participants=people,
        n_profiles=n_profiles,
        n_ratings=len(y),
        method=METHOD,
        warnings=(why,) if why else (),
    )


def _nothing(y: Floats, score: Floats, people: int) -> str:
    if people < FEWEST:
        return f"Too few to fit: {people} participants, at least {FEWEST} are needed."
    if not np.ptp(score) > 0:
        return "All visits have the same displayed level: there is no slope."
    if not np.ptp(y) > 0:
        return "The choice is the same at all visits, so nothing can be inferred."
    return ""


def _fitted(y: Floats, x: Floats, codes: NDArray[np.intp], level: float) -> tuple[Estimate, str]:
    """x: about its mean. By Newton's steps, which from 0 end at the one maximum there is."""
    nothing = Estimate(estimate=nan, level=level)
    design, beta = np.column_stack([np.ones(len(y)), x]), np.zeros(2)
    beta[0] = special.logit(y.mean())
    for _ in range(MOST_STEPS):
        p = special.expit(design @ beta)
        information = (design * (p * (1 - p))[:, None]).T @ design
        if np.abs(design @ beta).max() > FURTHEST or not np.linalg.det(information) > 0:
            return nothing, APART
        step = np.linalg.solve(information, design.T @ (y - p))
        beta = beta + step
        if np.abs(step).max() < CLOSE:
            return _marginal(y, design, beta, codes, level), ""
    return nothing, "The logistic regression did not converge."


def _marginal(y: Floats, design: Floats, beta: Floats, codes: NDArray[np.intp], level: float) -> Estimate:
    p = special.expit(design @ beta)
    weight, bend = p * (1 - p), p * (1 - p) * (1 - 2 * p)
    bread = np.linalg.inv((design * weight[:, None]).T @ design)
    scores = design * (y - p)[:, None]
    groups = int(codes.max()) + 1
    sums = np.column_stack([np.bincount(codes, column, groups) for column in scores.T])
    vcov = bread @ (sums.T @ sums) @ bread * groups / (groups - 1) * (len(y) - 1) / (len(y) - 2)
    slope = beta[1]
    gradient = np.array([slope * bend.mean(), weight.mean() + slope * (bend * design[:, 1]).mean()])
    variance = float(gradient @ vcov @ gradient)
    return t_row(float(slope * weight.mean()), sqrt(max(variance, 0.0)), groups - 1.0, level=level)
