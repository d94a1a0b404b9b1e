"""Balance before the lot, and the main effects in other ways."""

from dataclasses import replace
from math import nan

import pytest

from surveys.analysis.results import CLUSTERED, FIRST, LEVEL, REASSIGNED
from surveys.charts.balance import balance
from surveys.charts.robustness import robustness, variants
from surveys.protocol.outcomes import State
from tests.charts.found import PROTOCOL, column, figure, found, panels, rows_of

TRUST = PROTOCOL.document.outcomes[0]


def test_each_measured_thing_is_called_by_its_words() -> None:
    table = figure(balance, found()).table
    assert column(table, "Measured") == ["State anxiety, before", "Follow?"]
    assert column(table, "Answer") == ["", "Not now"]
    assert column(table, "Groups") == ["Score shown minus Score hidden"] * 2
    assert column(table, "Standardised difference") == [0.04, -0.13]


def test_the_largest_difference_and_how_many_are_large_are_said() -> None:
    words = figure(balance, found()).words
    assert "1 of them beyond 0.1" in words and "the largest is −0.13, for “Follow? Not now”" in words


def test_nought_and_a_tenth_are_marked() -> None:
    layers = panels(figure(balance, found()).chart)[0]["layer"]
    marks = [layer["encoding"]["x"]["datum"] for layer in layers if "datum" in layer["encoding"]["x"]]
    assert marks == [0, -0.1, 0.1]


def test_what_has_no_difference_is_in_the_table_alone() -> None:
    one, other = found().balance
    results = replace(found(), balance=(one, replace(other, smd=float("nan"))))
    drawn = figure(balance, results)
    assert column(drawn.table, "Standardised difference") == [0.04, None]
    assert len(rows_of(drawn.chart, "estimate")) == 1
    assert balance(replace(results, balance=results.balance[1:]), PROTOCOL) is None
    assert balance(replace(results, balance=()), PROTOCOL) is None


def test_each_pair_of_groups_has_a_panel() -> None:
    other = replace(found().balance[0], first="hidden", second="shown")
    drawn = figure(balance, replace(found(), balance=(*found().balance, other)))
    assert len(panels(drawn.chart)) == 2


def test_the_main_analysis_comes_first_and_then_every_other_way() -> None:
    rows = variants(found(), PROTOCOL, TRUST)
    assert rows[0] is found().named("level")
    assert {FIRST, CLUSTERED} <= {row.variant for row in rows[1:]}
    assert all(row.contrast == LEVEL and row.outcome == "trust" for row in rows)


def test_randomisation_is_drawn_where_it_has_an_interval() -> None:
    main = found().named("calm")
    assert main
    other = replace(main, variant=REASSIGNED, comparison="", key="x")
    bare = replace(other, estimate=replace(main.estimate, low=nan, high=nan))
    state = next(o for o in PROTOCOL.document.outcomes if isinstance(o, State))
    for row, drawn in ((other, True), (bare, False)):
        rows = variants(replace(found(), rows=(*found().rows, row)), PROTOCOL, state)
        assert (REASSIGNED in [each.variant for each in rows]) is drawn


def test_an_outcome_computed_in_one_way_has_no_panel() -> None:
    rows = tuple(row for row in found().rows if not row.variant)
    assert robustness(replace(found(), rows=rows), PROTOCOL) is None


def test_the_main_estimate_is_marked_in_every_panel() -> None:
    drawn = figure(robustness, found())
    first = panels(drawn.chart)[0]["layer"]
    marks = [layer["encoding"]["x"]["datum"] for layer in first if "datum" in layer["encoding"]["x"]]
    main = found().named("level")
    assert main and marks == [0, main.estimate.estimate]
    strong = [row["strong"] for row in rows_of(drawn.chart, "strong")]
    assert strong.count(True) == len(panels(drawn.chart))


def test_shares_are_told_in_percentage_points() -> None:
    table = figure(robustness, found()).table
    row = found().row("follow", LEVEL)
    at = column(table, "Outcome").index("Follow")
    assert row and column(table, "Estimate")[at] == pytest.approx(100 * row.estimate.estimate)
    assert column(table, "Unit")[at] == "percentage points"
