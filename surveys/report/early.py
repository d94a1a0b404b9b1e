"""What may be told while a study runs, as its plan allows."""

from collections.abc import Iterator
from math import isfinite

from surveys.analysis.results import Row
from surveys.protocol.plan import GroupSequential, Plan
from surveys.report.judging import boundary, judged, percent
from surveys.report.phrases import clause, small, unsure
from surveys.report.told import Told


def told_early(told: Told) -> Iterator[str]:
    """The plan's comparisons of an outcome, in its order."""
    for comparison in told.plan.confirmatory:
        row = told.results.named(comparison.name)
        if row is not None and row.outcome == told.outcome.name:
            yield _sentence(told, row)


def _sentence(told: Told, row: Row) -> str:
    lead = f"As the plan allows, {_after(told, row)}: "
    if not isfinite(row.estimate.low):
        why = row.estimate.warnings[-1] if row.estimate.warnings else ""
        return f"{lead}{told.what} cannot be told yet. {why}".rstrip()
    found = judged(row, told.plan)
    parts = (
        f"{lead}{clause(told, found, told.what)}.",
        boundary(row, told.results, told.plan),
        small(told, found) or ("" if found.sure else unsure(told)),
    )
    return " ".join(part for part in parts if part)


def _after(told: Told, row: Row) -> str:
    """'after the first 510 of 1,020'."""
    n = next((look.n for look in reversed(told.results.looks) if look.comparison == row.comparison), 0)
    first = "the first " if isinstance(told.plan.stopping, GroupSequential) else ""
    return f"after {first}{n:,} of {told.results.planned:,}"


def allowed(plan: Plan) -> str:
    """What the plan lets be looked at before the end, and when."""
    if isinstance(plan.stopping, GroupSequential):
        shares = [percent(share) for share in plan.stopping.looks]
        when = f"after {', '.join(shares[:-1])} and {shares[-1]} of the planned number"
    else:
        when = "at any time"
    return (
        f"The plan lets what it names be looked at {when}; everything else appears when the study is closed."
    )
