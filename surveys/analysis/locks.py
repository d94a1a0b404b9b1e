"""One worker at a time: a lock on the worker's own connection, freed the moment the worker dies."""

from django.db import connection

STUDY = 0x4C696D65
SIMULATION = 0x4C696D66
"""Tell our locks from anybody else's: PostgreSQL's two-number form, of which the second is the row's id."""


def take(id: int, of: int = STUDY) -> bool:
    """Whether this connection now holds the row's lock. Taken twice, it must be let go twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [of, id])
        return bool(cursor.fetchone()[0])


def let_go(id: int, of: int = STUDY) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [of, id])
