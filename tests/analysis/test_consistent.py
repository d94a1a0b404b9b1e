"""Stored numbers against each other: a wrong one is found wherever it stands, and costs its own row alone."""

from dataclasses import replace
from math import nan
from typing import Any

import pytest

from surveys.analysis.compute import compute
from surveys.analysis.consistent import is_consistent
from surveys.analysis.results import AT, MAIN, Results, Row
from surveys.charts import drawable
from surveys.protocol import Compiled
from tests.analysis import make
from tests.analysis.arrays import FLOW, data

NAMED: list[dict[str, Any]] = [
    {"name": "level", "outcome": "trust", "contrast": "level", "smallest": 0.3},
    {"name": "at", "outcome": "trust", "contrast": "at", "levels": [85], "smallest": 0.9},
    {"name": "calm", "outcome": "unease", "contrast": "visibility", "model": "adjusted", "smallest": 5},
]
SEQUENTIAL = {"kind": "group_sequential", "looks": [0.5, 1.0]}


def protocol(**plan: Any) -> Compiled:
    return make.protocol(plan={"planned": 120, "confirmatory": NAMED, **plan})


@pytest.fixture(scope="module")
def whole() -> Results:
    return compute(protocol(), data(120, slope=0.1), FLOW, kind="real")


def refused(results: Results, of: Compiled | None = None) -> list[str]:
    return [row.key for row in results.rows if not is_consistent(row, results, of or protocol())]


def changed(results: Results, key: str, **changes: Any) -> Results:
    rows = tuple(replace(row, **changes) if row.key == key else row for row in results.rows)
    return replace(results, rows=rows)


def of(results: Results, name: str) -> Row:
    row = results.named(name)
    assert row
    return row


@pytest.mark.parametrize("plan", [{}, {"correction": "none"}, {"stopping": SEQUENTIAL}, {"alpha": 0.01}])
def test_what_is_computed_is_consistent(plan: dict[str, Any]) -> None:
    found = compute(protocol(**plan), data(120, slope=0.1), FLOW, kind="real")
    assert len(found.rows) > 20 and refused(found, protocol(**plan)) == []


@pytest.mark.parametrize(
    "wrong", [{"p": 0.5}, {"interval_low": -0.01}, {"interval_high": 9.0}, {"high": 0.2}, {"alpha": 0.2},
              {"verdict": "inconclusive"}, {"verdict": "different"}, {"p_adjusted": 0.9}, {"p_adjusted": 0.0}]
)  # fmt: skip
def test_a_test_of_equivalence_that_does_not_follow_from_its_row_is_refused(
    whole: Results, wrong: dict[str, Any]
) -> None:
    row = of(whole, "level")
    assert row.equivalence and row.equivalence.verdict in ("both", "equivalent")
    found = changed(whole, row.key, equivalence=replace(row.equivalence, **wrong))
    assert row.key in refused(found)


@pytest.mark.parametrize("name", ["level", "at", "calm"])
def test_a_corrected_p_that_is_not_holms_is_refused_though_no_smaller_than_its_own(
    whole: Results, name: str
) -> None:
    row = of(whole, name)
    for wrong in (min(1.0, row.p_adjusted * 1.01 + 0.001), nan):
        assert refused(changed(whole, row.key, p_adjusted=wrong)) == [row.key]


def test_among_the_displayed_scores_too_and_the_named_one_counts(whole: Results) -> None:
    family = [row for row in whole.rows if (row.outcome, row.contrast, row.variant) == ("trust", AT, MAIN)]
    assert [bool(row.comparison) for row in family].count(True) == 1
    row = next(row for row in family if not row.comparison and row.p_adjusted < 0.9)
    assert refused(changed(whole, row.key, p_adjusted=row.p_adjusted * 1.05)) == [row.key]


def test_where_the_family_is_not_all_there_the_correction_is_not_made_again(whole: Results) -> None:
    less = replace(whole, rows=tuple(row for row in whole.rows if row.comparison != "calm"))
    assert refused(less) == []


def test_a_wrong_p_costs_its_own_row_alone(whole: Results) -> None:
    row = of(whole, "level")
    found = changed(whole, row.key, estimate=replace(row.estimate, p=row.estimate.p / 3))
    assert refused(found) == [row.key]


def test_an_exact_row_must_hold_its_estimate_and_have_a_p() -> None:
    bare = replace(make_row(), estimate=replace(make_row().estimate, statistic=nan, df=nan))
    results = Results(kind="real", planned=1, extent="full", flow=FLOW, rows=(bare,))
    assert is_consistent(bare, results)
    faults: list[dict[str, Any]] = [{"low": 9.0, "high": 10.0}, {"p": 1.2}, {"p": -0.1}]
    for wrong in faults:
        assert not is_consistent(replace(bare, estimate=replace(bare.estimate, **wrong)), results)


def make_row() -> Row:
    return compute(make.protocol(), data(60), FLOW, kind="real").rows[0]


def test_nothing_is_drawn_that_would_not_be_printed(whole: Results) -> None:
    row = of(whole, "calm")
    found = changed(whole, row.key, p_adjusted=min(1.0, row.p_adjusted + 0.01))
    assert len(drawable(whole, protocol()).rows) == len(whole.rows)
    assert row.key not in {kept.key for kept in drawable(found, protocol()).rows}


def test_at_looks_the_corrected_p_are_holms_of_the_looks() -> None:
    plan = protocol(stopping=SEQUENTIAL)
    found = compute(plan, data(120, slope=0.1), FLOW, kind="real")
    row = of(found, "level")
    assert refused(changed(found, row.key, p_adjusted=min(1.0, row.p_adjusted * 1.01 + 1e-4)), plan) == [
        row.key
    ]
    assert row.equivalence
    turned = replace(row.equivalence, verdict="different")
    assert row.equivalence.verdict in ("both", "equivalent")
    assert refused(changed(found, row.key, equivalence=turned), plan) == [row.key]
