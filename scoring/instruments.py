"""Item answers to scale scores, by a published key: reverse, mean or sum, a rule for missing items."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScaleKey:
    """How a scale is scored.

    items: the items' names, in column order; reverse: per item, whether it is keyed the other way; low,
    high: the ends of the answer scale; method: mean or sum; minimum: the fewest items that must be answered
    (else the score is missing); factor: multiplies the score (20/6 for a six-item short form on the long
    form's range). A sum with missing items is prorated: the mean of the answered items times the number of
    items.

    Raises ValueError for no or repeated items, a mask of another length, low not below high, an unknown
    method, or a minimum outside 1..items.
    """

    items: tuple[str, ...]
    reverse: tuple[bool, ...]
    low: float
    high: float
    minimum: int
    method: Literal["mean", "sum"] = "mean"
    factor: float = 1.0

    def __post_init__(self) -> None:
        k = len(self.items)
        if not k or len(set(self.items)) != k:
            raise ValueError(f"items must be one or more different names: {self.items}")
        if len(self.reverse) != k:
            raise ValueError(
                f"reverse must have one entry for each of the {k} items, not {len(self.reverse)}"
            )
        if not self.low < self.high:
            raise ValueError(f"low must be below high: {self.low} and {self.high}")
        if self.method not in {"mean", "sum"}:
            raise ValueError(f"method must be mean or sum, not {self.method}")
        if not 1 <= self.minimum <= k:
            raise ValueError(f"minimum must be from 1 to the number of items ({k}), not {self.minimum}")


@dataclass(frozen=True, slots=True)
class Scores:
    """Scale scores of n rows of answers.

    values: shape (n,), nan where too few items were answered; answered: shape (n,), items answered;
    n_scored: how many rows have a score; note: a sentence where some have none, else empty.
    """

    values: Floats
    answered: NDArray[np.int64]
    n_scored: int
    note: str


def keyed(answers: ArrayLike, key: ScaleKey) -> Floats:
    """The answers with reversed items turned: (low + high) - x. Shape (n, items) in and out, nan is missing.

    Raises ValueError for another number of columns or an answer outside low..high.
    """
    table = np.asarray(answers, dtype=float)
    if table.size == 0:
        table = table.reshape(0, len(key.items))
    if table.ndim != 2 or table.shape[1] != len(key.items):
        raise ValueError(
            f"answers must have {len(key.items)} columns ({', '.join(key.items)}), not {table.shape}"
        )
    if ((table < key.low) | (table > key.high)).any():
        raise ValueError(f"answers must lie from {key.low} to {key.high}, or be nan")
    return np.where(np.asarray(key.reverse), (key.low + key.high) - table, table)


def score(answers: ArrayLike, key: ScaleKey) -> Scores:
    """Scores each row of answers (shape (n, items), nan is missing) by the key."""
    table = keyed(answers, key)
    answered = (~np.isnan(table)).sum(axis=1)
    enough = answered >= key.minimum
    means = np.full(len(table), np.nan)
    np.divide(np.nansum(table, axis=1), answered, out=means, where=enough)
    values = means * key.factor * (len(key.items) if key.method == "sum" else 1)
    missing = int((~enough).sum())
    note = (
        f"{missing} of {len(table)} have no score: fewer than {key.minimum} of {len(key.items)} answered."
        if missing
        else ""
    )
    return Scores(values=values, answered=answered, n_scored=int(enough.sum()), note=note)
