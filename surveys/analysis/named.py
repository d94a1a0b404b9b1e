"""The comparisons that the plan names: their answers, their correction, their equivalence."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from math import isfinite, isnan, nan

from scoring.estimators.estimate import t_row
from scoring.estimators.multiplicity import holm, simultaneous_level
from scoring.estimators.tost import tost, verdict
from surveys.analysis.asking import Question, Source, question_of
from surveys.analysis.evidence import Look
from surveys.analysis.looking import alpha_each, final, missing
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
        return _equivalent(rows, plan), looks
    rows = [missing(source, c) if c.outcome in failed else _named(source, c) for c in plan.confirmatory]
    return _equivalent(corrected(rows, plan), plan), []


def _named(source: Source, comparison: Comparison) -> Row:
    return replace(source.answer(question_of(comparison)), comparison=comparison.name)


def corrected(rows: Sequence[Row], plan: Plan) -> list[Row]:
    if plan.correction == "none" or len(rows) < 2:
        return list(rows)
    return adjusted(rows, alpha=plan.alpha)


def adjusted(rows: Iterable[Row], *, alpha: float = 0.05) -> list[Row]:
    """Holm within these rows; one that could not be computed still counts."""
    family = list(rows)
    if not family:
        return []
    level = simultaneous_level(len(family), alpha=alpha)
    wider = [t_row(row.estimate.estimate, row.estimate.se, row.estimate.df, level=level) for row in family]
    p = holm([row.estimate.p for row in family])
    return [
        replace(row, p_adjusted=float(value), simultaneous_low=wide.low, simultaneous_high=wide.high)
        for row, wide, value in zip(family, wider, p, strict=True)
    ]


def _equivalent(rows: Sequence[Row], plan: Plan) -> list[Row]:
    """Each within its smallest effect worth having; their p have a Holm correction of their own."""
    smallest = {c.name: c.smallest for c in plan.confirmatory}
    if not isinstance(plan.stopping, FixedN):
        return [_by_interval(row, size, plan) if (size := smallest[row.comparison]) else row for row in rows]
    tested = [
        replace(row, equivalence=equivalence(row, size, alpha=plan.alpha))
        if (size := smallest[row.comparison])
        else row
        for row in rows
    ]
    family = [row for row in tested if row.equivalence]
    together = holm([row.equivalence.p for row in family if row.equivalence]) if family else ()
    p_adjusted = {row.key: float(p) for row, p in zip(family, together, strict=True)}
    return [_judged(row, p_adjusted.get(row.key, nan), plan.alpha) for row in tested]


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


def equivalence(row: Row, smallest: float, *, alpha: float = 0.05) -> Equivalence:
    """Within plus and minus this size, by two one-sided tests."""
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
