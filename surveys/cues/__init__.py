"""How a score is displayed: what the protocol says of it, and what one participant gets to see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from surveys.cues.assigned import Assigned, AssignedText, Level, at, text_at
from surveys.texts import Text

__all__ = [
    "Assigned",
    "AssignedText",
    "Cue",
    "Display",
    "Level",
    "at",
    "display",
    "is_shown",
    "text_at",
    "value_of",
]


class Cue(BaseModel):
    """The displayed score. `value` and `visibility` are constants, or assigned by a factor.

    A factor of visibility has the levels "shown" and "hidden".
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    system: Literal["custom"] = "custom"
    label: Text = {}
    legend: Text = {}
    low: int = 1
    high: int = 100
    value: int | Assigned
    visibility: Literal["shown", "hidden"] | Assigned = "shown"

    def factors(self) -> tuple[str, ...]:
        """Names of the factors that decide something of this cue."""
        return tuple(part.factor for part in (self.value, self.visibility) if isinstance(part, Assigned))


@dataclass(frozen=True, slots=True)
class Display:
    """A score as one participant sees it."""

    value: int
    label: Text
    legend: Text


def is_shown(cue: Cue, levels: Mapping[str, Level]) -> bool:
    return at(cue.visibility, levels) == "shown"


def value_of(cue: Cue, levels: Mapping[str, Level]) -> int:
    """The score's value: displayed where shown, the placebo where hidden."""
    return int(at(cue.value, levels))


def display(cue: Cue, levels: Mapping[str, Level]) -> Display | None:
    """What the browser may receive. None where hidden: the placebo level goes nowhere near a page."""
    if not is_shown(cue, levels):
        return None
    return Display(value=value_of(cue, levels), label=cue.label, legend=cue.legend)
