"""A number that is typed."""

import math
import re
from collections.abc import Sequence
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import model_validator

from surveys.questions.base import Answer, Invalid, Question, Variable, at, whole_number
from surveys.texts import Text

_DECIMAL = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,10})?")


class Number(Question):
    """Between `low` and `high`; whole unless `decimals`. A decimal comma is read as a point."""

    template: ClassVar[str] = "questions/number.html"
    kind: Literal["number"] = "number"
    low: int
    high: int
    decimals: bool = False
    unit: Text = {}

    @model_validator(mode="after")
    def ordered(self) -> "Number":
        if self.low >= self.high:
            raise ValueError("'low' must be less than 'high'")
        return self

    def read(self, values: Sequence[str]) -> Answer:
        if not self.decimals:
            return whole_number(values[0], self.low, self.high)
        text = values[0].strip()
        value = float(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else math.nan
        if not self.low <= value <= self.high:
            raise Invalid(
                _("Please give a number from %(low)d to %(high)d.") % {"low": self.low, "high": self.high}
            )
        return value

    def variable(self) -> Variable:
        return Variable(type="number" if self.decimals else "integer", low=self.low, high=self.high)

    def fields_at(self, share: float) -> dict[str, list[str]]:
        return {self.code: [str(at(share, self.low, self.high))]}
