"""The list of kinds is the list that documents are read with, and every kind can do what a kind must."""

import pytest
from django.template.loader import get_template

from surveys.questions import QUESTION_TYPES, AnyQuestion
from tests.questions.kinds import WRITTEN, members, question


def test_registry_and_document_know_the_same_kinds() -> None:
    assert tuple(QUESTION_TYPES.values()) == members(AnyQuestion)


def test_every_kind_is_tested_here() -> None:
    assert list(WRITTEN) == list(QUESTION_TYPES)


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_a_kind_is_named_as_in_the_registry_and_has_a_template(kind: str) -> None:
    assert question(kind).kind == kind
    assert type(question(kind)) is QUESTION_TYPES[kind]
    get_template(QUESTION_TYPES[kind].template)


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_a_kind_describes_its_values(kind: str) -> None:
    expected = {
        "likert": ("integer", 0, 2, [0, 1, 2]),
        "differential": ("integer", 1, 7, [1, 7]),
        "slider": ("integer", 0, 100, [0, 100]),
        "choice": ("category", None, None, ["red", "green", "blue"]),
        "choices": ("set", None, None, ["cat", "dog", "fish"]),
        "number": ("integer", -5, 120, []),
        "text": ("text", None, None, []),
        "long_text": ("text", None, None, []),
    }[kind]
    variable = question(kind).variable()
    assert (variable.type, variable.low, variable.high, [x.value for x in variable.labels]) == expected


@pytest.mark.parametrize("kind", sorted(set(QUESTION_TYPES) - {"differential"}))
def test_a_question_without_words_is_not_complete(kind: str) -> None:
    assert [field for field, _cure in question(kind, text={"en": ""}).emptiness()] == ["text"]
    assert not question(kind).emptiness()


def test_a_pair_needs_both_its_words_and_no_text() -> None:
    assert not question("differential", text={}).emptiness()
    assert [field for field, _ in question("differential", right={"en": ""}).emptiness()] == ["right"]
