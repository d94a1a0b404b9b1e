"""The shape of the answer to the displayed score: line, bend, a step at a threshold, and two slopes.

All are weighted sums of the level means of the crossed model, every level weighing the same, so that they
carry the slopes over participants and profiles that the level effect needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isfinite, isnan, nan
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scoring.estimators.estimate import LEVEL, Estimate
from scoring.estimators.mixed.means import LevelMeans
from scoring.estimators.mixed.ratings import PER

Floats = NDArray[np.float64]
Turn = Literal["U", "inverted U", "none", ""]

WIDEST = 10.0
"""Points of score between two levels beyond which a step between them is as well a curve."""

LINE = "line by least squares over the level means, per 10 points"
BEND = "orthogonal quadratic contrast of the level means, the change per (10 points) squared"
BESIDE = (
    "step beside the line: least squares of the level means on the score and on being above the threshold"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """linear: per 10 points; quadratic: the coefficient of (score in tens) squared beside the line, above 0
    where the ends lie above the middle; both in the outcome's units.
    """

    linear: Estimate
    quadratic: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """between: the two neighbouring levels on either side of the threshold, nan where there are none or they
    stand too far apart. beside_line: how much the level means rise between them beyond the line through all;
    plain: the upper mean less the lower one, which holds the line's rise too. In the outcome's units.
    """

    threshold: float
    between: tuple[float, float]
    beside_line: Estimate
    plain: Estimate

    @property
    def words(self) -> str:
        """What a step speaks of; empty where there is none."""
        low, high = self.between
        return "" if isnan(low) else f"a threshold between {low:g} and {high:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoLines:
    """low, high: slopes per 10 points over the levels up to the break and from it on, which both hold. turn:
    "U" or "inverted U" where their signs are opposite and both p < alpha, else "none"; empty where one of
    them could not be computed.
    """

    break_at: float
    alpha: float
    low: Estimate
    high: Estimate
    turn: Turn


def curve(means: LevelMeans, *, level: float = LEVEL) -> Curve:
    """The linear and the quadratic contrast over the displayed scores themselves, however they are spaced.

    A line needs two levels, a bend three: else nan with a sentence.
    """
    return Curve(
        linear=_row(means, linear_weights(means.levels), LINE, level),
        quadratic=_row(means, quadratic_weights(means.levels), BEND, level),
    )


def step(means: LevelMeans, *, threshold: float, widest: float = WIDEST, level: float = LEVEL) -> Step:
    """The step between the two levels that straddle the threshold: lower < threshold <= upper.

    threshold: on the scale of the displayed score, e.g. 65 for "65 and above". Where no two levels stand on
    either side of it within `widest` points, nan and a sentence: over a wider gap the step is the cubic
    contrast under another name. Beside a line it needs four levels.
    Raises ValueError for a threshold that is no number or `widest` of 0 or less.
    """
    if not isfinite(threshold):
        raise ValueError(f"threshold must be a displayed score, such as 65, not {threshold}")
    if not widest > 0:
        raise ValueError(f"widest must be above 0, such as 10 points, not {widest}")
    around = [(a, b) for a, b in pairwise(means.levels) if a < threshold <= b]
    if not around or around[0][1] - around[0][0] > widest:
        row = _none(means, level, _nowhere(threshold, around, widest))
        return Step(threshold=threshold, between=(nan, nan), beside_line=row, plain=row)
    low, high = around[0]
    ends = np.array([float(s == high) - float(s == low) for s in means.levels])
    plain = f"mean at {high:g} less mean at {low:g}"
    return Step(
        threshold=threshold,
        between=(low, high),
        beside_line=_beside(means, threshold, level),
        plain=_row(means, ends, plain, level),
    )


def two_lines(means: LevelMeans, *, break_at: float, alpha: float = 0.05, level: float = LEVEL) -> TwoLines:
    """Whether the answer turns at a break that the plan names, itself a displayed level.

    A U needs both slopes to differ from 0 in opposite directions, an intersection-union test that needs no
    correction (Lind & Mehlum 2010, Oxf. Bull. Econ. Stat. 72:109; Simonsohn 2018, Adv. Methods Pract.
    Psychol. Sci. 1:538). alpha: two-sided, of each slope. A break that is not a displayed level between the
    lowest and the highest gives nan and a sentence. Raises ValueError for an alpha outside 0..1.
    """
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie between 0 and 1, such as .05, not {alpha}")
    levels = np.array(means.levels)
    if break_at not in means.levels[1:-1]:
        shown = ", ".join(f"{s:g}" for s in means.levels[1:-1]) or "none here"
        no = _none(
            means, level, f"The break at {break_at:g} is not a level between others ({shown}): no two slopes."
        )
        return TwoLines(break_at=break_at, alpha=alpha, low=no, high=no, turn="")
    slopes = []
    for side, part in (("up to", levels <= break_at), ("from", levels >= break_at)):
        weights = np.zeros(len(levels))
        weights[part] = linear_weights(levels[part].tolist())
        slopes.append(_row(means, weights, f"{LINE}, levels {side} {break_at:g}", level))
    low, high = slopes
    return TwoLines(break_at=break_at, alpha=alpha, low=low, high=high, turn=turn_of(low, high, alpha))


def linear_weights(levels: Sequence[float]) -> Floats:
    """Shape (k,): of the least-squares slope per 10 points. Empty below two levels."""
    return _coefficient([_ones(levels), _tens(levels)])


def quadratic_weights(levels: Sequence[float]) -> Floats:
    """Shape (k,): of the square's coefficient beside the line, per (10 points) squared. Empty below three."""
    x = _tens(levels)
    return _coefficient([_ones(levels), x, x**2])


