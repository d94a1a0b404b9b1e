"""Randomisation inference: the arms permuted as the stored allocation might have fallen.

The reference set are the orders within the stored blocks (Rosenberger & Lachin, Randomization in Clinical
Trials). Two statistics from the same orders: the difference in means, and that difference studentised, which
holds its size asymptotically also where only the means are equal (Janssen 1997, Stat. Probab. Lett. 36:9;
Wu & Ding 2021, J. Am. Stat. Assoc. 116:1898). Speaks of this pool of profiles.
"""

from dataclasses import dataclass
from math import isnan, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.estimate import LEVEL, Estimate, check_level
from scoring.estimators.inverted import Inverted, p_of
from scoring.estimators.orders import Whole, alike, completed, drawn, how_many, listed

Floats = NDArray[np.float64]

METHOD = (
    "Randomisation inference within stored blocks, studentised, two-sided; the interval by inverting the "
    "test, for an effect that is the same for everybody"
)
DRAWS = 1_999
LISTED = 20_000
"""Reference sets up to this size are listed whole, and p is exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Randomised:
    """Two-sided p of "nobody would have answered otherwise in the other arm", by two statistics.

    difference: treated minus untreated mean, in the outcome's units; welch_t: the same over its standard
    error, inf where that is 0. orders: drawn, or in the whole reference set where `exact`; seed: of the
    draws, None where exact; undefined: orders without a statistic (an arm with fewer than two outcomes),
    which count as extreme. n_treated, n_untreated: with an outcome. low..high: at `level`, the effects, the
    same for everybody, that the studentised test does not reject (Rosenbaum 2002, Observational Studies,
    ch. 2); nan on a side where none is rejected, for want of orders.
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
    low: float = nan
    high: float = nan
    level: float = LEVEL
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
    level: float = LEVEL,
) -> Randomised:
    """Permutes arms within blocks; outcomes, missing ones too, stay with the participants.

    outcome: (n,), one number a place, nan is missing; treated: (n,), 0/1 or bool, for every place; block:
    (n,), labels that differ between strata. Every taken place belongs in, also of whoever is not analysed
    (with nan). whole: for each open block the (treated, untreated) places of the full one, of which those
    given are the first. To compare two of more arms, give their places only: the others' are then held fixed.

    p = (1 + b) / (1 + draws), or the share of all orders where there are at most `list_up_to`. The interval
    inverts the studentised test on the same orders, so that it holds 0 exactly where p > 1 - level.
    Raises ValueError for arrays of different length, a treatment other than 0 and 1, draws below 1, a
    level outside 0..1, or a `whole` that holds less than was taken.
    """
    check_level(level)
    y, arm, labels = _checked(outcome, treated, block, draws)
    n = int((~np.isnan(y) & arm).sum()), int((~np.isnan(y) & ~arm).sum())
    short = _too_little(y, n)
    if short:
        return _nothing(y, arm, n, short, level)
    scaled = y - np.nanmean(y)
    unit = float(np.nanmax(np.abs(scaled)))
    scaled /= unit
    blocks = alike(*completed(scaled, arm, labels, whole or {}))
    orders = how_many(blocks)
    if orders == 1:
        return _nothing(y, arm, n, "The blocks have only one order, so nothing can be inferred.", level)
    exact = orders <= list_up_to
    sums = listed(blocks) if exact else drawn(blocks, draws, np.random.Generator(np.random.PCG64(seed)))
    inverted = Inverted(sums, _sums(scaled[arm]), _sums(scaled[~arm]), exact=exact)
    found, observed, undefined = inverted.at(0.0)
    low, high = inverted.interval(1 - level)
    return Randomised(
        difference=_difference(y, arm),
        welch_t=float(observed[1]),
        p_difference=p_of(found[:, 0], observed[0], exact=exact),
        p_studentised=p_of(found[:, 1], observed[1], exact=exact),
        orders=len(sums),
        exact=exact,
        seed=None if exact else seed,
        n_treated=n[0],
        n_untreated=n[1],
        undefined=undefined,
        low=low * unit,
        high=high * unit,
        level=level,
        warnings=(*_undefined(undefined, len(sums)), *_unbounded(low, high)),
    )


def studentised_row(found: Randomised) -> Estimate:
    """The difference with its studentised randomisation p and interval as a row, without a standard error."""
    how = f"all {found.orders} orders" if found.exact else f"{found.orders} orders, seed {found.seed}"
    return Estimate(
        estimate=found.difference,
        p=found.p_studentised,
        low=found.low,
        high=found.high,
        level=found.level,
        n_participants=found.n_treated + found.n_untreated,
        method=f"{METHOD}; {how}",
        warnings=found.warnings,
    )


def _unbounded(low: float, high: float) -> tuple[str, ...]:
    if not (isnan(low) or isnan(high)):
        return ()
    return ("There are too few orders for an interval: on a side no effect can be excluded.",)


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


def _nothing(y: Floats, arm: NDArray[np.bool_], n: tuple[int, int], why: str, level: float) -> Randomised:
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
        level=level,
        warnings=(why,),
    )


def _undefined(number: int, orders: int) -> tuple[str, ...]:
    if not number:
        return ()
    return (f"{number} of {orders} orders leave an arm with fewer than two outcomes and count as extreme.",)
