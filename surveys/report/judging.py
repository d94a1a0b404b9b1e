"""What may be said of a row: whether there is a difference, and which interval goes with saying so."""

from dataclasses import dataclass, replace
from math import isfinite, isnan

from scoring.estimators.estimate import Estimate
from surveys.analysis.evidence import Look
from surveys.analysis.results import Results, Row
from surveys.protocol.plan import AnytimeValid, FixedN, Plan

ALPHA = 0.05
"""Of what the plan does not name."""


@dataclass(frozen=True, slots=True)
class Judged:
    """sure: whether a difference from 0 may be claimed. found: the estimate with the interval that goes with
    the claim. together: for how many comparisons that interval holds at once; always: whether it also holds
    at every look. beside_plan: what is said of an interval that the plan does not name, where it names
    others.
    """

    row: Row
    found: Estimate
    sure: bool
    together: int = 1
    always: bool = False
    beside_plan: str = ""

    @property
    def level(self) -> str:
        """'95 % interval'."""
        return f"{percent(self.found.level)} interval"

    @property
    def reach(self) -> str:
        """What else the interval holds for: ', wide enough for all 4 named comparisons'."""
        family = "both" if self.together == 2 else f"all {self.together}"
        every = ", which holds at every look" if self.always else ""
        if self.beside_plan:
            return f"{self.beside_plan}{every}"
        if self.together < 2:
            return every
        start = f"{every} and" if every else ", wide enough"
        return f"{start} for {family} named comparisons"

    @property
    def sharper(self) -> bool:
        """Whether the test in order (Holm) tells a difference that its simpler interval does not."""
        return self.together > 1 and self.beside

    @property
    def beside(self) -> bool:
        """Whether a difference is claimed and the interval holds 0 all the same."""
        return self.sure and self.found.low <= 0 <= self.found.high


def judged(row: Row, plan: Plan) -> Judged:
    """By the plan's own alpha, correction and way of stopping, where the plan names the comparison."""
    found, p = row.estimate, row.estimate.p if isnan(row.p_adjusted) else row.p_adjusted
    if not row.confirmatory:
        return Judged(row, found, p < ALPHA, beside_plan=_beside(plan))
    many = len(plan.confirmatory) if plan.correction == "holm" else 1
    if not isinstance(plan.stopping, FixedN):
        # No p of its own, and none at all where it may be read at any time: then the interval decides.
        sure = p < plan.alpha if isfinite(p) else found.low > 0 or found.high < 0
        return Judged(row, replace(found, level=1 - plan.alpha), sure, many, always=True)
    if isfinite(row.simultaneous_low):
        level, low, high = 1 - plan.alpha, row.simultaneous_low, row.simultaneous_high
        return Judged(row, replace(found, low=low, high=high, level=level), p < plan.alpha, many)
    return Judged(row, found, p < plan.alpha)


def _beside(plan: Plan) -> str:
    """Of an interval that may stand beside wider ones: that it is no wider than for itself."""
    if not plan.confirmatory:
        return ""
    several = len(plan.confirmatory) > 1 and plan.correction == "holm"
    return ", by itself; exploratory" if several else ", exploratory"


def percent(level: float) -> str:
    return f"{round(100 * level, 2):g} %"


def since(judged: Judged, results: Results) -> Look | None:
    """The earlier look that decided what the newest interval does not say any more: where the boundary was
    reached, else where the p was as small as it is now; None where nothing but the newest look decides.
    """
    looks = [look for look in results.looks if look.comparison == judged.row.comparison]
    if not (judged.beside and judged.row.comparison and looks):
        return None
    crossed = next((look for look in looks if look.crossed), None)
    first = crossed or next((look for look in looks if look.p <= looks[-1].p * (1 + 1e-6)), looks[-1])
    return None if first is looks[-1] else first


def boundary(row: Row, results: Results, plan: Plan) -> str:
    """Whether the plan's boundary was reached, and at which look; '' where the plan has none."""
    if isinstance(plan.stopping, FixedN | AnytimeValid) or not row.comparison:
        return ""
    looks = [look for look in results.looks if look.comparison == row.comparison]
    crossed = next((look for look in looks if look.crossed), None)
    if crossed is None:
        return "The plan's boundary has not been reached." if looks else ""
    if crossed is looks[-1]:
        return "The plan's boundary is reached with this look."
    return f"The plan's boundary was reached after the first {crossed.n:,}."
