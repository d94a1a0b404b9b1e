"""Published scales as data: items, answers, reverse keys, subscales, and what may be done with them."""

from collections import Counter
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from surveys.texts import Plain, Text

Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,30}$")]
"""A name that becomes a column in R, Python, SPSS and Stata, and is therefore kept for ever."""

InstrumentCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Differential(Frozen):
    """Two poles, each item its own; answers run from 1 at the left to `points` at the right."""

    kind: Literal["differential"] = "differential"
    points: int = Field(default=7, ge=2, le=11)

    @property
    def low(self) -> int:
        return 1

    @property
    def high(self) -> int:
        return self.points


class Likert(Frozen):
    """Answers run from 1 at the first label; an empty label is a point shown without words."""

    kind: Literal["likert"] = "likert"
    labels: tuple[Text, ...] = Field(min_length=2, max_length=11)

    @property
    def low(self) -> int:
        return 1

    @property
    def high(self) -> int:
        return len(self.labels)


class Slider(Frozen):
    kind: Literal["slider"] = "slider"
    low: int = 0
    high: int = 100
    left: Text
    right: Text

    @model_validator(mode="after")
    def runs_upwards(self) -> Self:
        if self.low >= self.high:
            raise ValueError(f"the low end ({self.low}) must be below the high end ({self.high})")
        return self


class ChoiceOption(Frozen):
    value: int
    label: Text


class Choice(Frozen):
    kind: Literal["choice"] = "choice"
    options: tuple[ChoiceOption, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def values_differ(self) -> Self:
        refuse_doubles("value", [str(option.value) for option in self.options])
        return self

    @property
    def low(self) -> int:
        return min(option.value for option in self.options)

    @property
    def high(self) -> int:
        return max(option.value for option in self.options)


AnswerFormat = Annotated[Differential | Likert | Slider | Choice, Field(discriminator="kind")]


class Item(Frozen):
    """`text` for a statement or question, `left` and `right` for the poles of a differential."""

    code: Code
    text: Text = {}
    left: Text = {}
    right: Text = {}
    reverse: bool = False
    """Scored as low + high - answer, so that more always means more of the subscale's name."""


class Subscale(Frozen):
    code: Code
    name: Text
    items: tuple[Code, ...] = Field(min_length=1)
    score: Literal["mean", "sum"]
    minimum: int = Field(ge=1)
    """Fewer answered items than this, and the score is missing. A sum is the mean times the items."""
    factor: float = Field(default=1, gt=0)
    """Multiplies the score: 20/6 brings a sum of six four-point items to 20-80."""


class Instrument(Frozen):
    code: InstrumentCode
    name: Text
    citation: Plain
    doi: Plain | None = None
    license: Plain
    """What is known about the right to use the wording, in words."""
    permission: Literal["granted", "public", "own", "to confirm"]
    wording: Literal["verified", "corroborated", "own"]
    """Read in the source; agreed by other sources that reproduce it; or written for this project."""
    instruction: Text
    answer: AnswerFormat
    alternative: AnswerFormat | None = None
    """Another way of answering the same items, for those whom the first does not suit."""
    items: tuple[Item, ...] = Field(min_length=1)
    subscales: tuple[Subscale, ...] = Field(min_length=1)
    summed: bool = False
    """May the subscales be added up to one score? Only where the authors say so."""
    notes: Plain = ""

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        codes = [item.code for item in self.items]
        refuse_doubles("item", codes)
        refuse_doubles("subscale", [subscale.code for subscale in self.subscales])
        for subscale in self.subscales:
            refuse_doubles(f"item in {subscale.code}", list(subscale.items))
            if strange := set(subscale.items) - set(codes):
                raise ValueError(
                    f"subscale {subscale.code} names unknown items: {', '.join(sorted(strange))}"
                )
            if subscale.minimum > len(subscale.items):
                raise ValueError(f"subscale {subscale.code} asks for more items than it has")
        return self

    def item(self, code: str) -> Item:
        return next(item for item in self.items if item.code == code)

    def subscale(self, code: str) -> Subscale:
        return next(subscale for subscale in self.subscales if subscale.code == code)


def refuse_doubles(what: str, codes: list[str]) -> None:
    if doubled := [code for code, times in Counter(codes).items() if times > 1]:
        raise ValueError(f"{what} appears twice: {', '.join(doubled)}")
