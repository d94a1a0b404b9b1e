"""Vega-Lite in a few words: marks over each other in a plot, plots below each other. Plain dicts come out.

Written by hand and not by altair, whose objects copy themselves at every step: eleven charts cost it six
seconds, and this a tenth of one. The tests hold what comes out against altair's schema.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any

VERSION = "6.4"
"""Of Vega-Lite: what is written here, and what vl-convert must draw."""
SCHEMA = f"https://vega.github.io/schema/vega-lite/v{VERSION}.0.json"
TYPES = {"Q": "quantitative", "N": "nominal"}
Rows = Sequence[Mapping[str, object]]
Spec = dict[str, Any]
Channel = str | Spec
"""'high:Q', or what `channel` made of it; {"value": 0} for pixels."""


def channel(shorthand: str, **options: Any) -> Spec:
    """channel("level:Q", axis=None)."""
    name, _, kind = shorthand.partition(":")
    return {"field": name, "type": TYPES[kind], **options}


def down(height: float) -> Spec:
    """The rows' `at`, in pixels from the plot's top."""
    return channel("at:Q", scale={"domain": [height, 0], "nice": False}, axis=None)


def renamed(given: Spec, name: str) -> Spec:
    """The same scale and axis for another field."""
    return {**given, "field": name}


@dataclass(frozen=True, slots=True)
class Layer:
    rows: Rows
    marked: Spec = field(default_factory=dict)
    encoding: Spec = field(default_factory=dict)
    filters: tuple[str, ...] = ()

    def encode(self, channels: Mapping[str, Channel]) -> "Layer":
        return replace(self, encoding={**self.encoding, **{k: _channel(k, v) for k, v in channels.items()}})


@dataclass(frozen=True, slots=True)
class Chart:
    """One plot. `a + b` lies b over a; whatever else is asked of a chart is asked of each layer."""

    layers: tuple[Layer, ...]
    options: Spec = field(default_factory=dict)

    def __add__(self, other: "Chart") -> "Chart":
        return Chart((*self.layers, *other.layers), {**self.options, **other.options})

    def mark(self, kind: str, **options: Any) -> "Chart":
        marked = {"type": kind, **options}
        return replace(self, layers=tuple(replace(layer, marked=marked) for layer in self.layers))

    def encode(self, **channels: Channel) -> "Chart":
        return replace(self, layers=tuple(layer.encode(channels) for layer in self.layers))

    def where(self, test: str) -> "Chart":
        """Of the rows, those of which this is true: an expression about `datum`."""
        layers = (replace(layer, filters=(*layer.filters, test)) for layer in self.layers)
        return replace(self, layers=tuple(layers))

    def sized(self, *, width: float, height: float, title: Spec | None = None) -> "Chart":
        return replace(
            self, options={"width": width, "height": height, **({"title": title} if title else {})}
        )


def of(rows: Iterable[Mapping[str, object]]) -> Chart:
    """A chart of these rows, which stand in the specification itself. What is no number is left out."""
    known = [{k: v for k, v in row.items() if not isinstance(v, float) or isfinite(v)} for row in rows]
    return Chart((Layer(known),))


def _channel(name: str, given: Channel) -> Spec:
    if isinstance(given, dict):
        return given
    if name in ("x2", "y2"):
        return {"field": given.partition(":")[0]}
    return channel(given)


def single(chart: Chart, **options: Any) -> Spec:
    """A specification of one plot."""
    datasets: dict[str, str] = {}
    plot = _plot(chart, datasets)
    return _whole({**plot, **options}, datasets)


def below(charts: Sequence[Chart], **options: Any) -> Spec:
    """A specification of plots below each other, each with axes of its own."""
    datasets: dict[str, str] = {}
    plots = [_plot(chart, datasets) for chart in charts]
    return _whole({"vconcat": plots, **options}, datasets)


def _whole(spec: Spec, datasets: Mapping[str, str]) -> Spec:
    rows = {name: json.loads(text) for text, name in datasets.items()}
    return {"$schema": SCHEMA, **spec, "datasets": rows}


def _plot(chart: Chart, datasets: dict[str, str]) -> Spec:
    """Marks of nothing are left out: they would stretch an axis."""
    layers = [_layer(layer, datasets) for layer in chart.layers if layer.rows and layer.marked]
    return {**chart.options, "layer": layers}


def _layer(layer: Layer, datasets: dict[str, str]) -> Spec:
    """Rows that several marks share stand in the specification once."""
    text = json.dumps(layer.rows)
    name = datasets.setdefault(text, f"rows{len(datasets)}")
    found: Spec = {"data": {"name": name}, "mark": layer.marked, "encoding": layer.encoding}
    if layer.filters:
        found["transform"] = [{"filter": test} for test in layer.filters]
    return found
