"""The embedded servers, started, killed and found again for real."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import psutil
import pytest

from config.servers import places, run
from tests.config.servers.conftest import Checkout, dead, until

COUNT = "print(psycopg.connect(owner).execute('SELECT count(*) FROM kept').fetchone()[0])"
KEEP = """
    with psycopg.connect(owner) as connection:
        connection.execute('CREATE TABLE IF NOT EXISTS kept (id int)')
        connection.execute('INSERT INTO kept VALUES (1)')
"""


@pytest.fixture
def client(checkout: Checkout) -> Iterator[subprocess.Popen[bytes]]:
    found = checkout.waiting()
    yield found
    found.kill()
    found.wait()
    checkout.servers("stop")


def test_the_application_writes_rows_and_may_not_make_tables(checkout: Checkout) -> None:
    told = checkout.python("""
        with psycopg.connect(owner) as connection:
            connection.execute('DROP TABLE IF EXISTS made')
            connection.execute('CREATE TABLE made (id bigint GENERATED ALWAYS AS IDENTITY, word text)')
        with psycopg.connect(url) as connection:
            print(connection.execute("INSERT INTO made (word) VALUES ('x') RETURNING word").fetchone()[0])
        try:
            psycopg.connect(url).execute('CREATE TABLE mine (id int)')
        except psycopg.errors.InsufficientPrivilege:
            print('refused')
    """)
    assert told == "x\nrefused"


def test_the_owner_makes_databases_in_which_the_application_has_its_rights(checkout: Checkout) -> None:
    told = checkout.python("""
        psycopg.connect(owner, autocommit=True).execute('CREATE DATABASE test_made')
        connection = psycopg.connect(owner, dbname='test_made', autocommit=True)
        connection.execute('CREATE TABLE made (id int)')
        print(psycopg.connect(url, dbname='test_made').execute('SELECT count(*) FROM made').fetchone()[0])
        connection.close()
        psycopg.connect(owner, autocommit=True).execute('DROP DATABASE test_made WITH (FORCE)')
    """)
    assert told == "0"


def test_the_database_is_made_as_decided(checkout: Checkout) -> None:
    told = checkout.python("""
        names = ['server_encoding', 'data_checksums', 'fsync', 'synchronous_commit', 'listen_addresses',
                 'max_connections', 'password_encryption', 'TimeZone']
        connection = psycopg.connect(url)
        print([connection.execute('SELECT current_setting(%s)', [name]).fetchone()[0] for name in names])
        query = "SELECT datcollate FROM pg_database WHERE datname = 'limelight'"
        print(connection.execute(query).fetchone()[0])
    """)
    settings, collation = told.splitlines()
    assert settings == str(["UTF8", "on", "on", "on", "", "200", "scram-sha-256", "UTC"])
    assert collation == "C.UTF-8"


def test_a_wrong_password_is_refused(checkout: Checkout) -> None:
    told = checkout.python("""
        try:
            psycopg.connect(url, password='wrong')
        except psycopg.OperationalError as error:
            print('password authentication failed' in str(error))
    """)
    assert told == "True"


def test_servers_and_their_addresses_are_gone_afterwards(
    checkout: Checkout, client: subprocess.Popen[bytes]
) -> None:
    env = checkout.folder / "var" / "run" / "env"
    pids = checkout.pids()
    assert set(pids) == {"Postgres", "Broker"}
    assert env.stat().st_mode & 0o777 == 0o600
    assert "DATABASE_URL=" in env.read_text()
    client.terminate()
    assert client.wait(20) == 128 + signal.SIGTERM
    assert all(dead(pid) for pid in pids.values())
    assert not env.exists()


def test_control_c_on_the_whole_group_ends_it_quickly(
    checkout: Checkout, client: subprocess.Popen[bytes]
) -> None:
    pids = checkout.pids()
    start = time.monotonic()
    os.killpg(client.pid, signal.SIGINT)
    client.wait(20)
    assert time.monotonic() - start < 3
    assert all(dead(pid) for pid in pids.values())


def test_everything_killed_recovers_with_all_data(
    checkout: Checkout, client: subprocess.Popen[bytes]
) -> None:
    checkout.python(KEEP)
    before = int(checkout.python(COUNT))
    for pid in (*checkout.pids().values(), client.pid):
        os.kill(pid, signal.SIGKILL)
    client.wait()
    assert int(checkout.python(COUNT)) == before


def test_killed_client_leaves_servers_that_are_found_and_stopped(
    checkout: Checkout, client: subprocess.Popen[bytes]
) -> None:
    client.kill()
    client.wait()
    left = checkout.pids()
    assert set(left) == {"Postgres", "Broker"}
    assert checkout.python("print(open(os.environ['LIMELIGHT_SERVERS'] + '/broker/pid').read())") == str(
        left["Broker"]
    )
    assert "runs, process" not in checkout.servers("status").stderr
    assert all(dead(pid) for pid in left.values())


def test_a_second_client_keeps_the_servers(checkout: Checkout, client: subprocess.Popen[bytes]) -> None:
    pids = checkout.pids()
    checkout.python("print(url)")
    assert checkout.pids() == pids


def test_a_server_that_dies_is_started_again_with_its_data(
    checkout: Checkout, client: subprocess.Popen[bytes]
) -> None:
    checkout.python(KEEP)
    before, pids = int(checkout.python(COUNT)), checkout.pids()
    for pid in pids.values():
        os.kill(pid, signal.SIGKILL)
    until(lambda: len(checkout.pids()) == 2 and not set(checkout.pids().values()) & set(pids.values()))
    assert int(checkout.python(COUNT)) == before


def test_two_checkouts_run_side_by_side_and_are_reset_alone(
    checkout: Checkout, client: subprocess.Popen[bytes], other: Checkout
) -> None:
    home, rows = other.python("""
        print(os.environ['LIMELIGHT_SERVERS'])
        print(psycopg.connect(owner).execute("SELECT to_regclass('kept')").fetchone()[0])
    """).splitlines()
    assert home != checkout.told()["LIMELIGHT_SERVERS"]
    assert rows == "None"
    assert other.pids() == {}
    other.servers("reset")
    assert not Path(home).exists()
    assert set(checkout.pids()) == {"Postgres", "Broker"}


def test_throwaway_servers_are_others_and_leave_nothing(checkout: Checkout) -> None:
    checkout.python(KEEP)
    home, fresh, owner = checkout.python(
        """
        print(os.environ['LIMELIGHT_SERVERS'])
        print(psycopg.connect(owner).execute("SELECT to_regclass('kept')").fetchone()[0])
        print(os.environ['LIMELIGHT_OWNER'])
        """,
        "--throwaway",
    ).splitlines()
    assert (fresh, owner) == ("None", "1")
    assert not Path(home).exists()


def test_what_a_killed_throwaway_left_is_swept_away(checkout: Checkout) -> None:
    client = checkout.waiting("--throwaway")
    home = Path(checkout.told()["LIMELIGHT_SERVERS"])
    postmaster = int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
    os.killpg(client.pid, signal.SIGKILL)
    client.wait()
    assert psutil.pid_exists(postmaster)
    checkout.python("", "--throwaway")
    assert dead(postmaster)
    assert not home.exists()


def test_named_servers_are_used_and_none_is_started(other: Checkout) -> None:
    named = {"DATABASE_URL": "postgresql://a@b/c", "CELERY_BROKER_URL": "redis://b"}
    result = other.servers("run", "--", "sh", "-c", "echo $DATABASE_URL $CELERY_BROKER_URL", **named)
    assert result.stdout.split() == list(named.values())
    assert not (other.folder / "var" / "servers" / "postgres").exists()


def test_the_commands_exit_code_is_ours(checkout: Checkout) -> None:
    assert checkout.servers("run", "--", "sh", "-c", "exit 7").returncode == 7


def test_keys_are_made_once_and_for_us_alone(checkout: Checkout) -> None:
    file = checkout.folder / "var" / "secret"
    checkout.python("")
    before = file.read_text()
    checkout.python("")
    assert file.read_text() == before
    assert "SECRET_KEY" in before
    assert "DATA_KEY" in before
    assert file.stat().st_mode & 0o777 == 0o600


class Broken:
    """A server that died and does not come up again."""

    def pid(self) -> None:
        return None

    def up(self) -> bool:
        raise places.ServersError("its disk is full")


def test_a_server_that_cannot_be_started_again_does_not_end_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "run").mkdir()
    place = SimpleNamespace(run=tmp_path / "run")
    servers = run.Servers(cast(places.Place, place), cast(Any, (Broken(),)))
    complaint = run.revive(servers)
    assert "its disk is full" in capsys.readouterr().err
    assert run.revive(servers, complaint) == complaint
    assert capsys.readouterr().err == ""
