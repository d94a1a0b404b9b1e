"""Boxes and arrows in pixels, as Vega-Lite: the same source as every other picture."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from surveys.charts.grammar import Chart, channel, of
from surveys.charts.style import INK, INNER, WIDE_TEXT, wrapped

LINE, INSIDE = 17, 7
CHARACTER = 7.1
"""Pixels that a character of WIDE_TEXT takes on average, in the widest font that it may be seen in."""
HEAD = 7
Segment = tuple[float, float, float, float]
"""x and y of its beginning, x and y of its end."""


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]

    @classmethod
    def of(cls, said: Sequence[str], *, x: float, y: float, width: float) -> "Box":
        """As high as its words need, each of which begins a line."""
        fits = int((width - 2 * INSIDE) / CHARACTER)
        lines = tuple(line for words in said if words for line in wrapped(words, fits))
        return cls(x, y, width, LINE * len(lines) + 2 * INSIDE, lines)

    def tall(self, height: float) -> "Box":
        return replace(self, height=height)

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def centre(self) -> float:
        return self.x + self.width / 2


@dataclass(slots=True)
class Diagram:
    boxes: list[Box] = field(default_factory=list)
    arrows: list[Segment] = field(default_factory=list)
    lines: list[Segment] = field(default_factory=list)


def diagram(made: Diagram) -> Chart:
    x, y = (channel("x:Q", scale=None, axis=None), channel("y:Q", scale=None, axis=None))
    frames = of([{"x": b.x, "y": b.y, "x2": b.x + b.width, "y2": b.bottom} for b in made.boxes])
    rules = of([dict(zip(("x", "y", "x2", "y2"), one, strict=True)) for one in (*made.arrows, *made.lines)])
    height = max(box.bottom for box in made.boxes)
    drawn = rules.mark("rule", color=INK, strokeWidth=1.2).encode(x=x, y=y, x2="x2:Q", y2="y2:Q")
    drawn = drawn + _heads(made.arrows).encode(x=x, y=y)
    drawn = drawn + frames.mark("rect", fill="white", stroke=INK, strokeWidth=1.2, cornerRadius=2).encode(
        x=x, y=y, x2="x2:Q", y2="y2:Q"
    )
    words = _words(made.boxes).mark("text", align="left", baseline="middle", fontSize=WIDE_TEXT, color=INK)
    return (drawn + words.encode(x=x, y=y, text="words:N")).sized(width=INNER, height=height)


def _heads(arrows: Sequence[Segment]) -> Chart:
    """A triangle whose tip touches the box: downwards or to the right."""
    values = [
        {
            "x": x2 if x1 == x2 else x2 - HEAD / 2,
            "y": y2 - HEAD / 2 if x1 == x2 else y2,
            "turn": 180 if x1 == x2 else 90,
        }
        for x1, _, x2, y2 in arrows
    ]
    heads = of(values).mark("point", shape="triangle", filled=True, color=INK, size=45, opacity=1)
    return heads.encode(angle=channel("turn:Q", scale=None))


def _words(boxes: Sequence[Box]) -> Chart:
    return of([
        {"x": box.x + INSIDE, "y": box.y + INSIDE + LINE * (i + 0.5), "words": line}
        for box in boxes
        for i, line in enumerate(box.lines)
    ])  # fmt: skip
