"""What all charts share: a look that survives grey and a phone, the watermark, drawing without network."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

WIDTH, HEIGHT = 340, 210
INK, SOFT = "#1f2328", "#6b7280"
FONT = "system-ui, sans-serif"
WATERMARK = "Simulated participants"
VEGA_LITE = "6.4"
"""The version that altair writes for and that vl-convert must draw with."""

Chart = Any
"""An altair chart: altair is imported where it is used, never when a module is read."""


def finished(layers: Chart, *, title: str, caption: str, simulated: bool, height: int = HEIGHT) -> Chart:
    """The layers with title, caption and, for simulated participants, the watermark inside the picture."""
    if simulated:
        layers = layers + watermark()
    return (
        layers.properties(
            width=WIDTH,
            height=height,
            title={"text": title, "subtitle": caption, "anchor": "start", "frame": "group"},
        )
        .configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=INK,
            gridColor="#eceef1",
            domainColor=SOFT,
            tickColor=SOFT,
        )
        .configure_title(fontSize=14, subtitleFontSize=11, subtitleColor=SOFT, offset=10)
        .configure_legend(labelFontSize=12, title=None, orient="top", symbolStrokeColor=INK)
    )


def of(values: Sequence[Mapping[str, object]]) -> Chart:
    """A chart of these rows, which stand in the specification itself."""
    import altair as alt

    return alt.Chart(alt.Data(values=list(values)))  # type: ignore[no-untyped-call]


def watermark() -> Chart:
    return (
        of([{"words": WATERMARK}])
        .mark_text(
            x={"expr": "width / 2"},
            y={"expr": "height / 2"},
            angle=336,
            fontSize=26,
            fontWeight="bold",
            color=INK,
            opacity=0.25,
        )
        .encode(text="words:N")
    )


def specification(chart: Chart) -> dict[str, Any]:
    """Plain Vega-Lite, the source that is stored."""
    found: dict[str, Any] = json.loads(chart.to_json(indent=None))
    return found


def svg(spec: dict[str, Any]) -> str:
    """The picture. No font is embedded and nothing is fetched."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    return drawn
