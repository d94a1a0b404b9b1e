"""The score systems against real accounts: percentile by percentile, and how far the two go together."""

from collections.abc import Iterator

import numpy as np

from scoring.influence.comparison import At, Comparison, compared
from scoring.influence.norms import norms
from scoring.influence.sampled import sampled
from scoring.influence.summary import Summary, summary
from surveys.charts.grammar import Chart, channel, of
from surveys.charts.style import INK, INNER, SOFT, heading, stacked
from surveys.charts.tables import Figure, Table, table

ACCOUNTS, SEED = 20_000, 2013
"""Enough that a percentile's own chance is a fraction of what is allowed."""
DOTS = 400
LEFT, TALL = 48, 120
PLOT = INNER - LEFT - 4


def calibration() -> Figure:
    """Of accounts sampled from the norms' bands: our scores beside those that real accounts had."""
    rng = np.random.default_rng(SEED)
    made = sampled(ACCOUNTS, rng=rng)
    ours = summary(made.accounts, rng=rng)
    found = compared(ours, made.accounts.followers, made.levels)
    chart = stacked(
        [
            _percentiles(found.klout, "Klout-like score", 100),
            _percentiles(found.influence, "Kred-like Influence", 1000),
            _together(ours, found),
        ],
        title="How close the score systems come to real accounts",
        caption=f"Circles: accounts of March 2013. Line: ours, of {ACCOUNTS:,} sampled from their bands.",
        simulated=False,
        left=LEFT,
    )
    return Figure(chart, words(found), numbers(found))


def _percentiles(rows: tuple[At, ...], name: str, high: int) -> Chart:
    data = of([{"percent": at.percent, "norm": at.norm, "ours": round(at.ours, 1)} for at in rows])
    x = channel(
        "percent:Q",
        scale={"domain": [0, 100], "nice": False},
        axis={"title": "Share of accounts below, %", "values": [0, 25, 50, 75, 100], "grid": False},
    )
    axis = {"title": None, "values": [0, high // 2, high], "minExtent": LEFT - 6, "maxExtent": LEFT - 6}
    y = channel("norm:Q", scale={"domain": [0, high], "nice": False}, axis=axis)
    line = data.mark("line", color=INK, strokeWidth=1.5).encode(x=x, y={**y, "field": "ours"})
    dots = data.mark("point", color=INK, size=60, strokeWidth=1.5, fill="white", opacity=1)
    widest = max(abs(at.ours - at.norm) for at in rows)
    under = f"At most {widest:.1f} apart, {rows[0].allowed:g} allowed."
    return (line + dots.encode(x=x, y=y)).sized(width=PLOT, height=TALL, title=heading(name, under))


def _together(ours: Summary, found: Comparison) -> Chart:
    pairs = zip(ours.klout[:DOTS], ours.influence[:DOTS], strict=True)
    rows = [{"klout": round(float(a), 1), "influence": round(float(b))} for a, b in pairs]
    x = channel(
        "klout:Q",
        scale={"domain": [0, 100], "nice": False},
        axis={"title": "Klout-like score", "values": [0, 25, 50, 75, 100], "grid": False},
    )
    axis = {"title": None, "values": [0, 500, 1000], "minExtent": LEFT - 6, "maxExtent": LEFT - 6}
    y = channel("influence:Q", scale={"domain": [0, 1000], "nice": False}, axis=axis)
    dots = of(rows).mark("point", color=SOFT, filled=True, size=12, opacity=0.55).encode(x=x, y=y)
    under = f"Correlation {found.correlation:.2f}; of real accounts {norms().correlation:.2f}."
    title = heading(f"Kred-like Influence by Klout-like score, {DOTS} accounts", under)
    return dots.sized(width=PLOT, height=TALL, title=title)


def words(found: Comparison) -> str:
    exact, near = f"{100 * found.exact:.0f} %", f"{100 * found.within_one:.0f} %"
    real = f"{norms().correlation:.2f}"
    return (
        f"Klout-like score: {_some(found.klout)}. Kred-like Influence: {_some(found.influence)}. "
        f"Outreach levels are met exactly for {exact} and within one for {near}. "
        f"The two scores correlate {found.correlation:.2f}; those of real accounts {real}."
    )


def _some(rows: tuple[At, ...]) -> str:
    told = [at for at in rows if at.percent in (5, 50, 95)]
    return ", ".join(
        f"{at.ours:.0f} at the {at.percent:g}th percentile (real accounts {at.norm:.0f})" for at in told
    )


def numbers(found: Comparison) -> Table:
    columns = ("Score", "What", "Real accounts", "Ours", "Difference", "Allowed")
    return table(columns, list(_rows(found)))


def _rows(found: Comparison) -> Iterator[list[str | float | None]]:
    for name, rows in (("Klout-like score", found.klout), ("Kred-like Influence", found.influence)):
        for at in rows:
            what = f"percentile {at.percent:g}"
            yield [name, what, at.norm, round(at.ours, 1), round(at.ours - at.norm, 1), at.allowed]
    yield ["Outreach level", "met exactly, %", None, round(100 * found.exact, 1), None, None]
    yield ["Outreach level", "within one, %", None, round(100 * found.within_one, 1), None, None]
    gap = round(found.correlation - norms().correlation, 3)
    yield ["Both", "correlation", norms().correlation, round(found.correlation, 3), gap, 0.05]
