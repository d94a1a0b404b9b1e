"""How a score is displayed, and that a hidden one is not."""

from dataclasses import asdict
from typing import Any

import pytest
from pydantic import ValidationError

from surveys.cues import (
    Assigned,
    AssignedText,
    Cue,
    Display,
    Level,
    display,
    text_at,
    value_of,
    visibility_of,
)

LEVELS: dict[str, Level] = {"level": 42, "visibility": "shown"}
FREE: dict[str, Any] = {"label": {"en": "Score"}, "value": {"factor": "level"}}
ASSIGNED = {**FREE, "visibility": {"factor": "visibility"}}


def cue(**written: Any) -> Cue:
    return Cue.model_validate(written)


def test_an_assigned_value_is_the_factors_level() -> None:
    expected = Display(value=42, text="42", low=1, high=100, label={"en": "Score"}, legend={}, explanation={})
    assert display(cue(**FREE), {"level": 42}) == expected


def test_a_constant_value_depends_on_nothing() -> None:
    assert value_of(cue(value=7), {}) == 7
    assert cue(value=7).factors() == ()


@pytest.mark.parametrize("visibility", ["shown", "hidden", "request", "delay"])
def test_visibility_is_constant_or_the_factors_level(visibility: str) -> None:
    assert visibility_of(cue(**FREE, visibility=visibility), {"level": 42}) == visibility
    assert visibility_of(cue(**ASSIGNED), {"level": 42, "visibility": visibility}) == visibility


@pytest.mark.parametrize("level", [20, 42, 85])
def test_a_hidden_score_has_a_placebo_value_and_no_display(level: int) -> None:
    levels: dict[str, Level] = {"level": level, "visibility": "hidden"}
    assert value_of(cue(**ASSIGNED), levels) == level
    assert display(cue(**ASSIGNED), levels) is None


def test_a_display_holds_what_is_seen_and_nothing_of_the_design() -> None:
    shown = display(cue(**ASSIGNED), LEVELS)
    assert shown is not None
    assert not set(asdict(shown)) & {"system", "version", "factor", "visibility", "levels"}


def test_a_cue_names_the_factors_that_decide_it() -> None:
    assert cue(**ASSIGNED).factors() == ("level", "visibility")


@pytest.mark.parametrize(
    "written", [{}, {"value": "high"}, {"value": 1, "visibility": "faint"}, {"value": {"factor": "a b"}}]
)
def test_a_cue_written_wrongly_is_refused(written: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        cue(**written)


def test_a_factor_may_give_a_value_for_each_of_its_levels() -> None:
    display = {"factor": "display", "values": {"hidden": "hidden", "plain": "shown", "explained": "shown"}}
    told = cue(value=7, visibility=display)
    seen = [visibility_of(told, {"display": level}) for level in ("hidden", "plain", "explained")]
    assert seen == ["hidden", "shown", "shown"]


def test_a_level_without_a_value_of_its_own_stands_for_itself() -> None:
    part = Assigned(factor="level", values={"high": 85})
    assert [part.at({"level": level}) for level in ("high", 42)] == [85, 42]


def test_a_text_is_said_only_at_the_levels_that_name_it() -> None:
    part = AssignedText(factor="explained", texts={"yes": {"en": "It counts reactions."}})
    assert text_at(part, {"explained": "yes"}) == {"en": "It counts reactions."}
    assert text_at(part, {"explained": "no"}) == {}
    assert text_at({"en": "Always"}, {}) == {"en": "Always"}
