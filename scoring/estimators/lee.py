"""Bounds on an effect when one arm loses more participants than the other."""

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

MONOTONE = (
    "Assumes that treatment moves finishing in one direction only: it does not keep some people in "
    "while it drives others out."
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """lower..upper for treated minus untreated; trimmed: the share p cut from the arm that finishes more;
    n_treated, n_untreated: with an outcome; assumption: in words; warnings: whole sentences.
    """

    lower: float
    upper: float
    trimmed: float
    n_treated: int
    n_untreated: int
    assumption: str
    warnings: tuple[str, ...] = ()


def lee(treated: ArrayLike, untreated: ArrayLike, *, allocated: tuple[int, int]) -> Bounds:
    """Lee 2009 (Rev. Econ. Stud. 76:1071): the effect among those who would finish in either arm.

    treated, untreated: outcomes of shape (n,), one a participant, nan is not finished; allocated: how many
    were (exposed) in each. The arm that finishes more loses p = (q_high - q_low) / q_high of its rows, the
    highest for one bound and the lowest for the other; a fractional last row keeps a fraction, so ties need
    no rule.

    Raises ValueError where fewer were allocated than finished.
    """
    t, c = _finished(treated), _finished(untreated)
    _check(t, c, allocated)
    if not len(t) or not len(c):
        return _nothing(t, c, MONOTONE)
    shares = len(t) / allocated[0], len(c) / allocated[1]
    p = abs(shares[0] - shares[1]) / max(shares)
    if shares[0] >= shares[1]:
        lower, upper = _mean_of_lowest(t, p) - c.mean(), -_mean_of_lowest(-t, p) - c.mean()
    else:
        lower, upper = t.mean() + _mean_of_lowest(-c, p), t.mean() - _mean_of_lowest(c, p)
    return Bounds(float(lower), float(upper), p, len(t), len(c), MONOTONE)


def scale_ends(
    treated: ArrayLike, untreated: ArrayLike, *, allocated: tuple[int, int], low: float, high: float
) -> Bounds:
    """Everybody lost at the ends of the scale, once against and once for the effect; assumes nothing.

    Arguments as in `lee`; low, high: the ends of the scale (Horowitz & Manski 2000).
    Raises ValueError where fewer were allocated than finished, or low is not below high.
    """
    t, c = _finished(treated), _finished(untreated)
    _check(t, c, allocated)
    if not low < high:
        raise ValueError(f"low must be below high: {low} and {high}")
    if not min(allocated):
        return _nothing(t, c, "")
    lost = allocated[0] - len(t), allocated[1] - len(c)

    def difference(lost_treated: float, lost_untreated: float) -> float:
        mean_t = (t.sum() + lost[0] * lost_treated) / allocated[0]
        return float(mean_t - (c.sum() + lost[1] * lost_untreated) / allocated[1])

    outside = int(((np.r_[t, c] < low) | (np.r_[t, c] > high)).sum())
    warnings = (f"{outside} outcomes lie off the scale {low:g} to {high:g}.",) if outside else ()
    return Bounds(difference(low, high), difference(high, low), 0.0, len(t), len(c), "", warnings)


def _mean_of_lowest(values: Floats, cut: float) -> float:
    """The mean of what is left when the highest share `cut` of the rows is cut off."""
    ascending = np.sort(values)
    keep = (1 - cut) * len(ascending)
    weights = np.clip(keep - np.arange(len(ascending)), 0, 1)
    return float(weights @ ascending / keep)


def _finished(values: ArrayLike) -> Floats:
    found: Floats = np.asarray(values, dtype=float).ravel()
    return found[~np.isnan(found)]


def _check(treated: Floats, untreated: Floats, allocated: tuple[int, int]) -> None:
    if allocated[0] < len(treated) or allocated[1] < len(untreated):
        raise ValueError(
            f"allocated must be at least the finished: {allocated} and {(len(treated), len(untreated))}"
        )


def _nothing(treated: Floats, untreated: Floats, assumption: str) -> Bounds:
    n = len(treated), len(untreated)
    why = f"Too few for bounds: {n[0]} and {n[1]} finished, at least 1 in each arm is needed."
    return Bounds(nan, nan, nan, *n, assumption, (why,))
