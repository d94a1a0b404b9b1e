"""What one participant is shown of a score: its words, its form, its course, and nothing before its time."""

from typing import Any

import pytest

from scoring.influence.norms import norms
from surveys.cues import Cover, Cue, Display, Level, cover, display
from tests.cues.looks import KRED, STARS, account, cue


def seen(written: Cue, **levels: Level) -> Display:
    found = display(written, levels)
    assert found is not None
    return found


def test_a_kred_like_score_is_written_as_two_numbers() -> None:
    assert seen(cue(**KRED)).text == "719 over 5"


def test_a_kred_like_score_may_stand_without_its_second_number() -> None:
    assert seen(cue(**{**KRED, "outreach": None})).text == "719"


def test_the_second_number_goes_with_the_first() -> None:
    levels = {"factor": "level", "values": {"300": 3, "880": 9}}
    written = cue(**{**KRED, "value": {"factor": "level"}, "outreach": levels})
    assert [seen(written, level=level).text for level in (300, 880)] == ["300 over 3", "880 over 9"]


def test_a_large_score_is_written_in_full() -> None:
    assert seen(cue(value=1234567, high=10_000_000)).text == "1234567"


@pytest.mark.parametrize(("system", "ends"), [("klout_like", (1, 100)), ("kred_like", (1, 1000))])
def test_a_known_system_has_its_own_range(system: str, ends: tuple[int, int]) -> None:
    found = seen(cue(system=system, value=7, low=-5, high=9))
    assert (found.low, found.high) == ends


@pytest.mark.parametrize(
    ("value", "low", "high", "filled"), [(1, 1, 100, "0.0"), (100, 1, 100, "100.0"), (3, 1, 5, "50.0")]
)
def test_a_bar_is_filled_as_far_as_the_score_lies_in_its_range(
    value: int, low: int, high: int, filled: str
) -> None:
    assert seen(cue(value=value, low=low, high=high, form="bar")).filled == filled


@pytest.mark.parametrize(
    ("value", "high", "stars", "starred"), [(4, 5, 4, "80.0"), (9, 10, 4.5, "90.0"), (0, 10, 0, "0.0")]
)
def test_stars_are_counted_of_five(value: int, high: int, stars: float, starred: str) -> None:
    found = seen(cue(value=value, low=0, high=high, form="stars"))
    assert (found.stars, found.starred) == (stars, starred)


@pytest.mark.parametrize(("score", "percent"), [(42, 50), (65, 98), (100, 99), (1, 0)])
def test_a_percentile_is_that_of_the_real_accounts(score: int, percent: int) -> None:
    found = seen(cue(system="klout_like", value=score, form="percentile"))
    assert found.below is not None and abs(found.below - percent) <= 1


def test_a_percentile_of_influence_is_that_of_influence() -> None:
    found = seen(cue(**{**KRED, "form": "percentile"}))
    assert found.below == round(100 * float(norms().influence.share_below(719)))


@pytest.mark.parametrize("form", ["number", "bar", "badge", "stars"])
def test_a_percentile_goes_nowhere_where_it_is_not_the_form(form: str) -> None:
    assert seen(cue(system="klout_like", value=42, form=form)).below is None


def test_form_colour_trend_and_words_may_each_be_decided_by_a_factor() -> None:
    written = cue(
        value=42,
        form={"factor": "a", "values": {"x": "bar", "y": "badge"}},
        colour={"factor": "a", "values": {"x": "cool", "y": "plain"}},
        trend={"factor": "b"},
        label={"factor": "a", "texts": {"x": "Reach", "y": "Score"}},
        explanation={"factor": "b", "texts": {"rising": "It counts."}},
    )
    one, other = seen(written, a="x", b="rising"), seen(written, a="y", b="none")
    assert (one.form, one.colour, one.trend) == ("bar", "cool", "rising")
    assert (other.form, other.colour, other.trend) == ("badge", "plain", "none")
    assert (one.label, other.label) == ({"en": "Reach"}, {"en": "Score"})
    assert (one.explanation, other.explanation) == ({"en": "It counts."}, {})
    assert written.factors() == ("a", "b")


