"""Words and tables from results."""

from surveys.report.context import (
    Answer,
    CellRow,
    Check,
    Drawing,
    FlowRow,
    FlowTable,
    Fold,
    NamedTable,
    OutcomeTable,
    ResultsContext,
    SmallTable,
    TableRow,
)
from surveys.report.family import named_table
from surveys.report.flows import flow_table
from surveys.report.page import drawing_of, results_context, shown
from surveys.report.seen import looked
from surveys.report.sentences import answers
from surveys.report.tables import Inconsistent, estimates

__all__ = [
    "Answer",
    "CellRow",
    "Check",
    "Drawing",
    "FlowRow",
    "FlowTable",
    "Fold",
    "Inconsistent",
    "NamedTable",
    "OutcomeTable",
    "ResultsContext",
    "SmallTable",
    "TableRow",
    "answers",
    "drawing_of",
    "estimates",
    "flow_table",
    "looked",
    "named_table",
    "results_context",
    "shown",
]
