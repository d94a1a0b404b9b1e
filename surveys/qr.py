"""Addresses as QR codes, for a phone's camera."""

import io

import segno

QUIET = 4
"""Modules of white around the code, as its standard asks (ISO/IEC 18004): read on dark pages too."""


def svg(text: str) -> str:
    """An SVG document, black on white, that scales to any size."""
    out = io.BytesIO()
    _code(text).save(
        out, kind="svg", border=QUIET, light="#fff", scale=4, omitsize=False, title=text, nl=False
    )
    return out.getvalue().decode()


def terminal(text: str) -> str:
    """Lines of half blocks, for a terminal."""
    out = io.StringIO()
    _code(text).terminal(out, border=2, compact=True)
    return out.getvalue()


def _code(text: str) -> segno.QRCode:
    # Level M survives a scratched screen; never a Micro QR code, which many cameras do not read.
    return segno.make(text, error="m", micro=False)
