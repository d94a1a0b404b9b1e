"""The level effect again under other assumptions: the first rating alone, with what came before as
covariates, and by least squares with clustered errors. Correlated slopes are `crossed(correlated=True)`.

Seeing several scores one after the other is a joint evaluation (Charness, Gneezy & Kuhn 2012, J. Econ. Behav.
Organ. 81:1): the first rating cannot have been moved by an earlier score, later ones can.
"""

from dataclasses import dataclass, replace
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.estimate import LEVEL, Estimate, check_level, t_row
from scoring.estimators.lin import fit
from scoring.estimators.mixed.crossed import conditions, crossed
from scoring.estimators.mixed.model import regression
from scoring.estimators.mixed.ratings import FEWEST, PER, PLACEBO, SHOWN, VISIBLE, ratings

Floats = NDArray[np.float64]

FIRST = (
    "Each participant's first rating where the score was shown, least squares on the displayed level, HC2 "
    "standard error, Bell-McCaffrey df; between participants, per 10 points"
)
ORDER = "position, first position and previous displayed level as covariates"
POSITION, OPENING, PREVIOUS = "position", "first position", "previous displayed level"
DRIFT = "product of displayed score and position"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regressed:
    """visibility: shown minus hidden at the design's mean level; slope: per 10 points where shown; placebo:
    the same where hidden.
    """

    visibility: Estimate
    slope: Estimate
    placebo: Estimate


def two_way(
    outcome: ArrayLike,
    participants: ArrayLike,
    profiles: ArrayLike,
    shown: ArrayLike,
    levels: ArrayLike,
    *,
    mean_level: float,
    level: float = LEVEL,
) -> Regressed:
    """Least squares with errors clustered on participants and on profiles: participants and profiles like
    these. Arguments, missing values and errors as for `crossed`; the same rows as stand in its place where it
    cannot be fitted.
    """
    return _regressed(
        (outcome, participants, profiles, shown, levels), mean_level=mean_level, level=level, pool=False
    )


def this_pool(
    outcome: ArrayLike,
    participants: ArrayLike,
    profiles: ArrayLike,
    shown: ArrayLike,
    levels: ArrayLike,
    *,
    mean_level: float,
    level: float = LEVEL,
) -> Regressed:
    """As `two_way`, with errors clustered on participants alone: it speaks of this pool of profiles, and must
    not be read as one of profiles like these.
    """
    return _regressed(
        (outcome, participants, profiles, shown, levels), mean_level=mean_level, level=level, pool=True
    )


def order_adjusted(
    outcome: ArrayLike,
    participants: ArrayLike,
    profiles: ArrayLike,
    shown: ArrayLike,
    levels: ArrayLike,
    positions: ArrayLike,
    *,
    mean_level: float,
    level: float = LEVEL,
) -> Regressed:
    """The crossed model with `came_before` as covariates.

    positions: shape (n,), 1 for a participant's first profile; the rest, missing values and errors as for
    `crossed` and `came_before`.
    """
    covariates = came_before(participants, positions, shown, levels, mean_level=mean_level)
    found = crossed(
        outcome,
        participants,
        profiles,
        shown,
        levels,
        mean_level=mean_level,
        covariates=covariates,
        level=level,
    )
    rows = (found.visibility, found.slope, found.placebo)
    visibility, slope, placebo = (
        replace(row, method=row.method and f"{row.method}; {ORDER}") for row in rows
    )
    return Regressed(visibility=visibility, slope=slope, placebo=placebo)


def level_by_position(
    outcome: ArrayLike,
    participants: ArrayLike,
    profiles: ArrayLike,
    shown: ArrayLike,
    levels: ArrayLike,
    positions: ArrayLike,
    *,
    mean_level: float,
    level: float = LEVEL,
) -> Estimate:
    """By how much the slope per 10 points where shown changes from one position to the next; 0 where earlier
    scores do not bear on how later ones are taken. Least squares with the position and its product with the
    displayed score, two-way clustered: that needs no law of how the change differs over people and profiles.

    Arguments, missing values and errors as for `order_adjusted`. One position only is nan with a sentence.
    """
    check_level(level)
    place = _places(positions)
    score, flag = (np.asarray(v, dtype=float).ravel() for v in (levels, shown))
    if len(place) != len(score):
        raise ValueError("positions must be as many as the ratings")
    about = place - (1 + place.max(initial=1)) / 2
    tens = np.where(flag == 1, (score - mean_level) / PER, 0.0)
    covariates = {POSITION: about, DRIFT: tens * about}
    data = ratings(outcome, participants, profiles, shown, levels, covariates=covariates)
    row = regression(data, conditions(data, mean_level)).row({DRIFT: 1}, level=level)
    return replace(row, method=row.method and f"{row.method}; {DRIFT}")


