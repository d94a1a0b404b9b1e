from dataclasses import replace
from math import isfinite, isnan, nan
from typing import Any

import numpy as np
import pytest
from statsmodels.regression.linear_model import OLS

from scoring.estimators.estimate import Estimate
from scoring.estimators.mixed.clustered import METHOD, ONE_CLUSTER, ONE_WAY
from scoring.estimators.mixed.crossed import Crossed, conditions, crossed
from scoring.estimators.mixed.fit import NoFit
from scoring.estimators.mixed.ratings import ratings
from scoring.estimators.mixed.robust import (
    OPENING,
    POSITION,
    PREVIOUS,
    Regressed,
    came_before,
    first_rating,
    level_by_position,
    order_adjusted,
    this_pool,
    two_way,
)
from tests.scoring.estimators.mixed.made import MEAN_LEVEL, Floats, Made, case_one, drawn

PLACES = np.tile([1, 2, 3, 4], 80)


def three(found: Regressed) -> list[Estimate]:
    return [found.visibility, found.slope, found.placebo]


def placed(made: Made, places: Any) -> tuple[Any, Any, Any, Any, Any, Any]:
    """The arrays with each rating's position."""
    return made.y, made.who, made.what, made.shown, made.levels, places


def adjusted(made: Made) -> Estimate:
    """Four ratings each, in their order."""
    places = np.arange(len(made.y)) % 4 + 1
    return order_adjusted(*placed(made, places), mean_level=MEAN_LEVEL).slope


# --- clustered


@pytest.mark.parametrize(("pool", "df", "method"), [(False, 15, METHOD), (True, 191, ONE_WAY)])
def test_the_clustered_rows_are_those_of_statsmodels(pool: bool, df: int, method: str) -> None:
    made = case_one()
    data = ratings(*made)
    x = np.column_stack(list(conditions(data, MEAN_LEVEL).values()))
    groups = data.participant if pool else np.column_stack([data.participant, data.profile])
    other = OLS(made.y, x).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    found = (this_pool if pool else two_way)(*made, mean_level=MEAN_LEVEL)
    for row, i in zip(three(found), (1, 2, 3), strict=True):
        assert (row.estimate, row.se) == pytest.approx((other.params[i], other.bse[i]), rel=1e-8)
        assert (row.n_participants, row.n_profiles, row.n_ratings) == (192, 16, 768)
        assert row.method == method
        assert row.consistent()
    assert found.visibility.df == df


def test_the_slopes_df_count_the_participants_who_saw_a_score() -> None:
    made = case_one()
    found = this_pool(*made, mean_level=MEAN_LEVEL)
    assert found.slope.df == len(np.unique(made.who[made.shown == 1])) - 1
    assert found.placebo.df == len(np.unique(made.who[made.shown == 0])) - 1
    assert two_way(*made, mean_level=MEAN_LEVEL).slope.df == 15


def test_this_pool_says_less_than_profiles_like_these() -> None:
    """Slopes that differ over profiles widen the one row and not the other."""
    made = drawn(400, slope=0)
    tilt = np.random.default_rng(5).normal(0, 0.3, 16)[made.what]
    y = made.y + tilt * np.where(made.shown == 1, (made.levels - MEAN_LEVEL) / 10, 0)
    pool, wide = (f(*made.rated(y), mean_level=MEAN_LEVEL).slope for f in (this_pool, two_way))
    assert pool.estimate == wide.estimate
    assert wide.se > 2 * pool.se


def test_the_two_way_row_is_the_one_that_stands_in_for_the_mixed_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object) -> None:
        raise NoFit("It did not converge.")

    monkeypatch.setattr("scoring.estimators.mixed.model.fit", fails)
    made = drawn()
    instead, found = crossed(*made, mean_level=MEAN_LEVEL), two_way(*made, mean_level=MEAN_LEVEL)
    assert instead.about.fallback
    for name in ("visibility", "slope", "placebo"):
        one, other = getattr(instead, name), getattr(found, name)
        assert replace(one, warnings=()) == replace(other, warnings=())
    assert not found.slope.warnings


def test_one_profile_where_the_score_was_shown_decides_nothing() -> None:
    made = drawn(200)
    found = two_way(*made.where((made.shown == 0) | (made.what == 0)), mean_level=MEAN_LEVEL)
    assert isnan(found.slope.p)
    assert ONE_CLUSTER in found.slope.warnings
    assert isfinite(found.placebo.p)


