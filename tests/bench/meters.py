"""Processor time and memory of groups of processes. Wall time on a shared machine says little; these do."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of processor time."""

    web: float
    database: float

    def __sub__(self, earlier: "Spent") -> "Spent":
        return Spent(self.web - earlier.web, self.database - earlier.database)

    @property
    def total(self) -> float:
        return self.web + self.database


@dataclass(frozen=True, slots=True)
class Meters:
    """`web` and `database`: the pids of the two parents (0: there is no web)."""

    web: int
    database: int

    def spent(self) -> Spent:
        return Spent(seconds(self.web) if self.web else 0.0, seconds(self.database))

    def web_memory(self) -> int:
        """Resident bytes of the web's processes together; pages they share count once for each."""
        return sum(process.memory_info().rss for process in family(self.web))


def family(pid: int) -> list[psutil.Process]:
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def seconds(pid: int) -> float:
    """Of a process and its descendants, those that have ended (and were waited for) included."""
    return sum(_seconds(process) for process in _living(pid))


def _living(pid: int) -> Iterator[psutil.Process]:
    with contextlib.suppress(psutil.NoSuchProcess):
        yield from family(pid)


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)
