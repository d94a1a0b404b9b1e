"""The plan in plain words: what it names is said, and what it does not name is not."""

import copy
from typing import Any

import pytest

from surveys.protocol import Document, compiled, read
from surveys.protocol.models_told import formula
from surveys.protocol.plan_checks import Display
from surveys.protocol.plan_names import compared, covariate, excluded
from surveys.protocol.planned import Paragraph, plan_text
from tests.protocol.small import SMALL
from tests.protocol.test_plan import FULL

WARMTH = {"name": "one", "outcome": "warmth"}
MOOD = {"name": "two", "outcome": "mood", "contrast": "visibility", "model": "adjusted"}


def told(document: Document) -> dict[str, str]:
    return {each.title: " ".join(each.sentences) for each in plan_text(compiled(document))}


def small_with(**plan: Any) -> Document:
    return read({**SMALL, "plan": {**SMALL["plan"], **plan}})


def comparison(**fields: Any) -> str:
    protocol = compiled(small_with(confirmatory=[{**WARMTH, **fields}]))
    return compared(protocol, protocol.document.plan.confirmatory[0])


# --- the whole


def test_the_flagships_plan_says_what_the_methods_say(flagship: Document) -> None:
    found = told(flagship)
    assert list(found) == [
        "Participants",
        "What is compared",
        "How it is estimated",
        "Error rate",
        "Smallest effects worth having",
        "When effects are looked at",
        "Who is left out",
        "Who is analysed",
        "Missing answers",
        "Also described",
    ]
    assert "1,020 participants are planned." in found["Participants"]
    assert "(20, 42, 62, 67, 85)" in found["Participants"]
    assert "5 of 30 profiles" in found["Participants"]
    assert "4 comparisons are confirmatory" in found["What is compared"]
    assert (
        "4. Anxiety after (0–100, once, after the visits): with the score shown against the score hidden, "
        "adjusted for the same scale before random assignment." in found["What is compared"]
    )
    assert "y ~ V + D + H + (1 + D || participant) + (1 + V + D || profile)" in found["How it is estimated"]
    assert "mean level 55.2" in found["How it is estimated"]
    assert "alpha = 0.05 for all 4 together" in found["Error rate"]
    assert "98.75 %" in found["Error rate"]
    assert "Comparisons 1, 2, 3: 0.046" in found["Smallest effects worth having"]
    assert "Comparison 4: 5 in the outcome’s own units." in found["Smallest effects worth having"]
    assert "closed once 1,020 participants" in found["When effects are looked at"]
    assert found["Who is left out"].startswith("Nobody is left out.")
    assert "Perceived competence needs 4 of its 6 items" in found["Missing answers"]
    assert "Between 62 and 67" in found["Also described"]
    assert "“How old are you?”" in found["Also described"]


def test_every_paragraph_is_of_whole_sentences_and_none_is_empty(flagship: Document) -> None:
    for document in (flagship, read(SMALL), small_with(**FULL), read({"address": "a"})):
        paragraphs = plan_text(compiled(document))
        assert all(isinstance(each, Paragraph) and each.sentences for each in paragraphs)
        for sentence in (s for each in paragraphs for s in each.sentences):
            assert sentence.endswith("."), sentence
            assert sentence[0].isupper() or sentence[0].isdigit() or sentence.startswith(("level", "vis"))
            assert "None" not in sentence
            assert "{" not in sentence


def test_no_hypothesis_is_put_into_a_researchers_mouth(flagship: Document) -> None:
    words = " ".join(told(flagship).values()).lower()
    assert not [word for word in ("raises", "increase", "expect", "hypothes", "because") if word in words]


def test_a_plan_that_names_nothing_says_so_and_promises_no_test() -> None:
    found = told(read(SMALL))
    assert found["What is compared"] == "Nothing is named beforehand: every result is exploratory."
    assert "How it is estimated" not in found
    assert "Smallest effects worth having" not in found
    assert found["Error rate"] == "Intervals are at 95 %; there are no p-values."
    assert "Also described" not in found


def test_the_words_change_when_the_plan_does() -> None:
    one = told(small_with(confirmatory=[WARMTH]))
    assert one != told(small_with(confirmatory=[{**WARMTH, "smallest": 0.2}]))
    assert told(small_with(planned=90))["Participants"] != told(read(SMALL))["Participants"]


# --- who takes part


def test_unequal_groups_and_blocks_are_told() -> None:
    words = told(read(SMALL))["Participants"]
    assert "(shown, hidden, in the proportion 2:1)" in words
    assert "blocks of 6 or 9 places" in words


def test_without_groups_there_is_no_lot_to_tell_of() -> None:
    words = told(read({"address": "a"}))["Participants"]
    assert words == "100 participants are planned."


# --- comparisons


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "warmth (2–10, at each visit): its slope per 10 points of the displayed score, among"),
        ({"contrast": "visibility"}, "shown against the score hidden, averaged over the displayed levels 20"),
        ({"contrast": "at", "levels": [80]}, "with the score shown at 80 against the score hidden"),
        ({"contrast": "step", "levels": [20, 50]}, "with 50 displayed against 20 displayed"),
        ({"outcome": "follow"}, "follow (whether a visit ended in it): its slope"),
        ({"outcome": "time"}, "time (natural logarithm of seconds, at each visit): its slope"),
        (
            {"outcome": "mood", "contrast": "visibility", "model": "adjusted"},
            "mood (1–3, once, after the visits): with the score shown against the score hidden, adjusted for",
        ),
    ],
)
def test_a_comparison_is_told_with_its_outcomes_unit(fields: dict[str, Any], words: str) -> None:
    assert words in comparison(**fields)