def test_an_exact_line_is_nan_with_a_sentence() -> None:
    made = drawn()
    y = np.where(made.shown == 1, made.levels / 7, 50)
    for found in (two_way(*made.rated(y), mean_level=53), this_pool(*made.rated(y), mean_level=53)):
        assert isnan(found.slope.p)
        assert "nothing of the outcome unexplained" in found.slope.warnings[-1]


NOTHING = {
    "no ratings": drawn().where(np.zeros(320, dtype=bool)),
    "two participants": drawn().where(drawn().who < 2),
    "one profile": drawn().where(drawn().what == 0),
    "no variance": drawn().rated(np.full(320, 3.3)),
    "all missing": drawn().rated(np.full(320, nan)),
}


@pytest.mark.parametrize("name", NOTHING)
def test_too_little_is_nan_with_n_and_a_sentence(name: str) -> None:
    made = NOTHING[name]
    found = [row for f in (two_way, this_pool) for row in three(f(*made, mean_level=MEAN_LEVEL))]
    found.append(adjusted(made))
    for row in found:
        assert all(isnan(v) for v in (row.estimate, row.se, row.df, row.p, row.low, row.high))
        assert row.warnings
        assert row.n_ratings is not None


def test_three_ratings_by_three_are_too_few_for_four_effects() -> None:
    made = drawn()
    few = made.where(np.isin(made.who, np.unique(made.who[made.shown == 1])[:3]) & (PLACES == 1))
    row = two_way(*few, mean_level=MEAN_LEVEL).slope
    assert isnan(row.estimate)
    assert row.warnings


# --- what came before


def test_covariates_by_hand() -> None:
    who, place = ["b", "b", "a", "a", "c", "c"], [2, 1, 1, 2, 1, 3]
    found = came_before(who, place, [1, 1, 0, 0, 1, 1], [85, 20, 42, 65, 42, 85], mean_level=50)
    assert found[POSITION].tolist() == [2, 1, 1, 2, 1, 3]
    assert found[OPENING].tolist() == [0, 1, 1, 0, 1, 0]
    assert found[PREVIOUS] == pytest.approx([-3, 0, 0, 0, 0, nan], nan_ok=True)


def carried(weight: float) -> Made:
    """Half of the previous level's pull lies on the next rating; levels alternate, so that it biases."""
    made = drawn(200, slope=0.1)
    place = np.tile([1, 2, 3, 4], 200)
    before = came_before(made.who, place, made.shown, made.levels, mean_level=MEAN_LEVEL)[PREVIOUS]
    return made.rated(made.y + weight * before)


def test_a_pull_of_the_previous_level_is_taken_out() -> None:
    none, pulled = carried(0), carried(0.3)
    before, after = adjusted(none), adjusted(pulled)
    assert after.estimate == pytest.approx(before.estimate, abs=1e-5)
    assert after.se == pytest.approx(before.se, rel=1e-3)
    plain = [crossed(*made, mean_level=MEAN_LEVEL).slope for made in (none, pulled)]
    assert abs(plain[1].estimate - plain[0].estimate) > 0.02
    assert "previous displayed level as covariates" in after.method
    assert after.consistent()


def with_covariates(made: Made, **covariates: Floats) -> Crossed:
    return crossed(*made, mean_level=MEAN_LEVEL, covariates=covariates)


def test_a_covariates_coefficient_is_found_and_the_mean_rating_stays() -> None:
    made = drawn(150)
    trend = np.tile([1.0, 2, 3, 4], 150)
    plain, found = with_covariates(made), with_covariates(made.rated(made.y + 0.5 * trend), trend=trend)
    row = found.covariates["trend"]
    assert row.low < 0.5 < row.high
    assert row.p < 1e-3
    assert found.intercept.estimate == pytest.approx(plain.intercept.estimate + 0.5 * 2.5, abs=0.01)
    assert plain.covariates == {}


def test_shift_and_scale_of_a_covariate_change_nothing_else() -> None:
    made, trend = drawn(150), np.random.default_rng(2).normal(size=600)
    one, other = with_covariates(made, trend=trend), with_covariates(made, trend=1e4 - 1000 * trend)
    for name in ("intercept", "visibility", "slope", "placebo"):
        before, after = getattr(one, name), getattr(other, name)
        assert (after.estimate, after.se, after.df) == pytest.approx(
            (before.estimate, before.se, before.df), rel=1e-5
        )
    assert other.covariates["trend"].estimate == pytest.approx(one.covariates["trend"].estimate / -1000)


