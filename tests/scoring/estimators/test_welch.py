from math import isnan, nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scoring.estimators.estimate import Estimate
from scoring.estimators.welch import welch, welch_of_moments
from scoring.moments import moments
from tests.scoring.reference import expected, number, rows

samples = st.lists(st.integers(-50, 50).map(float), min_size=2, max_size=20).filter(lambda x: len(set(x)) > 1)


def arms() -> tuple[list[float], list[float]]:
    table = rows("04_welch_hedges")
    shown, hidden = ([number(r["y"]) for r in table if r["arm"] == arm] for arm in ("shown", "hidden"))
    return shown, hidden


def agrees(row: Estimate, case: dict[str, Any]) -> None:
    found = (row.estimate, row.se, row.df, row.statistic, row.p, row.low, row.high)
    wanted = (case["difference"], case["se"], case["df"], case["t"], case["p"], *case["ci"])
    assert found == pytest.approx(wanted, rel=1e-6)
    assert row.consistent()


def test_unequal_n_and_variance_is_the_reference_case() -> None:
    case = expected("04_welch_hedges")["A"]
    row = welch(*arms())
    agrees(row, case["welch"])
    assert row.effect == pytest.approx(case["g_pooled"], rel=1e-6)
    assert (row.effect_low, row.effect_high) == pytest.approx(case["g_pooled_ci_noncentral_t"], rel=1e-6)
    assert row.n_participants == 89
    assert row.warnings == ()


def test_two_against_three_is_the_reference_case() -> None:
    case = expected("04_welch_hedges")["tiny"]
    row = welch(case["x"], case["y"])
    agrees(row, case["welch"])
    assert row.effect == pytest.approx(case["hedges"]["g_pooled"], rel=1e-6)


def test_one_constant_arm_is_the_reference_case() -> None:
    case = expected("04_welch_hedges")["one_zero_variance"]
    row = welch(case["x"], case["y"])
    agrees(row, case["welch"])
    assert "same for everybody" in row.warnings[0]


def test_all_constant_has_a_difference_and_nothing_else() -> None:
    case = expected("04_welch_hedges")["zero_variance"]
    row = welch(case["x"], case["y"])
    assert row.estimate == 0
    numbers = (row.se, row.df, row.statistic, row.p, row.low, row.high, row.effect, row.effect_low)
    assert all(isnan(value) for value in numbers)
    assert len(row.warnings) == 1


def test_constants_that_differ_by_rounding_are_constant() -> None:
    row = welch([0.1 + 0.2, 0.3, 0.3], [0.3, 0.3])
    assert isnan(row.p)


@pytest.mark.parametrize(
    ("a", "b"), [([], []), ([1], []), ([1], [2]), ([1, 2], [3]), ([nan, nan, 1], [1, 2])]
)
def test_too_few_is_nan_with_a_sentence(a: list[float], b: list[float]) -> None:
    row = welch(a, b)
    assert isnan(row.p)
    assert isnan(row.effect)
    assert "Too few" in row.warnings[0]
    assert row.n_participants == int(np.isfinite(a).sum() + np.isfinite(b).sum())


def test_missing_is_not_counted() -> None:
    assert welch([1, 2, nan, 4], [2, 5]) == welch([1, 2, 4], [2, nan, 5])


@given(samples, samples)
def test_agrees_with_scipy(a: list[float], b: list[float]) -> None:
    outside, row = stats.ttest_ind(a, b, equal_var=False), welch(a, b)
    assert row.statistic == pytest.approx(outside.statistic, rel=1e-9, abs=1e-12)
    assert row.p == pytest.approx(outside.pvalue, rel=1e-9)
    assert row.consistent()


@given(samples, samples, st.integers(-100, 100), st.sampled_from([0.25, 2.0, 8.0]))
def test_shift_and_scale_leave_the_inference_alone(
    a: list[float], b: list[float], shift: int, scale: float
) -> None:
    before = welch(a, b)
    after = welch([shift + scale * x for x in a], [shift + scale * x for x in b])
    assert after.estimate == pytest.approx(scale * before.estimate, rel=1e-10, abs=1e-10)
    assert after.p == pytest.approx(before.p, rel=1e-9)
    assert after.effect == pytest.approx(before.effect, rel=1e-9, abs=1e-12)


@given(samples, samples)
def test_swapping_the_arms_turns_the_sign(a: list[float], b: list[float]) -> None:
    one, other = welch(a, b), welch(b, a)
    assert (one.estimate, one.low, one.p) == pytest.approx((-other.estimate, -other.high, other.p), abs=1e-12)
    assert one.effect_low == pytest.approx(-other.effect_high, rel=1e-6, abs=1e-9)


def test_arms_may_come_pooled_from_parts() -> None:
    shown, hidden = arms()
    pooled = welch_of_moments(moments(shown[:9]) + moments(shown[9:]), moments(hidden))
    assert pooled.p == pytest.approx(welch(shown, hidden).p, rel=1e-12)


def test_counts_are_carried() -> None:
    row = welch([1, 2, 3], [2, 3, 4], n_profiles=30, n_ratings=30)
    assert (row.n_profiles, row.n_ratings) == (30, 30)


def test_intervals_cover_as_often_as_they_say() -> None:
    rng = np.random.default_rng(7)
    hits = 0
    for _ in range(400):
        row = welch(rng.exponential(1, 40), rng.exponential(1, 60))
        hits += row.low <= 0 <= row.high
    assert 0.92 < hits / 400 < 0.98
