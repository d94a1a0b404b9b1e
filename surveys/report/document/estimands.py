"""The estimand of every comparison: of whom, of what, compared how, summed up how, whatever else happened."""

from collections.abc import Iterator, Sequence

from surveys.analysis.naming import outcome_named
from surveys.analysis.results import (
    AT,
    CURVE,
    GROUPS,
    MAIN,
    NOTICERS,
    OF_POOL,
    PARTICIPANTS,
    REASSIGNED,
    SLOPES,
    STATE,
    Row,
)
from surveys.protocol.outcomes import (
    Act,
    AnyOutcome,
    Count,
    Happened,
    Once,
    Ordinal,
    State,
    Stayed,
    Timed,
)
from surveys.protocol.plan_names import measured
from surveys.report.document.known import Known, contrast
from surveys.report.document.parts import Block, Para, Section, Table

HEAD = ("Contrast", "Summary", "Outcomes", "Of whom", "Unit", "Who left", "Speaks of", "Kind")
POOL, LIKE = "these profiles", "profiles like these"
NOTE = (
    "Who left: as if they had stayed, if what is missing is missing at random given the group, the level and "
    "one’s own other visits, or the value from before; what else it could be is bounded. "
    "Set: the exposed, in the groups drawn for them, but for whom the plan’s rules leave out. Each profile "
    "counts alike. Participants are taken as like those who came by this recruitment."
)


def estimands(known: Known) -> Section:
    return Section("estimands", "What is estimated", tuple(_blocks(known)))


def _blocks(known: Known) -> Iterator[Block]:
    rows = [row for row in known.results.rows if row.variant in (MAIN, PARTICIPANTS)]
    if not rows:
        yield Para("Nothing is estimated here.")
        return
    grouped: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        grouped.setdefault(_line(known, row), []).append(row)
    lines = tuple(_joined(known, line, found) for line, found in grouped.items())
    yield Table("Estimands", HEAD, lines, NOTE)


def _line(known: Known, row: Row) -> tuple[str, ...]:
    """All but the outcomes."""
    outcome = outcome_named(known.protocol, row.outcome)
    return (
        _contrast(known, row),
        summary(row, outcome),
        "exposed who notice a score that is shown" if row.contrast == NOTICERS else "exposed",
        "participant" if isinstance(outcome, Once) or row.variant or row.sides else "profile visit",
        "as if they had stayed",
        speaks_of(row, outcome),
        "confirmatory" if row.confirmatory else "exploratory",
    )


def _contrast(known: Known, row: Row) -> str:
    if row.contrast == AT and not row.confirmatory:
        return "Each displayed score against hidden"
    return contrast(row, known.design)


def _joined(known: Known, line: tuple[str, ...], rows: Sequence[Row]) -> tuple[str, ...]:
    outcomes = dict.fromkeys(_measured(known, row) for row in rows)
    return *line[:2], "; ".join(outcomes), *line[2:]


def _measured(known: Known, row: Row) -> str:
    outcome, label = outcome_named(known.protocol, row.outcome), known.label(row.outcome)
    if isinstance(outcome, Timed):
        return f"{label} (mean of logarithms, told as a ratio)"
    if isinstance(outcome, Count | Happened | Stayed | Ordinal):
        return measured(known.protocol, outcome)
    return f"{label} ({'share' if isinstance(outcome, Act) else 'mean'})"


RATIOS = {
    "count": "ratio of mean counts",
    "ordinal": "odds ratio",
    "stayed": "difference of restricted means",
}


def summary(row: Row, outcome: AnyOutcome) -> str:
    if row.sides and outcome.kind in RATIOS:
        return RATIOS[outcome.kind]
    if row.sides and row.sides.own:
        return f"difference of {'slopes' if row.sides.own.is_slope else 'differences'}"
    if row.contrast == CURVE:
        return "curvature"
    if row.contrast in SLOPES:
        return "slope"
    adjusted = row.contrast in (STATE, GROUPS) and _has_before(outcome)
    return "difference, adjusted for before" if adjusted else "difference"


def _has_before(outcome: AnyOutcome) -> bool:
    return isinstance(outcome, State) and bool(outcome.before)


def speaks_of(row: Row, outcome: AnyOutcome) -> str:
    if row.sides and isinstance(outcome, Once):
        return "people like these"
    if isinstance(outcome, Once) or row.sides or row.variant in (*OF_POOL, REASSIGNED):
        return POOL
    return POOL if row.contrast == NOTICERS else LIKE
