"""One worker a piece of work: a lock on its connection, freed by PostgreSQL the moment the worker dies."""

from django.db import connection

RUN = 0x4C696D01
"""The lock of a study's runs: the second number is the study."""

SIMULATION = 0x4C696D02
"""The lock of one simulation."""

POWER = 0x4C696D03
"""The lock of one power check."""


def take(id: int, what: int = RUN) -> bool:
    """Whether this connection now holds the lock. Taken twice, it must be let go twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [what, id])
        return bool(cursor.fetchone()[0])


def let_go(id: int, what: int = RUN) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [what, id])
