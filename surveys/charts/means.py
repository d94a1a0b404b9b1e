"""What is compared between groups alone: each group's mean with its interval, a small picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan

from surveys.analysis.naming import group_label, label_of
from surveys.analysis.results import Cell, Results
from surveys.charts.grammar import Chart, channel, down, of, renamed
from surveys.charts.levels import interval
from surveys.charts.style import INK, TEXT, between, figure, finished, padded, wrapped
from surveys.charts.tables import Figure, Value, table
from surveys.charts.words import Unit, unit_of
from surveys.protocol import Compiled
from surveys.protocol.outcomes import AnyOutcome

LINE, DOT, GAP, LONGEST = 15, 9, 8, 40
"""Heights: of a line of words, from there to the dot, to the next words; characters of a line."""


@dataclass(frozen=True, slots=True)
class Mean:
    name: str
    n: int
    mean: float
    low: float
    high: float


def of_kinds(protocol: Compiled, kinds: tuple[type[AnyOutcome], ...]) -> AnyOutcome | None:
    """The first of these that the plan compares, else the first of them."""
    found = [o for o in protocol.document.outcomes if isinstance(o, kinds)]
    named = [c.outcome for c in protocol.document.plan.confirmatory]
    return next((o for o in found if o.name in named), found[0] if found else None)


def means(results: Results, protocol: Compiled, outcome: AnyOutcome | None) -> Figure | None:
    """None without such an outcome, or where nobody is known of."""
    if outcome is None:
        return None
    unit = unit_of(protocol, outcome)
    cells = [cell for cell in results.cells_of(outcome.name) if cell.n and not cell.when]
    found = [_mean(cell, results, protocol, unit) for cell in cells]
    if not found:
        return None
    label = label_of(protocol, outcome.name, protocol.document.language)
    known = any(isfinite(one.low) for one in found)
    chart, height = _drawn(found)
    drawn = finished(
        chart,
        title=label,
        caption=f"Mean of each group ({unit.mean}){', with 95 % intervals' if known else ''}.",
        simulated=results.kind == "simulated",
        height=round(height),
    )
    columns = ("Group", "n", f"Mean ({unit.mean})", "Low (95 %)", "High (95 %)")
    rows: list[list[Value]] = [[one.name, one.n, one.mean, one.low, one.high] for one in found]
    return Figure(drawn, _words(label, found, unit), table(columns, rows))


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
    return f"{label}, mean of each group ({unit.mean}): {'; '.join(parts)}."
