from dataclasses import replace
from math import isclose, isnan

import numpy as np
import pytest

from scoring.estimators.lee import lee
from scoring.estimators.welch import welch
from surveys.analysis import checking
from surveys.analysis.asking import Source
from surveys.analysis.compute import compute
from surveys.analysis.data import Covariate, Data
from surveys.analysis.design import design_of
from surveys.analysis.frames import Slots
from surveys.analysis.results import AVERAGED, NOTICERS, REASSIGNED, STATE
from tests.analysis import make
from tests.analysis.arrays import FLOW, data

PROTOCOL = make.protocol()
TRUST, FOLLOW, _, UNEASE = PROTOCOL.document.outcomes


def source(made: Data) -> Source:
    return Source(PROTOCOL, design_of(PROTOCOL), made)


def slots(n: int, *, size: int = 4, taken: int | None = None) -> Slots:
    """Blocks of four, every other place shown, as `data` deals them; the first `taken` places are taken."""
    places = np.arange(-(-n // size) * size)
    held = places < (n if taken is None else taken)
    return Slots(
        block=places // size,
        arm=places % 2,
        who=np.where(held & (places < n), places, -1),
        taken=held,
        stratum=np.zeros(len(places), dtype=np.int64),
        number=places // size,
        size=np.full(len(places), size),
    )


def test_blocks_that_hold_their_groups_exactly_are_fine() -> None:
    made = source(replace(data(40), slots=slots(40)))
    found = checking.allocation(made, allocated=40)
    assert found and (found.closed, found.faulty, found.allocated) == (10, 0, (20, 20))


def test_a_start_lost_from_a_closed_block_is_found() -> None:
    listed = slots(40)
    lost = replace(listed, taken=listed.taken & (np.arange(40) != 5))
    found = checking.allocation(source(replace(data(40), slots=lost)), allocated=39)
    assert found and found.faulty == 1 and found.warnings


def test_without_a_list_nothing_is_said_of_it() -> None:
    assert checking.allocation(source(data(40)), allocated=40) is None


def test_bounds_count_those_who_withdrew_as_lost() -> None:
    made = data(100, after=5)
    unease = made.values["unease"].copy()
    unease[:20:2] = np.nan  # ten of the shown group never came to the end
    made = replace(made, values={**made.values, "unease": unease})
    found = {b.kind: b for b in checking.bounds(source(made), UNEASE, exposed=(60, 50), seed=7)}
    shown, hidden = unease[made.arm == 0], unease[made.arm == 1]
    again = lee(shown, hidden, allocated=(60, 50))
    assert (found["lee"].low, found["lee"].high) == (again.lower, again.upper)
    assert isclose(found["lee"].trimmed, 1 - 40 / 60)
    assert found["lee"].outer_low < found["lee"].low < found["lee"].high < found["lee"].outer_high
    assert found["ends"].low < found["lee"].low and found["ends"].high > found["lee"].high
    assert found["lee"].seed == 7 and found["lee"].assumption


def test_bounds_of_visits_are_about_one_number_a_participant() -> None:
    made = data(60, slope=0.1)
    found = next(checking.bounds(source(made), TRUST, exposed=(30, 30), seed=1))
    means = made.values["trust"].mean(axis=1)
    row = welch(means[made.arm == 0], means[made.arm == 1])
    assert isclose(found.low, row.estimate) and isclose(found.high, row.estimate) and found.trimmed == 0


def test_randomisation_inference_moves_groups_within_their_blocks() -> None:
    made = replace(data(80, after=25), slots=slots(80))
    row = checking.reassigned(source(made), UNEASE, seed=3)
    assert row and (row.contrast, row.variant, row.seed) == (STATE, REASSIGNED, 3)
    y = made.values["unease"]
    assert isclose(row.estimate.estimate, y[made.arm == 0].mean() - y[made.arm == 1].mean())
    assert row.estimate.p <= 0.005
    visits = checking.reassigned(source(made), TRUST, seed=3)
    assert visits and visits.contrast == AVERAGED and visits.estimate.p > 0.005


def test_an_open_block_is_the_beginning_of_a_whole_one() -> None:
    made = replace(data(42), slots=slots(42))
    row = checking.reassigned(source(made), UNEASE, seed=3)
    assert row and 0 < row.estimate.p <= 1 and row.estimate.n_participants == 42


def test_a_list_that_ends_within_a_block_is_no_fault() -> None:
    """Lists are made so many places at a time: the last block may be longer than what there is of it."""
    listed = slots(40)
    cut = replace(listed, size=np.where(listed.block == 9, 8, 4))
    made = replace(data(40, after=5), slots=cut)
    found = checking.allocation(source(made), allocated=40)
    assert found and (found.closed, found.faulty) == (9, 0)
    row = checking.reassigned(source(made), UNEASE, seed=3)
    assert row and not isnan(row.estimate.p)


def test_who_holds_a_place_but_is_not_among_us_keeps_it_without_an_outcome() -> None:
    made = replace(data(40), slots=slots(40))
    fewer = made.only(np.arange(40) != 3)
    assert fewer.slots and fewer.slots.who[3] == -1 and fewer.slots.who[4] == 3
    row = checking.reassigned(source(fewer), UNEASE, seed=3)
    assert row and row.estimate.n_participants == 39


def test_the_effect_among_noticers_is_the_difference_over_their_share() -> None:
    made = data(100, after=10)
    noticed = np.where(made.arm == 0, (np.arange(100) % 4 == 0).astype(float), 1.0)
    row = checking.noticers(source(replace(made, noticed=noticed)), UNEASE)
    assert row and row.contrast == NOTICERS
    y = made.values["unease"]
    difference = y[made.arm == 0].mean() - y[made.arm == 1].mean()
    assert isclose(row.estimate.estimate, difference / noticed[made.arm == 0].mean())
    assert checking.noticers(source(made), UNEASE) is None


def test_who_left_before_the_question_is_left_out_of_both_groups() -> None:
    """Left in on one side only, they would make an effect out of leaving."""
    made = data(2000, seed=5)
    poor = made.values["trust"].mean(axis=1) < 3.4
    noticed = np.where(poor, np.nan, (np.arange(2000) % 2 == made.arm).astype(float))
    row = checking.noticers(source(replace(made, noticed=noticed)), TRUST)
    assert row and abs(row.estimate.statistic) < 3.5
    assert row.estimate.n_participants == (~poor).sum()


def test_balance_is_of_what_the_plan_names() -> None:
    made = data(100)
    age = np.where(made.arm == 0, 40.0, 30.0) + np.random.default_rng(1).normal(0, 10, 100)
    gender = np.where(np.arange(100) % 3 == 0, 0.0, 1.0)
    gender[0] = np.nan
    covariates = {"age": Covariate(age), "gender": Covariate(gender, ("woman", "man"))}
    found = list(checking.balance(source(replace(made, covariates=covariates))))
    assert [(d.covariate, d.level, d.first, d.second) for d in found] == [
        ("age", "", "shown", "hidden"),
        ("gender", "woman", "shown", "hidden"),
        ("gender", "man", "shown", "hidden"),
    ]
    assert 0.6 < found[0].smd < 1.4 and abs(found[1].smd) < 0.5
    assert found[1].missing == 1 and found[0].missing == 0


def test_a_run_holds_all_of_it() -> None:
    made = replace(data(80), slots=slots(80), noticed=(np.arange(80) % 2 == 0).astype(float))
    found = compute(PROTOCOL, made, FLOW, kind="real")
    assert found.allocation and found.allocation.closed
    assert {b.kind for b in found.bounds} == {"lee", "ends", "tipping"}
    assert {(b.outcome, b.kind) for b in found.bounds} >= {(o, "lee") for o in ("trust", "follow", "unease")}
    assert found.row("unease", STATE, variant=REASSIGNED) and found.row("trust", NOTICERS)
    assert [f.outcome for f in found.fits] == ["trust", "follow", "time"]
    shares = sum(c.share for c in found.fits[0].components)
    assert isclose(shares, 1) and not found.fits[0].fallback
    assert not isnan(found.crossings[0].score)


def test_an_open_block_that_only_a_third_group_has_begun_is_no_block_of_the_two_compared() -> None:
    dealt = slots(9, size=3)
    dealt = replace(dealt, arm=np.array([0, 1, 2, 2, 0, 1, 0, 2, 1]), taken=np.arange(9) < 4)
    assert checking.open_blocks(dealt, [1, 1, 1], [0], [1]) == {}
    assert checking.open_blocks(dealt, [1, 1, 1], [2], [1]) == {1: (1, 1)}
    assert checking.open_blocks(replace(dealt, taken=np.arange(9) < 7), [1, 1, 1], [0], [1]) == {2: (1, 1)}


def test_what_only_doubts_an_outcome_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError("no place")

    made = replace(data(100), slots=slots(100))
    whole = compute(PROTOCOL, made, FLOW, kind="real")
    monkeypatch.setattr(checking, "reassigned", fails)
    found = compute(PROTOCOL, made, FLOW, kind="real")
    assert {(one.outcome, one.part) for one in found.failed} == {
        (outcome.name, "drawing the assignment again") for outcome in PROTOCOL.document.outcomes
    }
    assert [r.key for r in whole.rows if r.variant != REASSIGNED] == [r.key for r in found.rows]
    assert len(whole.bounds) == len(found.bounds) > 0
