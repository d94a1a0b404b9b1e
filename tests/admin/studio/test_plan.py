"""The analysis plan written by small forms: options, comparisons, rules, and what they come to in words."""

from typing import Any

import pytest
from django.test import Client

from surveys import drafts, library
from surveys.admin.studio.group_shapes import Levels, OfEach, Several
from surveys.admin.studio.mapping import shape as shape_of
from surveys.admin.studio.nodes import part
from surveys.admin.studio.places import comparison, edited
from surveys.admin.studio.plan import PLAN
from surveys.admin.studio.shapes import Sheet
from surveys.admin.studio.words import Label
from surveys.models import Study
from surveys.protocol import Document, read
from surveys.protocol.outcomes import State
from surveys.protocol.plan import AnytimeValid, Comparison, Each, FixedN, GroupSequential, Plan
from tests.admin.conftest import People, text, url
from tests.admin.studio.conftest import Save, add, node, now
from tests.admin.studio.test_forms import filled
from tests.admin.studio.test_history import change
from tests.admin.studio.test_moves import act
from tests.analysis import four, make
from tests.protocol.small import SMALL
from tests.protocol.test_plan import FULL

FIRST = "plan.confirmatory.level_competence"


def plan_of(study: Study) -> Plan:
    return now(study).plan


def refused(document: Document, **typed: Any) -> dict[str, str]:
    form = filled(document, PLAN(document), **typed)
    assert not form.is_valid()
    return {name: str(errors[0]) for name, errors in form.errors.items()}


# --- the page


def test_the_page_shows_what_is_named_and_says_it_in_words(study: Study, ada: Client) -> None:
    body = text(ada.get(url("design_plan", study)))
    assert "Perceived competence: slope per 10 points, where shown" in body
    assert "mixed model over participants and profiles; worth having from 0.046" in body
    assert "Anxiety after: shown against hidden" in body
    assert "y ~ V + D + H + (1 + D || participant) + (1 + V + D || profile)" in body
    assert "Nobody is left out." in body
    assert "{&quot;" not in body and "confirmatory:" not in body


def test_the_design_and_the_launch_page_lead_to_it(study: Study, ada: Client) -> None:
    for name in ("design", "study"):
        body = text(ada.get(url(name, study)))
        assert f'href="{url("design_plan", study)}' in body
        assert "Message credibility: slope per 10 points, where shown" in body
        assert "Once, when the study is closed" in body


def test_without_outcomes_one_is_asked_to_say_first_what_is_measured(people: People, ada: Client) -> None:
    bare = drafts.create(read({"address": "bare"}), by=people.ada)
    body = text(ada.get(url("design_plan", bare)))
    assert "Say first what is measured" in body
    assert "Add a comparison" not in body
    assert "Nothing is named beforehand, so every result will be exploratory." in body
    assert ada.get(add(bare, "plan.confirmatory", "")).status_code == 200


def test_a_plan_that_names_what_is_not_there_has_no_words_yet(study: Study, ada: Client) -> None:
    act(ada, study, "remove", "outcomes.anxiety")
    body = text(ada.get(url("design_plan", study)))
    assert "is not among the study&#x27;s outcomes" in body
    assert "It stands here once everything it names is there" in body
    assert "Analysis plan, comparison 4" in text(ada.get(url("study", study)))
    assert "anxiety: shown against hidden" in body


def test_a_published_plan_is_read_and_not_changed(live: Study, ada: Client) -> None:
    body = text(ada.get(url("design_plan", live)))
    assert "Copy it to change it" in body
    assert "The plan in words" in body
    for gone in (">Save<", "Add a comparison", "Add a rule", "Move up"):
        assert gone not in body
    assert ada.get(add(live, "plan.confirmatory", "")).status_code == 404
    ada.post(url("design_plan", live), {"revision": 1, "alpha": "0.2"})
    act(ada, live, "remove", FIRST)
    assert plan_of(live) == drafts.document(live).plan
    assert len(plan_of(live).confirmatory) == 4


# --- its options


def test_size_errors_and_levels_are_changed(study: Study, save: Save) -> None:
    response = save(
        url("design_plan", study),
        planned=600,
        alpha="0.1",
        correction="none",
        threshold="42, 62",
        turning="67",
        covariates=["age", "gad2_total"],
    )
    assert (response.status_code, response.headers["Location"]) == (302, url("design_plan", study))
    plan = plan_of(study)
    assert (plan.planned, plan.alpha, plan.correction) == (600, 0.1, "none")
    assert (plan.threshold, plan.turning, plan.covariates) == ((42, 62), 67, ("age", "gad2_total"))
    save(url("design_plan", study), threshold="", turning="", covariates=[])
    assert (plan_of(study).threshold, plan_of(study).turning, plan_of(study).covariates) == (None, None, ())
    assert len(plan_of(study).confirmatory) == 4


