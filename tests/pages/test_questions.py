"""Every kind of question has a template that keeps what was typed and shows what is wrong."""

from typing import Any

import pytest
from django.template.loader import get_template

from surveys.pages import Page, page
from surveys.protocol import Compiled
from surveys.questions import DECLINED, QUESTION_TYPES, Question
from tests.pages.conftest import study
from tests.pages.markup import elements, filled

OPTIONS = [{"value": v, "label": v.title()} for v in ("one", "two", "three")]
SAMPLES: dict[str, dict[str, Any]] = {
    "likert": {"text": "How often?", "labels": ["Never", "Sometimes", "Always"]},
    "differential": {"left": "Cold", "right": "Warm"},
    "slider": {"text": "How tense?", "left": "Not at all", "right": "Extremely"},
    "choice": {"text": "Which?", "options": OPTIONS},
    "choices": {"text": "Which of these?", "options": OPTIONS},
    "number": {"text": "How many?", "low": 0, "high": 40, "unit": "years"},
    "text": {"text": "Who?"},
    "long_text": {"text": "Why?", "hint": "A few words."},
}
LIKERTS = {
    "words": ["Never", "Sometimes", "Always"],
    "figures": ["0", "1", "2", "3"],
    "ends": ["Very poorly", "", "", "Very well"],
}


def asking(kind: str, **changes: Any) -> Compiled:
    question = {"kind": kind, "code": "q", "declinable": True, **SAMPLES[kind], **changes}
    asked = {"kind": "questionnaire", "id": "asked", "title": "Asked", "questions": [question]}
    return study(factors=[], cue=None, pool=None, instruments=[], pages=[asked], outcomes=[])


def rendered(protocol: Compiled, typed: dict[str, list[str]] | None = None, error: str = "") -> Page:
    return page(protocol, None, protocol.steps[0], "en", typed=typed, errors={"q": error} if error else None)


def only(protocol: Compiled) -> Question:
    return protocol.steps[0].questions[0]


def test_every_kind_has_a_sample_here() -> None:
    assert set(SAMPLES) == set(QUESTION_TYPES)


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_every_kind_has_a_template(kind: str) -> None:
    get_template(QUESTION_TYPES[kind].template)


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_nothing_is_answered_beforehand(kind: str) -> None:
    sent = filled(rendered(asking(kind)).body)
    assert not any(value for values in sent.values() for value in values)


@pytest.mark.parametrize("share", [0, 0.5, 1])
@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_what_was_typed_is_shown_again(kind: str, share: float) -> None:
    protocol = asking(kind)
    typed = only(protocol).fields_at(share)
    again = filled(rendered(protocol, typed).body)
    assert only(protocol).parse(again) == only(protocol).parse(typed)


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_an_error_stands_at_the_field_and_in_the_summary(kind: str) -> None:
    shown = rendered(asking(kind), error="Say <more>.")
    assert '<p class="error" id="e-q">Say &lt;more&gt;.</p>' in shown.body
    assert [(problem.field, problem.message) for problem in shown.problems] == [("q-q", "Say <more>.")]
    assert any(
        given.get("id") == "q-q" for tag in ("input", "textarea") for given in elements(shown.body, tag)
    )
    assert "e-q" in shown.body.split("aria-describedby=", 1)[1].split(">")[0]


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_declining_is_offered_and_kept(kind: str) -> None:
    protocol = asking(kind)
    field = "q.declined" if only(protocol).own_decline_box else "q"
    sent = filled(rendered(protocol, {field: ["declined"]}).body)
    assert only(protocol).parse(sent) == DECLINED


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_declining_is_not_offered_unasked(kind: str) -> None:
    assert "declined" not in rendered(asking(kind, declinable=False)).body


@pytest.mark.parametrize("labels", LIKERTS.values(), ids=LIKERTS)
@pytest.mark.parametrize("share", [0, 0.4, 1])
def test_a_likert_keeps_its_answer_in_every_layout(labels: list[str], share: float) -> None:
    protocol = asking("likert", labels=labels, first=0)
    typed = only(protocol).fields_at(share)
    shown = rendered(protocol, typed)
    assert only(protocol).parse(filled(shown.body)) == only(protocol).parse(typed)
    assert len([i for i in elements(shown.body, "input") if i.get("value") != "declined"]) == len(labels)


def test_a_pair_is_read_out_with_both_words_and_the_place() -> None:
    labels = [i.get("aria-label") for i in elements(rendered(asking("differential")).body, "input")]
    assert labels[:7] == [f"Cold to Warm, {n} of 7" for n in range(1, 8)]


def test_a_pair_carries_no_number_to_look_at() -> None:
    body = rendered(asking("differential", declinable=False)).body
    visible = [part.split("<")[0].strip() for part in body.split(">")]
    assert not any(character.isdigit() for words in visible for character in words)


def test_text_too_long_is_kept_whole() -> None:
    long = "x" * 5000
    assert filled(rendered(asking("text"), {"q": [long]}, "Please shorten this.").body)["q"] == [long]


def test_no_length_is_enforced_silently() -> None:
    assert "maxlength" not in rendered(asking("long_text")).body
    assert "maxlength" not in rendered(asking("text")).body


def test_line_ends_at_the_start_of_a_long_text_survive() -> None:
    assert filled(rendered(asking("long_text"), {"q": ["\nfirst"]}).body)["q"] == ["\nfirst"]


@pytest.mark.parametrize("low", [0, -10])
def test_a_phone_offers_digits_only_where_they_suffice(low: int) -> None:
    mode = elements(rendered(asking("number", low=low)).body, "input")[0]["inputmode"]
    assert mode == ("numeric" if low == 0 else "text")
