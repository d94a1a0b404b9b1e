import warnings
from collections.abc import Callable
from math import inf, isnan, log, nan, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from statsmodels.discrete.discrete_model import Logit
from statsmodels.miscmodels.ordinal_model import OrderedModel

from scoring.estimators.estimate import Estimate
from scoring.estimators.ordinal import odds_ratio, superiority

Codes = NDArray[np.int64]
BOTH: list[Callable[..., Estimate]] = [odds_ratio, superiority]


def drawn(seed: int, n: int = 70, shift: float = 0.0, top: int = 7) -> Codes:
    """Answers on 1..top, from a logistic variable."""
    rng = np.random.default_rng(seed)
    return np.clip(np.round(rng.logistic(4 + shift, 1, n)), 1, top).astype(int)


# --- proportional odds


def test_two_answers_are_a_two_by_two_table() -> None:
    """6 of 10 against 3 of 9: odds 6/4 and 3/6."""
    row = odds_ratio([1] * 6 + [0] * 4, [1] * 3 + [0] * 6)
    assert row.effect == pytest.approx(3)
    assert row.estimate == pytest.approx(log(3))
    assert row.se == pytest.approx(sqrt(1 / 6 + 1 / 4 + 1 / 3 + 1 / 6))
    assert row.df == inf
    assert row.consistent()


def test_two_answers_are_the_logistic_regression_of_statsmodels() -> None:
    a, b = drawn(1, top=2) - 1, drawn(2, shift=-2, top=2) - 1
    x = np.column_stack([np.ones(140), np.repeat([1, 0], 70)])
    other = Logit(np.concatenate([a, b]), x).fit(disp=0)
    row = odds_ratio(a, b)
    assert (row.estimate, row.se) == pytest.approx((other.params[1], other.bse[1]), rel=1e-6)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_seven_answers_are_the_ordered_model_of_statsmodels(seed: int) -> None:
    """Its derivatives are numerical, hence the tolerance."""
    a, b = drawn(seed, shift=0.4), drawn(seed + 10)
    arm = np.repeat([1.0, 0.0], 70)[:, None]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = OrderedModel(np.concatenate([a, b]), arm, distr="logit").fit(method="bfgs", gtol=1e-8, disp=0)
    row = odds_ratio(a, b)
    assert row.estimate == pytest.approx(other.params[0], abs=1e-6)
    assert row.se == pytest.approx(other.bse[0], rel=1e-4)
    assert row.n_participants == 140
    assert not row.warnings


def test_a_built_in_odds_ratio_is_recovered() -> None:
    row = odds_ratio(drawn(1, 4000, shift=0.5), drawn(2, 4000))
    assert row.low < 0.5 < row.high
    assert row.se < 0.05


def test_only_the_order_of_codes_counts() -> None:
    a, b = drawn(1, shift=0.5), drawn(2)
    row = odds_ratio(a, b)
    for other in (np.exp(np.arange(8)), 3.0 * np.arange(8) - 40, np.array([0, 1, 2, 3, 104, 105, 106, 107])):
        assert odds_ratio(other[a], other[b]) == row


def test_an_unused_middle_answer_does_no_harm() -> None:
    a, b = np.array([1, 1, 2, 5, 5, 7]), np.array([1, 2, 2, 2, 5, 7])
    row = odds_ratio(a, b)
    assert row.se > 0
    assert row == odds_ratio(np.searchsorted([1, 2, 5, 7], a), np.searchsorted([1, 2, 5, 7], b))


@pytest.mark.parametrize("seed", range(40))
def test_small_arms_give_a_finite_ratio_or_a_sentence(seed: int) -> None:
    rng = np.random.default_rng(seed)
    row = odds_ratio(rng.integers(1, 8, rng.integers(3, 7)), rng.integers(1, 8, rng.integers(3, 7)))
    assert row.se < 10 or isnan(row.p)
    assert row.warnings


def test_arms_that_do_not_overlap_have_no_odds_ratio() -> None:
    for a, b in (([3, 4, 5], [1, 2, 3]), ([1, 1, 2], [2, 3, 3])):
        row = odds_ratio(a, b)
        assert isnan(row.estimate)
        assert "without end" in row.warnings[0]


def test_a_score_of_many_values_is_sent_to_the_other_measure() -> None:
    rng = np.random.default_rng(1)
    row = odds_ratio(rng.normal(size=20), rng.normal(size=20))
    assert isnan(row.estimate)
    assert "40 different answers are too many" in row.warnings[0]


# --- probability of superiority


