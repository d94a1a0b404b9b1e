"""Ratings to try the models on: drawn from the model itself, and those of the reference case."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.scoring.reference import number, rows

Floats = NDArray[np.float64]
LEVELS = np.array([20.0, 42, 65, 85])
MEAN_LEVEL = 53.0


@dataclass(frozen=True)
class Made:
    """The arrays that the models take, in their order."""

    y: Floats
    who: NDArray[Any]
    what: NDArray[Any]
    shown: NDArray[Any]
    levels: Floats

    def __iter__(self) -> Any:
        return iter((self.y, self.who, self.what, self.shown, self.levels))

    def where(self, keep: NDArray[Any]) -> "Made":
        return Made(*(array[keep] for array in self))

    def rated(self, y: Any) -> "Made":
        return replace(self, y=np.asarray(y, dtype=float))


def case_one() -> Made:
    table = rows("01_crossed_slopes")
    y, who, what, shown, levels = (
        np.array([number(row[name]) for row in table])
        for name in ("y", "participant", "profile", "visible", "level")
    )
    return Made(y, who, what, shown, levels)


def drawn(
    participants: int = 80,
    profiles: int = 16,
    each: int = 4,
    *,
    seed: int = 1,
    slope: float = 0.1,
    visibility: float = 0.3,
    spread: float = 0.05,
    levels: Floats = LEVELS,
) -> Made:
    """Half see the score; each rates `each` profiles at random, the levels in turn. SD of a rating about 1;
    spread: SD of slopes over participants, per 10 points, and half as much over profiles.
    """
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(participants), each)
    what = np.concatenate([rng.permutation(profiles)[:each] for _ in range(participants)])
    shown = (rng.permutation(participants) % 2)[who]
    order = np.concatenate([rng.permutation(np.resize(levels, each)) for _ in range(participants)])
    score = np.where(shown == 1, (order - levels.mean()) / 10, 0)
    y = 4 + visibility * (shown - 0.5) + slope * score
    y += rng.normal(0, 0.5, participants)[who] + score * rng.normal(0, spread, participants)[who]
    y += rng.normal(0, 0.3, profiles)[what] + score * rng.normal(0, spread / 2, profiles)[what]
    y += (shown - 0.5) * rng.normal(0, 0.1, profiles)[what] + rng.normal(0, 0.7, len(who))
    return Made(y, who, what, shown, order)
