"""Protocol and arrays to results: no rows are read or written here."""

from collections.abc import Iterator
from math import nan

import numpy as np

from scoring.moments import moments
from scoring.reliability import reliability
from surveys.analysis.contrasts import state_rows, visited_rows
from surveys.analysis.data import Data
from surveys.analysis.design import Design, design_of
from surveys.analysis.flows import blinded
from surveys.analysis.frames import Floats
from surveys.analysis.results import ENOUGH, Alpha, Cell, Extent, Flow, Noticed, Results, Row
from surveys.protocol import Compiled
from surveys.protocol.outcomes import AnyOutcome, Dwell, State
from surveys.texts import say


def compute(
    protocol: Compiled,
    data: Data | None,
    flow: Flow,
    *,
    kind: str,
    planted: dict[str, float] | None = None,
) -> Results:
    """data: None where effects must not be known yet, and none then are; nor who is in which group."""
    common = {"kind": str(kind), "planned": protocol.document.plan.planned, "flow": flow}
    if data is None:
        return Results(**{**common, "flow": blinded(flow)}, extent="live")  # type: ignore[arg-type]
    design = design_of(protocol)
    extent = extent_of(design, data)
    return Results(
        **common,  # type: ignore[arg-type]
        extent=extent,
        cells=tuple(cells(protocol, design, data)),
        alphas=tuple(alphas(design, data)),
        noticed=tuple(noticed(design, data)),
        planted=planted,
        rows=tuple(rows(protocol, design, data)) if extent == "full" else (),
    )


def extent_of(design: Design, data: Data) -> Extent:
    """Whether each group has enough participants for anything to be inferred."""
    n = np.bincount(data.arm, minlength=len(design.groups))
    return "full" if n.min(initial=len(data.arm)) >= ENOUGH else "few"


def rows(protocol: Compiled, design: Design, data: Data) -> Iterator[Row]:
    """Every outcome's rows, in the document's order. All are exploratory: nobody has named them in a plan."""
    for outcome in protocol.document.outcomes:
        of = state_rows if isinstance(outcome, State) else visited_rows
        yield from of(design, data, name=outcome.name, words=words_of(outcome, protocol.document.language))


def words_of(outcome: AnyOutcome, language: str) -> str:
    """The outcome and its unit, as estimands name it."""
    label = say(outcome.label, language, language) or outcome.name
    if isinstance(outcome, Dwell):
        return f"{label} (natural logarithm of seconds)"
    return f"share of visits ending in {label}" if outcome.kind == "act" else label


def cells(protocol: Compiled, design: Design, data: Data) -> Iterator[Cell]:
    for outcome in protocol.document.outcomes:
        values = data.values[outcome.name]
        for position, group in enumerate(design.groups):
            here = data.arm == position
            if values.ndim == 1:
                if outcome.name in data.before:
                    yield _cell(outcome.name, group, data.before[outcome.name][here], when="before")
                yield _cell(outcome.name, group, values[here])
            else:
                for level in design.levels or (nan,):
                    at = np.isnan(data.level[here]) if np.isnan(level) else data.level[here] == level
                    yield _cell(outcome.name, group, values[here][at], level=level)


def _cell(outcome: str, group: str, values: Floats, *, level: float = nan, when: str = "") -> Cell:
    m = moments(values)
    return Cell(outcome=outcome, group=group, level=level, when=when, n=m.n, mean=m.mean, m2=m.m2)


def noticed(design: Design, data: Data) -> Iterator[Noticed]:
    """The manipulation check: who says that they noticed the score, by group."""
    if data.noticed is None:
        return
    for position, group in enumerate(design.groups):
        told = data.noticed[(data.arm == position) & ~np.isnan(data.noticed)]
        yield Noticed(group=group, n=len(told), noticed=int(told.sum()))


def alphas(design: Design, data: Data) -> Iterator[Alpha]:
    for scale, table in data.firsts.items():
        yield _alpha(scale, "", table)
        if len(design.groups) > 1:
            for position, group in enumerate(design.groups):
                yield _alpha(scale, group, table[data.arm == position])


def _alpha(scale: str, group: str, table: Floats) -> Alpha:
    found = reliability(table)
    return Alpha(
        scale=scale,
        group=group,
        items=table.shape[1],
        n=found.n_complete,
        alpha=found.alpha,
        low=found.low,
        high=found.high,
        omega=found.omega,
        warnings=found.warnings,
    )
