"""Groups against groups: each outcome's own way, from arrays whose answers are known otherwise."""

from dataclasses import replace
from math import exp, isclose, isfinite, isnan, log, sqrt
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from scoring.estimators.binary import difference_of, wilson
from scoring.estimators.estimate import Estimate
from scoring.estimators.hedges import small_sample_factor
from scoring.estimators.lin import lin
from scoring.estimators.survival import restricted_difference, stays
from surveys.analysis.asking import Question, Source
from surveys.analysis.compute import compute
from surveys.analysis.data import Data
from surveys.analysis.design import design_of
from surveys.analysis.groups import Pair, estimate, numbers, variants
from surveys.analysis.results import (
    DIFFERENCE,
    DIRECT,
    GROUPS,
    LOG_RANK,
    MAIN,
    SUPERIOR,
    TUKEY,
    UNADJUSTED,
    Flow,
    Results,
    Row,
)
from surveys.protocol import Compiled
from surveys.protocol.sides import Sides, arms_in, chosen
from tests.analysis import four

FLOW = Flow(groups=four.COURSES, counts=())
PROTOCOL = four.protocol()
FELL = Sides(chosen({"course": ["dip_65", "dip_64"]}), chosen({"course": ["flat"]}))


def results(found: Data, protocol: Compiled = PROTOCOL) -> Results:
    return compute(protocol, found, FLOW, kind="real")


def answer(found: Data, outcome: str, variant: str = "", sides: Sides = FELL) -> Estimate:
    source = Source(PROTOCOL, design_of(PROTOCOL), found)
    return source.answer(Question(outcome, GROUPS, variant=variant, sides=sides)).estimate


def pair(y: Any, other: Any, **options: Any) -> Pair:
    """Two sides, one after the other."""
    n, m = len(y), len(other)
    of = np.arange(n + m) < n
    return Pair(np.concatenate([y, other]).astype(float), of, ~of, **options)


# --- each kind


def test_a_state_is_adjusted_for_all_that_was_taken_before() -> None:
    found = four.arrays(400, dip=8)
    row = answer(found, "day4")
    among = found.arm >= 1
    same = lin(found.values["day4"][among], found.arm[among] >= 2, covariates=found.before["day4"][among])
    assert row == same
    # The same by a regression of another library: treatment, centred covariates and their products, HC2.
    x = found.before["day4"][among]
    x, t = x - x.mean(axis=0), (found.arm[among] >= 2).astype(float)
    design = np.column_stack([np.ones(len(t)), t, x, x * t[:, None]])
    fitted = sm.OLS(found.values["day4"][among], design).fit(cov_type="HC2")
    assert isclose(row.estimate, fitted.params[1], rel_tol=1e-9)
    assert isclose(row.se, fitted.bse[1], rel_tol=1e-9)
    assert row.df == len(t) - 6
    one = lin(found.values["day4"][among], t, covariates=found.before["day4"][among][:, 0])
    assert row.se < one.se < answer(found, "day4", UNADJUSTED).se


def test_a_count_is_a_ratio_and_beside_it_a_difference() -> None:
    one, other = [4, 0, 2, 3, 1, 6, 2, 2, 0, 5], [1, 0, 2, 1, 0, 3, 1, 0, 1, 1]
    found = pair(one, other)
    row = estimate(found, "count")
    variance = sum(np.var(v, ddof=1) / len(v) / np.mean(v) ** 2 for v in (one, other))
    assert isclose(row.estimate, log(2.5)) and isclose(row.se, sqrt(variance))
    assert isclose(row.effect, 2.5) and isclose(row.effect_low, exp(row.low))
    assert isclose(estimate(found, "count", DIFFERENCE).estimate, 1.5)


def test_what_happened_is_a_difference_of_shares_and_at_looks_has_a_standard_error() -> None:
    """Newcombe 1998, table II (a): 56/70 and 48/80, method 10: 0.0524 to 0.3339."""
    one, other = np.repeat([1.0, 0.0], [56, 14]), np.repeat([1.0, 0.0], [48, 32])
    row = estimate(pair(one, other), "happened")
    assert isclose(row.estimate, 0.2) and isnan(row.se)
    assert round(row.low, 4) == 0.0524 and round(row.high, 4) == 0.3339
    direct = estimate(pair(one, other), "happened", DIRECT)
    assert isclose(direct.estimate, 0.2)
    assert isclose(direct.se, sqrt(0.8 * 0.2 / 69 + 0.6 * 0.4 / 79), rel_tol=1e-12)


