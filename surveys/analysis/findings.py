"""What a run found of the score beside estimates: means by it, turns, noticing, recall, time in view."""

from dataclasses import dataclass
from math import nan
from typing import Literal

from surveys.analysis.evidence import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelMean:
    """The mixed model's mean of one outcome where this score was displayed (level nan: hidden, at the
    design's mean score), with its 95 % interval; as analysed.
    """

    outcome: str
    level: Number
    mean: Number
    se: Number = nan
    df: Number = nan
    low: Number = nan
    high: Number = nan
    n_participants: int = 0
    n_ratings: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turning:
    """Whether one outcome turns at a displayed score: "U", "inverted U", "none", or "" where that could not
    be computed. suggested: whether the data suggested the break, rather than the plan: then
    flat_low..flat_high are the scores among which it was looked for. low, high: slopes per 10 points on
    either side, as analysed, each with its p; alpha: that both must be below.
    """

    outcome: str
    at: Number
    turn: Literal["U", "inverted U", "none", ""]
    alpha: Number
    low: Number = nan
    high: Number = nan
    p_low: Number = nan
    p_high: Number = nan
    suggested: bool = False
    flat_low: Number = nan
    flat_high: Number = nan
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticing:
    """Who says that they noticed the score, one answer a person: of those who saw scores, and of those who
    saw none. difference, low..high: Newcombe's interval at 95 %, in shares; p: Fisher's.
    """

    shown: int
    of_shown: int
    hidden: int
    of_hidden: int
    difference: Number
    low: Number
    high: Number
    p: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """The last profile's score as recalled beside the one drawn for it, in one group: displayed, or where
    scores were hidden not. bias: median of recalled less drawn; off: mean absolute difference; exact: how
    many named it. correlation: with low..high at 95 %.
    """

    group: str
    n: int
    bias: Number = nan
    off: Number = nan
    exact: int = 0
    correlation: Number = nan
    low: Number = nan
    high: Number = nan
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Of so many looks at profiles with a score in one group, at how many the time in view is known (timed),
    it never came into view (unseen), some of the browser's notes were lost (partly), or none came (untold).
    """

    outcome: str
    group: str
    looks: int
    timed: int
    unseen: int
    partly: int
    untold: int
