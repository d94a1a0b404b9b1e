"""The few statements of the submit path, prepared on the server. Measured: half of PostgreSQL's share."""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import NotSupportedError, OperationalError, connection
from psycopg.errors import ConnectionTimeout

LOAD = """
SELECT p.id, p.study_id, s.state, p.protocol_id, p.kind, p.n, p.place, p.ending, p.draws, p.code,
       p.language, p.exposed_at IS NOT NULL AS exposed, s.address
FROM surveys_participation p JOIN surveys_study s ON s.id = p.study_id
WHERE p.token_hash = %(token_hash)s
"""

ENROL = """
WITH enrolled AS (
    INSERT INTO surveys_participation (study_id, protocol_id, kind, token_hash, language, n, place, furthest)
    VALUES (%(study)s, %(protocol)s, %(kind)s, %(token_hash)s, %(language)s, 0, %(place)s, '')
    ON CONFLICT (token_hash) DO NOTHING
    RETURNING id, study_id
)
INSERT INTO surveys_arrival (participation_id, study_id, person, ids)
SELECT id, study_id, %(person)s, %(ids)s::jsonb FROM enrolled WHERE %(ids)s::jsonb IS NOT NULL
"""

# Of any number of identical requests the UPDATE lets one through: the others find n moved on. Somebody
# arrives with the first page, and so a reader of what is new meets them then (xid).
SUBMIT = """
WITH moved AS (
    UPDATE surveys_participation
    SET n = n + 1, xid = CASE WHEN n = 0 THEN pg_current_xact_id() ELSE xid END,
        place = %(place)s, furthest = %(furthest)s,
        ending = %(ending)s::text, code = %(code)s,
        ended_at = CASE WHEN %(ending)s::text IS NULL THEN NULL ELSE clock_timestamp() END,
        arm = COALESCE(%(arm)s::text, arm), draws = COALESCE(%(draws)s::jsonb, draws),
        allocated_at = CASE WHEN %(arm)s::text IS NULL THEN allocated_at ELSE clock_timestamp() END
    WHERE id = %(id)s AND n = %(n)s AND ending IS NULL
    RETURNING id
), seen AS (
    INSERT INTO surveys_eventbatch (participation_id, number, events)
    SELECT moved.id, b.number, b.events
    FROM moved, jsonb_to_recordset(%(batches)s::jsonb) AS b (number int, events jsonb)
    ON CONFLICT DO NOTHING
)
INSERT INTO surveys_submission (participation_id, n, step, act, answers, exposure, digest)
SELECT id, %(n)s, %(step)s, %(act)s, %(answers)s, %(exposure)s, %(digest)s FROM moved
RETURNING id
"""

# The lock waits for a withdrawal on its way, and then finds nobody: nothing outlives one.
NOTE = """
INSERT INTO surveys_eventbatch (participation_id, number, events)
SELECT p.id, b.number, b.events
FROM (SELECT id FROM surveys_participation
      WHERE id = %(id)s AND ending IS DISTINCT FROM 'withdrawn' FOR SHARE) AS p,
     jsonb_to_recordset(%(batches)s::jsonb) AS b (number int, events jsonb)
ON CONFLICT DO NOTHING
"""

IDS = "SELECT ids FROM surveys_arrival WHERE participation_id = %(id)s"

STORED = "SELECT digest, answers FROM surveys_submission WHERE participation_id = %(id)s AND n = %(n)s"

EXPOSED = """
UPDATE surveys_participation SET exposed_at = clock_timestamp() WHERE id = %(id)s AND exposed_at IS NULL
"""

LOCK = "SELECT n FROM surveys_participation WHERE id = %(id)s AND n = %(n)s AND ending IS NULL FOR UPDATE"

TAKE_SLOT = """
UPDATE surveys_slot SET participation_id = %(participation)s
WHERE id = (
    SELECT id FROM surveys_slot
    WHERE study_id = %(study)s AND kind = %(kind)s AND stratum = %(stratum)s AND participation_id IS NULL
    ORDER BY position LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING arm, row
"""


def first(statement: str, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """As `execute`, for the reading that a request begins with: it doubles as the connection's health check.

    A connection kept since before the database was restarted is replaced, and nobody sees an error; a ping
    before every request would cost as much as the reading itself.
    """
    try:
        return execute(statement, values)
    except OperationalError as error:
        # One that is there and says nothing, or does not let us in, would only take as long again.
        if isinstance(error.__cause__, ConnectionTimeout) or connection.in_atomic_block:
            raise
    connection.close()
    return execute(statement, values)


def execute(statement: str, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """Run a statement of this module; its first row, if it returns any.

    A statement prepared before a migration that changed what it returns is refused for as long as its
    connection lives, before anything was done: a new connection prepares it anew. Inside a transaction, which
    is lost with it, whoever sent the page is asked to send it again.
    """
    try:
        return _run(statement, values)
    except NotSupportedError as error:
        within = connection.in_atomic_block
        connection.close()
        if within:
            raise OperationalError("a statement was prepared before a migration") from error
    return _run(statement, values)


def _run(statement: str, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """Django's own cursors bind in the client; this one binds on the server and so can prepare."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement.encode(), values, prepare=True)
        # `rownumber` is None where there are no rows to fetch; `description` would be made anew each time.
        return None if cursor.rownumber is None else cursor.fetchone()
