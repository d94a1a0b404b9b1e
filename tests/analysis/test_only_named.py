"""The plan's comparisons alone are those of a whole pass, to the last digit."""

from dataclasses import replace
from math import isnan
from typing import Any

import numpy as np
import pytest
from celery.exceptions import SoftTimeLimitExceeded

from surveys import library
from surveys.analysis import asking
from surveys.analysis.assumed import USUAL
from surveys.analysis.compute import compute
from surveys.analysis.data import Data
from surveys.analysis.design import design_of
from surveys.analysis.expecting import comparisons, smallest_effect
from surveys.analysis.only_named import only_named
from surveys.analysis.results import LEVEL, MAIN, Count, Flow, Results, Row
from surveys.protocol import Compiled, compiled, read
from surveys.simulate.drawn import allocated, drawn
from tests.analysis import arrays, make

SLOPE = {"name": "slope", "outcome": "trust", "contrast": "level", "smallest": 0.05}
UNEASE = {"name": "unease", "outcome": "unease", "contrast": "visibility", "model": "adjusted", "smallest": 5}


def flow_of(protocol: Compiled, data: Data, *, number: int) -> Flow:
    """Everybody allocated was exposed, and those drawn finished."""
    groups = design_of(protocol).groups

    def count(key: str, arm: Any) -> Count:
        return Count(
            key=key, total=len(arm), by_group=tuple(np.bincount(arm, minlength=len(groups)).tolist())
        )

    arm = allocated(protocol, seed=1, number=number).arm
    return Flow(
        groups=groups, counts=(count("allocated", arm), count("exposed", arm), count("finished", data.arm))
    )


def both(protocol: Compiled, data: Data, *, number: int) -> tuple[list[Row], list[Row], Results]:
    whole = compute(protocol, data, flow_of(protocol, data, number=number), kind="simulated")
    found = only_named(protocol, data)
    assert found.looks == whole.looks and found.balance == whole.balance
    return list(found.rows), [row for row in whole.rows if row.comparison], whole


def told(row: Row) -> str:
    """All of it, nan the same as nan."""
    return repr(row)


def study(code: str, *, planted: bool, number: int) -> tuple[Compiled, Data]:
    protocol = compiled(read(library.studies(code)))
    named = comparisons(protocol.document.plan, protocol)
    effects = {c.name: smallest_effect(protocol, c) for c in named} if planted else {}
    return protocol, drawn(protocol, effects=effects, comparisons=named, assumed=USUAL, seed=1, number=number)


@pytest.mark.parametrize("planted", [True, False])
@pytest.mark.parametrize("code", list(library.names("studies")))
def test_both_ways_say_the_same_of_every_shipped_study(code: str, planted: bool) -> None:
    protocol, data = study(code, planted=planted, number=int(planted))
    alone, rows, whole = both(protocol, data, number=int(planted))
    assert [row.comparison for row in alone] == [c.name for c in protocol.document.plan.confirmatory]
    assert list(map(told, alone)) == list(map(told, rows))
    assert not whole.failed and whole.extent == "full"
    for row in alone:
        assert np.isfinite([row.estimate.estimate, row.estimate.p, row.p_adjusted]).all()
        assert row.equivalence is None or row.equivalence.verdict


def plan(**changes: Any) -> Compiled:
    return make.protocol(plan={"planned": 400, "confirmatory": [SLOPE, UNEASE], **changes})


@pytest.mark.parametrize(
    "stopping",
    [{"kind": "fixed"}, {"kind": "group_sequential", "looks": [0.5, 1.0]}, {"kind": "anytime_valid"}],
)
def test_both_ways_say_the_same_however_the_study_stops_with_people_left_out(
    stopping: dict[str, Any],
) -> None:
    protocol = plan(stopping=stopping)
    rng = np.random.default_rng(3)
    data = replace(arrays.data(400, slope=0.1), excluded={"missed": rng.uniform(size=400) < 0.2})
    alone, rows, _whole = both(protocol, data, number=0)
    assert list(map(told, alone)) == list(map(told, rows))
    everybody = only_named(protocol, replace(data, excluded={}))
    assert everybody.rows[0].estimate.estimate != alone[0].estimate.estimate
    assert alone[0].estimate.n_participants < everybody.rows[0].estimate.n_participants


def test_an_outcome_that_fails_takes_no_other_along_and_counts_in_the_correction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks(v: object, at: object) -> None:
        raise np.linalg.LinAlgError("Singular matrix")

    monkeypatch.setitem(asking._WAYS, (LEVEL, MAIN), breaks)
    alone, rows, whole = both(plan(), arrays.data(400, after=4.0), number=0)
    assert list(map(told, alone)) == list(map(told, rows))
    assert any(one.outcome == "trust" for one in whole.failed)
    assert isnan(alone[0].estimate.estimate) and alone[1].p_adjusted == 2 * alone[1].estimate.p


def test_time_that_is_up_is_no_fault_of_a_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    def over(*_: object, **__: object) -> None:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(asking.Source, "answer", over)
    with pytest.raises(SoftTimeLimitExceeded):
        only_named(make.protocol(plan={"planned": 100, "confirmatory": [SLOPE]}), arrays.data(80))


def test_an_outcome_without_values_is_nan() -> None:
    data = arrays.data(400)
    without = replace(data, values={name: v for name, v in data.values.items() if name != "trust"})
    alone, rows, _whole = both(plan(), without, number=0)
    assert list(map(told, alone)) == list(map(told, rows)) and isnan(alone[0].estimate.estimate)


@pytest.mark.parametrize("n", [0, 1, 38])
def test_of_too_few_people_nothing_is_said(n: int) -> None:
    found = only_named(plan(), arrays.data(n))
    assert all(isnan(row.estimate.estimate) and "Too few" in row.estimate.warnings[0] for row in found.rows)
    assert not compute(plan(), arrays.data(n), arrays.FLOW, kind="simulated").rows
