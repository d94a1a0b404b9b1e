from math import isnan

import numpy as np
import pytest

from scoring.estimators.welch import welch_of_moments
from scoring.moments import Moments, moments
from scoring.sequential.anytime import at_any_look, multiplier
from tests.scoring.reference import expected, rows


def test_multipliers_are_exact() -> None:
    for row in rows("12_confidence_sequence"):
        found = multiplier(int(row["n"]), planned=int(row["N_planned"]), alpha=float(row["alpha"]))
        assert found == pytest.approx(float(row["multiplier_of_se"]), rel=1e-9)


def arms(n: int) -> tuple[Moments, Moments]:
    stream = rows("12_confidence_stream")[:n]
    shown, hidden = (moments([float(r["y"]) for r in stream if r["shown"] == arm]) for arm in "10")
    return shown, hidden


@pytest.mark.parametrize("number", range(5))
def test_looks_at_the_reference_stream(number: int) -> None:
    look = expected("12_confidence_sequence")["looks"][number]
    shown, hidden = arms(look["n"])
    found = at_any_look(welch_of_moments(shown, hidden), shown, hidden, planned=120)
    wanted = (look["difference"], look["se"], look["low"], look["high"])
    assert (found.estimate, found.se, found.low, found.high) == pytest.approx(wanted, rel=1e-9)
    assert isnan(found.p)
    assert found.consistent()


def test_before_twenty_an_arm_there_is_no_interval() -> None:
    shown, hidden = arms(38)
    found = at_any_look(welch_of_moments(shown, hidden), shown, hidden, planned=120)
    assert isnan(found.low)
    assert "Too early" in found.warnings[-1]


def test_an_arm_that_does_not_vary_has_no_interval() -> None:
    shown, hidden = moments([4.0] * 25), moments(range(25))
    found = at_any_look(welch_of_moments(shown, hidden), shown, hidden, planned=120)
    assert isnan(found.low)
    assert "does not vary" in found.warnings[-1]


def test_looking_after_everybody_seldom_excludes_no_effect() -> None:
    rng, runs, missed = np.random.default_rng(6), 400, 0
    n = np.arange(20, 151)
    half = np.array([multiplier(2 * int(k), planned=300) for k in n])
    for _ in range(runs):
        x = rng.normal(size=(2, 150))
        a, b = (np.cumsum(y)[n - 1] / n for y in x)
        va, vb = (np.cumsum(y * y)[n - 1] / n for y in x)
        se = np.sqrt((va - a * a + vb - b * b) / (n - 1))
        missed += bool((np.abs(a - b) > half * se).any())
    assert missed / runs < 0.05


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        multiplier(0, planned=10)
