from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.allocation.blocks import check_blocks, entries
from scoring.allocation.checks import AllocationCheck, Place, check_closed_blocks, check_starts
from tests.scoring.reference import SEED

HALVES = {"shown": 1, "hidden": 1}
UNEQUAL = {"a": 2, "b": 1, "c": 1}


def places(
    taken: int,
    *,
    stratum: str = "",
    made: int = 60,
    weights: dict[str, int] = HALVES,
    multiples: tuple[int, ...] = (2, 3),
) -> list[Place]:
    """A list with so many places taken in order."""
    found = entries(SEED, stratum, 0, made, weights=weights, multiples=multiples)
    return [Place(stratum, e.block, e.size, e.arm, e.position < taken) for e in found]


def lost(found: list[Place], position: int) -> list[Place]:
    return [replace(p, taken=False) if i == position else p for i, p in enumerate(found)]


@pytest.mark.parametrize("weights", [HALVES, UNEQUAL])
def test_silent_however_many_have_come(weights: dict[str, int]) -> None:
    for taken in range(61):
        found = check_closed_blocks(places(taken, weights=weights), weights=weights, allocated={"": taken})
        assert not found.alarm, taken
        assert found.faulty == ()
        assert found == check_closed_blocks(places(taken, weights=weights), weights=weights)


def test_counts_the_closed_blocks() -> None:
    found = check_closed_blocks(places(20, multiples=(2,)), weights=HALVES)
    assert (found.closed, found.starts) == (5, None)
    assert check_closed_blocks(places(19, multiples=(2,)), weights=HALVES).closed == 4
    none = check_closed_blocks(places(3, multiples=(2,)), weights=HALVES)
    assert (none.closed, none.alarm) == (0, False)
    assert none.warnings == ("No block is closed yet.",)


@pytest.mark.parametrize("weights", [HALVES, UNEQUAL])
def test_a_start_lost_from_a_closed_block_is_always_found(weights: dict[str, int]) -> None:
    """Every place of every closed block in turn, also of the one closed last."""
    for taken in range(1, 61):
        whole = places(taken, weights=weights)
        closed = check_closed_blocks(whole, weights=weights, allocated={"": taken}).closed
        for position in range(taken):
            block = whole[position].block
            found = check_closed_blocks(lost(whole, position), weights=weights, allocated={"": taken})
            if block < closed:
                assert [fault.block for fault in found.faulty] == [block]
                assert found.faulty[0].lost == {whole[position].arm: 1}
            else:
                assert not found.alarm


