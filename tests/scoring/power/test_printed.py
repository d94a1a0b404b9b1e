"""The two shipped studies' power as their designs print it, to the printed digits.

First impressions: 480 an arm, five of 30 profiles, SD of a rating 1 (participants .30, profiles .10, rest
.60), alpha .0125 for the level effect. Own score: four arms of 300, SD 25.
"""

from typing import Any

import pytest

from scoring.power.arms import adjusted, several_arms
from scoring.power.ratings import Spread, away, first_rating, level, step, visibility, visibility_at
from scoring.power.result import Power
from scoring.power.shares import proportions, shares
from scoring.power.size import smallest_n

FIVE = (20, 42, 62, 67, 85)
FOUR = (20, 42, 65, 85)
FAMILY = 0.05 / 4


def of_level(effect: float, by_profile: float = 0.15, *, n: int = 480, rest: float = 0.6) -> Power:
    spread = Spread(level_profiles=by_profile, rest=rest)
    return level(effect, n_shown=n, k=5, profiles=30, levels=FIVE, spread=spread, alpha=FAMILY)


def of_four(by_profile: float, *, n: int = 480, alpha: float = FAMILY) -> Power:
    spread = Spread(level_profiles=by_profile)
    return level(0.3, n_shown=n, k=4, profiles=16, levels=FOUR, spread=spread, alpha=alpha)


@pytest.mark.parametrize(
    ("found", "se", "power"),
    [
        (of_level(0.3), 0.055, 0.996),
        (of_level(0.2), 0.055, 0.83),
        (of_level(0.3, 0.30), 0.073, 0.92),
        (of_level(0.3, 0.447), 0.095, 0.69),
        (of_four(0.15), 0.062, 0.97),
        (of_four(0.447), 0.122, 0.39),
    ],
)
def test_level_effects(found: Power, se: float, power: float) -> None:
    assert round(found.se, 3) == se
    assert found.power == pytest.approx(power, abs=0.005 if power < 0.99 else 0.0005)


def test_the_smallest_level_effect_is_larger_than_with_the_normal_distribution() -> None:
    """.185 by the normal distribution; .195 with the 31 df that thirty profiles leave."""
    found = of_level(0.3)
    assert round(found.se * (2.497705 + 0.841621), 3) == 0.185
    assert round(found.smallest, 3) == 0.195


def test_visibility_at_the_outermost_level() -> None:
    """At 20, 3.52 tens of 6.5 from the mean, where slopes that vary count most."""
    design: dict[str, Any] = {"n_shown": 480, "n_hidden": 480, "k": 5, "profiles": 30, "away": away(20, FIVE)}
    found = visibility_at(0.3, alpha=0.01, **design)
    assert (round(found.se, 3), round(found.power, 3)) == (0.058, 0.995)
    assert round(visibility_at(0.2, **design).power, 2) == 0.93


def test_the_step_at_62_and_67() -> None:
    found = step(0.2, n_shown=480, profiles=30, levels=FIVE, after=62)
    assert (round(found.se, 3), round(found.power, 2), round(found.smallest, 2)) == (0.050, 0.98, 0.14)


def test_the_step_with_levels_that_do_not_straddle_it() -> None:
    found = step(0.2, n_shown=480, profiles=16, levels=FOUR, after=42)
    assert (round(found.se, 3), round(found.power, 2)) == (0.082, 0.68)


def test_visibility_averaged_over_levels() -> None:
    found = visibility(0.2, n_shown=480, n_hidden=480, k=5, profiles=30)
    assert (round(found.se, 3), round(found.power, 2), round(found.smallest, 2)) == (0.046, 0.99, 0.13)


def test_following_at_a_level_against_hidden() -> None:
    found = shares(0.068, base=0.3, icc=0.2, n_shown=480, n_hidden=480, k_hidden=5)
    assert (round(found.se, 3), round(found.smallest, 3)) == (0.024, 0.068)


