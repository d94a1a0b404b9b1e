"""A stopwatch that is told of each part of a run as it begins: processor seconds here and in the database."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.bench.meters import Meters

BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds: on the wall, of processor time of this process, and of the database's."""

    wall: float = 0.0
    own: float = 0.0
    database: float = 0.0

    @property
    def cpu(self) -> float:
        return self.own + self.database

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.wall + other.wall, self.own + other.own, self.database + other.database)

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(self.wall - other.wall, self.own - other.own, self.database - other.database)


@dataclass(slots=True)
class Parts:
    """read: what has been spent up to now. found: by part, in the order in which they began first."""

    read: Callable[[], Spent]
    found: dict[str, Spent] = field(default_factory=dict)
    current: str = BEFORE
    at: Spent = field(init=False)

    def __post_init__(self) -> None:
        self.at = self.read()

    def hear(self, part: str, done: int, of: int) -> None:
        """As a run tells it."""
        self.turn(part)

    def turn(self, part: str) -> str:
        """What is spent from now on belongs to this part; which one it belonged to."""
        now, before = self.read(), self.current
        self.found[before] = self.found.get(before, Spent()) + now - self.at
        self.found.setdefault(part, Spent())
        self.at, self.current = now, part
        return before

    def apart(self, part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, told as a part of its own wherever it is done. A generator's is done at once."""

        def timed(*given: Any, **named: Any) -> Any:
            before = self.turn(part)
            try:
                found = work(*given, **named)
                return list(found) if hasattr(found, "__next__") else found
            finally:
                self.turn(before)

        return timed


def reader(meters: Meters) -> Callable[[], Spent]:
    return lambda: Spent(time.monotonic(), time.process_time(), meters.spent().database)
