"""Tails and quantiles, by scipy.special: importing scipy.stats takes seconds and 100 MB."""

from math import inf, isnan

from scipy import special


def t_sf(x: float, df: float) -> float:
    """Upper tail of Student's t with `df` > 0 degrees of freedom; df = inf is the normal."""
    return float(special.ndtr(-x) if df == inf else special.stdtr(df, -x))


def t_ppf(p: float, df: float) -> float:
    """Quantile of Student's t; df = inf is the normal."""
    return float(special.ndtri(p) if df == inf else special.stdtrit(df, p))


def f_ppf(p: float, numerator: float, denominator: float) -> float:
    """Quantile of F. Both df above 0."""
    return float(special.fdtri(numerator, denominator, p))


def chi2_sf(x: float, df: float) -> float:
    """Upper tail of chi-square."""
    return float(special.chdtrc(df, x))


def chi2_ppf(p: float, df: float) -> float:
    """Quantile of chi-square."""
    return float(2 * special.gammaincinv(df / 2, p))


def f_sf(x: float, numerator: float, denominator: float) -> float:
    """Upper tail of F. Both df above 0."""
    return float(special.fdtrc(numerator, denominator, x))


def ncf_cdf(x: float, numerator: float, denominator: float, ncp: float) -> float:
    """Lower tail of noncentral F; ncp = 0 is F. x and ncp of 0 or more."""
    found = float(special.ncfdtr(numerator, denominator, ncp, x))
    return 0.0 if isnan(found) else found  # scipy has no number for tails below 1e-280
