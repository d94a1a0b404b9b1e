from math import isnan, sqrt
from typing import Any

import numpy as np
import pytest

from scoring.power.ratings import (
    Spread,
    away,
    first_rating,
    level,
    step,
    step_weights,
    visibility,
    visibility_at,
)
from tests.scoring.reference import expected

CASES = expected("18_power")
FIVE = (20, 42, 62, 67, 85)
FOUR = (20, 42, 65, 85)


@pytest.mark.parametrize("case", CASES["level"])
def test_the_level_effect_of_the_reference(case: dict[str, Any]) -> None:
    spread = Spread(
        rest=case["Ve"],
        level_participants=case["sd_effect_participants"],
        level_profiles=case["sd_effect_profiles"],
    )
    found = level(
        case["effect"],
        n_shown=case["n_shown"],
        k=case["k"],
        profiles=case["J"],
        levels=case["levels"],
        spread=spread,
        alpha=case["alpha"],
    )
    wanted = (case["se"], case["df"], case["power"])
    assert (found.se, found.df, found.power) == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("case", CASES["visibility"])
def test_the_visibility_effect_of_the_reference(case: dict[str, Any]) -> None:
    spread = Spread(participants=case["VP"], rest=case["Ve"], visibility_profiles=case["sd_effect_profiles"])
    found = visibility(
        case["effect"],
        n_shown=case["n_shown"],
        n_hidden=case["n_hidden"],
        k=case["k"],
        profiles=case["J"],
        spread=spread,
        alpha=case["alpha"],
    )
    wanted = (case["se"], case["df"], case["power"])
    assert (found.se, found.df, found.power) == pytest.approx(wanted, rel=1e-9)


def test_levels_count_by_their_spacing_alone() -> None:
    a = level(0.3, n_shown=100, k=5, profiles=20, levels=FIVE)
    b = level(0.3, n_shown=100, k=5, profiles=20, levels=[1000 - 3 * x for x in FIVE])
    assert (a.se, a.df) == pytest.approx((b.se, b.df), rel=1e-12)


def test_profiles_limit_what_participants_can_find() -> None:
    many = level(0.3, n_shown=10**7, k=5, profiles=16, levels=FIVE)
    assert many.se == pytest.approx(0.15 / 4, rel=1e-3)
    assert many.df == pytest.approx(15, rel=1e-3)


@pytest.mark.parametrize(("n", "profiles"), [(0, 10), (1, 10), (50, 5)])
def test_too_few_for_a_level_effect_is_a_sentence(n: int, profiles: int) -> None:
    k = 1 if profiles == 5 else 5  # one rating each leaves no variation within participants
    found = level(0.3, n_shown=n, k=k, profiles=profiles, levels=FIVE)
    assert isnan(found.power)
    assert found.warnings


def test_one_profile_says_nothing_of_others() -> None:
    assert isnan(level(0.3, n_shown=50, k=1, profiles=1, levels=FIVE).power)
    assert isnan(visibility(0.3, n_shown=50, n_hidden=50, k=1, profiles=1).power)


def test_at_the_mean_level_the_profiles_and_participants_slopes_do_not_count() -> None:
    """(.3 + .6)/480 + (.3 + .6/5)/480 + .01/30 = .0030833"""
    found = visibility_at(0.3, n_shown=480, n_hidden=480, k=5, profiles=30)
    assert found.se**2 == pytest.approx(0.00308333, abs=1e-8)


def test_away_from_the_mean_level_they_do() -> None:
    """Half the range away: .15^2 more of participants, .075^2 more of profiles."""
    near, far = (
        visibility_at(0.3, n_shown=100, n_hidden=100, k=5, profiles=20, away=by).se ** 2 for by in (0, 0.5)
    )
    assert far - near == pytest.approx(0.15**2 / 100 + 0.075**2 / 20, rel=1e-9)


def test_who_meets_one_level_throughout_rates_it_k_times() -> None:
    """(.3 + .6 / 4) / 50 + (.3 + .6 / 4) / 60 + .1^2 / 10."""
    found = visibility_at(0.3, n_shown=50, n_hidden=60, k=4, k_shown=4, profiles=10)
    assert found.se**2 == pytest.approx(0.45 / 50 + 0.45 / 60 + 0.001, rel=1e-9)
    with pytest.raises(ValueError, match="k must be at most"):
        visibility_at(0.3, n_shown=50, n_hidden=60, k=4, k_shown=11, profiles=10)


