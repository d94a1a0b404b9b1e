"""Simulations of one number a participant: Welch, Lin, and looking after each participant."""

from collections.abc import Iterator
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from scoring.estimators.estimate import Estimate
from scoring.estimators.lin import lin
from scoring.estimators.welch import welch
from scoring.moments import Moments
from scoring.sequential.anytime import BURN_IN, at_any_look
from tests.calibration.simulation import Outcome

Floats = NDArray[np.float64]

PLANNED = 400
LONGEST = 2 * PLANNED


def covered(row: Estimate, truth: float) -> bool:
    return row.low <= truth <= row.high


def welch_normal(seed: int) -> Outcome:
    rng = np.random.default_rng(seed)
    return {"Welch": covered(welch(rng.normal(0.4, 1, 100), rng.normal(0, 1, 100)), 0.4)}


def welch_exponential(seed: int) -> Outcome:
    rng = np.random.default_rng(seed)
    return {"Welch": covered(welch(0.4 + rng.exponential(1, 100), rng.exponential(1, 100)), 0.4)}


def lin_normal(seed: int) -> Outcome:
    return {f"Lin, {n} + {n}": _lin(seed, n, exponential=False) for n in (30, 100)}


def lin_exponential(seed: int) -> Outcome:
    return {"Lin, 100 + 100": _lin(seed, 100, exponential=True)}


def _lin(seed: int, each: int, *, exponential: bool) -> bool:
    rng = np.random.default_rng(seed)
    treated = rng.permutation(np.repeat([0, 1], each))
    before = rng.normal(0, 1, 2 * each)
    noise = rng.exponential(1, 2 * each) if exponential else rng.normal(0, 1, 2 * each)
    return covered(lin(0.4 * treated + 0.7 * before + noise, treated, covariates=before), 0.4)


def ever_excluded_normal(seed: int) -> Outcome:
    return {"ever excludes 0": _ever(np.random.default_rng(seed), exponential=False)}


def ever_excluded_exponential(seed: int) -> Outcome:
    return {"ever excludes 0": _ever(np.random.default_rng(seed), exponential=True)}


def _ever(rng: np.random.Generator, *, exponential: bool) -> bool:
    y = rng.exponential(1, LONGEST) if exponential else rng.normal(0, 1, LONGEST)
    treated = rng.permuted(np.tile([0, 1], (LONGEST // 2, 1)), axis=1).ravel() == 1
    for a, b in zip(_growing(y, treated), _growing(y, ~treated), strict=True):
        if min(a.n, b.n) < BURN_IN:
            continue
        row = Estimate(estimate=a.mean - b.mean, se=sqrt(a.variance / a.n + b.variance / b.n))
        seen = at_any_look(row, a, b, planned=PLANNED)
        if seen.low > 0 or seen.high < 0:
            return True
    return False


def _growing(y: Floats, mine: NDArray[np.bool_]) -> Iterator[Moments]:
    """An arm's moments after each participant of both arms."""
    n = np.cumsum(mine)
    mean = np.cumsum(np.where(mine, y, 0)) / np.maximum(n, 1)
    m2 = np.cumsum(np.where(mine, y**2, 0)) - n * mean**2
    for row in zip(n.tolist(), mean.tolist(), m2.tolist(), strict=True):
        yield Moments(*row)
