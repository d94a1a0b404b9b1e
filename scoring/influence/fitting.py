"""The two curves, from accounts sampled from the norms: run `python -m scoring.influence.fitting` after a
change of the norms or of a constant, and put what it prints in `klout.py` and `kred.py`.
"""

import sys

import numpy as np
from numpy.typing import NDArray

from scoring.influence.curve import Curve
from scoring.influence.klout import KloutLike
from scoring.influence.kred import KredLike
from scoring.influence.norms import Distribution, norms
from scoring.influence.rates import rates
from scoring.influence.sampled import sampled
from scoring.influence.summary import steady_klout

TOP_POWER, TOP_POINTS = 3.6, 6.4
"""log10 where the curves end, at about what the counts of the best known accounts of 2012 would give."""
_INDEX = Curve((-30.0, 30.0), (-30.0, 30.0))  # shows the index itself


def fitted(n: int, *, rng: np.random.Generator) -> tuple[Curve, Curve]:
    """Klout-like and Influence: each percentile of n sampled accounts' index goes to that of the norms."""
    known = sampled(n, rng=rng).accounts
    open_ = rates(known, lasting=rng.standard_normal(n), passing=rng.standard_normal(n))
    power = steady_klout(KloutLike(curve=_INDEX), known, open_)
    points = KredLike(curve=_INDEX).influence(KredLike().act * open_.acts)
    x, y = _knots(power, norms().klout)
    slope = (y[1] - y[0]) / (x[1] - x[0])
    bottom = x[0] - (y[0] - norms().klout.low) / slope
    klout = Curve((round(bottom, 2), *x, TOP_POWER), (norms().klout.low, *y, 100.0))
    x, y = _knots(points, norms().influence)
    return klout, Curve((0.0, *x, TOP_POINTS), (1.0, *y, 1000.0))


def _knots(index: NDArray[np.float64], wanted: Distribution) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return tuple(round(float(x), 2) for x in np.percentile(index, wanted.percents)), wanted.at


if __name__ == "__main__":
    for curve in fitted(400_000, rng=np.random.default_rng(2013)):
        sys.stdout.write(f"{curve}\n")