def test_a_way_of_stopping_is_chosen(study: Study, save: Save) -> None:
    address = url("design_plan", study)
    save(address, stopping="group_sequential", stopping__looks="33.3; 66 % 100")
    assert plan_of(study).stopping == GroupSequential(looks=(0.333, 0.66, 1.0))
    save(address, stopping__looks="33.3, 100")
    assert plan_of(study).stopping == GroupSequential(looks=(0.333, 1.0))
    save(address, stopping="anytime_valid")
    assert plan_of(study).stopping == AnytimeValid()
    save(address, stopping="fixed")
    assert plan_of(study).stopping == FixedN()


def test_looks_are_offered_so_that_choosing_them_is_enough(study: Study, save: Save) -> None:
    save(url("design_plan", study), stopping="group_sequential")
    assert plan_of(study).stopping == GroupSequential(looks=(0.5, 1.0))


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        ("half", "percentages, such as 50"),
        ("50, 90", "looks rise"),
        ("90, 50, 100", "looks rise"),
        ("100", "At least 2"),
        ("", "At least 2"),
        ("10, 20, 30, 40, 50, 100", "At most 5"),
    ],
)
def test_looks_that_cannot_be_are_told_at_their_box(looks: str, told: str) -> None:
    document = read(SMALL)
    assert told in refused(document, stopping="group_sequential", stopping__looks=looks)["stopping"]


def test_looks_keep_their_exact_shares_when_another_is_changed() -> None:
    third = {"kind": "group_sequential", "looks": [1 / 3, 2 / 3, 1.0]}
    document = read({**SMALL, "plan": {"stopping": third}})
    form = filled(document, PLAN(document), stopping__looks="33.3333, 80, 100")
    assert form.is_valid(), form.errors
    [operation] = form.operations()
    assert operation["value"]["looks"] == [1 / 3, 0.8, 1.0]


def test_only_neighbouring_levels_and_what_was_measured_before_are_offered(study: Study, ada: Client) -> None:
    form = ada.get(url("design_plan", study)).context["form"]
    assert [value for value, _ in form.fields["threshold"].choices] == [
        *("", "20, 42", "42, 62", "62, 67", "67, 85")
    ]
    assert [value for value, _ in form.fields["turning"].choices] == ["", "42", "62", "67"]
    offered = [value for value, _ in form.fields["covariates"].choices]
    assert {"age", "attention", "anxiety_before", "gad2_total"} <= set(offered)
    assert not {"noticed", "follow", "anxiety_after", "funnel", "gad1"} & set(offered)


def test_what_is_named_and_no_longer_there_is_not_lost_by_saving(study: Study, save: Save) -> None:
    save(node(study, "factors.level"), levels="20\n42\n85")
    save(url("design_plan", study), planned=500)
    assert (plan_of(study).threshold, plan_of(study).planned) == ((62, 67), 500)


# --- comparisons


def test_a_comparison_is_added_and_named_by_itself(study: Study, save: Save) -> None:
    response = save(add(study, "plan.confirmatory", ""), model="participants", smallest="0.01")
    assert (response.status_code, response.headers["Location"]) == (302, url("design_plan", study))
    assert plan_of(study).confirmatory[-1] == Comparison(
        name="level_follow", outcome="follow", contrast="level", model="participants", smallest=0.01
    )


def test_a_sixth_is_not_offered_and_refused(study: Study, save: Save, ada: Client) -> None:
    save(add(study, "plan.confirmatory", ""))
    assert "Add a comparison" not in text(ada.get(url("design_plan", study)))
    response = save(add(study, "plan.confirmatory", ""))
    assert response.status_code == 400
    assert "At most 5 fit here" in text(response)
    assert len(plan_of(study).confirmatory) == 5


def test_a_new_one_begins_as_suits_what_is_not_compared_yet(people: People, save: Save) -> None:
    small = drafts.create(read(SMALL), by=people.ada)
    for _ in range(4):
        assert save(add(small, "plan.confirmatory", "")).status_code == 302
    named = [(c.outcome, c.contrast, c.model) for c in plan_of(small).confirmatory]
    assert named == [
        ("warmth", "level", "mixed"),
        ("mood", "visibility", "adjusted"),
        ("follow", "level", "mixed"),
        ("time", "level", "mixed"),
    ]


