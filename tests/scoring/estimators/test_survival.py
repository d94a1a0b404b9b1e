from math import exp, inf, isfinite, isnan, log, nan, sqrt

import numpy as np
import pytest
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from scoring.estimators.estimate import Estimate
from scoring.estimators.survival import (
    Stays,
    kaplan_meier,
    log_rank,
    restricted_difference,
    restricted_mean,
    stays,
)

SIX = stays([1, 2, 2, 3, 4, 5], [1, 1, 0, 1, 0, 1])
"""At risk 6, 5, 3, 1: staying 5/6, 2/3, 4/9, 0."""
LATER = stays([2, 4, 5, 5, 6, 6], [1, 1, 1, 0, 0, 0])


def drawn(n: int, scale: float, seed: int, end: float = 14) -> Stays:
    """Exponential stays in whole days, some censored early, all at the end."""
    rng = np.random.default_rng(seed)
    time, censored = np.ceil(rng.exponential(scale, n)), np.ceil(rng.exponential(30, n))
    until = np.minimum(censored, end)
    return stays(np.minimum(time, until), time <= until)


# --- the curve


def test_the_curve_by_hand() -> None:
    found = kaplan_meier(SIX)
    assert found.times.tolist() == [1, 2, 3, 5]
    assert found.at_risk.tolist() == [6, 5, 3, 1]
    assert found.left.tolist() == [1, 1, 1, 1]
    assert found.staying == pytest.approx([5 / 6, 2 / 3, 4 / 9, 0])
    greenwood = np.cumsum([1 / 30, 1 / 20, 1 / 6])
    assert found.se[:3] == pytest.approx(np.array([5 / 6, 2 / 3, 4 / 9]) * np.sqrt(greenwood))
    assert isnan(found.se[3])
    assert (found.n, found.n_left, found.n_censored) == (6, 4, 2)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_curve_is_that_of_statsmodels(seed: int) -> None:
    arm = drawn(80, 9, seed)
    found, other = kaplan_meier(arm), SurvfuncRight(arm.time, arm.left.astype(int))
    assert found.times.tolist() == other.surv_times.tolist()
    assert found.at_risk.tolist() == other.n_risk.tolist()
    assert found.staying == pytest.approx(other.surv_prob)
    assert found.se == pytest.approx(other.surv_prob_se)


def test_the_interval_lies_within_0_and_1_around_the_curve() -> None:
    found = kaplan_meier(drawn(12, 3, 4))
    there = found.staying > 0
    for low, middle, high in zip(found.low[there], found.staying[there], found.high[there], strict=True):
        assert 0 < low < middle < high < 1
    z, first = 1.959963984540054, kaplan_meier(SIX)
    wanted = [(5 / 6) ** exp(sign * z * sqrt(1 / 30) / -log(5 / 6)) for sign in (1, -1)]
    assert (first.low[0], first.high[0]) == pytest.approx(tuple(wanted))


def test_nobody_left_is_an_empty_curve_with_a_sentence() -> None:
    for arm in (stays([], []), stays([5, 7], [0, 0]), stays([nan], [1])):
        found = kaplan_meier(arm)
        assert found.times.size == 0
        assert "Nobody left" in found.warnings[-1]


# --- restricted mean


def test_the_restricted_mean_by_hand() -> None:
    """Up to 4: 1 + 5/6 + 2/3 + 4/9; still to come after 1, 2 and 3: 35/18, 10/9, 4/9."""
    found = restricted_mean(SIX, tau=4)
    assert found.mean == pytest.approx(1 + 5 / 6 + 2 / 3 + 4 / 9)
    variance = (35 / 18) ** 2 / 30 + (10 / 9) ** 2 / 20 + (4 / 9) ** 2 / 6
    assert found.se == pytest.approx(sqrt(variance))


def test_without_censoring_it_is_the_mean_of_what_was_stayed_up_to_tau() -> None:
    """Greenwood's variance is then that of the mean, with n instead of n - 1."""
    time = np.random.default_rng(1).exponential(5, 60)
    found, capped = restricted_mean(stays(time, np.ones(60)), tau=6), np.minimum(time, 6)
    assert found.mean == pytest.approx(capped.mean())
    assert found.se == pytest.approx(capped.std() / sqrt(60))


