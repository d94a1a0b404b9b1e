"""What may be seen of the plan's comparisons before the end, and what having looked costs at the end.

Group-sequential: a look is about the first so many who ended, whoever has come since, so that it says the
same whenever it is read. Anytime-valid: everybody so far, in intervals that hold at every look.
"""

import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from math import ceil, isfinite, isnan, nan

import numpy as np

from scoring.estimators.estimate import Estimate
from scoring.estimators.multiplicity import holm
from scoring.moments import Moments, moments
from scoring.sequential.anytime import alone_at_any_look, at_any_look
from scoring.sequential.looks import at_look
from scoring.sequential.spending import CLOSEST, EARLIEST
from surveys.analysis.alone import or_else
from surveys.analysis.asking import Question, Source, question_of
from surveys.analysis.enough import in_fewest
from surveys.analysis.evidence import Look
from surveys.analysis.groups import numbers
from surveys.analysis.results import DIRECT, ENOUGH, GROUPS, LEVEL, STEP, Row
from surveys.analysis.visited import Visited, row_means
from surveys.protocol.plan import AnytimeValid, Comparison, FixedN, GroupSequential, Plan
from surveys.protocol.sides import Sides, arms_in

logger = logging.getLogger(__name__)

PICTURED = 20
"""Points of the picture of an anytime-valid comparison."""
FAULT = "It could not be computed: the calculation stopped with an error."


def reached(plan: Plan, ended: int) -> int:
    """How many of the plan's looks are due once so many have ended; anytime-valid: 1 from the first on."""
    if isinstance(plan.stopping, FixedN):
        return 0
    if isinstance(plan.stopping, AnytimeValid):
        return int(ended > 0)
    return sum(size(plan, fraction) <= ended for fraction in plan.stopping.looks)


def size(plan: Plan, fraction: float) -> int:
    return ceil(fraction * plan.planned - 1e-9)


def early(everybody: Source, plan: Plan) -> tuple[list[Row], list[Look]]:
    """While the study runs: the rows at the newest look, and all looks so far."""
    return _looked(everybody, plan, final=False, failed=())


def final(everybody: Source, plan: Plan, *, failed: Collection[str] = ()) -> tuple[list[Row], list[Look]]:
    """At the end: all looks that could have been read, and where the planned number was not reached, one more
    at what was. failed: outcomes that could not be computed; their comparisons still count.
    """
    return _looked(everybody, plan, final=True, failed=failed)


def _looked(
    everybody: Source, plan: Plan, *, final: bool, failed: Collection[str]
) -> tuple[list[Row], list[Look]]:
    fixed = isinstance(plan.stopping, GroupSequential)
    n = max(everybody.data.came, len(everybody.data.arm))
    moments_of_looking = _at_fractions(plan, n, final=final) if fixed else _pictured(plan, n)
    sources = [(fraction, many, _first(everybody, many)) for fraction, many in moments_of_looking]
    rows, looks = [], []
    for comparison in plan.confirmatory:
        row, found = or_else(
            partial(_one, sources, everybody, plan, comparison, failed),
            lambda error, named=comparison: (_faulty(everybody, named, error), []),  # type: ignore[misc]
        )
        rows.append(row)
        looks.append(found)
    return _together(rows, looks, plan), [look for found in looks for look in found]


def _one(
    sources: Sequence[tuple[float, int, Source]],
    everybody: Source,
    plan: Plan,
    comparison: Comparison,
    failed: Collection[str],
) -> tuple[Row, list[Look]]:
    """One comparison at all looks; its row as of the last."""
    row = missing(everybody, comparison)
    found: list[Look] = []
    z: list[float] = []
    if comparison.outcome in failed:
        return row, found
    fractions = [fraction for fraction, _, _ in sources]
    for i, (fraction, many, source) in enumerate(sources):
        row = _answer(source, comparison)
        if isinstance(plan.stopping, GroupSequential):
            look = at_look(
                row.estimate, look=i + 1, fractions=fractions, alpha=alpha_each(plan), earlier=tuple(z)
            )
            z.append(look.z)
            estimate, p, crossed = look.row, look.p, look.crossed
        else:
            estimate, p = _sequence(source, plan, row), nan
            crossed = estimate.low > 0 or estimate.high < 0
        row = replace(row, estimate=estimate)
        found.append(_look(row, comparison, n=many, fraction=fraction, p=p, crossed=crossed))
    return row, found


def _at_fractions(plan: Plan, n: int, *, final: bool) -> list[tuple[float, int]]:
    """The looks that are due, as (fraction, how many ended). Closed before the planned number, what was
    reached is the last, and spends no more than that: whoever closes on seeing a look gains nothing by it.
    Beyond the planned number nobody is looked at: the last look stays what it was.
    """
    assert isinstance(plan.stopping, GroupSequential)
    due = [(fraction, size(plan, fraction)) for fraction in plan.stopping.looks[: reached(plan, n)]]
    last = due[-1][0] if due else 0.0
    at = max(n / plan.planned, EARLIEST)
    return [*due, (at, n)] if final and n < plan.planned and at - last >= CLOSEST else due


