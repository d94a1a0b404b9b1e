"""Golden texts of what the plan names, of looks before the end, and of what failed."""

from dataclasses import replace
from math import nan
from typing import Any

import pytest

from scoring.estimators.estimate import Estimate, t_row
from surveys.analysis.evidence import Crossing, Failed
from surveys.analysis.named import equivalence
from surveys.analysis.results import AT, LEVEL, PARTICIPANTS, RANGE, STATE, STEP, Cell
from tests.analysis import make
from tests.report.made import ANYTIME, SEQUENTIAL, SLOPE, bare, look, planned, results, row, slope, told, wide

ONE = planned("first")
FOUR = planned("first", "second", "third", "fourth")
UNSURE = "We cannot tell yet whether that is a real difference."


def credibility(*rows: Any, protocol: Any = FOUR, **options: Any) -> str:
    return told(results(*rows, **options), protocol)["credibility"].text


def test_the_plans_own_interval_and_corrected_p_stand_in_the_sentence() -> None:
    text = credibility(slope(comparison="first", p_adjusted=0.004, **wide(SLOPE, 4)))
    assert text == (
        "Each 10 points of displayed score raised message credibility by 0.05 points on the 1–7 scale "
        "(95 % interval 0.01 to 0.09, wide enough for all 4 named comparisons)."
    )


def test_what_the_correction_takes_away_is_not_claimed() -> None:
    text = credibility(slope(t_row(0.05, 0.0215, 200), comparison="first", p_adjusted=0.08))
    assert "score changed message credibility" in text
    assert text.endswith(
        "That does not hold once all comparisons named beforehand are taken together, so it may be chance."
    )


def test_the_test_in_order_may_see_what_its_simpler_interval_does_not() -> None:
    found = t_row(0.05, 0.0215, 200)
    text = credibility(slope(found, comparison="first", p_adjusted=0.021, **wide(found, 4)))
    assert "raised message credibility by 0.05" in text and "(95 % interval 0.00 to 0.10," in text
    assert text.endswith("Tested in order (Holm), which is sharper than that interval, p is .021.")


def test_one_comparison_needs_no_correction() -> None:
    text = credibility(slope(comparison="first"), protocol=ONE)
    assert text.endswith("(95 % interval 0.02 to 0.08).")


def test_two_comparisons_are_both() -> None:
    two = planned("first", "second")
    text = credibility(slope(comparison="first", p_adjusted=0.002, **wide(SLOPE, 2)), protocol=two)
    assert "wide enough for both named comparisons)" in text


def test_where_the_plan_names_another_way_of_computing_that_one_is_told() -> None:
    own = slope(t_row(0.07, 0.01, 90), variant=PARTICIPANTS, comparison="first")
    assert "by 0.07 points" in credibility(slope(), own, protocol=ONE)


def test_what_the_plan_names_besides_stands_below_the_main_sentence() -> None:
    step = row("trust", STEP, t_row(0.2, 0.05, 300), at=(62.0, 67.0), comparison="fourth", p_adjusted=0.001)
    answer = told(results(slope(comparison="first"), step), FOUR)["credibility"]
    assert answer.also == (
        "Showing 67 instead of 62 raised message credibility by 0.20 points on the 1–7 scale "
        "(95 % interval 0.10 to 0.30).",
    )
    assert "62" not in answer.text


def test_smallness_is_told_of_the_plans_own_row_by_its_own_bounds() -> None:
    found = slope(t_row(0.003, 0.008, 200), comparison="first", p_adjusted=0.9)
    tested = replace(equivalence(found, 0.05), p_adjusted=0.001, verdict="equivalent")
    text = credibility(replace(found, equivalence=tested))
    assert text.endswith(
        "Any difference for each 10 points is smaller than the 0.05 points the plan calls worth having "
        "(90 % interval −0.01 to 0.02)."
    )
    unsure = replace(tested, verdict="inconclusive")
    assert credibility(replace(found, equivalence=unsure)).endswith(UNSURE)


# --- where showing a score does harm


def crossing(score: float, low: float, high: float) -> dict[str, Any]:
    return {"crossings": (Crossing(outcome="trust", score=score, low=low, high=high),)}


def test_below_which_score_showing_it_does_harm() -> None:
    assert credibility(slope(), **crossing(47.2, 40.1, 53.4)).endswith(
        "; below about 47 (40 to 53) showing a score does harm: it is then lower than with none."
    )


def test_where_more_score_lowers_it_the_harm_is_above() -> None:
    falling = slope(t_row(-0.05, 0.0152, 200))
    assert "; above about 47 (40 to 53) showing a score does harm" in credibility(
        falling, **crossing(47.2, 40.1, 53.4)
    )


