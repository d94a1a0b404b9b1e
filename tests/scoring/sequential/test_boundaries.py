"""group_sequential.json is rpact's word (its integration is good to 1e-8); the rest is closed form, brute
force and simulation."""

from math import inf, sqrt
from typing import Any

import numpy as np
import pytest
from scipy import stats

from scoring.sequential.boundaries import boundaries, inside_bounds, stages
from scoring.sequential.spending import SIDES, Sides, spent
from tests.scoring.reference import expected

QUARTERS = (0.25, 0.5, 0.75, 1.0)


@pytest.mark.parametrize("case", expected("group_sequential"))
def test_bounds_are_those_of_rpact(case: dict[str, Any]) -> None:
    found = boundaries(case["fractions"], case["alpha"], sides=case["sides"])
    assert found == pytest.approx(case["bounds"], abs=1e-7)


def test_the_published_bounds_of_four_equal_looks_come_with_half_alpha_on_each_side() -> None:
    """As printed by R's ldbounds and gsDesign for two-sided .05."""
    found = boundaries(QUARTERS, 0.05, sides="each")
    assert [round(z, 3) for z in found] == [4.333, 2.963, 2.359, 2.014]


def test_the_bounds_of_four_equal_looks_with_both_sides_together() -> None:
    """The first is 2 x 1.959964 in closed form, as sqrt .25 is a half."""
    found = boundaries(QUARTERS)
    assert found[0] == pytest.approx(3.919928, abs=1e-6)
    assert [round(z, 3) for z in found] == [3.920, 2.774, 2.298, 2.043]


@pytest.mark.parametrize("sides", SIDES)
@pytest.mark.parametrize("alpha", [0.2, 0.05, 0.001])
def test_one_look_is_the_fixed_test(alpha: float, sides: Sides) -> None:
    assert boundaries((1.0,), alpha, sides=sides) == pytest.approx([stats.norm.isf(alpha / 2)], rel=1e-10)


@pytest.mark.parametrize("fractions", [(0.5, 1.0), (0.2, 0.21), (0.7, 0.99)])
def test_two_looks_hold_the_bivariate_normal_inside_with_what_is_not_spent(
    fractions: tuple[float, float],
) -> None:
    first, second = boundaries(fractions, 0.05)
    r = sqrt(fractions[0] / fractions[1])
    law = stats.multivariate_normal(cov=[[1, r], [r, 1]])
    stays = law.cdf([first, second], lower_limit=[-first, -second])
    assert 1 - stays == pytest.approx(spent(fractions[1], 0.05), abs=1e-8)


@pytest.mark.parametrize("sides", SIDES)
def test_simulated_looks_cross_as_often_as_was_spent(sides: Sides) -> None:
    rng, runs = np.random.default_rng(20), 200_000
    fractions = np.array([0.3, 0.45, 0.9, 1.0])
    score = np.cumsum(rng.normal(size=(runs, 4)) * np.sqrt(np.diff(fractions, prepend=0)), axis=1)
    crossed = np.abs(score) / np.sqrt(fractions) >= boundaries(fractions.tolist(), 0.05, sides=sides)
    for look, fraction in enumerate(fractions):
        p = spent(float(fraction), 0.05, sides=sides)
        rate = crossed[:, : look + 1].any(axis=1).mean()
        assert rate == pytest.approx(p, abs=4 * sqrt(p * (1 - p) / runs))


def test_a_bound_depends_on_the_looks_so_far_alone() -> None:
    whole = boundaries((0.2, 0.4, 0.7, 1.0))
    assert boundaries((0.2, 0.4)) == pytest.approx(whole[:2], rel=1e-12)
    assert boundaries((0.2, 0.4, 0.401, 1.0))[:2] == pytest.approx(whole[:2], rel=1e-10)


def test_looks_close_together_are_as_precise_as_others() -> None:
    """An added look at which almost nothing may be spent changes almost nothing after it."""
    assert boundaries((0.5, 0.501, 1.0))[-1] == pytest.approx(boundaries((0.5, 1.0))[-1], abs=1e-3)
    inside = [rest.staying(0.0) for _, rest in stages((0.5, 0.501, 0.502, 1.0), 0.05)]
    assert inside == pytest.approx([1 - spent(t, 0.05) for t in (0.5, 0.501, 0.502, 1.0)], abs=1e-12)


def test_many_looks_still_spend_alpha_in_all() -> None:
    fractions = [i / 40 for i in range(1, 41)]
    *_, (_, inside) = stages(fractions, 0.05)
    assert inside.staying(0.0) == pytest.approx(0.95, abs=1e-12)


@pytest.mark.parametrize("sides", SIDES)
def test_every_bound_falls_as_alpha_rises(sides: Sides) -> None:
    """So that a smallest alpha at which a look would have crossed exists."""
    found = np.array([boundaries(QUARTERS, alpha, sides=sides) for alpha in np.linspace(0.001, 0.99, 60)])
    assert (np.diff(found, axis=0) < 0).all()


def test_where_nothing_can_be_spent_nothing_can_cross() -> None:
    first, last = boundaries((0.01, 1.0), 1e-15)
    assert first == inf
    assert last == pytest.approx(stats.norm.isf(5e-16), rel=1e-9)


def test_a_drift_crosses_as_often_as_simulated() -> None:
    rng, runs, drift = np.random.default_rng(21), 100_000, 2.8
    steps = rng.normal(size=(runs, 4)) * 0.5 + drift * 0.25
    z = np.cumsum(steps, axis=1) / np.sqrt(QUARTERS)
    *_, (_, inside) = stages(QUARTERS, 0.05)
    rate = (np.abs(z) < boundaries(QUARTERS)).all(axis=1).mean()
    p = inside.staying(drift)
    assert rate == pytest.approx(p, abs=4 * sqrt(p * (1 - p) / runs))


def test_a_drift_counts_alike_in_either_direction() -> None:
    *_, (_, inside) = stages(QUARTERS, 0.05)
    assert inside.staying(-1.7) == pytest.approx(inside.staying(1.7), rel=1e-14)


def test_wrong_plans_are_refused() -> None:
    with pytest.raises(ValueError, match="fractions must rise"):
        boundaries((0.5, 0.4))


def test_who_has_crossed_none_of_given_bounds() -> None:
    """One bound: the normal's tails. The looks' own bounds: who the recursion that found them left inside."""
    alone = inside_bounds((1.0,), (1.96,))
    assert alone.staying(2.8) == pytest.approx(stats.norm.cdf(-0.84) - stats.norm.cdf(-4.76), abs=1e-9)
    *_, (_, last) = stages(QUARTERS, 0.05)
    given = inside_bounds(QUARTERS, boundaries(QUARTERS, 0.05))
    assert given.staying(0) == pytest.approx(0.95, abs=1e-9)
    assert given.staying(2.5) == pytest.approx(last.staying(2.5), abs=1e-12)


def test_each_look_has_one_bound() -> None:
    with pytest.raises(ValueError, match="equally many: 1 and 4"):
        inside_bounds(QUARTERS, (2.0,))
