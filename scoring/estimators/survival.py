"""How long participants stayed, some of whom are still there: curve, restricted mean, log-rank test.

Time is whatever is counted, e.g. days or rounds. Someone censored at t was last known to be there at t, and
left later or never. That leaving is unrelated to being censored is assumed.
"""

from dataclasses import dataclass, replace
from math import inf, isfinite, log, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.arms import SMALL, too_few, with_ratio
from scoring.estimators.estimate import LEVEL, Estimate, check_level, t_row
from scoring.laws import t_ppf

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

RESTRICTED = (
    "Difference of restricted mean times (area under the Kaplan-Meier curve), Greenwood-type variance, normal"
)
LOG_RANK = "Log-rank test (Mantel 1966), hypergeometric variance; log hazard ratio by Peto's one step"
HAZARD = "ratio of the hazards of leaving, approximate (exp of the estimate)"
RATIO = "ratio of the two restricted mean times, normal interval on the log scale (Uno et al. 2014)"
NOBODY_LEFT = "Nobody left in either arm, so nothing can be inferred."


@dataclass(frozen=True, slots=True)
class Stays:
    """One arm. time: shape (n,), 0 or more; left: shape (n,), False where censored; missing: rows that were
    left out.
    """

    time: Floats
    left: NDArray[np.bool_]
    missing: int = 0

    @property
    def n(self) -> int:
        return len(self.time)

    @property
    def known_to(self) -> float:
        """The time to which the curve is known: without end once all have left; nan without anybody."""
        if not self.n:
            return nan
        last = float(self.time.max())
        return inf if self.left[self.time == last].all() else last


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Kaplan-Meier. At each different time at which somebody left, shape (k,): at_risk just before, left, and
    from then on: staying, the share still there; se by Greenwood; low..high at `level`, from the
    log of -log, nan where the share is 0. n, n_left, n_censored: of all.
    """

    times: Floats
    at_risk: Counts
    left: Counts
    staying: Floats
    se: Floats
    low: Floats
    high: Floats
    level: float
    n: int
    n_left: int
    n_censored: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restricted:
    """mean: of the time stayed up to tau, with its se; nan where the curve is not known so far."""

    mean: float
    se: float


def stays(time: ArrayLike, left: ArrayLike) -> Stays:
    """time, left: shape (n,); nan is missing and left out; left: 1 where the participant left at that time, 0
    where censored then.

    Raises ValueError for arrays of different length, a time below 0 or without end, or another flag.
    """
    t, flag = (np.asarray(v, dtype=float).ravel() for v in (time, left))
    if len(t) != len(flag):
        raise ValueError(f"time and left must be equally long: {len(t)} and {len(flag)}")
    keep = ~(np.isnan(t) | np.isnan(flag))
    missing = int((~keep).sum())
    t, flag = t[keep], flag[keep]
    if not (np.isfinite(t).all() and (t >= 0).all()):
        raise ValueError("time must be 0 or more, and finite")
    if not np.isin(flag, (0.0, 1.0)).all():
        raise ValueError("left must be 1 for those who left and 0 for those who are censored")
    return Stays(t, flag == 1, missing)


def kaplan_meier(arm: Stays, *, level: float = LEVEL) -> Curve:
    """Kaplan & Meier 1958, J. Am. Stat. Assoc. 53:457. Those censored at a time at which others leave are
    still at risk there. Nobody, or nobody who left, gives an empty curve with a sentence.
    """
    check_level(level)
    times, left, risk = _events(arm)
    staying = np.asarray(np.cumprod(1 - left / risk), dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        hazard = np.sqrt(np.cumsum(left / (risk * (risk - left))))
        se = np.where(staying > 0, staying * hazard, nan)
        half = t_ppf(0.5 + level / 2, inf) * hazard / np.abs(np.log(staying))
        low, high = (np.where(staying > 0, staying ** np.exp(sign * half), nan) for sign in (1, -1))
    return Curve(
        times=times,
        at_risk=risk,
        left=left,
        staying=staying,
        se=se,
        low=low,
        high=high,
        level=level,
        n=arm.n,
        n_left=int(arm.left.sum()),
        n_censored=int((~arm.left).sum()),
        warnings=(*_missing(arm), *(() if len(times) else ("Nobody left, so there is no curve to draw.",))),
    )


def restricted_mean(arm: Stays, *, tau: float) -> Restricted:
    """Area under the curve up to tau. Its variance: over the times, (area still to come)^2 d / (n (n - d)), d
    of n at risk leaving (Irwin 1949, J. Hyg. 47:188; Royston & Parmar 2013, BMC Med. Res. Methodol. 13:152).

    Raises ValueError for a tau of 0 or less.
    """
    if not (isfinite(tau) and tau > 0):
        raise ValueError(f"tau must be above 0, such as the planned number of days, not {tau}")
    if not arm.known_to >= tau:
        return Restricted(mean=nan, se=nan)
    times, left, risk = _events(arm)
    before = times < tau
    times, left, risk = times[before], left[before], risk[before]
    staying = np.cumprod(1 - left / risk)
    pieces = np.diff(np.append(times, tau)) * staying
    to_come = np.cumsum(pieces[::-1])[::-1]
    # Where all leave, nothing is to come: 0 of 0.
    share = np.divide(left, risk * (risk - left), out=np.zeros(len(left)), where=risk > left)
    first = float(times[0]) if len(times) else tau
    return Restricted(mean=first + float(pieces.sum()), se=sqrt(float(to_come**2 @ share)))


def restricted_difference(a: Stays, b: Stays, *, tau: float, level: float = LEVEL) -> Estimate:
    """a minus b: time stayed up to tau, in the unit of time, with a normal interval.

    effect: the ratio of both means, its interval on the log scale by the delta method (Uno et al. 2014, J.
    Clin. Oncol. 32:2380).

    tau: planned, at most the time to which both curves are known. Fewer than three in an arm, a shorter curve
    or nobody who left give nan with a sentence. Raises ValueError for a tau of 0 or less.
    """
    check_level(level)
    one, other = restricted_mean(a, tau=tau), restricted_mean(b, tau=tau)
    row = Estimate(estimate=nan, level=level)
    if why := too_few(a.n, b.n):
        pass
    elif not min(a.known_to, b.known_to) >= tau:
        ends = f"{min(a.known_to, b.known_to):g}"
        why = f"The longest stay in an arm is censored at {ends}: nothing is known up to {tau:g}."
    else:
        row = t_row(one.mean - other.mean, sqrt(one.se**2 + other.se**2), inf, level=level)
        row = _with_ratio(row, one, other)
        why = (
            ""
            if row.se > 0
            else f"In each arm all stayed equally long up to {tau:g}: nothing can be inferred."
        )
    return _finished(row, a, b, method=f"{RESTRICTED}; up to {tau:g}", why=why)


def _with_ratio(row: Estimate, one: Restricted, other: Restricted) -> Estimate:
    if not (row.se > 0 and one.mean > 0 and other.mean > 0):
        return row
    log_se = sqrt((one.se / one.mean) ** 2 + (other.se / other.mean) ** 2)
    ratio = with_ratio(t_row(log(one.mean / other.mean), log_se, inf, level=row.level), RATIO)
    return replace(
        row,
        effect=ratio.effect,
        effect_low=ratio.effect_low,
        effect_high=ratio.effect_high,
        standardiser=RATIO,
    )


def log_rank(a: Stays, b: Stays, *, level: float = LEVEL) -> Estimate:
    """Whether the arms leave alike: statistic^2 is the log-rank chi-square on 1 df, p its p.

    estimate: the log hazard ratio of a against b, Peto's one-step (observed less expected over the variance,
    Yusuf et al. 1985, Prog. Cardiovasc. Dis. 27:335), good near 0; below 0 where a stays longer. effect: the
    ratio. Fewer than three in an arm or nobody who left give nan with a sentence.
    """
    check_level(level)
    row = Estimate(estimate=nan, level=level)
    why = too_few(a.n, b.n)
    if not why:
        excess, variance = _excess(a, b)
        why = "" if variance > 0 else NOBODY_LEFT
        if not why:
            row = with_ratio(t_row(excess / variance, 1 / sqrt(variance), inf, level=level), HAZARD)
    return _finished(row, a, b, method=LOG_RANK, why=why)


def _excess(a: Stays, b: Stays) -> tuple[float, float]:
    """Of those who left in a, observed less expected, and its hypergeometric variance."""
    times = np.unique(np.concatenate([a.time[a.left], b.time[b.left]]))
    at_a, at_b = (_at_risk(arm, times) for arm in (a, b))
    left_a, left_b = (
        np.bincount(np.searchsorted(times, arm.time[arm.left]), minlength=len(times)) for arm in (a, b)
    )
    n, d = at_a + at_b, left_a + left_b
    expected = d * at_a / n
    # With one at risk in all there is nothing to vary.
    spread = d * (at_a / n) * (at_b / n) * (n - d) / np.maximum(n - 1, 1)
    return float((left_a - expected).sum()), float(spread.sum())


def _events(arm: Stays) -> tuple[Floats, Counts, Counts]:
    """The times at which somebody left, how many did, and how many were still there."""
    times, left = np.unique(arm.time[arm.left], return_counts=True)
    return times, left, _at_risk(arm, times)


def _at_risk(arm: Stays, times: Floats) -> Counts:
    return arm.n - np.searchsorted(np.sort(arm.time), times, side="left")


def _missing(arm: Stays) -> tuple[str, ...]:
    return (f"For {arm.missing} participants the time is missing: left out.",) if arm.missing else ()


def _finished(row: Estimate, a: Stays, b: Stays, *, method: str, why: str) -> Estimate:
    notes = _missing(replace(a, missing=a.missing + b.missing))
    left = [int(arm.left.sum()) for arm in (a, b)]
    if why:
        notes += (why,)
    elif min(left) < SMALL:
        notes += (f"In the arms {left[0]} and {left[1]} participants left: the interval holds for more.",)
    return replace(row, n_participants=a.n + b.n, method=method, warnings=notes)
