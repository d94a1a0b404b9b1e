"""A comparison as a clause, and what may be said of its size. Levels and visibility are drawn by lot, so that
"raised" is meant; what was not drawn (noticing, the score that nobody saw) never comes through here.
"""

from collections.abc import Callable, Mapping
from math import exp

from surveys.analysis.naming import OWN_SCORES
from surveys.analysis.results import AT, AVERAGED, CHANGED, LEVEL, RANGE, STATE, STEP
from surveys.protocol.outcomes import Timed
from surveys.protocol.plan import FixedN
from surveys.report import grouped
from surveys.report.judging import Judged, percent, since
from surveys.report.numbers import interval, number, p_value
from surveys.report.told import Told, bracket, direction, size_of

UNSURE = "We cannot tell yet whether that is a real difference."
UNSURE_SIMULATED = "That may be chance."
CORRECTED = "That does not hold once all displayed scores are compared, so it may be chance."
FAMILY = "That does not hold once all comparisons named beforehand are taken together, so it may be chance."


def listed(scores: tuple[float, ...]) -> str:
    """'20, 42 and 85'; of scores that are computed, whose they are."""
    if not scores:
        return OWN_SCORES
    words = [f"{score:g}" for score in scores]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


CAUSES: Mapping[str, Callable[[tuple[float, ...], tuple[float, ...]], str]] = {
    LEVEL: lambda at, levels: "each 10 points of displayed score",
    RANGE: lambda at, levels: f"showing {levels[-1]:g} instead of {levels[0]:g}",
    AT: lambda at, levels: f"showing {at[0]:g} instead of nothing",
    STEP: lambda at, levels: f"showing {at[1]:g} instead of {at[0]:g}",
    AVERAGED: lambda at, levels: f"showing a score, averaged over {listed(levels)},",
    STATE: lambda at, levels: "seeing scores",
    CHANGED: lambda at, levels: "for each 10 points of score, showing it instead of hiding it",
}


def clause(told: Told, judged: Judged, what: str) -> str:
    """'each 10 points of displayed score raised <what> by 0.05 points on the 1–7 scale (95 % interval …)'."""
    if judged.row.sides:
        return grouped.clause(told, judged)
    cause = CAUSES[judged.row.contrast](judged.row.at, told.design.levels)
    return f"{cause} {moved(told, judged, what)} {between(told, judged)}"


def moved(told: Told, judged: Judged, what: str) -> str:
    """'raised <what> by 0.05 points on the 1–7 scale'; of times 'multiplied <what> by 1.05'."""
    if isinstance(told.outcome, Timed):
        return f"multiplied {what} by {told.unit.texts(judged.found)[0]}"
    verb = direction(judged)
    size = size_of(told.unit, judged) if verb == "lowered" else told.unit.texts(judged.found)[0]
    return f"{verb} {what} by {size} {told.unit.difference}"


def between(told: Told, judged: Judged) -> str:
    """'(95 % interval 0.02 to 0.08)'; 'changed by −0.02' gives the sign already."""
    return bracket(told.unit, judged, signed=direction(judged) == "changed")


def doubt(told: Told, judged: Judged) -> str:
    """The verdict on the size, else whether the difference is real or may be chance; '' where it is sure."""
    if verdict := small(told, judged):
        return verdict
    if judged.sure:
        return _decided(told, judged)
    if judged.row.estimate.p < judged.row.p_adjusted and judged.row.estimate.p < 1 - judged.found.level:
        return FAMILY if judged.row.confirmatory else CORRECTED
    return unsure(told)


def unsure(told: Told) -> str:
    return UNSURE_SIMULATED if told.results.kind == "simulated" else UNSURE


def _decided(told: Told, judged: Judged) -> str:
    """What decided where the interval holds 0 all the same; `boundary` tells of one reached earlier."""
    earlier = since(judged, told.results)
    if earlier and not earlier.crossed:
        return f"Tested in order (Holm), p was {_p(judged)} after the first {earlier.n:,}."
    if judged.sharper and not earlier:
        return f"Tested in order (Holm), which is sharper than that interval, p is {_p(judged)}."
    return ""


def _p(judged: Judged) -> str:
    return p_value(judged.row.p_adjusted)


def small(told: Told, judged: Judged | None) -> str:
    """What may be said of smallness: only by the run's test against the smallest effect worth having."""
    tested = judged.row.equivalence if judged else None
    if judged is None or tested is None or tested.verdict not in ("equivalent", "both"):
        return ""
    if not judged.row.confirmatory and not isinstance(told.plan.stopping, FixedN):
        return ""  # that test does not allow for the looks
    over = _over(judged, told)
    unit = told.unit
    ends = interval(unit.shown(tested.interval_low), unit.shown(tested.interval_high), unit.digits)
    is_there = "was found, but it is" if told.results.kind == "simulated" else "is real, but"
    start = f"The difference{over} {is_there}" if tested.verdict == "both" else f"Any difference{over} is"
    level = percent(1 - 2 * tested.alpha)
    return f"{start} smaller than {worth(told, tested.high)} ({level} interval {ends})."


def worth(told: Told, smallest: float) -> str:
    """'the 0.3 points the plan calls worth having'."""
    if told.unit.is_ratio:
        return f"the factor of {number(exp(smallest))} the plan calls worth having"
    words = told.unit.difference.split(" on ")[0]
    return f"the {told.unit.shown(smallest):g} {words} the plan calls worth having"


def _over(judged: Judged, told: Told) -> str:
    levels, at = told.design.levels, judged.row.at
    return {
        LEVEL: " for each 10 points",
        CHANGED: " for each 10 points",
        RANGE: f" between {levels[0]:g} and {levels[-1]:g} shown" if levels else "",
        STEP: f" between {at[0]:g} and {at[1]:g} shown" if len(at) > 1 else "",
    }.get(judged.row.contrast, "")