@pytest.mark.parametrize(
    ("score", "low", "high"),
    [(47, nan, nan), (95, 90, 99), (12, 5, 18), (47, 9, 79), (47, 40, 90), (nan, nan, nan)],
)
def test_harm_is_told_only_where_it_is_known_to_lie_among_the_displayed_scores(
    score: float, low: float, high: float
) -> None:
    assert "harm" not in credibility(slope(), **crossing(score, low, high))


def test_without_a_slope_there_is_no_score_below_which_it_does_harm() -> None:
    assert "harm" not in credibility(slope(t_row(0.01, 0.015, 200)), **crossing(47, 40, 53))


# --- looks before the end


def early(*rows: Any, stopping: Any = SEQUENTIAL, names: tuple[str, ...] = ("first",), **options: Any) -> Any:
    return told(results(*rows, extent="early", **options), planned(*names, stopping=stopping))


NOW = replace(bare(t_row(0.05, 0.0152, 200)), low=0.01, high=0.09, level=0.9875)


def test_a_look_that_the_plan_allows_says_after_how_many_and_whether_the_boundary_is_reached() -> None:
    found = early(
        slope(NOW, comparison="first", p_adjusted=0.003),
        looks=(look("first", 100, NOW), look("first", 200, NOW, p=0.003, crossed=True)),
    )
    assert found["credibility"].text == (
        "As the plan allows, after the first 200 of 400: each 10 points of displayed score raised message "
        "credibility by 0.05 points on the 1–7 scale (95 % interval 0.01 to 0.09, which holds at every "
        "look). The plan's boundary is reached with this look."
    )
    assert list(found) == ["credibility"], "what the plan does not name is not told"


def test_a_boundary_that_was_reached_earlier_stays_reached() -> None:
    looks = (look("first", 100, NOW, crossed=True), look("first", 200, NOW))
    text = early(slope(NOW, comparison="first", p_adjusted=0.003), looks=looks)["credibility"].text
    assert text.endswith("The plan's boundary was reached after the first 100.")


def test_a_look_that_did_not_reach_its_boundary_concludes_nothing() -> None:
    wide_ = replace(NOW, low=-0.02, high=0.12)
    text = early(slope(wide_, comparison="first", p_adjusted=0.3), looks=(look("first", 200, wide_, p=0.3),))[
        "credibility"
    ].text
    assert "score changed message credibility by 0.05" in text
    assert text.endswith(f"The plan's boundary has not been reached. {UNSURE}")


def test_anytime_valid_intervals_decide_without_a_p() -> None:
    looks = (look("first", 210, NOW, crossed=True),)
    sure = early(slope(NOW, comparison="first"), stopping=ANYTIME, looks=looks)["credibility"].text
    assert sure.startswith("As the plan allows, after 210 of 400: each 10 points of displayed score raised")
    assert sure.endswith("0.01 to 0.09, which holds at every look).")
    open_ = replace(NOW, low=-0.01, high=0.11)
    unsure = early(slope(open_, comparison="first"), stopping=ANYTIME)["credibility"].text
    assert "changed" in unsure and unsure.endswith(UNSURE)


def test_too_early_to_look_says_why() -> None:
    nothing = Estimate(estimate=0.05, warnings=("12 missing.", "Too early to look: 9 finished."))
    text = early(slope(nothing, comparison="first"), stopping=ANYTIME)["credibility"].text
    assert text.endswith("message credibility cannot be told yet. Too early to look: 9 finished.")


def test_several_named_comparisons_are_told_by_topic_in_the_plans_order() -> None:
    state = replace(NOW, estimate=3.2, low=0.5, high=5.9)
    found = early(
        row("unease", STATE, state, comparison="second", p_adjusted=0.01),
        slope(NOW, comparison="first", p_adjusted=0.003),
        row("trust", STEP, NOW, at=(62.0, 67.0), comparison="fourth", p_adjusted=0.003),
        names=("fourth", "second", "first"),
    )
    assert list(found) == ["credibility", "anxiety"]
    assert "showing 67 instead of 62" in found["credibility"].text
    assert len(found["credibility"].also) == 1 and "each 10 points" in found["credibility"].also[0]
    assert "seeing scores raised anxiety by 3.2 points on the 0–100 scale" in found["anxiety"].text
    assert "which holds at every look and for all 3 named comparisons" in found["anxiety"].text


def test_at_the_end_of_a_sequential_study_its_boundary_is_told_too() -> None:
    text = credibility(
        slope(NOW, comparison="first", p_adjusted=0.003),
        protocol=planned("first", stopping=SEQUENTIAL),
        looks=(look("first", 100, NOW), look("first", 200, NOW, crossed=True), look("first", 400, NOW)),
    )
    assert text.endswith("which holds at every look). The plan's boundary was reached after the first 200.")


