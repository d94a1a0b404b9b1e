"""Connections that were kept too long."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from psycopg.errors import ConnectionTimeout

from surveys import flow
from surveys.flow import Receipt, statements
from tests.people import again, begin, published, send, walk

pytestmark = pytest.mark.django_db(transaction=True)


def cut() -> None:
    """As a restart of the database does, by another connection."""
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])


def test_a_connection_from_before_a_restart_is_replaced_unnoticed() -> None:
    token, seat = begin(published())
    cut()
    found = flow.find(token)
    assert found is not None and found.id == seat.id


def test_inside_a_transaction_a_lost_connection_is_an_error() -> None:
    token, _seat = begin(published())
    with pytest.raises(OperationalError), transaction.atomic():
        cut()
        flow.find(token)
    connection.close()


def test_a_database_that_says_nothing_is_not_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def silent(statement: str, values: object) -> None:
        asked.append(statement)
        raise OperationalError("the database did not answer") from ConnectionTimeout("within 10 s")

    monkeypatch.setattr(statements, "execute", silent)
    with pytest.raises(OperationalError):
        flow.find("any")
    assert len(asked) == 1


@contextmanager
def migrated(table: str, column: str) -> Iterator[None]:
    """While a later version's tables stand: room for more in a column, made by another connection."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.autocommit = True
        [(before,)] = other.execute(
            "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attname = %s",
            [table, column],
        ).fetchall()
        other.execute(f"ALTER TABLE {table} ALTER {column} TYPE varchar(250)".encode())
        try:
            yield
        finally:
            connection.close()
            other.execute(f"ALTER TABLE {table} ALTER {column} TYPE {before}".encode())


def test_what_was_prepared_before_a_migration_is_prepared_anew() -> None:
    token, seat = begin(published())
    with migrated("surveys_participation", "code"):
        found = flow.find(token)
        assert found is not None and found.id == seat.id


def test_inside_a_transaction_it_is_an_error_once() -> None:
    study = published()
    walk(*begin(study), "person.1.look")
    token, seat = begin(study)
    before_the_lot = walk(token, seat, "reading")
    with migrated("surveys_slot", "arm"):
        with pytest.raises(OperationalError):
            send(before_the_lot)
        assert send(again(token)) is Receipt.SAVED


def test_the_statements_of_the_submit_path_are_prepared_on_the_server() -> None:
    """Django's default connection ignores `prepare=True`, and nothing says so."""
    token, seat = begin(published())
    send(seat)
    flow.find(token)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        prepared = " ".join(row[0] for row in cursor.fetchall())
    assert "UPDATE surveys_participation" in prepared
    assert "JOIN surveys_study" in prepared
