from dataclasses import fields, replace
from math import isfinite, isnan, nan

import numpy as np
import pytest

from scoring.estimators.estimate import Estimate
from scoring.estimators.mixed.crossed import Crossed, crossed
from scoring.estimators.mixed.model import INSTEAD
from tests.scoring.estimators.mixed.made import MEAN_LEVEL, Made, case_one, drawn
from tests.scoring.reference import expected


def fitted(made: Made, mean_level: float = MEAN_LEVEL) -> Crossed:
    return crossed(*made, mean_level=mean_level)


def rows_of(found: Crossed) -> list[Estimate]:
    return [v for f in fields(found) if isinstance(v := getattr(found, f.name), Estimate)]


@pytest.mark.parametrize(
    ("name", "theirs"),
    [
        ("intercept", "(Intercept)"),
        ("visibility", "vis_c"),
        ("slope", "shown_s"),
        ("placebo", "placebo_s"),
    ],
)
def test_effects_of_case_one_are_those_of_lmertest(name: str, theirs: str) -> None:
    row, other = (
        getattr(fitted(case_one()), name),
        expected("01_crossed_slopes")["recommended"]["fixed"][theirs],
    )
    assert (row.estimate, row.se) == pytest.approx((other["estimate"], other["se"]), rel=1e-4)
    assert row.df == pytest.approx(other["df_satterthwaite"], rel=1e-4, abs=1e-2)
    assert row.p == pytest.approx(other["p"], rel=1e-3)
    assert (row.n_participants, row.n_profiles, row.n_ratings) == (192, 16, 768)
    assert row.consistent()


def test_criterion_and_components_of_case_one_are_those_of_lme4() -> None:
    about, other = fitted(case_one()).about, expected("01_crossed_slopes")["recommended"]
    assert about.criterion == pytest.approx(other["criterion"], abs=1e-6)
    assert about.log_likelihood == pytest.approx(other["logLik"], abs=1e-6)
    theirs = [part["variance_or_covariance"] for part in other["variance"]]
    ours = [part.variance for part in about.components]
    assert ours == pytest.approx(theirs, abs=1e-4 * sum(theirs))
    assert sum(part.share for part in about.components) == pytest.approx(1)
    assert (about.dropped, about.fallback, about.warnings) == ((), False, ())


def test_a_contrast_of_case_one_has_its_own_df() -> None:
    found, other = fitted(case_one()), expected("01_crossed_slopes")["contrasts"][1]
    row = found.slope_less_placebo
    assert (row.estimate, row.se) == pytest.approx((other["estimate"], other["se"]), rel=1e-4)
    assert row.df == pytest.approx(other["df_satterthwaite"], abs=1e-2)
    assert (row.low, row.high) == pytest.approx(tuple(other["ci95"]), rel=1e-4)


def test_span_is_the_slope_between_the_lowest_and_highest_level() -> None:
    found = fitted(case_one())
    assert found.span.estimate == pytest.approx(6.5 * found.slope.estimate)
    assert found.span.p == pytest.approx(found.slope.p)


@pytest.mark.parametrize("seed", [1, 2])
def test_shift_scale_order_and_labels_change_nothing(seed: int) -> None:
    made = drawn(seed=seed)
    before, turn = fitted(made), np.random.default_rng(0).permutation(len(made.y))
    names = np.array([f"p{i * 7919 % 80}" for i in range(80)])
    shifted = drawn(seed=seed)
    changed = [
        (fitted(made.rated(1e5 + made.y)), 1.0, 1e5),
        (fitted(made.rated(-1000 * made.y)), -1000.0, 0.0),
        (fitted(made.where(turn)), 1.0, 0.0),
        (fitted(replace(made, who=names[made.who], what=-made.what)), 1.0, 0.0),
        (fitted(replace(shifted, levels=shifted.levels + 9), MEAN_LEVEL + 9), 1.0, 0.0),
    ]
    for after, factor, shift in changed:
        assert after.intercept.estimate == pytest.approx(before.intercept.estimate * factor + shift, rel=1e-6)
        for old, new in zip(rows_of(before)[1:], rows_of(after)[1:], strict=True):
            assert new.estimate == pytest.approx(factor * old.estimate, rel=1e-6)
            assert (new.se, new.df, new.p) == pytest.approx((abs(factor) * old.se, old.df, old.p), rel=1e-6)
        assert [c.share for c in after.about.components] == pytest.approx(
            [c.share for c in before.about.components], rel=1e-5, abs=1e-9
        )


def test_the_criterion_follows_the_unit() -> None:
    made = drawn()
    one, ten = fitted(made).about.criterion, fitted(made.rated(10 * made.y)).about.criterion
    assert ten - one == pytest.approx(2 * (len(made.y) - 4) * np.log(10), abs=1e-6)


def test_components_estimated_at_zero_are_dropped_and_named() -> None:
    found = fitted(drawn(spread=0, seed=3))
    assert "displayed score | participant" in found.about.dropped
    assert not {f"{c.name} | {c.group}" for c in found.about.components} & set(found.about.dropped)
    assert found.slope.se > 0
    assert not found.about.fallback


