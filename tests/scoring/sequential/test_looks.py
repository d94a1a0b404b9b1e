from dataclasses import replace
from math import inf, isnan, nan, sqrt

import numpy as np
import pytest
from scipy import stats

from scoring.estimators.estimate import Estimate, t_row
from scoring.sequential.boundaries import boundaries
from scoring.sequential.looks import at_look, normal_statistic, repeated_p
from scoring.sequential.spending import SIDES, Sides

QUARTERS = (0.25, 0.5, 0.75, 1.0)


def z_row(z: float) -> Estimate:
    return replace(t_row(z, 1, inf), method="Welch")


def test_the_repeated_interval_is_the_estimate_and_the_looks_bound_of_standard_errors() -> None:
    row = t_row(3.0, 2.0, inf)
    found = at_look(row, look=2, fractions=QUARTERS)
    bound = boundaries(QUARTERS)[1]
    assert (found.bound, found.reach) == pytest.approx((bound, bound), rel=1e-10)
    assert (found.row.low, found.row.high) == pytest.approx((3 - 2 * bound, 3 + 2 * bound), rel=1e-10)
    assert found.row.level == 0.95


def test_with_df_the_quantile_of_t_has_the_normal_bounds_tail() -> None:
    found = at_look(t_row(3.0, 2.0, 11.5), look=1, fractions=QUARTERS)
    assert found.reach == pytest.approx(stats.t.isf(stats.norm.sf(found.bound), 11.5), rel=1e-8)
    assert found.row.high - found.row.estimate == pytest.approx(found.reach * 2)
    assert found.reach > found.bound


def test_a_single_look_at_the_end_is_the_fixed_test() -> None:
    row = t_row(1.3, 0.6, 17.0)
    found = at_look(row, look=1, fractions=(1.0,))
    assert (found.row.low, found.row.high) == pytest.approx((row.low, row.high), rel=1e-9)
    assert found.p == found.p_here == pytest.approx(row.p, rel=1e-9)


def test_no_fixed_p_statistic_or_interval_stays_on_the_row() -> None:
    found = at_look(t_row(3.0, 1.0, 40.0), look=1, fractions=QUARTERS).row
    assert all(isnan(value) for value in (found.p, found.statistic, found.df, found.effect))
    assert found.consistent()


def test_the_method_says_look_and_spending() -> None:
    words = at_look(z_row(2.0), look=2, fractions=QUARTERS, sides="each").row.method
    assert words.startswith("Welch; repeated confidence interval")
    assert "look 2 of 4" in words
    assert "half on each side" in words


@pytest.mark.parametrize("sides", SIDES)
@pytest.mark.parametrize("look", [1, 2, 3, 4])
@pytest.mark.parametrize("z", [0.9, 2.1, 2.9, 4.5])
def test_at_the_repeated_p_the_bound_is_the_statistic_itself(z: float, look: int, sides: Sides) -> None:
    """Where no alpha would do, even the bound at the largest one is out of reach."""
    found = at_look(z_row(z), look=look, fractions=QUARTERS, sides=sides)
    if found.p_here == 1:
        assert boundaries(QUARTERS, 0.999, sides=sides)[look - 1] > z
    else:
        assert boundaries(QUARTERS, found.p_here, sides=sides)[look - 1] == pytest.approx(z, abs=1e-8)


def test_the_interval_at_the_level_of_p_here_ends_at_nothing() -> None:
    row = t_row(-3.1, 1.2, 60.0)
    found = at_look(row, look=3, fractions=QUARTERS)
    again = at_look(row, look=3, fractions=QUARTERS, alpha=found.p_here)
    assert again.row.high == pytest.approx(0, abs=1e-7)


def test_p_so_far_is_the_smallest_of_the_looks_own() -> None:
    z = (1.0, 2.6, 1.4)
    alone = [repeated_p([*(nan,) * k, z[k]], fractions=QUARTERS[: k + 1]) for k in range(3)]
    assert repeated_p(z, fractions=QUARTERS[:3]) == pytest.approx(min(alone), rel=1e-9)
    found = at_look(z_row(z[2]), look=3, fractions=QUARTERS, earlier=z[:2])
    assert (found.p, found.p_here) == pytest.approx((alone[1], alone[2]), rel=1e-9)


def test_looks_that_are_not_known_leave_p_no_smaller() -> None:
    known = at_look(z_row(2.0), look=2, fractions=QUARTERS, earlier=[3.5]).p
    assert known < at_look(z_row(2.0), look=2, fractions=QUARTERS).p
    assert at_look(z_row(2.0), look=2, fractions=QUARTERS, earlier=[nan]).p == pytest.approx(
        at_look(z_row(2.0), look=2, fractions=QUARTERS).p
    )


@pytest.mark.parametrize("z", [2.77, 2.78])
def test_crossing_agrees_with_p_and_with_the_interval(z: float) -> None:
    """The second bound is 2.774."""
    found = at_look(z_row(-z), look=2, fractions=QUARTERS)
    assert found.crossed == (z > 2.774) == (found.p_here <= 0.05) == (found.row.high < 0)