def test_a_state_that_is_not_adjusted_is_not_called_so() -> None:
    plain = {"outcome": "mood", "contrast": "visibility", "model": "participants"}
    assert "adjusted" not in comparison(**plain)
    without = copy.deepcopy(SMALL)
    without["outcomes"][1]["before"] = None
    without["plan"]["confirmatory"] = [MOOD]
    found = told(read(without))
    assert "adjusted" not in found["What is compared"]
    assert "Comparison 1: difference between the groups, with HC2" in found["How it is estimated"]


# --- models


@pytest.mark.parametrize(
    ("display", "means", "written"),
    [
        (
            Display((20, 80), True, True, True),
            False,
            "y ~ V + D + H + (1 + D || participant) + (1 + V + D || profile)",
        ),
        (Display((20, 80), True, True, False), False, "y ~ D + (1 + D || participant) + (1 + D || profile)"),
        (Display((65,), False, True, True), False, "y ~ V + (1 | participant) + (1 + V || profile)"),
        (
            Display((20, 80), True, True, True),
            True,
            "y ~ 0 + L + N + H + (1 + D || participant) + (1 + V + D || profile)",
        ),
        (
            Display((20, 80), True, True, False),
            True,
            "y ~ 0 + L + (1 + D || participant) + (1 + D || profile)",
        ),
    ],
)
def test_the_formula_has_the_terms_that_the_design_has(display: Display, means: bool, written: str) -> None:
    assert formula(display, means=means) == written


def test_comparisons_that_share_a_model_are_told_together_and_each_letter_is_explained() -> None:
    named = [
        WARMTH,
        {**WARMTH, "name": "at", "contrast": "at", "levels": [80]},
        {**WARMTH, "name": "own", "outcome": "follow", "model": "participants"},
        MOOD,
        {**WARMTH, "name": "both", "contrast": "visibility"},
    ]
    words = told(small_with(confirmatory=named))["How it is estimated"]
    for begin in ("Comparisons 1, 5: mixed model", "Comparison 2: mixed model", "Comparison 3: one number"):
        assert begin in words
    assert "Comparison 4: difference adjusted by a regression" in words
    assert "L is an indicator for each displayed level, N for the hidden score" in words
    without = told(small_with(confirmatory=[WARMTH]))["How it is estimated"]
    assert "L is" not in without
    assert "pool of profiles" not in without
    only = told(small_with(confirmatory=[MOOD]))["How it is estimated"]
    assert ("In the formulas" in only, "REML" in only) == (False, False)


# --- error rate, stopping, exclusions


def test_the_correction_is_told_as_it_is_chosen() -> None:
    two = [WARMTH, MOOD]
    assert "corrected by Holm" in told(small_with(confirmatory=two))["Error rate"]
    assert "(97.5 % each)" in told(small_with(confirmatory=two))["Error rate"]
    none = told(small_with(confirmatory=two, correction="none"))["Error rate"]
    assert none == "Each test is two-sided, at alpha = 0.05, without a correction for their number."
    one = told(small_with(confirmatory=[WARMTH], alpha=0.1))["Error rate"]
    assert one == "The test is two-sided, at alpha = 0.1."


def test_looks_are_told_in_participants_and_shares() -> None:
    words = told(small_with(stopping={"kind": "group_sequential", "looks": [0.25, 0.5, 1]}))
    assert "15 (25 %), 30 (50 %), 60 (100 %)" in words["When effects are looked at"]
    assert "Between looks the researchers see" in words["When effects are looked at"]
    assert "O’Brien-Fleming" in words["When effects are looked at"]


def test_intervals_that_hold_at_any_time_come_without_p() -> None:
    own = [{**WARMTH, "model": "participants"}, MOOD]
    words = told(small_with(stopping={"kind": "anytime_valid"}, confirmatory=own))
    assert "from 20 finished participants a group on" in words["When effects are looked at"]
    assert "97.5 %, so that all 2 hold together; there are no p-values" in words["Error rate"]
    assert "no effect" not in words["When effects are looked at"]


def test_rules_are_told_in_the_words_of_their_questions() -> None:
    protocol = compiled(small_with(**FULL))
    asleep, offline = protocol.document.plan.exclusions
    assert excluded(protocol, asleep) == "Asleep: participants who missed the attention check are left out"
    assert excluded(protocol, offline) == "Participants who answered “No” to “Online?” are left out"
    twice = asleep.model_copy(update={"missed": 2, "label": {}})
    assert excluded(protocol, twice) == "Participants who missed 2 attention checks or more are left out"
    young = offline.model_copy(update={"code": "age", "among": (18, 19)})
    assert excluded(protocol, young) == "Participants who answered “18” or “19” to “Age?” are left out"
    assert "results are also given without each of them" in told(small_with(**FULL))["Who is left out"]


def test_covariates_are_called_by_their_question_or_scale() -> None:
    protocol = compiled(small_with(**FULL))
    assert (covariate(protocol, "age"), covariate(protocol, "mood_before")) == ("“Age?”", "Mood")
