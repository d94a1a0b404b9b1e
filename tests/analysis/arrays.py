"""Arrays made up, so that what a computation must find is known."""

import numpy as np

from surveys.analysis.data import Data
from surveys.analysis.results import Flow
from tests.analysis.make import LEVELS

FLOW = Flow(groups=("shown", "hidden"), counts=())


def data(n: int = 400, *, slope: float = 0.0, after: float = 0.0, seed: int = 1, groups: int = 2) -> Data:
    """n participants, every other one shown. slope: per 10 points, where shown; after: added where shown."""
    rng = np.random.default_rng(seed)
    arm = np.arange(n) % groups
    level = rng.permuted(np.tile(np.array(LEVELS, dtype=float), (n, 1)), axis=1)
    shown = (arm == 0)[:, None]
    push = shown * slope * (level - 55) / 10
    before = rng.normal(40, 20, n)
    return Data(
        arm=arm,
        profile=rng.integers(0, 10, (n, 5)),
        level=level,
        values={
            "trust": 4 + rng.normal(0, 0.5, (n, 1)) + rng.normal(0, 0.8, (n, 5)) + push,
            "follow": (rng.uniform(size=(n, 5)) < 0.4 + push / 10).astype(float),
            "time": rng.normal(3, 0.5, (n, 5)),
            "unease": 0.6 * before + rng.normal(16, 15, n) + after * (arm == 0),
        },
        before={"unease": before},
        ended=np.arange(n),
        finished=np.ones(n, dtype=bool),
        firsts={"message_credibility": rng.normal(4, 1, (n, 1)) + rng.normal(0, 1, (n, 3))},
    )  # fmt: skip
