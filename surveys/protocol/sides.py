"""Whom a comparison of groups is about: which arms, and which levels of what varies within participants."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.cues import Level
from surveys.protocol.document import Document
from surveys.protocol.draws import Arm, arms
from surveys.protocol.plan import Comparison, Each, Side

Chosen = tuple[tuple[str, tuple[Level, ...]], ...]
"""A `Side` that can be compared and kept: (factor, levels), by name, as jsonb keeps no order of keys."""


@dataclass(frozen=True, slots=True)
class Own:
    """Each one's own slope over the scores; or, where levels are named, their mean at these less at those."""

    at: tuple[Level, ...] = ()
    less: tuple[Level, ...] = ()

    @property
    def is_slope(self) -> bool:
        return not self.at


@dataclass(frozen=True, slots=True)
class Sides:
    """The participants, or the levels within participants, that are compared; own: by which number of each,
    where it is not their mean.
    """

    of: Chosen
    against: Chosen
    own: Own | None = None

    @property
    def key(self) -> str:
        """'course:dip_64~course:dip_65', 'group:a~group:b by robot-lurker'."""
        by = self.own
        joined = ("+".join(map(str, levels)) for levels in (by.at, by.less)) if by else ()
        each = f" by {'slope' if by.is_slope else '-'.join(joined)}" if by else ""
        return f"{_key(self.of)}~{_key(self.against)}{each}"

    def to_json(self) -> dict[str, Any]:
        own = {"own": {"at": list(self.own.at), "less": list(self.own.less)}} if self.own else {}
        return {"of": _json(self.of), "against": _json(self.against), **own}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Sides":
        own = data.get("own")
        by = Own(tuple(own["at"]), tuple(own["less"])) if own else None
        return cls(chosen(data["of"]), chosen(data["against"]), by)


def sides_of(comparison: Comparison) -> Sides:
    return Sides(chosen(comparison.of), chosen(comparison.against), own_of(comparison.each))


def own_of(each: Each | None) -> Own | None:
    return Own(each.at, each.less) if each else None


def chosen(side: Side | Mapping[str, Any]) -> Chosen:
    return tuple((factor, tuple(levels)) for factor, levels in sorted(side.items()))


def arms_in(document: Document, side: Chosen) -> tuple[int, ...]:
    """Positions of the arms that have one of the named levels of each factor; all where none is named."""
    between = {factor: levels for factor, levels in side if varies(document, factor) == "between"}
    return tuple(i for i, arm in enumerate(arms(document)) if _is_in(arm, between))


def within(document: Document, side: Chosen) -> tuple[Level, ...]:
    """The named levels of the factor that varies within participants; none where all count."""
    return next((levels for factor, levels in side if varies(document, factor) == "within"), ())


def varies(document: Document, name: str) -> str:
    factor = document.factor(name)
    return factor.varies if factor else ""


def _is_in(arm: Arm, between: Mapping[str, tuple[Level, ...]]) -> bool:
    return all(arm.levels.get(factor) in levels for factor, levels in between.items())


def _key(side: Chosen) -> str:
    return ",".join(f"{factor}:{'+'.join(map(str, levels))}" for factor, levels in side)


def _json(side: Chosen) -> dict[str, list[Level]]:
    return {factor: list(levels) for factor, levels in side}
