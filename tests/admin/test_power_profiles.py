"""What the page says of the number of profiles."""

from typing import Any

import pytest

from surveys import library
from surveys.admin.power.profiles import about_profiles
from surveys.analysis.expecting import expected
from surveys.protocol import Compiled, compiled, read
from tests.analysis import make


def said(protocol: Compiled) -> str:
    return " ".join(about_profiles(protocol, expected(protocol)))


def study(**named: Any) -> Compiled:
    slope = {"name": "it", "outcome": "trust", "contrast": "level", **named}
    return make.protocol(plan={"planned": 400, "confirmatory": [slope]})


def shipped(code: str) -> Compiled:
    return compiled(read(library.studies(code)))


def test_it_is_said_even_where_the_profiles_are_enough() -> None:
    words = said(shipped("first-impressions"))
    assert "the 30 profiles are a sample, as the people are" in words
    assert "30 are enough here" in words and "each of the score's 3 effects" in words


def test_one_effect_is_told_as_one() -> None:
    assert "the score's effect on how profiles are judged would be found in > 99 %" in said(
        study(smallest=0.2)
    )


def test_where_profiles_are_the_limit_it_says_how_far_they_go_and_how_many_would_do() -> None:
    words = said(study(smallest=0.02))
    assert "With 10 profiles, Message credibility" in words
    assert "no number of participants finds this in more than" in words
    assert "cost participants no time" in words
    assert f"From {expected(study(smallest=0.02))[0].profiles_90} profiles on" in words
    assert "enough here" not in words


def test_an_effect_that_no_pool_would_show_is_told_as_such() -> None:
    assert "Not even 200 profiles" in said(study(smallest=0.0001))


@pytest.mark.parametrize("code", ["your-score-just-dropped", "sixty-five", "unplug"])
def test_of_studies_in_which_nobody_judges_profiles_nothing_is_said(code: str) -> None:
    assert said(shipped(code)) == ""


@pytest.mark.parametrize("code", ["three-ways-up", "what-the-number-means"])
def test_comparisons_of_participants_own_numbers_are_about_this_pool(code: str) -> None:
    assert "about these 30 profiles, not about others like them" in said(shipped(code))


def test_a_single_profile_is_all_that_is_learnt_about() -> None:
    assert "Everybody sees the same profile" in said(shipped("one-profile"))
