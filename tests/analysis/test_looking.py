from dataclasses import replace
from math import isclose, isnan
from typing import Any

import numpy as np
import pytest

from scoring.estimators.multiplicity import holm
from scoring.sequential.anytime import multiplier
from scoring.sequential.boundaries import boundaries
from surveys.analysis.asking import Question, Source
from surveys.analysis.compute import compute
from surveys.analysis.design import design_of
from surveys.analysis.looking import early, final, reached
from surveys.analysis.results import BEYOND, LEVEL, PARTICIPANTS
from surveys.protocol import Compiled
from surveys.protocol.plan import Plan
from tests.analysis import make
from tests.analysis.arrays import FLOW, data

LOOKS = {"kind": "group_sequential", "looks": [0.5, 0.75, 1.0]}
ANYTIME = {"kind": "anytime_valid"}
TRUST = {"name": "trust_level", "outcome": "trust", "contrast": "level"}
OWN = {**TRUST, "model": "participants", "smallest": 0.5}
UNEASE = {"name": "unease_shown", "outcome": "unease", "contrast": "visibility", "model": "adjusted"}


def protocol(stopping: dict[str, Any], *comparisons: dict[str, Any], planned: int = 200) -> Compiled:
    return make.protocol(
        plan={"planned": planned, "stopping": stopping, "confirmatory": list(comparisons or (TRUST, UNEASE))}
    )


def source(compiled: Compiled, n: int, **options: Any) -> tuple[Source, Plan]:
    return Source(compiled, design_of(compiled), data(n, **options)), compiled.document.plan


@pytest.mark.parametrize(("ended", "due"), [(99, 0), (100, 1), (149, 1), (150, 2), (200, 3), (260, 3)])
def test_a_look_is_due_once_so_many_have_ended(ended: int, due: int) -> None:
    assert reached(protocol(LOOKS).document.plan, ended) == due


def test_fixed_n_has_no_look_and_anytime_has_one_from_the_first_on() -> None:
    assert reached(make.protocol().document.plan, 10_000) == 0
    plan = protocol(ANYTIME, OWN).document.plan
    assert (reached(plan, 0), reached(plan, 1)) == (0, 1)


def test_a_look_is_about_the_first_who_ended_whoever_has_come_since() -> None:
    compiled = protocol(LOOKS)
    at_once, plan = source(compiled, 100, slope=0.1)
    later, _ = source(compiled, 140, slope=0.1)
    first = later.data.only(np.arange(140) < 100)
    at_once = replace(at_once, data=first)
    for one, other in zip(early(at_once, plan)[0], early(later, plan)[0], strict=True):
        assert one.estimate == other.estimate
        assert other.estimate.n_participants == 100


def test_a_withdrawal_moves_nobody_into_an_earlier_look() -> None:
    compiled = protocol(LOOKS)
    whole, plan = source(compiled, 140, slope=0.1)
    gone = np.arange(140) == 30
    left = whole.only(~gone)
    left = replace(left, data=replace(left.data, came=140))
    as_it_was = replace(whole, data=whole.data.only((np.arange(140) < 100) & ~gone))
    as_it_was = replace(as_it_was, data=replace(as_it_was.data, came=100))
    (rows, looks), (same, _) = early(left, plan), early(as_it_was, plan)
    assert [look.n for look in looks] == [100, 100]
    assert [row.estimate for row in rows] == [row.estimate for row in same]
    assert rows[0].estimate.n_participants == 99


def test_a_look_that_was_due_does_not_come_undone() -> None:
    """The hundredth withdraws, and nobody else has ended."""
    compiled = protocol(LOOKS)
    whole, plan = source(compiled, 100, slope=0.1)
    left = whole.only(np.arange(100) < 99)
    left = replace(left, data=replace(left.data, came=100))
    assert [look.n for look in early(left, plan)[1]] == [100, 100]


def test_the_interval_at_a_look_is_as_wide_as_the_plan_spends() -> None:
    compiled = protocol(LOOKS, TRUST)
    made, plan = source(compiled, 100, slope=0.1)
    rows, looks = early(made, plan)
    bound = boundaries((0.5,), 0.05)[0]
    plain = made.answer(Question("trust", LEVEL)).estimate
    wide = rows[0].estimate
    assert (wide.estimate, wide.se) == (plain.estimate, plain.se)
    assert isnan(wide.p) and isnan(wide.statistic) and wide.consistent()
    assert wide.high - wide.estimate > bound * plain.se * 0.999  # by t: a little wider than the normal's
    assert [look.n for look in looks] == [100] and looks[0].p == rows[0].p_adjusted


def test_at_the_end_the_looks_before_are_paid_for() -> None:
    compiled = protocol(LOOKS)
    made, plan = source(compiled, 200, slope=0.1)
    rows, looks = final(made, plan)
    assert [look.n for look in looks if look.comparison == "trust_level"] == [100, 150, 200]
    p = [
        [look.p for look in looks if look.comparison == name][-1] for name in ("trust_level", "unease_shown")
    ]
    assert [row.p_adjusted for row in rows] == pytest.approx(holm(p).tolist())
    fixed = made.answer(Question("trust", LEVEL)).estimate
    assert rows[0].estimate.high - rows[0].estimate.low > fixed.high - fixed.low
    assert rows[0].estimate.level == 1 - 0.05 / 2


