"""Which interval and which p a claim stands on, and which rows contradict themselves."""

from dataclasses import replace
from math import nan
from typing import Any

import pytest

from scoring.estimators.estimate import t_row
from surveys.analysis.compute import compute
from surveys.analysis.consistent import is_consistent
from surveys.report.judging import boundary, judged, percent
from surveys.report.tables import verified
from tests.analysis.arrays import FLOW, data
from tests.report.made import ANYTIME, SEQUENTIAL, SLOPE, bare, look, planned, results, slope, wide

FOUR = planned("first", "second", "third", "fourth").document.plan
ONE = planned("first").document.plan
NOW = replace(bare(SLOPE), low=0.01, high=0.09)


@pytest.mark.parametrize(
    ("p", "adjusted", "sure"), [(0.01, nan, True), (0.01, 0.2, False), (0.2, nan, False)]
)
def test_exploration_is_judged_at_five_percent_by_the_corrected_p_where_there_is_one(
    p: float, adjusted: float, sure: bool
) -> None:
    found = judged(slope(replace(SLOPE, p=p), p_adjusted=adjusted), FOUR)
    assert found.sure is sure and (found.together, found.always) == (1, False)
    assert (found.found.low, found.level, found.reach) == (
        SLOPE.low, "95 % interval", ", by itself; exploratory",
    )  # fmt: skip


def test_the_plans_alpha_decides_on_what_it_names() -> None:
    strict = planned("first", alpha=0.01).document.plan
    row = slope(replace(SLOPE, p=0.02), comparison="first")
    assert judged(row, ONE).sure and not judged(row, strict).sure


def test_the_simultaneous_interval_goes_with_the_corrected_p() -> None:
    found = judged(slope(comparison="first", p_adjusted=0.01, **wide(SLOPE, 4)), FOUR)
    assert found.found.low == wide(SLOPE, 4)["simultaneous_low"] < SLOPE.low
    assert found.sure and found.reach == ", wide enough for all 4 named comparisons"


def test_without_correction_each_stands_alone() -> None:
    alone = planned("first", "second", correction="none").document.plan
    found = judged(slope(comparison="first"), alone)
    assert (found.found.low, found.together) == (SLOPE.low, 1)


@pytest.mark.parametrize(
    ("low", "high", "adjusted", "sure"),
    [(0.01, 0.09, nan, True), (-0.01, 0.1, nan, False), (-0.09, -0.01, nan, True), (nan, nan, nan, False),
     (0.01, 0.09, 0.2, False), (-0.01, 0.1, 0.03, True)],
)  # fmt: skip
def test_a_row_that_was_looked_at_is_judged_by_its_corrected_p_else_by_its_interval(
    low: float, high: float, adjusted: float, sure: bool
) -> None:
    plan = planned("first", stopping=SEQUENTIAL).document.plan
    row = slope(replace(NOW, low=low, high=high), comparison="first", p_adjusted=adjusted)
    assert judged(row, plan).sure is sure and judged(row, plan).always


@pytest.mark.parametrize(("level", "words"), [(0.95, "95 %"), (0.9875, "98.75 %"), (1 - 0.05 / 3, "98.33 %")])
def test_levels_are_printed_to_two_digits(level: float, words: str) -> None:
    assert percent(level) == words


# --- what contradicts itself


def test_everything_that_is_computed_is_consistent() -> None:
    for stopping in ({"kind": "fixed"}, SEQUENTIAL, ANYTIME):
        names = ("first", "second") if stopping != ANYTIME else ("second",)
        protocol = planned(*names, stopping=stopping)
        for live in (False, True):
            found = compute(protocol, data(210, slope=0.1), FLOW, kind="real", live=live)
            assert found.rows or stopping == {"kind": "fixed"}
            assert verified(found)[1] == () and verified(found, protocol)[1] == ()


LOOKS = (look("first", 100, NOW, p=0.3), look("first", 200, NOW, p=0.03))


@pytest.mark.parametrize(
    "wrong",
    [
        {"estimate": replace(NOW, estimate=0.06)},
        {"estimate": replace(NOW, low=0.011)},
        {"estimate": replace(NOW, high=nan)},
        {"p_adjusted": 0.02},
        {"p_adjusted": 1.2},
        {"simultaneous_low": 0.02, "simultaneous_high": 0.09},
    ],
)
def test_a_row_that_was_looked_at_must_be_its_newest_look(wrong: dict[str, Any]) -> None:
    row = slope(NOW, comparison="first", p_adjusted=0.06, simultaneous_low=0.01, simultaneous_high=0.09)
    assert is_consistent(row, results(looks=LOOKS))
    assert not is_consistent(replace(row, **wrong), results(looks=LOOKS))


def test_a_simultaneous_interval_is_never_the_narrower_one() -> None:
    row = slope(comparison="first", p_adjusted=0.01, **wide(SLOPE, 4))
    assert is_consistent(row, results())
    assert not is_consistent(replace(row, simultaneous_low=SLOPE.low + 0.001), results())


def test_with_a_wrong_row_its_looks_are_not_told_either() -> None:
    wrong = slope(replace(NOW, low=0.02), comparison="first", p_adjusted=0.06)
    found, refused = verified(results(wrong, looks=(*LOOKS, look("second", 200, NOW))))
    assert refused == (wrong.key,) and [one.comparison for one in found.looks] == ["second"]


def test_a_wrong_p_of_an_ordinary_row_is_refused() -> None:
    assert not is_consistent(slope(replace(t_row(0.05, 0.0152, 200), p=0.5)), results())


@pytest.mark.parametrize(
    ("crossed", "words"),
    [
        ((False, False), "The plan's boundary has not been reached."),
        ((True, False), "The plan's boundary was reached after the first 100."),
        ((False, True), "The plan's boundary is reached with this look."),
    ],
)
def test_the_boundary(crossed: tuple[bool, bool], words: str) -> None:
    looks = tuple(replace(each, crossed=c) for each, c in zip(LOOKS, crossed, strict=True))
    plan = planned("first", stopping=SEQUENTIAL).document.plan
    row = slope(NOW, comparison="first")
    assert boundary(row, results(looks=looks), plan) == words
    assert boundary(slope(NOW), results(looks=looks), plan) == ""
    for other in (ANYTIME, {"kind": "fixed"}):
        assert boundary(row, results(looks=looks), planned("first", stopping=other).document.plan) == ""
