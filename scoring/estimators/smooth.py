"""A penalised cubic regression spline of one predictor, its penalty chosen by generalised cross-validation.

The natural cubic spline through the values at a few knots, with the integrated squared second derivative as
penalty (Wood 2017, Generalized Additive Models, 5.3.1): what mgcv calls s(x, bs = "cr"), and where every
distinct value is a knot the smoothing spline.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

KNOTS = 10
FLATTEST, ROUGHEST = 1e6, 1e-8
"""Ends between which the penalty is looked for, in units in which its two parts weigh alike."""
STEPS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Smooth:
    """x: the distinct values, sorted, (k,); fitted: at each; se: of each, Bayesian as in mgcv. penalty: what
    the second derivative was weighed by; edf: effective degrees of freedom; knots: (m,).
    """

    x: Floats
    fitted: Floats
    se: Floats
    penalty: float
    edf: float
    knots: Floats


def smooth(x: ArrayLike, y: ArrayLike, *, knots: int = KNOTS, penalty: float | None = None) -> Smooth:
    """x, y: shape (n,), no nan. knots: at most so many, at quantiles of the distinct values. penalty: given
    instead of chosen.

    Raises ValueError for arrays of different length, fewer than 4 distinct x, or fewer than 3 knots.
    """
    given, outcome = np.asarray(x, dtype=float).ravel(), np.asarray(y, dtype=float).ravel()
    if len(given) != len(outcome):
        raise ValueError(f"x and y must be equally long: {len(given)} and {len(outcome)}")
    values, which, counts = np.unique(given, return_inverse=True, return_counts=True)
    if len(values) < 4 or knots < 3:
        raise ValueError(f"4 different x and 3 knots or more are needed: {len(values)} and {knots}")
    at = np.quantile(values, np.linspace(0, 1, min(knots, len(values))))
    means = np.bincount(which, outcome) / counts
    within = float(((outcome - means[which]) ** 2).sum())
    basis, rough = cubic(values, at)
    gram, right = (basis.T * counts) @ basis, basis.T @ (counts * means)
    unit = float(np.trace(gram) / np.trace(rough))

    def fit(weight: float) -> tuple[float, Floats, Floats, float, float]:
        """Its cross-validation score, coefficients, inverse, effective df and residual sum of squares."""
        inverse = np.asarray(np.linalg.inv(gram + weight * rough), dtype=np.float64)
        beta: Floats = inverse @ right
        edf = float(np.trace(inverse @ gram))
        rest = within + float((counts * (means - basis @ beta) ** 2).sum())
        return len(outcome) * rest / (len(outcome) - edf) ** 2, beta, inverse, edf, rest

    weight = penalty if penalty is not None else _chosen(lambda w: fit(w)[0], unit)
    _, beta, inverse, edf, rest = fit(weight)
    variance = rest / (len(outcome) - edf)
    return Smooth(
        x=values,
        fitted=basis @ beta,
        se=np.sqrt(variance * np.einsum("ij,jk,ik->i", basis, inverse, basis)),
        penalty=float(weight),
        edf=edf,
        knots=at,
    )


def _chosen(score: Callable[[float], float], unit: float) -> float:
    """The penalty with the least score: the best of a row, then by golden section about it."""
    row = unit * np.geomspace(ROUGHEST, FLATTEST, STEPS)
    best = int(np.argmin([score(float(w)) for w in row]))
    low, high = (float(np.log(row[min(max(best + d, 0), STEPS - 1)])) for d in (-1, 1))
    ratio = (np.sqrt(5) - 1) / 2
    for _ in range(60):
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, b) if score(float(np.exp(a))) < score(float(np.exp(b))) else (a, high)
    return float(np.exp((low + high) / 2))


def cubic(x: Floats, knots: Floats) -> tuple[Floats, Floats]:
    """Values at x (n,) of the natural cubic spline for each knot's height, (n, m), and the penalty, (m, m).

    x must lie between the first and the last knot.
    """
    h = np.diff(knots)
    m = len(knots)
    d, b = np.zeros((m - 2, m)), np.zeros((m - 2, m - 2))
    for i in range(m - 2):
        d[i, i : i + 3] = 1 / h[i], -1 / h[i] - 1 / h[i + 1], 1 / h[i + 1]
        b[i, i] = (h[i] + h[i + 1]) / 3
        if i < m - 3:
            b[i, i + 1] = b[i + 1, i] = h[i + 1] / 6
    # Second derivatives at the knots as a matrix on the heights: 0 at both ends.
    curvature = np.vstack([np.zeros(m), np.linalg.solve(b, d), np.zeros(m)])
    j = np.clip(np.searchsorted(knots, x, side="right") - 1, 0, m - 2)
    left, right, width = x - knots[j], knots[j + 1] - x, h[j]
    heights = np.eye(m)
    basis = (right / width)[:, None] * heights[j] + (left / width)[:, None] * heights[j + 1]
    basis += ((right**3 / width - width * right) / 6)[:, None] * curvature[j]
    basis += ((left**3 / width - width * left) / 6)[:, None] * curvature[j + 1]
    return basis, d.T @ np.linalg.solve(b, d)
