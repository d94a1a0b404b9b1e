"""What stands beside the estimates of a run: fits, checks, and what pictures are drawn from. No rows."""

from dataclasses import dataclass
from math import nan
from typing import Annotated, Literal

from pydantic import BeforeValidator

Number = Annotated[float, BeforeValidator(lambda value: nan if value is None else value)]
"""nan is null in JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A variance component: of `name` over `group`; share: of the sum of all, the rest included."""

    group: str
    name: str
    variance: Number
    share: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The mixed model of one outcome. dropped: components estimated at 0, "name | group"; fallback: whether
    the two-way clustered regression stands in its place; criterion: of REML.
    """

    outcome: str
    components: tuple[Component, ...] = ()
    dropped: tuple[str, ...] = ()
    fallback: bool = False
    criterion: Number = nan
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """The score at which showing it makes no difference. low, high: nan where unbounded; outside: where only
    the scores between these two can be excluded.
    """

    outcome: str
    score: Number = nan
    low: Number = nan
    high: Number = nan
    level: Number = 0.95
    outside: tuple[Number, Number] | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What attrition could have done to shown minus hidden. kind: "lee", "ends" (of the scale) or "tipping".

    among: "exposed", or "allocated": everybody who was given a group. low..high: the bounds;
    outer_low..outer_high: Imbens and Manski's interval, by bootstrap with `seed`; of tipping, low is how much
    worse the missing of the shown group would have to be, high how much better.
    """

    outcome: str
    kind: Literal["lee", "ends", "tipping"]
    among: Literal["exposed", "allocated"] = "exposed"
    low: Number = nan
    high: Number = nan
    outer_low: Number = nan
    outer_high: Number = nan
    trimmed: Number = nan
    assumption: str = ""
    seed: int | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Standardised difference of a covariate measured before the lot, first group minus second.

    level: of a question with options, which one; missing: how many did not answer, in both groups.
    """

    covariate: str
    level: str
    first: str
    second: str
    smd: Number
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """Whether the lot did what it promised. method: "blocks", each closed one exact; allocated: by group."""

    method: str
    closed: int
    faulty: int
    allocated: tuple[int, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """How many of the exposed a rule of the plan leaves out, by group."""

    rule: str
    by_group: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How one outcome is distributed in one group, at a displayed score or (level nan) once.

    quantiles: 0, 25, 50, 75 and 100 %; edges: of the histogram, one more than counts.
    """

    outcome: str
    group: str
    level: Number = nan
    quantiles: tuple[Number, ...] = ()
    edges: tuple[Number, ...] = ()
    counts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileMean:
    """The mean of one profile's ratings where this score was displayed (level nan: hidden)."""

    outcome: str
    profile: int
    level: Number
    n: int
    mean: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Variance:
    """One-way analysis of variance of one outcome over a factor between participants. explained: partial eta
    squared with its interval low..high at 95 %; omega: squared.
    """

    outcome: str
    factor: str
    f: Number
    df: int
    residual_df: int
    p: Number
    explained: Number
    low: Number
    high: Number
    omega: Number
    n: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One group's mean of a scale that is taken several times, or of acts on a day ("acts"), with its 95 %
    interval. at: as of `series.Taken`, or the day.
    """

    what: str
    group: str
    at: int
    n: int
    mean: Number = nan
    low: Number = nan
    high: Number = nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Staying:
    """One group's Kaplan-Meier curve of days stayed. staying, with low..high at 95 %: from each of the times
    on; at_risk: after 0, 1, ... days, to the last.
    """

    outcome: str
    group: str
    n: int
    last: int
    times: tuple[Number, ...] = ()
    staying: tuple[Number, ...] = ()
    low: tuple[Number, ...] = ()
    high: tuple[Number, ...] = ()
    at_risk: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How many of each group's exposed (of) came to the questions after a day; p: that the group does not
    matter for that.
    """

    day: int
    by_group: tuple[int, ...]
    of: tuple[int, ...]
    p: Number
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupBound:
    """What attrition could have done to a comparison of groups that the plan names, one number a participant,
    not adjusted. missing, of: how many have no value of how many, on either side. low..high: Lee's bounds,
    outer_low..outer_high: Imbens and Manski's interval, by bootstrap with `seed`; end_low..end_high: with all
    missing at the scale's ends; tip, tip_against: how different the missing of either side would have to be.
    """

    comparison: str
    missing: tuple[int, int]
    of: tuple[int, int]
    low: Number = nan
    high: Number = nan
    outer_low: Number = nan
    outer_high: Number = nan
    end_low: Number = nan
    end_high: Number = nan
    tip: Number = nan
    tip_against: Number = nan
    assumption: str = ""
    seed: int | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A comparison of the plan as it stood after the first n participants (fraction of the planned N).

    crossed: whether the plan's boundary was reached by then; p: the sequential one, valid whatever was
    looked at; nan where the plan's way of looking has none.
    """

    comparison: str
    n: int
    fraction: Number
    estimate: Number
    low: Number
    high: Number
    level: Number
    p: Number = nan
    crossed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An outcome that could not be computed, and why. The others stand. part: what of it, beside its
    estimates, which stand; '' where they are what failed. outcome: '' where the part is of the whole.
    """

    outcome: str
    reason: str
    part: str = ""