REGRESSED = replace(NOW, low=-0.01, high=0.11)


def test_of_one_comparison_the_earlier_look_decides_and_no_order_is_spoken_of() -> None:
    text = credibility(
        slope(REGRESSED, comparison="first", p_adjusted=0.012),
        protocol=planned("first", stopping=SEQUENTIAL),
        looks=(look("first", 100, NOW, p=0.012, crossed=True), look("first", 400, REGRESSED, p=0.012)),
    )
    assert "raised" in text and "Holm" not in text
    assert text.endswith("which holds at every look). The plan's boundary was reached after the first 100.")


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (0.3, "Tested in order (Holm), which is sharper than that interval, p is .040."),
        (0.04, "Tested in order (Holm), p was .040 after the first 100."),
    ],
)
def test_of_several_comparisons_the_look_whose_p_decides_is_named(before: float, words: str) -> None:
    text = credibility(
        slope(REGRESSED, comparison="first", p_adjusted=0.04),
        protocol=planned("first", "second", stopping=SEQUENTIAL),
        looks=(look("first", 100, REGRESSED, p=before), look("first", 400, REGRESSED, p=0.04)),
    )
    assert text.endswith(words)


def test_smallness_that_no_look_allowed_for_is_not_told() -> None:
    small = t_row(-0.02, 0.0545, 200)
    over_all = row("trust", RANGE, small)
    over_all = replace(over_all, equivalence=equivalence(over_all, 0.3))
    flat = slope(t_row(-0.003, 0.0084, 200))
    assert "worth having" in credibility(flat, over_all, protocol=ONE)
    for stopping in (SEQUENTIAL, ANYTIME):
        text = credibility(flat, over_all, protocol=planned("first", stopping=stopping))
        assert "worth having" not in text and text.endswith(UNSURE)


# --- what failed


def test_an_outcome_that_failed_says_why_and_the_others_stand() -> None:
    found = told(
        results(
            row("unease", STATE, t_row(3.2, 1.2, 900)),
            failed=(Failed(outcome="trust", reason="LinAlgError: Singular matrix"),),
        ),
        FOUR,
    )
    assert found["credibility"].text == (
        "Message credibility could not be computed: the answers vary too little, or too much alike, for the "
        "model to be solved. The other outcomes stand."
    )
    assert "3.2 points higher" in found["anxiety"].text


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("ValueError: y has no rows.", "the calculation stopped with an error"),
        ("MemoryError: ", "it needed more memory than there is"),
    ],
)
def test_reasons_are_in_plain_words(reason: str, words: str) -> None:
    """What the program said itself stands apart, for whoever mends it."""
    found = told(results(failed=(Failed(outcome="time", reason=reason),)), FOUR)
    assert found["behaviour"].faults == (f"Time on the profile: {reason}",)
    assert found["behaviour"].also == (
        f"Time on the profile could not be computed: {words}. The other outcomes stand.",
    )


def test_times_are_told_as_factors() -> None:
    named = [{"name": "t", "outcome": "time", "smallest": 0.1}]
    protocol = planned(confirmatory=named)
    found = row("time", LEVEL, t_row(-0.05, 0.01, 300), comparison="t")
    also = told(results(found), protocol)["behaviour"].also
    assert also == (
        "Each 10 points of displayed score multiplied time on the profile by 0.95 "
        "(95 % interval 0.93 to 0.97).",
    )
    small = replace(found, equivalence=replace(equivalence(found, 0.1), verdict="both"))
    assert (
        told(results(small), protocol)["behaviour"]
        .also[0]
        .endswith(
            "The difference for each 10 points is real, but smaller than the factor of 1.11 the plan calls "
            "worth having (90 % interval 0.94 to 0.97)."
        )
    )


def test_a_named_share_keeps_its_plain_sentence_and_its_wide_interval() -> None:
    at = t_row(0.05, 0.0356, 400)
    named = row("follow", AT, at, at=(85.0,), comparison="third", p_adjusted=0.6, **wide(at, 4))
    cells = tuple(
        Cell(outcome="follow", group=group, level=level, n=30, mean=mean, m2=5)
        for group, mean in (("shown", 0.62), ("hidden", 0.57))
        for level in make.LEVELS
    )
    answer = told(results(named, cells=cells), FOUR)["behaviour"]
    assert answer.text == (
        "With 85 shown, Follow was chosen in 62 % of visits, with the score hidden in 57 %: 5 points more "
        f"(95 % interval −4 to 14, wide enough for all 4 named comparisons). {UNSURE}"
    )
    assert answer.also == ()
