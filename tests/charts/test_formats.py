"""A stored chart as a file."""

import csv
import io
import socket
import struct
import zlib
from typing import Any

import pytest

from surveys.charts import FORMATS, draw
from surveys.charts.formats import SCALE
from surveys.charts.style import WIDTH
from tests.charts.found import PROTOCOL, found


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a file asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


CHART = draw(found(), PROTOCOL)[0]


def test_the_svg_is_the_one_that_the_page_shows() -> None:
    assert FORMATS["svg"].write(CHART).decode() == CHART.svg


def test_a_png_is_twice_as_large_and_not_empty() -> None:
    drawn = FORMATS["png"].write(CHART)
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    width, _, depth, colour = struct.unpack(">IIBB", drawn[16:26])
    assert width == pytest.approx(SCALE * WIDTH, abs=4) and depth == 8 and colour in (2, 6)
    assert len(set(zlib.decompress(_data(drawn)))) > 20


def _data(png: bytes) -> bytes:
    at, found = 8, b""
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            found += png[at + 8 : at + 8 + size]
        at += 12 + size
    return found


def test_a_pdf_is_a_pdf_with_fonts() -> None:
    drawn = FORMATS["pdf"].write(CHART)
    assert drawn.startswith(b"%PDF-") and drawn.rstrip().endswith(b"%%EOF")
    assert b"/Font" in drawn


def test_the_csv_holds_the_numbers_that_are_drawn() -> None:
    text = FORMATS["csv"].write(CHART).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    cell = next(c for c in found().cells_of("trust") if (c.group, c.level) == ("shown", 20))
    assert float(rows[0]["Mean (1–7 scale)"]) == cell.mean
    assert [row["Displayed score"] for row in rows] == ["20.0", "42.0", "62.0", "67.0", "85.0", ""]


def test_every_format_says_what_it_is() -> None:
    assert [FORMATS[name].media_type.split(";")[0] for name in ("svg", "png", "pdf", "csv")] == [
        "image/svg+xml", "image/png", "application/pdf", "text/csv",
    ]  # fmt: skip
