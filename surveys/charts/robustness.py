"""Each outcome's main effect, computed in every other way that the analysis has."""

from collections.abc import Iterator, Sequence
from math import isfinite

from surveys.analysis.design import design_of
from surveys.analysis.naming import label_of
from surveys.analysis.results import Results, Row
from surveys.charts.forest import Line, forest
from surveys.charts.grammar import Chart
from surveys.charts.style import stacked
from surveys.charts.tables import Figure, Value, table
from surveys.charts.words import Unit, compared, estimated, main_row, unit_of, variant_words
from surveys.protocol import Compiled
from surveys.protocol.outcomes import AnyOutcome


def robustness(results: Results, protocol: Compiled) -> Figure | None:
    """None where no effect was computed in more than one way."""
    found = [(o, rows) for o in protocol.document.outcomes if (rows := variants(results, protocol, o))]
    if not found:
        return None
    panels = [_panel(rows, outcome, protocol) for outcome, rows in found]
    chart = stacked(
        panels,
        title="Computed in other ways",
        caption="Main effects with 95 % intervals. Square: the main analysis. Dotted: its estimate.",
        simulated=results.kind == "simulated",
    )
    columns = ("Outcome", "Comparison", "Unit", "Computed", "Estimate", "Low", "High", "Participants")
    numbers = [_row(row, outcome, protocol) for outcome, rows in found for row in rows]
    words = " ".join(_words(rows, outcome, protocol) for outcome, rows in found)
    return Figure(chart, words, table(columns, numbers))


def variants(results: Results, protocol: Compiled, outcome: AnyOutcome) -> list[Row]:
    """The main row first, then every other way of computing the same; none where there is no other."""
    main = main_row(results, design_of(protocol), outcome)
    if main is None or not isfinite(main.estimate.low):
        return []
    others = [
        row
        for row in results.rows
        if (row.outcome, row.contrast) == (outcome.name, main.contrast)
        and row.at == main.at
        and row.variant != main.variant
        and isfinite(row.estimate.low)
    ]
    return [main, *others] if others else []


def _panel(rows: Sequence[Row], outcome: AnyOutcome, protocol: Compiled) -> Chart:
    unit, main = unit_of(protocol, outcome), rows[0]
    label = label_of(protocol, outcome.name, protocol.document.language)
    return forest(
        [_line(row, unit, strong=row is main) for row in rows],
        title=f"{label}: {compared(main, design_of(protocol), outcome)}, {unit.difference}",
        marks=(unit.nought, unit.shown(main.estimate.estimate)),
        ratio=unit.ratio,
    )


def _line(row: Row, unit: Unit, *, strong: bool) -> Line:
    found, name = row.estimate, variant_words(row)
    return Line(
        words=f"{name[:1].upper()}{name[1:]}: {estimated(row, unit)}",
        estimate=unit.shown(found.estimate),
        low=unit.shown(found.low),
        high=unit.shown(found.high),
        strong=strong,
    )


def _words(rows: Sequence[Row], outcome: AnyOutcome, protocol: Compiled) -> str:
    unit = unit_of(protocol, outcome)
    label = label_of(protocol, outcome.name, protocol.document.language)
    said = "; ".join(_said(rows, unit))
    return f"{label}, {compared(rows[0], design_of(protocol), outcome)}, {unit.difference}: {said}."


def _said(rows: Sequence[Row], unit: Unit) -> Iterator[str]:
    for row in rows:
        yield f"{variant_words(row)} {estimated(row, unit)}"


def _row(row: Row, outcome: AnyOutcome, protocol: Compiled) -> list[Value]:
    unit, found = unit_of(protocol, outcome), row.estimate
    return [
        label_of(protocol, outcome.name, protocol.document.language),
        compared(row, design_of(protocol), outcome),
        unit.difference,
        variant_words(row),
        unit.shown(found.estimate),
        unit.shown(found.low),
        unit.shown(found.high),
        found.n_participants,
    ]
