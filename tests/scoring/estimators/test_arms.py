from math import exp, inf, isnan, nan

import pytest

from scoring.estimators.arms import seen, small, too_few, with_ratio
from scoring.estimators.estimate import Estimate, t_row


def test_missing_values_are_not_seen() -> None:
    assert seen([[1.0, nan], [3.0, 0.0]]).tolist() == [1, 3, 0]
    assert seen([]).size == 0


def test_three_in_each_arm_are_enough_to_say_something() -> None:
    assert too_few(3, 3) == ""
    assert "2 and 300 participants" in too_few(2, 300)
    assert small(10, 10) == ()
    assert "300 and 9" in small(300, 9)[0]


def test_a_ratio_and_its_interval_are_those_of_the_log() -> None:
    row = with_ratio(t_row(0.4, 0.1, inf), "ratio of something")
    assert (row.effect, row.effect_low, row.effect_high) == pytest.approx(
        (exp(0.4), exp(row.low), exp(row.high))
    )
    assert (row.estimate, row.standardiser) == (0.4, "ratio of something")
    assert row.consistent()


def test_a_ratio_too_large_for_a_number_is_endless_and_a_missing_one_missing() -> None:
    assert with_ratio(t_row(1000, 1, inf), "").effect == inf
    assert isnan(with_ratio(Estimate(estimate=nan), "").effect)
