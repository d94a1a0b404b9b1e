"""Reads the reference cases that lie in tests/reference."""

import csv
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent / "reference"
SEED = bytes(range(32))


def expected(name: str) -> Any:
    """The expected numbers of a case."""
    return json.loads((HERE / f"{name}.json").read_text())


def rows(name: str) -> list[dict[str, str]]:
    """The data of a case, all cells as text."""
    with (HERE / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def number(cell: str) -> float:
    """A cell as a number; empty and NA are missing."""
    return float("nan") if cell in {"", "NA"} else float(cell)
