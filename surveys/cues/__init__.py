"""How a score is displayed: what the protocol says of it, and what one participant gets to see."""

from surveys.cues.assigned import Assigned, AssignedText, Level, at, text_at
from surveys.cues.cue import (
    Computed,
    Cue,
    Visibility,
    cover,
    display,
    is_shown,
    outreach_of,
    value_of,
    visibility_of,
)
from surveys.cues.display import Cover, Display, displayed
from surveys.cues.look import Colour, Form, Look, System, Trend
from surveys.cues.own import Own, own

__all__ = [
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
    "at",
    "cover",
    "display",
    "displayed",
    "is_shown",
    "outreach_of",
    "own",
    "text_at",
    "value_of",
    "visibility_of",
]
