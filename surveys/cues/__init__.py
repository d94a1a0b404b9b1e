"""How a score is displayed: what the protocol says of it, and what one participant gets to see."""

from surveys.cues.assigned import Assigned, AssignedText, Level, assigned, at, text_at
from surveys.cues.cue import (
    Computed,
    Cue,
    Visibility,
    cover,
    display,
    value_of,
    visibility_of,
)
from surveys.cues.display import Cover, Display, displayed
from surveys.cues.look import Colour, Form, Look, System, Trend
from surveys.cues.own import LATEST, Own, own

__all__ = [
    "LATEST",
    "Assigned",
    "AssignedText",
    "Colour",
    "Computed",
    "Cover",
    "Cue",
    "Display",
    "Form",
    "Level",
    "Look",
    "Own",
    "System",
    "Trend",
    "Visibility",
    "assigned",
    "at",
    "cover",
    "display",
    "displayed",
    "own",
    "text_at",
    "value_of",
    "visibility_of",
]
