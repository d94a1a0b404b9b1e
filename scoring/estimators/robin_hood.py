"""Whether the answer turns, at a break that the data suggest: two lines about it (Simonsohn 2018, Adv.
Methods Pract. Psychol. Sci. 1:538), for ten or more displayed scores, and always exploratory.

His steps: a smooth curve; the flat stretch about its inner extreme, where the curve is within a standard
error of it; two lines broken in the stretch's middle; the break then moved so that the weaker line gains. He
takes every row for a person, with errors robust to unequal spread: here ratings of one person, and of one
profile, are not independent, so that both slopes are clustered.
"""

from dataclasses import dataclass, replace
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.estimate import LEVEL, Estimate, check_level
from scoring.estimators.mixed.clustered import Clustered, clustered
from scoring.estimators.mixed.shapes import Turn, turn_of
from scoring.estimators.smooth import smooth

Floats = NDArray[np.float64]
Labels = NDArray[np.generic]

FEWEST_SCORES, FEWEST_PEOPLE = 10, 20
PER = 10.0
INNER = (0.1, 0.9)
WORDS = (
    "broken where the data suggest (Robin Hood, Simonsohn 2018; smoothed by a cubic regression spline, "
    "penalty by generalised cross-validation), line per 10 points"
)

EDGE = "The curve is at its extreme beside the last score: beyond it there is no second line, and no turn."


@dataclass(frozen=True, slots=True, kw_only=True)
class RobinHood:
    """break_at: on the score's scale; flat: lowest and highest score of the flat stretch; low, high: slopes
    per 10 points on either side; turn: as of `TwoLines`, '' where nothing could be computed.
    """

    break_at: float
    flat: tuple[float, float]
    alpha: float
    low: Estimate
    high: Estimate
    turn: Turn


def robin_hood(
    outcome: ArrayLike,
    scores: ArrayLike,
    participants: ArrayLike,
    profiles: ArrayLike | None = None,
    *,
    alpha: float = 0.05,
    level: float = LEVEL,
) -> RobinHood:
    """All of shape (n,), one row a rating where the score was displayed; nan is missing; without profiles
    clustered on participants alone: this pool.

    Fewer than 10 different scores, or 20 participants, an outcome without spread, or a flat stretch at an end
    of the scores (which says that nothing turns) give nan and a sentence. Raises ValueError for arrays of
    different length or an alpha or level outside 0..1.
    """
    check_level(level)
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie between 0 and 1, such as .05, not {alpha}")
    y, x = np.asarray(outcome, dtype=float).ravel(), np.asarray(scores, dtype=float).ravel()
    who = np.asarray(participants).ravel()
    what = None if profiles is None else np.asarray(profiles).ravel()
    if len({len(y), len(x), len(who), len(y) if what is None else len(what)}) > 1:
        raise ValueError("outcome, scores, participants and profiles must be equally long")
    there = ~(np.isnan(y) | np.isnan(x))
    y, x, who = y[there], x[there], who[there]
    ratings = Rated(y, x, who, None if what is None else what[there])
    if why := ratings.too_little:
        return ratings.nothing(why, alpha, level)
    flat = ratings.flat()
    if not len(flat):
        return ratings.nothing("No inner score stands apart from the ends.", alpha, level)
    z = [abs(row.statistic) for row in ratings.lines(float(np.median(flat)), level)]
    if not np.isfinite(z).all():
        return ratings.nothing(EDGE, alpha, level, turn="none")
    at = float(np.quantile(flat, z[1] / (z[0] + z[1]))) if sum(z) else float(np.median(flat))
    low, high = ratings.lines(at, level)
    ends = float(flat.min()), float(flat.max())
    return RobinHood(break_at=at, flat=ends, alpha=alpha, low=low, high=high, turn=turn_of(low, high, alpha))


@dataclass(frozen=True, slots=True)
class Rated:
    """Ratings where a score was displayed, none missing. All of shape (n,)."""

    y: Floats
    x: Floats
    who: Labels
    what: Labels | None

    @property
    def too_little(self) -> str:
        scores, people = len(np.unique(self.x)), len(np.unique(self.who))
        if scores < FEWEST_SCORES:
            return f"{scores} different scores were displayed: a break is looked for from {FEWEST_SCORES} on."
        if people < FEWEST_PEOPLE:
            return f"Too few: {people} participants, at least {FEWEST_PEOPLE} are needed."
        if np.ptp(self.y) <= 1e-12 * np.abs(self.y).max():
            return "The outcome is the same in all ratings, so nothing can be inferred."
        one_profile = self.what is not None and len(np.unique(self.what)) < 2
        return "There is one profile only." if one_profile else ""

    def flat(self) -> Floats:
        """The inner ratings' scores at which the curve is within a standard error of its extreme: the highest
        point where a parabola would begin by rising, else the lowest.
        """
        curve = smooth(self.x, self.y)
        at = np.searchsorted(curve.x, self.x)
        _, b, c = np.polynomial.polynomial.polyfit(self.x, self.y, 2)
        sign = 1.0 if b + 2 * c * self.x.min() > 0 else -1.0
        low, high = np.quantile(self.x, INNER)
        inner = (self.x > low) & (self.x < high)
        if not inner.any():
            return np.empty(0)
        height, error = sign * curve.fitted[at][inner], curve.se[at][inner]
        return np.asarray(self.x[inner][height + error > height.max()])

    def lines(self, at: float, level: float) -> tuple[Estimate, Estimate]:
        """Slopes below and above: each from the fit in which the break itself belongs to its side."""
        return self._line(self.x <= at, at, 1, level), self._line(self.x < at, at, 2, level)

    def _line(self, below: NDArray[np.bool_], at: float, which: int, level: float) -> Estimate:
        tens = (self.x - at) / PER
        columns = [np.ones(len(tens)), np.where(below, tens, 0.0), np.where(below, 0.0, tens)]
        x = np.column_stack([*columns, (~below).astype(float)])
        empty = replace(self._bare(level), warnings=(f"Too few scores on a side of {at:g}.",))
        if np.linalg.matrix_rank(x) < x.shape[1]:
            return empty
        found: Clustered = clustered(self.y, x, ("level", "below", "above", "step"), self.who, self.what)
        row = found.contrast(np.eye(4)[which], level=level)
        bare = self._bare(level)
        return replace(
            row,
            n_participants=bare.n_participants,
            n_profiles=bare.n_profiles,
            n_ratings=bare.n_ratings,
            method=f"{row.method}; {WORDS}",
        )

    def _bare(self, level: float) -> Estimate:
        return Estimate(
            estimate=nan,
            level=level,
            n_participants=len(np.unique(self.who)),
            n_profiles=None if self.what is None else len(np.unique(self.what)),
            n_ratings=len(self.y),
        )

    def nothing(self, why: str, alpha: float, level: float, turn: Turn = "") -> RobinHood:
        row = replace(self._bare(level), warnings=(why,))
        return RobinHood(break_at=nan, flat=(nan, nan), alpha=alpha, low=row, high=row, turn=turn)
