"""The offsets of an itinerary square: how far apart the profiles of a row lie.

No two profiles meet twice in a set exactly when all differences between offsets, taken mod the number of
profiles, are distinct (a difference family of one block); every profile comes once in every place when, for
each profile, the places of its `levels` visits differ. Both are searched in a fixed order, so the same shape
gives the same square.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_NODES = 4_000  # enough for every shape up to 60 x 8 that has a solution of both kinds near the front

Places = NDArray[np.int64]


def find_offsets(profiles: int, orders: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """One offset a level, distinct: with both properties, else places, else meetings, else few faults."""
    places = _places(profiles, orders)
    for want_places, want_meetings in ((True, True), (True, False), (False, True)):
        found = _search(profiles, places, want_places=want_places, want_meetings=want_meetings)
        if found is not None:
            return found
    return _greedy(profiles, places)


def _places(profiles: int, orders: Sequence[Sequence[int]]) -> Places:
    """Shape (levels, offsets, profiles): a bit for the place of a profile at that level and offset."""
    where = np.argsort(np.asarray(orders), axis=1)  # where[order, level] = place
    p = np.arange(profiles)
    rows = (p[None, :] - p[:, None]) % profiles  # rows[offset, profile]: the row in which the profile comes
    bits: Places = np.left_shift(1, np.moveaxis(where[rows % len(orders)], -1, 0))
    return bits


def _search(
    profiles: int, places: Places, *, want_places: bool, want_meetings: bool
) -> tuple[int, ...] | None:
    levels = len(places)
    if want_meetings and levels * (levels - 1) > profiles - 1:
        return None
    nodes = _NODES

    def extend(chosen: tuple[int, ...], used: NDArray[np.int64]) -> tuple[int, ...] | None:
        nonlocal nodes
        level = len(chosen)
        if level == levels:
            return chosen
        clashes = ((places[level] & used) > 0).sum(axis=1)
        for offset in map(int, np.argsort(clashes, kind="stable")):
            if want_places and clashes[offset]:
                return None
            if offset in chosen or (want_meetings and _repeats(profiles, (*chosen, offset))):
                continue
            nodes -= 1
            if nodes < 0:
                return None
            found = extend((*chosen, offset), used | places[level, offset])
            if found is not None:
                return found
        return None

    return extend((0,), places[0, 0])


def _greedy(profiles: int, places: Places) -> tuple[int, ...]:
    """Level by level the offset with the fewest profiles twice in a place, then the fewest meetings."""
    chosen: tuple[int, ...] = (0,)
    used = places[0, 0]
    for level in range(1, len(places)):
        clashes = ((places[level] & used) > 0).sum(axis=1)
        left = [offset for offset in range(profiles) if offset not in chosen]
        best = min(left, key=lambda offset: (clashes[offset], _repeats(profiles, (*chosen, offset)), offset))
        chosen, used = (*chosen, best), used | places[level, best]
    return chosen


def _repeats(profiles: int, offsets: tuple[int, ...]) -> int:
    """How many differences come again. Half of `profiles` does so by itself: it is its own negative."""
    differences = [(a - b) % profiles for a in offsets for b in offsets if a != b]
    return len(differences) - len(set(differences))
