"""Whether other ways of computing a main effect agree with it, by which rule, and which way they do not."""

from dataclasses import replace
from math import nan
from typing import Any

import pytest

from scoring.estimators.estimate import Estimate, t_row
from surveys.analysis.results import AVERAGED, FIRST, LEVEL, REASSIGNED, STATE, UNADJUSTED, Row
from surveys.report import Check
from surveys.report.doubts import doubts
from surveys.report.sensitivity import robustness
from tests.analysis import make
from tests.report.made import SLOPE, results, row, slope

PROTOCOL = make.protocol()


def others(*rows: Row) -> Check:
    return robustness(results(*rows), PROTOCOL, "en")


def test_other_ways_agree_where_their_interval_holds_the_main_estimate() -> None:
    near = slope(t_row(0.02, 0.05, 90), variant=FIRST)
    found = others(slope(), near)
    assert (found.state, found.said) == (
        "good",
        "1 main effect, computed 1 other way in all: none disagrees.",
    )
    assert found.tables[0].rows == (
        ("Message credibility: each 10 points of displayed score", "0.05",
         "each one's first rating only", "0.02", "−0.08 to 0.12", ".690", "Yes"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("other", "how"),
    [
        (t_row(0.2, 0.05, 90), "0.20 instead of 0.05, in the same direction but larger"),
        (t_row(0.01, 0.01, 90), "0.01 instead of 0.05, in the same direction but smaller"),
        (t_row(-0.02, 0.04, 90), "−0.02 instead of 0.05, in the other direction"),
    ],
)
def test_another_size_or_another_sign_does_not_agree_and_it_is_said_which_way(other: Any, how: str) -> None:
    found = others(slope(), slope(other, variant=FIRST))
    said = (
        "1 main effect, computed 1 other way in all: 1 disagrees. Message credibility: each 10 points of "
        f"displayed score, each one's first rating only: {how}."
    )
    assert (found.state, found.said, found.lines) == ("note", said, ())
    assert doubts(results(), PROTOCOL, "en", checks=(found,))[0] == f"Other ways: {said}"


def test_a_smaller_p_alone_is_no_disagreement_and_the_rule_says_so() -> None:
    main, surer = slope(t_row(0.05, 0.04, 200)), slope(t_row(0.06, 0.01, 200), variant=FIRST)
    found = others(main, surer)
    assert (found.state, found.tables[0].rows[0][-2:]) == ("good", ("< .001", "Yes"))
    assert "its own interval holds the main estimate" in found.rule and "smaller p by itself" in found.rule


def test_only_some_disagreements_are_named_in_the_line_and_the_others_below() -> None:
    outcomes = ("trust", "follow")
    rows = [row(name, LEVEL, t_row(0.05, 0.01, 90)) for name in outcomes]
    away = [
        row(name, LEVEL, t_row(0.9, 0.01, 90), variant=variant)
        for name in outcomes
        for variant in (FIRST, UNADJUSTED)
    ]
    found = others(*rows, *away)
    assert ": 4 disagree. " in found.said and found.said.endswith("; and 1 more.")
    assert [line.startswith("Disagrees: ") for line in found.lines] == [True]


def test_another_sign_of_what_may_be_nothing_is_no_disagreement() -> None:
    unsure, other = t_row(0.01, 0.02, 90), t_row(-0.01, 0.02, 90)
    rows = (slope(unsure), slope(other, variant=FIRST))
    assert others(*rows).state == "good"


@pytest.mark.parametrize(
    ("estimate", "p", "agrees"),
    [(0.3, 0.001, True), (-0.3, 0.001, False), (0.3, 0.4, False), (-0.3, 0.4, False)],
)
def test_drawing_the_lot_again_has_no_interval_and_is_compared_by_sign_and_p(
    estimate: float, p: float, agrees: bool
) -> None:
    again = Estimate(estimate=estimate, p=p)
    rows = (row("unease", STATE, SLOPE), row("unease", STATE, again, variant=REASSIGNED))
    found = others(*rows)
    assert found.state == ("good" if agrees else "note")
    assert found.tables[0].rows[0][2] == "drawing the assignment again"
    assert (", with p .400 instead of .001" in found.said) == (not agrees and estimate > 0)
    assert found.tables[0].rows[0][4] == "–" and found.tables[0].rows[0][-1] == ("Yes" if agrees else "No")


@pytest.mark.parametrize(("p", "state"), [(0.6, "good"), (0.01, "note")])
def test_of_what_may_be_nothing_the_lot_drawn_again_may_have_either_sign_but_no_small_p(
    p: float, state: str
) -> None:
    rows = (
        row("unease", STATE, t_row(0.1, 1, 90)),
        row("unease", STATE, Estimate(estimate=-0.1, p=p), variant=REASSIGNED),
    )
    assert others(*rows).state == state


def test_the_plans_own_way_is_the_main_one() -> None:
    rows = (slope(), slope(t_row(0.06, 0.01, 90), variant=FIRST, comparison="x"))
    table = others(*rows).tables[0]
    assert table.rows[0][1:4] == ("0.06", "mixed model", "0.05")


def test_only_main_effects_are_compared_and_each_with_its_own() -> None:
    rows = (
        slope(),
        row("trust", AVERAGED, SLOPE, variant=FIRST),
        row("unease", STATE, t_row(4, 1, 90)),
        row("unease", STATE, t_row(4.2, 1, 90), variant=UNADJUSTED),
    )
    found = others(*rows)
    assert [line[0] for line in found.tables[0].rows] == [
        "Anxiety: score shown against hidden, allowing for how each felt before"
    ]
    assert others(slope()).state == "none"


def test_contrasts_without_an_interval_are_in_no_check() -> None:
    empty = row("trust", LEVEL, replace(SLOPE, low=nan, high=nan, p=nan))
    assert others(empty, empty).state == "none"
