"""How far our scores agree with the norms: the numbers of a chart and of a test."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.influence.norms import Distribution, norms
from scoring.influence.sampled import sampled
from scoring.influence.summary import Summary, summary

Floats = NDArray[np.float64]

KLOUT_ALLOWED, INFLUENCE_ALLOWED = 3.0, 30.0
EXACT, WITHIN_ONE = 0.60, 0.95
CORRELATION = (0.75, 0.85)


@dataclass(frozen=True, slots=True)
class At:
    """One percentile of a score: the norms', ours, and how far apart they may be."""

    percent: float
    norm: float
    ours: float
    allowed: float

    @property
    def passes(self) -> bool:
        return abs(self.ours - self.norm) <= self.allowed


@dataclass(frozen=True, slots=True)
class InBand:
    """Mean scores of accounts with so many followers: (norms, ours); nan where none of ours is there."""

    followers_from: float
    n: int
    klout: tuple[float, float]
    influence: tuple[float, float]
    outreach: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """exact, within_one: shares of accounts whose Outreach level is that shown, or next to it.

    correlation: Pearson's, of the two scores. All of n accounts.
    """

    n: int
    klout: tuple[At, ...]
    influence: tuple[At, ...]
    exact: float
    within_one: float
    correlation: float
    bands: tuple[InBand, ...]

    @property
    def passes(self) -> bool:
        percentiles = all(at.passes for at in (*self.klout, *self.influence))
        levels = self.exact >= EXACT and self.within_one >= WITHIN_ONE
        return percentiles and levels and CORRELATION[0] <= self.correlation <= CORRELATION[1]


def comparison(n: int, *, rng: np.random.Generator) -> Comparison:
    """Of n accounts sampled from the norms' bands."""
    made = sampled(n, rng=rng)
    return compared(summary(made.accounts, rng=rng), made.accounts.followers, made.levels)


def compared(ours: Summary, followers: ArrayLike, levels: ArrayLike) -> Comparison:
    """Of any accounts: our scores of them, their followers, and the Outreach levels they showed.

    Accounts without a score or a level are left out. Raises ValueError where fewer than two are left.
    """
    count, shown = np.asarray(followers, float), np.asarray(levels, float)
    known = ~np.isnan(ours.klout + count + shown)
    if known.sum() < 2:
        raise ValueError(f"ours must hold two or more accounts with scores and levels, not {known.sum()}")
    klout, influence, outreach = ours.klout[known], ours.influence[known], ours.outreach[known]
    apart = np.abs(outreach - shown[known])
    return Comparison(
        n=int(known.sum()),
        klout=_percentiles(klout, norms().klout, allowed=KLOUT_ALLOWED),
        influence=_percentiles(influence, norms().influence, allowed=INFLUENCE_ALLOWED),
        exact=float(np.mean(apart == 0)),
        within_one=float(np.mean(apart <= 1)),
        correlation=float(np.corrcoef(klout, influence)[0, 1]),
        bands=_bands(count[known], klout, influence, outreach),
    )


def _percentiles(scores: Floats, norm: Distribution, *, allowed: float) -> tuple[At, ...]:
    ours = np.percentile(scores, norm.percents)
    rows = zip(norm.percents, norm.at, ours, strict=True)
    return tuple(At(percent, at, float(found), allowed) for percent, at, found in rows)


def _bands(followers: Floats, *scores: Floats) -> tuple[InBand, ...]:
    found = []
    lows = [band.low for band in norms().bands]
    for band, high in zip(norms().bands, [*lows[1:], np.inf], strict=True):
        inside = (followers >= band.low) & (followers < high)
        means = [float(np.mean(score[inside])) if inside.any() else float("nan") for score in scores]
        pairs = zip((band.klout[0], band.influence[0], band.outreach[0]), means, strict=True)
        found.append(InBand(band.low, int(inside.sum()), *pairs))
    return tuple(found)
