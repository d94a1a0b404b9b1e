"""Kinds of question. To add one: a file here, a template, a word in QUESTION_TYPES."""

from typing import Annotated

from pydantic import Field

from surveys.questions.base import (
    DECLINED,
    DECLINED_VALUE,
    SKIPPED,
    Answer,
    Code,
    Fields,
    Invalid,
    Labelled,
    Question,
    Variable,
    is_missing,
    is_storable,
)
from surveys.questions.choice import Choice, Option
from surveys.questions.choices import Choices
from surveys.questions.differential import Differential
from surveys.questions.likert import Likert
from surveys.questions.number import Number
from surveys.questions.slider import Slider
from surveys.questions.text import LongText, ShortText

QUESTION_TYPES: dict[str, type[Question]] = {
    "likert": Likert,
    "differential": Differential,
    "slider": Slider,
    "choice": Choice,
    "choices": Choices,
    "number": Number,
    "text": ShortText,
    "long_text": LongText,
}

AnyQuestion = Annotated[
    Likert | Differential | Slider | Choice | Choices | Number | ShortText | LongText,
    Field(discriminator="kind"),
]

__all__ = [
    "DECLINED",
    "DECLINED_VALUE",
    "QUESTION_TYPES",
    "SKIPPED",
    "Answer",
    "AnyQuestion",
    "Choice",
    "Choices",
    "Code",
    "Differential",
    "Fields",
    "Invalid",
    "Labelled",
    "Likert",
    "LongText",
    "Number",
    "Option",
    "Question",
    "ShortText",
    "Slider",
    "Variable",
    "is_missing",
    "is_storable",
]