def test_a_comparison_is_changed_and_what_does_not_fit_is_told_at_it(
    study: Study, save: Save, ada: Client
) -> None:
    assert save(node(study, FIRST), contrast="step", levels=["62", "67"], smallest="").status_code == 302
    first = plan_of(study).confirmatory[0]
    assert (first.contrast, first.levels, first.smallest) == ("step", (62, 67), None)
    assert "Perceived competence: step between two levels, both shown (62, 67)" in text(
        ada.get(url("design_plan", study))
    )
    save(node(study, FIRST), levels=["62", "85"])
    for address in (node(study, FIRST), url("design_plan", study), url("study", study)):
        assert "Name two levels that follow each other" in text(ada.get(address))
    assert f'href="{node(study, FIRST)}?next=' in text(ada.get(url("study", study)))


def test_comparisons_move_and_go(study: Study, ada: Client) -> None:
    body = act(ada, study, "down", FIRST)
    assert [c.outcome for c in plan_of(study).confirmatory][:2] == ["trustworthiness", "competence"]
    assert "Moved." in body and "The plan in words" in body
    body = act(ada, study, "remove", FIRST, 2)
    assert [c.outcome for c in plan_of(study).confirmatory] == [
        *("trustworthiness", "message_credibility", "anxiety")
    ]
    assert "Removed. Undo brings it back." in body and "The plan in words" in body


# --- rules


def test_a_rule_about_attention_checks_is_added_and_changed(study: Study, save: Save, ada: Client) -> None:
    offered = text(ada.get(url("design_add", study, path="plan.exclusions")))
    assert "?kind=missed" in offered and "?kind=answered" in offered
    save(add(study, "plan.exclusions", "kind=missed"), label="Asleep")
    [rule] = plan_of(study).exclusions
    assert (rule.name, rule.missed, rule.code) == ("asleep", 1, None)
    save(node(study, "plan.exclusions.asleep"), missed=2)
    assert plan_of(study).exclusions[0].missed == 2
    assert "1 attention checks can be missed" in text(ada.get(url("design_plan", study)))


def test_a_rule_about_answers_is_added_and_changed(study: Study, save: Save, ada: Client) -> None:
    save(add(study, "plan.exclusions", "kind=answered"), label="Never online", among=["social_days=0"])
    [rule] = plan_of(study).exclusions
    assert (rule.name, rule.code, rule.among, rule.missed) == ("never_online", "social_days", (0,), None)
    path = "plan.exclusions.never_online"
    save(node(study, path), among=["gender=another"], label="Another")
    [rule] = plan_of(study).exclusions
    assert (rule.name, rule.code, rule.among) == ("never_online", "gender", ("another",))
    assert "Another" in text(ada.get(url("design_plan", study)))


def test_a_rule_that_leaves_out_nobody_is_refused(study: Study, save: Save) -> None:
    response = save(add(study, "plan.exclusions", "kind=answered"), label="Nobody")
    assert response.status_code == 400
    assert "give one of them" in text(response)
    response = save(add(study, "plan.exclusions", "kind=answered"), among=["age=1"])
    assert response.status_code == 400
    both = ["gender=man", "social_days=0"]
    assert "of one question only" in text(save(add(study, "plan.exclusions", "kind=answered"), among=both))
    assert plan_of(study).exclusions == ()


def test_only_answers_from_before_the_lot_are_offered(study: Study, ada: Client) -> None:
    form = ada.get(add(study, "plan.exclusions", "kind=answered")).context["form"]
    codes = {value.partition("=")[0] for value, _ in form.fields["among"].choices}
    assert {"gender", "social_days", "attention"} <= codes
    assert not {"noticed", "follow"} & codes


def test_a_number_that_only_a_file_can_name_is_not_lost_by_saving() -> None:
    rule = {"name": "old", "code": "age", "among": [99, 100]}
    document = read({**SMALL, "plan": {**FULL, "exclusions": [rule]}})
    from_file = part(edited(document, "plan.exclusions.old"))
    form = filled(document, [from_file], label="Old")
    assert form.is_valid(), form.errors
    assert [o["path"].rpartition(".")[2] for o in form.operations()] == ["label"]
    fewer = filled(document, [from_file], among=["age=100"])
    assert fewer.is_valid(), fewer.errors
    assert [o["value"] for o in fewer.operations()] == [[100]]


