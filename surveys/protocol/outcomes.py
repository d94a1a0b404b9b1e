"""What is to be explained: scale scores and behaviour, as the document names them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

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


class State(_Outcome):
    """A scale score given once, after; `before` is the same scale before the lot, adjusted for."""

    kind: Literal["state"] = "state"
    scale: Code
    before: Code | None = None


class Act(_Outcome):
    """Whether a visit ended in this answer to its look page."""

    kind: Literal["act"] = "act"
    question: Code
    value: int | str


class Dwell(_Outcome):
    """Seconds on the profile: the server's time between the answer before a look page and the look's own. Not
    known of a look that was come back to from the stop page.
    """

    kind: Literal["dwell"] = "dwell"


AnyOutcome = Annotated[Rating | State | Act | Dwell, Field(discriminator="kind")]
