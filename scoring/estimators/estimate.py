"""The one result of every estimator, and how an estimate with its standard error becomes one."""

from dataclasses import dataclass, replace
from math import isclose, isfinite, isnan, nan

from scoring.laws import t_ppf, t_sf

LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One inferential row. Whatever could not be computed is nan, and `warnings` says why.

    estimate, se, low, high: in the outcome's units, low..high at `level`; df: of the t distribution, inf for
    the normal, nan where p comes from no t; statistic: estimate / se; p: two-sided, exact. effect: the
    standardised effect with its own interval at the same level, standardiser: in words what it is divided
    by. n_participants: analysed; n_profiles, n_ratings: None where they have no meaning. method: words and
    citation; warnings: whole sentences.
    """

    estimate: float
    se: float = nan
    df: float = nan
    statistic: float = nan
    p: float = nan
    low: float = nan
    high: float = nan
    level: float = LEVEL
    effect: float = nan
    effect_low: float = nan
    effect_high: float = nan
    standardiser: str = ""
    n_participants: int = 0
    n_profiles: int | None = None
    n_ratings: int | None = None
    method: str = ""
    warnings: tuple[str, ...] = ()

    def consistent(self) -> bool:
        """Whether p follows from statistic and df, statistic from estimate and se, and the interval from
        both.

        A row without a statistic (an exact test) has nothing to recompute: its p must be one, and its
        interval hold the estimate.
        """
        if self.p < 0 or self.p > 1 or self.estimate < self.low or self.estimate > self.high:
            return False
        if isnan(self.statistic):
            return True
        again = t_row(self.estimate, self.se, self.df, level=self.level)
        pairs = ((getattr(self, name), getattr(again, name)) for name in ("statistic", "p", "low", "high"))
        return all(isclose(a, b, rel_tol=1e-9, abs_tol=1e-300) for a, b in pairs)

    def with_effect(self, effect: "Effect") -> "Estimate":
        """The same row with a standardised effect and whatever that had to warn of."""
        return replace(
            self,
            effect=effect.g,
            effect_low=effect.low,
            effect_high=effect.high,
            standardiser=effect.standardiser,
            warnings=tuple(dict.fromkeys((*self.warnings, *effect.warnings))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A standardised mean difference.

    d: estimate / sd; j: the small-sample factor; g = j d, with its interval low..high; df: of the
    standardiser; sd: the standardiser, in the outcome's units, and in words.
    """

    d: float = nan
    j: float = nan
    g: float = nan
    low: float = nan
    high: float = nan
    df: float = nan
    sd: float = nan
    standardiser: str = ""
    warnings: tuple[str, ...] = ()


def t_row(estimate: float, se: float, df: float, *, level: float = LEVEL) -> Estimate:
    """Statistic, two-sided p and interval from the t distribution (df = inf: the normal).

    All inference is nan when se is not above 0 or df is not: the caller says why in a warning.
    Raises ValueError for a level outside 0..1.
    """
    check_level(level)
    if not (isfinite(estimate) and isfinite(se) and se > 0 and df > 0):
        return Estimate(estimate=estimate, level=level)
    half = t_ppf(0.5 + level / 2, df) * se
    statistic = estimate / se
    return Estimate(
        estimate=estimate,
        se=se,
        df=df,
        statistic=statistic,
        p=2 * t_sf(abs(statistic), df),
        low=estimate - half,
        high=estimate + half,
        level=level,
    )


def at_odds(p: float, low: float, high: float, *, level: float = LEVEL) -> str:
    """A sentence where an exact p and an interval made without it say otherwise of 0; else ''."""
    if isnan(p + low + high) or (p < 1 - level) is (low > 0 or high < 0):
        return ""
    told = "leaves 0 out" if low > 0 or high < 0 else "holds 0"
    return (
        f"The exact test and the interval disagree about 0: p is {p:.3f}, and the {100 * level:.4g} % "
        f"interval {told}, as two methods can where it is close; the test decides."
    )


def check_level(level: float) -> None:
    """Raises ValueError for a confidence level outside 0..1."""
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, such as .95, not {level}")
