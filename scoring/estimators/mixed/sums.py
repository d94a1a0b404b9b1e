"""Two sums over the levels of the eliminated grouping, needed at each theta, from rows made once.

The row s(i, a), of length m, is the own column a of level i times all that remains, over i's ratings.
"""

from dataclasses import dataclass
from itertools import combinations_with_replacement, pairwise
from math import isqrt
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Rows = list[sparse.csr_array]
"""For each own column an array of shape (levels, m)."""

MOST = 1e7
"""Entries of a table beyond which it would take more memory (12 bytes each) than it saves time."""
THIN = 0.1
"""A share of entries other than 0 below which rows are kept sparse."""


class Sums(Protocol):
    def weighted(self, weights: Floats) -> Floats:
        """sum over i, a, b of w(i, a, b) s(i, a)' s(i, b); weights: (kinds, q, q), symmetric; (m, m)."""

    def within(self, inner: Floats) -> Floats:
        """s(i, a) G s(i, b)' summed over the levels of a kind; inner: G, (m, m), symmetric; (kinds, q, q)."""


def pairs(q: int) -> list[tuple[int, int]]:
    return list(combinations_with_replacement(range(q), 2))


@dataclass(frozen=True, slots=True)
class Table:
    """products: dense or sparse, (pairs of own columns times kinds, m m): the lower triangles of
    s(i, a)' s(i, b), plus its transpose where a and b differ, summed over the levels of a kind.
    """

    products: Floats | sparse.csr_array
    q: int

    @classmethod
    def by_kind(cls, rows: Rows, kind: Codes) -> "Table":
        order = np.argsort(kind, kind="stable")
        ends = np.cumsum([0, *np.bincount(kind)]).tolist()
        dense = [row[order].toarray() for row in rows]
        q, size = len(rows), rows[0].shape[1]
        found = np.empty((len(pairs(q)), len(ends) - 1, size, size))
        for j, (a, b) in enumerate(pairs(q)):
            for i, (begin, end) in enumerate(pairwise(ends)):
                product = dense[a][begin:end].T @ dense[b][begin:end]
                found[j, i] = np.tril(product if a == b else product + product.T)
        return cls(found.reshape(-1, size * size), q)

    @staticmethod
    def fits(rows: Rows) -> bool:
        counts = np.diff(_together(rows).indptr).astype(float)
        return bool(len(pairs(len(rows))) * (counts * (counts + 1)).sum() / 2 <= MOST)

    @classmethod
    def by_level(cls, rows: Rows) -> "Table":
        """Each level a kind of its own."""
        (levels, size), q = rows[0].shape, len(rows)
        pattern = _together(rows)
        first, second, ends = _lower_pairs(pattern)
        places = pattern.indices.astype(np.int64)
        columns = places[first] * size + places[second]
        values = [_aligned(row, pattern) for row in rows]
        data = []
        for a, b in pairs(q):
            product = values[a][first] * values[b][second]
            data.append(product if a == b else product + values[b][first] * values[a][second])
        starts = np.concatenate([[0], *(ends[1:] + j * ends[-1] for j in range(len(data)))])
        shape = (len(data) * levels, size * size)
        return cls(
            sparse.csr_array((np.concatenate(data), np.tile(columns, len(data)), starts), shape=shape), q
        )

    def weighted(self, weights: Floats) -> Floats:
        a, b = np.array(pairs(self.q)).T
        size = isqrt(self.products.shape[1])
        found = (weights[:, a, b].T.ravel() @ self.products).reshape(size, size)
        return np.asarray(found + np.tril(found, -1).T)

    def within(self, inner: Floats) -> Floats:
        twice = 2 * inner
        np.fill_diagonal(twice, inner.diagonal())
        values = (self.products @ twice.ravel()).reshape(len(pairs(self.q)), -1)
        found = np.empty((values.shape[1], self.q, self.q))
        for value, (a, b) in zip(values, pairs(self.q), strict=True):
            found[:, a, b] = found[:, b, a] = value / (1 if a == b else 2)
        return found


@dataclass(frozen=True, slots=True)
class ByLevel:
    """Each level a kind of its own, the products made anew each time. rows: q arrays of shape (levels, m)."""

    rows: list[Floats] | Rows

    @classmethod
    def of(cls, rows: Rows) -> "ByLevel":
        share = _together(rows).nnz / np.prod(rows[0].shape)
        return cls(rows if share < THIN else [row.toarray() for row in rows])

    def weighted(self, weights: Floats) -> Floats:
        size = self.rows[0].shape[1]
        found = np.zeros((size, size))
        for a, b in pairs(len(self.rows)):
            product = self.rows[a].T @ (sparse.diags_array(weights[:, a, b]) @ self.rows[b])
            dense = product.toarray() if sparse.issparse(product) else product
            found += dense if a == b else dense + dense.T
        return found

    def within(self, inner: Floats) -> Floats:
        q = len(self.rows)
        found = np.empty((self.rows[0].shape[0], q, q))
        for a, b in pairs(q):
            product = self.rows[b] * (self.rows[a] @ inner)
            found[:, a, b] = found[:, b, a] = product.sum(axis=1)
        return found


def _together(rows: Rows) -> sparse.csr_array:
    """Where any of them is not 0."""
    found = abs(rows[0])
    for row in rows[1:]:
        found = found + abs(row)
    together = sparse.csr_array(found)
    together.sort_indices()
    return together


def _aligned(row: sparse.csr_array, pattern: sparse.csr_array) -> Floats:
    """Its values at the pattern's entries."""
    found = np.zeros(pattern.nnz)
    found[np.searchsorted(_keys(pattern), _keys(row))] = row.data
    return found


def _keys(row: sparse.csr_array) -> NDArray[np.int64]:
    levels, size = row.shape
    return np.repeat(np.arange(levels), np.diff(row.indptr)) * size + row.indices


def _lower_pairs(pattern: sparse.csr_array) -> tuple[Codes, Codes, Codes]:
    """Of the entries of each row: the later, the earlier or the same, and where each row's pairs begin."""
    counts = np.diff(pattern.indptr)
    begins = np.repeat(pattern.indptr[:-1], counts)
    entries = np.arange(pattern.nnz)
    many = entries - begins + 1
    first = np.repeat(entries, many)
    second = np.arange(len(first)) - np.repeat(np.cumsum(many) - many - begins, many)
    return first, second, np.cumsum([0, *(counts * (counts + 1) // 2)])
