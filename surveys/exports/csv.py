"""Comma-separated answers, written by PostgreSQL itself: COPY, streamed block by block."""

from typing import Any, ClassVar

import psycopg
from psycopg.sql import SQL

from surveys.exports.base import Format, Pieces, Request
from surveys.exports.tables import TABLES

MARK = "\ufeff".encode()
"""Without it Excel reads UTF-8 as something else."""


class CSV(Format):
    """RFC 4180, UTF-8, one header line. Lossless; for a spreadsheet guarded against formulas instead."""

    media_type: ClassVar[str] = "text/csv"
    suffix: ClassVar[str] = "csv"

    def stream(self, request: Request, connection: psycopg.Connection[Any]) -> Pieces:
        rows = TABLES[request.table].as_text(request)
        copy = SQL("COPY ({}) TO STDOUT (FORMAT csv, HEADER, ENCODING 'UTF8')").format(rows)
        with psycopg.Cursor(connection) as cursor, cursor.copy(copy) as blocks:
            yield MARK if request.spreadsheet else b""
            for block in blocks:
                yield bytes(block)
