"""How each comparison of the plan stood after the first so many, where the plan looks early."""

from collections.abc import Mapping, Sequence
from math import isfinite

from surveys.analysis.design import design_of
from surveys.analysis.evidence import Look
from surveys.analysis.naming import label_of, outcome_named
from surveys.analysis.results import Results, Row
from surveys.charts.grammar import Chart, Spec, channel, of, renamed
from surveys.charts.style import FAINT, INK, INNER, PALE, SOFT, between, figure, heading, padded, stacked
from surveys.charts.tables import Figure, Value, table
from surveys.charts.words import Unit, asked, unit_of
from surveys.protocol import Compiled
from surveys.protocol.plan import FixedN, GroupSequential, Plan

LEFT, TALL = 44, 120
PLOT = INNER - LEFT - 14
WIDEST = 4
"""The first intervals of many are enormous: drawn are so many times the last one's width, the rest is cut."""
FEW = 6
"""Looks up to which each is drawn by itself, not as a band."""


def sequential(results: Results, protocol: Compiled) -> Figure | None:
    """None where the plan looks once, or nothing could be told at any look."""
    plan = protocol.document.plan
    if isinstance(plan.stopping, FixedN):
        return None
    found: dict[str, list[Look]] = {}
    for look in results.looks:
        if isfinite(look.low):
            found.setdefault(look.comparison, []).append(look)
    told = [(row, looks) for name, looks in found.items() if (row := results.named(name))]
    if not told:
        return None
    panels = [_panel(row, looks, plan, protocol) for row, looks in told]
    chart = stacked(
        panels,
        title="As people came",
        caption=_caption(plan),
        simulated=results.kind == "simulated",
        left=LEFT,
    )
    rows: list[list[Value]] = [
        [
            label, look.n, look.fraction, unit.shown(look.estimate), unit.shown(look.low),
            unit.shown(look.high), 100 * look.level, look.p, "yes" if look.crossed else "no",
        ]
        for row, looks in told
        for label, unit in [_called(row, protocol)]
        for look in looks
    ]  # fmt: skip
    columns = (
        "Comparison", "Participants", "Share of the planned", "Estimate", "Low", "High", "Level (%)", "p",
        "Boundary reached",
    )  # fmt: skip
    words = " ".join(_words(row, looks, protocol) for row, looks in told)
    return Figure(chart, words, table(columns, rows))


def _caption(plan: Plan) -> str:
    looks = isinstance(plan.stopping, GroupSequential)
    holds, planned = ("every planned look", "looks") if looks else ("any moment", "number")
    return (
        f"Estimates after the first so many participants, with intervals that hold at {holds}. Filled dots: "
        f"the plan’s boundary is reached. Dashed: the planned {planned}."
    )


def _called(row: Row, protocol: Compiled) -> tuple[str, Unit]:
    outcome = outcome_named(protocol, row.outcome)
    label = label_of(protocol, row.outcome, protocol.document.language)
    unit = unit_of(protocol, outcome)
    said = asked(row, design_of(protocol), outcome)
    return f"{label}: {said}, {unit.difference}", unit


def _panel(row: Row, looks: Sequence[Look], plan: Plan, protocol: Compiled) -> Chart:
    label, unit = _called(row, protocol)
    values = [
        {
            "n": look.n, "estimate": unit.shown(look.estimate), "low": unit.shown(look.low),
            "high": unit.shown(look.high), "crossed": look.crossed,
        }
        for look in looks
    ]  # fmt: skip
    domain = [0, max(plan.planned, looks[-1].n) * 1.02]
    x = channel(
        "n:Q", scale={"domain": domain, "nice": False}, axis={"title": None, "tickCount": 6, "grid": False}
    )
    y = channel(
        "estimate:Q",
        scale={"domain": _seen(looks, unit), "nice": False, "zero": False},
        axis={"title": None, "tickCount": 5, "minExtent": LEFT - 6, "maxExtent": LEFT - 6},
    )
    drawn = _planned(plan, x) + _course(values, x, y, few=len(looks) <= FEW)
    zero = of([{"estimate": unit.nought}]).mark("rule", color=INK, strokeWidth=1).encode(y=y)
    return (drawn + zero).sized(width=PLOT, height=TALL, title=heading(label))


def _seen(looks: Sequence[Look], unit: Unit) -> list[float]:
    last = looks[-1]
    half = WIDEST * (last.high - last.low) / 2
    low = max(min(look.low for look in looks), last.estimate - half)
    high = min(max(look.high for look in looks), last.estimate + half)
    return padded([unit.shown(low), unit.shown(high), unit.nought])


def _planned(plan: Plan, x: Spec) -> Chart:
    looks = plan.stopping.looks if isinstance(plan.stopping, GroupSequential) else (1.0,)
    rules = of([{"n": fraction * plan.planned} for fraction in looks])
    return rules.mark("rule", color=FAINT, strokeWidth=1, strokeDash=[4, 3]).encode(x=x)


def _course(values: Sequence[Mapping[str, object]], x: Spec, y: Spec, *, few: bool) -> Chart:
    base = of(values).encode(x=x)
    spans = base.mark("rule", color=INK, strokeWidth=2, clip=True)
    if not few:
        spans = base.mark("area", color=PALE, opacity=1, clip=True)
    spans = spans.encode(y=renamed(y, "low"), y2="high:Q")
    line = base.mark("line", color=SOFT, strokeWidth=1.5, clip=True).encode(y=y)
    size = 70 if few else 30
    open_ = base.where("!datum.crossed").mark(
        "point", size=size, fill="white", stroke=INK, strokeWidth=1.5, opacity=1, clip=True
    )
    full = base.where("datum.crossed").mark("point", size=size, fill=INK, stroke=INK, opacity=1, clip=True)
    return spans + line + open_.encode(y=y) + full.encode(y=y)


def _words(row: Row, looks: Sequence[Look], protocol: Compiled) -> str:
    label, unit = _called(row, protocol)
    last, first = looks[-1], next((look for look in looks if look.crossed), None)
    ends = between(unit.shown(last.low), unit.shown(last.high), unit.digits)
    size = figure(unit.shown(last.estimate), unit.digits)
    reached = f"first reached after {first.n:,}" if first else "not reached"
    level = f"{100 * last.level:.4g} %"
    return f"{label}: {size} ({level} interval {ends}) after {last.n:,}; the plan's boundary is {reached}."