def test_a_study_closed_before_its_first_look_spends_no_more_than_it_reached() -> None:
    compiled = protocol(LOOKS, TRUST)
    made, plan = source(compiled, 60, slope=0.1)
    rows, looks = final(made, plan)
    assert [(look.fraction, look.n) for look in looks] == [(0.3, 60)]
    bound = boundaries((0.3,), 0.05)[0]
    plain = made.answer(Question("trust", LEVEL)).estimate
    assert rows[0].estimate.high - plain.estimate >= 0.999 * bound * plain.se
    assert rows[0].p_adjusted > plain.p


def test_closing_on_seeing_a_look_gains_nothing_by_it() -> None:
    compiled = protocol(LOOKS)
    made, plan = source(compiled, 100, slope=0.05)
    seen, closed = early(made, plan)[0], final(made, plan)[0]
    assert str(seen) == str(closed)


def test_beyond_the_planned_number_the_last_look_stays_what_it_was() -> None:
    compiled = protocol(LOOKS)
    made, plan = source(compiled, 260, slope=0.05)
    first = replace(made, data=made.data.only(np.arange(260) < 200))
    assert str(final(made, plan)[0]) == str(final(first, plan)[0])
    found = compute(compiled, made.data, FLOW, kind="real")
    row, beyond = found.named("trust_level"), found.row("trust", LEVEL, variant=BEYOND)
    assert row and beyond
    assert (row.estimate.n_participants, beyond.estimate.n_participants) == (200, 260)


def test_an_outcome_that_fails_makes_the_others_no_sharper(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = protocol(LOOKS)
    made, plan = source(compiled, 200, slope=0.1)
    both = final(made, plan)[0][0]
    alone = final(made, plan, failed={"unease"})[0]
    assert str(alone[0].estimate) == str(both.estimate) and alone[0].estimate.level == 0.975
    assert alone[1].comparison == "unease_shown" and isnan(alone[1].estimate.estimate)

    def singular(*given: Any, **named: Any) -> None:
        raise np.linalg.LinAlgError("Singular matrix")

    monkeypatch.setattr("surveys.analysis.once.lin", singular)
    rows, _looks = early(made, plan)
    assert str(rows[0].estimate) == str(both.estimate) and rows[1].estimate.warnings


def test_without_a_correction_each_look_stands_alone() -> None:
    plan = {"planned": 200, "stopping": LOOKS, "confirmatory": [TRUST, UNEASE], "correction": "none"}
    compiled = make.protocol(plan=plan)
    rows, looks = final(*source(compiled, 200, slope=0.1))
    last = {look.comparison: look.p for look in looks}
    for row in rows:
        assert row.p_adjusted == last[row.comparison] and isnan(row.simultaneous_low)
        assert row.estimate.level == 0.95


def test_from_a_handful_of_people_nothing_is_said_at_a_look() -> None:
    compiled = protocol(LOOKS, TRUST, planned=40)
    rows, looks = early(*source(compiled, 20, slope=2.0))
    assert isnan(rows[0].estimate.low) and "at least 20" in rows[0].estimate.warnings[0]
    assert not looks[0].crossed


def test_anytime_valid_intervals_are_the_sequences() -> None:
    compiled = protocol(ANYTIME, OWN, UNEASE)
    made, plan = source(compiled, 120, slope=0.1)
    rows, looks = early(made, plan)
    own = made.answer(Question("trust", LEVEL, variant=PARTICIPANTS)).estimate
    half = multiplier(60, planned=100, alpha=0.025) * own.se
    assert isclose(rows[0].estimate.high, own.estimate + half) and rows[0].estimate.level == 0.975
    assert isnan(rows[0].p_adjusted)
    adjusted = rows[1].estimate
    assert isclose(adjusted.high - adjusted.estimate, multiplier(120, planned=200, alpha=0.025) * adjusted.se)
    mine = [look for look in looks if look.comparison == "trust_level"]
    assert len(mine) == 20 and mine[-1].n == 120
    assert isnan(mine[0].low)  # three people in a group


def test_the_verdict_of_a_plan_that_looks_follows_its_interval() -> None:
    compiled = protocol(ANYTIME, OWN)
    found = compute(compiled, data(200, slope=0.02), FLOW, kind="real")
    row = found.named("trust_level")
    assert row and row.equivalence and row.equivalence.verdict == "equivalent"
    assert isnan(row.equivalence.p)
    wide = compute(compiled, data(60, slope=1.5), FLOW, kind="real").named("trust_level")
    assert wide and wide.equivalence and wide.equivalence.verdict == "different"


def test_while_it_runs_only_what_the_plan_names_is_computed() -> None:
    compiled = protocol(LOOKS)
    found = compute(compiled, data(120, slope=0.1), FLOW, kind="real", live=True)
    assert found.extent == "early"
    assert [row.comparison for row in found.rows] == ["trust_level", "unease_shown"]
    assert (found.cells, found.alphas, found.profiles, found.spreads) == ((), (), (), ())


def test_no_effect_crosses_as_rarely_as_the_plan_says() -> None:
    compiled = protocol(LOOKS, OWN, planned=120)
    crossed = 0
    for seed in range(60):
        made, plan = source(compiled, 120, seed=seed)
        crossed += any(look.crossed for look in final(made, plan)[1])
    assert crossed <= 9  # binomial .05, 60 runs: more than 9 is rarer than 1 in 1,000
