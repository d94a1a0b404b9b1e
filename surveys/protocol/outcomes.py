"""What is to be explained: scale scores and behaviour, as the document names them."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from surveys.questions import Code
from surveys.texts import Text


class _Outcome(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    name: Code
    label: Text = {}
    smallest: float | None = None
    """Smallest effect worth having, in the outcome's own units."""


class Rating(_Outcome):
    """A scale score given once a profile visit."""

    kind: Literal["rating"] = "rating"
    scale: Code


class Once(_Outcome):
    """Taken once a participant."""


def _several(value: Any) -> Any:
    """One name, or none, as a list of them."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _shortest(value: tuple[str, ...]) -> str | list[str] | None:
    """As documents have it: a name where there is one."""
    return list(value) if len(value) > 1 else next(iter(value), None)


class State(Once):
    """A scale score given once, after; `before` are the same scale earlier (before the lot, or before what is
    compared can differ), all adjusted for.
    """

    kind: Literal["state"] = "state"
    scale: Code
    before: Annotated[
        tuple[Code, ...], Field(max_length=5), BeforeValidator(_several), PlainSerializer(_shortest)
    ] = ()


Deed = Literal["post", "filler", "own", "reply", "share", "like", "check", "reveal", "aside", "break"]
"""What can be done on a day: publish a prepared, a contentless or an own post; answer, pass on or like
another's; look at one's score; notice what lies beside the feed; take a break.
"""
Days = tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]]


class Count(Once):
    """How often these things were done over the days from..to (all of them where none are named). 0 where
    none while there; missing of whoever never reached the first of these days.
    """

    kind: Literal["count"] = "count"
    acts: tuple[Deed, ...] = Field(min_length=1)
    days: Days | None = None


class Happened(Once):
    """Whether any of these things was done at least once over the days, or whether a question that is asked
    once was answered with this.
    """

    kind: Literal["happened"] = "happened"
    acts: tuple[Deed, ...] = ()
    days: Days | None = None
    question: Code | None = None
    value: int | str | None = None

    @model_validator(mode="after")
    def says_one_thing(self) -> Self:
        if bool(self.acts) == (self.question is not None):
            raise ValueError("either acts happened, or a question was answered so: give one of them")
        if (self.question is None) != (self.value is None):
            raise ValueError("what happened by an answer names the question and the answer")
        return self


class Stayed(Once):
    """How many more days somebody took part after day `after`, of those who ended that day; leaving costs
    nothing. Known to be more only where the last day came first.
    """

    kind: Literal["stayed"] = "stayed"
    after: int = Field(ge=1)


class Ordinal(Once):
    """The answer to one question with ordered answers, asked once."""

    kind: Literal["ordinal"] = "ordinal"
    question: Code


class Act(_Outcome):
    """Whether a visit ended in this answer to its look page."""

    kind: Literal["act"] = "act"
    question: Code
    value: int | str


class Timed(_Outcome):
    """Seconds at each visit, analysed as their natural logarithm."""


class Dwell(Timed):
    """Seconds on the profile: the server's time between the answer before a look page and the look's own. Not
    known of a look that was come back to from the stop page.
    """

    kind: Literal["dwell"] = "dwell"


class InView(Timed):
    """Seconds for which at least half of the displayed score was in view on a visit's look page, as the
    browser noted them; of those who are shown it. Without JavaScript, or where a note was lost, not known.
    """

    kind: Literal["in_view"] = "in_view"


AnyOutcome = Annotated[
    Rating | State | Act | Dwell | InView | Count | Happened | Stayed | Ordinal, Field(discriminator="kind")
]