def test_correlated_slopes_are_a_row_of_their_own() -> None:
    made = case_one()
    found = crossed(*made, mean_level=MEAN_LEVEL, correlated=True)
    assert {group for group, _, _, _ in found.about.correlations} == {"participant", "profile"}
    assert found.about.criterion < fitted(made).about.criterion
    assert found.slope.estimate == pytest.approx(fitted(made).slope.estimate, abs=0.01)


def test_missing_ratings_are_left_out_and_counted() -> None:
    made = drawn()
    y = made.y.copy()
    y[::9] = nan
    found, other = fitted(made.rated(y)), fitted(made.where(~np.isnan(y)))
    assert found.slope.estimate == other.slope.estimate
    assert found.slope.n_ratings == int((~np.isnan(y)).sum())
    assert "were left out" in found.slope.warnings[0]


def test_a_study_that_shows_all_scores_has_a_slope_only() -> None:
    made = drawn(200)
    found = fitted(made.where(made.shown == 1))
    assert isfinite(found.slope.p)
    for row in (found.visibility, found.placebo, found.slope_less_placebo):
        assert isnan(row.estimate)
        assert "cannot tell" in row.warnings[-1]
    assert isnan(found.break_even.score)


def test_one_level_has_a_visibility_effect_only() -> None:
    made = drawn(levels=np.array([50.0, 50.0]))
    found = fitted(made, 50)
    assert isfinite(found.visibility.p)
    assert isnan(found.slope.estimate)
    assert isnan(found.span.p)


def test_no_placebo_score_leaves_the_other_effects() -> None:
    made = drawn()
    levels = np.where(made.shown == 1, made.levels, nan)
    found = fitted(replace(made, levels=levels))
    assert isnan(found.placebo.estimate)
    assert isfinite(found.slope.p)
    assert found.slope.n_ratings == len(made.y)


def test_first_ratings_alone_have_no_participants_variance() -> None:
    made = drawn(300)
    found = fitted(made.where(np.arange(len(made.y)) % 4 == 0))
    assert isfinite(found.slope.p)
    assert {c.group for c in found.about.components} == {"profile", "rest"}
    assert any("mean | participant cannot be told" in w for w in found.about.warnings)


def few(keep: int, *, groups: bool = True) -> Made:
    """Only the first `keep` participants of each group."""
    made = drawn()
    first = [np.unique(made.who[made.shown == g])[:keep] for g in ((0, 1) if groups else (1,))]
    return made.where(np.isin(made.who, np.concatenate(first)))


NOTHING = {
    "no ratings": few(0),
    "one a group": few(1),
    "two a group": few(2),
    "one profile": drawn(profiles=4).where(drawn(profiles=4).what == 0),
    "no variance": drawn().rated(np.full(320, 3.3)),
    "all missing": drawn().rated(np.full(320, nan)),
}


@pytest.mark.parametrize("name", NOTHING)
def test_too_little_is_nan_with_n_and_a_sentence(name: str) -> None:
    made = NOTHING[name]
    found = fitted(made)
    for row in rows_of(found):
        assert all(isnan(v) for v in (row.estimate, row.se, row.df, row.p, row.low, row.high))
        assert row.warnings
        assert row.n_ratings is not None
    assert isnan(found.break_even.score)
    assert isnan(found.about.criterion)


def test_a_group_of_two_is_left_out() -> None:
    made = drawn()
    hidden = np.unique(made.who[made.shown == 0])
    found = fitted(made.where((made.shown == 1) | np.isin(made.who, hidden[:2])))
    assert isnan(found.visibility.estimate)
    assert "hidden for 2 participants only" in found.visibility.warnings[0]
    assert found.slope.estimate == fitted(made.where(made.shown == 1)).slope.estimate


def test_an_outcome_that_is_the_level_itself_is_nan_with_a_sentence() -> None:
    made = drawn()
    found = fitted(made.rated(np.where(made.shown == 1, made.levels, 50)))
    assert isnan(found.slope.p)
    assert "does not vary beyond the conditions" in " ".join(found.slope.warnings)


def test_where_the_mixed_model_fails_the_clustered_row_stands_and_says_so() -> None:
    """Each participant gives one answer to everything: there is no rest, and no optimum."""
    made = drawn()
    y = np.random.default_rng(4).normal(4, 1, 80)[made.who]
    found = fitted(made.rated(y))
    assert found.about.fallback
    assert INSTEAD in found.visibility.warnings
    assert "two-way clustered" in found.visibility.method
    assert found.visibility.df == 15
    assert isnan(found.about.criterion)
    plain = y[made.shown == 1].mean() - y[made.shown == 0].mean()
    assert found.visibility.estimate == pytest.approx(plain)


def test_no_effect_is_found_about_as_often_as_alpha() -> None:
    p = [fitted(drawn(60, seed=s, slope=0, visibility=0)).slope.p for s in range(60)]
    assert np.mean(np.array(p) < 0.05) < 0.15


def test_wrong_input_is_refused() -> None:
    made = drawn()
    with pytest.raises(ValueError, match="equally long"):
        fitted(replace(made, y=made.y[1:]))
    with pytest.raises(ValueError, match="1 where the score was displayed"):
        fitted(replace(made, shown=made.shown + 1))
    with pytest.raises(ValueError, match="level"):
        crossed(*made, mean_level=53, level=95)
