"""R 4.2.2's power.t.test is the outside reference; scipy.stats.nct, and simulation."""

from math import inf, isnan, nan, sqrt

import numpy as np
import pytest
from scipy import stats

from scoring.power.law import equivalence_power, smallest_ncp, t_power, z_power


@pytest.mark.parametrize(
    ("n", "delta", "sd", "alpha", "power"),
    [(64, 0.5, 1.0, 0.05, 0.801458623368), (12, 1.0, 1.3, 0.01, 0.202977737046)],
)
def test_two_sided_power_is_that_of_r(n: int, delta: float, sd: float, alpha: float, power: float) -> None:
    """power.t.test(n, delta, sd, sig.level); the first lacks the far side, some 1e-7 here."""
    ncp = delta / (sd * sqrt(2 / n))
    assert t_power(ncp, 2 * n - 2, alpha) == pytest.approx(power, abs=1e-6)


@pytest.mark.parametrize("df", [3, 14.8, 200, 5000])
@pytest.mark.parametrize("ncp", [0.5, 2.8, 6.0])
def test_power_of_t_is_the_noncentral_ts_tails(ncp: float, df: float) -> None:
    bound = stats.t.isf(0.025, df)
    tails = stats.nct.sf(bound, df, ncp) + stats.nct.cdf(-bound, df, ncp)
    assert t_power(ncp, df) == pytest.approx(tails, abs=1e-9)


def test_without_an_effect_power_is_alpha() -> None:
    for df in (2, 31.4, 1000, inf):
        assert t_power(0, df, 0.0125) == pytest.approx(0.0125, abs=1e-12)


def test_power_is_the_same_in_either_direction() -> None:
    assert t_power(-2.3, 9) == pytest.approx(t_power(2.3, 9), rel=1e-12)


def test_the_normal_power_of_eighty_per_cent() -> None:
    """1.959964 + .841621; the far side has 1e-6."""
    assert z_power(2.801585) == pytest.approx(0.8, abs=1e-6)


def test_many_df_are_as_the_normal() -> None:
    assert t_power(2.5, 1e7) == pytest.approx(t_power(2.5, inf), abs=1e-6)


@pytest.mark.parametrize("df", [1, 2, 15, 956, inf])
@pytest.mark.parametrize("alpha", [0.05, 0.0125, 0.001])
def test_the_smallest_effect_has_just_the_power(df: float, alpha: float) -> None:
    assert t_power(smallest_ncp(df, alpha), df, alpha) == pytest.approx(0.8, abs=1e-9)


def test_the_smallest_effect_is_that_of_r() -> None:
    """power.t.test(n = 10, power = .8, strict = TRUE)$delta"""
    assert smallest_ncp(18) * sqrt(2 / 10) == pytest.approx(1.32494356325, abs=1e-5)


@pytest.mark.parametrize("df", [0, -1, nan])
def test_without_df_there_is_no_power(df: float) -> None:
    assert isnan(t_power(2.0, df))
    assert isnan(smallest_ncp(df))
    assert isnan(equivalence_power(1, df, low=-1, high=1))


def test_an_effect_that_is_not_known_has_no_power() -> None:
    assert isnan(t_power(nan, 10))


@pytest.mark.parametrize(("effect", "high"), [(0.0, 1.0), (0.3, 1.0), (0.0, 1.4)])
def test_equivalence_power_is_near_the_simulated(effect: float, high: float) -> None:
    rng, runs, df, se = np.random.default_rng(31), 200_000, 296, 0.3
    estimate = rng.normal(effect, se, runs)
    seen = se * np.sqrt(rng.chisquare(df, runs) / df)
    bound = stats.t.isf(0.05, df)
    rate = ((estimate + 1 > bound * seen) & (high - estimate > bound * seen)).mean()
    found = equivalence_power(se, df, low=-1, high=high, effect=effect)
    assert found == pytest.approx(rate, abs=0.0006 + 4 * sqrt(rate * (1 - rate) / runs))


def test_where_bounds_are_narrower_than_any_interval_equivalence_cannot_be_shown() -> None:
    assert equivalence_power(1.0, 50, low=-1, high=1) == 0


def test_bounds_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="low must be below high"):
        equivalence_power(1.0, 50, low=1, high=-1)
