from math import isnan, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from scoring.estimators.noncentral import cdf, noncentrality


@pytest.mark.parametrize("df", [2, 3, 10, 87, 2000, 50000])
@pytest.mark.parametrize("t", [0, 0.5, 3, 12, 40])
@pytest.mark.parametrize("shift", [-2, 0, 2])
def test_agrees_with_scipy_where_that_has_a_number(df: int, t: float, shift: float) -> None:
    outside = stats.nct.cdf(t, df, t + shift)
    if not isnan(outside):
        assert cdf(t, df, t + shift) == pytest.approx(outside, abs=1e-9)


def test_has_a_number_where_scipy_has_none() -> None:
    assert cdf(3.3, 2.0, 7.8) < 0.025


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 300), st.floats(1.5, 5000))
def test_puts_the_tails_where_they_belong(t: float, df: float) -> None:
    low, high = noncentrality(t, df)
    assert low < high
    assert cdf(t, df, low) == pytest.approx(0.975, abs=1e-9)
    assert cdf(t, df, high) == pytest.approx(0.025, abs=1e-9)
    assert noncentrality(-t, df) == pytest.approx((-high, -low), abs=1e-9)


def test_central_is_the_ordinary_t() -> None:
    assert cdf(2.0, 7.5, 0.0) == pytest.approx(stats.t.cdf(2.0, 7.5), abs=1e-12)


@pytest.mark.parametrize(("t", "df"), [(nan, 5), (1, nan), (1, 0)])
def test_no_statistic_no_interval(t: float, df: float) -> None:
    assert all(map(isnan, noncentrality(t, df)))
