from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.moments import EMPTY, Moments, by_group, moments, summary

numbers = st.lists(st.floats(-1e3, 1e3), max_size=30)


def same(a: Moments, b: Moments, scale: float = 1e3) -> bool:
    mean = (isnan(a.mean) and isnan(b.mean)) or abs(a.mean - b.mean) <= 1e-12 * scale
    return a.n == b.n and mean and abs(a.m2 - b.m2) <= 1e-12 * scale**2 * max(a.n, 1)


@given(numbers, numbers)
def test_two_groups_pool_to_both_together(a: list[float], b: list[float]) -> None:
    assert same(moments(a) + moments(b), moments(a + b))


@given(numbers, numbers, numbers)
def test_pooling_is_associative(a: list[float], b: list[float], c: list[float]) -> None:
    x, y, z = moments(a), moments(b), moments(c)
    assert same((x + y) + z, x + (y + z))


@given(numbers, st.floats(-1e3, 1e3), st.floats(0.1, 10))
def test_shift_and_scale_carry_through(a: list[float], shift: float, scale: float) -> None:
    before, after = moments(a), moments([shift + scale * x for x in a])
    assert after.m2 == pytest.approx(scale**2 * before.m2, rel=1e-9, abs=1e-6)


def test_by_hand() -> None:
    found = moments([1, 2, 3, 6])
    assert found == Moments(4, 3.0, 14.0)
    assert found.variance == pytest.approx(14 / 3)
    assert found.se == pytest.approx((14 / 12) ** 0.5)


def test_missing_is_not_counted() -> None:
    assert moments([1, nan, 3]) == Moments(2, 2.0, 2.0)


@pytest.mark.parametrize("values", [[], [nan], [nan, nan]])
def test_nothing_has_no_mean(values: list[float]) -> None:
    found = moments(values)
    assert found.n == 0
    assert isnan(found.mean)
    assert isnan(found.sd)


def test_one_value_has_no_spread_known() -> None:
    assert moments([5]) == Moments(1, 5.0, 0.0)
    assert isnan(moments([5]).se)


def test_equal_values_have_exactly_no_spread() -> None:
    assert moments([0.1] * 7).m2 == 0
    assert by_group([0.1] * 7, ["a"] * 7)["a"].m2 == 0


def test_a_large_mean_costs_no_digits() -> None:
    assert moments([1e9 + 1, 1e9 + 2, 1e9 + 3]).variance == 1
    assert by_group([1e9 + 1, 1e9 + 2, 1e9 + 3], [1, 1, 1])[1].variance == 1


def test_groups_are_those_of_their_own_values() -> None:
    rng = np.random.default_rng(1)
    values, groups = rng.normal(50, 9, 500), rng.integers(0, 7, 500)
    values[::11] = nan
    found = by_group(values, groups)
    assert list(found) == list(range(7))
    for group, mine in found.items():
        assert same(mine, moments(values[groups == group]))


def test_a_group_without_values_stays_with_n_zero() -> None:
    found = by_group([1.0, nan], ["a", "b"])
    assert found["a"] == Moments(1, 1.0, 0.0)
    assert found["b"] is EMPTY
    assert by_group([], []) == {}


def test_summary_gives_its_sd_back() -> None:
    assert summary(500, 40.2, 21.3).sd == pytest.approx(21.3, rel=1e-12)


def test_arrays_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="equally long"):
        by_group([1, 2], ["a"])
