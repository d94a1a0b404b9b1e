"""Randomisation inference: the arms permuted as the stored allocation might have fallen.

The reference set are the orders within the stored blocks (Rosenberger & Lachin, Randomization in Clinical
Trials). Two statistics from the same orders: the difference in means, and that difference studentised, which
holds its size asymptotically also where only the means are equal (Janssen 1997, Stat. Probab. Lett. 36:9;
Wu & Ding 2021, J. Am. Stat. Assoc. 116:1898). Speaks of this pool of profiles.
"""

from dataclasses import dataclass
from math import inf, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.estimate import Estimate
from scoring.estimators.orders import Whole, alike, completed, drawn, how_many, listed

Floats = NDArray[np.float64]

DRAWS = 1_999
LISTED = 20_000
"""Reference sets up to this size are listed whole, and p is exact."""
_TIE = 1e-9  # relative: orders as extreme as the observed one count as such despite rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Randomised:
    """Two-sided p of "nobody would have answered otherwise in the other arm", by two statistics.

    difference: treated minus untreated mean, in the outcome's units; welch_t: the same over its standard
    error, inf where that is 0. orders: drawn, or in the whole reference set where `exact`; seed: of the
    draws, None where exact; undefined: orders without a statistic (an arm with fewer than two outcomes),
    which count as extreme. n_treated, n_untreated: with an outcome.
    """

    difference: float
    welch_t: float
    p_difference: float
    p_studentised: float
    orders: int
    exact: bool
    seed: int | None
    n_treated: int
    n_untreated: int
    undefined: int = 0
    warnings: tuple[str, ...] = ()


def randomisation(
    outcome: ArrayLike,
    treated: ArrayLike,
    block: ArrayLike,
    *,
    seed: int,
    whole: Whole | None = None,
    draws: int = DRAWS,
    list_up_to: int = LISTED,
) -> Randomised:
    """Permutes arms within blocks; outcomes, missing ones too, stay with the participants.

    outcome: (n,), one number a place, nan is missing; treated: (n,), 0/1 or bool, for every place; block:
    (n,), labels that differ between strata. Every taken place belongs in, also of whoever is not analysed
    (with nan). whole: for each open block the (treated, untreated) places of the full one, of which those
    given are the first. To compare two of more arms, give their places only: the others' are then held fixed.

    p = (1 + b) / (1 + draws), or the share of all orders where there are at most `list_up_to`.
    Raises ValueError for arrays of different length, a treatment other than 0 and 1, draws below 1, or a
    `whole` that holds less than was taken.
    """
    y, arm, labels = _checked(outcome, treated, block, draws)
    n = int((~np.isnan(y) & arm).sum()), int((~np.isnan(y) & ~arm).sum())
    short = _too_little(y, n)
    if short:
        return _nothing(y, arm, n, short)
    scaled = y - np.nanmean(y)
    scaled /= np.nanmax(np.abs(scaled))
    blocks = alike(*completed(scaled, arm, labels, whole or {}))
    orders = how_many(blocks)
    if orders == 1:
        return _nothing(y, arm, n, "The blocks have only one order, so nothing can be inferred.")
    exact = orders <= list_up_to
    sums = listed(blocks) if exact else drawn(blocks, draws, np.random.Generator(np.random.PCG64(seed)))
    total = _sums(scaled)
    found, undefined = statistics(sums, total)
    observed, _ = statistics(_sums(scaled[arm])[None], total)
    return Randomised(
        difference=_difference(y, arm),
        welch_t=float(observed[0, 1]),
        p_difference=_p(found[:, 0], observed[0, 0], exact=exact),
        p_studentised=_p(found[:, 1], observed[0, 1], exact=exact),
        orders=len(sums),
        exact=exact,
        seed=None if exact else seed,
        n_treated=n[0],
        n_untreated=n[1],
        undefined=undefined,
        warnings=_undefined(undefined, len(sums)),
    )


def studentised_row(found: Randomised) -> Estimate:
    """The difference with its studentised randomisation p as a row: no standard error, no interval."""
    how = f"all {found.orders} orders" if found.exact else f"{found.orders} orders, seed {found.seed}"
    return Estimate(
        estimate=found.difference,
        p=found.p_studentised,
        n_participants=found.n_treated + found.n_untreated,
        method=f"Randomisation inference within stored blocks, studentised, two-sided; {how}",
        warnings=found.warnings,
    )


def statistics(sums: Floats, total: Floats) -> tuple[Floats, int]:
    """Difference in means and Welch's t under each order, (orders, 2), and how many orders lack one (nan).

    sums: (orders, 3), treated n, sum and sum of squares; total: (3,), the same of everybody.
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


def _p(found: Floats, observed: float, *, exact: bool) -> float:
    limit = abs(observed) if abs(observed) == inf else abs(observed) * (1 - _TIE) - _TIE
    extreme = int((~(np.abs(found) < limit)).sum())  # nan is not below anything
    return extreme / len(found) if exact else (1 + extreme) / (1 + len(found))


def _sums(values: Floats) -> Floats:
    seen = values[~np.isnan(values)]
    return np.array([len(seen), seen.sum(), (seen * seen).sum()])


def _difference(y: Floats, arm: NDArray[np.bool_]) -> float:
    if np.isnan(y[arm]).all() or np.isnan(y[~arm]).all():
        return nan
    return float(np.nanmean(y[arm]) - np.nanmean(y[~arm]))


def _checked(
    outcome: ArrayLike, treated: ArrayLike, block: ArrayLike, draws: int
) -> tuple[Floats, NDArray[np.bool_], NDArray[np.generic]]:
    y, t = np.asarray(outcome, dtype=float).ravel(), np.asarray(treated, dtype=float).ravel()
    labels = np.asarray(block).ravel()
    if not len(y) == len(t) == len(labels):
        raise ValueError(
            f"outcome, treated and block must be equally long: {len(y)}, {len(t)} and {len(labels)}"
        )
    if not np.isin(t, (0.0, 1.0)).all():
        raise ValueError("treated must be 0 or 1 for every place")
    if draws < 1:
        raise ValueError(f"draws must be 1 or more, such as {DRAWS}, not {draws}")
    return y, t == 1, labels


def _too_little(y: Floats, n: tuple[int, int]) -> str:
    if min(n) < 2:
        return f"Too few to compare: {n[0]} and {n[1]} participants, at least 2 in each arm are needed."
    if np.nanmax(y) - np.nanmin(y) <= 1e-12 * np.nanmax(np.abs(y)):
        return "The outcome is the same for everybody, so nothing can be inferred."
    return ""


def _nothing(y: Floats, arm: NDArray[np.bool_], n: tuple[int, int], why: str) -> Randomised:
    return Randomised(
        difference=_difference(y, arm),
        welch_t=nan,
        p_difference=nan,
        p_studentised=nan,
        orders=0,
        exact=False,
        seed=None,
        n_treated=n[0],
        n_untreated=n[1],
        warnings=(why,),
    )


def _undefined(number: int, orders: int) -> tuple[str, ...]:
    if not number:
        return ()
    return (f"{number} of {orders} orders leave an arm with fewer than two outcomes and count as extreme.",)
