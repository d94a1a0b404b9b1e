"""Against the power table of the flagship that was worked out apart (closed forms, 480 analysed a group)."""

from math import isclose, isnan
from typing import Any

import pytest

from surveys import library
from surveys.analysis.assumed import USUAL, Assumed
from surveys.analysis.design import design_of
from surveys.analysis.expecting import (
    Expected,
    comparisons,
    expected,
    hours,
    shown_at,
    sides,
)
from surveys.protocol import Compiled, compiled, read
from tests.analysis import make

SPAN = 6.5
"""Tens from a displayed 20 to 85."""


def flagship(*named: dict[str, Any], **changes: Any) -> Compiled:
    found = library.studies("first-impressions")
    found["plan"] = {**found["plan"], "confirmatory": list(named), **changes}
    return compiled(read(found))


def one(comparison: dict[str, Any], *, assumed: Assumed = USUAL, **changes: Any) -> Expected:
    found = expected(flagship({"name": "it", **comparison}, **changes), assumed=assumed)
    assert len(found) == 1
    return found[0]


LEVEL = {"outcome": "competence", "contrast": "level", "smallest": 0.3 / SPAN}
ANXIETY = {"outcome": "anxiety", "contrast": "visibility", "model": "adjusted", "smallest": 5}


@pytest.mark.parametrize(
    ("effect", "profiles_sd", "se", "power"),
    [
        (0.30, 0.15, 0.055, 0.996),
        (0.20, 0.15, 0.055, 0.83),
        (0.30, 0.30, 0.073, 0.92),
        (0.30, 0.447, 0.095, 0.69),
    ],
)
def test_the_level_effect_at_the_alpha_of_a_family_of_four(
    effect: float, profiles_sd: float, se: float, power: float
) -> None:
    assumed = Assumed(level_profiles=profiles_sd, dropout=60 / 1020)
    found = one({**LEVEL, "smallest": effect / SPAN}, assumed=assumed, alpha=0.0125)
    assert isclose(found.power.se * SPAN, se, abs_tol=0.0006)
    assert isclose(found.power.power, power, abs_tol=0.02)


def test_the_state_and_its_equivalence() -> None:
    found = one(ANXIETY, assumed=Assumed(dropout=60 / 1020))
    assert isclose(found.power.se, 1.29, abs_tol=0.005) and isclose(found.power.power, 0.97, abs_tol=0.005)
    assert isclose(found.power.smallest, 3.6, abs_tol=0.05)
    assert isclose(found.power.equivalence, 0.97, abs_tol=0.005)


def test_one_score_against_hidden() -> None:
    found = one({"outcome": "competence", "contrast": "at", "levels": [85], "smallest": 0.3}, alpha=0.01)
    assert isclose(found.power.se, 0.058, abs_tol=0.001) and isclose(found.power.power, 0.995, abs_tol=0.003)


def test_follow_at_one_score_needs_seven_points() -> None:
    named = {"outcome": "follow", "contrast": "at", "levels": [85], "model": "participants"}
    found = one(named, assumed=Assumed(dropout=60 / 1020))
    assert isclose(found.power.smallest, 0.068, abs_tol=0.002)


def test_holm_is_counted_with_all_that_is_named() -> None:
    alone, both = one(LEVEL), expected(flagship({"name": "a", **LEVEL}, {"name": "b", **ANXIETY}))[0]
    assert both.power.alpha == alone.power.alpha / 2 and both.power.power < alone.power.power


def test_sixteen_profiles_set_a_ceiling_that_nobody_overcomes() -> None:
    wide = Assumed(level_profiles=0.447)
    found = one(LEVEL, assumed=wide)
    assert (found.ceiling < 0.95 and found.n_90 is None) or found.n_90
    few = library.studies("first-impressions")
    protocol = make.protocol(plan={"planned": 1000, "confirmatory": [
        {"name": "it", "outcome": "trust", "contrast": "level", "smallest": 0.3 / SPAN}]})  # fmt: skip
    ten = expected(protocol, assumed=wide)[0]
    assert ten.ceiling < found.ceiling and ten.n_80 is None
    assert few["pool"] == "thirty"


def test_so_many_more_people_find_it_more_often() -> None:
    found = one({**LEVEL, "smallest": 0.2 / SPAN}, alpha=0.0125)
    assert found.n_80 and found.n_90 and found.n_80 < found.n_90 and found.n_80 % 2 == 0
    again = one({**LEVEL, "smallest": 0.2 / SPAN}, alpha=0.0125, planned=found.n_80)
    assert again.power.power >= 0.8
    fewer = one({**LEVEL, "smallest": 0.2 / SPAN}, alpha=0.0125, planned=found.n_80 - 10)
    assert fewer.power.power < 0.8


def test_without_a_plan_every_outcome_has_its_main_effect() -> None:
    protocol = flagship()
    assert [c.outcome for c in comparisons(protocol.document.plan, protocol)] == [
        "competence", "trustworthiness", "message_credibility", "follow", "anxiety",
    ]  # fmt: skip
    found = {e.comparison.outcome: e for e in expected(protocol)}
    assert isclose(found["competence"].effect, 0.3 / SPAN)  # what the outcome calls worth having
    assert found["competence"].power.alpha == 0.05  # nothing is corrected
    assert not isnan(found["follow"].power.power)


def test_a_design_without_a_hidden_group_has_no_visibility() -> None:
    factors = make.document()["factors"][1:]
    protocol = make.protocol(factors=factors, cue={"value": {"factor": "level"}})
    assert {c.contrast for c in comparisons(protocol.document.plan, protocol)} == {"level"}
    assert all(e.power.power > 0 for e in expected(protocol))


