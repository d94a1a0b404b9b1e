"""What a simulation is: named, with a bar, and one outcome a seed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt

MISSING = 0.01
"""Share of runs that may be unable to tell."""

Outcome = Mapping[str, bool | None]
"""For each figure whether it happened in this run; None where the run could not tell."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """what: of which rates are taken, in words; design: what is drawn; run: what happened with this seed;
    low..high: where every rate of it must lie; runs: with seeds 0 to runs - 1; seconds: after which it stops
    all the same, and says how far it came.
    """

    name: str
    what: str
    design: str
    run: Callable[[int], Outcome]
    low: float
    high: float
    runs: int
    seconds: float = 900.0


@dataclass(frozen=True, slots=True)
class Figure:
    """happened: in how many of `runs`, those aside that could not tell; asked: runs that were asked for."""

    simulation: Simulation
    name: str
    happened: int
    runs: int
    missing: int
    asked: int

    @property
    def rate(self) -> float:
        return self.happened / self.runs if self.runs else float("nan")

    @property
    def error(self) -> float:
        """Monte Carlo standard error."""
        return sqrt(self.rate * (1 - self.rate) / self.runs) if self.runs else float("nan")

    @property
    def passes(self) -> bool:
        """Inside the bar, of all the runs asked for, with next to none that could not tell."""
        whole = self.runs + self.missing == self.asked and self.missing <= MISSING * self.asked
        return whole and self.simulation.low <= self.rate <= self.simulation.high


def measured(simulation: Simulation, clock: Callable[[], float], *, runs: int | None = None) -> list[Figure]:
    """runs: fewer or more than the simulation's own; clock: seconds."""
    asked = runs or simulation.runs
    end = clock() + simulation.seconds
    found: list[Outcome] = []
    for seed in range(asked):
        found.append(simulation.run(seed))
        if clock() > end:
            break
    return [_figure(simulation, name, [one[name] for one in found], asked) for name in found[0]]


def _figure(simulation: Simulation, name: str, found: list[bool | None], asked: int) -> Figure:
    told = [one for one in found if one is not None]
    return Figure(simulation, name, sum(told), len(told), len(found) - len(told), asked)
