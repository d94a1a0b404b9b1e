from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from surveys.texts import Text, say

TEXT: TypeAdapter[dict[str, str]] = TypeAdapter(Text)


def test_plain_string_is_in_the_language_of_the_document() -> None:
    assert TEXT.validate_python("Hallo", context={"language": "de"}) == {"de": "Hallo"}
    assert TEXT.validate_python("Hello", context={}) == {"en": "Hello"}
    assert TEXT.validate_python("Hello") == {"en": "Hello"}


def test_texts_by_language_and_empty_ones_are_kept() -> None:
    assert TEXT.validate_python({"en": "", "pt-BR": "Oi"}) == {"en": "", "pt-BR": "Oi"}
    assert TEXT.validate_python({}) == {}
    assert TEXT.validate_python("") == {"en": ""}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("a\x00b", "NUL character"),
        ({"de": "a\x00"}, "NUL character"),
        ("\ud83d", "lone surrogate"),
        ({"English": "Hi"}, "'English' is not a language code"),
        ({"EN": "Hi"}, "not a language code"),
        ({"en\n": "Hi"}, "not a language code"),
        ({7: "Hi"}, "7 is not a language code"),
        ({"en": 5}, "put it in quotes"),
        (5, "not the value 5"),
        (None, "not the value None"),
        (["Hi"], "not a list"),
    ],
)
def test_bad_text_is_refused_with_its_reason(value: Any, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        TEXT.validate_python(value)


def test_whole_emoji_are_no_surrogates() -> None:
    assert TEXT.validate_python("\U0001f33f") == {"en": "\U0001f33f"}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ({"en": "Hello", "de": "Hallo"}, "Hallo"),
        ({"en": "Hello", "fr": "Salut"}, "Hello"),
        ({"fr": "Salut", "es": "Hola"}, "Hola"),
        ({"es": "Hola", "fr": "Salut"}, "Hola"),
        ({"de": "", "en": "Hello"}, "Hello"),
        ({"de": "", "en": ""}, ""),
        ({}, ""),
    ],
)
def test_say_falls_back_from_language_to_fallback_to_first(text: dict[str, str], seen: str) -> None:
    assert say(text, "de", "en") == seen
