"""The numbers that a chart is drawn from, as a table: kept in the specification, read by one function."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from surveys.charts.grammar import Spec
from surveys.charts.style import figure

Value = str | float | int | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would compute if a text began with it."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as long as the columns; None where there is no number."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """As a page prints them: four digits that count, a dash where there is none."""
        return tuple(tuple(map(_text, row)) for row in self.rows)

    @property
    def csv(self) -> str:
        """RFC 4180 with one header line; numbers in full, and no text that a spreadsheet would compute."""
        written = io.StringIO()
        lines = csv.writer(written)
        lines.writerow(map(_inert, self.columns))
        lines.writerows(map(_inert, row) for row in self.rows)
        return written.getvalue()


@dataclass(frozen=True, slots=True)
class Figure:
    """What a function of results gives: the chart, what it says in words with numbers, and its numbers."""

    chart: Spec
    words: str
    table: Table


def table(columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> Table:
    """nan and infinity become None."""
    return Table(tuple(columns), tuple(tuple(map(_known, row)) for row in rows))


def with_table(specification: Mapping[str, Any], numbers: Table) -> dict[str, Any]:
    """Vega-Lite leaves `usermeta` alone."""
    kept = {"columns": list(numbers.columns), "rows": [list(row) for row in numbers.rows]}
    return {**specification, "usermeta": {"table": kept}}


def table_of(specification: Mapping[str, Any]) -> Table:
    """The numbers of a stored chart; an empty table of one that was drawn before they were kept."""
    kept = specification.get("usermeta", {}).get("table", {"columns": [], "rows": []})
    return Table(tuple(kept["columns"]), tuple(tuple(row) for row in kept["rows"]))


def _known(value: Value) -> Value:
    return None if isinstance(value, float) and not isfinite(value) else value


def _text(value: Value) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if float(value).is_integer():
        return f"{value:,.0f}".replace("-", "−")
    size = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    return figure(value, max(0, min(4, 4 - size)))


def _inert(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
