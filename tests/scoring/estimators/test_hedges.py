from math import isnan, nan, sqrt

import pytest

from scoring.estimators.estimate import t_row
from scoring.estimators.hedges import (
    average_sd_g,
    hedges_g,
    small_sample_factor,
    standardised,
)
from scoring.moments import moments
from tests.scoring.estimators.test_welch import arms
from tests.scoring.reference import expected


def test_g_is_that_of_the_reference_case() -> None:
    case = expected("04_welch_hedges")["A"]
    found = hedges_g(*map(moments, arms()))
    assert (found.d, found.j, found.sd) == pytest.approx(
        (case["d_pooled"], case["J"], case["sd_pooled"]), rel=1e-9
    )
    assert (found.low, found.high) == pytest.approx(case["g_pooled_ci_noncentral_t"], rel=1e-6)


def test_g_of_two_against_three_is_that_of_the_reference_case() -> None:
    case = expected("04_welch_hedges")["tiny"]
    found = hedges_g(moments(case["x"]), moments(case["y"]))
    assert found.j == pytest.approx(case["hedges"]["J"], rel=1e-9)
    assert (found.low, found.high) == pytest.approx(case["hedges"]["g_pooled_ci_noncentral_t"], rel=1e-6)


@pytest.mark.parametrize("which", ["A", "tiny"])
def test_average_sd_version_is_that_of_the_reference_case(which: str) -> None:
    case = expected("04_welch_hedges")
    a, b = map(moments, arms()) if which == "A" else map(moments, (case["tiny"]["x"], case["tiny"]["y"]))
    wanted = case["A"] if which == "A" else case["tiny"]["hedges"]
    found = average_sd_g(a, b)
    assert found.d == pytest.approx(wanted["d_average_sd"], rel=1e-9)
    assert found.df == pytest.approx(wanted["df_average_sd"], rel=1e-9)
    assert found.g == pytest.approx(wanted["g_average_sd"], rel=1e-9)


def test_factor_is_near_its_approximation_and_nan_where_it_is_nothing() -> None:
    assert small_sample_factor(100) == pytest.approx(1 - 3 / 399, rel=1e-4)
    assert small_sample_factor(2) == pytest.approx(0.5641895835, rel=1e-9)
    assert isnan(small_sample_factor(1))
    assert isnan(small_sample_factor(nan))


@pytest.mark.parametrize(("a", "b"), [([1], [2]), ([], [1, 2]), ([3, 3], [3, 3])])
def test_too_little_is_nan_with_a_sentence(a: list[float], b: list[float]) -> None:
    for found in (hedges_g(moments(a), moments(b)), average_sd_g(moments(a), moments(b))):
        assert isnan(found.g)
        assert found.warnings


def test_an_adjusted_row_is_divided_by_the_stated_sd() -> None:
    row = t_row(5.0, 2.0, 96.0)
    found = standardised(row, sd=20.0, sd_df=40.0, standardiser="hidden arm")
    assert found.g == pytest.approx(0.25 * small_sample_factor(40))
    assert found.low < found.g < found.high
    assert found.standardiser == "hidden arm"


def test_a_standardiser_of_zero_is_nan_with_a_sentence() -> None:
    found = standardised(t_row(5.0, 2.0, 96.0), sd=0.0, sd_df=40.0, standardiser="hidden arm")
    assert isnan(found.g)
    assert found.warnings


def test_equal_standardisers_give_the_unadjusted_g() -> None:
    a, b = map(moments, arms())
    plain = hedges_g(a, b)
    se = plain.sd * sqrt(1 / a.n + 1 / b.n)
    again = standardised(
        t_row(a.mean - b.mean, se, plain.df), sd=plain.sd, sd_df=plain.df, standardiser="pooled"
    )
    assert (again.g, again.low, again.high) == pytest.approx((plain.g, plain.low, plain.high), rel=1e-9)
