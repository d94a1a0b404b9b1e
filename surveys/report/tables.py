"""Results as tables of text: what the plan names, exploratory estimates, descriptives."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from math import exp, isnan

from surveys.analysis.consistent import is_consistent
from surveys.analysis.naming import group_label, label_of, outcome_named, scale_label
from surveys.analysis.results import (
    ABOVE,
    AT,
    AVERAGED,
    BELOW,
    BESIDE,
    CHANGED,
    CURVE,
    DRIFT,
    GROUPS,
    LEVEL,
    MAIN,
    NOTICERS,
    PLACEBO,
    RANGE,
    STATE,
    STEP,
    Cell,
    Results,
    Row,
)
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Act, State, Timed
from surveys.protocol.plan import FixedN
from surveys.report.context import CellRow, Fold, OutcomeTable, TableRow
from surveys.report.faults import could_not
from surveys.report.lines import line
from surveys.report.numbers import DASH, interval, number, p_value, within_one
from surveys.report.shape import means, verdicts
from surveys.report.told import Told, told_of
from surveys.report.units import unit_of
from surveys.texts import say

TIMELESS = "Simulated people take no time over a page, so time on the profile is not estimated."
UNGUARDED = "Their intervals and p do not allow for the looks before the end."
FOLDS: Sequence[tuple[str, Collection[str]]] = (
    ("Single displayed scores", (AT, AVERAGED)),
    ("The shape: steps, bends, turning points", (STEP, BESIDE, CURVE, BELOW, ABOVE)),
    ("Controls, and those who noticed the score", (PLACEBO, DRIFT, NOTICERS)),
)


class Inconsistent(ValueError):
    """A row whose p does not follow from its statistic and df: a wrong number, which is not printed."""


def verified(results: Results, protocol: Compiled | None = None) -> tuple[Results, tuple[str, ...]]:
    """The results without inconsistent rows, and those rows' keys. protocol: with it the corrections too are
    made again, where all rows that they are over are there.
    """
    refused = tuple(row.key for row in results.rows if not is_consistent(row, results, protocol))
    gone = {row.comparison for row in results.rows if row.key in refused and row.comparison}
    rows = tuple(row for row in results.rows if row.key not in refused)
    looks = tuple(look for look in results.looks if look.comparison not in gone)
    return replace(results, rows=rows, looks=looks), refused


def timely(results: Results, protocol: Compiled) -> Results:
    """Without the times of simulated people, who take none."""
    if results.kind != "simulated":
        return results
    times = {o.name for o in protocol.document.outcomes if isinstance(o, Timed)}
    return replace(
        results,
        rows=tuple(row for row in results.rows if row.outcome not in times),
        cells=tuple(cell for cell in results.cells if cell.outcome not in times),
    )


def checked(results: Results) -> None:
    """Every number that is to be printed. Raises Inconsistent for a wrong one."""
    for row in results.rows:
        if not is_consistent(row, results):
            raise Inconsistent(f"{row.key}: the stored p, statistic and interval do not agree")


def estimates(results: Results, protocol: Compiled, language: str) -> tuple[OutcomeTable, ...]:
    """What the plan does not name, by outcome, in the document's order. Raises Inconsistent."""
    checked(results)
    return tuple(_tables(results, protocol, language))


def _tables(results: Results, protocol: Compiled, language: str) -> Iterator[OutcomeTable]:
    for outcome in protocol.document.outcomes:
        told = told_of(results, protocol, language, outcome)
        rows = [row for row in results.rows if row.outcome == outcome.name and not row.confirmatory]
        if rows or told.reason:
            main = [row for row in rows if _is_main(told, row)]
            yield OutcomeTable(
                outcome=label_of(protocol, outcome.name, language),
                unit=told.unit.difference,
                main=tuple(line(told, row) for row in main),
                folds=tuple(_folds(told, [row for row in rows if row not in main])),
                said=(*verdicts(told), *several(told)),
                means=means(told),
                problem=could_not(told) if told.reason else "",
            )


