"""Groups and what chance decides for one participation."""

from collections import Counter
from itertools import product
from typing import Any

import pytest

from surveys.cues import display
from surveys.protocol import Compiled, Document, Draws, Visit, compiled, read

LEVELS = [20, 42, 62, 67, 85]


def with_factors(small: dict[str, Any], *factors: dict[str, Any]) -> Compiled:
    return compiled(read({**small, "factors": [*factors, small["factors"][1]]}))


def test_a_group_a_level_with_its_weight(protocol: Compiled) -> None:
    assert protocol.weights == {"shown": 2, "hidden": 1}
    assert protocol.arms["hidden"].levels == {"visibility": "hidden"}


def test_without_weights_groups_are_equal(flagship: Document) -> None:
    assert compiled(flagship).weights == {"shown": 1, "hidden": 1}


def test_without_factors_between_there_is_one_group(small: dict[str, Any]) -> None:
    assert with_factors(small).weights == {"all": 1}


def test_groups_of_three_factors_are_all_their_combinations(small: dict[str, Any]) -> None:
    factors = [
        {"name": "a", "levels": ["x", "y"], "varies": "between", "weights": [1, 2]},
        {"name": "b", "levels": [1, 2, 3], "varies": "between"},
        {"name": "c", "levels": ["u", "v"], "varies": "between", "weights": [3, 5]},
    ]
    protocol = with_factors(small, *factors)
    expected = {
        f"{a}-{b}-{c}": (1 if a == "x" else 2) * (3 if c == "u" else 5)
        for a, b, c in product("xy", (1, 2, 3), "uv")
    }
    assert protocol.weights == expected
    assert protocol.arms["y-3-u"].levels == {"a": "y", "b": 3, "c": "u"}


def test_a_row_of_the_flagship_meets_five_people_once_at_each_level(flagship: Document) -> None:
    protocol = compiled(flagship)
    assert protocol.rows == 30
    for row in range(protocol.rows):
        visits = protocol.draws("shown", row).visits
        assert len({visit.profile for visit in visits}) == 5
        assert sorted(visit.levels["level"] for visit in visits) == LEVELS


def test_over_the_flagships_rows_everyone_is_met_at_every_level_once(flagship: Document) -> None:
    protocol = compiled(flagship)
    met = Counter(
        (visit.profile, visit.levels["level"])
        for row in range(protocol.rows)
        for visit in protocol.draws("shown", row).visits
    )
    assert set(met) == set(product((p.code for p in flagship.profiles), LEVELS))
    assert set(met.values()) == {1}


@pytest.mark.parametrize("row", [0, 3, 6])
def test_the_hidden_group_has_placebo_levels_and_no_display(protocol: Compiled, row: int) -> None:
    hidden, shown = protocol.draws("hidden", row), protocol.draws("shown", row)
    assert hidden.visits == shown.visits
    assert sorted(visit.levels["level"] for visit in hidden.visits) == [20, 50, 80]
    cue = protocol.document.cue
    assert cue is not None
    for visit in (1, 2, 3):
        assert display(cue, hidden.levels_at(visit)) is None
        seen = display(cue, shown.levels_at(visit))
        assert seen is not None and seen.value == shown.visits[visit - 1].levels["level"]


def test_levels_in_force_are_those_between_and_those_of_the_visit() -> None:
    draws = Draws(
        "hidden", {"visibility": "hidden"}, (Visit("p1", {"level": 20}), Visit("p2", {"level": 80}))
    )
    assert draws.levels_at(0) == {"visibility": "hidden"}
    assert draws.levels_at(2) == {"visibility": "hidden", "level": 80}


def test_draws_are_the_same_after_their_json(protocol: Compiled) -> None:
    draws = protocol.draws("shown", 5)
    assert Draws.from_json(draws.to_json()) == draws


def test_without_visits_there_is_one_row_and_nobody_to_meet(small: dict[str, Any]) -> None:
    small["pages"] = [page for page in small["pages"] if page["kind"] != "visits"]
    protocol = compiled(read(small))
    assert protocol.rows == 1
    assert protocol.draws("shown", 0) == Draws("shown", {"visibility": "shown"}, ())


def test_visits_without_a_factor_within_have_people_but_no_levels(small: dict[str, Any]) -> None:
    small["factors"].pop()
    small["cue"]["value"] = 40
    visits = compiled(read(small)).draws("shown", 0).visits
    assert len({visit.profile for visit in visits}) == 3
    assert all(visit.levels == {} for visit in visits)
