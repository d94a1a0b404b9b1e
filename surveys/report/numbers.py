"""Numbers as people read them: rounded once, from the unrounded, and a dash where there is none."""

import re
from math import isfinite

from surveys.charts.style import figure

DASH = "–"
MINUS = "−"


def number(value: float, digits: int = 2) -> str:
    """−0.11, with a true minus sign; never −0.00. As the charts print it."""
    return figure(value, digits)


def interval(low: float, high: float, digits: int = 2) -> str:
    """'0.02 to 0.08'; a dash where either end is missing."""
    if not (isfinite(low) and isfinite(high)):
        return DASH
    return f"{number(low, digits)} to {number(high, digits)}"


def enough_digits(low: float, high: float, digits: int) -> int:
    """So many that the ends of a narrow interval do not come out the same; at most 6."""
    while digits < 6 and isfinite(low) and low < high and number(low, digits) == number(high, digits):
        digits += 1
    return digits


def p_value(p: float) -> str:
    """As the APA prints it: .043, < .001, > .999."""
    if not isfinite(p):
        return DASH
    if p < 0.001:
        return "< .001"
    return "> .999" if p > 0.9995 else f"{p:.3f}".removeprefix("0")


def within_one(text: str) -> str:
    """What cannot exceed 1 goes without its leading zero: .94, −.12 to .30. Takes what `number` printed."""
    return " ".join(
        word.replace("0.", ".", 1) if word.lstrip(MINUS)[:2] == "0." else word for word in text.split(" ")
    )


def signed(text: str) -> str:
    """A sentence of the analysis with true minus signs."""
    return re.sub(r"(?<![\w-])-(?=\.?\d)", MINUS, text)


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else DASH


def counted(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"
