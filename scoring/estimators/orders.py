"""The reference set of a blocked allocation: every order that its blocks might have had, listed or drawn.

An order matters to a test only through its treated sums, so blocks with few patterns of treated places are
reduced to a table of sums once, and an order is then one look-up a block.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Whole = Mapping[Any, tuple[int, int]]
"""Open blocks by label: treated and untreated places of the full one."""

MOST_PATTERNS = 1_000
"""Of so many patterns a block's sums are listed; a larger block's places are drawn one order at a time."""
CELLS = 1_000_000
"""Numbers held at a time."""
SUMS = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """Blocks of the same size and the same number of treated places.

    outcomes: (blocks, size, 5): for each place 1 where there is an outcome, the outcome, its square; and the
    first two of them again where the place was treated in fact; else 0s.
    """

    outcomes: Floats
    treated: int

    @property
    def patterns(self) -> int:
        """How many ways a block's treated places can lie."""
        return comb(self.outcomes.shape[1], self.treated)


def alike(outcome: Floats, treated: NDArray[np.bool_], which: Places) -> tuple[Alike, ...]:
    """Complete blocks by size and number treated. outcome, treated, which (block, from 0): (places,)."""
    seen = ~np.isnan(outcome)
    y = np.where(seen, outcome, 0.0)
    there = seen.astype(float)
    columns = np.column_stack([there, y, y * y, there * treated, y * treated])
    sizes, number = np.bincount(which), np.bincount(which, treated).astype(int)
    order, starts = np.argsort(which, kind="stable"), np.cumsum(sizes) - sizes
    found = []
    for size, k in sorted(set(zip(sizes.tolist(), number.tolist(), strict=True))):
        blocks = np.flatnonzero((sizes == size) & (number == k))
        found.append(Alike(columns[order[starts[blocks][:, None] + np.arange(size)]], k))
    return tuple(found)


def completed(
    outcome: Floats,
    treated: NDArray[np.bool_],
    block: NDArray[np.generic],
    whole: Whole,
) -> tuple[Floats, NDArray[np.bool_], Places]:
    """Outcomes, arms and block numbers with the open blocks' places to come, which have no outcome.

    The first m places of a permuted full block are the full block with nobody in its other places.
    """
    names, which = np.unique(block, return_inverse=True)
    known = {name: i for i, name in enumerate(names.tolist())}
    extra: list[tuple[int, bool]] = []
    for name, wanted in whole.items():
        if name not in known:
            raise ValueError(f"whole names block {name!r}, which no place belongs to")
        mine = which == known[name]
        seen = int(treated[mine].sum()), int((~treated[mine]).sum())
        if wanted[0] < seen[0] or wanted[1] < seen[1]:
            raise ValueError(f"whole must hold at least what block {name!r} has taken: {wanted} and {seen}")
        extra += [(known[name], True)] * (wanted[0] - seen[0]) + [(known[name], False)] * (
            wanted[1] - seen[1]
        )
    if not extra:
        return outcome, treated, which
    to_come = [place for place, _ in extra], [arm for _, arm in extra]
    return (
        np.r_[outcome, np.full(len(extra), np.nan)],
        np.r_[treated, np.array(to_come[1], dtype=bool)],
        np.r_[which, np.array(to_come[0], dtype=np.intp)],
    )


def how_many(blocks: tuple[Alike, ...]) -> int:
    """Orders in the reference set, all equally likely."""
    return prod(group.patterns ** len(group.outcomes) for group in blocks)


def listed(blocks: tuple[Alike, ...]) -> Floats:
    """The treated places' sums of `Alike.outcomes` under every order: (how_many, 5)."""
    sums = np.zeros((1, SUMS))
    for group in blocks:
        for table in _tables(group):
            sums = (sums[:, None, :] + table[None, :, :]).reshape(-1, SUMS)
    return sums


def drawn(blocks: tuple[Alike, ...], draws: int, rng: np.random.Generator) -> Floats:
    """The same under `draws` orders drawn at random: (draws, 5)."""
    sums = np.zeros((draws, SUMS))
    for group in blocks:
        few = group.patterns <= MOST_PATTERNS
        one = len(group.outcomes) * (1 if few else group.outcomes.shape[1])
        tables = _tables(group) if few else None
        step = max(1, CELLS // one)
        for start in range(0, draws, step):
            count = min(step, draws - start)
            sums[start : start + count] += (
                _looked_up(tables, count, rng) if tables is not None else _placed(group, count, rng)
            )
    return sums


def _tables(group: Alike) -> Floats:
    """Sums of each block under each pattern: (blocks, patterns, 5)."""
    found: Floats = np.matmul(_patterns(group.outcomes.shape[1], group.treated)[None], group.outcomes)
    return found


@lru_cache(maxsize=64)
def _patterns(size: int, treated: int) -> Floats:
    found = np.zeros((comb(size, treated), size))
    for row, places in enumerate(combinations(range(size), treated)):
        found[row, list(places)] = 1
    return found


def _looked_up(tables: Floats, count: int, rng: np.random.Generator) -> Floats:
    blocks, patterns, _ = tables.shape
    # Uniform numbers, not `integers`: how that rejects has changed between releases.
    which = (rng.random((count, blocks)) * patterns).astype(np.intp)
    which += np.arange(blocks) * patterns
    flat = tables.reshape(-1, SUMS)
    return np.column_stack([np.take(flat[:, c], which).sum(axis=1) for c in range(SUMS)])


def _placed(group: Alike, count: int, rng: np.random.Generator) -> Floats:
    blocks, size, _ = group.outcomes.shape
    keys = rng.random((count, blocks, size))
    places = np.argpartition(keys, group.treated - 1, axis=-1)[..., : group.treated]
    places += (np.arange(blocks) * size)[:, None]
    flat = group.outcomes.reshape(-1, SUMS)
    return np.column_stack([np.take(flat[:, c], places).sum(axis=(1, 2)) for c in range(SUMS)])
