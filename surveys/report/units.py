"""In which unit an outcome's numbers are printed, and with how many digits."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log, nan

from scoring.estimators.estimate import Estimate
from surveys.analysis.naming import range_of, scale_words
from surveys.analysis.results import DIFFERENCE, LOG_RANK, SUPERIOR
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Act, AnyOutcome, Timed
from surveys.report.numbers import enough_digits, interval, number

COARSE = 10
"""A scale this wide or narrower needs two decimals; a wider one needs one."""


def _same(value: float) -> float:
    return value


def _percent(value: float) -> float:
    return 100 * value


@dataclass(frozen=True, slots=True)
class Unit:
    """difference, mean: the unit's words beside a difference and beside a mean; digits: of each.

    shown: from the number as it was analysed to the number as it is printed. Times are analysed as
    logarithms: their differences are ratios, their means seconds. value: the same of a mean, where that is
    not analysed as differences are.
    """

    difference: str
    mean: str
    digits: int
    mean_digits: int
    shown: Callable[[float], float] = _same
    value: Callable[[float], float] | None = None

    def of_mean(self, value: float) -> float:
        return (self.value or self.shown)(value)

    def analysed(self, told: float) -> float:
        """The way back, of a difference that somebody typed. A ratio of 0 or less is none: nan."""
        if self.is_ratio:
            return log(told) if told > 0 else nan
        return told / self.shown(1.0)

    @property
    def is_ratio(self) -> bool:
        """Whether a difference is told as so many times as much."""
        return self.shown is exp

    def texts(self, found: Estimate) -> tuple[str, str]:
        """The estimate and its interval, with a digit more where the ends would come out the same."""
        low, high = self.shown(found.low), self.shown(found.high)
        digits = enough_digits(low, high, self.digits)
        return number(self.shown(found.estimate), digits), interval(low, high, digits)


ONCE = {
    "count": Unit("times as often", "times, on average", 2, 2, exp, value=_same),
    "happened": Unit("percentage points", "% of participants", 1, 1, _percent),
    "stayed": Unit("days", "days, on average", 2, 2),
    "ordinal": Unit("times the odds of a higher answer", "answer, on average", 2, 2, exp, value=_same),
}
"""Of what is compared between groups alone."""
OTHERS = {
    DIFFERENCE: Unit("times more, on average", "", 2, 2),
    LOG_RANK: Unit("times the rate of leaving", "", 2, 2, exp),
    SUPERIOR: Unit("percentage points above even", "", 1, 1, _percent),
}
"""Of ways of computing that answer in a unit of their own."""


def unit_of(protocol: Compiled, outcome: AnyOutcome) -> Unit:
    if isinstance(outcome, Act):
        return Unit("percentage points", "% of visits", 1, 1, _percent)
    if isinstance(outcome, Timed):
        return Unit("times as long", "seconds, geometric mean", 2, 1, exp)
    if outcome.kind in ONCE:
        return ONCE[outcome.kind]
    low, high = range_of(protocol, outcome) or (0.0, 1.0)
    digits = 2 if high - low <= COARSE else 1
    words = scale_words(protocol, outcome)
    return Unit(f"points {words}", words.removeprefix("on the "), digits, digits)
