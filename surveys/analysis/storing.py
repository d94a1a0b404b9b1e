"""Results to rows and back: nan is null in a row."""

from collections.abc import Iterable
from dataclasses import fields
from math import isfinite, nan
from typing import Any

from scoring.estimators.estimate import Estimate as Found
from surveys.analysis.results import AT, Results, Row
from surveys.models import Estimate, Run

_SAME = ("estimate", "se", "df", "statistic", "p", "low", "high", "effect", "effect_low", "effect_high")
_COUNTS = {"n_participants": "participants", "n_profiles": "profiles", "n_ratings": "ratings"}


def estimate_rows(run: Run, rows: Iterable[Row]) -> list[Estimate]:
    return [_to_row(run, position, row) for position, row in enumerate(rows)]


def results_of(run: Run) -> Results:
    """What a finished run found, its estimates read from their table."""
    return Results.from_json(run.results, map(_from_row, run.estimates.order_by("position")))


def _to_row(run: Run, position: int, row: Row) -> Estimate:
    found = row.estimate
    return Estimate(
        run=run,
        position=position,
        key=row.key,
        outcome=row.outcome,
        contrast=row.contrast,
        estimand=row.estimand,
        **{name: _null(getattr(found, name)) for name in _SAME},
        p_adjusted=_null(row.p_adjusted),
        simultaneous_low=_null(row.simultaneous_low),
        simultaneous_high=_null(row.simultaneous_high),
        level=found.level,
        standardiser=found.standardiser,
        **{column: getattr(found, name) for name, column in _COUNTS.items()},
        confirmatory=False,
        method=found.method,
        warnings=list(found.warnings),
    )


def _from_row(row: Estimate) -> Row:
    given: dict[str, Any] = {name: _nan(getattr(row, name)) for name in _SAME}
    given |= {name: getattr(row, column) for name, column in _COUNTS.items()}
    for field in fields(Found):
        if field.name not in given:
            given[field.name] = getattr(row, field.name)
    given["warnings"] = tuple(row.warnings)
    return Row(
        key=row.key,
        outcome=row.outcome,
        contrast=row.contrast,
        at=float(row.key.rpartition(".at.")[2]) if row.contrast == AT else nan,
        estimand=row.estimand,
        estimate=Found(**given),
        p_adjusted=_nan(row.p_adjusted),
        simultaneous_low=_nan(row.simultaneous_low),
        simultaneous_high=_nan(row.simultaneous_high),
    )


def _null(value: float) -> float | None:
    return value if isfinite(value) else None


def _nan(value: float | None) -> float:
    return nan if value is None else value
