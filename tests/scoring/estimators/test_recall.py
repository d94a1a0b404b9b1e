from math import isnan, nan, sqrt

import numpy as np
import pytest
from scipy import stats

from scoring.estimators.recall import recall


def test_by_hand() -> None:
    """Off by 0, -5, +3, -18, 0: median 0, absolute mean 26/5."""
    found = recall([20, 37, 65, 67, 42], [20, 42, 62, 85, 42])
    assert (found.n, found.bias, found.exact) == (5, 0.0, 2)
    assert found.off == pytest.approx(5.2)


def test_the_correlation_and_its_interval_are_scipys() -> None:
    rng = np.random.default_rng(1)
    shown = rng.choice([20, 42, 62, 67, 85], 60)
    told = shown + rng.normal(0, 15, 60)
    found, near = recall(told, shown), stats.pearsonr(told, shown)
    assert found.correlation == pytest.approx(near.statistic, abs=1e-12)
    assert (found.low, found.high) == pytest.approx(near.confidence_interval(0.95), abs=1e-9)
    assert recall(told, shown, level=0.9).low == pytest.approx(near.confidence_interval(0.9).low, abs=1e-9)


def test_one_wild_number_does_not_move_the_direction() -> None:
    assert recall([20, 42, 62, 1000], [20, 42, 62, 85]).bias == 0


def test_who_recalled_nothing_is_not_counted() -> None:
    found = recall([20, nan, 60, 50, 80], [20, 42, nan, 62, 85])
    assert found.n == 3 and found.off == pytest.approx((0 + 12 + 5) / 3)


def test_both_shifted_alike_are_as_far_off() -> None:
    told, shown = [20.0, 40, 70, 66], [20.0, 42, 62, 67]
    a, b = recall(told, shown), recall([v + 5 for v in told], [v + 5 for v in shown])
    assert (a.bias, a.off, a.correlation) == pytest.approx((b.bias, b.off, b.correlation))


def test_coverage_of_the_interval() -> None:
    rng, inside = np.random.default_rng(5), 0
    for _ in range(500):
        a = rng.normal(size=40)
        found = recall(0.6 * a + 0.8 * rng.normal(size=40), a)
        inside += found.low < 0.6 < found.high
    assert abs(inside / 500 - 0.95) < 4 * sqrt(0.95 * 0.05 / 500)


def test_too_little_says_so() -> None:
    nobody = recall([], [])
    assert nobody.n == 0 and isnan(nobody.bias) and "Nobody" in nobody.warnings[0]
    one = recall([30], [20])
    assert (one.n, one.bias, one.off) == (1, 10, 10) and isnan(one.correlation)
    assert "the same" in one.warnings[0]
    three = recall([20, 40, 70], [20, 42, 62])
    assert three.correlation > 0.9 and isnan(three.low) and "3 recalled" in three.warnings[0]
    assert isnan(recall([50, 50, 50, 50], [20, 42, 62, 85]).correlation)
    assert "on a line" in recall([20, 42, 62, 85], [20, 42, 62, 85]).warnings[0]


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="equally long"):
        recall([1, 2], [1])
    with pytest.raises(ValueError, match="level"):
        recall([1], [1], level=0)
