"""Results as tables of text: estimates, descriptives, reliabilities."""

from collections.abc import Iterator
from dataclasses import replace
from math import exp, isnan

from surveys.analysis.design import Design, design_of
from surveys.analysis.naming import group_label, label_of, outcome_named, scale_label
from surveys.analysis.results import AT, AVERAGED, LEVEL, PLACEBO, RANGE, STATE, Cell, Results, Row
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Act, AnyOutcome, Dwell, State
from surveys.report.context import AlphaRow, CellRow, OutcomeTable, TableRow
from surveys.report.numbers import DASH, counted, interval, number, p_value, within_one
from surveys.report.units import unit_of

TIMELESS = "Simulated people take no time over a page, so time on the profile is not estimated."


class Inconsistent(ValueError):
    """A row whose p does not follow from its statistic and df: a wrong number, which is not printed."""


def is_consistent(row: Row) -> bool:
    """Whether p, interval and statistic follow from each other, and the correction made p no smaller."""
    p, adjusted = row.estimate.p, row.p_adjusted
    return row.estimate.consistent() and not (adjusted < p * (1 - 1e-9) or adjusted > 1)


def checked(row: Row) -> Row:
    """The row, its p recomputed from statistic and df. Raises Inconsistent."""
    if not is_consistent(row):
        raise Inconsistent(f"{row.key}: the stored p, statistic and interval do not agree")
    return row


def verified(results: Results) -> tuple[Results, tuple[str, ...]]:
    """The results without inconsistent rows, and those rows' keys."""
    refused = tuple(row.key for row in results.rows if not is_consistent(row))
    return replace(results, rows=tuple(row for row in results.rows if row.key not in refused)), refused


def timely(results: Results, protocol: Compiled) -> Results:
    """Without the times of simulated people, who take none."""
    if results.kind != "simulated":
        return results
    times = {o.name for o in protocol.document.outcomes if isinstance(o, Dwell)}
    return replace(
        results,
        rows=tuple(row for row in results.rows if row.outcome not in times),
        cells=tuple(cell for cell in results.cells if cell.outcome not in times),
    )


def estimates(results: Results, protocol: Compiled, language: str) -> tuple[OutcomeTable, ...]:
    """By outcome, in the document's order. Raises Inconsistent for a wrong number."""
    return tuple(_tables(results, protocol, language, design_of(protocol)))


def _tables(results: Results, protocol: Compiled, language: str, design: Design) -> Iterator[OutcomeTable]:
    for outcome in protocol.document.outcomes:
        rows = [checked(row) for row in results.rows if row.outcome == outcome.name]
        main = [row for row in rows if _is_main(row, outcome, design)] or rows
        lines = {row.key: _line(row, protocol, outcome, design) for row in rows}
        if rows:
            yield OutcomeTable(
                outcome=label_of(protocol, outcome.name, language),
                unit=unit_of(protocol, outcome).difference,
                main=tuple(lines[row.key] for row in main),
                more=tuple(lines[row.key] for row in rows if row not in main),
            )


def _is_main(row: Row, outcome: AnyOutcome, design: Design) -> bool:
    """The slope, the ends of the scale, the adjusted difference; of behaviour also the sentence's own."""
    return row.contrast in (LEVEL, RANGE, STATE) or (
        isinstance(outcome, Act) and row.contrast == AT and row.at == design.levels[-1]
    )


def _line(row: Row, protocol: Compiled, outcome: AnyOutcome, design: Design) -> TableRow:
    found = row.estimate
    n = [counted(found.n_participants, "participant", "participants")]
    if found.n_profiles is not None:
        n.append(counted(found.n_profiles, "profile", "profiles"))
    if found.n_ratings is not None:
        n.append(counted(found.n_ratings, "visit", "visits"))
    estimate, between = unit_of(protocol, outcome).texts(found)
    return TableRow(
        key=row.key,
        contrast=_contrast(row, outcome, design),
        estimate=estimate,
        interval=between,
        p=p_value(found.p),
        p_adjusted="" if isnan(row.p_adjusted) else p_value(row.p_adjusted),
        effect=number(found.effect),
        effect_interval=interval(found.effect_low, found.effect_high),
        n=", ".join(n),
        notes=tuple(
            note for note in (row.estimand, found.method, found.standardiser, *found.warnings) if note
        ),
    )


def _contrast(row: Row, outcome: AnyOutcome, design: Design) -> str:
    """What is compared, in plain words."""
    levels = [f"{level:g}" for level in design.levels] or [""]
    before = isinstance(outcome, State) and outcome.before
    return {
        LEVEL: "Each 10 points of displayed score",
        RANGE: f"{levels[-1]} shown against {levels[0]}, by that line",
        AT: f"{row.at:g} shown against hidden",
        AVERAGED: f"Shown against hidden, averaged over {', '.join(levels)}",
        PLACEBO: "Each 10 points of a score that nobody saw (control)",
        STATE: "Score shown against hidden" + (", given where they began" if before else ""),
    }.get(row.contrast, row.contrast)


def note(results: Results, protocol: Compiled) -> str:
    """What the tables' reader must know: all exploratory, and how many intervals are expected to miss."""
    made = sum(not isnan(row.estimate.low) for row in results.rows)
    if not made:
        return ""
    missing = round(made * 0.05)
    of = f": of these {made}, about {missing}" if missing else ""
    times = any(isinstance(o, Dwell) for o in protocol.document.outcomes)
    said = (
        "All of this is exploratory: nobody named these comparisons before the data came. One 95 % interval "
        f"in 20 is expected to miss{of}. Adjusted p: Holm, within one outcome's displayed scores."
    )
    return f"{said} {TIMELESS}" if times and results.kind == "simulated" else said


def cell_rows(results: Results, protocol: Compiled, language: str) -> tuple[CellRow, ...]:
    return tuple(_cell(cell, protocol, language) for cell in results.cells)


def _cell(cell: Cell, protocol: Compiled, language: str) -> CellRow:
    outcome = outcome_named(protocol, cell.outcome)
    unit = unit_of(protocol, outcome)
    label = label_of(protocol, cell.outcome, language)
    if cell.when and isinstance(outcome, State) and outcome.before:
        label = scale_label(protocol, outcome.before, language)
    sd = cell.moments.sd
    # Of logarithms the mean back is the geometric one, and the spread a factor.
    spread = (
        f"× {number(exp(sd))}" if isinstance(outcome, Dwell) else number(unit.shown(sd), unit.mean_digits)
    )
    return CellRow(
        outcome=f"{label} ({unit.mean})" if unit.mean else label,
        group=group_label(protocol, cell.group, language),
        level="" if isnan(cell.level) else f"{cell.level:g}",
        n=f"{cell.n:,}",
        mean=number(unit.shown(cell.mean), unit.mean_digits),
        sd=DASH if isnan(sd) else spread,
    )


def alpha_rows(results: Results, protocol: Compiled, language: str) -> tuple[AlphaRow, ...]:
    """A note only where there is no alpha: a low one can be seen."""
    return tuple(
        AlphaRow(
            scale=scale_label(protocol, alpha.scale, language),
            group=group_label(protocol, alpha.group, language) if alpha.group else "",
            items=str(alpha.items),
            n=f"{alpha.n:,}",
            alpha=within_one(number(alpha.alpha)),
            interval=within_one(interval(alpha.low, alpha.high)),
            note=" ".join(alpha.warnings[:1]) if isnan(alpha.alpha) else "",
        )
        for alpha in results.alphas
    )
