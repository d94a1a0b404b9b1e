"""The manipulation check in words and tables: noticed, recalled, in view."""

from collections.abc import Iterator
from math import isfinite

from scoring.estimators.estimate import at_odds
from surveys.analysis.design import design_of
from surveys.analysis.naming import group_label, label_of, outcome_named
from surveys.analysis.results import NOTICERS, Results
from surveys.protocol import Compiled
from surveys.report.context import Check, SmallTable
from surveys.report.numbers import DASH, counted, interval, number, p_value, share, within_one
from surveys.report.told import capital, told_of

SEEN = 0.5
"""Of those who were shown scores, the least share that should have noticed them."""
KNOWN = 0.9
"""Of looks at a score, the least share of which it should be known how long it was in view."""


def noticing(results: Results, protocol: Compiled, language: str) -> Check:
    title = "Noticed"
    asked = [told for told in results.noticed if told.n]
    tables = tuple(_tables(results, protocol, language))
    if not asked:
        nothing = "The plan names no question on whether the score was noticed."
        return Check("noticing", title, "none", nothing, tables=tables)
    design = design_of(protocol)
    shown = {design.groups[i] for i in design.shown}
    saw = [t for t in asked if t.group in shown]
    n, noticed = sum(t.n for t in saw), sum(t.noticed for t in saw)
    said = f"{share(noticed, n)} of those who saw scores noticed them" if n else "Nobody saw a score"
    found = results.noticing
    if found and isfinite(found.low):
        said += f", {share(found.hidden, found.of_hidden)} of those who saw none say so: {_apart(results)}"
    state = "good" if n and noticed / n >= SEEN else "note"
    return Check("noticing", title, state, f"{said}.", tuple(_lines(results)), tables)


def _apart(results: Results) -> str:
    found = results.noticing
    assert found is not None
    p = p_value(found.p)
    ends = interval(100 * found.low, 100 * found.high, 0)
    test = f"p {p}" if p[0] in "<>" else f"p = {p}"
    return f"{number(100 * found.difference, 0)} percentage points apart (95 % interval {ends}; {test})"


def _lines(results: Results) -> Iterator[str]:
    if results.noticing and isfinite(results.noticing.low):
        found = results.noticing
        if odd := at_odds(found.p, found.low, found.high):
            yield odd
        yield "One answer a person. Difference: Newcombe's interval, Fisher's exact test; groups: Wilson's."
    if any(row.contrast == NOTICERS and isfinite(row.estimate.low) for row in results.rows):
        yield "Among those who noticed: a score that nobody noticed is taken to do nothing."


def _tables(results: Results, protocol: Compiled, language: str) -> Iterator[SmallTable]:
    rows = tuple(
        (
            group_label(protocol, t.group, language),
            f"{t.n:,}",
            f"{t.noticed:,}",
            share(t.noticed, t.n),
            interval(100 * t.low, 100 * t.high, 0),
        )
        for t in results.noticed
        if t.n
    )
    if rows:
        yield SmallTable(
            "Who noticed the score, by group",
            ("Group", "Asked", "Noticed", "Share", "95 % interval, %"),
            rows,
        )
    if recall := recalled(results, protocol, language):
        yield recall
    effects = tuple(_among(results, protocol, language))
    if effects:
        columns = ("Outcome", "Shown against hidden", "95 % interval", "In")
        yield SmallTable("Among those who noticed", columns, effects)


def recalled(results: Results, protocol: Compiled, language: str) -> SmallTable | None:
    """The last profile's score as recalled, beside the one displayed; hidden: beside one that nobody saw."""
    rows = tuple(
        (
            group_label(protocol, one.group, language),
            f"{one.n:,}",
            f"{one.exact:,}",
            number(one.bias, 0),
            number(one.off, 1),
            _correlation(one.correlation, one.low, one.high),
        )
        for one in results.recalled
        if one.n
    )
    columns = (
        "Group",
        "Recalled one",
        "The very number",
        "Median of recalled less displayed",
        "Off by, on average",
        "Correlation (95 % interval)",
    )
    title = "The last score as recalled, beside the one drawn for it, in points"
    return SmallTable(title, columns, rows) if rows else None


def _correlation(r: float, low: float, high: float) -> str:
    if not isfinite(r):
        return DASH
    size = within_one(number(r))
    return f"{size} ({within_one(interval(low, high))})" if isfinite(low) else size


def _among(results: Results, protocol: Compiled, language: str) -> Iterator[tuple[str, ...]]:
    for row in results.rows:
        if row.contrast == NOTICERS and isfinite(row.estimate.low):
            told = told_of(results, protocol, language, outcome_named(protocol, row.outcome))
            yield capital(told.what), *told.unit.texts(row.estimate), told.unit.difference


def sight(results: Results, protocol: Compiled, language: str) -> Check:
    """Of how many looks it is known how long the score was in view."""
    title, table = "Score in view", seen(results, protocol, language)
    if table is None:
        nothing = "No outcome is about how long the score was in view."
        return Check("sight", title, "none", nothing)
    looks, timed, unseen = (
        sum(getattr(one, name) for one in results.sight) for name in ("looks", "timed", "unseen")
    )
    said = f"Known of {timed + unseen:,} of {counted(looks, 'look', 'looks')} at a profile with a score"
    said += f"; at {unseen:,} it never came into view." if unseen else "."
    lines = (
        "Browsers without JavaScript tell nothing, and a note can be lost: those times are missing.",
        "A time of 0 has no logarithm: where the score never came into view there is no time to compare.",
    )
    state = "good" if looks and (timed + unseen) / looks >= KNOWN else "note"
    return Check("sight", title, state, said, lines, (table,))


def seen(results: Results, protocol: Compiled, language: str) -> SmallTable | None:
    rows = tuple(
        (
            label_of(protocol, one.outcome, language),
            group_label(protocol, one.group, language),
            *(f"{n:,}" for n in (one.looks, one.timed, one.unseen, one.partly, one.untold)),
        )
        for one in results.sight
    )
    columns = ("Outcome", "Group", "Looks", "Timed", "Never in view", "Notes lost", "Told nothing")
    return SmallTable("How long the score was in view: what is known", columns, rows) if rows else None
