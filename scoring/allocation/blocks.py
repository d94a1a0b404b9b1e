"""Permuted blocks of random size, as a pure list.

The list of a stratum is fixed by its seed alone, so it may be written down in chunks of any length, twice,
or by two processes at once, and is the same list.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count as count_from

from scoring.allocation import draws


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the allocation list. All numbers count from 0, but `size`.

    position: place in the stratum's list; block: which block; size: places in that block; arm: its name;
    turn: the how-manieth of its arm in this stratum; set: which set of the arm's itineraries (turn // rows);
    row: which of the set's rows (0..rows-1), in an order drawn per stratum, arm and set.
    """

    position: int
    block: int
    size: int
    arm: str
    turn: int
    set: int
    row: int


@dataclass(frozen=True, slots=True)
class BlockCheck:
    """What the taken places of one stratum say. Each field holds block numbers, ascending.

    closed: every place taken; inexact: closed, but not with exactly its arm counts, or with more places than
    its size; gapped: not closed although a later block is. A gap is no fault while participants are arriving
    (a place given back is taken next); one that stays is a lost start.
    """

    closed: tuple[int, ...]
    inexact: tuple[int, ...]
    gapped: tuple[int, ...]


def entries(
    seed: bytes,
    stratum: str,
    start: int,
    count: int,
    *,
    weights: Mapping[str, int],
    multiples: Sequence[int] = (2, 3),
    rows: int = 1,
) -> list[Entry]:
    """Places start .. start+count-1 of the stratum's list.

    weights: arm -> how many places of each unit it gets, e.g. {"shown": 1, "hidden": 1}; the order of the
    arms is part of the list. A block holds sum(weights) times one of `multiples` (drawn for each block), and
    each arm exactly its weight times that. rows: length of an itinerary set, 1 where there is none.

    Raises ValueError for a seed that is not 32 bytes, a weight, multiple or `rows` below 1, no arm, or a
    negative start or count.
    """
    _check(start=start, count=count, weights=weights, multiples=multiples, rows=rows)
    orders: dict[tuple[str, int], tuple[int, ...]] = {}
    found: list[Entry] = []
    for position, block, size, arm, turn in _walk(seed, stratum, start + count, weights, multiples):
        if position < start:
            continue
        key = (arm, turn // rows)
        if key not in orders:
            orders[key] = _row_order(seed, stratum, arm, turn // rows, rows)
        found.append(Entry(position, block, size, arm, turn, turn // rows, orders[key][turn % rows]))
    return found


def check_blocks(taken: Iterable[tuple[int, int, str]], *, weights: Mapping[str, int]) -> BlockCheck:
    """Which closed blocks of one stratum are exact, from its taken places (block, size, arm) in any order."""
    arms: defaultdict[int, Counter[str]] = defaultdict(Counter)
    sizes: dict[int, int] = {}
    for block, size, arm in taken:
        arms[block][arm] += 1
        sizes[block] = size
    closed = [b for b in sorted(arms) if arms[b].total() >= sizes[b]]
    unit = sum(weights.values())
    inexact = [b for b in closed if not _holds(arms[b], sizes[b], weights, unit)]
    last = closed[-1] if closed else -1
    gapped = [b for b in range(last) if b not in sizes or arms[b].total() < sizes[b]]
    return BlockCheck(closed=tuple(closed), inexact=tuple(inexact), gapped=tuple(gapped))


def is_exact(taken: Iterable[tuple[int, int, str]], *, weights: Mapping[str, int]) -> bool:
    """Whether every closed block among the taken places (block, size, arm) holds exactly its arm counts."""
    return not check_blocks(taken, weights=weights).inexact


def _walk(
    seed: bytes, stratum: str, stop: int, weights: Mapping[str, int], multiples: Sequence[int]
) -> Iterator[tuple[int, int, int, str, int]]:
    """(position, block, size, arm, turn) from the first place on: a turn needs all that came before it."""
    turns = Counter[str]()
    position = 0
    for block in count_from():
        multiple = draws.pick(seed, f"size/{stratum}", block, multiples)
        pool = [arm for arm, weight in weights.items() for _ in range(weight * multiple)]
        for place in draws.order(seed, f"block/{block}/{stratum}", len(pool)):
            if position >= stop:
                return
            arm = pool[place]
            yield position, block, len(pool), arm, turns[arm]
            turns[arm] += 1
            position += 1


def _row_order(seed: bytes, stratum: str, arm: str, number: int, rows: int) -> tuple[int, ...]:
    # The arm's length stands before it, so that no arm and stratum together spell another pair's label.
    return draws.order(seed, f"rows/{number}/{len(arm)}/{arm}/{stratum}", rows)


def _holds(arms: Counter[str], size: int, weights: Mapping[str, int], unit: int) -> bool:
    multiple, left = divmod(size, unit)
    return left == 0 and arms == Counter({arm: weight * multiple for arm, weight in weights.items()})


def _check(
    *, start: int, count: int, weights: Mapping[str, int], multiples: Sequence[int], rows: int
) -> None:
    if start < 0 or count < 0:
        raise ValueError(f"start and count must be 0 or more, not {start} and {count}")
    if not weights or any(weight < 1 for weight in weights.values()):
        raise ValueError(
            f"weights must name at least one arm, each with a whole number from 1: {dict(weights)}"
        )
    if not multiples or any(multiple < 1 for multiple in multiples):
        raise ValueError(f"multiples must be whole numbers from 1, at least one of them: {list(multiples)}")
    if rows < 1:
        raise ValueError(f"rows must be 1 or more, not {rows}")
