"""Whether enough people are there for anything to be inferred: on each side of a comparison of groups, in
each group for all else.
"""

from collections.abc import Iterable

import numpy as np

from surveys.analysis.asking import Source
from surveys.analysis.results import ENOUGH, Extent
from surveys.protocol import Compiled
from surveys.protocol.plan import Comparison
from surveys.protocol.sides import Sides, arms_in, sides_of


def extent_of(source: Source, named: Iterable[Comparison]) -> Extent:
    """Whether anything may be inferred at all: from the groups, or from a comparison that the plan names."""
    if in_each_group(source) >= ENOUGH:
        return "full"
    found = any(c.contrast == "groups" and in_fewest(source, c) >= ENOUGH for c in named)
    return "full" if found else "few"


def in_fewest(source: Source, comparison: Comparison) -> int:
    """How many the smaller side of this comparison has; the smallest group, where it is about the displayed
    score.
    """
    if comparison.contrast == "groups":
        return min(on_sides(source, sides_of(comparison)))
    return in_each_group(source)


def smaller_share(protocol: Compiled, comparison: Comparison) -> float:
    """The share of all people that the smaller side of this comparison is planned to have; the smallest
    group's, where it is about the displayed score.
    """
    weights = list(protocol.weights.values())
    smallest = min(weights)
    if comparison.contrast == "groups":
        sides = sides_of(comparison)
        arms = (arms_in(protocol.document, side) for side in (sides.of, sides.against))
        smallest = min(sum(weights[i] for i in side) for side in arms)
    return smallest / sum(weights)


def in_each_group(source: Source) -> int:
    """How many the smallest group has."""
    arm = source.data.arm
    return int(np.bincount(arm, minlength=len(source.design.groups)).min(initial=len(arm)))


def on_sides(source: Source, sides: Sides) -> tuple[int, int]:
    document, arm = source.protocol.document, source.data.arm
    of, against = (int(np.isin(arm, arms_in(document, side)).sum()) for side in (sides.of, sides.against))
    return of, against


def too_few(source: Source, comparison: Comparison) -> str:
    """Why nothing is inferred from a comparison; '' where something is."""
    fewest = in_fewest(source, comparison)
    if fewest >= ENOUGH:
        return ""
    if comparison.contrast == "groups":
        of, against = on_sides(source, sides_of(comparison))
        return f"Too few people: {of} on one side and {against} on the other; each needs {ENOUGH}."
    return f"Too few people: {fewest} in the smallest group; each needs {ENOUGH}."
