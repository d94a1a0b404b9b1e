"""Counting what drawn studies gave."""

from dataclasses import replace
from math import isclose, nan

import pytest

from scoring.estimators.estimate import Estimate
from surveys.analysis.evidence import Difference, Look
from surveys.analysis.results import STATE, Equivalence, Row
from surveys.protocol import read
from surveys.simulate.counted import Analysed, Balanced, Found, balanced, counted, findings
from tests.analysis import make

PLAN = {"planned": 80, "confirmatory": [{"name": "slope", "outcome": "trust", "contrast": "level"}]}

NOTHING = Row(
    key="a", outcome="a", contrast=STATE, estimand="", estimate=Estimate(estimate=0.4, low=-0.1, high=0.9)
)


def look(estimate: float, *, crossed: bool) -> Look:
    return Look(
        comparison="a", n=50, fraction=0.5, estimate=estimate, low=nan, high=nan, level=0.95, crossed=crossed
    )


def test_what_crossed_at_an_earlier_look_is_found_whatever_the_end_says() -> None:
    plan = read(make.document(plan={**PLAN, "stopping": {"kind": "anytime_valid"}, "confirmatory": []})).plan
    assert findings(Analysed(NOTHING, (look(0.9, crossed=True), look(0.4, crossed=False))), plan) == [0.9]
    assert findings(Analysed(NOTHING, (look(0.9, crossed=False),)), plan) == []
    ended = replace(NOTHING, estimate=Estimate(estimate=0.4, low=0.1, high=0.7))
    assert findings(Analysed(ended, ()), plan) == [0.4]


def test_a_crossing_counts_as_found_on_its_own_side_and_as_error_on_either() -> None:
    plan = read(make.document(plan={**PLAN, "stopping": {"kind": "anytime_valid"}, "confirmatory": []})).plan
    early, wrong = (Analysed(NOTHING, (look(size, crossed=True),)) for size in (0.9, -0.9))
    one = Found(name="a", effect=0.5, repeats=0)
    right = counted(one, early, Analysed(NOTHING, ()), plan)
    assert (right.found, right.in_error) == (1, 0)
    other = counted(one, wrong, wrong, plan)
    assert (other.found, other.in_error) == (0, 1)


@pytest.mark.parametrize(
    ("verdict", "counts"), [("equivalent", 1), ("both", 1), ("different", 0), ("inconclusive", 0), ("", 0)]
)
def test_what_differs_by_next_to_nothing_is_shown_to_be_small_too(verdict: str, counts: int) -> None:
    plan = read(make.document(plan=PLAN)).plan
    null = replace(NOTHING, equivalence=Equivalence(low=-1, high=1, verdict=verdict))
    one = Found(name="a", effect=0.5, repeats=0)
    assert counted(one, Analysed(NOTHING, ()), Analysed(null, ()), plan).equivalent == counts


def difference(smd: float) -> Difference:
    return Difference(covariate="age", level="", first="shown", second="hidden", smd=smd, missing=0)


def test_balance_is_the_mean_over_studies_and_the_largest_of_all_whatever_its_sign() -> None:
    first = balanced(Balanced(), [difference(0.1), difference(-0.3), difference(nan)])
    assert first.studies == 1 and isclose(first.mean, 0.2) and first.largest == 0.3
    second = balanced(first, [difference(0.05)])
    assert second.studies == 2 and isclose(second.mean, 0.125) and second.largest == 0.3


def test_a_study_in_which_nothing_could_be_compared_counts_for_nothing() -> None:
    assert balanced(Balanced(), [difference(nan)]) == balanced(Balanced(), []) == Balanced()


def test_a_study_that_could_not_be_computed_leaves_the_means_as_they_are() -> None:
    plan = read(make.document(plan=PLAN)).plan
    told = Analysed(replace(NOTHING, estimate=Estimate(estimate=0.5, low=0.0, high=1.0)), ())
    broken = Analysed(replace(NOTHING, estimate=Estimate(estimate=nan)), ())
    one = counted(Found(name="a", effect=0.5, repeats=0), told, told, plan)
    one = counted(one, broken, broken, plan)
    assert (one.repeats, one.failed, one.mean, one.width, one.found) == (2, 1, 0.5, 1.0, 0)
    one = counted(
        one,
        replace(told, row=replace(told.row, estimate=Estimate(estimate=0.7, low=0.0, high=1.4))),
        told,
        plan,
    )
    assert isclose(one.mean, 0.6) and isclose(one.width, 1.2)
