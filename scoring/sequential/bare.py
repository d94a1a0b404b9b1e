"""A row without what holds for one look only."""

from dataclasses import replace
from math import nan

from scoring.estimators.estimate import Estimate


def bare(row: Estimate, *, level: float, method: str) -> Estimate:
    """The row's estimate and standard error; no df, statistic, p, interval or effect, which would all be
    read as if nobody had looked before. method: is added to the row's own.
    """
    return replace(
        row,
        df=nan,
        statistic=nan,
        p=nan,
        low=nan,
        high=nan,
        level=level,
        effect=nan,
        effect_low=nan,
        effect_high=nan,
        standardiser="",
        method=f"{row.method}; {method}",
    )
