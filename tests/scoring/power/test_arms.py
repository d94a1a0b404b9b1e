from math import isnan, sqrt
from typing import Any

import numpy as np
import pytest

from scoring.power.arms import adjusted, multiple_r, several_arms
from tests.scoring.reference import expected


@pytest.mark.parametrize("case", expected("18_power")["anxiety"])
def test_anxiety_and_equivalence_of_the_reference(case: dict[str, Any]) -> None:
    found = adjusted(
        case["effect"], n=case["n1"], n_control=case["n0"], sd=case["sd"], r=case["r"], bound=case["bound"]
    )
    assert (found.se, found.df) == pytest.approx((case["se"], case["df"]), rel=1e-9)
    assert found.power == pytest.approx(case["power"], rel=1e-9)
    assert found.equivalence == pytest.approx(case["tost_power_at_zero"], rel=1e-9)


def test_without_covariates_it_is_the_t_test_of_r() -> None:
    """power.t.test(n = 64, delta = .5)$power"""
    found = adjusted(0.5, n=64, n_control=64, sd=1, covariates=0)
    assert (found.df, found.power) == pytest.approx((126, 0.801458623368), abs=1e-6)


def test_a_second_covariate_costs_two_df() -> None:
    one, two = (adjusted(5, n=30, n_control=30, sd=25, r=0.75, covariates=c) for c in (1, 2))
    assert (one.df, two.df) == (56, 54)
    assert one.se == two.se


def test_the_adjusted_error_is_what_simulated_regressions_vary_by() -> None:
    rng, n, r = np.random.default_rng(33), 200, 0.6
    treated = np.repeat([1.0, 0.0], n)
    found = []
    for _ in range(1500):
        before = rng.normal(size=2 * n)
        after = 25 * (r * before + sqrt(1 - r * r) * rng.normal(size=2 * n))
        design = np.column_stack([np.ones(2 * n), treated, before])
        found.append(np.linalg.lstsq(design, after, rcond=None)[0][1])
    wanted = adjusted(5, n=n, n_control=n, sd=25, r=r).se
    assert np.std(found) == pytest.approx(wanted, rel=4 / sqrt(2 * 1500))


def test_wider_bounds_are_easier_to_hold() -> None:
    found = [adjusted(5, n=480, n_control=480, sd=25, r=0.6, bound=b).equivalence for b in (3, 5, 10)]
    assert found == sorted(found)
    assert isnan(adjusted(5, n=480, n_control=480, sd=25).equivalence)


@pytest.mark.parametrize(("n", "n_control"), [(0, 10), (10, 0), (2, 2)])
def test_too_few_give_a_sentence(n: int, n_control: int) -> None:
    found = adjusted(5, n=n, n_control=n_control, sd=25, bound=5)
    assert isnan(found.power)
    assert isnan(found.equivalence)
    assert found.warnings


def test_two_covariates_together_by_hand() -> None:
    """.36 + .5184 - 2 x .6 x .72 x .6 = .36; over 1 - .36: .5625 = .75^2."""
    assert multiple_r(0.6, 0.72, between=0.6) == pytest.approx(0.75)


def test_uncorrelated_covariates_add_their_squares() -> None:
    assert multiple_r(0.3, 0.4, between=0) == pytest.approx(0.5)


def test_a_covariate_that_says_only_what_the_first_says_adds_nothing() -> None:
    assert multiple_r(0.6, 0.6 * 0.5, between=0.5) == pytest.approx(0.6)


def test_two_covariates_together_are_the_regressions_r() -> None:
    correlations = np.array([[1, 0.4], [0.4, 1]])
    own = np.array([0.5, 0.3])
    assert multiple_r(0.5, 0.3, between=0.4) == pytest.approx(sqrt(own @ np.linalg.solve(correlations, own)))


def test_correlations_that_cannot_stand_together_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot stand together"):
        multiple_r(0.9, -0.9, between=0.5)
    with pytest.raises(ValueError, match="between"):
        multiple_r(0.5, 0.5, between=1.0)


def test_several_arms_are_those_of_r() -> None:
    """power.anova.test(groups = 3, n = 12, between.var = 1, within.var = 3)$power; eta2 = f2 / (1 + f2) with
    f2 = (2/3) / 3."""
    assert several_arms(36, arms=3, eta2=2 / 11) == pytest.approx(0.674946689091, abs=1e-9)


def test_two_arms_are_the_t_test() -> None:
    d = 0.4
    f2 = d * d / 4
    two = adjusted(d, n=50, n_control=50, sd=1, covariates=0).power
    assert several_arms(100, arms=2, eta2=f2 / (1 + f2)) == pytest.approx(two, abs=1e-9)


def test_wrong_input_is_refused() -> None:
    assert isnan(several_arms(3, arms=3, eta2=0.1))
    with pytest.raises(ValueError, match="arms must be 2"):
        several_arms(30, arms=1, eta2=0.1)
    with pytest.raises(ValueError, match="eta2"):
        several_arms(30, arms=3, eta2=1.0)
    with pytest.raises(ValueError, match="r must lie"):
        adjusted(5, n=30, n_control=30, sd=25, r=1.0)
    with pytest.raises(ValueError, match="bound"):
        adjusted(5, n=30, n_control=30, sd=25, bound=0)
    with pytest.raises(ValueError, match="sd"):
        adjusted(5, n=30, n_control=30, sd=-1)