def _pictured(plan: Plan, n: int) -> list[tuple[float, int]]:
    sizes = sorted({ceil(n * (i + 1) / PICTURED) for i in range(PICTURED)} - {0}) or [0]
    return [(many / plan.planned, many) for many in sizes]


def _together(rows: Sequence[Row], looks: Sequence[Sequence[Look]], plan: Plan) -> list[Row]:
    """Holm over the sequential p, each of which holds whenever it is read. Intervals are at alpha / m."""
    p = [found[-1].p if found else nan for found in looks]
    if all(isnan(value) for value in p):
        return list(rows)
    if plan.correction == "none" or len(rows) < 2:
        return [replace(row, p_adjusted=value) for row, value in zip(rows, p, strict=True)]
    return [
        replace(
            row,
            p_adjusted=float(value),
            simultaneous_low=row.estimate.low,
            simultaneous_high=row.estimate.high,
        )
        for row, value in zip(rows, holm(p), strict=True)
    ]


def alpha_each(plan: Plan) -> float:
    return plan.alpha / len(plan.confirmatory) if plan.correction == "holm" else plan.alpha


def _first(everybody: Source, n: int) -> Source:
    """The first n who ended, without those whom the plan leaves out. Whoever withdrew keeps their place, and
    nobody moves up into it: a look that was read stays a look at the same people, less their answers.
    """
    data = everybody.data
    return everybody.only(~data.left_out & (data.ended < n))


def missing(source: Source, comparison: Comparison, why: str = "Its outcome could not be computed.") -> Row:
    """A comparison without numbers."""
    return source.row(
        question_of(comparison), Estimate(estimate=nan, warnings=(why,)), comparison=comparison.name
    )


def _answer(source: Source, comparison: Comparison) -> Row:
    """One that fails, fails alone; from a handful of people nothing is said."""
    fewest = in_fewest(source, comparison)
    if fewest < ENOUGH:
        return missing(source, comparison, f"Too early: {fewest} in a group, at least {ENOUGH} are needed.")
    return or_else(
        lambda: replace(_asked(source, question_of(comparison)), comparison=comparison.name),
        partial(_faulty, source, comparison),
    )


def _faulty(source: Source, comparison: Comparison, error: Exception) -> Row:
    logger.error("the comparison %s could not be computed", comparison.name, exc_info=error)
    return missing(source, comparison, FAULT)


def _asked(source: Source, question: Question) -> Row:
    """A difference of shares by its standard error: Newcombe's interval cannot be repeated at looks."""
    row = source.answer(question)
    if row.contrast == GROUPS and isfinite(row.estimate.low) and isnan(row.estimate.se):
        return replace(row, estimate=source.between(replace(question, variant=DIRECT)))
    return row


def _look(row: Row, comparison: Comparison, *, n: int, fraction: float, p: float, crossed: bool) -> Look:
    found = row.estimate
    return Look(
        comparison=comparison.name,
        n=n,
        fraction=fraction,
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        level=found.level,
        p=p,
        crossed=crossed,
    )


def _sequence(source: Source, plan: Plan, row: Row) -> Estimate:
    """The confidence sequence of a row that is made of one number a participant."""
    question = Question(row.outcome, row.contrast, row.at, row.variant, row.sides)
    alpha, weights = alpha_each(plan), list(source.protocol.weights.values())
    sides = tuple(_numbers(source, question))
    if row.sides:
        share = _share(source, row.sides)
    elif len(sides) == 1:
        share = sum(weights[i] for i in source.design.shown) / sum(weights)
    else:
        share = 1.0
    if len(sides) == 1:
        return alone_at_any_look(
            row.estimate, sides[0], planned=max(1, round(plan.planned * share)), alpha=alpha
        )
    return at_any_look(row.estimate, *sides, planned=max(1, round(plan.planned * share)), alpha=alpha)


def _share(source: Source, sides: Sides) -> float:
    """Of the planned number, those who stand on either side."""
    weights = list(source.protocol.weights.values())
    document = source.protocol.document
    arms = {*arms_in(document, sides.of), *arms_in(document, sides.against)}
    return sum(weights[i] for i in arms) / sum(weights)


def _numbers(source: Source, question: Question) -> Iterator[Moments]:
    """The numbers, one a participant, that the comparison is the difference (or the mean) of."""
    if question.sides:
        yield from map(moments, numbers(source.pair(question)))
        return
    arrays = source.of(question.outcome)
    if not isinstance(arrays, Visited):
        yield moments(arrays.y[arrays.shown])
        yield moments(arrays.y[arrays.hidden])
    elif question.contrast == LEVEL:
        yield moments(arrays.slopes(arrays.shown).slope)
    elif question.contrast == STEP:
        low, high = (row_means(np.where(arrays.level == s, arrays.y, np.nan)) for s in question.at)
        yield moments((high - low)[arrays.shown])
    else:
        at = np.where(arrays.level == question.at[0], arrays.y, np.nan) if question.at else arrays.y
        yield moments(row_means(at)[arrays.shown])
        yield moments(row_means(arrays.y)[arrays.hidden])