def _is_main(told: Told, row: Row) -> bool:
    """The slope, the ends of the scale, the adjusted difference; of behaviour, and where only one score is
    displayed, also the highest score against none.
    """
    at_top = row.contrast == AT and row.at == told.design.levels[-1:]
    alone = len(told.design.levels) == 1 or isinstance(told.outcome, Act)
    always = row.contrast in (LEVEL, RANGE, STATE, GROUPS, CHANGED)
    return row.variant == MAIN and (always or (at_top and alone))


def _folds(told: Told, rows: Sequence[Row]) -> Iterator[Fold]:
    for title, contrasts in FOLDS:
        here = [row for row in rows if row.contrast in contrasts and row.variant == MAIN]
        yield from _fold(title, [line(told, row) for row in here])
    others = [line(told, row, other_way=True) for row in rows if row.variant != MAIN]
    yield from _fold("Other ways of computing the same", others)


def _fold(title: str, lines: Sequence[TableRow]) -> Iterator[Fold]:
    if lines:
        yield Fold(title, tuple(lines))


def several(told: Told) -> Iterator[str]:
    """Over all groups of a factor at once: the analysis of variance, in a sentence each."""
    for found in told.results.variances:
        factor = told.protocol.document.factor(found.factor)
        if found.outcome != told.outcome.name or factor is None or isnan(found.f):
            continue
        label = say(factor.label, told.language, told.protocol.document.language) or factor.name
        p = p_value(found.p)
        explained = f"{within_one(number(found.explained, 3))} ({_ends(found.low, found.high)})"
        yield (
            f"Over the {len(factor.levels)} groups of {label}: F({found.df}, {found.residual_df}) = "
            f"{number(found.f)}, p {p if p[0] in '<>' else f'= {p}'}, partial eta squared {explained}, "
            f"with {found.n:,} participants; nothing is adjusted for, and equal variances are assumed."
        )


def _ends(low: float, high: float) -> str:
    return within_one(interval(low, high, 3))


def note(results: Results, protocol: Compiled) -> str:
    """What the tables' reader must know: which of it is exploration, and how many intervals may miss."""
    made = sum(not isnan(row.estimate.low) and not row.confirmatory for row in results.rows)
    if not made:
        return ""
    missing = round(made * 0.05)
    of = f"Of these {made} exploratory intervals, about {missing} {'is' if missing == 1 else 'are'}"
    times = any(isinstance(o, Timed) for o in protocol.document.outcomes)
    said = (
        "Nobody named these comparisons before the data came: take them as exploration. "
        f"{of if missing else 'One 95 % interval in 20 is'} expected to miss."
    )
    if any(row.contrast == AT for row in results.rows):
        said += " Adjusted p: for having compared every displayed score of an outcome with none (Holm)."
    if not isinstance(protocol.document.plan.stopping, FixedN):
        said += f" {UNGUARDED}"
    return f"{said} {TIMELESS}" if times and results.kind == "simulated" else said


def cell_rows(results: Results, protocol: Compiled, language: str) -> tuple[CellRow, ...]:
    return tuple(_cell(cell, protocol, language) for cell in results.cells)


def _cell(cell: Cell, protocol: Compiled, language: str) -> CellRow:
    outcome = outcome_named(protocol, cell.outcome)
    unit = unit_of(protocol, outcome)
    label = label_of(protocol, cell.outcome, language)
    if cell.when and isinstance(outcome, State) and outcome.before:
        label = scale_label(protocol, outcome.before[0], language)
    sd = cell.moments.sd
    # Of logarithms the mean back is the geometric one, and the spread a factor.
    spread = (
        f"× {number(exp(sd))}" if isinstance(outcome, Timed) else number(unit.of_mean(sd), unit.mean_digits)
    )
    return CellRow(
        outcome=f"{label} ({unit.mean})" if unit.mean else label,
        group=group_label(protocol, cell.group, language),
        level="" if isnan(cell.level) else f"{cell.level:g}",
        n=f"{cell.n:,}",
        mean=number(unit.of_mean(cell.mean), unit.mean_digits),
        sd=DASH if isnan(sd) else spread,
    )
