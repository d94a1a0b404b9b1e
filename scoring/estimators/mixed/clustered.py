"""Least squares with errors clustered on participants, on profiles, or on both (Cameron, Gelbach & Miller
2011, J. Bus. Econ. Stat. 29:238): the row that stands where the mixed model cannot be fitted, and a check
beside it.

On both it generalises over participants and over profiles, but is not design-based; on participants alone
(Liang & Zeger 1986, Biometrika 73:13) it speaks of this pool of profiles.
"""

from dataclasses import dataclass, replace
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.estimate import LEVEL, Estimate, t_row

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

METHOD = "Least squares, two-way clustered (Cameron, Gelbach & Miller 2011), t with min(G) - 1 df"
ONE_WAY = "Least squares, clustered on participants (Liang & Zeger 1986), t with G - 1 df"
NEGATIVE = "The two-way clustered variance is negative here, so nothing can be inferred."
NO_REST = "The conditions leave nothing of the outcome unexplained, so nothing can be inferred."
ONE_CLUSTER = "A single participant or profile decides this effect, so nothing can be inferred."
_ROUNDING = 1e-10


@dataclass(frozen=True, slots=True)
class Clustered:
    """names: of the coefficients; beta: (p,); vcov: (p, p), which need not be positive; influence: (n, p),
    what each rating adds to each coefficient per unit of its outcome; codes: of each clustering, (n,);
    size: of the outcome, below whose rounding no variance counts.
    """

    names: tuple[str, ...]
    beta: Floats
    vcov: Floats
    influence: Floats
    codes: tuple[Codes, ...]
    size: float

    @property
    def method(self) -> str:
        return METHOD if len(self.codes) > 1 else ONE_WAY

    def covariance(self, a: ArrayLike, b: ArrayLike) -> float:
        """Of two weighted sums of the coefficients; a, b: shape (p,)."""
        return float(np.asarray(a, dtype=float) @ self.vcov @ np.asarray(b, dtype=float))

    def contrast(self, weights: ArrayLike, *, level: float = LEVEL) -> Estimate:
        """A weighted sum of the coefficients against 0; nan with a sentence where its variance is not above 0
        or one cluster decides it. G: clusters with a rating that bears on it.
        """
        w = np.asarray(weights, dtype=float)
        variance, df = self.covariance(w, w), self._df(w)
        rounding = (_ROUNDING * self.size) ** 2 * float(((self.influence @ w) ** 2).sum())
        fine = variance > rounding and df > 0
        row = t_row(float(w @ self.beta), sqrt(variance) if fine else nan, df, level=level)
        why = ONE_CLUSTER if not df > 0 else NEGATIVE if variance < -rounding else NO_REST
        return replace(
            row, n_ratings=len(self.influence), method=self.method, warnings=() if fine else (why,)
        )

    def _df(self, w: Floats) -> float:
        adds = np.abs(self.influence @ w)
        bears = adds > 1e-9 * adds.max()
        return min(len(np.unique(codes[bears])) for codes in self.codes) - 1.0


def clustered(
    y: ArrayLike,
    x: ArrayLike,
    names: tuple[str, ...],
    first: ArrayLike,
    second: ArrayLike | None = None,
) -> Clustered:
    """y: shape (n,), x: (n, p) of full column rank, n > p; first, second: labels of shape (n,), at least two
    different ones each; without `second` clustered on `first` alone. Each of the sums (first, second, both)
    has its factor G/(G-1) (n-1)/(n-p).

    Raises ValueError where a clustering has fewer than two clusters or n <= p.
    """
    outcome, design = np.asarray(y, dtype=float), np.asarray(x, dtype=float)
    n, p = design.shape
    labels = [first] if second is None else [first, second]
    codes = tuple(np.unique(np.asarray(given), return_inverse=True)[1] for given in labels)
    if min(int(each.max(initial=0)) for each in codes) < 1 or n <= p:
        raise ValueError("at least two clusters of each kind, and more ratings than coefficients, are needed")
    beta = np.linalg.lstsq(design, outcome, rcond=None)[0]
    scores = design * (outcome - design @ beta)[:, None]
    meat = np.sum([_meat(scores, each) for each in codes], axis=0)
    if len(codes) > 1:
        a, b = codes
        meat -= _meat(scores, np.unique(a * (int(b.max()) + 1) + b, return_inverse=True)[1])
    bread = np.linalg.inv(design.T @ design)
    vcov = bread @ meat @ bread * (n - 1) / (n - p)
    return Clustered(names, beta, vcov, design @ bread, codes, float(np.abs(outcome).max()))


def _meat(scores: Floats, codes: Codes) -> Floats:
    groups = int(codes.max()) + 1
    sums = np.column_stack([np.bincount(codes, column, groups) for column in scores.T])
    return np.asarray(sums.T @ sums) * groups / max(groups - 1, 1)
