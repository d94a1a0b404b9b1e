"""Who was still there at each page, by group."""

from dataclasses import replace

from surveys.analysis.flows import blinded
from surveys.charts.attrition import attrition
from tests.charts.found import PROTOCOL, column, figure, found, four_groups, rows_of
from tests.charts.found import flow as people


def test_shares_are_of_those_whom_the_lot_put_there() -> None:
    table = figure(attrition, found()).table
    assert table.rows[0] == ("Put into a group", "Score shown", 50, 100.0)
    assert table.rows[-1] == ("Finished", "Score hidden", 40, 80.0)


def test_nobody_comes_back() -> None:
    table = figure(attrition, found()).table
    for group in ("Score shown", "Score hidden"):
        counts = [row[2] for row in table.rows if row[1] == group and isinstance(row[2], int)]
        assert counts == sorted(counts, reverse=True)


def test_every_page_after_the_lot_is_named() -> None:
    pages = list(dict.fromkeys(column(figure(attrition, found()).table, "Page")))
    assert pages[:3] == ["Put into a group", "Profile 1: look", "Profile 1: rate"]
    assert pages[-1] == "Finished" and "Consent" not in pages


def test_groups_differ_in_dash_and_in_shape_or_filling() -> None:
    protocol, results = four_groups()
    layers = figure(attrition, results, protocol).chart["vconcat"][0]["layer"]
    marks = [layer["mark"] for layer in layers]
    assert len({str(m["strokeDash"]) for m in marks if m["type"] == "line"}) == 4
    assert len({(m["shape"], m["fill"]) for m in marks if m["type"] == "point"}) == 4


def test_the_axis_begins_below_the_least_share() -> None:
    chart = figure(attrition, found()).chart
    assert min(row["share"] for row in rows_of(chart, "share")) == 80
    (domain,) = {
        tuple(layer["encoding"]["x"]["scale"]["domain"])
        for layer in chart["vconcat"][0]["layer"]
        if "scale" in layer["encoding"]["x"]
    }
    assert domain == (80, 100.5)


def test_a_group_of_nobody_has_no_line_but_a_row() -> None:
    empty = replace(
        found().flow,
        counts=tuple(
            replace(count, by_group=(count.by_group[0], 0)) if count.by_group else count
            for count in found().flow.counts
        ),
    )
    drawn = figure(attrition, replace(found(), flow=empty))
    assert {row["group"] for row in rows_of(drawn.chart, "share")} == {0}
    assert next(row[3] for row in drawn.table.rows if row[1] == "Score hidden") is None


def test_what_may_not_be_told_by_group_is_not_drawn() -> None:
    assert attrition(replace(found(), flow=blinded(people(PROTOCOL, 100))), PROTOCOL) is None
    assert attrition(replace(found(), flow=people(PROTOCOL, 0)), PROTOCOL) is None


def test_the_end_is_said_in_per_cent() -> None:
    assert "Finished 40, 80 % of 50" in figure(attrition, found()).words
