"""The bounds of each look, by recursive integration over what has not crossed yet.

Armitage, McPherson & Rowe 1969 (J. R. Stat. Soc. A 132:235); Jennison & Turnbull 2000, Group Sequential
Methods, chapter 19. The score S = Z sqrt(t) has independent increments with variance t - t', so the density
of S inside all bounds so far follows from that of the look before by one convolution with a normal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, inf, log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from scoring.roots import root
from scoring.sequential.spending import Sides, check_plan, spent

Floats = NDArray[np.float64]

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_REACH = 12.0  # standard deviations: beyond lies 1e-32
_HIGHEST = 37.0  # a bound above this has a tail below 1e-299
_NEVER = 1e-295


@dataclass(frozen=True, slots=True)
class Inside:
    """Who has not crossed, after a look: points s of 0 or more of the score, and the probability about s and
    -s together, of shape (n,) both; fraction: of information, 0 before the first look.
    """

    fraction: float
    score: Floats
    mass: Floats

    def crossing(self, z: float, *, fraction: float) -> float:
        """The probability of reaching z or -z for the first time at a look at this fraction."""
        reach, sd = z * sqrt(fraction), sqrt(fraction - self.fraction)
        tails = special.ndtr((self.score - reach) / sd) + special.ndtr((-self.score - reach) / sd)
        return float(self.mass @ tails)

    def staying(self, drift: float) -> float:
        """The probability of having stayed inside so far when Z has mean drift x sqrt(fraction).

        The likelihood ratio to no drift depends on the score alone, so that no second recursion is needed.
        """
        ratio = np.logaddexp(drift * self.score, -drift * self.score) - log(2) - drift**2 * self.fraction / 2
        return float(self.mass @ np.exp(ratio))


START = Inside(0.0, np.zeros(1), np.ones(1))


def boundaries(
    fractions: Sequence[float], alpha: float = 0.05, *, sides: Sides = "together"
) -> tuple[float, ...]:
    """The bounds for |Z| at looks at these information fractions, spending alpha in all where the last is 1.

    A look's bound depends on the looks so far alone, so later ones may be moved. Precise to 1e-9. inf where
    so little is spent that nothing can cross. Raises ValueError as `spending.check_plan` says.
    """
    check_plan(fractions, alpha, sides)
    return tuple(bound for bound, _ in stages(fractions, alpha, sides=sides))


def stages(
    fractions: Sequence[float], alpha: float, *, sides: Sides = "together"
) -> Iterator[tuple[float, Inside]]:
    """Each look's bound, and who is inside after it; a look is computed when it is asked for."""
    inside = START
    for fraction, following in zip(fractions, (*fractions[1:], inf), strict=True):
        may = spent(fraction, alpha, sides=sides) - spent(inside.fraction, alpha, sides=sides)
        bound = _bound(inside, fraction, may)
        inside = _after(inside, fraction, bound=bound, following=following)
        yield bound, inside


def inside_bounds(fractions: Sequence[float], bounds: Sequence[float]) -> Inside:
    """Who has crossed none of these bounds for |Z|, after looks at these information fractions; one bound for
    each. Raises ValueError for another number of bounds, or fractions that do not rise from above 0.
    """
    check_plan(fractions, 0.5, "together")
    if len(bounds) != len(fractions):
        raise ValueError(f"bounds and fractions must be equally many: {len(bounds)} and {len(fractions)}")
    inside = START
    for fraction, bound, following in zip(fractions, bounds, (*fractions[1:], inf), strict=True):
        inside = _after(inside, fraction, bound=bound, following=following)
    return inside


def _bound(inside: Inside, fraction: float, may: float) -> float:
    """The z that is first reached at this look with the probability that may be spent."""
    if may < _NEVER:
        return inf

    def miss(z: float) -> float:
        return log(max(inside.crossing(z, fraction=fraction), _NEVER / 10)) - log(may)

    return root(miss, 0.0, _HIGHEST)


def _after(before: Inside, fraction: float, *, bound: float, following: float) -> Inside:
    """Who is still inside after the look; the points stand close enough for the next step's density too."""
    sd = sqrt(fraction - before.fraction)
    width = 2 * min(sd, sqrt(following - fraction))
    score, steps = _points(min(bound, _REACH) * sqrt(fraction), width)
    apart = (score[:, None] - before.score) / sd, (score[:, None] + before.score) / sd
    density = sum(np.exp(-(x**2) / 2) for x in apart) @ before.mass / (sd * sqrt(2 * np.pi))
    return Inside(fraction, score, density * steps)


def _points(top: float, width: float) -> tuple[Floats, Floats]:
    """Gauss-Legendre points of 0..top in panels no wider than width, and their weights."""
    panels = max(ceil(top / width), 1)
    half = top / panels / 2
    middles = (2 * np.arange(panels) + 1) * half
    return (middles[:, None] + half * _NODES).ravel(), np.tile(half * _WEIGHTS, panels)
