"""How the plan's comparisons stood at each look."""

from dataclasses import replace
from functools import cache

import pytest

from surveys.analysis.results import Results
from surveys.charts.sequential import sequential
from surveys.protocol import Compiled
from tests.charts.found import PROTOCOL, column, figure, found, looking, panels, rows_of

LOOKS = {"kind": "group_sequential", "looks": [0.25, 0.5, 1]}


@cache
def at_looks() -> tuple[Compiled, Results]:
    return looking(LOOKS)


@cache
def at_any_time() -> tuple[Compiled, Results]:
    return looking({"kind": "anytime_valid"})


def test_a_plan_that_looks_once_has_no_such_picture() -> None:
    assert sequential(found(), PROTOCOL) is None


@pytest.mark.parametrize("case", [at_looks, at_any_time])
def test_every_comparison_has_a_panel_and_every_look_a_row(case: object) -> None:
    protocol, results = case()  # type: ignore[operator]
    drawn = figure(sequential, results, protocol)
    known = [look for look in results.looks if look.low == look.low]
    assert len(panels(drawn.chart)) == len({look.comparison for look in known})
    assert column(drawn.table, "Participants") == [look.n for look in known]
    assert column(drawn.table, "Estimate") == [look.estimate for look in known]


def test_filled_where_the_boundary_is_reached() -> None:
    protocol, results = at_looks()
    drawn = figure(sequential, results, protocol)
    assert column(drawn.table, "Boundary reached") == [
        "yes" if look.crossed else "no" for look in results.looks
    ]
    for row in rows_of(drawn.chart, "crossed"):
        assert not row["crossed"] or row["low"] > 0 or row["high"] < 0


def test_planned_looks_are_marked() -> None:
    protocol, results = at_looks()
    rules = [row["n"] for row in rows_of(figure(sequential, results, protocol).chart, "n") if len(row) == 1]
    assert rules == [40, 80, 160]
    protocol, results = at_any_time()
    rules = [row["n"] for row in rows_of(figure(sequential, results, protocol).chart, "n") if len(row) == 1]
    assert rules == [160]


def test_few_looks_are_whiskers_and_many_a_band() -> None:
    for case, kind in ((at_looks, "rule"), (at_any_time, "area")):
        protocol, results = case()
        first = panels(figure(sequential, results, protocol).chart)[0]
        spans = [layer for layer in first["layer"] if "y2" in layer["encoding"]]
        assert [layer["mark"]["type"] for layer in spans] == [kind]


def test_an_enormous_first_interval_squeezes_nothing() -> None:
    protocol, results = at_looks()
    first = replace(results.looks[0], low=-1e6, high=1e6)
    drawn = figure(sequential, replace(results, looks=(first, *results.looks[1:])), protocol)
    assert "-1000000" in str(drawn.chart["datasets"])
    scales = [
        layer["encoding"]["y"]["scale"]["domain"]
        for layer in panels(drawn.chart)[0]["layer"]
        if "scale" in layer["encoding"].get("y", {})
    ]
    assert scales and all(-50 < low <= 0 <= high < 50 for low, high in scales)


def test_looks_without_an_interval_are_not_drawn() -> None:
    protocol, results = at_looks()
    none = tuple(replace(look, low=float("nan"), high=float("nan")) for look in results.looks)
    assert sequential(replace(results, looks=none), protocol) is None


def test_when_the_boundary_was_first_reached_is_said() -> None:
    protocol, results = at_looks()
    drawn = figure(sequential, results, protocol)
    first = next(look for look in results.looks if look.crossed)
    assert f"first reached after {first.n}" in drawn.words
    assert "not reached" in drawn.words
