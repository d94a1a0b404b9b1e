"""The report: one document that holds everything, to be printed or kept."""

from surveys.report.document.parts import Report
from surveys.report.document.whole import report_of

__all__ = ["Report", "report_of"]
