"""What all charts share: a look that survives grey and a phone, the watermark, drawing without network."""

import re
import textwrap
from collections.abc import Sequence
from math import isfinite

from surveys.charts.grammar import VERSION, Chart, Spec, below, of, single

WIDTH, HEIGHT = 290, 105
"""The whole picture's width: about what a phone's card or one of three columns gives it, so that text is
displayed about as large as it is drawn. The height of what stands between title and axis.
"""
TEXT = 12
BOLD, LINE = 34, 42
"""Characters of a title's and of a caption's line that fit WIDTH: vega does not wrap."""
WIDE, WIDE_TEXT = 400, 13
"""Of a picture that stands by itself: two fit beside each other on a page, and on a phone's 330 pixels its
text is still displayed 10 pixels high.
"""
WIDE_BOLD, WIDE_LINE = 46, 53
PAD = 8
"""White ground around everything: on a dark page too, the picture is dark on white."""
INNER = WIDE - 2 * PAD
INK, SOFT, FAINT, PALE = "#1f2328", "#5b626c", "#a9b0bb", "#dde1e7"
FONT = "Arial, Helvetica, sans-serif"
"""One that is as wide, or nearly, where the picture is drawn and wherever it is seen."""
CLIP = re.compile(r"\bclip\d+\b")
WATERMARK = "Simulated participants"
BAND = 18
"""Height of the band that says so: above everything that is data, and as wide."""


def finished(chart: Chart, *, title: str, caption: str, simulated: bool, height: int = HEIGHT) -> Spec:
    """A small picture: one plot with title, caption and, for simulated participants, the band."""
    return single(
        chart + band(-BAND - 6) if simulated else chart,
        width=WIDTH,
        height=height,
        padding=PAD,
        autosize={"type": "fit-x", "contains": "padding"},
        title=_title(wrapped(title, BOLD), wrapped(caption, LINE)),
        config=_look(TEXT),
    )


def stacked(panels: Sequence[Chart], *, title: str, caption: str, simulated: bool, left: float = 0) -> Spec:
    """A wide picture: panels below each other, each INNER wide with the `left` beside its plot."""
    if simulated:
        panels = [band(0, left=left).sized(width=INNER - left, height=BAND), *panels]
    return below(
        panels,
        spacing=14,
        padding=PAD,
        title=_title(wrapped(title, WIDE_BOLD), wrapped(caption, WIDE_LINE)),
        config=_look(WIDE_TEXT),
    )


def _title(text: list[str], subtitle: list[str]) -> Spec:
    return {"text": text, "subtitle": subtitle, "anchor": "start", "frame": "bounds"}


def _look(size: int) -> Spec:
    return {
        "font": FONT,
        "background": "white",
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": size,
            "titleFontSize": size,
            "titleFontWeight": "normal",
            "titlePadding": 7,
            "labelColor": INK,
            "titleColor": INK,
            "gridColor": "#eceef1",
            "domainColor": SOFT,
            "tickColor": SOFT,
        },
        "title": {"fontSize": size + 1, "subtitleFontSize": size, "subtitleColor": SOFT, "offset": 8},
    }


def heading(words: str, under: str = "") -> Spec:
    """A panel's own title."""
    given: Spec = {"text": wrapped(words, WIDE_BOLD - 1), "fontSize": WIDE_TEXT, "offset": 6}
    if under:
        given["subtitle"] = wrapped(under, WIDE_LINE)
    return {"anchor": "start", "frame": "bounds", **given}


def wrapped(text: str, longest: int) -> list[str]:
    return textwrap.wrap(text, longest) or [""]


def figure(value: float, digits: int) -> str:
    """A number in a picture's words: a true minus, never −0.00, a dash where there is none."""
    if not isfinite(value):
        return "–"
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def between(low: float, high: float, digits: int) -> str:
    """'−0.11 to 0.07', with a digit more where both ends would come out the same."""
    while digits < 6 and low < high and figure(low, digits) == figure(high, digits):
        digits += 1
    return f"{figure(low, digits)} to {figure(high, digits)}"


def band(top: float, *, left: float | None = None) -> Chart:
    """White on dark, its upper edge at `top`: negative is above the plot. As wide as the plot; or INNER wide,
    beginning `left` before it.
    """
    ground = of([{}]).mark("rect", x=-(left or 0), x2="width", y=top, y2=top + BAND, color=INK, opacity=1)
    middle = {"expr": "width / 2"} if left is None else INNER / 2 - left
    size = TEXT if left is None else WIDE_TEXT
    words = of([{"words": WATERMARK}]).mark(
        "text", x=middle, y=top + BAND / 2 + 0.5, baseline="middle", fontSize=size, fontWeight="bold",
        color="white",
    )  # fmt: skip
    return ground + words.encode(text="words:N")


def padded(ends: Sequence[float], share: float = 0.08) -> list[float]:
    """The range of what is drawn, and a little more on either side; 0 to 1 where nothing is."""
    known = [end for end in ends if isfinite(end)]
    if not known:
        return [0.0, 1.0]
    pad = share * (max(known) - min(known)) or max(abs(known[0]) * share, 0.1)
    return [min(known) - pad, max(known) + pad]


def svg(spec: Spec) -> str:
    """The picture. No font is embedded and nothing is fetched."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version=VERSION, allowed_base_urls=[])
    # Vega numbers these through all that a process draws: the same results must be the same picture.
    names = {name: f"clip{i}" for i, name in enumerate(dict.fromkeys(CLIP.findall(drawn)))}
    return CLIP.sub(lambda found: names[found[0]], drawn)
