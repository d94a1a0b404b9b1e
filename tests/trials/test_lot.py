"""Thousands of single starts: is the lot what it was drawn to be?

Permuted blocks are the only way of allocating that there is: a plan has at least one block size. A test for
runs would fail them by design, as blocks alternate more often than tosses of a coin; what must hold is that
all orders of a block come equally often.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from math import comb
from uuid import uuid4

import pytest
from pydantic import ValidationError
from scipy import stats

from scoring.allocation.blocks import entries
from surveys.protocol.plan import Plan
from tests.trials.conftest import LONG
from tests.trials.site import Site

PROCESSES, AT_A_TIME = 2, 500
LIST = """
SELECT s.position, s.block, s.size, s.arm, s.set, s.row, s.participation_id FROM surveys_slot s
JOIN surveys_study t ON t.id = s.study_id WHERE t.address = %s AND s.kind = 'real' ORDER BY s.position
"""
HALVES = {"shown": 1, "hidden": 1}


@dataclass(frozen=True, slots=True)
class Place:
    position: int
    block: int
    size: int
    arm: str
    set: int
    row: int
    holder: int | None


@dataclass(frozen=True, slots=True)
class Dealt:
    seed: bytes
    places: list[Place]
    starts: int

    @property
    def taken(self) -> list[Place]:
        return [place for place in self.places if place.holder is not None]


@pytest.fixture(scope="module")
def dealt(site: Site) -> Dealt:
    """Two processes let people start at the same time."""
    address = f"lot-{uuid4().hex[:8]}"
    seed = bytes.fromhex(site.python("tests.trials.deal", "make", address).strip())
    starts = 10_000 if LONG else 2_000
    words = [("tests.trials.deal", "start", address, str(AT_A_TIME))] * (starts // AT_A_TIME)
    with ThreadPoolExecutor(PROCESSES) as pool:
        list(pool.map(lambda each: site.python(*each), words))
    return Dealt(seed, [Place(*row) for row in site.rows(LIST, address)], starts)


def test_the_list_is_that_of_the_seed_whoever_writes_it(dealt: Dealt, say: list[str]) -> None:
    expected = entries(dealt.seed, "real/", 0, len(dealt.places), weights=HALVES, rows=30)
    assert [(p.position, p.block, p.size, p.arm, p.set, p.row) for p in dealt.places] == [
        (e.position, e.block, e.size, e.arm, e.set, e.row) for e in expected
    ]
    say.append(f"{dealt.starts:,} starts by {PROCESSES} processes at once: the list is that of the seed")


def test_everybody_took_the_next_place_and_a_place_of_their_own(dealt: Dealt) -> None:
    assert [place.position for place in dealt.taken] == list(range(dealt.starts))
    assert len({place.holder for place in dealt.taken}) == dealt.starts


def test_all_orders_of_a_block_are_equally_frequent(dealt: Dealt, say: list[str]) -> None:
    blocks = [list(block) for _, block in groupby(dealt.taken, key=lambda place: place.block)]
    whole = [block for block in blocks if len(block) == block[0].size]
    assert len(blocks) - len(whole) <= 1
    for size in (4, 6):
        orders = Counter(tuple(p.arm for p in block) for block in whole if len(block) == size)
        assert len(orders) == comb(size, size // 2)
        p = stats.chisquare(list(orders.values())).pvalue
        assert p > 0.001
        say.append(
            f"{orders.total():,} blocks of {size}: all {len(orders)} orders equally frequent, p {p:.3f}"
        )


def test_both_sizes_of_block_are_equally_frequent(dealt: Dealt) -> None:
    sizes = Counter({place.block: place.size for place in dealt.taken}.values())
    assert set(sizes) == {4, 6}
    assert stats.chisquare(list(sizes.values())).pvalue > 0.001


def test_blocks_are_the_only_way_of_allocating() -> None:
    with pytest.raises(ValidationError):
        Plan(blocks=())