def test_by_hand() -> None:
    """Of 3 x 3 pairs a wins 5 and ties 2: 6/9. Shares below: of a 1/2, 1/2, 1; of b 0, 1/3, 2/3."""
    row = superiority([2, 2, 4], [1, 2, 3])
    below_a, below_b = np.array([0.5, 0.5, 1]), np.array([0, 1 / 3, 2 / 3])
    assert row.effect == pytest.approx(6 / 9)
    assert row.estimate == pytest.approx(6 / 9 - 0.5)
    assert row.se == pytest.approx(sqrt((below_a.var(ddof=1) + below_b.var(ddof=1)) / 3))
    assert row.consistent()


def test_the_probability_is_that_over_all_pairs() -> None:
    a, b = drawn(1, 37), drawn(2, 23, shift=1)
    pairs = np.sign(np.subtract.outer(a, b))
    assert superiority(a, b).effect == pytest.approx((pairs > 0).mean() + (pairs == 0).mean() / 2)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_is_the_brunner_munzel_test_of_scipy(seed: int) -> None:
    a, b = drawn(seed, 50, shift=0.6), drawn(seed + 10, 35)
    other, row = stats.brunnermunzel(b, a), superiority(a, b)
    assert (row.statistic, row.p) == pytest.approx((other.statistic, other.pvalue), rel=1e-9)


def test_means_at_a_ceiling_keep_the_rate_of_false_alarms() -> None:
    """One arm spreads out more and both pile up at 7: no difference in which is above the other."""

    def ceiling(seed: int, spread: float) -> NDArray[np.float64]:
        return np.minimum(np.random.default_rng(seed).normal(7, spread, 50), 7)

    p = [superiority(ceiling(s, 0.5), ceiling(10_000 + s, 0.5)).p for s in range(400)]
    assert 0.025 < np.mean(np.array(p) < 0.05) < 0.08


def test_a_rising_change_of_scale_changes_nothing() -> None:
    a, b = drawn(1), drawn(2)
    assert superiority(np.exp(a), np.exp(b)) == superiority(a, b)


def test_the_interval_of_a_probability_stays_within_0_and_1() -> None:
    row = superiority([5, 6, 6, 7], [1, 2, 2, 6])
    assert row.high > 0.5
    assert row.effect_high == 1
    assert row.effect < 1


def test_arms_that_do_not_overlap_have_no_interval() -> None:
    row = superiority([4, 5, 6], [1, 2, 3])
    assert (row.estimate, isnan(row.p), isnan(row.se)) == (0.5, True, True)
    assert "do not overlap" in row.warnings[0]


# --- both


@pytest.mark.parametrize("measure", BOTH)
def test_swapping_turns_the_sign_and_order_says_nothing(measure: Callable[..., Estimate]) -> None:
    a, b = drawn(3, shift=0.5), drawn(4, 40)
    row, swapped, turned = measure(a, b), measure(b, a), measure(a[::-1], b)
    assert (swapped.estimate, swapped.se, swapped.p) == pytest.approx(
        (-row.estimate, row.se, row.p), rel=1e-9
    )
    assert (turned.estimate, turned.se) == pytest.approx((row.estimate, row.se), rel=1e-12)
    assert measure(-a, -b).estimate == pytest.approx(-row.estimate, rel=1e-9)


@pytest.mark.parametrize("measure", BOTH)
@pytest.mark.parametrize("n", [0, 1, 2])
def test_too_few_are_nan_with_n_and_a_sentence(measure: Callable[..., Estimate], n: int) -> None:
    for row in (measure(range(n), [1, 2, 3]), measure([1, 2, 3], [*range(n), nan])):
        for value in (row.estimate, row.se, row.df, row.p, row.low, row.effect, row.effect_high):
            assert isnan(value)
        assert "Too few to compare" in row.warnings[0]
        assert row.n_participants == n + 3


@pytest.mark.parametrize("measure", BOTH)
def test_the_same_for_everybody_and_all_missing_infer_nothing(measure: Callable[..., Estimate]) -> None:
    same = measure([4] * 6, [4] * 5)
    assert isnan(same.p)
    assert "nothing can be inferred" in same.warnings[0]
    missing = measure([nan] * 6, [nan] * 5)
    assert isnan(missing.estimate)
    assert "0 and 0 participants" in missing.warnings[0]


@pytest.mark.parametrize("measure", BOTH)
def test_wrong_input_is_refused(measure: Callable[..., Estimate]) -> None:
    with pytest.raises(ValueError, match="finite"):
        measure([1, 2, inf], [1, 2, 3])
    with pytest.raises(ValueError, match="level"):
        measure([1, 2, 3], [1, 2, 3], level=95)