def test_without_a_second_count_all_but_the_block_closed_last_are_judged() -> None:
    whole = places(20, multiples=(2,))
    for position in range(16):
        found = check_closed_blocks(lost(whole, position), weights=HALVES)
        assert [fault.block for fault in found.faulty] == [position // 4]
    assert not check_closed_blocks(lost(whole, 19), weights=HALVES).alarm
    assert check_closed_blocks(lost(whole, 19), weights=HALVES, allocated={"": 20}).alarm


def test_a_place_or_a_block_that_has_vanished_from_the_list_is_found() -> None:
    whole = places(20, multiples=(2,))
    gone = check_closed_blocks([p for i, p in enumerate(whole) if i != 5], weights=HALVES)
    assert [fault.block for fault in gone.faulty] == [1]
    assert check_closed_blocks([p for p in whole if p.block != 2], weights=HALVES).faulty[0].block == 2
    last = check_closed_blocks(whole[:19], weights=HALVES, allocated={"": 20})
    assert [fault.block for fault in last.faulty] == [4]


def test_a_block_that_the_list_holds_only_the_start_of_is_open() -> None:
    """Places are made by the hundred, whatever the blocks: all that were made may be taken."""
    whole = places(6, made=6, multiples=(2,))
    found = check_closed_blocks(whole, weights=HALVES, allocated={"": 6})
    assert (found.closed, found.alarm) == (1, False)


def test_a_wrong_arm_is_found() -> None:
    whole = places(20, multiples=(2,))
    whole[0] = replace(whole[0], arm="hidden" if whole[0].arm == "shown" else "shown")
    found = check_closed_blocks(whole, weights=HALVES)
    assert [fault.block for fault in found.faulty] == [0]
    assert sorted(found.faulty[0].arms.values()) == [1, 3]
    assert "Block 0 is closed but not exact" in found.warnings[0]


def test_a_place_too_many_is_found() -> None:
    whole = places(20, multiples=(2,))
    assert check_closed_blocks([*whole, whole[0]], weights=HALVES).faulty[0].block == 0


def test_strata_are_judged_apart() -> None:
    one, other = places(20, stratum="f", multiples=(2,)), places(7, stratum="m", multiples=(2,))
    mixed = [place for pair in zip(one, other, strict=True) for place in pair]
    found = check_closed_blocks(mixed, weights=HALVES, allocated={"f": 20, "m": 7})
    assert (found.closed, found.alarm) == (6, False)
    found = check_closed_blocks([*one, *lost(other, 2)], weights=HALVES)
    assert [(fault.stratum, fault.block) for fault in found.faulty] == [("m", 0)]
    assert "Block 0 of m" in found.warnings[0]


def test_order_does_not_matter() -> None:
    whole = lost(places(33), 8)
    shuffled = [whole[i] for i in np.random.default_rng(1).permutation(len(whole))]
    assert check_closed_blocks(shuffled, weights=HALVES) == check_closed_blocks(whole, weights=HALVES)


def test_nobody_and_no_list() -> None:
    assert not check_closed_blocks([], weights=HALVES).alarm
    assert not check_closed_blocks(places(0), weights=HALVES, allocated={"": 0}).alarm


def test_wrong_blocks_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one arm"):
        check_closed_blocks([], weights={})
    with pytest.raises(ValueError, match="arm must be one of"):
        check_closed_blocks([Place("", 0, 4, "other", True)], weights=HALVES)


def test_starts_by_hand() -> None:
    """60 and 40 of 100: chi-square 4, p .0455."""
    found = check_starts({"a": 60, "b": 40}, weights={"a": 1, "b": 1})
    assert found.starts is not None
    assert (found.starts.statistic, found.starts.p) == pytest.approx((4, 0.0455003), rel=1e-6)
    assert not found.alarm


def test_starts_far_from_their_weights_are_an_alarm() -> None:
    assert check_starts({"a": 140, "b": 60}, weights={"a": 1, "b": 1}).alarm
    assert not check_starts({"a": 140, "b": 60}, weights={"a": 7, "b": 3}).alarm
    assert check_starts({"a": 40}, weights={"a": 1, "b": 1}).alarm


def test_no_alarm_before_eight_are_expected_in_each_arm() -> None:
    early = check_starts({"a": 15}, weights={"a": 1, "b": 1})
    assert early.starts is not None
    assert early.starts.p < 0.001
    assert not early.alarm
    assert "8" in early.warnings[0]
    assert check_starts({"a": 16}, weights={"a": 1, "b": 1}).alarm


def test_false_alarms_are_one_in_a_thousand() -> None:
    rng = np.random.default_rng(12)
    weights = {"a": 1.0, "b": 1.0, "c": 2.0}
    alarms = 0
    for _ in range(4_000):
        counts = dict(zip(weights, rng.multinomial(400, [0.25, 0.25, 0.5]).tolist(), strict=True))
        alarms += check_starts(counts, weights=weights).alarm
    assert alarms <= 12


def test_nobody_started() -> None:
    found = check_starts({}, weights={"a": 1, "b": 1})
    assert isinstance(found, AllocationCheck)
    assert not found.alarm
    assert "Nobody has started" in found.warnings[0]


def test_wrong_starts_are_refused() -> None:
    with pytest.raises(ValueError, match="counts must be of the arms"):
        check_starts({"c": 1}, weights={"a": 1, "b": 1})
    with pytest.raises(ValueError, match="two or more arms"):
        check_starts({"a": 1}, weights={"a": 1})


@settings(max_examples=60, deadline=None)
@given(
    weights=st.dictionaries(st.sampled_from("abcd"), st.integers(1, 3), min_size=1),
    taken=st.integers(0, 60),
    gone=st.sets(st.integers(0, 59), max_size=4),
)
def test_agrees_with_what_the_taken_places_say(weights: dict[str, int], taken: int, gone: set[int]) -> None:
    """Blocks before the last started one are faulty where they have a gap or are inexact."""
    whole = places(taken, weights=weights)
    for position in gone:
        whole = lost(whole, position)
    found = check_closed_blocks(whole, weights=weights)
    told = check_blocks([(p.block, p.size, p.arm) for p in whole if p.taken], weights=weights)
    last = max((p.block for p in whole if p.taken), default=-1)
    short = {p.block for p in whole if not p.taken and p.block < last}
    assert {fault.block for fault in found.faulty} == short
    assert set(told.inexact) | set(told.gapped) <= short
    assert sum(sum(fault.lost.values()) for fault in found.faulty) == sum(
        not p.taken for p in whole if p.block in short
    )


def test_many_lost_at_once_are_all_told() -> None:
    whole = places(40, multiples=(2,))
    for position in (1, 2, 9, 30):
        whole = lost(whole, position)
    found = check_closed_blocks(whole, weights=HALVES)
    assert [(fault.block, sum(fault.lost.values())) for fault in found.faulty] == [(0, 2), (2, 1), (7, 1)]
    assert len(found.warnings) == 3


def test_the_chi_square_is_blind_to_what_the_blocks_show() -> None:
    """One of 400 lost: no test of counts can see it."""
    whole = lost(places(400, made=400, multiples=(2,)), 17)
    counts = {arm: sum(p.taken and p.arm == arm for p in whole) for arm in HALVES}
    assert not check_starts(counts, weights=HALVES).alarm
    assert check_closed_blocks(whole, weights=HALVES).alarm