def test_days_stayed_are_compared_up_to_the_last_and_by_how_fast_they_left() -> None:
    """By hand: of one side 4 of 8 leave at 1, of the other 2 of 8; all others are there to the end, 4."""
    one, other = [1.0] * 4 + [4.0] * 4, [1.0] * 2 + [4.0] * 6
    left = np.array([1.0] * 4 + [0.0] * 4 + [1.0] * 2 + [0.0] * 6)
    found = pair(one, other, left=left, last=4.0)
    row = estimate(found, "stayed")
    assert isclose(row.estimate, (1 + 0.5 * 3) - (1 + 0.75 * 3))
    assert row == restricted_difference(stays(one, left[:8]), stays(other, left[8:]), tau=4.0)
    tested = estimate(found, "stayed", LOG_RANK)
    # At 1: 16 at risk, 6 leave, 3 expected of either side; variance 6 * 8/16 * 8/16 * 10/15 = 1.
    assert isclose(tested.statistic, 1.0) and isclose(tested.estimate, 1.0)


def test_ordered_answers_are_compared_by_odds_and_by_who_lies_above_whom() -> None:
    """Of a two by two table the odds are the cross ratio."""
    one, other = [2.0] * 30 + [1.0] * 10, [2.0] * 15 + [1.0] * 25
    row = estimate(pair(one, other), "ordinal")
    assert isclose(exp(row.estimate), (30 / 10) / (15 / 25), rel_tol=1e-9)
    above = estimate(pair(one, other), "ordinal", SUPERIOR)
    assert isclose(above.effect, 0.75 * 0.625 + 0.5 * (0.75 * 0.375 + 0.25 * 0.625))


def test_visits_are_each_ones_mean_and_within_them_each_ones_own_difference() -> None:
    y = np.array([[1.0, 3.0], [2.0, 6.0], [np.nan, 5.0], [4.0, 4.0]])
    everybody = np.ones(4, dtype=bool)
    met = np.array([[True, False], [False, True], [True, False], [True, False]])
    profiles = np.array([[0.0, 1.0]] * 4)
    found = Pair(y, everybody, everybody, met=met, met_against=~met, profiles=profiles, within=True)
    own = np.array([1.0 - 3.0, 6.0 - 2.0, 4.0 - 4.0])
    row = estimate(found, "rating")
    assert isclose(row.estimate, own.mean()) and isclose(row.se, own.std(ddof=1) / sqrt(3))
    assert (row.df, row.n_participants, row.n_profiles) == (2.0, 3, 2)
    between = replace(
        found, of=np.array([True, True, False, False]), against=np.array([False, False, True, True]),
        met=None, met_against=None, within=False,
    )  # fmt: skip
    assert isclose(estimate(between, "rating").estimate, (2.0 + 4.0) / 2 - (5.0 + 4.0) / 2)
    assert estimate(between, "rating").n_ratings == 7
    assert len(numbers(found)) == 1 and len(numbers(between)) == 2


def test_a_difference_within_participants_is_sized_by_how_they_differ_from_each_other() -> None:
    """By the SD of their means where they are compared against, not by that of the differences."""
    rng = np.random.default_rng(7)
    met = np.tile([True, True, False, False], (40, 1))
    y = rng.normal(0, 1, (40, 1)) + 0.4 * met + rng.normal(0, 0.1, (40, 4))
    everybody = np.ones(40, dtype=bool)
    found = Pair(y, everybody, everybody, met=met, met_against=~met, profiles=np.zeros((40, 4)), within=True)
    row = estimate(found, "rating")
    base = y[:, 2:].mean(axis=1)
    assert isclose(row.effect, small_sample_factor(39) * row.estimate / base.std(ddof=1), rel_tol=1e-9)
    assert row.effect_low < row.effect < row.effect_high < 1
    assert "against" in row.standardiser
    flat = estimate(replace(found, y=np.where(met, y, 2.0)), "rating")
    assert isfinite(flat.p) and not isfinite(flat.effect) and "does not vary" in flat.warnings[-1]


@pytest.mark.parametrize("kind", ["state", "count", "happened", "stayed", "ordinal", "rating"])
def test_every_kind_of_comparison_has_an_effect_size_with_its_interval(kind: str) -> None:
    rng = np.random.default_rng(3)
    one, other = rng.integers(1, 3, 40), rng.integers(1, 4, 40)
    if kind == "happened":
        one, other = one == 2, other == 2
    found = pair(
        one.astype(float), other.astype(float), left=np.ones(80), last=2.0, profiles=np.zeros((80, 1))
    )
    found = replace(found, y=found.y[:, None]) if kind == "rating" else found
    for way in (MAIN, *variants(kind, adjusts=False)):
        row = estimate(found, kind, way)
        assert row.effect_low < row.effect < row.effect_high and row.standardiser, way


