"""Handing an export out: a few at a time, logged, and never begun before its first piece is there."""

from collections.abc import Generator, Iterator

from django.db import connection

from surveys.exports.base import Format, Request
from surveys.models import Log, User

AT_ONCE = 2
"""Exports that run at the same time, over all processes: a reader who is slow holds a web thread."""

_CLASS = 0x4C696D66
"""Tells these locks from the analysis's."""


class Busy(Exception):
    """As many exports are running as may."""


def open_export(format: Format, request: Request, *, by: User) -> Iterator[bytes]:
    """The export's pieces, the query already begun. Raises Busy. Who may have it is the caller's to check.

    Close the iterator (an HTTP response does) or exhaust it: that gives its place back.
    """
    pieces = _pieces(format, request, by)
    next(pieces)  # a generator never begun would not run its `finally`
    return pieces


def _pieces(format: Format, request: Request, by: User) -> Generator[bytes, None, None]:
    place = _take()
    try:
        Log.write("export", by=by, study=request.study, format=format.suffix, kind=str(request.kind))
        stream = format.stream(request)
        first = next(stream, b"")
        yield b""  # for open_export: from here on nothing can be refused any more
        yield first
        yield from stream
    finally:
        _give_back(place)


def _take() -> int:
    """A free place. Held by this connection, so that PostgreSQL frees it when the process dies."""
    with connection.cursor() as cursor:
        for place in range(AT_ONCE):
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_CLASS, place])
            if cursor.fetchone()[0]:
                return place
    raise Busy


def _give_back(place: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_CLASS, place])
