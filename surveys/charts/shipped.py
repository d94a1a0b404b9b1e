"""Pictures of the score systems, drawn once by `manage.py figures` and shipped: no page computes them.

What they show follows from the code alone. A test draws them again, so that no changed constant is left with
an old picture.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from surveys.charts.calibration import calibration
from surveys.charts.style import svg
from surveys.charts.tables import Figure, with_table
from surveys.charts.year import year_of_scores

HERE = Path(__file__).parent / "figures"

SYSTEM_CHARTS: Mapping[str, Callable[[], Figure]] = {"year": year_of_scores, "calibration": calibration}


@dataclass(frozen=True, slots=True)
class Shipped:
    """As a chart of results is stored."""

    key: str
    title: str
    alternative: str
    specification: dict[str, Any]
    svg: str


@cache
def shipped(key: str) -> Shipped:
    """Read once a process. Raises LookupError where there is none of this name."""
    if key not in SYSTEM_CHARTS:
        raise LookupError(f"there is no picture {key!r}: {', '.join(SYSTEM_CHARTS)}")
    kept = json.loads((HERE / f"{key}.json").read_text(encoding="utf-8"))
    picture = (HERE / f"{key}.svg").read_text(encoding="utf-8")
    return Shipped(key, kept["title"], kept["alternative"], kept["specification"], picture)


def drawn(key: str) -> Shipped:
    """Computed and drawn now."""
    figure = SYSTEM_CHARTS[key]()
    specification = with_table(figure.chart, figure.table)
    title = " ".join(specification["title"]["text"])
    return Shipped(key, title, figure.words, specification, svg(specification))


def write(one: Shipped) -> None:
    kept = {"title": one.title, "alternative": one.alternative, "specification": one.specification}
    HERE.mkdir(exist_ok=True)
    (HERE / f"{one.key}.json").write_text(json.dumps(kept) + "\n", encoding="utf-8")
    (HERE / f"{one.key}.svg").write_text(one.svg, encoding="utf-8")
