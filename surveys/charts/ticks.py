"""Marks on the axis of displayed scores, whose words must not run together."""

from collections.abc import Sequence

ROOM = 7.5
"""Pixels that a digit and its share of the space between two words take."""


def placed(levels: Sequence[float], width: float, low: float, high: float) -> tuple[list[float], list[float]]:
    """Which levels are named in the first row below the axis and which in the second; others have a mark
    alone. low..high: what the width shows.
    """
    rows: tuple[list[float], list[float]] = ([], [])
    ends = [float("-inf"), float("-inf")]
    for level in levels:
        middle = (level - low) / ((high - low) or 1) * width
        half = ROOM * len(f"{level:g}") / 2 + 2
        free = next((i for i in (0, 1) if ends[i] <= middle - half), None)
        if free is not None:
            rows[free].append(level)
            ends[free] = middle + half
    return rows


def score_axis(
    levels: Sequence[float], width: float, low: float, high: float, *, title: str | None
) -> object:
    """A mark at each displayed score, named in two rows where they stand close."""
    first, second = placed(levels, width, low, high)
    words = f"indexof({first}, datum.value) >= 0 ? datum.label : indexof({second}, datum.value) >= 0"
    return {
        "values": list(levels),
        "grid": False,
        "labelExpr": f"{words} ? ['', datum.label] : ''",
        "labelOverlap": False,
        "title": title,
    }
