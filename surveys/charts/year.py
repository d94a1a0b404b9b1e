"""The essay in a picture: a year of the score of four kinds of account."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from scoring.influence.archetypes import ARCHETYPES, Archetype
from scoring.influence.year import FIGURE, Year, year
from surveys.charts.grammar import Chart, channel, of
from surveys.charts.style import INK, INNER, PALE, SOFT, WIDE_TEXT, heading, stacked
from surveys.charts.tables import Figure, Table, table

SEED = 7
BEGINS = 30
"""Day on which the robot is switched on, so that its climb is seen."""
LEFT, TALL, LESS = 46, 210, 210
PLOT = INNER - LEFT - 4
STEP = 3
"""Days from one drawn point to the next: a score moves little in a day."""
QUARTERS = (0, 91, 182, 273, 364)


@dataclass(frozen=True, slots=True)
class Style:
    """A line that is told from the others without colour; its words begin on the first day or end on the
    last, so many pixels above the line's end there (negative) or below.
    """

    colour: str
    width: float
    dash: tuple[int, ...]
    day: int
    away: int


STYLES = {
    "inactive_celebrity": Style(SOFT, 2, (1, 0), 364, -4),
    "always_on": Style(INK, 1.5, (7, 3), 0, 6),
    "scheduled_robot": Style(INK, 1.5, (2, 2), 364, 36),
    "unplugger": Style(INK, 2.5, (1, 0), 364, -4),
}


def year_of_scores() -> Figure:
    """Celebrity without activity, always on, a robot by the clock, and who unplugs: one account of each."""
    years = [year(lived(kind), SEED) for kind in FIGURE]
    away = next(one for one in years if one.stops is not None)
    chart = stacked(
        [
            _panel(years, "klout", [0, 20, 40, 60, 80], TALL, "Klout-like score", _away(away)),
            _panel(years, "influence", [0, 500, 1000], LESS, "Kred-like Influence over Outreach at the end"),
        ],
        title="A year of an influence score, four ways",
        caption="One simulated account of each kind.",
        simulated=False,
        left=LEFT,
    )
    return Figure(chart, " ".join(f"{one.name}: {said(one)}" for one in years), numbers(years))


def lived(kind: str) -> Archetype:
    found = ARCHETYPES[kind]
    return replace(found, joins=BEGINS) if kind == "scheduled_robot" else found


def _away(one: Year) -> str:
    return f"Grey: the unplugger is away, from day {one.stops} to {one.returns}."


def _panel(years: list[Year], score: str, ticks: list[int], height: int, name: str, under: str = "") -> Chart:
    axis = {"title": "Day of the year", "values": list(QUARTERS), "grid": False}
    x = channel("day:Q", scale={"domain": [0, 364], "nice": False}, axis=axis)
    beside = {"title": None, "values": ticks, "minExtent": LEFT - 6, "maxExtent": LEFT - 6}
    y = channel("score:Q", scale={"domain": [ticks[0], ticks[-1]], "nice": False}, axis=beside)
    away = [{"day": one.stops, "to": one.returns or 364} for one in years if one.stops is not None]
    drawn = of(away).mark("rect", color=PALE, opacity=1).encode(x=x, x2="to:Q")
    for one in years:
        drawn = drawn + _line(one, score).encode(x=x, y=y) + _words(one, score).encode(x=x, y=y)
    return drawn.sized(width=PLOT, height=height, title=heading(name, under))


def _line(one: Year, score: str) -> Chart:
    style, values = STYLES[one.kind], getattr(one, score)
    first = BEGINS if one.kind == "scheduled_robot" else 0
    rows = [{"day": day, "score": round(float(values[day]), 1)} for day in range(first, len(values), STEP)]
    return of(rows).mark("line", color=style.colour, strokeWidth=style.width, strokeDash=list(style.dash))


def _words(one: Year, score: str) -> Chart:
    style, values = STYLES[one.kind], getattr(one, score)
    label = f"{one.name}, {_pieces(one) if score == 'klout' else _kred(one)}"
    row = {"day": style.day, "score": round(float(values[style.day]), 1), "label": label}
    align, dx = ("left", 4) if style.day == 0 else ("right", 0)
    baseline = "bottom" if style.away < 0 else "top"
    text = of([row]).mark(
        "text", align=align, baseline=baseline, dx=dx, dy=style.away, color=INK, fontSize=WIDE_TEXT
    )
    return text.encode(text="label:N")


def _pieces(one: Year) -> str:
    return f"{one.content.sum():,.0f} posts"


def _kred(one: Year) -> str:
    return f"{one.influence[-1]:.0f} over {one.outreach[-1]}"


def said(one: Year) -> str:
    """What the picture shows of one, in numbers."""
    first, final = float(one.klout[0]), float(one.klout[-1])
    kred = f"Kred-like {_kred(one)} at the end."
    if one.kind == "scheduled_robot":
        return f"{_pieces(one)} from day {BEGINS} on, score {first:.0f} to {final:.0f}; {kred}"
    if one.stops is None:
        return f"{_pieces(one)}, score {first:.0f} to {final:.0f}; {kred}"
    before, low = float(one.klout[one.stops - 1]), float(np.min(one.klout[one.stops :]))
    stays = f"away from day {one.stops} to {one.returns}"
    return f"{_pieces(one)}, {stays}: score {before:.0f} to {low:.0f}, {final:.0f} in the end; {kred}"


def numbers(years: list[Year]) -> Table:
    """Every 28 days, and the last."""
    columns = ("Account", "Day", "Followers", "Klout-like", "Kred-like Influence", "Outreach level")
    return table(columns, [row for one in years for row in _rows(one)])


def _rows(one: Year) -> Iterator[list[str | float | int | None]]:
    last = len(one.klout) - 1
    for day in [*range(0, last, 28), last]:
        scores = (round(float(one.klout[day]), 1), round(float(one.influence[day])))
        yield [one.name, day, round(float(one.followers[day])), *scores, int(one.outreach[day])]