def test_the_first_rating_only() -> None:
    found = first_rating(0.3, n_shown=480, levels=FIVE)
    assert (round(found.se, 3), round(found.power, 2)) == (0.133, 0.61)


def test_anxiety_after_seeing_others_scores() -> None:
    found = adjusted(5, n=480, n_control=480, sd=25, r=0.6, bound=5)
    assert (round(found.se, 2), round(found.power, 2), round(found.smallest, 1)) == (1.29, 0.97, 3.6)
    assert round(found.equivalence, 2) == 0.97
    assert round(adjusted(5, n=480, n_control=480, sd=25, r=0.44, bound=5).equivalence, 2) == 0.93
    assert round(adjusted(5, n=480, n_control=480, sd=25, r=0.6, bound=3).equivalence, 2) == 0.50


def test_three_hundred_in_all_are_not_enough() -> None:
    """.84 at .05; .68 with three tests in the family."""
    assert round(of_four(0.15, n=150, alpha=0.05).power, 2) == 0.84
    assert round(of_four(0.15, n=150, alpha=0.05 / 3).power, 2) == 0.68
    found = adjusted(5, n=150, n_control=150, sd=25, r=0.6, bound=5)
    assert (round(found.power, 2), round(found.equivalence, 2)) == (0.58, 0.39)


def test_three_items_instead_of_six_cost_seven_per_cent() -> None:
    assert round(of_level(0.3, rest=0.72).se / of_level(0.3).se, 2) == 1.07


def test_three_shown_for_two_hidden() -> None:
    """The slope gains 6 % (6.5), the first rating 9 %; anxiety loses 2 %."""
    assert of_level(0.3, n=576).se / of_level(0.3).se == pytest.approx(0.935, abs=5e-4)
    firsts = [first_rating(0.3, n_shown=n, levels=FIVE).se for n in (576, 480)]
    assert round(1 - firsts[0] / firsts[1], 2) == 0.09
    anxieties = [adjusted(5, n=n, n_control=960 - n, sd=25, r=0.6).se for n in (576, 480)]
    assert round(anxieties[0] / anxieties[1], 2) == 1.02


# --- one's own score


@pytest.mark.parametrize(
    ("n", "n_control", "r", "covariates", "se", "smallest", "tost", "in_family"),
    [
        (900, 300, 0.60, 1, 1.33, 3.7, 0.96, 4.3),
        (600, 300, 0.75, 2, 1.17, 3.3, 0.99, 3.8),
        (300, 300, 0.75, 2, 1.35, 3.8, 0.96, 4.4),
    ],
    ids=["visibility", "dip", "below 65"],
)
def test_own_score_contrasts(
    n: int,
    n_control: int,
    r: float,
    covariates: int,
    se: float,
    smallest: float,
    tost: float,
    in_family: float,
) -> None:
    design: dict[str, Any] = {"n": n, "n_control": n_control, "sd": 25, "r": r, "covariates": covariates}
    found = adjusted(5, bound=5, **design)
    assert (round(found.se, 2), round(found.smallest, 1), round(found.equivalence, 2)) == (se, smallest, tost)
    assert round(adjusted(5, alpha=0.05 / 3, **design).smallest, 1) == in_family


def test_choices_between_two_arms_of_the_own_score_study() -> None:
    found = [proportions(0.1, base=base, n=300, n_control=300).smallest for base in (0.25, 0.3, 0.4, 0.5)]
    assert all(0.10 <= smallest < 0.115 for smallest in found)


@pytest.mark.parametrize(("wanted", "total"), [(0.8, 957), (0.9, 1257)])
def test_a_one_page_study_of_three_arms(wanted: float, total: int) -> None:
    """Equal arms: 1,256 would do for 90 % if arms could be unequal."""
    an_arm = smallest_n(lambda n: several_arms(3 * n, arms=3, eta2=0.01), wanted=wanted)
    assert an_arm is not None
    assert 3 * an_arm == total
