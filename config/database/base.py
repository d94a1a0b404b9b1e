"""A connection that gives up on a server that has stopped answering.

`statement_timeout` is the server's, and a stopped server keeps no time; `tcp_user_timeout` does not fire
while its kernel acknowledges. Only the client's own clock ends such a wait.
"""

import time
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base
from psycopg import IsolationLevel
from psycopg.abc import RV, PQGen
from psycopg.errors import ConnectionTimeout
from psycopg.pq import TransactionStatus

NO_DATABASE = (
    "No database is named: DATABASE_URL is not set. Run the command with servers around it, "
    "`python -m config.servers run -- COMMAND`, or set DATABASE_URL to a PostgreSQL server's."
)


class Silence:
    """What one thread has waited for in vain, the others of its process need not wait for as well.

    Otherwise those who queue for a thread would wait twice as long as the deadline, and more.
    """

    SECONDS = 2.0

    def __init__(self) -> None:
        self.until = 0.0

    def note(self) -> None:
        self.until = time.monotonic() + self.SECONDS

    def check(self) -> None:
        if time.monotonic() < self.until:
            raise ConnectionTimeout("the database did not answer just now")


SILENCE = Silence()


class BoundedConnection(psycopg.Connection[Any]):
    """`deadline`: seconds for one wait (a statement, a block of a COPY); None waits for ever."""

    deadline: float | None = None

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        if timeout is None:
            timeout = self.deadline
        if self.deadline and self.pgconn.transaction_status == TransactionStatus.IDLE:
            SILENCE.check()  # a transaction already begun may go on
        try:
            return super().wait(gen, interval=interval, timeout=timeout)
        except psycopg.errors._WaitTimeout as error:
            # What the server did with the statement is unknown: nobody may use this connection again.
            self.pgconn.finish()
            SILENCE.note()
            raise ConnectionTimeout(f"the database did not answer within {timeout:g} s") from error


class DatabaseWrapper(base.DatabaseWrapper):
    """OPTIONS may hold `deadline`, in seconds."""

    def get_connection_params(self) -> dict[str, Any]:
        if self.settings_dict["NAME"] == "":
            raise ImproperlyConfigured(NO_DATABASE)
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> BoundedConnection:
        # As in Django, without its pool and its isolation levels, which we do not use.
        self.isolation_level = IsolationLevel.READ_COMMITTED
        deadline = conn_params.pop("deadline", None)
        if deadline:
            SILENCE.check()
        try:
            connection = BoundedConnection.connect(**conn_params)
        except ConnectionTimeout:
            SILENCE.note()
            raise
        connection.deadline = deadline
        return connection
