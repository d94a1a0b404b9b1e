"""What may be written of a question in a document."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.questions.kinds import WRITTEN, question

OPTIONS = WRITTEN["choice"]["options"]
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("likert", {"labels": [{"en": "only one"}]}, "at least 2"),
    ("likert", {"labels": [{"en": str(i)} for i in range(12)]}, "at most 11"),
    ("differential", {"points": 2}, "greater than or equal to 3"),
    ("slider", {"low": 5, "high": 5}, "'low' must be less than 'high'"),
    ("number", {"low": 5, "high": 4}, "'low' must be less than 'high'"),
    ("choice", {"options": OPTIONS[:1]}, "at least 2"),
    ("choice", {"options": [*OPTIONS, OPTIONS[0]]}, "two options have the value 'red'"),
    ("choice", {"options": [*OPTIONS, {"value": "declined", "label": "x"}]}, "kept for 'prefer not to say'"),
    ("choices", {"options": []}, "at least 1"),
    ("choices", {"options": [*OPTIONS, {"value": "a b", "label": "x"}]}, "should match pattern"),
    ("text", {"longest": 0}, "greater than or equal to 1"),
    ("long_text", {"longest": 20_001}, "less than or equal to 20000"),
    ("text", {"code": "1st"}, "should match pattern"),
    ("text", {"code": "q\n"}, "should match pattern"),
    ("text", {"code": "x" * 32}, "should match pattern"),
    ("text", {"text": {"en": "a\x00"}}, "NUL"),
    ("text", {"text": {"english language": "a"}}, "not a language code"),
    ("text", {"colour": "red"}, "Extra inputs"),
]


@pytest.mark.parametrize(("kind", "change", "message"), WRONG)
def test_a_question_written_wrongly_is_refused(kind: str, change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        question(kind, **change)


def test_a_question_does_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        question("text").code = "other"  # type: ignore[misc]
