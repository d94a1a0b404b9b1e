"""Golden texts: what is said for which numbers, word by word."""

from dataclasses import replace
from math import nan

import pytest

from scoring.estimators.estimate import Estimate, t_row
from surveys.analysis.named import equivalence
from surveys.analysis.results import (
    AT,
    AVERAGED,
    LEVEL,
    RANGE,
    STATE,
    Cell,
    Count,
    Extent,
    Flow,
    Results,
    Row,
)
from surveys.report import answers
from tests.analysis import make

PROTOCOL = make.protocol()


def row(outcome: str, contrast: str, estimate: Estimate, *, at: float = nan, p: float = nan) -> Row:
    """With the test for smallness that the run makes of the row that is about all of the outcome."""
    adjusted = estimate.p if contrast == AT and p != p else p
    found = Row(
        key=f"{outcome}.{contrast}", outcome=outcome, contrast=contrast, estimand="",
        at=() if at != at else (at,), estimate=estimate, p_adjusted=adjusted,
    )  # fmt: skip
    smallest = {("trust", RANGE): 0.3, ("unease", STATE): 5}.get((outcome, contrast))
    return replace(found, equivalence=equivalence(found, smallest)) if smallest else found


def cells(outcome: str, mean: float) -> tuple[Cell, ...]:
    return tuple(
        Cell(outcome=outcome, group=group, level=level, n=30, mean=m, m2=25)
        for group, m in (("shown", mean), ("hidden", 0.57))
        for level in make.LEVELS
    )


def results(*rows: Row, extent: Extent = "full", kind: str = "real") -> Results:
    state = tuple(
        Cell(outcome="unease", group=g, n=30, mean=40 + i, m2=9) for i, g in enumerate(("shown", "hidden"))
    )
    return Results(
        kind=kind, planned=100, extent=extent, rows=rows,
        flow=Flow(groups=(), counts=(Count(key="finished", total=60),)),
        cells=(*cells("trust", 4.3), *cells("follow", 0.62), *state),
    )  # fmt: skip


def said(*rows: Row, topic: str, planted: dict[str, float] | None = None, **options: str) -> str:
    found = replace(results(*rows, **options), planted=planted)  # type: ignore[arg-type]
    return next(a.text for a in answers(found, PROTOCOL, "en") if a.topic == topic)


SLOPE = t_row(0.05, 0.0152, 200)
TOP = t_row(0.20, 0.06, 400)
NOTHING = t_row(0.01, 0.015, 200)


def test_a_clear_effect() -> None:
    text = said(
        row("trust", LEVEL, SLOPE),
        row("trust", RANGE, t_row(0.325, 0.0988, 200)),
        row("trust", AT, TOP, at=85),
        topic="credibility",
    )
    assert text == (
        "Each 10 points of displayed score raised message credibility by 0.05 points on the 1–7 scale "
        "(95 % interval 0.02 to 0.08); showing 85 instead of nothing raised it by 0.20 (0.08 to 0.32)."
    )


def test_a_clear_fall_is_told_as_a_size() -> None:
    text = said(
        row("trust", LEVEL, t_row(-0.05, 0.0152, 200)), row("trust", RANGE, t_row(-1, 0.3, 200)),
        topic="credibility",
    )  # fmt: skip
    assert text == (
        "Each 10 points of displayed score lowered message credibility by 0.05 points on the 1–7 scale "
        "(difference −0.05, 95 % interval −0.08 to −0.02)."
    )


def test_what_cannot_be_told_is_not_called_no_effect() -> None:
    text = said(
        row("trust", LEVEL, NOTHING), row("trust", RANGE, t_row(0.065, 0.2, 200)), topic="credibility"
    )
    assert text == (
        "Each 10 points of displayed score changed message credibility by 0.01 points on the 1–7 scale "
        "(95 % interval −0.02 to 0.04). We cannot tell yet whether that is a real difference."
    )


def test_equivalent_to_nothing_worth_having() -> None:
    text = said(
        row("trust", LEVEL, t_row(-0.003, 0.0084, 200)),
        row("trust", RANGE, t_row(-0.02, 0.0545, 200)),
        topic="credibility",
    )
    assert text.endswith(
        "Any difference between 20 and 85 shown is smaller than the 0.3 points the plan calls worth having "
        "(90 % interval −0.11 to 0.07)."
    )
    assert "cannot tell" not in text


def test_different_and_still_small() -> None:
    text = said(
        row("trust", LEVEL, t_row(0.02, 0.004, 900)), row("trust", RANGE, t_row(0.13, 0.026, 900)),
        topic="credibility",
    )  # fmt: skip
    assert "raised" in text
    assert text.endswith(
        "The difference between 20 and 85 shown is real, but smaller than the 0.3 points the plan calls "
        "worth having (90 % interval 0.09 to 0.17)."
    )


