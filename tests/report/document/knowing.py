"""What a document is told from, made by hand: no rows, no database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from math import nan
from typing import Any

from scoring.estimators.estimate import Estimate, t_row
from surveys.analysis.results import LEVEL, Count, Flow, Results, Row
from surveys.protocol import compiled
from surveys.report.document.facts import Computed, Entry, Facts
from surveys.report.document.known import Known
from surveys.report.document.parts import Block, Listing, Pairs, Para, Report, Section, Table
from tests.analysis import make
from tests.people import flagship

FLAGSHIP = compiled(flagship())
MADE = make.protocol()
LAUNCH = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
CLOSED = LAUNCH + timedelta(days=9)
SEED = bytes(range(32))
COUNTS = {
    "arrived": 50, "declined": 2, "screened_out": 1, "allocated": 44, "exposed": 42,
    "finished": 38, "stopped": 3, "withdrawn": 1, "unfinished": 5,
}  # fmt: skip
SPLIT = {"allocated": (22, 22), "exposed": (21, 21), "finished": (20, 18)}


def flow(**changes: int) -> Flow:
    counts = COUNTS | changes
    return Flow(
        groups=("shown", "hidden"),
        counts=tuple(Count(key=k, total=n, by_group=SPLIT.get(k, ())) for k, n in counts.items()),
    )


def facts(**changes: Any) -> Facts:
    return replace(
        Facts(
            name="Made for tests",
            address="made-for-tests",
            kind="real",
            state="closed",
            made_at=CLOSED + timedelta(hours=1),
            number=1,
            hash="ab" * 32,
            schema=1,
            published_at=LAUNCH,
            published_by="Ada",
            published=1,
            seed_hash=sha256(SEED).hexdigest(),
            seed=SEED.hex(),
            began=LAUNCH + timedelta(hours=2),
            ended=CLOSED - timedelta(hours=2),
            run=Computed(7, CLOSED, "2.1", 41, "c0ffee", "5eed"),
            moves=(Entry(LAUNCH, "Ada", "publish"), Entry(CLOSED, "Ada", "close")),
        ),
        **changes,
    )


def row(outcome: str = "trust", contrast: str = LEVEL, found: Estimate | None = None, **changes: Any) -> Row:
    found = t_row(0.05, 0.0152, 28.3) if found is None else found
    return Row(
        key=f"{outcome}.{contrast}.{changes}", outcome=outcome, contrast=contrast, estimand="",
        estimate=found, **changes,
    )  # fmt: skip


def results(*rows: Row, **changes: Any) -> Results:
    made = Results(
        kind="real", planned=100, extent="full", flow=flow(), rows=rows, groups=("shown", "hidden"),
        versions={"analysis": "2.1", "Python": "3.11"},
    )  # fmt: skip
    return replace(made, **changes)


def known(*rows: Row, protocol: Any = None, told: dict[str, Any] | None = None, **of_results: Any) -> Known:
    """told: changes of the facts; the other names: changes of the results."""
    return Known(protocol or MADE, results(*rows, **of_results), facts(**(told or {})))


def lines(block: Block) -> list[str]:
    match block:
        case Para():
            return [block.text]
        case Listing():
            return list(block.items)
        case Pairs():
            return [f"{term}: {words}" for term, words in block.items]
        case Table():
            return [block.caption, *("|".join(cells) for cells in block.rows), block.note]
    return [block.title, block.alternative]


def words(part: Section | Report) -> str:
    """Everything that a reader sees of it, a line each."""
    if isinstance(part, Report):
        return "\n".join([*lines(part.about), *map(words, part.sections)])
    found = [part.title, *(line for block in part.blocks for line in lines(block))]
    return "\n".join([*found, *map(words, part.parts)])


NAN = Estimate(estimate=nan, warnings=("Too few.",))
