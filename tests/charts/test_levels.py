"""The small pictures of an outcome by displayed score."""

from dataclasses import replace
from math import isnan

import pytest

from scoring.moments import Moments
from surveys.charts.levels import behaviour, credibility, interval, picture, together
from tests.charts.found import PROTOCOL, alone, column, figure, found, levelled, rows_of


def test_a_whisker_misses_the_hidden_line_where_the_difference_is_not_nought() -> None:
    drawn = picture(found(), PROTOCOL, "trust")
    for point in drawn.points:
        row = found().row("trust", "shown against hidden", point.level)
        assert row is not None
        excludes = row.estimate.low > 0 or row.estimate.high < 0
        assert excludes == (drawn.hidden < point.low or drawn.hidden > point.high)


def test_with_too_few_people_the_dots_stand_alone() -> None:
    drawn = picture(found(4), PROTOCOL, "trust")
    assert not drawn.against and drawn.points
    assert all(isnan(point.low) for point in drawn.points)


def test_means_are_those_of_the_cells() -> None:
    drawn = picture(found(), PROTOCOL, "trust")
    cells = [c for c in found().cells_of("trust") if c.group == "hidden"]
    pooled = sum(c.mean * c.n for c in cells) / sum(c.n for c in cells)
    assert drawn.hidden == pytest.approx(pooled)
    assert drawn.n_hidden == sum(c.n for c in cells) == 250
    top = next(c for c in found().cells_of("trust") if (c.group, c.level) == ("shown", 85))
    assert drawn.points[-1].mean == pytest.approx(top.mean)


def test_shares_are_drawn_in_per_cent() -> None:
    assert picture(found(), PROTOCOL, "follow", 100).hidden == pytest.approx(
        100 * picture(found(), PROTOCOL, "follow").hidden
    )
    assert "% of visits" in figure(behaviour, found()).words


def test_the_table_says_what_the_picture_shows() -> None:
    drawn = figure(credibility, found())
    assert column(drawn.table, "Displayed score") == [20, 42, 62, 67, 85, None]
    assert column(drawn.table, "Score") == ["shown"] * 5 + ["hidden"]
    assert column(drawn.table, "n") == [50] * 5 + [250]
    assert sorted(column(drawn.table, "Mean (1–7 scale)")[:5]) == sorted(
        row["mean"] for row in rows_of(drawn.chart, "level", "mean")
    )
    assert "difference from hidden" in drawn.table.columns[4]


def test_all_displayed_scores_are_said_also_where_the_axis_cannot_name_them() -> None:
    protocol, results = levelled((1, 2, 3, 4, 5, 99))
    words = figure(credibility, results, protocol).words
    assert all(f"with {level} displayed" in words for level in (1, 2, 3, 4, 5, 99))


def test_the_hidden_line_is_named_in_the_picture() -> None:
    assert rows_of(figure(credibility, found()).chart, "words")[0]["words"] == "hidden"
    protocol, results = alone()
    drawn = figure(credibility, results, protocol)
    assert "hidden" not in str(drawn.chart) and "hidden" not in drawn.words


def test_an_interval_of_a_mean_is_students() -> None:
    low, high = interval(Moments(10, 5.0, 90.0))  # sd sqrt(10), se 1, t(9) 2.262157
    assert (low, high) == pytest.approx((5 - 2.262157, 5 + 2.262157), abs=1e-6)
    assert all(map(isnan, interval(Moments(1, 5.0, 0.0))))


def test_together_nothing_is_nothing() -> None:
    assert together([]).n == 0
    assert together([Moments(1, 2.0, 0.0), Moments(1, 4.0, 0.0)]).mean == 3


def test_where_nobody_answered_nothing_is_drawn() -> None:
    assert credibility(replace(found(), cells=()), PROTOCOL) is None
