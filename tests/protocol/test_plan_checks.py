"""Each finding about a plan, provoked by one small change of one that has none."""

from typing import Any

import pytest

from surveys.protocol import Document, Severity, checks, read
from surveys.protocol.checks import obstacles
from surveys.protocol.operations import apply
from surveys.protocol.plan_checks import asked_of, display_of, smallest_share
from tests.protocol.test_checks import asks, changed, found, insert, move, put, remove, text

WARNING = Severity.WARNING
FIRST = "plan.confirmatory.0"
LAST = "plan.confirmatory.3"
ANXIETY = {"name": "more", "outcome": "anxiety", "contrast": "visibility", "model": "adjusted"}
FOLLOW = {"name": "more", "outcome": "follow", "contrast": "level", "model": "participants"}
PETS = {
    "kind": "choices",
    "code": "pets",
    "text": "Pets?",
    "options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}],
}
ALWAYS_SHOWN = [put("cue.visibility", "shown"), remove("factors.visibility")]
ONE_SCORE = [put("cue.value", 65), remove("factors.level")]
BETWEEN_LEVELS = [put("factors.level.varies", "between")]
TURNED = [put("factors.level.varies", "between"), put("factors.visibility.varies", "within")]
ANYTIME = [put("plan.stopping", {"kind": "anytime_valid"})]
STEP = [put("plan.threshold", None), put("plan.turning", None)]


def rule(**fields: Any) -> dict[str, Any]:
    return insert("plan.exclusions", {"name": "rule", **fields})


def compares(**fields: Any) -> list[dict[str, Any]]:
    return [put(f"{FIRST}.{name}", value) for name, value in fields.items()]


