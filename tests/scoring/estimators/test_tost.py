from math import inf, isnan, nan
from typing import Any

import pytest

from scoring.estimators.estimate import Estimate, t_row
from scoring.estimators.tost import tost, verdict
from scoring.estimators.welch import welch, welch_of_moments
from scoring.moments import summary
from tests.scoring.reference import expected


def welch_row(case: dict[str, Any]) -> Estimate:
    first, second = (summary(case[f"n{i}"], case[f"m{i}"], case[f"sd{i}"]) for i in (1, 2))
    return welch_of_moments(first, second)


@pytest.mark.parametrize("number", range(7))
def test_reference_cases(number: int) -> None:
    case = expected("05_tost")["cases"][number]
    row = welch_row(case)
    found = tost(row, bound_low=case["low"], bound_high=case["high"])
    assert (row.estimate, row.se, row.df) == pytest.approx(
        (case["difference"], case["se"], case["df"]), rel=1e-6
    )
    assert (row.low, row.high) == pytest.approx(case["ci95"], rel=1e-6)
    for name in ("t_low", "p_low", "t_high", "p_high"):
        assert getattr(found, name) == pytest.approx(case[name], rel=1e-6)
    assert found.p == pytest.approx(case["p_tost"], rel=1e-6)
    assert (found.low, found.high) == pytest.approx(case["ci90"], rel=1e-6)
    assert found.verdict == case["verdict"]


def test_published_example() -> None:
    case = expected("05_tost")["klaasse_bos"]
    row = t_row(case["difference"], case["se"], case["df"])
    found = tost(row, bound_low=-0.3, bound_high=0.3)
    assert (found.p_low, found.p_high) == pytest.approx((case["p_low"], case["p_high"]), rel=1e-6)


def test_verdict_follows_the_adjusted_p_of_the_difference() -> None:
    row = t_row(2.3, 1.0, 500)
    assert tost(row, bound_low=-5, bound_high=5).verdict == "both"
    assert tost(row, bound_low=-5, bound_high=5, p_adjusted=0.09).verdict == "equivalent"


def test_equivalent_exactly_when_the_interval_lies_inside() -> None:
    for estimate in (0.0, 1.0, 3.2, 3.4, 4.0, 6.0):
        found = tost(t_row(estimate, 1.0, 60), bound_low=-5, bound_high=5)
        assert (found.p < 0.05) == (found.low > -5 and found.high < 5)


def test_normal_rows_are_tested_with_the_normal() -> None:
    found = tost(t_row(0.0, 1.0, inf), bound_low=-1.6448536, bound_high=1.6448536)
    assert found.p == pytest.approx(0.05, rel=1e-6)


@pytest.mark.parametrize(("a", "b"), [([1], [2]), ([], []), ([3, 3], [3, 3])])
def test_too_little_is_nan_with_a_sentence(a: list[float], b: list[float]) -> None:
    found = tost(welch(a, b), bound_low=-1, bound_high=1)
    assert isnan(found.p)
    assert found.verdict == ""
    assert "cannot be tested" in found.warnings[-1]


def test_the_four_verdicts() -> None:
    found = [verdict(d, e) for d in (0.01, 0.2) for e in (0.01, 0.2)]
    assert found == ["both", "different", "equivalent", "inconclusive"]
    assert verdict(nan, 0.01) == ""


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="below bound_high"):
        tost(t_row(1, 1, 9), bound_low=1, bound_high=1)
    with pytest.raises(ValueError, match="alpha"):
        tost(t_row(1, 1, 9), bound_low=-1, bound_high=1, alpha=0.5)
