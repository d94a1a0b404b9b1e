"""What a score looks like: system, form, colour and words. The same for another's score and for one's own."""

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict

from scoring.influence.card import ScoreSystem
from scoring.influence.custom import Custom
from scoring.influence.systems import SCORE_SYSTEMS
from surveys.cues.assigned import Assigned, AssignedText, assigned
from surveys.texts import Text

System = Literal["custom", "klout_like", "kred_like"]
Form = Literal["number", "bar", "badge", "stars", "percentile"]
Colour = Literal["warm", "cool", "neutral", "plain"]
Trend = Literal["none", "rising", "falling", "sparkline"]

ROWS: tuple[Form, ...] = ("bar", "stars", "percentile")
"""Forms that are a line of their own between words and small print, rather than a box beside them."""

WORDLESS: tuple[Form, ...] = ("stars", "percentile")
"""Forms that do not say the number itself: nothing beside them may."""


class Look(BaseModel):
    """How a score is written, drawn and explained; form, colour, trend and words may be decided by a factor.

    low, high: the range of a score of the study's own; the other systems have theirs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    system: System = "custom"
    low: int = 1
    high: int = 100
    label: Text | AssignedText = {}
    legend: Text | AssignedText = {}
    explanation: Text | AssignedText = {}
    form: Form | Assigned = "number"
    colour: Colour | Assigned = "warm"
    trend: Trend | Assigned = "none"

    @property
    def by(self) -> ScoreSystem:
        """The system with its constants: of the study's own, on its range."""
        if self.system != "custom":
            return SCORE_SYSTEMS[self.system]
        # A range of one score could be published once.
        high = max(self.high, self.low + 1)
        return Custom(low=float(self.low), high=float(high), step=1.0, form="number")

    @property
    def ends(self) -> tuple[int, int]:
        """The lowest and the highest score."""
        if self.system == "custom":
            return self.low, self.high
        card = self.by.card
        return int(card.low), int(card.high)

    @property
    def room(self) -> str:
        """What pages keep free for the score in every group, as words of the style sheet: whether somebody
        sees one must not move anything else.
        """
        is_wide = isinstance(self.form, Assigned) or self.form in ROWS
        says_more = isinstance(self.explanation, AssignedText) or any(self.explanation.values())
        kept = (("broad", self.system == "kred_like"), ("wide", is_wide), ("roomy", says_more))
        return " ".join(word for word, is_so in kept if is_so)

    def assigned(self) -> Iterator[tuple[str, Assigned | AssignedText]]:
        """(field, part) for every part that a factor decides."""
        return assigned(self)

    def factors(self) -> tuple[str, ...]:
        """Names of the factors that decide something of this score, each once."""
        return tuple(dict.fromkeys(part.factor for _field, part in self.assigned()))
