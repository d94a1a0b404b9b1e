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

__all__ = [
    "AlphaRow",
    "Answer",
    "CellRow",
    "Drawing",
    "FlowRow",
    "FlowTable",
    "ResultsContext",
    "TableRow",
    "results_context",
]
