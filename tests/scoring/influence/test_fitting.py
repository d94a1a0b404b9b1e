import numpy as np
import pytest

from scoring.influence import klout, kred
from scoring.influence.fitting import fitted


def test_fitting_again_gives_the_curves_that_are_kept() -> None:
    for found, kept in zip(
        fitted(60_000, rng=np.random.default_rng(7)), (klout.CURVE, kred.CURVE), strict=True
    ):
        assert found.y == kept.y
        assert found.x == pytest.approx(kept.x, abs=0.06)
