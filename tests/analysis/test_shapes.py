"""Level means, the verdict on a turn, and the break that the data suggest."""

from dataclasses import replace
from math import isclose, isnan
from typing import Any

import numpy as np
import pytest

from scoring.estimators.mixed.means import level_means
from scoring.estimators.robin_hood import robin_hood
from surveys.analysis.compute import compute
from surveys.analysis.data import Data
from surveys.analysis.design import design_of
from surveys.analysis.findings import Turning
from surveys.analysis.results import ABOVE, AT, AVERAGED, BELOW, LEVEL, PLACEBO, SUGGESTED, Results
from surveys.protocol import Compiled
from tests.analysis import make
from tests.analysis.arrays import FLOW, data

TEN = tuple(range(5, 100, 10))
TURNING = make.protocol(plan={"planned": 100, "turning": 62})


def found(made: Data, protocol: Compiled = TURNING) -> Results:
    return compute(protocol, made, FLOW, kind="real")


def bent(n: int, bend: float, **options: Any) -> Data:
    """Trust falls to 62 and rises from there, where the score is shown."""
    made = data(n, **options)
    push = (made.arm == 0)[:, None] * bend * ((made.level - 62) / 10) ** 2
    return replace(made, values={**made.values, "trust": made.values["trust"] + push})


def turn(results: Results, outcome: str = "trust", *, suggested: bool = False) -> Turning:
    return next(t for t in results.turns if (t.outcome, t.suggested) == (outcome, suggested))


def test_means_are_the_models() -> None:
    made = data(200, slope=0.1)
    results = found(made)
    n, v = made.level.shape
    near = level_means(
        made.values["trust"].ravel(), np.repeat(np.arange(n), v), made.profile.ravel(),
        np.repeat(made.arm == 0, v), made.level.ravel(), mean_level=55.2,
    )  # fmt: skip
    means = [m for m in results.means if m.outcome == "trust"]
    assert [m.level for m in means[:-1]] == [20, 42, 62, 67, 85] and isnan(means[-1].level)
    for mean, row in zip(means, (*near.means, near.hidden), strict=True):
        assert isclose(mean.mean, row.estimate, rel_tol=1e-9) and isclose(mean.low, row.low, rel_tol=1e-9)
    at = results.row("trust", AT, 85)
    assert at and isclose(means[4].mean - means[5].mean, at.estimate.estimate, abs_tol=1e-9)


def test_a_u_needs_opposite_slopes_that_both_differ_from_0() -> None:
    assert turn(found(bent(400, 0.05))).turn == "U"
    assert turn(found(bent(400, -0.05))).turn == "inverted U"
    line = turn(found(data(400, slope=0.2)))
    assert line.turn == "none" and line.p_low < 0.05 and line.p_high < 0.05 and line.low * line.high > 0
    assert turn(found(data(400))).turn == "none"


def test_the_verdict_is_at_the_plans_alpha_on_the_rows_that_are_told() -> None:
    made = bent(400, 0.012, seed=3)
    results = found(made)
    verdict = turn(results)
    for contrast, size, p in ((BELOW, verdict.low, verdict.p_low), (ABOVE, verdict.high, verdict.p_high)):
        row = results.row("trust", contrast)
        assert row and (row.estimate.estimate, row.estimate.p) == (size, p)
    for alpha in (0.001, 0.2):
        plan = make.protocol(plan={"planned": 100, "turning": 62, "alpha": alpha})
        both = max(verdict.p_low, verdict.p_high) < alpha and verdict.low < 0 < verdict.high
        assert turn(found(made, plan)).turn == ("U" if both else "none")


def test_a_plan_without_a_turning_point_has_no_verdict() -> None:
    assert found(data(60), make.protocol()).turns == ()


