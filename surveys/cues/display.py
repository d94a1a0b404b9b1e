"""A score as one participant sees it: all that a page needs to draw it, and nothing of the design."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from scoring.influence.norms import norms
from surveys.cues.assigned import Level, at, text_at
from surveys.cues.look import ROWS, WORDLESS, Look
from surveys.texts import Text

STARS = 5
WIDE, TALL = 60.0, 14.0
"""Of a small line, in its own units."""
LEVEL_COURSE = (1.5, -0.5, 0.5, -2.0, 0.5, 2.0, -0.5, 1.0, -1.5, 0.5, -1.5, 0.0)
"""What a line shows of a score that has no past: as far up as down, in hundredths of the range."""
FLATTEST = 0.1
"""The share of the range that a line's height stands for, at least: a point more or less is no mountain."""


@dataclass(frozen=True, slots=True)
class Display:
    """text: as the system writes the score, "719 over 5"; outreach: its second number; below: percent of
    real accounts that have less; course: up to now, where a line is drawn; delay: seconds before it appears.
    """

    value: int
    text: str
    low: int
    high: int
    label: Text
    legend: Text
    explanation: Text
    outreach: int | None = None
    form: str = "number"
    colour: str = "warm"
    trend: str = "none"
    below: int | None = None
    course: tuple[float, ...] = ()
    delay: int = 0

    @property
    def key(self) -> str:
        """Tells two displays apart wherever pages are kept."""
        return json.dumps(asdict(self), sort_keys=True)

    @property
    def is_row(self) -> bool:
        return self.form in ROWS

    @property
    def says_number(self) -> bool:
        return self.form not in WORDLESS

    @property
    def filled(self) -> str:
        """Percent of the range, as drawings write numbers."""
        return f"{100 * (self.value - self.low) / max(self.high - self.low, 1):.1f}"

    @property
    def stars(self) -> float:
        return STARS * self.value / self.high

    @property
    def starred(self) -> str:
        """Percent of all stars, as drawings write numbers."""
        return f"{100 * self.value / self.high:.1f}"

    @property
    def waits(self) -> str:
        """The delay as words of the style sheet, which counts tens and ones of seconds."""
        tens, ones = divmod(self.delay, 10)
        return f"later t{tens} o{ones}" if self.delay else ""

    @property
    def line(self) -> str:
        """The course as the points of a small line."""
        low, high = min(self.course), max(self.course)
        span = max(high - low, FLATTEST * (self.high - self.low)) or 1.0
        foot = (low + high - span) / 2
        step = WIDE / max(len(self.course) - 1, 1)
        return " ".join(
            f"{i * step:.1f},{TALL - TALL * (score - foot) / span:.1f}" for i, score in enumerate(self.course)
        )


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands in a score's place until it is asked for: its words and a button."""

    label: Text

    @property
    def key(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)


def displayed(
    look: Look,
    levels: Mapping[str, Level],
    *,
    value: int,
    outreach: int | None = None,
    course: Sequence[float] = (),
    delay: int = 0,
) -> Display:
    """This score in the form, colour and words that are in force at these levels."""
    low, high = look.ends
    form, trend = str(at(look.form, levels)), str(at(look.trend, levels))
    return Display(
        value=value,
        text=str(value) if look.system == "custom" else look.by.text(value, outreach),
        low=low,
        high=high,
        outreach=outreach,
        form=form,
        colour=str(at(look.colour, levels)),
        trend=trend,
        label=text_at(look.label, levels),
        legend=text_at(look.legend, levels),
        explanation=text_at(look.explanation, levels),
        below=below(look, value) if form == "percentile" else None,
        course=(tuple(course) or flat(look, value)) if trend == "sparkline" else (),
        delay=delay,
    )


def below(look: Look, value: int) -> int | None:
    """Percent of the real accounts of 2013 with less than this score; None where nobody's are known."""
    known = {"klout_like": norms().klout, "kred_like": norms().influence}.get(look.system)
    if known is None:
        return None
    return min(round(100 * float(known.share_below(value))), 99)


def flat(look: Look, value: int) -> tuple[float, ...]:
    low, high = look.ends
    return tuple(value + step * (high - low) / 100 for step in LEVEL_COURSE)
