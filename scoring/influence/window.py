"""Sums over the last days, for many accounts at once, by cumulative sums.

Days before the record count as empty: put a run-in before the days that matter.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_LONGEST = 900  # half-lives in a record: twice that would leave the range of a float


def recent(daily: NDArray[np.floating], *, days: int, half_life: float) -> Floats:
    """Mean a day over the last `days`, a day's weight halving with every `half_life` days of age.

    daily: (accounts, days of the record), 0 or more; the same shape comes back. Weights add to 1, so a steady
    account has its daily amount once the window is full. With g = 2 ** (1 / half_life) the sum over s of
    g ** (s - t) x[s] is the difference of two cumulative sums of g ** s x[s], divided by g ** t.
    """
    length = daily.shape[-1]
    if length > _LONGEST * half_life:
        raise ValueError(f"daily must hold at most {_LONGEST} half-lives of {half_life:g} days, not {length}")
    growth = 2.0 ** (np.arange(length) / half_life)
    sums = np.multiply(daily, growth, dtype=np.float64)
    sums = _last(np.cumsum(sums, axis=-1, out=sums), days)
    decay = 2.0 ** (-1 / half_life)
    sums *= (1 - decay) / (1 - decay**days) / growth
    return sums


def total(daily: NDArray[np.floating], *, days: int) -> Floats:
    """Plain sum over the last `days`; (accounts, days of the record) in and out."""
    return _last(np.cumsum(daily, axis=-1, dtype=np.float64), days)


def _last(sums: Floats, days: int) -> Floats:
    if sums.shape[-1] <= days:
        return sums
    inside = sums.copy()
    inside[..., days:] -= sums[..., :-days]
    return inside
