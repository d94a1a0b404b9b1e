"""A comparison of groups in words, and which of them answer for an outcome."""

from collections.abc import Callable, Mapping
from math import isfinite, nan

from surveys.analysis.results import GROUPS, MAIN, Row
from surveys.protocol.outcomes import State, Stayed
from surveys.protocol.sides import Chosen, Sides, arms_in
from surveys.protocol.sides_told import is_within, own_levels
from surveys.protocol.sides_told import told as names_of
from surveys.report.judging import Judged, judged
from surveys.report.numbers import number
from surveys.report.told import Told, bracket, size_of


def rows_of(told: Told) -> tuple[Judged, ...]:
    """What the plan names of the outcome's groups, in its order; else each group against the first."""
    named = [one for one in told.named() if one.row.contrast == GROUPS]
    if named or any(
        c.contrast == "groups" and c.outcome == told.outcome.name for c in told.plan.confirmatory
    ):
        return tuple(named)
    found = (row for row in told.results.rows if _is_main(told, row) and isfinite(row.estimate.low))
    return tuple(judged(row, told.plan) for row in found)


def withheld(told: Told) -> tuple[str, ...]:
    """What the plan compares of the outcome's groups and that has no number, with the reason."""
    return tuple(_without(told, row) for row in unknown(told))


def unknown(told: Told) -> tuple[Row, ...]:
    """The plan's comparisons of groups on this outcome without a number."""
    rows = (told.results.named(c.name) for c in told.plan.confirmatory if c.outcome == told.outcome.name)
    return tuple(r for r in rows if r and r.contrast == GROUPS and not isfinite(r.estimate.low))


def _without(told: Told, row: Row) -> str:
    of, against = told.design.sides(row.sides)
    why = row.estimate.warnings[-1] if row.estimate.warnings else ""
    label = told.label[:1].upper() + told.label[1:]
    return f"{label}, {of} against {against}: nothing is inferred. {why}".rstrip()


def _is_main(told: Told, row: Row) -> bool:
    return (row.outcome, row.contrast, row.variant) == (told.outcome.name, GROUPS, MAIN)


def clause(told: Told, found: Judged) -> str:
    """'anxiety was 4.1 points higher on the 0–100 scale among those whose score fell than among those whose
    score stayed, allowing for how each felt before (95 % interval 0.8 to 7.4)'.
    """
    assert found.row.sides
    of, against = told.design.sides(found.row.sides)
    if is_within(told.protocol.document, found.row.sides):
        return f"{_higher(told, found)} at {of} than at {against} {bracket(told.unit, found)}"
    if found.row.sides.own is not None:
        return _by_own(told, found, found.row.sides)
    say = _CLAUSES.get(told.outcome.kind, _mean)
    return say(told, found, of, against)


def _mean(told: Told, found: Judged, of: str, against: str) -> str:
    before = len(told.outcome.before) if isinstance(told.outcome, State) else 0
    given = ", allowing for how each felt before" if before else ""
    return f"{_higher(told, found)} among {of} than among {against}{given} {bracket(told.unit, found)}"


def _by_own(told: Told, found: Judged, sides: Sides) -> str:
    """'the slope of competence per 10 points of score was 0.05 points lower on the 1–7 scale among A than
    among B', 'the difference of competence, at C less at D, was 0.3 points higher ...'.
    """
    of, against = names_of(told.protocol.document, sides, by_own=False)
    what = f"of {told.what}{_per(told, sides)}"
    if told.unit.is_ratio:
        size = f"was {told.unit.texts(found.found)[0]} times as large among {of} as among {against}"
        return f"the ratio {what} {size} {bracket(told.unit, found)}"
    what = f"the {'slope' if sides.own and sides.own.is_slope else 'difference'} {what}"
    return f"{_higher(told, found, what)} among {of} than among {against} {bracket(told.unit, found)}"


def _per(told: Told, sides: Sides) -> str:
    """' per 10 points of score', ', at A less at B,'; '' where means are compared."""
    if sides.own is None or sides.own.is_slope:
        return " per 10 points of score" if sides.own else ""
    at, less = own_levels(told.protocol.document, sides.own)
    return f", at {at} {'over' if told.unit.is_ratio else 'less'} at {less},"


def _higher(told: Told, found: Judged, what: str = "") -> str:
    """'anxiety was 4.1 points higher on the 0–100 scale'; of times '1.20 times as long'."""
    unit, what = told.unit, what or told.what
    if unit.is_ratio:
        return f"{what} was {unit.texts(found.found)[0]} {unit.difference}"
    size = size_of(unit, found)
    words, _, scale = unit.difference.partition(" on ")
    higher = "higher" if found.found.estimate >= 0 else "lower"
    return f"{what} was {size} {words} {higher}{f' on {scale}' if scale else ''}"


def _count(told: Told, found: Judged, of: str, against: str) -> str:
    size = told.unit.texts(found.found)[0]
    return (
        f"among {of} there were {size} times as many {told.label} as among {against} "
        f"{bracket(told.unit, found)}"
    )


def _happened(told: Told, found: Judged, of: str, against: str) -> str:
    assert found.row.sides
    shares = [_share(told, side) for side in (found.row.sides.of, found.row.sides.against)]
    size = size_of(told.unit, found)
    more = "more" if found.found.estimate >= 0 else "fewer"
    return (
        f"{told.label}: {number(shares[0], 1)} % of {of} and {number(shares[1], 1)} % of {against}, {size} "
        f"{told.unit.difference} {more} {bracket(told.unit, found)}"
    )


def _share(told: Told, side: Chosen) -> float:
    groups = {told.design.groups[i] for i in arms_in(told.protocol.document, side)}
    cells = [c for c in told.results.cells_of(told.outcome.name) if c.group in groups and c.n and not c.when]
    n = sum(cell.n for cell in cells)
    return 100 * sum(cell.n * cell.mean for cell in cells) / n if n else nan


def _stayed(told: Told, found: Judged, of: str, against: str) -> str:
    assert isinstance(told.outcome, Stayed)
    size = size_of(told.unit, found)
    longer = "longer" if found.found.estimate >= 0 else "less long"
    after = f"after day {told.outcome.after}"
    return f"{of} stayed {size} days {longer} {after} than {against} {bracket(told.unit, found)}"


def _ordinal(told: Told, found: Judged, of: str, against: str) -> str:
    size = told.unit.texts(found.found)[0]
    return (
        f"a higher answer to {told.label} had {size} times the odds among {of} as among {against} "
        f"{bracket(told.unit, found)}"
    )


_CLAUSES: Mapping[str, Callable[[Told, Judged, str, str], str]] = {
    "count": _count,
    "happened": _happened,
    "stayed": _stayed,
    "ordinal": _ordinal,
}
