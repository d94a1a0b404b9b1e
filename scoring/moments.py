"""Moments that pool: the n, mean and sum of squared deviations of two groups give those of both together."""

from collections.abc import Hashable
from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

_LAST_DIGIT = 4 * float(np.finfo(float).eps)


@dataclass(frozen=True, slots=True)
class Moments:
    """n, mean and m2 (the sum of squared deviations from the mean) of one group.

    `a + b` are the moments of both together (Chan, Golub & LeVeque 1979, Stanford STAN-CS-79-773, eq. 1.5).
    Of an empty group the mean is nan and m2 is 0.
    """

    n: int
    mean: float
    m2: float

    def __add__(self, other: "Moments") -> "Moments":
        if not self.n or not other.n:
            return self if self.n else other
        n = self.n + other.n
        delta = other.mean - self.mean
        mean = self.mean + delta * other.n / n
        return Moments(n, mean, self.m2 + other.m2 + delta * delta * self.n * other.n / n)

    @property
    def variance(self) -> float:
        """With n - 1; nan below two."""
        return self.m2 / (self.n - 1) if self.n > 1 else nan

    @property
    def sd(self) -> float:
        """nan below two."""
        return sqrt(self.variance)

    @property
    def se(self) -> float:
        """Standard error of the mean; nan below two."""
        return sqrt(self.variance / self.n) if self.n > 1 else nan


EMPTY = Moments(0, nan, 0.0)


def moments(values: ArrayLike) -> Moments:
    """Of an array of any shape; nan is missing, not counted. Two passes: a large mean costs no digits."""
    found = np.asarray(values, dtype=float).ravel()
    found = found[~np.isnan(found)]
    if not found.size:
        return EMPTY
    # Equal values, or ones that differ in the last digit alone, have no spread: rounding invents none.
    if np.ptp(found) <= _LAST_DIGIT * np.abs(found).max():
        return Moments(len(found), float(found[0]), 0.0)
    mean = float(found.mean())
    return Moments(len(found), mean, float(((found - mean) ** 2).sum()))


def summary(n: int, mean: float, sd: float) -> Moments:
    """From printed n, mean and standard deviation (with n - 1)."""
    return Moments(n, mean, sd * sd * (n - 1) if n > 1 else 0.0)


def by_group(values: ArrayLike, groups: ArrayLike) -> dict[Hashable, Moments]:
    """Moments of each group, in the order of the sorted labels. values, groups: shape (n,).

    A group all of whose values are missing has n = 0. Raises ValueError for arrays of different length.
    """
    y, labels = np.asarray(values, dtype=float).ravel(), np.asarray(groups).ravel()
    if len(y) != len(labels):
        raise ValueError(f"values and groups must be equally long: {len(y)} and {len(labels)}")
    names, which = np.unique(labels, return_inverse=True)
    seen = ~np.isnan(y)
    y, which = y[seen], which[seen]
    n = np.bincount(which, minlength=len(names))
    first = np.zeros(len(names))
    first[which[::-1]] = y[::-1]
    # About each group's first value: exact for constant groups, and a large mean costs no digits.
    shift = y - first[which]
    with np.errstate(invalid="ignore"):
        offset = np.bincount(which, shift, len(names)) / n
    m2 = np.bincount(which, (shift - offset[which]) ** 2, len(names))
    return {
        name: Moments(int(k), float(mean), float(m)) if k else EMPTY
        for name, k, mean, m in zip(names.tolist(), n, first + offset, m2, strict=True)
    }
