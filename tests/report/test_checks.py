"""Each check: its state, its result in a line, and what it rests on."""

from dataclasses import replace
from math import inf, nan
from typing import Any

import pytest

from scoring.allocation.checks import check_closed_blocks
from scoring.estimators.estimate import t_row
from surveys.analysis.evidence import Allocation, Bound, Component, Difference, Excluded, Fit
from surveys.analysis.results import (
    NOTICERS,
    PLACEBO,
    Alpha,
    Count,
    Flow,
    Noticed,
    Results,
)
from surveys.report import Check
from surveys.report.checks import checks
from surveys.report.doubts import doubts
from tests.analysis import make
from tests.report.made import results, row

PROTOCOL = make.protocol(
    plan={
        "planned": 100,
        "covariates": ["before"],
        "exclusions": [{"name": "rushed", "missed": 2}, {"name": "young", "label": "Under 18", "missed": 1}],
    }
)
ALL = results(groups=("shown", "hidden"), exposed=(40, 40), complete=(40, 40))


def check(key: str, found: Results = ALL, protocol: Any = PROTOCOL) -> Check:
    return next(each for each in checks(found, protocol, "en") if each.key == key)


def test_states_are_told_by_shape_and_word() -> None:
    marks = {state: Check("k", "t", state, "s").mark for state in ("good", "note", "bad", "none")}
    assert marks == {"good": "✓ Fine", "note": "▲ Look", "bad": "✕ Wrong", "none": "–"}


@pytest.mark.parametrize("extent", ["live", "early"])
def test_while_a_study_runs_no_check_tells_anything_by_group(extent: Any) -> None:
    assert checks(replace(ALL, extent=extent), PROTOCOL, "en") == ()


def test_too_few_have_the_checks_that_need_no_inference() -> None:
    few = [each.key for each in checks(replace(ALL, extent="few"), PROTOCOL, "en")]
    assert few == ["lot", "attrition", "balance", "noticing", "sight", "reliability", "exclusions"]
    assert [each.key for each in checks(ALL, PROTOCOL, "en")][7:] == ["placebo", "robustness", "fits"]


# --- the lot


def lot(closed: int, faulty: int = 0, warnings: tuple[str, ...] = ()) -> Check:
    found = Allocation(method="blocks", closed=closed, faulty=faulty, allocated=(41, 40), warnings=warnings)
    return check("lot", replace(ALL, allocation=found))


def test_every_full_block_must_hold_what_it_promised() -> None:
    fine = lot(12)
    assert (fine.state, fine.said) == (
        "good",
        "12 full blocks: each holds exactly the groups that it promised.",
    )
    assert fine.tables[0].columns == ("Score shown", "Score hidden")
    assert fine.tables[0].rows == (("41", "40"),)
    wrong = lot(12, faulty=1, warnings=("Block 3 holds 4 and 2.",))
    assert wrong.state == "bad" and wrong.said.startswith("1 of 12 full blocks wrong")
    assert wrong.lines == ("Block 3 holds 4 and 2.",)
    counted = lot(12, warnings=("81 were allocated, 80 are in the list.",))
    assert (counted.state, counted.said) == ("note", "81 were allocated, 80 are in the list.")


def test_without_a_full_block_or_a_list_there_is_nothing_to_check() -> None:
    assert (lot(0).state, lot(0).said) == ("none", "No block is full yet.")
    scored = lot(0, warnings=check_closed_blocks((), weights={"shown": 1, "hidden": 1}).warnings)
    assert (scored.state, scored.said, scored.lines) == ("none", "No block is full yet.", ())
    assert lot(0, warnings=("81 were allocated, 80 are in the list.",)).state == "note"
    assert check("lot").state == "none"


# --- who left


def gone(p: float) -> Results:
    flow = Flow(
        groups=("shown", "hidden"),
        counts=(
            Count(key="exposed", total=200, by_group=(100, 100)),
            Count(key="finished", total=170, by_group=(90, 80)),
        ),
        attrition=p,
        attrition_method="Fisher's exact test, two-sided",
    )
    return replace(ALL, flow=flow)


@pytest.mark.parametrize(
    ("p", "state"), [(0.4, "good"), (0.05, "good"), (0.049, "note"), (0.001, "note"), (0.0009, "bad")]
)
def test_attrition_is_amber_below_5_percent_and_red_below_one_in_a_thousand(p: float, state: str) -> None:
    assert check("attrition", gone(p)).state == state


