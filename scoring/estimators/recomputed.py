"""Printed results against themselves: does p follow from the statistic and its df, as rounded?

After Nuijten, Hartgerink, van Assen, Epskamp & Wicherts 2016 (Behav. Res. Methods 48:1205), "statcheck".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Literal

from scoring.laws import f_sf, t_sf

Relation = Literal["=", "<", ">"]

ALPHA = 0.05
_NUMBER = r"[-\u2212\u2013]?\d*\.?\d+"
_PRINTED = re.compile(
    rf"(?<![A-Za-z])(?:F\s*\(\s*(?P<df1>{_NUMBER})\s*,\s*(?P<df2>{_NUMBER})\s*\)|t\s*\(\s*(?P<df>{_NUMBER})\s*\))"
    rf"\s*=\s*(?P<statistic>{_NUMBER})\s*[,;]\s*p\s*(?P<relation>[=<>])\s*(?P<p>{_NUMBER})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """printed: the result as it stood; p_low, p_high: what p can be, given how the statistic was rounded.

    consistent: whether the printed p can be one of those; same_decision: whether it lies on the same side of
    .05 as they do, which is what a misprint must not change.
    """

    printed: str
    p_low: float
    p_high: float
    consistent: bool
    same_decision: bool


def found_in(text: str) -> tuple[Recomputed, ...]:
    """Every "F(2, 582) = 6.09, p = .037" or "t(84.2) = 1.07, p > .05" of a text, in order, two-sided."""
    results = []
    for match in _PRINTED.finditer(text):
        df = [_plain(match[name]) for name in ("df1", "df2", "df") if match[name] is not None]
        relation: Relation = "=" if match["relation"] == "=" else "<" if match["relation"] == "<" else ">"
        results.append(
            recomputed(
                _plain(match["statistic"]),
                [float(number) for number in df],
                p=_plain(match["p"]),
                relation=relation,
                printed=match[0],
            )
        )
    return tuple(results)


def recomputed(
    statistic: str, df: Sequence[float], *, p: str, relation: Relation = "=", printed: str = ""
) -> Recomputed:
    """statistic and p as printed, such as "6.09" and ".037": their digits say how they were rounded. df: two
    for F, one for t (two-sided).

    What cannot be (a negative F, df of 0, p above 1) is inconsistent, with p_low and p_high nan where none
    follows. Raises ValueError for another number of df.
    """
    if len(df) not in (1, 2):
        raise ValueError(f"df must be one (t) or two (F) numbers: {list(df)}")
    p_low, p_high = _range(statistic, df)
    least, most = _rounded(p)
    fits = {"=": p_high >= least and p_low <= most, "<": p_low < float(p), ">": p_high > float(p)}
    return Recomputed(
        printed=printed,
        p_low=p_low,
        p_high=p_high,
        consistent=fits[relation] and 0 <= float(p) <= 1,
        same_decision=_same_side(float(p), relation, p_low, p_high),
    )


def _range(statistic: str, df: Sequence[float]) -> tuple[float, float]:
    """Smallest and largest p that a statistic printed like this can have."""
    low, high = _rounded(statistic)
    if min(df) <= 0 or (len(df) == 2 and float(statistic) < 0):
        return nan, nan
    near, far = sorted((abs(low), abs(high)))
    return _p(far, df), _p(0.0 if low <= 0 <= high else near, df)


def _p(size: float, df: Sequence[float]) -> float:
    return f_sf(size, df[0], df[1]) if len(df) == 2 else 2 * t_sf(size, df[0])


def _same_side(p: float, relation: Relation, low: float, high: float) -> bool:
    if relation == ">" and p < ALPHA:
        return True  # p > .01 says nothing about .05
    if relation == "<" and p > ALPHA:
        return True
    significant = p < ALPHA or (relation == "<" and p <= ALPHA)
    return low < ALPHA if significant else high >= ALPHA


def _rounded(printed: str) -> tuple[float, float]:
    """What a number with these digits may have been before rounding."""
    digits = len(printed.partition(".")[2])
    half = 0.5 * 10**-digits
    # A hair more: the bounds themselves are not exact in binary.
    return float(printed) - half * (1 + 1e-9), float(printed) + half * (1 + 1e-9)


def _plain(number: str) -> str:
    return number.replace("\u2212", "-").replace("\u2013", "-")
