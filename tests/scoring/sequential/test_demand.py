from typing import Any

import pytest

from scoring.sequential.boundaries import inside_bounds
from scoring.sequential.demand import crossing_drift, expected_size, fixed_drift, inflation
from tests.scoring.reference import expected

QUARTERS = (0.25, 0.5, 0.75, 1.0)


@pytest.mark.parametrize("case", expected("group_sequential"))
def test_what_looking_needs_is_what_rpact_says(case: dict[str, Any]) -> None:
    plan = {"power": case["power"], "sides": case["sides"]}
    fractions, alpha = case["fractions"], case["alpha"]
    assert inflation(fractions, alpha, **plan) == pytest.approx(case["inflation"], abs=1e-7)
    assert expected_size(fractions, alpha, **plan) == pytest.approx(case["size_with_effect"], abs=1e-7)
    without = expected_size(fractions, alpha, effect=0, **plan)
    assert without == pytest.approx(case["size_without"], abs=1e-7)


def test_four_looks_need_three_per_cent_more_at_most_and_save_18_to_24_per_cent() -> None:
    assert [round(inflation(QUARTERS, power=power), 2) for power in (0.8, 0.9)] == [1.03, 1.03]
    assert [round(1 - expected_size(QUARTERS, power=power), 2) for power in (0.8, 0.9)] == [0.18, 0.24]


def test_one_look_costs_nothing_and_saves_nothing() -> None:
    assert inflation((1.0,)) == pytest.approx(1, abs=1e-9)
    assert expected_size((1.0,)) == pytest.approx(1, abs=1e-9)


def test_more_looks_never_need_less_at_most() -> None:
    found = [inflation([i / k for i in range(1, k + 1)]) for k in (1, 2, 4, 8)]
    assert found == sorted(found)


def test_a_larger_effect_stops_sooner() -> None:
    found = [expected_size(QUARTERS, effect=effect) for effect in (0, 0.5, 1, 2)]
    assert found == sorted(found, reverse=True)


def test_looks_that_do_not_end_are_refused() -> None:
    with pytest.raises(ValueError, match="end at 1"):
        inflation((0.5, 0.9))


@pytest.mark.parametrize("power", [0.05, 0.01, 1.0])
def test_power_that_is_no_power_is_refused(power: float) -> None:
    with pytest.raises(ValueError, match="power must lie"):
        expected_size((0.5, 1.0), power=power)


def test_one_bound_wants_the_drift_of_one_test() -> None:
    """1.95996 + .84162, and the other side's next to nothing."""
    alone = inside_bounds((1.0,), (1.959963985,))
    assert fixed_drift(0.05, 0.8) == pytest.approx(2.80158, abs=1e-4)
    assert crossing_drift(alone, 0.8) == pytest.approx(fixed_drift(0.05, 0.8), abs=1e-7)


def test_the_drift_of_no_power_is_none_and_of_certainty_the_farthest() -> None:
    assert fixed_drift(0.05, 0.05) == 0 and fixed_drift(0.05, 0.02) == 0
    assert fixed_drift(0.05, 1.0) == 40