def test_without_spread_nothing_turns_and_it_says_so() -> None:
    made = data(60)
    flat = replace(made, values={**made.values, "trust": np.full(made.level.shape, 4.0)})
    verdict = turn(found(flat))
    assert verdict.turn == "" and "the same" in verdict.why
    assert [m for m in found(flat).means if m.outcome == "trust"] == []


# --- a break that the data suggest


def many_levels(n: int, bend: float) -> tuple[Compiled, Data]:
    """Ten displayed scores, each met once."""
    document = make.document()
    factors = [document["factors"][0], {**document["factors"][1], "levels": list(TEN)}]
    pages = [{**page, "count": 10} if page["kind"] == "visits" else page for page in document["pages"]]
    protocol = make.protocol(factors=factors, pages=pages)
    rng = np.random.default_rng(4)
    level = rng.permuted(np.tile(np.array(TEN, dtype=float), (n, 1)), axis=1)
    arm = np.arange(n) % 2
    y = 4 + rng.normal(0, 0.5, (n, 1)) + rng.normal(0, 0.8, (n, 10))
    y = y + (arm == 0)[:, None] * bend * ((level - 45) / 10) ** 2
    made = Data(
        arm=arm, profile=rng.integers(0, 10, (n, 10)), level=level, values={"trust": y},
        ended=np.arange(n), finished=np.ones(n, dtype=bool),
    )  # fmt: skip
    return protocol, made


def test_with_ten_scores_a_break_is_looked_for_and_told_with_both_slopes() -> None:
    protocol, made = many_levels(200, 0.05)
    results = found(made, protocol)
    verdict = turn(results, suggested=True)
    assert verdict.turn == "U" and verdict.flat_low <= verdict.at <= verdict.flat_high
    here = made.arm == 0
    near = robin_hood(
        made.values["trust"][here].ravel(), made.level[here].ravel(),
        np.repeat(np.arange(here.sum()), 10), made.profile[here].ravel(),
    )  # fmt: skip
    assert verdict.at == pytest.approx(near.break_at)
    for contrast, wanted in ((BELOW, near.low), (ABOVE, near.high)):
        row = results.row("trust", contrast, variant=SUGGESTED)
        assert row and row.estimate.estimate == pytest.approx(wanted.estimate, rel=1e-9)
        assert row.estimate.p == pytest.approx(wanted.p, rel=1e-6) and not row.confirmatory
        assert row.at == (verdict.at,) and "these data suggest" in row.estimand
        assert "cubic regression spline" in row.estimate.method and row.estimate.consistent()


def test_with_fewer_scores_no_break_is_looked_for() -> None:
    assert all(not t.suggested for t in found(bent(100, 0.05)).turns)


# --- an outcome that only those have who see a score


VIEWED = make.protocol(outcomes=[*make.document()["outcomes"], {"kind": "in_view", "name": "viewed"}])


def test_the_time_in_view_is_compared_between_scores_and_never_with_hidden() -> None:
    made = data(120, slope=0.1)
    rng = np.random.default_rng(2)
    seconds = np.where((made.arm == 0)[:, None], rng.normal(0.5, 0.4, made.level.shape), np.nan)
    seconds = seconds + 0.05 * (made.level - 55) / 10
    seconds[:4] = np.nan  # two browsers without JavaScript
    results = found(replace(made, values={**made.values, "viewed": seconds}), VIEWED)
    rows = [row for row in results.rows if row.outcome == "viewed"]
    level = next(row for row in rows if row.contrast == LEVEL and not row.variant)
    assert level.estimate.low < 0.05 < level.estimate.high and level.estimate.n_participants == 58
    assert not {row.contrast for row in rows} & {AT, AVERAGED, PLACEBO}
    assert not [b for b in results.bounds if b.outcome == "viewed"]
    assert not [c for c in results.crossings if c.outcome == "viewed"]
    assert {cell.group for cell in results.cells_of("viewed")} == {"shown"}
    assert not results.failed and design_of(VIEWED).hidden  # though the study has a hidden group
