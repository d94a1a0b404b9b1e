"""How an outcome is spread in a cell: quantiles, and histograms that pool."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

QUARTILES = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Quantiles:
    """values: one for each of `at`, nan where nobody has an outcome; n: with one."""

    at: tuple[float, ...]
    values: tuple[float, ...]
    n: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Histogram:
    """counts[i]: from edges[i] up to, but without, edges[i + 1]; the last bin has its upper edge.

    below, above: off the edges; missing: without an outcome. `a + b` is the histogram of both together.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    below: int = 0
    above: int = 0
    missing: int = 0

    @property
    def n(self) -> int:
        """With an outcome, on the edges or off."""
        return sum(self.counts) + self.below + self.above

    def __add__(self, other: "Histogram") -> "Histogram":
        if self.edges != other.edges:
            raise ValueError(f"histograms pool on the same edges only: {self.edges} and {other.edges}")
        return Histogram(
            self.edges,
            tuple(a + b for a, b in zip(self.counts, other.counts, strict=True)),
            self.below + other.below,
            self.above + other.above,
            self.missing + other.missing,
        )


def quantiles(values: ArrayLike, at: Sequence[float] = QUARTILES) -> Quantiles:
    """Type 7 of Hyndman & Fan 1996 (Am. Stat. 50:361), R's default. values: any shape, nan is missing.

    Raises ValueError for a probability outside 0..1.
    """
    if not all(0 <= p <= 1 for p in at):
        raise ValueError(f"at must hold probabilities from 0 to 1: {tuple(at)}")
    found = np.asarray(values, dtype=float).ravel()
    found = found[~np.isnan(found)]
    if not len(found):
        return Quantiles(tuple(at), (nan,) * len(at), 0, ("Nobody has an outcome.",))
    return Quantiles(tuple(at), tuple(np.quantile(found, list(at), method="linear").tolist()), len(found))


def quantiles_by_group(
    values: ArrayLike, groups: ArrayLike, at: Sequence[float] = QUARTILES
) -> dict[Hashable, Quantiles]:
    """Of each group, in the order of the sorted labels. Raises ValueError for arrays of different length."""
    return {name: quantiles(found, at) for name, found in _split(values, groups).items()}


def histogram(values: ArrayLike, edges: Sequence[float]) -> Histogram:
    """values: any shape, nan is missing. Raises ValueError unless there are two or more ascending edges."""
    limits = np.asarray(edges, dtype=float)
    if len(limits) < 2 or not (np.diff(limits) > 0).all():
        raise ValueError(f"edges must be two or more ascending numbers: {tuple(edges)}")
    found = np.asarray(values, dtype=float).ravel()
    seen = found[~np.isnan(found)]
    counts, _ = np.histogram(seen[np.isfinite(seen)], limits)
    return Histogram(
        tuple(limits.tolist()),
        tuple(counts.tolist()),
        int((seen < limits[0]).sum()),
        int((seen > limits[-1]).sum()),
        len(found) - len(seen),
    )


def histograms(values: ArrayLike, groups: ArrayLike, edges: Sequence[float]) -> dict[Hashable, Histogram]:
    """Of each group, in the order of the sorted labels. Raises ValueError for arrays of different length."""
    return {name: histogram(found, edges) for name, found in _split(values, groups).items()}


def _split(values: ArrayLike, groups: ArrayLike) -> dict[Hashable, NDArray[np.float64]]:
    y, labels = np.asarray(values, dtype=float).ravel(), np.asarray(groups).ravel()
    if len(y) != len(labels):
        raise ValueError(f"values and groups must be equally long: {len(y)} and {len(labels)}")
    names, which = np.unique(labels, return_inverse=True)
    return {name: y[which == i] for i, name in enumerate(names.tolist())}