@pytest.mark.parametrize("kind", ["state", "count", "happened", "stayed", "ordinal", "rating"])
@pytest.mark.parametrize("n", [0, 1, 2])
def test_too_few_give_no_number_and_a_sentence(kind: str, n: int) -> None:
    profiles = np.zeros((2 * n, 1)) if kind == "rating" else None
    found = pair(np.ones(n), np.zeros(n), left=np.zeros(2 * n), last=3.0, profiles=profiles)
    if kind == "rating":
        found = replace(found, y=found.y[:, None])
    row = estimate(found, kind)
    if kind == "happened" and n:
        assert row.low < row.estimate <= row.high
    else:
        assert isnan(row.low) and row.warnings
    assert row.n_participants == 2 * n


@pytest.mark.parametrize("kind", ["state", "count", "happened", "ordinal"])
def test_sides_turned_round_turn_the_estimate_round(kind: str) -> None:
    rng = np.random.default_rng(4)
    y = (
        (rng.uniform(size=60) < 0.4).astype(float)
        if kind == "happened"
        else rng.integers(1, 5, 60).astype(float)
    )
    of = np.arange(60) < 25
    one, other = estimate(Pair(y, of, ~of), kind), estimate(Pair(y, ~of, of), kind)
    assert isclose(one.estimate, -other.estimate, rel_tol=1e-8)
    assert isclose(one.low, -other.high, rel_tol=1e-8) and isclose(one.p, other.p, rel_tol=1e-8)


def test_other_ways_are_asked_where_there_is_something_to_adjust_for() -> None:
    assert variants("state", adjusts=True) == (UNADJUSTED,)
    assert variants("state", adjusts=False) == ()
    assert variants("happened", adjusts=False) == ()
    assert variants("stayed", adjusts=False) == (LOG_RANK,)
    assert variants("rating", adjusts=False) == ()


# --- in a run


def test_without_a_plan_each_group_is_set_against_the_first_on_every_outcome() -> None:
    found = results(four.arrays(400, dip=6))
    main = [row for row in found.rows if row.contrast == GROUPS and not row.variant]
    keys = {(row.outcome, row.sides.key) for row in main if row.sides}
    others = [f"course:{level}~course:none" for level in four.COURSES[1:]]
    assert keys == {(o, key) for o in ("day3", "day4", "moved", "leave") for key in others}
    assert len({row.key for row in found.rows}) == len(found.rows)
    assert not any(row.confirmatory for row in found.rows) and not found.failed
    assert all(row.estimate.consistent() for row in found.rows)


def test_a_plans_groups_are_pooled_as_allocated_and_corrected_together() -> None:
    found = results(four.arrays(800, dip=8), four.protocol(confirmatory=list(four.NAMED)))
    named = {row.comparison: row for row in found.rows if row.comparison}
    assert list(named) == ["visible", "dip", "below"]
    assert named["dip"].p_adjusted < 1e-4 and named["dip"].estimate.estimate > 4
    assert named["dip"].estimate.n_participants == 600
    assert named["visible"].estimate.n_participants == 800
    assert named["visible"].equivalence and named["visible"].equivalence.verdict == "equivalent"
    assert named["below"].simultaneous_low < named["below"].estimate.low
    assert "those whose score fell and those whose score stayed" in named["dip"].estimand
    assert "as taken 2 times before" in named["dip"].estimand
    assert "those whose score fell to 64 and those whose score fell to 65" in named["below"].estimand


def named_by(kind: str, **plan: Any) -> tuple[Compiled, dict[str, Any]]:
    comparison = {
        "name": "one", "outcome": kind, "contrast": "groups", "of": {"course": ["dip_65", "dip_64"]},
        "against": {"course": ["flat"]},
    }  # fmt: skip
    return four.protocol(confirmatory=[comparison, four.NAMED[0]], **plan), comparison


