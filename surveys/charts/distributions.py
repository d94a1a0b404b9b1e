"""How every outcome is distributed in each cell: a histogram and its quartiles, by group and score."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from surveys.analysis.evidence import Spread
from surveys.analysis.naming import group_label, label_of, outcome_named
from surveys.analysis.results import Results
from surveys.charts.grammar import Chart, Spec, channel, down, of, renamed
from surveys.charts.style import (
    FAINT,
    INK,
    INNER,
    WIDE_LINE,
    WIDE_TEXT,
    between,
    figure,
    heading,
    stacked,
    wrapped,
)
from surveys.charts.tables import Figure, Value, table
from surveys.charts.words import Unit, unit_of
from surveys.protocol import Compiled

BARS, FOOT, NAMES = 20, 12, 18
"""Heights: of the highest bar, of the quartiles below, of a line of words."""
LEFT = 32
"""Where the displayed score stands."""
PLOT = INNER - LEFT - 12


@dataclass(frozen=True, slots=True)
class Ridge:
    """One cell's histogram on its base line, `at` pixels from the panel's top."""

    spread: Spread
    at: float


def distributions(results: Results, protocol: Compiled) -> Figure | None:
    """None where nothing was counted."""
    spreads = [s for s in results.spreads if sum(s.counts)]
    if not spreads:
        return None
    names = list(dict.fromkeys(s.outcome for s in spreads))
    by = ", by displayed score" if any(isfinite(s.level) for s in spreads) else ""
    panels = [_panel([s for s in spreads if s.outcome == name], protocol) for name in names]
    chart = stacked(
        panels,
        title="How answers are distributed",
        caption=f"Bars: shares of a group’s answers{by}. Below them the middle half of the answers, with a "
        "tick at the median.",
        left=LEFT,
        simulated=results.kind == "simulated",
    )
    columns = (
        "Outcome", "Unit", "Group", "Displayed score", "n", "Lowest", "First quartile", "Median",
        "Third quartile", "Highest", "Bins from", "Bins to", "Counts in equal bins",
    )  # fmt: skip
    return Figure(chart, _words(spreads, protocol), table(columns, [_row(s, protocol) for s in spreads]))


def _panel(spreads: Sequence[Spread], protocol: Compiled) -> Chart:
    outcome = outcome_named(protocol, spreads[0].outcome)
    unit = unit_of(protocol, outcome)
    language = protocol.document.language
    ridges, titles, height = _laid(spreads, protocol)
    edges = [unit.of_value(edge) for s in spreads for edge in s.edges]
    scale = {
        "domain": [min(edges), max(edges)],
        "nice": False,
        "zero": False,
        "type": "log" if unit.ratio and not unit.value else "linear",
    }
    x = channel("from:Q", scale=scale, axis={"title": None, "tickCount": 6, "grid": False})
    y = down(height)
    drawn = _bars(ridges, unit, x, y) + _quartiles(ridges, unit, x, y) + _named(ridges, titles, y)
    title = heading(f"{label_of(protocol, outcome.name, language)}, {unit.mean}")
    return drawn.sized(width=PLOT, height=height, title=title)


def _laid(spreads: Sequence[Spread], protocol: Compiled) -> tuple[list[Ridge], list[dict[str, Any]], float]:
    """Group by group: its name, then a ridge for each displayed score."""
    ridges, titles, at = [], [], 0.0
    for group in dict.fromkeys(s.group for s in spreads):
        name = group_label(protocol, group, protocol.document.language)
        for words in wrapped(name, WIDE_LINE - 5):
            at += NAMES
            titles.append({"at": at - 4, "words": words})
        for spread in (s for s in spreads if s.group == group):
            at += BARS + 4
            ridges.append(Ridge(spread, at))
            at += FOOT
    return ridges, titles, at


def _bars(ridges: Sequence[Ridge], unit: Unit, x: Spec, y: Spec) -> Chart:
    most = max(max(r.spread.counts) / sum(r.spread.counts) for r in ridges)
    values = []
    for ridge in ridges:
        counts, edges = ridge.spread.counts, ridge.spread.edges
        for i, count in enumerate(counts):
            top = ridge.at - BARS * count / sum(counts) / most
            if count:
                ends = {"from": unit.of_value(edges[i]), "to": unit.of_value(edges[i + 1])}
                values.append({**ends, "at": top, "foot": ridge.at})
    bars = of(values).mark("rect", color=FAINT, stroke="white", strokeWidth=0.5)
    return bars.encode(x=x, x2="to:Q", y=y, y2="foot:Q")


def _quartiles(ridges: Sequence[Ridge], unit: Unit, x: Spec, y: Spec) -> Chart:
    known = [r for r in ridges if len(r.spread.quantiles) == 5 and isfinite(r.spread.quantiles[2])]
    values = []
    for ridge in known:
        _, low, middle, high, _ = map(unit.of_value, ridge.spread.quantiles)
        values.append({"at": ridge.at + 5, "from": low, "to": high, "middle": middle})
    base = of(values).encode(y=y)
    return base.mark("rule", color=INK, strokeWidth=2).encode(x=x, x2="to:Q") + base.mark(
        "tick", color=INK, thickness=2.5, size=10, orient="vertical"
    ).encode(x=renamed(x, "middle"))


def _named(ridges: Sequence[Ridge], titles: Sequence[dict[str, Any]], y: Spec) -> Chart:
    levels = [{"at": r.at, "words": f"{r.spread.level:g}"} for r in ridges if isfinite(r.spread.level)]
    left = of(levels).mark("text", align="right", baseline="bottom", fontSize=WIDE_TEXT, color=INK)
    groups = of(titles).mark("text", align="left", baseline="alphabetic", fontSize=WIDE_TEXT, color=INK)
    base = of([{"at": r.at} for r in ridges]).mark("rule", color=FAINT, strokeWidth=0.7, x=0, x2="width")
    return (
        base.encode(y=y)
        + left.encode(x={"value": -8}, y=y, text="words:N")
        + groups.encode(x={"value": -LEFT}, y=y, text="words:N")
    )


def _words(spreads: Sequence[Spread], protocol: Compiled) -> str:
    return "Medians, with the middle half. " + " ".join(_said(spreads, protocol))


def _said(spreads: Sequence[Spread], protocol: Compiled) -> Iterator[str]:
    language = protocol.document.language
    for name in dict.fromkeys(s.outcome for s in spreads):
        unit = unit_of(protocol, outcome_named(protocol, name))
        parts = []
        for s in (s for s in spreads if s.outcome == name and len(s.quantiles) == 5):
            at = f" at {s.level:g}" if isfinite(s.level) else ""
            middle = figure(unit.of_value(s.quantiles[2]), unit.digits)
            half = between(unit.of_value(s.quantiles[1]), unit.of_value(s.quantiles[3]), unit.digits)
            parts.append(f"{group_label(protocol, s.group, language)}{at} {middle} ({half})")
        yield f"{label_of(protocol, name, language)}, {unit.mean}: {'; '.join(parts)}."


def _row(spread: Spread, protocol: Compiled) -> list[Value]:
    language = protocol.document.language
    unit = unit_of(protocol, outcome_named(protocol, spread.outcome))
    quantiles: list[Value] = [unit.of_value(q) for q in spread.quantiles] or [None] * 5
    return [
        label_of(protocol, spread.outcome, language),
        unit.mean,
        group_label(protocol, spread.group, language),
        spread.level,
        sum(spread.counts),
        *quantiles,
        unit.of_value(spread.edges[0]),
        unit.of_value(spread.edges[-1]),
        " ".join(map(str, spread.counts)),
    ]
