"""A state before and after: what showing scores changed, given where people began."""

from dataclasses import dataclass, replace
from math import isfinite, nan

from scoring.estimators.estimate import Estimate
from scoring.moments import Moments
from surveys.analysis.design import Design, design_of
from surveys.analysis.naming import group_label, label_of, scale_words
from surveys.analysis.results import STATE, Cell, Results, Row
from surveys.charts.grammar import Chart, Spec, channel, of, renamed
from surveys.charts.levels import interval, together
from surveys.charts.means import means
from surveys.charts.style import HEIGHT, INK, SOFT, TEXT, between, figure, finished, padded, wrapped
from surveys.charts.tables import Figure, Table, table
from surveys.protocol import Compiled
from surveys.protocol.outcomes import State

DASHES: tuple[list[int], ...] = ([1, 0], [6, 4], [2, 3], [8, 3, 2, 3], [12, 4], [1, 5])
SHOWN, HIDDEN = "Score shown", "Score hidden"
SHIFT = 8
"""Pixels between the lines."""
NAME = 20
"""Characters of a line's name that fit beside its end."""
MOST = 3
"""Lines whose names fit below each other beside their ends."""


@dataclass(frozen=True, slots=True)
class Course:
    """A line from before (nan: not asked) to after, with the interval about its end."""

    name: str
    before: float
    after: float
    low: float = nan
    high: float = nan


def states(results: Results, protocol: Compiled, outcome: State | None) -> Figure | None:
    """Both sides from the same start, apart by the adjusted difference; where there is none, each group's
    own means, of many groups without where they began. None where nobody answered.
    """
    cells = [c for c in results.cells_of(outcome.name) if c.n] if outcome else []
    if outcome is None or not cells:
        return None
    label = label_of(protocol, outcome.name, protocol.document.language)
    courses = adjusted(results, design_of(protocol), outcome.name) or raw(results, protocol, cells)
    if len(courses) > MOST:
        return means(results, protocol, outcome)
    said = _difference(results, outcome)
    chart = finished(
        _layers(courses, scale_words(protocol, outcome).removeprefix("on the ")),
        title=label,
        caption=said or _means(courses),
        simulated=results.kind == "simulated",
        height=HEIGHT + TEXT,
    )
    return Figure(chart, _words(label, cells, protocol, said), _table(results, cells, protocol))


def adjusted(results: Results, design: Design, name: str) -> tuple[Course, ...]:
    """None without an adjusted difference. Only the difference is estimated: the two ends are placed so that
    their mean, weighted by n, is everybody's mean after, and both start from everybody's mean before.
    """
    row = results.row(name, STATE)
    cells = [cell for cell in results.cells_of(name) if cell.n]
    after = {side: _side(cells, design, side, "") for side in (design.shown, design.hidden)}
    n_shown, n_hidden = (after[side].n for side in (design.shown, design.hidden))
    if row is None or not isfinite(row.estimate.low) or not (n_shown and n_hidden):
        return ()
    sides = (*design.shown, *design.hidden)
    start, end = _side(cells, design, sides, "before").mean, _side(cells, design, sides, "").mean
    found = _widest(row)
    hidden = end - found.estimate * n_shown / (n_shown + n_hidden)
    shown = Course(SHOWN, start, hidden + found.estimate, hidden + found.low, hidden + found.high)
    return shown, Course(HIDDEN, start, hidden)


def _widest(row: Row) -> Estimate:
    """With the interval of the sentence beside the picture: of the plan's comparisons the one for all."""
    if not (row.confirmatory and isfinite(row.simultaneous_low)):
        return row.estimate
    return replace(row.estimate, low=row.simultaneous_low, high=row.simultaneous_high)


def _side(cells: list[Cell], design: Design, groups: tuple[int, ...], when: str) -> Moments:
    names = {design.groups[i] for i in groups}
    return together(cell.moments for cell in cells if cell.group in names and cell.when == when)


def raw(results: Results, protocol: Compiled, cells: list[Cell]) -> tuple[Course, ...]:
    """Each group's means, with intervals where anything may be inferred."""
    language = protocol.document.language
    found = []
    for group in dict.fromkeys(cell.group for cell in cells):
        own = {cell.when: cell for cell in cells if cell.group == group}
        before, after = own.get("before"), own.get("")
        if after:
            low, high = interval(after.moments) if results.extent == "full" else (nan, nan)
            name = group_label(protocol, group, language)
            found.append(Course(name, before.mean if before else nan, after.mean, low, high))
    return tuple(found)


