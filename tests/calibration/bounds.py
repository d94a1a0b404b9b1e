"""Simulations of what is said about effects that may be small, and about participants who are missing."""

from math import exp, pi, sqrt

import numpy as np
from scipy import special

from scoring.estimators.imbens_manski import lee_interval
from scoring.estimators.tost import tost
from scoring.estimators.welch import welch
from tests.calibration.simulation import Outcome

BOUND = 0.4
EACH = 300
FINISH = 0.90, 0.75
RESAMPLES = 499


def equivalent_at_the_bound(seed: int) -> Outcome:
    rng = np.random.default_rng(seed)
    row = welch(rng.normal(BOUND, 1, 200), rng.normal(0, 1, 200))
    return {"equivalent": tost(row, bound_low=-BOUND, bound_high=BOUND).p < 0.05}


def lee_at_its_ends(seed: int) -> Outcome:
    """No difference among those who answer. Whoever finishes only if treated may have the highest outcomes of
    all, or the lowest: then the truth is one of the bounds. The data are the same.
    """
    rng = np.random.default_rng(seed)
    treated, untreated = (rng.normal(0, 1, rng.binomial(EACH, share)) for share in FINISH)
    found = lee_interval(treated, untreated, allocated=(EACH, EACH), seed=seed, draws=RESAMPLES)
    end = mean_without_the_highest((FINISH[0] - FINISH[1]) / FINISH[0])
    return {
        "truth at the lower bound": found.low <= end <= found.high,
        "truth at the upper bound": found.low <= -end <= found.high,
    }


def mean_without_the_highest(share: float) -> float:
    """Of a standard normal outcome, once its highest share is cut off."""
    z = float(special.ndtri(1 - share))
    return -exp(-z * z / 2) / sqrt(2 * pi) / (1 - share)
