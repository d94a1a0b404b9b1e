"""Data as files. To add a format: a file with a subclass of Format, a word in EXPORT_FORMATS, a test."""

from surveys.exports.base import Format, Request
from surveys.exports.blinding import revealed
from surveys.exports.csv import CSV
from surveys.exports.download import Busy, open_export
from surveys.exports.tables import TABLES

EXPORT_FORMATS: dict[str, Format] = {"csv": CSV()}

__all__ = ["EXPORT_FORMATS", "TABLES", "Busy", "Format", "Request", "open_export", "revealed"]
