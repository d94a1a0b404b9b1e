"""Estimates with their intervals, one below the other, each named above itself, where no margin cuts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan

from surveys.charts.grammar import Channel, Chart, Spec, channel, down, of, renamed
from surveys.charts.style import INK, INNER, PALE, SOFT, WIDE_LINE, WIDE_TEXT, heading, padded, wrapped

ROW, ABOVE, EDGE = 17, 8, 6
"""Height of a line of words; between them and the interval; between the interval and the next words."""
RIGHT = 10
"""Left free, so that the last tick's words fit."""


DRAWN = ("estimate", "low", "high", "outer_low", "outer_high", "band_low", "band_high")
HALF = 7
"""Half a band's height."""


@dataclass(frozen=True, slots=True)
class Line:
    """An estimate in the unit that is drawn. outer: a wider interval, drawn thin; band: what counts as no
    difference worth having; strong: named in the plan.
    """

    words: str
    estimate: float
    low: float = nan
    high: float = nan
    outer_low: float = nan
    outer_high: float = nan
    band_low: float = nan
    band_high: float = nan
    strong: bool = True

    @property
    def ends(self) -> list[float]:
        return [
            self.estimate,
            self.low,
            self.high,
            self.outer_low,
            self.outer_high,
            self.band_low,
            self.band_high,
        ]


def forest(
    lines: Sequence[Line], *, title: str, under: str = "", marks: Sequence[float] = (0,), ratio: bool = False
) -> Chart:
    """marks: where upright lines stand beside each interval, the first one solid; ratio: on a log scale."""
    values, words, height = _laid(lines)
    ends = [end for line in lines for end in line.ends]
    domain = _domain([*ends, *marks], ratio=ratio)
    x = channel(
        "estimate:Q",
        scale={"domain": domain, "nice": False, "type": "log" if ratio else "linear"},
        axis={"title": None, "tickCount": 5, "grid": False, "labelFlush": False},
    )
    y = down(height)
    base = of(values).encode(y=y)
    texts = of(words).mark("text", align="left", baseline="alphabetic", fontSize=WIDE_TEXT, color=INK)
    drawn = _ground(base, x, y, marks) + _intervals(base, x)
    drawn = drawn + texts.encode(x={"value": 0}, y=y, text="words:N")
    return drawn.sized(width=INNER - RIGHT, height=height, title=heading(title, under))


Placed = list[dict[str, object]]


def _laid(lines: Sequence[Line]) -> tuple[Placed, Placed, float]:
    """Each line's numbers with the place of its interval in pixels; its words with theirs; all the height."""
    values: Placed = []
    words: Placed = []
    at = 0.0
    for line in lines:
        for said in wrapped(line.words, WIDE_LINE):
            at += ROW
            words.append({"at": at - 4, "words": said})
        at += ABOVE
        numbers = {name: getattr(line, name) for name in DRAWN}
        values.append({"at": at, "top": at - HALF, "bottom": at + HALF, "strong": line.strong, **numbers})
        at += ABOVE + EDGE
    return values, words, at


def _domain(ends: Sequence[float], *, ratio: bool) -> list[float]:
    known = [end for end in ends if isfinite(end) and end > 0]
    return [min(known) / 1.03, max(known) * 1.03] if ratio and known else padded(ends, 0.05)


def _ground(base: Chart, x: Spec, y: Spec, marks: Sequence[float]) -> Chart:
    """Bands and upright lines, beside the intervals alone: never through words."""
    tall: dict[str, Channel] = {"y": renamed(y, "top"), "y2": "bottom:Q"}
    bands = base.where("isValid(datum.band_low)").mark("rect", color=PALE)
    drawn = bands.encode(x=renamed(x, "band_low"), x2="band_high:Q", **tall)
    for i, mark in enumerate(marks):
        dash = [2, 2] if i else [1, 0]
        rules = base.mark("rule", color=SOFT, strokeWidth=1, strokeDash=dash)
        drawn = drawn + rules.encode(x={"datum": mark, "type": "quantitative"}, **tall)
    return drawn


def _intervals(base: Chart, x: Spec) -> Chart:
    """Thin for the outer, thick for the inner; a filled square where the plan names it, else a circle."""
    outer = base.where("isValid(datum.outer_low)").mark("rule", color=INK, strokeWidth=1)
    inner = base.where("isValid(datum.low)").encode(x=renamed(x, "low"), x2="high:Q")
    known = base.where("isValid(datum.estimate)").encode(x=x)
    square = {"shape": "square", "size": 80, "fill": INK, "stroke": INK, "opacity": 1}
    circle = {"size": 65, "fill": "white", "stroke": INK, "strokeWidth": 1.5, "opacity": 1}
    return (
        outer.encode(x=renamed(x, "outer_low"), x2="outer_high:Q")
        + inner.where("datum.strong").mark("rule", strokeWidth=3, color=INK)
        + inner.where("!datum.strong").mark("rule", strokeWidth=1.5, color=INK)
        + known.where("datum.strong").mark("point", **square)
        + known.where("!datum.strong").mark("point", **circle)
    )
