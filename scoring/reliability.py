"""How well the items of a scale hang together: alpha with Feldt's interval, omega, item-rest correlations.

Rows must be independent (each participant's first rating): ratings of one person mix what differs between
people with what differs within them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.estimate import check_level
from scoring.laws import f_ppf

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Of k items answered by n people (complete rows only). Whatever cannot be computed is nan, and
    `warnings` says why.

    alpha: Cronbach 1951, with Feldt's interval low..high at `level` (Feldt, Woodruff & Salih 1987, Appl.
    Psychol. Meas. 11:93); omega: total, from one factor by maximum likelihood on covariances (McDonald
    1999); item_rest: shape (k,), each item's correlation with the sum of the others; alpha_without: shape
    (k,), alpha of the others; n_rows: rows given; n_complete: rows used.
    """

    alpha: float
    low: float
    high: float
    level: float
    omega: float
    item_rest: Floats
    alpha_without: Floats
    n_rows: int
    n_complete: int
    warnings: tuple[str, ...]


def reliability(items: ArrayLike, *, level: float = 0.95) -> Reliability:
    """Of keyed answers (reversed items already turned), shape (n, k), nan is missing.

    Raises ValueError for anything but two dimensions with at least two items, or a level outside 0..1.
    """
    check_level(level)
    table = np.asarray(items, dtype=float)
    if table.ndim != 2 or table.shape[1] < 2:
        raise ValueError(f"items must have shape (people, items) with at least 2 items, not {table.shape}")
    complete = table[~np.isnan(table).any(axis=1)]
    n, k = complete.shape
    flat = np.array([n < 2 or np.ptp(column) == 0 for column in complete.T])
    if n < 3 or flat.all() or not _variance(complete.sum(axis=1)) > 0:
        return _nothing(len(table), n, k, level)
    covariance = np.cov(complete, rowvar=False)
    alpha = cronbach(covariance)
    low, high = feldt(alpha, n, k, level=level)
    omega = omega_total(covariance, n)
    return Reliability(
        alpha=alpha,
        low=low,
        high=high,
        level=level,
        omega=omega,
        item_rest=_each(covariance, _item_rest),
        alpha_without=_each(covariance, lambda c, i: cronbach(np.delete(np.delete(c, i, 0), i, 1))),
        n_rows=len(table),
        n_complete=n,
        warnings=_warnings(alpha, omega, flat, k),
    )


def cronbach(covariance: Floats) -> float:
    """k/(k-1) (1 - trace / sum) of a covariance matrix (k, k); nan for one item or a sum without variance."""
    k, total = len(covariance), float(covariance.sum())
    if k < 2 or not total > 0:
        return nan
    return k / (k - 1) * (1 - float(np.trace(covariance)) / total)


def feldt(alpha: float, n: int, k: int, *, level: float = 0.95) -> tuple[float, float]:
    """Interval for alpha of k items and n people, by F with n-1 and (n-1)(k-1) df."""
    tail, df = (1 - level) / 2, (n - 1, (n - 1) * (k - 1))
    low = 1 - (1 - alpha) * f_ppf(1 - tail, *df)
    return low, 1 - (1 - alpha) * f_ppf(tail, *df)


def omega_total(covariance: Floats, n: int) -> float:
    """(sum of loadings)^2 / ((sum of loadings)^2 + sum of uniquenesses), one factor by maximum likelihood.

    covariance: (k, k) with n - 1; n: people. nan for fewer than three items (not identified), a singular
    matrix, or where the fit does not converge. The fit needs no n: its scale cancels.
    """
    k = len(covariance)
    deviations = np.sqrt(np.diag(covariance))
    if k < 3 or n <= k or not deviations.min() > 0:
        return nan
    correlation = covariance / np.outer(deviations, deviations)
    if np.linalg.eigvalsh(correlation)[0] < 1e-10:
        return nan
    loadings, uniquenesses, converged = _one_factor(correlation)
    if not converged:
        return nan
    # Maximum likelihood is scale-free: fitted on correlations, carried back to covariances.
    common = float(deviations @ loadings) ** 2
    return common / (common + float(deviations**2 @ uniquenesses))


def _one_factor(correlation: Floats) -> tuple[Floats, Floats, bool]:
    """Loadings and uniquenesses (k,), the loadings profiled out (Joreskog 1967, Psychometrika 32:443)."""

    def loadings(unique: Floats) -> tuple[Floats, Floats, Floats]:
        root = np.sqrt(unique)
        values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
        first = vectors[:, -1] * np.sign(vectors[:, -1].sum() or 1.0)
        return root * first * np.sqrt(max(values[-1] - 1, 0.0)), values[:-1], root

    def misfit(log_unique: Floats) -> tuple[float, Floats]:
        unique = np.exp(log_unique)
        found, rest, _ = loadings(unique)
        value = float((rest - np.log(rest) - 1).sum())
        gradient = (np.outer(found, found) + np.diag(unique) - correlation).diagonal() / unique
        return value, gradient

    from scipy import optimize  # slow to import, and needed here only

    start = np.log(np.clip(0.5 / np.diag(np.linalg.inv(correlation)), 0.01, 1.0))
    bounds = [(np.log(1e-4), np.log(2.0))] * len(start)
    fit = optimize.minimize(
        misfit,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 2000},
    )
    unique = np.exp(fit.x)
    inside = bool((unique > 1.01e-4).all())
    return loadings(unique)[0], unique, inside and bool(np.abs(fit.jac).max() < 1e-4)


def _item_rest(covariance: Floats, i: int) -> float:
    rest = np.delete(covariance[i], i).sum()
    variance = np.delete(np.delete(covariance, i, 0), i, 1).sum()
    spread = np.sqrt(covariance[i, i] * variance) if covariance[i, i] > 0 and variance > 0 else 0.0
    return float(rest / spread) if spread > 0 else nan


def _each(covariance: Floats, of: Callable[[Floats, int], float]) -> Floats:
    return np.array([of(covariance, i) for i in range(len(covariance))])


def _variance(values: Floats) -> float:
    return 0.0 if np.ptp(values) == 0 else float(values.var(ddof=1))


def _nothing(rows: int, n: int, k: int, level: float) -> Reliability:
    why = (
        f"Too few for reliability: {n} complete rows of {rows}, at least 3 are needed."
        if n < 3
        else "No reliability: the scale does not vary."
    )
    empty = np.full(k, nan)
    return Reliability(nan, nan, nan, level, nan, empty, empty.copy(), rows, n, (why,))


def _warnings(alpha: float, omega: float, flat: NDArray[np.bool_], k: int) -> tuple[str, ...]:
    found = []
    if alpha < 0.7:
        found.append(f"Alpha is {alpha:.2f}, below .70.")
    if alpha < 0:
        found.append("Alpha is negative: check that reversed items were turned.")
    if flat.any():
        found.append(f"{int(flat.sum())} of {k} items do not vary.")
    if np.isnan(omega):
        why = (
            "it needs three items that vary"
            if k < 3 or flat.any()
            else "the one-factor fit has no proper solution"
        )
        found.append(f"No omega: {why}.")
    return tuple(found)
