"""A study with other numbers of people and profiles."""

from dataclasses import replace
from math import isclose

import numpy as np
import pytest

from surveys import library
from surveys.analysis.assumed import USUAL
from surveys.analysis.expecting import chances, comparisons, expected, smallest_effect
from surveys.analysis.only_named import only_named
from surveys.analysis.sized import Limits, limits, profiles_that_count, sized
from surveys.protocol import Compiled, compiled, read
from surveys.simulate.drawn import drawn
from tests.analysis import four, make

NAMED = [
    {"name": "slope", "outcome": "trust", "contrast": "level", "smallest": 0.05},
    {"name": "unease", "outcome": "unease", "contrast": "visibility", "model": "adjusted", "smallest": 5},
]
PROTOCOL = make.protocol(plan={"planned": 400, "confirmatory": NAMED})


def shipped(code: str) -> Compiled:
    return compiled(read(library.studies(code)))


@pytest.mark.parametrize(("participants", "profiles"), [(100, 5), (1000, 10), (400, 37)])
def test_it_is_drawn_with_so_many_people_and_so_many_profiles(participants: int, profiles: int) -> None:
    other = sized(PROTOCOL, participants=participants, profiles=profiles)
    data = drawn(
        other, effects={}, comparisons=other.document.plan.confirmatory,
        assumed=replace(USUAL, dropout=0), seed=1, number=0,
    )  # fmt: skip
    assert len(data.arm) == participants == other.document.plan.planned
    assert set(np.unique(data.profile)) == set(range(profiles))
    codes = [profile.code for profile in other.document.profiles]
    assert len(codes) == len(set(codes)) == profiles


def test_fewer_profiles_are_taken_evenly_from_the_pool_and_more_repeat_it_evenly() -> None:
    def names(profiles: int) -> list[str]:
        other = sized(PROTOCOL, participants=400, profiles=profiles)
        return [profile.name for profile in other.document.profiles]

    assert names(5) == [f"Person {i}" for i in (0, 2, 4, 6, 8)]
    assert names(20) == [f"Person {i // 2}" for i in range(20)]


def test_with_the_planned_numbers_it_is_the_same_study() -> None:
    same = sized(PROTOCOL, participants=400, profiles=10)
    assert same.document == PROTOCOL.document == sized(PROTOCOL, participants=400, profiles=0).document


def test_more_people_and_more_profiles_find_more() -> None:
    def power(participants: int, profiles: int) -> float:
        return expected(sized(PROTOCOL, participants=participants, profiles=profiles))[0].power.power

    assert power(200, 10) < power(800, 10) < power(800, 60)


def test_chances_are_those_that_are_expected() -> None:
    for code in library.names("studies"):
        protocol = shipped(code)
        named = comparisons(protocol.document.plan, protocol)
        effects = {c.name: smallest_effect(protocol, c) for c in named}
        alone = chances(protocol, assumed=USUAL, effects=effects)
        assert alone == {one.comparison.name: one.power.power for one in expected(protocol)}
    assert set(chances(PROTOCOL, assumed=USUAL, effects={"slope": 0.1})) == {"slope"}


def test_numbers_that_can_be_asked_about_leave_the_smallest_group_enough() -> None:
    assert limits(PROTOCOL) == Limits(60, 20_000, 5, 200)
    assert limits(make.protocol(plan={"planned": 30})) == Limits(30, 20_000, 5, 200)
    weighted = [
        {"name": "visibility", "label": "Score", "levels": ["shown", "hidden"], "varies": "between",
         "weights": [3, 1]},
        make.document()["factors"][1],
    ]  # fmt: skip
    assert limits(make.protocol(factors=weighted, plan={"planned": 30_000})).fewest == 120
    assert limits(make.protocol(factors=weighted, plan={"planned": 30_000})).most == 30_000
    # Four groups of one's own score, three of them against the one without.
    assert limits(four.protocol(confirmatory=list(four.NAMED))).fewest == 120


def test_with_many_groups_the_larger_sides_decide_how_few_can_be_asked_about() -> None:
    protocol = shipped("sixty-five")
    fewest = limits(protocol).fewest
    assert fewest < 30 * len(protocol.arms)
    few = sized(protocol, participants=fewest, profiles=0)
    data = drawn(few, effects={}, comparisons=few.document.plan.confirmatory, assumed=USUAL, seed=1, number=0)
    assert any(np.isfinite(row.estimate.estimate) for row in only_named(few, data).rows)


@pytest.mark.parametrize(
    ("code", "profiles"),
    [("first-impressions", 30), ("your-score-just-dropped", 0), ("one-profile", 0), ("three-ways-up", 30)],
)
def test_profiles_count_where_people_are_given_several_to_judge(code: str, profiles: int) -> None:
    assert profiles_that_count(shipped(code)) == profiles


@pytest.mark.parametrize(
    "named",
    [
        {"contrast": "level", "smallest": 0.05},
        {"contrast": "visibility", "smallest": 0.1},
        {"contrast": "at", "levels": [85], "smallest": 0.15},
        {"contrast": "step", "levels": [62, 67], "smallest": 0.02},
    ],
)
def test_the_ceiling_is_what_endless_people_would_find(named: dict[str, object]) -> None:
    found = {"name": "it", "outcome": "trust", **named}
    protocol = make.protocol(plan={"planned": 400, "confirmatory": [found]})
    one = expected(protocol)[0]
    many = expected(sized(protocol, participants=10**8, profiles=0))[0]
    assert one.power.power < one.ceiling and isclose(many.power.power, one.ceiling, abs_tol=2e-3)


def test_the_profiles_for_a_ceiling_of_nine_tenths_are_the_fewest() -> None:
    found = {"name": "it", "outcome": "trust", "contrast": "level", "smallest": 0.02}
    protocol = make.protocol(plan={"planned": 400, "confirmatory": [found]})
    enough = expected(protocol)[0].profiles_90
    assert enough is not None and enough > 10
    at, below = (
        expected(sized(protocol, participants=400, profiles=j))[0].ceiling for j in (enough, enough - 1)
    )
    assert below < 0.9 <= at
    tiny = make.protocol(plan={"planned": 400, "confirmatory": [{**found, "smallest": 0.0001}]})
    assert expected(tiny)[0].profiles_90 is None


def test_groups_and_one_number_a_participant_have_no_ceiling() -> None:
    own = {"name": "it", "outcome": "trust", "contrast": "level", "model": "participants", "smallest": 0.05}
    one = expected(make.protocol(plan={"planned": 400, "confirmatory": [own]}))[0]
    assert one.ceiling != one.ceiling and one.profiles_90 is None
