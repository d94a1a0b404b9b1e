"""What is written by hand is held against altair's schema, and drawn as it says."""

from typing import Any

import altair
import pytest
from altair.utils import schemapi

from surveys.charts import draw
from surveys.charts.grammar import Chart, below, channel, down, of, renamed, single
from tests.charts.found import PROTOCOL, found, looking

SCALE = {"domain": [0, 1]}


def validate(spec: dict[str, Any]) -> None:
    """Raises where it is not Vega-Lite as altair knows it. Of many rows one is as good as all."""
    rows = {name: rows[:1] for name, rows in spec["datasets"].items()}
    short = {**spec, "datasets": rows, "usermeta": {}}
    schemapi.validate_jsonschema(short, altair.LayerChart._rootschema, raise_error=True)


def test_every_chart_is_valid_vega_lite() -> None:
    looked, early = looking({"kind": "anytime_valid"})
    sequence = [chart for chart in draw(early, looked) if chart.key == "sequential"]
    for chart in (*draw(found(kind="simulated"), PROTOCOL), *sequence):
        validate(chart.specification)


def test_the_schema_would_find_a_mistake() -> None:
    rows = of([{"a": 1}])
    validate(single(rows.mark("point").encode(x="a:Q")))
    for wrong in (rows.mark("pointt").encode(x="a:Q"), rows.mark("point").encode(z="a:Q")):
        with pytest.raises(Exception, match="Failed validating"):
            validate(single(wrong))


def test_later_layers_lie_over_earlier_ones() -> None:
    both = of([{"a": 1}]).mark("rule") + of([{"a": 2}]).mark("point")
    assert [layer["mark"]["type"] for layer in single(both)["layer"]] == ["rule", "point"]


def test_rows_that_marks_share_are_written_once() -> None:
    base = of([{"a": 1.5}])
    spec = single(base.mark("rule") + base.mark("point") + of([{"a": 2.5}]).mark("point"))
    assert [layer["data"]["name"] for layer in spec["layer"]] == ["rows0", "rows0", "rows1"]
    assert spec["datasets"] == {"rows0": [{"a": 1.5}], "rows1": [{"a": 2.5}]}


def test_what_is_no_number_is_left_out() -> None:
    base = of([{"a": float("nan"), "b": float("inf"), "c": 0.0, "d": "nan"}]).mark("point")
    assert single(base)["datasets"]["rows0"] == [{"c": 0.0, "d": "nan"}]


def test_marks_of_nothing_are_left_out() -> None:
    assert single(of([]).mark("point") + of([{"a": 1}]).mark("point"))["datasets"] == {"rows0": [{"a": 1}]}
    assert single(Chart(()))["layer"] == []


def test_what_is_asked_of_a_chart_is_asked_of_each_layer_and_changes_no_other() -> None:
    base = of([{"a": 1}])
    both = (base.mark("rule") + base.mark("point")).encode(x="a:Q", x2="b:Q").where("datum.a")
    for layer in single(both)["layer"]:
        assert layer["encoding"] == {"x": {"field": "a", "type": "quantitative"}, "x2": {"field": "b"}}
        assert layer["transform"] == [{"filter": "datum.a"}]
    assert single(base.mark("rule"))["layer"][0]["encoding"] == {}


def test_another_field_may_have_the_same_scale() -> None:
    given = channel("a:Q", scale=SCALE)
    assert renamed(given, "b") == {"field": "b", "type": "quantitative", "scale": SCALE}
    assert given["field"] == "a"


def test_pixels_are_counted_downwards() -> None:
    assert down(40)["scale"]["domain"] == [40, 0]


def test_plots_below_each_other_keep_their_sizes() -> None:
    one = of([{"a": 1}]).mark("point")
    spec = below([one.sized(width=10, height=20), one.sized(width=10, height=30)], spacing=4)
    assert [plot["height"] for plot in spec["vconcat"]] == [20, 30] and spec["spacing"] == 4
