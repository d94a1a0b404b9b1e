"""A pair of opposite words with points between them (Osgood's semantic differential)."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from surveys.questions.base import Answer, Labelled, Question, Variable, at, whole_number
from surveys.texts import Text


class Differential(Question):
    """1 stands beside `left`, `points` beside `right`. The circles carry no numbers and no middle mark."""

    template: ClassVar[str] = "questions/differential.html"
    kind: Literal["differential"] = "differential"
    left: Text
    right: Text
    points: int = Field(7, ge=3, le=11)

    @property
    def values(self) -> range:
        return range(1, self.points + 1)

    def read(self, values: Sequence[str]) -> Answer:
        return whole_number(values[0], 1, self.points)

    def missing_message(self) -> str:
        return _("Please choose a circle for this pair.")

    def variable(self) -> Variable:
        ends = (Labelled(value=1, label=self.left), Labelled(value=self.points, label=self.right))
        return Variable(type="integer", low=1, high=self.points, labels=ends)

    def fields_at(self, share: float) -> dict[str, list[str]]:
        return {self.code: [str(at(share, 1, self.points))]}

    def emptiness(self) -> Sequence[tuple[str, str]]:
        return [
            (name, "The pair has an empty pole: write both words.")
            for name, pole in (("left", self.left), ("right", self.right))
            if not any(pole.values())
        ]
