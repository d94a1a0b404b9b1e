"""Simulations of randomisation inference: nobody would have answered otherwise in the other arm."""

import hashlib

import numpy as np

from scoring.allocation.blocks import entries
from scoring.estimators.randomisation import randomisation
from tests.calibration.simulation import Outcome

HALVES = {"shown": 1, "hidden": 1}
PLACES = 120
LOST = 0.05
DRAWS = 999


def randomised_normal(seed: int) -> Outcome:
    rng = np.random.default_rng(seed)
    return _randomised(seed, rng.normal(0, 1, PLACES), rng)


def randomised_exponential(seed: int) -> Outcome:
    rng = np.random.default_rng(seed)
    return _randomised(seed, rng.exponential(1, PLACES), rng)


def _randomised(
    seed: int, y: np.ndarray[tuple[int], np.dtype[np.float64]], rng: np.random.Generator
) -> Outcome:
    """The study's own list, broken off wherever its last block happens to be."""
    key = hashlib.sha256(f"{seed}".encode()).digest()
    list_ = entries(key, "", 0, PLACES, weights=HALVES)
    last = list_[-1]
    whole = {last.block: (last.size // 2, last.size // 2)}
    y = np.where(rng.uniform(size=PLACES) < LOST, np.nan, y)
    found = randomisation(
        y,
        [place.arm == "shown" for place in list_],
        [place.block for place in list_],
        seed=seed,
        whole=whole,
        draws=DRAWS,
    )
    return {"difference": found.p_difference, "studentised": found.p_studentised}
