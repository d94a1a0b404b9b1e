"""Servers around a command: start or find them, run it, keep them alive meanwhile, stop them."""

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from config.servers import clients, keys, places, processes
from config.servers.broker import Broker
from config.servers.places import CHECKOUT, Place
from config.servers.postgres import Postgres, write_private

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SECRET = CHECKOUT / "var" / "secret"


@dataclass(frozen=True, slots=True)
class Servers:
    """The servers of a place; those that the environment names already are left to whoever runs them."""

    place: Place
    parts: tuple[Postgres | Broker, ...]

    def up(self) -> list[str]:
        """Names of what had to be started."""
        return [type(part).__name__ for part in self.parts if part.up()]

    def down(self) -> list[str]:
        """Names of what was stopped. The broker first: its clients hold connections to the database."""
        return [type(part).__name__ for part in reversed(self.parts) if part.stop()]

    def environment(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for part in self.parts:
            found |= part.environment()
        return found


def servers(place: Place) -> Servers:
    # Throwaway never uses a server that is named in the environment: tests have wiped such databases before.
    given = {} if place.throwaway else os.environ
    parts: list[Postgres | Broker] = []
    if not given.get("DATABASE_URL"):
        parts.append(Postgres(place))
    if not given.get("CELERY_BROKER_URL"):
        parts.append(Broker(place))
    return Servers(place, tuple(parts))


def run(command: list[str], *, throwaway: bool, durable: bool) -> int:
    """The command's exit code; 128 + n if signal n ended it."""
    if throwaway:
        sweep()
    place = places.throwaway(durable=durable) if throwaway else places.persistent()
    with signals() as caught:
        try:
            place.make()
            found = servers(place)
            enter(found)
            return attend(found, command, caught)
        finally:
            leave(place)


def enter(found: Servers) -> None:
    place = found.place
    with clients.locked(place):
        found.up()
        clients.enter(place)
        if not place.throwaway:
            keys.make(SECRET)
            point(place)
        lines = [f"{name}={shlex.quote(value)}\n" for name, value in child_environment(found).items()]
        write_private(place.run / "env", "".join(lines))


def child_environment(found: Servers) -> dict[str, str]:
    """What the command is told besides our own environment."""
    told = found.environment() | {"LIMELIGHT_SERVERS": str(found.place.home)}
    if found.place.throwaway:
        # Tests make databases and tables, so they connect as the owner; and need no lasting secrets.
        told |= keys.new() | {"LIMELIGHT_OWNER": "1", "LIMELIGHT_TESTING": "1"}
    return told


def point(place: Place) -> None:
    """A pointer for people: as root the data lie elsewhere."""
    pointer = place.run / "servers"
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(place.home)


def leave(place: Place) -> None:
    """Stop the servers, unless another client still uses them."""
    if not place.run.exists():
        return
    with clients.locked(place):
        clients.leave(place)
        if not clients.present(place):
            everything(place).down()
            (place.run / "env").unlink(missing_ok=True)
    if place.throwaway:
        place.remove()


def everything(place: Place) -> Servers:
    return Servers(place, (Postgres(place), Broker(place)))


def attend(found: Servers, command: list[str], caught: list[int]) -> int:
    """Run the command until it ends, bringing back a server that dies meanwhile."""
    if caught:
        return 128 + caught[0]
    child = subprocess.Popen(command, env=os.environ | child_environment(found))
    told = 0.0
    checked, complaint = time.monotonic(), ""
    while True:
        try:
            code = child.wait(0.1)
        except subprocess.TimeoutExpired:
            now = time.monotonic()
            if caught:
                told = told or now
                hurry(child, caught, since=now - told)
            elif now - checked > 0.5:
                checked = now
                complaint = revive(found, complaint)
        else:
            return code if code >= 0 else 128 - code


def hurry(child: subprocess.Popen[bytes], caught: list[int], *, since: float) -> None:
    """Pass a signal on. Ctrl-C has reached the command too, so it is first given time to end by itself."""
    if caught[-1] != signal.SIGINT or since > 3:
        caught[:] = [signal.SIGINT] * len(caught)  # passed on once
        child.terminate() if since < 20 else child.kill()


def revive(found: Servers, complaint: str = "") -> str:
    """Start again what died. Where that fails it is said once and tried again: the command goes on without.

    Returns the complaint that was made, to be given back the next time.
    """
    dead = [part for part in found.parts if part.pid() is None]
    if not dead:
        return ""
    try:
        with clients.locked(found.place):
            for name in found.up():
                say(f"{name} had died and was started again.")
    except places.ServersError as error:
        if str(error) != complaint:
            say(f"A server died and could not be started again; trying on. {error}")
        return str(error)
    return ""


@contextlib.contextmanager
def signals() -> Iterator[list[int]]:
    """Collect signals instead of dying of them: the servers must be stopped whatever comes."""
    caught: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        caught.append(number)

    before = {number: signal.signal(number, note) for number in SIGNALS}
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def sweep() -> None:
    """Remove throwaway places whose maker is dead, and stop their servers."""
    for folder in {Path(tempfile.gettempdir()), places.state()}:
        for home in folder.glob(f"limelight-{os.geteuid()}-*-*"):
            maker = home.name.split("-")[2]
            if not maker.isdigit() or processes.alive(int(maker)):
                continue
            if home.suffix != ".run":
                left = Place(home, home, places.sockets(home), places.account(), throwaway=True)
                everything(left).down()
                left.remove()
            shutil.rmtree(home, ignore_errors=True)


def stop() -> list[str]:
    place = places.persistent()
    if not place.home.exists():
        return []
    place.make()
    with clients.locked(place):
        return everything(place).down()


def reset() -> None:
    """Stop the servers and delete their data, binaries and passwords."""
    stop()
    places.persistent().remove()


def status() -> dict[str, int | None]:
    place = places.persistent()
    return {type(part).__name__: part.pid() for part in everything(place).parts}


def say(text: str) -> None:
    sys.stderr.write(f"servers: {text}\n")
