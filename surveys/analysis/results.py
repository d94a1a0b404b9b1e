"""What a run found: frozen, no rows, and the same again from JSON."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import nan
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, TypeAdapter

from scoring.estimators.estimate import Estimate
from scoring.moments import Moments

Number = Annotated[float, BeforeValidator(lambda value: nan if value is None else value)]
"""nan is null in JSON."""

Extent = Literal["live", "few", "full"]
"""Of a study that is live: no effects. Too few: descriptives alone. Full: everything."""

ENOUGH = 20
"""Participants that each group needs before anything is inferred, and before it is counted by itself while
effects are withheld."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One inferential row. contrast: one of LEVEL, RANGE, PLACEBO, AT, AVERAGED, STATE.

    at: the displayed score that AT is about, else nan. p_adjusted, simultaneous: by Holm within the outcome,
    and the interval at 1 - alpha/m that agrees with it; nan where the row stands alone.
    """

    key: str
    outcome: str
    contrast: str
    estimand: str
    estimate: Estimate
    at: float = nan
    p_adjusted: float = nan
    simultaneous_low: float = nan
    simultaneous_high: float = nan


LEVEL = "slope where shown"
RANGE = "highest against lowest"
PLACEBO = "slope where hidden"
AT = "shown against hidden"
AVERAGED = "shown against hidden, averaged"
STATE = "shown against hidden, adjusted"


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
    """Of one scale in one group ("": all), on each participant's first rating; Feldt's interval at 95 %."""

    scale: str
    group: str
    items: int
    n: int
    alpha: Number = nan
    low: Number = nan
    high: Number = nan
    omega: Number = nan
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """Of `n` in a group who were asked, so many say that they noticed the score."""

    group: str
    n: int
    noticed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many came so far: a key of FLOW, or "page:" and a step. by_group is empty before groups exist, and
    where it would tell too early in which group somebody is.
    """

    key: str
    total: int
    by_group: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """minutes: median from begin to end of those who finished, of all and by group; nan where nobody has.

    attrition: two-sided p that finishing, of those exposed, does not depend on the group.
    """

    groups: tuple[str, ...]
    counts: tuple[Count, ...]
    minutes: Number = nan
    minutes_by_group: tuple[Number, ...] = ()
    attrition: Number = nan
    attrition_method: str = ""

    def total(self, key: str) -> int:
        return next((count.total for count in self.counts if count.key == key), 0)

    def by_group(self, key: str) -> tuple[int, ...]:
        return next((count.by_group for count in self.counts if count.key == key), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """planted: for simulated participants, the effects that were built in: "factor:outcome" -> size."""

    kind: str
    planned: int
    extent: Extent
    flow: Flow
    cells: tuple[Cell, ...] = ()
    alphas: tuple[Alpha, ...] = ()
    noticed: tuple[Noticed, ...] = ()
    planted: dict[str, float] | None = None
    rows: tuple[Row, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Without the rows, which have a table of their own."""
        found: dict[str, Any] = json.loads(_ADAPTER.dump_json(replace(self, rows=()), exclude={"rows"}))
        return found

    @classmethod
    def from_json(cls, data: dict[str, Any], rows: Iterable[Row] = ()) -> "Results":
        return replace(_ADAPTER.validate_python(data), rows=tuple(rows))

    def row(self, outcome: str, contrast: str, at: float | None = None) -> Row | None:
        return next(
            (
                row
                for row in self.rows
                if row.outcome == outcome and row.contrast == contrast and at in (None, row.at)
            ),
            None,
        )

    def cells_of(self, outcome: str) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.outcome == outcome)


_ADAPTER = TypeAdapter(Results)
