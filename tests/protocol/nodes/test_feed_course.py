"""A participant's own score: from the design, the draws, and what was done."""

from typing import Any

import pytest

from scoring.influence.own import Day
from scoring.influence.systems import SCORE_SYSTEMS
from surveys.protocol.nodes import Feed
from surveys.protocol.nodes.feed_course import (
    course_of,
    from_habits,
    history_of,
    score_on,
    seen,
    start_of,
    version_of,
)
from surveys.protocol.nodes.feed_parts import Habits
from surveys.questions import DECLINED, SKIPPED
from tests.protocol.own import FEED


def feed(**score: Any) -> Feed:
    return Feed.model_validate({**FEED, "score": {**FEED["score"], **score}}, context={"language": "en"})


def test_a_course_is_the_one_that_the_group_drew() -> None:
    task = feed()
    assert [course_of(task, {"course": code}).code for code in ("none", "dip_65")] == ["none", "dip_65"]
    assert course_of(feed(course=""), {}).changes == ()


@pytest.mark.parametrize(
    ("visibility", "course", "expected"),
    [
        ("shown", "flat_68", "shown"),
        ("shown", "none", "hidden"),
        ("request", "dip_64", "request"),
        ("request", "none", "hidden"),
        ("hidden", "dip_64", "hidden"),
        ({"factor": "eye"}, "flat_68", "request"),
    ],
)
def test_a_score_is_seen_where_it_exists_and_is_shown(visibility: Any, course: str, expected: str) -> None:
    assert seen(feed(visibility=visibility), {"course": course, "eye": "request"}) == expected


def test_a_start_is_the_courses_own_or_the_scores_or_the_groups() -> None:
    assert start_of(feed(), {"course": "dip_65"}, {}) == 69
    assert start_of(feed(), {"course": "dip_64"}, {}) == 68
    by_group = feed(start={"factor": "start"})
    assert start_of(by_group, {"course": "flat_68", "start": 72}, {}) == 72
    assert start_of(Feed.model_validate({**FEED, "score": None}, context={"language": "en"}), {}, {}) is None


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ({"a": 1, "b": 1}, 60),
        ({"a": 5, "b": 5}, 70),
        ({"a": 3, "b": 4}, 66),  # shares .5 and .75: 60 + 10 x .625, halves up
        ({"a": 5, "b": SKIPPED}, 70),
        ({"a": DECLINED, "b": 2}, 63),
        ({}, 65),
        ({"a": 9, "b": -3}, 65),  # beyond the ends counts as the ends
    ],
)
def test_a_start_from_habits_is_the_mean_of_what_was_answered(kept: dict[str, Any], expected: int) -> None:
    assert from_habits(Habits(codes=("a", "b"), least=1, most=5, low=60, high=70), kept) == expected


def test_a_course_changes_in_the_morning_of_its_day() -> None:
    task, levels = feed(), {"course": "dip_64"}
    assert [score_on(task, levels, day, start=68) for day in range(6)] == [68, 68, 68, 64, 64, 64]


def test_a_break_costs_what_it_costs_on_top() -> None:
    assert score_on(feed(), {"course": "dip_64"}, 4, start=68, lost=5) == 59


@pytest.mark.parametrize(("start", "lost", "expected"), [(68, 40, 57), (5, 0, 1), (99, -9, 100)])
def test_a_score_keeps_within_its_range_and_above_its_floor(start: int, lost: int, expected: int) -> None:
    assert score_on(feed(), {"course": "dip_64"}, 4, start=start, lost=lost) == expected


def test_a_score_follows_acts_only_where_the_study_says_so() -> None:
    busy = (Day(posts=6, replies=4), Day(posts=6))
    levels = {"course": "flat_68"}
    assert score_on(feed(), levels, 2, start=68, acts=busy) == 68
    assert score_on(feed(dynamics=7), levels, 2, start=68, acts=busy) > 68
    assert score_on(feed(dynamics=7), levels, 2, start=68, acts=(Day(), Day(), Day())) < 68


def test_the_days_before_round_to_the_start_so_that_no_threshold_was_crossed() -> None:
    for start in (12, 64, 65, 68):
        line = history_of(start)
        assert len(line) == 14 and line[-1] == start
        assert set(line) == {float(start)}


def test_the_version_is_that_of_the_system_named() -> None:
    assert version_of(feed(system="kred_like")) == SCORE_SYSTEMS["kred_like"].version
