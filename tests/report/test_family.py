"""The table of what the plan names."""

from dataclasses import replace
from math import nan

import pytest

from scoring.estimators.estimate import Estimate, t_row
from surveys.analysis.named import equivalence
from surveys.analysis.results import LEVEL, STATE, Row
from surveys.report import Inconsistent, named_table
from surveys.report.judging import judged
from surveys.report.lines import verdict
from tests.report.made import ANYTIME, SEQUENTIAL, SLOPE, bare, look, planned, results, row, slope, wide

TWO = planned("second", "first")
STATED = t_row(3.2, 1.2, 900)


def rows() -> tuple[Row, Row]:
    tested = equivalence(slope(comparison="first"), 0.05)
    first = slope(comparison="first", p_adjusted=0.002, **wide(SLOPE, 2))
    second = row("unease", STATE, STATED, comparison="second", p_adjusted=0.008, **wide(STATED, 2))
    return replace(first, equivalence=replace(tested, p_adjusted=0.6)), second


def test_rows_stand_in_the_plans_order_with_the_numbers_that_hold_together() -> None:
    table = named_table(results(*rows()), TWO, "en")
    assert table is not None
    assert [line.contrast for line in table.rows] == [
        "Anxiety: score shown against hidden, allowing for how each felt before",
        "Message credibility: each 10 points of displayed score",
    ]
    first = table.rows[1]
    assert (first.estimate, first.unit, first.p_adjusted) == ("0.05", "points on the 1–7 scale", ".002")
    assert (first.interval, table.interval) == ("0.02 to 0.08", "95 % interval, all together")
    assert first.verdict == "A real difference"
    assert first.notes[0] == "What is estimated."
    assert first.notes[-1].startswith(
        "Smaller than worth having means within −0.050 to 0.050; 90 % interval 0.025 to 0.075; two one-sided "
    )
    assert table.note == (
        "These 2 were named in the plan before anybody took part, and tested at 5 %. Adjusted p (Holm) and "
        "intervals allow for all 2, computed or not."
    )
    assert table.looks is None


def test_what_is_exploratory_is_not_in_it() -> None:
    assert named_table(results(slope()), TWO, "en") is None
    assert named_table(results(), planned(), "en") is None


def test_one_named_comparison_is_not_corrected() -> None:
    table = named_table(results(slope(comparison="first")), planned("first"), "en")
    assert table is not None and table.interval == "95 % interval"
    assert table.note == "This was named in the plan before anybody took part, and tested at 5 %."
    assert table.rows[0].p_adjusted == "< .001" or table.rows[0].p_adjusted == ".001"


def test_a_rehearsal_says_nothing_of_when_its_plan_was_named() -> None:
    found = replace(results(slope(comparison="first")), kind="simulated")
    table = named_table(found, planned("first"), "en")
    assert table is not None and table.note == "This was named in the plan and tested at 5 %."


def test_one_that_failed_keeps_its_line_and_says_why() -> None:
    empty = Estimate(estimate=nan, warnings=("Its outcome could not be computed.",))
    table = named_table(results(row("trust", LEVEL, empty, comparison="first"), rows()[1]), TWO, "en")
    assert table is not None
    line = table.rows[1]
    assert (line.estimate, line.interval, line.verdict) == ("–", "–", "Could not be computed")
    assert line.why == "Its outcome could not be computed."


def test_one_that_contradicts_itself_is_missed_and_said_to_be() -> None:
    table = named_table(results(rows()[1]), TWO, "en")
    assert table is not None and table.note.endswith("1 not shown: see “What could be wrong”.")
    wrong = slope(replace(SLOPE, p=0.9), comparison="first")
    with pytest.raises(Inconsistent):
        named_table(results(wrong), TWO, "en")


@pytest.mark.parametrize(
    ("said", "p", "words"),
    [
        ("both", 0.01, "A real difference, but smaller than worth having"),
        ("equivalent", 0.6, "Smaller than worth having"),
        ("different", 0.01, "A real difference"),
        ("inconclusive", 0.6, "Cannot tell yet"),
        ("", 0.6, "Cannot tell yet"),
    ],
)
def test_verdicts_never_say_that_there_is_no_effect(said: str, p: float, words: str) -> None:
    found = slope(comparison="first", p_adjusted=p)
    tested = replace(equivalence(found, 0.05), verdict=said)
    assert verdict(judged(replace(found, equivalence=tested), TWO.document.plan)) == words


COMPARISON = "Message credibility: each 10 points of displayed score"
NOW = replace(bare(SLOPE), low=0.01, high=0.09)


def test_looks_are_listed_by_comparison() -> None:
    looks = (
        look("first", 100, replace(NOW, low=nan, high=nan)),
        look("first", 200, NOW, p=0.012, crossed=True),
    )
    found = results(slope(NOW, comparison="first", p_adjusted=0.012), looks=looks, extent="early")
    table = named_table(found, planned("first", stopping=SEQUENTIAL), "en")
    assert table is not None and table.looks is not None
    assert table.looks.title == "How each stood at each look"
    assert table.looks.columns[-1] == "Boundary reached"
    assert table.looks.rows == ((COMPARISON, "200", "50 %", "0.05", "0.01 to 0.09", ".012", "Yes"),)
    assert "hold at every one of them" in table.note


def test_intervals_that_hold_at_any_time_have_no_p() -> None:
    found = results(slope(NOW, comparison="first"), looks=(look("first", 210, NOW),), extent="early")
    table = named_table(found, planned("first", "second", stopping=ANYTIME), "en")
    assert table is not None and table.looks is not None
    assert table.looks.title == "How each stood as people came" and table.looks.rows[0][5] == "–"
    assert "Intervals allow for all 2" in table.note and "have no p" in table.note
