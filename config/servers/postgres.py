"""PostgreSQL: made once, started, found again, stopped."""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from config.servers import binaries, processes
from config.servers.places import CHECKOUT, Place, ServersError

ROLES = CHECKOUT / "docker" / "roles.sql"
SUPERUSER, OWNER, APPLICATION, DATABASE = "postgres", "limelight_owner", "limelight", "limelight"
STOP = [(signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)]  # fast, immediate, hard

OPTIONS = {
    "listen_addresses": "",  # the socket only
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "jit": "off",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A failed statement carries a participant's answers: they must not end up in a log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# Safe against kill -9 (the system keeps what was written), not against a power cut: for tests only.
FLEETING = {"fsync": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Postgres:
    place: Place

    @property
    def home(self) -> Path:
        return self.place.home / "postgres"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def pid(self) -> int | None:
        return processes.serving(self.pid_file, marker=str(self.data))

    def up(self) -> bool:
        """Make sure that the server answers and has its roles; True if it had to be started."""
        self.place.own(self.home)
        installed = binaries.postgres(self.home)
        if not (self.data / "PG_VERSION").exists():
            self.create(installed)
        started = self.pid() is None
        if started:
            self.start(installed)
        self.grant(installed)
        return started

    def create(self, installed: Path) -> None:
        """initdb beside, then rename: a kill half-way leaves no half-made data directory."""
        unfinished = self.home / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        self.place.own(unfinished)
        words = {name: secrets.token_urlsafe(24) for name in (SUPERUSER, OWNER, APPLICATION)}
        write_private(self.home / "passwords.json", json.dumps(words))
        # By a file of its own: its account cannot read ours, and `ps` shows arguments.
        handed = self.home / "password"
        write_private(handed, words[SUPERUSER])
        who = self.place.account
        if who is not None:
            os.chown(handed, who.uid, who.gid)
        made = subprocess.run(
            [
                str(installed / "bin" / "initdb"),
                f"--pgdata={unfinished}",
                f"--username={SUPERUSER}",
                f"--pwfile={handed}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=" + ("C.UTF-8" if sys.platform == "linux" else "C"),
                "--data-checksums",
                *([] if self.place.durable else ["--no-sync"]),
            ],
            cwd=self.place.home,
            env=processes.environment(),
            user=None if who is None else who.uid,
            group=None if who is None else who.gid,
            extra_groups=None if who is None else [],
            capture_output=True,
            text=True,
            check=False,
        )
        handed.unlink()
        if made.returncode:
            raise ServersError(f"PostgreSQL could not make its data directory:\n{made.stderr or made.stdout}")
        unfinished.rename(self.data)

    def start(self, installed: Path) -> None:
        # Left behind by a killed server; a zombie's pid in either file makes PostgreSQL refuse to start.
        self.pid_file.unlink(missing_ok=True)
        for lock in self.place.sockets.glob(".s.PGSQL.*"):
            lock.unlink()
        trim(self.log)
        options = OPTIONS | ({} if self.place.durable else FLEETING)
        words = [str(installed / "bin" / "postgres"), "-D", str(self.data), "-k", str(self.place.sockets)]
        words += [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        process = processes.spawn(words, place=self.place, log=self.log)
        processes.await_ready("PostgreSQL", process, self.answers, log=self.log)

    def answers(self) -> bool:
        try:
            psycopg.connect(self.url(SUPERUSER, database="postgres"), connect_timeout=2).close()
        except psycopg.OperationalError as error:
            if "password authentication" in str(error):
                raise ServersError(
                    f"The password in {self.home} is not the server's. Try: make reset"
                ) from None
            return False
        return True

    def grant(self, installed: Path) -> None:
        """Run docker/roles.sql, the same file as on a server, whenever it is not the one that ran last."""
        done = self.home / "roles.done"
        text = ROLES.read_text()
        if done.exists() and done.read_text() == text:
            return
        words = self.passwords()
        result = subprocess.run(
            [str(installed / "bin" / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(ROLES)],
            env=processes.environment()
            | {
                "PGHOST": str(self.place.sockets),
                "PGUSER": SUPERUSER,
                "PGDATABASE": "postgres",
                "PGPASSWORD": words[SUPERUSER],
                "LIMELIGHT_OWNER_PASSWORD": words[OWNER],
                "LIMELIGHT_PASSWORD": words[APPLICATION],
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if result.returncode:
            raise ServersError(f"PostgreSQL refused {ROLES.name}:\n{result.stderr}")
        done.write_text(text)

    def stop(self) -> bool:
        """Stop the server, whoever started it; True if one was running."""
        pid = self.pid()
        if pid is None:
            return False
        processes.end(pid, STOP)
        return True

    def passwords(self) -> dict[str, str]:
        return dict(json.loads((self.home / "passwords.json").read_text()))

    def url(self, role: str, *, database: str = DATABASE) -> str:
        return (
            f"postgresql://{role}:{self.passwords()[role]}@/{database}?host={quote(str(self.place.sockets))}"
        )

    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.url(APPLICATION), "DATABASE_OWNER_URL": self.url(OWNER)}


def trim(log: Path, limit: int = 5_000_000) -> None:
    if log.exists() and log.stat().st_size > limit:
        log.unlink()


def write_private(path: Path, text: str) -> None:
    """Write a file that only we can read, whole or not at all."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    unfinished.rename(path)
