"""Whatever fails in the analysis costs its own part, and is told."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from celery.exceptions import SoftTimeLimitExceeded

from surveys.analysis.alone import Alone
from surveys.analysis.compute import DESCRIBED, compute
from surveys.analysis.data import Covariate, Data
from surveys.analysis.evidence import Failed
from surveys.analysis.results import Results
from surveys.protocol import Compiled
from surveys.report import answers
from surveys.report.checks import checks
from tests.analysis import make
from tests.analysis.arrays import FLOW, data

LEVEL = {"name": "trust_level", "outcome": "trust", "contrast": "level", "smallest": 0.05}
STATE = {"name": "unease_shown", "outcome": "unease", "contrast": "visibility", "model": "adjusted"}
OVER: dict[str, str] = {
    "cells": "describing._groups",
    "spreads": "describing._edges",
    "profiles": "describing.ProfileMean",
    "alphas": "describing.reliability",
    "noticed": "manipulation.wilson",
    "recalled": "manipulation.recall",
    "sight": "manipulation.Sight",
    "balance": "checking.numeric",
}
"""Of each described part, what it cannot do without."""
FAULTS = {
    **{f"surveys.analysis.{where}": DESCRIBED[field][0] for field, where in OVER.items()},
    "surveys.analysis.manipulation.noticing": "noticing, shown against hidden",
    "surveys.analysis.checking.allocation": "the random assignment",
    "surveys.analysis.course.moments_of": "means over time",
    "surveys.analysis.course.stayings": "days stayed",
    "surveys.analysis.course.reached": "who reached later questions",
    "surveys.analysis.inferred.named_rows": "the plan's comparisons",
    "surveys.analysis.inferred.group_bounds": "bounds for those who left, of the plan's groups",
}


def protocol() -> Compiled:
    return make.protocol(plan={"planned": 100, "confirmatory": [LEVEL, STATE]})


def everything(n: int = 60) -> Data:
    """With something for every part to look at."""
    made = data(n, slope=0.1)
    ages = np.linspace(18, 70, n)
    return replace(
        made,
        noticed=(made.arm == 0).astype(float),
        recalled=np.full(n, 50.0),
        sight={"time": np.ones((n, 5), dtype=int)},
        covariates={"age": Covariate(ages, ())},
    )


def raising(error: Exception) -> Any:
    def work(*given: Any, **named: Any) -> None:
        raise error

    return work


@pytest.fixture(scope="module")
def whole() -> Results:
    return compute(protocol(), everything(), FLOW, kind="real")


@pytest.mark.parametrize("where", sorted(FAULTS))
def test_a_part_that_fails_costs_only_itself(
    where: str, whole: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = FAULTS[where]
    monkeypatch.setattr(where, raising(ValueError("this one")))
    found = compute(protocol(), everything(), FLOW, kind="real")
    assert Failed(outcome="", reason="ValueError: this one", part=part) in found.failed
    others = {row.key: row.estimate for row in found.rows if not row.confirmatory}
    assert others and all(str(whole_of(whole)[key]) == str(one) for key, one in others.items())
    assert [row.comparison for row in found.rows[:2]] == ["trust_level", "unease_shown"]


def whole_of(results: Results) -> dict[str, Any]:
    return {row.key: row.estimate for row in results.rows}


@pytest.mark.parametrize(
    "field", ["cells", "spreads", "profiles", "alphas", "noticed", "recalled", "balance"]
)
def test_of_a_part_that_fails_nothing_is_told_by_halves(
    field: str, whole: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"surveys.analysis.{OVER[field]}", raising(ValueError("late")))
    found = compute(protocol(), everything(), FLOW, kind="real")
    assert getattr(whole, field) and getattr(found, field) == ()


@pytest.mark.parametrize("where", sorted(FAULTS))
def test_the_page_says_which_part_failed_and_still_answers(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, raising(ZeroDivisionError()))
    found = compute(protocol(), everything(), FLOW, kind="real")
    assert answers(found, protocol(), "en")
    told = [check for check in checks(found, protocol(), "en") if check.key == "failed"]
    assert len(told) == 1 and found.failed[0].part in told[0].said


def test_the_plans_comparisons_stay_in_their_places_without_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("surveys.analysis.inferred.named_rows", raising(ValueError()))
    found = compute(protocol(), everything(), FLOW, kind="real")
    named = [row for row in found.rows if row.confirmatory]
    assert [row.comparison for row in named] == ["trust_level", "unease_shown"]
    assert all(np.isnan(row.estimate.p) and row.estimate.warnings for row in named)


def test_nothing_failed_is_not_told(whole: Results) -> None:
    assert whole.failed == ()
    assert "failed" not in {check.key for check in checks(whole, protocol(), "en")}


@pytest.mark.parametrize(
    "where", [*sorted(FAULTS), "surveys.analysis.once.lin", "surveys.analysis.visited.crossed"]
)
def test_time_that_is_up_is_no_fault_of_a_part(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Going on with the next outcome would run into the worker's end."""
    monkeypatch.setattr(where, raising(SoftTimeLimitExceeded()))
    with pytest.raises(SoftTimeLimitExceeded):
        compute(protocol(), everything(), FLOW, kind="real")


def test_a_look_that_fails_leaves_the_other_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = {
        "planned": 100,
        "confirmatory": [LEVEL, STATE],
        "stopping": {"kind": "group_sequential", "looks": [0.5, 1.0]},
    }
    found = make.protocol(plan=plan)
    asked = []

    def first_alone(row: Any, **named: Any) -> Any:
        asked.append(row)
        raise ArithmeticError

    monkeypatch.setattr("surveys.analysis.looking.at_look", first_alone)
    results = compute(found, everything(), FLOW, kind="real")
    assert len(asked) == 2 and not results.failed
    assert [row.estimate.warnings for row in results.rows if row.confirmatory] == [
        ("It could not be computed: the calculation stopped with an error.",)
    ] * 2


def test_what_was_found_before_a_fault_is_kept() -> None:
    alone = Alone()
    assert alone.found(lambda: 3, 0, part="one") == 3
    assert alone.found(lambda: 3 // 0, 7, part="other") == 7
    assert alone.listed(lambda: (1 / x for x in (1, 0)), part="third") == ()
    assert [one.part for one in alone.failed] == ["other", "third"]
    assert alone.failed[0].reason == "ZeroDivisionError: integer division or modulo by zero"