def _difference(results: Results, outcome: State) -> str:
    row = results.row(outcome.name, STATE)
    if row is None or not isfinite(row.estimate.low):
        return ""
    found = _widest(row)
    whole = ", for all that the plan names" if found is not row.estimate else ""
    size = f"{figure(found.estimate, 1)} (95 % interval {between(found.low, found.high, 1)}{whole})"
    kind = "From the same start: shown minus hidden" if outcome.before else "Shown minus hidden"
    return f"{kind} {size}."


def _means(courses: tuple[Course, ...]) -> str:
    return "Means with 95 % intervals." if any(isfinite(c.low) for c in courses) else "Means."


def _layers(courses: tuple[Course, ...], axis: str) -> Chart:
    ends = [v for c in courses for v in (c.before, c.after, c.low, c.high)]
    scale = {"domain": padded(ends, 0.12), "nice": False, "zero": False}
    y = channel("mean:Q", title=axis, scale=scale, axis={"tickCount": 5})
    moments = ["before", "after"] if any(isfinite(c.before) for c in courses) else ["after"]
    x = channel(
        "when:N",
        title=None,
        sort=moments,
        axis={"labelAngle": 0, "domain": False, "ticks": False},
        scale={"domain": [*moments, " "], "paddingOuter": 0.15, "type": "point"},
    )
    apart, drawn = _apart(courses, ends), Chart(())
    for i, course in enumerate(courses):
        beside = SHIFT * (i - (len(courses) - 1) / 2)
        drawn = drawn + _course(course, i, x, y, beside=beside, apart=apart[course.name])
    return drawn


def _apart(courses: tuple[Course, ...], ends: list[float]) -> dict[str, float]:
    """How far each name is moved up or down so that none runs into another, in pixels."""
    low, high = padded(ends, 0.12)
    lines = {c.name: len(wrapped(c.name, NAME)) for c in courses}
    at = {c.name: (high - c.after) / (high - low) * (HEIGHT + TEXT) for c in courses}
    middles, free = {}, -1e9
    for name in sorted(at, key=lambda one: at[one]):
        half = lines[name] * TEXT * 0.6
        middles[name] = max(at[name], free + half)
        free = middles[name] + half
    over = max(0.0, free - HEIGHT - TEXT)
    return {name: middle - over - at[name] for name, middle in middles.items()}


def _course(course: Course, i: int, x: Spec, y: Spec, *, beside: float, apart: float) -> Chart:
    """Every other line is solid with filled dots, the rest dashed with hollow ones; moved a little sideways,
    so that no dot hides another.
    """
    filled, ink = i % 2 == 0, INK if i % 4 < 2 else SOFT
    ends = [{"when": "before", "mean": course.before}, {"when": "after", "mean": course.after}]
    base = of(end for end in ends if isfinite(float(str(end["mean"])))).encode(x=x, y=y)
    last = of([{"when": "after", "mean": course.after, "low": course.low, "high": course.high}]).encode(x=x)
    drawn = base.mark("line", strokeWidth=1.5, color=ink, strokeDash=DASHES[i % len(DASHES)], xOffset=beside)
    if isfinite(course.low):
        whisker = last.mark("rule", strokeWidth=1.5, color=ink, xOffset=beside)
        drawn = drawn + whisker.encode(y=renamed(y, "low"), y2="high:Q")
    dot = {"size": 60, "opacity": 1, "stroke": ink, "fill": ink if filled else "white", "strokeWidth": 1.5}
    name = {"align": "left", "baseline": "middle", "dx": 14, "dy": apart, "lineHeight": TEXT * 1.1}
    names = last.mark("text", fontSize=TEXT, color=INK, **name)
    words = {"value": wrapped(course.name, NAME)}
    return drawn + base.mark("point", xOffset=beside, **dot) + names.encode(y=y, text=words)


def _words(label: str, cells: list[Cell], protocol: Compiled, said: str) -> str:
    language = protocol.document.language
    means = "; ".join(
        f"{group_label(protocol, c.group, language)} {c.when or 'after'} {figure(c.mean, 1)}" for c in cells
    )
    return f"{label}. {said} Means as measured: {means}." if said else f"{label}, mean by group: {means}."


def _table(results: Results, cells: list[Cell], protocol: Compiled) -> Table:
    language = protocol.document.language
    rows: list[list[str | float | int | None]] = []
    for cell in cells:
        low, high = interval(cell.moments) if results.extent == "full" else (nan, nan)
        group = group_label(protocol, cell.group, language)
        rows.append([group, cell.when or "after", cell.n, cell.mean, low, high])
    row = results.row(cells[0].outcome, STATE)
    if row is not None:
        found = row.estimate
        ends = [found.estimate, found.low, found.high]
        rows.append(["Shown minus hidden, adjusted", "after", found.n_participants, *ends])
    return table(("Group", "When", "n", "Mean", "Low (95 %)", "High (95 %)"), rows)
