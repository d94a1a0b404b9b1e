"""The document: one typed text that is a study. A draft is one not yet complete, a protocol one frozen."""

from functools import cache
from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from surveys.cues import Assigned, Cue, Level
from surveys.instruments import Instrument
from surveys.profiles.types import Pool, Profile
from surveys.protocol.nodes import AnyNode
from surveys.protocol.outcomes import AnyOutcome
from surveys.protocol.part import Part
from surveys.protocol.plan import Plan
from surveys.protocol.recruitment import Recruitment
from surveys.questions import Code
from surveys.texts import Plain, Text

SCHEMA = 1
Address = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # reads a folder of 600 files: 40 ms


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError(f"{name!r} is not a time zone: write one such as UTC or Europe/Berlin")
    return name


class About(Part):
    """What participants must be told. All of it is needed to publish."""

    institution: Text = {}
    contact: Text = {}
    approval: Text = {}
    pay: Text = {}
    minutes: int | None = Field(None, ge=1, le=600)


class Factor(Part):
    """Something varied: between participants (weighted arms) or within (rotated over visits).

    called: by level, how results call those who have it: "whose score fell".
    """

    name: Code
    label: Text = {}
    levels: tuple[Level, ...] = Field(min_length=1, max_length=20)
    called: dict[str, Text] = {}
    varies: Literal["between", "within"]
    weights: tuple[Annotated[int, Field(ge=1, le=10)], ...] = ()

    @model_validator(mode="after")
    def agrees(self) -> Self:
        if len(set(map(str, self.levels))) != len(self.levels):
            raise ValueError(f"factor {self.name!r} has the same level twice: remove one")
        if self.weights and (self.varies == "within" or len(self.weights) != len(self.levels)):
            raise ValueError(f"factor {self.name!r}: give one weight a level, between participants only")
        return self


class Document(Part):
    """Types check shape and allow emptiness; `checks` judges completeness."""

    schema_number: Literal[1] = Field(1, alias="schema")
    name: Plain = ""
    title: Text = {}
    address: Address
    language: Language = "en"
    time_zone: Annotated[str, AfterValidator(_known_zone)] = "UTC"
    about: About = About()
    help: Text = {}
    recruitment: Recruitment = Recruitment()
    factors: tuple[Factor, ...] = ()
    cue: Cue | None = None
    pool: Pool | None = None
    instruments: tuple[Instrument, ...] = ()
    pages: tuple[AnyNode, ...] = ()
    outcomes: tuple[AnyOutcome, ...] = ()
    plan: Plan = Plan()

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)

    @property
    def profiles(self) -> tuple[Profile, ...]:
        return self.pool.profiles if self.pool else ()

    def profile(self, code: str) -> Profile | None:
        return next((profile for profile in self.profiles if profile.code == code), None)

    @property
    def library(self) -> dict[str, Instrument]:
        return {instrument.code: instrument for instrument in self.instruments}

    def levels(self, part: object) -> tuple[Level, ...]:
        """Every value that a part of the score can take; none where its factor does not exist, or where it is
        computed.
        """
        if not isinstance(part, Assigned):
            return (part,) if isinstance(part, int | str) else ()
        factor = self.factor(part.factor)
        return tuple(map(part.of, factor.levels)) if factor else ()

    def factor(self, name: str) -> Factor | None:
        return next((factor for factor in self.factors if factor.name == name), None)
