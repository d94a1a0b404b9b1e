"""What looking costs at most, and saves on average, beside a study with one fixed look."""

from collections.abc import Sequence
from itertools import pairwise

from scoring.power.law import z_power
from scoring.roots import root
from scoring.sequential.boundaries import Inside, stages
from scoring.sequential.spending import Sides, check_plan

FARTHEST = 40.0
SURE = 1 - 1e-9


def inflation(
    fractions: Sequence[float], alpha: float = 0.05, *, power: float = 0.8, sides: Sides = "together"
) -> float:
    """How many times the fixed study's N the looks need at most, for the same power (both sides counted).

    Jennison & Turnbull 2000, chapter 2. fractions: the last is 1. Raises ValueError for power that does not
    lie between alpha and 1, for looks that do not end at 1, and as `boundaries` does.
    """
    inside = _looks(fractions, alpha, power=power, sides=sides)
    return (crossing_drift(inside[-1], power) / fixed_drift(alpha, power)) ** 2


def expected_size(
    fractions: Sequence[float],
    alpha: float = 0.05,
    *,
    power: float = 0.8,
    effect: float = 1.0,
    sides: Sides = "together",
) -> float:
    """The mean N at which such a study stops, as a multiple of the fixed study's.

    effect: the true one, as a multiple of that at which the power is wanted; 0 is none. Raises as
    `inflation` does.
    """
    inside = _looks(fractions, alpha, power=power, sides=sides)
    drift = crossing_drift(inside[-1], power)
    goes_on = [1.0, *(look.staying(effect * drift) for look in inside[:-1])]
    steps = [b - a for a, b in pairwise((0.0, *fractions))]
    used = sum(p * step for p, step in zip(goes_on, steps, strict=True))
    return used * (drift / fixed_drift(alpha, power)) ** 2


def _looks(fractions: Sequence[float], alpha: float, *, power: float, sides: Sides) -> list[Inside]:
    check_plan(fractions, alpha, sides)
    if abs(fractions[-1] - 1) > 1e-12:
        raise ValueError(f"fractions must end at 1, not {fractions[-1]}")
    if not alpha < power < 1:
        raise ValueError(f"power must lie between alpha and 1, such as .8, not {power}")
    return [inside for _, inside in stages(fractions, alpha, sides=sides)]


def crossing_drift(inside: Inside, power: float) -> float:
    """The mean of Z at the end at which some look crosses with this probability. inside: after the last look.

    Raises ValueError for less power than without any effect.
    """
    return root(lambda drift: 1 - inside.staying(drift) - power, 0.0, FARTHEST)


def fixed_drift(alpha: float, power: float) -> float:
    """The mean of Z that one two-sided test finds with this power: 0 for alpha or less, 40 at most."""
    if power >= SURE:
        return FARTHEST
    return root(lambda drift: z_power(drift, alpha) - power, 0.0, FARTHEST) if power > alpha else 0.0
