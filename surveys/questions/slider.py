"""A line from one pole to the other, without a handle until it is touched."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import model_validator

from surveys.questions.base import Answer, Labelled, Question, Variable, at, whole_number
from surveys.texts import Text


class Slider(Question):
    """A whole number from `low` to `high`. A start position would shift answers, so there is none."""

    template: ClassVar[str] = "questions/slider.html"
    kind: Literal["slider"] = "slider"
    left: Text
    right: Text
    low: int = 0
    high: int = 100

    @model_validator(mode="after")
    def ordered(self) -> "Slider":
        if self.low >= self.high:
            raise ValueError("'low' must be less than 'high'")
        return self

    def read(self, values: Sequence[str]) -> Answer:
        return whole_number(values[0], self.low, self.high)

    def missing_message(self) -> str:
        return _("Please touch the line where your answer lies, or type a number.")

    def variable(self) -> Variable:
        ends = (Labelled(value=self.low, label=self.left), Labelled(value=self.high, label=self.right))
        return Variable(type="integer", low=self.low, high=self.high, labels=ends)

    def fields_at(self, share: float) -> dict[str, list[str]]:
        return {self.code: [str(at(share, self.low, self.high))]}
