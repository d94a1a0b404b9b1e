"""Sums over the ratings that a mixed model's criterion needs: taken once, they are all it asks of the data.

The grouping with the most effects (the participants) is eliminated level by level, which leaves dense
matrices of the size of what remains: the other effects, x and y. Levels whose own columns have the same
cross-products (as many ratings at the same scores) are of one kind, and summed beforehand.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from scoring.estimators.mixed.sums import ByLevel, Sums, Table, pairs
from scoring.estimators.mixed.terms import Term

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Products:
    """own: Q, (kinds, q, q), cross-products of a level's own columns; counts: (kinds,), levels of each kind;
    sums: of its rows; base: (m, m), cross-products of all that remains: other effects, x, y in this order.
    """

    own: Floats
    counts: Floats
    sums: Sums
    base: Floats


def products(y: Floats, x: Floats, own: Term, others: tuple[Term, ...]) -> Products:
    """y: (n,); x: (n, p); own: the term to eliminate."""
    known = sparse.csr_array(np.column_stack([x, y]))
    remaining = sparse.hstack([*(term.indicators() for term in others), known], format="csr")
    base = np.asarray((remaining.T @ remaining).toarray())
    rows = [sparse.csr_array(part.T @ remaining) for part in own.columns_by_level()]
    for row in rows:
        row.eliminate_zeros()
    squares = _squares(own)
    first, kind = _kinds(squares)
    if len(first) * len(base) * (len(rows) + 1) / 2 <= own.levels:
        return Products(squares[first], np.bincount(kind).astype(float), Table.by_kind(rows, kind), base)
    sums = Table.by_level(rows) if Table.fits(rows) else ByLevel.of(rows)
    return Products(squares, np.ones(own.levels), sums, base)


def _squares(own: Term) -> Floats:
    q = len(own.names)
    found = np.empty((own.levels, q, q))
    for a, b in pairs(q):
        product = own.columns[:, a] * own.columns[:, b]
        found[:, a, b] = found[:, b, a] = np.bincount(own.codes, product, own.levels)
    return found


def _kinds(squares: Floats) -> tuple[Codes, Codes]:
    """The first level of each kind, and each level's kind: alike to 12 digits of the largest."""
    size = np.sqrt(np.einsum("iaa->ia", squares).max(axis=0))
    unit = np.where(size > 0, size, 1)
    rounded = np.round(squares / np.outer(unit, unit), 12).reshape(len(squares), -1)
    _, first, kind = np.unique(rounded, axis=0, return_index=True, return_inverse=True)
    return first, kind.ravel()
