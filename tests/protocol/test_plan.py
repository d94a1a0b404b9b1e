"""What a plan may be written as, and what every study of before it is read with."""

import json
from typing import Any

import pytest

from surveys import library
from surveys.protocol import Document, Unreadable, canonical, from_yaml, read, to_yaml
from surveys.protocol.plan import AnytimeValid, Comparison, Exclusion, FixedN, GroupSequential, Plan

NAMED = {"name": "one", "outcome": "warmth"}


def plan(**fields: Any) -> Plan:
    return read({"address": "a", "plan": fields}).plan


def refused(**fields: Any) -> str:
    with pytest.raises(Unreadable) as caught:
        plan(**fields)
    return str(caught.value)


def test_a_study_of_before_has_a_plan_that_names_nothing(small: dict[str, Any]) -> None:
    found = read(small).plan
    assert (found.alpha, found.correction, found.confirmatory) == (0.05, "holm", ())
    assert (found.stopping, found.exclusions, found.covariates) == (FixedN(), (), ())
    assert (found.threshold, found.turning) == (None, None)


def test_a_comparison_is_by_itself_a_slope_in_the_mixed_model() -> None:
    [found] = plan(confirmatory=[NAMED]).confirmatory
    assert found == Comparison(
        name="one", outcome="warmth", contrast="level", levels=(), model="mixed", smallest=None
    )


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ({"kind": "fixed"}, FixedN()),
        ({"kind": "group_sequential", "looks": [0.5, 1]}, GroupSequential(looks=(0.5, 1.0))),
        ({"kind": "anytime_valid"}, AnytimeValid()),
    ],
)
def test_one_way_of_stopping_is_told_by_its_kind(written: dict[str, Any], kind: Any) -> None:
    assert plan(stopping=written).stopping == kind


@pytest.mark.parametrize(
    "looks", [[1.0], [0.5, 0.9], [0.0, 1.0], [-0.5, 1.0], [0.5, 0.5, 1.0], [0.9, 0.5, 1.0], [1.0, 2.0]]
)
def test_looks_rise_to_the_whole_planned_number(looks: list[float]) -> None:
    told = refused(stopping={"kind": "group_sequential", "looks": looks})
    assert "looks rise" in told or "At least 2" in told


def test_there_are_at_most_five_looks() -> None:
    assert "At most 5" in refused(
        stopping={"kind": "group_sequential", "looks": [0.1, 0.2, 0.3, 0.4, 0.5, 1.0]}
    )


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"alpha": 0}, "plan.alpha"),
        ({"alpha": 0.21}, "plan.alpha"),
        ({"correction": "bonferroni"}, "'holm' or 'none'"),
        ({"stopping": {"kind": "when_significant"}}, "Unknown kind when_significant"),
        ({"stopping": {"looks": [0.5, 1.0]}}, "add 'kind:'"),
        ({"confirmatory": [{**NAMED, "name": f"n{i}"} for i in range(6)]}, "At most 5"),
        (
            {"confirmatory": [{**NAMED, "contrast": "mean"}]},
            "'level', 'visibility', 'at', 'step' or 'groups'",
        ),
        ({"confirmatory": [{**NAMED, "model": "anova"}]}, "'mixed', 'participants', 'adjusted' or 'own'"),
        ({"confirmatory": [{**NAMED, "levels": [1, 2, 3]}]}, "At most 2"),
        ({"confirmatory": [{"outcome": "warmth"}]}, "This field is missing"),
        ({"exclusions": [{"name": f"n{i}", "missed": 1} for i in range(11)]}, "At most 10"),
        ({"exclusions": [{"name": "n", "missed": 0}]}, "plan.exclusions.0.missed"),
        ({"exclusions": [{"name": "n"}]}, "give one of them"),
        ({"exclusions": [{"name": "n", "missed": 1, "code": "age", "among": [17]}]}, "give one of them"),
        ({"exclusions": [{"name": "n", "code": "age"}]}, "names the question and the answers"),
        ({"exclusions": [{"name": "n", "missed": 1, "among": [17]}]}, "names the question and the answers"),
        ({"threshold": [62]}, "plan.threshold"),
        ({"threshold": [62, 67, 85]}, "plan.threshold"),
        ({"covariates": [f"c{i}" for i in range(21)]}, "At most 20"),
        ({"hypothesis": "more"}, "There is no such field"),
    ],
)
def test_what_no_plan_can_be_is_told_with_its_place(fields: dict[str, Any], told: str) -> None:
    assert told in refused(**fields)


FULL: dict[str, Any] = {
    "planned": 60,
    "alpha": 0.1,
    "correction": "none",
    "confirmatory": [{**NAMED, "contrast": "step", "levels": [20, 50], "model": "participants"}],
    "stopping": {"kind": "group_sequential", "looks": [0.25, 0.5, 1.0]},
    "exclusions": [
        {"name": "asleep", "label": {"en": "Asleep"}, "missed": 1},
        {"name": "offline", "code": "online", "among": ["no"]},
    ],
    "threshold": [20, 50],
    "turning": 50,
    "covariates": ["age", "mood_before"],
}


def test_a_whole_plan_survives_both_notations(small: dict[str, Any]) -> None:
    document = read({**small, "plan": FULL})
    assert from_yaml(to_yaml(document)) == document
    assert read(json.loads(canonical(document))) == document
    assert document.plan.exclusions[1] == Exclusion(name="offline", code="online", among=("no",))


def test_the_flagship_names_its_four_comparisons() -> None:
    document: Document = read(library.studies("first-impressions"))
    named = [(c.outcome, c.contrast, c.model, c.smallest) for c in document.plan.confirmatory]
    assert named == [
        ("competence", "level", "mixed", 0.046),
        ("trustworthiness", "level", "mixed", 0.046),
        ("message_credibility", "level", "mixed", 0.046),
        ("anxiety", "visibility", "adjusted", 5),
    ]
    assert (document.plan.planned, document.plan.stopping) == (1020, FixedN())
    assert (document.plan.threshold, document.plan.turning) == ((62, 67), 62)
