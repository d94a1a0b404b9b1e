"""What could be wrong: said beside the answers, always."""

from collections.abc import Iterator
from math import isnan

from surveys.analysis.naming import label_of
from surveys.analysis.results import PLACEBO, Results
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Rating, State
from surveys.report.numbers import counted, number
from surveys.report.tables import REFUSED, left

WEAK = 0.7


def doubts(
    results: Results, protocol: Compiled, language: str, *, refused: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Sentences, the gravest first."""
    wrong = (f"{counted(len(refused), 'row', 'rows')}. {REFUSED}",) if refused else ()
    return (*wrong, *_flow(results), *_reach(results, protocol), *_measures(results, protocol, language))


def _flow(results: Results) -> Iterator[str]:
    if words := left(results):
        yield words
    if unfinished := results.flow.total("unfinished"):
        who = counted(unfinished, "person has", "people have")
        yield f"{who} begun and neither finished nor stopped; their answers are not counted here."


def _reach(results: Results, protocol: Compiled) -> Iterator[str]:
    if results.extent == "live":
        return
    profiles = len(protocol.document.profiles)
    if protocol.visits and profiles:
        yield f"Only these {profiles} profiles were shown; with others the answers may differ."
    if results.rows:
        yield "Nothing here was named before the data came: take it as exploration."


def _measures(results: Results, protocol: Compiled, language: str) -> Iterator[str]:
    for row in results.rows:
        if row.contrast == PLACEBO and row.estimate.p < 0.05:
            label = label_of(protocol, row.outcome, language)
            yield (
                f"{label} went with scores that nobody saw ({number(row.estimate.estimate, 3)} per 10): "
                "a leak, a broken rotation, or chance (1 in 20)."
            )
    used = {o.scale for o in protocol.document.outcomes if isinstance(o, Rating | State)}
    for alpha in results.alphas:
        if not alpha.group and alpha.scale in used and not isnan(alpha.alpha) and alpha.alpha < WEAK:
            yield f"The items of {alpha.scale} hang together weakly (alpha {number(alpha.alpha)}, below .70)."
    own = {m.scale.instrument for m in protocol.measures if m.scale.name in used}
    for code in sorted(own):
        if protocol.document.library[code].wording == "own":
            yield f"{code} is in the study's own words and has not been validated."
