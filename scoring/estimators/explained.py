"""Shares of variance that an F test explains, from F and its df alone."""

from dataclasses import dataclass
from math import isfinite, nan

from scoring.estimators.estimate import LEVEL, check_level
from scoring.laws import chi2_ppf, ncf_cdf

HUGE = 1e9
"""An F from which on all but a billionth is explained, and the limit of its interval stands for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """partial_eta_squared with its interval low..high at `level`, and omega_squared (partial; below 0 where F
    is below 1). All nan where F is.
    """

    partial_eta_squared: float = nan
    low: float = nan
    high: float = nan
    omega_squared: float = nan
    level: float = LEVEL


def explained(f: float, df: float, residual_df: float, *, level: float = LEVEL) -> Explained:
    """Of a fixed-effects F with `df` and `residual_df`.

    The interval inverts the noncentral F and divides its noncentrality by itself + df + residual_df + 1
    (Smithson 2001, Educ. Psychol. Meas. 61:605; Steiger 2004, Psychol. Methods 9:164); its low end is 0 where
    p is above half of 1 - level. A level of .90 gives the interval that excludes 0 exactly when p < .05.
    omega squared: Olejnik & Algina 2003, Psychol. Methods 8:434.
    Raises ValueError for a level outside 0..1.
    """
    check_level(level)
    if not (isfinite(f) and f >= 0 and df > 0 and residual_df > 0):
        return Explained(level=level)
    tail, n = (1 - level) / 2, df + residual_df + 1
    low, high = (_noncentrality(f, df, residual_df, at) for at in (1 - tail, tail))
    return Explained(
        partial_eta_squared=_share(f * df, residual_df),
        low=_share(low, n),
        high=_share(high, n),
        omega_squared=_share(df * (f - 1), n),
        level=level,
    )


def _share(part: float, rest: float) -> float:
    """part of part + rest; 1 where part is without end."""
    return 1 / (1 + rest / part) if part else 0.0


def _noncentrality(f: float, df: float, residual_df: float, probability: float) -> float:
    """The noncentrality at which P(F <= f) is the given probability, or 0 where even 0 makes it smaller.

    For a huge F the sum behind the noncentral law takes minutes and then loses its digits. There its
    numerator is the noncentrality itself, but for a part of 2 / sqrt(noncentrality), and F <= f where the
    denominator's chi-square is above ncp residual_df / (f df). In the share explained that is right to 1e-11.
    """
    if f > HUGE:
        return f * df * (chi2_ppf(1 - probability, residual_df) / residual_df)

    def miss(ncp: float) -> float:
        return ncf_cdf(f, df, residual_df, ncp) - probability

    if miss(0) <= 0:
        return 0.0
    high = f * df + 1
    while miss(high) > 0:
        high *= 2
    from scipy import optimize  # slow to import, and needed here only

    return float(optimize.brentq(miss, 0, high, xtol=1e-12, rtol=1e-13))
