"""Groups over time: means, curves, who came so far, and what the missing could have changed."""

from dataclasses import replace
from math import isclose, isnan
from typing import Any

import numpy as np
import pytest
from scipy import stats

from scoring.estimators.lee import lee
from surveys.analysis.compute import compute
from surveys.analysis.course import ACTS, moments_of, reached, stayings
from surveys.analysis.data import Data
from surveys.analysis.design import design_of
from surveys.analysis.results import Count, Flow, Results
from surveys.analysis.series import series_of
from surveys.protocol import Compiled, compiled, read
from tests.analysis import four, make, week

PROTOCOL = compiled(week.document(confirmatory=[week.compares("calm")]))
DESIGN = design_of(PROTOCOL)
FLOW = Flow(groups=DESIGN.groups, counts=(Count(key="exposed", total=420, by_group=(105,) * 4),))


def results(found: Data, protocol: Compiled = PROTOCOL, flow: Flow = FLOW) -> Results:
    return compute(protocol, found, flow, kind="real")


# --- which scales are taken several times


def test_a_scale_has_a_course_from_three_times_on_each_with_its_day() -> None:
    (series,) = series_of(PROTOCOL)
    assert (series.key, series.label) == ("mood.mood", "Mood")
    assert [(one.at, one.words) for one in series.taken] == [
        (0, "before"), (2, "after day 2"), (4, "after day 4"), (6, "at the end"),
    ]  # fmt: skip


def test_without_days_times_are_counted_and_called_by_their_pages() -> None:
    (series,) = series_of(four.protocol())
    assert [(one.at, one.words) for one in series.taken] == [(0, "before"), (1, "third"), (2, "fourth")]
    changes = four.changes()
    changes["pages"] = [page for page in changes["pages"] if page["id"] != "third"]
    assert series_of(Compiled(read(make.document(**{**changes, "outcomes": []})), "")) == ()


# --- means


def test_each_group_has_its_mean_at_each_time_with_the_t_interval() -> None:
    found = week.arrays(80)
    told = {(m.what, m.group, m.at): m for m in moments_of(PROTOCOL, DESIGN, found, inferred=True)}
    assert len(told) == 4 * (4 + 5)
    values = found.states["mood_day4"][found.arm == 3]
    one = told["mood.mood", "dip_64", 4]
    low, high = stats.t.interval(0.95, 19, values.mean(), stats.sem(values))
    assert one.n == 20 and isclose(one.mean, values.mean())
    assert isclose(one.low, low) and isclose(one.high, high)


def test_acts_are_counted_of_whoever_came_to_the_day() -> None:
    found = week.arrays(80)
    assert found.days
    told = {(m.group, m.at): m for m in moments_of(PROTOCOL, DESIGN, found, inferred=True) if m.what == ACTS}
    here = (found.arm == 1) & (found.days.reached >= 5)
    acts = sum(found.days.counts[act][here, 4] for act in ("post", "filler", "own", "reply", "share", "like"))
    assert told["flat_68", 5].n == here.sum() < 20
    assert isclose(told["flat_68", 5].mean, float(np.mean(acts)))


def test_of_few_there_are_means_and_no_intervals() -> None:
    small = results(week.arrays(40))
    assert small.extent == "few" and small.moments and all(isnan(m.low) for m in small.moments)
    assert not small.stayings and not small.reached and not small.group_bounds


def test_nobody_left_in_a_group_is_no_number() -> None:
    found = week.arrays(80)
    gone = replace(found, states={k: np.where(found.arm == 2, np.nan, v) for k, v in found.states.items()})
    told = [m for m in moments_of(PROTOCOL, DESIGN, gone, inferred=True) if m.group == "dip_65" and m.n == 0]
    assert len(told) == 4 and all(isnan(m.mean) for m in told)


# --- days stayed


