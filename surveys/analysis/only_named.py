"""The plan's comparisons alone, of arrays: what `compute` says of them, without the rest of its results.

A whole pass over the flagship takes about 2.4 s and one over days in a feed 5.3 s, most of it bootstraps and
drawn assignments that stand beside the estimates; the comparisons take 0.6 s and less. Power needs hundreds
of passes and only these rows, so it asks here. Exclusions, too few people and a comparison that fails are
treated as in `compute`; what is told of the flow changes no named row. That both say the same, row by row,
is tested on drawn studies of every shipped document. One thing is not seen here: where an exploratory row of
an outcome cannot be computed, `compute` gives up the outcome, its comparisons with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from surveys.analysis import checking
from surveys.analysis.alone import or_else
from surveys.analysis.asking import Source, question_of
from surveys.analysis.data import Data
from surveys.analysis.design import design_of
from surveys.analysis.enough import extent_of, too_few
from surveys.analysis.evidence import Difference, Look
from surveys.analysis.looking import missing
from surveys.analysis.named import named_rows
from surveys.analysis.results import ENOUGH, Row
from surveys.protocol import Compiled

FEW = f"Too few people for anything to be compared: each side needs {ENOUGH}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """rows: one a comparison, in the plan's order, nan where nothing could be computed; looks: as the plan
    makes them; balance: of what was measured before the lot.
    """

    rows: tuple[Row, ...]
    looks: tuple[Look, ...] = ()
    balance: tuple[Difference, ...] = ()


def only_named(protocol: Compiled, data: Data) -> Named:
    """As of a study that has ended."""
    plan = protocol.document.plan
    everybody = Source(protocol, design_of(protocol), data)
    source = everybody.only(~data.left_out)
    balance = tuple(checking.balance(source))
    if extent_of(source, plan.confirmatory) != "full":
        return Named(rows=tuple(missing(source, c, FEW) for c in plan.confirmatory), balance=balance)
    rows, looks = named_rows(source, everybody, plan, failed=set(_failed(source)))
    return Named(rows=tuple(rows), looks=tuple(looks), balance=balance)


def _failed(source: Source) -> Iterator[str]:
    """Outcomes of which a comparison cannot be computed. Fits are kept by the source, and not made twice."""
    for comparison in source.protocol.document.plan.confirmatory:
        if too_few(source, comparison):
            continue
        answered = or_else(partial(source.answer, question_of(comparison)), lambda error: None)
        if answered is None:
            yield comparison.outcome