def test_one_level_that_stands_out_does_not_outlive_the_correction() -> None:
    text = said(
        row("trust", LEVEL, SLOPE), row("trust", RANGE, SLOPE),
        row("trust", AT, t_row(0.12, 0.058, 400), at=85, p=0.19), topic="credibility",
    )  # fmt: skip
    assert (
        "With 85 shown instead of nothing the difference was 0.12 (0.01 to 0.23). That does not hold" in text
    )
    assert "showing 85 instead" not in text


def test_behaviour() -> None:
    text = said(row("follow", AT, t_row(0.05, 0.0356, 400), at=85), topic="behaviour")
    assert text == (
        "With 85 shown, Follow was chosen in 62 % of visits, with the score hidden in 57 %: 5 points more "
        "(95 % interval −2 to 12). We cannot tell yet whether that is a real difference."
    )


def test_shares_and_their_difference_add_up_as_printed() -> None:
    found = replace(results(row("follow", AT, t_row(0.004, 0.001, 400), at=85)), cells=cells("follow", 0.574))
    text = next(a.text for a in answers(found, PROTOCOL, "en") if a.topic == "behaviour")
    assert "57.4 % of visits, with the score hidden in 57.0 %: 0.4 points more (95 %" in text
    assert "cannot tell" not in text


def test_the_hidden_share_is_the_observed_one_whatever_the_model_says_of_the_difference() -> None:
    found = replace(results(row("follow", AT, t_row(0.031, 0.01, 400), at=85)), cells=cells("follow", 0.62))
    text = next(a.text for a in answers(found, PROTOCOL, "en") if a.topic == "behaviour")
    assert "62.0 % of visits, with the score hidden in 57.0 %: 3.1 points more by the model (95 %" in text


def test_anxiety() -> None:
    text = said(row("unease", STATE, t_row(3.2, 1.2, 900)), topic="anxiety")
    assert text == (
        "Anxiety was 3.2 points higher on the 0–100 scale among those who saw scores than among those who "
        "saw none, allowing for how each felt before (95 % interval 0.8 to 5.6)."
    )


def test_anxiety_equivalent() -> None:
    text = said(row("unease", STATE, t_row(-0.4, 1.1, 900)), topic="anxiety")
    assert "0.4 points lower" in text
    assert text.endswith(
        "Any difference is smaller than the 5 points the plan calls worth having (90 % interval −2.2 to 1.4)."
    )


def test_too_few_are_described_and_nothing_is_inferred() -> None:
    text = said(topic="credibility", extent="few")
    assert text.startswith("Message credibility averaged 4.30 with 20 shown, 4.30 with 42 shown")
    assert text.endswith("That is too few to say more: each group needs 20.")
    assert "interval" not in text


def test_live_says_nothing() -> None:
    assert answers(results(extent="live"), PROTOCOL, "en") == ()


def test_a_share_that_falls_and_is_too_small_to_matter() -> None:
    small = make.protocol(outcomes=[{**make.document()["outcomes"][1], "smallest": 0.05}])
    at = row("follow", AT, t_row(-0.01, 0.01, 400), at=85)
    found = results(replace(at, equivalence=equivalence(at, 0.05)))
    text = answers(replace(found, cells=cells("follow", 0.56)), small, "en")[0].text
    assert (
        "56 % of visits, with the score hidden in 57 %: 1 point fewer (difference −1, 95 % interval −3 to 1)"
        in text
    )
    assert text.endswith(
        "Any difference is smaller than the 5 percentage points the plan calls worth having "
        "(90 % interval −2.6 to 0.6)."
    )


SIMULATED = "Simulated participants."
FINDS = "This shows that the study can find an effect, not that people show it."


def test_simulated_with_a_planted_effect() -> None:
    text = said(
        row("trust", LEVEL, t_row(0.049, 0.0163, 300)), topic="credibility",
        planted={"level:trust": 0.05}, kind="simulated",
    )  # fmt: skip
    assert text == (
        f"{SIMULATED} We built in +0.05 points of message credibility for each 10 points of displayed score; "
        f"the analysis found 0.049 (95 % interval 0.017 to 0.081): found. {FINDS}"
    )


def test_simulated_behaviour_and_a_fall() -> None:
    text = said(
        row("follow", LEVEL, t_row(-0.021, 0.005, 300)), topic="behaviour",
        planted={"level:follow": -0.02}, kind="simulated",
    )  # fmt: skip
    assert text == (
        f"{SIMULATED} We built in −2 percentage points of visits ending in Follow for each 10 points of "
        f"displayed score; the analysis found −2.1 (95 % interval −3.1 to −1.1): found. {FINDS}"
    )


def test_an_effect_that_was_built_in_and_missed_is_not_called_found() -> None:
    text = said(
        row("unease", STATE, t_row(4.4, 2.3, 300)), topic="anxiety", planted={"visibility:unease": 4},
        kind="simulated",
    )  # fmt: skip
    assert text == (
        f"{SIMULATED} We built in +4 points of anxiety where the score was shown; the analysis found 4.4 "
        "(95 % interval −0.1 to 8.9): not found, with 60 of the 100 people planned."
    )
    wrong = said(
        row("unease", STATE, t_row(-9, 2.3, 300)), topic="anxiety", planted={"visibility:unease": 4},
        kind="simulated",
    )  # fmt: skip
    assert FINDS not in wrong and ": not found" in wrong


