"""Accounts as the norms' bands describe them, to compare the score systems with."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.influence.accounts import LISTED, Accounts, accounts
from scoring.influence.chance import Chance
from scoring.influence.norms import Band, norms

Floats = NDArray[np.float64]

LEVEL_RMSE = 0.72  # the norms' spread of outreach levels about their regression
LISTED_SD = 0.35  # log10; chosen, as the norms hold nothing of lists but their slopes
LEVEL_SCALE, LEVEL_DF = 0.31, 3
"""Student's t about the regression of levels on counts: its spread, and the share that one rule hits."""


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """levels: (accounts,) the Outreach level that each account is taken to show."""

    accounts: Accounts
    levels: NDArray[np.int64]


def sampled(n: int, *, rng: Chance) -> Sampled:
    """n accounts: a band by its size, followers within it, posts about its median, a level about the norms'
    regression. Posts vary in a band as much as its levels do beyond that regression's own spread.
    """
    if n < 1:
        raise ValueError(f"n must be 1 or more, not {n}")
    bands = norms().bands
    sizes = np.array([band.n for band in bands], float)
    which = rng.choice(len(bands), size=n, p=sizes / sizes.sum())
    followers = _within(bands, which, rng.random(n))
    middles = [np.log10((band.low + 1) * band.high) / 2 for band in bands]
    slope = norms().regressions["kred_outreach"]
    spread = np.sqrt([max(band.outreach[1] ** 2 - LEVEL_RMSE**2, 0) for band in bands]) / slope["posts"]
    posts = np.interp(followers, middles, np.log10([band.posts + 1 for band in bands]))
    posts = np.clip(posts + spread[which] * rng.standard_normal(n), 0, 6)
    listed = LISTED * 10 ** (followers + LISTED_SD * rng.standard_normal(n))
    f, s = np.rint(10**followers - 1), np.rint(10**posts - 1)
    middle = slope["intercept"] + slope["followers"] * followers + slope["posts"] * posts
    levels = np.rint(middle + LEVEL_SCALE * rng.standard_t(LEVEL_DF, n)).clip(0, 12).astype(int)
    return Sampled(accounts(followers=f, posts=s, listed=np.rint(listed)), levels)


def _within(bands: tuple[Band, ...], which: NDArray[np.int64], u: Floats) -> Floats:
    """log10(followers + 1), even within a band, but for the first and last, which thin out outwards."""
    low, high = np.log10([band.low + 1 for band in bands]), np.log10([band.high for band in bands])
    thin = np.select([which == 0, which == len(bands) - 1], [np.sqrt(u), 1 - np.sqrt(1 - u)], u)
    return np.asarray(low[which] + (high - low)[which] * thin)
