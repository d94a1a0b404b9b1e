"""Results to rows and back: nan is null in a row, and so are the df of a normal statistic."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import fields
from math import inf, isfinite, nan
from typing import Any

from pydantic import TypeAdapter

from scoring.estimators.estimate import Estimate as Found
from surveys.analysis.results import Equivalence, Results, Row
from surveys.models import Estimate, Run
from surveys.protocol.sides import Sides

_EQUIVALENCE = TypeAdapter(Equivalence)
_ROW = TypeAdapter(Row)

_SAME = ("estimate", "se", "df", "statistic", "p", "low", "high", "effect", "effect_low", "effect_high")
_COUNTS = {"n_participants": "participants", "n_profiles": "profiles", "n_ratings": "ratings"}


def estimate_rows(run: Run, rows: Iterable[Row]) -> list[Estimate]:
    return [_to_row(run, position, row) for position, row in enumerate(rows)]


def results_of(run: Run) -> Results:
    """What a finished run found, its estimates read from their table."""
    return Results.from_json(run.results, map(_from_row, run.estimates.order_by("position")))


def hash_of(results: Results) -> str:
    """Of every number found: two runs with the same one found the same to the last digit."""
    found = hashlib.sha256(json.dumps(results.to_json(), sort_keys=True).encode())
    for row in results.rows:
        found.update(_ROW.dump_json(row))
    return found.hexdigest()


def _to_row(run: Run, position: int, row: Row) -> Estimate:
    found = row.estimate
    return Estimate(
        run=run,
        position=position,
        key=row.key,
        outcome=row.outcome,
        contrast=row.contrast,
        at=list(row.at),
        sides=row.sides.to_json() if row.sides else None,
        variant=row.variant,
        comparison=row.comparison,
        estimand=row.estimand,
        **{name: _null(getattr(found, name)) for name in _SAME},
        p_adjusted=_null(row.p_adjusted),
        simultaneous_low=_null(row.simultaneous_low),
        simultaneous_high=_null(row.simultaneous_high),
        level=found.level,
        standardiser=found.standardiser,
        **{column: getattr(found, name) for name, column in _COUNTS.items()},
        confirmatory=row.confirmatory,
        equivalence=json.loads(_EQUIVALENCE.dump_json(row.equivalence)) if row.equivalence else None,
        seed=row.seed,
        method=found.method,
        warnings=list(found.warnings),
    )


def _from_row(row: Estimate) -> Row:
    given: dict[str, Any] = {name: _nan(getattr(row, name)) for name in _SAME}
    if row.df is None and row.statistic is not None:
        given["df"] = inf  # of the normal: a row has no infinity
    given |= {name: getattr(row, column) for name, column in _COUNTS.items()}
    for field in fields(Found):
        if field.name not in given:
            given[field.name] = getattr(row, field.name)
    given["warnings"] = tuple(row.warnings)
    return Row(
        key=row.key,
        outcome=row.outcome,
        contrast=row.contrast,
        at=tuple(float(score) for score in row.at),
        sides=Sides.from_json(row.sides) if row.sides else None,
        variant=row.variant,
        comparison=row.comparison,
        estimand=row.estimand,
        estimate=Found(**given),
        p_adjusted=_nan(row.p_adjusted),
        simultaneous_low=_nan(row.simultaneous_low),
        simultaneous_high=_nan(row.simultaneous_high),
        equivalence=_EQUIVALENCE.validate_python(row.equivalence) if row.equivalence else None,
        seed=row.seed,
    )


def _null(value: float) -> float | None:
    return value if isfinite(value) else None


def _nan(value: float | None) -> float:
    return nan if value is None else value