def test_too_few_people_or_profiles_say_so() -> None:
    found = expected(make.protocol(plan={"planned": 1}))
    assert all(isnan(e.power.power) and e.power.warnings for e in found)


def test_sides_follow_the_weights() -> None:
    protocol = make.protocol()
    assert sides(protocol, design_of(protocol), 101) in ((50, 50), (51, 51), (50, 51), (51, 50))


def test_hours_are_peoples_minutes() -> None:
    protocol = make.protocol(about={"minutes": 12}, plan={"planned": 1020})
    assert isclose(hours(protocol), 204)
    assert isnan(hours(make.protocol()))


def between(*named: dict[str, Any], **changes: Any) -> Compiled:
    """One of three scores throughout, or none: 20 has half of those who are shown any."""
    factors = [
        make.document()["factors"][0],
        {"name": "level", "label": "Score", "levels": [20, 50, 80], "varies": "between",
         "weights": [2, 1, 1]},
    ]  # fmt: skip
    return make.protocol(factors=factors, plan={"planned": 400, "confirmatory": list(named)}, **changes)


def test_one_score_a_participant_is_seen_by_few_at_every_visit() -> None:
    protocol = between()
    assert shown_at(protocol, 20, 400) == (100, 5) and shown_at(protocol, 80, 400) == (50, 5)
    assert shown_at(make.protocol(), 85, 400) == (200, 1)
    everybody = make.protocol(factors=make.document()["factors"][:1],
                              cue={"value": 50, "visibility": {"factor": "visibility"}})  # fmt: skip
    assert shown_at(everybody, 50, 400) == (200, 5)


def test_its_difference_from_hidden_has_that_groups_people_and_all_their_ratings() -> None:
    """80: 50 people of 5 ratings; 37.5 of 60 points above the mean score, so slopes count half as much."""
    protocol = between({"name": "it", "outcome": "trust", "contrast": "at", "levels": [80]})
    assumed = Assumed(dropout=0)
    found = expected(protocol, assumed=assumed)[0]
    shown = (0.3 + 0.6 / 5 + (0.3 * 0.5) ** 2) / 50
    by_profile = (0.1**2 + (0.15 * 0.5) ** 2) / 10
    assert isclose(found.power.se**2, shown + (0.3 + 0.6 / 5) / 200 + by_profile, rel_tol=1e-9)
    act = {"name": "it", "outcome": "follow", "contrast": "at", "levels": [80], "model": "participants"}
    choices = expected(between(act), assumed=assumed)[0]
    assert isclose(choices.power.se**2, 0.21 * 1.8 / 5 * (1 / 50 + 1 / 200), rel_tol=1e-9)


def test_one_score_a_participant_has_no_slope_of_its_own() -> None:
    protocol = between()
    assert {c.contrast for c in comparisons(protocol.document.plan, protocol)} == {"visibility"}


QUARTERS = {"kind": "group_sequential", "looks": [0.25, 0.5, 0.75, 1.0]}
ANYTIME = {"kind": "anytime_valid"}


def fixed_at(wanted: float) -> int:
    """Participants who give one test of the state this power."""
    found = one(ANXIETY)
    n = found.n_80 if wanted == 0.8 else found.n_90
    assert n is not None
    return n


@pytest.mark.parametrize(("wanted", "factor"), [(0.8, 1.0313), (0.9, 1.0290)])
def test_four_looks_need_three_in_a_hundred_more(wanted: float, factor: float) -> None:
    fixed, looked = one(ANXIETY), one(ANXIETY, stopping=QUARTERS)
    few, many = (fixed.n_80, looked.n_80) if wanted == 0.8 else (fixed.n_90, looked.n_90)
    assert few and many and isclose(many / few, factor, abs_tol=0.008)
    found = one(ANXIETY, stopping=QUARTERS, planned=few).power
    assert wanted - 0.015 < found.power < wanted - 0.005
    assert isclose(found.smallest / one(ANXIETY, planned=few).power.smallest, 1.0313**0.5, abs_tol=1e-4)


@pytest.mark.parametrize(
    ("wanted", "at_the_end", "of_twenty_looks", "whoever_comes", "factor"),
    [(0.8, 0.41, 0.49, 0.56, 1.74), (0.9, 0.58, 0.66, 0.70, 1.64)],
)
def test_looking_at_any_time_costs_more(
    wanted: float, at_the_end: float, of_twenty_looks: float, whoever_comes: float, factor: float
) -> None:
    """Above the last look alone, below a look after every participant (methods.md A9: 56 and 70 %)."""
    n = fixed_at(wanted)
    found = one(ANXIETY, stopping=ANYTIME, planned=n)
    assert at_the_end + 0.05 < found.power.power < whoever_comes
    assert isclose(found.power.power, of_twenty_looks, abs_tol=0.01)
    needed = found.n_80 if wanted == 0.8 else found.n_90
    assert needed and isclose(needed / n, factor, abs_tol=0.02)
    reached = one(ANXIETY, stopping=ANYTIME, planned=needed).power.power
    assert wanted <= reached < wanted + 0.01


def test_an_interval_that_holds_at_every_look_shows_less_to_be_small() -> None:
    fixed, looked, always = (one(ANXIETY, **how).power.equivalence for how in (
        {}, {"stopping": QUARTERS}, {"stopping": ANYTIME}))  # fmt: skip
    assert fixed > looked > always


def test_no_effect_is_found_in_alpha_and_too_few_in_nothing() -> None:
    found = one({**ANXIETY, "smallest": 1e-9}, stopping=QUARTERS).power
    assert isclose(found.power, 0.05, abs_tol=1e-6)
    assert isnan(one(ANXIETY, stopping=ANYTIME, planned=1).power.power)
    assert one({**ANXIETY, "smallest": 100}, stopping=ANYTIME).power.power > 0.999