def test_a_covariate_never_takes_the_place_of_a_condition() -> None:
    made = drawn()
    found = with_covariates(made, arm=made.shown.astype(float), still=np.full(320, 0.1))
    assert found.covariates == {}
    assert found.visibility.estimate == with_covariates(made).visibility.estimate
    assert "The covariate arm adds nothing" in found.slope.warnings[0]
    assert "The covariate still adds nothing" in found.slope.warnings[1]


def test_a_missing_covariate_is_its_mean_with_an_indicator() -> None:
    made, trend = drawn(150), np.tile([1.0, 2, 3, 4], 150)
    trend[::7] = nan
    found = with_covariates(made, trend=trend)
    filled = np.where(np.isnan(trend), np.nanmean(trend), trend)
    same = with_covariates(made, trend=filled, gone=np.isnan(trend).astype(float))
    for name in ("intercept", "slope"):
        one, other = getattr(found, name), getattr(same, name)
        assert (one.estimate, one.se) == pytest.approx((other.estimate, other.se), rel=1e-6)
    assert found.slope.n_ratings == 600
    assert "missing for 86 ratings" in found.slope.warnings[0]
    nowhere = with_covariates(made, trend=np.full(600, nan))
    assert "missing everywhere" in nowhere.slope.warnings[0]
    assert nowhere.slope.estimate == with_covariates(made).slope.estimate


# --- the first rating


def test_the_first_ratings_slope_is_that_of_statsmodels() -> None:
    made = drawn()
    row = first_rating(made.y, made.shown, made.levels, PLACES, profiles=made.what)
    keep = (PLACES == 1) & (made.shown == 1)
    x = np.column_stack([np.ones(40), made.levels[keep] / 10])
    other = OLS(made.y[keep], x).fit(cov_type="HC2")
    assert (row.estimate, row.se) == pytest.approx((other.params[1], other.bse[1]))
    assert 10 < row.df <= 38
    assert (row.n_participants, row.n_ratings) == (40, 40)
    assert row.n_profiles == len(np.unique(made.what[keep]))
    assert "Bell-McCaffrey" in row.method
    assert row.consistent()


def test_two_levels_make_the_first_ratings_slope_a_difference_of_means() -> None:
    made = drawn(levels=np.array([40.0, 60.0]))
    row = first_rating(made.y, made.shown, made.levels, PLACES)
    keep = (PLACES == 1) & (made.shown == 1)
    high, low = (made.y[keep & (made.levels == s)] for s in (60, 40))
    assert row.estimate == pytest.approx((high.mean() - low.mean()) / 2)
    se = np.sqrt(high.var(ddof=1) / len(high) + low.var(ddof=1) / len(low)) / 2
    assert row.se == pytest.approx(se)
    assert row.n_profiles is None


def test_a_missing_first_rating_is_not_replaced_by_the_second() -> None:
    made = drawn()
    y = made.y.copy()
    gone = np.flatnonzero((PLACES == 1) & (made.shown == 1))[:3]
    y[gone] = nan
    found = first_rating(y, made.shown, made.levels, PLACES)
    keep = ~np.isin(np.arange(320), gone)
    other = first_rating(y[keep], made.shown[keep], made.levels[keep], PLACES[keep])
    assert (found.n_participants, found.estimate) == (37, other.estimate)
    assert "3 of 40 first ratings are missing" in found.warnings[0]


def test_later_ratings_do_not_touch_the_first() -> None:
    made = drawn()
    other = np.where(PLACES == 1, made.y, 99)
    rows = [first_rating(y, made.shown, made.levels, PLACES) for y in (made.y, other)]
    assert rows[0] == rows[1]


def test_shift_scale_and_order_of_first_ratings() -> None:
    made, turn = drawn(), np.random.default_rng(0).permutation(320)
    before = first_rating(made.y, made.shown, made.levels, PLACES)
    for after, factor in (
        (first_rating(1e4 + made.y, made.shown, made.levels, PLACES), 1),
        (first_rating(-7 * made.y, made.shown, made.levels, PLACES), -7),
        (first_rating(made.y[turn], made.shown[turn], made.levels[turn], PLACES[turn]), 1),
        (first_rating(made.y, made.shown, made.levels - 53, PLACES), 1),
    ):
        assert after.estimate == pytest.approx(factor * before.estimate, rel=1e-9)
        assert (after.p, after.df) == pytest.approx((before.p, before.df), rel=1e-9)


