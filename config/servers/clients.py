"""Who uses the servers. Whoever leaves last stops them, whoever started them; killed clients do not count."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from config.servers import processes
from config.servers.places import Place


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """Only one process at a time starts or stops the servers of a place. The lock dies with its holder."""
    with (place.run / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def enter(place: Place) -> None:
    folder = place.run / "clients"
    folder.mkdir(exist_ok=True)
    (folder / str(os.getpid())).write_text(f"{psutil.Process().create_time()}\n")


def leave(place: Place) -> None:
    (place.run / "clients" / str(os.getpid())).unlink(missing_ok=True)


def present(place: Place) -> list[int]:
    """The pids of live clients; the files of dead ones are removed."""
    found = []
    for file in (place.run / "clients").glob("*"):
        if is_same(file):
            found.append(int(file.name))
        else:
            file.unlink(missing_ok=True)
    return found


def is_same(file: Path) -> bool:
    """A pid is used again; with the time of its start it is not."""
    pid = int(file.name)
    try:
        # Read twice, the same process gives the same time to the last digit: clock ticks since boot.
        return processes.alive(pid) and abs(psutil.Process(pid).create_time() - float(file.read_text())) < 1
    except (psutil.NoSuchProcess, ValueError, FileNotFoundError):
        return False
