"""One of several options."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from surveys.questions.base import DECLINED_VALUE, Answer, Code, Invalid, Labelled, Question, Variable, at
from surveys.texts import Text


class Option(Labelled):
    """An option's code, stored, and its words, shown."""

    value: Code
    label: Text


def refuse_doubles(options: tuple[Option, ...]) -> None:
    """Raises ValueError where two options share a code or one takes the word kept for declining."""
    values = [option.value for option in options]
    if doubled := sorted({v for v in values if values.count(v) > 1}):
        raise ValueError(f"two options have the value {doubled[0]!r}: give each its own")
    if DECLINED_VALUE in values:
        raise ValueError(f"{DECLINED_VALUE!r} is kept for 'prefer not to say': use 'declinable: true'")


class Choice(Question):
    template: ClassVar[str] = "questions/choice.html"
    own_decline_box: ClassVar[bool] = False
    kind: Literal["choice"] = "choice"
    options: tuple[Option, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def distinct(self) -> "Choice":
        refuse_doubles(self.options)
        return self

    def read(self, values: Sequence[str]) -> Answer:
        if values[0] not in {option.value for option in self.options}:
            raise Invalid(_("Please choose one of the options shown."))
        return values[0]

    def missing_message(self) -> str:
        return _("Please choose one.")

    def variable(self) -> Variable:
        return Variable(type="category", labels=self.options)

    def fields_at(self, share: float) -> dict[str, list[str]]:
        return {self.code: [str(self.options[at(share, 0, len(self.options) - 1)].value)]}
