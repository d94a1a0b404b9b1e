"""What a simulation is: named, with a bar, and one outcome a seed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

MISSING = 0.01
"""Share of runs that may be unable to tell."""

Outcome = Mapping[str, bool | float | None]
"""For each figure whether it happened in this run, or the p of this run where it is the p that are looked at;
None where the run could not tell.
"""


@dataclass(frozen=True, slots=True)
class Simulation:
    """what: of which rates are taken, in words; design: what is drawn; run: what happened with this seed;
    low..high: where every rate of it must lie; runs: with seeds 0 to runs - 1; seconds: after which it stops
    all the same, and says how far it came; of: rates, or p that must be uniform: then low..high is where the
    p of Kolmogorov and Smirnov's test must lie.
    """

    name: str
    what: str
    design: str
    run: Callable[[int], Outcome]
    low: float
    high: float
    runs: int
    seconds: float = 900.0
    of: Literal["rate", "uniform"] = "rate"

    @property
    def bar(self) -> str:
        if self.of == "uniform":
            return f"uniform, KS p at least {self.low:g}"
        low, high = f"{self.low * 100:.3g}", f"{self.high * 100:.3g} %"
        return f"{low} to {high}" if self.low else f"at most {high}"


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
        return whole and self.simulation.low <= self.judged <= self.simulation.high

    @property
    def judged(self) -> float:
        """What the bar is about."""
        return self.rate

    @property
    def told(self) -> str:
        return _rate(self)


@dataclass(frozen=True, slots=True)
class Spread(Figure):
    """How all p of the runs are spread; `happened` are those below .05. distance, p: of Kolmogorov and
    Smirnov's test that they are uniform from 0 to 1.
    """

    distance: float
    p: float

    @property
    def judged(self) -> float:
        return self.p

    @property
    def told(self) -> str:
        return f"{_rate(self)} below .05; KS {self.distance:.3f}, p {self.p:.3f}"


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


def _rate(figure: Figure) -> str:
    return f"{figure.rate:.2%} ({figure.error:.2%})"


def _figure(simulation: Simulation, name: str, found: Sequence[bool | float | None], asked: int) -> Figure:
    told = [one for one in found if one is not None]
    missing = len(found) - len(told)
    if simulation.of == "rate":
        return Figure(simulation, name, sum(map(bool, told)), len(told), missing, asked)
    from scipy import stats  # slow to import, and needed here only

    test = stats.kstest(told, "uniform")
    low = sum(p < 0.05 for p in told)
    return Spread(simulation, name, low, len(told), missing, asked, float(test.statistic), float(test.pvalue))