def test_later_looks_do_not_matter() -> None:
    a = at_look(z_row(2.2), look=2, fractions=(0.3, 0.5, 1.0))
    b = at_look(z_row(2.2), look=2, fractions=(0.3, 0.5, 0.6))
    assert (a.bound, a.p, a.spent) == pytest.approx((b.bound, b.p, b.spent), rel=1e-9)


def test_turning_the_contrast_round_turns_the_interval_round() -> None:
    a, b = (at_look(t_row(sign * 1.7, 0.9, 33.0), look=2, fractions=QUARTERS) for sign in (1, -1))
    assert (a.row.low, a.p, a.z) == pytest.approx((-b.row.high, b.p, -b.z), rel=1e-12)


def test_units_do_not_matter() -> None:
    a, b = (at_look(t_row(c * 1.7, c * 0.9, 33.0), look=2, fractions=QUARTERS) for c in (1, 1000))
    assert (a.row.high * 1000, a.p, a.reach) == pytest.approx((b.row.high, b.p, b.reach), rel=1e-12)


def test_a_statistic_beyond_all_doubt_has_the_smallest_p_that_is_given() -> None:
    assert repeated_p([60.0], fractions=(1.0,)) == 1e-15
    assert at_look(t_row(1e9, 1.0, 100.0), look=1, fractions=QUARTERS).p == 1e-15


def test_no_difference_at_all_has_p_of_one() -> None:
    assert at_look(z_row(0.0), look=2, fractions=QUARTERS, earlier=[0.0]).p == 1


@pytest.mark.parametrize("row", [Estimate(estimate=nan), Estimate(estimate=1.0, se=0.0, df=5.0)])
def test_without_a_standard_error_nothing_is_said(row: Estimate) -> None:
    found = at_look(row, look=2, fractions=QUARTERS, earlier=[4.5])
    assert isnan(found.p)
    assert isnan(found.z)
    assert isnan(found.row.low)
    assert not found.crossed
    assert "nothing can be said" in found.row.warnings[-1]


def test_a_bound_out_of_reach_leaves_no_interval() -> None:
    found = at_look(z_row(50.0), look=1, fractions=(0.01, 1.0), alpha=1e-12)
    assert found.bound == inf
    assert isnan(found.row.low)
    assert "Too early" in found.row.warnings[-1]
    assert not found.crossed


@pytest.mark.parametrize("t", [-8.0, -1.0, 0.0, 2.5, 40.0])
def test_the_normal_statistic_has_the_tail_of_t(t: float) -> None:
    found = normal_statistic(t_row(t, 1.0, 7.0))
    assert stats.norm.sf(abs(found)) == pytest.approx(stats.t.sf(abs(t), 7), rel=1e-8)
    assert np.sign(found) == np.sign(t)


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="look must lie from 1"):
        at_look(z_row(1.0), look=5, fractions=QUARTERS)
    with pytest.raises(ValueError, match="earlier"):
        at_look(z_row(1.0), look=3, fractions=QUARTERS, earlier=[1.0])
    with pytest.raises(ValueError, match="equally many"):
        repeated_p([1.0], fractions=QUARTERS)
    with pytest.raises(ValueError, match="fractions must rise"):
        at_look(z_row(1.0), look=2, fractions=(0.5, 0.4))
    assert isnan(repeated_p([nan], fractions=(1.0,)))


# --- simulated: without an effect, all looks together err as often as alpha says


def test_small_samples_with_t_hold_the_effect_at_all_looks_together() -> None:
    """Means of 10, 20, 30 and 40 numbers about a true .4; df 9 at the first look."""
    rng, runs, effect = np.random.default_rng(22), 60_000, 0.4
    x, inside = rng.normal(effect, 1, size=(runs, 40)), np.ones(runs, dtype=bool)
    for look, n in enumerate((10, 20, 30, 40), start=1):
        reach = at_look(t_row(0.0, 1.0, n - 1), look=look, fractions=QUARTERS).reach
        se = x[:, :n].std(axis=1, ddof=1) / sqrt(n)
        inside &= np.abs(x[:, :n].mean(axis=1) - effect) < reach * se
    assert 1 - inside.mean() == pytest.approx(0.05, abs=4 * sqrt(0.05 * 0.95 / runs))


def test_p_is_at_most_any_alpha_exactly_where_a_look_crossed_at_it() -> None:
    rng = np.random.default_rng(23)
    z = np.cumsum(rng.normal(size=(60, 4)), axis=1) / np.sqrt([1, 2, 3, 4])
    p = np.array([repeated_p(row, fractions=QUARTERS) for row in z.tolist()])
    for alpha in (0.1, 0.3, 0.7):
        crossed = (np.abs(z) >= boundaries(QUARTERS, alpha)).any(axis=1)
        assert ((p <= alpha) == crossed).all()
        assert 0 < crossed.sum() < 60


@pytest.mark.parametrize("alpha", [0.05, 0.3])
def test_without_an_effect_p_falls_below_alpha_as_often_as_alpha(alpha: float) -> None:
    rng, runs = np.random.default_rng(24), 200_000
    z = np.cumsum(rng.normal(size=(runs, 4)), axis=1) / np.sqrt([1, 2, 3, 4])
    rate = (np.abs(z) >= boundaries(QUARTERS, alpha)).any(axis=1).mean()
    assert rate == pytest.approx(alpha, abs=4 * sqrt(alpha * (1 - alpha) / runs))
