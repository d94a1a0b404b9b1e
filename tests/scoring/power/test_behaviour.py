"""Power for counts, days stayed and ordered answers: against published figures and simulation."""

from math import exp, inf, isclose, isnan, log, sqrt

import numpy as np
import pytest
from scipy import stats

from scoring.power.behaviour import days_stayed, leaving_at, ordered, ratio, stay

MANY = 20_000


def test_a_ratio_of_counts_has_the_standard_error_of_simulated_ones() -> None:
    """Negative binomial, mean 1.5 and 1.875, variance mean + .6 mean^2."""
    found = ratio(log(1.25), mean=1.5, spread=0.6, n=600, n_control=300)
    rng = np.random.default_rng(2)

    def means(mean: float, n: int) -> np.ndarray:
        found: np.ndarray = rng.poisson(rng.gamma(1 / 0.6, 0.6, (4000, n)) * mean).mean(axis=1)
        return found

    drawn = np.log(means(1.875, 600)) - np.log(means(1.5, 300))
    assert isclose(found.se, drawn.std(), rel_tol=0.03) and isclose(drawn.mean(), log(1.25), abs_tol=0.005)
    hits = (np.abs(drawn) / found.se > 1.96).mean()
    assert abs(found.power - hits) < 0.03


def test_what_is_found_in_four_fifths_is_found_in_four_fifths() -> None:
    found = ratio(0.1, mean=1.5, spread=0.6, n=600, n_control=300)
    again = ratio(found.smallest, mean=1.5, spread=0.6, n=600, n_control=300)
    assert isclose(again.power, 0.8, abs_tol=1e-6)
    # methods of the own-score study: 1.25 is detectable at mean 1.5, 300 an arm.
    assert 1.2 < exp(found.smallest) < 1.3


def test_a_poisson_count_has_no_more_than_its_mean() -> None:
    found = ratio(0.0, mean=4.0, spread=0.0, n=50, n_control=50)
    assert isclose(found.se, sqrt(2 / (4 * 50))) and isclose(found.power, 0.05, abs_tol=1e-9)


def test_odds_of_two_answers_have_the_variance_of_a_two_by_two_table() -> None:
    """With two answers, half each, Whitehead's is 4 (1/n + 1/m): the log odds ratio's at no effect."""
    found = ordered(log(2), shares=(0.5, 0.5), n=100, n_control=100)
    assert isclose(found.se, sqrt(4 * 2 / 100)) and found.df == inf
    more = ordered(log(2), shares=(0.25,) * 4, n=100, n_control=100)
    assert more.se < found.se and more.power > found.power


def test_ordered_answers_have_the_standard_error_of_simulated_ones() -> None:
    """Wald z of a logistic shift under no effect, by ranks (the score test of proportional odds)."""
    found = ordered(0.5, shares=(0.2,) * 5, n=150, n_control=150)
    rng = np.random.default_rng(5)

    def answers(shift: float) -> np.ndarray:
        u = rng.uniform(size=150)
        return np.minimum(np.floor(5 / (1 + np.exp(-(np.log(u / (1 - u)) + shift)))), 4)

    hits = [stats.mannwhitneyu(answers(0.5), answers(0.0)).pvalue < 0.05 for _ in range(1500)]
    assert abs(np.mean(hits) - found.power) < 0.04


@pytest.mark.parametrize(("chance", "last"), [(0.15, 4), (0.5, 1), (0.02, 10)])
def test_days_stayed_are_those_of_people_who_leave_by_chance(chance: float, last: int) -> None:
    rng = np.random.default_rng(3)
    days = np.minimum(rng.geometric(chance, MANY) - 1, last)
    mean, variance = stay(chance, last)
    assert isclose(mean, days.mean(), abs_tol=4 * sqrt(variance / MANY))
    assert isclose(variance, days.var(), rel_tol=0.05)
    assert isclose(leaving_at(mean, last), chance, rel_tol=1e-6)


def test_more_days_than_there_are_need_a_chance_near_nothing() -> None:
    assert leaving_at(5.0, 4) == 1e-4 and leaving_at(0.0, 4) == 1 - 1e-4


def test_a_difference_of_days_is_found_as_often_as_its_standard_error_says() -> None:
    found = days_stayed(0.4, leaving=0.15, last=4, n=300, n_control=300)
    assert isclose(found.se, sqrt(stay(0.15, 4)[1] * 2 / 300))
    assert isclose(found.smallest, 2.8016 * found.se, rel_tol=1e-3)


def test_nobody_on_one_side_gives_no_number_and_a_sentence() -> None:
    for found in (
        ratio(0.1, mean=1, spread=0, n=0, n_control=9),
        ordered(0.1, shares=(0.5, 0.5), n=9, n_control=0),
        days_stayed(0.1, leaving=0.1, last=3, n=0, n_control=0),
    ):
        assert isnan(found.power) and found.warnings


def test_wrong_input_is_named() -> None:
    with pytest.raises(ValueError, match="mean must be above 0"):
        ratio(0.1, mean=0, spread=0, n=9, n_control=9)
    with pytest.raises(ValueError, match="spread"):
        ratio(0.1, mean=1, spread=-1, n=9, n_control=9)
    with pytest.raises(ValueError, match="add up to 1"):
        ordered(0.1, shares=(0.5, 0.4), n=9, n_control=9)
    with pytest.raises(ValueError, match="add up to 1"):
        ordered(0.1, shares=(1.0,), n=9, n_control=9)
    with pytest.raises(ValueError, match="leaving must lie"):
        days_stayed(0.1, leaving=1.0, last=3, n=9, n_control=9)
    with pytest.raises(ValueError, match="n_control"):
        ratio(0.1, mean=1, spread=0, n=9, n_control=-1)