def step_weights(levels: Sequence[float], threshold: float) -> Floats:
    """Shape (k,): of the indicator of a level at or above the threshold beside the line. Empty below four
    levels, with which a step is the bend, and where all stand on one side.
    """
    above = (np.array(levels) >= threshold).astype(float)
    if len(levels) < 4:
        return np.empty(0)
    return _coefficient([_ones(levels), _tens(levels), above])


def _coefficient(columns: list[Floats]) -> Floats:
    """Weights that the last column's least-squares coefficient gives to each value: what is left of the
    column beside the earlier ones, over its own sum of squares. Empty where nothing is left.
    """
    last = columns[-1]
    if len(last) < len(columns):
        return np.empty(0)
    others = np.linalg.qr(np.column_stack(columns[:-1]))[0]
    rest = last
    for _ in range(2):  # once more, against rounding
        rest = rest - others @ (others.T @ rest)
    size = float(rest @ rest)
    if not size > 1e-18 * max(float(last @ last), 1e-300):
        return np.empty(0)
    weights = rest / size
    # A level that rounding alone lets in must not make the contrast depend on it.
    return np.where(np.abs(weights) > 1e-12 * np.abs(weights).max(), weights, 0.0)


def _ones(levels: Sequence[float]) -> Floats:
    return np.ones(len(levels))


def _tens(levels: Sequence[float]) -> Floats:
    x = np.array(levels, dtype=float) / PER
    return x - x.mean() if len(x) else x


def _beside(means: LevelMeans, threshold: float, level: float) -> Estimate:
    levels = np.array(means.levels)
    row = _row(means, step_weights(means.levels, threshold), BESIDE, level)
    alone = [
        f"{part[0]:g}" for part in (levels[levels < threshold], levels[levels >= threshold]) if len(part) == 1
    ]
    if len(levels) < 4 or not alone:
        return row
    end = f"Only {alone[0]} lies on its side of the threshold: the step is that level's distance from a line."
    return replace(row, warnings=(*row.warnings, end))


def _row(means: LevelMeans, weights: Floats, words: str, level: float) -> Estimate:
    if not len(weights):
        k = len(means.levels)
        return _none(means, level, f"{k} displayed levels are too few: {words}.")
    row = means.contrast(weights, level=level)
    return replace(row, method=f"{row.method}; {words}" if row.method else words)


def _none(means: LevelMeans, level: float, why: str) -> Estimate:
    about = means.about
    return Estimate(
        estimate=nan,
        level=level,
        n_participants=about.n_participants,
        n_profiles=about.n_profiles,
        n_ratings=about.n_ratings,
        warnings=tuple(dict.fromkeys((*about.warnings, why))),
    )


def _nowhere(threshold: float, around: list[tuple[float, float]], widest: float) -> str:
    if not around:
        return f"No two displayed levels stand on either side of {threshold:g}: there is no step to see."
    low, high = around[0]
    return (
        f"No two displayed levels stand within {widest:g} points on either side of {threshold:g}: between "
        f"{low:g} and {high:g} a step cannot be told from a curve."
    )


def turn_of(low: Estimate, high: Estimate, alpha: float) -> Turn:
    """What two slopes say together, each two-sided at alpha."""
    if isnan(low.p) or isnan(high.p):
        return ""
    if low.estimate * high.estimate >= 0 or max(low.p, high.p) >= alpha:
        return "none"
    return "U" if low.estimate < 0 else "inverted U"
