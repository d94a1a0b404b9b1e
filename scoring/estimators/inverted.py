"""A randomisation test and its inversion: which effects, the same for everybody, the lot does not exclude."""

from dataclasses import dataclass
from math import inf, nan

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FURTHEST, HALVINGS = 200.0, 45
"""How far an interval's end is looked for, in the largest distance of an outcome from the mean; and steps."""
_TIE = 1e-9  # relative: orders as extreme as the observed one count as such despite rounding


def statistics(sums: Floats, total: Floats) -> tuple[Floats, int]:
    """Difference in means and Welch's t under each order, (orders, 2), and how many orders lack one (nan).

    sums: (orders, 3), treated n, sum and sum of squares; total: (3,) or (orders, 3), the same of everybody.
    """
    difference, variance = np.zeros(len(sums)), np.zeros(len(sums))
    with np.errstate(divide="ignore", invalid="ignore"):
        for sign, (n, s, q) in ((1, sums.T), (-1, (total - sums).T)):
            squares = q - s * s / n
            # Rounding leaves squares of a constant arm above 0.
            squares = np.where(squares <= 1e-12 * q, 0.0, squares)
            difference += sign * s / n
            variance += np.where(n > 1, squares / (n - 1) / n, np.nan)
        difference[np.abs(difference) < _TIE] = 0.0
        t = np.where((variance == 0) & (difference == 0), 0.0, difference / np.sqrt(variance))
    return np.column_stack([difference, t]), int(np.isnan(t).sum())


@dataclass(frozen=True, slots=True)
class Inverted:
    """The test of any effect d that is the same for everybody: d is taken off whoever was treated in fact
    and the lot drawn again. sums: (orders, 5) of `orders`; treated, untreated: (3,), n, sum, sum of squares.
    """

    sums: Floats
    treated: Floats
    untreated: Floats
    exact: bool

    def at(self, d: float) -> tuple[Floats, Floats, int]:
        """Both statistics under each order, (orders, 2), and as observed, (2,), less d; undefined orders."""
        n, s, q, own, own_s = self.sums.T
        moved = np.column_stack([n, s - d * own, q - 2 * d * own_s + d * d * own])
        k, t, r = self.treated
        mine = np.array([k, t - d * k, r - 2 * d * t + d * d * k])
        total = mine + self.untreated
        found, undefined = statistics(moved, total)
        return found, statistics(mine[None], total)[0][0], undefined

    def p(self, d: float) -> float:
        found, observed, _ = self.at(d)
        return p_of(found[:, 1], float(observed[1]), exact=self.exact)

    def interval(self, alpha: float) -> tuple[float, float]:
        """Where p reaches alpha on either side of the difference; nan where it does not."""
        centre = float(self.treated[1] / self.treated[0] - self.untreated[1] / self.untreated[0])
        return self._end(centre, -1.0, alpha), self._end(centre, 1.0, alpha)

    def _end(self, centre: float, side: float, alpha: float) -> float:
        kept, out = 0.0, 0.01  # of the largest distance from the mean, which is 1
        while self.p(centre + side * out) > alpha:
            kept, out = out, 2 * out
            if out > FURTHEST:
                return nan
        for _ in range(HALVINGS):
            middle = (kept + out) / 2
            kept, out = (middle, out) if self.p(centre + side * middle) > alpha else (kept, middle)
        return centre + side * kept


def p_of(found: Floats, observed: float, *, exact: bool) -> float:
    """Two-sided: the share of orders at least as extreme, in size, as the observed one."""
    limit = abs(observed) if abs(observed) == inf else abs(observed) * (1 - _TIE) - _TIE
    extreme = int((~(np.abs(found) < limit)).sum())  # nan is not below anything
    return extreme / len(found) if exact else (1 + extreme) / (1 + len(found))
