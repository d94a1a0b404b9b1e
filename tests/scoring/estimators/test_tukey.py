from math import isnan, nan
from time import perf_counter
from typing import Any

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multicomp import pairwise_tukeyhsd

from scoring.estimators.estimate import t_row
from scoring.estimators.tost import tost
from scoring.estimators.tukey import Pair, tukey, tukey_of_means, tukey_of_moments
from scoring.moments import by_group
from tests.scoring.reference import expected

MSE = 1072.0 / 582


def test_the_klaasse_bos_pairs_to_their_printed_digits() -> None:
    """The means are printed to two digits: these lie within their rounding and give all twelve numbers."""
    found = tukey_of_means(
        {"low": (-0.27268, 201), "high": (0.05117, 206), "hidden": (0.0, 185)}, mse=MSE, df=582
    )
    printed: dict[tuple[Any, Any], tuple[float, ...]] = {
        ("low", "high"): (-0.324, -0.640, -0.008, 0.0432),
        ("low", "hidden"): (-0.273, -0.598, 0.052, 0.1201),
        ("high", "hidden"): (0.051, -0.272, 0.374, 0.9265),
    }
    for pair in found:
        row = pair.row
        got = round(row.estimate, 3), round(row.low, 3), round(row.high, 3), round(row.p, 4)
        assert got == printed[pair.first, pair.second]
    assert round(found[0].row.effect, 2) == -0.24


def test_the_printed_differences_themselves_give_the_printed_intervals() -> None:
    for difference, n, low, high in (
        (-0.324, (201, 206), -0.640, -0.008),
        (0.051, (206, 185), -0.272, 0.374),
    ):
        means = {"a": (difference, n[0]), "b": (0.0, n[1]), "c": (0.0, 200)}
        row = tukey_of_means(means, mse=1.842, df=582)[0].row
        assert (round(row.low, 3), round(row.high, 3)) == (low, high)


def test_the_equivalence_example_uses_the_same_error() -> None:
    case = expected("05_tost")["klaasse_bos"]
    pair = tukey_of_means({"high": (0.051, 206), "hidden": (0.0, 185)}, mse=1.842, df=582)[0]
    assert pair.row.se == pytest.approx(case["se"], rel=1e-9)
    found = tost(t_row(0.051, pair.row.se, 582), bound_low=-0.3, bound_high=0.3)
    assert (found.p_low, found.p_high) == pytest.approx((case["p_low"], case["p_high"]), rel=1e-6)
    assert (round(found.low, 3), round(found.high, 3)) == (-0.175, 0.277)
    assert (round(found.p_low, 3), round(found.p_high, 3), found.verdict) == (0.005, 0.035, "equivalent")


def test_data_agree_with_statsmodels_and_scipy() -> None:
    rng = np.random.default_rng(4)
    groups = np.repeat(["a", "b", "c", "d"], [12, 20, 7, 15])
    y = rng.normal(size=54) + 0.8 * (groups == "c")
    found, outside = tukey(y, groups), pairwise_tukeyhsd(y, groups)
    assert [(p.first, p.second) for p in found] == [(r[0], r[1]) for r in outside.summary().data[1:]]
    got = [(-p.row.estimate, p.row.p, -p.row.high, -p.row.low) for p in found]
    wanted = zip(outside.meandiffs, outside.pvalues, *outside.confint.T, strict=True)
    assert np.array(got) == pytest.approx(np.array(list(wanted)), abs=1e-4)
    also = stats.tukey_hsd(*(y[groups == g] for g in "abcd"))
    assert found[1].row.p == pytest.approx(also.pvalue[0, 2], rel=1e-6)


def test_of_two_groups_it_is_the_t_test() -> None:
    a, b = [1.0, 4, 2, 6], [3.0, 9, 7]
    (pair,) = tukey(a + b, ["a"] * 4 + ["b"] * 3)
    outside = stats.ttest_ind(a, b)
    assert pair.row.p == pytest.approx(outside.pvalue, rel=1e-6)
    interval = outside.confidence_interval()
    assert (pair.row.low, pair.row.high) == pytest.approx((interval.low, interval.high), rel=1e-6)


def test_moments_and_data_agree_and_missing_is_not_counted() -> None:
    y, groups = [1.0, 2, nan, 4, 5, 9, 4, 3], list("aaabbbcc")
    assert tukey(y, groups) == tukey_of_moments(by_group(y, groups))
    assert tukey(y, groups)[0].row.n_participants == 5


