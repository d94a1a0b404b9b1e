"""The effect of a score among those who noticed it: assignment as the instrument for noticing.

Two-stage least squares with one instrument is the ratio of two differences (Wald 1940; Angrist, Imbens &
Rubin 1996, J. Am. Stat. Assoc. 91:444). Nobody notices what is not there, so that non-compliance is one-sided
and the ratio speaks of all who notice when shown (Bloom 1984, Eval. Rev. 8:225).
"""

from dataclasses import dataclass, replace
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.estimate import LEVEL, Estimate, t_row
from scoring.estimators.hedges import standardised
from scoring.estimators.welch import welch_of_moments
from scoring.moments import Moments, moments

Floats = NDArray[np.float64]

METHOD = (
    "Two-stage least squares with assignment as instrument (Wald ratio), HC2 standard error, "
    "Satterthwaite df; two-sided"
)
EXCLUSION = (
    "Assumes that being shown a score does nothing to those who do not notice it, that nobody notices a "
    "score that is not shown, and that one person's arm does nothing to another."
)
STANDARDISER = "SD of the untreated arm, exact J, noncentral-t interval"
WEAK = 10.0
"""First-stage F below which the ratio and its interval are not to be relied on (Staiger & Stock 1997)."""


@dataclass(frozen=True, slots=True)
class Noticers:
    """row: the effect among noticers; share: who noticed, of those shown; first_stage_f: of assignment on
    noticing, robust, inf where all who were shown noticed; assumption: in words.
    """

    row: Estimate
    share: float
    first_stage_f: float
    assumption: str = EXCLUSION


def among_noticers(
    outcome: ArrayLike, noticed: ArrayLike, assigned: ArrayLike, *, level: float = LEVEL
) -> Noticers:
    """Difference in the outcome over the share who noticed.

    outcome: (n,), one number a participant; noticed: (n,), 0/1, 0 in the unassigned arm by construction (nan
    there is 0); assigned: (n,), 0/1 or bool. Rows without an outcome, and assigned rows without `noticed`,
    are left out. The HC2 variance is that of the residuals' difference over the share squared, so that with
    full noticing the row is Welch's.

    Raises ValueError for arrays of different length, anything but 0 and 1, or noticing in the unassigned arm.
    """
    y, d, z = _checked(outcome, noticed, assigned)
    unknown = np.isnan(d) & ~np.isnan(y)
    seen = ~np.isnan(y) & ~np.isnan(d)
    y, d, z = y[seen], d[seen], z[seen]
    notes = _notes(int(unknown.sum()))
    arms = moments(y[z]), moments(y[~z])
    share = float(d[z].mean()) if arms[0].n else nan
    bare = Estimate(estimate=nan, level=level, n_participants=len(y), method=METHOD, warnings=notes)
    short = _too_little(arms, share)
    if short:
        return Noticers(replace(bare, warnings=(*notes, short)), share, nan)
    strength = _first_stage(d[z], share)
    if strength < WEAK:
        notes = (*notes, _weak(share, strength))
    effect = (arms[0].mean - arms[1].mean) / share
    return Noticers(
        _row(replace(bare, warnings=notes), effect, share, y - effect * d, z, arms[1]), share, strength
    )


def _row(
    bare: Estimate, effect: float, share: float, left: Floats, z: NDArray[np.bool_], control: Moments
) -> Estimate:
    """left: outcome minus effect times noticed, whose means are the same in both arms."""
    spread = welch_of_moments(moments(left[z]), moments(left[~z]))
    row = t_row(effect, spread.se / share, spread.df, level=bare.level)
    row = replace(row, n_participants=bare.n_participants, method=METHOD, warnings=bare.warnings)
    if not row.se > 0:
        flat = "The residuals do not vary, so nothing can be inferred."
        return replace(row, warnings=(*row.warnings, flat))
    return row.with_effect(standardised(row, sd=control.sd, sd_df=control.n - 1, standardiser=STANDARDISER))


def _first_stage(noticed: Floats, share: float) -> float:
    """t squared of the share, which is a difference from an arm where it is 0 and does not vary."""
    variance = share * (1 - share) / (len(noticed) - 1)
    return share * share / variance if variance > 0 else float("inf")


def _checked(
    outcome: ArrayLike, noticed: ArrayLike, assigned: ArrayLike
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    y, d, z = (np.asarray(values, dtype=float).ravel() for values in (outcome, noticed, assigned))
    if not len(y) == len(d) == len(z):
        raise ValueError(
            f"outcome, noticed and assigned must be equally long: {len(y)}, {len(d)} and {len(z)}"
        )
    if not np.isin(z, (0.0, 1.0)).all():
        raise ValueError("assigned must be 0 or 1 for everybody")
    if not np.isin(d[~np.isnan(d)], (0.0, 1.0)).all():
        raise ValueError("noticed must be 0 or 1, or nan")
    shown = z == 1
    if (d[~shown] == 1).any():
        raise ValueError("noticed must be 0 where assigned is 0: nobody notices what is not shown")
    return y, np.where(shown, d, 0.0), shown


def _notes(unknown: int) -> tuple[str, ...]:
    if not unknown:
        return ()
    return (f"{unknown} who were shown a score did not say whether they noticed it, and were left out.",)


def _too_little(arms: tuple[Moments, Moments], share: float) -> str:
    if min(arm.n for arm in arms) < 2:
        n = f"{arms[0].n} and {arms[1].n}"
        return f"Too few to compare: {n} participants, at least 2 in each arm are needed."
    return "Nobody noticed the score, so there is no effect among noticers to estimate." if share == 0 else ""


def _weak(share: float, strength: float) -> str:
    return (
        f"Weak instrument: {100 * share:.0f} % noticed (first-stage F = {strength:.1f}, below {WEAK:g}). The "
        "effect among noticers is not to be relied on; the effect of being shown stands."
    )
