"""Free text, in one line or several."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from surveys.questions.base import Answer, Invalid, Question, Variable, clean_text


class ShortText(Question):
    template: ClassVar[str] = "questions/text.html"
    kind: Literal["text"] = "text"
    longest: int = Field(200, ge=1, le=1000)

    def read(self, values: Sequence[str]) -> Answer:
        text = clean_text(values[0])
        if len(text) > self.longest:
            counts = {"excess": f"{len(text) - self.longest:,}", "longest": f"{self.longest:,}"}
            raise Invalid(_("Please shorten this by %(excess)s characters: %(longest)s fit here.") % counts)
        return text

    def variable(self) -> Variable:
        return Variable(type="text")

    def fields_at(self, share: float) -> dict[str, list[str]]:
        return {self.code: [f"simulated answer {round(100 * share)}"[: self.longest]]}


class LongText(ShortText):
    template: ClassVar[str] = "questions/long_text.html"
    kind: Literal["long_text"] = "long_text"  # type: ignore[assignment]
    longest: int = Field(5000, ge=1, le=20000)
