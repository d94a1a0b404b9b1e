"""Tipping point: how different the missing would have to be for the interval to reach 0."""

from dataclasses import dataclass, replace
from math import isnan, nan, sqrt

from numpy.typing import ArrayLike

from scoring.estimators.estimate import LEVEL, Estimate
from scoring.estimators.lee import Bounds, lee
from scoring.estimators.welch import welch
from scoring.laws import t_ppf
from scoring.moments import moments

ASSUMPTION = (
    "The missing of an arm are taken to be like those of the arm who finished, but for the shift; at a shift "
    "of 0 the plain difference stands."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tipping:
    """Shifts of the missing ones' mean, in the outcome's units, at which the interval first includes 0.

    treated: added to the missing of the treated arm; untreated: of the untreated arm; opposite: added in the
    treated arm and taken off in the untreated one. 0 where the interval includes 0 as it is; nan where nobody
    is missing who could be shifted. row: the difference of those who finished (Welch); missing: the shares.
    """

    treated: float
    untreated: float
    opposite: float
    row: Estimate
    missing: tuple[float, float]
    assumption: str = ASSUMPTION
    warnings: tuple[str, ...] = ()


def tipping(
    treated: ArrayLike,
    untreated: ArrayLike,
    *,
    allocated: tuple[int, int],
    level: float = LEVEL,
    scale: tuple[float, float] | None = None,
) -> Tipping:
    """A shift d makes the difference D + m d, m the share missing, with variance se^2 + d^2 m (1 - m) / N:
    the share is estimated too (White, Carpenter & Horton 2018, Stat. Sin. 28:1985). The df stay Welch's.

    treated, untreated, allocated: as in `lee`; scale: the ends of the outcome's scale, to say where the shift
    would put the missing ones' mean beyond them.
    Raises ValueError where fewer were allocated than finished, or the scale's ends are not in order.
    """
    if scale is not None and not scale[0] < scale[1]:
        raise ValueError(f"scale must be (low, high) with low below high: {scale}")
    finished = lee(treated, untreated, allocated=allocated)
    row = welch(treated, untreated, level=level)
    shares = _missing(finished, allocated)
    if isnan(row.p):
        why = (*row.warnings, "No interval, so there is no tipping point.")
        return Tipping(
            treated=nan,
            untreated=nan,
            opposite=nan,
            row=row,
            missing=shares,
            warnings=tuple(dict.fromkeys(why)),
        )
    t, u = (m * (1 - m) / n for m, n in zip(shares, allocated, strict=True))
    found = Tipping(
        treated=_shift(row, shares[0], t),
        untreated=_shift(row, -shares[1], u),
        opposite=_shift(row, shares[0] + shares[1], t + u),
        row=row,
        missing=shares,
    )
    means = moments(treated).mean, moments(untreated).mean
    return _with_warnings(found, means, scale)


def _shift(row: Estimate, slope: float, variance: float) -> float:
    """The smallest d that brings (D + slope d)^2 down to t^2 (se^2 + variance d^2)."""
    if row.low <= 0 <= row.high:
        return 0.0
    if slope == 0:
        return nan
    t = t_ppf(0.5 + row.level / 2, row.df)
    # With x = -d slope / D, the share of the difference that the shift takes away, the wanted root lies in
    # 0..1: at 0 the interval excludes 0, at 1 the difference is 0.
    r, v = (t * row.se / row.estimate) ** 2, t * t * variance / (slope * slope)
    # (1 - x)^2 = r + v x^2
    a, c = 1 - v, 1 - r
    x = c / (1 + sqrt(1 - a * c))
    return -x * row.estimate / slope


def _missing(finished: Bounds, allocated: tuple[int, int]) -> tuple[float, float]:
    shares = [
        1 - n / of if of else nan
        for n, of in zip((finished.n_treated, finished.n_untreated), allocated, strict=True)
    ]
    return shares[0], shares[1]


def _with_warnings(found: Tipping, means: tuple[float, float], scale: tuple[float, float] | None) -> Tipping:
    """means: of those who finished, treated and untreated."""
    if found.row.low <= 0 <= found.row.high:
        already = "The interval of those who finished includes 0 as it is."
        return replace(found, warnings=(*found.row.warnings, already))
    notes = []
    arms = ("treated", found.treated, means[0]), ("untreated", found.untreated, means[1])
    for arm, shift, mean in arms:
        if isnan(shift):
            notes.append(f"Nobody is missing in the {arm} arm.")
        elif scale is not None and not scale[0] <= mean + shift <= scale[1]:
            notes.append(
                f"The missing of the {arm} arm alone cannot bring the interval to 0: their mean would have "
                f"to be {mean + shift:.2f}, off the scale {scale[0]:g} to {scale[1]:g}."
            )
    return replace(found, warnings=(*found.row.warnings, *notes))
