"""What accounts do and receive, day by day and network by network."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.floating]

TYPICAL_LOAD = 5.0
"""Reactions that a reactor gave on a day to anybody, where nobody counted them. Chosen, not published."""


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """One network. Every column has shape (accounts, days); counts of that day unless said otherwise.

    Given: posts, replies, reshares, likes, kreds (+Kred endorsements). Received: the same with `_received`,
    a reply standing for a mention too. reactors: different people behind what was received; reactor_load:
    how many reactions each of them gave to anybody that day, on average. followers, listed: standing at the
    end of the day; new_followers: come that day.
    """

    posts: Numbers
    replies: Numbers
    reshares: Numbers
    likes: Numbers
    kreds: Numbers
    likes_received: Numbers
    replies_received: Numbers
    reshares_received: Numbers
    kreds_received: Numbers
    reactors: Numbers
    reactor_load: Numbers
    new_followers: Numbers
    followers: Numbers
    listed: Numbers

    @property
    def content(self) -> Numbers:
        """Posts, replies and reshares together."""
        return self.posts + self.replies + self.reshares

    def part(self, rows: slice) -> "Record":
        return Record(*(getattr(self, name)[rows] for name in COLUMNS))


COLUMNS = tuple(field.name for field in fields(Record))


def record(**columns: ArrayLike) -> Record:
    """Columns by the names of `Record`, (accounts, days) or what numpy broadcasts to it.

    What is left out is 0 and takes no memory, except reactors (then each reaction came from somebody else)
    and reactor_load (then TYPICAL_LOAD). Raises ValueError for an unknown name, shapes that do not fit,
    a missing number (nan) or a negative one.
    """
    unknown = sorted(set(columns) - set(COLUMNS))
    if unknown or not columns:
        raise ValueError(f"columns must be some of {', '.join(COLUMNS)}, not {', '.join(unknown) or 'none'}")
    given = {name: _numbers(name, value) for name, value in columns.items()}
    try:
        shape = np.broadcast_shapes(*(value.shape for value in given.values()))
    except ValueError as error:
        shapes = ", ".join(f"{name} {value.shape}" for name, value in given.items())
        raise ValueError(f"columns must have one shape (accounts, days), not {shapes}") from error
    if len(shape) != 2:
        raise ValueError(f"columns must have two dimensions (accounts, days), not {shape}")
    received = ("likes_received", "replies_received", "reshares_received")
    nothing = np.zeros((1, 1), np.float32)
    if "reactors" not in given:
        given["reactors"] = sum((given[name] for name in received if name in given), start=nothing)
    given.setdefault("reactor_load", np.full((1, 1), TYPICAL_LOAD, np.float32))
    return Record(*(np.broadcast_to(given.get(name, nothing), shape) for name in COLUMNS))


def _numbers(name: str, value: ArrayLike) -> Numbers:
    found = np.asarray(value)
    if found.dtype not in (np.float32, np.float64):
        found = found.astype(np.float32 if found.dtype.itemsize <= 2 else np.float64)
    if found.size and not found.min() >= 0:
        raise ValueError(f"{name} must be numbers of 0 or more, none missing")
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Activity:
    """Accounts over days on all their networks.

    fame: (accounts,) the Klout-like score that real-world fame alone would show, 0 for none.
    outreach_before, influence_before: (accounts,) Kred-like points from before the record; the latter taken
    as spread evenly over the window that ends where the record begins.
    """

    networks: Mapping[str, Record]
    fame: Numbers
    outreach_before: Numbers
    influence_before: Numbers

    @property
    def shape(self) -> tuple[int, int]:
        accounts, days = next(iter(self.networks.values())).posts.shape
        return accounts, days

    def part(self, rows: slice) -> "Activity":
        networks = {name: one.part(rows) for name, one in self.networks.items()}
        return Activity(networks, self.fame[rows], self.outreach_before[rows], self.influence_before[rows])


def activity(
    networks: Mapping[str, Record],
    *,
    fame: ArrayLike = 0.0,
    outreach_before: ArrayLike = 0.0,
    influence_before: ArrayLike = 0.0,
) -> Activity:
    """One number for all or one an account. Raises ValueError where shapes differ or a number is negative."""
    shapes = {one.posts.shape for one in networks.values()}
    if len(shapes) != 1:
        raise ValueError(f"networks must be one or more records of one shape, not {sorted(shapes) or 'none'}")
    accounts = shapes.pop()[0]
    before = {"fame": fame, "outreach_before": outreach_before, "influence_before": influence_before}
    given = {name: _numbers(name, value) for name, value in before.items()}
    for name, value in given.items():
        if value.shape not in ((), (accounts,)):
            raise ValueError(f"{name} must be one number or {accounts}, one an account, not {value.shape}")
    return Activity(networks, *(np.broadcast_to(value, (accounts,)) for value in given.values()))


def parts(whole: Activity, *, accounts: int) -> Iterator[tuple[slice, Activity]]:
    """At most so many accounts at a time, so that what is computed on the way stays small."""
    for first in range(0, whole.shape[0], accounts):
        rows = slice(first, first + accounts)
        yield rows, whole.part(rows)