def test_both_effects_that_were_built_in_are_told() -> None:
    text = said(
        row("trust", LEVEL, t_row(0.049, 0.0163, 300)), row("trust", AVERAGED, t_row(0.31, 0.05, 300)),
        topic="credibility", planted={"level:trust": 0.05, "visibility:trust": 0.3}, kind="simulated",
    )  # fmt: skip
    assert text.count("We built in") == 2
    assert (
        "+0.3 points of message credibility where the score was shown, averaged over 20, 42, 62, 67" in text
    )


def test_simulated_with_nothing_planted_gets_the_ordinary_sentence() -> None:
    real = said(row("unease", STATE, t_row(0.5, 1, 300)), topic="anxiety")
    text = said(row("unease", STATE, t_row(0.5, 1, 300)), topic="anxiety", planted={}, kind="simulated")
    assert text == f"{SIMULATED} We built in no difference in anxiety. {real}"
    assert "0.5 points higher" in real
    text = said(row("follow", AT, t_row(0, 1, 40), at=85), topic="behaviour", planted={}, kind="simulated")
    assert "no difference in the share of visits ending in Follow. With 85 shown" in text


def test_simulated_with_mixed_effects_or_too_few() -> None:
    text = said(row("unease", STATE, t_row(0.5, 1, 300)), topic="anxiety", kind="simulated")
    assert "what was built in is not told. Anxiety was 0.5 points higher" in text
    few = said(topic="anxiety", planted={"visibility:unease": 4}, kind="simulated", extent="few")
    assert few.startswith(f"{SIMULATED} Anxiety averaged 40.0 in the group “Score shown” (n = 30)")


def test_nothing_computed_says_why() -> None:
    empty = Estimate(estimate=nan, warnings=("All slopes are the same.",))
    text = said(row("trust", LEVEL, empty), topic="credibility")
    assert text == "Message credibility: nothing could be computed. All slopes are the same."


def test_no_group_to_compare_with_is_said() -> None:
    factors = [make.document()["factors"][1]]
    alone = make.protocol(factors=factors, cue={"value": {"factor": "level"}, "visibility": "shown"})
    found = replace(
        results(
            row("trust", LEVEL, SLOPE),
            row("trust", RANGE, SLOPE),
            row("follow", LEVEL, t_row(0.03, 0.01, 90)),
        )
    )
    text = {answer.topic: answer.text for answer in answers(found, alone, "en")}
    assert "instead of nothing" not in text["credibility"]
    assert text["behaviour"] == (
        "Each 10 points of displayed score raised the share of visits ending in Follow by 3.0 percentage "
        "points (95 % interval 1.0 to 5.0)."
    )
    assert text["anxiety"].endswith("no group from which the score was hidden, to compare with.")


def test_one_displayed_score_is_compared_with_none() -> None:
    factors = make.document()["factors"][:1]
    one = make.protocol(factors=factors, cue={"value": 65, "visibility": {"factor": "visibility"}})
    found = results(row("trust", AT, TOP, at=65))
    assert answers(found, one, "en")[0].text == (
        "Showing 65 instead of nothing raised message credibility by 0.20 points on the 1–7 scale "
        "(95 % interval 0.08 to 0.32)."
    )


def test_nobody_who_answered_is_no_average() -> None:
    found = replace(results(extent="few"), cells=())
    assert {a.text.split(": ")[1] for a in answers(found, PROTOCOL, "en")} == {"nobody answered."}


def test_shares_of_too_few_are_described_as_shares() -> None:
    text = said(topic="behaviour", extent="few")
    assert text.startswith("Follow was chosen in 62 % of visits with 20 shown")


def test_a_study_without_visits_has_the_one_sentence() -> None:
    whole = make.document()
    pages = [page for page in whole["pages"] if page["kind"] != "visits"]
    factor = whole["factors"][:1]
    cue = {"value": 50, "visibility": {"factor": "visibility"}}
    protocol = make.protocol(factors=factor, cue=cue, pool=None, pages=pages, outcomes=[whole["outcomes"][3]])
    found = answers(results(row("unease", STATE, t_row(3.2, 1.2, 900))), protocol, "en")
    assert [answer.topic for answer in found] == ["anxiety"]


@pytest.mark.parametrize("stars", ["*", "no effect", "significant", "-"])
def test_forbidden_words(stars: str) -> None:
    for extent in ("full", "few"):
        found = results(
            row("trust", LEVEL, NOTHING), row("trust", RANGE, NOTHING),
            row("follow", AT, t_row(0, 0.1, 40), at=85), row("unease", STATE, t_row(0, 1, 40)), extent=extent,
        )  # fmt: skip
        assert all(stars not in answer.text for answer in answers(found, PROTOCOL, "en"))
