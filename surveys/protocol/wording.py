"""Whether two documents are the same study but for words, and facts that change nobody's way through."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
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


class Area(StrEnum):
    """What of a study somebody changed, as coarse as it is told."""

    WORDING = "wording"
    NAMES = "names"
    TOLD = "told"
    RECRUITMENT = "recruitment"
    SCALES = "scales"
    PLANNED = "planned"
    PLAN = "plan"
    DESIGN = "design"


AREAS: Mapping[str, Area] = {
    "name": Area.NAMES,
    "address": Area.NAMES,
    "time_zone": Area.NAMES,
    "about": Area.TOLD,
    "help": Area.TOLD,
    "recruitment": Area.RECRUITMENT,
}
"""Fields of a document that are changed as a whole; of the others, words or more than words."""


def changed(one: Document, other: Document) -> tuple[Area, ...]:
    """In which areas two documents differ, in the areas' own order."""
    fields = [name for name in Document.model_fields if getattr(one, name) != getattr(other, name)]
    found = {area for name in fields for area in _areas(name, getattr(one, name), getattr(other, name))}
    return tuple(area for area in Area if area in found)


def _areas(name: str, one: Any, other: Any) -> Iterator[Area]:
    if name in AREAS:
        yield AREAS[name]
    elif bones(one) != bones(other):
        yield Area.PLAN if name == "plan" else Area.DESIGN
    elif name == "plan" and one.planned != other.planned:
        yield Area.PLANNED
    elif name == "instruments" and _facts(one) != _facts(other):
        yield Area.SCALES
    else:
        yield Area.WORDING


def _facts(instruments: tuple[Instrument, ...]) -> list[dict[str, Any]]:
    return [each.model_dump(include=set(WORDS[Instrument])) for each in instruments]


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
