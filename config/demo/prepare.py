"""What has to be true before the web starts, done once and not at every start."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
RUN = VAR / "run"


def say(text: str) -> None:
    sys.stderr.write(f"demo: {text}\n")


def prepare(host: str) -> None:
    """Tables and static files: without them the web cannot start."""
    os.environ.setdefault("LOG_PLAIN", "1")
    # Celery warns root at length; the demo on one's own machine is no server.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:You're running the worker")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    if host not in {"127.0.0.1", "localhost", "::1"}:
        os.environ.setdefault("ALLOWED_HOSTS", "*")
    packages = ROOT / "requirements.txt"
    tables = [*(ROOT / "surveys" / "migrations").glob("*.py"), packages]
    once("database", lambda: state(tables) + applied(), "preparing the database", ["migrate", "--no-input"])
    served = [*(ROOT / "surveys" / "static").rglob("*"), ROOT / "config" / "static.py", packages]
    if not (VAR / "static" / "staticfiles.json").exists():
        (RUN / "static.done").unlink(missing_ok=True)
    once(
        "static", lambda: state(served), "collecting static files", ["collectstatic", "--no-input", "--clear"]
    )


def once(name: str, facts: Callable[[], str], told: str, command: list[str]) -> None:
    """Run a Django command unless the facts are those that held after it last ran: each costs two seconds."""
    stamp = RUN / f"{name}.done"
    if stamp.exists() and stamp.read_text() == facts():
        return
    say(told)
    manage(*command, "--verbosity", "0")
    stamp.write_text(facts())


def manage(*words: str) -> None:
    subprocess.run([sys.executable, str(ROOT / "manage.py"), *words], cwd=ROOT, check=True)


def state(files: Iterable[Path]) -> str:
    """Changes whenever one of the files does."""
    facts = [
        (str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in sorted(files) if file.is_file()
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def applied() -> str:
    """Which migrations this very database has had: it may have been restored, or be another one."""
    with psycopg.connect(
        os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"], connect_timeout=5
    ) as connection:
        try:
            rows = connection.execute(
                "SELECT id, app, name, applied FROM django_migrations ORDER BY id"
            ).fetchall()
        except psycopg.errors.UndefinedTable:
            return ""
    return hashlib.sha256(repr(rows).encode()).hexdigest()