def test_once_all_have_left_the_mean_is_known_for_any_tau() -> None:
    assert SIX.known_to == inf
    assert restricted_mean(SIX, tau=100).mean == pytest.approx(restricted_mean(SIX, tau=5).mean)
    assert LATER.known_to == 6
    assert isnan(restricted_mean(LATER, tau=6.5).mean)
    assert isfinite(restricted_mean(LATER, tau=6).mean)


def test_one_censored_at_the_last_departure_leaves_the_end_open() -> None:
    assert stays([1, 5, 5], [1, 1, 0]).known_to == 5


def test_the_difference_is_that_of_the_means() -> None:
    row = restricted_difference(LATER, SIX, tau=5)
    one, other = (restricted_mean(arm, tau=5) for arm in (LATER, SIX))
    assert row.estimate == pytest.approx(one.mean - other.mean)
    assert row.se == pytest.approx(sqrt(one.se**2 + other.se**2))
    assert (row.df, row.n_participants) == (inf, 12)
    assert row.method.endswith("up to 5")
    assert row.consistent()
    assert "3 and 4 participants left" in row.warnings[0]


def test_a_tau_beyond_what_is_known_is_nan_with_a_sentence() -> None:
    row = restricted_difference(LATER, SIX, tau=7)
    assert isnan(row.estimate)
    assert "censored at 6: nothing is known up to 7" in row.warnings[0]


def test_the_effect_is_the_ratio_of_the_means() -> None:
    row = restricted_difference(LATER, SIX, tau=5)
    one, other = (restricted_mean(arm, tau=5) for arm in (LATER, SIX))
    se = sqrt((one.se / one.mean) ** 2 + (other.se / other.mean) ** 2)
    assert row.effect == pytest.approx(one.mean / other.mean)
    ends = [row.effect * exp(sign * 1.959963985 * se) for sign in (-1, 1)]
    assert (row.effect_low, row.effect_high) == pytest.approx(tuple(ends))
    assert row.standardiser.startswith("ratio")
    assert row.statistic == pytest.approx(row.estimate / row.se)  # still of the difference


def test_the_ratios_interval_holds_the_ratio_that_there_is() -> None:
    """Exponential stays of mean 4 and 6, up to 5: the areas under the curves are known."""
    means = [scale * (1 - exp(-5 / scale)) for scale in (4, 6)]
    rng, inside = np.random.default_rng(6), 0
    for _ in range(400):
        arms = [np.minimum(rng.exponential(scale, 80), 5.0) for scale in (4, 6)]
        row = restricted_difference(*(stays(t, t < 5) for t in arms), tau=5)
        inside += row.effect_low <= means[0] / means[1] <= row.effect_high
    assert 0.92 <= inside / 400 <= 0.98


# --- log-rank


def test_the_log_rank_test_by_hand() -> None:
    """Two arms of three, leaving at 1, 2, 3 and at 2, 4, 5 (censored): expected in the first 3/6 at 1,
    2 x 2/5 at 2, 1/3 at 3 and 0 of 2 at 4.
    """
    a, b = stays([1, 2, 3], [1, 1, 1]), stays([2, 4, 5], [1, 1, 0])
    row = log_rank(a, b)
    excess = 3 - (3 / 6 + 2 * 2 / 5 + 1 / 3)
    variance = 1 / 4 + 2 * (2 / 5) * (3 / 5) * 3 / 4 + (1 / 3) * (2 / 3)
    assert row.statistic == pytest.approx(excess / sqrt(variance))
    assert row.estimate == pytest.approx(excess / variance)
    assert row.effect == pytest.approx(exp(excess / variance))
    assert row.effect_low < row.effect < row.effect_high
    assert row.consistent()


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_log_rank_test_is_that_of_statsmodels(seed: int) -> None:
    a, b = drawn(70, 6, seed), drawn(50, 9, seed + 10)
    row = log_rank(a, b)
    chi2, p = survdiff(
        np.concatenate([a.time, b.time]),
        np.concatenate([a.left, b.left]).astype(int),
        np.repeat([0, 1], [a.n, b.n]),
    )
    assert row.statistic**2 == pytest.approx(chi2)
    assert row.p == pytest.approx(p)
    assert row.n_participants == 120
    assert not row.warnings


