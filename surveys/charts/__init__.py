"""Results to charts. To add one: a function of results and protocol in a file, and a word in CHARTS."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from surveys.analysis.alone import or_else
from surveys.analysis.consistent import is_consistent
from surveys.analysis.results import Results
from surveys.analysis.runs import Drawn
from surveys.analysis.topics import BEHAVIOUR, CREDIBILITY, FEELINGS, SAID, main_of, on
from surveys.charts.attrition import attrition
from surveys.charts.balance import balance
from surveys.charts.course import course
from surveys.charts.distributions import distributions
from surveys.charts.dose import dose
from surveys.charts.effects import effects
from surveys.charts.flows import flow
from surveys.charts.formats import FORMATS
from surveys.charts.levels import behaviour, credibility
from surveys.charts.means import means
from surveys.charts.robustness import robustness
from surveys.charts.sequential import sequential
from surveys.charts.states import states
from surveys.charts.staying import staying
from surveys.charts.style import svg
from surveys.charts.tables import Figure, Table, table_of, with_table
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Ordinal, Rating, State, Timed


def thought(results: Results, protocol: Compiled) -> Figure | None:
    """Ratings by displayed score; where there are none, by group; or what is thought of oneself."""
    rating, state = (main_of(protocol, CREDIBILITY, kind) for kind in (Rating, State))
    return (
        credibility(results, protocol)
        or means(results, protocol, rating)
        or states(results, protocol, state if isinstance(state, State) else None)
    )


def did(results: Results, protocol: Compiled) -> Figure | None:
    """The act by displayed score; where there is none, what is counted by group."""
    counted = [o for o in on(protocol, BEHAVIOUR) if not isinstance(o, Timed)]
    return behaviour(results, protocol) or means(results, protocol, next(iter(counted), None))


def felt(results: Results, protocol: Compiled) -> Figure | None:
    return states(results, protocol, main_of(protocol, FEELINGS, State))


def said(results: Results, protocol: Compiled) -> Figure | None:
    return means(results, protocol, main_of(protocol, SAID, Ordinal))


CHARTS: Mapping[str, Callable[[Results, Compiled], Figure | None]] = {
    "credibility": thought,
    "behaviour": did,
    "anxiety": felt,
    "said": said,
    "effects": effects,
    "dose": dose,
    "course": course,
    "staying": staying,
    "sequential": sequential,
    "distributions": distributions,
    "robustness": robustness,
    "flow": flow,
    "attrition": attrition,
    "balance": balance,
}
"""None where there is nothing to draw. The first four stand beside sentences, the others by themselves."""

LONGEST = 200
"""Characters of a title that a stored chart has room for."""

logger = logging.getLogger(__name__)


def draw(results: Results, protocol: Compiled) -> tuple[Drawn, ...]:
    """Every chart that these results allow."""
    return tuple(_drawn_all(drawable(results, protocol), protocol))


def drawable(results: Results, protocol: Compiled) -> Results:
    """A wrong number is not drawn either; and simulated people take no time over a page."""
    times = {o.name for o in protocol.document.outcomes if isinstance(o, Timed)}
    out = times if results.kind == "simulated" else set()
    return replace(
        results,
        rows=tuple(r for r in results.rows if r.outcome not in out and is_consistent(r, results, protocol)),
        cells=tuple(cell for cell in results.cells if cell.outcome not in out),
        spreads=tuple(spread for spread in results.spreads if spread.outcome not in out),
        profiles=tuple(mean for mean in results.profiles if mean.outcome not in out),
    )


def _drawn_all(results: Results, protocol: Compiled) -> Iterator[Drawn]:
    for key, function in CHARTS.items():
        # Results without one of their pictures are better than none.
        found = or_else(partial(_one, key, function, results, protocol), partial(_faulty, key))
        if found:
            yield found


def _one(
    key: str, function: Callable[[Results, Compiled], Figure | None], results: Results, protocol: Compiled
) -> Drawn | None:
    found = function(results, protocol)
    return _drawn(key, found) if found else None


def _faulty(key: str, error: Exception) -> None:
    logger.error("the chart %s could not be drawn", key, exc_info=error)


def _drawn(key: str, figure: Figure) -> Drawn:
    spec = with_table(figure.chart, figure.table)
    title = " ".join(spec["title"]["text"])[:LONGEST]
    return Drawn(key=key, title=title, alternative=figure.words, specification=spec, svg=svg(spec))


__all__ = ["CHARTS", "FORMATS", "Table", "draw", "table_of"]
