"""The course over days: each group's mean of a state at each time, and of acts on each day, with bands."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from surveys.analysis.course import ACTS
from surveys.analysis.evidence import Moment
from surveys.analysis.naming import group_label
from surveys.analysis.results import Results
from surveys.analysis.series import series_of
from surveys.charts.grammar import Chart, Spec, channel, of, renamed
from surveys.charts.lines import key, line
from surveys.charts.style import INK, INNER, figure, heading, padded, stacked
from surveys.charts.tables import Figure, Value, table
from surveys.protocol import Compiled
from surveys.protocol.group_checks import days_of

HEIGHT = 150
LEFT, RIGHT = 40, 14
"""For the axis' numbers, and for the last tick's words."""
PLOT = INNER - LEFT - RIGHT


@dataclass(frozen=True, slots=True)
class Panel:
    """times: at -> words, in order."""

    label: str
    times: dict[int, str]
    moments: tuple[Moment, ...]
    digits: int = 1


def course(results: Results, protocol: Compiled) -> Figure | None:
    """None where nothing was taken at several times, or nobody answered."""
    panels = [panel for panel in _panels(results, protocol) if any(m.n for m in panel.moments)]
    if not panels:
        return None
    groups = list(dict.fromkeys(m.group for m in panels[0].moments))
    names = [group_label(protocol, group, protocol.document.language) for group in groups]
    chart = stacked(
        [*(_drawn(panel, groups) for panel in panels), key(names, left=LEFT, width=PLOT)],
        title="The course over days" if days_of(protocol.document) else "The course over time",
        caption=_caption(panels),
        simulated=results.kind == "simulated",
        left=LEFT,
    )
    rows = [_row(m, panel, protocol) for panel in panels for m in panel.moments]
    columns = ("What", "When", "Group", "n", "Mean", "Low (95 %)", "High (95 %)")
    return Figure(chart, _words(panels, protocol), table(columns, rows))


def _panels(results: Results, protocol: Compiled) -> list[Panel]:
    found = []
    for series in series_of(protocol):
        own = tuple(m for m in results.moments if m.what == series.key)
        found.append(Panel(series.label, {taken.at: taken.words for taken in series.taken}, own))
    acts = tuple(m for m in results.moments if m.what == ACTS)
    days = {day: f"day {day}" for day in sorted({m.at for m in acts})}
    return [*found, Panel("Acts a day: posts, replies, shares, likes", days, acts, digits=2)]


def _caption(panels: Sequence[Panel]) -> str:
    known = any(isfinite(m.low) for panel in panels for m in panel.moments)
    bands = ", with bands of 95 %" if known else ""
    return f"Means of each group{bands}. Whoever had left by then is not in them."


def _drawn(panel: Panel, groups: Sequence[str]) -> Chart:
    ends = [end for m in panel.moments for end in (m.mean, m.low, m.high)]
    first, last = min(panel.times), max(panel.times)
    every = len(panel.times) // 12 + 1
    x = channel(
        "at:Q",
        scale={"domain": [first - 0.15, last + 0.15], "nice": False, "zero": False},
        axis={
            "title": None, "values": list(panel.times)[::every], "grid": False, "labelFlush": False,
            "labelExpr": _labels(panel.times),
        },
    )  # fmt: skip
    y = channel(
        "mean:Q",
        scale={"domain": padded(ends, 0.08), "nice": False, "zero": False},
        axis={"title": None, "tickCount": 5},
    )
    bands, lines = Chart(()), Chart(())
    for i, group in enumerate(groups):
        own = [
            {"at": m.at, "mean": m.mean, "low": m.low, "high": m.high}
            for m in panel.moments
            if m.group == group and isfinite(m.mean)
        ]
        bands = bands + _band(own, x, y)
        lines = lines + line(of(own).encode(x=x, y=y), i, order="at:Q")
    return (bands + lines).sized(width=PLOT, height=HEIGHT, title=heading(panel.label))


def _band(own: list[dict[str, float]], x: Spec, y: Spec) -> Chart:
    known = [moment for moment in own if isfinite(moment["low"])]
    base = of(known).mark("area", color=INK, opacity=0.1)
    return base.encode(x=x, y=renamed(y, "low"), y2="high:Q")


def _labels(times: dict[int, str]) -> str:
    """An expression that names the ticks: 'before', '3', 'at the end'."""
    short = {at: words.removeprefix("after ").removeprefix("day ") for at, words in times.items()}
    chosen = " : ".join(f"datum.value == {at} ? {_quoted(words)}" for at, words in short.items())
    return f"{chosen} : datum.label"


def _quoted(words: str) -> str:
    return "'" + words.replace("\\", "").replace("'", "’") + "'"


def _words(panels: Sequence[Panel], protocol: Compiled) -> str:
    return " ".join(_said(panel, protocol) for panel in panels)


def _said(panel: Panel, protocol: Compiled) -> str:
    parts = []
    for group in dict.fromkeys(m.group for m in panel.moments):
        means = "; ".join(
            f"{panel.times[m.at]} {figure(m.mean, panel.digits)}"
            for m in panel.moments
            if m.group == group and m.n
        )
        parts.append(f"{group_label(protocol, group, protocol.document.language)}: {means}")
    return f"{panel.label}, means. {'. '.join(parts)}."


def _row(m: Moment, panel: Panel, protocol: Compiled) -> list[Value]:
    group = group_label(protocol, m.group, protocol.document.language)
    return [panel.label, panel.times[m.at], group, m.n, m.mean, m.low, m.high]
