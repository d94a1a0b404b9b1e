"""How many of each group are still there at each page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from surveys.analysis.naming import group_label, step_label
from surveys.analysis.results import Results
from surveys.charts.grammar import Chart, channel, down, of
from surveys.charts.lines import key, line
from surveys.charts.style import INK, INNER, WIDE_TEXT, figure, stacked, wrapped
from surveys.charts.tables import Figure, Value, table
from surveys.protocol import Compiled

LEFT, NAME = 150, 21
"""Width of the pages' names, and the characters of it that fit."""
PLOT = INNER - LEFT - 18
LINE, GAP = 15, 7


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
        [_panel(stages, groups), key(groups, left=LEFT, width=PLOT)],
        title="Who was still there at each page",
        caption="Per cent of those who were assigned to each group.",
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
        drawn = drawn + line(own, i, order="at:Q")
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


def _words(stages: Sequence[Stage], groups: Sequence[str]) -> str:
    said = []
    for i, group in enumerate(groups):
        began = stages[0].counts[i]
        parts = [f"{stage.words} {stage.counts[i]}" for stage in stages]
        share = f", {figure(100 * stages[-1].counts[i] / began, 0)} % of {began}" if began else ""
        said.append(f"{group}: {'; '.join(parts)}{share}")
    return f"How many of each group were still there. {'. '.join(said)}."
