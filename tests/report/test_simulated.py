"""How many of the effects that were built in were found, and with how many people."""

from dataclasses import replace
from typing import Any

import pytest

from scoring.estimators.estimate import t_row
from surveys.analysis.results import AVERAGED, LEVEL, STATE, Count, Flow, Results
from surveys.report.simulated import summary
from tests.analysis import make
from tests.report.made import SEQUENTIAL, bare, look, planned, results, row, slope, told, wide

PROTOCOL = make.protocol(plan={"planned": 1020})
ROWS = (
    slope(t_row(0.1, 0.02, 300)),
    row("follow", LEVEL, t_row(0.01, 0.02, 300)),
    row("follow", AVERAGED, t_row(0.05, 0.02, 300)),
    row("unease", STATE, t_row(-6, 2, 300)),
)
PLANTED = {"level:trust": 0.1, "level:follow": 0.02, "visibility:unease": 6.0, "visibility:trust": 0.0}


def found(n: int = 275, planted: dict[str, float] | None = PLANTED, **options: Any) -> Results:
    flow = Flow(groups=(), counts=(Count(key="finished", total=n),))
    return replace(results(*ROWS), kind="simulated", planned=1020, planted=planted, flow=flow, **options)


def test_the_band_says_how_many_were_found_with_how_many_people_and_what_the_plan_wants() -> None:
    said = "Found 1 of 3 effects built in, with 275 people; planned: 1,020."
    assert summary(found(), PROTOCOL, "en") == said, "a fall that was built as a rise is not found"
    one = summary(found(1, {"level:trust": 0.1}), PROTOCOL, "en")
    assert one == "Found 1 of 1 effect built in, with 1 person; planned: 1,020."


def test_where_not_all_who_are_analysed_finished_both_are_said() -> None:
    left = found(268, exposed=(145, 146))
    assert summary(left, PROTOCOL, "en") == (
        "Found 1 of 3 effects built in, with 291 people analysed (268 finished); planned: 1,020."
    )
    same = found(291, exposed=(145, 146))
    assert summary(same, PROTOCOL, "en").endswith("built in, with 291 people; planned: 1,020.")
    text = told(left, PROTOCOL)["anxiety"].text
    assert "not found, with 291 people analysed (268 finished), and the plan is for 1,020." in text


@pytest.mark.parametrize(
    "other",
    [found(planted=None), found(planted={}), found(extent="few"), replace(found(), kind="real")],
)
def test_where_it_cannot_be_told_nothing_is_said(other: Results) -> None:
    assert summary(other, PROTOCOL, "en") == ""


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (275, "not found, with 275 of the 1,020 people planned."),
        (1020, "not found, with 1,020 people, and the plan is for 1,020."),
    ],
)
def test_what_was_missed_is_said_with_the_number_of_people(n: int, words: str) -> None:
    text = told(found(n), PROTOCOL)["behaviour"].text
    assert text.endswith(words) and "cannot tell" not in text and "not find" not in text


def test_other_outcomes_with_effects_built_in_are_told_below() -> None:
    document = make.document()
    second = {**document["outcomes"][0], "name": "second", "label": "Trustworthiness"}
    protocol = make.protocol(outcomes=[*document["outcomes"], second], plan={"planned": 1020})
    other = found(planted={"level:second": 0.05, "level:trust": 0.1})
    with_row = replace(other, rows=(*ROWS, row("second", LEVEL, t_row(0.051, 0.01, 300))))
    assert told(with_row, protocol)["credibility"].also == (
        "We built in +0.05 points of trustworthiness for each 10 points of displayed score; the analysis "
        "found 0.051 (95 % interval 0.031 to 0.071): found.",
    )
    assert told(other, protocol)["credibility"].also == (
        "We built in a difference in trustworthiness, and it could not be computed: not found.",
    )
    assert summary(other, protocol, "en").startswith("Found 1 of 2 effects")


def test_found_at_an_earlier_look_says_at_which() -> None:
    now = replace(bare(t_row(0.05, 0.03, 200)), low=-0.01, high=0.11)
    named = slope(now, comparison="first", p_adjusted=0.012)
    looks = (look("first", 100, now, p=0.012, crossed=True), look("first", 400, now, p=0.012))
    made = replace(found(planted={"level:trust": 0.05}), rows=(named,), looks=looks)
    text = told(made, planned("first", stopping=SEQUENTIAL))["credibility"].text
    assert "found: the plan's boundary was reached after the first 100." in text and "Holm" not in text


def test_found_by_a_test_that_is_sharper_than_the_interval_says_so() -> None:
    protocol = planned("first", "second", "third", "fourth")
    effect = t_row(0.05, 0.0215, 200)
    named = slope(effect, comparison="first", p_adjusted=0.021, **wide(effect, 4))
    text = told(replace(found(planted={"level:trust": 0.05}), rows=(named,)), protocol)["credibility"].text
    assert (
        "(95 % interval −0.004 to 0.104, wide enough for all 4 named comparisons): found, tested in order "
        in text
    )
    assert "(Holm, p .021)." in text