def test_curves_are_shares_of_those_at_risk() -> None:
    """Nobody is censored before the last day: the curve is the plain share still there."""
    found = week.arrays(400)
    curves = {one.group: one for one in stayings(PROTOCOL, DESIGN, found)}
    for position, group in enumerate(DESIGN.groups):
        time = found.values["stayed"][found.arm == position]
        time = time[~np.isnan(time)]
        one = curves[group]
        assert (one.n, one.last) == (len(time), 2)
        assert list(one.at_risk) == [int((time >= day).sum()) for day in range(3)]
        np.testing.assert_allclose(one.staying, [(time > day).mean() for day in (0, 1)])
        assert all(
            low < share < high for low, share, high in zip(one.low, one.staying, one.high, strict=True)
        )


# --- who came so far


def test_who_came_to_the_questions_is_counted_and_tested_by_group() -> None:
    found = week.arrays(80)
    assert found.days
    done = np.where((found.arm == 3) & (np.arange(80) % 8 < 4), 1, found.days.done)
    lost = replace(found, days=replace(found.days, done=done))
    first, second = reached(PROTOCOL, DESIGN, lost)
    assert (first.day, first.by_group, first.of) == (2, (20, 20, 20, 10), (20,) * 4)
    assert second.day == 4 and first.p < 0.001
    two = replace(lost, arm=np.where(lost.arm == 3, 3, 0))
    (tested, _) = reached(PROTOCOL, DESIGN, two)
    assert isclose(tested.p, stats.fisher_exact(np.array([[60, 10], [0, 10]])).pvalue, rel_tol=1e-9)


def test_a_study_without_days_has_no_such_sets() -> None:
    assert list(reached(four.protocol(), design_of(four.protocol()), four.arrays(80))) == []


# --- the missing


def with_missing(n: int = 400) -> Data:
    found = week.arrays(n, dip=0.3)
    calm = np.where((found.arm >= 2) & (np.arange(n) % 20 < 3), np.nan, found.values["calm"])
    return replace(found, values={**found.values, "calm": calm})


def test_bounds_are_lees_of_both_sides_with_all_who_were_exposed() -> None:
    found = with_missing()
    run = results(found)
    (one,) = run.group_bounds
    y, arm = found.values["calm"], found.arm
    assert one.comparison == "calm" and one.of == (210, 105)
    assert one.missing == (210 - int((~np.isnan(y[arm >= 2])).sum()), 5)
    same = lee(y[arm >= 2], y[arm == 1], allocated=(210, 105))
    assert (one.low, one.high) == (same.lower, same.upper)
    assert one.outer_low < one.low <= one.high < one.outer_high
    assert one.end_low < one.low and one.high < one.end_high
    row = run.named("calm")
    assert row and one.low < row.estimate.estimate < one.high


def test_bounds_are_the_same_again_and_stored_with_their_seed() -> None:
    one, other = results(with_missing()), results(with_missing())
    assert one.group_bounds == other.group_bounds and one.group_bounds[0].seed is not None
    assert Results.from_json(one.to_json()).group_bounds == one.group_bounds
    assert Results.from_json(one.to_json()).moments == one.moments
    assert Results.from_json(one.to_json()).stayings == one.stayings


@pytest.mark.parametrize("outcome", ["filler", "rest", "stayed"])
def test_only_differences_of_means_of_a_state_are_bounded(outcome: str) -> None:
    protocol = compiled(week.document(confirmatory=[week.compares(outcome)]))
    assert results(week.arrays(400), protocol).group_bounds == ()


def test_counts_over_days_find_what_was_planted_and_stay_empty_without() -> None:
    plan: list[dict[str, Any]] = [week.compares("filler"), week.compares("calm")]
    protocol = compiled(week.document(confirmatory=plan))
    found = results(week.arrays(800, filler=1.6, dip=0.25), protocol)
    rows = {row.comparison: row.estimate for row in found.rows if row.comparison}
    assert np.exp(rows["filler"].low) < 1.6 < np.exp(rows["filler"].high) and rows["filler"].p < 1e-4
    assert rows["calm"].low < 0.25 < rows["calm"].high and rows["calm"].p < 1e-6
    none = results(week.arrays(800, seed=5), protocol)
    assert all(row.p_adjusted > 0.05 for row in none.rows if row.comparison)
