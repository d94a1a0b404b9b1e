"""Fisher's exact test of two rows and any number of columns, by listing one row."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

_SAME = 1e-7  # tables as likely as the observed one count as such despite rounding, as in R

Floats = NDArray[np.float64]


def exact_p(first: NDArray[np.int64], columns: NDArray[np.int64]) -> float:
    """P of all tables with the same margins that are no likelier than the observed one.

    first: one row, shape (arms,); columns: the column totals. Lists every row with that sum: `tables` of them
    at most.
    """
    drawn, total = int(first.sum()), int(columns.sum())
    whole = _log_choose(np.array(total), np.array(drawn))
    observed = float(_log_choose(columns, first).sum() - whole)
    # Log-probability of all choices so far, one entry a table, beside how many are drawn.
    used, weight = np.zeros(1, dtype=np.int64), np.zeros(1)
    for size in np.sort(columns)[:-1]:
        taken = np.arange(int(size) + 1)
        step = _log_choose(np.full(len(taken), size), taken)
        used = (used[:, None] + taken[None, :]).ravel()
        weight = (weight[:, None] + step[None, :]).ravel()
        weight = weight[used <= drawn]
        used = used[used <= drawn]
    last = int(columns.max())
    fits = drawn - used <= last
    logs = weight[fits] + _log_choose(np.full(int(fits.sum()), last), drawn - used[fits]) - whole
    return min(float(np.exp(logs[logs <= observed + _SAME]).sum()), 1.0)


def tables(columns: NDArray[np.int64]) -> float:
    """At most how many tables have these column totals: the largest column follows from the others."""
    return float(np.prod(np.sort(columns)[:-1] + 1.0))


def _log_choose(n: NDArray[np.int64], k: NDArray[np.int64]) -> Floats:
    found: Floats = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
    return found