PROVOKED: list[tuple[list[dict[str, Any]], str, str]] = [
    # what is compared
    (compares(outcome="charm"), f"{FIRST}.outcome", "'charm' is not among the study's outcomes (competence,"),
    ([remove("outcomes.anxiety")], f"{LAST}.outcome", "'anxiety' is not among"),
    (ALWAYS_SHOWN, f"{LAST}.contrast", "no two groups with the score shown and hidden"),
    ([*ALWAYS_SHOWN, *compares(contrast="at", levels=[20])], f"{FIRST}.contrast", "no two groups"),
    ([put("cue", None)], f"{LAST}.contrast", "no two groups"),
    ([put("cue", None)], f"{FIRST}.contrast", "No group is shown the score"),
    ([put("cue.visibility", "hidden")], f"{FIRST}.contrast", "No group is shown the score throughout"),
    (TURNED, f"{FIRST}.contrast", "No group is shown the score throughout"),
    (TURNED, f"{LAST}.contrast", "no two groups"),
    (ONE_SCORE, f"{FIRST}.contrast", "No participant meets several levels"),
    ([*ONE_SCORE, *compares(contrast="step", levels=[62, 67])], f"{FIRST}.contrast", "No participant meets"),
    (BETWEEN_LEVELS, f"{FIRST}.contrast", "vary it within participants"),
    ([put(f"{LAST}.contrast", "level")], f"{LAST}.contrast", "taken once, after all levels were met"),
    ([put(f"{LAST}.contrast", "at"), put(f"{LAST}.levels", [20])], f"{LAST}.contrast", "taken once"),
    # levels
    (compares(levels=[20]), f"{FIRST}.levels", "names no level of its own"),
    ([put(f"{LAST}.levels", [20])], f"{LAST}.levels", "names no level of its own"),
    (compares(contrast="at"), f"{FIRST}.levels", "Name one level"),
    (compares(contrast="at", levels=[62, 67]), f"{FIRST}.levels", "Name one level"),
    (compares(contrast="at", levels=[65]), f"{FIRST}.levels", "65 is not among the displayed levels (20, 42"),
    (compares(contrast="step"), f"{FIRST}.levels", "Name two levels"),
    (compares(contrast="step", levels=[62]), f"{FIRST}.levels", "Name two levels"),
    (compares(contrast="step", levels=[62, 66]), f"{FIRST}.levels", "66 is not among"),
    (compares(contrast="step", levels=[62, 85]), f"{FIRST}.levels", "follow each other"),
    (compares(contrast="step", levels=[67, 62]), f"{FIRST}.levels", "the lower one first"),
    (compares(contrast="step", levels=[62, 62]), f"{FIRST}.levels", "follow each other"),
    (
        [insert("outcomes", {"kind": "in_view", "name": "v"}), *compares(outcome="v", contrast="visibility")],
        f"{FIRST}.contrast",
        "it is never in view: compare levels",
    ),
    ([put("plan.threshold", [42, 67])], "plan.threshold", "between neighbouring levels"),
    ([put("plan.threshold", [67, 62])], "plan.threshold", "the lower one first (20, 42, 62, 67, 85)"),
    ([put("plan.turning", 20)], "plan.turning", "neither the lowest nor the highest"),
    ([put("plan.turning", 85)], "plan.turning", "neither the lowest nor the highest"),
    ([put("plan.turning", 65)], "plan.turning", "neither the lowest nor the highest"),
    (ONE_SCORE, "plan.threshold", "(65)"),
    ([put("cue", None)], "plan.turning", "(none)"),
    # models
    (compares(model="adjusted"), f"{FIRST}.model", "for outcomes that are taken once"),
    ([put(f"{LAST}.model", "mixed")], f"{LAST}.model", "choose the adjusted difference"),
    (ANYTIME, f"{FIRST}.model", "variation between profiles does not shrink"),
    # what must not stand twice, and effects worth having
    ([insert("plan.confirmatory", {**ANXIETY, "name": "level_message"})], "plan.confirmatory", "twice"),
    ([insert("plan.confirmatory", ANXIETY)], "plan.confirmatory.4", "The same is compared twice"),
    (
        [insert("plan.confirmatory", {**ANXIETY, "model": "participants"})],
        "plan.confirmatory.4",
        "The same is compared twice",
    ),
    (compares(smallest=0), f"{FIRST}.smallest", "lies above 0"),
    (compares(smallest=-0.3), f"{FIRST}.smallest", "lies above 0"),
    ([put("plan.correction", "none")], "plan.correction", "Several outcomes are tested"),
    # who is left out
    (
        [rule(code="noticed", among=["no"])],
        "plan.exclusions.0.code",
        "'noticed' is asked after random assignment",
    ),
    (
        [rule(code="follow", among=["no"])],
        "plan.exclusions.0.code",
        "'follow' is asked after random assignment",
    ),
    (
        [move("pages.lot", 3), rule(code="age", among=[18])],
        "plan.exclusions.0.code",
        "after random assignment",
    ),
    ([rule(code="shoe_size", among=[9])], "plan.exclusions.0.code", "No page asks 'shoe_size'"),
    ([rule(code="age", among=[18, 17])], "plan.exclusions.0.among", "Nobody can answer 17 to 'age'"),
    ([rule(code="gender", among=["Man"])], "plan.exclusions.0.among", "Nobody can answer 'Man'"),
    ([rule(missed=2)], "plan.exclusions.0.missed", "1 attention checks can be missed"),
    ([rule(missed=1), remove("pages.reading")], "plan.exclusions.0.missed", "No attention checks can be"),
    ([rule(missed=1), put("pages.reading.on_miss", "end")], "plan.exclusions.0.missed", "people who stay"),
    ([rule(missed=1), rule(code="age", among=[99])], "plan.exclusions", "'rule' stands here twice"),
    # balance
    (
        [put("plan.covariates", ["recalled"])],
        "plan.covariates.0",
        "'recalled' is measured after random assignment",
    ),
    (
        [put("plan.covariates", ["age", "anxiety_after"])],
        "plan.covariates.1",
        "is measured after random assignment",
    ),
    ([put("plan.covariates", ["height"])], "plan.covariates.0", "'height' is no question or scale"),
    ([put("plan.covariates", ["age", "age"])], "plan.covariates", "'age' stands here twice"),
    (
        [insert("pages", asks(text("town")), 4), put("plan.covariates", ["town"])],
        "plan.covariates.0",
        "no number and no single choice",
    ),
    (
        [insert("pages", asks(PETS), 4), put("plan.covariates", ["pets"])],
        "plan.covariates.0",
        "no number and no single choice",
    ),
]


@pytest.mark.parametrize(
    ("operations", "path", "words"),
    PROVOKED,
    ids=[f"{i}-{path}-{words}" for i, (_, path, words) in enumerate(PROVOKED)],
)
def test_one_change_of_the_plan_brings_one_finding_about(
    flagship: Document, operations: list[dict[str, Any]], path: str, words: str
) -> None:
    findings = found(changed(flagship, operations))
    assert any(at == path and words in message for at, message in findings), findings


