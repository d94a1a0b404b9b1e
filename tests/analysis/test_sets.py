"""The same effect in other sets of people: allocated, and without each of the plan's rules."""

from dataclasses import replace
from math import isfinite

import numpy as np

from scoring.estimators.lee import lee
from surveys.analysis.asking import Question, Source
from surveys.analysis.compute import compute
from surveys.analysis.data import Data
from surveys.analysis.design import design_of
from surveys.analysis.results import LEVEL, STATE, UNEXCLUDED, WITHOUT, Count, Flow, Results
from tests.analysis import make
from tests.analysis.arrays import data
from tests.analysis.test_checking import slots

PROTOCOL = make.protocol()


def flow(allocated: tuple[int, int], exposed: tuple[int, int]) -> Flow:
    counts = [
        Count(key=k, total=sum(n), by_group=n) for k, n in (("allocated", allocated), ("exposed", exposed))
    ]
    return Flow(groups=("shown", "hidden"), counts=tuple(counts))


def found(made: Data, of: Flow | None = None) -> Results:
    n = len(made.arm) // 2
    return compute(PROTOCOL, made, of or flow((n, n), (n, n)), kind="real")


def test_who_was_never_exposed_widens_the_bounds_and_nothing_else() -> None:
    made = data(100, after=4)
    plain, wider = found(made), found(made, flow((53, 56), (50, 50)))
    assert plain.rows == wider.rows
    assert {bound.among for bound in plain.bounds} == {"exposed"}
    exposed, allocated = (
        next(b for b in wider.bounds if (b.outcome, b.kind, b.among) == ("unease", "lee", among))
        for among in ("exposed", "allocated")
    )
    y = made.values["unease"]
    near = lee(y[made.arm == 0], y[made.arm == 1], allocated=(53, 56))
    assert (allocated.low, allocated.high) == (near.lower, near.upper)
    assert allocated.low < exposed.low and exposed.high < allocated.high


def test_each_rule_is_lifted_by_itself() -> None:
    drowsy, hurried = np.zeros(100, dtype=bool), np.zeros(100, dtype=bool)
    drowsy[:8], hurried[6:14] = True, True
    made = replace(data(100, slope=0.1), excluded={"drowsy": drowsy, "hurried": hurried})
    results = found(made)
    for name, out in (("drowsy", hurried), ("hurried", drowsy)):
        row = results.row("trust", LEVEL, variant=f"{WITHOUT}{name}")
        source = Source(PROTOCOL, design_of(PROTOCOL), made.only(~out))
        assert row is not None and row.estimate == source.answer(Question("trust", LEVEL)).estimate
        assert row.estimate.n_participants == 92 and "alone leaves out" in row.estimand
    assert results.row("unease", STATE, variant=f"{WITHOUT}drowsy")
    nobody = results.row("trust", LEVEL, variant=UNEXCLUDED)
    assert nobody and nobody.estimate.n_participants == 100


def test_one_rule_or_one_that_lets_nobody_in_is_not_told_twice() -> None:
    drowsy = np.arange(100) < 8
    one = found(replace(data(100), excluded={"drowsy": drowsy}))
    assert not [row for row in one.rows if row.variant.startswith(WITHOUT)]
    both = found(replace(data(100), excluded={"drowsy": drowsy, "hurried": drowsy & (np.arange(100) < 3)}))
    assert {row.variant for row in both.rows if row.variant.startswith(WITHOUT)} == {f"{WITHOUT}drowsy"}


def test_keys_of_a_run_are_different() -> None:
    drowsy = np.arange(100) < 8
    rules = {"drowsy": drowsy, "hurried": ~drowsy & (np.arange(100) < 12)}
    keys = [row.key for row in found(replace(data(100), excluded=rules)).rows]
    assert len(keys) == len(set(keys)) and max(map(len, keys)) < 120


def test_drawing_the_lot_again_has_an_interval() -> None:
    results = found(replace(data(100, after=12), slots=slots(100)))
    row = results.row("unease", STATE, variant="randomisation inference")
    assert row and isfinite(row.estimate.low) and (row.estimate.low > 0) == (row.estimate.p < 0.05)
    assert row.estimate.low < row.estimate.estimate < row.estimate.high
