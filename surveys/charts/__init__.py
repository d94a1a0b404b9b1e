"""Results to charts. To add one: a function of results and protocol, and a word in CHARTS."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from surveys.analysis.results import Results
from surveys.analysis.runs import Drawn
from surveys.charts.flows import flow
from surveys.charts.levels import behaviour, credibility
from surveys.charts.states import anxiety
from surveys.charts.style import Chart, specification, svg
from surveys.protocol import Compiled

CHARTS: Mapping[str, Callable[[Results, Compiled], tuple[Chart, str] | None]] = {
    "credibility": credibility,
    "behaviour": behaviour,
    "anxiety": anxiety,
    "flow": flow,
}
"""The chart and what it says in words; None where there is nothing to draw."""


def draw(results: Results, protocol: Compiled) -> tuple[Drawn, ...]:
    """Every chart that these results allow."""
    # A wrong number is not drawn either: whiskers come from rows.
    results = replace(results, rows=tuple(row for row in results.rows if row.estimate.consistent()))
    made = ((key, function(results, protocol)) for key, function in CHARTS.items())
    return tuple(_drawn(key, *found) for key, found in made if found)


def _drawn(key: str, chart: Chart, words: str) -> Drawn:
    spec = specification(chart)
    return Drawn(
        key=key, title=" ".join(spec["title"]["text"]), alternative=words, specification=spec, svg=svg(spec)
    )


__all__ = ["CHARTS", "draw"]