def test_a_level_with_one_rating_is_less_certain_than_the_average_of_all() -> None:
    design: dict[str, Any] = {"n_shown": 200, "n_hidden": 200, "k": 5, "profiles": 30}
    assert visibility_at(0.2, **design).se > visibility(0.2, **design).se


def test_away_is_in_parts_of_the_range() -> None:
    assert away(20, FIVE) == pytest.approx((20 - 55.2) / 65)
    assert away(85, (20, 85)) == 0.5


def test_the_step_beside_the_line_has_the_weights_of_the_third_degree_almost() -> None:
    assert step_weights(FOUR, after=42) == pytest.approx([0.595, -1.595, 1.495, -0.495], abs=5e-4)


@pytest.mark.parametrize(("levels", "after"), [(FIVE, 62), (FIVE, 20), (FOUR, 42)])
def test_a_steps_weights_find_the_step_and_no_line(levels: tuple[int, ...], after: int) -> None:
    weights, x = step_weights(levels, after=after), np.asarray(levels)
    assert weights @ (x > after) == pytest.approx(1)
    assert (weights.sum(), weights @ x) == pytest.approx((0, 0), abs=1e-9)


def test_the_steps_error_is_that_of_least_squares_on_all_ratings() -> None:
    x = np.tile(FIVE, 40)
    design = np.column_stack([np.ones(len(x)), x, x > 62])
    least = np.linalg.inv(design.T @ design)[2, 2] * 0.6
    assert step(0.2, n_shown=40, profiles=30, levels=FIVE, after=62).se == pytest.approx(
        sqrt(least), rel=1e-9
    )


@pytest.mark.parametrize(("levels", "after"), [(FIVE, 85), (FIVE, 10), ((20, 85), 20)])
def test_a_step_that_is_none_is_refused(levels: tuple[int, ...], after: int) -> None:
    with pytest.raises(ValueError, match="cannot be told from a line"):
        step_weights(levels, after=after)


def test_the_first_ratings_slope_is_simple_regression() -> None:
    x = np.tile(FIVE, 20)
    wanted = 65 / sqrt(((x - x.mean()) ** 2).sum())
    found = first_rating(0.3, n_shown=100, levels=FIVE)
    assert (found.se, found.df) == pytest.approx((wanted, 98), rel=1e-9)


def test_two_participants_have_no_slope_between_them() -> None:
    assert isnan(first_rating(0.3, n_shown=2, levels=FIVE).power)
    assert isnan(step(0.3, n_shown=0, profiles=9, levels=FIVE, after=62).power)
    assert isnan(visibility_at(0.3, n_shown=0, n_hidden=5, k=5, profiles=9).power)


def test_the_level_formula_is_what_simulated_ratings_vary_by() -> None:
    """By-profile and by-participant slopes drawn anew in each run; the slope by least squares."""
    rng, runs, n, levels = np.random.default_rng(32), 4000, 30, np.asarray(FIVE)
    x = (levels - levels.mean()) / 65
    found = []
    for _ in range(runs):
        by_profile, by_participant = rng.normal(0, 0.15, 5), rng.normal(0, 0.3, n)
        at = (np.arange(n)[:, None] + np.arange(5)) % 5  # each profile at each level equally often
        y = (by_profile[None, :] + by_participant[:, None]) * x[at] + rng.normal(0, sqrt(0.6), (n, 5))
        found.append((x[at] * y).sum() / (x[at] ** 2).sum())
    wanted = level(0.3, n_shown=n, k=5, profiles=5, levels=FIVE).se
    assert np.std(found) == pytest.approx(wanted, rel=4 / sqrt(2 * runs))


def test_wrong_designs_are_refused() -> None:
    with pytest.raises(ValueError, match="k must be at most"):
        level(0.3, n_shown=50, k=6, profiles=5, levels=FIVE)
    with pytest.raises(ValueError, match="levels"):
        level(0.3, n_shown=50, k=5, profiles=9, levels=(20, 20))
    with pytest.raises(ValueError, match="n_hidden"):
        visibility(0.3, n_shown=50, n_hidden=-1, k=5, profiles=9)
    with pytest.raises(ValueError, match="level_profiles must be 0 or more"):
        Spread(level_profiles=-0.1)