def test_bounds_are_printed_whether_or_not_anybody_left_unevenly() -> None:
    bounds = (
        Bound(
            outcome="trust",
            kind="lee",
            low=0.1,
            high=0.3,
            outer_low=0.0,
            outer_high=0.4,
            assumption="One way.",
        ),
        Bound(outcome="trust", kind="ends", low=-0.5, high=0.9),
        Bound(outcome="trust", kind="tipping", low=-1.25, high=nan),
        Bound(outcome="time", kind="lee", low=-0.1, high=0.1, outer_low=-0.2, outer_high=0.2),
        Bound(outcome="time", kind="tipping", low=0.0, high=0.0),
    )
    for p in (0.9, 0.0001):
        found = check("attrition", replace(gone(p), bounds=bounds))
        assert found.tables[0].rows == (
            ("Message credibility", "0.10 to 0.30", "0.00 to 0.40", "−0.50 to 0.90", "−1.25; –"),
            ("Time on the profile", "0.90 to 1.11", "0.82 to 1.22", "–", "No difference to lose"),
        )
        assert found.lines == ("How: Fisher's exact test, two-sided.", "One way.")


def test_where_nobody_left_nothing_is_tested() -> None:
    flow = replace(gone(nan).flow, counts=(Count(key="exposed", total=9), Count(key="finished", total=9)))
    found = check("attrition", replace(ALL, flow=flow))
    assert (found.state, found.said) == ("good", "Everybody who saw the study finished it.")


# --- balance


def difference(smd: float) -> Difference:
    return Difference(covariate="before", level="", first="shown", second="hidden", smd=smd, missing=2)


@pytest.mark.parametrize(("smd", "state"), [(0.1, "good"), (-0.101, "note"), (0.02, "good")])
def test_the_largest_difference_is_named_and_noted_above_a_tenth(smd: float, state: str) -> None:
    found = check("balance", replace(ALL, balance=(difference(0.01), difference(smd))))
    assert found.state == state
    assert found.said == f"The largest difference is {abs(smd):.2f} SD, in “State anxiety, before”."
    assert found.tables[0].rows[0] == ("State anxiety, before", "", "Score shown − Score hidden", "0.01", "2")
    assert "p" not in found.tables[0].columns, "no test: the lot made it"
    assert found.rule.startswith("No test") and ("marked ▲" in found.rule) == (state == "note")


def test_what_was_not_measured_cannot_be_compared() -> None:
    assert (
        check("balance").state == check("balance", replace(ALL, balance=(difference(nan),))).state == "none"
    )


# --- noticing


def test_noticing_is_told_by_group_with_the_effect_among_those_who_noticed() -> None:
    asked = (
        Noticed(group="shown", n=40, noticed=32, low=0.652, high=0.895),
        Noticed(group="hidden", n=40, noticed=4, low=0.04, high=0.231),
    )
    among = row("unease", NOTICERS, t_row(4.0, 1.0, 90))
    found = check("noticing", replace(ALL, noticed=asked, rows=(among,)))
    assert (found.state, found.said) == ("good", "80 % of those who saw scores noticed them.")
    assert found.tables[0].rows == (
        ("Score shown", "40", "32", "80 %", "65 to 90"),
        ("Score hidden", "40", "4", "10 %", "4 to 23"),
    )
    assert found.tables[1].rows == (("Anxiety", "4.0", "2.0 to 6.0", "points on the 0–100 scale"),)


def test_a_score_that_hardly_anybody_noticed_is_noted() -> None:
    asked = (Noticed(group="shown", n=40, noticed=19), Noticed(group="hidden", n=40, noticed=0))
    assert check("noticing", replace(ALL, noticed=asked)).state == "note"
    assert check("noticing").state == "none"
    nobody = (Noticed(group="shown", n=0, noticed=0), Noticed(group="hidden", n=3, noticed=0))
    assert check("noticing", replace(ALL, noticed=nobody)).said == "Nobody saw a score."


# --- reliability


def alpha(value: float, scale: str = "message_credibility", group: str = "", **options: Any) -> Alpha:
    return Alpha(scale=scale, group=group, items=3, n=90, alpha=value, low=0.5, high=0.8, **options)


@pytest.mark.parametrize(("value", "state"), [(0.7, "good"), (0.699, "note"), (-0.02, "note")])
def test_reliability_is_noted_below_70(value: float, state: str) -> None:
    found = check("reliability", replace(ALL, alphas=(alpha(0.9, "before"), alpha(value))))
    assert found.state == state and "“Message credibility”" in found.said


def test_reliability_says_by_group_what_it_rests_on() -> None:
    low = alpha(0.614, omega=0.62, item_rest=(0.4, 0.31, 0.5))
    none = Alpha(scale="after", group="shown", items=3, n=2, warnings=("Too few.",))
    found = check("reliability", replace(ALL, alphas=(low, none)))
    assert found.said == "The weakest scale is “Message credibility” (alpha .61, below .70)."
    assert found.tables[0].rows == (
        ("Message credibility", "All", "3", "90", ".61", ".50 to .80", ".62", ".31"),
        ("State anxiety, after", "Score shown", "3", "2", "–", "–", "–", "–"),
    )
    assert found.lines == ("Too few.",)
    assert check("reliability", replace(ALL, alphas=(none,))).state == "none"
    said = "Items hang together weakly, with alpha below .70: “Message credibility” (alpha .61)."
    assert said in doubts(replace(ALL, alphas=(low,)), PROTOCOL, "en")


