import os
import subprocess
import sys
from collections import Counter
from dataclasses import astuple
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from scoring.allocation.blocks import Entry, check_blocks, entries, is_exact
from tests.scoring.reference import SEED, expected

HALVES = {"shown": 1, "hidden": 1}
weights = st.dictionaries(st.text("abcd", min_size=1, max_size=2), st.integers(1, 3), min_size=1, max_size=4)


def taken(found: list[Entry]) -> list[tuple[int, int, str]]:
    return [(entry.block, entry.size, entry.arm) for entry in found]


def test_entries_are_those_of_the_golden_file() -> None:
    found = entries(SEED, "golden", 0, 200, weights=HALVES, rows=30)
    assert [list(astuple(entry)) for entry in found] == expected("draws")["entries"]


@settings(max_examples=60, deadline=None)
@given(weights=weights, cuts=st.lists(st.integers(0, 80), max_size=5), rows=st.integers(1, 7))
def test_chunks_make_no_difference(weights: dict[str, int], cuts: list[int], rows: int) -> None:
    whole = entries(SEED, "s", 0, 80, weights=weights, rows=rows)
    edges = [0, *sorted(cuts), 80]
    chunks = [entries(SEED, "s", a, b - a, weights=weights, rows=rows) for a, b in pairwise(edges)]
    assert [entry for chunk in chunks for entry in chunk] == whole


@settings(max_examples=60, deadline=None)
@given(weights=weights, multiples=st.lists(st.integers(1, 4), min_size=1, max_size=3))
def test_every_block_holds_exactly_its_arm_counts(weights: dict[str, int], multiples: list[int]) -> None:
    found = entries(SEED, "s", 0, 120, weights=weights, multiples=multiples)
    assert [entry.position for entry in found] == list(range(120))
    blocks = [list(block) for _, block in groupby(found, key=lambda entry: entry.block)]
    for block in blocks[:-1]:
        multiple = len(block) // sum(weights.values())
        assert multiple in multiples
        assert {entry.size for entry in block} == {len(block)}
        assert Counter(entry.arm for entry in block) == {arm: w * multiple for arm, w in weights.items()}
    assert is_exact(taken(found), weights=weights)


def test_each_arm_walks_through_its_own_sets() -> None:
    found = entries(SEED, "s", 0, 240, weights=HALVES, rows=30)
    for arm in HALVES:
        mine = [entry for entry in found if entry.arm == arm]
        assert [entry.turn for entry in mine] == list(range(len(mine)))
        assert [entry.set for entry in mine] == [turn // 30 for turn in range(len(mine))]
        for number in range(4):
            rows = [entry.row for entry in mine if entry.set == number]
            assert sorted(rows) == sorted(set(rows))
            assert len(rows) < 30 or sorted(rows) == list(range(30))


def test_row_orders_differ_by_stratum_arm_and_set() -> None:
    def rows(stratum: str, arm: str, number: int) -> list[int]:
        found = entries(SEED, stratum, 0, 130, weights=HALVES, rows=30)
        return [e.row for e in found if e.arm == arm and e.set == number][:30]

    drawn = [rows(s, a, n) for s in ("x", "y") for a in HALVES for n in (0, 1)]
    assert len({tuple(order) for order in drawn}) == 8


def test_strata_have_lists_of_their_own() -> None:
    first, second = (entries(SEED, s, 0, 60, weights=HALVES) for s in ("women", "men"))
    assert [entry.arm for entry in first] != [entry.arm for entry in second]


def test_orders_of_a_block_are_equally_frequent() -> None:
    found = entries(SEED, "s", 0, 8000, weights=HALVES, multiples=(2,))
    orders = Counter(
        tuple(entry.arm for entry in block) for _, block in groupby(found, key=lambda entry: entry.block)
    )
    assert len(orders) == 6
    assert stats.chisquare(list(orders.values())).pvalue > 0.001


def test_both_block_sizes_come_about_equally_often() -> None:
    sizes = {entry.block: entry.size for entry in entries(SEED, "s", 0, 5000, weights=HALVES)}
    counts = Counter(sizes.values())
    assert set(counts) == {4, 6}
    assert stats.chisquare([counts[4], counts[6]]).pvalue > 0.001


def test_two_processes_write_the_same_list_in_chunks_at_once() -> None:
    """Each with a hash seed of its own, on which nothing may depend."""
    program = (
        "import sys; from scoring.allocation.blocks import entries; step = int(sys.argv[1]); print([e"
        " for a in range(0, 2000, step) for e in entries(bytes(32), 's', a, min(step, 2000 - a),"
        " weights={'a': 2, 'b': 1}, rows=30)])"
    )
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", program, step],
            env=os.environ | {"PYTHONHASHSEED": step},
            stdout=subprocess.PIPE,
            text=True,
        )
        for step in ("240", "999")
    ]
    written = [writer.communicate(timeout=120)[0] for writer in writers]
    whole = entries(bytes(32), "s", 0, 2000, weights={"a": 2, "b": 1}, rows=30)
    assert written == [f"{whole}\n"] * 2


def test_no_place_asked_for_gives_none() -> None:
    assert entries(SEED, "s", 10, 0, weights=HALVES) == []


def test_a_wrong_arm_makes_its_closed_block_inexact() -> None:
    places = taken(entries(SEED, "s", 0, 40, weights=HALVES, multiples=(2,)))
    block, size, arm = places[5]
    places[5] = (block, size, "hidden" if arm == "shown" else "shown")
    found = check_blocks(places, weights=HALVES)
    assert found.inexact == (1,)
    assert not is_exact(places, weights=HALVES)


def test_a_start_lost_from_a_block_leaves_a_gap() -> None:
    places = taken(entries(SEED, "s", 0, 40, weights=HALVES, multiples=(2,)))
    del places[5]
    found = check_blocks(places, weights=HALVES)
    assert found.closed == (0, 2, 3, 4, 5, 6, 7, 8, 9)
    assert (found.inexact, found.gapped) == ((), (1,))


def test_a_place_taken_twice_is_inexact() -> None:
    places = taken(entries(SEED, "s", 0, 8, weights=HALVES, multiples=(2,)))
    assert check_blocks([*places, places[0]], weights=HALVES).inexact == (0,)


def test_open_blocks_are_not_judged() -> None:
    assert is_exact([(0, 4, "shown"), (0, 4, "shown")], weights=HALVES)
    assert is_exact([], weights=HALVES)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weights": {}}, "at least one arm"),
        ({"weights": {"a": 0}}, "at least one arm"),
        ({"multiples": ()}, "multiples"),
        ({"multiples": (0,)}, "multiples"),
        ({"rows": 0}, "rows"),
    ],
)
def test_wrong_input_is_refused(change: dict[str, object], message: str) -> None:
    arguments: dict[str, object] = {"weights": HALVES} | change
    with pytest.raises(ValueError, match=message):
        entries(SEED, "s", 0, 1, **arguments)  # type: ignore[arg-type]


def test_negative_places_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        entries(SEED, "s", -1, 1, weights=HALVES)
