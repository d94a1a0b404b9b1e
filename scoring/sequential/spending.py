"""How much of alpha may be spent by when: spending of the O'Brien-Fleming type.

Lan & DeMets 1983 (Biometrika 70:659), spending 2 - 2 Phi(z / sqrt t) by information fraction t.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from typing import Literal

from scipy import special

Sides = Literal["together", "each"]
"""What a two-sided test puts into the formula. "together": alpha itself, spent on both sides together (four
equal looks at .05: 3.920, 2.774, 2.298, 2.043). "each": alpha / 2 for each side, as R's gsDesign, ldbounds
and rpact do (4.333, 2.963, 2.359, 2.014). Both keep alpha; the first stops a little earlier and needs a
little more at most.
"""
SIDES: tuple[Sides, ...] = ("together", "each")
EARLIEST = 0.01
CLOSEST = 0.001


def spent(fraction: float, alpha: float, *, sides: Sides = "together") -> float:
    """What of alpha may be spent, on both sides, by this information fraction of 0..1."""
    parts = 1 if sides == "together" else 2
    if fraction <= 0:
        return 0.0
    return float(2 * parts * special.ndtr(special.ndtri(alpha / 2 / parts) / sqrt(fraction)))


def check_plan(fractions: Sequence[float], alpha: float, sides: Sides) -> None:
    """Raises ValueError for fractions that do not rise, from .01 to 1 and .001 apart at least, for alpha
    outside 0..1 or another word for sides.
    """
    steps = [b - a for a, b in pairwise(fractions)]
    inside = bool(fractions) and fractions[0] >= EARLIEST and fractions[-1] <= 1
    if not inside or min(steps, default=1.0) < CLOSEST - 1e-9:
        raise ValueError(
            f"fractions must rise from {EARLIEST} or more to at most 1, {CLOSEST} apart at least, "
            f"such as (.5, 1), not {tuple(fractions)}"
        )
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie between 0 and 1, such as .05, not {alpha}")
    if sides not in SIDES:
        raise ValueError(f"sides must be one of {', '.join(SIDES)}, not {sides}")
