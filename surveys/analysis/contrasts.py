"""One outcome's rows: slopes over levels, shown against hidden. One number a participant, never a rating."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoring.estimators.estimate import Estimate, t_row
from scoring.estimators.hedges import standardised
from scoring.estimators.lin import lin
from scoring.estimators.multiplicity import holm, simultaneous_level
from scoring.estimators.slopes import mean_slope, participant_slopes, spread
from scoring.estimators.welch import welch
from surveys.analysis.data import Data
from surveys.analysis.design import Design
from surveys.analysis.frames import Floats
from surveys.analysis.results import AT, AVERAGED, LEVEL, PLACEBO, RANGE, STATE, Row

HIDDEN_SD = "SD of single ratings where the score was hidden, exact J, noncentral-t interval"
WHO = "participants who were exposed and ended with their answers kept, in the groups they were drawn for"
POOL = "averaged over these profiles"

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Visited:
    """One outcome taken at visits. y, level, profile: (n, v); shown, hidden: masks of shape (n,)."""

    name: str
    words: str
    y: Floats
    level: Floats
    profile: NDArray[np.int64]
    shown: Mask
    hidden: Mask


def visited_rows(design: Design, data: Data, *, name: str, words: str) -> list[Row]:
    """Rows of an outcome that is taken at every visit. words: the outcome and its unit, for estimands."""
    v = Visited(
        name,
        words,
        data.values[name],
        data.level,
        data.profile,
        np.isin(data.arm, design.shown),
        np.isin(data.arm, design.hidden),
    )
    rows: list[Row] = []
    if design.shown and len(design.levels) > 1:
        low, high = design.levels[0], design.levels[-1]
        rows.append(_slope(v, v.shown, LEVEL, 10.0, "per 10 points of the displayed score"))
        rows.append(
            _slope(v, v.shown, RANGE, high - low, f"from a displayed {low:g} to {high:g}, by the line")
        )
    if design.hidden and len(design.levels) > 1:
        control = "per 10 points of the score that was drawn but not displayed (negative control)"
        rows.append(_slope(v, v.hidden, PLACEBO, 10.0, control))
    if design.shown and design.hidden:
        rows += adjusted(_at(v, level) for level in design.levels)
        if len(design.levels) > 1:
            rows.append(_averaged(v, design.levels))
    return rows


def _slope(v: Visited, who: Mask, contrast: str, per: float, what: str) -> Row:
    people, visits = v.y[who].shape
    found = participant_slopes(
        np.repeat(np.arange(people), visits), v.level[who].ravel(), v.y[who].ravel(), per=per
    )
    sd, df = spread(v.y[v.hidden])
    profiles = _profiles(v, who)
    # Without a hidden group, or one that does not vary, the slopes' own SD stands in, and the row says so.
    estimate = (
        mean_slope(found, sd=sd, sd_df=df, standardiser=HIDDEN_SD, n_profiles=profiles)
        if sd > 0
        else mean_slope(found, n_profiles=profiles)
    )
    if not people:
        estimate = replace(estimate, warnings=("Nobody is in this group.",))
    estimand = f"Mean over {WHO}, of each one's least-squares slope of {v.words}, {what}, {POOL}."
    return Row(
        key=f"{v.name}.{_CODES[contrast]}",
        outcome=v.name,
        contrast=contrast,
        estimand=estimand,
        estimate=estimate,
    )


_CODES = {LEVEL: "level", RANGE: "range", PLACEBO: "placebo"}


def _at(v: Visited, level: float) -> Row:
    there = row_means(np.where(v.level == level, v.y, np.nan))[v.shown]
    means = row_means(v.y)[v.hidden]
    ratings = int((~np.isnan(np.where(v.level == level, v.y, np.nan)[v.shown])).sum())
    ratings += int((~np.isnan(v.y[v.hidden])).sum())
    found = welch(there, means, n_profiles=_profiles(v, v.shown | v.hidden), n_ratings=ratings)
    estimand = (
        f"Difference, among {WHO}, between {v.words} with {level:g} displayed and the mean of each "
        f"participant from whom the score was hidden, {POOL}."
    )
    key = f"{v.name}.at.{level:g}"
    return Row(key=key, outcome=v.name, contrast=AT, at=level, estimand=estimand, estimate=_sized(v, found))


def _averaged(v: Visited, levels: tuple[float, ...]) -> Row:
    means = row_means(v.y)
    found = welch(
        means[v.shown],
        means[v.hidden],
        n_profiles=_profiles(v, v.shown | v.hidden),
        n_ratings=int((~np.isnan(v.y[v.shown | v.hidden])).sum()),
    )
    drawn = ", ".join(f"{level:g}" for level in levels)
    estimand = (
        f"Difference, among {WHO}, between participants' mean {v.words} with the score shown and hidden, "
        f"averaged over the displayed levels {drawn}: it depends on which levels were chosen; {POOL}."
    )
    key = f"{v.name}.averaged"
    return Row(key=key, outcome=v.name, contrast=AVERAGED, estimand=estimand, estimate=_sized(v, found))


def _sized(v: Visited, found: Estimate) -> Estimate:
    """In the same SD as the slopes: effects of one outcome are compared. Without one, Welch's own stays."""
    sd, df = spread(v.y[v.hidden])
    if not (sd > 0 and found.se > 0):
        return found
    return found.with_effect(standardised(found, sd=sd, sd_df=df, standardiser=HIDDEN_SD))


def state_rows(design: Design, data: Data, *, name: str, words: str) -> list[Row]:
    """Shown minus hidden of an outcome taken once, adjusted for the same scale before, if there is one."""
    if not (design.shown and design.hidden):
        return []
    shown = np.isin(data.arm, design.shown)
    among = shown | np.isin(data.arm, design.hidden)
    before = data.before.get(name)
    estimate = lin(
        data.values[name][among], shown[among], covariates=None if before is None else before[among]
    )
    adjusted_for = "" if before is None else ", adjusted for the same scale before the lot"
    estimand = (
        f"Difference in {words} between participants shown and not shown scores, among {WHO}{adjusted_for}."
    )
    key = f"{name}.visibility"
    return [Row(key=key, outcome=name, contrast=STATE, estimand=estimand, estimate=estimate)]


def adjusted(rows: Iterable[Row]) -> list[Row]:
    """Holm within these rows; one that could not be computed still counts."""
    family = list(rows)
    if not family:
        return []
    level = simultaneous_level(len(family))
    wider = [t_row(row.estimate.estimate, row.estimate.se, row.estimate.df, level=level) for row in family]
    p = holm([row.estimate.p for row in family])
    return [
        replace(row, p_adjusted=float(value), simultaneous_low=wide.low, simultaneous_high=wide.high)
        for row, wide, value in zip(family, wider, p, strict=True)
    ]


def row_means(table: Floats) -> Floats:
    """Mean of what is there in each row; nan where nothing is. Shape (n, v) to (n,)."""
    seen = (~np.isnan(table)).sum(axis=1)
    means = np.full(len(table), np.nan)
    np.divide(np.nansum(table, axis=1), seen, out=means, where=seen > 0)
    return means


def _profiles(v: Visited, who: Mask) -> int:
    rated = v.profile[who][~np.isnan(v.y[who])]
    return len(np.unique(rated[rated >= 0]))
