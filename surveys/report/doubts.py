"""What could be wrong: said beside the answers, always."""

from collections.abc import Iterator
from math import isnan

from surveys.analysis.design import design_of
from surveys.analysis.naming import instrument_label, label_of, outcome_named, scale_label
from surveys.analysis.results import PLACEBO, Results
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Rating, State
from surveys.report.flows import left
from surveys.report.numbers import counted, number, share, within_one
from surveys.report.units import unit_of

WEAK = 0.7


def doubts(
    results: Results, protocol: Compiled, language: str, *, refused: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Sentences, the gravest first. refused: keys of estimates that failed the check and are not shown."""
    return (
        *_refused(len(refused)),
        *_flow(results, protocol, language),
        *_noticing(results, protocol),
        *_reach(results, protocol),
        *_measures(results, protocol, language),
    )


def _refused(refused: int) -> Iterator[str]:
    if refused:
        what = counted(refused, "estimate is", "estimates are")
        yield f"{what} not shown: the stored p, statistic and interval do not agree with each other."


def _flow(results: Results, protocol: Compiled, language: str) -> Iterator[str]:
    if words := left(results, protocol, language):
        yield words
    if unfinished := results.flow.total("unfinished"):
        who = counted(unfinished, "person has", "people have")
        yield f"{who} begun and neither finished nor stopped; their answers are not counted here."


def _noticing(results: Results, protocol: Compiled) -> Iterator[str]:
    """A score that nobody noticed can have had no effect that anybody would believe."""
    design = design_of(protocol)
    for arms, start, end in (
        (design.shown, "Of those who saw scores", "noticed them"),
        (design.hidden, "Of those who saw none", "say that they saw some"),
    ):
        asked = [told for told in results.noticed if told.group in {design.groups[i] for i in arms}]
        if n := sum(told.n for told in asked):
            yield f"{start}, {share(sum(told.noticed for told in asked), n)} {end}."


def _reach(results: Results, protocol: Compiled) -> Iterator[str]:
    if results.extent == "live":
        return
    profiles = len(protocol.document.profiles)
    if protocol.visits and profiles:
        yield f"Only these {profiles} profiles; others may give other answers."
    if results.rows:
        yield "Nothing here was named before the data came: take it as exploration."


def _measures(results: Results, protocol: Compiled, language: str) -> Iterator[str]:
    for row in results.rows:
        if row.contrast == PLACEBO and row.estimate.p < 0.05:
            label = label_of(protocol, row.outcome, language)
            unit = unit_of(protocol, outcome_named(protocol, row.outcome))
            yield (
                f"{label} went with scores that nobody saw ({unit.texts(row.estimate)[0]} {unit.difference} "
                "per 10): a leak, a broken rotation, or chance (1 in 20)."
            )
    used = {o.scale for o in protocol.document.outcomes if isinstance(o, Rating | State)}
    for alpha in results.alphas:
        if not alpha.group and alpha.scale in used and not isnan(alpha.alpha) and alpha.alpha < WEAK:
            label = scale_label(protocol, alpha.scale, language)
            size = within_one(number(alpha.alpha))
            yield f"The items of “{label}” hang together weakly (alpha {size}, below .70)."
    own = {m.scale.instrument for m in protocol.measures if m.scale.name in used}
    for code in sorted(own):
        if protocol.document.library[code].wording == "own":
            name = instrument_label(protocol, code, language)
            yield f"“{name}” is in the study's own words and has not been validated."
