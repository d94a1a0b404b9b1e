"""Comparisons of groups in a plan: who is compared, what cannot be, and in which words."""

import json
from typing import Any

import pytest

from surveys.protocol import Compiled, Unreadable, canonical, checks, compiled, read
from surveys.protocol.plan_names import compared
from surveys.protocol.planned import plan_text
from surveys.protocol.sides import Sides, arms_in, chosen, sides_of, within
from surveys.protocol.sides_told import is_within, told
from surveys.protocol.wording import differ_in_words_only
from tests.analysis import four, make

FIRST = "plan.confirmatory.0"
DIP = {"course": ["dip_65", "dip_64"]}
FLAT = {"course": ["flat"]}
TWO = [
    {"name": "course", "levels": ["flat", "dip"], "varies": "between"},
    {"name": "tier", "label": "Tier", "levels": ["yes", "no"], "varies": "between"},
    {"name": "level", "label": "Level", "levels": [20, 50, 80, 90, 95], "varies": "within"},
]


def compares(**fields: Any) -> Compiled:
    given = {"name": "one", "outcome": "day4", "contrast": "groups", "of": DIP, "against": FLAT, **fields}
    return Compiled(read(make.document(**four.changes(confirmatory=[given]))), "")


def found(**fields: Any) -> dict[str, str]:
    return {f.path: f.message for f in checks(compares(**fields).document) if f.path.startswith("plan.conf")}


def words(protocol: Compiled, title: str) -> str:
    return " ".join(next(one.sentences for one in plan_text(protocol) if one.title == title))


# --- documents


def test_a_state_has_none_one_or_several_values_before() -> None:
    outcomes = read(make.document(**four.changes())).outcomes
    assert [getattr(o, "before", None) for o in outcomes[:2]] == [("before",), ("before", "third")]
    data = make.document(**four.changes())
    data["outcomes"] = [{"kind": "state", "name": "day3", "scale": "third"}]
    assert '"before":null' in canonical(read(data))
    assert '"before":"before"' in canonical(read(make.document(**four.changes())))