# --- history


@pytest.mark.parametrize(
    ("operation", "sentence"),
    [
        (change("plan.alpha", 0.1), "Changed “Alpha”: 0.05 → 0.1"),
        (change("plan.correction", "none"), "Changed “Correction for several comparisons”: holm → none"),
        (change("plan.stopping", {"kind": "anytime_valid"}), "Changed “When effects are looked at”"),
        (
            change(f"{FIRST}.smallest", 0.1),
            "Changed “Smallest effect worth having” of the comparison “Perceived competence: slope per 10 "
            "points, where shown”: 0.046 → 0.1",
        ),
        (
            {"op": "remove", "path": FIRST},
            "Removed the comparison “Perceived competence: slope per 10 points, where shown”",
        ),
        (
            {
                "op": "insert",
                "path": "plan.confirmatory",
                "value": {"name": "x", "outcome": "follow", "contrast": "at", "levels": [85]},
            },
            "Added the comparison “Follow: shown at one level against hidden (85)”",
        ),
        (
            {
                "op": "insert",
                "path": "plan.exclusions",
                "value": {"name": "asleep", "label": {"en": "Asleep"}, "missed": 1},
            },
            "Added “Asleep”",
        ),
    ],
)
def test_changes_of_the_plan_are_told(
    study: Study, people: People, ada: Client, operation: dict[str, Any], sentence: str
) -> None:
    drafts.change(study, [operation], by=people.ada, revision=1)
    assert sentence in text(ada.get(url("design_history", study)))


def test_groups_are_ticked_and_told_by_their_levels() -> None:
    """What the boxes show is what is read from them again, and the list names who is compared."""
    document = read(make.document(**four.changes(confirmatory=list(four.NAMED))))
    named = document.plan.confirmatory[1]
    sheet = Sheet(document, ("en",), {})
    shape = Levels()
    (box,) = shape.boxes("of", named.model_dump()["of"], Label("Who"), sheet).values()
    assert box.initial == ["course=dip_65", "course=dip_64"]
    assert ("course=none", "Course: none") in box.choices  # type: ignore[attr-defined]
    assert shape.read("of", {"of": box.initial}, {}, sheet) == {"course": ["dip_65", "dip_64"]}
    assert shape.read("of", {"of": []}, {}, sheet) == {}
    assert comparison(named, document) == (
        "Anxiety right after day 4: those whose score fell – those whose score stayed"
    )


def test_several_values_before_are_ticked_and_one_is_written_as_itself() -> None:
    document = read(make.document(**four.changes()))
    sheet = Sheet(document, ("en",), {"before": [("before", "before"), ("third", "third")]})
    shape = shape_of(State.model_fields["before"].annotation, tuple(State.model_fields["before"].metadata))
    assert isinstance(shape, Several)
    (box,) = shape.boxes("before", "before", Label("Before"), sheet).values()
    assert box.initial == ["before"]
    assert shape.read("before", {"before": ["before"]}, "before", sheet) == "before"
    assert shape.read("before", {"before": ["before", "third"]}, "before", sheet) == ["before", "third"]
    assert shape.read("before", {"before": []}, "before", sheet) is None


def test_what_is_compared_of_each_is_chosen_from_a_list_and_kept_where_it_is_not_in_it() -> None:
    document = read(library.studies("three-ways-up"))
    sheet = Sheet(document, ("en",), {})
    found = shape_of(Comparison.model_fields["each"].annotation, ())
    assert isinstance(found, OfEach)
    label = Label("Each")
    kept = {"slope": False, "at": ["celebrity", "always_on", "robot"], "less": ["conversationalist"]}
    box = found.boxes("each", kept, label, sheet)["each"]
    choices = dict(box.choices)  # type: ignore[attr-defined]
    assert choices[""] == "Their mean" and choices["slope"] == "Their own slope per 10 points of score"
    assert choices["robot less celebrity"] == "Their rating at robot less that at celebrity"
    assert box.initial in choices and "celebrity, always_on, robot" in str(choices[box.initial])
    read_back = found.read("each", {"each": box.initial}, kept, sheet)
    assert Each.model_validate(read_back) == Each.model_validate(kept)
    assert found.read("each", {"each": ""}, kept, sheet) is None
    assert found.read("each", {"each": "slope"}, kept, sheet) == {"slope": True, "at": [], "less": []}
    assert found.boxes("each", None, label, sheet)["each"].initial == ""
