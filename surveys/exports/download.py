"""Handing an export out: a few at a time, logged, and never begun before its first piece is there."""

from contextlib import closing
from typing import Any

import psycopg
from django.db import connection

from surveys.exports.base import Format, Pieces, Request
from surveys.models import Log, User

AT_ONCE = 2
"""Exports that run at the same time, over all processes: a reader who is slow holds a web thread."""

CLASS = 0x4C696D66
"""Tells these locks from the analysis's."""


class Busy(Exception):
    """As many exports are running as may."""


def open_export(format: Format, request: Request, *, by: User) -> Pieces:
    """The export's pieces, the query already begun. Raises Busy. Who may have it is the caller's to check.

    Close the iterator (an HTTP response does) or exhaust it: that ends the query and gives its place back.
    """
    pieces = _pieces(format, request, by)
    next(pieces)  # a generator never begun would not run its clean-up
    return pieces


def _pieces(format: Format, request: Request, by: User) -> Pieces:
    # A connection of its own: a server may take the pieces in another thread, or forget to close what a
    # client walked away from, and the web's connection must not then stand in the middle of a COPY.
    own = connection.copy()
    own.connect()
    raw = own.connection
    with own.wrap_database_errors, closing(raw):
        _take_place(raw)
        Log.write(
            "export",
            by=by,
            study=request.study,
            table=request.table,
            format=format.suffix,
            kind=str(request.kind),
        )
        with closing(format.stream(request, raw)) as stream:
            first = next(stream, b"")
            yield b""  # for open_export: from here on nothing can be refused any more
            yield first
            yield from stream


def _take_place(raw: psycopg.Connection[Any]) -> None:
    """Held by the connection: PostgreSQL frees it when that closes, or its process dies. Raises Busy."""
    for place in range(AT_ONCE):
        row = raw.execute("SELECT pg_try_advisory_lock(%s, %s)", [CLASS, place]).fetchone()
        if row and row[0]:
            return
    raise Busy
