"""What all charts share: a look that survives grey and a phone, the watermark, drawing without network."""

import json
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

WIDTH, HEIGHT = 290, 105
"""The whole picture's width: about what a phone's card or one of three columns gives it, so that text is
displayed about as large as it is drawn. The height of what stands between title and axis.
"""
TEXT = 12
BOLD, LINE = 34, 42
"""Characters of a title's and of a caption's line that fit WIDTH: vega does not wrap."""
INK, SOFT = "#1f2328", "#5b626c"
FONT = "Arial, Helvetica, sans-serif"
"""One that is as wide, or nearly, where the picture is drawn and wherever it is seen."""
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
            autosize={"type": "fit-x", "contains": "padding"},
            title={
                "text": wrapped(title, BOLD),
                "subtitle": wrapped(caption, LINE),
                "anchor": "start",
                "frame": "bounds",
            },
        )
        .configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=TEXT,
            titleFontSize=TEXT,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=INK,
            gridColor="#eceef1",
            domainColor=SOFT,
            tickColor=SOFT,
        )
        .configure_title(fontSize=13, subtitleFontSize=TEXT, subtitleColor=SOFT, offset=8)
        .configure_legend(labelFontSize=TEXT, title=None, orient="top", symbolStrokeColor=INK, offset=6)
    )


def wrapped(text: str, longest: int) -> list[str]:
    return textwrap.wrap(text, longest) or [""]


def columns(names: Sequence[str]) -> int:
    """Of a legend: one where a name would take more than half of the picture."""
    return 1 if max(map(len, names), default=0) > LINE // 2 - 3 else 2


def figure(value: float, digits: int) -> str:
    """A number in a picture's words."""
    return f"{value:.{digits}f}".replace("-", "−")


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
            fontSize=20,
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
