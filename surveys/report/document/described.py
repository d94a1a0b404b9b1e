"""Descriptives and reliability: what was found, without inference."""

from collections.abc import Iterator
from math import exp, isnan

from surveys.analysis.naming import outcome_named, scale_label
from surveys.analysis.results import Alpha, Cell
from surveys.protocol.outcomes import State, Timed
from surveys.report.document.apa import brackets
from surveys.report.document.known import Known
from surveys.report.document.parts import Block, Section, Table
from surveys.report.numbers import DASH, number, within_one


def descriptives(known: Known) -> Section:
    return Section("descriptives", "Descriptives", tuple(_descriptives(known)))


def _descriptives(known: Known) -> Iterator[Block]:
    rows = tuple(_cell(known, cell) for cell in known.results.cells)
    if rows:
        head = ("Outcome", "Group", "Score", "n", "M", "SD")
        times = any(isinstance(outcome_named(known.protocol, c.outcome), Timed) for c in known.results.cells)
        note = "Of times M is the geometric mean and SD a factor." if times else ""
        yield Table("Means and standard deviations", head, rows, note, frozenset({2, 3, 4, 5}))


def _cell(known: Known, cell: Cell) -> tuple[str, ...]:
    outcome, unit = outcome_named(known.protocol, cell.outcome), known.unit(cell.outcome)
    label = known.label(cell.outcome)
    if cell.when and isinstance(outcome, State) and outcome.before:
        label = scale_label(known.protocol, outcome.before[0], known.language)
    sd = cell.moments.sd
    # Of logarithms the mean back is the geometric one, and the spread a factor.
    spread = (
        f"× {number(exp(sd))}" if isinstance(outcome, Timed) else number(unit.of_mean(sd), unit.mean_digits)
    )
    return (
        f"{label} ({unit.mean})" if unit.mean else label,
        known.group(cell.group),
        "" if isnan(cell.level) else f"{cell.level:g}",
        f"{cell.n:,}",
        number(unit.of_mean(cell.mean), unit.mean_digits),
        DASH if isnan(sd) else spread,
    )


def reliability(known: Known) -> Section:
    rows = tuple(_alpha(known, alpha) for alpha in known.results.alphas)
    head = ("Scale", "Group", "Items", "n", "Alpha [95 % CI]", "Omega", "Lowest item-rest")
    note = "On each participant’s first rating; Feldt’s interval; omega of one factor by maximum likelihood."
    table = Table("Reliability", head, rows, note, frozenset({2, 3, 4, 5, 6}))
    return Section("reliability", "Reliability", (table,) if rows else ())


def _alpha(known: Known, alpha: Alpha) -> tuple[str, ...]:
    rest = [value for value in alpha.item_rest if not isnan(value)]
    size = within_one(number(alpha.alpha))
    between = brackets(alpha.low, alpha.high)
    known_ends = not (isnan(alpha.low) or isnan(alpha.high))
    return (
        scale_label(known.protocol, alpha.scale, known.language),
        known.group(alpha.group) if alpha.group else "All",
        str(alpha.items),
        f"{alpha.n:,}",
        f"{size} {_bare(between)}" if known_ends else size,
        within_one(number(alpha.omega)),
        within_one(number(min(rest))) if rest else DASH,
    )


def _bare(between: str) -> str:
    """Without the zeros that what cannot exceed 1 does not need."""
    return "[" + ", ".join(within_one(part) for part in between[1:-1].split(", ")) + "]"
