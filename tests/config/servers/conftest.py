"""A checkout of its own for the servers: a copy of what they need, in a folder of its own."""

import os
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Checkout:
    folder: Path

    def words(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "config.servers", *words]

    def environment(self, **more: str) -> dict[str, str]:
        ours = ("DATABASE", "CELERY", "LIMELIGHT")
        return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | more

    def servers(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.words(*words),
            cwd=self.folder,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=60,
        )

    def python(self, code: str, *options: str, **more: str) -> str:
        """What the code prints, run with servers around it. `url` and `owner` are connections' addresses."""
        given = (
            "import os, psycopg\nurl, owner = os.environ['DATABASE_URL'], os.environ['DATABASE_OWNER_URL']\n"
        )
        result = self.servers(
            "run", *options, "--", sys.executable, "-c", given + textwrap.dedent(code), **more
        )
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()

    def waiting(self, *options: str) -> subprocess.Popen[bytes]:
        """A client that stays, leading a process group as a shell's job does; its servers are up."""
        ready = self.folder / "ready"
        ready.unlink(missing_ok=True)
        client = subprocess.Popen(
            self.words(
                "run", *options, "--", "sh", "-c", f"env > {ready}.new; mv {ready}.new {ready}; exec sleep 60"
            ),
            cwd=self.folder,
            env=self.environment(),
            process_group=0,
        )
        until(ready.exists)
        return client

    def told(self) -> dict[str, str]:
        """The environment that the waiting client's command was given."""
        lines = (self.folder / "ready").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def pids(self) -> dict[str, int]:
        """The servers that run, by their pid files: `status` would take a third of a second."""
        home = self.folder / "var" / "run" / "servers"
        files = {"Postgres": home / "postgres/data/postmaster.pid", "Broker": home / "broker/pid"}
        # A server that is just starting may have made its file and not written it yet.
        words = {name: file.read_text().split() for name, file in files.items() if file.exists()}
        found = {name: int(said[0]) for name, said in words.items() if said}
        return {name: pid for name, pid in found.items() if not dead(pid)}


def until(true: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def dead(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def copy(folder: Path) -> Checkout:
    for name in ("config/__init__.py", "config/servers", "docker/roles.sql"):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return Checkout(folder)


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """One for all tests, since making a data directory takes a second; no test leaves its servers running."""
    found = copy(tmp_path_factory.mktemp("checkout"))
    yield found
    found.servers("reset")


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Checkout]:
    found = copy(tmp_path / "other")
    yield found
    found.servers("reset")
