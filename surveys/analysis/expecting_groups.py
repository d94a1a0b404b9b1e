"""What a comparison of groups can find, in closed form, by the kind of its outcome."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf, log, nan, sqrt

import numpy as np

from scoring.power.arms import adjusted
from scoring.power.behaviour import days_stayed, leaving_at, ordered, ratio, stay
from scoring.power.result import Power, power
from scoring.power.shares import proportions, shares
from surveys.analysis.assumed import Assumed
from surveys.analysis.design import scores_of
from surveys.analysis.frames import Floats
from surveys.analysis.groups import days_left
from surveys.analysis.naming import outcome_named, range_of
from surveys.analysis.stopped import Way
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Act, AnyOutcome, Ordinal, State, Stayed
from surveys.protocol.plan import Comparison
from surveys.protocol.sides import Own, Sides, arms_in, sides_of, within
from surveys.protocol.sides_told import is_within

USUAL = {"count": log(1.25), "happened": 0.10, "stayed": 0.5, "ordinal": log(1.5)}
"""Effects, as analysed, where neither plan nor outcome names one worth having."""


def usual(outcome: AnyOutcome) -> float:
    """0 where the outcome's scale says what is usual."""
    return USUAL.get(outcome.kind, 0.0)


def correlation(outcome: State, assumed: Assumed) -> float:
    """Of the state with all that was taken before it, the multiple one."""
    if len(outcome.before) > 1:
        return assumed.state_r_several
    return assumed.state_r if outcome.before else 0.0


@dataclass(frozen=True, slots=True)
class _Asked:
    """n, n_against: analysed on either side; of all who are, where both sides are the same people."""

    protocol: Compiled
    outcome: AnyOutcome
    comparison: Comparison
    effect: float
    assumed: Assumed
    way: Way
    n: int
    n_against: int


def power_of_groups(
    protocol: Compiled, comparison: Comparison, effect: float, assumed: Assumed, way: Way, analysed: int
) -> Power:
    """Tested once, at the end. effect: as analysed."""
    sides, outcome = sides_of(comparison), outcome_named(protocol, comparison.outcome)
    n, n_against = sizes(protocol, sides, analysed)
    asked = _Asked(protocol, outcome, comparison, effect, assumed, way, n, n_against)
    if is_within(protocol.document, sides):
        return _own(asked)
    if sides.own is not None:
        return _of_each(asked, sides.own)
    return _LAWS.get(outcome.kind, _means)(asked)


def sizes(protocol: Compiled, sides: Sides, analysed: int) -> tuple[int, int]:
    """How many of so many stand on either side."""
    weights = list(protocol.weights.values())

    def of(arms: tuple[int, ...]) -> int:
        return round(analysed * sum(weights[i] for i in arms) / sum(weights))

    document = protocol.document
    return of(arms_in(document, sides.of)), of(arms_in(document, sides.against))


def _state(asked: _Asked) -> Power:
    outcome, assumed = asked.outcome, asked.assumed
    assert isinstance(outcome, State)
    ends = range_of(asked.protocol, outcome) or (0.0, 1.0)
    return adjusted(
        asked.effect,
        n=asked.n,
        n_control=asked.n_against,
        sd=assumed.state_sd * (ends[1] - ends[0]),
        r=correlation(outcome, assumed),
        covariates=len(outcome.before),
        alpha=asked.way.alpha,
        bound=asked.comparison.smallest or outcome.smallest or nan,
        bound_alpha=asked.way.tail,
    )


def _count(asked: _Asked) -> Power:
    mean, spread = asked.assumed.count_mean, asked.assumed.count_spread
    return ratio(
        asked.effect, mean=mean, spread=spread, n=asked.n, n_control=asked.n_against, alpha=asked.way.alpha
    )


def _happened(asked: _Asked) -> Power:
    base = asked.assumed.happens
    effect = max(-base, min(1 - base, asked.effect))
    return proportions(effect, base=base, n=asked.n, n_control=asked.n_against, alpha=asked.way.alpha)


def _stayed(asked: _Asked) -> Power:
    assert isinstance(asked.outcome, Stayed)
    return days_stayed(
        asked.effect,
        leaving=asked.assumed.leaves,
        last=days_left(asked.protocol.document, asked.outcome),
        n=asked.n,
        n_control=asked.n_against,
        alpha=asked.way.alpha,
    )


def leaving(effect: float, last: int, assumed: Assumed) -> float:
    """The chance of leaving on a day of whoever stays so many days longer than is usual."""
    return leaving_at(stay(assumed.leaves, last)[0] + effect, last)


def _ordinal(asked: _Asked) -> Power:
    """Answers are taken to be equally frequent."""
    points = points_of(asked.protocol, asked.outcome)
    return ordered(
        asked.effect,
        shares=(1 / points,) * points,
        n=asked.n,
        n_control=asked.n_against,
        alpha=asked.way.alpha,
    )


