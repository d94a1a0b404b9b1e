"""What the plan names, as a table: its order, its correction, its looks."""

from collections.abc import Iterator
from math import isfinite

from scoring.estimators.estimate import Estimate
from surveys.analysis.naming import outcome_named
from surveys.analysis.results import Results
from surveys.models import Kind
from surveys.protocol import Compiled
from surveys.protocol.plan import AnytimeValid, FixedN, GroupSequential, Plan
from surveys.report.context import NamedTable, SmallTable
from surveys.report.judging import judged, percent
from surveys.report.lines import contrast_words, named_line
from surveys.report.numbers import p_value
from surveys.report.tables import checked
from surveys.report.told import capital, told_of


def named_table(results: Results, protocol: Compiled, language: str) -> NamedTable | None:
    """None where the plan names nothing, or nothing of it may be told. Raises Inconsistent."""
    checked(results)
    plan = protocol.document.plan
    rows = []
    for comparison in plan.confirmatory:
        row = results.named(comparison.name)
        if row is not None:
            told = told_of(results, protocol, language, outcome_named(protocol, row.outcome))
            rows.append(named_line(told, row, judged(row, plan)))
    if not rows:
        return None
    looks = _looks(results, protocol, language)
    return NamedTable(tuple(rows), _note(results, plan, len(rows)), _interval(plan), looks)


def _interval(plan: Plan) -> str:
    level = percent(1 - plan.alpha)
    together = len(plan.confirmatory) > 1 and plan.correction == "holm"
    return f"{level} interval{', all together' if together else ''}"


def _note(results: Results, plan: Plan, told: int) -> str:
    many = len(plan.confirmatory)
    who = "This was" if many == 1 else f"These {many} were"
    # A rehearsal may be of a draft, whose plan can still change.
    when = " before anybody took part," if results.kind == Kind.REAL else ""
    said = [f"{who} named in the plan{when} and tested at {percent(plan.alpha)}."]
    if many > 1 and plan.correction == "holm":
        anytime = isinstance(plan.stopping, AnytimeValid)
        what = "Intervals" if anytime else "Adjusted p (Holm) and intervals"
        said.append(f"{what} allow for all {many}, computed or not.")
    if isinstance(plan.stopping, AnytimeValid):
        said.append("The plan allows looks at any time: these intervals hold at all of them, and have no p.")
    elif not isinstance(plan.stopping, FixedN):
        said.append("The plan allows looks before the end: intervals and p hold at every one of them.")
    if told < many:
        said.append(f"{many - told} not shown: see “What could be wrong”.")
    return " ".join(said)


def _looks(results: Results, protocol: Compiled, language: str) -> SmallTable | None:
    if not results.looks:
        return None
    at_looks = isinstance(protocol.document.plan.stopping, GroupSequential)
    title = "How each stood at each look" if at_looks else "How each stood as people came"
    crossed = "Boundary reached" if at_looks else "Without 0"
    columns = ("Comparison", "After", "Of the planned", "Estimate", "Interval", "p so far", crossed)
    return SmallTable(title, columns, tuple(_look_rows(results, protocol, language)))


def _look_rows(results: Results, protocol: Compiled, language: str) -> Iterator[tuple[str, ...]]:
    for look in results.looks:
        row = results.named(look.comparison)
        if row is None or not isfinite(look.low):
            continue
        told = told_of(results, protocol, language, outcome_named(protocol, row.outcome))
        estimate, between = told.unit.texts(Estimate(estimate=look.estimate, low=look.low, high=look.high))
        yield (
            f"{capital(told.what)}: {contrast_words(told, row).lower()}",
            f"{look.n:,}",
            percent(round(look.fraction, 2)) if isfinite(look.fraction) else "",
            estimate,
            between,
            p_value(look.p),
            "Yes" if look.crossed else "No",
        )
