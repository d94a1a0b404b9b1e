"""What every kind of question can do: be written down, be answered, be described, be simulated."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, StringConstraints

from surveys.texts import Text

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,30}$")]
"""A name that becomes a column: fixed once a study is published."""

Fields = Mapping[str, Sequence[str]]
"""What a form sent: field name to its values."""

Answer = Any
"""JSON: a number, a word, a list of words, or one of the two absences below."""

DECLINED: Answer = {"missing": "declined"}
SKIPPED: Answer = {"missing": "skipped"}
DECLINED_VALUE = "declined"

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Invalid(ValueError):
    """An answer that cannot be stored as given. The message is shown at the field and names the cure."""


def is_missing(answer: Answer) -> bool:
    return isinstance(answer, dict) and "missing" in answer


def is_storable(value: str) -> bool:
    """Can PostgreSQL and UTF-8 hold it? They hold neither NUL nor lone surrogates."""
    return not _UNSTORABLE.search(value)


def clean_text(value: str) -> str:
    """The text as it is stored: line ends as one character, nothing else touched.

    Raises Invalid for what is not storable.
    """
    if not is_storable(value):
        raise Invalid(_("This text holds a character that cannot be stored. Please type it again."))
    return value.replace("\r\n", "\n")


class Labelled(BaseModel):
    """A value and the words that stand for it in exports."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    value: int | str
    label: Text


class Variable(BaseModel):
    """What the codebook says of one question: the type of its values and what they stand for."""

    model_config = ConfigDict(frozen=True)
    type: str  # integer | number | category | set | text
    low: float | None = None
    high: float | None = None
    labels: tuple[Labelled, ...] = ()


class Question(BaseModel):
    """One thing asked. A kind is a subclass in a file of its own, named in QUESTION_TYPES."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    template: ClassVar[str]
    own_decline_box: ClassVar[bool] = True  # False where "prefer not to say" is one of the options

    kind: str
    code: Code
    text: Text = {}
    hint: Text = {}
    required: bool = True
    declinable: bool = False

    def parse(self, fields: Fields) -> Answer:
        """The answer in `fields`, as it is stored. Raises Invalid."""
        values = [v for v in fields.get(self.code, ()) if v.strip()]
        if self.declinable and self._declines(fields, values):
            return DECLINED
        if not values:
            if self.required:
                raise Invalid(self.missing_message())
            return SKIPPED
        return self.read(values)

    def read(self, values: Sequence[str]) -> Answer:
        """The stored form of one or more non-blank values. Raises Invalid."""
        raise NotImplementedError(f"{type(self).__name__} does not say how it reads {values!r}")

    def can_be(self, value: int | str) -> bool:
        """Is this what is stored when somebody answers so? A list of choices is never one value."""
        try:
            return bool(self.parse({self.code: [str(value)]}) == value)
        except Invalid:
            return False

    def _declines(self, fields: Fields, values: Sequence[str]) -> bool:
        # Where declining has a box of its own, somebody may have typed the very word.
        if self.own_decline_box:
            return any(v.strip() for v in fields.get(f"{self.code}.declined", ()))
        return values == [DECLINED_VALUE]

    def missing_message(self) -> str:
        return _("Please answer this question.")

    def variable(self) -> Variable:
        """The question's line in the codebook."""
        raise NotImplementedError(f"{type(self).__name__} does not describe its values")

    def fields_at(self, share: float) -> dict[str, list[str]]:
        """The form fields of the answer that lies `share` (0 to 1) of the way along the possibilities."""
        raise NotImplementedError(f"{type(self).__name__} cannot be simulated for {share}")

    def emptiness(self) -> Sequence[tuple[str, str]]:
        """(field, reason) for every part that is still empty and is needed before publishing."""
        return (
            () if any(self.text.values()) else (("text", "The question has no text: write what is asked."),)
        )


def whole_number(value: str, low: int, high: int) -> int:
    """An ASCII whole number between `low` and `high`, both allowed. Raises Invalid."""
    if re.fullmatch(r"-?[0-9]{1,18}", value.strip()) and low <= int(value) <= high:
        return int(value)
    raise Invalid(_("Please give a whole number from %(low)d to %(high)d.") % {"low": low, "high": high})


def at(share: float, low: int, high: int) -> int:
    """The whole number `share` of the way from `low` to `high`."""
    return round(low + min(1.0, max(0.0, share)) * (high - low))
