"""Simulations of ratings that cross participants with profiles: no effect, but slopes that vary.

The SD over participants of the effect between the lowest and highest level is .3, over profiles half of it.
"""

from math import isnan

import numpy as np
from numpy.typing import NDArray

from scoring.estimators.mixed.clustered import clustered
from scoring.estimators.mixed.crossed import crossed
from scoring.sequential.looks import at_look
from tests.calibration.simulation import Outcome
from tests.scoring.estimators.mixed.made import MEAN_LEVEL, Made, drawn

PROFILES = 16
SPREAD = 0.3 / 6.5
ALPHA = 0.05
LOOKS = (0.5, 0.75, 1.0)
ROWS = ("visibility", "slope", "placebo", "slope_less_placebo")


def crossed_small(seed: int) -> Outcome:
    return _crossed(_drawn(400, 4, seed))


def crossed_usual(seed: int) -> Outcome:
    return _crossed(_drawn(2000, 8, seed))


def crossed_looked(seed: int) -> Outcome:
    """Whether any look stops the study: the crossed model of the first half, three quarters, all. What
    profiles differ by is in every look alike, so that looks say less of each other's news than fractions of
    participants do: boundaries are then rather too wide than too narrow.
    """
    made = _drawn(400, 4, seed)
    z: dict[str, tuple[float, ...]] = {"visibility": (), "slope": ()}
    stops = dict.fromkeys(z, False)
    for i, fraction in enumerate(LOOKS, 1):
        found = crossed(*made.where(_among_first(made, fraction)), mean_level=MEAN_LEVEL)
        for name, earlier in z.items():
            look = at_look(getattr(found, name), look=i, fractions=LOOKS, alpha=ALPHA, earlier=earlier)
            z[name], stops[name] = (*earlier, look.z), stops[name] or look.crossed
    return {f"{name}, any look crosses": stop for name, stop in stops.items()}


def _among_first(made: Made, fraction: float) -> NDArray[np.bool_]:
    """The ratings of this fraction of each group's participants."""
    kept = []
    for shown in (0, 1):
        people = np.unique(made.who[made.shown == shown])
        kept.append(people[: round(fraction * len(people))])
    return np.isin(made.who, np.concatenate(kept))


def clustered_small(seed: int) -> Outcome:
    return _clustered(_drawn(400, 4, seed))


def clustered_usual(seed: int) -> Outcome:
    return _clustered(_drawn(2000, 8, seed))


def _drawn(participants: int, each: int, seed: int) -> Made:
    return drawn(participants, PROFILES, each, seed=seed, slope=0, visibility=0, spread=SPREAD)


def _crossed(made: Made) -> Outcome:
    found = crossed(*made, mean_level=MEAN_LEVEL)
    rejected = {name.replace("_", " "): _rejected(getattr(found, name).p) for name in ROWS}
    return rejected if not found.about.fallback else dict.fromkeys(rejected)


def _clustered(made: Made) -> Outcome:
    shown, hidden = (np.where(made.shown == g, (made.levels - MEAN_LEVEL) / 10, 0) for g in (1, 0))
    x = np.column_stack([np.ones(len(made.y)), made.shown - 0.5, shown, hidden])
    found = clustered(made.y, x, ("mean", "visibility", "slope", "placebo"), made.who, made.what)
    return {
        "visibility": _rejected(found.contrast([0, 1, 0, 0]).p),
        "slope": _rejected(found.contrast([0, 0, 1, 0]).p),
    }


def _rejected(p: float) -> bool | None:
    return None if isnan(p) else p < ALPHA
