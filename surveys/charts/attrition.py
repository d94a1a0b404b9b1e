"""How many of each group are still there at each page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from surveys.analysis.naming import group_label, step_label
from surveys.analysis.results import Results
from surveys.charts.grammar import Chart, channel, down, of
from surveys.charts.style import INK, INNER, SOFT, WIDE_TEXT, figure, stacked, wrapped
from surveys.charts.tables import Figure, Value, table
from surveys.protocol import Compiled

DASHES: tuple[list[int], ...] = ([1, 0], [6, 4], [2, 3], [8, 3, 2, 3])
SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")
LEFT, NAME = 150, 21
"""Width of the pages' names, and the characters of it that fit."""
PLOT = INNER - LEFT - 18
LINE, GAP, KEY, KEYED = 15, 7, 20, 44


@dataclass(frozen=True, slots=True)
class Stage:
    """counts: how many of each group got here."""

    words: str
    counts: tuple[int, ...]


def attrition(results: Results, protocol: Compiled) -> Figure | None:
    """None where the pages are not told by group, or nobody has a group."""
    stages = _stages(results, protocol)
    if len(stages) < 2 or not any(stages[0].counts):
        return None
    language = protocol.document.language
    groups = [group_label(protocol, arm, language) for arm in results.flow.groups]
    chart = stacked(
        [_panel(stages, groups), _key(groups)],
        title="Who was still there at each page",
        caption="Per cent of those whom the lot put into each group.",
        simulated=results.kind == "simulated",
        left=LEFT,
    )
    rows: list[list[Value]] = [
        [stage.words, group, count, 100 * count / of_all if of_all else None]
        for stage in stages
        for group, count, of_all in zip(groups, stage.counts, stages[0].counts, strict=True)
    ]
    return Figure(chart, _words(stages, groups), table(("Page", "Group", "Still there", "Per cent"), rows))


def _stages(results: Results, protocol: Compiled) -> list[Stage]:
    """From the lot on: the pages, and the end."""
    language, found = protocol.document.language, []
    for count in results.flow.counts:
        kind, _, step = count.key.partition(":")
        if count.by_group and kind in ("allocated", "page", "finished"):
            words = {"allocated": "Put into a group", "finished": "Finished"}.get(kind, "")
            found.append(Stage(words or step_label(protocol, step, language), count.by_group))
    return found if any(c.key.startswith("page:") and c.by_group for c in results.flow.counts) else []


def _panel(stages: Sequence[Stage], groups: Sequence[str]) -> Chart:
    names, places, height = _laid(stages)
    values = []
    for i, group in enumerate(groups):
        for stage, at in zip(stages, places, strict=True):
            if stages[0].counts[i]:
                share = 100 * stage.counts[i] / stages[0].counts[i]
                values.append({"at": at, "share": share, "group": i, "name": group})
    least = min((float(str(v["share"])) for v in values), default=0)
    foot = 0 if least < 50 else 50 if least < 80 else 80
    y = down(height)
    x = channel(
        "share:Q",
        scale={"domain": [foot, 100.5], "nice": False, "zero": False},
        axis={"title": None, "values": [foot, (foot + 100) / 2, 100], "labelExpr": "datum.label + ' %'"},
    )
    words = of(names).mark("text", align="right", baseline="middle", fontSize=WIDE_TEXT, color=INK)
    drawn = words.encode(x={"value": -8}, y=y, text="words:N")
    for i in range(len(groups)):
        own = of([v for v in values if v["group"] == i]).encode(x=x, y=y)
        drawn = drawn + _line(own, i)
    return drawn.sized(width=PLOT, height=height)


def _laid(stages: Sequence[Stage]) -> tuple[list[dict[str, Any]], list[float], float]:
    """Each page's name, line by line, the middle of its row, and the height of all."""
    names, places, at = [], [], 0.0
    for stage in stages:
        lines = wrapped(stage.words, NAME)[:3]
        at += GAP
        places.append(at + LINE * len(lines) / 2)
        names += [{"at": at + LINE * (i + 0.5), "words": line} for i, line in enumerate(lines)]
        at += LINE * len(lines)
    return names, places, at + GAP


def _line(base: Chart, i: int) -> Chart:
    """Filled and solid, hollow and dashed, in turn: told apart without colour."""
    ink = INK if i % 4 < 2 else SOFT
    line = base.mark("line", color=ink, strokeWidth=1.5, strokeDash=DASHES[i % len(DASHES)])
    dots = {"shape": SHAPES[i // 2 % len(SHAPES)], "fill": ink if i % 2 == 0 else "white", "stroke": ink}
    return line.encode(order="at:Q") + base.mark("point", size=45, opacity=1, strokeWidth=1.5, **dots)


def _key(groups: Sequence[str]) -> Chart:
    """Each group's line and mark, with its name."""
    lines = [wrapped(group, KEYED) for group in groups]
    height = KEY * sum(map(len, lines))
    y, x = down(height), channel("x:Q", scale=None, axis=None)
    drawn, at = Chart(()), 0.0
    for i, words in enumerate(lines):
        ends = [{"at": at + KEY / 2, "x": 4 - LEFT}, {"at": at + KEY / 2, "x": 34 - LEFT}]
        texts = [{"at": at + KEY * (k + 0.5), "words": line} for k, line in enumerate(words)]
        named = of(texts).mark("text", align="left", baseline="middle", fontSize=WIDE_TEXT, color=INK)
        drawn = drawn + _line(of(ends).encode(x=x, y=y), i)
        drawn = drawn + named.encode(x={"value": 44 - LEFT}, y=y, text="words:N")
        at += KEY * len(words)
    return drawn.sized(width=PLOT, height=height)


def _words(stages: Sequence[Stage], groups: Sequence[str]) -> str:
    said = []
    for i, group in enumerate(groups):
        began = stages[0].counts[i]
        parts = [f"{stage.words} {stage.counts[i]}" for stage in stages]
        share = f", {figure(100 * stages[-1].counts[i] / began, 0)} % of {began}" if began else ""
        said.append(f"{group}: {'; '.join(parts)}{share}")
    return f"How many of each group were still there. {'. '.join(said)}."
