"""Interval for the noncentrality of a t statistic, by an integral of our own.

scipy's noncentral t gives nan for some moderate statistics at small df; this integral is smooth everywhere.
"""

from functools import lru_cache
from math import isfinite, nan, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(240)
_TAIL = 1e-18
_REACH = 9.0  # standard deviations of the normal: beyond lies 1e-19


def noncentrality(t: float, df: float, *, level: float = 0.95) -> tuple[float, float]:
    """The noncentralities that put the observed t at either tail, low then high; nan where there is none."""
    if not (isfinite(t) and isfinite(df) and df > 0):
        return nan, nan
    if t < 0:
        low, high = noncentrality(-t, df, level=level)
        return -high, -low
    tail = (1 - level) / 2
    return _solve(t, df, 1 - tail), _solve(t, df, tail)


def cdf(t: float, df: float, ncp: float) -> float:
    """P(T <= t) of the noncentral t, for t of 0 or more.

    T = (Z + ncp) / S with Z normal and S^2 = chi-square / df. The integral runs over whichever of S and Z
    is the narrower beside the other, so that the rest of the integrand is smooth on its scale.
    """
    if t <= sqrt(2 * df):
        s, mass = _chi(df)
        return float(mass @ special.ndtr(t * s - ncp))
    # Where Z + ncp < 0, T <= t for every S.
    start = float(np.clip(-ncp, -_REACH, _REACH))
    z, width = _nodes(start, _REACH)
    s = (z + ncp) / t
    upper = special.gammaincc(df / 2, df * s * s / 2)
    return float(special.ndtr(start) + width @ (np.exp(-z * z / 2) / sqrt(2 * np.pi) * upper))


@lru_cache(maxsize=32)
def _chi(df: float) -> tuple[Floats, Floats]:
    """Points of S and their probabilities; in its cube root, as below 2 df the density starts steeply."""
    low, high = special.gammaincinv(df / 2, _TAIL), special.gammainccinv(df / 2, _TAIL)
    root, width = _nodes(float(2 / df * low) ** (1 / 6), float(2 / df * high) ** (1 / 6))
    s = root**3
    log_density = df * np.log(s) - df / 2 * (s * s - np.log(df / 2)) - special.gammaln(df / 2)
    mass = 6 * np.exp(log_density) / root * width
    return s, mass / mass.sum()


def _nodes(low: float, high: float) -> tuple[Floats, Floats]:
    half = (high - low) / 2
    return low + half * (_NODES + 1), half * _WEIGHTS


def _solve(t: float, df: float, probability: float) -> float:
    """The noncentrality at which P(T <= t) is the given probability: it falls as the noncentrality rises."""

    def miss(ncp: float) -> float:
        return cdf(t, df, ncp) - probability

    low, high, step = t, t, 1 + t / sqrt(df)
    while miss(low) < 0:
        low, step = low - step, step * 2
    step = 1 + t / sqrt(df)
    while miss(high) > 0:
        high, step = high + step, step * 2
    from scipy import optimize  # slow to import, and needed here only

    return float(optimize.brentq(miss, low, high, xtol=1e-12, rtol=1e-13)) if low < high else low
