"""Inferential rows as the APA prints them, with as many digits as a reader needs to recompute p."""

from math import isfinite, isinf, isnan

from scoring.estimators.recomputed import recomputed
from surveys.analysis.results import CURVE, SLOPES, Row
from surveys.report.numbers import DASH, enough_digits, number, p_value
from surveys.report.units import Unit

MOST_DIGITS = 6


def brackets(low: float, high: float, digits: int = 2) -> str:
    return f"[{number(low, digits)}, {number(high, digits)}]"


def percent(level: float) -> str:
    return f"{100 * level:.4g}"


def p_text(p: float, name: str = "p") -> str:
    """'p = .003'; '' where there is none."""
    text = p_value(p)
    if text == DASH:
        return ""
    return f"{name} {text}" if text[0] in "<>" else f"{name} = {text}"


def test(row: Row) -> str:
    """'t(28.3) = 3.30, p = .003, p_Holm = .010'; a dash where nothing could be tested."""
    found = row.estimate
    parts = (statistic(found.statistic, found.df, found.p), p_text(found.p), p_text(row.p_adjusted, "p_Holm"))
    return ", ".join(part for part in parts if part) or DASH


def statistic(value: float, df: float, p: float) -> str:
    """'t(28.3) = 3.30', 'z = 1.96'; '' where p comes from neither."""
    if not (isfinite(value) and df > 0 and isfinite(p)):
        return ""
    if isinf(df):
        return f"z = {number(value)}"
    return f"t({df_text(value, df, p)}) = {number(value)}"


def df_text(value: float, df: float, p: float) -> str:
    """One decimal, and more where p would not follow from it. Never wrong for want of digits."""
    printed = p_value(p)
    for digits in range(0 if df == round(df) else 1, MOST_DIGITS + 1):
        text = f"{df:.{digits}f}"
        if fits(f"{value:.2f}", float(text), printed):
            return text
    return f"{df:.1f}"


def fits(value: str, df: float, printed: str) -> bool:
    """Whether the p as printed follows from the statistic as printed. df = inf: the normal."""
    if not df > 0:
        return False
    if printed[0] in "<>":
        return recomputed(value, [df], p=printed[2:], relation="<" if printed[0] == "<" else ">").consistent
    return recomputed(value, [df], p=printed).consistent


def estimate(row: Row, unit: Unit) -> str:
    """'0.05 [0.02, 0.08]', in the outcome's unit."""
    return between(row.estimate.estimate, row.estimate.low, row.estimate.high, unit)


def between(size: float, low: float, high: float, unit: Unit) -> str:
    """A size and its interval, as analysed, in the unit in which they are printed."""
    digits = _digits(low, high, unit)
    text = number(unit.shown(size), digits)
    return text if isnan(low) or isnan(high) else f"{text} {ends(low, high, unit)}"


def ends(low: float, high: float, unit: Unit) -> str:
    """'[0.02, 0.08]', in the unit in which they are printed."""
    return brackets(unit.shown(low), unit.shown(high), _digits(low, high, unit))


def _digits(low: float, high: float, unit: Unit) -> int:
    return enough_digits(unit.shown(low), unit.shown(high), unit.digits)


def effect(row: Row) -> str:
    """The standardised effect with its own interval; a dash where there is none."""
    found = row.estimate
    if isnan(found.effect):
        return DASH
    known = isfinite(found.effect_low) and isfinite(found.effect_high)
    between = f" {brackets(found.effect_low, found.effect_high)}" if known else ""
    return f"{number(found.effect)}{between}"


def symbol(row: Row, unit: Unit) -> str:
    if unit.is_ratio:
        return "odds ratio" if "odds" in unit.difference else "ratio"
    return "b" if row.contrast in (*SLOPES, CURVE) else "difference"


def sentence(row: Row, unit: Unit) -> str:
    """'b = 0.05 points on the 1–7 scale, 95 % CI [0.02, 0.08], t(28.3) = 3.30, p = .003, p_Holm = .010'."""
    found = row.estimate
    if isnan(found.estimate):
        return "not estimated"
    size, _, around = estimate(row, unit).partition(" ")
    of = "" if unit.is_ratio else f" {unit.difference}"
    parts = [f"{symbol(row, unit)} = {size}{of}"]
    if around:
        parts.append(f"{percent(found.level)} % CI {around}")
    if (tested := test(row)) != DASH:
        parts.append(tested)
    return ", ".join(parts)
