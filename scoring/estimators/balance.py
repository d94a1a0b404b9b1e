"""Balance of what was measured before allocation: standardised mean differences of two arms.

Austin 2009 (Stat. Med. 28:3083): the difference over the square root of the mean of both arms' variances; of
a category, the difference of its shares over that of p (1 - p). No test: under random allocation every
difference is chance.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.moments import moments

NOTABLE = 0.1
"""A difference that is worth a look, by Austin 2009; not a test."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm's covariate: mean and sd of those measured (of a category its share and sqrt(p (1 - p))), n
    measured, and how many were missing.
    """

    arm: Hashable
    mean: float
    sd: float
    n: int
    missing: int


@dataclass(frozen=True, slots=True)
class Imbalance:
    """smd: first minus second, in standard deviations, nan where it has no meaning, and `warnings` says why.

    covariate: its name; category: None for a number.
    """

    covariate: str
    category: Hashable | None
    first: Arm
    second: Arm
    smd: float
    warnings: tuple[str, ...] = ()

    @property
    def notable(self) -> bool:
        """Whether the difference is above a tenth of a standard deviation."""
        return abs(self.smd) > NOTABLE


def numeric(
    name: str, values: ArrayLike, arms: Sequence[Hashable], *, order: Sequence[Hashable] | None = None
) -> tuple[Imbalance, ...]:
    """Every pair of arms. values: (n,), nan is missing; arms: (n,) labels; order: of the arms, else sorted.

    Raises ValueError for arrays of different length, or an arm that `order` lacks.
    """
    y, masks = np.asarray(values, dtype=float).ravel(), _masks(arms, order)
    _same_length(len(y), len(arms))
    found = []
    for arm, mask in masks.items():
        m = moments(y[mask])
        found.append(Arm(arm, m.mean, m.sd, m.n, int(mask.sum()) - m.n))
    return tuple(_imbalance(name, None, a, b) for a, b in combinations(found, 2))


def categorical(
    name: str,
    labels: Sequence[Hashable | None],
    arms: Sequence[Hashable],
    *,
    order: Sequence[Hashable] | None = None,
    categories: Sequence[Hashable] | None = None,
) -> tuple[Imbalance, ...]:
    """Every category of every pair of arms, as a share of those who answered.

    labels: (n,), None or nan is missing; categories: all there are, in order, else those that occur, sorted
    as text; arms and order as in `numeric`.
    Raises ValueError for sequences of different length, or a label that `categories` lacks.
    """
    _same_length(len(labels), len(arms))
    masks = _masks(arms, order)
    seen = np.array([not _is_missing(label) for label in labels], dtype=bool)
    occurring = {label for label, here in zip(labels, seen, strict=True) if here}
    known = sorted(occurring, key=str) if categories is None else list(categories)
    if not occurring <= set(known):
        raise ValueError(f"labels must be among {known}, not {sorted(occurring - set(known), key=str)}")
    rows = []
    for category in known:
        here = np.array([label == category for label in labels], dtype=bool) & seen
        found = [_share(arm, mask, here=here, seen=seen) for arm, mask in masks.items()]
        rows += [_imbalance(name, category, a, b) for a, b in combinations(found, 2)]
    return tuple(rows)


def _share(
    arm: Hashable, mask: NDArray[np.bool_], *, here: NDArray[np.bool_], seen: NDArray[np.bool_]
) -> Arm:
    n = int((mask & seen).sum())
    p = float((mask & here).sum()) / n if n else nan
    return Arm(arm, p, sqrt(p * (1 - p)) if n else nan, n, int(mask.sum()) - n)


def _imbalance(name: str, category: Hashable | None, a: Arm, b: Arm) -> Imbalance:
    least = 2 if category is None else 1
    if min(a.n, b.n) < least:
        short = (
            f"{name}: too few to compare, {a.n} and {b.n} measured, at least {least} in each arm are needed."
        )
        return Imbalance(name, category, a, b, nan, (short,))
    pooled = sqrt((a.sd**2 + b.sd**2) / 2)
    if not pooled > 0:
        flat = f"{name} is the same for everybody in each arm, so the difference cannot be standardised."
        return Imbalance(name, category, a, b, nan, (flat,))
    return Imbalance(name, category, a, b, (a.mean - b.mean) / pooled)


def _masks(arms: Sequence[Hashable], order: Sequence[Hashable] | None) -> dict[Hashable, NDArray[np.bool_]]:
    occurring = set(arms)
    known = sorted(occurring, key=str) if order is None else list(order)
    if not occurring <= set(known):
        raise ValueError(f"arms must be among {known}, not {sorted(occurring - set(known), key=str)}")
    return {name: np.array([arm == name for arm in arms], dtype=bool) for name in known}


def _same_length(n: int, arms: int) -> None:
    if n != arms:
        raise ValueError(f"every participant needs a value and an arm: {n} and {arms}")


def _is_missing(label: Hashable | None) -> bool:
    return label is None or label != label  # nan alone differs from itself