def points_of(protocol: Compiled, outcome: AnyOutcome) -> int:
    """How many answers the question has."""
    assert isinstance(outcome, Ordinal)
    asked = (q for step in protocol.steps for q in step.questions if q.code == outcome.question)
    variable = next(asked).variable()
    return int((variable.high or 0) - (variable.low or 0)) + 1


_LAWS: Mapping[str, Callable[[_Asked], Power]] = {
    "state": _state,
    "count": _count,
    "happened": _happened,
    "stayed": _stayed,
    "ordinal": _ordinal,
}


def _means(asked: _Asked) -> Power:
    """Each one's mean over visits, of these profiles."""
    assumed, k = asked.assumed, _visits(asked, asked.comparison.of)
    if isinstance(asked.outcome, Act):
        return shares(
            asked.effect, base=assumed.base, icc=assumed.icc, n_shown=asked.n, n_hidden=asked.n_against,
            k_shown=k, k_hidden=k, alpha=asked.way.alpha,
        )  # fmt: skip
    variance = assumed.participants + (assumed.profiles + assumed.rest) / k if k else nan
    se = _unit(asked) * sqrt(variance * (1 / asked.n + 1 / asked.n_against)) if asked.n_against and k else nan
    return power(asked.effect, se, asked.n + asked.n_against - 2, alpha=asked.way.alpha)


def _own(asked: _Asked) -> Power:
    """The mean of each one's own difference: what people bring along falls out."""
    assumed = asked.assumed
    k, other = (_visits(asked, side) for side in (asked.comparison.of, asked.comparison.against))
    if not (k and other and asked.n):
        return power(asked.effect, nan, nan, alpha=asked.way.alpha)
    if isinstance(asked.outcome, Act):
        within_person = assumed.base * (1 - assumed.base) * (1 - assumed.icc) * (1 / k + 1 / other)
        return power(asked.effect, sqrt(within_person / asked.n), inf, alpha=asked.way.alpha)
    slopes = assumed.level_participants**2
    variance = (assumed.profiles + assumed.rest) * (1 / k + 1 / other) + slopes
    return power(asked.effect, _unit(asked) * sqrt(variance / asked.n), asked.n - 1, alpha=asked.way.alpha)


def _of_each(asked: _Asked, own: Own) -> Power:
    """Of each one's slope or difference, between groups: what people bring along falls out."""
    weights, span = weights_of(asked.protocol, own)
    assumed, n, other = asked.assumed, asked.n, asked.n_against
    if not (len(weights) and n and other):
        return power(asked.effect, nan, nan, alpha=asked.way.alpha)
    each = float(weights @ weights)
    if isinstance(asked.outcome, Act):
        one = assumed.base * (1 - assumed.base) * (1 - assumed.icc) * each
        return power(asked.effect, sqrt(one * (1 / n + 1 / other)), inf, alpha=asked.way.alpha)
    slopes = (assumed.level_participants / span) ** 2
    variance = (assumed.profiles + assumed.rest) * each + slopes
    se = _unit(asked) * sqrt(variance * (1 / n + 1 / other))
    return power(asked.effect, se, n + other - 2, alpha=asked.way.alpha)


def weights_of(protocol: Compiled, own: Own) -> tuple[Floats, float]:
    """What the rating at each level of what varies within participants counts in each one's number,
    (levels,); and over how many tens of score that is a slope, 1 for a difference.
    """
    factor = next((f for f in protocol.document.factors if f.varies == "within"), None)
    levels = factor.levels if factor else ()
    if not own.is_slope:
        at, less = (np.isin([str(x) for x in levels], [str(x) for x in each]) for each in (own.at, own.less))
        return at / max(1, at.sum()) - less / max(1, less.sum()), 1.0
    scores = scores_of(protocol).values[0]
    tens = (scores - scores.mean()) / 10
    return tens / float(tens @ tens), float(np.ptp(scores)) / 10


def _unit(asked: _Asked) -> float:
    """SD of one rating, in the outcome's units."""
    ends = range_of(asked.protocol, asked.outcome)
    return asked.assumed.rating_sd * (ends[1] - ends[0]) if ends else 1.0


def _visits(asked: _Asked, side: Mapping[str, tuple[int | str, ...]]) -> int:
    """At how many visits somebody of this side meets the levels that it names."""
    document, visits = asked.protocol.document, asked.protocol.visits
    count = visits.count if visits else 0
    levels = within(document, tuple(side.items()))
    factor = next((f for f in document.factors if f.varies == "within"), None)
    return round(count * len(levels) / len(factor.levels)) if factor and levels else count
