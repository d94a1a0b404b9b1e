"""An outcome of the visits by displayed score, beside the group from which the score was hidden."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from math import isnan, nan
from operator import add

from scoring.estimators.estimate import t_row
from scoring.moments import EMPTY, Moments
from surveys.analysis.design import design_of
from surveys.analysis.naming import label_of, outcome_of, scale_words
from surveys.analysis.results import AT, Results
from surveys.charts.style import INK, SOFT, Chart, figure, finished, of
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Act, AnyOutcome, Rating


@dataclass(frozen=True, slots=True)
class Point:
    """The mean where `level` was displayed and its interval, in the axis' unit."""

    level: float
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Picture:
    """points: where shown; hidden: the mean where hidden, nan without such a group. against: whether the
    intervals are of the difference from hidden (drawn about it), not of each mean alone.
    """

    points: tuple[Point, ...]
    hidden: float
    against: bool


def credibility(results: Results, protocol: Compiled) -> tuple[Chart, str] | None:
    return levels(results, protocol, outcome_of(protocol, Rating), factor=1, unit="")


def behaviour(results: Results, protocol: Compiled) -> tuple[Chart, str] | None:
    return levels(results, protocol, outcome_of(protocol, Act), factor=100, unit="% of visits")


def levels(
    results: Results, protocol: Compiled, outcome: AnyOutcome | None, *, factor: float, unit: str
) -> tuple[Chart, str] | None:
    """The chart and what it says; None where nobody answered at any level."""
    if outcome is None:
        return None
    found = picture(results, protocol, outcome.name, factor)
    if not found.points:
        return None
    label = label_of(protocol, outcome.name, protocol.document.language)
    axis = unit or scale_words(protocol, outcome).removeprefix("on the ")
    chart = finished(
        _layers(found, axis), title=label, caption=_caption(found), simulated=results.kind == "simulated"
    )
    return chart, _alternative(found, label, unit)


def picture(results: Results, protocol: Compiled, name: str, factor: float = 1) -> Picture:
    design = design_of(protocol)
    shown = {design.groups[i] for i in design.shown}
    hidden = {design.groups[i] for i in design.hidden}
    cells = results.cells_of(name)
    points, against = [], False
    for level in design.levels:
        m = _sum(cell.moments for cell in cells if cell.group in shown and cell.level == level)
        row = results.row(name, AT, level)
        low, high = _interval(m) if results.extent == "full" else (nan, nan)
        if row is not None and not isnan(row.estimate.low):
            # The whisker misses the hidden group's line exactly where the difference's interval misses 0.
            base, against = m.mean - row.estimate.estimate, True
            low, high = base + row.estimate.low, base + row.estimate.high
        if m.n:
            points.append(Point(level, m.mean * factor, low * factor, high * factor))
    apart = _sum(cell.moments for cell in cells if cell.group in hidden)
    return Picture(tuple(points), apart.mean * factor, against)


def _sum(parts: Iterable[Moments]) -> Moments:
    return reduce(add, parts, EMPTY)


def _interval(m: Moments) -> tuple[float, float]:
    row = t_row(m.mean, m.se, m.n - 1) if m.n > 1 else None
    return (row.low, row.high) if row else (nan, nan)


def _layers(found: Picture, axis: str) -> Chart:
    import altair as alt

    ends = [v for p in found.points for v in (p.mean, p.low, p.high) if not isnan(v)]
    ends += [] if isnan(found.hidden) else [found.hidden]
    pad = 0.12 * (max(ends) - min(ends) or 1)
    scale = alt.Scale(domain=[min(ends) - pad, max(ends) + pad], nice=False, zero=False)
    y = alt.Y("mean:Q", title=axis, scale=scale)
    values = [
        {"level": p.level, "mean": p.mean, **({} if isnan(p.low) else {"low": p.low, "high": p.high})}
        for p in found.points
    ]
    at = [p.level for p in found.points]
    x = alt.X(
        "level:Q",
        title="Displayed score",
        scale=alt.Scale(domain=[min(at) - 5, max(at) + 5], nice=False),
        axis=alt.Axis(values=at, grid=False, labelOverlap=True),
    )
    base = of(values).encode(x=x)
    whiskers = base.transform_filter("isValid(datum.low)").mark_rule(color=INK, strokeWidth=1.5)
    chart = whiskers.encode(y=alt.Y("low:Q", title=axis, scale=scale), y2="high:Q")
    chart = chart + base.mark_line(color=SOFT, strokeWidth=1).encode(y=y)
    chart = chart + base.mark_point(color=INK, filled=True, size=70, opacity=1).encode(y=y)
    if isnan(found.hidden):
        return chart
    return chart + of([{"mean": found.hidden}]).mark_rule(
        color=INK, strokeDash=[5, 4], strokeWidth=1.5
    ).encode(y=y)


def _caption(found: Picture) -> str:
    if found.against:
        return "Dots: score shown; whiskers: 95 % interval of the difference from hidden (dashed)."
    intervals = "" if all(isnan(p.low) for p in found.points) else ", with 95 % intervals"
    hidden = "" if isnan(found.hidden) else " Dashed: hidden."
    return f"Dots: score shown{intervals}.{hidden}"


def _alternative(found: Picture, label: str, unit: str) -> str:
    digits, unit = (1, f" {unit}") if unit else (2, "")
    means = "; ".join(f"{figure(p.mean, digits)}{unit} with {p.level:g} displayed" for p in found.points)
    hidden = "" if isnan(found.hidden) else f"; {figure(found.hidden, digits)}{unit} with the score hidden"
    return f"{label}: {means}{hidden}."
