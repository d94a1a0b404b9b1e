"""Any number of several options."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from surveys.questions.base import Answer, Invalid, Question, Variable, at
from surveys.questions.choice import Option, refuse_doubles


class Choices(Question):
    """Stored as the list of chosen codes, in the options' order."""

    template: ClassVar[str] = "questions/choices.html"
    kind: Literal["choices"] = "choices"
    options: tuple[Option, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def distinct(self) -> "Choices":
        refuse_doubles(self.options)
        return self

    def read(self, values: Sequence[str]) -> Answer:
        known = [str(option.value) for option in self.options]
        if set(values) - set(known):
            raise Invalid(_("Please choose among the options shown."))
        return [value for value in known if value in values]

    def missing_message(self) -> str:
        return _("Please choose at least one.")

    def variable(self) -> Variable:
        return Variable(type="set", labels=self.options)

    def fields_at(self, share: float) -> dict[str, list[str]]:
        return {self.code: [str(option.value) for option in self.options[: at(share, 1, len(self.options))]]}