@pytest.mark.parametrize(
    ("outcome", "why"),
    [
        ({"kind": "happened"}, "give one of them"),
        ({"kind": "happened", "acts": ["break"], "question": "leave", "value": "yes"}, "give one of them"),
        ({"kind": "happened", "question": "leave"}, "names the question and the answer"),
        ({"kind": "count", "acts": []}, "acts"),
        ({"kind": "count", "acts": ["sleep"]}, "acts"),
        ({"kind": "stayed"}, "missing"),
    ],
)
def test_an_outcome_says_one_thing(outcome: dict[str, Any], why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(make.document(**{**four.changes(), "outcomes": [{"name": "x", **outcome}]}))


def test_groups_need_no_model_and_are_read_again_as_they_were() -> None:
    protocol = compares()
    named = protocol.document.plan.confirmatory[0]
    assert named.model == "own" and read(make.document(**four.changes())).plan.safety is None
    assert read(json.loads(canonical(protocol.document))) == protocol.document


def test_other_groups_are_another_study_other_words_are_not() -> None:
    one = compares().document
    assert differ_in_words_only(one, compares(called="those whose score fell").document)
    assert not differ_in_words_only(one, compares(against={"course": ["none"]}).document)


# --- who is compared


def test_arms_have_one_of_the_levels_of_each_factor() -> None:
    document = read(make.document(**{**four.changes(), "factors": TWO}))
    assert arms_in(document, chosen({"course": ["dip"]})) == (2, 3)
    assert arms_in(document, chosen({"course": ["dip"], "tier": ["no"]})) == (3,)
    assert arms_in(document, chosen({"course": ["flat", "dip"]})) == (0, 1, 2, 3)
    assert arms_in(document, chosen({"level": [20]})) == (0, 1, 2, 3)
    assert within(document, chosen({"level": [20, 50]})) == (20, 50)
    assert within(document, chosen({"tier": ["no"]})) == ()


def test_sides_are_kept_as_json_and_told_apart() -> None:
    sides = sides_of(compares().document.plan.confirmatory[0])
    assert Sides.from_json(sides.to_json()) == sides
    assert sides.key == "course:dip_65+dip_64~course:flat"
    assert Sides(sides.against, sides.of) != sides


def test_people_are_called_by_the_plan_by_their_level_or_by_its_name() -> None:
    document = compares(called="those whose score fell").document
    assert told(document, sides_of(document.plan.confirmatory[0])) == (
        "those whose score fell", "those with Course flat",
    )  # fmt: skip
    other = Sides(chosen({"course": ["dip_64", "dip_65"]}), chosen({"course": ["none", "flat"]}))
    assert told(document, other) == (
        "those whose score fell to 64 or whose score fell to 65", "those with Course none or flat",
    )  # fmt: skip


def test_levels_within_people_are_what_they_met() -> None:
    document = read(make.document(**{**four.changes(), "factors": TWO}))
    sides = Sides(chosen({"level": [20]}), chosen({"level": [80, 90]}))
    assert is_within(document, sides) and told(document, sides) == ("Level 20", "Level 80 or 90")
    at = Sides(chosen({"tier": ["yes"], "level": [20]}), chosen({"tier": ["no"], "level": [20]}))
    assert not is_within(document, at)
    assert told(document, at) == ("those with Tier yes, at Level 20", "those with Tier no, at Level 20")


# --- what cannot be


def test_a_sound_comparison_of_groups_has_no_finding() -> None:
    assert found() == {} and found(model="adjusted") == {} and found(outcome="leave") == {}


@pytest.mark.parametrize(
    ("fields", "path", "why"),
    [
        ({"of": {}}, f"{FIRST}.of", "Say who is compared"),
        ({"of": {"mood": ["x"]}}, f"{FIRST}.of", "'mood' is not among the factors (course)"),
        ({"against": {"course": ["up"]}}, f"{FIRST}.against", "'up' is not a level of 'course' (none, flat,"),
        ({"against": {"course": []}}, f"{FIRST}.against", "at least one level"),
        ({"against": DIP}, FIRST, "compared with themselves"),
        ({"against": {"course": ["flat", "dip_64"]}}, FIRST, "on both sides"),
        ({"model": "mixed"}, f"{FIRST}.model", "in the way that fits the outcome"),
        ({"outcome": "leave", "model": "adjusted"}, f"{FIRST}.model", "in the way that fits"),
        ({"outcome": "moved", "smallest": 0.5}, f"{FIRST}.smallest", "compared by a ratio"),
        ({"contrast": "visibility", "model": "adjusted"}, f"{FIRST}.of", "names no groups of its own"),
        ({"outcome": "leave", "contrast": "visibility", "of": {}, "against": {}, "model": "mixed"},
         f"{FIRST}.contrast", "compared between groups"),
        ({"levels": [20]}, f"{FIRST}.levels", "names no level"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_told(fields: dict[str, Any], path: str, why: str) -> None:
    assert why in found(**fields)[path]


@pytest.mark.parametrize(("outcome", "refused"), [("moved", True), ("leave", False), ("day4", False)])
def test_only_means_of_one_number_a_person_can_be_looked_at_at_any_time(outcome: str, refused: bool) -> None:
    given = {"name": "one", "outcome": outcome, "contrast": "groups", "of": DIP, "against": FLAT}
    changes = four.changes(confirmatory=[given], stopping={"kind": "anytime_valid"})
    told_of = [f for f in checks(read(make.document(**changes))) if "at any time" in f.message]
    assert bool(told_of) is refused


@pytest.mark.parametrize(
    ("outcome", "path", "why"),
    [
        ({"kind": "count", "acts": ["filler"]}, "outcomes.4", "no days on which"),
        ({"kind": "happened", "acts": ["break"]}, "outcomes.4", "no days on which"),
        ({"kind": "stayed", "after": 6}, "outcomes.4", "no days to stay for"),
        ({"kind": "ordinal", "question": "mood"}, "outcomes.4.question", "No page asks 'mood' once"),
        ({"kind": "ordinal", "question": "leave"}, "outcomes.4.question", "have no order"),
        ({"kind": "happened", "question": "leave", "value": "may"}, "outcomes.4.value", "Nobody can answer"),
        ({"kind": "state", "scale": "third", "before": ["before", "gone"]}, "outcomes.4", "'gone' is not a"),
    ],
)
def test_outcomes_that_nothing_gives_are_told(outcome: dict[str, Any], path: str, why: str) -> None:
    changes = four.changes()
    changes["outcomes"] = [*changes["outcomes"], {"name": "new", **outcome}]
    told_of = {f.path: f.message for f in checks(read(make.document(**changes)))}
    assert why in told_of[path]


def test_a_rise_is_told_from_a_value_before() -> None:
    sound = read(make.document(**four.changes(safety={"outcome": "day3", "rise": 15, "first": 50})))
    assert not [f for f in checks(sound) if f.path == "plan.safety"]
    for outcome in ("leave", "gone"):
        document = read(make.document(**four.changes(safety={"outcome": outcome})))
        assert [f.message for f in checks(document) if f.path == "plan.safety"]


# --- in words


def test_the_plan_says_who_is_compared_and_how() -> None:
    protocol = compiled(read(make.document(**four.changes(confirmatory=list(four.NAMED)))))
    named = protocol.document.plan.confirmatory
    assert compared(protocol, named[1]) == (
        "Anxiety right after day 4 (0–100, once): those whose score fell against those "
        "whose score stayed, adjusted for the same scale as taken 2 times before"
    )
    models = words(protocol, "How it is estimated")
    assert models.startswith("Comparison 1: difference adjusted by a regression on the group, the value")
    assert "Comparisons 2, 3: difference adjusted by a regression on the group, each value from" in models


@pytest.mark.parametrize(
    ("outcome", "stopping", "said"),
    [
        ("leave", {"kind": "fixed"}, "Newcombe"),
        ("leave", {"kind": "group_sequential", "looks": [0.5, 1]}, "by its standard error, as looks need it"),
        ("moved", {"kind": "fixed"}, "proportional odds"),
    ],
)
def test_the_way_fits_the_outcome_and_the_looks(outcome: str, stopping: dict[str, Any], said: str) -> None:
    given = {"name": "one", "outcome": outcome, "contrast": "groups", "of": DIP, "against": FLAT}
    protocol = compiled(read(make.document(**four.changes(confirmatory=[given], stopping=stopping))))
    assert said in words(protocol, "How it is estimated")


def test_smallest_effects_of_ratios_are_so_many_times_as_much() -> None:
    protocol = compares(outcome="moved", smallest=1.5)
    assert "Comparison 1: 1.5 times as much." in words(protocol, "Smallest effects worth having")


def test_the_safety_rule_is_told_as_no_effect() -> None:
    protocol = compiled(read(make.document(**four.changes(safety={"outcome": "day3"}))))
    said = words(protocol, "Also described")
    assert "rises by more than 15 on average among the first 50" in said and "pauses itself" in said
