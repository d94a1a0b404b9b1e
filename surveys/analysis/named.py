"""The comparisons that the plan names: their answers, their correction, their equivalence."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from math import isfinite, isnan, nan

from scoring.estimators.estimate import Estimate, t_row
from scoring.estimators.multiplicity import holm, simultaneous_level
from scoring.estimators.tost import tost, tost_by_interval, verdict
from surveys.analysis.asking import Question, Source, question_of
from surveys.analysis.enough import too_few
from surveys.analysis.evidence import Look
from surveys.analysis.grouping import bound
from surveys.analysis.looking import alpha_each, final, missing
from surveys.analysis.naming import outcome_named
from surveys.analysis.results import Equivalence, Row
from surveys.protocol.plan import Comparison, FixedN, Plan


def named_rows(
    source: Source, everybody: Source, plan: Plan, *, failed: Collection[str] = ()
) -> tuple[list[Row], list[Look]]:
    """Every comparison, in the plan's order, by the plan's way of stopping. source: without those whom the
    plan leaves out. failed: outcomes that could not be computed; their comparisons are nan, and still count
    in the correction.
    """
    if not isinstance(plan.stopping, FixedN):
        rows, looks = final(everybody, plan, failed=failed)
        return _equivalent(source, rows, plan), looks
    rows = [missing(source, c) if c.outcome in failed else _named(source, c) for c in plan.confirmatory]
    return _equivalent(source, corrected(rows, plan, again=partial(row_at, source)), plan), []


def _named(source: Source, comparison: Comparison) -> Row:
    if why := too_few(source, comparison):
        return missing(source, comparison, why)
    return replace(source.answer(question_of(comparison)), comparison=comparison.name)


At = Callable[[Row, float], Estimate]
"""The row's estimate with its interval at a level."""


def by_t(row: Row, level: float) -> Estimate:
    found = row.estimate
    return t_row(found.estimate, found.se, found.df, level=level)


def row_at(source: Source, row: Row, level: float) -> Estimate:
    """Where an interval rests on no standard error, it is made again from the data."""
    if row.sides is None or isfinite(row.estimate.se):
        return by_t(row, level)
    return source.between(Question(row.outcome, row.contrast, row.at, row.variant, row.sides), level=level)


def corrected(rows: Sequence[Row], plan: Plan, *, again: At = by_t) -> list[Row]:
    if plan.correction == "none" or len(rows) < 2:
        return list(rows)
    return adjusted(rows, alpha=plan.alpha, again=again)


def adjusted(rows: Iterable[Row], *, alpha: float = 0.05, again: At = by_t) -> list[Row]:
    """Holm within these rows; one that could not be computed still counts."""
    family = list(rows)
    if not family:
        return []
    level = simultaneous_level(len(family), alpha=alpha)
    wider = [again(row, level) for row in family]
    p = holm([row.estimate.p for row in family])
    return [
        replace(row, p_adjusted=float(value), simultaneous_low=wide.low, simultaneous_high=wide.high)
        for row, wide, value in zip(family, wider, p, strict=True)
    ]


def _equivalent(source: Source, rows: Sequence[Row], plan: Plan) -> list[Row]:
    """Each within its smallest effect worth having; their p have a Holm correction of their own."""
    smallest = {c.name: smallest_of(source, c) for c in plan.confirmatory}
    if not isinstance(plan.stopping, FixedN):
        return [_by_interval(row, size, plan) if (size := smallest[row.comparison]) else row for row in rows]
    tested = [
        replace(row, equivalence=equivalence(row, size, alpha=plan.alpha, again=partial(row_at, source)))
        if (size := smallest[row.comparison])
        else row
        for row in rows
    ]
    family = [row for row in tested if row.equivalence]
    together = holm([row.equivalence.p for row in family if row.equivalence]) if family else ()
    p_adjusted = {row.key: float(p) for row, p in zip(family, together, strict=True)}
    return [_judged(row, p_adjusted.get(row.key, nan), plan.alpha) for row in tested]


def smallest_of(source: Source, comparison: Comparison) -> float | None:
    """As it is analysed; None where the plan names none."""
    known = {outcome.name for outcome in source.protocol.document.outcomes}
    if not comparison.smallest or comparison.outcome not in known:
        return comparison.smallest
    return bound(outcome_named(source.protocol, comparison.outcome), comparison.smallest)


def _judged(row: Row, p_adjusted: float, alpha: float) -> Row:
    if row.equivalence is None:
        return row
    p = row.estimate.p if isnan(row.p_adjusted) else row.p_adjusted
    said = verdict(p, p_adjusted, alpha=alpha)
    return replace(row, equivalence=replace(row.equivalence, p_adjusted=p_adjusted, verdict=said))


def _by_interval(row: Row, smallest: float, plan: Plan) -> Row:
    """Where the plan looks early: whether the interval, which holds at every look, is inside the bounds."""
    low, high = row.estimate.low, row.estimate.high
    said = ""
    if isfinite(low) and isfinite(high):
        small = -smallest < low and high < smallest
        apart = row.p_adjusted < plan.alpha if isfinite(row.p_adjusted) else low > 0 or high < 0
        said = ("both" if apart else "equivalent") if small else "different" if apart else "inconclusive"
    found = Equivalence(
        low=-smallest,
        high=smallest,
        interval_low=low,
        interval_high=high,
        alpha=alpha_each(plan) / 2,
        verdict=said,
    )
    return replace(row, equivalence=found)


def equivalence(row: Row, smallest: float, *, alpha: float = 0.05, again: At = by_t) -> Equivalence:
    """Within plus and minus this size, by two one-sided tests."""
    if row.sides and not isfinite(row.estimate.se):
        found = tost_by_interval(partial(again, row), bound_low=-smallest, bound_high=smallest, alpha=alpha)
    else:
        found = tost(row.estimate, bound_low=-smallest, bound_high=smallest, alpha=alpha)
    return Equivalence(
        low=-smallest,
        high=smallest,
        p=found.p,
        interval_low=found.low,
        interval_high=found.high,
        alpha=alpha,
        verdict=found.verdict,
    )


def is_named(question: Question, plan: Plan) -> bool:
    """Whether the plan's own row answers it: then it is not told a second time."""
    return any(question_of(comparison) == question for comparison in plan.confirmatory)
