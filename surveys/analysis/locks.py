"""One run a study at a time: a lock on the worker's own connection, freed the moment the worker dies."""

from django.db import connection

_CLASS = 0x4C696D65
"""Tells our locks from anybody else's: PostgreSQL's two-number form, of which the second is the study."""


def take(study_id: int) -> bool:
    """Whether this connection now holds the study's lock. Taken twice, it must be let go twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_CLASS, study_id])
        return bool(cursor.fetchone()[0])


def let_go(study_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_CLASS, study_id])
