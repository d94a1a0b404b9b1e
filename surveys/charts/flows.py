"""How many came, were drawn, saw the first page that differs, and finished, by group."""

from surveys.analysis.naming import group_label
from surveys.analysis.results import Results
from surveys.charts.style import INK, Chart, finished, of
from surveys.protocol import Compiled

STEPS = {
    "arrived": "Arrived",
    "allocated": "Drawn into a group",
    "exposed": "Saw the study",
    "finished": "Finished",
}
SHADES = ("#eceef1", "#c9ced6", "#a9b0bb", "#dde1e7", "#b8bfc9", "#f3f4f6")
"""All light: the watermark must be read across them."""


def flow(results: Results, protocol: Compiled) -> tuple[Chart, str] | None:
    """None where nobody came."""
    found = results.flow
    if not found.total("arrived"):
        return None
    language = protocol.document.language
    groups = [group_label(protocol, arm, language) for arm in found.groups]
    values: list[dict[str, object]] = []
    said = []
    for key, label in STEPS.items():
        by_group = found.by_group(key)
        if not by_group and key in ("allocated", "exposed"):
            continue
        parts = list(zip(groups, by_group, strict=True)) if by_group else [("Everybody", found.total(key))]
        values += [{"step": label, "group": g, "at": i, "count": c} for i, (g, c) in enumerate(parts)]
        counted = ", ".join(f"{name} {count}" for name, count in parts) if by_group else ""
        said.append(f"{label}: {found.total(key)}" + (f" ({counted})" if counted else ""))
    names = list(dict.fromkeys(str(value["group"]) for value in values))
    chart = finished(
        _layers(values, names),
        title="From arrival to the end",
        caption="Participants",
        simulated=results.kind == "simulated",
        height=44 * len(said),
    )
    return chart, "; ".join(said) + "."


def _layers(values: list[dict[str, object]], groups: list[str]) -> Chart:
    import altair as alt

    shades = [SHADES[i % len(SHADES)] for i in range(len(groups))]
    y = alt.Y("step:N", title=None, sort=list(STEPS.values()), axis=alt.Axis(labelLimit=150))
    base = of(values).encode(y=y, x=alt.X("sum(count):Q", title=None, stack="zero"))
    bars = base.mark_bar(stroke=INK, strokeWidth=0.8).encode(
        color=alt.Color("group:N", sort=groups, scale=alt.Scale(domain=groups, range=shades)),
        order=alt.Order("at:Q"),
    )
    totals = base.mark_text(align="left", dx=4, fontSize=12, color=INK)
    return bars + totals.encode(text="sum(count):Q")