def test_each_item_is_told_of_all_and_of_a_group_in_which_the_scale_is_weak() -> None:
    items: dict[str, Any] = {"item_rest": (0.4, -0.31, 0.5), "alpha_without": (0.61, 0.8, nan)}
    alphas = (alpha(0.74, **items), alpha(0.7, group="hidden", **items), alpha(0.69, group="shown", **items))
    table = check("reliability", replace(ALL, alphas=alphas)).tables[1]
    assert table.columns == ("Scale", "Group", "Item", "With the rest", "Alpha without it")
    assert table.rows[:3] == (
        ("Message credibility", "All", "Accurate", ".40", ".61"),
        ("Message credibility", "All", "Authentic", "−.31", ".80"),
        ("Message credibility", "All", "Believable", ".50", "–"),
    )
    assert [line[1] for line in table.rows[3:]] == ["Score shown"] * 3


# --- exclusions


def test_exclusions_are_counted_by_rule_and_group() -> None:
    excluded = (Excluded(rule="rushed", by_group=(2, 1)), Excluded(rule="young", by_group=(0, 1)))
    found = check("exclusions", replace(ALL, excluded=excluded))
    assert found.said == "4 cases are left out by rules of the plan."
    assert found.tables[0].columns == ("Rule of the plan", "Score shown", "Score hidden")
    assert found.tables[0].rows == (("Missed 2 attention checks or more", "2", "1"), ("Under 18", "0", "1"))
    assert check("exclusions", protocol=make.protocol()).state == "none"


# --- hidden scores, models


def placebo(p: float) -> Any:
    return row("trust", PLACEBO, replace(t_row(0.03, 0.02, 200), p=p))


@pytest.mark.parametrize(("p", "state"), [(0.2, "good"), (0.04, "note"), (0.0004, "bad")])
def test_a_hidden_score_that_goes_with_an_outcome_is_noted(p: float, state: str) -> None:
    found = check("placebo", replace(ALL, rows=(placebo(p),)))
    assert found.state == state
    assert found.tables[0].rows[0][:3] == ("Message credibility", "0.03", "−0.01 to 0.07")
    told = [said for said in doubts(ALL, PROTOCOL, "en", checks=(found,)) if said.startswith("Hidden scores")]
    assert len(told) == (state != "good")


def test_where_no_score_was_hidden_there_is_no_control() -> None:
    assert check("placebo").state == "none"


def test_models_say_where_differences_come_from_and_what_was_left_out() -> None:
    fit = Fit(
        outcome="trust",
        components=(
            Component(group="participant", name="mean", variance=0.3, share=0.334),
            Component(group="profile", name="displayed score", variance=0.1, share=0.1),
            Component(group="rest", name="rest", variance=0.6, share=0.566),
        ),
        dropped=("visibility | profile",),
        warnings=("9 ratings are missing.",),
    )
    found = check("fits", replace(ALL, fits=(fit,)))
    assert (found.state, found.said) == ("good", "1 model was fitted.")
    assert found.tables[0].title == "Message credibility"
    assert found.tables[0].rows == (
        ("Between people, in averages", "33.4"),
        ("Between profiles, in the effect of the displayed score", "10.0"),
        ("From visit to visit, not explained", "56.6"),
        ("Between profiles, in the effect of showing a score", "0, left out"),
    )
    assert found.lines[1:] == ("Message credibility: 9 ratings are missing.",)
    fell = check("fits", replace(ALL, fits=(replace(fit, fallback=True, criterion=inf),)))
    assert fell.state == "note" and fell.said.startswith("Not fitted: Message credibility; a simpler method")
    assert check("fits").state == "none"


def test_what_a_check_found_is_a_doubt_the_gravest_first() -> None:
    found = (
        Check("balance", "Alike at the start", "note", "The largest difference is 0.24 SD."),
        Check("placebo", "Hidden scores", "note", "1 of 4 outcomes."),
        Check("lot", "Random assignment", "bad", "1 of 3 full blocks is wrong."),
        Check("fits", "Models", "good", "3 models were fitted."),
    )
    assert doubts(ALL, PROTOCOL, "en", checks=found)[:2] == (
        "Random assignment: 1 of 3 full blocks is wrong.",
        "Hidden scores: 1 of 4 outcomes.",
    )
    told = doubts(ALL, PROTOCOL, "en", checks=found)
    assert not [said for said in told if "Alike" in said], "the lot makes differences: the strip notes them"
