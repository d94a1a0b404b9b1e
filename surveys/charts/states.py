"""A state before and after, by group."""

from math import isnan

from scoring.estimators.estimate import t_row
from surveys.analysis.naming import group_label, label_of, outcome_of, scale_words
from surveys.analysis.results import Cell, Results
from surveys.charts.style import HEIGHT, INK, SOFT, TEXT, Chart, columns, figure, finished, of
from surveys.protocol import Compiled
from surveys.protocol.outcomes import State

DASHES: tuple[list[int], ...] = ([1, 0], [6, 4], [2, 3], [8, 3, 2, 3], [12, 4], [1, 5])


def anxiety(results: Results, protocol: Compiled) -> tuple[Chart, str] | None:
    """Means with their intervals; None where nobody answered."""
    outcome = outcome_of(protocol, State)
    cells = [c for c in results.cells_of(outcome.name) if c.n] if outcome else []
    if outcome is None or not cells:
        return None
    language = protocol.document.language
    names = {cell.group: group_label(protocol, cell.group, language) for cell in cells}
    label = label_of(protocol, outcome.name, language)
    inferred = results.extent == "full"
    values = [_value(cell, names[cell.group], inferred=inferred) for cell in cells]
    axis = scale_words(protocol, outcome).removeprefix("on the ")
    chart = finished(
        _layers(values, list(names.values()), axis),
        title=label,
        caption="Means with 95 % intervals." if inferred else "Means.",
        simulated=results.kind == "simulated",
        height=HEIGHT + TEXT,
    )
    said = "; ".join(f"{names[c.group]} {c.when or 'after'} {figure(c.mean, 1)}" for c in cells)
    return chart, f"{label}, mean by group: {said}."


def _value(cell: Cell, group: str, *, inferred: bool) -> dict[str, object]:
    value: dict[str, object] = {"when": cell.when or "after", "group": group, "mean": cell.mean}
    interval = t_row(cell.mean, cell.moments.se, cell.n - 1) if inferred and cell.n > 1 else None
    if interval is not None and not isnan(interval.low):
        value |= {"low": interval.low, "high": interval.high}
    return value


def _layers(values: list[dict[str, object]], groups: list[str], axis: str) -> Chart:
    import altair as alt

    y = alt.Y("mean:Q", title=axis, scale=alt.Scale(zero=False))
    x = alt.X(
        "when:N",
        title=None,
        sort=["before", "after"],
        axis=alt.Axis(labelAngle=0),
        scale=alt.Scale(padding=0.3),
    )
    dashes = [DASHES[i % len(DASHES)] for i in range(len(groups))]
    shades = [INK if i % 2 == 0 else SOFT for i in range(len(groups))]
    group = {
        "strokeDash": alt.StrokeDash("group:N", sort=groups, scale=alt.Scale(domain=groups, range=dashes)),
        "color": alt.Color(
            "group:N",
            sort=groups,
            scale=alt.Scale(domain=groups, range=shades),
            legend=alt.Legend(columns=columns(groups), labelLimit=240),
        ),
    }
    base = of(values).encode(x=x, xOffset=alt.XOffset("group:N", sort=groups))
    whiskers = base.transform_filter("isValid(datum.low)").mark_rule(strokeWidth=1.5)
    drawn = whiskers.encode(y=alt.Y("low:Q", title=axis), y2="high:Q", color=group["color"])
    drawn = drawn + base.mark_line(strokeWidth=1.5).encode(y=y, **group)
    return drawn + base.mark_point(filled=True, size=60, opacity=1).encode(y=y, color=group["color"])
