"""Itinerary squares: which profiles a participant meets, each at which level, in which order.

A square is written down, not shuffled; only the order in which its rows are handed out is drawn
(`blocks.entries`). Row r shows, at level l, profile (r + offset[l]) mod profiles, so over the set every
profile comes once at every level whatever the offsets are. The levels of row r stand in a Williams order
(Williams 1949, Austral. J. Sci. Res. A 2:149): in `levels` rows every level comes once in every place, and in
`levels` rows (twice as many where `levels` is odd) each level follows each other one equally often.
"""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from scoring.allocation.offsets import find_offsets

# Reference case 17: 30 profiles, 5 levels.
_OFFSETS_30_5 = (0, 4, 23, 22, 6)
_ORDERS_30_5 = (
    (1, 2, 0, 3, 4),
    (0, 1, 4, 2, 3),
    (4, 0, 3, 1, 2),
    (2, 1, 3, 0, 4),
    (2, 3, 1, 4, 0),
    (0, 4, 1, 3, 2),
    (4, 3, 0, 2, 1),
    (3, 2, 4, 1, 0),
    (3, 4, 2, 0, 1),
    (1, 0, 2, 4, 3),
)

Row = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """The distinct counts of a set, ascending: one number means that the property is balanced.

    profile_by_level, profile_by_position, level_by_position: how often each pair comes;
    ordered_level_pairs: how often one level directly follows another, over all ordered pairs of levels;
    times_two_profiles_meet: in how many rows two profiles stand together, over the pairs that meet at all.
    """

    profile_by_level: tuple[int, ...]
    profile_by_position: tuple[int, ...]
    level_by_position: tuple[int, ...]
    ordered_level_pairs: tuple[int, ...]
    times_two_profiles_meet: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Square:
    """A set of itineraries.

    rows: `profiles` rows of `levels` visits, a visit (profile index, level index), in position order.
    exact: profile x level and profile x position once each, level x position and ordered pairs of levels
    equally often, no two profiles together twice. notes: a sentence for each of these that does not hold.
    """

    profiles: int
    levels: int
    rows: tuple[Row, ...]
    exact: bool
    notes: tuple[str, ...]
    balance: Balance


@lru_cache(maxsize=64)
def square(profiles: int, levels: int) -> Square:
    """The set for a pool of `profiles` where each participant meets `levels` of them, one at each level.

    30 x 5 is reference case 17. Every other shape is a rotation: Williams orders, and offsets searched so
    that every profile comes once in every place and no two meet twice, where both can be had; else as nearly
    as found.

    Raises ValueError for fewer than one level, or fewer profiles than levels (a participant would have to
    meet a profile twice).
    """
    if levels < 1:
        raise ValueError(f"levels must be 1 or more, not {levels}")
    if profiles < levels:
        raise ValueError(
            f"{profiles} profiles are too few for {levels} visits: there must be one profile or more a level"
        )
    orders = _ORDERS_30_5 if (profiles, levels) == (30, 5) else williams(levels)
    offsets = _OFFSETS_30_5 if (profiles, levels) == (30, 5) else find_offsets(profiles, orders)
    rows = tuple(
        tuple(((r + offsets[level]) % profiles, level) for level in orders[r % len(orders)])
        for r in range(profiles)
    )
    balance = measure(rows, profiles=profiles, levels=levels)
    notes = _notes(balance)
    return Square(profiles, levels, rows, exact=not notes, notes=notes, balance=balance)


def williams(levels: int) -> tuple[tuple[int, ...], ...]:
    """Orders of 0..levels-1 balanced for place and for what comes directly before.

    `levels` rows where it is even, 2 x `levels` where it is odd (the second half mirrors the first), one
    for 1.
    """
    first = [0]
    for step in range(1, levels):
        first.append((levels - (step // 2)) % levels if step % 2 == 0 else (step + 1) // 2)
    rows = [tuple((level + shift) % levels for level in first) for shift in range(levels)]
    if levels % 2 == 1 and levels > 1:
        rows += [row[::-1] for row in rows]
    return tuple(rows)


def measure(rows: tuple[Row, ...], *, profiles: int, levels: int) -> Balance:
    """Counts what a set balances, from its rows alone."""
    visits = [(place, p, level) for row in rows for place, (p, level) in enumerate(row)]
    follows = Counter((a[1], b[1]) for row in rows for a, b in pairwise(row))
    meets = Counter(frozenset((a[0], b[0])) for row in rows for a, b in combinations(row, 2))
    return Balance(
        profile_by_level=_counts(Counter((p, level) for _, p, level in visits), profiles * levels),
        profile_by_position=_counts(Counter((p, place) for place, p, _ in visits), profiles * levels),
        level_by_position=_counts(Counter((level, place) for place, _, level in visits), levels * levels),
        ordered_level_pairs=_counts(follows, levels * (levels - 1)),
        times_two_profiles_meet=tuple(sorted(set(meets.values()))),
    )


def _counts(counter: Counter[tuple[int, int]], cells: int) -> tuple[int, ...]:
    """The distinct counts over all cells, the empty ones included."""
    return tuple(sorted(set(counter.values()) | ({0} if len(counter) < cells else set())))


def _notes(balance: Balance) -> tuple[str, ...]:
    equal = {
        "Profiles do not come equally often at every level": balance.profile_by_level,
        "Profiles do not come equally often in every place": balance.profile_by_position,
        "Levels do not come equally often in every place": balance.level_by_position,
        "Levels do not follow each other equally often": balance.ordered_level_pairs,
    }
    notes = [f"{text}: {_range(counts)} times." for text, counts in equal.items() if len(counts) > 1]
    if balance.times_two_profiles_meet and balance.times_two_profiles_meet[-1] > 1:
        notes.append(
            f"Some profiles stand together in up to {balance.times_two_profiles_meet[-1]} rows of a set."
        )
    return tuple(notes)


def _range(counts: tuple[int, ...]) -> str:
    return f"{counts[0]} to {counts[-1]}"
