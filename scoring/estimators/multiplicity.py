"""Correction for several confirmatory tests."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def holm(p: ArrayLike, *, planned: int | None = None) -> NDArray[np.float64]:
    """Holm's adjusted p (Holm 1979, Scand. J. Stat. 6:65), in the order given. p: shape (m,).

    planned: how many tests the plan named; default: as many as are given. A p that could not be computed
    (nan) stays nan and still counts: leaving it out would make the others smaller than was promised.

    Raises ValueError for p outside 0..1, or fewer planned than given.
    """
    found = np.asarray(p, dtype=float).ravel()
    m = len(found) if planned is None else planned
    if ((found < 0) | (found > 1)).any():
        raise ValueError("p must lie from 0 to 1, or be nan")
    if m < len(found):
        raise ValueError(f"planned must be at least the number of tests given ({len(found)}), not {m}")
    adjusted = np.full(len(found), np.nan)
    ascending = np.argsort(found, kind="stable")[: int((~np.isnan(found)).sum())]
    stepped = found[ascending] * (m - np.arange(len(ascending)))
    adjusted[ascending] = np.minimum(np.maximum.accumulate(stepped), 1)
    return adjusted


def simultaneous_level(planned: int, *, alpha: float = 0.05) -> float:
    """The level 1 - alpha/m of intervals that hold together (Bonferroni), printed beside adjusted p.

    Raises ValueError for fewer than one planned test or alpha outside 0..1.
    """
    if planned < 1 or not 0 < alpha < 1:
        raise ValueError(f"planned must be 1 or more and alpha between 0 and 1: {planned} and {alpha}")
    return 1 - alpha / planned
