from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_effectsize

from scoring.estimators.binary import attrition, chi_square, difference_of, risk_difference
from scoring.estimators.estimate import at_odds
from tests.scoring.reference import expected

CASE = expected("06_newcombe_attrition")


@pytest.mark.parametrize("case", CASE["cases"])
def test_reference_cases(case: dict[str, float]) -> None:
    row = risk_difference(int(case["x1"]), int(case["n1"]), int(case["x2"]), int(case["n2"]))
    found = (row.estimate, row.low, row.high, row.p)
    wanted = (case["difference"], case["low"], case["high"], case["fisher_p"])
    assert found == pytest.approx(wanted, rel=1e-6, abs=1e-9)
    assert row.n_participants == case["n1"] + case["n2"]
    assert row.consistent()


def test_three_arms_lose_differently() -> None:
    table = CASE["attrition_three_arms"]["table"]
    found = attrition(table["finished"], table["lost"])
    assert found.p == pytest.approx(CASE["attrition_three_arms"]["fisher_freeman_halton_p"], rel=1e-6)
    assert "exact" in found.method


@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), min_size=2, max_size=2))
def test_two_arms_agree_with_scipy(arms: list[tuple[int, int]]) -> None:
    finished, lost = ([arm[i] for arm in arms] for i in (0, 1))
    found = attrition(finished, lost)
    if all(map(sum, arms)):
        assert found.p == pytest.approx(stats.fisher_exact(np.array([finished, lost])).pvalue, rel=1e-6)
    else:
        assert isnan(found.p)


def test_exact_test_does_not_mind_the_order_of_arms_or_rows() -> None:
    a, b = [12, 30, 7, 11], [3, 9, 8, 1]
    one = attrition(a, b).p
    assert attrition(a[::-1], b[::-1]).p == pytest.approx(one, rel=1e-10)
    assert attrition(b, a).p == pytest.approx(one, rel=1e-10)


def test_four_large_arms_get_the_chi_square() -> None:
    found = attrition([400, 420, 410, 380], [100, 80, 90, 120])
    outside = stats.chi2_contingency([[400, 420, 410, 380], [100, 80, 90, 120]], correction=False)
    assert found.p == pytest.approx(outside.pvalue)
    assert "chi-square" in found.method


def test_nobody_lost_is_no_difference() -> None:
    assert attrition([400, 420, 410, 380], [0, 0, 0, 0]).p == 1


def test_one_arm_cannot_be_compared() -> None:
    found = attrition([5, 0], [2, 0])
    assert isnan(found.p)
    assert found.warnings


def test_starts_against_weights() -> None:
    case = CASE["srm"]
    two = chi_square(case["counts"], case["weights"])
    assert (two.statistic, two.p) == pytest.approx((case["chisq"], case["p"]), rel=1e-6)
    three = chi_square(case["counts3"], case["weights3"])
    assert (three.statistic, three.p) == pytest.approx((case["chisq3"], case["p3"]), rel=1e-6)
    assert three.df == 2


def test_few_or_no_starts_say_so() -> None:
    assert "8" in chi_square([3, 4], [1, 1]).warnings[0]
    nobody = chi_square([0, 0], [1, 1])
    assert isnan(nobody.p)
    assert nobody.warnings


def test_arrays_of_yes_and_no() -> None:
    assert difference_of([1, 1, 0, nan], [0, 1, 0]) == risk_difference(2, 3, 1, 3)


def test_swapping_the_arms_turns_the_interval() -> None:
    one, other = risk_difference(9, 10, 3, 10), risk_difference(3, 10, 9, 10)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))


def test_nobody_is_nan_with_a_sentence() -> None:
    row = risk_difference(0, 0, 3, 5)
    assert isnan(row.estimate)
    assert isnan(row.p)
    assert "Nothing to compare" in row.warnings[0]


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="0 <= x <= n"):
        risk_difference(4, 3, 1, 2)
    with pytest.raises(ValueError, match="0 or 1"):
        difference_of([2], [1])
    with pytest.raises(ValueError, match="counts"):
        attrition([1, 2], [1])
    with pytest.raises(ValueError, match="weights"):
        chi_square([1, 2], [1, 0])


@pytest.mark.parametrize(("x1", "n1", "x2", "n2"), [(30, 100, 45, 90), (0, 10, 4, 10), (7, 7, 0, 9)])
def test_the_effect_is_cohens_h(x1: int, n1: int, x2: int, n2: int) -> None:
    row = risk_difference(x1, n1, x2, n2)
    assert row.effect == pytest.approx(proportion_effectsize(x1 / n1, x2 / n2))
    half = stats.norm.ppf(0.975) * (1 / n1 + 1 / n2) ** 0.5
    assert (row.effect_low, row.effect_high) == pytest.approx((row.effect - half, row.effect + half))
    other = risk_difference(x2, n2, x1, n1)
    assert other.effect == pytest.approx(-row.effect)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_its_interval_holds_the_h_that_there_is(share: float) -> None:
    rng = np.random.default_rng(5)
    h = proportion_effectsize(share, 0.4)
    pairs = zip(rng.binomial(60, share, 2000), rng.binomial(60, 0.4, 2000), strict=True)
    rows = [risk_difference(int(a), 60, int(b), 60) for a, b in pairs]
    assert 0.935 <= np.mean([row.effect_low <= h <= row.effect_high for row in rows]) <= 0.965


@pytest.mark.parametrize(
    ("counts", "odd"),
    [((0, 10, 4, 10), True), ((4, 10, 0, 10), True), ((5, 10, 4, 10), False), ((0, 30, 14, 30), False)],
)
def test_where_p_and_interval_disagree_about_0_a_sentence_says_so(
    counts: tuple[int, int, int, int], odd: bool
) -> None:
    row = risk_difference(*counts)
    assert ((row.p < 0.05) is not (row.low > 0 or row.high < 0)) is odd
    assert bool(row.warnings) is odd
    if odd:
        assert "p is 0.087, and the 95 % interval leaves 0 out" in row.warnings[0]


def test_no_table_of_ten_and_ten_contradicts_itself_in_silence() -> None:
    found = [risk_difference(a, 10, b, 10) for a in range(11) for b in range(11)]
    odd = [row for row in found if (row.p < 0.05) is not (row.low > 0 or row.high < 0)]
    assert 0 < len(odd) < 30 and all(row.warnings for row in odd)
    assert not any(row.warnings for row in found if row not in odd)


def test_the_other_way_round_is_told_too() -> None:
    assert "holds 0" in at_odds(0.04, -0.01, 0.3)
    assert at_odds(0.04, 0.01, 0.3) == at_odds(nan, -1, 1) == at_odds(0.06, 0.01, 0.3, level=0.9) == ""
