"""The analysis plan: what is named before anybody takes part. Publishing freezes it with the rest."""

from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from surveys.cues import Level
from surveys.protocol.part import Part
from surveys.questions import Code
from surveys.texts import Text


class Noticing(Part):
    """The answer to a question, asked once after the lot, that says that the score was noticed."""

    question: Code
    value: int | str


Side = dict[Code, tuple[Level, ...]]
"""Some levels of some factors: whoever has one of each of them."""


class Each(Part):
    """What each participant's one number is, where it is not their mean: their own slope per 10 points of the
    score, or their mean at some levels of what varies within participants less that at others.
    """

    slope: bool = False
    at: tuple[Level, ...] = Field((), max_length=20)
    less: tuple[Level, ...] = Field((), max_length=20)

    @model_validator(mode="after")
    def says_one_thing(self) -> Self:
        if self.slope == bool(self.at or self.less) or bool(self.at) != bool(self.less):
            raise ValueError("each one's number is a slope, or a difference: name levels on both its sides")
        return self


class Comparison(Part):
    """One confirmatory contrast.

    level: slope per 10 points where the score is shown. visibility: shown against hidden; outcomes taken at
    visits are averaged over the levels. at: shown at `levels[0]` against hidden. step: `levels[1]` against
    `levels[0]`, both shown. groups: the participants of `of` against those of `against`, as allocated; where
    both name levels of the within factor alone, what each gave at the ones against what they gave at the
    others. each: what is compared of each participant, where it is not their mean, so that it is asked
    whether a slope or a difference is another in one group than in the other. called, against_called: what
    these people are called in sentences ("those whose score fell").

    mixed: crossed mixed model over participants and profiles. participants: one number a participant, their
    own slope or mean, for this pool. adjusted: Lin's adjusted difference, for states. own: of groups, in the
    way that fits the outcome's kind.

    smallest: smallest effect worth having, in the outcome's own units; of level and of slopes, per 10 points.
    """

    name: Code
    outcome: Code
    contrast: Literal["level", "visibility", "at", "step", "groups"] = "level"
    levels: tuple[int, ...] = Field((), max_length=2)
    of: Side = {}
    against: Side = {}
    called: Text = {}
    against_called: Text = {}
    each: Each | None = Field(None, exclude_if=lambda each: each is None)
    model: Literal["mixed", "participants", "adjusted", "own"] = "mixed"
    smallest: float | None = None

    @property
    def is_per_ten(self) -> bool:
        """Whether its size is one for each 10 points of score."""
        return self.contrast == "level" or (self.each is not None and self.each.slope)

    @model_validator(mode="before")
    @classmethod
    def groups_need_no_model(cls, data: Any) -> Any:
        """Of groups the outcome's kind says how they are compared."""
        if isinstance(data, dict) and data.get("contrast") == "groups" and "model" not in data:
            return {**data, "model": "own"}
        return data


class Exclusion(Part):
    """Who is left out, by what was known before the lot: so many attention checks missed, or an answer."""

    name: Code
    label: Text = {}
    missed: Annotated[int, Field(ge=1, le=20)] | None = None
    code: Code | None = None
    among: tuple[int | str, ...] = Field((), max_length=100)

    @model_validator(mode="after")
    def says_one_thing(self) -> Self:
        if (self.missed is None) == (self.code is None):
            raise ValueError(
                "a rule leaves out either by missed attention checks or by an answer: give one of them"
            )
        if (self.code is None) != (not self.among):
            raise ValueError("a rule about an answer names the question and the answers that leave out")
        return self


class Safety(Part):
    """Stop and think: where `outcome` (a state with a value before) rose by more than `rise` on average among
    the first `first` who came to where groups differ and finished, stopped or deleted, all groups together,
    the study is paused. Of each the last value counts that there is of this state.
    """

    outcome: Code
    rise: float = Field(15, gt=0)
    first: int = Field(50, ge=10, le=10_000)


class FixedN(Part):
    """Effects are hidden until the study is closed, then tested once."""

    kind: Literal["fixed"] = "fixed"


class GroupSequential(Part):
    """Effects are looked at after these fractions of the planned number (O'Brien-Fleming spending)."""

    kind: Literal["group_sequential"] = "group_sequential"
    looks: tuple[float, ...] = Field(min_length=2, max_length=5)

    @model_validator(mode="after")
    def ends_at_the_planned_number(self) -> Self:
        rising = all(a < b for a, b in pairwise((0.0, *self.looks)))
        if not rising or self.looks[-1] != 1.0:
            raise ValueError("looks rise from above 0 to the whole planned number, which is the last: 1")
        if min(b - a for a, b in pairwise((0.0, *self.looks))) < 0.05 - 1e-9:
            raise ValueError("looks lie a twentieth of the planned number apart, such as 0.5, 0.75, 1")
        return self


class AnytimeValid(Part):
    """Effects may be looked at at any time: their intervals hold however often that is done."""

    kind: Literal["anytime_valid"] = "anytime_valid"


Stopping = Annotated[FixedN | GroupSequential | AnytimeValid, Field(discriminator="kind")]


class Plan(Part):
    """How many take part, how the lot is dealt, and what is named beforehand.

    blocks: block sizes are these multiples of the arms' weights. noticed: how it is known whether the display
    was noticed at all (the manipulation check); recalled: the number question, asked once after the visits,
    about the last profile's score. threshold: two neighbouring levels that straddle one.
    turning: the level about which slopes are taken apart into low and high. covariates: questions and scales
    before the lot that describe balance. safety: when the study pauses itself.
    """

    planned: int = Field(100, ge=1, le=1_000_000)
    blocks: tuple[Annotated[int, Field(ge=1, le=10)], ...] = Field((2, 3), min_length=1)
    noticed: Noticing | None = None
    recalled: Code | None = None
    alpha: float = Field(0.05, gt=0, le=0.2)
    correction: Literal["holm", "none"] = "holm"
    confirmatory: tuple[Comparison, ...] = Field((), max_length=5)
    stopping: Stopping = FixedN()
    exclusions: tuple[Exclusion, ...] = Field((), max_length=10)
    threshold: tuple[int, int] | None = None
    turning: int | None = None
    covariates: tuple[Code, ...] = Field((), max_length=20)
    safety: Safety | None = None
