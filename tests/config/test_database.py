import os
import signal
import time

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, connection

from config.database.base import SILENCE, DatabaseWrapper


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SILENCE, "until", 0.0)


@pytest.fixture
def other(transactional_db: None) -> DatabaseWrapper:
    """Another connection to the test database."""
    found = connection.copy()
    assert isinstance(found, DatabaseWrapper)
    return found


def within(wrapper: DatabaseWrapper, **options: object) -> DatabaseWrapper:
    wrapper.settings_dict["OPTIONS"] = wrapper.settings_dict["OPTIONS"] | options
    return wrapper


def test_a_stopped_server_fails_instead_of_hanging(other: DatabaseWrapper) -> None:
    within(other, deadline=0.5)
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
        os.kill(pid, signal.SIGSTOP)
        start = time.monotonic()
        try:
            with pytest.raises(OperationalError, match=r"did not answer within 0\.5 s"):
                cursor.execute("SELECT 1")
        finally:
            os.kill(pid, signal.SIGCONT)
    assert 0.4 < time.monotonic() - start < 3
    assert not other.is_usable()
    other.close()


def test_after_the_deadline_the_next_request_has_a_new_connection(other: DatabaseWrapper) -> None:
    within(other, deadline=0.5)
    with pytest.raises(OperationalError), other.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
    SILENCE.until = 0.0  # two seconds later
    other.errors_occurred = True
    other.close_if_unusable_or_obsolete()
    with other.cursor() as cursor:
        cursor.execute("SELECT 7")
        assert cursor.fetchone() == (7,)
    other.close()


def test_what_one_thread_waited_for_in_vain_the_others_are_told_at_once(other: DatabaseWrapper) -> None:
    within(other, deadline=0.5)
    with pytest.raises(OperationalError), other.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
    second = within(connection.copy(), deadline=5)  # type: ignore[arg-type]
    start = time.monotonic()
    with pytest.raises(OperationalError, match="just now"):
        second.cursor()
    assert time.monotonic() - start < 0.4
    SILENCE.until = time.monotonic() - 0.1
    with second.cursor() as cursor:
        SILENCE.note()
        with pytest.raises(OperationalError, match="just now"):
            cursor.execute("SELECT 1")
    assert second.connection is not None and not second.connection.closed
    second.close()


def test_a_transaction_that_has_begun_may_go_on(other: DatabaseWrapper) -> None:
    within(other, deadline=5)
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT 1")
        SILENCE.note()
        cursor.execute("SELECT 2")
        assert cursor.fetchone() == (2,)
    other.rollback()
    other.close()


def test_a_job_without_a_deadline_takes_no_notice(other: DatabaseWrapper) -> None:
    SILENCE.note()
    with other.cursor() as cursor:
        cursor.execute("SELECT 3")
        assert cursor.fetchone() == (3,)
    other.close()


def test_without_a_deadline_a_statement_may_take_its_time(other: DatabaseWrapper) -> None:
    with other.cursor() as cursor:
        assert cursor.connection.deadline is None
        cursor.execute("SELECT pg_sleep(0.2)")
    other.close()


def test_the_servers_own_limit_leaves_the_connection_usable(other: DatabaseWrapper) -> None:
    within(other, deadline=5, options="-c statement_timeout=100")
    with pytest.raises(DatabaseError) as caught, other.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(3)")
    assert isinstance(caught.value.__cause__, psycopg.errors.QueryCanceled)
    assert other.is_usable()
    other.close()


def test_no_database_names_the_cure() -> None:
    wrapper = DatabaseWrapper({**connection.settings_dict, "NAME": ""})
    with pytest.raises(ImproperlyConfigured, match=r"python -m config\.servers run"):
        wrapper.get_connection_params()
