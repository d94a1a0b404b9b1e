"""The forest of effects: what the plan names told apart, each in its unit, with the equivalence band."""

from dataclasses import replace
from math import isclose

import pytest

from surveys.analysis.results import LEVEL
from surveys.charts.effects import effects
from surveys.charts.forest import Line, forest
from surveys.charts.grammar import single
from tests.analysis import make
from tests.charts.found import PROTOCOL, alone, column, figure, found, looking, panels, rows_of, words_in

TABLE = figure(effects, found()).table


def test_the_plans_comparisons_come_first_and_are_told_apart() -> None:
    assert column(TABLE, "Kind") == ["confirmatory"] * 3 + ["exploratory"] * 2
    marks = rows_of(figure(effects, found()).chart, "estimate", "strong")
    assert sum(mark["strong"] for mark in marks) == 3


def test_what_the_plan_names_is_not_drawn_a_second_time() -> None:
    assert len(set(column(TABLE, "Comparison"))) == len(TABLE.rows)
    assert sum("Message credibility" in name for name in column(TABLE, "Comparison")) == 1


def test_a_study_without_a_plan_shows_each_outcomes_main_effect() -> None:
    protocol = make.protocol()
    rows = tuple(replace(r, comparison="") for r in found().rows)
    drawn = figure(effects, replace(found(), rows=rows), protocol)
    assert column(drawn.table, "Kind") == ["exploratory"] * 4
    assert "Squares" not in str(drawn.chart["title"])


def test_numbers_are_the_rows_own_in_the_unit_said() -> None:
    level, top = (found().named(name) for name in ("level", "top"))
    assert level and top
    assert TABLE.rows[0][3:6] == (level.estimate.estimate, level.estimate.low, level.estimate.high)
    assert TABLE.rows[1][3] == pytest.approx(100 * top.estimate.estimate)
    assert column(TABLE, "Unit")[:3] == [
        "points on the 1–7 scale, for each 10 points of displayed score",
        "percentage points",
        "points on the 0–100 scale",
    ]


def test_only_rows_of_one_unit_share_an_axis() -> None:
    chart = figure(effects, found()).chart
    titles = [" ".join(panel["title"]["text"]) for panel in panels(chart)]
    assert [title.lower() for title in titles] == list(
        dict.fromkeys(unit.lower() for unit in column(TABLE, "Unit"))
    )


def test_the_band_is_the_plans_smallest_effect_in_the_rows_unit() -> None:
    bands = list(zip(column(TABLE, "Band from"), column(TABLE, "Band to"), strict=True))
    assert bands[:3] == [(-0.046, 0.046), pytest.approx((-5, 5)), (-5, 5)]
    assert bands[3:] == [(None, None)] * 2
    assert len(rows_of(figure(effects, found()).chart, "band_low")) == 3
    assert "from −0.046 to 0.046 the plan calls it too small" in figure(effects, found()).words


def test_the_wider_interval_is_drawn_for_the_plans_family_alone() -> None:
    wide = column(TABLE, "Low, all together")
    assert all(low < narrow for low, narrow in zip(wide[:3], column(TABLE, "Low")[:3], strict=True))
    assert wide[3:] == [None, None]


def test_times_are_drawn_as_ratios_on_a_log_scale() -> None:
    row = found().row("time", LEVEL)
    assert row
    ratio = column(TABLE, "Estimate")[-1]
    assert isclose(ratio, 2.718281828459045**row.estimate.estimate)
    scales = [p["layer"][-1]["encoding"] for p in panels(figure(effects, found()).chart)]
    assert scales
    assert "'type': 'log'" in str(panels(figure(effects, found()).chart)[-1])


def test_another_way_of_computing_is_said() -> None:
    protocol, results = looking({"kind": "anytime_valid"})
    named = column(figure(effects, results, protocol).table, "Comparison")
    assert "one number a participant" in named[0]


def test_without_a_hidden_group_there_are_slopes_alone() -> None:
    protocol, results = alone()
    named = column(figure(effects, results, protocol).table, "Comparison")
    assert named and all("each 10 points" in name for name in named)


def test_before_anything_is_inferred_nothing_is_drawn() -> None:
    assert effects(found(4), PROTOCOL) is None


LINE = Line(words="A", estimate=0.2, low=0.1, high=0.3, band_low=-0.5, band_high=0.5)


def test_everything_drawn_lies_on_the_axis() -> None:
    spec = single(forest([LINE, replace(LINE, outer_low=-2.0, outer_high=1.0)], title="T", marks=(0, 3)))
    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low < -2 and high > 3


def test_long_words_take_more_lines_and_move_what_is_below() -> None:
    short, long = (single(forest([replace(LINE, words=w), LINE], title="T")) for w in ("A", "word " * 40))
    assert long["height"] > short["height"]
    assert rows_of(long, "estimate")[1]["at"] > rows_of(short, "estimate")[1]["at"]
    assert all(len(words) <= 53 for words in words_in(long))


def test_upright_lines_stand_beside_intervals_and_not_in_words() -> None:
    spec = single(forest([LINE], title="T"))
    (row,) = rows_of(spec, "top", "bottom")
    assert all(words["at"] < row["top"] for words in rows_of(spec, "words"))


def test_a_ratios_axis_holds_no_nought() -> None:
    spec = single(forest([replace(LINE, band_low=float("nan"))], title="T", marks=(1,), ratio=True))
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"][0] > 0
