"""Who came as far as the questions after a day: whom the comparisons of what is asked there are about."""

from collections.abc import Iterator
from math import isnan

from surveys.analysis.evidence import GroupBound, Reached
from surveys.analysis.naming import group_label, outcome_named
from surveys.analysis.results import Results, Row
from surveys.protocol import Compiled
from surveys.report.context import Check, SmallTable
from surveys.report.lines import contrast_words
from surveys.report.numbers import interval, number, p_value, share
from surveys.report.told import capital, told_of

SETS = (
    "A comparison of what is asked after a day is about everybody who came to those questions. Random "
    "assignment decides who they are only where coming so far does not depend on the group."
)


def reached(results: Results, protocol: Compiled, language: str) -> Check | None:
    """None in a study without days."""
    if not results.reached:
        return None
    title = "Reaching the questions"
    groups = tuple(group_label(protocol, arm, language) for arm in results.groups)
    table = SmallTable(
        "Of those exposed, who came to the questions after each day",
        ("Questions after", *groups, "p", "By"),
        tuple(_row(one) for one in results.reached),
    )
    apart = [one for one in results.reached if one.p < 0.05]
    state = "bad" if any(one.p < 0.001 for one in apart) else "note" if apart else "good"
    if all(isnan(one.p) for one in results.reached):
        return Check("reached", title, "none", "There are no two groups to compare.", (), (table,))
    said = " ".join(_said(apart)) or "How many came to the questions after each day does not differ by group."
    return Check("reached", title, state, said, (SETS,), (table,))


BOUNDED = (
    "What is adjusted for is not used here. Lee: if as many had left of the side that stayed more. How "
    "different: how far from those of their side who answered the missing would have to be, on average, for "
    "the interval to hold 0."
)


def missing(results: Results, protocol: Compiled, language: str) -> Check | None:
    """What those who are missing could have made of the plan's comparisons of groups; None without any."""
    rows = [(found, row) for found in results.group_bounds if (row := results.named(found.comparison))]
    if not rows:
        return None
    columns = (
        "Comparison", "Missing (of)", "Lee", "95 % interval of that", "All missing at the scale's ends",
        "How different the missing would have to be (first; other)",
    )  # fmt: skip
    table = SmallTable(
        "What those who are missing could have changed",
        columns,
        tuple(_bounded(results, protocol, language, found, row) for found, row in rows),
    )
    lines = (BOUNDED, *dict.fromkeys(found.assumption for found, _ in rows if found.assumption))
    gone = [row for found, row in rows if found.low <= 0 <= found.high and not _holds_0(row)]
    title = "The missing"
    if not gone:
        said = "No difference that was found is one that the missing could have made, within Lee's bounds."
        return Check("missing", title, "good", said, lines, (table,))
    names = "; ".join(_name(results, protocol, language, row) for row in gone)
    said = f"Those who are missing could have made all of the difference: {names}."
    return Check("missing", title, "note", said, lines, (table,))


def _holds_0(row: Row) -> bool:
    return row.estimate.low <= 0 <= row.estimate.high


def _name(results: Results, protocol: Compiled, language: str, row: Row) -> str:
    told = told_of(results, protocol, language, outcome_named(protocol, row.outcome))
    words = contrast_words(told, row)
    return f"{told.what}, {words[:1].lower()}{words[1:]}"


def _bounded(
    results: Results, protocol: Compiled, language: str, found: GroupBound, row: Row
) -> tuple[str, ...]:
    unit = told_of(results, protocol, language, outcome_named(protocol, row.outcome)).unit
    counts = "; ".join(f"{n:,} ({of:,})" for n, of in zip(found.missing, found.of, strict=True))
    tips = "; ".join(number(value, unit.digits) for value in (found.tip, found.tip_against))
    return (
        capital(_name(results, protocol, language, row)),
        counts,
        interval(found.low, found.high, unit.digits),
        interval(found.outer_low, found.outer_high, unit.digits),
        interval(found.end_low, found.end_high, unit.digits),
        tips,
    )


def _row(one: Reached) -> tuple[str, ...]:
    counts = (f"{n:,} of {of:,}" for n, of in zip(one.by_group, one.of, strict=True))
    return f"day {one.day}", *counts, p_value(one.p), one.method


def _said(apart: list[Reached]) -> Iterator[str]:
    for one in apart:
        shares = [share(n, of) for n, of in zip(one.by_group, one.of, strict=True)]
        p = p_value(one.p)
        yield (
            f"From {min(shares, key=_number)} to {max(shares, key=_number)} of a group came to the questions "
            f"after day {one.day} (p {p if p[0] in '<>' else f'= {p}'})."
        )


def _number(text: str) -> float:
    return float(text.split()[0]) if text[0].isdigit() else 0.0
