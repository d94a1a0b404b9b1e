"""Adjusted difference of two arms: outcome on treatment, centred covariates and their interactions.

Lin 2013, Ann. Appl. Stat. 7:295. HC2 standard errors (MacKinnon & White 1985); df are n - k, below 50 in an
arm those of Bell & McCaffrey 2002 (Surv. Methodol. 28:169; Imbens & Kolesar 2016). Variables that
allocation was stratified by always belong in (Kahan & Morris 2012).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.covariates import design, regressors
from scoring.estimators.estimate import LEVEL, Estimate, t_row
from scoring.estimators.hedges import standardised
from scoring.moments import Moments, moments

Floats = NDArray[np.float64]

SMALL_ARM = 50
STANDARDISER = "SD of the untreated arm, exact J, noncentral-t interval"
METHOD = "Regression on treatment, centred covariates and interactions (Lin 2013), HC2 standard error, "


@dataclass(frozen=True, slots=True)
class Fit:
    """The treatment coefficient of a least-squares fit: estimate, HC2 se, and both kinds of df."""

    estimate: float
    se: float
    df_residual: float
    df_bell_mccaffrey: float


def lin(
    outcome: ArrayLike,
    treated: ArrayLike,
    *,
    covariates: ArrayLike | None = None,
    stratifiers: Sequence[ArrayLike] = (),
    level: float = LEVEL,
    n_profiles: int | None = None,
    n_ratings: int | None = None,
) -> Estimate:
    """Treated minus untreated, adjusted.

    outcome: shape (n,), nan is missing: the row is left out; treated: shape (n,), 0/1 or bool; covariates:
    shape (n,) or (n, k), measured before allocation; a missing one becomes the mean of the analysed rows,
    with an indicator; stratifiers: arrays of labels of shape (n,), each becoming indicators. Centred at the
    mean of the analysed rows. The effect is g by the untreated arm's SD.

    Raises ValueError for arrays of different length or a treatment other than 0 and 1.
    """
    y, t, x, strata = _checked(outcome, treated, covariates, stratifiers)
    seen = ~np.isnan(y)
    y, t, x, strata = y[seen], t[seen], x[seen], [labels[seen] for labels in strata]
    arms = moments(y[t == 1]), moments(y[t == 0])
    row = Estimate(
        estimate=nan,
        level=level,
        n_participants=len(y),
        n_profiles=n_profiles,
        n_ratings=n_ratings,
        method=METHOD + "df n - k",
    )
    if min(arm.n for arm in arms) < 2:
        n = f"{arms[0].n} and {arms[1].n}"
        short = f"Too few to compare: {n} participants, at least 2 in each arm are needed."
        return replace(row, warnings=(short,))
    columns, notes = regressors(x, strata, t)
    return _row(row, fit(y, design(t, columns)), arms, notes)


def fit(y: Floats, matrix: Floats) -> Fit | None:
    """Least squares of y (n,) on a matrix (n, k) of full rank whose second column is the treatment.

    None where no residual df are left, or a row alone decides a coefficient (leverage 1), so that HC2 is
    undefined.
    """
    n, k = matrix.shape
    if n <= k:
        return None
    q, r = np.linalg.qr(matrix)
    leverage = np.einsum("ij,ij->i", q, q)
    left = 1 - leverage
    if left.min() < 1e-10:
        return None
    a = q @ np.linalg.solve(r.T, np.eye(k)[1])  # the treatment coefficient is a'y
    residuals = y - q @ (q.T @ y)
    # Rounding leaves residuals of a perfect fit above 0.
    if np.abs(residuals).max() <= 1e-12 * max(np.abs(y).max(), 1e-300):
        residuals = np.zeros(n)
    b = a * a / left
    return Fit(float(a @ y), sqrt(float(b @ residuals**2)), n - k, _bell_mccaffrey(b, q, leverage))


def _bell_mccaffrey(b: Floats, q: Floats, leverage: Floats) -> float:
    """Satterthwaite df of the HC2 variance under equal variances: (sum of eigenvalues)^2 / sum of their
    squares.

    The matrix is sqrt(b_i b_j) (I - H)_ij; with H = QQ' the squares sum without an n x n matrix.
    """
    trace = float(b @ (1 - leverage))
    inner = q.T @ (q * b[:, None])
    squares = float(b**2 @ (1 - 2 * leverage)) + float((inner**2).sum())
    return trace**2 / squares


def _row(row: Estimate, found: Fit | None, arms: tuple[Moments, Moments], notes: tuple[str, ...]) -> Estimate:
    if found is None:
        return replace(row, warnings=(*notes, "Too few participants for so many covariates: no estimate."))
    small = min(arm.n for arm in arms) < SMALL_ARM
    df = found.df_bell_mccaffrey if small else found.df_residual
    words = "Bell-McCaffrey df (an arm under 50)" if small else "df n - k"
    inferred = t_row(found.estimate, found.se, df, level=row.level)
    done = replace(
        inferred,
        n_participants=row.n_participants,
        n_profiles=row.n_profiles,
        n_ratings=row.n_ratings,
        method=METHOD + words,
        warnings=notes,
    )
    if not found.se > 0:
        flat = "The covariates leave nothing of the outcome unexplained, so nothing can be inferred."
        return replace(done, warnings=(*notes, flat))
    control = arms[1]
    return done.with_effect(standardised(done, sd=control.sd, sd_df=control.n - 1, standardiser=STANDARDISER))


def _checked(
    outcome: ArrayLike, treated: ArrayLike, covariates: ArrayLike | None, stratifiers: Sequence[ArrayLike]
) -> tuple[Floats, Floats, Floats, list[NDArray[np.generic]]]:
    y, t = np.asarray(outcome, dtype=float).ravel(), np.asarray(treated, dtype=float).ravel()
    x = np.empty((len(y), 0)) if covariates is None else np.asarray(covariates, dtype=float)
    x = x[:, None] if x.ndim == 1 else x
    strata = [np.asarray(labels).ravel() for labels in stratifiers]
    lengths = {len(y), len(t), len(x), *map(len, strata)}
    if len(lengths) > 1:
        raise ValueError(
            f"outcome, treated, covariates and stratifiers must be equally long: {sorted(lengths)}"
        )
    if not np.isin(t, (0.0, 1.0)).all():
        raise ValueError("treated must be 0 or 1 for everybody")
    return y, t, x, strata
