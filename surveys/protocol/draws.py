"""What chance decides for one participation: made once from a slot, then a fact."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from scoring.allocation.squares import Square, square
from surveys.cues import Level
from surveys.protocol.document import Document
from surveys.protocol.nodes import Feed, Visits


@dataclass(frozen=True, slots=True)
class Arm:
    """One combination of the between-participant levels, with its weight in a block."""

    name: str
    levels: Mapping[str, Level]
    weight: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One exposure: a profile's code and the levels it is met at (the placebo's too)."""

    profile: str
    levels: Mapping[str, Level]


@dataclass(frozen=True, slots=True)
class Draws:
    """`feed`: the profiles whose posts a feed shows, in their order over all of its days."""

    arm: str
    levels: Mapping[str, Level]
    visits: tuple[Visit, ...]
    feed: tuple[str, ...] = ()

    def levels_at(self, visit: int) -> dict[str, Level]:
        """All levels in force at a visit counted from 1; at 0, those between participants."""
        return {**self.levels, **(self.visits[visit - 1].levels if visit else {})}

    def to_json(self) -> dict[str, Any]:
        data = {
            "arm": self.arm,
            "levels": dict(self.levels),
            "visits": [{"profile": v.profile, "levels": dict(v.levels)} for v in self.visits],
        }
        return {**data, "feed": list(self.feed)} if self.feed else data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Draws":
        visits = tuple(Visit(v["profile"], v["levels"]) for v in data["visits"])
        return cls(data["arm"], data["levels"], visits, tuple(data.get("feed", ())))


def arms(document: Document) -> tuple[Arm, ...]:
    """Every combination of the between-participant factors' levels; one arm "all" where there is none."""
    factors = [factor for factor in document.factors if factor.varies == "between"]
    found = []
    for indexes in product(*(range(len(factor.levels)) for factor in factors)):
        chosen = list(zip(factors, indexes, strict=True))
        weight = 1
        for factor, i in chosen:
            weight *= factor.weights[i] if factor.weights else 1
        name = "-".join(str(factor.levels[i]) for factor, i in chosen) or "all"
        found.append(Arm(name, {factor.name: factor.levels[i] for factor, i in chosen}, weight))
    return tuple(found)


def itineraries(document: Document) -> Square | None:
    """The fixed rows that participants walk: profile and level index at each visit."""
    visits = next((page for page in document.pages if isinstance(page, Visits)), None)
    return square(len(document.profiles), visits.count) if visits and document.profiles else None


def in_feed(document: Document, row: int) -> tuple[str, ...]:
    """The profiles of a feed's posts, day by day: the pool from its `row`-th profile on, again from the first
    where it is through. The same rows in every arm.
    """
    feed = next((page for page in document.pages if isinstance(page, Feed)), None)
    codes = [profile.code for profile in document.profiles]
    if feed is None or not codes:
        return ()
    return tuple(codes[(row + i) % len(codes)] for i in range(feed.days * feed.posts))


def draw(
    document: Document, arm: Arm, row: tuple[tuple[int, int], ...], *, feed: tuple[str, ...] = ()
) -> Draws:
    """The draws of a slot: its arm, and its row of the square as profiles with levels.

    `row` holds (profile index, level index) in the order of the visits.
    """
    within = next((factor for factor in document.factors if factor.varies == "within"), None)
    visits = tuple(
        Visit(document.profiles[profile].code, {within.name: within.levels[level]} if within else {})
        for profile, level in row
    )
    return Draws(arm.name, arm.levels, visits, feed)
