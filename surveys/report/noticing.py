"""The manipulation check in words and tables: noticed, recalled, in view."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from scoring.estimators.estimate import at_odds
from surveys.analysis.design import design_of
from surveys.analysis.naming import group_label, label_of, outcome_named
from surveys.analysis.results import NOTICERS, Results
from surveys.protocol import Compiled
from surveys.protocol.nodes.feed_course import seen as seen_by
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
    display = displaying(protocol)
    apart = display.shown or display.hidden
    n, noticed = asked_of(results, display.shown if apart else tuple(protocol.arms))
    state = "good" if n and noticed / n >= SEEN else "note"
    said = f"{_said(results, protocol, display)}."
    return Check("noticing", title, state, said, tuple(_lines(results)), tables)


def _said(results: Results, protocol: Compiled, display: "Displaying") -> str:
    found = results.noticing
    (n, noticed), (without, false) = (asked_of(results, side) for side in (display.shown, display.hidden))
    if not (display.shown or display.hidden):
        asked, all_noticed = asked_of(results, tuple(protocol.arms))
        return f"{share(all_noticed, asked)} of those who were asked noticed a score"
    if not n:
        return "Nobody saw a score"
    said = f"{share(noticed, n)} {display.saw} noticed {display.it}"
    if found and isfinite(found.low):
        return f"{said}, {share(found.hidden, found.of_hidden)} {display.saw_none} say so: {_apart(results)}"
    return f"{said}, {share(false, without)} {display.saw_none} say so" if display.own and without else said


@dataclass(frozen=True, slots=True)
class Displaying:
    """The groups that were shown a score and those that were not; own: whether it was each one's own."""

    shown: tuple[str, ...]
    hidden: tuple[str, ...]
    own: bool = False

    @property
    def saw(self) -> str:
        return "of those who were shown a score of their own" if self.own else "of those who saw scores"

    @property
    def it(self) -> str:
        return "it" if self.own else "them"

    @property
    def saw_none(self) -> str:
        return "of those who were shown none" if self.own else "of those who saw none"


def displaying(protocol: Compiled) -> Displaying:
    """By the scores of profiles where these differ between groups, else by a score of one's own: that is
    shown also on request, and hidden where there is none.
    """
    design, feed = design_of(protocol), protocol.feed
    shown, hidden = (tuple(design.groups[i] for i in side) for side in (design.shown, design.hidden))
    if shown or hidden or feed is None or feed.score is None:
        return Displaying(shown, hidden)
    ways = {name: seen_by(feed, arm.levels) for name, arm in protocol.arms.items()}
    without = tuple(name for name, way in ways.items() if way == "hidden")
    return Displaying(tuple(name for name in ways if name not in without), without, own=True)


def asked_of(results: Results, groups: tuple[str, ...]) -> tuple[int, int]:
    """How many were asked in these groups, and how many of them noticed."""
    here = [told for told in results.noticed if told.group in groups]
    return sum(told.n for told in here), sum(told.noticed for told in here)


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
