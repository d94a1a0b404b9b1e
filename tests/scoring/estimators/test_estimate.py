from dataclasses import replace
from math import inf, isnan, nan

import pytest
from scipy import stats

from scoring.estimators.estimate import Effect, Estimate, t_row


def test_a_row_from_estimate_se_and_df() -> None:
    row = t_row(2.0, 1.0, 10)
    assert row.statistic == 2
    assert row.p == pytest.approx(2 * stats.t.sf(2, 10), rel=1e-12)
    assert (row.low, row.high) == pytest.approx((2 - 2.2281388, 2 + 2.2281388))
    assert row.consistent()


def test_infinite_df_is_the_normal() -> None:
    row = t_row(1.959963984540054, 1.0, inf)
    assert row.p == pytest.approx(0.05, rel=1e-12)
    assert row.consistent()


def test_a_tiny_p_keeps_its_digits() -> None:
    row = t_row(30.0, 1.0, 1000)
    assert 0 < row.p < 1e-100
    assert row.consistent()


@pytest.mark.parametrize(
    ("estimate", "se", "df"), [(1, 0, 5), (1, nan, 5), (nan, 1, 5), (1, 1, 0), (1, 1, nan)]
)
def test_without_a_standard_error_nothing_is_inferred(estimate: float, se: float, df: float) -> None:
    row = t_row(estimate, se, df)
    assert all(isnan(value) for value in (row.statistic, row.p, row.low, row.high))
    assert row.consistent()


@pytest.mark.parametrize(
    "change", [{"p": 0.04}, {"statistic": 2.1}, {"df": 11}, {"low": 0.0}, {"level": 0.9}]
)
def test_a_changed_number_is_found(change: dict[str, float]) -> None:
    assert not replace(t_row(2.0, 1.0, 10), **change).consistent()  # type: ignore[arg-type]


def test_an_exact_test_has_nothing_to_recompute() -> None:
    assert Estimate(estimate=0.1, p=0.3, low=-0.1, high=0.3).consistent()


def test_an_effect_brings_its_warnings_once() -> None:
    row = Estimate(estimate=1, warnings=("a",)).with_effect(
        Effect(g=0.5, standardiser="sd", warnings=("a", "b"))
    )
    assert (row.effect, row.standardiser, row.warnings) == (0.5, "sd", ("a", "b"))


@pytest.mark.parametrize("level", [0, 1, 95])
def test_an_impossible_level_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        t_row(1, 1, 1, level=level)
