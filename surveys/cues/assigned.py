"""What a factor decides: a part of the display takes another value, or says something else, in each level."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ConfigDict, Field

from surveys.questions import Code
from surveys.texts import Text

Level = int | str


class Assigned(BaseModel):
    """A value that a factor decides: its level itself, or what `values` gives for that level."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    factor: Code
    values: dict[str, Level] = Field({}, exclude_if=lambda values: not values)

    def at(self, levels: Mapping[str, Level]) -> Level:
        return self.of(levels[self.factor])

    def of(self, level: Level) -> Level:
        return self.values.get(str(level), level)


class AssignedText(BaseModel):
    """A text that a factor decides; nothing is said at a level that `texts` does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    factor: Code
    texts: dict[str, Text]

    def at(self, levels: Mapping[str, Level]) -> Text:
        return self.texts.get(str(levels[self.factor]), {})


def assigned(whole: BaseModel) -> Iterator[tuple[str, Assigned | AssignedText]]:
    """(field, part) for every part that a factor decides."""
    for field in type(whole).model_fields:
        part = getattr(whole, field)
        if isinstance(part, Assigned | AssignedText):
            yield field, part


def at(part: Level | Assigned, levels: Mapping[str, Level]) -> Level:
    """A part's value where these levels are in force."""
    return part.at(levels) if isinstance(part, Assigned) else part


def text_at(part: Text | AssignedText, levels: Mapping[str, Level]) -> Text:
    return part.at(levels) if isinstance(part, AssignedText) else part
