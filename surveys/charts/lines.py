"""Groups as lines that are told apart without colour, and the key to them."""

from collections.abc import Sequence
from typing import Any

from surveys.charts.grammar import Chart, channel, down, of
from surveys.charts.style import INK, SOFT, WIDE_TEXT, wrapped

DASHES: tuple[list[int], ...] = ([1, 0], [6, 4], [2, 3], [8, 3, 2, 3])
SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")
KEY, KEYED = 20, 44
"""Height of a line of the key, and the characters that fit into it."""


def line(base: Chart, i: int, *, order: str, interpolate: str = "linear", dotted: bool = True) -> Chart:
    """Filled and solid, hollow and dashed, in turn."""
    ink = INK if i % 4 < 2 else SOFT
    options: dict[str, Any] = {"color": ink, "strokeWidth": 1.5, "strokeDash": DASHES[i % len(DASHES)]}
    drawn = base.mark("line", interpolate=interpolate, **options).encode(order=order)
    return drawn + dots(base, i) if dotted else drawn


def dots(base: Chart, i: int) -> Chart:
    ink = INK if i % 4 < 2 else SOFT
    look = {"shape": SHAPES[i // 2 % len(SHAPES)], "fill": ink if i % 2 == 0 else "white", "stroke": ink}
    return base.mark("point", size=45, opacity=1, strokeWidth=1.5, **look)


def key(groups: Sequence[str], *, left: float, width: float, dotted: bool = True) -> Chart:
    """Each group's line and mark, with its name, from the picture's left edge on."""
    lines = [wrapped(group, KEYED) for group in groups]
    height = KEY * sum(map(len, lines))
    y, x = down(height), channel("x:Q", scale=None, axis=None)
    drawn, at = Chart(()), 0.0
    for i, words in enumerate(lines):
        ends = [{"at": at + KEY / 2, "x": 4 - left}, {"at": at + KEY / 2, "x": 34 - left}]
        texts = [{"at": at + KEY * (k + 0.5), "words": one} for k, one in enumerate(words)]
        named = of(texts).mark("text", align="left", baseline="middle", fontSize=WIDE_TEXT, color=INK)
        drawn = drawn + line(of(ends).encode(x=x, y=y), i, order="x:Q", dotted=dotted)
        drawn = drawn + named.encode(x={"value": 44 - left}, y=y, text="words:N")
        at += KEY * len(words)
    return drawn.sized(width=width, height=height)
