"""The shape of the answer to the displayed score: its means at each, and whether it turns."""

from collections.abc import Iterator
from dataclasses import replace
from math import isfinite, nan

from scoring.estimators.estimate import Estimate
from scoring.estimators.mixed.shapes import turn_of
from scoring.estimators.robin_hood import FEWEST_SCORES
from surveys.analysis.asking import Question, Source
from surveys.analysis.findings import LevelMean, Turning
from surveys.analysis.results import ABOVE, BELOW, SUGGESTED, Row
from surveys.analysis.visited import Visited
from surveys.protocol.plan import Plan


def level_means(outcome: str, arrays: Visited) -> Iterator[LevelMean]:
    """Of the model with a mean for each displayed score, and where hidden; none that it cannot tell."""
    found = arrays.means
    pairs = [*zip(found.levels, found.means, strict=True)]
    pairs += [(nan, found.hidden)] if arrays.hidden.any() else []
    for level, row in pairs:
        if isfinite(row.low):
            yield LevelMean(
                outcome=outcome,
                level=level,
                mean=row.estimate,
                se=row.se,
                df=row.df,
                low=row.low,
                high=row.high,
                n_participants=row.n_participants,
                n_ratings=row.n_ratings,
            )


def turns(outcome: str, arrays: Visited, plan: Plan) -> Iterator[Turning]:
    """At the score that the plan names, and where the data suggest one."""
    if plan.turning is not None and len(arrays.levels) > 2:
        lines = arrays.two_lines(float(plan.turning))
        yield _turning(outcome, float(plan.turning), plan, lines.low, lines.high)
    if len(arrays.levels) >= FEWEST_SCORES:
        found = arrays.suggested
        told = _turning(outcome, found.break_at, plan, found.low, found.high)
        turn = told.turn or found.turn  # an extreme at the edge is no turn, and has no two lines
        yield replace(told, turn=turn, suggested=True, flat_low=found.flat[0], flat_high=found.flat[1])


def _turning(outcome: str, at: float, plan: Plan, low: Estimate, high: Estimate) -> Turning:
    why = next((row.warnings[-1] for row in (low, high) if row.warnings and not isfinite(row.p)), "")
    return Turning(
        outcome=outcome,
        at=at,
        turn=turn_of(low, high, plan.alpha),
        alpha=plan.alpha,
        low=low.estimate,
        high=high.estimate,
        p_low=low.p,
        p_high=high.p,
        why=why,
    )


def suggested(source: Source, outcome: str) -> Iterator[Row]:
    """Both slopes about a break that the data suggest, from ten displayed scores on; exploratory always."""
    arrays = source.of(outcome)
    if not isinstance(arrays, Visited) or len(arrays.levels) < FEWEST_SCORES:
        return
    found = arrays.suggested
    if not isfinite(found.break_at):
        return
    for contrast, estimate in ((BELOW, found.low), (ABOVE, found.high)):
        row = source.row(Question(outcome, contrast, (found.break_at,), SUGGESTED), arrays.sized(estimate))
        yield replace(row, estimand=f"{row.estimand} The break is one that these data suggest.")
