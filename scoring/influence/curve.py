"""A rising curve from an index to a score, as straight lines between knots."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curve:
    """Knots (x, y), both rising; left of the first and right of the last the score stays as it is there."""

    x: tuple[float, ...]
    y: tuple[float, ...]

    def __post_init__(self) -> None:
        rising = all(np.all(np.diff(values) > 0) for values in (self.x, self.y))
        if len(self.x) != len(self.y) or len(self.x) < 2 or not rising:
            raise ValueError("x and y must be two or more knots each, as many, and both must rise")

    def at(self, index: ArrayLike) -> Floats:
        """Scores, of the index's shape."""
        return np.asarray(np.interp(np.asarray(index, float), self.x, self.y), dtype=np.float64)

    def index_of(self, score: ArrayLike) -> Floats:
        """Where the curve has this score; its end for scores beyond."""
        return np.asarray(np.interp(np.asarray(score, float), self.y, self.x), dtype=np.float64)
