"""Words and tables from results."""

from surveys.report.context import (
    AlphaRow,
    Answer,
    CellRow,
    Drawing,
    FlowRow,
    FlowTable,
    ResultsContext,
    TableRow,
)
from surveys.report.page import results_context
from surveys.report.sentences import answers
from surveys.report.tables import Inconsistent, flow_table, table

__all__ = [
    "AlphaRow",
    "Answer",
    "CellRow",
    "Drawing",
    "FlowRow",
    "FlowTable",
    "Inconsistent",
    "ResultsContext",
    "TableRow",
    "answers",
    "flow_table",
    "results_context",
    "table",
]
