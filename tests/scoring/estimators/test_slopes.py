from math import isnan, nan
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from scoring.estimators.slopes import mean_slope, participant_slopes, spread

LEVELS = np.array([20, 42, 62, 67, 85.0])


def ratings(n: int = 60, seed: int = 5) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    rng = np.random.default_rng(seed)
    who, level = np.repeat(np.arange(n), 5), np.tile(LEVELS, n)
    slope = rng.normal(0.05, 0.03, n)
    return who, level, 4 + slope[who] * (level - 55) / 10 + rng.normal(0, 0.7, 5 * n)


def test_each_slope_is_that_of_polyfit() -> None:
    who, level, y = ratings()
    found = participant_slopes(who, level, y)
    for i in range(60):
        assert found.slope[i] == pytest.approx(10 * np.polyfit(LEVELS, y[who == i], 1)[0], rel=1e-9)
        assert found.mean[i] == pytest.approx(y[who == i].mean())
    assert (found.n_ratings == 5).all()


def test_mean_slope_is_a_one_sample_t() -> None:
    slopes = participant_slopes(*ratings())
    row, outside = mean_slope(slopes, n_profiles=30), stats.ttest_1samp(slopes.slope, 0)
    assert (row.statistic, row.p) == pytest.approx((outside.statistic, outside.pvalue), rel=1e-9)
    assert (row.low, row.high) == pytest.approx(tuple(outside.confidence_interval()), rel=1e-9)
    assert (row.n_participants, row.n_profiles, row.n_ratings) == (60, 30, 300)
    assert row.consistent()
    assert "SD of the participants' slopes" in row.standardiser


def test_per_scales_the_estimate_and_leaves_p() -> None:
    ten, whole = (mean_slope(participant_slopes(*ratings(), per=per)) for per in (10, 65))
    assert whole.estimate == pytest.approx(6.5 * ten.estimate, rel=1e-12)
    assert whole.p == pytest.approx(ten.p, rel=1e-9)
    assert "per 65 points" in whole.method


def test_a_stated_standardiser_divides_the_slope() -> None:
    who, level, y = ratings()
    sd, df = spread(y)
    row = mean_slope(participant_slopes(who, level, y), sd=sd, sd_df=df, standardiser="SD of a rating")
    assert row.effect == pytest.approx(row.estimate / np.std(y, ddof=1), rel=0.01)
    assert row.effect_low < row.effect < row.effect_high
    assert row.standardiser == "SD of a rating"


def test_missing_ratings_and_single_levels() -> None:
    found = participant_slopes(
        ["a", "a", "a", "b", "b", "c"], [20, 40, 60, 20, 20, 40], [1, 2, nan, 3, 5, nan]
    )
    assert found.slope.tolist()[0] == pytest.approx(0.5)
    assert np.isnan(found.slope[1:]).all()
    assert found.n_ratings.tolist() == [2, 2, 0]
    row = mean_slope(found)
    assert row.estimate == pytest.approx(0.5)
    assert isnan(row.p)
    assert (row.n_participants, row.n_ratings) == (1, 2)
    assert "2 of 3" in row.warnings[0]
    assert "Too few" in row.warnings[1]


def test_order_of_rows_and_shift_make_no_difference() -> None:
    who, level, y = ratings()
    turn = np.random.default_rng(0).permutation(len(y))
    before = mean_slope(participant_slopes(who, level, y))
    for after in (
        mean_slope(participant_slopes(who[turn], level[turn], y[turn])),
        mean_slope(participant_slopes(who, level - 50, y + 100)),
    ):
        assert (after.estimate, after.p) == pytest.approx((before.estimate, before.p), rel=1e-9)


def test_flat_answers_have_slopes_of_exactly_zero() -> None:
    who = np.repeat(np.arange(4), 5)
    found = participant_slopes(who, np.tile(LEVELS, 4), np.repeat([4.1, 3.3, 6.7, 1.9], 5))
    assert found.slope.tolist() == [0, 0, 0, 0]
    row = mean_slope(found)
    assert row.estimate == 0
    assert isnan(row.p)
    assert "the same" in row.warnings[0]


def test_equal_slopes_allow_no_inference() -> None:
    who, level = np.repeat(np.arange(4), 5), np.tile(LEVELS, 4)
    row = mean_slope(participant_slopes(who, level, 0.1 * level + np.repeat([1.3, 2.7, 0.2, 4], 5)))
    assert row.estimate == pytest.approx(1)
    assert isnan(row.p)
    assert isnan(row.effect)


def test_nobody_is_nan_with_a_sentence() -> None:
    row = mean_slope(participant_slopes([], [], []))
    assert isnan(row.estimate)
    assert row.n_participants == 0
    assert "Too few" in row.warnings[0]


def test_no_effect_is_found_as_often_as_alpha() -> None:
    rng = np.random.default_rng(11)
    who, level = np.repeat(np.arange(30), 5), np.tile(LEVELS, 30)
    p = [mean_slope(participant_slopes(who, level, rng.normal(4, 1, 150))).p for _ in range(400)]
    assert 0.02 < np.mean(np.array(p) < 0.05) < 0.08


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="equally long"):
        participant_slopes([1], [1, 2], [1, 2])
    with pytest.raises(ValueError, match="above 0"):
        participant_slopes([1], [1], [1], per=0)
    with pytest.raises(ValueError, match="together"):
        mean_slope(participant_slopes(*ratings()), sd=1.0)
