from math import isnan, nan, sqrt

import pytest

from scoring.estimators.mixed.fieller import break_even
from scoring.laws import t_ppf

VCOV = (0.01, 0.0005, 0.0001)


def significance(score: float, difference: float, slope: float, df: float) -> float:
    """|effect at the score| over what the t quantile demands: 1 at the ends of the interval."""
    s = (score - 50) / 10
    se = sqrt(VCOV[0] + 2 * s * VCOV[1] + s * s * VCOV[2])
    return abs(difference + slope * s) / (t_ppf(0.975, df) * se)


def test_the_interval_holds_the_scores_without_a_clear_effect() -> None:
    found = break_even(0.15, 0.06, VCOV, 30, centre=50)
    assert found.score == pytest.approx(50 - 10 * 0.15 / 0.06)
    assert found.bounded
    assert found.low < found.score < found.high
    for end in (found.low, found.high):
        assert significance(end, 0.15, 0.06, 30) == pytest.approx(1)


def test_a_falling_line_has_its_ends_in_order() -> None:
    found = break_even(0.15, -0.06, VCOV, 30, centre=50)
    assert found.low < found.score < found.high


def test_an_unclear_slope_has_no_bounded_interval() -> None:
    found = break_even(0.5, 0.01, VCOV, 30, centre=50)
    assert not found.bounded
    assert isnan(found.low)
    assert found.outside is not None
    for end in found.outside:
        assert significance(end, 0.5, 0.01, 30) == pytest.approx(1)
    assert "Only the scores between" in found.warnings[0]
    assert "No score can be excluded" in break_even(0.01, 0.01, VCOV, 30, centre=50).warnings[0]


def test_without_a_line_it_is_nan_with_a_sentence() -> None:
    for values in ((nan, 0.1, VCOV), (0.1, 0.0, VCOV), (0.1, 0.1, (nan, 0.0, 1.0))):
        found = break_even(*values, 20, centre=50)
        assert isnan(found.score)
        assert found.warnings
