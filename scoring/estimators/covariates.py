"""The columns of an adjusted regression: covariates with their missing values, stratifiers, interactions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Column:
    """One centred regressor of shape (n,), and whether it is also multiplied by the treatment."""

    values: Floats
    interacts: bool


def regressors(
    covariates: Floats, stratifiers: Sequence[NDArray[np.generic]], treated: Floats
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Centred columns and sentences about what was done to them.

    covariates: (n, k), nan is missing; stratifiers: labels of shape (n,); treated: (n,) of 0 and 1.
    An indicator that fewer than two people have (or lack) is left out: it would stand for one person, and the
    HC2 variance of a person who decides a coefficient alone is undefined. For the same reason an indicator
    interacts only where both arms have two people with and two without it.
    """
    columns: list[Column] = []
    notes: list[str] = []
    for number, values in enumerate(covariates.T, start=1):
        gone = np.isnan(values)
        if gone.all():
            notes.append(f"Covariate {number} is missing for everybody and was left out.")
            continue
        columns.append(Column(_centred(np.where(gone, np.mean(values[~gone]), values)), interacts=True))
        if gone.any():
            notes.append(
                f"Covariate {number} is missing for {int(gone.sum())}: set to the mean, with an indicator."
            )
            columns += _indicator(gone, treated, notes, f"Covariate {number}'s missing-value indicator")
    for number, labels in enumerate(stratifiers, start=1):
        for label in np.unique(labels)[1:]:
            columns += _indicator(labels == label, treated, notes, f"Stratifier {number}, {label},")
    return tuple(columns), tuple(notes)


def design(treated: Floats, columns: Sequence[Column]) -> Floats:
    """The matrix (n, k): 1, treatment, then columns and interactions that add something to what stands
    before.

    A column that is a combination of earlier ones (a constant, a stratum that is also a covariate) is
    dropped.
    """
    kept = [np.ones(len(treated)), treated]
    for values in (
        *(column.values for column in columns),
        *(column.values * treated for column in columns if column.interacts),
    ):
        if _adds(values, np.column_stack(kept)):
            kept.append(values)
    return np.column_stack(kept)


def _indicator(has: NDArray[np.bool_], treated: Floats, notes: list[str], name: str) -> list[Column]:
    if min(has.sum(), (~has).sum()) < 2:
        notes.append(f"{name} was left out: it would stand for a single participant.")
        return []
    cells = [((treated == arm) & (has == value)).sum() for arm in (0, 1) for value in (True, False)]
    return [Column(_centred(has.astype(float)), interacts=min(cells) >= 2)]


def _centred(values: Floats) -> Floats:
    # A constant keeps the rounding of its mean: that is no variation.
    about = values - values.mean()
    return about if np.abs(about).max() > 1e-12 * np.abs(values).max() else np.zeros(len(values))


def _adds(values: Floats, kept: Floats) -> bool:
    size = float(np.linalg.norm(values))
    if size == 0:
        return False
    scaled = kept / np.linalg.norm(kept, axis=0)
    weights = np.linalg.lstsq(scaled, values / size, rcond=None)[0]
    return float(np.linalg.norm(values / size - scaled @ weights)) > 1e-9
