"""One question of every kind, as small as it can be."""

import typing
from typing import Any

from pydantic import TypeAdapter

from surveys.questions import AnyQuestion, Question

WRITTEN: dict[str, dict[str, Any]] = {
    "likert": {"labels": [{"en": w} for w in ("never", "sometimes", "often")], "first": 0},
    "differential": {"left": {"en": "cold"}, "right": {"en": "warm"}},
    "slider": {"left": {"en": "none"}, "right": {"en": "all"}},
    "choice": {"options": [{"value": v, "label": {"en": v}} for v in ("red", "green", "blue")]},
    "choices": {"options": [{"value": v, "label": {"en": v}} for v in ("cat", "dog", "fish")]},
    "number": {"low": -5, "high": 120},
    "text": {"longest": 20},
    "long_text": {"longest": 300},
}
DECIMAL: dict[str, Any] = {"low": 0, "high": 10, "decimals": True}

_reader: TypeAdapter[Question] = TypeAdapter(AnyQuestion)


def question(kind: str, **changes: Any) -> Question:
    written = {"kind": kind, "code": "q", "text": {"en": "What?"}, **WRITTEN[kind], **changes}
    return _reader.validate_python(written)


def members(union: object) -> tuple[type, ...]:
    """The types of an `Annotated[A | B | ..., ...]`."""
    return typing.get_args(typing.get_args(union)[0])
