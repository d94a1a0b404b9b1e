from math import inf, isnan, sqrt

import numpy as np
import pytest
from scipy import stats

from scoring.power.shares import proportions, shares


def test_two_proportions_by_hand() -> None:
    """.2 x .8 / 200 + .1 x .9 / 200 = .00125; .1 / .0353553 = 2.828427; Phi(2.828427 - 1.959964)."""
    found = proportions(0.1, base=0.1, n=200, n_control=200)
    assert found.se == pytest.approx(0.03535534)
    assert found.df == inf
    assert found.power == pytest.approx(0.807430, abs=2e-6)


@pytest.mark.parametrize(("base", "other"), [(0.1, 0.2), (0.4, 0.55), (0.5, 0.36)])
def test_all_possible_counts_give_nearly_that_power(base: float, other: float) -> None:
    n = 200
    x = np.arange(n + 1)
    p = x / n
    se = np.sqrt((p[:, None] * (1 - p[:, None]) + p * (1 - p)) / n)
    gap = np.abs(p[:, None] - p)
    found = gap > 1.959964 * se
    chance = stats.binom.pmf(x, n, base)[:, None] * stats.binom.pmf(x, n, other)
    wanted = proportions(other - base, base=base, n=n, n_control=n).power
    assert wanted == pytest.approx(chance[found].sum(), abs=0.01)


@pytest.mark.parametrize(("base", "sign"), [(0.3, 1), (0.3, -1), (0.0, 1), (1.0, -1)])
def test_the_smallest_difference_has_just_the_power(base: float, sign: int) -> None:
    smallest = proportions(sign * 0.01, base=base, n=300, n_control=300).smallest
    assert smallest * sign > 0
    assert proportions(smallest, base=base, n=300, n_control=300).power == pytest.approx(0.8, abs=1e-9)


def test_where_no_difference_would_be_found_there_is_no_smallest() -> None:
    assert isnan(proportions(-0.01, base=0.02, n=30, n_control=30).smallest)


def test_a_power_of_proportions_is_the_same_for_their_complements() -> None:
    a = proportions(0.1, base=0.2, n=100, n_control=150)
    b = proportions(-0.1, base=0.8, n=100, n_control=150)
    assert (a.power, a.smallest) == pytest.approx((b.power, -b.smallest), rel=1e-9)


def test_one_level_against_hidden_by_hand() -> None:
    """.21 / 480 + .21 (1 + 4 x .2) / 5 / 480 = .000595"""
    found = shares(0.07, base=0.3, icc=0.2, n_shown=480, n_hidden=480, k_hidden=5)
    assert found.se == pytest.approx(sqrt(0.000595))


def test_choices_that_agree_wholly_count_once() -> None:
    many = shares(0.1, base=0.3, icc=1, n_shown=90, n_hidden=90, k_shown=8, k_hidden=8)
    once = shares(0.1, base=0.3, icc=0, n_shown=90, n_hidden=90)
    assert many.se == pytest.approx(once.se)


def test_the_shares_error_is_what_simulated_shares_vary_by() -> None:
    """Beta(a, b) chances with ICC 1 / (a + b + 1) = .2 and mean .3."""
    rng, runs, n, k = np.random.default_rng(34), 4000, 60, 5
    of = [rng.binomial(k, rng.beta(1.2, 2.8, (runs, n))).mean(axis=1) / k for _ in range(2)]
    found = np.std(of[0] - of[1])
    wanted = shares(0.1, base=0.3, icc=0.2, n_shown=n, n_hidden=n, k_shown=k, k_hidden=k).se
    assert found == pytest.approx(wanted, rel=4 / sqrt(2 * runs))


def test_nobody_gives_a_sentence() -> None:
    for found in (
        proportions(0.1, base=0.3, n=0, n_control=10),
        shares(0.1, base=0.3, icc=0.2, n_shown=10, n_hidden=0),
    ):
        assert isnan(found.power)
        assert found.warnings


def test_what_never_varies_gives_a_sentence() -> None:
    assert isnan(proportions(1.0, base=0.0, n=10, n_control=10).power)
    assert isnan(shares(0.1, base=0.0, icc=0.2, n_shown=10, n_hidden=10).power)


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="base_plus_effect must lie"):
        proportions(0.8, base=0.3, n=10, n_control=10)
    with pytest.raises(ValueError, match="icc must lie"):
        shares(0.1, base=0.3, icc=1.2, n_shown=10, n_hidden=10)
    with pytest.raises(ValueError, match="k_shown must be 0 or more"):
        shares(0.1, base=0.3, icc=0.2, n_shown=10, n_hidden=10, k_shown=-1)
