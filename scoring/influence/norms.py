"""Aggregates of real accounts' scores of March 2013, and where a score stands among them."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
_TOP = 300_000  # followers at which the open band is closed: chosen, no account's count is known


@dataclass(frozen=True, slots=True)
class Band:
    """Accounts with this many followers (from `low`, below `high`): how many, means and SD of scores."""

    low: float
    high: float
    n: int
    klout: tuple[float, float]
    influence: tuple[float, float]
    outreach: tuple[float, float]
    posts: float
    following: float


@dataclass(frozen=True, slots=True)
class Distribution:
    """percents: 1, 5, ... 99; at: the score there; low, high: the extremes."""

    percents: tuple[float, ...]
    at: tuple[float, ...]
    low: float
    high: float

    def share_below(self, scores: ArrayLike) -> Floats:
        """Share (0-1) of the real accounts below these scores, by straight lines between percentiles."""
        shares = np.array([0.0, *self.percents, 100.0]) / 100
        return np.asarray(
            np.interp(np.asarray(scores, float), [self.low, *self.at, self.high], shares), dtype=np.float64
        )


@dataclass(frozen=True, slots=True)
class Norms:
    """The file `influence_norms.json`; `regressions` by score: intercept and slopes on log10(count + 1)."""

    description: str
    source: str
    klout: Distribution
    influence: Distribution
    bands: tuple[Band, ...]
    regressions: dict[str, dict[str, float]]
    archetypes: dict[str, dict[str, float]]
    correlation: float


@cache
def norms() -> Norms:
    text = resources.files("scoring.influence").joinpath("influence_norms.json").read_text(encoding="utf-8")
    found = json.loads(text)
    return Norms(
        description=found["description"],
        source=found["source"],
        klout=_distribution(found["klout"]),
        influence=_distribution(found["kred_influence"]),
        bands=tuple(_band(row) for row in found["by_followers"]),
        regressions=found["regressions_on_log10_of_count_plus_1"],
        archetypes=found["archetypes"],
        correlation=found["correlation_klout_kred_influence"],
    )


def _distribution(row: dict[str, Any]) -> Distribution:
    percents = tuple(float(percent) for percent in row["percentiles"])
    return Distribution(percents, tuple(row["percentiles"].values()), row["min"], row["max"])


def _band(row: dict[str, Any]) -> Band:
    klout, influence, outreach = (
        (row[f"{score}_mean"], row[f"{score}_sd"]) for score in ("klout", "kred_influence", "kred_outreach")
    )
    return Band(
        low=row["followers_from"],
        high=row["followers_below"] or _TOP,
        n=row["n"],
        klout=klout,
        influence=influence,
        outreach=outreach,
        posts=row["median_posts"],
        following=row["median_following"],
    )
