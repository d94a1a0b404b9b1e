"""What the people of a comparison are called: by the plan, by their levels' words, or the levels."""

from surveys.protocol.document import Document
from surveys.protocol.plan import Comparison
from surveys.protocol.sides import Chosen, Own, Sides, sides_of, varies, within
from surveys.texts import say


def people(document: Document, side: Chosen, named: dict[str, str] | None = None) -> str:
    """'those whose score fell', 'those with Course dip or rise'. named: what the plan calls them."""
    if named and (said := say(named, document.language, "en")):
        return said
    parts = [
        _having(document, factor, levels) for factor, levels in side if varies(document, factor) != "within"
    ]
    return f"those {' and '.join(parts)}" if parts else "all"


def at(document: Document, side: Chosen) -> str:
    """'Archetype robot or lurker': the levels within participants; '' where none are named."""
    met = (_levels(document, name, levels) for name, levels in side if varies(document, name) == "within")
    return next(met, "")


def told(document: Document, sides: Sides, *, by_own: bool = True) -> tuple[str, str]:
    """What both sides are called: people, or where the same people are on both, what they met. by_own: with
    the slope or difference by which they are compared, behind the second.
    """
    if is_within(document, sides):
        return at(document, sides.of), at(document, sides.against)
    names = next(
        (c for c in document.plan.confirmatory if c.contrast == "groups" and sides_of(c) == sides), None
    )
    of, against = (names.called, names.against_called) if names else ({}, {})
    met = f", at {at(document, sides.of)}" if within(document, sides.of) else ""
    by = f", {own(document, sides)}" if by_own and sides.own else ""
    return people(document, sides.of, of) + met, f"{people(document, sides.against, against)}{met}{by}"


def own(document: Document, sides: Sides) -> str:
    """'per 10 points of score' or 'Archetype robot less Archetype lurker': by what people are compared where
    it is not their means; '' where it is.
    """
    if sides.own is None or sides.own.is_slope:
        return "per 10 points of score" if sides.own else ""
    return " less ".join(own_levels(document, sides.own))


def own_levels(document: Document, by: Own) -> tuple[str, str]:
    """What is met on both sides of each one's difference."""
    name = next((factor.name for factor in document.factors if factor.varies == "within"), "")
    return _levels(document, name, by.at), _levels(document, name, by.less)


def is_within(document: Document, sides: Sides) -> bool:
    """Whether the same people stand on both sides, at different levels of what varies within them."""
    levels = within(document, sides.of)
    return sides.own is None and bool(levels) and levels != within(document, sides.against)


def compared(document: Document, named: Comparison) -> tuple[str, str]:
    return told(document, sides_of(named))


def _having(document: Document, name: str, levels: tuple[int | str, ...]) -> str:
    factor = document.factor(name)
    words = [
        say(factor.called.get(str(level), {}), document.language, "en") if factor else "" for level in levels
    ]
    return " or ".join(words) if all(words) else f"with {_levels(document, name, levels)}"


def _levels(document: Document, name: str, levels: tuple[int | str, ...]) -> str:
    factor = document.factor(name)
    label = (say(factor.label, document.language, "en") if factor else "") or name
    return f"{label} {' or '.join(map(str, levels))}"
