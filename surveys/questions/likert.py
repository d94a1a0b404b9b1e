"""Agreement or amount on a few labelled points."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from surveys.questions.base import Answer, Labelled, Question, Variable, at, whole_number
from surveys.texts import Text


class Likert(Question):
    """One of `labels`, stored as its number, counted from `first`."""

    template: ClassVar[str] = "questions/likert.html"
    own_decline_box: ClassVar[bool] = False
    kind: Literal["likert"] = "likert"
    labels: tuple[Text, ...] = Field(min_length=2, max_length=11)
    first: int = 1

    @property
    def points(self) -> tuple[Labelled, ...]:
        return tuple(Labelled(value=self.first + i, label=label) for i, label in enumerate(self.labels))

    def read(self, values: Sequence[str]) -> Answer:
        return whole_number(values[0], self.first, self.first + len(self.labels) - 1)

    def missing_message(self) -> str:
        return _("Please choose one.")

    def variable(self) -> Variable:
        last = self.first + len(self.labels) - 1
        return Variable(type="integer", low=self.first, high=last, labels=self.points)

    def fields_at(self, share: float) -> dict[str, list[str]]:
        return {self.code: [str(at(share, self.first, self.first + len(self.labels) - 1))]}
