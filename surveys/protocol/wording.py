"""Whether two documents are the same study but for words, and facts that change nobody's way through."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from surveys.cues import Assigned, AssignedText
from surveys.instruments import Instrument
from surveys.profiles.types import Profile
from surveys.protocol.document import Document
from surveys.protocol.plan import Plan

WORDS: Mapping[type[BaseModel], frozenset[str]] = {
    Document: frozenset({"name", "address", "time_zone", "about", "recruitment"}),
    Plan: frozenset({"planned"}),
    Instrument: frozenset({"citation", "doi", "license", "permission", "wording", "notes"}),
    Profile: frozenset({"name", "short", "handle"}),
}
"""Fields that are words or facts, besides every text."""


def differ_in_words_only(one: Document, other: Document) -> bool:
    """Whoever walked through the one would have walked through the other, and answered questions of the same
    names and values.
    """
    return bool(bones(one) == bones(other))


def bones(value: Any) -> Any:
    """What is left without words. In a document every other mapping of texts alone is one text in some
    languages.
    """
    if isinstance(value, Assigned):
        return value  # what it gives at each level is no text
    if isinstance(value, AssignedText):
        return value.factor, sorted(level for level, text in value.texts.items() if any(text.values()))
    if isinstance(value, BaseModel):
        words = WORDS.get(type(value), frozenset())
        fields = type(value).model_fields
        return {name: bones(getattr(value, name)) for name in fields if name not in words}
    if isinstance(value, tuple | list):
        return [bones(each) for each in value]
    if isinstance(value, Mapping):
        is_text = all(isinstance(each, str) for each in value.values())
        return None if is_text else {name: bones(each) for name, each in value.items()}
    return value
