"""Faults planted in real rows, and whether a run sees them: starts lost from the list, uneven drop-out."""

from functools import cache

import numpy as np
import pytest
from django.db import transaction

from surveys.analysis import checking
from surveys.analysis.asking import Source
from surveys.analysis.data import load
from surveys.analysis.design import design_of
from surveys.analysis.evidence import Allocation
from surveys.analysis.flows import Group, flow, flow_of
from surveys.analysis.results import Results
from surveys.analysis.scope import scope_of
from surveys.analysis.storing import results_of
from surveys.models import Kind, Participation, Slot, State, Study
from surveys.protocol import Ending
from surveys.report.flows import left
from tests.analysis import make
from tests.bench.people import finished

STARTS = 44
EACH = 200
RED = 0.001
PROTOCOL = make.protocol()
NOBODY = np.zeros(0, dtype=np.int64)


def checked(study: Study) -> Allocation:
    """What a run would say of the list as the tables are now."""
    assert study.protocol is not None
    protocol = study.protocol.compiled
    data = load(scope_of(study, Kind.REAL), protocol, without=NOBODY)
    allocated = flow(study, Kind.REAL, protocol).total("allocated")
    found = checking.allocation(Source(protocol, design_of(protocol), data), allocated=allocated)
    assert found is not None
    return found


def listed(study: Study) -> tuple[list[Slot], list[Slot]]:
    """The taken places of closed blocks, and those of the block that is still open."""
    slots = list(Slot.objects.filter(study=study).order_by("position"))
    ends = {slot.block: slot for slot in slots}
    whole = {b for b, last in ends.items() if sum(s.block == b for s in slots) == last.size}
    return [s for s in slots if s.block in whole], [s for s in slots if s.block not in whole]


@pytest.mark.django_db
def test_a_start_lost_from_any_closed_block_is_always_found() -> None:
    """Somebody was given a group, and the list does not know of it; each place in turn."""
    study = make.study(State.CLOSED)
    finished(study, STARTS, listed=True, distinct=1)
    closed, still_open = listed(study)
    assert (checked(study).closed, checked(study).faulty) == (len({s.block for s in closed}), 0)
    assert len(closed) > 35 and still_open
    for slot in [*closed, *still_open]:
        Slot.objects.filter(pk=slot.pk).update(participation=None)
        found = checked(study)
        assert found.faulty == (slot in closed), slot.position
        if slot in closed:
            assert f"Block {slot.block} is closed but not exact" in found.warnings[0]
        Slot.objects.filter(pk=slot.pk).update(participation=slot.participation_id)


@pytest.mark.django_db
def test_somebody_who_vanished_with_all_their_rows_is_found_unless_from_the_block_closed_last() -> None:
    """Then nothing but the place tells of them: whether the last block was ever full, nobody can know."""
    study = make.study(State.CLOSED)
    finished(study, STARTS, listed=True, distinct=1)
    Participation.objects.filter(slot__in=listed(study)[1]).delete()
    Slot.objects.filter(participation=None).delete()
    closed, _ = listed(study)
    last = max(slot.block for slot in closed)
    for slot in closed:
        with transaction.atomic():
            Participation.objects.filter(slot=slot).delete()
            assert checked(study).faulty == (slot.block < last), slot.position
            transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_a_run_tells_of_the_lost_start() -> None:
    study = make.study(State.CLOSED)
    finished(study, STARTS, listed=True, distinct=1)
    before = results_of(make.performed(study)).allocation
    assert before is not None and (before.faulty, before.warnings) == (0, ())
    closed, _ = listed(study)
    Slot.objects.filter(pk=closed[7].pk).update(participation=None)
    after = results_of(make.performed(study)).allocation
    assert after is not None and (after.faulty, after.closed) == (1, before.closed)
    assert f"Block {closed[7].block} is closed but not exact" in after.warnings[0]


def attrition(finishers: tuple[int, int]) -> float:
    """The run's p where so many of 200 in each group came to the end."""
    return _attrition(*finishers)


@cache
def _attrition(*finishers: int) -> float:
    furthest = len(PROTOCOL.steps) - 1
    groups = [
        Group(arm, ending, furthest, True, count)
        for arm, n in zip(PROTOCOL.arms, finishers, strict=True)
        for ending, count in ((Ending.FINISHED, n), (None, EACH - n))
        if count
    ]
    return flow_of(PROTOCOL, groups, {}).attrition


def reds(shown: float, hidden: float, runs: int) -> float:
    rng = np.random.default_rng(400)
    stay = rng.binomial(EACH, (1 - shown, 1 - hidden), size=(runs, 2)).tolist()
    return sum(attrition((a, b)) < RED for a, b in stay) / runs


def test_drop_out_of_a_tenth_against_four_tenths_of_four_hundred_is_red() -> None:
    assert reds(0.1, 0.4, 4_000) >= 0.95
    assert reds(0.4, 0.1, 4_000) >= 0.95


@pytest.mark.parametrize("lost", [0.02, 0.1, 0.25, 0.4])
def test_equal_drop_out_is_red_in_one_of_two_hundred_at_most(lost: float) -> None:
    assert reds(lost, lost, 20_000) <= 0.005


def dropped(study: Study, shares: dict[str, float]) -> Results:
    """A run after so much of each group has left without a word, at the third visit."""
    rng = np.random.default_rng(5)
    for arm, share in shares.items():
        ids = list(Participation.objects.filter(study=study, arm=arm).values_list("pk", flat=True))
        gone = Participation.objects.filter(pk__in=rng.choice(ids, round(share * len(ids)), replace=False))
        gone.update(ending=None, code=None, ended_at=None, furthest="person.3.look")
    return results_of(make.performed(study))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"shown": 0.1, "hidden": 0.4}, ", very unevenly over the groups"),
        ({"shown": 0.25, "hidden": 0.25}, ", evenly over the groups"),
    ],
)
def test_a_run_tells_of_uneven_drop_out_and_not_of_even(shares: dict[str, float], said: str) -> None:
    study = make.study(State.CLOSED)
    finished(study, 2 * EACH, listed=True, distinct=2)
    found = dropped(study, shares)
    assert (found.flow.attrition < RED) == ("very" in said)
    assert said in left(found, PROTOCOL, "en")
    assert found.allocation and found.allocation.faulty == 0
