"""Least squares with errors clustered on participants and on profiles (Cameron, Gelbach & Miller 2011, J.
Bus. Econ. Stat. 29:238): the row that stands where the mixed model cannot be fitted, and a check beside it.

It generalises over participants and over profiles, but is not design-based.
"""

from dataclasses import dataclass, replace
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.estimate import LEVEL, Estimate, t_row

Floats = NDArray[np.float64]

METHOD = "Least squares, two-way clustered (Cameron, Gelbach & Miller 2011), t with min(G) - 1 df"
NEGATIVE = "The two-way clustered variance is negative here, so nothing can be inferred."
_ROUNDING = 1e-10


@dataclass(frozen=True, slots=True)
class Clustered:
    """names: of the coefficients; beta: (p,); vcov: (p, p), which need not be positive; df: the smaller
    number of clusters less 1; size: of the outcome, below whose rounding no variance counts.
    """

    names: tuple[str, ...]
    beta: Floats
    vcov: Floats
    df: float
    n: int
    size: float

    method = METHOD

    def covariance(self, a: ArrayLike, b: ArrayLike) -> float:
        """Of two weighted sums of the coefficients; a, b: shape (p,)."""
        return float(np.asarray(a, dtype=float) @ self.vcov @ np.asarray(b, dtype=float))

    def contrast(self, weights: ArrayLike, *, level: float = LEVEL) -> Estimate:
        """A weighted sum of the coefficients against 0; nan with a sentence at a negative variance."""
        w = np.asarray(weights, dtype=float)
        variance = self.covariance(w, w)
        fine = variance > (_ROUNDING * self.size) ** 2
        row = t_row(float(w @ self.beta), sqrt(variance) if fine else nan, self.df, level=level)
        return replace(row, n_ratings=self.n, method=METHOD, warnings=() if fine else (NEGATIVE,))


def clustered(
    y: ArrayLike, x: ArrayLike, names: tuple[str, ...], first: ArrayLike, second: ArrayLike
) -> Clustered:
    """y: shape (n,), x: (n, p) of full column rank, n > p; first, second: labels of shape (n,), at least two
    different ones each. Each of the three sums (first, second, both) has its factor G/(G-1) (n-1)/(n-p).

    Raises ValueError where a clustering has fewer than two clusters or n <= p.
    """
    outcome, design = np.asarray(y, dtype=float), np.asarray(x, dtype=float)
    n, p = design.shape
    a, b = (np.unique(np.asarray(labels), return_inverse=True)[1] for labels in (first, second))
    groups = min(int(a.max(initial=0)), int(b.max(initial=0))) + 1
    if groups < 2 or n <= p:
        raise ValueError("at least two clusters of each kind, and more ratings than coefficients, are needed")
    beta = np.linalg.lstsq(design, outcome, rcond=None)[0]
    scores = design * (outcome - design @ beta)[:, None]
    both = np.unique(a * (int(b.max()) + 1) + b, return_inverse=True)[1]
    meat = _meat(scores, a) + _meat(scores, b) - _meat(scores, both)
    bread = np.linalg.inv(design.T @ design)
    vcov = bread @ meat @ bread * (n - 1) / (n - p)
    return Clustered(names, beta, vcov, groups - 1.0, n, float(np.abs(outcome).max()))


def _meat(scores: Floats, codes: NDArray[np.intp]) -> Floats:
    groups = int(codes.max()) + 1
    sums = np.column_stack([np.bincount(codes, column, groups) for column in scores.T])
    return np.asarray(sums.T @ sums) * groups / max(groups - 1, 1)
