"""What could be wrong: said beside the answers, always."""

from collections.abc import Iterator
from math import isnan

from surveys.analysis.design import mixes
from surveys.analysis.naming import instrument_label, scale_label
from surveys.analysis.results import ENOUGH, Results
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Rating, State
from surveys.report.context import Check
from surveys.report.flows import left
from surveys.report.noticing import asked_of, displaying
from surveys.report.numbers import counted, number, share, within_one
from surveys.report.told import capital

WEAK = 0.7


def doubts(
    results: Results,
    protocol: Compiled,
    language: str,
    *,
    refused: tuple[str, ...] = (),
    checks: tuple[Check, ...] = (),
    settled: bool = True,
) -> tuple[str, ...]:
    """Sentences, the gravest first. refused: keys of estimates that failed the check and are not shown;
    settled: whether nobody who is inside will come back.
    """
    return (
        *_refused(len(refused)),
        *_flow(results, protocol, language, settled=settled),
        *_checked(checks),
        *_noticing(results, protocol),
        *_reach(results, protocol),
        *_measures(results, protocol, language),
    )


def _refused(refused: int) -> Iterator[str]:
    if refused:
        what = counted(refused, "estimate is", "estimates are")
        yield f"{what} not shown: the stored p, statistic and interval do not agree with each other."


def _flow(results: Results, protocol: Compiled, language: str, *, settled: bool) -> Iterator[str]:
    if words := left(results, protocol, language):
        yield words
    if unfinished := results.flow.total("unfinished"):
        if settled:
            who = counted(unfinished, "person", "people")
            yield f"{who} left without a word; what they had answered is counted."
        else:
            who = counted(unfinished, "person is", "people are")
            yield f"{who} under way, or left without a word: not counted yet."


TOLD_HERE = ("attrition", "noticing", "reliability", "balance")
"""Checks that have a sentence of their own; and balance: the lot makes differences, the strip notes them."""


def _checked(checks: tuple[Check, ...]) -> Iterator[str]:
    """What a check found that is not as it should be."""
    for state in ("bad", "note"):
        for check in checks:
            if check.state == state and check.key not in TOLD_HERE:
                yield f"{check.title}: {check.said[:1].lower()}{check.said[1:]}"


def _noticing(results: Results, protocol: Compiled) -> Iterator[str]:
    """A score that nobody noticed can have had no effect that anybody would believe."""
    display, said = displaying(protocol), []
    for groups, start, end in (
        (display.shown, display.saw, f"noticed {display.it}"),
        (display.hidden, display.saw_none, f"say that they saw {'one' if display.own else 'some'}"),
    ):
        n, noticed = asked_of(results, groups)
        if n:
            said.append(f"{start}, {share(noticed, n)} {end}")
    if said:
        yield f"{capital('; '.join(said))}."


def _reach(results: Results, protocol: Compiled) -> Iterator[str]:
    if results.extent == "live":
        return
    if results.extent == "early":
        yield "The study still runs: these numbers will move."
    small = [n for n in results.exposed if n < ENOUGH] if results.extent == "full" else []
    if small:
        yield (
            f"{len(small)} of {len(results.exposed)} groups have fewer than {ENOUGH} people (the smallest "
            f"{min(small)}): only comparisons with {ENOUGH} on each side are computed."
        )
    profiles = len(protocol.document.profiles)
    if protocol.visits and profiles:
        these = "this one profile" if profiles == 1 else f"these {profiles} profiles"
        yield f"Only {these}; others may give other answers."
    if mixes(protocol):
        yield (
            "Scores were shown and hidden within participants: of that only what the plan names is computed, "
            "by each one's own difference, and the means stand by themselves."
        )
    if results.rows and not any(row.confirmatory for row in results.rows):
        yield "Nothing here was named before the data came: take it as exploration."


def _measures(results: Results, protocol: Compiled, language: str) -> Iterator[str]:
    used = {o.scale for o in protocol.document.outcomes if isinstance(o, Rating | State)}
    weak = [
        f"“{scale_label(protocol, alpha.scale, language)}” (alpha {within_one(number(alpha.alpha))})"
        for alpha in results.alphas
        if not alpha.group and alpha.scale in used and not isnan(alpha.alpha) and alpha.alpha < WEAK
    ]
    if weak:
        yield f"Items hang together weakly, with alpha below .70: {', '.join(weak)}."
    own = {m.scale.instrument for m in protocol.measures if m.scale.name in used}
    for code in sorted(own):
        if protocol.document.library[code].wording == "own":
            name = instrument_label(protocol, code, language)
            yield f"“{name}” is in the study's own words and has not been validated."
