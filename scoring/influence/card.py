"""What a score system says about itself, and the scores it gives."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from scoring.influence.activity import Activity

Status = Literal["published", "inferred", "chosen"]
"""Read in a source; read off published figures here; neither, and ours alone."""


@dataclass(frozen=True, slots=True)
class Principle:
    """One thing that a system does. `sources`: addresses, at least one where it is published."""

    text: str
    status: Status
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """What stands beside a system wherever it is offered. low, high: the range of its number."""

    name: str
    low: float
    high: float
    principles: tuple[Principle, ...]
    claims_not: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """values: (accounts, days), float32, unrounded; levels: the same shape, where a system has a second
    number. system and version go with every one of them that is displayed.
    """

    system: str
    version: str
    values: NDArray[np.float32]
    levels: NDArray[np.int16] | None = None


@dataclass(frozen=True, slots=True)
class Displayed:
    """One score as it is shown and stored: never without the version of what gave it."""

    system: str
    version: str
    value: float
    level: int | None
    text: str


class ScoreSystem(Protocol):
    """`kind` is its word in SCORE_SYSTEMS."""

    @property
    def kind(self) -> str: ...

    @property
    def card(self) -> Card: ...

    @property
    def version(self) -> str: ...

    def daily(self, activity: Activity) -> Scores:
        """A score for every account and day, in bounded memory beside the result."""
        ...

    def text(self, value: float, level: int | None) -> str:
        """The words of one score, rounded as the system rounds."""
        ...


def displayed(system: ScoreSystem, value: float, level: int | None = None) -> Displayed:
    return Displayed(system.kind, system.version, value, level, system.text(value, level))


def version_of(system: Any, edition: int) -> str:
    """The edition of its formula and a digest of all its constants: whoever changes one changes it."""
    constants = [(field.name, getattr(system, field.name)) for field in fields(system)]
    return f"{edition}.{hashlib.sha256(repr(constants).encode()).hexdigest()[:8]}"


def sources(principles: Sequence[Principle]) -> tuple[str, ...]:
    """Each address once, in order."""
    return tuple(dict.fromkeys(source for one in principles for source in one.sources))
