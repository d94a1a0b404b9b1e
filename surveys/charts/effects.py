"""What the plan names and each outcome's main effect, in its own unit, with the equivalence band."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isfinite, nan

from surveys.analysis.design import Design, design_of
from surveys.analysis.naming import label_of, outcome_named
from surveys.analysis.results import SLOPES, Results, Row
from surveys.charts.forest import Line, forest
from surveys.charts.style import stacked
from surveys.charts.tables import Figure, Table, Value, table
from surveys.charts.words import Unit, asked, estimated, group_rows, main_row, unit_of
from surveys.protocol import Compiled


@dataclass(frozen=True, slots=True)
class Told:
    """A row with what it is called and the unit that it is drawn in."""

    row: Row
    words: str
    unit: Unit

    @property
    def scale(self) -> str:
        """Rows that share it share an axis."""
        per = ", for each 10 points of displayed score" if self.row.contrast in SLOPES else ""
        return f"{self.unit.difference}{per}"


def effects(results: Results, protocol: Compiled) -> Figure | None:
    """None before anything is inferred. Raw units, a small picture for each: a standardised effect would need
    a standardiser that the outcomes do not share, and the bands are in raw units.
    """
    told = [one for one in _told(results, protocol) if isfinite(one.row.estimate.low)]
    if not told:
        return None
    panels = []
    for scale in dict.fromkeys(one.scale for one in told):
        here = [one for one in told if one.scale == scale]
        unit = here[0].unit
        panels.append(
            forest(
                [_line(one) for one in here],
                title=scale[:1].upper() + scale[1:],
                marks=(unit.nought,),
                ratio=unit.ratio,
            )
        )
    chart = stacked(panels, title="Effects", caption=_caption(told), simulated=results.kind == "simulated")
    return Figure(chart, _words(told), _table(told))


def _told(results: Results, protocol: Compiled) -> Iterator[Told]:
    """The plan's comparisons in its order, then the outcomes' main rows that are not among them."""
    design = design_of(protocol)
    named = [row for c in protocol.document.plan.confirmatory if (row := results.named(c.name))]
    told = {(row.outcome, row.contrast, row.at) for row in named}
    main = [main_row(results, design, outcome) for outcome in protocol.document.outcomes]
    others = [row for row in main if row and (row.outcome, row.contrast, row.at) not in told]
    others += [row for outcome in protocol.document.outcomes for row in group_rows(results, outcome)]
    for row in (*named, *others):
        yield _one(row, protocol, design)


def _one(row: Row, protocol: Compiled, design: Design) -> Told:
    outcome = outcome_named(protocol, row.outcome)
    label = label_of(protocol, row.outcome, protocol.document.language)
    return Told(row, f"{label}: {asked(row, design, outcome)}", unit_of(protocol, outcome))


def _line(told: Told) -> Line:
    row, shown = told.row, told.unit.shown
    band = row.equivalence
    outer = (row.simultaneous_low, row.simultaneous_high) if row.confirmatory else (nan,) * 2
    short = told.words.replace(": each 10 points of displayed score", "")
    return Line(
        words=f"{short}: {_sized(row, told.unit)}",
        estimate=shown(row.estimate.estimate),
        low=shown(row.estimate.low),
        high=shown(row.estimate.high),
        outer_low=shown(outer[0]),
        outer_high=shown(outer[1]),
        band_low=shown(band.low) if band else nan,
        band_high=shown(band.high) if band else nan,
        strong=row.confirmatory,
    )


def _sized(row: Row, unit: Unit) -> str:
    """With the interval that the page's table has: of the plan's comparisons the one for all together."""
    if not (row.confirmatory and isfinite(row.simultaneous_low)):
        return estimated(row, unit)
    wide = replace(row.estimate, low=row.simultaneous_low, high=row.simultaneous_high)
    return estimated(replace(row, estimate=wide), unit)


def _caption(told: list[Told]) -> str:
    said = []
    if any(one.row.confirmatory for one in told):
        said.append("Squares: named in the plan.")
    if any(not one.row.confirmatory for one in told):
        said.append("Circles: exploratory.")
    levels = {round(100 * one.row.estimate.level, 2) for one in told}
    alone = ", each by itself" if any(isfinite(one.row.simultaneous_low) for one in told) else ""
    said.append(f"Lines: {' or '.join(f'{level:g}' for level in sorted(levels))} % intervals{alone}.")
    wider = [one for one in told if one.row.confirmatory and one.row.simultaneous_low < one.row.estimate.low]
    if wider:
        said.append("Thin ends, and the squares’ numbers: wide enough for all of the plan’s comparisons.")
    if any(one.row.equivalence for one in told):
        said.append("Grey band: smaller than the plan calls worth having.")
    return " ".join(said)


def _words(told: list[Told]) -> str:
    return f"Effects with their intervals. {'; '.join(map(_said, told))}."


def _said(one: Told) -> str:
    row, unit = one.row, one.unit
    kind = "named in the plan" if row.confirmatory else "exploratory"
    said = f"{one.words} {_sized(row, unit)} {unit.difference}, {kind}"
    if not row.equivalence:
        return said
    low, high = (
        f"{unit.shown(end):g}".replace("-", "−") for end in (row.equivalence.low, row.equivalence.high)
    )
    return f"{said}; from {low} to {high} the plan calls it too small to matter"


def _table(told: list[Told]) -> Table:
    columns = (
        "Comparison", "Unit", "Kind", "Estimate", "Low", "High", "Level (%)", "Low, all together",
        "High, all together", "Band from", "Band to", "Verdict", "Participants",
    )  # fmt: skip
    rows: list[list[Value]] = []
    for one in told:
        line, row = _line(one), one.row
        kind = "confirmatory" if row.confirmatory else "exploratory"
        rows.append([
            one.words, one.scale, kind, line.estimate, line.low, line.high, 100 * row.estimate.level,
            line.outer_low, line.outer_high, line.band_low, line.band_high,
            row.equivalence.verdict if row.equivalence else "", row.estimate.n_participants,
        ])  # fmt: skip
    return table(columns, rows)