def test_two_displays_that_differ_in_anything_have_two_keys() -> None:
    changes: list[dict[str, Any]] = [
        {},
        {"value": 43},
        {"label": "Other"},
        {"legend": "Other"},
        {"explanation": "Other"},
        {"form": "bar"},
        {"colour": "cool"},
        {"trend": "rising"},
        {"visibility": "delay"},
        {"visibility": "delay", "delay": 9},
    ]
    keys = [seen(cue(**{"value": 42, **change})).key for change in changes]
    assert len(set(keys)) == len(keys)


def test_a_line_without_a_past_goes_nowhere() -> None:
    course = seen(cue(value=42, trend="sparkline")).course
    assert course[-1] == 42 and abs(sum(course) / len(course) - 42) < 0.01


def test_only_a_line_has_a_course() -> None:
    assert seen(cue(value=42, trend="rising")).course == ()


def test_a_line_runs_within_its_box_and_ends_at_its_right() -> None:
    points = [point.split(",") for point in seen(cue(value=42, trend="sparkline")).line.split()]
    assert [points[0][0], points[-1][0]] == ["0.0", "60.0"]
    assert all(0 <= float(y) <= 14 for _x, y in points)


def test_a_small_change_is_no_mountain() -> None:
    written = cue(system="klout_like", value={"rule": "account"}, trend="sparkline")
    found = display(written, {}, account(klout_like=([60.0, 61.0], None)))
    assert found is not None
    first, last = (float(point.split(",")[1]) for point in found.line.split())
    assert 0 < first - last < 2


def test_a_line_that_has_one_point_is_drawn() -> None:
    written = cue(system="klout_like", value={"rule": "account"}, trend="sparkline")
    found = display(written, {}, account(klout_like=([60.0], None)))
    assert found is not None and found.line == "0.0,7.0"


# --- when it is seen


def test_on_request_there_is_a_cover_and_no_score_until_it_is_asked_for() -> None:
    written = cue(value=42, label="Score", visibility="request")
    assert display(written, {}) is None
    assert cover(written, {}) == Cover({"en": "Score"})
    assert display(written, {}, revealed=True) is not None
    assert cover(written, {}, revealed=True) is None


def test_a_cover_knows_no_score() -> None:
    covers = {
        cover(cue(value=value, label="Score", visibility="request"), {}).key  # type: ignore[union-attr]
        for value in (7, 42)
    }
    assert len(covers) == 1


@pytest.mark.parametrize("visibility", ["shown", "hidden", "delay"])
def test_nothing_else_has_a_cover(visibility: str) -> None:
    assert cover(cue(value=42, label="Score", visibility=visibility), {}) is None


@pytest.mark.parametrize(("delay", "waits"), [(3, "later t0 o3"), (27, "later t2 o7"), (60, "later t6 o0")])
def test_a_delay_is_said_to_the_style_sheet(delay: int, waits: str) -> None:
    assert seen(cue(value=42, visibility="delay", delay=delay)).waits == waits


def test_behind_the_profile_nothing_is_waited_for() -> None:
    found = display(cue(value=42, visibility="delay", delay=5), {}, later=True)
    assert found is not None and found.waits == ""


def test_asking_uncovers_nothing_that_is_hidden() -> None:
    assert display(cue(value=42, visibility="hidden"), {}, revealed=True) is None


# --- what pages keep free


@pytest.mark.parametrize(
    ("written", "room"),
    [
        ({"value": 42}, ""),
        ({"value": 42, "explanation": "It counts."}, "roomy"),
        ({"value": 42, "explanation": {"factor": "a", "texts": {"x": "It counts."}}}, "roomy"),
        (STARS, "wide"),
        ({"value": 42, "form": {"factor": "a", "values": {"x": "bar"}}}, "wide"),
        (KRED, "broad"),
        ({**KRED, "form": "bar", "explanation": "It counts."}, "broad wide roomy"),
    ],
)
def test_room_follows_from_the_study_and_not_from_the_group(written: dict[str, Any], room: str) -> None:
    assert cue(**written).room == room
