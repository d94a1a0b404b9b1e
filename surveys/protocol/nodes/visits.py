"""Profile visits: look at a profile and act, then rate it; again for the next profile."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from surveys.cues import AssignedText, text_at
from surveys.instruments import Instrument
from surveys.protocol.nodes.base import Act, Answers, Did, Errors, Levels, Node, Step
from surveys.protocol.scales import Entry, expand
from surveys.questions import Choice, Fields
from surveys.texts import Text

REVEAL = "reveal"
"""What is done on a look page where the score waits to be asked for."""


class Visits(Node):
    """`count` profiles, each on a *look* page (`look`: the act, a button an option) and a *rate* page.

    `after_last` is asked once, of the last profile. Title and text belong to the look page. account: a line
    under the biography about the account, which a factor may decide; the same whether a score is shown.
    """

    acts: ClassVar[frozenset[Act]] = frozenset({Act.ANSWER, Act.DO, Act.STOP})

    kind: Literal["visits"] = "visits"
    count: int = Field(ge=1, le=20)
    look: Choice
    rate: tuple[Entry, ...] = Field(min_length=1)
    rate_text: Text = {}
    after_last: tuple[Entry, ...] = ()
    after_last_text: Text = {}
    account: Text | AssignedText = Field({}, exclude_if=lambda account: not account)
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

    def read(self, step: Step, act: Act, fields: Fields) -> Answers:
        if act is not Act.DO:
            return super().read(step, act, fields)
        if step.part != "look" or list(fields.get("do", ())) != [REVEAL]:
            raise Errors({"do": "Nothing like that can be done here."}, {})
        return {"do": REVEAL}

    def did(self, step: Step, before: Did, levels: Levels, act: Act, answers: Answers) -> Did:
        """Which visit's score was uncovered: it stays so while that profile is rated."""
        if act is Act.DO:
            return {REVEAL: step.visit}
        is_over = step.part != "look" and step.visit < self.count
        return {} if is_over else before

    @staticmethod
    def is_revealed(step: Step, did: Did) -> bool:
        return did.get(REVEAL) == step.visit

    def factors(self) -> tuple[str, ...]:
        by = (self.account.factor,) if isinstance(self.account, AssignedText) else ()
        return (*super().factors(), *by)

    def account_at(self, levels: Levels) -> Text:
        """What is said of the account where these levels are in force."""
        return text_at(self.account, levels)

    def texts(self) -> Iterable[tuple[str, Text]]:
        said = self.account.texts.values() if isinstance(self.account, AssignedText) else (self.account,)
        yield from super().texts()
        yield from (("rate_text", self.rate_text), ("after_last_text", self.after_last_text))
        yield from (("account", text) for text in said)
