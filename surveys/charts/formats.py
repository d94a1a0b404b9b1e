"""A stored chart as a file. To add a format: a function, and a word in FORMATS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from surveys.charts.tables import table_of

SCALE = 2
"""Pixels of a PNG for each of the picture's: sharp on a screen, and in print at half a page's width."""
MARK = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""


class Stored(Protocol):
    """A chart as a run keeps it."""

    @property
    def svg(self) -> str: ...

    @property
    def specification(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Format:
    media_type: str
    write: Callable[[Stored], bytes]


def svg(chart: Stored) -> bytes:
    return chart.svg.encode()


def png(chart: Stored) -> bytes:
    """Twice as large as it is displayed."""
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(chart.svg, scale=SCALE)
    return drawn


def pdf(chart: Stored) -> bytes:
    """With text as text: it can be searched, and it prints at any size."""
    import vl_convert

    drawn: bytes = vl_convert.svg_to_pdf(chart.svg)
    return drawn


def csv(chart: Stored) -> bytes:
    """The numbers that it is drawn from."""
    return f"{MARK}{table_of(chart.specification).csv}".encode()


FORMATS: Mapping[str, Format] = {
    "svg": Format("image/svg+xml; charset=utf-8", svg),
    "png": Format("image/png", png),
    "pdf": Format("application/pdf", pdf),
    "csv": Format("text/csv; charset=utf-8", csv),
}
"""Each is made from what is stored, when it is asked for, and without network."""
