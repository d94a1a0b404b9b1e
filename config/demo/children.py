"""Processes that are to go on: started again when they die, stopped together at the end."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

WELL = 60.0  # a child that has lived so long may be started again at once
PATIENCE = 5.0


@dataclass(slots=True)
class Child:
    """A command in a session of its own: Ctrl-C comes to it through us, in order, and once."""

    name: str
    words: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0

    def start(self) -> None:
        self.started = time.monotonic()
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.words, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )

    def watch(self, now: float) -> str | None:
        """Start it again if it died: at once, then after 2, 4, ... 30 seconds. Says what it did."""
        if self.process is None or self.process.poll() is None:
            return None
        if now - self.started > WELL:
            self.failures = 0
        wait = min(30.0, 2.0**self.failures) if self.failures else 0.0
        if now - self.started < wait:
            return None
        code = self.process.returncode
        self.clear()
        self.failures += 1
        self.start()
        return f"{self.name} had ended ({reason(code)}) and was started again"

    def clear(self) -> None:
        """End what a killed parent left behind in its session, before another takes its place."""
        if self.process is not None:
            kill_group(self.process.pid)


def reason(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def stop(children: list[Child]) -> None:
    """Ask all to end, then insist, then kill: jobs may be killed at any line, so nobody waits long."""
    running = [child for child in children if child.process is not None]
    for number in (signal.SIGTERM, signal.SIGQUIT):
        for child in running:
            send(child, number)
        if ended(running, PATIENCE):
            break
    for child in running:
        child.clear()
    ended(running, PATIENCE)


def send(child: Child, number: signal.Signals) -> None:
    # To the parent alone: granian and Celery stop their own workers, and in order.
    if child.process is not None and child.process.poll() is None:
        child.process.send_signal(number)


def ended(children: list[Child], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while any(child.process is not None and child.process.poll() is None for child in children):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def remember(file: Path, children: list[Child]) -> None:
    """Write down the sessions, for the next start to clear should we be killed."""
    pids = [child.process.pid for child in children if child.process is not None]
    file.write_text("".join(f"{pid}\n" for pid in pids))


def clear_remembered(file: Path) -> int:
    """Kill what a killed supervisor left running. Returns how many processes that were."""
    if not file.exists():
        return 0
    count = sum(kill_group(int(word)) for word in file.read_text().split())
    file.unlink()
    return count


def kill_group(group: int) -> int:
    """Kill the group's processes, if they are ours (numbers are used again), and see them gone."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if os.getpgid(process.pid) == group and ours(process):
                process.kill()
                found.append(process)
    psutil.wait_procs(found, timeout=3)  # they hold the port until then
    return len(found)


def ours(process: psutil.Process) -> bool:
    """True if its command line is one of ours: processes rename themselves, but keep these words."""
    words = " ".join(process.cmdline())
    return sys.executable in words or "celery" in words or "granian" in words


Say = Callable[[str], None]


def supervise(children: list[Child], *, file: Path, over: Callable[[], bool], say: Say) -> None:
    """Keep the children alive until `over`."""
    while not over():
        told = [line for child in children if (line := child.watch(time.monotonic()))]
        for line in told:
            say(line)
        if told:
            remember(file, children)
        time.sleep(0.2)