def test_the_interval_excludes_0_exactly_where_p_is_small() -> None:
    for gap in (0.9, 1.1, 1.3):
        row = tukey_of_means({"a": (gap, 20), "b": (0, 25), "c": (0.3, 30)}, mse=2, df=72)[0].row
        assert (row.p < 0.05) == (row.low > 0)
        assert row.consistent()


def test_more_groups_widen_the_interval() -> None:
    few = tukey_of_means({"a": (1, 20), "b": (0, 20)}, mse=1, df=100)[0].row
    many = tukey_of_means({"a": (1, 20), "b": (0, 20), "c": (0, 20), "d": (0, 20)}, mse=1, df=100)[0].row
    assert many.low < few.low
    assert many.p > few.p
    assert many.effect_low == few.effect_low  # the effect's own interval is not adjusted
    assert "4 means" in many.method


@pytest.mark.parametrize(("mse", "df"), [(nan, 0), (0.0, 10), (1.0, 0)])
def test_without_residual_variance_nan_and_a_sentence(mse: float, df: float) -> None:
    (pair,) = tukey_of_means({"a": (3, 4), "b": (1, 4)}, mse=mse, df=df)
    assert isinstance(pair, Pair)
    assert (pair.row.estimate, pair.row.n_participants) == (2, 8)
    assert isnan(pair.row.p)
    assert "No residual variance" in pair.row.warnings[0]


def test_one_group_or_empty_ones_have_no_pairs() -> None:
    assert tukey([], []) == ()
    assert tukey([1.0, 2.0], ["a", "a"]) == ()
    assert len(tukey([1.0, 2.0, 4.0, 5.0, nan], list("aabbc"))) == 1


def test_about_one_family_in_twenty_has_a_false_difference() -> None:
    rng = np.random.default_rng(31)
    reach = tukey_of_means({"a": (0, 20), "b": (0, 20), "c": (0, 20)}, mse=1, df=57)[0].row.high
    false = 0
    for _ in range(2_000):
        y = rng.normal(size=(3, 20))
        means, sd = y.mean(axis=1), np.sqrt(y.var(axis=1, ddof=1).mean())
        false += np.ptp(means) > reach * sd
    assert 0.038 <= false / 2_000 <= 0.062


def test_shift_scale_and_order_of_groups() -> None:
    y, groups = np.array([1.0, 2, 4, 5, 9, 4, 3, 8]), np.array(list("aabbbccc"))
    before, after = tukey(y, groups), tukey(100 - 2 * y, groups)
    for one, other in zip(before, after, strict=True):
        assert other.row.estimate == pytest.approx(-2 * one.row.estimate)
        assert other.row.low == pytest.approx(-2 * one.row.high)
        assert other.row.p == pytest.approx(one.row.p, rel=1e-6)


@pytest.mark.parametrize("groups", [3, 6])
def test_a_p_too_small_for_the_integral_is_bounded_by_the_pairs_own(groups: int) -> None:
    """Where scipy's law of the range still has digits the sum of the pairs' p is no smaller, and near."""
    for q in (7.0, 8.0):
        exact = float(stats.studentized_range.sf(q, groups, 200))
        bound = groups * (groups - 1) * float(stats.t.sf(q / 2**0.5, 200))
        assert exact <= bound <= 1.3 * exact
    means = {name: (float(name == 0), 50) for name in range(groups)}
    far, further = (tukey_of_means(means, mse=mse, df=50 * groups - groups)[0].row.p for mse in (0.02, 0.01))
    assert 0 < further < far < 1e-9


@pytest.mark.parametrize(
    ("values", "groups"),
    [
        ([0, 0, 0, 1e-9, 1, 1, 1, 1, 0, 0, 0, 0], [0] * 4 + [1] * 4 + [2] * 4),
        ([1, 1e15, 1e15 + 1, 1e15 + 2], [0, 1, 1, 1]),
    ],
)
def test_means_apart_by_more_than_can_be_counted_give_an_end(values: list[float], groups: list[int]) -> None:
    begun = perf_counter()
    found = tukey(values, groups)
    assert perf_counter() - begun < 20
    first = found[0].row
    assert 0 < first.p < 1e-9 and first.low < first.estimate < first.high < 0
    assert first.effect_low < first.effect < first.effect_high < 0
