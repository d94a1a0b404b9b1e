"""Whether an allocation came out as it was made: blocks exactly, simple and minimised lists by their counts.

A chi-square is blind on blocks, and counts under simple allocation are never exact: each has its own check.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scoring.estimators.binary import ChiSquare, chi_square

RED = 0.001
FEWEST = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the allocation list: block, numbered from 0 within its stratum; size: the block's places, of
    which the list may hold the first only; taken: by a participant.
    """

    stratum: str
    block: int
    size: int
    arm: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Faulty:
    """A closed block that is not exact. lost: free places by arm; arms: taken ones."""

    stratum: str
    block: int
    lost: dict[str, int]
    arms: dict[str, int]


@dataclass(frozen=True, slots=True)
class AllocationCheck:
    """closed: blocks that were checked; faulty: those that are not exact; starts: the chi-square, None on
    blocks; alarm: whether something is wrong; warnings: whole sentences.
    """

    closed: int
    faulty: tuple[Faulty, ...]
    starts: ChiSquare | None
    alarm: bool
    warnings: tuple[str, ...] = ()


def check_closed_blocks(
    places: Iterable[Place], *, weights: Mapping[str, int], allocated: Mapping[str, int] | None = None
) -> AllocationCheck:
    """Every closed block must hold exactly its arm counts, all of them taken.

    places: the whole list, free places too, in any order; weights: arm -> places of each unit. A block is
    closed when a later one of its stratum has been started, when all its places are taken, or when
    `allocated` says so: how many participants of each stratum were given a place, counted elsewhere. Only
    that shows a start lost from the block that was closed last. A place that somebody is taking at this
    instant, or that was given back, looks like a lost one: on a live study two readings must agree.

    Raises ValueError for no weights, a weight below 1, or an arm that they lack.
    """
    _check_weights(weights)
    blocks: defaultdict[str, dict[int, list[Place]]] = defaultdict(dict)
    for place in places:
        if place.arm not in weights:
            raise ValueError(f"arm must be one of {sorted(weights)}, not {place.arm!r}")
        blocks[place.stratum].setdefault(place.block, []).append(place)
    closed, faulty = 0, list[Faulty]()
    for stratum in sorted({*blocks, *(allocated or {})}):
        given = None if allocated is None else allocated.get(stratum, 0)
        numbers = _closed(blocks[stratum], given)
        closed += len(numbers)
        for number in numbers:
            held = blocks[stratum].get(number, [])
            if not _exact(held, weights):
                faulty.append(_faulty(stratum, number, held))
    return AllocationCheck(closed, tuple(faulty), None, bool(faulty), _sentences(closed, faulty))


def check_starts(counts: Mapping[str, int], *, weights: Mapping[str, float]) -> AllocationCheck:
    """Starts by arm against the weights, for simple or minimised allocation; alarm at p < .001 where at least
    8 are expected in each arm.

    An arm that nobody started in counts with 0. Under minimisation counts vary less than the chi-square takes
    them to: an alarm is one all the more. Raises ValueError for an arm without a weight, fewer than two arms,
    or a weight of 0 or less.
    """
    unknown = sorted(set(counts) - set(weights))
    if unknown:
        raise ValueError(f"counts must be of the arms {sorted(weights)}, not {unknown}")
    starts = chi_square([counts.get(arm, 0) for arm in weights], list(weights.values()))
    expected = sum(counts.values()) * min(weights.values()) / sum(weights.values())
    alarm = expected >= FEWEST and starts.p < RED
    return AllocationCheck(0, (), starts, alarm, starts.warnings)


def _closed(blocks: Mapping[int, list[Place]], allocated: int | None) -> list[int]:
    """Numbers of the closed blocks, also of one that has vanished from between others."""
    started = [number for number, held in blocks.items() if any(place.taken for place in held)]
    last = max(started, default=-1)
    found = set(range(last))
    if last >= 0 and sum(place.taken for place in blocks[last]) >= blocks[last][0].size:
        found.add(last)
    places = 0
    for number in sorted(blocks):
        places += blocks[number][0].size
        if allocated is not None and places <= allocated:
            found.add(number)
    return sorted(found)


def _exact(held: list[Place], weights: Mapping[str, int]) -> bool:
    multiple, left = divmod(held[0].size if held else 0, sum(weights.values()))
    wanted = Counter({arm: weight * multiple for arm, weight in weights.items()})
    return multiple > 0 and left == 0 and Counter(place.arm for place in held if place.taken) == wanted


def _faulty(stratum: str, number: int, held: list[Place]) -> Faulty:
    lost, arms = (dict(Counter(p.arm for p in held if p.taken is taken)) for taken in (False, True))
    return Faulty(stratum, number, lost, arms)


def _sentences(closed: int, faulty: list[Faulty]) -> tuple[str, ...]:
    if not closed:
        return ("No block is closed yet.",)
    return tuple(
        f"Block {fault.block}{f' of {fault.stratum}' if fault.stratum else ''} is closed but not exact: "
        f"{_counts(fault.arms)} taken, {_counts(fault.lost)} free."
        for fault in faulty
    )


def _counts(by_arm: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {arm}" for arm, n in sorted(by_arm.items())) or "none"


def _check_weights(weights: Mapping[str, int]) -> None:
    if not weights or min(weights.values()) < 1:
        raise ValueError(
            f"weights must name at least one arm, each with a whole number from 1: {dict(weights)}"
        )
