"""False positives of the crossed model where no effect is.

.venv/bin/python -m tests.calibration.mixed 400 4 600: participants, ratings each (of 16 profiles), runs
(seeds 0, 1, ...). Slopes vary over participants and over profiles, their means are 0. Bar: 3 to 6.5 %.
"""

import sys

import numpy as np

from scoring.estimators.mixed.crossed import crossed
from tests.scoring.estimators.mixed.made import MEAN_LEVEL, drawn

PROFILES = 16
SPREAD = 0.3 / 6.5
"""SD over participants of the effect between the lowest and highest level .3, over profiles half of it."""


def false_positives(participants: int, each: int, runs: int) -> str:
    found = [
        crossed(
            *drawn(participants, PROFILES, each, seed=seed, slope=0, visibility=0, spread=SPREAD),
            mean_level=MEAN_LEVEL,
        )
        for seed in range(runs)
    ]
    said = [f"{participants} x {each} of {PROFILES}, {runs} runs, seeds 0 to {runs - 1}:"]
    for name in ("visibility", "slope", "placebo", "slope_less_placebo"):
        p = np.array([getattr(one, name).p for one in found])
        rate = float(np.mean(p < 0.05))
        error = (rate * (1 - rate) / runs) ** 0.5
        said.append(f"  {name}: {rate:.1%} (SE {error:.1%}), not computed {int(np.isnan(p).sum())}")
    said.append(f"  two-way clustered instead: {sum(one.about.fallback for one in found)}")
    return "\n".join(said)


if __name__ == "__main__":
    print(false_positives(*(int(word) for word in sys.argv[1:4])))
