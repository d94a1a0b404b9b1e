from dataclasses import replace
from itertools import count
from math import isnan

import numpy as np
import pytest

from tests.calibration import bounds, plans
from tests.calibration.__main__ import REPORT
from tests.calibration.named import SIMULATIONS
from tests.calibration.report import line, report
from tests.calibration.simulation import Figure, Outcome, Simulation, Spread, measured


def every_fourth(seed: int) -> Outcome:
    return {"fourth": seed % 4 == 0, "lost": None if seed % 2 else False}


MADE = Simulation("four", "what", "design", every_fourth, low=0.2, high=0.3, runs=40, seconds=100)


def still() -> float:
    return 0.0


def test_rates_are_taken_over_the_seeds() -> None:
    fourth, lost = measured(MADE, still)
    assert (fourth.name, fourth.happened, fourth.runs, fourth.rate) == ("fourth", 10, 40, 0.25)
    assert fourth.error == pytest.approx((0.25 * 0.75 / 40) ** 0.5)
    assert fourth.passes
    assert (lost.runs, lost.missing, lost.passes) == (20, 20, False)
    assert "20 not computed" in line(lost)


def test_a_rate_outside_the_bar_fails() -> None:
    assert not Figure(MADE, "f", 13, 40, 0, 40).passes
    assert not Figure(MADE, "f", 7, 40, 0, 40).passes
    assert "FAILS" in line(Figure(MADE, "f", 7, 40, 0, 40))
    assert isnan(Figure(MADE, "f", 0, 0, 40, 40).rate)


def test_one_that_cannot_tell_in_a_hundred_is_allowed() -> None:
    assert Figure(MADE, "f", 99 // 4, 99, 1, 100).passes
    assert not Figure(MADE, "f", 98 // 4, 98, 2, 100).passes


def test_p_that_are_uniform_pass_and_piled_up_ones_fail() -> None:
    """The k-th of 40 even steps is never further from k/40 than half a step."""
    even = replace(MADE, of="uniform", low=0.01, high=1.0, run=lambda seed: {"p": (seed + 0.5) / 40})
    [told] = measured(even, still)
    assert isinstance(told, Spread)
    assert told.distance == pytest.approx(0.0125)
    assert (told.happened, told.rate, told.passes) == (2, 0.05, True)
    assert "KS 0.013, p 1.000 | uniform, KS p at least 0.01 | holds" in line(told)
    [piled] = measured(replace(even, run=lambda seed: {"p": ((seed + 0.5) / 40) ** 2}), still)
    assert not piled.passes
    # The squares lie furthest from the diagonal at p = 1/4, by 1/4.
    assert isinstance(piled, Spread) and piled.distance == pytest.approx(0.25, abs=0.0125)


def test_p_that_could_not_be_computed_are_counted() -> None:
    some = replace(MADE, of="uniform", run=lambda seed: {"p": None if seed % 2 else 0.5})
    [told] = measured(some, still)
    assert (told.runs, told.missing, told.passes) == (20, 20, False)


def test_a_power_simulation_is_held_to_its_closed_form() -> None:
    [level] = [made for made in SIMULATIONS if made.name == "power-level"]
    power = plans.closed_form("level")
    assert (level.low, level.high) == (power - 0.03, power + 0.03)
    assert level.runs >= 200 and f"{power:.1%}" in level.what


def test_the_mean_without_the_highest_is_that_of_many_draws() -> None:
    drawn = np.sort(np.random.default_rng(1).normal(size=400_000))
    assert bounds.mean_without_the_highest(0.2) == pytest.approx(drawn[:320_000].mean(), abs=0.005)


def test_rows_of_other_simulations_stay_in_the_report() -> None:
    first = report([Figure(MADE, "f", 10, 40, 0, 40)], ["four", "five"])
    other = replace(MADE, name="five")
    both = report([Figure(other, "g", 11, 40, 0, 40)], ["four", "five"], old=first)
    assert [row.split(" | ")[3] for row in both.splitlines()[-2:]] == ["f", "g"]
    again = report([Figure(MADE, "f", 12, 40, 0, 40)], ["four", "five"], old=both)
    assert "30.00%" in again
    assert "25.00%" not in again


def test_it_stops_at_its_limit_says_so_and_fails() -> None:
    seconds = count(0, 30)
    fourth, _ = measured(MADE, lambda: float(next(seconds)))
    assert (fourth.runs, fourth.asked, fourth.passes) == (4, 40, False)
    assert "4 of 40" in line(fourth)


@pytest.mark.parametrize("simulation", SIMULATIONS, ids=lambda simulation: simulation.name)
def test_a_run_is_the_same_for_the_same_seed(simulation: Simulation) -> None:
    found = simulation.run(3)
    assert found
    assert found == simulation.run(3)


def test_the_report_has_every_figure_of_every_simulation_at_full_length() -> None:
    """Changed bars, designs or names need a new report."""
    rows = [row.split("|") for row in REPORT.read_text().splitlines() if row.startswith("| ")][1:]
    told = {(row[1].strip(), row[3].strip(), row[4].strip(), row[5].strip(), row[7].strip()) for row in rows}
    asked = set()
    for simulation in SIMULATIONS:
        for name in simulation.run(0):
            cells = line(Figure(simulation, name, 0, simulation.runs, 0, simulation.runs)).split("|")
            asked.add(tuple(cells[i].strip() for i in (1, 3, 4, 5, 7)))
    assert told == asked


def test_every_bar_holds_in_the_report() -> None:
    assert "FAILS" not in REPORT.read_text()
    assert REPORT.read_text().count("| holds |") >= len(SIMULATIONS)
