"""Results to draw, each computed once: what the drawing must show is known from how they were made."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from surveys.analysis.compute import compute
from surveys.analysis.data import Data
from surveys.analysis.evidence import Difference, Excluded
from surveys.analysis.flows import Group, flow_of
from surveys.analysis.results import Flow, Results
from surveys.charts import draw, drawable
from surveys.charts.tables import Figure, Table
from surveys.protocol import Compiled
from tests.analysis import make
from tests.analysis.arrays import data

PLAN: dict[str, Any] = {
    "planned": 300,
    "confirmatory": [
        {"name": "level", "outcome": "trust", "contrast": "level", "smallest": 0.046},
        {"name": "top", "outcome": "follow", "contrast": "at", "levels": [85], "smallest": 0.05},
        {"name": "calm", "outcome": "unease", "contrast": "visibility", "model": "adjusted", "smallest": 5},
    ],
}
PROTOCOL = make.protocol(plan=PLAN)


def flow(protocol: Compiled, n: int) -> Flow:
    """Every 10th stopped at the first page after the lot, every 10th took everything back at the end; some
    declined, were screened out or left before the lot. All ended."""
    lot, last = protocol.lot or 0, len(protocol.steps) - 1
    arms = list(protocol.arms)
    before = [
        Group(None, "declined", 0, False, 3),
        Group(None, "screened_out", 1, False, 2),
        Group(None, None, 1, False, 4),
    ]
    ends = {0: ("stopped", lot + 1), 5: ("withdrawn", last)}
    after = [
        Group(arms[i % len(arms)], *ends.get(i // len(arms) % 10, ("finished", last)), True, 1, True)
        for i in range(n)
    ]
    return flow_of(protocol, [*before, *after], {"": 9.0})


@cache
def found(n: int = 100, *, kind: str = "real") -> Results:
    """Of the plan's study, with a covariate measured before the lot and a rule that left somebody out."""
    if kind != "real":
        return replace(found(n), kind=kind)
    results = compute(PROTOCOL, data(n, slope=0.2, after=-1), flow(PROTOCOL, n), kind="real")
    between: dict[str, Any] = {"first": "shown", "second": "hidden", "missing": 3}
    return replace(
        results,
        balance=(
            Difference(covariate="before", level="", smd=0.04, **between),
            Difference(covariate="follow", level="no", smd=-0.13, **between),
        ),
        excluded=(Excluded(rule="careless", by_group=(2, 1)),),
    )


def results_of(protocol: Compiled, given: Data, *, kind: str = "real") -> Results:
    return compute(protocol, given, flow(protocol, len(given.arm)), kind=kind)


def constant(n: int = 60) -> Data:
    """Everybody answers the same."""
    given = data(n)
    same = {name: np.full_like(values, 4.0) for name, values in given.values.items()}
    return replace(given, values={**same, "follow": np.ones_like(given.values["follow"])}, before={})


def alone(n: int = 60) -> tuple[Compiled, Results]:
    """Everybody is shown a score: there is nothing to compare with."""
    factors = make.document()["factors"]
    cue = {"value": {"factor": "level"}, "visibility": "shown"}
    protocol = make.protocol(factors=factors[1:], cue=cue)
    return protocol, results_of(protocol, replace(data(n, slope=0.2), arm=np.zeros(n, dtype=int)))


def levelled(levels: Sequence[int], n: int = 120) -> tuple[Compiled, Results]:
    factors = make.document()["factors"]
    protocol = make.protocol(factors=[factors[0], {**factors[1], "levels": list(levels)}])
    drawn = np.random.default_rng(2).choice(np.array(levels, dtype=float), (n, 5))
    return protocol, results_of(protocol, replace(data(n), level=drawn))


def four_groups(n: int = 160) -> tuple[Compiled, Results]:
    factors = make.document()["factors"]
    told = {"name": "told", "label": "Explained", "levels": ["yes", "no"], "varies": "between"}
    protocol = make.protocol(factors=[factors[0], told, factors[1]])
    return protocol, results_of(protocol, data(n, slope=0.1, groups=4))


def looking(stopping: dict[str, Any], n: int = 120) -> tuple[Compiled, Results]:
    """A plan that looks early at one number a participant."""
    confirmatory = [
        {"name": "level", "outcome": "trust", "contrast": "level", "model": "participants"},
        {"name": "calm", "outcome": "unease", "contrast": "visibility", "model": "adjusted"},
    ]
    plan = {"planned": 160, "stopping": stopping, "confirmatory": confirmatory}
    protocol = make.protocol(plan=plan)
    return protocol, results_of(protocol, data(n, slope=0.2))


def keys(results: Results, protocol: Compiled = PROTOCOL) -> list[str]:
    return [chart.key for chart in draw(results, protocol)]


def figure(function: Any, results: Results, protocol: Compiled = PROTOCOL) -> Figure:
    """What is drawn, as `draw` would have it drawn."""
    drawn = function(drawable(results, protocol), protocol)
    assert isinstance(drawn, Figure)
    return drawn


def column(table: Table, name: str) -> list[Any]:
    at = table.columns.index(name)
    return [row[at] for row in table.rows]


def rows_of(spec: dict[str, Any], *names: str) -> list[dict[str, Any]]:
    """Of all data in the specification, the rows that have all of these."""
    return [row for rows in spec["datasets"].values() for row in rows if set(names) <= set(row)]


def panels(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return list(spec["vconcat"])


def words_in(spec: dict[str, Any]) -> list[str]:
    return [row["words"] for row in rows_of(spec, "words")]
