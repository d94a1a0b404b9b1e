"""A database of one's own beside the test database, and PostgreSQL's programs on it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from config.servers.binaries import find_postgres

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def database(name: str) -> Iterator[str]:
    """An empty database on the server that the tests run on; its URL."""
    server = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def program(name: str, url: str, *words: str) -> str:
    """Run psql or pg_dump; what it printed."""
    path = find_postgres() / "bin" / name
    done = subprocess.run([str(path), *words, url], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def manage(url: str, *words: str, told: str = "") -> str:
    """Run manage.py as the owner of this database; what it printed."""
    environment = os.environ | {"DATABASE_URL": url, "DATABASE_OWNER_URL": url, "LIMELIGHT_OWNER": "1"}
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment,
        input=told,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
