"""Random effects: which columns vary over which levels, and the factor of their covariance."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Term:
    """Random effects of one grouping: each of `columns` has one effect a level.

    group: what the levels are, e.g. "participant"; names: of the columns, shape (q,); codes: shape (n,), from
    0 to levels - 1; columns: shape (n, q); correlated: whether the q effects of one level may covary.
    """

    group: str
    names: tuple[str, ...]
    codes: NDArray[np.intp]
    columns: Floats
    correlated: bool = False

    @property
    def levels(self) -> int:
        return int(self.codes.max()) + 1

    @property
    def effects(self) -> int:
        return self.levels * len(self.names)

    @property
    def places(self) -> tuple[NDArray[np.intp], ...]:
        """Where theta's numbers stand in the factor: a lower triangle by rows, or a diagonal."""
        q = len(self.names)
        return np.tril_indices(q) if self.correlated else np.diag_indices(q)

    @property
    def parameters(self) -> int:
        """How many numbers of theta are this term's."""
        return len(self.places[0])

    def factor(self, theta: Floats) -> Floats:
        """L, (q, q): L L' is the effects' covariance in units of the residual variance."""
        q = len(self.names)
        found = np.zeros((q, q))
        found[self.places] = theta
        return found

    def columns_by_level(self) -> list[sparse.csr_array]:
        """For each column an array of shape (n, levels): its values at the rating's own level."""
        n, starts = len(self.codes), np.arange(len(self.codes) + 1)
        return [
            sparse.csr_array((column, self.codes, starts), shape=(n, self.levels))
            for column in self.columns.T
        ]

    def indicators(self) -> sparse.csr_array:
        """Shape (n, levels q): the columns of level i stand at i q to i q + q - 1."""
        n, q = self.columns.shape
        places = self.codes[:, None] * q + np.arange(q)
        found = sparse.csr_array(
            (self.columns.flatten(), places.ravel(), np.arange(n + 1) * q), shape=(n, self.effects)
        )
        found.eliminate_zeros()
        return found


def spans(terms: Sequence[Term]) -> list[slice]:
    """Where each term's parameters stand in theta."""
    ends = np.cumsum([0, *(term.parameters for term in terms)])
    return [slice(a, b) for a, b in pairwise(ends.tolist())]


def units(terms: Sequence[Term]) -> Floats:
    """Theta's, shape (k,): 1 over the root mean square of the column, where it is not 0, of its row."""
    found = []
    for term in terms:
        squares = np.square(term.columns).sum(axis=0)
        counts = (term.columns != 0).sum(axis=0)
        found.append(np.sqrt(counts / squares)[term.places[0]])
    return np.concatenate(found)