@pytest.mark.parametrize(
    ("y", "levels", "words"),
    [
        ([], [], "0 first ratings"),
        ([1], [20], "1 first ratings"),
        ([1, 2], [20, 85], "2 first ratings"),
        ([nan] * 9, [20, 42, 85] * 3, "0 first ratings"),
        ([1, 2, 3, 4], [42] * 4, "same displayed level"),
        ([3.3] * 4, [20, 20, 85, 85], "are the same"),
        ([1, 2, 3, 4], [20, 20, 20, 85], "alone stands"),
        ([2, 2, 8.5, 8.5], [20, 20, 85, 85], "on a line"),
    ],
)
def test_too_few_first_ratings_are_nan_with_a_sentence(
    y: list[float], levels: list[float], words: str
) -> None:
    row = first_rating(y, np.ones(len(y)), levels, np.ones(len(y)))
    assert isnan(row.estimate)
    assert isnan(row.p)
    assert words in row.warnings[-1]


def test_wrong_input_is_refused() -> None:
    made = drawn()
    with pytest.raises(ValueError, match="whole numbers"):
        first_rating(made.y, made.shown, made.levels, PLACES - 1)
    with pytest.raises(ValueError, match="equally long"):
        first_rating(made.y, made.shown, made.levels, PLACES[1:])
    with pytest.raises(ValueError, match="equally long"):
        came_before(made.who, PLACES[1:], made.shown, made.levels, mean_level=53)
    with pytest.raises(ValueError, match="differ within"):
        came_before(made.who, np.ones(320), made.shown, made.levels, mean_level=53)
    with pytest.raises(ValueError, match="names other than"):
        crossed(*made, mean_level=53, covariates={"visibility": made.y})
    with pytest.raises(ValueError, match="equally long"):
        crossed(*made, mean_level=53, covariates={"trend": made.y[1:]})


# --- level by position


def test_the_change_of_slope_is_the_product_in_statsmodels() -> None:
    made, places = drawn(80), PLACES
    row = level_by_position(*placed(made, places), mean_level=MEAN_LEVEL)
    data = ratings(*made)
    x = np.column_stack(list(conditions(data, MEAN_LEVEL).values()))
    about = places - 2.5
    x = np.column_stack([x, about, x[:, 2] * about])
    groups = np.column_stack([data.participant, data.profile])
    other = OLS(made.y, x).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    assert row.estimate == pytest.approx(other.params[5], rel=1e-9)
    assert row.se == pytest.approx(other.bse[5], rel=1e-9)
    assert (row.df, row.n_participants, row.n_ratings) == (15, 80, 320)
    assert row.consistent() and "position" in row.method


def test_a_slope_that_wears_off_is_found_and_one_that_lasts_is_not() -> None:
    made = drawn(1500, slope=0.0, spread=0.0)
    places = np.tile([1, 2, 3, 4], 1500)
    tens = np.where(made.shown == 1, (made.levels - MEAN_LEVEL) / 10, 0)
    wears = made.rated(made.y + tens * (0.2 - 0.05 * places))
    fading = level_by_position(*placed(wears, places), mean_level=53)
    assert fading.low < -0.05 < fading.high < 0
    lasting = level_by_position(*placed(made.rated(made.y + tens * 0.2), places), mean_level=53)
    assert lasting.low < 0 < lasting.high


def test_one_position_alone_has_no_change_and_says_so() -> None:
    made = drawn(80)
    row = level_by_position(*placed(made, np.ones(320, dtype=int)), mean_level=MEAN_LEVEL)
    assert isnan(row.estimate) and "cannot tell" in row.warnings[-1]
    with pytest.raises(ValueError, match="positions must be"):
        level_by_position(*placed(made, np.ones(3)), mean_level=MEAN_LEVEL)


def test_the_order_is_allowed_for_in_the_average_too() -> None:
    """Who is shown a score sees it at every position, so that the average hardly moves."""
    made = drawn(200)
    found = order_adjusted(*placed(made, np.tile([1, 2, 3, 4], 200)), mean_level=MEAN_LEVEL)
    plain = crossed(*made, mean_level=MEAN_LEVEL).visibility
    assert found.visibility.estimate == pytest.approx(plain.estimate, abs=plain.se)
    assert found.visibility.method.endswith("as covariates") and found.placebo.method.endswith("covariates")