@pytest.mark.parametrize(
    "operations",
    [
        compares(contrast="visibility"),
        compares(contrast="at", levels=[20]),
        compares(contrast="step", levels=[62, 67]),
        compares(model="participants"),
        [insert("outcomes", {"kind": "in_view", "name": "v"}), *compares(outcome="v", smallest=None)],
        [put("plan.recalled", None)],
        compares(smallest=None),
        [put(f"{LAST}.model", "participants")],
        [put("plan.threshold", [20, 42]), put("plan.turning", 67)],
        [put("plan.covariates", ["attention", "before_awake", "anxiety_before"])],
        [rule(missed=1)],
        [rule(code="age", among=[18, 110])],
        [rule(code="gad1", among=[3])],
        [rule(code="attention", among=[1, 5])],
        [*ANYTIME, *(put(f"plan.confirmatory.{i}.model", "participants") for i in range(3))],
        [put("plan.stopping", {"kind": "group_sequential", "looks": [0.5, 1.0]})],
        [insert("plan.confirmatory", FOLLOW)],
        [put("factors.level.levels", [85, 20, 67, 62, 42]), *compares(contrast="step", levels=[62, 67])],
        [*BETWEEN_LEVELS, put("pages.person.count", 1), *STEP, put("plan.confirmatory", [ANXIETY])],
    ],
)
def test_what_the_design_gives_may_be_named(flagship: Document, operations: list[dict[str, Any]]) -> None:
    assert found(changed(flagship, operations)) == []


# --- warnings


def warned(document: Document, operations: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [f for f in found(changed(document, operations), WARNING) if f[0].startswith("plan")]


def test_the_flagships_plan_has_no_warning(flagship: Document) -> None:
    assert warned(flagship, []) == []


def test_a_plan_that_names_nothing_is_told_what_follows(flagship: Document) -> None:
    told = [("plan.confirmatory", "Nothing is named beforehand, so every result will be exploratory.")]
    assert warned(flagship, [put("plan.confirmatory", [])]) == told
    assert not found(changed(flagship, [put("plan.confirmatory", [])]))


def test_no_correction_is_a_warning_within_an_outcome_and_no_matter_of_one_comparison(
    flagship: Document,
) -> None:
    uncorrected = put("plan.correction", "none")
    at = {"name": "low", "outcome": "competence", "contrast": "at", "levels": [20]}
    one = put("plan.confirmatory", [at])
    two = put("plan.confirmatory", [at, {**at, "name": "high", "levels": [85]}])
    [(path, message)] = warned(flagship, [uncorrected, two])
    assert (path, "Holm" in message) == ("plan.correction", True)
    assert not found(changed(flagship, [uncorrected, two]))
    assert warned(flagship, [uncorrected, one]) == []
    assert warned(flagship, [two]) == []


@pytest.mark.parametrize(
    ("planned", "weights", "told"),
    [(40, [], False), (39, [], True), (60, [2, 1], False), (59, [2, 1], True), (1, [], True)],
)
def test_a_group_of_fewer_than_twenty_is_a_warning(
    flagship: Document, planned: int, weights: list[int], told: bool
) -> None:
    operations = [put("plan.planned", planned), put("factors.visibility.weights", weights)]
    assert bool(warned(flagship, operations)) is told


# --- what they are worked out from


def test_the_smallest_group_is_counted_by_its_weights(flagship: Document) -> None:
    assert smallest_share(flagship) == 0.5
    weights = [
        put("factors.visibility.weights", [3, 1]),
        insert("factors", {"name": "tone", "levels": ["a", "b", "c"], "varies": "between"}),
    ]
    assert smallest_share(changed(flagship, weights)) == pytest.approx(1 / 12)
    assert smallest_share(changed(flagship, [put("factors", [])])) == 1


def test_levels_are_compared_in_their_order_not_in_the_order_written(flagship: Document) -> None:
    display = display_of(changed(flagship, [put("factors.level.levels", [85, 20, "x", 62])]))
    assert display.levels == (20, 62, 85)
    assert (display.within, display.shows, display.hides) == (True, True, True)
    assert not display_of(changed(flagship, [put("cue", None)])).levels


def test_what_was_asked_is_parted_by_the_lot(flagship: Document) -> None:
    asked = asked_of(flagship)
    assert {"age", "gad1", "attention"} <= set(asked.before)
    assert asked.scales_before == {"anxiety_before", "gad2_total"}
    assert {"noticed", "follow", "competence", "anxiety_after"} <= asked.after
    assert not set(asked.before) & asked.after
    no_lot = asked_of(changed(flagship, [remove("pages.lot")]))
    assert (no_lot.after, "noticed" in no_lot.before) == (frozenset(), True)


def test_what_cannot_be_computed_keeps_a_draft_from_being_rehearsed(flagship: Document) -> None:
    assert obstacles(flagship) == ()
    [found] = obstacles(changed(flagship, compares(outcome="charm")))
    assert found.path == f"{FIRST}.outcome"
    assert obstacles(changed(flagship, [put("plan.correction", "none")])) == ()


def test_a_plan_is_not_looked_at_where_a_page_cannot_be_made(flagship: Document) -> None:
    """An instrument that is not there has no items: what the plan names could not be told."""
    broken = read(apply(flagship.model_dump(mode="json", by_alias=True), [put("instruments", [])]))
    assert not [f for f in checks(broken) if f.path.startswith("plan")]
