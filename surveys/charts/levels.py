"""An outcome of the visits by displayed score, beside the group from which the score was hidden."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from math import isnan, nan
from operator import add

from scoring.estimators.estimate import t_row
from scoring.moments import EMPTY, Moments
from surveys.analysis.design import design_of
from surveys.analysis.naming import label_of, scale_words
from surveys.analysis.results import AT, Results
from surveys.analysis.topics import BEHAVIOUR, CREDIBILITY, main_of
from surveys.charts.grammar import Chart, Spec, channel, of, renamed
from surveys.charts.style import INK, SOFT, TEXT, WIDTH, figure, finished, padded
from surveys.charts.tables import Figure, Table, table
from surveys.charts.ticks import score_axis
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Act, AnyOutcome, Rating

PLOT = WIDTH - 75
"""About the width that is left between the axes."""


@dataclass(frozen=True, slots=True)
class Point:
    """The mean where `level` was displayed and its interval, in the axis' unit."""

    level: float
    mean: float
    low: float
    high: float
    n: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """points: where shown; hidden: the mean where hidden, nan without such a group. against: whether the
    intervals are of the difference from hidden (drawn about it), not of each mean alone.
    """

    points: tuple[Point, ...]
    hidden: float
    against: bool
    n_hidden: int = 0


def credibility(results: Results, protocol: Compiled) -> Figure | None:
    return levels(results, protocol, main_of(protocol, CREDIBILITY, Rating), factor=1, unit="")


def behaviour(results: Results, protocol: Compiled) -> Figure | None:
    return levels(results, protocol, main_of(protocol, BEHAVIOUR, Act), factor=100, unit="% of visits")


def levels(
    results: Results, protocol: Compiled, outcome: AnyOutcome | None, *, factor: float, unit: str
) -> Figure | None:
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
    return Figure(chart, _alternative(found, label, unit), _table(found, axis))


def picture(results: Results, protocol: Compiled, name: str, factor: float = 1) -> Picture:
    design = design_of(protocol)
    shown = {design.groups[i] for i in design.shown}
    hidden = {design.groups[i] for i in design.hidden}
    cells = results.cells_of(name)
    points, against = [], False
    for level in design.levels:
        m = together(cell.moments for cell in cells if cell.group in shown and cell.level == level)
        row = results.row(name, AT, level)
        low, high = interval(m) if results.extent == "full" else (nan, nan)
        if row is not None and not isnan(row.estimate.low):
            # The whisker misses the hidden group's line exactly where the difference's interval misses 0.
            base, against = m.mean - row.estimate.estimate, True
            low, high = base + row.estimate.low, base + row.estimate.high
        if m.n:
            points.append(Point(level, m.mean * factor, low * factor, high * factor, m.n))
    apart = together(cell.moments for cell in cells if cell.group in hidden)
    return Picture(tuple(points), apart.mean * factor, against, apart.n)


def together(parts: Iterable[Moments]) -> Moments:
    return reduce(add, parts, EMPTY)


def interval(m: Moments) -> tuple[float, float]:
    """Of the mean, at 95 %; nan where there is none."""
    row = t_row(m.mean, m.se, m.n - 1) if m.n > 1 else None
    return (row.low, row.high) if row else (nan, nan)


def _layers(found: Picture, axis: str) -> Chart:
    ends = [v for p in found.points for v in (p.mean, p.low, p.high)]
    scale = {"domain": padded([*ends, found.hidden], 0.12), "nice": False, "zero": False}
    y = channel("mean:Q", title=axis, scale=scale, axis={"tickCount": 5})
    values = [{"level": p.level, "mean": p.mean, "low": p.low, "high": p.high} for p in found.points]
    at = [p.level for p in found.points]
    domain = [min(at) - 5, max(at) + 5]
    x = channel(
        "level:Q",
        scale={"domain": domain, "nice": False},
        axis=score_axis(at, PLOT, *domain, title="Displayed score"),
    )
    base = of(values).encode(x=x)
    whiskers = base.where("isValid(datum.low)").mark("rule", color=INK, strokeWidth=1.5)
    chart = whiskers.encode(y=renamed(y, "low"), y2="high:Q")
    chart = chart + base.mark("line", color=SOFT, strokeWidth=1).encode(y=y)
    chart = chart + base.mark("point", color=INK, filled=True, size=70, opacity=1).encode(y=y)
    return chart if isnan(found.hidden) else chart + _hidden(found, y)


def _hidden(found: Picture, y: Spec) -> Chart:
    """The dashed line, named above or below its start: on the side where the first dot is not."""
    above = found.points[0].mean < found.hidden
    base = of([{"mean": found.hidden, "words": "hidden"}]).encode(y=y)
    line = base.mark("rule", color=INK, strokeDash=[5, 4], strokeWidth=1.5)
    named = base.encode(x={"value": 0}, text="words:N")
    beside = {"align": "left", "dx": 2, "dy": -7 if above else 9, "fontSize": TEXT}
    halo = named.mark("text", stroke="white", strokeWidth=4, strokeJoin="round", **beside)
    return line + halo + named.mark("text", color=INK, **beside)


def _caption(found: Picture) -> str:
    if found.against:
        return (
            "Dots: score shown; whiskers: 95 % interval of the difference from hidden (dashed), each alone."
        )
    intervals = "" if all(isnan(p.low) for p in found.points) else ", with 95 % intervals"
    hidden = "" if isnan(found.hidden) else " Dashed: hidden."
    return f"Dots: score shown{intervals}.{hidden}"


def _alternative(found: Picture, label: str, unit: str) -> str:
    digits, unit = (1, f" {unit}") if unit else (2, "")
    means = "; ".join(f"{figure(p.mean, digits)}{unit} with {p.level:g} displayed" for p in found.points)
    hidden = "" if isnan(found.hidden) else f"; {figure(found.hidden, digits)}{unit} with the score hidden"
    return f"{label}: {means}{hidden}."


def _table(found: Picture, axis: str) -> Table:
    rows: list[list[str | float | int | None]] = [
        ["shown", p.level, p.n, p.mean, p.low, p.high] for p in found.points
    ]
    if found.n_hidden:
        rows.append(["hidden", None, found.n_hidden, found.hidden, None, None])
    kind = "interval of the difference from hidden, drawn about it" if found.against else "95 % interval"
    columns = ("Score", "Displayed score", "n", f"Mean ({axis})", f"Low ({kind})", f"High ({kind})")
    return table(columns, rows)
