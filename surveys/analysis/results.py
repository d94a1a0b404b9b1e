"""What a run found: frozen, no rows, and the same again from JSON."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import nan
from typing import Any, Literal

from pydantic import TypeAdapter

from scoring.estimators.estimate import Estimate
from scoring.moments import Moments
from surveys.analysis.evidence import (
    Allocation,
    Bound,
    Crossing,
    Difference,
    Excluded,
    Failed,
    Fit,
    GroupBound,
    Look,
    Moment,
    Number,
    ProfileMean,
    Reached,
    Spread,
    Staying,
    Variance,
)
from surveys.analysis.findings import LevelMean, Noticing, Recalled, Sight, Turning
from surveys.protocol import plan_checks
from surveys.protocol.sides import Sides

Extent = Literal["live", "early", "few", "full"]
"""Of a study that is live: no effects, or early: those that the plan names, as its way of stopping lets them
be looked at. Too few: descriptives alone. Full: everything."""

ENOUGH = plan_checks.ENOUGH
"""Participants that each group needs before anything is inferred, and before it is counted by itself while
effects are withheld."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalence:
    """Two one-sided tests within low..high of the plan's smallest effect, in raw units.

    interval_low..interval_high: at 1 - 2 alpha, inside the bounds exactly when p < alpha; p_adjusted: by a
    Holm correction of its own; verdict: different, equivalent, both, inconclusive, or '' where nothing could
    be computed.
    """

    low: Number
    high: Number
    p: Number = nan
    p_adjusted: Number = nan
    interval_low: Number = nan
    interval_high: Number = nan
    alpha: Number = 0.05
    verdict: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One inferential row.

    contrast: one of those below; at: the displayed scores that it is about, () where about all. variant: ''
    for the main analysis, else which other way of computing the same. comparison: the name it has in the
    plan; '' says that it is exploratory. p_adjusted, simultaneous: by Holm within the plan's family, or
    within one outcome's AT rows, and the interval at 1 - alpha/m that agrees with it; nan where the row
    stands alone. seed: of what was drawn to compute it. sides: who is compared, of GROUPS.
    """

    key: str
    outcome: str
    contrast: str
    estimand: str
    estimate: Estimate
    at: tuple[float, ...] = ()
    variant: str = ""
    comparison: str = ""
    p_adjusted: float = nan
    simultaneous_low: float = nan
    simultaneous_high: float = nan
    equivalence: Equivalence | None = None
    seed: int | None = None
    sides: Sides | None = None

    @property
    def confirmatory(self) -> bool:
        return bool(self.comparison)


LEVEL = "slope where shown"
RANGE = "highest against lowest"
PLACEBO = "slope where hidden"
AT = "shown against hidden"
AVERAGED = "shown against hidden, averaged"
STATE = "shown against hidden, adjusted"
STEP = "one displayed score against another"
BESIDE = "step beside the line"
CURVE = "curvature over the displayed scores"
BELOW = "slope below the turning point"
ABOVE = "slope above the turning point"
NOTICERS = "shown against hidden, among those who noticed"
GROUPS = "one group against another"
CHANGED = "change of slope by showing"
"""Of scores that are computed from the profiles: slope where shown, less that where hidden."""
DRIFT = "change of slope with position"
SLOPES = (LEVEL, PLACEBO, BELOW, ABOVE, CHANGED, DRIFT)
"""Whose size is for each 10 points of score."""
CONTRASTS = (
    LEVEL, RANGE, PLACEBO, AT, AVERAGED, STATE, STEP, BESIDE, CURVE, BELOW, ABOVE, NOTICERS, GROUPS,
    CHANGED, DRIFT,
)  # fmt: skip

MAIN = ""
PARTICIPANTS = "one number a participant"
FIRST = "first rating only"
POSITION = "with position and previous score"
CORRELATED = "correlated slopes"
CLUSTERED = "two-way clustered"
POOLED = "clustered on participants"
LOGIT = "logistic regression"
COMPLETE = "finished only"
UNEXCLUDED = "nobody excluded"
REASSIGNED = "randomisation inference"
UNADJUSTED = "not adjusted"
SUGGESTED = "at a break that the data suggest"
WITHOUT = "without the rule "
"""And the rule's name: of the plan's rules all but this one are applied."""
BEYOND = "all who came, beyond the planned number too"
DIRECT = "by the standard error of the shares"
DIFFERENCE = "difference of mean counts"
LOG_RANK = "log-rank test"
SUPERIOR = "probability of a higher answer"
TUKEY = "all pairs at once (Tukey)"
OF_POOL = (PARTICIPANTS, FIRST, LOGIT, POOLED)
"""Ways that speak of this pool of profiles, not of profiles like these."""
OTHER_UNIT = (DIFFERENCE, LOG_RANK, SUPERIOR)
"""Ways that answer in a unit of their own."""
VARIANTS = (
    MAIN, PARTICIPANTS, FIRST, POSITION, CORRELATED, CLUSTERED, POOLED, LOGIT, COMPLETE, UNEXCLUDED,
    REASSIGNED, UNADJUSTED, BEYOND, SUGGESTED, DIRECT, DIFFERENCE, LOG_RANK, SUPERIOR, TUKEY,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Poolable moments of one outcome in one group: at a displayed score, or (level nan) once.

    when: "before" for the same scale before the lot, else "".
    """

    outcome: str
    group: str
    n: int
    mean: Number
    m2: Number
    level: Number = nan
    when: str = ""

    @property
    def moments(self) -> Moments:
        return Moments(self.n, self.mean, self.m2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alpha:
    """Of one scale in one group ("": all), on each participant's first rating; Feldt's interval at 95 %.

    item_rest, alpha_without: an item each, in the scale's order.
    """

    scale: str
    group: str
    items: int
    n: int
    alpha: Number = nan
    low: Number = nan
    high: Number = nan
    omega: Number = nan
    item_rest: tuple[Number, ...] = ()
    alpha_without: tuple[Number, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """Of `n` in a group who were asked, so many say that they noticed the score; low..high: Wilson's interval
    of their share.
    """

    group: str
    n: int
    noticed: int
    low: Number = nan
    high: Number = nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many came so far: a key of FLOW, or "page:" and a step. by_group is empty before groups exist, and
    where it would tell too early in which group somebody is. in_batches: by group, of whole batches of those
    who ended: what may be told while the study runs.
    """

    key: str
    total: int
    by_group: tuple[int, ...] = ()
    in_batches: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """minutes: median from begin to end of those who finished, of all and by group; nan where nobody has.

    attrition: two-sided p that finishing, of those exposed, does not depend on the group. batched: of how
    many who ended the counts by group are, where not of everybody.
    """

    groups: tuple[str, ...]
    counts: tuple[Count, ...]
    minutes: Number = nan
    minutes_by_group: tuple[Number, ...] = ()
    attrition: Number = nan
    attrition_method: str = ""
    batched: int = 0

    def total(self, key: str) -> int:
        return next((count.total for count in self.counts if count.key == key), 0)

    def by_group(self, key: str) -> tuple[int, ...]:
        return next((count.by_group for count in self.counts if count.key == key), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """planted: for simulated participants, the effects that were built in: "level:outcome",
    "visibility:outcome" or "groups:outcome:factor=level" -> size.

    exposed, complete: how many each group has in these sets (of the design's groups); excluded: of the
    exposed, by rule. seeds: what was drawn by -> its seed; versions: of the parts that numbers depend on.
    """

    kind: str
    planned: int
    extent: Extent
    flow: Flow
    cells: tuple[Cell, ...] = ()
    alphas: tuple[Alpha, ...] = ()
    noticed: tuple[Noticed, ...] = ()
    noticing: Noticing | None = None
    recalled: tuple[Recalled, ...] = ()
    sight: tuple[Sight, ...] = ()
    means: tuple[LevelMean, ...] = ()
    turns: tuple[Turning, ...] = ()
    planted: dict[str, float] | None = None
    groups: tuple[str, ...] = ()
    exposed: tuple[int, ...] = ()
    complete: tuple[int, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    allocation: Allocation | None = None
    balance: tuple[Difference, ...] = ()
    bounds: tuple[Bound, ...] = ()
    fits: tuple[Fit, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    spreads: tuple[Spread, ...] = ()
    profiles: tuple[ProfileMean, ...] = ()
    variances: tuple[Variance, ...] = ()
    group_bounds: tuple[GroupBound, ...] = ()
    moments: tuple[Moment, ...] = ()
    stayings: tuple[Staying, ...] = ()
    reached: tuple[Reached, ...] = ()
    looks: tuple[Look, ...] = ()
    failed: tuple[Failed, ...] = ()
    seeds: dict[str, int] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Without the rows, which have a table of their own."""
        found: dict[str, Any] = json.loads(_ADAPTER.dump_json(replace(self, rows=()), exclude={"rows"}))
        return found

    @classmethod
    def from_json(cls, data: dict[str, Any], rows: Iterable[Row] = ()) -> "Results":
        return replace(_ADAPTER.validate_python(data), rows=tuple(rows))

    def row(self, outcome: str, contrast: str, at: float | None = None, *, variant: str = MAIN) -> Row | None:
        """The outcome's row of this contrast, at the displayed score where one is named."""
        return next(
            (
                row
                for row in self.rows
                if (row.outcome, row.contrast, row.variant) == (outcome, contrast, variant)
                and (at is None or at in row.at)
            ),
            None,
        )

    def named(self, comparison: str) -> Row | None:
        """The row of a comparison of the plan."""
        return next((row for row in self.rows if row.comparison == comparison), None)

    def cells_of(self, outcome: str) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.outcome == outcome)


_ADAPTER = TypeAdapter(Results)
