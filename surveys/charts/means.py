"""What is compared between groups alone: each group's mean with its interval, a small picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan

from surveys.analysis.naming import group_label, label_of
from surveys.analysis.results import Cell, Results
from surveys.charts.grammar import Chart, channel, down, of, renamed
from surveys.charts.levels import interval, together
from surveys.charts.style import INK, TEXT, between, figure, finished, padded, wrapped
from surveys.charts.tables import Figure, Value, table
from surveys.charts.words import Unit, unit_of
from surveys.protocol import Compiled
from surveys.protocol.outcomes import AnyOutcome
from surveys.protocol.sides import arms_in, sides_of
from surveys.protocol.sides_told import compared, is_within

LINE, DOT, GAP, LONGEST = 15, 9, 8, 40
"""Heights: of a line of words, from there to the dot, to the next words; characters of a line."""
MOST = 5
"""Groups that fit a small picture; of more, the sides that the plan compares are drawn."""


@dataclass(frozen=True, slots=True)
class Mean:
    name: str
    n: int
    mean: float
    low: float
    high: float


def means(results: Results, protocol: Compiled, outcome: AnyOutcome | None) -> Figure | None:
    """None without such an outcome, or where nobody is known of."""
    if outcome is None:
        return None
    unit = unit_of(protocol, outcome)
    cells = [cell for cell in results.cells_of(outcome.name) if cell.n and not cell.when]
    found = _sides(cells, results, protocol, outcome, unit) if len(cells) > MOST else []
    who = "on each side that the plan compares" if found else "of each group"
    found = found or [_mean(cell, results, protocol, unit) for cell in cells]
    if not found:
        return None
    label = label_of(protocol, outcome.name, protocol.document.language)
    known = any(isfinite(one.low) for one in found)
    chart, height = _drawn(found)
    drawn = finished(
        chart,
        title=label,
        caption=f"Mean {who} ({unit.mean}){', with 95 % intervals' if known else ''}.",
        simulated=results.kind == "simulated",
        height=round(height),
    )
    columns = ("Group", "n", f"Mean ({unit.mean})", "Low (95 %)", "High (95 %)")
    rows: list[list[Value]] = [[one.name, one.n, one.mean, one.low, one.high] for one in found]
    return Figure(drawn, _words(f"{label}, mean {who}", found, unit), table(columns, rows))


def _sides(
    cells: Sequence[Cell], results: Results, protocol: Compiled, outcome: AnyOutcome, unit: Unit
) -> list[Mean]:
    """All people of a side together, of what the plan compares on this outcome between participants."""
    document, arms = protocol.document, list(protocol.arms)
    found: dict[str, Mean] = {}
    for named in document.plan.confirmatory:
        sides = sides_of(named)
        if named.contrast != "groups" or named.outcome != outcome.name or is_within(document, sides):
            continue
        for side, name in zip((sides.of, sides.against), compared(document, named), strict=True):
            names = {arms[i] for i in arms_in(document, side)}
            m = together(cell.moments for cell in cells if cell.group in names)
            low, high = interval(m) if results.extent == "full" else (nan, nan)
            values = (unit.of_value(value) for value in (m.mean, low, high))
            if m.n:
                found.setdefault(name, Mean(name[:1].upper() + name[1:], m.n, *values))
    return list(found.values())


def _mean(cell: Cell, results: Results, protocol: Compiled, unit: Unit) -> Mean:
    low, high = interval(cell.moments) if results.extent == "full" else (nan, nan)
    name = group_label(protocol, cell.group, protocol.document.language)
    return Mean(name, cell.n, *(unit.of_value(value) for value in (cell.mean, low, high)))


def _drawn(found: Sequence[Mean]) -> tuple[Chart, float]:
    dots, words, at = [], [], 0.0
    for one in found:
        for said in wrapped(one.name, LONGEST):
            at += LINE
            words.append({"at": at - 4, "words": said})
        at += DOT
        dots.append({"at": at, "mean": one.mean, "low": one.low, "high": one.high})
        at += GAP
    ends = [end for one in found for end in (one.mean, one.low, one.high)]
    x = channel(
        "mean:Q",
        scale={"domain": padded(ends, 0.08), "nice": False, "zero": False},
        axis={"title": None, "tickCount": 5, "grid": False},
    )
    y = down(at)
    base = of(dots).encode(y=y)
    whiskers = base.where("isValid(datum.low)").mark("rule", color=INK, strokeWidth=1.5)
    drawn = whiskers.encode(x=renamed(x, "low"), x2="high:Q")
    drawn = drawn + base.mark("point", color=INK, filled=True, size=60, opacity=1).encode(x=x)
    texts = of(words).mark("text", align="left", baseline="alphabetic", fontSize=TEXT, color=INK)
    return drawn + texts.encode(x={"value": 0}, y=y, text="words:N"), at


def _words(label: str, found: Sequence[Mean], unit: Unit) -> str:
    parts = (
        f"{one.name} {figure(one.mean, unit.digits)}"
        + (f" ({between(one.low, one.high, unit.digits)})" if isfinite(one.low) else "")
        for one in found
    )
    return f"{label} ({unit.mean}): {'; '.join(parts)}."
