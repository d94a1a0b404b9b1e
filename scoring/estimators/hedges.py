"""Standardised mean differences: Hedges' g with the exact small-sample factor and a noncentral-t interval.

Hedges 1981, J. Educ. Stat. 6:107 (g and J); Steiger & Fouladi 1997 (interval by inverting the noncentral t);
Bonett 2008, Psychol. Methods 13:99 (the average-SD version and its df).
"""

from math import exp, isfinite, nan, sqrt

from scipy import special

from scoring.estimators.estimate import LEVEL, Effect, Estimate, check_level
from scoring.estimators.noncentral import noncentrality
from scoring.moments import Moments

POOLED = "pooled SD of the two arms, exact J, noncentral-t interval (Hedges 1981)"
TOO_FEW = "No standardised effect: it needs at least four participants, two in each arm."
NO_SPREAD = "No standardised effect: the outcome does not vary."


def small_sample_factor(df: float) -> float:
    """Exact J = Gamma(df/2) / (sqrt(df/2) Gamma((df-1)/2)); nan for df of 1 or less, where it is 0."""
    if not df > 1:
        return nan
    return exp(special.gammaln(df / 2) - special.gammaln((df - 1) / 2)) / sqrt(df / 2)


def hedges_g(a: Moments, b: Moments, *, level: float = LEVEL) -> Effect:
    """g of a minus b by the pooled SD."""
    check_level(level)
    if a.n < 2 or b.n < 2:
        return Effect(standardiser=POOLED, warnings=(TOO_FEW,))
    df = a.n + b.n - 2
    sd = sqrt((a.m2 + b.m2) / df)
    if not sd > 0:
        return Effect(df=df, sd=sd, standardiser=POOLED, warnings=(NO_SPREAD,))
    d, j, scale = (a.mean - b.mean) / sd, small_sample_factor(df), sqrt(1 / a.n + 1 / b.n)
    low, high = noncentrality(d / scale, df, level=level)
    return Effect(
        d=d, j=j, g=j * d, low=j * low * scale, high=j * high * scale, df=df, sd=sd, standardiser=POOLED
    )


def average_sd_g(a: Moments, b: Moments) -> Effect:
    """g of a minus b by the square root of the mean of both variances, for unequal variances; no interval."""
    words = "average SD of the two arms, exact J (Bonett 2008)"
    if a.n < 2 or b.n < 2:
        return Effect(standardiser=words, warnings=(TOO_FEW,))
    sd = sqrt((a.variance + b.variance) / 2)
    if not sd > 0:
        return Effect(sd=sd, standardiser=words, warnings=(NO_SPREAD,))
    v, w = a.variance, b.variance
    df = (a.n - 1) * (b.n - 1) * (v + w) ** 2 / ((b.n - 1) * v * v + (a.n - 1) * w * w)
    d, j = (a.mean - b.mean) / sd, small_sample_factor(df)
    return Effect(d=d, j=j, g=j * d, df=df, sd=sd, standardiser=words)


def standardised(row: Estimate, *, sd: float, sd_df: float, standardiser: str) -> Effect:
    """An adjusted or one-sample row divided by a stated SD.

    sd: in the outcome's units, on sd_df degrees of freedom, which set J. The interval inverts the
    noncentral t of the row's own statistic and df and takes se / sd as known.
    """
    if not (isfinite(sd) and sd > 0):
        return Effect(sd=sd, df=sd_df, standardiser=standardiser, warnings=(NO_SPREAD,))
    d, j = row.estimate / sd, small_sample_factor(sd_df)
    low, high = noncentrality(row.statistic, row.df, level=row.level)
    scale = j * row.se / sd
    return Effect(
        d=d, j=j, g=j * d, low=low * scale, high=high * scale, df=sd_df, sd=sd, standardiser=standardiser
    )
