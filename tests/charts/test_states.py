"""The picture of a state before and after shows what the sentence beside it says."""

from dataclasses import replace
from math import isnan, nan

import pytest

from surveys.analysis.design import design_of
from surveys.analysis.results import STATE, Row
from surveys.charts import felt
from surveys.charts.states import adjusted, raw
from tests.analysis import make
from tests.analysis.arrays import data
from tests.charts.found import PROTOCOL, alone, column, figure, found, results_of, rows_of, words_in


def row() -> Row:
    there = found().row("unease", STATE)
    assert there is not None
    return there


def test_both_sides_start_from_everybodys_mean_before() -> None:
    shown, hidden = adjusted(found(), design_of(PROTOCOL), "unease")
    before = [c for c in found().cells_of("unease") if c.when == "before"]
    assert shown.before == hidden.before == pytest.approx(sum(c.mean for c in before) / 2)


def test_they_end_apart_by_the_adjusted_difference() -> None:
    shown, hidden = adjusted(found(), design_of(PROTOCOL), "unease")
    assert shown.after - hidden.after == pytest.approx(row().estimate.estimate)
    after = [c for c in found().cells_of("unease") if not c.when]
    assert (shown.after + hidden.after) / 2 == pytest.approx(sum(c.mean for c in after) / 2)


def test_the_whisker_misses_the_hidden_end_where_the_difference_is_not_nought() -> None:
    for moved in (0, 40):
        protocol = make.protocol()
        results = results_of(protocol, data(100, after=moved))
        shown, hidden = adjusted(results, design_of(protocol), "unease")
        estimate = results.row("unease", STATE)
        assert estimate
        away = estimate.estimate.low > 0 or estimate.estimate.high < 0
        assert away == (not shown.low <= hidden.after <= shown.high)
        assert away == bool(moved)


def test_who_began_higher_is_not_drawn_higher() -> None:
    """Raw means may say the opposite of the adjusted difference: they are told, not drawn."""
    cells = tuple(
        replace(c, mean=c.mean + 8) if (c.outcome, c.group) == ("unease", "shown") else c
        for c in found().cells
    )
    estimate = replace(row().estimate, estimate=-0.9, low=-3.0, high=1.2)
    wide = replace(row(), estimate=estimate, simultaneous_low=-3.8, simultaneous_high=2.0)
    rows = tuple(wide if r is row() else r for r in found().rows)
    results = replace(found(), cells=cells, rows=rows)
    before = {c.group: c.mean for c in cells if (c.outcome, c.when) == ("unease", "before")}
    after = {c.group: c.mean for c in cells if (c.outcome, c.when) == ("unease", "")}
    assert before["shown"] > before["hidden"] and after["shown"] > after["hidden"]
    shown, hidden = adjusted(results, design_of(PROTOCOL), "unease")
    assert shown.after < hidden.after
    drawn = felt(results, PROTOCOL)
    assert drawn
    said = " ".join(drawn.chart["title"]["subtitle"])
    assert "−0.9 (95 % interval −3.8 to 2.0, for all that the plan names)" in said
    assert shown.high - shown.low == pytest.approx(5.8)
    own = tuple(replace(r, simultaneous_low=nan, simultaneous_high=nan) for r in rows)
    single = felt(replace(results, rows=own), PROTOCOL)
    assert single and "(95 % interval −3.0 to 1.2)" in " ".join(single.chart["title"]["subtitle"])
    assert f"{after['shown']:.1f}" in drawn.words


def test_the_two_lines_differ_in_dash_and_dot() -> None:
    layers = figure(felt, found()).chart["layer"]
    assert len({str(m["mark"].get("strokeDash")) for m in layers if m["mark"]["type"] == "line"}) == 2
    assert len({m["mark"]["fill"] for m in layers if m["mark"]["type"] == "point"}) == 2


def test_without_a_difference_each_group_has_its_own_line() -> None:
    protocol, results = alone()
    (only,) = raw(results, protocol, list(results.cells_of("unease")))
    assert not isnan(only.before) and not isnan(only.low)
    assert adjusted(results, design_of(protocol), "unease") == ()
    assert "Everybody" in str(figure(felt, results, protocol).chart["layer"])


def test_with_too_few_nothing_is_inferred() -> None:
    drawn = figure(felt, found(4))
    assert drawn.chart["title"]["subtitle"] == ["Means."]
    assert not rows_of(drawn.chart, "low")


def test_a_state_without_a_before_is_drawn_after_alone() -> None:
    outcomes = [{k: v for k, v in o.items() if k != "before"} for o in make.document()["outcomes"]]
    protocol = make.protocol(outcomes=outcomes)
    results = results_of(protocol, replace(data(100), before={}))
    drawn = figure(felt, results, protocol)
    assert {row["when"] for row in rows_of(drawn.chart, "when")} == {"after"}
    assert drawn.chart["title"]["subtitle"][0].startswith("Shown minus hidden")


def test_the_table_has_the_means_as_measured_and_the_difference() -> None:
    table = figure(felt, found()).table
    assert column(table, "Group") == [
        "Score shown", "Score shown", "Score hidden", "Score hidden", "Shown minus hidden, adjusted",
    ]  # fmt: skip
    assert column(table, "Mean")[-1] == row().estimate.estimate


def test_where_nobody_answered_nothing_is_drawn() -> None:
    assert felt(replace(found(), cells=()), PROTOCOL) is None
    assert words_in(figure(felt, found(kind="simulated")).chart) == ["Simulated participants"]