def test_who_stays_longer_has_the_lower_hazard_and_the_higher_mean() -> None:
    a, b = drawn(300, 12, 1), drawn(300, 5, 2)
    assert log_rank(a, b).effect_high < 1
    assert restricted_difference(a, b, tau=14).low > 0


def test_no_difference_is_found_as_often_as_alpha() -> None:
    p = [
        (log_rank(a, b).p, restricted_difference(a, b, tau=14).p)
        for a, b in ((drawn(60, 8, s), drawn(60, 8, 10_000 + s)) for s in range(500))
    ]
    for share in np.mean(np.array(p) < 0.05, axis=0):
        assert 0.025 < share < 0.085


# --- invariance


def pair(a: Stays, b: Stays, tau: float) -> list[Estimate]:
    return [restricted_difference(a, b, tau=tau), log_rank(a, b)]


def test_swapping_turns_the_sign_and_order_says_nothing() -> None:
    a, b = drawn(40, 6, 5), drawn(40, 9, 6)
    turn = np.random.default_rng(0).permutation(40)
    turned = stays(a.time[turn], a.left[turn])
    for one, swapped, mixed in zip(pair(a, b, 10), pair(b, a, 10), pair(turned, b, 10), strict=True):
        assert (swapped.estimate, swapped.se) == pytest.approx((-one.estimate, one.se), rel=1e-12)
        assert mixed.estimate == pytest.approx(one.estimate, rel=1e-12)


def test_another_unit_of_time_scales_the_mean_and_leaves_the_test() -> None:
    a, b = drawn(40, 6, 5), drawn(40, 9, 6)
    one = pair(a, b, 10)
    other = pair(stays(24 * a.time, a.left), stays(24 * b.time, b.left), 240)
    assert (other[0].estimate, other[0].se) == pytest.approx((24 * one[0].estimate, 24 * one[0].se))
    assert other[1] == one[1]


def test_leaving_at_once_counts_as_no_time() -> None:
    assert restricted_mean(stays([0, 0, 4, 4], [1, 1, 0, 0]), tau=4).mean == pytest.approx(2)


# --- edges


@pytest.mark.parametrize("n", [0, 1, 2])
def test_too_few_are_nan_with_n_and_a_sentence(n: int) -> None:
    few = stays(np.arange(n) + 1, np.ones(n))
    for row in (*pair(few, SIX, 4), *pair(SIX, few, 4)):
        assert all(isnan(v) for v in (row.estimate, row.se, row.p, row.low))
        assert f"{n}" in row.warnings[0]
        assert "Too few to compare" in row.warnings[0]
        assert row.n_participants == n + 6


def test_all_missing_is_nan_and_counted_as_missing() -> None:
    row = log_rank(stays([nan] * 5, [1] * 5), SIX)
    assert isnan(row.p)
    assert "For 5 participants the time is missing" in row.warnings[0]


def test_nobody_left_in_either_arm_infers_nothing() -> None:
    there = stays([9] * 5, [0] * 5)
    test, difference = log_rank(there, there), restricted_difference(there, there, tau=9)
    assert isnan(test.estimate)
    assert isnan(test.effect)
    assert "Nobody left" in test.warnings[0]
    assert (difference.estimate, isnan(difference.p)) == (0, True)
    assert "nothing can be inferred" in difference.warnings[0]


def test_nobody_left_in_one_arm_is_still_compared() -> None:
    there, gone = stays([9] * 20, [0] * 20), drawn(20, 3, 1)
    assert log_rank(there, gone).p < 1e-3
    row = restricted_difference(there, gone, tau=9)
    assert row.estimate == pytest.approx(9 - restricted_mean(gone, tau=9).mean)
    assert "0 and" in row.warnings[0]


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="equally long"):
        stays([1, 2], [1])
    with pytest.raises(ValueError, match="0 or more"):
        stays([-1], [1])
    with pytest.raises(ValueError, match="0 or more"):
        stays([inf], [0])
    with pytest.raises(ValueError, match="left must be 1"):
        stays([1], [2])
    for tau in (0, -1, nan, inf):
        with pytest.raises(ValueError, match="tau"):
            restricted_difference(SIX, LATER, tau=tau)
    for wrong in (kaplan_meier, lambda arm, level: log_rank(arm, arm, level=level)):
        with pytest.raises(ValueError, match="level"):
            wrong(SIX, level=95)