def came_before(
    participants: ArrayLike,
    positions: ArrayLike,
    shown: ArrayLike,
    levels: ArrayLike,
    *,
    mean_level: float,
) -> dict[str, Floats]:
    """Covariates of shape (n,): the position; 1 at the first; the level displayed just before, in tens about
    the design's mean level, 0 where none was displayed. nan where the rating before is not among these rows.

    Give the rows of missing ratings too: their levels were seen.
    Raises ValueError for arrays of different length, positions that are not whole numbers from 1, or two
    rows of a participant at one position.
    """
    place = _places(positions)
    who = np.asarray(participants).ravel()
    score, flag = (np.asarray(v, dtype=float).ravel() for v in (levels, shown))
    if len({len(v) for v in (place, who, score, flag)}) > 1:
        raise ValueError("participants, positions, shown and levels must be equally long")
    codes = np.unique(who, return_inverse=True)[1]
    own = codes * (int(place.max(initial=0)) + 1) + place
    if len(np.unique(own)) < len(own):
        raise ValueError("positions must differ within a participant")
    seen = np.where(flag == 1, (score - mean_level) / PER, 0.0)
    order = np.argsort(own)
    before = np.searchsorted(own[order], own - 1).clip(max=max(len(own) - 1, 0))
    there = own[order][before] == own - 1
    previous = np.where(there, seen[order][before], np.where((place == 1) | (flag == 0), 0.0, nan))
    return {POSITION: place.astype(float), OPENING: (place == 1).astype(float), PREVIOUS: previous}


def first_rating(
    outcome: ArrayLike,
    shown: ArrayLike,
    levels: ArrayLike,
    positions: ArrayLike,
    *,
    profiles: ArrayLike | None = None,
    level: float = LEVEL,
) -> Estimate:
    """Per 10 points of the displayed level, between participants, from the rows with position 1 where shown.

    All of shape (n,), one row a rating; outcome, levels: nan is missing (a participant whose first rating is
    missing is left out: a later one is no first rating); profiles: labels, to be counted.
    Fewer than three participants, one level, or an outcome without spread give nan with a sentence.
    Raises ValueError for arrays of different length or positions that are not whole numbers from 1.
    """
    check_level(level)
    y, score, flag = (np.asarray(v, dtype=float).ravel() for v in (outcome, levels, shown))
    place = _places(positions)
    what = np.asarray(profiles).ravel() if profiles is not None else np.zeros(len(y))
    if len({len(v) for v in (y, score, flag, place, what)}) > 1:
        raise ValueError("outcome, shown, levels, positions and profiles must be equally long")
    opening = (place == 1) & (flag == 1)
    keep = opening & np.isfinite(y) & np.isfinite(score)
    row, notes = _first_row(y[keep], score[keep], level)
    if gone := int(opening.sum() - keep.sum()):
        notes = (f"{gone} of {int(opening.sum())} first ratings are missing and were left out.", *notes)
    return replace(
        row,
        n_participants=int(keep.sum()),
        n_profiles=len(np.unique(what[keep])) if profiles is not None else None,
        n_ratings=int(keep.sum()),
        method=FIRST,
        warnings=notes,
    )


def _first_row(y: Floats, score: Floats, level: float) -> tuple[Estimate, tuple[str, ...]]:
    nothing = Estimate(estimate=nan, level=level)
    if len(y) < FEWEST:
        return nothing, (f"Too few: {len(y)} first ratings with a score, at least {FEWEST} are needed.",)
    if not np.ptp(score) > 0:
        return nothing, ("All first ratings have the same displayed level: there is no slope.",)
    if np.ptp(y) <= 1e-12 * np.abs(y).max():
        return nothing, ("All first ratings are the same, so nothing can be inferred.",)
    found = fit(y, np.column_stack([np.ones(len(y)), (score - score.mean()) / PER]))
    if found is None:
        return nothing, ("One participant alone stands at a level: the standard error is undefined.",)
    if not found.se > 0:
        return nothing, ("The first ratings lie on a line, so nothing can be inferred.",)
    return t_row(found.estimate, found.se, found.df_bell_mccaffrey, level=level), ()


def _places(positions: ArrayLike) -> NDArray[np.int64]:
    given = np.asarray(positions, dtype=float).ravel()
    if not (np.isfinite(given).all() and (given >= 1).all() and (given == np.floor(given)).all()):
        raise ValueError("positions must be whole numbers, 1 for a participant's first profile")
    return given.astype(np.int64)


def _regressed(
    arrays: tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike, ArrayLike],
    *,
    mean_level: float,
    level: float,
    pool: bool,
) -> Regressed:
    check_level(level)
    data = ratings(*arrays)
    found = regression(data, conditions(data, mean_level), pool=pool)
    return Regressed(
        visibility=found.row({VISIBLE: 1}, level=level),
        slope=found.row({SHOWN: 1}, level=level),
        placebo=found.row({PLACEBO: 1}, level=level),
    )
