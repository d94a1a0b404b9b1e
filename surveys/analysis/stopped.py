"""What the plan's way of stopping does to a power that was worked out for one test at the end."""

from dataclasses import dataclass, replace
from math import isnan

from scipy import special

from scoring.power.law import WANTED
from scoring.power.result import Power
from scoring.sequential.anytime import multiplier
from scoring.sequential.boundaries import Inside, boundaries, inside_bounds
from scoring.sequential.demand import crossing_drift, fixed_drift
from surveys.analysis.looking import PICTURED
from surveys.protocol.plan import AnytimeValid, FixedN, Stopping

FINE = 1_000_000
"""A planned number for multipliers, which depend on the fraction of it alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """alpha: of one comparison. tail: on each side, of the interval at the end that shows an effect to be
    small. inside: who has crossed at no look; None where there is one test, at the end.
    """

    alpha: float
    tail: float = 0.05
    inside: Inside | None = None

    def of(self, found: Power) -> Power:
        """The same comparison, found where any look finds it.

        What a t test loses beside a normal one it loses here too: the drift is that of a normal test with
        the same power. Information is taken to grow with the participants.
        """
        if self.inside is None or isnan(found.power):
            return found
        wider = crossing_drift(self.inside, WANTED) / fixed_drift(self.alpha, WANTED)
        power = 1 - self.inside.staying(fixed_drift(self.alpha, found.power))
        return replace(found, power=power, smallest=found.smallest * wider)


def way_of(stopping: Stopping, alpha: float) -> Way:
    """alpha: already divided by the number of confirmatory tests."""
    if isinstance(stopping, FixedN):
        return Way(alpha=alpha)
    if isinstance(stopping, AnytimeValid):
        fractions = tuple((i + 1) / PICTURED for i in range(PICTURED))
        bounds = tuple(multiplier(round(f * FINE), planned=FINE, alpha=alpha) for f in fractions)
    else:
        fractions, bounds = stopping.looks, boundaries(stopping.looks, alpha)
    tail = float(special.ndtr(-bounds[-1]))
    return Way(alpha=alpha, tail=tail, inside=inside_bounds(fractions, bounds))
