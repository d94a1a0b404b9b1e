"""Processes: which are alive, which only look it, and how to end them."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

from config.servers.places import Place, ServersError

Step = tuple[signal.Signals, float]


def alive(pid: int) -> bool:
    """True for a process that runs. A zombie answers `kill(pid, 0)`, for ever if PID 1 never reaps: dead."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # reap it, if it is our own child
    try:
        return bool(psutil.Process(pid).status() not in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD))
    except psutil.NoSuchProcess:
        return False


def read_pid(file: Path) -> int | None:
    try:
        return int(file.read_text().split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


def serving(pid_file: Path, *, marker: str) -> int | None:
    """The live process named in a pid file, if its command line bears `marker`: pids are used again."""
    pid = read_pid(pid_file)
    if pid is None or not alive(pid):
        return None
    try:
        words = psutil.Process(pid).cmdline()
    except psutil.Error:
        return None
    return pid if any(marker in word for word in words) else None


def spawn(words: list[str], *, place: Place, log: Path) -> subprocess.Popen[bytes]:
    """Start a server in its own session, so that Ctrl-C reaches our command and never a database."""
    who = place.account
    with log.open("ab") as out:
        return subprocess.Popen(
            words,
            cwd=place.home,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            user=None if who is None else who.uid,
            group=None if who is None else who.gid,
            extra_groups=None if who is None else [],
        )


def environment() -> dict[str, str]:
    """What a server is told of our environment: nothing that could change how it keeps or shows data."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def await_ready(
    name: str, process: subprocess.Popen[bytes], ready: Callable[[], bool], *, log: Path, seconds: float = 60
) -> None:
    """Wait until `ready`, or explain with the end of the log why it never was."""
    end = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise ServersError(f"{name} did not start. The end of its log, {log}:\n{tail(log)}")
        time.sleep(0.02)


def tail(log: Path, lines: int = 12) -> str:
    return "\n".join("  " + line for line in log.read_text(errors="replace").splitlines()[-lines:])


def end(pid: int, steps: Iterable[Step]) -> None:
    """Send each signal in turn, waiting its time, until the process is gone."""
    for number, seconds in steps:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        if gone(pid, seconds):
            return
    raise ServersError(f"Process {pid} does not end. Look at it with: ps -fp {pid}")


def gone(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
