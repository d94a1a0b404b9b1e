"""Results made up to the number, for the words that are said of them."""

from dataclasses import replace
from typing import Any

from scoring.estimators.estimate import Estimate, t_row
from surveys.analysis import runs
from surveys.analysis.evidence import Look
from surveys.analysis.results import LEVEL, Count, Extent, Flow, Results, Row
from surveys.charts import draw
from surveys.models import Kind, Study
from surveys.protocol import Compiled
from surveys.report import Answer, answers
from tests.analysis import make

NAMED: tuple[dict[str, Any], ...] = (
    {"name": "first", "outcome": "trust", "smallest": 0.05},
    {"name": "second", "outcome": "unease", "contrast": "visibility", "model": "adjusted", "smallest": 5},
    {"name": "third", "outcome": "follow", "contrast": "at", "levels": (85,)},
    {"name": "fourth", "outcome": "trust", "contrast": "step", "levels": (62, 67)},
)
SEQUENTIAL = {"kind": "group_sequential", "looks": [0.25, 0.5, 1.0]}
ANYTIME = {"kind": "anytime_valid"}


def planned(*names: str, **plan: Any) -> Compiled:
    """A study whose plan names these comparisons, in this order."""
    chosen = [each for name in names for each in NAMED if each["name"] == name]
    return make.protocol(plan={"planned": 400, "confirmatory": chosen, **plan})


def row(outcome: str, contrast: str, estimate: Estimate, **options: Any) -> Row:
    return Row(
        key=f"{outcome}.{contrast}{options.get('variant', '')}{options.get('at', '')}",
        outcome=outcome,
        contrast=contrast,
        estimand="What is estimated.",
        estimate=estimate,
        **options,
    )


def wide(estimate: Estimate, m: int, *, alpha: float = 0.05) -> dict[str, Any]:
    """The simultaneous interval among m."""
    found = t_row(estimate.estimate, estimate.se, estimate.df, level=1 - alpha / m)
    return {"simultaneous_low": found.low, "simultaneous_high": found.high}


def look(comparison: str, n: int, estimate: Estimate, **options: Any) -> Look:
    return Look(
        comparison=comparison,
        n=n,
        fraction=n / 400,
        estimate=estimate.estimate,
        low=estimate.low,
        high=estimate.high,
        level=0.95,
        **options,
    )


def bare(estimate: Estimate) -> Estimate:
    """As a look leaves it: with an interval and nothing that holds for one look only."""
    nothing = float("nan")
    return replace(estimate, df=nothing, statistic=nothing, p=nothing)


def results(*rows: Row, extent: Extent = "full", **options: Any) -> Results:
    flow = Flow(groups=(), counts=(Count(key="finished", total=210),))
    return Results(kind="real", planned=400, extent=extent, flow=flow, rows=rows, **options)


def told(found: Results, protocol: Compiled) -> dict[str, Answer]:
    return {answer.topic: answer for answer in answers(found, protocol, "en")}


SLOPE = t_row(0.05, 0.0152, 200)


def slope(estimate: Estimate = SLOPE, **options: Any) -> Row:
    return row("trust", LEVEL, estimate, **options)


PLAN: dict[str, Any] = {
    "planned": 100,
    "covariates": ["before"],
    "confirmatory": [
        {"name": "slope_of_trust", "outcome": "trust", "smallest": 0.05},
        {
            "name": "of_anxiety",
            "outcome": "unease",
            "contrast": "visibility",
            "model": "adjusted",
            "smallest": 5,
        },
    ],
}


def perform(study: Study, kind: str = Kind.REAL) -> None:
    """Compute and draw, as the worker does."""
    runs.want(study, kind)
    run = runs.claim()
    assert run is not None
    runs.perform(run, draw=draw)
