"""Choices of yes or no that each participant makes several times, e.g. to follow a profile.

They are not independent: counted as if they were, an effect of visibility would be found in 9 to 16 of 100
studies without one (4 choices each, intraclass correlation .1 to .3). So one number a participant, the share
of visits, compared by Welch's test; and for the displayed level a linear probability mixed model, which is
the crossed model on 0 and 1: its slope is in probability per 10 points, as long as that is not near an end.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.estimate import LEVEL, Estimate
from scoring.estimators.mixed.crossed import Crossed, crossed
from scoring.estimators.welch import welch

Floats = NDArray[np.float64]

SHARES = "participants' shares of visits, "
PROBABILITY = "Linear probability: "
RARE = 0.05
"""A share of yes below which, or above one less it, a straight line in the probability is doubtful."""


@dataclass(frozen=True, slots=True)
class Shares:
    """One a participant, shape (participants,), in the order of the sorted ids. share: of the visits with an
    answer, nan without any; n: how many those are.
    """

    participants: NDArray[np.generic]
    share: Floats
    n: NDArray[np.int64]


def participant_shares(participants: ArrayLike, choices: ArrayLike) -> Shares:
    """participants, choices: shape (n,), one row a visit; choices: 1 for yes, 0 for no, nan is missing.

    Raises ValueError for arrays of different length or any other choice.
    """
    who, y = np.asarray(participants).ravel(), _choices(choices)
    if len(who) != len(y):
        raise ValueError(f"participants and choices must be equally long: {len(who)} and {len(y)}")
    names, codes = np.unique(who, return_inverse=True)
    there = ~np.isnan(y)
    n = np.bincount(codes[there], minlength=len(names))
    yes = np.bincount(codes[there], y[there], len(names))
    share = np.divide(yes, n, out=np.full(len(names), np.nan), where=n > 0)
    return Shares(names, share, n)


def share_difference(
    participants: ArrayLike,
    choices: ArrayLike,
    treated: ArrayLike,
    *,
    level: float = LEVEL,
    n_profiles: int | None = None,
) -> Estimate:
    """Mean share of the treated less that of the untreated, by Welch; every participant weighs the same.

    All of shape (n,), one row a visit; treated: 1 or 0, the same at all visits of a participant. Too few are
    nan with a sentence, as in `welch`.
    Raises ValueError for arrays of different length, other values, or a participant in both arms.
    """
    who, flag = np.asarray(participants).ravel(), np.asarray(treated, dtype=float).ravel()
    if len(who) != len(flag):
        raise ValueError(f"participants and treated must be equally long: {len(who)} and {len(flag)}")
    if not np.isin(flag, (0.0, 1.0)).all():
        raise ValueError("treated must be 0 or 1 at every visit")
    found = participant_shares(who, choices)
    inside = np.isin(found.participants, who[flag == 1])
    if (inside & np.isin(found.participants, who[flag == 0])).any():
        raise ValueError("treated must be the same at all visits of a participant")
    row = welch(
        found.share[inside],
        found.share[~inside],
        level=level,
        n_profiles=n_profiles,
        n_ratings=int(found.n.sum()),
    )
    return replace(row, method=SHARES + row.method)


def linear_probability(
    choices: ArrayLike,
    participants: ArrayLike,
    profiles: ArrayLike,
    shown: ArrayLike,
    levels: ArrayLike,
    *,
    mean_level: float,
    correlated: bool = False,
    level: float = LEVEL,
) -> Crossed:
    """The crossed model of choices: effects are differences of probabilities. choices: shape (n,), 1, 0, nan;
    the rest, too little data and errors as for `crossed`.

    Raises ValueError for any other choice.
    """
    y = _choices(choices)
    found = crossed(
        y,
        participants,
        profiles,
        shown,
        levels,
        mean_level=mean_level,
        correlated=correlated,
        level=level,
    )
    return replace(
        found,
        intercept=as_probability(found.intercept, y),
        visibility=as_probability(found.visibility, y),
        slope=as_probability(found.slope, y),
        placebo=as_probability(found.placebo, y),
        slope_less_placebo=as_probability(found.slope_less_placebo, y),
        span=as_probability(found.span, y),
    )


def as_probability(row: Estimate, choices: ArrayLike) -> Estimate:
    """A row of a straight-line model of these choices, named as such, and warned of where yes is so rare, or
    so common, that the line is doubtful. Twice is once.
    """
    y = _choices(choices)
    there = y[~np.isnan(y)]
    share = float(there.mean()) if len(there) else 0.5
    method = row.method if row.method.startswith(PROBABILITY) else row.method and PROBABILITY + row.method
    rare = (
        (f"Yes was chosen at {share:.1%} of visits: so near an end the probability may not follow a line.",)
        if not RARE <= share <= 1 - RARE
        else ()
    )
    return replace(row, method=method, warnings=tuple(dict.fromkeys((*row.warnings, *rare))))


def _choices(values: ArrayLike) -> Floats:
    y = np.asarray(values, dtype=float).ravel()
    if not np.isin(y[~np.isnan(y)], (0.0, 1.0)).all():
        raise ValueError("choices must be 1 for yes, 0 for no, or nan")
    return y
