"""Words and tables from results."""

from surveys.report.context import (
    AlphaRow,
    Answer,
    CellRow,
    Drawing,
    FlowRow,
    FlowTable,
    OutcomeTable,
    ResultsContext,
    TableRow,
)
from surveys.report.flows import flow_table
from surveys.report.page import results_context, shown
from surveys.report.sentences import answers
from surveys.report.tables import Inconsistent, estimates

__all__ = [
    "AlphaRow",
    "Answer",
    "CellRow",
    "Drawing",
    "FlowRow",
    "FlowTable",
    "Inconsistent",
    "OutcomeTable",
    "ResultsContext",
    "TableRow",
    "answers",
    "estimates",
    "flow_table",
    "results_context",
    "shown",
]
