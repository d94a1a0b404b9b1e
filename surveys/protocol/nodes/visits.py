"""Profile visits: look at a profile and act, then rate it; again for the next profile."""

from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import Field

from surveys.instruments import Instrument
from surveys.protocol.nodes.base import Node, Step
from surveys.protocol.scales import Entry, expand
from surveys.questions import Choice
from surveys.texts import Text


class Visits(Node):
    """`count` profiles, each on a *look* page (`look`: the act, a button an option) and a *rate* page.

    `after_last` is asked once, of the last profile. Title and text belong to the look page.
    """

    kind: Literal["visits"] = "visits"
    count: int = Field(ge=1, le=20)
    look: Choice
    rate: tuple[Entry, ...] = Field(min_length=1)
    rate_text: Text = {}
    after_last: tuple[Entry, ...] = ()
    after_last_text: Text = {}
    followers: bool = False
    header: bool = True

    def steps(self, instruments: Mapping[str, Instrument]) -> tuple[Step, ...]:
        rated = expand(self.rate, instruments)
        steps: list[Step] = []
        for visit in range(1, self.count + 1):
            steps.append(Step(f"{self.id}.{visit}.look", self, "look", visit, (self.look,), (self.look,)))
            steps.append(Step(f"{self.id}.{visit}.rate", self, "rate", visit, rated, self.rate))
        if self.after_last:
            last = expand(self.after_last, instruments)
            steps.append(
                Step(f"{self.id}.{self.count}.last", self, "last", self.count, last, self.after_last)
            )
        return tuple(steps)

    def entries(self) -> tuple[Entry, ...]:
        return (self.look, *self.rate, *self.after_last)

    def texts(self) -> Iterable[tuple[str, Text]]:
        return [*super().texts(), ("rate_text", self.rate_text), ("after_last_text", self.after_last_text)]
