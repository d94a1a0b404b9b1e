"""QR codes: the picture is the code, with room around it."""

import re
import xml.etree.ElementTree as ET

import segno

from surveys import qr

LINK = "http://127.0.0.1:8000/s/first-impressions/"


def test_the_picture_holds_the_very_modules_of_the_code() -> None:
    """Drawn as strokes of one module's height: 'M4 4.5h7m1 0h2...' from the first row on."""
    root = ET.fromstring(qr.svg(LINK))
    paths = [p.get("d", "") for p in root.iter("{http://www.w3.org/2000/svg}path") if p.get("stroke")]
    modules = set()
    x = y = 0.0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?", paths[0]):
        if command == "M":
            x, y = float(first), float(second)
        elif command == "m":
            x, y = x + float(first), y + float(second or 0)
        else:
            modules |= {(int(x) + i, int(y)) for i in range(int(first))}
            x += float(first)
    matrix = segno.make(LINK, error="m", micro=False).matrix
    expected = {
        (column + qr.QUIET, row + qr.QUIET)
        for row, line in enumerate(matrix)
        for column, dark in enumerate(line)
        if dark
    }
    assert modules == expected


def test_it_is_white_underneath_also_on_a_dark_page_and_says_what_it_is() -> None:
    text = qr.svg(LINK)
    assert 'fill="#fff"' in text and f"<title>{LINK}</title>" in text


def test_what_stands_in_an_address_cannot_break_out_of_the_picture() -> None:
    ET.fromstring(qr.svg("https://lab.example/?a=<b>&c='\"--></title>"))


def test_a_terminal_gets_lines_of_blocks() -> None:
    lines = qr.terminal(LINK).splitlines()
    assert len(lines) > 12 and any(block in lines[5] for block in "▀▄█")
