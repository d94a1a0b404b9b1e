from math import inf, isnan, nan
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from scoring.estimators.explained import HUGE, explained


def test_the_klaasse_bos_table_to_its_digits() -> None:
    found = explained(3.305, 2, 582)
    assert round(found.partial_eta_squared, 3) == 0.011
    assert (round(found.low, 3), round(found.high, 3)) == (0, 0.032)


def test_by_hand() -> None:
    """F = 5 on 2 and 27 df: 10 / 37, and 2 x 4 / (8 + 30)."""
    found = explained(5, 2, 27)
    assert found.partial_eta_squared == pytest.approx(10 / 37)
    assert found.omega_squared == pytest.approx(8 / 38)


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 60), st.integers(1, 8), st.integers(2, 3000), st.sampled_from([0.9, 0.95]))
def test_the_ends_put_the_observed_f_at_either_tail(f: float, df: int, residual: int, level: float) -> None:
    found = explained(f, df, residual, level=level)
    tail, n = (1 - level) / 2, df + residual + 1
    for share, at in ((found.low, 1 - tail), (found.high, tail)):
        ncp = share / (1 - share) * n
        if ncp:
            assert stats.ncf.cdf(f, df, residual, ncp) == pytest.approx(at, abs=1e-7)
        else:
            assert stats.f.cdf(f, df, residual) <= at + 1e-9
    assert 0 <= found.low <= found.high < 1


@pytest.mark.parametrize(("f", "excludes"), [(3.00, False), (3.02, True)])
def test_ninety_per_cent_excludes_0_exactly_where_p_is_below_05(f: float, *, excludes: bool) -> None:
    """The critical F of 2 and 582 df is 3.011."""
    assert bool(stats.f.sf(f, 2, 582) < 0.05) is excludes
    assert (explained(f, 2, 582, level=0.9).low > 0) is excludes


def test_an_f_below_1_explains_less_than_nothing() -> None:
    found = explained(0.4, 3, 40)
    assert found.omega_squared < 0 < found.partial_eta_squared
    assert found.low == 0


def test_a_huge_f_explains_nearly_all() -> None:
    found = explained(1e5, 4, 2000)
    assert 0.99 < found.low < found.partial_eta_squared < found.high < 1


@pytest.mark.parametrize("f", [1e10, 1e16, 1e100, 1.7e308])
def test_an_f_without_bounds_explains_all_at_once(f: float) -> None:
    """No sum over as many terms as the noncentrality is large."""
    begun = perf_counter()
    found = explained(f, 2, 57)
    assert perf_counter() - begun < 0.5
    assert 1 - 1e-7 < found.low <= found.partial_eta_squared <= found.high <= 1
    assert found.omega_squared == pytest.approx(1)


@pytest.mark.parametrize(("df", "residual"), [(2, 57), (1, 3), (4, 10_000), (2, 1)])
def test_where_the_limit_takes_over_nothing_jumps(df: float, residual: float) -> None:
    """On either side the share that is left unexplained is the same part of 1 / F."""
    below, above = (explained(f, df, residual) for f in (HUGE, HUGE * (1 + 1e-9)))
    assert below.low == pytest.approx(above.low, abs=1e-11)
    assert below.high == pytest.approx(above.high, abs=1e-11)


@pytest.mark.parametrize(
    ("f", "df", "residual"), [(nan, 2, 20), (inf, 2, 20), (1, 0, 20), (1, 2, 0), (-1, 2, 20)]
)
def test_no_f_no_share(f: float, df: float, residual: float) -> None:
    found = explained(f, df, residual)
    assert isnan(found.partial_eta_squared)
    assert isnan(found.low)


def test_a_level_in_per_cent_is_refused() -> None:
    with pytest.raises(ValueError, match="level"):
        explained(3, 2, 20, level=95)


@pytest.mark.parametrize("ncp", [0.0, 3.0, 12.0])
def test_intervals_hold_the_share_explained(ncp: float) -> None:
    """F drawn with a known noncentrality, on 2 and 120 df."""
    rng = np.random.default_rng(3)
    share, inside = ncp / (ncp + 123), 0
    for f in rng.noncentral_f(2, 120, ncp, 600) if ncp else rng.f(2, 120, 600):
        found = explained(float(f), 2, 120)
        inside += found.low <= share <= found.high
    assert 0.93 <= inside / 600 <= 0.985


def test_omega_is_nearly_unbiased_where_eta_is_not() -> None:
    found = [explained(float(f), 3, 36) for f in np.random.default_rng(3).f(3, 36, 800)]
    assert abs(np.mean([one.omega_squared for one in found])) < 0.01
    assert np.mean([one.partial_eta_squared for one in found]) > 0.06
