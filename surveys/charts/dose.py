"""Outcomes of the visits by displayed score: means, single profiles behind, the hidden group's band."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite, isnan, nan

import numpy as np

from surveys.analysis.design import Design, design_of
from surveys.analysis.evidence import Crossing, ProfileMean
from surveys.analysis.findings import LevelMean
from surveys.analysis.naming import label_of
from surveys.analysis.results import Results
from surveys.charts.grammar import Chart, Spec, channel, of, renamed
from surveys.charts.levels import Point, interval, together
from surveys.charts.style import FAINT, INK, INNER, PALE, SOFT, figure, heading, padded, stacked
from surveys.charts.tables import Figure, Value, table
from surveys.charts.ticks import score_axis
from surveys.charts.words import Unit, unit_of
from surveys.protocol import Compiled
from surveys.protocol.outcomes import AnyOutcome, State

LEFT, TALL = 38, 120
"""Width of the numbers beside a panel, and a panel's height."""
PLOT = INNER - LEFT - 4
CUT = (5, 95)
"""Percentiles of the single profiles' means that must fit: a profile seen twice must not squeeze the rest."""


@dataclass(frozen=True, slots=True)
class Dose:
    """One outcome, in the unit that is drawn. hidden: by the score that was drawn by lot and not displayed;
    zero: the break-even score where it is bounded, else None. modelled: whether the means are the model's,
    and hidden the same all along, else those of the answers as they are.
    """

    outcome: str
    label: str
    unit: Unit
    shown: tuple[Point, ...]
    hidden: tuple[Point, ...]
    profiles: tuple[ProfileMean, ...]
    zero: Crossing | None
    modelled: bool = False


def dose(results: Results, protocol: Compiled) -> Figure | None:
    """None where nobody answered at any level."""
    found = [one for one in doses(results, protocol) if one.shown]
    if not found:
        return None
    chart = stacked(
        [_panel(one, design_of(protocol).levels) for one in found],
        title="By displayed score",
        caption=_caption(found),
        simulated=results.kind == "simulated",
        left=LEFT,
    )
    rows = [row for one in found for row in (*_means(one), *_profiles(one, protocol))]
    columns = ("Outcome", "Unit", "What", "Displayed score", "n", "Mean", "Low (95 %)", "High (95 %)")
    return Figure(chart, " ".join(map(_words, found)), table(columns, rows))


def doses(results: Results, protocol: Compiled) -> Iterator[Dose]:
    design, language = design_of(protocol), protocol.document.language
    crossings = {one.outcome: one for one in results.crossings}
    for outcome in protocol.document.outcomes:
        if isinstance(outcome, State):
            continue
        unit = unit_of(protocol, outcome)
        zero = crossings.get(outcome.name)
        shown = _points(results, design, outcome, design.shown, unit)
        hidden = _points(results, design, outcome, design.hidden, unit)
        of_model = _modelled(results, design, outcome, unit, shown)
        if of_model:
            shown, hidden = of_model
        yield Dose(
            outcome=outcome.name,
            label=label_of(protocol, outcome.name, language),
            unit=unit,
            shown=shown,
            hidden=hidden,
            modelled=of_model is not None,
            profiles=tuple(p for p in results.profiles if p.outcome == outcome.name and isfinite(p.level)),
            zero=zero if zero and isfinite(zero.low) and isfinite(zero.high) else None,
        )


def _points(
    results: Results, design: Design, outcome: AnyOutcome, groups: tuple[int, ...], unit: Unit
) -> tuple[Point, ...]:
    """Of each level: within one level a participant counts about once, so that the interval is theirs."""
    names = {design.groups[i] for i in groups}
    found = []
    for level in design.levels:
        cells = [c for c in results.cells_of(outcome.name) if c.group in names and c.level == level]
        m = together(cell.moments for cell in cells)
        low, high = interval(m) if results.extent == "full" else (nan, nan)
        if m.n:
            found.append(Point(level, unit.shown(m.mean), unit.shown(low), unit.shown(high), m.n))
    return tuple(found)


def _modelled(
    results: Results, design: Design, outcome: AnyOutcome, unit: Unit, plain: tuple[Point, ...]
) -> tuple[tuple[Point, ...], tuple[Point, ...]] | None:
    """The model's means where shown and, once for all scores, where hidden; None without. n: of `plain`."""
    means = {one.level: one for one in results.means if one.outcome == outcome.name}
    n = {point.level: point.n for point in plain}
    if not means or any(level not in means for level in n):
        return None
    hidden = next((one for level, one in means.items() if isnan(level)), None)

    def point(level: float, one: LevelMean, n: int) -> Point:
        return Point(level, unit.shown(one.mean), unit.shown(one.low), unit.shown(one.high), n)

    apart = together(
        c.moments
        for c in results.cells_of(outcome.name)
        if c.group in {design.groups[i] for i in design.hidden}
    ).n
    return (
        tuple(point(level, means[level], n[level]) for level in design.levels if level in n),
        tuple(point(level, hidden, apart) for level in design.levels) if hidden else (),
    )


