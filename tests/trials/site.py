"""A whole installation of its own in a throwaway place, and how to hurt it."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tests.bench.web import ROOT, free_port
from tests.real.wire import Connection, Cut

PATIENCE = 120.0
"""Seconds after which a condition that was waited for is a failure: a shared machine may be slow."""


@dataclass(frozen=True, slots=True)
class Site:
    """`servers`: the process around everything; `environment`: what web and workers were told; `small`: the
    address of a study that has one of everything; `feeds`: of studies of one's own score, and `lived`: what
    people send from theirs.
    """

    port: int
    servers: int
    folder: Path
    environment: dict[str, str]
    scripts: list[list[str]]
    free: list[str]
    small: str
    feeds: list[str]
    lived: list[list[str]]

    def study(self) -> str:
        """The address of a study that no other trial has used."""
        return self.free.pop(0)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """By a connection of our own, as the owner of the tables."""
        with psycopg.connect(self.environment["DATABASE_OWNER_URL"], connect_timeout=10) as connection:
            return connection.execute(query.encode(), values).fetchall()

    def python(self, module: str, *words: str) -> str:
        """What a program of ours prints, run inside this installation."""
        result = subprocess.run(
            [sys.executable, "-m", module, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    def web(self) -> psutil.Process:
        """The web server's parent process."""
        return self._child("--interface wsgi")

    def web_workers(self) -> list[psutil.Process]:
        return [one for one in self.web().children() if "granian" in " ".join(one.cmdline())]

    def serving(self) -> set[int]:
        """PostgreSQL, the web and its two workers, when all of them are there; errors until then."""
        found = [self.postgres(), self.web(), *self.web_workers()]
        if len(found) < 4 or any(one.status() == psutil.STATUS_ZOMBIE for one in found):
            raise psutil.NoSuchProcess(0, "one of the servers")
        return {one.pid for one in found}

    def worker(self, queue: str) -> psutil.Process:
        return self._child(f"worker -Q {queue}")

    def postgres(self) -> psutil.Process:
        return psutil.Process(self._pid("postgres/data/postmaster.pid"))

    def broker(self) -> psutil.Process:
        return psutil.Process(self._pid("broker/pid"))

    def _child(self, words: str) -> psutil.Process:
        for inside in psutil.Process(self.servers).children():
            for one in inside.children():
                if words in " ".join(one.cmdline()):
                    return one
        raise psutil.NoSuchProcess(0, words)

    def _pid(self, file: str) -> int:
        return int((Path(self.environment["LIMELIGHT_SERVERS"]) / file).read_text().split()[0])

    async def answers(self, path: str = "/health/ready") -> bool:
        """Does the web answer, and the database behind it?"""
        connection = Connection(self.port, seconds=20)
        try:
            return (await connection.send("GET", path)).status == 200
        except Cut:
            return False
        finally:
            connection.close()

    async def until_well(self) -> float:
        """Seconds until every web worker answers again."""
        started = time.monotonic()
        well = 0
        while well < 6:  # two workers share the port: several answers in a row are both of theirs
            well = well + 1 if await self.answers() else 0
            assert time.monotonic() - started < PATIENCE, f"not well again: {self.logs()}"
            await asyncio.sleep(0.05)
        return time.monotonic() - started

    def logs(self) -> str:
        return "\n".join(f"{log.name}:\n{log.read_text()[-2000:]}" for log in self.folder.glob("*.log"))


def kill(process: psutil.Process) -> None:
    """As the kernel does when memory is short: no warning, nothing tidied up. Only this one."""
    process.send_signal(signal.SIGKILL)


def family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


async def until(true: Callable[[], object], seconds: float = PATIENCE, what: str = "") -> float:
    """Wait for a condition; the seconds it took. Errors on the way count as not yet."""
    started = time.monotonic()
    while True:
        try:
            if true():
                return time.monotonic() - started
        except (psycopg.OperationalError, psutil.Error, OSError):
            pass
        assert time.monotonic() - started < seconds, f"waited in vain for {what or true}"
        await asyncio.sleep(0.05)


@contextmanager
def site(folder: Path, *, studies: int, durable: bool) -> Iterator[Site]:
    port = free_port()
    words = [
        sys.executable,
        "-m",
        "config.servers",
        "run",
        "--throwaway",
        *(["--durable"] if durable else []),
    ]
    words += ["--", sys.executable, "-m", "tests.trials.inside"]
    words += [str(folder), str(port), str(studies), str(os.getpid())]
    clean = ("DATABASE", "CELERY", "LIMELIGHT_SERVERS")
    told = {name: value for name, value in os.environ.items() if not name.startswith(clean)}
    with (folder / "servers.log").open("ab") as log:
        process = subprocess.Popen(
            words,
            cwd=ROOT,
            env=told | {"LOG_LEVEL": "WARNING"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        end = time.monotonic() + PATIENCE
        while not (folder / "told").exists():
            assert process.poll() is None, (folder / "servers.log").read_text()
            assert time.monotonic() < end, (folder / "servers.log").read_text()
            time.sleep(0.1)
        known = json.loads((folder / "told").read_text())
        found = Site(
            port=port,
            servers=process.pid,
            folder=folder,
            environment=known["environment"],
            scripts=known["scripts"],
            free=known["studies"],
            small=known["small"],
            feeds=known["feeds"],
            lived=known["lived"],
        )
        asyncio.run(found.until_well())
        yield found
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            for one in reversed(family(psutil.Process(process.pid))):
                one.kill()
