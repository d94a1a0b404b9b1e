"""Ordered answers, one a participant: proportional odds for single items, the probability of superiority for
means that pile up at an end of their scale.
"""

from dataclasses import dataclass, replace
from math import inf, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from scoring.estimators.arms import Floats, seen, small, too_few, with_ratio
from scoring.estimators.estimate import LEVEL, Estimate, check_level, t_row

ODDS = "Proportional odds (McCullagh 1980), maximum likelihood, Wald; log odds ratio"
ODDS_RATIO = "odds ratio of a higher answer (exp of the estimate)"
SUPERIOR = "Probability of superiority less one half (Brunner & Munzel 2000), t with Satterthwaite df"
PROBABILITY = (
    "probability that someone of the first arm lies above one of the second, ties half (estimate + .5)"
)
MOST_CATEGORIES = 20
MOST_STEPS = 100
CLOSE = 1e-9
"""Newton's last step, in logits."""
_ONE_SIDED = "In one arm no answer lies below any of the other's: the odds ratio is without end."


def odds_ratio(a: ArrayLike, b: ArrayLike, *, level: float = LEVEL) -> Estimate:
    """Of a higher answer in a against b, the same at every cut of the scale; the effect is the ratio.

    a, b: shape (n,), codes whose order alone counts; nan is missing. McCullagh 1980, J. R. Stat. Soc. B
    42:109. Fewer than three in an arm, one answer by all, arms that do not overlap, or more
    than 20 different answers give nan with a sentence.
    Raises ValueError for codes without end.
    """
    check_level(level)
    x, y = seen(a), seen(b)
    why = too_few(len(x), len(y)) or _no_odds(x, y)
    row = Estimate(estimate=nan, level=level)
    if not why:
        beta, se = _fitted(x, y)
        row = with_ratio(t_row(beta, se, inf, level=level), ODDS_RATIO)
        if not row.se > 0:
            row, why = Estimate(estimate=nan, level=level), "The model of proportional odds did not converge."
    notes = (why,) if why else small(len(x), len(y))
    return replace(row, n_participants=len(x) + len(y), method=ODDS, warnings=notes)


def superiority(a: ArrayLike, b: ArrayLike, *, level: float = LEVEL) -> Estimate:
    """P(a > b) + P(a = b)/2, less one half; the effect is the probability, its interval kept within 0..1.

    a, b: shape (n,), of any ordered scale; nan is missing. Brunner & Munzel 2000, Biom. J. 42:17. Fewer than
    three in an arm, or arms that do not overlap, give nan with a sentence.
    Raises ValueError for values without end.
    """
    check_level(level)
    x, y = seen(a), seen(b)
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("values must be finite, or nan where missing")
    row, notes = _superior(x, y, level)
    return replace(row, n_participants=len(x) + len(y), method=SUPERIOR, warnings=notes)


def _superior(x: Floats, y: Floats, level: float) -> tuple[Estimate, tuple[str, ...]]:
    nothing = Estimate(estimate=nan, level=level)
    if why := too_few(len(x), len(y)):
        return nothing, (why,)
    # Of each one, the share of the other arm that lies below, ties half.
    above_x, above_y = _below(x, y), _below(y, x)
    over, under = above_x.var(ddof=1) / len(x), above_y.var(ddof=1) / len(y)
    excess, variance = float(above_x.mean()) - 0.5, float(over + under)
    if not variance > 1e-24:
        return replace(nothing, estimate=excess), (_flat(x, y),)
    share = over / variance
    df = 1 / (share**2 / (len(x) - 1) + (1 - share) ** 2 / (len(y) - 1))
    row = t_row(excess, sqrt(variance), float(df), level=level)
    ends = [min(max(v + 0.5, 0.0), 1.0) for v in (row.low, row.high)]
    row = replace(row, effect=excess + 0.5, effect_low=ends[0], effect_high=ends[1], standardiser=PROBABILITY)
    return row, small(len(x), len(y))


def _below(x: Floats, y: Floats) -> Floats:
    ordered = np.sort(y)
    sides = [np.searchsorted(ordered, x, side=side) for side in ("left", "right")]
    return np.asarray((sides[0] + sides[1]) / (2 * len(y)))


def _flat(x: Floats, y: Floats) -> str:
    if x.min() == y.max() == x.max() == y.min():
        return "Everybody has the same value, so nothing can be inferred."
    return "The arms do not overlap, so the spread of the probability cannot be estimated."


def _no_odds(x: Floats, y: Floats) -> str:
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("answers must be finite codes, or nan where missing")
    answers = len(np.unique(np.concatenate([x, y])))
    if answers < 2:
        return "Everybody gave the same answer, so nothing can be inferred."
    if answers > MOST_CATEGORIES:
        return (
            f"{answers} different answers are too many for proportional odds, at most {MOST_CATEGORIES}: the "
            "probability of superiority has no such limit."
        )
    return _ONE_SIDED if x.min() >= y.max() or y.min() >= x.max() else ""


def _fitted(x: Floats, y: Floats) -> tuple[float, float]:
    """Log odds ratio and its standard error from the observed information; nan without convergence.

    The log-likelihood is concave (Pratt 1981, J. Am. Stat. Assoc. 76:103): Newton's steps, halved where they
    overshoot, find its one top. Its derivatives are exact, unlike statsmodels'.
    """
    codes = np.unique(np.concatenate([x, y]), return_inverse=True)[1]
    k = int(codes.max()) + 1
    counts = np.array([np.bincount(part, minlength=k) for part in (codes[: len(x)], codes[len(x) :])])
    below = np.cumsum(counts.sum(axis=0))[:-1] / len(codes)
    theta = np.concatenate([[0.0], np.log(below / (1 - below))])
    here = _likelihood(counts, theta)
    for _ in range(MOST_STEPS):
        move = np.linalg.solve(-here.hessian, here.gradient)
        size = 1.0
        while not (there := _likelihood(counts, theta + size * move)).log >= here.log - 1e-12 * abs(here.log):
            size /= 2
        theta, here = theta + size * move, there
        if np.abs(move).max() < CLOSE:
            return float(theta[0]), sqrt(float(np.linalg.inv(-here.hessian)[0, 0]))
    return nan, nan


@dataclass(frozen=True, slots=True)
class _Likelihood:
    """log: the log-likelihood, -inf where cuts are not in order; gradient: (k,), hessian: (k, k)."""

    log: float
    gradient: Floats
    hessian: Floats


def _likelihood(counts: NDArray[np.int64], theta: Floats) -> _Likelihood:
    """counts: (2, k) answers, a's first; theta: log odds ratio, then the k - 1 cuts of b's logits."""
    log, k = 0.0, len(theta)
    gradient, hessian = np.zeros(k), np.zeros((k, k))
    for shift, n in zip((1.0, 0.0), counts, strict=True):
        design = np.column_stack([np.full(k - 1, -shift), np.eye(k - 1)])
        upto = special.expit(design @ theta)
        p = np.diff(upto, prepend=0.0, append=1.0)
        if not p.min() > 0:
            return _Likelihood(-inf, gradient, hessian)
        log += float(n @ np.log(p))
        density, ratio, curved = upto * (1 - upto), -np.diff(n / p), n / p**2
        inner = np.diag(density * (1 - 2 * upto) * ratio - density**2 * (curved[:-1] + curved[1:]))
        beside = density[:-1] * density[1:] * curved[1:-1]
        inner += np.diag(beside, 1) + np.diag(beside, -1)
        gradient += design.T @ (density * ratio)
        hessian += design.T @ inner @ design
    return _Likelihood(log, gradient, hessian)
