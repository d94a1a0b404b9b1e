"""How many came, were drawn, saw the first page that differs, and finished, by group."""

from surveys.analysis.naming import group_label
from surveys.analysis.results import Results
from surveys.charts.style import INK, TEXT, Chart, columns, finished, of
from surveys.protocol import Compiled

STEPS = {
    "arrived": "Arrived",
    "allocated": "Put into a group by lot",
    "exposed": "Saw a page that differs",
    "finished": "Finished",
}
SHADES = ("#eceef1", "#c9ced6", "#a9b0bb", "#dde1e7", "#b8bfc9", "#f3f4f6")
"""All light: the watermark must be read across them."""
ALL = "Everybody"
STEP, BAR, ROOM = 40, 15, 1.15
"""Height of a step and of its bar; how much longer the axis is than the longest bar, for its number."""


def flow(results: Results, protocol: Compiled) -> tuple[Chart, str] | None:
    """None where nobody came."""
    found = results.flow
    if not found.total("arrived"):
        return None
    language = protocol.document.language
    groups = [group_label(protocol, arm, language) for arm in found.groups]
    values: list[dict[str, object]] = []
    said = []
    counts = {count.key for count in found.counts}
    for key, label in STEPS.items():
        if key not in counts:
            continue
        by_group = found.by_group(key)
        parts = list(zip(groups, by_group, strict=True)) if by_group else [(ALL, found.total(key))]
        values += [{"step": label, "group": g, "at": i, "count": c} for i, (g, c) in enumerate(parts)]
        counted = ", ".join(f"{name} {count}" for name, count in parts) if by_group else ""
        said.append(f"{label}: {found.total(key)}" + (f" ({counted})" if counted else ""))
    names = list(dict.fromkeys(str(value["group"]) for value in values))
    chart = finished(
        _layers(values, names, found.total("arrived")),
        title="From arrival to the end",
        caption="Number of people",
        simulated=results.kind == "simulated",
        height=STEP * len(said),
    )
    return chart, "; ".join(said) + "."


def _layers(values: list[dict[str, object]], groups: list[str], most: int) -> Chart:
    """Each step's words stand above its bar, where no margin can cut them."""
    import altair as alt

    apart = [group for group in groups if group != ALL]
    shades = [SHADES[i % len(SHADES)] for i in range(len(groups))]
    y = alt.Y("step:N", title=None, sort=list(STEPS.values()), axis=None)
    x = alt.X(
        "sum(count):Q",
        title=None,
        stack="zero",
        axis=None,
        scale=alt.Scale(domain=[0, most * ROOM], nice=False),
    )
    base = of(values).encode(y=y, x=x)
    bars = base.mark_bar(stroke=INK, strokeWidth=0.8, size=BAR, yOffset=BAR / 2).encode(
        color=alt.Color(
            "group:N",
            sort=groups,
            scale=alt.Scale(domain=groups, range=shades),
            legend=alt.Legend(values=apart, columns=columns(apart), labelLimit=240) if apart else None,
        ),
        order=alt.Order("at:Q"),
    )
    totals = base.mark_text(align="left", dx=4, dy=BAR / 2, fontSize=TEXT, color=INK)
    steps = of([{"step": step} for step in dict.fromkeys(value["step"] for value in values)])
    names = steps.mark_text(align="left", baseline="bottom", dy=-2, fontSize=TEXT, color=INK)
    return bars + totals.encode(text="sum(count):Q") + names.encode(y=y, x=alt.value(0), text="step:N")
