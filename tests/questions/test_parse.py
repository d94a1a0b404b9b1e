"""From a form's fields to what is stored."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.questions import DECLINED, QUESTION_TYPES, SKIPPED, Invalid
from tests.questions.kinds import DECIMAL, question

VALID: list[tuple[str, list[str], Any]] = [
    ("likert", ["0"], 0),
    ("likert", [" 2 "], 2),
    ("differential", ["1"], 1),
    ("differential", ["7"], 7),
    ("slider", ["0"], 0),
    ("slider", ["100"], 100),
    ("choice", ["green"], "green"),
    ("choices", ["dog"], ["dog"]),
    ("choices", ["fish", "cat", "fish"], ["cat", "fish"]),
    ("choices", ["", "dog"], ["dog"]),
    ("number", ["-5"], -5),
    ("number", ["007"], 7),
    ("number", ["120"], 120),
    ("text", [" as typed "], " as typed "),
    ("long_text", ["one\r\ntwo\rthree\n"], "one\ntwo\rthree\n"),
]
INVALID = [
    ("likert", "3"),
    ("likert", "-1"),
    ("likert", "often"),
    ("differential", "0"),
    ("differential", "8"),
    ("slider", "101"),
    ("slider", "50.5"),
    ("choice", "purple"),
    ("choice", "RED"),
    ("choices", "bird"),
    ("number", "121"),
    ("number", "-6"),
    ("number", "1e1"),
    ("number", "0x10"),
    ("number", "+5"),
    ("number", "5 0"),
    ("text", "x" * 21),
    ("long_text", "x" * 301),
]
HOSTILE = {
    "NUL": "a\x00b",
    "lone surrogate": "\ud800",
    "digits": "9" * 10_000,
    "NaN": "NaN",
    "infinity": "inf",
    "minus infinity": "-Infinity",
    "Arabic digits": "٣",
    "full-width digits": "１",
    "superscript": "²",
    "a megabyte": "x" * 1_000_000,
    "underscore": "1_0",
    "hexadecimal": "0x1",
}


@pytest.mark.parametrize(("kind", "values", "stored"), VALID)
def test_an_answer_is_stored_as_its_kind_says(kind: str, values: list[str], stored: Any) -> None:
    answer = question(kind).parse({"q": values})
    assert answer == stored
    assert type(answer) is type(stored)


@pytest.mark.parametrize(("kind", "value"), INVALID)
def test_what_is_no_answer_is_refused_with_a_sentence(kind: str, value: str) -> None:
    with pytest.raises(Invalid) as caught:
        question(kind).parse({"q": [value]})
    assert str(caught.value).startswith("Please ") and str(caught.value).endswith(".")


@pytest.mark.parametrize("kind", QUESTION_TYPES)
@pytest.mark.parametrize("blank", [{}, {"q": []}, {"q": [""]}, {"q": [" \t\n"]}, {"other": ["1"]}])
def test_a_blank_is_missing_where_required_and_skipped_where_not(
    kind: str, blank: dict[str, list[str]]
) -> None:
    with pytest.raises(Invalid) as caught:
        question(kind).parse(blank)
    assert str(caught.value) == question(kind).missing_message()
    assert question(kind, required=False).parse(blank) == SKIPPED


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_declining_is_taken_only_where_it_is_offered(kind: str) -> None:
    box = {"q.declined": ["declined"]} if QUESTION_TYPES[kind].own_decline_box else {"q": ["declined"]}
    assert question(kind, declinable=True).parse(box) == DECLINED
    assert question(kind, declinable=True, required=False).parse(box) == DECLINED
    with pytest.raises(Invalid):
        question(kind).parse(box if "q" in box and kind not in ("text", "long_text") else {**box, "q": []})


@pytest.mark.parametrize("kind", ["text", "long_text"])
def test_the_word_declined_can_be_an_answer_in_a_text(kind: str) -> None:
    assert question(kind, declinable=True).parse({"q": ["declined"]}) == "declined"


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_an_empty_decline_box_declines_nothing(kind: str) -> None:
    with pytest.raises(Invalid):
        question(kind, declinable=True).parse({"q.declined": [""]})


@pytest.mark.parametrize("kind", QUESTION_TYPES)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_refused_or_is_just_text(kind: str, name: str) -> None:
    value = HOSTILE[name]
    fits = kind in ("text", "long_text") and len(value) <= 20 and name not in ("NUL", "lone surrogate")
    if fits:
        assert question(kind).parse({"q": [value]}) == value
        return
    with pytest.raises(Invalid) as caught:
        question(kind).parse({"q": [value]})
    assert len(str(caught.value)) < 200, "the message repeats what was sent"


@settings(deadline=None)
@given(kind=st.sampled_from(list(QUESTION_TYPES)), values=st.lists(st.text(st.characters()), max_size=3))
def test_whatever_is_sent_is_stored_as_json_or_refused(kind: str, values: list[str]) -> None:
    try:
        answer = question(kind).parse({"q": values})
    except Invalid as error:
        assert str(error)
        return
    written = json.dumps(answer, ensure_ascii=False, allow_nan=False)
    assert json.loads(written.encode()) == answer and "\x00" not in written


TEXTS = [
    "👩🏽‍🚀 ok",
    "مرحبا، كيف الحال؟",
    "\u202eabc\u202c",
    "  two  spaces  ",
    "e\u0301 é",
    "<b>&amp;</b>",
    "=1+1",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("kind", ["text", "long_text"])
def test_text_is_stored_exactly_as_typed(kind: str, text: str) -> None:
    assert question(kind).parse({"q": [text]}) == text


@settings(deadline=None)
@given(
    kind=st.sampled_from(list(QUESTION_TYPES)),
    share=st.floats(0, 1),
    low=st.integers(-(10**12), 10**12),
    span=st.integers(1, 10**12),
)
def test_a_simulated_answer_is_a_valid_one(kind: str, share: float, low: int, span: int) -> None:
    changes = {"low": low, "high": low + span} if kind in ("number", "slider") else {}
    asked = question(kind, **changes)
    asked.parse(asked.fields_at(share))


@pytest.mark.parametrize("kind", [k for k in QUESTION_TYPES if k not in ("text", "long_text")])
def test_the_ends_of_the_simulated_range_are_the_ends_of_the_question(kind: str) -> None:
    asked = question(kind)
    ends = (asked.parse(asked.fields_at(0)), asked.parse(asked.fields_at(1)))
    assert (
        ends
        == {
            "likert": (0, 2),
            "differential": (1, 7),
            "slider": (0, 100),
            "choice": ("red", "blue"),
            "choices": (["cat"], ["cat", "dog", "fish"]),
            "number": (-5, 120),
        }[kind]
    )


@pytest.mark.parametrize(("typed", "stored"), [("2.5", 2.5), ("2,5", 2.5), ("10", 10.0), ("-0", 0.0)])
def test_a_decimal_comma_is_a_decimal_point(typed: str, stored: float) -> None:
    assert question("number", **DECIMAL).parse({"q": [typed]}) == stored


@pytest.mark.parametrize("typed", ["10.1", "-0.1", "1.", ".5", "1e0", "nan", "inf", "1.2.3", "1,000.5", "٣"])
def test_what_is_no_decimal_number_in_range_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        question("number", **DECIMAL).parse({"q": [typed]})
