"""Dose and response: means where shown, the hidden group's band, single profiles, the break-even score."""

from dataclasses import replace
from math import exp, inf, isnan, nan
from typing import Any

import pytest

from surveys.analysis.evidence import Crossing
from surveys.analysis.results import Results
from surveys.charts.dose import dose, doses
from surveys.charts.levels import interval
from tests.charts.found import PROTOCOL, alone, figure, found, levelled, panels, rows_of

CROSSING = Crossing(outcome="trust", score=58.0, low=44.0, high=76.0)


def crossed(**changes: Any) -> Results:
    return replace(found(), crossings=(replace(CROSSING, **changes),))


def marks(results: Results, kind: str) -> list[dict[str, object]]:
    first = panels(figure(dose, results).chart)[0]
    return [layer for layer in first["layer"] if layer["mark"]["type"] == kind]


def test_every_outcome_of_the_visits_has_a_panel_and_states_none() -> None:
    assert [one.outcome for one in doses(found(), PROTOCOL)] == ["trust", "follow", "time"]


def plain() -> Results:
    """Where no model could be fitted."""
    return replace(found(), means=())


def test_dots_and_the_band_are_the_models_means() -> None:
    one = next(iter(doses(found(), PROTOCOL)))
    *shown, hidden = [mean for mean in found().means if mean.outcome == "trust"]
    assert one.modelled and isnan(hidden.level)
    for point, mean in zip(one.shown, shown, strict=True):
        assert (point.level, point.mean, point.low, point.high) == (
            mean.level,
            mean.mean,
            mean.low,
            mean.high,
        )
        assert point.n == next(
            c.n for c in found().cells_of("trust") if (c.group, c.level) == ("shown", mean.level)
        )
    assert {(p.mean, p.low, p.high) for p in one.hidden} == {(hidden.mean, hidden.low, hidden.high)}
    drawn = figure(dose, found())
    assert "by the model, each by itself" in " ".join(drawn.chart["title"]["subtitle"])
    table = [line for line in drawn.table.rows if line[0] == one.label and "hidden" in str(line[2])]
    assert len(table) == 1 and table[0][3] is None


def test_without_a_model_dots_are_the_cells_with_their_own_intervals() -> None:
    one = next(iter(doses(plain(), PROTOCOL)))
    assert not one.modelled
    for point in one.shown:
        cell = next(c for c in found().cells_of("trust") if (c.group, c.level) == ("shown", point.level))
        assert point.mean == pytest.approx(cell.mean) and point.n == cell.n
        assert (point.low, point.high) == pytest.approx(interval(cell.moments))


def test_without_a_model_the_band_is_the_hidden_group_by_the_score_drawn_for_it() -> None:
    one = next(iter(doses(plain(), PROTOCOL)))
    assert [p.level for p in one.hidden] == [20, 42, 62, 67, 85]
    for point in one.hidden:
        cell = next(c for c in found().cells_of("trust") if (c.group, c.level) == ("hidden", point.level))
        assert (point.low, point.high) == pytest.approx(interval(cell.moments))


def test_times_are_drawn_in_seconds() -> None:
    *_, time = doses(plain(), PROTOCOL)
    cell = next(c for c in found().cells_of("time") if (c.group, c.level) == ("shown", 20))
    assert time.shown[0].mean == pytest.approx(exp(cell.mean))


def test_each_profile_has_a_faint_line_of_its_own() -> None:
    rows = rows_of(figure(dose, found()).chart, "profile")
    assert {row["profile"] for row in rows} == set(range(10))
    names = {row[2] for row in figure(dose, found()).table.rows}
    assert {"score shown, by the model", "score hidden, by the model", "Person 3, score shown"} <= names


def test_the_break_even_score_is_marked_with_its_interval() -> None:
    drawn = figure(dose, crossed())
    assert {"level": 44.0, "to": 76.0} in rows_of(drawn.chart, "to")
    assert {"level": 58.0} in rows_of(drawn.chart, "level")
    assert "no difference at a score of 58 (44 to 76)" in drawn.words


@pytest.mark.parametrize("changes", [{"low": nan}, {"high": nan}, {"low": -inf}, {"high": inf}])
def test_an_unbounded_break_even_score_is_not_marked(changes: dict[str, float]) -> None:
    drawn = figure(dose, crossed(**changes))
    assert not rows_of(drawn.chart, "to") and "no difference" not in drawn.words


def test_its_interval_ends_where_the_picture_does() -> None:
    (row,) = rows_of(figure(dose, crossed(low=-900.0, high=900.0)).chart, "to")
    assert (row["level"], row["to"]) == (15, 90)


def test_a_break_even_score_beside_the_picture_moves_no_axis() -> None:
    drawn = figure(dose, crossed(score=400.0, low=300.0, high=500.0))
    assert not rows_of(drawn.chart, "to") and {"level": 400.0} not in rows_of(drawn.chart, "level")
    assert "no difference at a score of 400" in drawn.words


def test_an_odd_profile_does_not_squeeze_the_rest() -> None:
    odd = tuple(
        replace(p, mean=999.0) if (p.profile, p.level, p.outcome) == (3, 20, "trust") else p
        for p in found().profiles
    )
    first = panels(figure(dose, replace(found(), profiles=odd)).chart)[0]
    domains = [
        layer["encoding"]["y"]["scale"]["domain"]
        for layer in first["layer"]
        if "scale" in layer["encoding"].get("y", {})
    ]
    assert domains and all(high < 20 for _, high in domains)


def test_without_a_hidden_group_there_is_no_band() -> None:
    protocol, results = alone()
    drawn = figure(dose, results, protocol)
    assert "hidden" not in drawn.words and "Dashed" not in str(drawn.chart["title"])


def test_with_too_few_there_are_means_without_intervals() -> None:
    drawn = figure(dose, found(4))
    assert not rows_of(drawn.chart, "low") and "95 %" not in str(drawn.chart["title"])
    assert all(isnan(p.low) for one in doses(found(4), PROTOCOL) for p in one.shown)


def test_one_displayed_score_is_enough() -> None:
    protocol, results = levelled((65, 66), n=60)
    one = tuple(c for c in results.cells if c.level == 65)
    drawn = figure(dose, replace(results, cells=one), protocol)
    assert marks(found(), "area") and "at 65" in drawn.words


def test_where_nobody_answered_nothing_is_drawn() -> None:
    assert dose(replace(found(), cells=()), PROTOCOL) is None
