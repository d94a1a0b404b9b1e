"""The score at which showing it makes no difference, by Fieller (1954, J. R. Stat. Soc. B 16:175)."""

from dataclasses import dataclass
from math import isfinite, nan, sqrt

from scoring.estimators.estimate import LEVEL, check_level
from scoring.laws import t_ppf

METHOD = "Ratio of two estimates, Fieller interval, t with the slope's df"
UNBOUNDED = (
    "The slope is not different from 0 at this level, so the break-even score has no bounded interval."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """score: on the scale of the displayed score; low..high: its interval at `level`, nan where unbounded.

    bounded: whether the scores compatible with the data are an interval; outside: where they are all scores
    but those between two, these two. df: of the t quantile. method, warnings: in words.
    """

    score: float = nan
    low: float = nan
    high: float = nan
    level: float = LEVEL
    df: float = nan
    bounded: bool = False
    outside: tuple[float, float] | None = None
    method: str = METHOD
    warnings: tuple[str, ...] = ()


def break_even(
    difference: float,
    slope: float,
    vcov: tuple[float, float, float],
    df: float,
    *,
    centre: float,
    per: float = 10.0,
    level: float = LEVEL,
) -> BreakEven:
    """Where difference + slope (s - centre) / per is 0, as s.

    difference: shown minus hidden at the centre; slope: per `per` points; vcov: variance of the difference,
    their covariance, variance of the slope; df: the slope's. The interval is bounded just where the slope
    differs from 0 at this level.

    Raises ValueError for a level outside 0..1.
    """
    check_level(level)
    vv, vd, dd = vcov
    if not all(isfinite(value) for value in (difference, slope, *vcov, df)) or not (vv > 0 and dd > 0):
        return BreakEven(
            level=level, warnings=("The line's estimates are missing, so is where it crosses 0.",)
        )
    if slope == 0:
        return BreakEven(level=level, df=df, warnings=(UNBOUNDED,))
    t2 = t_ppf(0.5 + level / 2, df) ** 2
    a, b, c = slope**2 - t2 * dd, difference * slope - t2 * vd, difference**2 - t2 * vv
    score = centre - per * difference / slope
    root = b * b - a * c
    ends = tuple(
        sorted(centre + per * (-b + sign * sqrt(root)) / a for sign in (-1, 1)) if root >= 0 and a else ()
    )
    if a > 0 and ends:
        return BreakEven(score=score, low=ends[0], high=ends[1], level=level, df=df, bounded=True)
    found = (
        f"Only the scores between {ends[0]:.3g} and {ends[1]:.3g} can be excluded."
        if ends
        else "No score can be excluded."
    )
    return BreakEven(
        score=score,
        level=level,
        df=df,
        outside=(ends[0], ends[1]) if ends else None,
        warnings=(f"{UNBOUNDED} {found}",),
    )