def _panel(one: Dose, levels: tuple[float, ...]) -> Chart:
    low, high = min(levels) - 5, max(levels) + 5
    ends = [v for p in (*one.shown, *one.hidden) for v in (p.mean, p.low, p.high)]
    single = [one.unit.shown(p.mean) for p in one.profiles]
    ends += np.percentile(single, CUT).tolist() if single else []
    scale = {"domain": padded(ends), "nice": False, "zero": False}
    axis = {"title": None, "tickCount": 5, "minExtent": LEFT - 6, "maxExtent": LEFT - 6}
    y = channel("mean:Q", scale=scale, axis=axis)
    x = channel(
        "level:Q",
        scale={"domain": [low, high], "nice": False},
        axis=score_axis(levels, PLOT, low, high, title=None),
    )
    drawn = _band(one, x, y, ends=(low, high)) + _single(one, x, y) + _dots(one, x, y)
    if one.zero:
        drawn = drawn + _zero(one.zero, x, low=low, high=high)
    return drawn.sized(
        width=PLOT, height=TALL, title=heading(f"{one.label}, {one.unit.mean}", _break_even(one))
    )


def _band(one: Dose, x: Spec, y: Spec, *, ends: tuple[float, float]) -> Chart:
    """From edge to edge, dashed in the middle: also where there is one level alone."""
    if not one.hidden:
        return of([]).mark("point")
    points = [(ends[0], one.hidden[0]), *((p.level, p) for p in one.hidden), (ends[1], one.hidden[-1])]
    values = [{"level": level, "mean": p.mean, "low": p.low, "high": p.high} for level, p in points]
    base = of(values).encode(x=x)
    area = base.where("isValid(datum.low)").mark("area", color=PALE, opacity=1)
    line = base.mark("line", color=INK, strokeDash=[5, 4], strokeWidth=1.5)
    return area.encode(y=renamed(y, "low"), y2="high:Q") + line.encode(y=y)


def _single(one: Dose, x: Spec, y: Spec) -> Chart:
    values = [{"level": p.level, "mean": one.unit.shown(p.mean), "profile": p.profile} for p in one.profiles]
    lines = of(values).mark("line", color=FAINT, strokeWidth=0.7, opacity=0.8, clip=True)
    return lines.encode(x=x, y=y, detail="profile:N")


def _dots(one: Dose, x: Spec, y: Spec) -> Chart:
    values = [{"level": p.level, "mean": p.mean, "low": p.low, "high": p.high} for p in one.shown]
    base = of(values).encode(x=x)
    whiskers = base.where("isValid(datum.low)").mark("rule", color=INK, strokeWidth=2)
    line = base.mark("line", color=INK, strokeWidth=1.5).encode(y=y)
    dots = base.mark("point", filled=True, color=INK, size=75, opacity=1).encode(y=y)
    return whiskers.encode(y=renamed(y, "low"), y2="high:Q") + line + dots


def _zero(zero: Crossing, x: Spec, *, low: float, high: float) -> Chart:
    """A line at the break-even score, and its interval along the foot, as far as the picture shows it."""
    from_, to = max(low, zero.low), min(high, zero.high)
    ends = of([{"level": from_, "to": to}]).mark("rule", color=INK, strokeWidth=4, y="height")
    drawn = ends.encode(x=x, x2="to:Q") if from_ < to else of([]).mark("point")
    if not low <= zero.score <= high:
        return drawn
    return drawn + of([{"level": zero.score}]).mark(
        "rule", color=SOFT, strokeDash=[1, 3], strokeWidth=1.5
    ).encode(x=x)


def _break_even(one: Dose) -> str:
    if not one.zero:
        return ""
    ends = f"{one.zero.low:.0f} to {one.zero.high:.0f}"
    return f"Showing makes no difference at a score of {one.zero.score:.0f} ({ends})."


def _caption(found: list[Dose]) -> str:
    inferred = any(isfinite(p.low) for one in found for p in one.shown)
    said = ["Dots: score shown."]
    if any(one.hidden for one in found):
        flat = all(one.modelled for one in found if one.hidden)
        said.append("Dashed: hidden." if flat else "Dashed: hidden, by the score drawn but not shown.")
    if inferred:
        by = " by the model" if all(one.modelled for one in found) else ""
        said.append(f"Whiskers and grey: 95 % intervals of the means{by}, each by itself.")
    if any(one.profiles for one in found):
        said.append("Thin: single profiles.")
    if any(one.zero for one in found):
        said.append("Dotted, with its interval at the foot: where showing makes no difference.")
    return " ".join(said)


def _words(one: Dose) -> str:
    digits = one.unit.digits

    def means(points: tuple[Point, ...]) -> str:
        return ", ".join(f"{figure(p.mean, digits)} at {p.level:g}" for p in points)

    apart = figure(one.hidden[0].mean, digits) if one.modelled and one.hidden else means(one.hidden)
    hidden = f"; hidden {apart}" if one.hidden else ""
    zero = _break_even(one)
    return f"{one.label} ({one.unit.mean}): shown {means(one.shown)}{hidden}.{f' {zero}' if zero else ''}"


def _means(one: Dose) -> Iterator[list[Value]]:
    by = ", by the model" if one.modelled else ""
    hidden = one.hidden[:1] if one.modelled else one.hidden
    for what, points in ((f"score shown{by}", one.shown), (f"score hidden{by}", hidden)):
        for p in points:
            level = None if one.modelled and points is hidden else p.level
            yield [one.label, one.unit.mean, what, level, p.n, p.mean, p.low, p.high]


def _profiles(one: Dose, protocol: Compiled) -> Iterator[list[Value]]:
    names = [profile.name for profile in protocol.document.profiles]
    for p in one.profiles:
        name = names[p.profile] if p.profile < len(names) else str(p.profile + 1)
        mean = one.unit.shown(p.mean)
        yield [one.label, one.unit.mean, f"{name}, score shown", p.level, p.n, mean, None, None]