def test_newcombes_interval_is_made_anew_where_several_hold_together() -> None:
    protocol, _ = named_by("leave")
    found = four.arrays(400)
    row = results(found, protocol).named("one")
    assert row and isnan(row.estimate.se)
    y, arm = found.values["leave"], found.arm
    wide = difference_of(y[arm >= 2], y[arm == 1], level=0.975)
    assert (row.simultaneous_low, row.simultaneous_high) == (wide.low, wide.high)
    assert row.simultaneous_low < row.estimate.low < row.estimate.high < row.simultaneous_high


@pytest.mark.parametrize(("outcome", "names"), [("leave", "Welch"), ("moved", "odds")])
def test_looks_are_taken_of_what_can_be_looked_at(outcome: str, names: str) -> None:
    protocol, _ = named_by(outcome, stopping={"kind": "group_sequential", "looks": [0.5, 1.0]})
    found = results(four.arrays(400), protocol)
    row = found.named("one")
    assert row and [look.n for look in found.looks if look.comparison == "one"] == [200, 400]
    assert row.estimate.low < row.estimate.estimate < row.estimate.high and row.p_adjusted <= 1
    assert isnan(row.estimate.p)


def test_shares_may_be_looked_at_at_any_time_in_wider_intervals() -> None:
    protocol, _ = named_by("leave", stopping={"kind": "anytime_valid"})
    found = results(four.arrays(400), protocol)
    row = found.named("one")
    fixed = answer(four.arrays(400), "leave", DIRECT)
    assert row and row.estimate.low < fixed.low and fixed.high < row.estimate.high
    assert isclose(row.estimate.estimate, fixed.estimate)


def test_several_groups_at_once_are_an_analysis_of_variance_and_all_pairs() -> None:
    """Against scipy's F, and statsmodels' studentised range for all pairs."""
    found = four.arrays(200, dip=12)
    run = results(found)
    table = next(v for v in run.variances if v.outcome == "day4")
    y = found.values["day4"]
    groups = [y[found.arm == i] for i in range(4)]
    theirs = stats.f_oneway(*groups)
    assert isclose(table.f, theirs.statistic, rel_tol=1e-9) and (table.df, table.residual_df) == (3, 196)
    assert isclose(table.p, theirs.pvalue, rel_tol=1e-8)
    between = sum(len(group) * (group.mean() - y.mean()) ** 2 for group in groups)
    assert isclose(table.explained, between / ((y - y.mean()) ** 2).sum(), rel_tol=1e-9)
    pairs = [row for row in run.rows if row.outcome == "day4" and row.variant == TUKEY]
    assert len(pairs) == 6
    their = sm.stats.multicomp.pairwise_tukeyhsd(found.values["day4"], found.arm)
    for row, difference, low in zip(
        sorted(pairs, key=_order), their.meandiffs, their.confint[:, 0], strict=True
    ):
        assert isclose(row.estimate.estimate, difference, rel_tol=1e-9)
        assert isclose(row.estimate.low, low, rel_tol=1e-4)
    assert isclose(groups[3].mean() - groups[0].mean(), their.meandiffs[2], rel_tol=1e-9)


def _order(row: Row) -> tuple[int, int]:
    assert row.sides
    return tuple(arms_in(PROTOCOL.document, side)[0] for side in (row.sides.against, row.sides.of))  # type: ignore[return-value]


def test_a_share_shown_to_be_small_is_told_by_its_own_intervals() -> None:
    """p is the alpha whose 1 - 2 alpha interval just fits: by bisection over intervals."""
    protocol = four.protocol(
        confirmatory=[{"name": "one", "outcome": "leave", "contrast": "groups", "smallest": 0.2,
                       "of": {"course": ["dip_64"]}, "against": {"course": ["dip_65"]}}]
    )  # fmt: skip
    found = four.arrays(800)
    row = results(found, protocol).named("one")
    assert row and row.equivalence and row.equivalence.verdict == "equivalent"
    y, arm, p = found.values["leave"], found.arm, row.equivalence.p
    edge = difference_of(y[arm == 3], y[arm == 2], level=1 - 2 * p)
    assert isclose(max(edge.high, -edge.low), 0.2, abs_tol=1e-6) and p < 0.05
    assert row.equivalence.interval_low > -0.2 and row.equivalence.interval_high < 0.2
    assert wilson(1, 2)[0] > 0


def test_an_outcome_that_cannot_be_computed_leaves_the_others() -> None:
    found = four.arrays(200)
    broken = replace(found, values={**found.values, "leave": np.full(200, 2.0)})
    run = results(broken)
    assert [failed.outcome for failed in run.failed] == ["leave"]
    assert {row.outcome for row in run.rows} == {"day3", "day4", "moved"}
